//! Scenarios that run for a report: kept in folders while the page is made, and read from there as all others are.

use std::path::{Path, PathBuf};

use wardflow_montecarlo::experiment::Results;

use crate::{
    compare::{
        self,
        contender::{self, Contender, Lineup},
    },
    daily,
    exit::Failure,
    folder::{
        Folder,
        manifest::{Extent, Kind},
    },
    numbers,
    output::Output,
    plot::comparison::rename,
    run_folder::{self, RunFolder},
};

/// What the replications whose patients are listed amount to: enough for charts, soon written [events].
const EVENTS_LISTED: u64 = 500_000;

/// Longer names would fill a chart [characters].
const LONGEST: usize = 30;

/// What came of a lineup.
pub(super) struct Fresh {
    pub(super) runs: Vec<RunFolder>,
    /// What-ifs whose name does not say what they change, and what that is.
    pub(super) what_ifs: Vec<(String, String)>,
    /// The folder of their comparison, if there are several.
    pub(super) comparison: Option<PathBuf>,
}

/// Runs scenarios side by side, the base first, into folders under `room`; tells what is to be minded.
///
/// # Errors
/// If one has errors, or cannot be run, written or read.
pub(super) fn run(
    lineup: &Lineup,
    names: &[String],
    threads: Option<u32>,
    room: &Path,
    output: &mut Output,
) -> Result<Fresh, Failure> {
    let mut contenders = contender::open_all(lineup, output)?;
    shorten(&mut contenders, lineup);
    rename(contenders.iter_mut().map(|contender| &mut contender.name).collect(), names)?;
    let fresh = of(contenders, threads, room, true, output)?;
    tell(&fresh.runs, output);
    Ok(fresh)
}

/// Tells what is to be minded about runs.
pub(super) fn tell(runs: &[RunFolder], output: &mut Output) {
    for run in runs {
        let whose = if runs.len() > 1 { format!("{}: ", run.name) } else { String::new() };
        for warning in &run.run.warnings {
            output.note(&format!("warning: {whose}{}\n  = help: {}\n", warning.what, warning.remedy));
        }
    }
}

/// The same for scenarios that are open and have their names; some patients are listed for charts if wanted.
///
/// # Errors
/// As [`run`].
pub(super) fn of(
    contenders: Vec<Contender>,
    threads: Option<u32>,
    room: &Path,
    lists_patients: bool,
    output: &mut Output,
) -> Result<Fresh, Failure> {
    same_days(&contenders)?;
    let changes: Vec<Option<String>> = contenders.iter().map(|contender| contender.change.clone()).collect();
    let compared = compare::run(contenders, threads, daily::headlines, output)?;
    let mut paths = Vec::new();
    for (at, (_, experiment)) in compared.scenarios().enumerate() {
        let path = room.join(at.to_string());
        let patients = lists_patients.then(|| listed_replications(&experiment.results));
        let extent = Extent::of(&experiment.ready.scenario);
        Folder::prepare(&path, Kind::Run, vec![extent], false)?.fill_without_picture(experiment, patients)?;
        paths.push(path);
    }
    let mut runs = run_folder::read_all(&paths).map_err(Failure::Unfit)?;
    for (run, (name, _)) in runs.iter_mut().zip(compared.scenarios()) {
        name.clone_into(&mut run.name);
    }
    let told = runs.iter().zip(changes).filter_map(|(run, change)| Some((run.name.clone(), change?)));
    let what_ifs = told.filter(|(name, change)| name != change).collect();
    let comparison = (runs.len() > 1).then(|| room.join("comparison"));
    if let Some(path) = &comparison {
        compared.write(path)?;
    }
    Ok(Fresh { runs, what_ifs, comparison })
}

/// Of how many replications the patients are listed.
fn listed_replications(results: &Results) -> u32 {
    let of_each = (results.events / u64::from(results.replications.max(1))).max(1);
    u32::try_from(EVENTS_LISTED / of_each).unwrap_or(u32::MAX).clamp(1, results.replications.max(1))
}

/// If a name is too long for charts, scenarios are called by their files, and what-ifs without a title are numbered.
fn shorten(contenders: &mut [Contender], lineup: &Lineup) {
    if contenders.iter().all(|contender| contender.name.chars().count() <= LONGEST) {
        return;
    }
    let mut number = 0;
    let pairs = lineup.entries.iter().zip(&*contenders);
    let short: Vec<String> = pairs
        .map(|(entry, contender)| match &entry.what_if {
            None => contender::file_name(&entry.scenario),
            Some(_) if contender.change.is_some() => {
                number += 1;
                format!("What if {number}")
            }
            Some(_) => contender.name.clone(),
        })
        .collect();
    let is_told_apart = (1..short.len()).all(|at| !short[..at].contains(&short[at]));
    for (contender, short) in contenders.iter_mut().zip(short).filter(|_| is_told_apart) {
        contender.name = short;
    }
}

/// What is drawn side by side covers the same days.
fn same_days(contenders: &[Contender]) -> Result<(), Failure> {
    let days = |contender: &Contender| (contender.ready.scenario.start, contender.ready.scenario.days);
    let Some(first) = contenders.first() else { return Ok(()) };
    match contenders.iter().find(|other| days(other) != days(first)) {
        Some(other) => {
            let [its, base] = [other, first].map(|contender| {
                let (start, days) = days(contender);
                format!("`{}` covers {} from {start}", contender.name, numbers::count(days.into(), "day"))
            });
            let (start, days) = days(first);
            Err(Failure::Usage(format!(
                "{base}, and {its}\n  = help: give all the same days, such as --set start={start} --set days={days}"
            )))
        }
        None => Ok(()),
    }
}
