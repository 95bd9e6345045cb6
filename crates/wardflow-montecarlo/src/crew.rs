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
    observe::Places,
    random::Seed,
    replication::{Keep, Outcome, Replication},
    trail::Trail,
};
use wardflow_scenario::Uncertainty;

use crate::{
    daily,
    experiment::{Plan, Progress},
    subject::{Subject, Unfinished, drawn},
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
        Self { histograms: vec![Histogram::default(); Places::of(model).count()], events: 0 }
    }

    fn absorb(&mut self, histograms: &[Histogram], events: u64) {
        self.histograms.iter_mut().zip(histograms).for_each(|(sum, histogram)| sum.absorb(histogram));
        self.events += events;
    }

    /// Counts an outcome in; the rest of it is a case.
    fn case(&mut self, catalogue: &Catalogue, outcome: Outcome) -> Case {
        self.absorb(&outcome.histograms, outcome.events);
        let (values, days) = (catalogue.take(&outcome), daily::take(catalogue, &outcome.days));
        Case { values, days, trail: outcome.trail }
    }
}

/// The memory that one thread works in.
struct Worker<'m> {
    replication: Replication<'m>,
    counts: Counts,
}

/// Everybody who runs replications of one experiment.
pub(crate) struct Crew<'m> {
    subject: Subject<'m>,
    seed: Seed,
    keep: Keep,
    threads: &'m Threads,
    /// Workers of whom no thread has need; never more are made than threads run at once.
    idle: Mutex<Vec<Worker<'m>>>,
}

impl<'m> Crew<'m> {
    pub(crate) fn new(subject: Subject<'m>, plan: &Plan, threads: &'m Threads) -> Self {
        Self { subject, seed: plan.seed, keep: Keep { days: plan.daily }, threads, idle: Mutex::default() }
    }

    /// Runs the replications with these numbers; the cases are in their order.
    ///
    /// # Errors
    /// If one could not be finished: the error of the one with the lowest number.
    pub(crate) fn run(&self, numbers: Range<u32>, progress: Progress<'_>) -> Result<Vec<Case>, Unfinished> {
        // One by one: a thread that is done early takes over what another has not begun.
        let one = |number| {
            let case = self.run_one(number);
            progress();
            case
        };
        let run = || numbers.into_par_iter().with_max_len(1).map(one).collect();
        let cases: Vec<Result<Case, Unfinished>> = self.threads.do_all(run);
        cases.into_iter().collect()
    }

    fn run_one(&self, number: u32) -> Result<Case, Unfinished> {
        let Subject { model, catalogue, uncertainty } = self.subject;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker =
            idle.unwrap_or_else(|| Worker { replication: Replication::new(model), counts: Counts::new(model) });
        let case = match uncertainty {
            None => {
                let outcome = worker.replication.run(self.seed, number.into(), self.keep);
                outcome.map_err(Unfinished::from).map(|outcome| worker.counts.case(catalogue, outcome))
            }
            Some(uncertainty) => self.run_drawn(uncertainty, number, &mut worker.counts),
        };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        case
    }

    /// Runs a replication with a model of its own.
    fn run_drawn(&self, uncertainty: &Uncertainty, replication: u32, counts: &mut Counts) -> Result<Case, Unfinished> {
        let model = drawn(uncertainty, self.seed, replication)?;
        let catalogue = Catalogue::of(&model);
        let keys = |catalogue: &Catalogue| catalogue.measures().iter().map(|measure| measure.key.clone()).collect();
        let (drawn, known): (Vec<String>, Vec<String>) = (keys(&catalogue), keys(self.subject.catalogue));
        if drawn != known {
            let why = "they change what can be measured; keep them away from 0, which takes parts of a scenario away";
            return Err(Unfinished::Drawn { replication, why: why.into() });
        }
        let outcome = Replication::new(&model).run(self.seed, replication.into(), self.keep)?;
        Ok(counts.case(&catalogue, outcome))
    }

    /// The counts of all replications run so far.
    pub(crate) fn counts(&self) -> Counts {
        let mut sum = Counts::new(self.subject.model);
        for Worker { counts, .. } in self.idle.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            sum.absorb(&counts.histograms, counts.events);
        }
        sum
    }
}
