//! Recovery in a service, and what comes after it: the assessment, the outcome, the next service, home, and coming back.
//!
//! A stay that is over does not free anything yet: until the patient moves on they hold the bed or the hours.

use crate::{
    clock::{Time, WEEK},
    event::Kind,
    follow_up::Whereabouts,
    journey::line_of,
    model::{Destination, Exit, Follows, OfferId, Outcome, Readmission, Setting},
    patient::{Patient, Steps},
    random::Purpose,
    replication::{Departure, RunError, Witness},
    system::System,
};

impl<'m, W: Witness> System<'m, W> {
    /// The patient comes to the service whose offer they hold: the stay there begins, by so many seconds longer than
    /// it would have been.
    #[inline(always)]
    pub(crate) fn enter_service(&mut self, patient: &mut Patient, longer: u64) {
        let now = self.now;
        let stay = self.draw_by_cohort(patient, Purpose::ServiceStay) + longer;
        if !self.model.offers[patient.offer.at()].taper_percent.is_empty() && stay > WEEK {
            self.schedule(now + WEEK, Kind::Taper, patient);
        }
        if patient.came == Time::NEVER {
            patient.entered_service = now;
        }
        patient.came = now;
        patient.service_end = now + stay;
        self.schedule(now + stay, Kind::ServiceEnd, patient);
        if !self.model.offers[patient.offer.at()].contacts.is_empty() {
            self.count_contacts(patient);
        }
    }

    /// A week of a package that tapers is over.
    pub(crate) fn taper(&mut self, patient: &mut Patient) {
        self.count_funded(patient);
        self.shrink(patient);
        let weeks = self.model.offers[patient.offer.at()].taper_percent.len();
        if usize::from(patient.week) + 1 < weeks && patient.service_end > self.now + WEEK {
            self.schedule(self.now + WEEK, Kind::Taper, patient);
        }
    }

    /// The stay in the service is over.
    #[inline]
    pub(crate) fn end_service(&mut self, patient: &mut Patient) {
        if let Some(exit) = self.exit_of(patient) {
            return self.begin_exit(patient, exit);
        }
        self.leave_service(patient);
        // Whoever had care at home stays there; where people go from a bed or place is for the scenario to say.
        let to = match self.model.offers[patient.offer.at()].setting {
            Setting::Home => Whereabouts::Home,
            Setting::ShortTermBed | Setting::LongTerm => Whereabouts::Unsaid,
        };
        self.depart(patient, Departure::ServiceEnded, to);
    }

    /// How the present stay ends.
    fn exit_of(&self, patient: &Patient) -> Option<&'m Exit> {
        self.model.offers[patient.offer.at()].exit.map(|exit| &self.model.exits[exit.at()])
    }

    #[inline(never)]
    fn begin_exit(&mut self, patient: &mut Patient, exit: &Exit) {
        patient.steps.add(Steps::STAYING_ON);
        // What was foreseen for the wait in hospital is over.
        patient.fate_due = Time::NEVER;
        self.count_staying_on(patient);
        match exit.assessment {
            Some(assessment) => self.request(patient, self.triage_line(assessment, patient)),
            None => self.decide_outcome(patient),
        }
    }

    /// A member of staff takes the assessment up.
    #[inline(never)]
    pub(crate) fn begin_assessment(&mut self, patient: &mut Patient, team: OfferId) {
        patient.team = team;
        patient.task_begun = self.now;
        self.count_work_begun(patient, patient.service_end);
        let Some(assessment) = self.exit_of(patient).and_then(|exit| exit.assessment) else { return };
        let work = self.draw(patient, assessment.handling, Purpose::Assessment);
        self.work_on(patient, work);
    }

    /// It is known how the stay ends.
    #[inline(never)]
    pub(crate) fn decide_outcome(&mut self, patient: &mut Patient) {
        let Some(exit) = self.exit_of(patient) else { return };
        let bits = patient.key.visit(patient.visit).bits(Purpose::Outcome);
        let outcome = exit.shares.choose(self.now, bits);
        patient.outcome = outcome as u16;
        patient.assessed = self.now;
        self.count_outcome(patient);
        let delay = exit.outcomes[outcome].delay.map_or(0, |delay| self.draw(patient, delay, Purpose::OutcomeDelay));
        if delay > 0 {
            self.schedule(self.now + delay, Kind::MoveOn, patient);
        } else {
            self.move_on(patient);
        }
    }

    /// Nothing holds the patient in the service but what they need next.
    #[inline(never)]
    pub(crate) fn move_on(&mut self, patient: &mut Patient) {
        let Some(outcome) = self.outcome_of(patient) else { return };
        patient.asked = self.now;
        let Some(visit) = patient.visit.checked_add(1) else {
            return self.give_up(RunError::GoesRound { day: self.day_of_run() });
        };
        patient.visit = visit;
        if let Some(line) = line_of(patient, self.now, outcome.needs.of(patient.locality)) {
            let line = self.model.line_from(line, patient.offer, patient.week);
            if self.model.offers[patient.offer.at()].is_bridge {
                self.request_again(patient, line);
            } else {
                self.request(patient, line);
            }
            return self.begin_to_wait_in_service(patient, outcome);
        }
        self.leave_service(patient);
        match outcome.leads_to {
            Destination::Hospital => self.go_back(patient),
            Destination::Died => self.depart(patient, Departure::DiedInService, Whereabouts::Dead),
            to => {
                let how = if to == Destination::CareHome { Departure::CareHome } else { Departure::ServiceEnded };
                self.leave_for(patient, to.into(), outcome.readmission.as_ref(), how);
            }
        }
    }

    /// The patient goes back to hospital at once.
    pub(crate) fn go_back(&mut self, patient: &mut Patient) {
        self.witness.departed(patient, self.now, Departure::BackToHospital);
        self.come_back(patient);
    }

    pub(crate) fn outcome_of(&self, patient: &Patient) -> Option<&'m Outcome> {
        self.exit_of(patient).map(|exit| &exit.outcomes[usize::from(patient.outcome)])
    }

    /// Capacity for what comes next is the patient's: they move there, and what they held is free.
    #[inline(never)]
    pub(crate) fn move_to(&mut self, patient: &mut Patient, next: OfferId) {
        let described = &self.model.offers[next.at()];
        let asks_nothing = described.takes.iter().all(|take| self.kept(patient, next, take.pool) == take.amount);
        if !asks_nothing {
            self.count_next_allocation(patient, next);
        }
        match described.follows {
            Follows::Stay => {
                if !asks_nothing {
                    self.count_service_end(patient.offer, patient.entered_service);
                    patient.entered_service = self.now;
                }
                self.end_staying_on(patient);
                self.release_rest(patient, next);
                // Harm from waiting in hospital lengthens the package, not what bridged the time until it was there.
                let is_bridged = self.model.offers[patient.offer.at()].is_bridge;
                let longer = match &self.model.pathways[patient.pathway.at()].while_waiting {
                    Some(waiting) if is_bridged && patient.visit == 1 && patient.ready != Time::NEVER => {
                        patient.harm_to_stay(waiting)
                    }
                    _ => 0,
                };
                patient.offer = next;
                patient.week = 0;
                self.enter_service(patient, longer);
            }
            Follows::Departure => {
                self.leave_service(patient);
                self.depart(patient, Departure::Placed, Whereabouts::CareHome);
            }
            Follows::Arranging => {
                patient.placing = next;
                patient.allocated = self.now;
                patient.steps.add(Steps::PLACING);
                let time = self.draw(patient, described.stay[patient.cohort.at()], Purpose::PlacementArranging);
                self.schedule(self.now + time, Kind::Placed, patient);
            }
        }
    }

    /// A placement for somebody in a service has been arranged.
    #[inline(never)]
    pub(crate) fn leave_for_placement(&mut self, patient: &mut Patient) {
        self.count_service_end(patient.placing, patient.allocated);
        self.release(patient.placing, 0);
        self.leave_service(patient);
        self.depart(patient, Departure::Placed, Whereabouts::CareHome);
    }

    /// The patient leaves the service: what they held is free.
    #[inline(always)]
    pub(crate) fn leave_service(&mut self, patient: &mut Patient) {
        self.count_service_end(patient.offer, patient.entered_service);
        self.end_staying_on(patient);
        self.release(patient.offer, patient.week);
    }

    /// The stay that was over ends for the patient, too: they move on.
    #[inline(always)]
    fn end_staying_on(&mut self, patient: &mut Patient) {
        self.count_funded(patient);
        if patient.steps.has(Steps::STAYING_ON) {
            patient.steps.remove(Steps::STAYING_ON);
            self.count_exit(patient);
        }
    }

    /// The patient goes home or to a care home; some come back to hospital.
    #[inline(always)]
    pub(crate) fn leave_for(
        &mut self,
        patient: &mut Patient,
        to: Whereabouts,
        readmission: Option<&Readmission>,
        how: Departure,
    ) {
        match readmission {
            Some(readmission) => self.leave_for_now(patient, to, readmission, how),
            None => self.depart(patient, how, to),
        }
    }

    #[inline(never)]
    fn leave_for_now(&mut self, patient: &mut Patient, to: Whereabouts, readmission: &Readmission, how: Departure) {
        if patient.key.visit(patient.visit).uniform(Purpose::Readmission) < readmission.probability.at(self.now) {
            let back = self.now + self.draw(patient, readmission.after, Purpose::Return);
            if back < self.horizon {
                self.witness.departed(patient, self.now, how);
                patient.steps.add(Steps::GONE);
                if to == Whereabouts::CareHome {
                    patient.steps.add(Steps::IN_CARE_HOME);
                }
                self.away += 1;
                return self.schedule(back, Kind::Return, patient);
            }
        }
        self.depart(patient, how, to);
    }

    /// A patient who was in hospital before comes to the front door again.
    #[inline(never)]
    pub(crate) fn come_back(&mut self, patient: &mut Patient) {
        self.away -= u64::from(patient.steps.has(Steps::GONE));
        let Patient { slot, key, number, cohort, locality, spell, .. } = *patient;
        let hospital = self.model.cohorts[cohort.at()].first.hospital;
        *patient = Patient::new(slot, key.next_spell(), number, cohort, hospital, self.now);
        let Some(spell) = spell.checked_add(1) else {
            return self.give_up(RunError::GoesRound { day: self.day_of_run() });
        };
        (patient.locality, patient.spell) = (locality, spell);
        self.tally.cohorts[cohort.at()].returns += 1;
        self.follow_return(patient);
        self.come_to_front_door(patient);
    }
}
