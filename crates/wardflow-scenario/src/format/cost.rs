//! What resources cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, Schedule};

/// A unit cost. Give the one key that fits the resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// For beds and places: pounds for one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pounds_per_day: Option<Schedule>,
    /// For beds and places: pounds for one week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pounds_per_week: Option<Schedule>,
    /// For hours of care: pounds for one hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pounds_per_hour: Option<Schedule>,
    /// For staff: pounds for one member of staff for a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pounds_per_staff_year: Option<Schedule>,
    /// What is paid for.
    #[serde(default)]
    pub paid: Paid,
    /// Who pays all of it: one of `payers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// Who pays what share of it, in place of `payer`; the shares add up to 1.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub payers: Named<f64>,
    /// Lets somebody else pay for what a patient uses in the first weeks after discharge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding_window: Option<FundingWindow>,
}

/// The first weeks after a patient's discharge, in which somebody else pays for what is in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingWindow {
    /// How long after the discharge from hospital it ends.
    pub weeks: f64,
    /// Who pays in it: one of `payers`.
    pub payer: String,
}

/// What is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Paid {
    /// All there is, used or not, as in a block contract.
    #[default]
    UsedOrNot,
    /// What is in use, as in spot purchase.
    ByUse,
}

/// A sum paid whatever happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedCost {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Pounds a year.
    pub pounds_per_year: Schedule,
    /// Who pays all of it: one of `payers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// Who pays what share of it, in place of `payer`; the shares add up to 1.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub payers: Named<f64>,
}

/// Somebody who pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// Their name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they mean to spend a year on all that they pay for here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_pounds_per_year: Option<Schedule>,
}
