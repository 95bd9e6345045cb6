//! What a report is asked to be about: scenarios that run first, or folders of earlier runs.

use std::path::{Path, PathBuf};

use super::{Preset, Report, command, fresh, material::Material, winter};
use crate::{
    compare::contender::{Entry, Lineup},
    exit::Failure,
    folder::{held::folder_of, manifest::Kind},
    output::Output,
    plot::comparison::{self, rename},
    run_folder::{self, Source, held},
};

/// What is named on the command line.
pub(super) enum Sources {
    /// Scenarios, of which those of run folders run again, and the folder of a comparison.
    Scenarios(Vec<String>, Option<PathBuf>),
    /// Folders of runs, and that of a comparison.
    Folders(Vec<PathBuf>, Option<PathBuf>),
    /// The folder of a comparison alone, whose scenarios run again.
    Comparison(PathBuf),
}

impl Sources {
    /// Sorts what is named.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(super) fn of(arguments: &Report) -> Result<Self, Failure> {
        let (mut runs, mut comparisons, mut scenarios) = (Vec::new(), Vec::new(), Vec::new());
        let mut wrong = Vec::new();
        for name in &arguments.sources {
            let path = Path::new(name);
            let named = match Source::of(path) {
                Ok(named) => named,
                Err(why) => {
                    wrong.push(why);
                    continue;
                }
            };
            match named {
                Some(Source::Folder(held)) if held.kind() == Kind::Run => match held.scenario("scenario.json") {
                    Ok(scenario) => {
                        runs.push(path.to_owned());
                        scenarios.push(scenario.to_string_lossy().into_owned());
                    }
                    Err(why) => wrong.push(why),
                },
                Some(Source::Folder(held)) if held.kind() == Kind::Comparison => comparisons.push(path.to_owned()),
                Some(named) => wrong.push(format!(
                    "`{name}` holds {}, which has no report\n  = help: `wardflow plot` draws it",
                    named.sort().name()
                )),
                None if path.is_dir() => wrong.push(format!(
                    "`{name}` is a folder without results\n  = help: name a scenario, or a folder that `wardflow run --out \
                     {name}` has written"
                )),
                None => scenarios.push(name.clone()),
            }
        }
        let only_folders = scenarios.len() == runs.len();
        if arguments.preset == Some(Preset::Winter) {
            if scenarios.is_empty() {
                scenarios.push(winter::SCENARIO.into());
            }
            if scenarios.len() > 1 || !comparisons.is_empty() {
                wrong.push(
                    "the winter pack is about one scenario\n  = help: name one, and say with --what-if what else to try"
                        .into(),
                );
            }
        }
        let is_compared_anyway = !only_folders && scenarios.len() + arguments.what_ifs.len() > 1;
        if comparisons.len() + usize::from(is_compared_anyway) > 1 {
            wrong.push(
                "a report has room for one comparison\n  = help: name all scenarios, which are then compared with the first"
                    .into(),
            );
        }
        if !wrong.is_empty() {
            return Err(Failure::Unfit(wrong.join("\nerror: ")));
        }
        let comparison = comparisons.pop();
        if arguments.preset.is_some() || !only_folders {
            return Ok(Self::Scenarios(scenarios, comparison));
        }
        without_options(arguments)?;
        Ok(match comparison {
            Some(comparison) if runs.is_empty() => Self::Comparison(comparison),
            comparison => Self::Folders(runs, comparison),
        })
    }

    /// Where the page stands if nothing else is said.
    pub(super) fn folder(&self) -> PathBuf {
        let first = match self {
            Self::Folders(runs, _) => runs.first(),
            Self::Comparison(comparison) => Some(comparison),
            Self::Scenarios(..) => None,
        };
        first.map(|path| folder_of(path).to_owned()).unwrap_or_default()
    }

    /// Runs what is to run into folders under `room`, and reads what came of it.
    ///
    /// # Errors
    /// If something cannot be used, run or read.
    pub(super) fn material(self, arguments: &Report, room: &Path, output: &mut Output) -> Result<Material, Failure> {
        match self {
            Self::Folders(paths, comparison) => {
                let mut runs = run_folder::read_all(&paths).map_err(Failure::Unfit)?;
                rename(runs.iter_mut().map(|run| &mut run.name).collect(), &arguments.names)?;
                Material::new(runs, comparison)
            }
            Self::Comparison(path) => compared_again(&path, arguments, room, output),
            Self::Scenarios(scenarios, comparison) => {
                let first = scenarios.first().map(String::as_str).unwrap_or_default();
                let mut material = if arguments.preset == Some(Preset::Winter) {
                    winter::material(first, arguments, room, output)?
                } else {
                    let mut entries = Entry::with_what_ifs(first, &arguments.what_ifs);
                    let others = scenarios.iter().skip(1);
                    entries.splice(1..1, others.map(|name| Entry { scenario: name.clone(), what_if: None }));
                    let fresh =
                        fresh::run(&lineup(arguments, entries), &arguments.names, arguments.threads, room, output)?;
                    let what_ifs = fresh.what_ifs;
                    Material { what_ifs, ..Material::new(fresh.runs, fresh.comparison.or(comparison))? }
                };
                material.command = Some(command::line(arguments));
                Ok(material)
            }
        }
    }
}

/// The scenarios that a comparison has written into its folder, under the names that it gave them.
fn compared_again(path: &Path, arguments: &Report, room: &Path, output: &mut Output) -> Result<Material, Failure> {
    let comparison = comparison::read(path, &arguments.names)?;
    let (base, variants) = comparison.names();
    let names: Vec<String> = std::iter::once(base).chain(variants).map(str::to_owned).collect();
    let held = held(path, Kind::Comparison).map_err(Failure::Unfit)?;
    let part = |at: usize| if at == 0 { "base".into() } else { at.to_string() };
    let files = (0..names.len()).map(|at| held.scenario(&format!("scenario-{}.json", part(at))));
    let entry = |file: PathBuf| Entry { scenario: file.to_string_lossy().into_owned(), what_if: None };
    let entries = files.map(|file| file.map(entry)).collect::<Result<_, _>>().map_err(Failure::Unfit)?;
    let fresh = fresh::run(&lineup(arguments, entries), &names, arguments.threads, room, output)?;
    let mut material = Material::new(fresh.runs, fresh.comparison)?;
    material.command = Some(command::line(arguments));
    Ok(material)
}

/// What runs, with what the command line says about all of it.
pub(super) fn lineup(arguments: &Report, entries: Vec<Entry>) -> Lineup {
    Lineup { entries, changes: arguments.changes.clone(), replications: arguments.replications, seed: arguments.seed }
}

/// Runs that were made earlier cannot be changed any more.
fn without_options(arguments: &Report) -> Result<(), Failure> {
    let given = [
        ("--set", !arguments.changes.is_empty()),
        ("--what-if", !arguments.what_ifs.is_empty()),
        ("--replications", arguments.replications.is_some()),
        ("--seed", arguments.seed.is_some()),
        ("--threads", arguments.threads.is_some()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => Err(Failure::Usage(format!(
            "{option} is for scenarios that run, and only folders of earlier runs are named\n  = help: name a scenario, such \
             as {}",
            folder_of(Path::new(&arguments.sources[0])).join("scenario.json").display()
        ))),
        None => Ok(()),
    }
}
