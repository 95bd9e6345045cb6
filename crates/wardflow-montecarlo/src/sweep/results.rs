//! What a finished sweep says: the content of its `results.json`, from which charts are drawn.

use serde::{Deserialize, Serialize};
use wardflow_core::model::Model;

use crate::{limit::Limit, stability::State, statistics::possible};

/// The name of the format in [`SweepResults::format`].
pub const FORMAT: &str = "wardflow/sweep";
/// Its version.
pub const VERSION: u32 = 3;

/// All points of a sweep with the measures that were asked for. Whoever writes very many points may give them one by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepResults<Points = Vec<Point>> {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Name and version of the program that ran it.
    pub program: String,
    /// Title of the sweep.
    pub title: String,
    /// Seed of every point.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    /// What was varied.
    pub axes: Vec<Axis>,
    /// The scenarios in which it was varied; one if there are no variants.
    pub variants: Vec<Variant>,
    /// What was measured.
    pub measures: Vec<SweptMeasure>,
    /// Whether the plan names them, in its own order; else they are all, or the headline ones.
    #[serde(default)]
    pub measures_named: bool,
    /// In the order of the plan.
    pub points: Points,
}

/// A parameter that was varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Its path in the scenario, such as `services.d2a_block.beds`.
    pub path: String,
    /// What charts call it; its unit included if it has one.
    pub label: String,
    /// What people call the part of the scenario in which it lies, if the label begins with that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whose: Option<String>,
}

/// A scenario in which parameters were varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name in the plan.
    pub name: String,
    /// Title of its scenario.
    pub title: String,
    /// The value of each axis in the scenario itself, if it is one constant number: today's capacity.
    pub today: Vec<Option<f64>>,
}

/// A measure of every point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweptMeasure {
    /// Its key in the catalogue.
    #[serde(rename = "measure")]
    pub key: String,
    /// Its title.
    pub title: String,
    /// What people call the part that it is of, if it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whose: Option<String>,
    /// Its unit as it is read.
    pub unit: String,
    /// The largest value that is possible, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Its definition.
    pub definition: String,
}

impl SweptMeasure {
    /// The ends of the 95% confidence interval of the mean at a point, within what is possible; none if it has none.
    pub fn interval(&self, result: &PointResult) -> Option<[f64; 2]> {
        Some(possible(result.mean?, result.half_width_95?, self.most))
    }
}

/// One point of the sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its stable name.
    pub id: String,
    /// Place of its variant in [`SweepResults::variants`].
    pub variant: usize,
    /// The value of each axis.
    pub at: Vec<f64>,
    /// Whether it keeps up with what comes.
    #[serde(flatten)]
    pub keeps_up: KeepsUp,
    /// One for each measure; none where the point's scenario has no such measure.
    pub results: Vec<Option<PointResult>>,
}

/// Whether a point keeps up with what comes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KeepsUp {
    /// Whether it does; none if it could not be finished.
    pub state: Option<State>,
    /// What is asked for as a share of what can be admitted, where that is most; none where it is far from it, or known to
    /// no better than 3 percentage points.
    pub load: Option<f64>,
    /// What its hospitals can admit at most, where that was looked for and found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<PointLimit>,
}

/// What a hospital can admit at most at one point: see [`crate::limit::Limit`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointLimit {
    /// Which hospital.
    pub hospital: String,
    /// From which measured day on, 0 for the first.
    pub from_day: u64,
    /// What is asked for: people a day, or 1 of a multiple of arrivals.
    pub demand: f64,
    /// What can be done at most.
    pub at_most: f64,
    /// Half of the width of its 95% confidence interval.
    pub half_width_95: f64,
    /// Whether it is exact but for chance, and no estimate.
    pub exact: bool,
    /// Whether it is exceeded, chance aside.
    pub exceeded: bool,
    /// Whether so much of it is asked for that means say little.
    pub too_close: bool,
}

impl PointLimit {
    /// Of a limit of a model.
    pub(super) fn new(model: &Model, limit: &Limit) -> Self {
        Self {
            hospital: model.hospitals[limit.hospital.at()].name.clone(),
            from_day: limit.days.start - u64::from(model.warm_up_days),
            demand: limit.demand,
            at_most: limit.at_most,
            half_width_95: limit.half_width_95,
            exact: limit.is_exact(),
            exceeded: limit.is_exceeded(),
            too_close: limit.is_too_close(),
        }
    }
}

/// One measure at one point, in the unit of the measure: as in [`crate::statistics::Summary`], `None` where that has
/// no number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointResult {
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Half of the width of the 95% confidence interval of the mean.
    pub half_width_95: Option<f64>,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// 5% quantile over replications.
    pub low_5: Option<f64>,
    /// 95% quantile over replications.
    pub high_95: Option<f64>,
    /// Replications with a value.
    pub cases: u32,
    /// Replications without one.
    pub missing: u32,
}
