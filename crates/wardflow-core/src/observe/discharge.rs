//! The end of a delay: somebody leaves their acute bed who was discharge ready, and every second has its reason.

use super::Counted;
use crate::{
    clock::Time,
    model::{Destination, ReasonId, reason},
    patient::{Patient, Steps},
    replication::Witness,
    system::System,
    tally::{Tally, band},
};

/// Most named arrangements that one pathway may have.
pub const MOST_ARRANGEMENTS: usize = 32;

impl<W: Witness> System<'_, W> {
    /// Somebody leaves their acute bed, alive or not, before what they need is there.
    pub(crate) fn count_gave_up(&mut self, patient: &Patient, leads_to: Destination) {
        let delay = self.now.since(patient.ready);
        let route = self.route_of(patient);
        let patient = &self.with_present_step_over(patient);
        match leads_to {
            Destination::Died => {
                self.tally.routes[route].died_waiting.count(delay);
                self.count_no_longer_ready(patient);
                self.split_delay(patient, |tally| &mut tally.reasons_of_dead);
            }
            Destination::Home | Destination::CareHome | Destination::Hospital | Destination::Unsaid => {
                self.tally.routes[route].left_waiting.count(delay);
                self.count_discharge(patient);
            }
        }
    }

    /// Somebody as if the step that they wait for were over: it takes what is left of their delay.
    fn with_present_step_over(&self, patient: &Patient) -> Patient {
        let mut patient = *patient;
        if !patient.steps.has(Steps::TRIAGED) {
            patient.triage_begun = patient.triage_begun.min(self.now);
            patient.triaged = self.now;
        } else if !patient.steps.has(Steps::ARRANGED) {
            patient.arranged = self.now;
        } else {
            patient.allocated = self.now;
        }
        patient
    }

    /// Somebody leaves hospital alive: the delay is complete, and split by reason.
    #[inline]
    pub(crate) fn count_discharge(&mut self, patient: &Patient) {
        let (now, ready) = (self.now, patient.ready);
        let delay = now.since(ready);
        let route = self.route_of(patient);
        self.tally.routes[route].delays.count(delay);
        if self.has_localities() {
            self.count_discharge_of_locality(patient, delay);
        }
        self.count_wait(Counted::DelayOnRoute(route), delay);
        if patient.steps.has(Steps::COUNTED) {
            self.count_no_longer_ready(patient);
        }
        if delay > 0 {
            let calendar_days = now.day() - ready.day();
            if calendar_days > 0 {
                let tally = &mut self.tally.routes[route];
                tally.bands[band(calendar_days)] += 1;
                tally.calendar_days += calendar_days;
            }
            self.split_delay(patient, |tally| &mut tally.reasons);
        }
        self.follow_discharge(patient);
    }

    /// Gives every second from readiness to leaving to one reason: the step that was not done, in the order of the steps.
    fn split_delay(&mut self, patient: &Patient, into: impl Fn(&mut Tally) -> &mut Vec<u64>) {
        let route = self.route_of(patient);
        let blame = |system: &mut Self, reason: ReasonId, seconds: u64| {
            into(&mut system.tally)[Tally::of_reason(system.model, route, reason)] += seconds;
        };
        let mut from = patient.ready;
        let mut part = |done: Time| {
            let until = if done == Time::NEVER { from } else { done.max(from) };
            let seconds = until.since(from);
            from = until;
            seconds
        };
        let parts = [(reason::AWAITING_TRIAGE, part(patient.triage_begun)), (reason::IN_TRIAGE, part(patient.triaged))];
        let arranging = part(patient.arranged);
        let rest = [
            (reason::CAPACITY, part(patient.allocated)),
            (reason::PLACEMENT, part(patient.placed)),
            (reason::DISCHARGE_HOURS, part(patient.left)),
        ];
        for (reason, seconds) in parts.into_iter().chain(rest) {
            blame(self, reason, seconds);
        }
        if arranging > 0 {
            let mut left = arranging;
            let mut named = [(reason::CAPACITY, 0); MOST_ARRANGEMENTS];
            let mut count = 0;
            for part in self.arrangements_of(patient).take(MOST_ARRANGEMENTS) {
                named[count] = part;
                count += 1;
            }
            for (reason, seconds) in named.into_iter().take(count) {
                let seconds = seconds.min(left);
                left -= seconds;
                blame(self, reason, seconds);
            }
        }
    }
}
