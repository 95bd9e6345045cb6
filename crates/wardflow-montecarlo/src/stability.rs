//! Whether a system keeps up with what comes: stable, too close to its limit, or unstable.
//!
//! Two things are looked at: queues that grow ([`crate::drift`]), and what can be admitted at most ([`crate::limit`]). Either
//! alone is mistaken at times. A queue still grows for long in a system that is stable but near its limit; and how much can
//! be admitted is known to a percent or so. Together they seldom are.

use serde::{Deserialize, Serialize};
use wardflow_core::{clock::Time, model::Model};

use crate::{
    drift::{Course, Drift, Queue, Unsettled},
    experiment::Results,
    limit::{self, Beyond, Limit, Limits},
    subject::Subject,
    threads::Threads,
};

/// Whether a system keeps up, from best to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It does.
    #[default]
    Stable,
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
    /// Of a system that was run, as one of so many that are looked at side by side.
    pub fn of(subject: Subject<'_>, results: &Results, systems: usize, threads: &Threads) -> Self {
        let limits = limit::of_a_run(subject, results, threads);
        Self::judge(subject.model, &results.drift, limits, systems)
    }

    fn judge(model: &Model, drift: &Drift, limits: Limits, systems: usize) -> Self {
        let growing = drift.growing(systems);
        // What holds in the end: nothing grows without end before it, nor where people leave or are turned away.
        let is_last = |limit: &&Limit| Time::midnight(limit.days.end) >= model.horizon();
        let has_no_end = |beyond| matches!(beyond, Beyond::Grows | Beyond::StaysFull);
        let found = limits.found.iter().filter(is_last).filter(|limit| has_no_end(limit.beyond));
        let unknown = limits.unknown.iter().any(|&hospital| has_no_end(limit::beyond(model, hospital)));
        let state = if found.clone().any(|limit| limit.beyond == Beyond::Grows && limit.is_exceeded()) {
            State::Unstable
        } else if growing.is_empty() {
            // What little is known of a limit does not say that it is far.
            let may_be_close = unknown || found.clone().any(|limit| limit.load().high >= limit::TOO_CLOSE);
            let is_close = found.clone().any(Limit::is_too_close) || (may_be_close && drift.remembers_for_long());
            // A forecast from today's census is none of what comes in the end.
            if is_close && model.census.is_empty() { State::TooClose } else { State::Stable }
        } else if unknown || found.clone().any(|limit| limit.load().mean >= 1.0) {
            State::Unstable
        } else if found.clone().next().is_some() {
            // It grows although more can be admitted than comes: it will stop to, after long.
            State::TooClose
        } else {
            State::Stable
        };
        let may_settle = model.census.is_empty() && state == State::Stable;
        Self { state, growing, unsettled: drift.unsettled().filter(|_| may_settle), limits }
    }

    /// The largest load of those that hold in the end, with what it is of.
    pub fn heaviest(&self) -> Option<&Limit> {
        let last = self.limits.found.iter().map(|limit| limit.days.end).max()?;
        let last = self.limits.found.iter().filter(|limit| limit.days.end == last);
        last.max_by(|one, other| one.load().mean.total_cmp(&other.load().mean))
    }
}
