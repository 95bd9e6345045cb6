//! How a stay in a service ends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Needs, Patience, Schedule, Share, Stay};

/// One way in which a stay in a service ends. Until they can move on people hold the bed or the hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its share among the outcomes of the service.
    pub share: Share,
    /// How long it takes, in the service, until the patient can move on or what they need is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<Stay>,
    /// What they need next.
    #[serde(default)]
    pub needs: Needs,
    /// How long they wait for it; as long as it takes if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<Patience>,
    /// Where those go who need nothing.
    #[serde(default)]
    pub leads_to: Destination,
    /// That some of those who go home come back to hospital.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readmission: Option<Readmission>,
}

/// Where people go who leave a service and need no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// Home, independent.
    #[default]
    Home,
    /// They have died.
    Death,
    /// Back to the front door of their hospital.
    Hospital,
}

/// That patients who went home come back to hospital.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readmission {
    /// Share of them who do.
    pub share: Schedule,
    /// How long after they went home.
    pub after: Stay,
}
