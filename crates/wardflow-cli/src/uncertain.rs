//! Numbers that each replication draws: what was drawn, and what goes with them.

use std::io;

use serde::Serialize;
use wardflow_core::measures::Measure;
use wardflow_montecarlo::{sensitivity::rank_correlation, statistics::Summary};
use wardflow_scenario::format::Named;

use crate::{
    cells::{self, Column},
    columns::{Align, Columns, WIDTH},
    experiment::Experiment,
    numbers,
};

/// The columns.
pub(crate) const COLUMNS: [Column; 3] = [
    Column("number", "", "Name of the uncertain number."),
    Column("replication", "", "Number of the replication, from 1."),
    Column("drawn", "that of the number, or none for a factor", "What that replication drew, before any rounding."),
];
/// Measures that are named for each number.
const MOST_NAMED: usize = 2;

/// A number and what was drawn of it in the replications that are kept.
pub(crate) struct Drawn<'a> {
    name: &'a str,
    values: Vec<f64>,
}

/// A number as JSON.
#[derive(Serialize)]
pub(crate) struct Row {
    mean: f64,
    low_5: f64,
    high_95: f64,
    /// With each headline measure that varies.
    rank_correlations: Named<f64>,
}

/// Every uncertain number of a run.
pub(crate) fn drawn(experiment: &Experiment) -> Vec<Drawn<'_>> {
    let Some(uncertainty) = &experiment.ready.uncertainty else { return Vec::new() };
    let results = &experiment.results;
    let replications: Vec<Vec<f64>> =
        (0..results.ranged_replications()).map(|number| uncertainty.draw(results.seed, number.into())).collect();
    let values = |at: usize| replications.iter().map(|drawn| drawn[at]).collect();
    uncertainty.names().enumerate().map(|(at, name)| Drawn { name, values: values(at) }).collect()
}

impl Drawn<'_> {
    /// The headline measures that go with it, and how far.
    fn correlations<'e>(&self, experiment: &'e Experiment) -> impl Iterator<Item = (&'e Measure, f64)> {
        let measures = experiment.catalogue.measures().iter().enumerate().filter(|(_, measure)| measure.headline);
        measures.filter_map(|(at, measure)| {
            let results = experiment.results.values.iter().map(|values| values[at]);
            Some((measure, rank_correlation(self.values.iter().copied().zip(results))?))
        })
    }

    /// The measures that go with it most, in words; only what is hardly by chance.
    fn goes_with(&self, experiment: &Experiment) -> String {
        // Beyond 2 / sqrt(n) is by chance in about one of twenty; beyond 3 in one of four hundred.
        let least = 3.0 / f64::from(experiment.results.ranged_replications()).sqrt();
        let mut found: Vec<(&Measure, f64)> =
            self.correlations(experiment).filter(|(_, correlation)| correlation.abs() > least).collect();
        found.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
        let named = found.iter().take(MOST_NAMED);
        let named: Vec<String> = named
            .map(|(measure, correlation)| {
                let sign = if *correlation < 0.0 { "\u{2212}" } else { "+" };
                format!("{} ({sign}{:.2})", measure.title, correlation.abs())
            })
            .collect();
        if named.is_empty() { "nothing that could not be chance".into() } else { named.join(", ") }
    }
}

/// The numbers by name, as JSON.
pub(crate) fn rows(experiment: &Experiment) -> Named<Row> {
    let row = |drawn: Drawn<'_>| {
        let summary = Summary::of(&drawn.values);
        let correlations = drawn.correlations(experiment);
        let row = Row {
            mean: summary.mean,
            low_5: summary.low_5,
            high_95: summary.high_95,
            rank_correlations: correlations.map(|(measure, correlation)| (measure.key.clone(), correlation)).collect(),
        };
        (drawn.name.to_owned(), row)
    };
    drawn(experiment).into_iter().map(row).collect()
}

/// The numbers in a few lines; empty if there are none.
pub(crate) fn lines(experiment: &Experiment) -> String {
    let drawn = drawn(experiment);
    if drawn.is_empty() {
        return String::new();
    }
    let row = |drawn: &Drawn<'_>| {
        let summary = Summary::of(&drawn.values);
        let decimals = if summary.high_95.abs() < 10.0 { 3 } else { 1 };
        let range = numbers::range(summary.low_5, summary.high_95, decimals);
        [format!("  {}", drawn.name), range, drawn.goes_with(experiment)]
    };
    let heading = ["  ", "drawn, 5–95 %", "goes most with (rank correlation over replications)"].map(str::to_owned);
    let rows: Vec<[String; 3]> = std::iter::once(heading).chain(drawn.iter().map(row)).collect();
    let columns =
        Columns::for_rows([Align::Left, Align::Right, Align::Left], rows.iter().map(<[String; 3]>::as_slice), WIDTH);
    rows.iter().map(|row| columns.row(row)).collect()
}

/// What each replication drew, one row for each.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(COLUMNS.map(Column::name))?;
    for Drawn { name, values } in drawn(experiment) {
        for (number, value) in (1_u32..).zip(values) {
            table.write_record([name, &number.to_string(), &cells::number(value)])?;
        }
    }
    table.flush()
}
