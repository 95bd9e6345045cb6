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
    /// In services, by name. Count anyone who has hours from several services under one of them only.
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
    /// In its acute beds, discharge ready and waiting, by pathway. Those in `pathways` are further people, whose
    /// hospital is not known.
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

/// People in one place: how many of each cohort where that is known, otherwise how many in all.
///
/// Where the cohort is not known it is drawn by the evidence: how many of each kind came a day in the week before the run,
/// times the chance that they stay longer than is known so far (or times their mean stay where nothing is known). People
/// who wait are drawn in proportion to who comes. If nobody of a cohort comes any more, all its kinds count as equally
/// common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CensusGroup {
    /// How many people whose cohort is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// How long they have been there, or have waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so_far: Option<SoFar>,
    /// How long they will still stay, instead of how long they have been there: until they are discharge ready (or die, or
    /// are transferred or passed on), or until their stay in a service ends. Not for people who wait.
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

/// How long people have been where they are. The rest of their stay is drawn from stays that last at least that long. If
/// they have been there for longer than any stay can last, a whole new stay follows, with a warning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SoFar {
    /// Not known: people are as far into their stay as in a system that has always been like this; waits have just
    /// begun.
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
