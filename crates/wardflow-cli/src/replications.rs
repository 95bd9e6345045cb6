//! Every measure of each replication, and the acute beds that each needed and occupied in each week, as CSV.

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
pub(crate) const PEAK_COLUMNS: [Column; 6] = [
    Column("hospital", "", "Name of the hospital."),
    Column("week", "", "First measured day of the week, as YYYY-MM-DD; weeks begin on Monday."),
    Column("days", "days", "Measured days of the week: fewer than 7 in the first and last one."),
    Column("replication", "", "Number of the replication, from 1."),
    Column(
        "needed",
        "beds",
        "Most acute beds needed in that week: the highest daily mean of beds occupied and people waiting for one.",
    ),
    Column("occupied_at_08_00", "beds", "Acute beds occupied at 08:00, mean of the days of that week."),
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
        let Some(days) = days else { continue };
        let series = ["needed_beds", "occupied_at_08_00_beds"].map(|what| {
            let measure = experiment.catalogue.find(&format!("hospitals.{}.{what}", hospital.name));
            days.series.iter().position(|series| Some(series.measure) == measure)
        });
        let [Some(needed), Some(occupied)] = series else { continue };
        let name = cells::guarded(&hospital.name);
        let replications = days.replications(needed).zip(days.replications(occupied));
        for (number, (needed, occupied)) in (1_u32..).zip(replications) {
            // Monday is 0.
            let mut from = 0;
            while from < needed.len() {
                let first = start.plus_days(from as i64);
                let to = needed.len().min(from + 7 - first.weekday() as usize);
                let most = needed[from..to].iter().copied().fold(f32::NAN, f32::max);
                let mean = occupied[from..to].iter().copied().map(f64::from).sum::<f64>() / (to - from) as f64;
                table.write_record([
                    &*name,
                    &first.to_string(),
                    &(to - from).to_string(),
                    &number.to_string(),
                    &cells::number(f64::from(most)),
                    &cells::number(mean),
                ])?;
                from = to;
            }
        }
    }
    table.flush()
}
