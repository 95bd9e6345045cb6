//! The draft of the STRESS-DES checklist as a table.

use maud::{Markup, html};

use crate::{
    run_folder::RunFolder,
    stress::{ABOUT, Study, outputs},
};

/// The checklist of the first run; the others are its experiments.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let Some(run) = runs.first() else { return html! {} };
    let headline = run.measures().iter().filter(|measure| measure.headline);
    let study = Study {
        ready: &run.ready,
        program: &run.run.program,
        replications: run.run.replications,
        seed: run.run.seed,
        outputs: outputs(headline.map(|measure| [&*measure.group, &*measure.title, &*measure.unit])),
        others: runs.iter().skip(1).map(|run| format!("{} ({})", run.run.scenario, run.name)).collect(),
        place: "part of this page",
    };
    html! {
        p { (ABOUT) }
        div class="wide" tabindex="0" role="region" aria-label="STRESS-DES checklist" {
            table class="checklist" {
                caption { "STRESS-DES, " (run.run.scenario) }
                thead { tr { th scope="col" { "Item" } th scope="col" { "Topic" } th scope="col" { "Text" } } }
                tbody {
                    @for item in study.items() {
                        tr {
                            th scope="row" { (item.number) }
                            td { (item.topic) }
                            td { (item.text) @if !item.points.is_empty() { ul { @for point in &item.points { li { (point) } } } } }
                        }
                    }
                }
            }
        }
    }
}
