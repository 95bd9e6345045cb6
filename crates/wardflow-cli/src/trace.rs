//! `wardflow trace`: one patient's journey, hour by hour.

mod journey;

use clap::Args;
use serde::Serialize;
use wardflow_core::{
    clock::{DAY, Time},
    model::Model,
    random::Seed,
};
use wardflow_montecarlo::{
    following::follow,
    patients::{PatientRow, patients},
};
use wardflow_scenario::{Ready, format::Date};

use self::journey::{Journey, Step, span};
use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    exit::Failure,
    experiment::PROGRAM,
    numbers, opening,
    options::{CheckFormat, DEFAULT_SCENARIO},
    output::{Output, bold},
    patients::{pools, stamp},
    table::paragraphs,
};

pub(crate) const EXAMPLES: &str = "\
Examples:
  The first patient who left a day or more late:
    wardflow trace my.json
  The 120th patient of the first cohort, and the 7th of another replication:
    wardflow trace my.json --patient 120
    wardflow trace my.json --cohort adults --patient 7 --replication 3

`wardflow run --patients` lists all patients with their numbers.";

/// `wardflow trace`.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// A file or a built-in scenario (see `wardflow list`).
    #[arg(default_value = DEFAULT_SCENARIO)]
    scenario: String,
    /// The patient's cohort [default: the first one, if a patient is named].
    #[arg(long, value_name = "NAME")]
    cohort: Option<String>,
    /// The patient's number within the cohort, from 1, in the order of arrival.
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..))]
    patient: Option<u64>,
    /// The replication, from 1.
    #[arg(long, value_name = "R", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    replication: u32,
    /// Seed of the random numbers [default: as the scenario says].
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Change a value of the scenario; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// Print for people or for programs.
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
}

/// Follows a patient.
///
/// # Errors
/// If the scenario has errors, the replication cannot be finished or there is no such patient.
pub(crate) fn trace(arguments: &Trace, output: &mut Output) -> Result<(), Failure> {
    let (opened, _) = opening::open(&arguments.scenario, &arguments.changes);
    if !opened.problems.is_empty() {
        output.note(&opened.problems.render(output.colour().notes));
    }
    let Some(ready) = opened.ready else { return Err(opening::failure(&opened.problems)) };
    let cohort = arguments.cohort.as_deref().map(|name| cohort(&ready.model, name)).transpose()?;
    let seed = arguments.seed.unwrap_or(ready.scenario.seed);
    let rows = patients(&ready.model, Seed(seed), arguments.replication - 1)?;
    let chosen = chosen(&ready.model, &rows, cohort, arguments.patient)?;
    let is_chosen = |row: &&PatientRow| (row.cohort, row.number) == (chosen.cohort, chosen.number);
    let spells: Vec<&PatientRow> = rows.iter().filter(is_chosen).collect();
    let events = follow(&ready.model, Seed(seed), arguments.replication - 1, &spells)?;
    let journey = Journey::new(&ready.model, &events);
    let told = Told { ready: &ready, seed, replication: arguments.replication, patient: chosen, spells, journey };
    output.data(&match arguments.format {
        CheckFormat::Text => told.text(output.colour().data),
        CheckFormat::Json => told.json()?,
    })
}

/// The place of a cohort.
fn cohort(model: &Model, name: &str) -> Result<usize, Failure> {
    model.cohorts.iter().position(|cohort| cohort.name == name).ok_or_else(|| {
        let known: Vec<&str> = model.cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
        Failure::Usage(format!("--cohort: there is no cohort `{name}`; the cohorts are: {}", known.join(", ")))
    })
}

/// The patient who is asked for; else the first of the measured period who left a day or more after readiness, or at
/// least later than that, or at all.
fn chosen<'a>(
    model: &Model,
    rows: &'a [PatientRow],
    cohort: Option<usize>,
    number: Option<u64>,
) -> Result<&'a PatientRow, Failure> {
    if let Some(number) = number {
        let cohort = cohort.unwrap_or(0);
        let of_cohort = || rows.iter().filter(|row| row.cohort.at() == cohort);
        return of_cohort().find(|row| row.number + 1 == number).ok_or_else(|| {
            let last = of_cohort().map(|row| row.number + 1).max().unwrap_or(0);
            let name = model.cohorts.get(cohort).map_or("", |cohort| cohort.name.as_str());
            Failure::Usage(format!(
                "--patient: there is no patient {number} in cohort `{name}`; in this replication they go up to {last}"
            ))
        });
    }
    let measured = |row: &&PatientRow| {
        row.arrived >= model.measuring_from() && cohort.is_none_or(|cohort| row.cohort.at() == cohort)
    };
    let late = |seconds: u64| {
        let is_late =
            move |row: &&PatientRow| row.ready.zip(row.left).is_some_and(|(ready, left)| left.since(ready) > seconds);
        rows.iter().filter(measured).find(is_late)
    };
    let found = late(DAY).or_else(|| late(0)).or_else(|| rows.iter().find(measured));
    found.ok_or_else(|| {
        Failure::Usage("nobody came in the measured period of this replication: raise `days` or the arrivals".into())
    })
}

/// What is told.
struct Told<'a> {
    ready: &'a Ready,
    seed: u64,
    replication: u32,
    patient: &'a PatientRow,
    spells: Vec<&'a PatientRow>,
    journey: Journey<'a>,
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    scenario: &'a str,
    seed: u64,
    replication: u32,
    cohort: &'a str,
    patient: u64,
    pathway: Option<&'a str>,
    steps: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    at: String,
    weekday: &'static str,
    what: &'a str,
    after_hours: Option<f64>,
    spent: Option<&'static str>,
    people_before: Option<usize>,
}

impl Told<'_> {
    fn first_day(&self) -> Date {
        self.ready.scenario.start.plus_days(-i64::from(self.ready.model.warm_up_days))
    }

    fn cohort(&self) -> &str {
        &self.ready.model.cohorts[self.patient.cohort.at()].name
    }

    fn pathway(&self) -> Option<&str> {
        self.patient.pathway.map(|pathway| self.ready.model.pathways[pathway.at()].name.as_str())
    }

    fn weekday(&self, at: Time) -> &'static str {
        let date = self.first_day().plus_days(at.day() as i64);
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][usize::from(date.weekday()) % 7]
    }

    fn text(&self, colour: bool) -> String {
        let pathway = self.pathway().map_or(String::new(), |pathway| format!(", pathway {pathway}"));
        let who = format!("Patient {} of cohort {}{pathway}", numbers::whole(self.patient.number + 1), self.cohort());
        let run = format!("{}; replication {}, seed {}", self.ready.scenario.title, self.replication, self.seed);
        let mut text = format!("{}\n{}\n", bold(&who, colour), paragraphs(&[run]));
        let rows: Vec<[String; 4]> = self.journey.steps.iter().map(|step| self.row(step)).collect();
        let aligns = [Align::Left, Align::Left, Align::Right, Align::Left];
        let columns = Columns::for_rows(aligns, rows.iter().map(<[String; 4]>::as_slice), WIDTH);
        text.extend(rows.iter().map(|row| columns.row(row)));
        text.push('\n');
        let held = self.held();
        text + &held.iter().flat_map(|line| wrapped(line, WIDTH)).map(|line| line + "\n").collect::<String>()
    }

    fn row(&self, step: &Step) -> [String; 4] {
        let stamp = stamp(self.first_day(), step.at);
        let (date, time) = stamp.split_once(' ').unwrap_or((&stamp, ""));
        let before = match step.before {
            None | Some(0) => String::new(),
            Some(people) => format!("; {} stood before them", numbers::count(people as u64, "person")),
        };
        let (after, spent) = match step.after {
            None => (String::new(), String::new()),
            Some((0, _)) => ("at once".into(), String::new()),
            Some((seconds, spent)) => (span(seconds), format!("{spent}{before}")),
        };
        [format!("{} {date} {}", self.weekday(step.at), &time[..5.min(time.len())]), step.what.clone(), after, spent]
    }

    /// What they held, and for how long they held a bed that they no longer needed: over all spells.
    fn held(&self) -> Vec<String> {
        let sum = |begin: fn(&PatientRow) -> Option<Time>| -> Option<u64> {
            let spans = self.spells.iter().filter_map(|row| Some(row.left.unwrap_or(row.end).since(begin(row)?)));
            spans.reduce(|sum, span| sum + span)
        };
        let Some(held) = sum(|row| row.admitted) else { return vec!["In this run they had no acute bed.".into()] };
        let again = if self.spells.len() > 1 { ", in all" } else { "" };
        let mut lines = vec![format!("They held an acute bed for {}{again}.", span(held))];
        if let Some(delay) = sum(|row| row.ready).filter(|&delay| delay > 0) {
            lines.push(format!("For {} of it they were discharge ready: that is their discharge delay.", span(delay)));
        }
        lines.extend(self.journey.reserved.iter().map(|&(offer, time)| {
            let service = pools(&self.ready.model, offer);
            format!("Reserved for them before they came: {service} for {}.", span(time))
        }));
        lines
    }

    fn entry<'s>(&self, step: &'s Step) -> Entry<'s> {
        Entry {
            at: stamp(self.first_day(), step.at),
            weekday: self.weekday(step.at),
            what: &step.what,
            after_hours: step.after.map(|(seconds, _)| seconds as f64 / 3600.0),
            spent: step.after.map(|(_, spent)| spent),
            people_before: step.before,
        }
    }

    fn json(&self) -> Result<String, Failure> {
        let document = Document {
            format: "wardflow/trace",
            version: 1,
            program: PROGRAM,
            scenario: &self.ready.scenario.title,
            seed: self.seed,
            replication: self.replication,
            cohort: self.cohort(),
            patient: self.patient.number + 1,
            pathway: self.pathway(),
            steps: self.journey.steps.iter().map(|step| self.entry(step)).collect(),
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}
