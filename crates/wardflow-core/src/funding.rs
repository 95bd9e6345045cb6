//! Who pays, and what falls into funding windows.
//!
//! A funding window is the first weeks after a patient's discharge, in which somebody else pays for the service: the
//! national hospital discharge programme once funded six weeks, then four.

use crate::{
    clock::{Time, WEEK},
    dated::Dated,
    model::PayerId,
    patient::{Patient, Register, Slot, Steps},
    replication::Witness,
    system::System,
};

/// Somebody who pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Payer {
    /// Their name in keys.
    pub name: String,
    /// What people call them.
    pub title: String,
    /// What they mean to spend a year, if that is known.
    pub budget: Option<Dated>,
}

/// Who pays for something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funding {
    /// Share of each payer; nobody is named if there are none.
    pub payers: Vec<(PayerId, f64)>,
    /// Who pays first, if that is somebody else.
    pub window: Option<FundingWindow>,
}

/// The time after a patient's discharge in which somebody else pays for what the patient holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundingWindow {
    /// Its length [s].
    pub seconds: u64,
    /// Who pays in it.
    pub payer: PayerId,
}

/// A year from April to March, as public money is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinancialYear {
    /// Its name, such as "2026/27".
    pub name: String,
    /// When it begins; the first one of a run begins with it.
    pub from: Time,
}

impl<W: Witness> System<'_, W> {
    /// Counts what a patient in a service has held inside funding windows since the stretch began or since it last
    /// changed, whichever is later.
    #[inline]
    pub(crate) fn count_funded(&mut self, patient: &Patient) {
        if self.model.has_funding_windows {
            self.count_funded_since(patient);
        }
    }

    #[inline(never)]
    fn count_funded_since(&mut self, patient: &Patient) {
        let (model, now) = (self.model, self.now);
        // Whoever came from the community was not discharged.
        if patient.admitted == Time::NEVER || patient.left == Time::NEVER || patient.came == Time::NEVER {
            return;
        }
        let held_since = patient.came + u64::from(patient.week) * WEEK;
        let from = held_since.max(self.observer.since());
        for take in model.takes(patient.offer) {
            let Some(window) = model.pools[take.pool.at()].funding.window else { continue };
            let until = now.min(patient.left + window.seconds);
            if until > from {
                let held = self.model.held(patient.offer, take.amount, patient.week);
                let period = self.observer.period();
                self.tally.pools[take.pool.at()].in_window[period] += held * until.since(from);
            }
        }
    }

    /// The same for everybody in a service: a stretch of the run ends.
    pub(crate) fn count_all_funded(&mut self, taken: &[Slot], patients: &Register) {
        if self.model.has_funding_windows {
            for &slot in taken {
                if !patients[slot].steps.has(Steps::GONE) {
                    self.count_funded_since(&patients[slot]);
                }
            }
        }
    }
}
