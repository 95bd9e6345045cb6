//! What is admitted at a door at which somebody always stands.

use std::ops::Range;

use rayon::prelude::*;
use wardflow_core::{
    clock::Time,
    model::{CohortId, HospitalId, Model, Offer, OpenDoor, StayId},
    random::Seed,
    replication::{Keep, Replication},
};

use super::design::Design;
use crate::threads::Threads;

/// Means of stays that it takes to settle.
const STAYS_TO_SETTLE: f64 = 3.0;
/// Shortest warm-up [days].
const SHORTEST_WARM_UP: f64 = 28.0;
/// Longest warm-up [days]: whatever takes longer is not known.
const LONGEST_WARM_UP: f64 = 20_000.0;

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
    /// Batch by batch.
    pub(super) admitted_per_day: Vec<f64>,
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
    /// The door of a hospital in a stretch; none if nobody comes to it, or it takes too long to settle.
    pub(super) fn of(model: &'m Model, hospital: HospitalId, stretch: &Range<u64>) -> Option<Self> {
        let days = stretch.start as usize..stretch.end as usize;
        let per_day = |cohort: CohortId| model.cohorts[cohort.at()].arrivals.mean_per_day(days.clone());
        let open = OpenDoor::of(model, hospital, per_day)?;
        let come_per_day = open.mix.iter().map(|&(cohort, _)| per_day(cohort)).sum();
        let days_to_settle = (STAYS_TO_SETTLE * longest_stays(model)).max(SHORTEST_WARM_UP);
        (days_to_settle < LONGEST_WARM_UP).then(|| Self {
            model,
            hospital,
            stretch: stretch.clone(),
            days_to_settle: (days_to_settle as u64).next_multiple_of(7),
            come_per_day,
            open,
        })
    }

    fn kept(&self, warm_up_days: u64, days: u64) -> Model {
        let mut model = self.model.steady(&self.stretch, warm_up_days as u32, days as u32);
        model.keep_door(self.open.clone());
        model
    }

    /// Looks at it for a while, with at most so many events; none if that was too short to say anything.
    pub(super) fn first_look(&self, seed: Seed, events: u64) -> Option<Look> {
        let model = self.kept(self.days_to_settle, 2 * self.days_to_settle);
        let mut replication = Replication::new(&model);
        replication.begin(seed, 0, Keep::default());
        while replication.events() < events && replication.step() {}
        let days = replication.now().day();
        let counts = Counts::of(&replication, &model, self.hospital);
        if days + 1 < model.horizon().day() || replication.finish().is_err() {
            return None;
        }
        let through = Throughput { counts, days: self.days_to_settle as f64, ..Throughput::default() };
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
            for counts in &batches {
                through.admitted_per_day.push((counts.admitted - before) as f64 / design.batch_days as f64);
                before = counts.admitted;
            }
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

/// The longest mean stay in a unit and the longest after it [days]: how long it takes until nothing is left of a beginning.
fn longest_stays(model: &Model) -> f64 {
    let mean = |stay: &StayId| model.stays[stay.at()].mean_days();
    let longest = |stays: &mut dyn Iterator<Item = f64>| stays.fold(0.0, f64::max);
    let acute = longest(&mut model.stages().flat_map(|(_, stage)| stage.acute_stay.iter().map(mean)));
    // Whoever holds what never runs out keeps nobody waiting.
    let is_limited = |offer: &&Offer| offer.takes.iter().any(|take| !model.pools[take.pool.at()].is_always_unlimited());
    let after = longest(&mut model.offers.iter().filter(is_limited).flat_map(|offer| offer.stay.iter().map(mean)));
    let arranged: f64 = model.arrangements.iter().map(|arrangement| mean(&arrangement.time)).fold(0.0, f64::max);
    let outcomes = model.exits.iter().flat_map(|exit| &exit.outcomes);
    let readmissions = model.pathways.iter().map(|pathway| pathway.readmission.as_ref());
    let readmissions = readmissions.chain(outcomes.map(|outcome| outcome.readmission.as_ref())).flatten();
    let back = longest(&mut readmissions.map(|readmission| mean(&readmission.after)));
    acute + after + arranged + back
}
