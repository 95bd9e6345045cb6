//! Hospitals and their acute beds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Capacity, Cost, OpeningHours, Rounds, Schedule};

/// A hospital.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hospital {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Open acute beds.
    pub beds: Capacity,
    /// What happens to people who come when no acute bed is free.
    #[serde(default)]
    pub when_full: WhenFull,
    /// Time between two patients in which a bed is neither occupied nor available.
    #[serde(default)]
    pub turnaround_hours: f64,
    /// Numbers of beds to report on: for each, the share of time in which exactly that many are occupied and, if beds
    /// are unlimited, the chance of delay with that many beds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_sizes: Vec<u32>,
    /// When patients may leave hospital.
    #[serde(default)]
    pub discharge_hours: OpeningHours,
    /// When patients are found to be discharge ready; cohorts may have their own rounds. The end of each acute stay is
    /// moved to the nearest round, so that rounds change the hour and not the mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Rounds>,
    /// What acute beds cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// What happens to people who come when no acute bed is free.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WhenFull {
    /// They wait at the front door, first come, first served.
    #[default]
    Queue,
    /// They wait until this many people are waiting; anyone else is turned away.
    QueueUpTo {
        /// Most people waiting.
        people: Schedule,
    },
    /// They are turned away.
    TurnAway,
}
