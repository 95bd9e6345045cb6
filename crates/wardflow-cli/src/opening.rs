//! Opens a scenario and remembers the CSV files that it names.

use std::cell::RefCell;

use wardflow_scenario::{
    Opened, SHIPPED,
    format::Scenario,
    open_from,
    reading::{Library, LoadError, Problems, Shelf, Source},
};

use crate::exit::Failure;

/// A CSV file that a scenario takes arrivals from.
pub(crate) struct ArrivalsFile {
    /// The cohort whose arrivals they are.
    pub(crate) cohort: String,
    /// The text of the file.
    pub(crate) source: Source,
}

/// Opens the scenario of this name: a file or a built-in one. Also gives the CSV files it names.
pub(crate) fn open(name: &str, changes: &[String]) -> (Opened, Vec<ArrivalsFile>) {
    let library = Remembering { shelf: Shelf::new(SHIPPED), loaded: RefCell::default() };
    let opened = open_from(name, changes, &library);
    let mut loaded = library.loaded.into_inner();
    let mut files = Vec::new();
    if let Some(ready) = &opened.ready {
        // They are loaded in the order of the cohorts, after all scenarios.
        let cohorts: Vec<&String> = cohorts_with_files(&ready.scenario).collect();
        let sources = loaded.drain(loaded.len().saturating_sub(cohorts.len())..);
        files.extend(
            cohorts.into_iter().zip(sources).map(|(cohort, source)| ArrivalsFile { cohort: cohort.clone(), source }),
        );
    }
    (opened, files)
}

/// Whether somebody gave a scenario where something else belongs.
pub(crate) fn is_a_scenario(name: &str) -> bool {
    SHIPPED.iter().any(|(known, _)| *known == name) || open(name, &[]).0.ready.is_some()
}

/// Why a scenario is not ready, after its problems have been told.
pub(crate) fn failure(problems: &Problems) -> Failure {
    // The first text is that of the scenario itself; nothing was read of one that is not there.
    let nothing_read = problems.sources().first().is_none_or(|source| source.text.is_empty());
    let has_no_place = problems.iter().any(|problem| problem.path.is_root() && problem.place.is_none());
    if nothing_read && has_no_place { Failure::NoScenario } else { Failure::Scenario }
}

fn cohorts_with_files(scenario: &Scenario) -> impl Iterator<Item = &String> {
    let with_file = scenario.cohorts.iter().filter(|(_, cohort)| cohort.arrivals.csv().is_some());
    with_file.map(|(name, _)| name)
}

/// A shelf that remembers what was taken from it.
struct Remembering {
    shelf: Shelf<'static>,
    loaded: RefCell<Vec<Source>>,
}

impl Library for Remembering {
    fn load(&self, name: &str, from: Option<&str>) -> Result<Source, LoadError> {
        let source = self.shelf.load(name, from)?;
        self.loaded.borrow_mut().push(source.clone());
        Ok(source)
    }
}
