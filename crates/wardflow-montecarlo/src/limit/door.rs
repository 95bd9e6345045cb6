//! What is admitted at a door at which somebody always stands.

use std::ops::Range;

use rayon::prelude::*;
use wardflow_core::{
    clock::Time,
    model::{CohortId, HospitalId, Model, OpenDoor},
    random::Seed,
    replication::{Keep, Replication},
};

use super::{design::Design, settling};
use crate::threads::Threads;

/// A door to be kept in a stretch.
pub(super) struct Door<'m> {
    model: &'m Model,
    pub(super) hospital: HospitalId,
    pub(super) stretch: Range<u64>,
    pub(super) days_to_settle: u64,
    /// People who come to it by themselves in an ordinary run.
    pub(super) come_per_day: f64,
    open: OpenDoor,
}

/// A first look.
pub(super) struct Look {
    pub(super) events_per_day: f64,
    pub(super) load: f64,
}

/// What was admitted at a door.
#[derive(Default)]
pub(super) struct Throughput {
    /// By replication and batch.
    pub(super) admitted_per_day: Vec<Vec<f64>>,
    counts: Counts,
    days: f64,
}

/// People so far.
#[derive(Clone, Copy, Default)]
struct Counts {
    admitted: u64,
    /// They had been in hospital before.
    returned: u64,
    /// They were refused what they were referred for from the community.
    referred: u64,
}

impl Counts {
    fn of(replication: &Replication<'_>, model: &Model, hospital: HospitalId) -> Self {
        let mut counts = Self::default();
        for cohort in model.cohorts_of(hospital).map(|cohort| &replication.tally().cohorts[cohort]) {
            counts.admitted += cohort.waits.count;
            counts.returned += cohort.returns;
            counts.referred += cohort.refused_came;
        }
        counts
    }
}

impl Throughput {
    /// How many come a day in an ordinary run, if so many come by themselves: who comes back is a share of those admitted.
    pub(super) fn demand(&self, come_per_day: f64) -> f64 {
        let Counts { admitted, returned, referred } = self.counts;
        let returning = returned as f64 / admitted.max(1) as f64;
        (come_per_day + referred as f64 / self.days) / (1.0 - returning.min(1.0 - f64::EPSILON))
    }

    fn admitted(&self) -> f64 {
        self.counts.admitted as f64 / self.days
    }
}

impl<'m> Door<'m> {
    /// Which share of those who come never leaves the queue.
    pub(super) fn share_that_never_leaves(&self) -> f64 {
        let shares = self.open.mix.iter().scan(0.0, |before, &(cohort, upto)| {
            let share = upto - *before;
            *before = upto;
            Some((cohort, share))
        });
        let never = |cohort: CohortId| self.model.cohorts[cohort.at()].patience.is_none();
        shares.filter(|&(cohort, _)| never(cohort)).map(|(_, share)| share).sum()
    }

    /// The door of a hospital in a stretch; none if nobody comes to it.
    pub(super) fn of(model: &'m Model, hospital: HospitalId, stretch: &Range<u64>) -> Option<Self> {
        let days = stretch.start as usize..stretch.end as usize;
        let per_day = |cohort: CohortId| model.cohorts[cohort.at()].arrivals.mean_per_day(days.clone());
        let open = OpenDoor::of(model, hospital, per_day)?;
        let come_per_day = open.mix.iter().map(|&(cohort, _)| per_day(cohort)).sum();
        Some(Self {
            model,
            hospital,
            stretch: stretch.clone(),
            days_to_settle: settling::days(model, hospital, stretch),
            come_per_day,
            open,
        })
    }

    fn kept(&self, warm_up_days: u64, days: u64) -> Model {
        let mut model = self.model.steady(&self.stretch, warm_up_days as u32, days as u32);
        model.keep_door(self.open.clone());
        model
    }

    /// Looks at it for a while, with at most so many events; none if that was too short to say anything. It need not have settled:
    /// beds that still fill up let more people in, never fewer.
    pub(super) fn first_look(&self, seed: Seed, events: u64) -> Option<Look> {
        let look = settling::roughly(self.model);
        let model = self.kept(look, 2 * look);
        let mut replication = Replication::new(&model);
        replication.begin(seed, 0, Keep::default());
        while replication.events() < events && replication.step() {}
        let days = replication.now().day();
        let counts = Counts::of(&replication, &model, self.hospital);
        if days + 1 < model.horizon().day() || replication.finish().is_err() {
            return None;
        }
        let through = Throughput { counts, days: look as f64, ..Throughput::default() };
        let events_per_day = replication.events() as f64 / model.horizon().day() as f64;
        Some(Look { events_per_day, load: through.demand(self.come_per_day) / through.admitted() })
    }

    /// Measures what is admitted; none if it cannot be measured.
    pub(super) fn measure(&self, seed: Seed, threads: &Threads, design: &Design) -> Option<Throughput> {
        let model = self.kept(design.warm_up_days, design.days());
        // The first replication was looked at before.
        let one = |number: u32| self.batches(&model, seed, number.into(), design);
        let all = threads.do_all(|| {
            (1..design.replications as u32 + 1).into_par_iter().with_max_len(1).map(one).collect::<Vec<_>>()
        });
        let mut through = Throughput::default();
        for batches in all {
            let batches = batches?;
            let mut before = 0;
            let per_day = batches.iter().map(|counts| {
                let admitted = counts.admitted - std::mem::replace(&mut before, counts.admitted);
                admitted as f64 / design.batch_days as f64
            });
            through.admitted_per_day.push(per_day.collect());
            let last = batches.last()?;
            through.counts.admitted += last.admitted;
            through.counts.returned += last.returned;
            through.counts.referred += last.referred;
            through.days += (design.batches * design.batch_days) as f64;
        }
        Some(through)
    }

    /// The counts at the end of each batch of a replication.
    fn batches(&self, model: &Model, seed: Seed, number: u64, design: &Design) -> Option<Vec<Counts>> {
        let mut replication = Replication::new(model);
        replication.begin(seed, number, Keep::default());
        let end = |batch: u64| Time::midnight(design.warm_up_days + (batch + 1) * design.batch_days);
        let mut batches = Vec::new();
        while replication.step() {
            if replication.now() >= end(batches.len() as u64) {
                batches.push(Counts::of(&replication, model, self.hospital));
            }
        }
        batches.push(Counts::of(&replication, model, self.hospital));
        replication.finish().ok()?;
        (batches.len() as u64 == design.batches).then_some(batches)
    }
}
