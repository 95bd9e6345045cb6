//! An experiment: replications of a model, and what they say about each measure.

use wardflow_core::{measures::Catalogue, random::Seed};

use crate::{
    chance::Chance,
    crew::{Case, Crew},
    daily::{DailyMeasures, DailySeries, DailySums, Wanted},
    drift::{Drift, DriftSums},
    sections::{Pooled, Sectioned},
    statistics::{Moments, Summary},
    subject::{Subject, Unfinished},
    threads::Threads,
};

/// Replications whose measures are kept one by one; the 5 to 95% ranges are of these.
pub const MOST_KEPT: usize = 10_000;
/// Replications that a thread runs between two joinings: enough that nobody waits long for the last one.
const BLOCK_PER_THREAD: usize = 64;
/// Room for the daily values of a block [bytes].
const MOST_BLOCK: usize = 4 << 20;

/// Is called after every replication, by the thread that ran it.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// What is run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The seed; replication k of a model is the same in every experiment with this seed.
    pub seed: Seed,
    /// How many replications; they are numbered from 0.
    pub replications: u32,
    /// Threads to run on; as many as there are processors if none or 0. Results do not depend on it.
    pub threads: Option<usize>,
    /// What is kept day by day; it costs time and memory, and changes nothing else.
    pub daily: Wanted,
}

/// What an experiment says about one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Mean, interval and range, in the unit of the measure.
    ///
    /// For a pooled quantile ([`wardflow_core::measures::Measure::is_pooled`]) the mean is the quantile over the patients,
    /// or days, of all replications together; a quantile of few patients is biased, the mean of many such quantiles no
    /// less. Its interval is that of `sections`. Deviation and range are of single replications.
    ///
    /// Of a measure that is yes or no the half width is the longer part of the interval of a [`Chance`]: what happened in
    /// none of 40 replications is not known to the last digit.
    pub summary: Summary,
    /// Of a pooled quantile: what groups of replications say.
    pub sections: Option<Sectioned>,
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
    /// Whether the system had settled.
    pub drift: Drift,
    /// Events in all replications.
    pub events: u64,
}

impl Results {
    /// How many replications, the first ones, the 5 to 95% ranges of the measures are of; everything else is of all.
    pub fn ranged_replications(&self) -> u32 {
        self.values.len() as u32
    }
}

/// Runs an experiment.
///
/// The results are the same to the last bit whatever the number of threads. Memory does not grow with the number of
/// replications once [`MOST_KEPT`] are done.
///
/// # Errors
/// If a replication could not be finished: the error of the one with the lowest number.
pub fn run(subject: Subject<'_>, plan: &Plan, progress: Progress<'_>) -> Result<Results, Unfinished> {
    run_on(&Threads::new(plan.threads), subject, plan, progress)
}

/// The same on threads that are there already, whatever the plan says about them.
///
/// # Errors
/// As [`run`].
pub fn run_on(
    threads: &Threads,
    subject: Subject<'_>,
    plan: &Plan,
    progress: Progress<'_>,
) -> Result<Results, Unfinished> {
    let mut experiment = UnderWay::new(subject, plan, threads);
    experiment.go_on(plan.replications, progress)?;
    Ok(experiment.results())
}

/// Experiments that could not be finished: the place of the first one among those side by side, and why.
pub(crate) type Stopped = (usize, Unfinished);

/// Runs experiments side by side, a block of replications at a time, from where they are up to so many replications.
/// `look` sees the cases of each block, experiment by experiment.
pub(crate) fn side_by_side(
    experiments: &mut [UnderWay<'_>],
    until: u32,
    look: &mut dyn FnMut(&[Vec<Case>]),
    progress: Progress<'_>,
) -> Result<(), Stopped> {
    let Some(block) = experiments.iter().map(UnderWay::block).min() else { return Ok(()) };
    let mut done = experiments.iter().map(|experiment| experiment.done).min().unwrap_or(0);
    while done < until {
        let end = until.min(done.saturating_add(block));
        let run = |(place, experiment): (usize, &UnderWay<'_>)| {
            experiment.crew.run(done..end, progress).map_err(|why| (place, why))
        };
        let cases: Vec<Vec<Case>> = experiments.iter().enumerate().map(run).collect::<Result<_, _>>()?;
        look(&cases);
        for (experiment, cases) in experiments.iter_mut().zip(cases) {
            experiment.sums.join(cases);
            experiment.done = end;
        }
        done = end;
    }
    Ok(())
}

/// An experiment that can go on.
pub(crate) struct UnderWay<'m> {
    catalogue: &'m Catalogue,
    seed: Seed,
    threads: usize,
    crew: Crew<'m>,
    sums: Sums,
    /// Replications so far.
    done: u32,
}

impl<'m> UnderWay<'m> {
    /// An experiment without any replication so far.
    pub(crate) fn new(subject: Subject<'m>, plan: &Plan, threads: &'m Threads) -> Self {
        let Subject { model, catalogue, .. } = subject;
        let daily = DailyMeasures::of(catalogue, plan.daily);
        let days = (!daily.is_empty())
            .then(|| DailySums::new(daily.clone(), model.measured_days as usize, plan.replications as usize));
        Self {
            catalogue,
            seed: plan.seed,
            threads: threads.number(),
            crew: Crew::new(subject, plan.seed, daily, threads),
            sums: Sums::new(catalogue.measures().len(), DriftSums::new(model), days, MOST_KEPT),
            done: 0,
        }
    }

    /// Goes on to so many replications in all.
    pub(crate) fn go_on(&mut self, until: u32, progress: Progress<'_>) -> Result<(), Unfinished> {
        side_by_side(std::slice::from_mut(self), until, &mut |_| {}, progress).map_err(|(_, why)| why)
    }

    fn block(&self) -> u32 {
        block(self.threads, self.sums.days.as_ref().map_or(0, DailySums::values))
    }

    /// What is known so far of some measures.
    pub(crate) fn summaries(&self, measures: &[usize]) -> Vec<Summary> {
        let pooled = self.crew.pooled(self.done);
        measures.iter().map(|&measure| self.estimate(measure, &pooled).summary).collect()
    }

    fn estimate(&self, measure: usize, pooled: &Pooled) -> Estimate {
        let values = self.sums.values.iter().map(|values| values[measure]);
        let mut summary = Summary::new(&self.sums.moments[measure], values);
        let measure = &self.catalogue.measures()[measure];
        let sections = pooled.sectioned(measure);
        if let Some(sections) = &sections {
            (summary.mean, summary.half_width_95) = (sections.value(), sections.half_width(0.95));
        }
        if measure.yes_or_no {
            (summary.low_5, summary.high_95) = (f64::NAN, f64::NAN);
            let times = (summary.mean / 100.0 * f64::from(summary.cases)).round() as u32;
            let chance = Chance { times, of: summary.cases };
            summary.half_width_95 = chance.half_width(0.95).map(|half| 100.0 * half);
        }
        Estimate { summary, sections }
    }

    /// What is known so far of everything.
    pub(crate) fn results(self) -> Results {
        let pooled = self.crew.pooled(self.done);
        let measures = 0..self.catalogue.measures().len();
        Results {
            seed: self.seed,
            replications: self.done,
            measures: measures.map(|measure| self.estimate(measure, &pooled)).collect(),
            days: self.sums.days.map(DailySums::series),
            drift: self.sums.drift.drift(),
            values: self.sums.values,
            events: self.crew.events(),
        }
    }
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
    drift: DriftSums,
    days: Option<DailySums>,
}

impl Sums {
    fn new(measures: usize, drift: DriftSums, days: Option<DailySums>, most_kept: usize) -> Self {
        Self { moments: vec![Moments::default(); measures], values: Vec::new(), most_kept, drift, days }
    }

    /// Takes in the next replications, in their order.
    fn join(&mut self, cases: Vec<Case>) {
        for case in cases {
            self.moments.iter_mut().zip(&case.values).for_each(|(moments, &value)| moments.add(value));
            self.drift.add(&case.trail);
            if let Some(days) = &mut self.days {
                days.add(&case.days);
            }
            if self.values.len() < self.most_kept {
                self.values.push(case.values);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wardflow_core::trail::Trail;

    #[test]
    fn only_so_many_replications_are_kept_and_all_are_in_the_mean() {
        let case = |value: f64| Case { values: vec![value], days: Vec::new(), trail: Trail::default() };
        let mut sums = Sums::new(1, DriftSums::default(), None, 3);
        sums.join((1..=4).map(|value| case(f64::from(value))).collect());
        sums.join(vec![case(f64::NAN), case(90.0)]);
        assert_eq!(sums.values, [[1.0], [2.0], [3.0]]);
        let summary = Summary::new(&sums.moments[0], sums.values.iter().map(|values| values[0]));
        assert_eq!((summary.mean, summary.cases, summary.missing), (20.0, 5, 1));
        assert!((summary.low_5 - 1.1).abs() < 1e-12 && (summary.high_95 - 2.9).abs() < 1e-12);
    }

    #[test]
    fn a_block_has_work_for_everybody_and_fits_into_memory() {
        assert_eq!(block(4, 0), 256);
        assert_eq!(block(4, MOST_BLOCK / size_of::<f64>() / 10), 10);
        assert_eq!(block(4, MOST_BLOCK), 4);
    }
}
