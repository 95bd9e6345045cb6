//! `wardflow compare`: runs scenarios side by side on the same patients and says in what they differ.

mod bed_day;
pub(crate) mod contender;
mod finding;
mod folder;
mod measures;
pub(crate) mod results;
mod table;
pub(crate) mod what_if;
mod when;

use std::path::{Path, PathBuf};

use clap::Args;
use wardflow_core::random::Seed;
use wardflow_montecarlo::{comparison, daily, experiment::Plan, subject::Subject, unknown::Guess};

use self::{
    contender::{Compared, Contender, Entry, Lineup},
    measures::Wanted,
};
use crate::{
    exit::Failure,
    folder::{
        Folder, README,
        manifest::{Extent, Kind},
    },
    measure_keys,
    options::Format,
    output::Output,
    progress::Progress,
    uncertain, warnings,
};

/// Examples for the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  What do ten more beds change? Write tables and data into a folder:
    wardflow compare my.json --what-if services.rehab_beds.beds=90 --out compared
  Several changes together:
    wardflow compare my.json --what-if \"services.rehab_beds.beds=90; hospitals.acute.beds=310\"
  Two files, or two built-in scenarios:
    wardflow compare southampton-2021 southampton-home-first";

/// `wardflow compare`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The scenario to compare the others with: a file or a built-in one.
    pub(crate) base: String,
    /// Scenarios to compare with it; all use its seed and its number of replications.
    #[arg(required_unless_present = "what_ifs")]
    pub(crate) variants: Vec<String>,
    /// A variant: the base with these changes; PATH+=2, PATH-=10%, PATH*=1.1 change a value by an amount; may be given more than once.
    #[arg(long = "what-if", value_name = "PATH=VALUE[; PATH=VALUE]...", value_parser = what_if::written)]
    pub(crate) what_ifs: Vec<String>,
    /// How many times to run each, each time with different random numbers [default: as the base says].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    pub(crate) replications: Option<u32>,
    /// Seed of the random numbers [default: as the base says].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; results do not depend on it [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Show only the measure with this key; may be given more than once.
    #[arg(long = "measure", value_name = "KEY")]
    pub(crate) measures: Vec<String>,
    /// Write results, scenarios and data dictionary into this folder.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Write into the folder even if it holds something else.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Show all headline measures that differ, and all costs, not just the most common ones.
    #[arg(long)]
    pub(crate) full: bool,
    /// Print one screen for each variant, or all measures as JSON or CSV.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Compares scenarios.
///
/// # Errors
/// If a scenario has errors, a measure is unknown, a run cannot be finished or something cannot be written.
pub(crate) fn compare(arguments: &Compare, output: &mut Output) -> Result<(), Failure> {
    let contenders = contender::open_all(&arguments.lineup(), output)?;
    let catalogues: Vec<_> = contenders.iter().map(|contender| &contender.catalogue).collect();
    let wanted = Wanted::of(measure_keys::known(&arguments.measures, &catalogues, &arguments.base)?);
    let prepare = |path: &PathBuf| Folder::prepare(path, Kind::Comparison, extents(&contenders), arguments.force);
    let mut folder = arguments.out.as_ref().map(prepare).transpose()?;

    // Day by day only if there is something to be seen, as that takes time and room.
    let first = &contenders[0].ready.scenario;
    let is_dated = contenders.iter().skip(1).any(|other| when::is_dated(first, &other.ready.scenario));
    let daily = if is_dated { when::wanted } else { daily::nothing };
    let compared = run(contenders, arguments.threads, daily, output)?;
    let filled = folder.as_mut().map_or(Ok(()), |folder| folder::fill(folder, &compared, &wanted));
    let text = match arguments.format {
        Format::Table => table::tables(&compared, &wanted, arguments.full, output.colour().data),
        Format::Json => results::json(&compared, &wanted)?,
        Format::Csv => results::csv(&compared, &wanted)?,
    };
    let shown = output.data(&text);
    filled?;
    if let Some(folder) = &folder {
        output.note(&format!("Everything else: see {}\n", folder.path(README).display()));
    }
    shown?;
    for warning in compared.warnings() {
        output.note(&warning.text());
    }
    Ok(())
}

/// How much of each scenario is to run.
fn extents(contenders: &[Contender]) -> Vec<Extent> {
    contenders.iter().map(|contender| Extent::of(&contender.ready.scenario)).collect()
}

impl Compare {
    fn lineup(&self) -> Lineup {
        let mut entries = Entry::with_what_ifs(&self.base, &self.what_ifs);
        let variants = self.variants.iter().map(|scenario| Entry { scenario: scenario.clone(), what_if: None });
        entries.splice(1..1, variants);
        Lineup { entries, changes: Vec::new(), replications: self.replications, seed: self.seed }
    }
}

/// Runs what has been opened, the base first; with what is wanted day by day.
///
/// # Errors
/// If a run cannot be finished.
pub(crate) fn run(
    contenders: Vec<Contender>,
    threads: Option<u32>,
    daily: daily::Wanted,
    output: &mut Output,
) -> Result<Compared, Failure> {
    let base = &contenders[0].ready.scenario;
    let plan = Plan {
        seed: Seed(base.seed),
        replications: base.replications,
        threads: threads.map(|threads| threads as usize),
        daily,
    };
    let systems: Vec<Subject<'_>> =
        contenders.iter().map(|contender| Subject::of(&contender.ready, &contender.catalogue)).collect();
    let all = u64::from(plan.replications) * systems.len() as u64;
    let mut progress = Progress::new(all, "replication", output);
    let counter = progress.counter(output);
    let ran = comparison::compare(&systems, &plan, &|| counter.one());
    progress.end(output);
    let explored = ran.and_then(|comparison| {
        let ran = contenders.iter().zip(&comparison.results);
        let guesses: Vec<Guess<'_>> =
            ran.map(|(Contender { ready, catalogue, .. }, results)| Guess { ready, catalogue, results }).collect();
        uncertain::explore(&guesses, threads, output).map(|unknown| (comparison, unknown))
    });
    match explored {
        Ok((comparison, unknown)) => Ok(Compared::new(contenders, comparison, unknown)),
        Err((at, why)) => {
            output.note(&format!("In {}:\n", contenders[at].name));
            Err(why.into())
        }
    }
}

impl Compared {
    /// Writes all differences into an empty folder.
    ///
    /// # Errors
    /// If something cannot be written.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let extents = self.scenarios().map(|(_, experiment)| Extent::of(&experiment.ready.scenario)).collect();
        folder::fill(&mut Folder::prepare(path, Kind::Comparison, extents, false)?, self, &Wanted::of(Vec::new()))
    }

    /// What to mind, whichever scenario it is about.
    fn warnings(&self) -> Vec<warnings::Warning> {
        let mut all = self.unlike();
        for (name, experiment) in self.scenarios() {
            all.extend(
                warnings::of_the_system(experiment)
                    .into_iter()
                    .map(|warning| warnings::Warning { what: format!("{name}: {}", warning.what), ..warning }),
            );
        }
        all
    }
}
