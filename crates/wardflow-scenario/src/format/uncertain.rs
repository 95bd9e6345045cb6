//! Numbers that nobody knows exactly.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, Range};

/// A number that is not known exactly.
///
/// The number in the rest of the file is the best guess, and all results use it. Beside them the program shows how far they
/// may be off because the number may be different: it runs the system again with numbers drawn from this range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uncertain {
    /// Paths of the numbers that it decides, such as "`services.d2a_block.beds`": a plain number, or numbers by date.
    pub decides: Vec<String>,
    /// What the numbers may be instead; give this or `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_be: Option<Range>,
    /// What the numbers in the file are multiplied by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Range>,
    /// Whether the numbers are rounded to whole ones, as beds and staff must be.
    #[serde(default)]
    pub whole: bool,
    /// Correlation with other uncertain numbers, by name, from -1 to 1: of the normal scores of the two (Gaussian copula).
    #[serde(default)]
    pub correlated_with: Named<f64>,
}
