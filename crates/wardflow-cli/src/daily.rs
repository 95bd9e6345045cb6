//! All measures that there are day by day, as CSV.

use std::io;

use crate::{
    cells::{self, Column, OF_MEASURE},
    experiment::Experiment,
};

/// The columns.
pub(crate) const COLUMNS: [Column; 10] = [
    Column("date", "", "The measured day, as YYYY-MM-DD."),
    Column("measure", "", "Key of the measure."),
    Column("unit", "", "Unit of the measure."),
    Column("mean", OF_MEASURE, "Mean of the day's values over the replications with a value; empty if there is none."),
    Column("low_5", OF_MEASURE, "5th percentile over replications of the day's values, to 7 digits."),
    Column("low_25", OF_MEASURE, "25th percentile over replications of the day's values, to 7 digits."),
    Column("median", OF_MEASURE, "50th percentile over replications of the day's values, to 7 digits."),
    Column("high_75", OF_MEASURE, "75th percentile over replications of the day's values, to 7 digits."),
    Column("high_95", OF_MEASURE, "95th percentile over replications of the day's values, to 7 digits."),
    Column("cases", "replications", "Replications with a value on that day."),
];

/// One row for each measure and day.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(COLUMNS.map(Column::name))?;
    let start = experiment.ready.scenario.start;
    for series in experiment.results.days.iter().flat_map(|days| &days.series) {
        let measure = &experiment.catalogue.measures()[series.measure];
        let key = cells::guarded(&measure.key);
        for (day, value) in (0..).zip(&series.days) {
            table.write_record([
                start.plus_days(day).to_string().as_str(),
                &key,
                measure.unit.title(),
                &cells::number(value.mean),
                &cells::number(value.low_5),
                &cells::number(value.low_25),
                &cells::number(value.median),
                &cells::number(value.high_75),
                &cells::number(value.high_95),
                &value.cases.to_string(),
            ])?;
        }
    }
    table.flush()
}
