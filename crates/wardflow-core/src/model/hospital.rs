//! Hospitals, and where patients live.

use super::{LineId, PoolId};
use crate::calendar::Calendar;

/// A hospital with acute beds.
#[derive(Clone, Debug)]
pub struct Hospital {
    /// Its name.
    pub name: String,
    /// Its acute beds.
    pub beds: PoolId,
    /// The line at its front door.
    pub front_door: LineId,
    /// How many may wait at the front door; who comes then is turned away. 0 turns away whoever finds no free bed.
    pub most_waiting: u32,
    /// When patients may leave; always if none.
    pub discharge_hours: Option<Calendar>,
}

/// A place where patients live.
#[derive(Clone, Debug)]
pub struct Locality {
    /// Its name.
    pub name: String,
    /// The line at its own SPOA, if it has one.
    pub triage: Option<LineId>,
    /// Adults who live there, for rates per 100,000.
    pub adults: Option<f64>,
}
