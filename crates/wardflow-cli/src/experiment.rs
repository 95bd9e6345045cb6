//! What was run and what came of it: what every table, file and picture is made of.

use wardflow_core::measures::{Catalogue, Measure};
use wardflow_montecarlo::{
    daily::MeasureSeries,
    experiment::Results,
    stability::Stability,
    statistics::{Summary, possible},
    unknown::{Spread, Unsure},
};
use wardflow_scenario::Ready;

use crate::opening::ArrivalsFile;

/// A scenario that has been run.
pub(crate) struct Experiment {
    /// The scenario as it was run: with all changes, replications and seed.
    pub(crate) ready: Ready,
    /// The CSV files it takes arrivals from.
    pub(crate) arrivals: Vec<ArrivalsFile>,
    /// What was changed on the command line.
    pub(crate) changes: Vec<String>,
    /// Its measures.
    pub(crate) catalogue: Catalogue,
    /// What came of it.
    pub(crate) results: Results,
    /// Whether it keeps up, and what its hospitals can admit at most.
    pub(crate) stability: Stability,
    /// What is not known of it, where numbers are marked as uncertain.
    pub(crate) unknown: Option<Unsure>,
}

impl Experiment {
    /// Every measure with its result, in the order of reports.
    pub(crate) fn measures(&self) -> impl Iterator<Item = (&Measure, &Summary)> {
        let estimates = self.results.measures.iter().map(|estimate| &estimate.summary);
        self.catalogue.measures().iter().zip(estimates)
    }

    /// Every measure with what is not known of it; none where nothing is marked as uncertain.
    pub(crate) fn spreads(&self) -> impl Iterator<Item = (&Measure, &Spread)> {
        let spreads = self.unknown.iter().flat_map(|unsure| &unsure.measures);
        self.catalogue.measures().iter().zip(spreads)
    }

    /// The result of one measure, if there is such a measure.
    pub(crate) fn summary(&self, key: &str) -> Option<&Summary> {
        self.catalogue.find(key).map(|at| &self.results.measures[at].summary)
    }

    /// One measure in each of the first replications, in their order, if there is such a measure.
    pub(crate) fn replications(&self, key: &str) -> Option<Vec<f64>> {
        let at = self.catalogue.find(key)?;
        Some(self.results.values.iter().map(|values| values[at]).collect())
    }

    /// One measure day by day, if there is such a measure and it was asked for so.
    pub(crate) fn series(&self, key: &str) -> Option<&MeasureSeries> {
        let at = self.catalogue.find(key)?;
        self.results.days.as_ref()?.of(at)
    }

    /// The last measured day.
    pub(crate) fn last_day(&self) -> String {
        let scenario = &self.ready.scenario;
        scenario.start.plus_days(i64::from(scenario.days) - 1).to_string()
    }

    /// One line that says what was changed on the command line; empty if nothing was.
    pub(crate) fn changed(&self) -> String {
        if self.changes.is_empty() { String::new() } else { format!("changed: {}", self.changes.join(", ")) }
    }
}

/// The ends of the 95% interval of a mean, if it has one.
pub(crate) fn interval(measure: &Measure, summary: &Summary) -> Option<[f64; 2]> {
    summary.half_width_95.map(|half| possible(summary.mean, half, measure.most()))
}

/// The name and version of this program.
pub(crate) const PROGRAM: &str = concat!("wardflow ", env!("CARGO_PKG_VERSION"));
