//! `wardflow run`: runs a scenario and reports its results.

use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    experiment::{self, Plan},
    precision::{self, Goal},
    subject::Subject,
};

use crate::{
    arguments::{DEFAULT_FOLDER, DEFAULT_SCENARIO, Format, Run},
    exit::Failure,
    experiment::Experiment,
    folder::{Folder, PICTURE},
    measure_keys, opening,
    output::Output,
    precise,
    progress::Progress,
    results, table, warnings,
};

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
        daily: arguments.out.is_some(),
    };
    let folder =
        arguments.out.as_deref().map(|path| Folder::prepare(path, results::FORMAT, arguments.force)).transpose()?;

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
    ready.scenario.replications = results.replications;
    let experiment = Experiment { ready, arrivals, changes: arguments.changes.clone(), catalogue, results };

    // The folder first, since whoever reads the table may stop reading; but its failure does not hide the table.
    let filled = folder.as_ref().map_or(Ok(()), |folder| folder.fill(&experiment, arguments.patients));
    let text = match arguments.format {
        Format::Table => table::table(&experiment, output.colour().data),
        Format::Json => results::json(&experiment)?,
        Format::Csv => results::csv(&experiment)?,
    };
    let shown = output.data(&text);
    filled?;
    if let Some(folder) = &folder {
        let (picture, readme) = (folder.path(PICTURE), folder.path("README.txt"));
        output.note(&format!("Picture: {}\nEverything else: see {}\n", picture.display(), readme.display()));
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
