//! What may become of people while they wait: patience, harm, and what else is offered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Destination, Schedule, Stay, schedule::all};

/// How long people wait before they leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patience {
    /// How long, from the beginning of the wait.
    pub after: Stay,
    /// Where they then are: `home`, `care_home`, `death`, or, from a service, `hospital`. If left out, that is not
    /// known, and they are not counted in where people are on day 91.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<Destination>,
}

/// What may become of a pathway's patients while they wait in hospital: from readiness, or from the change to this
/// pathway, until its capacity is theirs. Chances are for each full day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhileWaiting {
    /// They leave: they have recovered, go against advice, or make their own arrangements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<Patience>,
    /// Chance of death on each day.
    #[serde(default)]
    pub death_chance_per_day: Schedule,
    /// They come to need a heavier pathway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heavier_need: Option<HeavierNeed>,
    /// They will stay longer in the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longer_stay: Option<LongerStay>,
}

/// The chance that people who wait come to need another pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeavierNeed {
    /// The chance on each day of waiting.
    pub chance_per_day: Schedule,
    /// The pathway that they then need.
    pub pathway: String,
}

/// How much waiting in hospital lengthens the stay in the service. All days until they get its capacity count, as the
/// pathway on which they leave says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LongerStay {
    /// The chance on each day of waiting.
    pub chance_per_day: Schedule,
    /// By how much each such day lengthens the stay.
    pub days: f64,
}

/// Another pathway that is offered, once, to patients who wait for capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// How long they have waited for capacity when it is offered.
    pub after: Stay,
    /// Share of them who take it.
    #[serde(default = "all")]
    pub share: Schedule,
    /// The pathway that is offered; whoever takes it waits for its capacity from then on.
    pub pathway: String,
}
