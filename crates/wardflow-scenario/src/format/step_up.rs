//! Step-up: referrals from the community.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Needs, OpeningHours, Schedule, Stay, Triage, schedule::all};

/// Referrals from the community, to Urgent Community Response or straight to a service: what happens before anybody comes
/// to the front door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepUp {
    /// When referrals are taken; at other times they are refused. If left out they wait for staff to be at work.
    #[serde(default)]
    pub takes_referrals: OpeningHours,
    /// Staff who answer, and how long that takes; without them the need is known at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Triage>,
    /// Share of the referrals answered that are accepted.
    #[serde(default = "all")]
    pub accepted_share: Schedule,
    /// What those accepted need: care at home or a bed, the same as discharged patients use, or nothing more.
    #[serde(default)]
    pub needs: Needs,
    /// How long they wait for it at home until they are refused after all; as long as it takes if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Stay>,
    /// Share of those refused who come to the front door.
    #[serde(default)]
    pub refused_come_share: Schedule,
}
