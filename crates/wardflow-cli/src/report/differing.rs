//! In which values of their files scenarios differ.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use serde_json::Value;
use wardflow_scenario::reading::Path;

use crate::{run_folder::RunFolder, sourced::shown};

/// So many rows are short.
const SHORT: usize = 5;
/// More rows are for the files.
const MOST: usize = 40;
/// What says something about a scenario, but is none of its values.
const WORDS: [&str; 4] = ["title", "description", "extends", "format"];
/// Stands for a value that a scenario has not.
const NONE: &str = "none";

/// Where the table may stand: a short one beside the question, a longer one further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Question,
    Assumptions,
}

/// A table of the values that are not the same in all runs, if this is its place.
pub(super) fn markup(runs: &[RunFolder], place: Place) -> Markup {
    let all: Vec<Vec<(Path, String)>> = runs.iter().map(values).collect();
    let rows = rows(&all);
    let its_place = if rows.len() <= SHORT { Place::Question } else { Place::Assumptions };
    if rows.is_empty() || place != its_place {
        return html! {};
    }
    html! {
        div class="wide" tabindex="0" role="region" aria-label="In what the scenarios differ" {
            table {
                caption { "In what the scenarios differ" }
                thead { tr { th scope="col" { "Value" } @for run in runs { th scope="col" { (run.name) } } } }
                tbody {
                    @for (path, cells) in rows.iter().take(MOST) {
                        tr {
                            th scope="row" { code { (breakable(&path.to_string())) } }
                            @for cell in cells { td { (cell) } }
                        }
                    }
                }
            }
        }
        @if rows.len() > MOST { p { (rows.len() - MOST) " more values differ: see the scenario files below." } }
    }
}

/// A path that may be broken between its parts, and nowhere else.
pub(super) fn breakable(path: &str) -> Markup {
    let parts = path.split_inclusive(['.', '_']);
    html! { @for part in parts { (part) wbr; } }
}

/// Every plain value of a scenario by its path, as it was run.
fn values(run: &RunFolder) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    let scenario = serde_json::to_value(&run.ready.scenario).unwrap_or_default();
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
fn rows(all: &[Vec<(Path, String)>]) -> Vec<(Path, Vec<String>)> {
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
            rows(&all).into_iter().map(|(path, cells)| format!("{path} {}", cells.join(" "))).collect();
        assert_eq!(rows, ["a.b 1 2", "d x none"]);
    }
}
