//! `wardflow explain`: what a scenario describes, in plain English and as a diagram, before anything runs.

pub(crate) mod beyond;
mod changes;
pub(crate) mod diagram;
#[cfg(test)]
mod fuzz;
pub(crate) mod journey;
#[cfg(test)]
#[path = "../../wardflow-scenario/tests/scenario/trees.rs"]
mod trees;
pub(crate) mod words;

pub(crate) use self::{
    changes::hours,
    words::{arrivals_a_day, number},
};

use clap::{Args, ValueEnum};
use serde::Serialize;
use wardflow_scenario::{
    Ready,
    work::{Work, offered_work},
};

use crate::{
    check,
    columns::{WIDTH, wrapped},
    exit::Failure,
    experiment::PROGRAM,
    opening,
    options::DEFAULT_SCENARIO,
    output::{Output, bold},
};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Explain the built-in scenario, then your own with one number changed:
    wardflow explain
    wardflow explain my.json --set hospitals.acute.beds=310
  With a Mermaid diagram, for a report or a wiki:
    wardflow explain my.json --format markdown > my.md";

/// `wardflow explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A file or a built-in scenario (see `wardflow list`).
    #[arg(default_value = DEFAULT_SCENARIO)]
    scenario: String,
    /// Change a value of the scenario; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// Print for the screen, for a document, or for programs.
    #[arg(long, value_enum, default_value_t)]
    format: ExplainFormat,
}

/// How an explanation is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    #[default]
    Text,
    Markdown,
    Json,
}

/// Explains a scenario.
///
/// # Errors
/// If it has errors or cannot be read; if nobody reads the answer.
pub(crate) fn explain(arguments: &Explain, output: &mut Output) -> Result<(), Failure> {
    let (opened, _) = opening::open(&arguments.scenario, &arguments.changes);
    if !opened.problems.is_empty() {
        output.note(&opened.problems.render(output.colour().notes));
    }
    let Some(ready) = opened.ready else { return Err(opening::failure(&opened.problems)) };
    let explanation = Explanation::of(&ready);
    output.data(&match arguments.format {
        ExplainFormat::Text => explanation.text(output.colour().data),
        ExplainFormat::Markdown => explanation.markdown(),
        ExplainFormat::Json => explanation.json()?,
    })
}

/// A heading and what is said under it, a paragraph or point each.
#[derive(Serialize)]
struct Section {
    heading: &'static str,
    says: Vec<String>,
}

/// Everything that is said of a scenario.
struct Explanation<'a> {
    ready: &'a Ready,
    /// Before the table of work.
    first: Vec<Section>,
    work: Vec<Work>,
    /// After it.
    last: Vec<Section>,
    diagram: String,
}

const WORK: &str = "Work asked for, and what there is";

impl<'a> Explanation<'a> {
    fn of(ready: &'a Ready) -> Self {
        let work = offered_work(&ready.model);
        let model = &ready.model;
        let mut first = vec![
            Section { heading: "What is simulated", says: words::period(ready) },
            Section { heading: "Who comes", says: words::cohorts(ready) },
            Section { heading: "From an acute bed to home or a service", says: journey::pathways(ready) },
        ];
        first.extend(
            [
                ("From the community", beyond::referrals(model)),
                ("While people wait", beyond::waiting(model)),
                ("When a stay in a service ends", beyond::ends_of_stays(model)),
                ("Under pressure", beyond::escalations(model)),
                ("What changes over time", changes::changes(ready)),
                ("Who is there at the beginning", beyond::census(model)),
                ("What is not known exactly", beyond::uncertain(ready)),
            ]
            .into_iter()
            .filter(|(_, says)| !says.is_empty())
            .map(|(heading, says)| Section { heading, says }),
        );
        let last = vec![
            Section { heading: "Where it is tight", says: words::bottleneck(&work) },
            Section { heading: "What it costs", says: words::costs(ready) },
            Section { heading: "Where the figures come from", says: words::record(ready) },
        ];
        Self { ready, first, work, last, diagram: diagram::mermaid(&ready.model) }
    }

    fn text(&self, colour: bool) -> String {
        let scenario = &self.ready.scenario;
        let mut text = bold(&scenario.title, colour) + "\n";
        let description = scenario.description.as_deref().unwrap_or_default();
        text.extend(wrapped(description, WIDTH).iter().map(|line| line.trim_start().to_owned() + "\n"));
        let sections = |text: &mut String, sections: &[Section]| {
            for section in sections {
                text.extend([format!("\n{}\n", bold(section.heading, colour))]);
                for point in &section.says {
                    let lines = wrapped(&format!("  {point}"), WIDTH);
                    text.extend(lines.into_iter().map(|line| line + "\n"));
                }
            }
        };
        sections(&mut text, &self.first);
        text.extend([format!("\n{}\n{}", bold(WORK, colour), check::work_table(&self.work))]);
        sections(&mut text, &self.last);
        text
    }

    fn markdown(&self) -> String {
        let scenario = &self.ready.scenario;
        let mut text = format!("# {}\n\n", scenario.title);
        if let Some(description) = &scenario.description {
            text.extend([format!("{description}\n\n")]);
        }
        let sections = |text: &mut String, sections: &[Section]| {
            for section in sections {
                text.extend([format!("## {}\n\n", section.heading)]);
                text.extend(section.says.iter().map(|point| format!("* {point}\n")));
                text.push('\n');
            }
        };
        sections(&mut text, &self.first);
        text.extend([format!("```mermaid\n{}```\n\n## {WORK}\n\n", self.diagram)]);
        text.extend([format!("```text\n{}```\n\n", check::work_table(&self.work))]);
        sections(&mut text, &self.last);
        text.trim_end().to_owned() + "\n"
    }

    fn json(&self) -> Result<String, Failure> {
        let document = Document {
            format: "wardflow/explanation",
            version: 1,
            program: PROGRAM,
            title: &self.ready.scenario.title,
            description: self.ready.scenario.description.as_deref(),
            sections: self.first.iter().chain(&self.last).collect(),
            work: check::work_entries(&self.work).collect(),
            diagram: &self.diagram,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    title: &'a str,
    description: Option<&'a str>,
    sections: Vec<&'a Section>,
    work: Vec<check::WorkEntry<'a>>,
    /// Mermaid source.
    diagram: &'a str,
}
