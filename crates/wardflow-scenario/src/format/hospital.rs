//! Hospitals and their acute beds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Capacity, Cost, OpeningHours, Schedule};

/// A hospital.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hospital {
    /// What people call it, in any script: it stands in sentences, tables and charts, as its key in the file does where
    /// nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Open acute beds.
    pub beds: Capacity,
    /// What happens to whoever comes when no acute bed is free.
    #[serde(default)]
    pub when_full: WhenFull,
    /// Time between two patients in which a bed is neither occupied nor available.
    #[serde(default)]
    pub turnaround_hours: f64,
    /// Numbers of beds for which the share of time with exactly so many occupied is reported; where beds are unlimited
    /// also the chance of delay if there were so many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_sizes: Vec<u32>,
    /// When patients may leave hospital.
    #[serde(default)]
    pub discharge_hours: OpeningHours,
    /// What acute beds cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// What happens to whoever comes when no acute bed is free.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WhenFull {
    /// They wait at the front door, first come, first served.
    #[default]
    Queue,
    /// They wait while no more than so many people wait; further ones are turned away.
    QueueUpTo {
        /// Most people waiting.
        people: Schedule,
    },
    /// They are turned away.
    TurnAway,
}
