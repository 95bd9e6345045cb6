//! Services after discharge: beds, hours of care, places, vacancies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Capacity, Cost, FirstContact, Named, OpeningHours, Outcome, Schedule, Stay, Triage};

/// A service. Its kind is the one of `beds`, `hours_per_week`, `places`, `vacancies_per_week` and `arranged_at_once` that
/// it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Short-term beds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beds: Option<Capacity>,
    /// Hours of care a week, shared out to packages that hold them until they end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_per_week: Option<Capacity>,
    /// Packages, carers or long-term places at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Capacity>,
    /// Long-term places that fall vacant a week, at random, each taken for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vacancies_per_week: Option<Schedule>,
    /// Long-term placements that can be arranged at one time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranged_at_once: Option<Capacity>,
    /// The localities whose people it serves; those of all if left out.
    #[serde(default)]
    pub serves: Vec<String>,
    /// How long people stay, for beds and places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// The assessment at the end of a stay in a bed or place, by staff; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Triage>,
    /// How stays in a bed or place end, by name. If left out, people leave for an unknown place and are not counted in
    /// where people are on day 91.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
    /// Contacts with staff that should come soon after the transfer to a bed or place, by name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub first_contacts: Named<FirstContact>,
    /// For `arranged_at_once`: how long arranging one takes, in the acute bed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranging: Option<Stay>,
    /// For `vacancies_per_week`: most vacancies kept while nobody wants them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_kept: Option<Schedule>,
    /// When and how many starts are possible.
    #[serde(default)]
    pub starts: Starts,
    /// Whether a need that fits may pass one that came earlier and does not fit.
    #[serde(default)]
    pub smaller_may_pass: bool,
    /// Time between two people in which a bed is neither occupied nor available.
    #[serde(default)]
    pub turnaround_hours: f64,
    /// Numbers of beds or places to report on: for each, the share of time in which exactly that many are in use and,
    /// if they are unlimited, the chance of delay with that many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_sizes: Vec<u32>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// When and how many starts are possible.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Starts {
    /// Days and hours in which the provider allocates.
    #[serde(default)]
    pub hours: OpeningHours,
    /// Most starts a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_day: Option<Schedule>,
    /// Most starts in a week from Monday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_week: Option<Schedule>,
}
