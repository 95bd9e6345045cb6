//! Hospitals, and where patients live.

use super::{LineId, PoolId};
use crate::{calendar::Calendar, dated::Dated, random::NameHash};

/// A hospital with acute beds.
#[derive(Clone, Debug)]
pub struct Hospital {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The name as part of the keys of stays in it.
    pub hash: NameHash,
    /// Its acute beds.
    pub beds: PoolId,
    /// The line at its front door.
    pub front_door: LineId,
    /// How many may wait at the front door, perhaps infinitely many; who comes then is turned away. 0 turns away whoever
    /// finds no free bed.
    pub most_waiting: Dated,
    /// When patients may leave; always if none.
    pub discharge_hours: Option<Calendar>,
}

impl Hospital {
    /// Whether anybody may be turned away at its front door.
    pub fn may_turn_away(&self) -> bool {
        self.most_waiting.steps().any(|(_, most)| most < f64::INFINITY)
    }
}

/// A place where patients live.
#[derive(Clone, Debug)]
pub struct Locality {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The line at its own SPOA, if it has one.
    pub triage: Option<LineId>,
    /// Adults who live there, for rates per 100,000.
    pub adults: Option<f64>,
}
