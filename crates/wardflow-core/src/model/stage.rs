//! Stays in units: a cohort has one where it arrives, and one for each unit to which its patients are passed on.

use super::{CohortId, HospitalId, Model, PathwayId, RoundsId, Sharer, Shares, StageId, StayId};
use crate::{clock::Time, dated::Dated, patient::Ending};

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
    /// At which of [`Model::rounds`] readiness is decided; at any time if none.
    pub rounds: Option<RoundsId>,
    /// How the stay may end other than in readiness; each comes true at most for one part of the patients.
    pub ends: Vec<AcuteEnd>,
    /// Shares of the ends by number, then of readiness; see [`Model::link`].
    pub shares_of_ends: Shares,
}

/// How an acute stay may end other than in readiness.
#[derive(Clone, Debug)]
pub struct AcuteEnd {
    /// What happens then.
    pub ending: Ending,
    /// Chance of this end, when the stay begins.
    pub probability: Dated,
    /// Acute stay until then; as for those who become ready if none.
    pub stay: Option<StayId>,
}

impl Stage {
    /// Shares of its ends and of readiness, given the names of the hospitals.
    pub(super) fn shares_by_name(&self, unit: impl Fn(StageId) -> String) -> Shares {
        let name = |end: &AcuteEnd| match end.ending {
            Ending::Died => "deaths".to_owned(),
            Ending::Transferred => "transfers".to_owned(),
            Ending::PassedOn(to) => format!("passed_on.{}", unit(to)),
            Ending::Ready => "ready".to_owned(),
        };
        let names: Vec<String> = self.ends.iter().map(name).chain(["ready".to_owned()]).collect();
        let count = names.len();
        let sharers: Vec<Sharer<'_>> = (names.iter().enumerate())
            .map(|(number, name)| Sharer { number, name, is_rest: number + 1 == count })
            .collect();
        let mut dates: Vec<Time> =
            self.ends.iter().flat_map(|end| end.probability.steps()).map(|(from, _)| from).collect();
        dates.push(Time::START);
        dates.sort_unstable();
        dates.dedup();
        let steps = dates.into_iter().map(|from| {
            let mut chances: Vec<f64> = self.ends.iter().map(|end| end.probability.at(from)).collect();
            let mut by_name: Vec<(&str, f64)> = names.iter().map(String::as_str).zip(chances.iter().copied()).collect();
            by_name.sort_by_key(|(name, _)| *name);
            chances.push((1.0 - by_name.iter().map(|(_, share)| share).sum::<f64>()).max(0.0));
            (from, chances)
        });
        Shares::new(&sharers, count, &steps.collect::<Vec<_>>())
    }

    /// Where its patients may be passed on to.
    pub fn passed_on(&self) -> impl Iterator<Item = (StageId, &AcuteEnd)> {
        self.ends.iter().filter_map(|end| match end.ending {
            Ending::PassedOn(to) => Some((to, end)),
            _ => None,
        })
    }
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

    /// Works out the shares of how stays end.
    pub(super) fn share_out_ends(&mut self) {
        for stage in 0..self.stage_count() {
            let stage = StageId(stage as u16);
            let unit = |to: StageId| self.hospitals[self.stage(to).hospital.at()].name.clone();
            let shares = self.stage(stage).shares_by_name(unit);
            self.stage_mut(stage).shares_of_ends = shares;
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

    /// The share of a cohort's patients who come to a stay, given the chance of each end.
    pub fn reach(&self, stage: StageId, chance: &dyn Fn(&Dated) -> f64) -> f64 {
        let Some(from) = self.stage(stage).from else { return 1.0 };
        let here = self.stage(from).passed_on().filter(|(to, _)| *to == stage);
        self.reach(from, chance) * here.map(|(_, end)| chance(&end.probability)).sum::<f64>()
    }

    /// The share of a cohort's patients who become discharge ready in a stay, given the chance of each end.
    pub fn ready_in(&self, stage: StageId, chance: &dyn Fn(&Dated) -> f64) -> f64 {
        let otherwise = self.stage(stage).ends.iter().map(|end| chance(&end.probability)).sum::<f64>();
        self.reach(stage, chance) * (1.0 - otherwise).max(0.0)
    }

    /// The share of a cohort's patients who become discharge ready anywhere, given the chance of each end.
    pub fn ready(&self, cohort: CohortId, chance: &dyn Fn(&Dated) -> f64) -> f64 {
        self.stages_of(cohort).map(|(stage, _)| self.ready_in(stage, chance)).sum()
    }

    /// The stays that begin with being passed on.
    pub fn later_stages(&self) -> impl Iterator<Item = (StageId, &Stage)> {
        self.stages().skip(self.cohorts.len())
    }
}
