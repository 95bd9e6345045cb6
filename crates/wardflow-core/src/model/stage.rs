//! Stays in units: a cohort has one where it arrives, and one for each unit to which its patients are passed on.

use super::{CohortId, HospitalId, Model, PathwayId, StageId, StayId};
use crate::dated::Dated;

/// A cohort's acute stay in one unit: the hospital where its patients arrive, or one to which others pass them on.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Whose stay it is.
    pub cohort: CohortId,
    /// Whose beds they hold.
    pub hospital: HospitalId,
    /// The stage before it, if that is not the first.
    pub from: Option<StageId>,
    /// Acute stay by pathway.
    pub acute_stay: Vec<StayId>,
    /// Where its patients may be passed on to.
    pub passed_on: Vec<PassedOn>,
}

/// Acute stays in a unit that end with a bed in another one.
#[derive(Clone, Debug)]
pub struct PassedOn {
    /// The stay that follows.
    pub to: StageId,
    /// Chance of it, at the beginning of the stay before.
    pub probability: Dated,
    /// That stay; as for those who become ready if none.
    pub stay: Option<StayId>,
}

impl Model {
    /// A stay of a cohort in a unit: the first ones have the cohorts' numbers.
    #[inline]
    pub fn stage(&self, stage: StageId) -> &Stage {
        match self.cohorts.get(stage.at()) {
            Some(cohort) => &cohort.first,
            None => &self.later_stages[stage.at() - self.cohorts.len()],
        }
    }

    /// The same, to be changed.
    pub fn stage_mut(&mut self, stage: StageId) -> &mut Stage {
        let later = stage.at().checked_sub(self.cohorts.len());
        match later {
            Some(later) => &mut self.later_stages[later],
            None => &mut self.cohorts[stage.at()].first,
        }
    }

    /// How many stays in units all cohorts have together.
    pub fn stage_count(&self) -> usize {
        self.cohorts.len() + self.later_stages.len()
    }

    /// All stays in units, in the order of their numbers.
    pub fn stages(&self) -> impl Iterator<Item = (StageId, &Stage)> {
        (0..).map(StageId).zip(self.cohorts.iter().map(|cohort| &cohort.first).chain(&self.later_stages))
    }

    /// The place of a pathway of a stay among [`crate::tally::Tally::routes`]: stay by stay.
    #[inline]
    pub fn route(&self, stage: StageId, pathway: PathwayId) -> usize {
        stage.at() * self.pathways.len() + pathway.at()
    }

    /// The stay and the pathway of a route.
    pub fn ends_of_route(&self, route: usize) -> (&Stage, PathwayId) {
        (self.stage(StageId((route / self.pathways.len()) as u16)), PathwayId((route % self.pathways.len()) as u16))
    }

    /// How many pathways all stays have together.
    pub fn route_count(&self) -> usize {
        self.stage_count() * self.pathways.len()
    }

    /// The places of the cohorts that arrive at a hospital.
    pub fn cohorts_of(&self, hospital: HospitalId) -> impl Iterator<Item = usize> {
        (0..self.cohorts.len()).filter(move |&cohort| self.cohorts[cohort].first.hospital == hospital)
    }

    /// All stays of a cohort's patients, the first one first.
    pub fn stages_of(&self, cohort: CohortId) -> impl Iterator<Item = (StageId, &Stage)> {
        self.stages().filter(move |(_, stage)| stage.cohort == cohort)
    }

    /// The stays that begin with being passed on.
    pub fn later_stages(&self) -> impl Iterator<Item = (StageId, &Stage)> {
        self.stages().skip(self.cohorts.len())
    }
}
