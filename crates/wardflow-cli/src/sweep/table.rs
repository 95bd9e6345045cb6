//! The first points of a sweep on one screen.

use std::fmt::Write;

use wardflow_core::measures::Unit;
use wardflow_montecarlo::sweep::{Sweep, results::SweptMeasure};

use super::store::Store;
use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    exit::Failure,
    numbers::{self, MISSING},
    output::bold,
};

/// More points are left to the files.
const MOST_ROWS: usize = 60;
/// More measures do not fit beside each other.
const MOST_MEASURES: usize = 5;
/// Widest heading; a longer one takes several lines.
const HEADING: usize = 13;
/// The keys that say most about a system, in this order: beginning and end.
const TELLING: [(&str, &str); 5] = [
    ("nctr_people", ""),
    ("delay_days", ""),
    ("hospitals.", ".occupancy_percent"),
    ("hospitals.", ".wait_for_bed_days"),
    (TOTAL_COST, ""),
];
/// The sum of all costs.
const TOTAL_COST: &str = "cost.total_pounds_per_year";

/// The table; the text ends with a line feed.
///
/// # Errors
/// If a point cannot be read.
pub(super) fn table(sweep: &Sweep, store: &Store, colour: bool) -> Result<String, Failure> {
    let measures = shown_measures(sweep);
    let has_variants = sweep.variant_names().count() > 1;
    let variants: Vec<&str> = sweep.variant_names().collect();
    let mut headings: Vec<Vec<String>> = Vec::new();
    let mut aligns = Vec::new();
    if has_variants {
        headings.push(vec!["variant".into()]);
        aligns.push(Align::Left);
    }
    for axis in sweep.axes() {
        headings.push(if axis.label == axis.path {
            axis.path.split_inclusive('.').map(str::to_owned).collect()
        } else {
            wrapped(&axis.label, HEADING)
        });
        aligns.push(Align::Right);
    }
    for measure in &measures {
        let mut lines = wrapped(&measure.title, HEADING);
        lines.push(format!("({})", measure.unit));
        headings.push(lines);
        aligns.push(Align::Right);
    }
    let height = headings.iter().map(Vec::len).max().unwrap_or(0);
    let heading = |line: usize| {
        let of = |lines: &Vec<String>| {
            (line + lines.len()).checked_sub(height).map_or_else(String::new, |line| lines[line].trim().to_owned())
        };
        headings.iter().map(of).collect::<Vec<String>>()
    };
    let mut rows: Vec<Vec<String>> = (0..height).map(heading).collect();
    for number in 0..sweep.len().min(MOST_ROWS) {
        let kept = store.kept(sweep, number)?;
        let variant = has_variants.then(|| variants[sweep.variant_of(number)].to_owned());
        let at = sweep.at(number).iter().map(ToString::to_string);
        let means = measures.iter().map(|measure| {
            let mean = kept.measures.get(&measure.key).and_then(|measure| measure.summary.mean);
            mean.map_or_else(|| MISSING.to_owned(), |mean| numbers::number(mean, decimals(mean, measure)))
        });
        rows.push(variant.into_iter().chain(at).chain(means).collect());
    }
    let columns = Columns::for_rows(aligns, rows.iter().map(Vec::as_slice), WIDTH);
    let points = numbers::count(sweep.len() as u64, "point");
    let runs = numbers::count(sweep.replications().into(), "replication");
    let mut text = format!("{}\n", bold(sweep.title(), colour));
    // Writing to a string does not fail.
    let _ = writeln!(text, "{points}, {runs} each with seed {}; means\n", sweep.seed());
    text.extend(rows.iter().map(|row| columns.row(row)));
    text.push('\n');
    if sweep.len() > MOST_ROWS {
        let more = numbers::count((sweep.len() - MOST_ROWS) as u64, "further point");
        let _ = writeln!(text, "{more}: see results.csv");
    }
    if let Some(cheapest) = cheapest(sweep, store)? {
        text.extend(wrapped(&cheapest, WIDTH).into_iter().map(|line| line + "\n"));
    }
    let all = numbers::count(sweep.measures().len() as u64, "measure");
    let _ = writeln!(text, "{} of {all}; results.csv has all, with confidence intervals.", measures.len());
    Ok(text)
}

/// Which point costs least, if points differ in cost.
fn cheapest(sweep: &Sweep, store: &Store) -> Result<Option<String>, Failure> {
    let mut costs: Vec<(usize, f64)> = Vec::new();
    for number in 0..sweep.len() {
        let kept = store.kept(sweep, number)?;
        let cost = kept.measures.get(TOTAL_COST).and_then(|measure| measure.summary.mean);
        costs.extend(cost.map(|cost| (number, cost)));
    }
    let most = costs.iter().map(|&(_, cost)| cost).fold(f64::NEG_INFINITY, f64::max);
    let Some(&(number, least)) = costs.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else { return Ok(None) };
    if most - least <= least.abs() * 1e-9 {
        return Ok(None);
    }
    let has_variants = sweep.variant_names().count() > 1;
    let variant = sweep.variant_names().nth(sweep.variant_of(number)).filter(|_| has_variants).map(str::to_owned);
    let values = sweep.axes().iter().zip(sweep.at(number)).map(|(axis, value)| format!("{} = {value}", axis.label));
    let place: Vec<String> = variant.into_iter().chain(values).collect();
    Ok(Some(format!(
        "Lowest total cost of these points, as far as there are prices: {} a year ({}).",
        numbers::pounds(least, least),
        place.join(", "),
    )))
}

/// The measures that say most; if there are none of them, the first ones.
fn shown_measures(sweep: &Sweep) -> Vec<&SweptMeasure> {
    let named = |(beginning, end): (&str, &str)| {
        let is_it = |key: &str| {
            if end.is_empty() { key == beginning } else { key.starts_with(beginning) && key.ends_with(end) }
        };
        sweep.measures().iter().find(|measure| is_it(&measure.key))
    };
    let telling: Vec<&SweptMeasure> = TELLING.into_iter().filter_map(named).collect();
    if telling.is_empty() || sweep.measures().len() <= MOST_MEASURES {
        return sweep.measures().iter().take(MOST_MEASURES).collect();
    }
    telling
}

fn decimals(mean: f64, measure: &SweptMeasure) -> usize {
    let units = [Unit::PoundsPerYear, Unit::Percent];
    let unit = units.into_iter().find(|unit| unit.title() == measure.unit).unwrap_or(Unit::Days);
    numbers::decimals(mean, unit)
}
