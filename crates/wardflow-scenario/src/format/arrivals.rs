//! When patients come.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Named, Schedule};

/// Days of the week as keys, Monday first.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Months as keys.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How patients arrive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Arrivals {
    /// At random, at a rate that may change over the day, week and year.
    Poisson(Poisson),
    /// At random, with a mean for each day from a CSV file.
    DailyMeans(DailyNumbers),
    /// Exactly as many as a CSV file says for each day, at random times.
    DailyCounts(DailyNumbers),
    /// One patient at fixed intervals, for tests.
    FixedInterval(FixedInterval),
}

/// Arrivals at random at a rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poisson {
    /// Mean arrivals a day. The profiles below spread it and leave its average alone.
    pub per_day: Schedule,
    /// Relative weight of each of the 24 hours of the day, from 00:00 on; evenly if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hourly_profile: Option<Vec<f64>>,
    /// Relative weight of days of the week, such as {"Sat": 0.8, "Sun": 0.7}; 1 for those left out.
    #[serde(default)]
    pub weekday_profile: IndexMap<String, f64>,
    /// Relative weight of months, such as {"Dec": 1.1, "Jan": 1.2}; 1 for those left out.
    #[serde(default)]
    pub month_profile: IndexMap<String, f64>,
    /// Growth a year, compounded from the first measured day.
    #[serde(default)]
    pub growth_percent_per_year: f64,
    /// Stretches with more or fewer arrivals, by name; where they overlap they multiply.
    #[serde(default)]
    pub surges: Named<Surge>,
}

/// A stretch with more or fewer arrivals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Surge {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Times as many arrivals.
    pub multiply_by: f64,
}

impl Arrivals {
    /// The CSV file that they come from, if there is one.
    pub const fn csv(&self) -> Option<&CsvColumn> {
        match self {
            Self::DailyMeans(numbers) | Self::DailyCounts(numbers) => Some(&numbers.csv),
            Self::Poisson(_) | Self::FixedInterval(_) => None,
        }
    }

    /// The same, to be changed.
    pub const fn csv_mut(&mut self) -> Option<&mut CsvColumn> {
        match self {
            Self::DailyMeans(numbers) | Self::DailyCounts(numbers) => Some(&mut numbers.csv),
            Self::Poisson(_) | Self::FixedInterval(_) => None,
        }
    }
}

/// Arrivals with a number for each day from a CSV file.
///
/// Days of the warm-up have their own rows; where the file has none its first whole weeks repeat, and `check` says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyNumbers {
    /// Where the numbers stand.
    pub csv: CsvColumn,
    /// Relative weight of each of the 24 hours of the day, from 00:00 on; evenly if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hourly_profile: Option<Vec<f64>>,
}

/// A column of a CSV file with a header row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CsvColumn {
    /// Path of the file, from the folder of the scenario.
    pub file: String,
    /// The column with dates: 2021-10-01, or 1/10/2021 with the day first.
    #[serde(default = "date_column")]
    pub date_column: String,
    /// The column with the numbers.
    pub value_column: String,
    /// Only rows with these values in these columns, such as {"pathway": "P2", "scenario": "1"}.
    #[serde(default)]
    pub only: IndexMap<String, String>,
}

/// A column of numbers in a CSV file with a header row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CsvValues {
    /// Path of the file, from the folder of the scenario.
    pub file: String,
    /// The column with the numbers.
    pub value_column: String,
    /// The column that says how often each number was seen, such as a count of spells; once a row if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_column: Option<String>,
    /// Only rows with these values in these columns, such as {"ward": "A1"}.
    #[serde(default)]
    pub only: IndexMap<String, String>,
}

fn date_column() -> String {
    "date".into()
}

/// One patient at fixed intervals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedInterval {
    /// Hours from one patient to the next.
    pub every_hours: f64,
    /// Hours from the beginning of the warm-up to the first patient.
    #[serde(default)]
    pub first_after_hours: f64,
}
