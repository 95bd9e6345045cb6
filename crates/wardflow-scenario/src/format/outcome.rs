//! How a stay in a service ends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Needs, Patience, Schedule, Share, Stay};

/// One way in which a stay in a service ends. People hold the bed or the hours until they can move on. Give one of `needs`
/// and `leads_to` to say where it leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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
    /// Where those go who need no more services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<Destination>,
    /// How many of those who go home or to a care home come back to hospital, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readmission: Option<Readmission>,
}

/// Where people go who leave hospital or a service and need no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// Home, independent.
    Home,
    /// To live in a care home. Where its places run out, give the need of a `placement` instead.
    CareHome,
    /// Back to the front door of their hospital.
    Hospital,
    /// They have died.
    Death,
}

/// How many patients who went home or to a care home come back to hospital, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readmission {
    /// Share of them who come back.
    pub share: Schedule,
    /// How long after they left.
    pub after: Stay,
}
