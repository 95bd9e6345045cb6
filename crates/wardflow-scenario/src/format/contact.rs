//! First contacts with staff after the transfer from hospital.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OpeningHours, Stay};

/// A first contact with staff that should come soon after the transfer from hospital, such as the assessment at home or
/// the therapist's visit. It is measured and changes nothing: nobody waits for it in an acute bed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstContact {
    /// The name of those who come in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How long after the transfer somebody is ready to come.
    pub after: Stay,
    /// When they come; whoever is ready outside these hours comes at the next opening.
    #[serde(default)]
    pub hours: OpeningHours,
    /// It should come within this many hours of the discharge.
    pub within_hours: f64,
}
