//! Every figure of the scenarios that says where it comes from.

use maud::{Markup, html};
use serde_json::Value;
use wardflow_scenario::reading::Path;

use crate::run_folder::RunFolder;

/// A table for each run.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    html! {
        @for run in runs {
            h3 { (run.run.scenario) @if runs.len() > 1 { " (" (run.name) ")" } }
            (of_run(run))
        }
    }
}

fn of_run(run: &RunFolder) -> Markup {
    let scenario = serde_json::to_value(&run.ready.scenario).unwrap_or_default();
    let all: Vec<_> = run.ready.annotations.iter().collect();
    if all.is_empty() {
        return html! { p { "The scenario does not say where its figures come from." } };
    }
    html! {
        div class="wide" {
            table {
                caption { "Figures of the scenario, where they come from, and what is to be said about them" }
                thead { tr { th scope="col" { "Figure" } th scope="col" { "Value" } th scope="col" { "Source" } th scope="col" { "Note" } } }
                tbody {
                    @for (path, annotation) in all {
                        tr {
                            th scope="row" { code { (path) } }
                            td { (value(&scenario, path)) }
                            td { (annotation.source.as_deref().unwrap_or_default()) }
                            td { (annotation.note.as_deref().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

/// A plain value; of lists and objects nothing, they stand in the scenario's file.
fn value(scenario: &Value, path: &Path) -> String {
    let found = path.segments().iter().try_fold(scenario, |value, segment| match value {
        Value::Object(members) => members.get(segment),
        Value::Array(entries) => segment.parse::<usize>().ok().and_then(|at| entries.get(at)),
        _ => None,
    });
    match found {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => String::new(),
    }
}
