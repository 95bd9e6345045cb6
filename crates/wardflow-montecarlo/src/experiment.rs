//! An experiment: replications of a model, and what they say about each measure.

use serde::Serialize;
use wardflow_core::{measures::Catalogue, model::Model, random::Seed, replication::RunError};

use crate::{
    crew::{Case, Counts, Crew},
    daily::{DailySeries, DailySums},
    statistics::{Moments, Summary},
    threads::Threads,
};

/// Replications whose measures are kept one by one; the 5 to 95 % ranges are of these.
pub const MOST_KEPT: usize = 10_000;
/// Replications that a thread runs between two joinings: enough that nobody waits long for the last one.
const BLOCK_PER_THREAD: usize = 16;
/// Room for the daily values of a block [bytes].
const MOST_BLOCK: usize = 64 << 20;

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed; replication k of a model is the same in every experiment with this seed.
    pub seed: Seed,
    /// How many replications; they are numbered from 0.
    pub replications: u32,
    /// Threads to run on; as many as there are processors if none or 0. Results do not depend on it.
    pub threads: Option<usize>,
    /// Whether daily series are wanted; they cost time and memory, and change nothing else.
    pub daily: bool,
}

/// What an experiment says about one measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Mean, interval and range, in the unit of the measure.
    ///
    /// For a measure that is a quantile of waits ([`wardflow_core::measures::Measure::quantile`]) the mean is the
    /// quantile over the patients of all replications together; a quantile of few patients is biased, the mean of many
    /// such quantiles no less. Its interval is that value +- t sd / sqrt(n), with the standard deviation of the
    /// quantiles of single replications: replications are independent, patients within one are not. Deviation and range
    /// are of single replications.
    pub summary: Summary,
}

/// What an experiment gives.
#[derive(Clone, Debug)]
pub struct Results {
    /// The seed.
    pub seed: Seed,
    /// How many replications were run.
    pub replications: u32,
    /// One for each measure, in the catalogue's order.
    pub measures: Vec<Estimate>,
    /// Every measure of each of the first [`MOST_KEPT`] replications, in the catalogue's order; not a number where it
    /// had no case.
    pub values: Vec<Vec<f64>>,
    /// Day by day, if asked for.
    pub days: Option<DailySeries>,
    /// Events in all replications.
    pub events: u64,
}

impl Results {
    /// How many replications, the first ones, the 5 to 95 % ranges of the measures are of; everything else is of all.
    pub fn ranged_replications(&self) -> u32 {
        self.values.len() as u32
    }
}

/// Runs an experiment; `progress` is told now and then how many replications are done, in the end all of them.
///
/// The results are the same to the last bit whatever the number of threads. Memory does not grow with the number of
/// replications once [`MOST_KEPT`] are done.
///
/// # Errors
/// If a replication could not be finished: the error of the one with the lowest number.
pub fn run(
    model: &Model,
    catalogue: &Catalogue,
    plan: &Plan,
    progress: &mut dyn FnMut(u32),
) -> Result<Results, RunError> {
    run_on(&Threads::new(plan.threads), model, catalogue, plan, progress)
}

/// The same on threads that are there already, whatever the plan says about them.
///
/// # Errors
/// As [`run`].
pub fn run_on(
    threads: &Threads,
    model: &Model,
    catalogue: &Catalogue,
    plan: &Plan,
    progress: &mut dyn FnMut(u32),
) -> Result<Results, RunError> {
    let crew = Crew::new(model, catalogue, plan, threads);
    let days = plan.daily.then(|| DailySums::new(catalogue, model.measured_days as usize));
    let mut sums = Sums::new(catalogue.measures().len(), days, MOST_KEPT);
    let block = block(threads.number(), sums.days.as_ref().map_or(0, DailySums::values));
    let mut done = 0;
    while done < plan.replications {
        let end = plan.replications.min(done.saturating_add(block));
        sums.join(crew.run(done..end))?;
        done = end;
        progress(done);
    }
    Ok(sums.results(catalogue, plan, &crew.finish()))
}

/// Replications in a block, each with so many daily values.
fn block(threads: usize, daily_values: usize) -> u32 {
    let fit = MOST_BLOCK / (daily_values * size_of::<f64>()).max(1);
    (threads * BLOCK_PER_THREAD).min(fit).max(threads) as u32
}

/// What is known after some replications.
struct Sums {
    moments: Vec<Moments>,
    values: Vec<Vec<f64>>,
    most_kept: usize,
    days: Option<DailySums>,
}

impl Sums {
    fn new(measures: usize, days: Option<DailySums>, most_kept: usize) -> Self {
        Self { moments: vec![Moments::default(); measures], values: Vec::new(), most_kept, days }
    }

    /// Takes in the next replications, in their order, up to the first that failed.
    fn join(&mut self, cases: Vec<Result<Case, RunError>>) -> Result<(), RunError> {
        for case in cases {
            let case = case?;
            self.moments.iter_mut().zip(&case.values).for_each(|(moments, &value)| moments.add(value));
            if let Some(days) = &mut self.days {
                days.add(&case.days);
            }
            if self.values.len() < self.most_kept {
                self.values.push(case.values);
            }
        }
        Ok(())
    }

    fn results(self, catalogue: &Catalogue, plan: &Plan, counts: &Counts) -> Results {
        let mut measures = self.estimates();
        for (measure, estimate) in catalogue.measures().iter().zip(&mut measures) {
            if let Some((histogram, share)) = measure.quantile() {
                estimate.summary.mean = counts.histograms[histogram].quantile(share);
            }
        }
        Results {
            seed: plan.seed,
            replications: plan.replications,
            measures,
            days: self.days.as_ref().map(DailySums::series),
            values: self.values,
            events: counts.events,
        }
    }

    fn estimates(&self) -> Vec<Estimate> {
        let measures = self.moments.iter().enumerate();
        measures
            .map(|(measure, moments)| Estimate {
                summary: Summary::new(moments, self.values.iter().map(|values| values[measure])),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(value: f64) -> Case {
        Case { values: vec![value], days: Vec::new() }
    }

    #[test]
    fn only_so_many_replications_are_kept_and_all_are_in_the_mean() {
        let mut sums = Sums::new(1, None, 3);
        sums.join((1..=4).map(|value| Ok(case(f64::from(value)))).collect()).unwrap();
        sums.join(vec![Ok(case(f64::NAN)), Ok(case(90.0))]).unwrap();
        assert_eq!(sums.values, [[1.0], [2.0], [3.0]]);
        let [Estimate { summary }] = sums.estimates()[..] else { panic!("one measure") };
        assert_eq!((summary.mean, summary.cases, summary.missing), (20.0, 5, 1));
        assert!((summary.low_5 - 1.1).abs() < 1e-12 && (summary.high_95 - 2.9).abs() < 1e-12);
    }

    #[test]
    fn the_first_failure_counts() {
        let failure = |day| Err(RunError::TooManyPeople { day });
        let mut sums = Sums::new(1, None, MOST_KEPT);
        let first = sums.join(vec![Ok(case(1.0)), failure(7), failure(2)]);
        assert_eq!(first, Err(RunError::TooManyPeople { day: 7 }));
    }

    #[test]
    fn a_block_has_work_for_everybody_and_fits_into_memory() {
        assert_eq!(block(4, 0), 64);
        assert_eq!(block(4, MOST_BLOCK / size_of::<f64>() / 10), 10);
        assert_eq!(block(4, MOST_BLOCK), 4);
    }
}
