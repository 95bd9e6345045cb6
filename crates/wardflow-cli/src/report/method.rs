//! How the numbers were made, what is to be minded about them, and how to get them again.

use maud::{Markup, html};

use super::{charts, material::Material};
use crate::{english::upper, exit::Failure, numbers, plot::picture::Picture, run_folder::RunFolder};

/// The method, warnings of the runs, and charts that say whether there are enough replications.
///
/// # Errors
/// If a chart cannot be drawn.
pub(super) fn markup(material: &Material, pictures: &[Picture]) -> Result<Markup, Failure> {
    let charts = charts::markup(pictures)?;
    Ok(html! {
        p {
            "A discrete-event simulation follows every patient from the front door through the acute stay, triage by a \
             Single Point of Access and the wait for capacity to the end of the service. Everybody who waits for \
             capacity holds the acute bed meanwhile. The run is repeated with other random numbers; a mean is one over \
             replications, with its 95% interval (Student's t), and a range of 5 to 95% is one of replications."
        }
        @if material.comparison.is_some() {
            p {
                "Compared scenarios see the same patients: differences are taken within replications, and their intervals \
                 hold for all variants of a measure together."
            }
        }
        @if material.runs.iter().any(|run| run.run.uncertain.is_some()) {
            p {
                "Intervals and ranges of replications show chance in arrivals and stays, with the numbers of the scenario. \
                 Some of these are not known exactly: the range called not known is of 5 to 95% over draws of them, with \
                 chance taken out (Sun, Apley and Staum 2011, doi 10.1287/opre.1110.0932). Numbers that are not marked as \
                 uncertain are taken as known: see the assumptions."
            }
        } @else {
            p {
                "Chance only: nothing here is marked as uncertain. Ranges show chance in arrivals and stays. They do not hold \
                 what is not known about the inputs: see the assumptions."
            }
        }
        h3 { "Warnings" }
        @if material.runs.iter().all(|run| run.run.warnings.is_empty()) { p { "None." } }
        @for run in material.runs.iter().filter(|run| !run.run.warnings.is_empty()) {
            @if material.runs.len() > 1 { h4 { (run.name) } }
            ul { @for warning in &run.run.warnings { li { (warning.what) ". " (upper(&warning.remedy)) "." } } }
        }
        (charts)
    })
}

/// The call, seeds and versions, and the files to start from.
///
/// # Errors
/// If a file of a run cannot be read.
pub(super) fn again(material: &Material) -> Result<Markup, Failure> {
    let files = material.runs.iter().map(files).collect::<Result<Vec<Markup>, Failure>>()?;
    Ok(html! {
        p { "The same program, scenario and seed give the same numbers on every machine, whatever the number of threads." }
        @if let Some(command) = &material.command {
            p { "This page: " code { (command) } }
        }
        div class="wide" tabindex="0" role="region" aria-label="What the numbers come from" {
            table {
                caption { "What the numbers come from" }
                thead {
                    tr {
                        th scope="col" { "Run" } th scope="col" { "Program" } th scope="col" { "Seed" }
                        th scope="col" { "Replications" } th scope="col" { "Files" }
                    }
                }
                tbody {
                    @for (run, files) in material.runs.iter().zip(&files) {
                        tr {
                            th scope="row" { (run.name) }
                            td { (run.run.program) }
                            td { (run.run.seed) }
                            td { (numbers::whole(run.run.replications.into())) }
                            td { (files) }
                        }
                    }
                }
            }
        }
        p { "A run by itself: download its scenario, then " code { "wardflow run scenario.json --out again" } "." }
    })
}

/// The scenario as it was run, what it takes arrivals from, and all measures, to be downloaded.
fn files(run: &RunFolder) -> Result<Markup, Failure> {
    let mut names = vec![("scenario.json".to_owned(), "application/json")];
    let cohorts = run.ready.scenario.cohorts.keys().map(|cohort| (format!("arrivals-{cohort}.csv"), "text/csv"));
    names.extend(cohorts.filter(|(name, _)| run.held.has(name)));
    names.push(("results.csv".to_owned(), "text/csv"));
    let mut links = Vec::new();
    for (name, kind) in names {
        let content = run.held.read(&name).map_err(Failure::Unfit)?;
        links.push(html! { a download=(name) href=(charts::data_link(kind, &content)) { (name) } " " });
    }
    Ok(html! { @for link in &links { (link) } })
}
