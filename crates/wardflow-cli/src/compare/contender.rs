//! The scenarios that are compared: opened, named, and with what came of them.

use std::{collections::BTreeSet, path::Path};

use wardflow_core::measures::Catalogue;
use wardflow_montecarlo::{
    comparison::{Comparison, Difference},
    unknown::{Unknown, Unsure},
};
use wardflow_scenario::{Ready, format::Scenario};

use super::what_if;
use crate::{
    exit::Failure,
    experiment::Experiment,
    inputs,
    opening::{self, ArrivalsFile},
    output::Output,
    warnings::Warning,
};

/// Scenarios that are to run side by side on the same patients, the base first.
pub(crate) struct Lineup {
    pub(crate) entries: Vec<Entry>,
    /// What is changed in all of them.
    pub(crate) changes: Vec<String>,
    /// Replications and seed of all, if not those of the base.
    pub(crate) replications: Option<u32>,
    pub(crate) seed: Option<u64>,
}

/// One of them.
pub(crate) struct Entry {
    /// A file or a built-in scenario.
    pub(crate) scenario: String,
    /// What is changed in it alone, as `--what-if` is written.
    pub(crate) what_if: Option<String>,
}

impl Entry {
    /// A scenario as it is, and with each of some what-ifs.
    pub(crate) fn with_what_ifs(scenario: &str, what_ifs: &[String]) -> Vec<Self> {
        let what_ifs = what_ifs.iter().map(|what_if| Some(what_if.clone()));
        std::iter::once(None).chain(what_ifs).map(|what_if| Self { scenario: scenario.to_owned(), what_if }).collect()
    }
}

/// A scenario that is to be compared.
pub(crate) struct Contender {
    /// What it is called in tables.
    pub(crate) name: String,
    /// The scenario as it will run.
    pub(crate) ready: Ready,
    /// The CSV files it takes arrivals from.
    arrivals: Vec<ArrivalsFile>,
    /// What `--what-if` changed.
    changes: Vec<String>,
    /// The same in words, if that is what it is called by.
    pub(crate) change: Option<String>,
    /// Its measures.
    pub(super) catalogue: Catalogue,
}

/// Opens the base and the others, all with the base's seed and replications; tells what is wrong with any of them.
///
/// # Errors
/// If one has errors or cannot be read.
pub(crate) fn open_all(lineup: &Lineup, output: &mut Output) -> Result<Vec<Contender>, Failure> {
    let options = [
        lineup.replications.map(|replications| format!("replications={replications}")),
        lineup.seed.map(|seed| format!("seed={seed}")),
    ];
    let options: Vec<String> = options.into_iter().flatten().collect();
    let mut failure = None;
    let mut told = BTreeSet::new();
    let mut open = |Entry { scenario: name, what_if }: &Entry, common: &[String]| {
        let what_if = what_if.as_deref();
        let changes = what_if.map(what_if::changes).unwrap_or_default();
        let overrides: Vec<String> = lineup.changes.iter().chain(&changes).chain(common).cloned().collect();
        let (mut opened, arrivals) = opening::open(name, &overrides);
        opened.problems.call_overrides(match what_if {
            _ if !lineup.changes.is_empty() => "change",
            Some(_) => "--what-if, change",
            None => "option",
        });
        let problems = opened.problems.render(output.colour().notes);
        // What is the same for several is told once.
        if !opened.problems.is_empty() && told.insert(problems.clone()) {
            let about =
                what_if.map_or_else(|| format!("In {name}"), |text| format!("In {name} with --what-if '{text}'"));
            output.note(&format!("{about}:\n{problems}"));
        }
        let Some(ready) = opened.ready else {
            failure.get_or_insert_with(|| opening::failure(&opened.problems));
            return None;
        };
        let catalogue = Catalogue::of(&ready.model);
        let name = if changes.is_empty() { file_name(name) } else { changes.join("; ") };
        Some(Contender { name, ready, arrivals, changes, change: None, catalogue })
    };
    let mut contenders: Vec<Option<Contender>> = Vec::new();
    if let Some((first, others)) = lineup.entries.split_first() {
        let base = open(first, &options);
        // With the base's own numbers; if it has errors, the others are still looked at.
        let common = base.as_ref().map_or(options, |base| common(&base.ready.scenario));
        contenders.push(base);
        contenders.extend(others.iter().map(|entry| open(entry, &common)));
    }
    match failure {
        Some(failure) => Err(failure),
        None => Ok(named(contenders.into_iter().flatten().collect())),
    }
}

fn common(base: &Scenario) -> Vec<String> {
    vec![format!("replications={}", base.replications), format!("seed={}", base.seed)]
}

/// The last part of a path, without its ending: results hold no places of one machine. The scenario that a run has
/// written is called by its folder.
pub(crate) fn file_name(name: &str) -> String {
    let path = Path::new(name);
    let folder = path.parent().and_then(Path::file_name).filter(|_| path.ends_with("scenario.json"));
    folder.or(path.file_stem()).map_or_else(|| name.to_owned(), |part| part.to_string_lossy().into_owned())
}

/// Calls scenarios by their titles, with the name of the file where these do not tell them apart; what-ifs by what changes in
/// them, unless they have been given a title.
fn named(mut contenders: Vec<Contender>) -> Vec<Contender> {
    let titles: Vec<(String, bool)> = contenders
        .iter()
        .map(|contender| (contender.ready.scenario.title.clone(), contender.changes.is_empty()))
        .collect();
    let in_words: Vec<Option<String>> =
        contenders.iter().map(|contender| change(contenders.first()?, contender)).collect();
    for (at, (contender, (title, is_a_file))) in contenders.iter_mut().zip(&titles).enumerate() {
        let others = titles.iter().filter(|(other, of_a_file)| other == title && (*of_a_file || !is_a_file)).count();
        if others == 1 {
            contender.name.clone_from(title);
        } else if *is_a_file {
            contender.name = format!("{title} ({})", contender.name);
        } else if let Some(words) = &in_words[at]
            && in_words.iter().filter(|other| *other == &in_words[at]).count() == 1
        {
            contender.name.clone_from(words);
            contender.change = Some(words.clone());
        } else {
            // Nothing changes, or others change the same.
            contender.change = Some(contender.name.clone());
        }
    }
    contenders
}

/// What a what-if changes in the scenario that it begins with, in words, if it changes anything.
fn change(base: &Contender, what_if: &Contender) -> Option<String> {
    const MOST_CHANGES: usize = 4;
    if what_if.changes.is_empty() {
        return None;
    }
    let changes: Vec<String> =
        inputs::differing(&[&base.ready, &what_if.ready]).iter().map(inputs::Row::change).collect();
    let more = changes.len().saturating_sub(MOST_CHANGES);
    let mut told = changes.into_iter().take(MOST_CHANGES).collect::<Vec<String>>();
    if more > 0 {
        told.push(format!("and {more} more"));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// Scenarios that have been compared.
pub(crate) struct Compared {
    names: Vec<String>,
    experiments: Vec<Experiment>,
    differences: Vec<Vec<Difference>>,
    /// What is not known of each difference; none where nothing is marked as uncertain.
    unknown: Vec<Unsure>,
    /// The confidence of each interval.
    pub(super) confidence_each: f64,
}

/// One variant and what is different in it.
#[derive(Clone, Copy)]
pub(super) struct Variant<'a> {
    pub(super) name: &'a str,
    /// Whether there are others.
    pub(super) is_one_of_several: bool,
    pub(super) base: &'a Experiment,
    pub(super) experiment: &'a Experiment,
    pub(super) differences: &'a [Difference],
    /// What is not known of the differences, in their order.
    pub(super) unknown: Option<&'a Unsure>,
}

impl Compared {
    pub(super) fn new(contenders: Vec<Contender>, comparison: Comparison, unknown: Option<Unknown>) -> Self {
        let (systems, unknown) =
            unknown.map_or_else(Default::default, |unknown| (unknown.systems, unknown.differences));
        let mut systems = systems.into_iter();
        let (names, experiments) = contenders
            .into_iter()
            .zip(comparison.results.into_iter().zip(comparison.stability))
            .map(|(Contender { name, ready, arrivals, changes, catalogue, .. }, (results, stability))| {
                let unknown = systems.next().filter(|_| ready.uncertainty.is_some());
                (name, Experiment { ready, arrivals, changes, catalogue, results, stability, unknown })
            })
            .unzip();
        let (differences, confidence_each) = (comparison.differences, comparison.confidence_each);
        Self { names, experiments, differences, unknown, confidence_each }
    }

    /// What the others are compared with.
    pub(super) fn base(&self) -> (&str, &Experiment) {
        (&self.names[0], &self.experiments[0])
    }

    /// All scenarios, the base first.
    pub(crate) fn scenarios(&self) -> impl Iterator<Item = (&str, &Experiment)> {
        self.names.iter().map(String::as_str).zip(&self.experiments)
    }

    /// All that are compared with the base.
    pub(super) fn variants(&self) -> impl Iterator<Item = Variant<'_>> {
        let base = &self.experiments[0];
        let others = self.scenarios().skip(1).zip(&self.differences);
        others.enumerate().map(move |(at, ((name, experiment), differences))| {
            let unknown = self.unknown.get(at).filter(|unsure| !unsure.numbers.is_empty());
            Variant { name, is_one_of_several: self.differences.len() > 1, base, experiment, differences, unknown }
        })
    }

    /// Warnings of scenarios that do not cover the same time as the base.
    pub(super) fn unlike(&self) -> Vec<Warning> {
        let period = |experiment: &Experiment| {
            let scenario = &experiment.ready.scenario;
            [
                ("start", scenario.start.to_string()),
                ("days", scenario.days.to_string()),
                ("warm_up_days", scenario.warm_up().to_string()),
            ]
        };
        let base = period(self.base().1);
        let mut warnings = Vec::new();
        for variant in self.variants() {
            let differences = period(variant.experiment).into_iter().zip(&base).filter(|(its, base)| its != *base);
            let list: Vec<String> =
                differences.map(|((key, its), (_, base))| format!("`{key}` is {its}, in the base {base}")).collect();
            if !list.is_empty() {
                warnings.push(Warning {
                    code: "other-period",
                    what: format!("{}: {}", variant.name, list.join("; ")),
                    remedy: "differences are then also those of the season and of the length of the run: give all \
                             scenarios the same period"
                        .into(),
                });
            }
        }
        warnings
    }
}
