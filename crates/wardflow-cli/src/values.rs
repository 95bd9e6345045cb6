//! The plain values of scenarios by their paths as they stand in the files, and those in which several differ.
//!
//! What people read of inputs is told by [`crate::inputs`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wardflow_scenario::{format::Scenario, reading::Path};

use crate::numbers::plain;

/// What says something about a scenario, but is none of its values.
const WORDS: [&str; 4] = ["title", "description", "extends", "format"];
/// Stands for a value that a scenario has not.
const NONE: &str = "none";

/// Every plain value of a scenario by its path, as it was run.
pub(crate) fn values(scenario: &Scenario) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    let scenario = serde_json::to_value(scenario).unwrap_or_default();
    walk(&scenario, &Path::root(), &mut found);
    found.retain(|(path, _)| !path.segments().first().is_some_and(|first| WORDS.contains(&first.as_str())));
    found
}

fn walk(value: &Value, path: &Path, found: &mut Vec<(Path, String)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| walk(value, &path.join(key), found)),
        // A list is one value, such as a profile.
        other => found.push((path.clone(), shown(other))),
    }
}

/// The paths whose values differ, in the order of the files, with the value of each scenario.
pub(crate) fn differing(all: &[Vec<(Path, String)>]) -> Vec<(Path, Vec<String>)> {
    let mut paths: Vec<&Path> = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, _) in all.iter().flatten() {
        if seen.insert(path) {
            paths.push(path);
        }
    }
    let by_path: Vec<BTreeMap<&Path, &String>> =
        all.iter().map(|values| values.iter().map(|(path, value)| (path, value)).collect()).collect();
    let row = |path: &Path| -> Vec<String> {
        by_path
            .iter()
            .map(|values| values.get(path).map_or_else(|| NONE.to_owned(), |value| (*value).clone()))
            .collect()
    };
    let rows = paths.into_iter().map(|path| (path.clone(), row(path)));
    rows.filter(|(_, cells)| cells.iter().any(|cell| *cell != cells[0])).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), plain),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_that_differ_are_told() {
        let of = |text: &str| {
            let mut found = Vec::new();
            walk(&serde_json::from_str(text).unwrap(), &Path::root(), &mut found);
            found
        };
        let all = [of(r#"{"a":{"b":1,"c":[1,2]},"d":"x"}"#), of(r#"{"a":{"b":2,"c":[1,2]}}"#)];
        let rows: Vec<String> =
            differing(&all).into_iter().map(|(path, cells)| format!("{path} {}", cells.join(" "))).collect();
        assert_eq!(rows, ["a.b 1 2", "d x none"]);
    }
}
