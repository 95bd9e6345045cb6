//! Capacity that is added while some level is high.

use super::{HospitalId, LineId, Model, PoolId};
use crate::{clock::Time, dated::Dated};

/// Capacity that is added while some level is high.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What is watched.
    pub watch: Watch,
    /// Above this level the capacity is called for.
    pub opens_above: Dated,
    /// Below this level it goes again; nobody is put out.
    pub closes_below: Dated,
    /// How long it takes from calling for it until it is there [s].
    pub notice: u64,
    /// What is added to which pools.
    pub adds: Vec<Addition>,
}

/// What an escalation adds to a pool.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The pool.
    pub pool: PoolId,
    /// Its units.
    pub amount: Dated,
}

impl Addition {
    /// The most that is ever added.
    pub fn most(&self) -> u64 {
        self.amount.steps().fold(0.0, |most, (_, amount)| f64::max(most, amount)) as u64
    }
}

impl Model {
    /// Units that all escalations together may add to a pool at some time, whether they do or not.
    pub fn may_be_added(&self, pool: PoolId, at: Time) -> u64 {
        let adds = self.escalations.iter().flat_map(|escalation| &escalation.adds).filter(|adds| adds.pool == pool);
        adds.map(|adds| adds.amount.at(at) as u64).sum()
    }
}

/// A level that an escalation watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Units in use of a pool, in percent of those scheduled.
    UsePercent(PoolId),
    /// People in a line.
    Line(LineId),
    /// People who wait for a pool.
    Waiting(PoolId),
    /// People with no criteria to reside in a hospital.
    Nctr(HospitalId),
}
