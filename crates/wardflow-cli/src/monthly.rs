//! What everything costs month by month, as CSV: figures of days are a year's sums, and nobody should have to divide.

use std::io;

use wardflow_core::measures::{Measure, Unit};
use wardflow_montecarlo::daily::MeasureSeries;
use wardflow_scenario::format::Date;

use crate::{
    cells::{self, Column},
    experiment::Experiment,
};

/// The file.
pub(crate) const MONTHLY: &str = "monthly-costs.csv";

/// The columns; there is one of the last for every cost that is a sum for a year.
pub(crate) const COLUMNS: [Column; 3] = [
    Column("month", "", "First measured day of the month, as YYYY-MM-DD."),
    Column("days", "days", "Measured days of the month: the costs are of these."),
    Column(
        "COST_pounds",
        "pounds",
        "What COST_pounds_per_year comes to in these days, mean over replications: the sum of the days, each of which is \
         a 365th of its yearly sum.",
    ),
];

/// Days of the year that yearly sums are of.
const YEAR: f64 = 365.0;

/// Costs day by day, in the order of reports.
fn costs(experiment: &Experiment) -> impl Iterator<Item = (&Measure, &MeasureSeries)> {
    let series = experiment.results.days.iter().flat_map(|days| &days.series);
    let with_measure = series.map(|series| (&experiment.catalogue.measures()[series.measure], series));
    with_measure.filter(|(measure, _)| measure.unit == Unit::PoundsPerYear)
}

/// Whether anything has a price.
pub(crate) fn has_costs(experiment: &Experiment) -> bool {
    costs(experiment).next().is_some()
}

/// One row for each month.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    let names = costs(experiment)
        .map(|(measure, _)| cells::guarded(measure.key.strip_suffix("_per_year").unwrap_or(&measure.key)).into_owned());
    table.write_record(["month".to_owned(), "days".to_owned()].into_iter().chain(names))?;
    for month in months(experiment.ready.scenario.start, experiment.ready.scenario.days) {
        let first = experiment.ready.scenario.start.plus_days(month.start as i64);
        let sums = costs(experiment).map(|(_, series)| {
            let sum: f64 = series.days[month.clone()].iter().map(|day| day.mean / YEAR).sum();
            cells::number((100.0 * sum).round() / 100.0)
        });
        table.write_record([first.to_string(), month.len().to_string()].into_iter().chain(sums))?;
    }
    table.flush()
}

/// The days of each month.
fn months(start: Date, days: u32) -> Vec<std::ops::Range<usize>> {
    let mut months: Vec<std::ops::Range<usize>> = Vec::new();
    for day in 0..days as usize {
        let is_first = start.plus_days(day as i64).to_string().ends_with("-01");
        match months.last_mut() {
            Some(month) if !is_first => month.end = day + 1,
            _ => months.push(day..day + 1),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_cut_off_at_both_ends() {
        let months = |start: &str, days| months(start.parse().unwrap(), days);
        assert_eq!(months("2026-02-27", 35), [0..2, 2..33, 33..35]);
        assert_eq!(months("2026-03-01", 1), vec![0..1]);
        assert!(months("2026-03-01", 0).is_empty());
    }
}
