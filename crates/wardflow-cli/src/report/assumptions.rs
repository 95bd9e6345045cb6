//! Every figure of the scenarios that says where it comes from.

use maud::{Markup, html};

use super::differing::{self, Place, breakable};
use crate::{
    run_folder::RunFolder,
    sourced::{Figure, sourced},
};

/// The figures of the first run, then those of the others that are not the same.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let all: Vec<Vec<Figure>> = runs.iter().map(|run| sourced(&run.ready)).collect();
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
