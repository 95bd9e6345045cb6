//! What a finished sweep says: the content of its `results.json`, from which charts are drawn.

use serde::{Deserialize, Serialize};

use super::record::KeepsUp;

/// The name of the format in [`SweepResults::format`].
pub const FORMAT: &str = "wardflow/sweep";
/// Its version.
pub const VERSION: u32 = 2;

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
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its unit as it is read.
    pub unit: String,
    /// Its definition.
    pub definition: String,
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

/// One measure at one point, in the unit of the measure: as in [`crate::statistics::Summary`], `None` where that has
/// no number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointResult {
    /// Mean over replications.
    pub mean: Option<f64>,
    /// Half of the width of the 95 % confidence interval of the mean.
    pub half_width_95: Option<f64>,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// 5 % quantile over replications.
    pub low_5: Option<f64>,
    /// 95 % quantile over replications.
    pub high_95: Option<f64>,
    /// Replications with a value.
    pub cases: u32,
    /// Replications without one.
    pub missing: u32,
}
