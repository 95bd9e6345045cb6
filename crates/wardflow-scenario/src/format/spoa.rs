//! Single Points of Access: who triages referrals, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Capacity, Cost, Named, OpeningHours};

/// A Single Point of Access.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoa {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Teams of staff, by name. A referral is taken up by the first of them with somebody free.
    pub teams: Named<Team>,
}

/// Staff who work the same hours. Each handles one referral at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Their name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Members of staff on duty.
    pub staff: Capacity,
    /// When they work. What is unfinished at the end pauses until they are back.
    #[serde(default)]
    pub working_hours: OpeningHours,
    /// What they cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}
