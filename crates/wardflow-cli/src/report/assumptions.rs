//! Every figure of the scenarios that says where it comes from.

use maud::{Markup, html};
use serde_json::Value;
use wardflow_scenario::reading::Path;

use super::differing::{self, Place, breakable, shown};
use crate::run_folder::RunFolder;

/// A figure: where it stands, what it is, its source, a note.
type Figure = [String; 4];

/// The figures of the first run, then those of the others that are not the same.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let all: Vec<Vec<Figure>> = runs.iter().map(figures).collect();
    let mut known: Vec<&Figure> = Vec::new();
    let mut parts: Vec<(String, Vec<&Figure>)> = Vec::new();
    for (run, figures) in runs.iter().zip(&all) {
        let new: Vec<&Figure> = figures.iter().filter(|figure| !known.contains(figure)).collect();
        known.extend(&new);
        let caption = if parts.is_empty() {
            "Figures of the scenario, where they come from, and what is to be said about them".to_owned()
        } else {
            format!("Figures that are others in {}", run.name)
        };
        if !new.is_empty() {
            parts.push((caption, new));
        }
    }
    html! {
        (differing::markup(runs, Place::Assumptions))
        @if parts.is_empty() { p { "The scenario does not say where its figures come from." } }
        @for (caption, figures) in &parts { (table(caption, figures)) }
    }
}

fn table(caption: &str, figures: &[&Figure]) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label=(caption) {
            table class="figures" {
                caption { (caption) }
                thead { tr { th scope="col" { "Figure" } th scope="col" { "Value" } th scope="col" { "Source" } th scope="col" { "Note" } } }
                tbody {
                    @for [path, value, source, note] in figures {
                        tr { th scope="row" { code { (breakable(path)) } } td { (value) } td { (source) } td { (note) } }
                    }
                }
            }
        }
    }
}

fn figures(run: &RunFolder) -> Vec<Figure> {
    let scenario = serde_json::to_value(&run.ready.scenario).unwrap_or_default();
    let annotations = run.ready.annotations.iter();
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
