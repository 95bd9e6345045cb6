//! Where people are on the 91st day after their discharge, and whether they came back to hospital before.
//!
//! Every discharge alive is remembered until 08:00 of its 91st day; then its patient is looked for. Whoever has left the
//! system by then was written down when they did, with where they went. Nothing is scheduled: discharges come in the order of their days.

use std::collections::VecDeque;

use crate::{
    clock::Time,
    model::{Destination, Model, Setting},
    patient::{Patient, Register, Slot, Steps},
    replication::Witness,
    system::System,
};

/// How long after a discharge its patient is looked for [calendar days].
pub(crate) const FOLLOW_UP_DAYS: u64 = 91;
/// Days within which a return is counted beside those of the whole follow-up.
const EARLY_DAYS: u64 = 30;

/// Discharges whose 91st day is to come.
#[derive(Clone, Debug, Default)]
pub(crate) struct FollowUp {
    discharges: VecDeque<Discharge>,
    /// How many have been let go of.
    gone: usize,
    /// The last discharge of whoever has each place in the register: its number from 1, 0 if there is none.
    latest: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Discharge {
    day: u64,
    /// Its stay in a unit and its pathway (see [`Model::route`]).
    route: usize,
    slot: Slot,
    /// The discharge of the same patient before this one: its number from 1, 0 if there is none.
    earlier: usize,
    /// Where the patient departed to; none while they have a place in the register.
    gone_to: Option<Whereabouts>,
    /// The day on which the patient came back first.
    came_back: Option<u64>,
}

/// Where somebody is. Whoever departs says which it is: there is no usual place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// At home, with care or without.
    Home,
    /// In a care home or long-term placement.
    CareHome,
    /// In an acute bed, at the front door, or in a short-term bed.
    Bed,
    /// Dead.
    Dead,
    /// Gone to where the scenario does not say.
    Unsaid,
}

impl From<Destination> for Whereabouts {
    fn from(destination: Destination) -> Self {
        match destination {
            Destination::Home => Self::Home,
            Destination::CareHome => Self::CareHome,
            Destination::Hospital => Self::Bed,
            Destination::Died => Self::Dead,
            Destination::Unsaid => Self::Unsaid,
        }
    }
}

impl FollowUp {
    /// Begins a new run, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.discharges.clear();
        self.latest.clear();
        self.gone = 0;
    }

    fn add(&mut self, patient: &Patient, route: usize, day: u64) {
        let slot = patient.slot as usize;
        if slot >= self.latest.len() {
            self.latest.resize(slot + 1, 0);
        }
        let earlier = self.latest[slot];
        let discharge = Discharge { day, route, slot: patient.slot, earlier, gone_to: None, came_back: None };
        self.discharges.push_back(discharge);
        self.latest[slot] = self.gone + self.discharges.len();
    }

    /// The place in the register will be somebody else's.
    fn let_go_of(&mut self, slot: Slot) {
        if let Some(latest) = self.latest.get_mut(slot as usize) {
            *latest = 0;
        }
    }

    /// Does something with all discharges of a patient that are still remembered.
    fn each_of(&mut self, slot: Slot, mut change: impl FnMut(&mut Discharge)) {
        let mut number = self.latest.get(slot as usize).copied().unwrap_or(0);
        while number > self.gone {
            let discharge = &mut self.discharges[number - self.gone - 1];
            change(discharge);
            number = discharge.earlier;
        }
    }

    /// The next discharge whose 91st day is this one.
    fn due(&mut self, today: u64) -> Option<Discharge> {
        let due = self.discharges.front().is_some_and(|first| first.day + FOLLOW_UP_DAYS <= today);
        due.then(|| {
            self.gone += 1;
            self.discharges.pop_front()
        })?
    }
}

impl<W: Witness> System<'_, W> {
    /// Somebody has left hospital alive, for home, a service or a placement.
    #[inline]
    pub(crate) fn follow_discharge(&mut self, patient: &Patient) {
        if self.model.follows_up {
            let route = self.model.route(patient.stage, patient.pathway);
            self.observer.follow_up.add(patient, route, self.now.day());
        }
    }

    /// Somebody leaves the system.
    #[inline]
    pub(crate) fn follow_departure(&mut self, patient: &Patient, to: Whereabouts) {
        if self.model.follows_up {
            self.observer.follow_up.each_of(patient.slot, |discharge| discharge.gone_to = Some(to));
            self.observer.follow_up.let_go_of(patient.slot);
        }
    }

    /// Somebody who was in hospital before has come to the front door again.
    pub(crate) fn follow_return(&mut self, patient: &Patient) {
        if self.model.follows_up {
            let today = self.now.day();
            let came_back = |discharge: &mut Discharge| {
                discharge.came_back.get_or_insert(today);
            };
            self.observer.follow_up.each_of(patient.slot, came_back);
        }
    }

    /// It is 08:00: looks for everybody whose 91st day this is.
    pub(crate) fn look_for_patients(&mut self, patients: &Register) {
        let today = self.now.day();
        while let Some(discharge) = self.observer.follow_up.due(today) {
            let present = || present_whereabouts(self.model, &patients[discharge.slot]);
            let whereabouts = discharge.gone_to.unwrap_or_else(present);
            let days = discharge.came_back.map(|day| day - discharge.day);
            let tally = &mut self.tally.routes[discharge.route];
            tally.followed_up += 1;
            match whereabouts {
                Whereabouts::Home => tally.at_home_on_day_91 += 1,
                Whereabouts::CareHome => tally.in_care_home_on_day_91 += 1,
                Whereabouts::Unsaid => tally.not_said_on_day_91 += 1,
                Whereabouts::Bed | Whereabouts::Dead => {}
            }
            tally.back_within_30_days += u64::from(days.is_some_and(|days| days <= EARLY_DAYS));
            tally.back_within_91_days += u64::from(days.is_some());
        }
    }
}

/// Where somebody in the register is.
fn present_whereabouts(model: &Model, patient: &Patient) -> Whereabouts {
    let is_in_service = patient.left != Time::NEVER;
    if patient.steps.has(Steps::GONE | Steps::IN_CARE_HOME) {
        Whereabouts::CareHome
    } else if patient.steps.has(Steps::GONE) {
        Whereabouts::Home
    } else if is_in_service {
        match model.offers[patient.offer.at()].setting {
            Setting::Home => Whereabouts::Home,
            Setting::LongTerm => Whereabouts::CareHome,
            Setting::ShortTermBed => Whereabouts::Bed,
        }
    } else {
        Whereabouts::Bed
    }
}
