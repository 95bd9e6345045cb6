//! Replications side by side, a block of them at a time.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use wardflow_core::{
    histogram::Histogram,
    measures::Catalogue,
    model::Model,
    observe::histogram_count,
    random::Seed,
    replication::{Keep, Replication, RunError},
    trail::Trail,
};

use crate::{
    daily,
    experiment::{Plan, Progress},
    threads::Threads,
};

/// What one replication gives that has to be joined in order.
pub(crate) struct Case {
    /// Every measure, in the catalogue's order; not a number where missing.
    pub(crate) values: Vec<f64>,
    /// Every daily measure on every day, as [`daily::take`] orders them; empty unless wanted.
    pub(crate) days: Vec<f64>,
    /// How many people there were as the run went on.
    pub(crate) trail: Trail,
}

/// What adds up in whole numbers, and so in any order.
pub(crate) struct Counts {
    /// Pooled over replications, in the order of an outcome.
    pub(crate) histograms: Vec<Histogram>,
    pub(crate) events: u64,
}

impl Counts {
    fn new(model: &Model) -> Self {
        Self { histograms: vec![Histogram::default(); histogram_count(model)], events: 0 }
    }

    fn absorb(&mut self, histograms: &[Histogram], events: u64) {
        self.histograms.iter_mut().zip(histograms).for_each(|(sum, histogram)| sum.absorb(histogram));
        self.events += events;
    }
}

/// The memory that one thread works in.
struct Worker<'m> {
    replication: Replication<'m>,
    counts: Counts,
}

/// Everybody who runs replications of one experiment.
pub(crate) struct Crew<'m> {
    model: &'m Model,
    catalogue: &'m Catalogue,
    seed: Seed,
    keep: Keep,
    threads: &'m Threads,
    /// Workers of whom no thread has need; never more are made than threads run at once.
    idle: Mutex<Vec<Worker<'m>>>,
}

impl<'m> Crew<'m> {
    pub(crate) fn new(model: &'m Model, catalogue: &'m Catalogue, plan: &Plan, threads: &'m Threads) -> Self {
        Self { model, catalogue, seed: plan.seed, keep: Keep { days: plan.daily }, threads, idle: Mutex::default() }
    }

    /// Runs the replications with these numbers; the cases are in their order.
    ///
    /// # Errors
    /// If one could not be finished: the error of the one with the lowest number.
    pub(crate) fn run(&self, numbers: Range<u32>, progress: Progress<'_>) -> Result<Vec<Case>, RunError> {
        // One by one: a thread that is done early takes over what another has not begun.
        let one = |number| {
            let case = self.run_one(number);
            progress();
            case
        };
        let run = || numbers.into_par_iter().with_max_len(1).map(one).collect();
        let cases: Vec<Result<Case, RunError>> = self.threads.do_all(run);
        cases.into_iter().collect()
    }

    fn run_one(&self, number: u32) -> Result<Case, RunError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = idle
            .unwrap_or_else(|| Worker { replication: Replication::new(self.model), counts: Counts::new(self.model) });
        let outcome = worker.replication.run(self.seed, number.into(), self.keep);
        let case = outcome.map(|outcome| {
            worker.counts.absorb(&outcome.histograms, outcome.events);
            let (values, days) = (self.catalogue.take(&outcome), daily::take(self.catalogue, &outcome.days));
            Case { values, days, trail: outcome.trail }
        });
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        case
    }

    /// The counts of all replications run so far.
    pub(crate) fn counts(&self) -> Counts {
        let mut sum = Counts::new(self.model);
        for Worker { counts, .. } in self.idle.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            sum.absorb(&counts.histograms, counts.events);
        }
        sum
    }
}
