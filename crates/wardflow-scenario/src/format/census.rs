//! Today's census: how a run begins that does not begin empty.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CsvValues, Named, Stay};

/// The people who are there when the first measured day begins. There is then no warm-up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Census {
    /// At hospitals, by name.
    #[serde(default)]
    pub hospitals: Named<HospitalCensus>,
    /// In acute beds of any hospital, discharge ready and waiting, by pathway.
    #[serde(default)]
    pub pathways: Named<PathwayCensus>,
    /// In services, by name. Whoever holds hours of several services is counted under one of them.
    #[serde(default)]
    pub services: Named<CensusGroup>,
}

/// People at a hospital.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HospitalCensus {
    /// In acute beds, not discharge ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_ready: Option<CensusGroup>,
    /// At the front door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_door: Option<CensusGroup>,
    /// In its acute beds, discharge ready and waiting, by pathway; beside those of `pathways`, of whom it is not known in
    /// which hospital they are.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub pathways: Named<PathwayCensus>,
}

/// People of a pathway in acute beds, discharge ready.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathwayCensus {
    /// Waiting for triage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaiting_triage: Option<CensusGroup>,
    /// Waiting for capacity, all else being arranged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaiting_capacity: Option<CensusGroup>,
}

/// People in one place: so many of each cohort where that is known, and else so many in all.
///
/// Who is not known is drawn by the evidence: how many of a kind came a day in the week before the run, by the chance that
/// they stay longer than what is known of their time; by their mean stay where nothing is known of it. In proportion to
/// those who come of people who wait. Of a cohort of which nobody comes any more all kinds count as if somebody did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CensusGroup {
    /// How many, of cohorts that are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// How long they have been there, or have waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so_far: Option<SoFar>,
    /// How long they will still stay, instead of how long they have been there: until they are discharge ready (or die, or
    /// are transferred or passed on), or until their stay in a service ends. Not of those who wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Remaining>,
    /// Those whose cohort is known, by cohort.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub cohorts: Named<CohortCensus>,
}

/// People of one cohort in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CohortCensus {
    /// How many.
    pub people: u32,
    /// How long they have been there, or have waited.
    #[serde(default)]
    pub so_far: SoFar,
    /// How long they will still stay, instead of how long they have been there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Remaining>,
}

/// How long people have been where they are. What is left of their stay is that of stays which last longer. Of a stay so far
/// that is longer than any stay can be nothing is known: a whole stay follows, and there is a warning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SoFar {
    /// Not known: as in a system that has been so for ever; of waits, no time at all.
    #[default]
    Unknown,
    /// So many days, one value for each person.
    ValuesDays(Vec<f64>),
    /// The same from a column of a CSV file.
    CsvDays(CsvValues),
    /// Drawn from this distribution.
    DrawnFrom(Stay),
}

/// How long people will still stay where they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Remaining {
    /// So many days, one value for each person.
    ValuesDays(Vec<f64>),
    /// The same from a column of a CSV file.
    CsvDays(CsvValues),
    /// Drawn from this distribution.
    DrawnFrom(Stay),
}
