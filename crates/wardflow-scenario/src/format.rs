//! The scenario file as types: what a planner writes, named as a planner names it.
//!
//! Everything is named by keys, units stand in the keys, and whatever can be left out has its default here. Places in
//! the file, `source`, `note` and `extends` are the business of [`crate::reading`].

mod arrivals;
mod census;
mod cohort;
mod contact;
mod cost;
mod date;
mod escalation;
mod hospital;
mod hours;
mod locality;
mod outcome;
mod pathway;
mod rounds;
mod schedule;
mod service;
mod spoa;
mod stay;
mod step_up;
mod uncertain;
mod waiting;
mod weights;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::reading::Format;

pub use arrivals::{Arrivals, CsvColumn, CsvValues, DailyNumbers, FixedInterval, MONTHS, Poisson, Surge, WEEKDAYS};
pub use census::{Census, CensusGroup, CohortCensus, HospitalCensus, PathwayCensus, Remaining, SoFar};
pub use cohort::{AcuteEnd, Cohort, EarlyPlanning, PassedOn, Share};
pub use contact::FirstContact;
pub use cost::{Cost, FixedCost, FundingWindow, Paid, Payer};
pub use date::Date;
pub use escalation::{Added, Escalation, Watch};
pub use hospital::{Hospital, WhenFull};
pub use hours::OpeningHours;
pub use locality::Locality;
pub use outcome::{Destination, Outcome, Readmission};
pub use pathway::{
    Amount, Arrangement, Bridging, Group, Needs, Package, Pathway, RequestCapacity, Responsible, Triage,
};
pub use rounds::{RoundTime, Rounds};
pub use schedule::{ByDate, Capacity, Schedule};
pub use service::{Service, Starts};
pub use spoa::{Spoa, Team};
pub use stay::{HandlingTime, Range, Stay, StayParts};
pub use step_up::StepUp;
pub use uncertain::Uncertain;
pub use waiting::{Fallback, HeavierNeed, LongerStay, Patience, WhileWaiting};

/// Named things, in the order of the file.
pub type Named<T> = IndexMap<String, T>;

/// The version of the scenario format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// A hospital discharge system: who comes, what they need, and what there is of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the scenario format: 1.
    pub format: u32,
    /// What the scenario is called on charts and in tables.
    pub title: String,
    /// What it is about, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Name or path of a scenario that this one changes: maps merge, lists and values replace, null deletes.
    /// Numbers by date replace a plain number from their first date on; before it that number holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// The first measured day, such as "2021-05-01".
    pub start: Date,
    /// Measured days.
    #[serde(default = "a_year")]
    pub days: u32,
    /// Days simulated before the first measured one, so that the system is no longer empty; none with a `census`.
    #[serde(default = "half_a_year")]
    pub warm_up_days: u32,
    /// The people who are there when the first measured day begins; if left out, the run begins empty, with the
    /// warm-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub census: Option<Census>,
    /// How often the run is repeated with other random numbers, unless the command line says otherwise.
    #[serde(default = "hundred")]
    pub replications: u32,
    /// Seed of the random numbers, unless the command line says otherwise.
    #[serde(default = "one")]
    pub seed: u64,
    /// Bank holidays, on which the Sunday profiles and Sunday hours apply.
    #[serde(default)]
    pub bank_holidays: BankHolidays,
    /// Opening hours with a name, so that one change (from five-day to seven-day working, say) changes them wherever
    /// the name is used.
    #[serde(default)]
    pub calendars: Named<OpeningHours>,
    /// Adults served, for delayed bed days per 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adults_served: Option<f64>,
    /// People of 65 and over among them, for new long-term placements per 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people_65_and_over: Option<f64>,
    /// Hospitals, by name.
    pub hospitals: Named<Hospital>,
    /// Localities where patients live, by name; none if that makes no difference.
    #[serde(default)]
    pub localities: Named<Locality>,
    /// Single Points of Access, by name. Pathways without triage need none.
    #[serde(default)]
    pub spoas: Named<Spoa>,
    /// Cohorts of patients, by name.
    pub cohorts: Named<Cohort>,
    /// Discharge pathways, by name.
    pub pathways: Named<Pathway>,
    /// What pathways need: beds, hours of care, places, by name.
    #[serde(default)]
    pub services: Named<Service>,
    /// Capacity that is added while the pressure is high, by name.
    #[serde(default)]
    pub escalations: Named<Escalation>,
    /// Sums paid whatever happens, by name.
    #[serde(default)]
    pub fixed_costs: Named<FixedCost>,
    /// Who pays, by name: an integrated care board, a council, a national fund.
    #[serde(default)]
    pub payers: Named<Payer>,
    /// Numbers that are not known exactly, by name, with the ranges in which they lie.
    #[serde(default)]
    pub uncertain: Named<Uncertain>,
}

impl Scenario {
    /// Days of warm-up: none with a census.
    pub fn warm_up(&self) -> u32 {
        if self.census.is_some() { 0 } else { self.warm_up_days }
    }
}

/// The lists of a scenario that hold things by names of its own.
pub(crate) const NAMED: [&str; 11] = [
    "calendars",
    "hospitals",
    "localities",
    "spoas",
    "cohorts",
    "pathways",
    "services",
    "escalations",
    "fixed_costs",
    "payers",
    "uncertain",
];
/// The same inside other things, wherever they stand. Lists under other words say something of what is named elsewhere.
const NAMED_INSIDE: [&str; 7] = ["teams", "surges", "arrangements", "packages", "first_contacts", "outcomes", "parts"];

impl Format for Scenario {
    fn has_names(path: &[String]) -> bool {
        match path {
            [] => false,
            [list] => NAMED.contains(&list.as_str()),
            [.., list] => NAMED_INSIDE.contains(&list.as_str()),
        }
    }
}

/// Which days are bank holidays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BankHolidays {
    /// None.
    #[default]
    None,
    /// Those of England and Wales, 2019 to 2030, substitute days and one-offs announced by November 2026 included.
    EnglandAndWales,
    /// These dates.
    Dates(Vec<Date>),
}

fn a_year() -> u32 {
    365
}

fn half_a_year() -> u32 {
    180
}

fn hundred() -> u32 {
    100
}

fn one() -> u64 {
    1
}
