//! What may become of people while they wait: they leave, they die, they come to need more, they take what else is offered.
//!
//! What was foreseen is looked at when its time comes: whoever does not wait any more is left alone, so that nothing has
//! to be taken out of the calendar when capacity is found.

use crate::{
    clock::{DAY, Time},
    dated::Dated,
    event::Kind,
    model::{Destination, Outcome, PathwayId, Patience, WhileWaiting},
    patient::{Fate, Patient, Steps},
    random::{Purpose, unit},
    replication::{Departure, Witness},
    system::System,
};

/// Days of waiting after which nothing worse happens any more.
pub(crate) const MOST_DAYS: u64 = 36_525;

impl<W: Witness> System<'_, W> {
    /// A patient waits at the front door, and has waited for so long already.
    #[inline]
    pub(crate) fn begin_to_wait_for_bed(&mut self, patient: &mut Patient, waited: u64) {
        if let Some(patience) = self.model.cohorts[patient.cohort.at()].patience {
            self.set_patience(patient, patience, Purpose::PatienceOutside, waited);
        }
    }

    /// A patient in a service waits for what they need next, unless it was there.
    pub(crate) fn begin_to_wait_in_service(&mut self, patient: &mut Patient, outcome: &Outcome) {
        if let Some(patience) = outcome.patience
            && patient.steps.has(Steps::WAITING)
        {
            self.set_patience(patient, patience, Purpose::Patience, 0);
        }
    }

    fn set_patience(&mut self, patient: &mut Patient, patience: Patience, purpose: Purpose, waited: u64) {
        let bits = patient.key.visit(patient.visit).bits(purpose);
        let after = self.left_of(patience.after, waited, bits);
        self.set_fate(patient, self.now + after, Fate::Leave);
    }

    /// A patient is discharge ready and cannot leave yet, and has waited for so long already.
    #[inline]
    pub(crate) fn begin_to_wait(&mut self, patient: &mut Patient, waited: u64) {
        if let Some(waiting) = &self.model.pathways[patient.pathway.at()].while_waiting {
            self.foresee(patient, waiting, waited);
        }
    }

    /// Finds out what will become of a patient who is discharge ready, and when: whatever comes first.
    #[inline(never)]
    fn foresee(&mut self, patient: &mut Patient, waiting: &WhileWaiting, waited: u64) {
        let days = |purpose: Purpose, chance: &Dated| {
            let bits = patient.key.bits_of(purpose, patient.changes.into());
            days_until(chance, self.now, unit(bits)).map(|days| self.now + days * DAY)
        };
        let leave = waiting.patience.map(|patience| {
            let bits = patient.key.bits_of(Purpose::Patience, patient.changes.into());
            self.now + self.left_of(patience.after, waited, bits)
        });
        let die = days(Purpose::DeathWaiting, &waiting.death);
        let need_more = waiting.heavier.as_ref().and_then(|(chance, _)| days(Purpose::Worsening, chance));
        let all = [(die, Fate::Die), (leave, Fate::Leave), (need_more, Fate::NeedMore)];
        if let Some((due, fate)) = all.into_iter().filter_map(|(due, fate)| Some((due?, fate))).min() {
            self.set_fate(patient, due, fate);
        }
    }

    pub(crate) fn set_fate(&mut self, patient: &mut Patient, due: Time, fate: Fate) {
        (patient.fate_due, patient.fate) = (due, fate);
        self.schedule(due, Kind::Fate, patient);
    }

    /// What was foreseen for somebody comes, if they still wait.
    #[inline(never)]
    pub(crate) fn meet_fate(&mut self, patient: &mut Patient) {
        if patient.fate_due != self.now || patient.steps.has(Steps::GONE) {
            return;
        }
        patient.fate_due = Time::NEVER;
        if patient.left != Time::NEVER {
            self.leave_service_unserved(patient);
        } else if patient.steps.has(Steps::STEP_UP) {
            self.stop_waiting(patient);
            self.refuse(patient);
        } else if patient.admitted == Time::NEVER {
            self.leave_front_door(patient);
        } else if patient.steps.has(Steps::READY) && !patient.steps.has(Steps::ALLOCATED) {
            let Some(waiting) = &self.model.pathways[patient.pathway.at()].while_waiting else { return };
            match (patient.fate, waiting.patience, &waiting.heavier) {
                (Fate::Die, ..) => self.leave_hospital_unserved(patient, Destination::Died),
                (Fate::Leave, Some(patience), _) => self.leave_hospital_unserved(patient, patience.leads_to),
                (Fate::NeedMore, _, Some((_, to))) => {
                    self.tally.pathways[patient.pathway.at()].needed_more += 1;
                    self.change_pathway(patient, *to);
                }
                _ => {}
            }
        }
    }

    /// A patient at the front door does not wait any longer.
    fn leave_front_door(&mut self, patient: &mut Patient) {
        let Some(patience) = self.model.cohorts[patient.cohort.at()].patience else { return };
        self.stop_waiting(patient);
        self.depart(patient, departure(patience.leads_to), patience.leads_to.into());
    }

    /// A patient in a service does not wait any longer for what they need next.
    fn leave_service_unserved(&mut self, patient: &mut Patient) {
        if !patient.steps.has(Steps::WAITING | Steps::STAYING_ON) {
            return;
        }
        let Some(patience) = self.outcome_of(patient).and_then(|outcome| outcome.patience) else { return };
        self.stop_waiting(patient);
        self.count_gave_up_in_service(patient);
        self.leave_service(patient);
        match patience.leads_to {
            Destination::Hospital => self.go_back(patient),
            leads_to => self.depart(patient, departure(leads_to), leads_to.into()),
        }
    }

    /// A patient leaves the acute bed before what they need is there.
    fn leave_hospital_unserved(&mut self, patient: &mut Patient, leads_to: Destination) {
        if patient.steps.has(Steps::WAITING) {
            self.stop_waiting(patient);
        }
        patient.left = self.now;
        self.count_gave_up(patient, leads_to);
        self.free_acute_bed(patient);
        // Staff end what they have begun, and nobody else may get the patient's place in the register until then.
        let is_in_triage = patient.task_begun != Time::NEVER;
        let is_arranging = patient.steps.has(Steps::ARRANGING) && !patient.steps.has(Steps::ARRANGED);
        if is_in_triage || is_arranging {
            self.witness.departed(patient, self.now, departure(leads_to));
            self.follow_departure(patient, leads_to.into());
            patient.steps.add(Steps::GONE);
            self.away += 1;
        } else {
            self.depart(patient, departure(leads_to), leads_to.into());
        }
    }

    /// What was going on for somebody who has left is over.
    pub(crate) fn vanish(&mut self, patient: &Patient) {
        self.away -= 1;
        self.slots.give_back(patient.slot);
    }

    /// Takes a patient out of the line, and lets those behind them have a look.
    pub(crate) fn stop_waiting(&mut self, patient: &mut Patient) {
        let line = patient.line;
        self.count_unserved(patient);
        self.leave_line(patient);
        self.mark_all(line);
    }

    /// A patient who waits goes on by another pathway.
    fn change_pathway(&mut self, patient: &mut Patient, to: PathwayId) {
        self.count_change(patient, to);
        let has_asked = patient.steps.has(Steps::REQUESTED);
        if has_asked {
            // It is the wait on the pathway so far that ends.
            self.stop_waiting(patient);
            patient.steps.remove(Steps::REQUESTED);
        }
        patient.pathway = to;
        patient.changes += 1;
        self.begin_to_wait(patient, 0);
        if has_asked {
            self.proceed(patient);
        }
    }

    /// A patient has asked for capacity since some time: if they wait, another pathway may be offered to them.
    #[inline(never)]
    pub(crate) fn await_fallback(&mut self, patient: &mut Patient, waiting: &WhileWaiting, since: Time) {
        if let Some(fallback) = &waiting.fallback
            && patient.steps.has(Steps::WAITING)
            && !patient.steps.has(Steps::OFFERED_ANOTHER)
        {
            let waited = self.now.since(since);
            if waited > 0 && self.was_offered(patient, fallback, waited) {
                return patient.steps.add(Steps::OFFERED_ANOTHER);
            }
            let bits = patient.key.visit(patient.visit).bits(Purpose::FallbackTime);
            patient.fallback_due = self.now + self.left_of(fallback.after, waited, bits);
            self.schedule(patient.fallback_due, Kind::Fallback, patient);
        }
    }

    /// Another pathway is offered to somebody, if they still wait.
    #[inline(never)]
    pub(crate) fn fall_back(&mut self, patient: &mut Patient) {
        if patient.fallback_due != self.now || patient.steps.has(Steps::GONE) {
            return;
        }
        patient.fallback_due = Time::NEVER;
        if !patient.steps.has(Steps::REQUESTED | Steps::WAITING) || patient.left != Time::NEVER {
            return;
        }
        let Some(waiting) = &self.model.pathways[patient.pathway.at()].while_waiting else { return };
        let Some(fallback) = &waiting.fallback else { return };
        patient.steps.add(Steps::OFFERED_ANOTHER);
        if patient.key.uniform(Purpose::Fallback) < fallback.probability.at(self.now) {
            self.tally.pathways[patient.pathway.at()].fell_back += 1;
            self.change_pathway(patient, fallback.to);
        }
    }
}

fn departure(leads_to: Destination) -> Departure {
    match leads_to {
        Destination::Died => Departure::DiedWaiting,
        Destination::Home | Destination::CareHome | Destination::Hospital | Destination::Unsaid => Departure::GaveUp,
    }
}

/// Full days of waiting until something happens that has a chance on each, by inversion of its distribution; never if
/// there is no chance or it takes too long. With the same chance on all days that is the geometric distribution.
fn days_until(chance: &Dated, from: Time, uniform: f64) -> Option<u64> {
    // How much hazard it takes, and how many days are over.
    let mut left = -libm::log1p(-uniform);
    let mut over = 0;
    while over < MOST_DAYS {
        let (chance, until) = chance.stretch(from + (over + 1) * DAY);
        // Days that are over before the chance changes.
        let same = if until == Time::NEVER { MOST_DAYS } else { (until.since(from) - 1) / DAY - over };
        let hazard = -libm::log1p(-chance.clamp(0.0, 1.0));
        if hazard > 0.0 {
            let days = libm::floor(left / hazard) + 1.0;
            if days <= same as f64 {
                return Some(over + days as u64).filter(|&days| days <= MOST_DAYS);
            }
            left = (left - hazard * same as f64).max(0.0);
        }
        over += same;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_a_day_is_met_on_the_day_that_its_distribution_says() {
        // P(no later than day n) = 1 - (1 - p)^n.
        let days = |chance, uniform| days_until(&Dated::constant(chance), Time::midnight(3) + 5, uniform);
        assert_eq!(days(0.1, 0.0), Some(1));
        assert_eq!(days(0.1, 0.0999), Some(1));
        assert_eq!(days(0.1, 0.1001), Some(2));
        assert_eq!(days(0.1, 0.1901), Some(3));
        assert_eq!(days(1.0, 0.7), Some(1));
        assert_eq!(days(0.0, 0.7), None);
        assert_eq!(days(1e-12, 0.999), None);
    }

    #[test]
    fn a_chance_that_changes_is_that_of_the_end_of_each_day() {
        // From noon of day 0: full days are over at noons. The chance is 0.5 at the ends of days 1 and 2, then none for two
        // days, then 0.2: so P(no later than 1, 2, 4, 5, 6) = 0.5, 0.75, 0.75, 0.8, 0.84.
        let noon = Time::midnight(0) + DAY / 2;
        let chance = Dated::new([(Time::START, 0.5), (Time::midnight(3), 0.0), (Time::midnight(5), 0.2)]);
        let days = |uniform| days_until(&chance, noon, uniform);
        assert_eq!([0.49, 0.51, 0.74, 0.76, 0.79, 0.81].map(days), [1, 2, 2, 5, 5, 6].map(Some));
        // A chance holds from its midnight on, for a day that is over then too: here the first is the day without one.
        assert_eq!(days_until(&chance, Time::midnight(2), 0.0), Some(3));
        let ends = Dated::new([(Time::START, 0.5), (Time::midnight(3), 0.0)]);
        assert_eq!(days_until(&ends, noon, 0.76), None);
    }
}
