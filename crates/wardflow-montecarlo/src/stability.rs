//! Whether a system keeps up with what comes: stable, too close to its limit, or unstable.
//!
//! Two things are looked at: queues that grow ([`crate::drift`]), and what can be admitted at most ([`crate::limit`]). Either
//! alone is mistaken at times. A queue still grows for long in a system that is stable but near its limit; and how much can
//! be admitted is known to a percent or so. Together they seldom are.

use serde::{Deserialize, Serialize};
use wardflow_core::{clock::Time, model::Model, random::Seed};
use wardflow_scenario::work;

use crate::{
    drift::{Course, Drift, Queue, Unsettled},
    experiment::Results,
    limit::{self, Beyond, EVENTS_OF_A_CHECK, Limit, Limits, TOO_CLOSE},
    subject::Subject,
    threads::Threads,
};

/// Events that are spent on limits where a queue grows and fewer do not say whether it will stop to: a fifth of a second's.
const EVENTS_IF_IT_GROWS: u64 = 2_000_000;

/// The chance with which a system of few replications is said not to keep up although it does, by its queues.
const MISTAKEN: f64 = 0.05;

/// Half of the width of the interval of a load from which on it is not told.
const VAGUE: f64 = 0.03;

/// Whether a system keeps up, from best to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It does.
    #[default]
    Stable,
    /// Much is asked for, and so little was run that nobody can say.
    NotKnown,
    /// So much comes that a few more would be too many: waits are long, differ much from year to year and take years to
    /// settle.
    TooClose,
    /// More comes than it can do: queues grow for as long as it runs, and means say how long it ran.
    Unstable,
}

impl State {
    /// As it is written in tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::NotKnown => "not_known",
            Self::TooClose => "too_close",
            Self::Unstable => "unstable",
        }
    }
}

/// What shows how a system keeps up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stability {
    /// Whether it does.
    pub state: State,
    /// Queues that grow.
    pub growing: Vec<(Queue, Course)>,
    /// What shows that the warm-up is too short; nothing where no warm-up would be long enough, or a census takes its place.
    pub unsettled: Option<Unsettled>,
    /// What can be admitted at most.
    pub limits: Limits,
}

impl Stability {
    /// Of a system that was run, as one of so many that are run side by side. The limits take a tenth of the run's events,
    /// or as many as [`limit::of_a_check`] where those do not say what they are.
    pub fn of(subject: Subject<'_>, results: &Results, systems: usize, threads: &Threads) -> Self {
        let growing = results.drift.growing(systems);
        let events = [limit::events_of_a_run(results), EVENTS_OF_A_CHECK];
        Self::with(subject, results, growing, threads, events)
    }

    /// The same for one of many points: more than a tenth only where a queue grows.
    pub(crate) fn of_a_point(subject: Subject<'_>, results: &Results, points: usize, threads: &Threads) -> Self {
        let growing = results.drift.growing(points);
        let tenth = limit::events_of_a_point(results);
        let most = if growing.is_empty() { tenth } else { EVENTS_IF_IT_GROWS };
        Self::with(subject, results, growing, threads, [tenth, most])
    }

    /// With so many events for the limits, at first and if those are too few.
    fn with(
        subject: Subject<'_>,
        results: &Results,
        growing: Vec<(Queue, Course)>,
        threads: &Threads,
        [events, most]: [u64; 2],
    ) -> Self {
        let drift = &results.drift;
        let mut limits = limit::of_a_run(subject, results, threads, events);
        if !limits.unknown.is_empty() && events < most {
            limits = limit::of_a_run(subject, results, threads, most);
        }
        let model = subject.model;
        let unsettled = drift.unsettled().filter(|_| model.census.is_empty());
        let state = state(model, drift, &growing, &limits, unsettled.is_some());
        Self { state, growing, unsettled: unsettled.filter(|_| state <= State::NotKnown), limits }
    }

    /// The largest load of those that hold in the end, if it is known to some percentage points.
    pub(crate) fn known_load(&self) -> Option<f64> {
        let load = self.heaviest()?.load();
        (load.high - load.low <= 2.0 * VAGUE).then_some(load.mean)
    }

    /// The largest load of those that hold in the end, with what it is of.
    pub fn heaviest(&self) -> Option<&Limit> {
        let last = self.limits.found.iter().map(|limit| limit.days.end).max()?;
        let last = self.limits.found.iter().filter(|limit| limit.days.end == last);
        last.max_by(|one, other| one.load().mean.total_cmp(&other.load().mean))
    }
}

/// Whether a system that was run in few replications rather fails to keep up than not: by the best estimate of what can be
/// admitted, from so many events, or where that is not known by queues that grow. What is wanted is the share of many such
/// systems, so that neither error is worse.
pub(crate) fn rather_fails(subject: Subject<'_>, drift: &Drift, seed: Seed, events: u64) -> bool {
    let limits = limit::of_all(subject, seed, &Threads::new(None), events);
    let model = subject.model;
    if in_the_end(model, &limits).any(|limit| limit.beyond == Beyond::Grows && limit.load().mean > 1.0) {
        return true;
    }
    let is_known = in_the_end(model, &limits).next().is_some() && !is_end_unknown(model, &limits);
    !is_known && !drift.growing_by(MISTAKEN).is_empty()
}

/// The limits that hold in the end: nothing grows without end before it, nor where people leave or are turned away.
fn in_the_end<'l>(model: &'l Model, limits: &'l Limits) -> impl Iterator<Item = &'l Limit> {
    limits.found.iter().filter(|limit| is_last(model, limit) && has_no_end(limit.beyond))
}

fn is_last(model: &Model, limit: &Limit) -> bool {
    Time::midnight(limit.days.end) >= model.horizon()
}

fn has_no_end(beyond: Beyond) -> bool {
    matches!(beyond, Beyond::Grows | Beyond::StaysFull)
}

/// Whether a limit that holds in the end is not known: of some only stretches before the last are unknown.
fn is_end_unknown(model: &Model, limits: &Limits) -> bool {
    let is_found = |hospital| limits.found.iter().any(|limit| limit.hospital == hospital && is_last(model, limit));
    let mut unknown = limits.unknown.iter().filter(|&&hospital| !is_found(hospital));
    unknown.any(|&hospital| has_no_end(limit::beyond(model, hospital)))
}

/// Whether a system keeps up, by what shows it.
fn state(model: &Model, drift: &Drift, growing: &[(Queue, Course)], limits: &Limits, is_unsettled: bool) -> State {
    let found = || in_the_end(model, limits);
    let is_unknown = is_end_unknown(model, limits);
    // What begins with today's people, or with nobody, is a forecast and not what holds in the end.
    let is_forecast = !model.census.is_empty() || model.warm_up_days == 0;
    let is_too_much = !is_forecast && work::cannot_keep_up(model);
    // What is measured first then depends on how long the warm-up was.
    let from = model.measuring_from();
    let begins_beyond = |limit: &Limit| Time::midnight(limit.days.start) <= from && limit.is_exceeded();
    let begins_beyond = |limit: &Limit| limit.beyond == Beyond::Grows && begins_beyond(limit);
    if (!is_forecast && limits.found.iter().any(begins_beyond))
        || is_too_much
        || found().any(|limit| limit.beyond == Beyond::Grows && limit.is_exceeded())
    {
        return State::Unstable;
    }
    if !growing.is_empty() && (is_unknown || found().any(|limit| limit.load().mean >= 1.0)) {
        return State::Unstable;
    }
    // What little is known of a limit may not say that it is far.
    let may_be_close = is_unknown || found().any(|limit| limit.load().high >= TOO_CLOSE);
    let is_close = found().any(Limit::is_too_close) || (may_be_close && drift.remembers_for_long());
    // A queue that grows although more can be admitted than comes will stop to: after a warm-up that is long enough, or after years.
    let grows_for_long = !growing.is_empty() && !is_unsettled && found().next().is_some();
    if is_forecast {
        State::Stable
    } else if is_close || grows_for_long {
        State::TooClose
    } else if is_unknown {
        State::NotKnown
    } else {
        State::Stable
    }
}
