//! Replications until the means of some measures are precise enough.
//!
//! Precision is half of the width of the 95% interval as a share of the mean. That share is compared with
//! g / (1 + g) for a wanted precision g: the interval is then within g of the *true* mean whenever it holds it, and not
//! only within g of the mean that was found (Law, Simulation Modeling and Analysis, section on fixed relative
//! precision; a survey is Hoad, Robinson and Davies 2010, doi 10.1057/jors.2009.121).
//!
//! An interval that is looked at after every replication and taken when it happens to be narrow covers less often than
//! it says. It is therefore looked at a few times only, at the [`rungs`] of a ladder that does not depend on the
//! results, the first of them high enough for a standard deviation to be known (asymptotically the coverage is kept:
//! Chow and Robbins 1965, doi 10.1214/aoms/1177700156).

use crate::{
    experiment::{Plan, Progress, Results, UnderWay},
    statistics::Summary,
    subject::{Subject, Unfinished},
    threads::Threads,
};

/// The lowest rung: replications that are run at least.
pub const LEAST: u32 = 30;

/// Numbers of replications at which precision is looked at: 30, then half as many again each time, rounded up, and the
/// most there may be.
pub fn rungs(most: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(LEAST.min(most)), move |&rung| {
        (rung < most).then(|| rung.saturating_add(rung.div_ceil(2)).min(most))
    })
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Half of the width of the 95% interval as a share of the mean, above 0.
    pub precision: f64,
    /// The measures that must have it, by place in the catalogue.
    pub measures: Vec<usize>,
    /// Most replications.
    pub most: u32,
}

/// Why a measure does not have the wanted precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shortfall {
    /// No replication had a case.
    NoCases,
    /// The mean is 0: no share of it is more than 0.
    Zero,
    /// It would take about so many replications; none if there were too few cases to tell.
    TooMany(Option<u64>),
}

/// The first measure without the wanted precision: its place in the catalogue, and why.
pub type Missed = (usize, Shortfall);

/// Runs replications until all measures are precise enough, or it is clear that they will not be: the results are those
/// of [`crate::experiment::run`] with as many replications as they say. The number in the plan does not count.
///
/// A run ends early if a measure needs more than twice as many replications as there may be. `aim` is told before each
/// stretch how many replications there will be after it.
///
/// # Errors
/// If a replication could not be finished: the error of the one with the lowest number.
pub fn run(
    subject: Subject<'_>,
    plan: &Plan,
    goal: &Goal,
    aim: &mut dyn FnMut(u32),
    progress: Progress<'_>,
) -> Result<(Results, Option<Missed>), Unfinished> {
    let threads = Threads::new(plan.threads);
    let mut experiment = UnderWay::new(subject, &Plan { replications: goal.most, ..*plan }, &threads);
    let mut missed = None;
    for rung in rungs(goal.most) {
        aim(rung);
        experiment.go_on(rung, progress)?;
        let summaries = goal.measures.iter().zip(experiment.summaries(&goal.measures));
        let shortfalls: Vec<Missed> =
            summaries.filter_map(|(&measure, summary)| Some((measure, shortfall(&summary, goal.precision)?))).collect();
        let hopeless = shortfalls.iter().find(|(_, shortfall)| match shortfall {
            Shortfall::NoCases | Shortfall::Zero => true,
            Shortfall::TooMany(needed) => needed.is_some_and(|needed| needed > 2 * u64::from(goal.most)),
        });
        missed = hopeless.or(shortfalls.first()).copied();
        if hopeless.is_some() || missed.is_none() {
            break;
        }
    }
    Ok((experiment.results(), missed))
}

/// What a measure lacks to be precise enough; nothing if it is.
fn shortfall(summary: &Summary, precision: f64) -> Option<Shortfall> {
    if summary.cases == 0 {
        return Some(Shortfall::NoCases);
    }
    if summary.mean == 0.0 {
        return Some(Shortfall::Zero);
    }
    let Some(half_width) = summary.half_width_95 else { return Some(Shortfall::TooMany(None)) };
    let is_precise = half_width / summary.mean.abs() <= precision / (1.0 + precision);
    (!is_precise).then(|| Shortfall::TooMany(replications_for(summary, precision)))
}

/// About how many replications would make a mean so precise, if the spread over replications stays as it is; none if it
/// is not known or the mean is 0.
pub fn replications_for(summary: &Summary, precision: f64) -> Option<u64> {
    let share = summary.half_width_95? / summary.mean.abs();
    let wider = share / (precision / (1.0 + precision));
    let replications = f64::from(summary.cases + summary.missing) * wider * wider;
    replications.is_finite().then(|| libm::ceil(replications) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_goes_up_by_half_to_the_most() {
        assert_eq!(rungs(200).collect::<Vec<_>>(), [30, 45, 68, 102, 153, 200]);
        assert_eq!(rungs(30).collect::<Vec<_>>(), [30]);
        assert_eq!(rungs(u32::MAX).last(), Some(u32::MAX));
    }

    #[test]
    fn a_mean_is_precise_enough_when_its_interval_is_a_small_share_of_it() {
        let values: Vec<f64> = (0..100).map(|at| if at % 2 == 0 { 9.0 } else { 11.0 }).collect();
        let summary = Summary::of(&values);
        let reached = summary.half_width_95.unwrap() / 10.0;
        // A wanted precision of g is reached at g / (1 + g).
        let wanted = reached / (1.0 - reached);
        assert_eq!(shortfall(&summary, 1.001 * wanted), None);
        assert_eq!(shortfall(&summary, 0.999 * wanted), Some(Shortfall::TooMany(Some(101))));
        // Half as wide takes four times as many.
        let half = reached / 2.0;
        assert_eq!(replications_for(&summary, half / (1.0 - half)), Some(400));
    }

    #[test]
    fn some_means_have_no_precision() {
        assert_eq!(shortfall(&Summary::of(&[f64::NAN; 3]), 0.1), Some(Shortfall::NoCases));
        assert_eq!(shortfall(&Summary::of(&[0.0; 3]), 0.1), Some(Shortfall::Zero));
        assert_eq!(shortfall(&Summary::of(&[1.0, f64::NAN]), 0.1), Some(Shortfall::TooMany(None)));
        assert_eq!(shortfall(&Summary::of(&[1.0; 3]), 0.1), None);
    }
}
