//! In which inputs scenarios differ.

use maud::{Markup, html};
use wardflow_scenario::Ready;

use crate::{inputs, run_folder::RunFolder};

/// So many rows are short.
const SHORT: usize = 5;
/// More rows are for the files.
const MOST: usize = 40;

/// Where the table may stand: a short one beside the question, a longer one further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Question,
    Assumptions,
}

/// A table of the inputs that are not the same in all runs, if this is its place.
pub(super) fn markup(runs: &[RunFolder], place: Place) -> Markup {
    let rows = inputs::differing(&runs.iter().map(|run| &run.ready).collect::<Vec<&Ready>>());
    let its_place = if rows.len() <= SHORT { Place::Question } else { Place::Assumptions };
    if rows.is_empty() || place != its_place {
        return html! {};
    }
    html! {
        div class="wide" tabindex="0" role="region" aria-label="In what the scenarios differ" {
            table {
                caption { "In what the scenarios differ" }
                thead { tr { th scope="col" { "Input" } @for run in runs { th scope="col" { (run.name) } } } }
                tbody {
                    @for row in rows.iter().take(MOST) {
                        tr {
                            th scope="row" { (row.heading) (path(&row.path.to_string())) }
                            @for cell in &row.cells { td { (cell) } }
                        }
                    }
                }
            }
        }
        @if rows.len() > MOST { p { (rows.len() - MOST) " more inputs differ: see the scenario files below." } }
    }
}

/// Where something stands in the file, below what it is called; it may be broken between its parts, and nowhere else.
pub(super) fn path(path: &str) -> Markup {
    let parts = path.split_inclusive(['.', '_']);
    html! { " " code class="path" { @for part in parts { (part) wbr; } } }
}
