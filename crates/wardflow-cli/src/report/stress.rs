//! A draft of the STRESS-DES checklist (Monks et al. 2019, doi 10.1080/17477778.2018.1442155), filled from the scenario.

use maud::{Markup, html};
use wardflow_core::model::PoolKind;

use crate::{
    chart::label,
    english::{list, spelt},
    numbers,
    plot::runs::period,
    run_folder::RunFolder,
};

/// What the scenario cannot know.
const YOURS: &str = "To be written by the authors.";

/// The checklist of the first run; the others are its experiments.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let Some(run) = runs.first() else { return html! {} };
    let items = items(run, runs);
    html! {
        p {
            "Items of the checklist for discrete-event simulation by Monks and others (2019), doi 10.1080/17477778.2018.1442155, \
             as far as they follow from the scenario. Read it, correct it and complete it before it is published."
        }
        div class="wide" tabindex="0" role="region" aria-label="STRESS-DES checklist" {
            table class="checklist" {
                caption { "STRESS-DES, " (run.run.scenario) }
                thead { tr { th scope="col" { "Item" } th scope="col" { "Topic" } th scope="col" { "Text" } } }
                tbody { @for (item, topic, text) in &items { tr { th scope="row" { (item) } td { (topic) } td { (text) } } } }
            }
        }
    }
}

fn items(run: &RunFolder, runs: &[RunFolder]) -> Vec<(&'static str, &'static str, String)> {
    let (scenario, model) = (&run.ready.scenario, &run.ready.model);
    let described = scenario.description.clone().unwrap_or_else(|| YOURS.into());
    let headline: Vec<String> = run
        .measures()
        .iter()
        .filter(|measure| measure.headline)
        .map(|measure| format!("{} [{}]", measure.title, measure.unit))
        .collect();
    let others: Vec<String> = runs.iter().skip(1).map(|run| format!("{} ({})", run.run.scenario, run.name)).collect();
    let pathways: Vec<String> = model.pathways.iter().map(label).collect();
    let cohorts: Vec<String> = scenario.cohorts.keys().cloned().collect();
    let pools: Vec<String> = model
        .pools
        .iter()
        .map(|pool| {
            let kind = match pool.kind {
                PoolKind::AcuteBeds => "acute beds",
                PoolKind::TriageTeam => "triage team",
                PoolKind::Beds => "beds",
                PoolKind::CareHours => "hours of care",
                PoolKind::Places => "places",
                PoolKind::Vacancies => "vacancies",
                PoolKind::Arranging => "placements being arranged",
            };
            format!("{} ({kind})", spelt(&pool.name))
        })
        .collect();
    let annotations: Vec<_> = run.ready.annotations.iter().collect();
    let assumed = annotations.iter().filter(|(_, annotation)| {
        annotation.source.as_deref().is_some_and(|source| source.to_lowercase().starts_with("assumption"))
    });
    let document = &run.run;
    vec![
        ("1.1", "Purpose of the model", described),
        ("1.2", "Model outputs", list(&headline)),
        ("1.3", "Experimentation aims", if others.is_empty() { YOURS.into() } else { format!("Compared with: {}.", list(&others)) }),
        ("2.1", "Base model overview diagram", "`wardflow explain scenario.json --format markdown` draws one.".into()),
        (
            "2.2",
            "Base model logic",
            "Arrival, acute stay until discharge ready, referral and triage, arrangements, wait for the capacity of the \
             pathway in the acute bed, discharge in discharge hours, stay in the service, end."
                .into(),
        ),
        ("2.3", "Scenario logic", if others.is_empty() { "One scenario.".into() } else { "The scenarios differ in their files; see the assumptions.".into() }),
        (
            "2.4",
            "Algorithms",
            "Stays are drawn by inversion from the distributions of the scenario. Heads of lines are served in the order \
             in which they asked, within classes of priority."
                .into(),
        ),
        ("2.5.1", "Entities", format!("Patients of the cohorts {}.", list(&cohorts))),
        ("2.5.2", "Activities", format!("Acute stay, triage, arrangements and stays in services, by pathway: {}.", list(&pathways))),
        ("2.5.3", "Resources", format!("{}.", list(&pools))),
        ("2.5.4", "Queues", "Front door, triage and each pathway's capacity: first come, first served within a class of priority.".into()),
        ("2.5.5", "Entry and exit points", "Entry: the front door. Exit: death, transfer, home, placement, end of a service.".into()),
        (
            "3.1",
            "Data sources",
            format!("Named for {} of the scenario: see the table of assumptions.", numbers::count(annotations.len() as u64, "figure")),
        ),
        ("3.2", "Pre-processing", YOURS.into()),
        ("3.3", "Input parameters", "All of them stand in the scenario file, which this page holds.".into()),
        ("3.4", "Assumptions", format!("{} of the scenario marked as assumptions, in the same table.", numbers::count(assumed.count() as u64, "figure"))),
        (
            "4.1",
            "Initialisation",
            match scenario.census {
                Some(_) => "With the people of the census, who are there when the first measured day begins.".into(),
                None => format!(
                    "Empty at first; {} of warm-up are not measured.",
                    numbers::count(document.warm_up_days.into(), "day")
                ),
            },
        ),
        ("4.2", "Run length", format!("{}: {}.", numbers::count(document.days.into(), "day"), period(run))),
        (
            "4.3",
            "Estimation approach",
            format!(
                "{}; means with 95 % intervals by Student's t. Scenarios with one seed see the same patients.",
                numbers::count(document.replications.into(), "independent replication")
            ),
        ),
        ("5.1", "Software", format!("{}, written in Rust.", document.program)),
        (
            "5.2",
            "Random sampling",
            format!("Random numbers by key of seed ({}), replication, cohort, patient and purpose, so that they do not depend on the order of events.", document.seed),
        ),
        ("5.3", "Model execution", "Next-event time advance; simultaneous events in a fixed order: what frees capacity comes before what asks for it.".into()),
        ("5.4", "System specification", "Any: results do not depend on the machine or the number of threads.".into()),
        ("6.1", "Computer model sharing", "The program is open source (MIT or Apache-2.0); the scenario is part of this page. Where both are published: to be written by the authors.".into()),
    ]
}
