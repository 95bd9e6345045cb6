//! Replications side by side, a block of them at a time.

use std::{
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use rayon::prelude::*;
use wardflow_core::{
    measures::Catalogue,
    model::Model,
    observe::Places,
    random::Seed,
    replication::{Keep, Outcome, Replication, RunError},
    tally::Tally,
    trail::Trail,
};

use crate::{
    daily::DailyMeasures,
    experiment::Progress,
    sections::{Pooled, Sections},
    subject::{Subject, Unfinished},
    threads::Threads,
};

/// What one replication gives that has to be joined in order.
pub(crate) struct Case {
    /// Every measure, in the catalogue's order; not a number where missing.
    pub(crate) values: Vec<f64>,
    /// Every wanted measure on every day, as [`DailyMeasures::room`] orders them; empty if there is none.
    pub(crate) days: Vec<f64>,
    /// How many people there were as the run went on.
    pub(crate) trail: Trail,
}

/// What adds up in whole numbers, and so in any order.
struct Counts {
    sections: Sections,
    events: AtomicU64,
}

impl Counts {
    fn new(model: &Model) -> Self {
        Self { sections: Sections::new(Places::of(model).count()), events: AtomicU64::new(0) }
    }

    /// Counts the outcome of a replication in; the rest of it is a case.
    fn case(&self, replication: u32, catalogue: &Catalogue, days: Vec<f64>, outcome: Outcome) -> Case {
        self.sections.add(replication, &outcome.histograms);
        self.events.fetch_add(outcome.events, Ordering::Relaxed);
        Case { values: catalogue.take(&outcome), days, trail: outcome.trail }
    }
}

/// Everybody who runs replications of one experiment.
pub(crate) struct Crew<'m> {
    subject: Subject<'m>,
    seed: Seed,
    daily: DailyMeasures,
    threads: &'m Threads,
    counts: Counts,
    /// Memory for which no thread has need; never more is made than threads run at once.
    idle: Mutex<Vec<Replication<'m>>>,
}

impl<'m> Crew<'m> {
    pub(crate) fn new(subject: Subject<'m>, seed: Seed, daily: DailyMeasures, threads: &'m Threads) -> Self {
        let counts = Counts::new(subject.model);
        Self { subject, seed, daily, threads, counts, idle: Mutex::default() }
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
        let Subject { model, catalogue } = self.subject;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut replication = idle.unwrap_or_else(|| Replication::new(model));
        let ran = if self.daily.is_empty() {
            replication.run(self.seed, number.into(), Keep::default()).map(|outcome| (outcome, Vec::new()))
        } else {
            self.day_by_day(&mut replication, number)
        };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(replication);
        let (outcome, days) = ran?;
        Ok(self.counts.case(number, catalogue, days, outcome))
    }

    /// Runs a replication and takes what is wanted of each day when it is over: the tallies of all days would need several
    /// times the memory of everything else.
    fn day_by_day(&self, replication: &mut Replication<'m>, number: u32) -> Result<(Outcome, Vec<f64>), RunError> {
        let Subject { model, catalogue } = self.subject;
        let mut values = self.daily.room(model.measured_days as usize);
        let mut count = 0;
        let mut take = |day: &Tally| {
            self.daily.take(catalogue, count, day, &mut values);
            count += 1;
        };
        replication.begin(self.seed, number.into(), Keep { days: true });
        while replication.step() {
            replication.take_days(&mut take);
        }
        let outcome = replication.finish()?;
        outcome.days.iter().for_each(take);
        Ok((outcome, values))
    }

    /// Waits and numbers of all replications run so far, which are so many.
    pub(crate) fn pooled(&self, replications: u32) -> Pooled {
        self.counts.sections.pooled(replications)
    }

    /// Events of all replications run so far.
    pub(crate) fn events(&self) -> u64 {
        self.counts.events.load(Ordering::Relaxed)
    }
}
