//! `wardflow report`: one page with everything that a board wants to read about some runs.

mod answer;
mod assumptions;
mod charts;
mod page;
mod stress;
mod tables;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use maud::html;

use self::page::{Section, page};
use crate::{
    exit::Failure,
    output::Output,
    plot::{
        differences,
        picture::Picture,
        runs::{self, CHARTS, Wishes, period},
    },
    run_folder::{self, RunFolder, Sort, sort_of},
    whole_file,
};

/// Examples for the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  wardflow run my.json --out today && wardflow report today
  wardflow report today plan compared --out winter.html --title 'Winter 2026/27'

Runs come from `wardflow run --out`, a comparison from `wardflow compare --out`.";

/// `wardflow report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Folders of runs, and of a comparison if there is one.
    #[arg(required = true, value_name = "RESULTS")]
    pub(crate) results: Vec<PathBuf>,
    /// The file to write [default: report.html in the folder of the first run].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Title of the page [default: the scenarios].
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Replace the file even if it is no earlier report.
    #[arg(long)]
    pub(crate) force: bool,
}

/// What a report is made of.
struct Material {
    runs: Vec<RunFolder>,
    pictures: Vec<Picture>,
}

/// Writes the page.
///
/// # Errors
/// If the results cannot be read, a picture cannot be drawn or the file cannot be written.
pub(crate) fn report(arguments: &Report, output: &mut Output) -> Result<(), Failure> {
    let (runs, comparisons) = sorted(&arguments.results)?;
    let file = arguments.out.clone().unwrap_or_else(|| folder_of(&runs[0]).join("report.html"));
    if !arguments.force && is_something_else(&file) {
        return Err(Failure::Occupied(format!(
            "`{}` is not an earlier report and would be replaced\n  = help: name another file with --out, or add --force",
            file.display()
        )));
    }
    let runs = run_folder::read_all(&runs).map_err(Failure::Unfit)?;
    let mut pictures = Vec::new();
    for chart in CHARTS.into_iter().filter(|chart| runs::can_be_drawn(*chart, &runs)) {
        pictures.extend(runs::pictures(chart, &runs, &Wishes::default())?);
    }
    for comparison in comparisons {
        pictures.insert(0, differences::picture(&comparison, &[], &[])?);
    }
    let material = Material { runs, pictures };
    let title = arguments.title.clone().unwrap_or_else(|| material.title());
    let answer = answer::lines(&material);
    let sections = [
        Section::new("question", "What was asked", question(&material)),
        Section::new("answer", "The answer in short", html! { ol { @for line in &answer { li { (line) } } } }),
        Section::new("charts", "Charts", charts::markup(&material.pictures)?),
        Section::new("tables", "Tables", tables::markup(&material.runs)),
        Section::new("assumptions", "Assumptions and their sources", assumptions::markup(&material.runs)),
        Section::new("method", "Method and warnings", method(&material)),
        Section::new("again", "How to get the same again", again(&material)),
        Section::new("stress", "STRESS-DES checklist, a draft", stress::markup(&material.runs)),
    ];
    let text = page(&title, &sections).into_string();
    whole_file::write(&file, text.as_bytes())?;
    let said: String = answer.iter().map(|line| crate::plot::lines(line)).collect();
    let shown = output.data(&said);
    output.note(&format!("Report: {}\n", file.display()));
    shown
}

/// Folders of runs, at least one, and of comparisons.
fn sorted(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Failure> {
    let (mut runs, mut comparisons, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        match sort_of(path) {
            Some(Sort::Run) => runs.push(path.clone()),
            Some(Sort::Comparison) => comparisons.push(path.clone()),
            Some(sort @ (Sort::Sweep | Sort::History)) => wrong.push(format!(
                "`{}` holds {}, which has no report\n  = help: `wardflow plot` draws it",
                path.display(),
                sort.name()
            )),
            None => wrong.push(format!(
                "`{path}` holds no results\n  = help: name a folder; `wardflow run {path} --out FOLDER` makes one of a scenario",
                path = path.display()
            )),
        }
    }
    if comparisons.len() > 1 {
        wrong.push("a report has room for one comparison\n  = help: compare all variants with one base".into());
    }
    if runs.is_empty() && wrong.is_empty() {
        wrong.push("a report needs a run\n  = help: name the folder of the base beside that of the comparison".into());
    }
    if wrong.is_empty() { Ok((runs, comparisons)) } else { Err(Failure::Unfit(wrong.join("\nerror: "))) }
}

fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(Path::new("")).to_owned() }
}

/// Whether there is a file that no report has written.
fn is_something_else(file: &Path) -> bool {
    file.is_dir() || fs::read_to_string(file).map_or_else(|_| file.exists(), |text| !text.contains(page::GENERATOR))
}

impl Material {
    fn title(&self) -> String {
        let mut titles: Vec<String> = Vec::new();
        for run in &self.runs {
            if !titles.contains(&run.run.scenario) {
                titles.push(run.run.scenario.clone());
            }
        }
        titles.join("; ")
    }
}

fn question(material: &Material) -> maud::Markup {
    html! {
        @for run in &material.runs {
            h3 { (run.run.scenario) @if material.runs.len() > 1 { " (" (run.name) ")" } }
            @if let Some(description) = &run.ready.scenario.description { p { (description) } }
            p {
                "Measured: " (period(run)) ", after a warm-up of " (run.run.warm_up_days) " days; "
                (crate::numbers::count(run.run.replications.into(), "replication")) " with seed " (run.run.seed) "."
            }
        }
    }
}

fn method(material: &Material) -> maud::Markup {
    html! {
        p {
            "A discrete-event simulation follows every patient from the front door through the acute stay, triage by a \
             Single Point of Access and the wait for capacity to the end of the service. Everybody who waits for \
             capacity holds the acute bed meanwhile. The run is repeated with other random numbers; a mean is one over \
             replications, with its 95 % interval (Student's t), and a range of 5 to 95 % is one of replications."
        }
        p {
            "Ranges show chance in arrivals and stays only. They do not hold what is not known about the inputs: see the \
             assumptions."
        }
        @for run in &material.runs {
            h3 { "Warnings of " (run.name) }
            @if run.run.warnings.is_empty() { p { "None." } } @else {
                ul { @for warning in &run.run.warnings { li { (warning.what) ". " (warning.remedy) "." } } }
            }
        }
    }
}

fn again(material: &Material) -> maud::Markup {
    html! {
        p { "The same program, scenario and seed give the same numbers on every machine, whatever the number of threads." }
        table {
            caption { "What the numbers come from" }
            thead { tr { th scope="col" { "Run" } th scope="col" { "Program" } th scope="col" { "Seed" } th scope="col" { "Replications" } th scope="col" { "Command, in the folder of the run" } } }
            tbody {
                @for run in &material.runs {
                    tr {
                        th scope="row" { (run.name) }
                        td { (run.run.program) }
                        td { (run.run.seed) }
                        td { (crate::numbers::whole(run.run.replications.into())) }
                        td { code { "wardflow run scenario.json --out again" } }
                    }
                }
            }
        }
    }
}
