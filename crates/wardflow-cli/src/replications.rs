//! Every measure of each replication, and the acute beds that each needed and occupied in each week, as CSV.

use std::io;

use crate::{
    cells::{self, Column, OF_MEASURE},
    experiment::Experiment,
    open_beds::OpenBeds,
    vocabulary,
};

/// The columns.
pub(crate) const COLUMNS: [Column; 4] = [
    vocabulary::MEASURE,
    vocabulary::UNIT,
    vocabulary::REPLICATION,
    Column("value", OF_MEASURE, "The measure in that replication; empty if there was no case."),
];

/// The columns of the weeks.
pub(crate) const PEAK_COLUMNS: [Column; 9] = [
    Column("hospital", "", "Key of the hospital."),
    Column("week", "", "First measured day of the week, as YYYY-MM-DD; weeks begin on Monday."),
    Column("days", "days", "Measured days of the week: fewer than 7 in the first and last one."),
    vocabulary::REPLICATION,
    Column(
        "needed",
        "beds",
        "Most acute beds needed in that week: the highest daily mean of beds occupied and people waiting for one.",
    ),
    Column(
        "occupied_at_08_00",
        "beds",
        "Acute beds occupied at 08:00, before anybody leaves or comes at that time, mean of the days of that week.",
    ),
    Column("core", "beds", "Core acute beds open, mean of the days of that week; empty if they have no limit."),
    Column(
        "escalation",
        "beds",
        "Acute beds that escalations may add, whether they do or not, mean of the days of that week; empty if the core beds \
         have no limit.",
    ),
    Column(
        "short",
        "beds",
        "Most acute beds needed beyond all that may be open on the same day, core and escalation together, on any day of that \
         week; 0 if there are enough, empty if the core beds have no limit.",
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
    let start = experiment.ready.scenario.start;
    for hospital in &experiment.ready.model.hospitals {
        let series = |what: &str| experiment.series(&format!("hospitals.{}.{what}", hospital.name));
        let [Some(needed), Some(occupied)] = ["needed_beds", "occupied_at_08_00_beds"].map(series) else { continue };
        let open = series("open_beds").map(|open| {
            let core = open.days.iter().map(|day| day.mean).collect();
            OpenBeds::new(&experiment.ready.model, &hospital.name, core)
        });
        let name = cells::guarded(&hospital.name);
        let replications = needed.replications.iter().zip(&occupied.replications);
        for (number, (needed, occupied)) in (1_u32..).zip(replications) {
            // Monday is 0.
            let mut from = 0;
            while from < needed.len() {
                let first = start.plus_days(from as i64);
                let week = from..needed.len().min(from + 7 - first.weekday() as usize);
                let most = needed[week.clone()].iter().copied().fold(f32::NAN, f32::max);
                let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / week.len() as f64;
                let of_open = open.as_ref().map_or([f64::NAN; 3], |open| {
                    [
                        mean(&mut open.core[week.clone()].iter().copied()),
                        mean(&mut open.escalation[week.clone()].iter().copied()),
                        open.most_short(&needed[week.clone()], week.start),
                    ]
                });
                let [core, escalation, short] = of_open.map(cells::number);
                table.write_record([
                    &*name,
                    &first.to_string(),
                    &week.len().to_string(),
                    &number.to_string(),
                    &cells::number(f64::from(most)),
                    &cells::number(mean(&mut occupied[week.clone()].iter().copied().map(f64::from))),
                    &core,
                    &escalation,
                    &short,
                ])?;
                from = week.end;
            }
        }
    }
    table.flush()
}
