//! Lines of people who need the same, and what would do.

use std::ops::Range;

use super::{ExitId, LineId, PoolId, Setting, StayId};

/// What granting a line's request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An acute bed: the patient is admitted.
    Admission,
    /// A member of staff: triage begins.
    Triage,
    /// Capacity after discharge: the patient may leave.
    Service,
}

/// A line of patients who need the same.
#[derive(Clone, Debug)]
pub struct Line {
    /// What they wait for.
    pub purpose: Purpose,
    /// What would do, in order of preference.
    pub offers: Range<usize>,
    /// Every pool of the offers, once; see [`Model::link`](super::Model::link).
    pub pools: Vec<PoolId>,
    /// The one take of its one offer, if nobody in another line competes for it and it is allocated at any time: the
    /// usual case, which needs no look at anything else. See [`Model::link`](super::Model::link).
    pub alone: Option<Take>,
    /// Whether it is [alone](Self::alone) and all in it are of one class: whoever asks first has what is free, whatever else
    /// happens at that second.
    pub is_in_turn: bool,
    /// Whether no other line competes for any of its pools; see [`Model::link`](super::Model::link).
    pub is_independent: bool,
    /// What each offer asks of people who hold a part of what it takes already; empty if nobody in the line does.
    pub asks: Vec<Vec<Take>>,
}

impl Line {
    /// A line whose place among the others is not known yet.
    pub fn new(purpose: Purpose, offers: Range<usize>) -> Self {
        Self {
            purpose,
            offers,
            pools: Vec::new(),
            alone: None,
            is_in_turn: false,
            is_independent: false,
            asks: Vec::new(),
        }
    }
}

/// One way to meet a need.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it takes of which pools, all at once.
    pub takes: Vec<Take>,
    /// What follows the transfer.
    pub follows: Follows,
    /// Length of stay by cohort; empty unless the offer has one.
    pub stay: Vec<StayId>,
    /// Percent of the takes that is held in each week of the stay; the last goes on. Empty: all of it to the end.
    pub taper_percent: Vec<f64>,
    /// How the stay ends; with the departure if none.
    pub exit: Option<ExitId>,
    /// Whether it only bridges the time until the first offer of its line is there.
    pub is_bridge: bool,
    /// First contacts with staff after the transfer from hospital.
    pub contacts: Range<usize>,
    /// Where the patient then is.
    pub setting: Setting,
    /// Lines of those who hold this offer and go on to one that takes some of the same; see [`Model::link`](super::Model::link).
    pub keeping: Vec<Keeping>,
}

/// The lines in which people wait who keep a part of what they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The line of those who hold nothing of it.
    pub need: LineId,
    /// Their own line, by the week of the stay that they come from; the last goes on.
    pub lines: Vec<LineId>,
}

/// What follows an allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// A stay that holds what was taken.
    Stay,
    /// Nothing: what was taken is gone for good.
    Departure,
    /// Arranging, in the acute bed, holding what was taken; then departure.
    Arranging,
}

/// An amount of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// The pool.
    pub pool: PoolId,
    /// The amount, in the pool's units.
    pub amount: u64,
}
