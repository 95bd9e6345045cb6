//! A draft of the STRESS-DES checklist (Monks et al. 2019, doi 10.1080/17477778.2018.1442155), filled from a scenario.

use wardflow_core::model::Model;
use wardflow_scenario::{
    Ready,
    work::{Work, offered_work},
};

use crate::{
    english::{list, period, upper},
    experiment::{Experiment, PROGRAM},
    explain::{beyond, diagram, journey, words},
    inputs::{Annotated, annotated},
    numbers,
    output::markdown as markdown_of,
};

/// What the scenario cannot know.
const YOURS: &str = "To be written by the authors.";
/// What is to be known of the draft.
pub(crate) const ABOUT: &str = "Items of the checklist for discrete-event simulation by Monks and others (2019), doi \
     10.1080/17477778.2018.1442155, as far as they follow from the scenario. Read it, correct it and complete it before it is \
     published.";

/// What the checklist is about.
pub(crate) struct Study<'a> {
    pub(crate) ready: &'a Ready,
    pub(crate) program: &'a str,
    pub(crate) replications: u32,
    pub(crate) seed: u64,
    /// The headline measures; see [`outputs`].
    pub(crate) outputs: Vec<String>,
    /// Other scenarios that were run.
    pub(crate) others: Vec<String>,
    /// Where the scenario stands.
    pub(crate) place: &'static str,
}

/// An item of the checklist.
pub(crate) struct Item {
    pub(crate) number: &'static str,
    pub(crate) topic: &'static str,
    pub(crate) text: String,
    /// Points that follow the text.
    pub(crate) points: Vec<String>,
}

/// The checklist of a run as a Markdown document, with its diagram and its inputs.
pub(crate) fn markdown(experiment: &Experiment) -> String {
    let headline = experiment.measures().map(|(measure, _)| measure).filter(|measure| measure.headline);
    let headline = headline.map(|measure| [measure.group.title(), &measure.title, measure.unit.title()]);
    let study = Study {
        ready: &experiment.ready,
        program: PROGRAM,
        replications: experiment.results.replications,
        seed: experiment.results.seed.0,
        outputs: outputs(headline),
        others: Vec::new(),
        place: "`scenario.json` beside this file",
    };
    let title = markdown_of(&experiment.ready.scenario.title);
    let mut text = format!("# STRESS-DES checklist, a draft: {title}\n\n{ABOUT}\n");
    let mut part = "";
    for item in study.items() {
        let of = part_of(item.number);
        if of != part {
            part = of;
            text.extend([format!("\n## {part}\n")]);
        }
        let says = if item.number == DIAGRAM {
            format!("```mermaid\n{}```", diagram::mermaid(&experiment.ready.model))
        } else {
            markdown_of(&item.text)
        };
        text.extend([format!("\n### {} {}\n\n{says}\n", item.number, item.topic)]);
        if !item.points.is_empty() {
            text.push('\n');
            text.extend(item.points.iter().map(|point| format!("* {}\n", markdown_of(point))));
        }
    }
    let inputs = annotated(&experiment.ready);
    text.push_str("\n## Inputs and their sources\n\n| Input | Value | Source | Note |\n|---|---|---|---|\n");
    let safe = |cell: &str| markdown_of(cell).replace('|', "\\|").replace('\n', " ");
    let row = |one: &Annotated| {
        let cells = [&one.input.heading, &one.input.value, one.source(), one.note.as_deref().unwrap_or_default()];
        format!("| {} |\n", cells.map(safe).join(" | "))
    };
    text.extend(inputs.iter().map(row));
    text
}

/// The item that asks for a diagram.
const DIAGRAM: &str = "2.1";

fn part_of(number: &str) -> &'static str {
    match number.as_bytes().first() {
        Some(b'1') => "1 Objectives",
        Some(b'2') => "2 Logic",
        Some(b'3') => "3 Data",
        Some(b'4') => "4 Experimentation",
        Some(b'5') => "5 Implementation",
        _ => "6 Code access",
    }
}

impl Study<'_> {
    /// All items, in their order.
    pub(crate) fn items(&self) -> Vec<Item> {
        let mut items = self.objectives();
        items.extend(self.logic());
        items.extend(self.data());
        items.extend(self.experimentation());
        items.extend(self.implementation());
        items
    }

    fn objectives(&self) -> Vec<Item> {
        let scenario = &self.ready.scenario;
        let aims =
            if self.others.is_empty() { YOURS.into() } else { format!("Compared with: {}.", list(&self.others)) };
        vec![
            item("1.1", "Purpose of the model", scenario.description.as_deref().unwrap_or(YOURS)),
            Item {
                points: self.outputs.clone(),
                ..item("1.2", "Model outputs", "The headline measures; the data dictionary has all, with definitions.")
            },
            item("1.3", "Experimentation aims", aims),
        ]
    }

    fn logic(&self) -> Vec<Item> {
        let model = &self.ready.model;
        let ways = [
            journey::pathways(self.ready),
            beyond::referrals(model),
            beyond::waiting(model),
            beyond::ends_of_stays(model),
            beyond::escalations(model),
        ];
        let scenarios = if self.others.is_empty() {
            "One scenario."
        } else {
            "The scenarios differ in their files; see the assumptions."
        };
        vec![
            item(
                DIAGRAM,
                "Base model overview diagram",
                "`wardflow explain scenario.json --format markdown` draws one.",
            ),
            Item {
                points: ways.concat(),
                ..item(
                    "2.2",
                    "Base model logic",
                    "Arrival, acute stay until discharge ready, referral and triage, arrangements, wait for the capacity of the \
                     pathway in the acute bed, discharge in discharge hours, stay in the service, end.",
                )
            },
            item("2.3", "Scenario logic", scenarios),
            item(
                "2.4",
                "Algorithms",
                "Stays are drawn by inversion from the distributions of the scenario. Capacity is given to the heads of lines \
                 in the order in which they asked, within classes of priority.",
            ),
            Item { points: words::cohorts(self.ready), ..item("2.5.1", "Entities", "Patients of these cohorts:") },
            item("2.5.2", "Activities", "Acute stay, triage, arrangements and stays in services, as under 2.2."),
            Item {
                points: offered_work(model).iter().map(resource).collect(),
                ..item(
                    "2.5.3",
                    "Resources",
                    "Means over the measured period; what is asked for follows from Little's law:",
                )
            },
            item("2.5.4", "Queues", queues(model)),
            item(
                "2.5.5",
                "Entry and exit points",
                "Entry: the front door. Exit: death, transfer, home, placement, end of a service.",
            ),
        ]
    }

    fn data(&self) -> Vec<Item> {
        let inputs = annotated(self.ready);
        let sourced = inputs.iter().filter(|one| one.source.is_some()).count() as u64;
        vec![
            item(
                "3.1",
                "Data sources",
                format!(
                    "Named for {} of {}: see the table of inputs.",
                    numbers::whole(sourced),
                    numbers::count(inputs.len() as u64, "input")
                ),
            ),
            item("3.2", "Pre-processing", YOURS),
            Item {
                points: beyond::uncertain(self.ready),
                ..item(
                    "3.3",
                    "Input parameters",
                    format!("All of them stand in the scenario, which is {}.", self.place),
                )
            },
            item(
                "3.4",
                "Assumptions",
                format!(
                    "{} of the scenario on assumptions, alone or with others, in the same table.",
                    numbers::count(words::assumed(self.ready) as u64, "statement")
                ),
            ),
        ]
    }

    fn experimentation(&self) -> Vec<Item> {
        let scenario = &self.ready.scenario;
        let beginning = if scenario.census.is_some() {
            "With the people of the census, who are there when the first measured day begins.".to_owned()
        } else {
            let days = numbers::count(scenario.warm_up().into(), "day");
            format!("Empty at first; {days} of warm-up are not measured.")
        };
        let days = numbers::count(scenario.days.into(), "day");
        vec![
            Item { points: beyond::census(&self.ready.model), ..item("4.1", "Initialisation", beginning) },
            item("4.2", "Run length", format!("{days}: {}.", period(scenario.start, scenario.days))),
            item(
                "4.3",
                "Estimation approach",
                format!(
                    "{}; means with 95% intervals by Student's t. Scenarios with one seed see the same patients.",
                    numbers::count(self.replications.into(), "independent replication")
                ),
            ),
        ]
    }

    fn implementation(&self) -> Vec<Item> {
        vec![
            item("5.1", "Software", format!("{}, written in Rust.", self.program)),
            item(
                "5.2",
                "Random sampling",
                format!(
                    "Random numbers by key of seed ({}), replication, cohort, patient and purpose, so that they do not \
                     depend on the order of events.",
                    self.seed
                ),
            ),
            item(
                "5.3",
                "Model execution",
                "Next-event time advance; simultaneous events in a fixed order: what frees capacity comes before what asks \
                 for it.",
            ),
            item("5.4", "System specification", "Any: results do not depend on the machine or the number of threads."),
            item(
                "6.1",
                "Computer model sharing",
                format!(
                    "The program is open source (MIT or Apache-2.0); the scenario is {}. Where both are published: to be \
                     written by the authors.",
                    self.place
                ),
            ),
        ]
    }
}

fn item(number: &'static str, topic: &'static str, text: impl Into<String>) -> Item {
    Item { number, topic, text: text.into(), points: Vec::new() }
}

/// A point for each part of the system, with its measures; of groups, titles and units.
pub(crate) fn outputs<'a>(measures: impl Iterator<Item = [&'a str; 3]>) -> Vec<String> {
    let mut points: Vec<(&str, Vec<String>)> = Vec::new();
    for [group, title, unit] in measures {
        let said = format!("{title} [{unit}]");
        match points.iter_mut().find(|(known, _)| *known == group) {
            Some((_, titles)) => titles.push(said),
            None => points.push((group, vec![said])),
        }
    }
    points.into_iter().map(|(group, titles)| format!("{group}: {}.", titles.join(", "))).collect()
}

/// What there is of a resource, and what is asked for.
fn resource(work: &Work) -> String {
    let there = if work.capacity.is_finite() { words::number(work.capacity) } else { "unlimited".into() };
    format!("{}: {there} {}; {} asked for.", upper(&work.title), work.unit, words::number(work.offered))
}

/// In which order people are served.
fn queues(model: &Model) -> String {
    let passing: Vec<String> =
        model.pools.iter().filter(|pool| pool.small_may_pass).map(|pool| pool.title.clone()).collect();
    let passing = if passing.is_empty() {
        String::new()
    } else {
        format!(" For {} a need that fits may pass an earlier one that does not.", list(&passing))
    };
    format!(
        "Front door, triage and each pathway's capacity: first come, first served within a class of priority.{passing}"
    )
}
