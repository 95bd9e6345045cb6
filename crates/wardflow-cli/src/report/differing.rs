//! In which values of their files scenarios differ.

use maud::{Markup, html};

use crate::{
    run_folder::RunFolder,
    values::{differing, values},
};

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

/// A table of the values that are not the same in all runs, if this is its place.
pub(super) fn markup(runs: &[RunFolder], place: Place) -> Markup {
    let rows = differing(&runs.iter().map(|run| values(&run.ready.scenario)).collect::<Vec<_>>());
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
