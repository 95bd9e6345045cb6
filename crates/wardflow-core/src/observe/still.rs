//! Who still waits when the run is over: what no mean wait knows of.

use crate::{
    clock::Time,
    model::{Model, Purpose},
    patient::{Patient, Register, Steps},
    replication::{Departure, Witness},
    system::System,
};

/// People who still wait for something, and how long they have waited so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Still {
    /// How many they are.
    pub people: u64,
    /// Their waits so far [s].
    pub seconds: u64,
}

impl Still {
    fn add(&mut self, seconds: u64) {
        self.people += 1;
        self.seconds += seconds;
    }
}

impl std::iter::Sum for Still {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, other| Self {
            people: sum.people + other.people,
            seconds: sum.seconds + other.seconds,
        })
    }
}

/// Everybody who waits at the end of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillWaiting {
    /// At the front door, by cohort.
    pub admission: Vec<Still>,
    /// In one unit for a bed in another, by the stay to follow.
    pub passing: Vec<Still>,
    /// Referred from the community and not answered, by cohort.
    pub answer: Vec<Still>,
    /// In an acute bed past readiness, by route.
    pub discharge: Vec<Still>,
    /// Of those, by where they live.
    pub discharge_of: Vec<Still>,
    /// Referred and not taken up, by route.
    pub triage: Vec<Still>,
    /// For capacity, by route.
    pub capacity: Vec<Still>,
    /// In each line, from asking on.
    pub line: Vec<Still>,
    /// In a service after the end of the stay, by how it ends.
    pub exit: Vec<Still>,
}

impl StillWaiting {
    fn nobody(model: &Model) -> Self {
        let none = |len| vec![Still::default(); len];
        let (cohorts, routes) = (model.cohorts.len(), model.route_count());
        Self {
            admission: none(cohorts),
            passing: none(model.stage_count()),
            answer: none(cohorts),
            discharge: none(routes),
            discharge_of: none(model.localities.len()),
            triage: none(routes),
            capacity: none(routes),
            line: none(model.lines.len()),
            exit: none(model.exits.len()),
        }
    }
}

impl<W: Witness> System<'_, W> {
    /// Counts who still waits, and shows everybody to the witness.
    pub(super) fn see_who_still_waits(&mut self, patients: &Register) -> StillWaiting {
        let mut still = StillWaiting::nobody(self.model);
        for patient in self.slots.all_taken().into_iter().map(|slot| &patients[slot]) {
            if !patient.steps.has(Steps::GONE) {
                self.witness.departed(patient, self.now, Departure::StillThere);
                self.see_wait(patient, &mut still);
            }
        }
        still
    }

    fn see_wait(&self, patient: &Patient, still: &mut StillWaiting) {
        let so_far = |from: Time| self.now.since(from);
        let (steps, cohort) = (patient.steps, patient.cohort);
        if steps.has(Steps::WAITING) {
            still.line[patient.line.at()].add(so_far(self.asked(patient)));
        }
        if steps.has(Steps::STEP_UP) {
            if self.is_unanswered(patient) {
                still.answer[cohort.at()].add(so_far(patient.arrived));
            }
            return;
        }
        if patient.left != Time::NEVER {
            if steps.has(Steps::STAYING_ON)
                && let Some(exit) = self.model.offers[patient.offer.at()].exit
            {
                still.exit[exit.at()].add(so_far(patient.service_end));
            }
            return;
        }
        if patient.admitted == Time::NEVER {
            return still.admission[cohort.at()].add(so_far(patient.arrived));
        }
        if let Some(next) = patient.waits_for_unit() {
            still.passing[next.at()].add(so_far(patient.asked));
        }
        let route = self.model.route(patient.stage, patient.pathway);
        if steps.has(Steps::REFERRED) && !steps.has(Steps::TRIAGED) && patient.triage_begun == Time::NEVER {
            still.triage[route].add(so_far(patient.referred));
        }
        if steps.has(Steps::READY) {
            still.discharge[route].add(so_far(patient.ready));
            if self.has_localities() {
                still.discharge_of[patient.locality.at()].add(so_far(patient.ready));
            }
            if steps.has(Steps::REQUESTED) && !steps.has(Steps::ALLOCATED) {
                still.capacity[route].add(so_far(patient.requested));
            }
        }
    }

    /// When somebody who stands in a line asked for what they wait for.
    pub(super) fn asked(&self, patient: &Patient) -> Time {
        match self.model.lines[patient.line.at()].purpose {
            Purpose::Admission if patient.admitted == Time::NEVER => patient.arrived,
            Purpose::Triage if patient.left != Time::NEVER => patient.service_end,
            Purpose::Triage if patient.steps.has(Steps::STEP_UP) => patient.arrived,
            Purpose::Triage => patient.referred,
            Purpose::Service if patient.left == Time::NEVER => patient.requested,
            Purpose::Admission | Purpose::Service => patient.asked,
        }
    }
}
