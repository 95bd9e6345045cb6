//! A front door at which somebody always stands: what a hospital admits then is the most that it can.

use super::{CohortId, HospitalId, Model, Watch};

/// A front door at which somebody always stands. Its cohorts do not come by themselves: the next patient comes as soon as
/// fewer than [`depth`](Self::depth) stand there.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenDoor {
    /// Whose front door.
    pub hospital: HospitalId,
    /// How many always stand there: one, or so many that escalations that watch the queue are called for.
    pub depth: u64,
    /// The cohorts that come to it by themselves, in the order of their names, each with the share of those who come that
    /// it makes up together with those before it.
    pub mix: Vec<(CohortId, f64)>,
}

/// Most people whom an escalation can ask to stand at a door.
const DEEPEST: f64 = 100_000.0;

impl OpenDoor {
    /// Of a hospital to which so many of each cohort come a day; none if nobody comes by themselves.
    pub fn of(model: &Model, hospital: HospitalId, per_day: impl Fn(CohortId) -> f64) -> Option<Self> {
        let comes = |&cohort: &CohortId| model.comes_to_door(cohort, hospital) && per_day(cohort) > 0.0;
        let cohorts: Vec<CohortId> = model.cohorts_by_name.iter().copied().filter(comes).collect();
        let all: f64 = cohorts.iter().map(|&cohort| per_day(cohort)).sum();
        let mut so_far = 0.0;
        let mix: Vec<(CohortId, f64)> = cohorts
            .into_iter()
            .map(|cohort| {
                so_far += per_day(cohort);
                (cohort, so_far / all)
            })
            .collect();
        (!mix.is_empty()).then(|| Self { hospital, depth: depth(model, hospital), mix })
    }

    /// Whose turn it is, by a uniform number.
    pub(crate) fn next(&self, uniform: f64) -> usize {
        self.mix.partition_point(|&(_, up_to)| up_to <= uniform).min(self.mix.len() - 1)
    }
}

/// Where demand is above what can be admitted the queue is as long as any level that watches it.
fn depth(model: &Model, hospital: HospitalId) -> u64 {
    let hospital = &model.hospitals[hospital.at()];
    let watching = model.escalations.iter().filter(|escalation| match escalation.watch {
        Watch::Line(line) => line == hospital.front_door,
        Watch::Waiting(pool) => pool == hospital.beds,
        Watch::UsePercent(_) | Watch::Nctr(_) => false,
    });
    let levels = watching.flat_map(|escalation| escalation.opens_above.steps()).map(|(_, level)| level);
    levels.fold(0.0, f64::max).min(DEEPEST) as u64 + 1
}

impl Model {
    /// Whether a cohort's patients come to a hospital's front door by themselves, and not by a referral from the community.
    pub fn comes_to_door(&self, cohort: CohortId, hospital: HospitalId) -> bool {
        let cohort = &self.cohorts[cohort.at()];
        cohort.first.hospital == hospital && cohort.step_up.is_none()
    }
}
