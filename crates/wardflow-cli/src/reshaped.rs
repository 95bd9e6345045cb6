//! Stays whose mean is not what somebody wrote: truncated and stretched ones.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wardflow_core::stay::Shape;
use wardflow_scenario::{
    format::{HandlingTime, Scenario, Stay},
    reading::Path,
};

/// A stay that is truncated or stretched.
#[derive(Debug, Serialize)]
pub(crate) struct Reshaped {
    /// Its place in the scenario.
    #[serde(serialize_with = "as_text")]
    pub(crate) path: Path,
    /// Days or hours.
    pub(crate) unit: &'static str,
    /// Mean of the distribution that is reshaped, in the unit.
    pub(crate) mean_as_given: f64,
    /// Mean of what is left, in the unit.
    pub(crate) mean_as_it_runs: f64,
}

fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(path)
}

/// All such stays of a scenario, in its order.
pub(crate) fn reshaped(scenario: &Scenario) -> Vec<Reshaped> {
    let mut found = Vec::new();
    if let Ok(scenario) = serde_json::to_value(scenario) {
        search(&scenario, &Path::root(), &mut found);
    }
    found
}

/// The keys of the distributions that hold others.
const HOLDERS: [&str; 3] = ["mixture", "truncated", "stretched"];

fn search(value: &Value, path: &Path, found: &mut Vec<Reshaped>) {
    let Value::Object(members) = value else { return };
    let may_be = members.len() == 1 && HOLDERS.iter().any(|key| members.contains_key(*key));
    if let Some((shape, unit, per_day)) = may_be.then(|| read(value)).flatten() {
        if is_reshaped(&shape) {
            let (given, runs) = (mean_as_given(&shape) * per_day, shape.mean() * per_day);
            found.push(Reshaped { path: path.clone(), unit, mean_as_given: given, mean_as_it_runs: runs });
        }
        return;
    }
    for (key, member) in members {
        search(member, &path.join(key), found);
    }
}

/// A distribution, its unit and how many of that are a day.
fn read(value: &Value) -> Option<(Shape, &'static str, f64)> {
    if let Ok(stay) = Stay::deserialize(value) {
        return Some((stay.shape().ok()?, "days", 1.0));
    }
    let time = HandlingTime::deserialize(value).ok()?;
    Some((time.shape().ok()?, "hours", 24.0))
}

fn is_reshaped(shape: &Shape) -> bool {
    match shape {
        Shape::Truncated { .. } | Shape::Stretched { .. } => true,
        Shape::Mixture { parts } => parts.iter().any(|(_, part)| is_reshaped(part)),
        _ => false,
    }
}

/// The mean without all that reshapes it [days].
fn mean_as_given(shape: &Shape) -> f64 {
    match shape {
        Shape::Truncated { shape, .. } | Shape::Stretched { shape, .. } => mean_as_given(shape),
        Shape::Mixture { parts } => parts.iter().map(|(share, part)| share * mean_as_given(part)).sum(),
        shape => shape.mean(),
    }
}
