//! Escalations: capacity that comes when the pressure is high and goes when it is low.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, Schedule};

/// Capacity that is added while some level is high.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is watched.
    pub watches: Watch,
    /// Above this level the capacity is called for.
    pub opens_above: Schedule,
    /// Below this level it goes again. Nobody is put out: there are no new starts until use has fallen.
    pub closes_below: Schedule,
    /// How long it takes until it is there.
    #[serde(default)]
    pub notice_hours: f64,
    /// What is added.
    pub adds: Added,
}

/// A level that an escalation watches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Watch {
    /// Occupied acute beds of this hospital, in percent of its open core beds.
    OccupancyPercentOf(String),
    /// People who wait at the front door of this hospital.
    PeopleAtFrontDoorOf(String),
    /// People in acute beds of this hospital with no criteria to reside.
    NctrPeopleIn(String),
    /// Referrals that wait for staff of this SPOA.
    ReferralsWaitingAt(String),
    /// People who wait for this service.
    PeopleWaitingFor(String),
}

/// What an escalation adds, each in the unit of its capacity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Added {
    /// Acute beds, by hospital.
    #[serde(default)]
    pub hospitals: Named<Schedule>,
    /// Staff, by SPOA and team.
    #[serde(default)]
    pub spoas: Named<Named<Schedule>>,
    /// Beds, hours a week, or places, by service.
    #[serde(default)]
    pub services: Named<Schedule>,
}
