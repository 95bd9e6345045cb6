//! The scenario file of wardflow: read, check, explain, and compile to the core's model.
//!
//! [`open`] does all of it: from a name or path and overrides to an [`Opened`] scenario with everything that is wrong.

mod base;
pub mod compile;
mod dates;
pub mod effective;
pub mod format;
pub mod naming;
mod number_at;
pub mod reading;
mod rows;
pub mod schema;
mod shipped;
pub mod start;
mod uncertainty;
pub mod work;

use wardflow_core::model::Model;

use crate::{
    compile::{CsvTexts, Tables, compile},
    format::{Arrivals, Scenario},
    reading::{Annotations, Decoded, Library, LoadError, Path, Problems, Shelf},
};

pub use base::Base;
pub use number_at::number_at;
pub use rows::number_in_table;
pub use shipped::{EXAMPLES, SHIPPED};
pub use uncertainty::Uncertainty;

/// A scenario that has been read and checked.
#[derive(Debug)]
pub struct Opened {
    /// The scenario and its compiled model; `None` if there are errors.
    pub ready: Option<Ready>,
    /// All that is wrong or doubtful.
    pub problems: Problems,
}

/// A scenario without errors.
#[derive(Debug)]
pub struct Ready {
    /// The scenario with all defaults.
    pub scenario: Scenario,
    /// Sources and notes of the file.
    pub annotations: Annotations,
    /// What runs; if some of it is uncertain, the best guess.
    pub model: Model,
    /// What is not known exactly, if anything.
    pub uncertainty: Option<Uncertainty>,
}

/// Reads, checks and compiles the scenario of this name: a file on disk or a shipped one.
pub fn open(name: &str, overrides: &[String]) -> Opened {
    open_from(name, overrides, &Shelf::new(SHIPPED))
}

/// The same from another library.
pub fn open_from(name: &str, overrides: &[String], library: &dyn Library) -> Opened {
    Base::read(name, overrides, library).open(&[])
}

/// Checks and compiles what has been read.
fn check(mut decoded: Decoded<Scenario>, csv: &CsvTexts, tables: &Tables, certain: Option<Base>) -> Opened {
    let annotations = decoded.tree.annotations();
    let (scenario, mut report) = decoded.check();
    if let Some(scenario) = scenario {
        dates::check(scenario, &mut report);
    }
    let model = scenario.map(|scenario| compile(scenario, csv, tables, &mut report));
    if let Some(model) = model.as_ref().filter(|_| !report.has_errors()) {
        work::warn(model, &mut report);
    }
    let certain = certain.filter(|_| !report.has_errors());
    let uncertainty = scenario.zip(certain).and_then(|(scenario, base)| Uncertainty::new(scenario, base, &mut report));
    let Decoded { value, problems, .. } = decoded;
    let ready = match (value, model) {
        (Some(scenario), Some(model)) if !problems.has_errors() => {
            Some(Ready { scenario, annotations, model, uncertainty })
        }
        _ => None,
    };
    Opened { ready, problems }
}

/// The CSV files that cohorts name, seen from the file that names them.
fn csv_texts(decoded: &Decoded<Scenario>, library: &dyn Library) -> CsvTexts {
    let cohorts = decoded.value.iter().flat_map(|scenario| &scenario.cohorts);
    let files = cohorts.filter_map(|(name, cohort)| Some((name, &cohort.arrivals, &cohort.arrivals.csv()?.file)));
    files
        .map(|(name, arrivals, file)| {
            let kind = if matches!(arrivals, Arrivals::DailyCounts(_)) { "daily_counts" } else { "daily_means" };
            let path = Path::of(["cohorts", name, "arrivals", kind, "csv", "file"]);
            let from = decoded.problems.source(decoded.tree.place(&path).file).map(|source| source.name.as_str());
            (name.clone(), library.load(file, from).map_err(LoadError::of_csv))
        })
        .collect()
}
