//! What may become of people while they wait: they leave, they die, they come to need more, they take what else is offered.
//!
//! What was foreseen is looked at when its time comes: whoever does not wait any more is left alone, so that nothing has
//! to be taken out of the calendar when capacity is found.

use crate::{
    clock::{DAY, Time},
    event::Kind,
    model::{Destination, Outcome, PathwayId, Patience, WhileWaiting},
    patient::{Fate, Patient, Steps},
    random::{Purpose, unit},
    replication::{Departure, Witness},
    system::System,
};

/// Days of waiting after which nothing worse happens any more.
const MOST_DAYS: u64 = 36_525;

impl<W: Witness> System<'_, W> {
    /// A patient waits at the front door.
    #[inline]
    pub(crate) fn begin_to_wait_for_bed(&mut self, patient: &mut Patient) {
        if let Some(patience) = self.model.cohorts[patient.cohort.at()].patience {
            self.set_patience(patient, patience);
        }
    }

    /// A patient in a service waits for what they need next, unless it was there.
    pub(crate) fn begin_to_wait_in_service(&mut self, patient: &mut Patient, outcome: &Outcome) {
        if let Some(patience) = outcome.patience
            && patient.steps.has(Steps::WAITING)
        {
            self.set_patience(patient, patience);
        }
    }

    fn set_patience(&mut self, patient: &mut Patient, patience: Patience) {
        let after = self.draw(patient, patience.after, Purpose::Patience);
        self.set_fate(patient, self.now + after, Fate::Leave);
    }

    /// A patient is discharge ready and cannot leave yet.
    #[inline]
    pub(crate) fn begin_to_wait(&mut self, patient: &mut Patient) {
        if let Some(waiting) = &self.model.pathways[patient.pathway.at()].while_waiting {
            self.foresee(patient, waiting);
        }
    }

    /// Finds out what will become of a patient who is discharge ready, and when: whatever comes first.
    #[inline(never)]
    fn foresee(&mut self, patient: &mut Patient, waiting: &WhileWaiting) {
        let days = |purpose: Purpose, chance: f64| {
            let bits = patient.key.bits_of(purpose, u64::from(patient.changes) << 32);
            days_until(chance, unit(bits)).map(|days| self.now + days * DAY)
        };
        let leave = waiting.patience.map(|patience| {
            let bits = patient.key.bits_of(Purpose::Patience, u64::from(patient.changes) << 32);
            self.now + self.model.stays[patience.after.at()].draw(bits)
        });
        let die = days(Purpose::DeathWaiting, waiting.death);
        let need_more = waiting.heavier.and_then(|(chance, _)| days(Purpose::Worsening, chance));
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
            match (patient.fate, waiting.patience, waiting.heavier) {
                (Fate::Die, ..) => self.leave_hospital_unserved(patient, Destination::Died),
                (Fate::Leave, Some(patience), _) => self.leave_hospital_unserved(patient, patience.leads_to),
                (Fate::NeedMore, _, Some((_, to))) => {
                    self.tally.pathways[patient.pathway.at()].needed_more += 1;
                    self.change_pathway(patient, to);
                }
                _ => {}
            }
        }
    }

    /// A patient at the front door does not wait any longer.
    fn leave_front_door(&mut self, patient: &mut Patient) {
        let Some(patience) = self.model.cohorts[patient.cohort.at()].patience else { return };
        self.stop_waiting(patient);
        self.count_gave_up_outside(patient);
        self.depart(patient, departure(patience.leads_to));
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
            leads_to => self.depart(patient, departure(leads_to)),
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
            patient.steps.add(Steps::GONE);
            self.away += 1;
        } else {
            self.depart(patient, departure(leads_to));
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
        self.leave_line(patient);
        for &pool in &self.model.lines[line.at()].pools {
            self.mark(pool);
        }
    }

    /// A patient who waits goes on by another pathway.
    fn change_pathway(&mut self, patient: &mut Patient, to: PathwayId) {
        self.count_change(patient, to);
        patient.pathway = to;
        patient.changes += 1;
        self.begin_to_wait(patient);
        if patient.steps.has(Steps::REQUESTED) {
            self.stop_waiting(patient);
            patient.steps.remove(Steps::REQUESTED);
            self.proceed(patient);
        }
    }

    /// A patient has asked for capacity: if they wait, another pathway may be offered to them.
    #[inline(never)]
    pub(crate) fn await_fallback(&mut self, patient: &mut Patient, waiting: &WhileWaiting) {
        if let Some(fallback) = waiting.fallback
            && patient.steps.has(Steps::WAITING)
            && !patient.steps.has(Steps::OFFERED_ANOTHER)
        {
            patient.fallback_due = self.now + self.draw(patient, fallback.after, Purpose::FallbackTime);
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
        let Some(fallback) = waiting.fallback else { return };
        patient.steps.add(Steps::OFFERED_ANOTHER);
        if patient.key.uniform(Purpose::Fallback) < fallback.probability {
            self.tally.pathways[patient.pathway.at()].fell_back += 1;
            self.change_pathway(patient, fallback.to);
        }
    }

    /// By how much waiting in hospital lengthens the stay in the service [s].
    #[inline(never)]
    pub(crate) fn harm_to_stay(&self, patient: &Patient, waiting: &WhileWaiting) -> u64 {
        let Some((chance, longer)) = waiting.longer_stay else { return 0 };
        let days = (self.now.since(patient.ready) / DAY).min(MOST_DAYS);
        let harmful = (0..days).filter(|&day| unit(patient.key.bits_of(Purpose::LongerStay, day)) < chance);
        harmful.count() as u64 * longer
    }
}

fn departure(leads_to: Destination) -> Departure {
    match leads_to {
        Destination::Died => Departure::DiedWaiting,
        Destination::Home | Destination::Hospital => Departure::GaveUp,
    }
}

/// Full days of waiting until something happens that has the same chance on each, by inversion of the geometric
/// distribution; never if there is no chance or it takes too long.
fn days_until(chance: f64, uniform: f64) -> Option<u64> {
    if chance <= 0.0 {
        return None;
    }
    if chance >= 1.0 {
        return Some(1);
    }
    let days = libm::floor(libm::log1p(-uniform) / libm::log1p(-chance)) + 1.0;
    (days <= MOST_DAYS as f64).then_some(days as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_a_day_is_met_on_the_day_that_its_distribution_says() {
        // P(no later than day n) = 1 - (1 - p)^n.
        assert_eq!(days_until(0.1, 0.0), Some(1));
        assert_eq!(days_until(0.1, 0.0999), Some(1));
        assert_eq!(days_until(0.1, 0.1001), Some(2));
        assert_eq!(days_until(0.1, 0.1901), Some(3));
        assert_eq!(days_until(1.0, 0.7), Some(1));
        assert_eq!(days_until(0.0, 0.7), None);
        assert_eq!(days_until(1e-12, 0.999), None);
    }
}
