//! `wardflow run`: runs a scenario and reports its results.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    daily::nothing,
    experiment::{self, Plan},
    precision::{self, Goal, LEAST},
    stability::Stability,
    subject::Subject,
    threads::Threads,
    unknown::Guess,
};

use crate::{
    daily,
    exit::Failure,
    experiment::Experiment,
    folder::{
        Folder, PATIENTS, PICTURE, README,
        manifest::{Extent, Kind},
    },
    measure_keys, opening,
    options::{DEFAULT_SCENARIO, Format},
    output::Output,
    precise,
    progress::Progress,
    results,
    table::{self, Shown},
    uncertain, warnings,
};

/// Where the results go when the program is called without any argument.
const DEFAULT_FOLDER: &str = "wardflow-run";

pub(crate) const EXAMPLES: &str = "\
Examples:
  Write all tables and the picture into a folder, then also list the patients of 3 replications:
    wardflow run my.json --out my-results
    wardflow run my.json --out my-results --patients 3
  With one number changed:
    wardflow run my.json --set hospitals.acute.beds=310
  All measures of 20 replications as CSV:
    wardflow run my.json -n 20 --format csv > my.csv
  Run until the mean number of people discharge ready is known to within 5%:
    wardflow run my.json --precision 5% --measure nctr_people";

/// `wardflow run`.
#[derive(Debug, Default, Args)]
pub(crate) struct Run {
    /// A file or a built-in scenario (see `wardflow list`).
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// How many times to run it [default: as the scenario says].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) replications: Option<u32>,
    /// Run until half the width of the 95% interval is at most this share of the mean.
    #[arg(long, value_name = "P%", requires = "measures", conflicts_with = "replications", value_parser = percent)]
    pub(crate) precision: Option<f64>,
    /// Key of the measure that must be this precise; may be given more than once.
    #[arg(long = "measure", value_name = "KEY", requires = "precision")]
    pub(crate) measures: Vec<String>,
    /// With --precision: stop after this many replications.
    #[arg(long, value_name = "N", requires = "precision", default_value = "10000",
          value_parser = clap::value_parser!(u32).range(i64::from(LEAST)..=10_000_000))]
    pub(crate) most: u32,
    /// Seed of the random numbers [default: as the scenario says].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; results do not depend on it [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Change a value of the scenario; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Write results, daily values, picture, scenario and data dictionary into this folder.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Write into the folder even if it holds something else.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Measures to write day by day; charts need only the headline ones.
    #[arg(long, value_enum, value_name = "WHICH", requires = "out", default_value_t)]
    pub(crate) daily: Daily,
    /// Write every patient of the first N replications, or of one, as well.
    #[arg(long, value_name = "N", requires = "out", num_args = 0..=1, default_missing_value = "1",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) patients: Option<u32>,
    /// Print all headline measures below the answer, not just the most common ones.
    #[arg(long)]
    pub(crate) full: bool,
    /// Print one screen, or all measures as JSON or CSV.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Which measures are wanted day by day.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Daily {
    #[default]
    Headlines,
    All,
}

/// A share that is written in percent.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    match number {
        Some(percent @ 0.01..=50.0) => Ok(percent / 100.0),
        Some(_) => Err("between 0.01% and 50% is possible".into()),
        None => Err("write it with a percent sign, such as 5%".into()),
    }
}

/// Runs the built-in example, with a picture.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_the_default(output: &mut Output) -> Result<(), Failure> {
    let arguments = Run { scenario: DEFAULT_SCENARIO.into(), out: Some(DEFAULT_FOLDER.into()), ..Run::default() };
    run(&arguments, output)?;
    output.note("Next: `wardflow init` writes a scenario of your own to begin with, `wardflow --help` says what else there is.\n");
    Ok(())
}

/// Runs a scenario.
///
/// # Errors
/// If the scenario has errors, the run cannot be finished or something cannot be written.
pub(crate) fn run(arguments: &Run, output: &mut Output) -> Result<(), Failure> {
    let (opened, arrivals) = opening::open(&arguments.scenario, &overrides(arguments));
    if !opened.problems.is_empty() {
        let problems = opened.problems.render(output.colour().notes);
        output.note(&problems);
    }
    let Some(mut ready) = opened.ready else { return Err(opening::failure(&opened.problems)) };
    let catalogue = Catalogue::of(&ready.model);
    let goal = goal(arguments, &catalogue)?;
    let plan = Plan {
        seed: Seed(ready.scenario.seed),
        replications: ready.scenario.replications,
        threads: arguments.threads.map(|threads| threads as usize),
        daily: match (&arguments.out, arguments.daily) {
            (None, _) => nothing,
            (Some(_), Daily::Headlines) => daily::headlines,
            (Some(_), Daily::All) => daily::all,
        },
    };
    let extent = Extent::of(&ready.scenario);
    let prepare = |path: &PathBuf| Folder::prepare(path, Kind::Run, vec![extent], arguments.force);
    let mut folder = arguments.out.as_ref().map(prepare).transpose()?;
    if let (Some(folder), Some(_)) = (&folder, arguments.patients) {
        folder.claim(PATIENTS)?;
    }

    let mut progress = Progress::new(plan.replications.into(), "replication", output);
    let counter = progress.counter(output);
    let subject = Subject::of(&ready, &catalogue);
    let ran = match &goal {
        None => experiment::run(subject, &plan, &|| counter.one()).map(|results| (results, None)),
        Some(goal) => {
            let aim = &mut |rung: u32| counter.aim(rung.into());
            precision::run(subject, &plan, goal, aim, &|| counter.one())
        }
    };
    progress.end(output);
    let (results, missed) = ran?;
    let guess = Guess { ready: &ready, catalogue: &catalogue, results: &results };
    let unknown = uncertain::explore(&[guess], arguments.threads, output).map_err(|(_, why)| why)?;
    let unknown = unknown.and_then(|mut unknown| unknown.systems.pop());
    ready.scenario.replications = results.replications;
    let stability = Stability::of(Subject::of(&ready, &catalogue), &results, 1, &Threads::new(plan.threads));
    let changes = arguments.changes.clone();
    let experiment = Experiment { ready, arrivals, changes, catalogue, results, stability, unknown };

    // The folder first, since whoever reads the table may stop reading; but its failure does not hide the table.
    let filled = folder.as_mut().map_or(Ok(None), |folder| folder.fill(&experiment, arguments.patients));
    let text = match arguments.format {
        Format::Table => {
            let shown = if arguments.full { Shown::Headlines } else { Shown::First };
            table::table(&experiment, shown, output.colour().data)
        }
        Format::Json => results::json(&experiment)?,
        Format::Csv => results::csv(&experiment)?,
    };
    let shown = output.data(&text);
    let undrawn = filled?;
    if let Some(folder) = &folder {
        match &undrawn {
            None => output.note(&format!("Picture: {}\n", folder.path(PICTURE).display())),
            Some(why) => output.note(&format!("note: there is no picture: {why}\n")),
        }
        output.note(&format!("Everything else: see {}\n", folder.path(README).display()));
    }
    shown?;
    for warning in warnings::of_a_run(&experiment) {
        output.note(&warning.text());
    }
    if let Some(goal) = &goal {
        output.note(&precise::note(&experiment, goal));
    }
    missed.map_or(Ok(()), |missed| Err(precise::failure(&experiment, arguments, missed)))
}

/// The precision that is wanted, if any is.
fn goal(arguments: &Run, catalogue: &Catalogue) -> Result<Option<Goal>, Failure> {
    let Some(precision) = arguments.precision else { return Ok(None) };
    let keys = measure_keys::known(&arguments.measures, &[catalogue], &arguments.scenario)?;
    let measures = keys.into_iter().filter_map(|key| catalogue.find(key)).collect();
    Ok(Some(Goal { precision, measures, most: arguments.most }))
}

/// Everything that the command line changes in the scenario.
fn overrides(arguments: &Run) -> Vec<String> {
    let most = arguments.precision.map(|_| arguments.most);
    let replications = arguments.replications.or(most).map(|replications| format!("replications={replications}"));
    let seed = arguments.seed.map(|seed| format!("seed={seed}"));
    arguments.changes.iter().cloned().chain(replications).chain(seed).collect()
}
