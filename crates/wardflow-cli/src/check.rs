//! `wardflow check`: everything that is wrong with a scenario, and what its resources are asked to do.

use clap::Args;
use serde::Serialize;
use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    limit::{self, Beyond, Limits},
    subject::Subject,
    threads::Threads,
};
use wardflow_scenario::{
    Opened, Ready,
    reading::{Path, Problem, Severity},
    work::{Work, offered_work},
};

use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    english::upper,
    exit::Failure,
    limits,
    numbers::{self, MISSING},
    opening,
    options::CheckFormat,
    output::{Output, bold},
    reshaped::{Reshaped, reshaped},
};

pub(crate) const EXAMPLES: &str = "\
Examples:
    wardflow check my.json
  With one number changed:
    wardflow check my.json --set services.carers.hours_per_week=1700

Exit code: 0 if the scenario can be run (warnings do not count), 3 if not, 4 if it cannot be read";

/// Said of hospitals whose limit is not known.
const TOO_LONG: &str =
    "A full hospital takes so long to settle there that only very long runs could show what can be admitted.";

/// `wardflow check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A file or a built-in scenario (see `wardflow list`).
    pub(crate) scenario: String,
    /// Change a value of the scenario; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Print for people or for programs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

/// Checks a scenario.
///
/// # Errors
/// If it has errors or cannot be read; if nobody reads the answer.
pub(crate) fn check(arguments: &Check, output: &mut Output) -> Result<(), Failure> {
    let (mut opened, _) = opening::open(&arguments.scenario, &arguments.changes);
    let work = opened.ready.as_ref().map(|ready| offered_work(&ready.model)).unwrap_or_default();
    let reshaped = opened.ready.as_ref().map(|ready| reshaped(&ready.scenario)).unwrap_or_default();
    let limits = opened.ready.as_ref().map(admitted).unwrap_or_default();
    if let Some(ready) = &opened.ready {
        let said: Vec<Problem> = beyond(ready, &limits).collect();
        for problem in said {
            opened.problems.push(problem);
        }
    }
    let text = match arguments.format {
        CheckFormat::Text => text(&opened, &work, &limits, &reshaped, output.colour().data),
        CheckFormat::Json => json(&opened, &work, &limits, &reshaped)?,
    };
    output.data(&text)?;
    if opened.ready.is_none() { Err(opening::failure(&opened.problems)) } else { Ok(()) }
}

/// Warnings of hospitals to which more come than can be admitted, or nearly; a forecast is none of what comes in the end.
fn beyond<'a>(ready: &'a Ready, limits: &'a Limits) -> impl Iterator<Item = Problem> + 'a {
    let is_forecast = !ready.model.census.is_empty() || ready.model.warm_up_days == 0;
    limits.found.iter().filter(|limit| limit.beyond == Beyond::Grows).filter_map(move |limit| {
        let code = if limit.is_exceeded() {
            "over-the-limit"
        } else if limit.is_too_close() && !is_forecast {
            "too-close"
        } else {
            return None;
        };
        let hospital = Path::of(["hospitals", ready.model.hospitals[limit.hospital.at()].name.as_str()]);
        let remedy = "more acute beds, more of what people in them wait for, or fewer who come";
        Some(Problem::warning(code, hospital, None, limits::sentence(ready, limit), remedy))
    })
}

/// What can be admitted at most.
fn admitted(ready: &Ready) -> Limits {
    let catalogue = Catalogue::of(&ready.model);
    limit::of_a_check(Subject::of(ready, &catalogue), Seed(ready.scenario.seed), &Threads::new(None))
}

/// The tables first: the problems and their number are what is to be seen last.
fn text(opened: &Opened, work: &[Work], limits: &Limits, reshaped: &[Reshaped], colour: bool) -> String {
    let mut text = String::new();
    if !work.is_empty() {
        text.push_str(&bold("Work that each resource is asked to do", colour));
        text.push_str(" (means over the measured days; delays come on top)\n");
        text.push_str(&work_table(work));
        text.push('\n');
    }
    let admitted = opened.ready.as_ref().map(|ready| limits::lines(ready, limits, TOO_LONG)).unwrap_or_default();
    if !admitted.is_empty() {
        text.push_str(&bold("What can be admitted", colour));
        text.push_str(" (with somebody always at the door; waits for what comes next included)\n");
        text.push_str(&admitted);
        text.push('\n');
    }
    if !reshaped.is_empty() {
        text.push_str(&bold("Truncated and stretched stays", colour));
        text.push('\n');
        text.push_str(&reshaped_table(reshaped));
        text.push('\n');
    }
    text + &opened.problems.render(colour)
}

/// The work of every resource as a table.
pub(crate) fn work_table(work: &[Work]) -> String {
    let heading = ["", "asked for", "there is", "", "utilisation", ""].map(str::to_owned);
    let rows = work.iter().map(|work| {
        let limited = work.capacity.is_finite();
        let largest = if limited { work.offered.max(work.capacity) } else { work.offered };
        let decimals = usize::from(largest < 100.0);
        [
            format!("  {}", upper(&work.title)),
            numbers::number(work.offered, decimals),
            if limited { numbers::number(work.capacity, decimals) } else { "unlimited".into() },
            work.unit.to_owned(),
            if limited { format!("{}%", numbers::number(100.0 * work.utilisation, 1)) } else { MISSING.into() },
            if work.is_too_much() { "too much" } else { "" }.to_owned(),
        ]
    });
    let rows: Vec<[String; 6]> = std::iter::once(heading).chain(rows).collect();
    let aligns = [Align::Left, Align::Right, Align::Right, Align::Left, Align::Right, Align::Left];
    let columns = Columns::for_rows(aligns, rows.iter().map(<[String; 6]>::as_slice), WIDTH);
    let mut table: String = rows.iter().map(|row| columns.row(row)).collect();
    for work in work {
        if let Some((in_use, unit)) = work.amounts_to {
            let starts = numbers::number(work.capacity, usize::from(work.capacity < 100.0));
            let in_use = numbers::number(in_use, usize::from(in_use < 100.0));
            let line = format!(
                "  {starts} starts a week in {} amount to {in_use} {unit} in use at a time, by Little's law; what is simulated \
                 is the limit on starts.",
                work.name
            );
            table.extend(wrapped(&line, WIDTH).into_iter().map(|line| line + "\n"));
        }
    }
    table
}

fn reshaped_table(reshaped: &[Reshaped]) -> String {
    let heading = ["", "mean as given", "mean as it runs", ""].map(str::to_owned);
    let rows = reshaped.iter().map(|stay| {
        let [given, runs] = [stay.mean_as_given, stay.mean_as_it_runs].map(|mean| numbers::number(mean, 2));
        [format!("  {}", stay.path), given, runs, stay.unit.to_owned()]
    });
    let rows: Vec<[String; 4]> = std::iter::once(heading).chain(rows).collect();
    let aligns = [Align::Left, Align::Right, Align::Right, Align::Left];
    let columns = Columns::for_rows(aligns, rows.iter().map(<[String; 4]>::as_slice), WIDTH);
    rows.iter().map(|row| columns.row(row)).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    summary: String,
    problems: Vec<ProblemEntry<'a>>,
    work: Vec<WorkEntry<'a>>,
    limits: Vec<limits::Row<'a>>,
    reshaped_stays: &'a [Reshaped],
}

#[derive(Serialize)]
struct ProblemEntry<'a> {
    severity: &'static str,
    code: &'static str,
    path: String,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    what: &'a str,
    remedy: &'a str,
}

/// The work of a resource for programs.
#[derive(Serialize)]
pub(crate) struct WorkEntry<'a> {
    name: &'a str,
    paths: Vec<String>,
    unit: &'static str,
    offered: f64,
    /// None if unlimited.
    capacity: Option<f64>,
    utilisation: Option<f64>,
    too_much: bool,
    /// Of starts in a week: what they amount to in use at a time, by Little's law.
    #[serde(skip_serializing_if = "Option::is_none")]
    amounts_to: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amounts_to_unit: Option<&'static str>,
}

fn json(opened: &Opened, work: &[Work], limits: &Limits, reshaped: &[Reshaped]) -> serde_json::Result<String> {
    let problems = &opened.problems;
    let entries = problems.iter().map(|problem| {
        let at = problem.place.map(|place| problems.line_and_column(place));
        ProblemEntry {
            severity: if problem.severity == Severity::Error { "error" } else { "warning" },
            code: problem.code,
            path: problem.path.to_string(),
            file: problem.place.and_then(|place| problems.source(place.file)).map(|source| source.name.as_str()),
            line: at.map(|(line, _)| line),
            column: at.map(|(_, column)| column),
            what: &problem.what,
            remedy: &problem.remedy,
        }
    });
    let document = Document {
        format: "wardflow/check",
        version: 1,
        summary: problems.summary(),
        problems: entries.collect(),
        work: work_entries(work).collect(),
        limits: opened.ready.as_ref().map(|ready| limits::rows(ready, limits)).unwrap_or_default(),
        reshaped_stays: reshaped,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// The work of every resource for programs.
pub(crate) fn work_entries(work: &[Work]) -> impl Iterator<Item = WorkEntry<'_>> {
    work.iter().map(|work| WorkEntry {
        name: &work.name,
        paths: std::iter::once(&work.path).chain(&work.together_with).map(ToString::to_string).collect(),
        unit: work.unit,
        offered: work.offered,
        capacity: work.capacity.is_finite().then_some(work.capacity),
        utilisation: work.utilisation.is_finite().then_some(work.utilisation),
        too_much: work.is_too_much(),
        amounts_to: work.amounts_to.map(|(in_use, _)| in_use),
        amounts_to_unit: work.amounts_to.map(|(_, unit)| unit),
    })
}
