//! The figures of a scenario that say where they come from.

use serde_json::Value;
use wardflow_scenario::{Ready, reading::Path};

use crate::values::shown;

/// A figure: where it stands, what it is, its source, a note.
pub(crate) type Figure = [String; 4];

/// All of them, in the order of the file.
pub(crate) fn sourced(ready: &Ready) -> Vec<Figure> {
    let scenario = serde_json::to_value(&ready.scenario).unwrap_or_default();
    let annotations = ready.annotations.iter();
    annotations
        .map(|(path, annotation)| {
            let [source, note] = [&annotation.source, &annotation.note].map(|text| text.clone().unwrap_or_default());
            [path.to_string(), value(&scenario, path), source, note]
        })
        .collect()
}

/// A plain value; of lists and objects nothing, they stand in the scenario's file.
fn value(scenario: &Value, path: &Path) -> String {
    let found = path.segments().iter().try_fold(scenario, |value, segment| match value {
        Value::Object(members) => members.get(segment),
        Value::Array(entries) => segment.parse::<usize>().ok().and_then(|at| entries.get(at)),
        _ => None,
    });
    match found {
        Some(value @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => shown(value),
        _ => String::new(),
    }
}
