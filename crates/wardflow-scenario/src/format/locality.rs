//! Localities: where patients live.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place where patients live: services may serve some localities only, whatever hospital the patients come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Locality {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its own Single Point of Access (Local Access Point): for every triage, assessment and answer that names no `spoa`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoa: Option<String>,
    /// Adults who live there, for delayed bed days per 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adults: Option<f64>,
}
