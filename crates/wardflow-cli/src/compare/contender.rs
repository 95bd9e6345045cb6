//! The scenarios that are compared: opened, named, and with what came of them.

use std::path::Path;

use wardflow_core::measures::Catalogue;
use wardflow_montecarlo::comparison::{Comparison, Difference};
use wardflow_scenario::{Ready, format::Scenario};

use super::{Compare, what_if};
use crate::{
    exit::Failure,
    experiment::Experiment,
    opening::{self, ArrivalsFile},
    output::Output,
    warnings::Warning,
};

/// A scenario that is to be compared.
pub(super) struct Contender {
    /// What it is called in tables.
    pub(super) name: String,
    /// The scenario as it will run.
    pub(super) ready: Ready,
    /// The CSV files it takes arrivals from.
    arrivals: Vec<ArrivalsFile>,
    /// What `--what-if` changed.
    changes: Vec<String>,
    /// Its measures.
    pub(super) catalogue: Catalogue,
}

/// Opens the base, the variants and the what-ifs, in this order, all with the base's seed and replications; tells what
/// is wrong with any of them.
///
/// # Errors
/// If one has errors or cannot be read.
pub(super) fn open_all(arguments: &Compare, output: &mut Output) -> Result<Vec<Contender>, Failure> {
    let options = [
        arguments.replications.map(|replications| format!("replications={replications}")),
        arguments.seed.map(|seed| format!("seed={seed}")),
    ];
    let options: Vec<String> = options.into_iter().flatten().collect();
    let mut failure = None;
    let mut open = |name: &str, what_if: Option<&str>, common: &[String]| {
        let changes = what_if.map(what_if::changes).unwrap_or_default();
        let overrides: Vec<String> = changes.iter().chain(common).cloned().collect();
        let (mut opened, arrivals) = opening::open(name, &overrides);
        opened.problems.call_overrides(if what_if.is_some() { "--what-if, change" } else { "option" });
        if !opened.problems.is_empty() {
            let about =
                what_if.map_or_else(|| format!("In {name}"), |text| format!("In {name} with --what-if '{text}'"));
            output.note(&format!("{about}:\n{}", opened.problems.render(output.colour().notes)));
        }
        let Some(ready) = opened.ready else {
            failure.get_or_insert_with(|| opening::failure(&opened.problems));
            return None;
        };
        let catalogue = Catalogue::of(&ready.model);
        let name = if changes.is_empty() { file_name(name) } else { changes.join("; ") };
        Some(Contender { name, ready, arrivals, changes, catalogue })
    };
    let base = open(&arguments.base, None, &options);
    // With the base's own numbers; if it has errors, the others are still looked at.
    let common = base.as_ref().map_or(options, |base| common(&base.ready.scenario));
    let mut contenders: Vec<Option<Contender>> = vec![base];
    contenders.extend(arguments.variants.iter().map(|name| open(name, None, &common)));
    contenders.extend(arguments.what_ifs.iter().map(|changes| open(&arguments.base, Some(changes), &common)));
    match failure {
        Some(failure) => Err(failure),
        None => Ok(with_titles(contenders.into_iter().flatten().collect())),
    }
}

fn common(base: &Scenario) -> Vec<String> {
    vec![format!("replications={}", base.replications), format!("seed={}", base.seed)]
}

/// The last part of a path, without its ending: results hold no places of one machine.
fn file_name(name: &str) -> String {
    Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Calls scenarios by their titles, with the name of the file where these do not tell them apart; what-ifs by their
/// changes, unless these have given them a title.
fn with_titles(mut contenders: Vec<Contender>) -> Vec<Contender> {
    let titles: Vec<(String, bool)> = contenders
        .iter()
        .map(|contender| (contender.ready.scenario.title.clone(), contender.changes.is_empty()))
        .collect();
    for (contender, (title, is_a_file)) in contenders.iter_mut().zip(&titles) {
        let others = titles.iter().filter(|(other, of_a_file)| other == title && (*of_a_file || !is_a_file)).count();
        if others == 1 {
            contender.name.clone_from(title);
        } else if *is_a_file {
            contender.name = format!("{title} ({})", contender.name);
        }
    }
    contenders
}

/// Scenarios that have been compared.
pub(super) struct Compared {
    names: Vec<String>,
    experiments: Vec<Experiment>,
    differences: Vec<Vec<Difference>>,
    /// The confidence of each interval.
    pub(super) confidence_each: f64,
}

/// One variant and what is different in it.
#[derive(Clone, Copy)]
pub(super) struct Variant<'a> {
    pub(super) name: &'a str,
    pub(super) base: &'a Experiment,
    pub(super) experiment: &'a Experiment,
    pub(super) differences: &'a [Difference],
}

impl Compared {
    pub(super) fn new(contenders: Vec<Contender>, comparison: Comparison) -> Self {
        let (names, experiments) = contenders
            .into_iter()
            .zip(comparison.results)
            .map(|(Contender { name, ready, arrivals, changes, catalogue }, results)| {
                (name, Experiment { ready, arrivals, changes, catalogue, results })
            })
            .unzip();
        let (differences, confidence_each) = (comparison.differences, comparison.confidence_each);
        Self { names, experiments, differences, confidence_each }
    }

    /// What the others are compared with.
    pub(super) fn base(&self) -> (&str, &Experiment) {
        (&self.names[0], &self.experiments[0])
    }

    /// All scenarios, the base first.
    pub(super) fn scenarios(&self) -> impl Iterator<Item = (&str, &Experiment)> {
        self.names.iter().map(String::as_str).zip(&self.experiments)
    }

    /// All that are compared with the base.
    pub(super) fn variants(&self) -> impl Iterator<Item = Variant<'_>> {
        let base = &self.experiments[0];
        let others = self.scenarios().skip(1).zip(&self.differences);
        others.map(move |((name, experiment), differences)| Variant { name, base, experiment, differences })
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
