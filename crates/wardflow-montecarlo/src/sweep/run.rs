//! Runs the points of a sweep.

use std::{
    sync::{
        atomic::{AtomicU32, AtomicUsize, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use wardflow_core::{measures::Catalogue, random::Seed};

use super::{
    Sweep, point,
    record::{Record, RecordedMeasure},
    results::{KeepsUp, PointLimit, PointResult},
};
use crate::{
    daily,
    experiment::{self, Plan, Results},
    stability::Stability,
    subject::Subject,
    threads::Threads,
};

/// Points that are under way at once: while one is opened or written, the other keeps all threads busy.
const AT_ONCE: usize = 2;

/// What happens while a sweep runs.
#[derive(Debug)]
pub enum News {
    /// So many more replications are done.
    Replications(u32),
    /// A point is done.
    Point(Box<Record>),
}

impl Sweep {
    /// Runs these points, begun in their order; `tell` hears of each as soon as it is done, and stops the rest by an error.
    ///
    /// What comes out does not depend on the number of threads.
    ///
    /// # Errors
    /// That of `tell`.
    pub fn run<E>(
        &self,
        points: &[usize],
        threads: &Threads,
        mut tell: impl FnMut(News) -> Result<(), E>,
    ) -> Result<(), E> {
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (sender, news) = sync_channel(2 * AT_ONCE);
            for _ in 0..AT_ONCE.min(points.len()) {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || {
                    while let Some(&point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let record = self.run_one(point, threads, &sender);
                        // Nobody listens any more: there was an error.
                        if sender.send(News::Point(Box::new(record))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            news.into_iter().try_for_each(&mut tell)
        })
    }

    fn run_one(&self, number: usize, threads: &Threads, news: &SyncSender<News>) -> Record {
        let at = self.at(number);
        let variant = &self.variants[self.variant_of(number)];
        let mut record = Record {
            id: self.id(number),
            fingerprint: self.fingerprint(number),
            variant: variant.name.clone(),
            at: self.axes.iter().map(|axis| axis.path.clone()).zip(at.iter().copied()).collect(),
            failed: None,
            keeps_up: KeepsUp::default(),
            measures: indexmap::IndexMap::new(),
        };
        let Some(ready) = variant.base.open(&point::overrides(&self.axes, at)).ready else {
            // Whoever checks all points first does not come here.
            let _ = news.send(News::Replications(self.replications));
            record.failed = Some("the scenario of this point has errors".into());
            return record;
        };
        let catalogue = Catalogue::of(&ready.model);
        let plan =
            Plan { seed: Seed(self.seed), replications: self.replications, threads: None, daily: daily::nothing };
        let done = AtomicU32::new(0);
        let subject = Subject::of(&ready, &catalogue);
        let results = experiment::run_on(threads, subject, &plan, &|| {
            done.fetch_add(1, Ordering::Relaxed);
            // If nobody listens, the point is not waited for either.
            let _ = news.send(News::Replications(1));
        });
        match results {
            Ok(results) => {
                let stability = Stability::of_a_point(subject, &results, self.len(), threads);
                record.keeps_up = KeepsUp {
                    state: Some(stability.state),
                    load: stability.known_load(),
                    limits: stability.limits.found.iter().map(|limit| PointLimit::new(&ready.model, limit)).collect(),
                };
                let measured = self.measures.iter().filter_map(|measure| {
                    let place = catalogue.find(&measure.key)?;
                    Some((measure.key.clone(), recorded(&results, place)))
                });
                record.measures = measured.collect();
            }
            Err(why) => {
                let _ = news.send(News::Replications(self.replications - done.into_inner()));
                record.failed = Some(why.to_string());
            }
        }
        record
    }
}

fn recorded(results: &Results, place: usize) -> RecordedMeasure {
    let there = |value: f64| value.is_finite().then_some(value);
    let estimate = &results.measures[place];
    let groups = estimate.sections.iter().flat_map(|sections| &sections.groups);
    RecordedMeasure {
        summary: PointResult::from(&estimate.summary),
        values: results.values.iter().map(|values| there(values[place])).collect(),
        groups: groups.map(|&group| there(group)).collect(),
    }
}
