//! `wardflow sweep`: runs a scenario at many values of its numbers.

pub(crate) mod files;
pub(crate) mod store;
mod table;
mod vary;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wardflow_montecarlo::{
    sweep::{self, EXAMPLE, News, OpenedPlan, Overloaded},
    threads::Threads,
};
use wardflow_scenario::reading::Problems;

use self::store::{State, Store};
use crate::{exit::Failure, interrupt, numbers, opening, output::Output, progress::Progress};

pub(crate) const EXAMPLES: &str = "\
Examples:
  One number of a scenario, from 60 to 100 in steps of 10:
    wardflow sweep my.json --vary services.rehab_beds.beds=60:100:10
  Write a small commented plan to begin with, and run it:
    wardflow sweep --example > plan.json
    wardflow sweep plan.json --out curve
  Go on after an interruption, or when the plan has grown:
    wardflow sweep plan.json --out curve --resume";

/// `wardflow sweep`.
#[derive(Debug, Args)]
pub(crate) struct Sweep {
    /// A plan file or a built-in plan (see `wardflow list`); with --vary, a scenario.
    #[arg(required_unless_present = "example", value_name = "PLAN")]
    pub(crate) name: Option<String>,
    /// Vary this number of a scenario; if given more than once, every value is run with every other.
    #[arg(long, value_name = "PATH=FROM:TO:STEP|A,B,C")]
    pub(crate) vary: Vec<String>,
    /// With --vary: first change a value of the scenario; PATH+=2, PATH-=10%, PATH*=1.1 change it by an amount.
    #[arg(long = "set", value_name = "PATH=VALUE", requires = "vary")]
    pub(crate) changes: Vec<String>,
    /// Keep only measures with these keys, or `all` [default: as the plan says, or the headline ones].
    #[arg(long, value_name = "KEY,KEY", value_delimiter = ',')]
    pub(crate) measures: Vec<String>,
    /// Replications of every point [default: as the plan says, or else the scenario].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replications: Option<u32>,
    /// Seed of every point [default: as the plan says, or else the scenario].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; results do not depend on it [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Write plan, points and results into this folder.
    #[arg(short, long, value_name = "FOLDER", default_value = "wardflow-sweep")]
    pub(crate) out: PathBuf,
    /// Go on with the sweep in the folder: run only the points that are missing.
    #[arg(long)]
    pub(crate) resume: bool,
    /// Write into the folder whatever it holds; with --resume, rerun points that do not fit the plan.
    #[arg(long)]
    pub(crate) force: bool,
    /// Run every Nth point, starting with the Kth; see `wardflow merge`.
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
    /// Print a small commented plan to begin with.
    #[arg(long, exclusive = true)]
    pub(crate) example: bool,
}

/// Which points of a sweep: every `of`-th from the `number`-th on, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    number: usize,
    of: usize,
}

fn shard(text: &str) -> Result<Shard, String> {
    let whole = |text: &str| text.trim().parse::<usize>().ok();
    let parts = text.split_once('/').and_then(|(number, of)| Some((whole(number)?, whole(of)?)));
    match parts {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        Some((number, of)) => Err(format!("{number} is not one of {of} shards, which are numbered from 1")),
        None => Err("write it as 3/16 for the third of sixteen shards".into()),
    }
}

/// Runs a sweep.
///
/// # Errors
/// If the plan or a scenario has errors, a point cannot be finished, or something cannot be read or written.
pub(crate) fn sweep(arguments: &Sweep, output: &mut Output) -> Result<(), Failure> {
    if arguments.example {
        return output.data(EXAMPLE);
    }
    let sweep = open(arguments, output)?;
    let shard = arguments.shard.unwrap_or(Shard { number: 1, of: 1 });
    let points: Vec<usize> = (shard.number - 1..sweep.len()).step_by(shard.of).collect();
    let store = Store::look(&arguments.out, arguments.resume, arguments.force)?;
    let left = if arguments.resume { what_is_left(&sweep, &points, &store, arguments.force, output)? } else { points };

    let threads = Threads::new(arguments.threads.map(|threads| threads as usize));
    check(&sweep, &left, &threads, output)?;
    store.begin(&sweep, !left.is_empty())?;
    let more = if arguments.resume { "" } else { " with --resume added" };
    interrupt::safe(format!("every finished point is kept in `{}`. The same command{more} goes on.", store.shown()));
    run(&sweep, &left, &threads, &store, output)?;
    conclude(&sweep, &store, output)
}

/// Opens the plan, or makes one of what is to be varied.
fn open(arguments: &Sweep, output: &mut Output) -> Result<sweep::Sweep, Failure> {
    let name = arguments.name.as_deref().unwrap_or_default();
    let OpenedPlan { sweep, problems } = if arguments.vary.is_empty() {
        sweep::open(name, &changes(arguments))
    } else {
        sweep::open_text(vary::plan(name, arguments).map_err(Failure::Usage)?)
    };
    if sweep.is_none() && arguments.vary.is_empty() && opening::is_a_scenario(name) {
        return Err(Failure::Usage(format!(
            "`{name}` is a scenario: say what to vary, such as --vary services.d2a_block.beds=20:60:5, or write a plan \
             that names it (`wardflow sweep --example` shows one)"
        )));
    }
    for problems in &problems {
        let told = problems.render(output.colour().notes);
        output.note(&told);
    }
    if let Some(sweep) = sweep {
        if sweep.repeated() > 0 {
            let repeated = numbers::count(sweep.repeated() as u64, "point");
            output.note(&format!("{repeated} of the plan stood in it already and were left out.\n"));
        }
        return Ok(sweep);
    }
    Err(problems.first().map_or(Failure::Scenario, opening::failure))
}

/// What the command line changes in a plan.
fn changes(arguments: &Sweep) -> Vec<String> {
    let replications = arguments.replications.map(|replications| format!("replications={replications}"));
    let seed = arguments.seed.map(|seed| format!("seed={seed}"));
    let measures = measures(arguments).map(|measures| format!("measures={measures}"));
    replications.into_iter().chain(seed).chain(measures).collect()
}

/// The measures that the command line names.
fn measures(arguments: &Sweep) -> Option<serde_json::Value> {
    match arguments.measures.as_slice() {
        [] => None,
        [all] if all == "all" || all == "headline" => Some(json!(all)),
        keys => Some(json!(keys)),
    }
}

/// The points that are not in the folder yet.
fn what_is_left(
    sweep: &sweep::Sweep,
    points: &[usize],
    store: &Store,
    force: bool,
    output: &mut Output,
) -> Result<Vec<usize>, Failure> {
    let mut left = Vec::new();
    let (mut damaged, mut foreign) = (0, Vec::new());
    for &point in points {
        match store.state(sweep, point)? {
            State::Kept(_) => continue,
            State::Missing => {}
            State::Damaged => damaged += 1,
            State::Foreign => foreign.push(point),
        }
        left.push(point);
    }
    if let (Some(&first), false) = (foreign.first(), force) {
        let remedy =
            "name another folder, go back to the plan it was made with, or add --force to run such points again";
        return Err(store.foreign(sweep, first, foreign.len(), remedy));
    }
    let noted = |number: usize| numbers::count(number as u64, "point");
    if damaged > 0 {
        output.note(&format!("{} in the folder cannot be read to the end: run again.\n", noted(damaged)));
    }
    if !foreign.is_empty() {
        output.note(&format!("{} in the folder do not fit the plan: run again.\n", noted(foreign.len())));
    }
    let there = points.len() - left.len();
    if there > 0 {
        output.note(&format!("{} of {} are there already.\n", numbers::whole(there as u64), noted(points.len())));
    }
    Ok(left)
}

/// Finds points that cannot run before any of them does.
fn check(sweep: &sweep::Sweep, points: &[usize], threads: &Threads, output: &mut Output) -> Result<(), Failure> {
    let mut progress = Progress::new(points.len() as u64, "point check", output);
    let counter = progress.counter(output);
    let checked = sweep.check(points, threads, &|| counter.one());
    progress.clear();
    match checked {
        Ok(Overloaded { first: Some((first, what)), points: overloaded }) => {
            output.note(&format!(
                "warning: at {} of {} some resource has more work than it can do, so that results depend on how long \
                 the run is. The first: {}: {what}\n",
                numbers::whole(overloaded as u64),
                numbers::count(points.len() as u64, "point"),
                sweep.describe(first),
            ));
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(problems) => {
            let told = Problems::render(&problems, output.colour().notes);
            output.note(&told);
            Err(Failure::Scenario)
        }
    }
}

/// Runs points and keeps each as soon as it is done.
fn run(
    sweep: &sweep::Sweep,
    points: &[usize],
    threads: &Threads,
    store: &Store,
    output: &mut Output,
) -> Result<(), Failure> {
    if points.is_empty() {
        return Ok(());
    }
    let all = points.len() as u64 * u64::from(sweep.replications());
    let mut progress = Progress::new(all, "replication", output);
    let ran = sweep.run(points, threads, |news| {
        match news {
            News::Replications(more) => progress.add(more.into(), output),
            News::Point(record) => store.keep(&record.id, &record.to_text()?)?,
        }
        Ok(())
    });
    progress.end(output);
    ran
}

/// Writes and shows the results if all points are there; says what is missing otherwise.
fn conclude(sweep: &sweep::Sweep, store: &Store, output: &mut Output) -> Result<(), Failure> {
    let there = (0..sweep.len()).filter(|&point| store.holds(sweep, point)).count();
    if there < sweep.len() {
        output.note(&format!(
            "{} of {} are in {}. The results are written when all are there: by the last shard of a shared folder, or \
             by `wardflow merge`.\n",
            numbers::whole(there as u64),
            numbers::count(sweep.len() as u64, "point"),
            store.shown(),
        ));
        return Ok(());
    }
    finish(sweep, store, output)
}

/// Writes and shows the results of a folder that holds all points.
pub(crate) fn finish(sweep: &sweep::Sweep, store: &Store, output: &mut Output) -> Result<(), Failure> {
    let failed = files::write_all(sweep, store)?;
    let shown = output.data(&table::table(sweep, store, output.colour().data)?);
    output.note(&format!("Everything: see {}\n", store.path("README.txt").display()));
    if failed > 0 {
        output.note(&format!(
            "error: {} of {} could not be finished; README.txt names them. `wardflow check` shows how much work each \
             resource is asked to do\n",
            numbers::whole(failed as u64),
            numbers::count(sweep.len() as u64, "point"),
        ));
        return Err(Failure::Incomplete);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_numbered_from_1() {
        assert_eq!(shard("3/16"), Ok(Shard { number: 3, of: 16 }));
        assert_eq!(shard("1/1"), Ok(Shard { number: 1, of: 1 }));
        for text in ["0/16", "17/16", "3", "3/", "/16", "-1/4", "3/0", "a/b"] {
            assert!(shard(text).is_err(), "{text}");
        }
    }
}
