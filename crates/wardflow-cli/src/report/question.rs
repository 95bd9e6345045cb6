//! What a report is about.

use maud::{Markup, html};

use super::{
    differing::{self, Place},
    material::Material,
};
use crate::{numbers, plot::runs::period, run_folder::RunFolder};

/// The scenarios in their own words, and in what they differ.
pub(super) fn markup(material: &Material) -> Markup {
    let described: Vec<&RunFolder> = match &material.winter {
        Some(_) => material.runs.iter().take(1).collect(),
        None => distinct(&material.runs),
    };
    html! {
        @for run in &described {
            @if described.len() > 1 { h3 { (run.run.scenario) @if run.name != run.run.scenario { " (" (run.name) ")" } } }
            @if let Some(like) = described.iter().find(|other| other.ready.scenario.description == run.ready.scenario.description)
                && like.name != run.name
            {
                // Its words are those of what it changes.
                p { "As " (like.name) " but for what is changed below." }
            } @else if let Some(description) = &run.ready.scenario.description {
                p { (if described.len() > 1 { beginning(description) } else { description }) }
            }
        }
        @if let Some(winter) = &material.winter { (winter.question()) }
        @if !material.what_ifs.is_empty() {
            ul { @for (name, change) in &material.what_ifs { li { (name) ": " (change) } } }
        }
        @for text in measured(&material.runs) { p { (text) } }
        (differing::markup(&material.runs, Place::Question))
    }
}

/// Of several scenarios the board reads the first sentences; all of them stand in their files.
fn beginning(text: &str) -> &str {
    const LEAST: usize = 120;
    text.match_indices(". ").map(|(end, _)| &text[..=end]).find(|part| part.len() >= LEAST).unwrap_or(text)
}

/// Runs of which no earlier one has the same title and words.
fn distinct(runs: &[RunFolder]) -> Vec<&RunFolder> {
    let mut kept: Vec<&RunFolder> = Vec::new();
    let words = |run: &RunFolder| (run.run.scenario.clone(), run.ready.scenario.description.clone());
    for run in runs {
        if kept.iter().all(|other| words(other) != words(run)) {
            kept.push(run);
        }
    }
    kept
}

/// What was measured, once if it is the same for all.
fn measured(runs: &[RunFolder]) -> Vec<String> {
    let text = |run: &RunFolder| {
        format!(
            "Measured: {}, after a warm-up of {}; {} with seed {}.",
            period(run),
            numbers::count(run.run.warm_up_days.into(), "day"),
            numbers::count(run.run.replications.into(), "replication"),
            run.run.seed
        )
    };
    match runs {
        [first, others @ ..] if others.iter().all(|run| text(run) == text(first)) => vec![text(first)],
        _ => runs.iter().map(|run| format!("{}. {}", run.name, text(run))).collect(),
    }
}
