//! `wardflow report`: one page with everything that a board wants to read about some scenarios.

mod answer;
mod assumptions;
mod charts;
mod command;
mod differing;
mod fresh;
mod material;
mod method;
mod page;
mod question;
mod sources;
mod stress;
mod tables;
mod winter;

use std::{
    env,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use maud::html;

use self::{
    page::{Section, page},
    sources::Sources,
};
use crate::{
    compare::what_if,
    exit::Failure,
    interrupt,
    output::{Output, harmless},
    replace::{self, Product},
    whole_file,
};

pub(crate) use self::page::GENERATOR;

/// Examples for the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  Run a scenario and write report.html, then another page with a change beside it:
    wardflow report my.json
    wardflow report my.json --what-if services.rehab_beds.beds=90 --out beds.html
  A winter with and without its surge: the built-in one, or any scenario with a dated surge:
    wardflow report --preset winter --out winter.html
  A page from the folder of an earlier run:
    wardflow run my.json --out now
    wardflow report now";

/// `wardflow report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Scenarios to run, folders of runs, and the folder of a comparison if there is one.
    #[arg(required_unless_present = "preset", value_name = "SCENARIO|FOLDER")]
    pub(crate) sources: Vec<String>,
    /// `winter`: a scenario with its surge, without it, and with what may help [default: southampton-winter].
    #[arg(long, value_enum, hide_possible_values = true)]
    pub(crate) preset: Option<Preset>,
    /// Also show the first scenario with these changes: "PATH=VALUE; PATH+=2; PATH-=10%; PATH*=1.1"; may be given more than once.
    #[arg(long = "what-if", value_name = "CHANGES", value_parser = what_if::written)]
    pub(crate) what_ifs: Vec<String>,
    /// Change a value in all scenarios; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// How many times to run each [default: as the first scenario says].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) replications: Option<u32>,
    /// Seed of the random numbers [default: as the first scenario says].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; results do not depend on it [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Name of a run; give one for each, in order.
    #[arg(long = "name", value_name = "TEXT", conflicts_with = "preset")]
    pub(crate) names: Vec<String>,
    /// Heading of the page [default: the scenarios].
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The file to write [default: report.html here, or in the folder of the first run].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file even if it is not an earlier report.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Reports that choose what to run and what to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Preset {
    Winter,
}

/// Writes the page.
///
/// # Errors
/// If something cannot be used, run, drawn or written.
pub(crate) fn report(arguments: &Report, output: &mut Output) -> Result<(), Failure> {
    let sources = Sources::of(arguments)?;
    let file = arguments.out.clone().unwrap_or_else(|| sources.folder().join("report.html"));
    look_at(&file, arguments.force)?;
    // Scenarios run into folders here, which are there as long as the page is made.
    let room = tempfile::tempdir().map_err(|why| Failure::file(&env::temp_dir(), why))?;
    interrupt::hold().begin(room.path());
    let material = sources.material(arguments, room.path(), output)?;

    let (charts, about_method) = material.pictures()?;
    let title = arguments.title.clone().unwrap_or_else(|| material.title());
    let answer = answer::lines(&material, &charts)?;
    let sections = [
        Section::new("question", "What was asked", question::markup(&material)),
        Section::new(
            "answer",
            "The answer in short",
            html! { ol class="answer" { @for line in &answer { li { (line) } } } },
        ),
        Section::new(
            "charts",
            "Charts",
            html! {
                @if let Some(text) = charts::several_shortages(&charts) { p { (text) } }
                (charts::markup(&charts)?)
                @if material.has_more_pathways() {
                    p {
                        "Of the pathways those with the most people discharge ready are shown; " code { "wardflow plot" }
                        " draws all."
                    }
                }
            },
        ),
        Section::new("tables", "Tables", tables::markup(&material.runs)),
        Section::new("assumptions", "Assumptions and their sources", assumptions::markup(&material.runs)),
        Section::new("method", "Method and warnings", method::markup(&material, &about_method)?),
        Section::new("again", "How to get the same again", method::again(&material)?),
        Section::new("stress", "STRESS-DES checklist, a draft", stress::markup(&material.runs)),
    ];
    let text = page(&title, &material.subtitle(), &sections).into_string();
    whole_file::write(&file, harmless(&text, false).as_bytes())?;
    let said: String = answer.iter().map(|line| crate::plot::lines(line)).collect();
    let shown = output.data(&said);
    output.note(&format!("Report: {}\n", file.display()));
    shown
}

/// Looks whether the file may be written, before anything runs.
fn look_at(file: &Path, by_force: bool) -> Result<(), Failure> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Failure::Unfit(format!(
            "there is no folder `{}` to write the report into\n  = help: make it, or name another file with --out",
            folder.display()
        )));
    }
    if file.is_dir() {
        return Err(Failure::Occupied(format!(
            "`{0}` is a folder\n  = help: name a file in it, such as --out {0}/report.html",
            file.display()
        )));
    }
    replace::look(&[(file.to_owned(), Product::Page)], by_force)?;
    whole_file::clean(file.parent().unwrap_or(Path::new("")));
    Ok(())
}
