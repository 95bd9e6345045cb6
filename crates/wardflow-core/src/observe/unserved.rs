//! Waits that end without what was waited for: people who leave, die, come to need something else, or are refused.
//!
//! Shares of those who waited are of all whose wait has ended, however it ended; mean waits are of those served.

use crate::{
    clock::{HOUR, Time},
    model::Purpose,
    patient::{Patient, Steps},
    replication::Witness,
    system::System,
    tally::CohortTally,
};

impl<W: Witness> System<'_, W> {
    /// Somebody who stands in a line is about to leave it unserved.
    pub(crate) fn count_unserved(&mut self, patient: &Patient) {
        let model = self.model;
        let described = &model.lines[patient.line.at()];
        let wait = self.now.since(self.asked(patient));
        for pool in &described.pools {
            self.tally.pools[pool.at()].unserved.count(wait);
        }
        let cohort = &mut self.tally.cohorts[patient.cohort.at()];
        let is_in_hospital = patient.admitted != Time::NEVER && patient.left == Time::NEVER;
        if patient.steps.has(Steps::STEP_UP) {
            let is_unanswered = self.is_unanswered(patient);
            self.tally.cohorts[patient.cohort.at()].unanswered += u64::from(is_unanswered);
        } else if described.purpose == Purpose::Admission && !is_in_hospital {
            cohort.gave_up.count(wait);
            cohort.count_long_wait(wait);
        } else if described.purpose == Purpose::Service && is_in_hospital {
            let route = model.route(patient.stage, patient.pathway);
            self.tally.routes[route].capacity_unserved.count(wait);
        }
    }
}

impl CohortTally {
    /// Counts a wait at the front door that has ended, if it was long.
    #[inline]
    pub(crate) fn count_long_wait(&mut self, wait: u64) {
        if wait > 4 * HOUR {
            self.above_4_hours += 1;
            self.above_12_hours += u64::from(wait > 12 * HOUR);
        }
    }
}
