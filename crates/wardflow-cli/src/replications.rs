//! Every measure of each replication, and the most beds that each needed in each week, as CSV.

use std::io;

use crate::{
    cells::{self, Column, OF_MEASURE},
    experiment::Experiment,
};

/// The columns.
pub(crate) const COLUMNS: [Column; 4] = [
    Column("measure", "", "Key of the measure."),
    Column("unit", "", "Unit of the measure."),
    Column("replication", "", "Number of the replication, from 1."),
    Column("value", OF_MEASURE, "The measure in that replication; empty if there was no case."),
];

/// The columns of the weeks.
pub(crate) const PEAK_COLUMNS: [Column; 5] = [
    Column("hospital", "", "Name of the hospital."),
    Column("week", "", "First measured day of the week, as YYYY-MM-DD; weeks begin on Monday."),
    Column("days", "days", "Measured days of the week: fewer than 7 in the first and last one."),
    Column("replication", "", "Number of the replication, from 1."),
    Column(
        "needed",
        "beds",
        "Most acute beds needed in that week: the highest daily mean of beds occupied and people waiting for one.",
    ),
];

/// One row for each measure and replication.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(COLUMNS.map(Column::name))?;
    for (at, measure) in experiment.catalogue.measures().iter().enumerate() {
        let key = cells::guarded(&measure.key);
        for (number, values) in (1_u32..).zip(&experiment.results.values) {
            table.write_record([&*key, measure.unit.title(), &number.to_string(), &cells::number(values[at])])?;
        }
    }
    table.flush()
}

/// One row for each hospital, week and replication.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_peaks_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(PEAK_COLUMNS.map(Column::name))?;
    let (start, days) = (experiment.ready.scenario.start, experiment.results.days.as_ref());
    for hospital in &experiment.ready.model.hospitals {
        let key = format!("hospitals.{}.needed_beds", hospital.name);
        let measure = experiment.catalogue.find(&key);
        let Some((series, days)) =
            days.and_then(|days| Some((days.series.iter().position(|series| Some(series.measure) == measure)?, days)))
        else {
            continue;
        };
        let name = cells::guarded(&hospital.name);
        for (number, needed) in (1_u32..).zip(days.replications(series)) {
            // Monday is 0.
            let mut from = 0;
            while from < needed.len() {
                let first = start.plus_days(from as i64);
                let to = needed.len().min(from + 7 - first.weekday() as usize);
                let most = needed[from..to].iter().copied().fold(f32::NAN, f32::max);
                table.write_record([
                    &*name,
                    &first.to_string(),
                    &(to - from).to_string(),
                    &number.to_string(),
                    &cells::number(f64::from(most)),
                ])?;
                from = to;
            }
        }
    }
    table.flush()
}
