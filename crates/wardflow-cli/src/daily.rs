//! Measures day by day, as CSV: a row a day, a column a number, written here and read again.

use std::{collections::BTreeMap, io};

use wardflow_core::measures::{Measure, Unit};
use wardflow_montecarlo::daily::{Kept, MeasureSeries};
use wardflow_scenario::format::Date;

use crate::{
    cells::{self, Column, OF_MEASURE},
    experiment::Experiment,
    vocabulary,
};

/// The file.
pub(crate) const DAILY: &str = "daily.csv";

/// The columns; there is one of each for every measure.
pub(crate) const COLUMNS: [Column; 7] = [
    vocabulary::DATE,
    Column(
        "MEASURE",
        OF_MEASURE,
        "Mean of the day's values over the replications with a value; empty if there is none.",
    ),
    Column("MEASURE.low_5", OF_MEASURE, "5th percentile over replications of the day's values."),
    Column(
        "MEASURE.low_25",
        OF_MEASURE,
        "25th percentile; of people with no criteria to reside, beds needed and beds occupied at 08:00 alone.",
    ),
    Column("MEASURE.median", OF_MEASURE, "50th percentile of these."),
    Column("MEASURE.high_75", OF_MEASURE, "75th percentile of these."),
    Column("MEASURE.high_95", OF_MEASURE, "95th percentile over replications of the day's values."),
];

/// What of a measure's values on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Mean,
    Low5,
    Low25,
    Median,
    High75,
    High95,
}

impl Of {
    /// The column of a measure.
    fn column(self, key: &str) -> String {
        let name = match self {
            Self::Mean => return key.to_owned(),
            Self::Low5 => "low_5",
            Self::Low25 => "low_25",
            Self::Median => "median",
            Self::High75 => "high_75",
            Self::High95 => "high_95",
        };
        format!("{key}.{name}")
    }

    /// What there is of a series, in the order of columns.
    const fn all(series: &MeasureSeries) -> &'static [Self] {
        if series.quartiles.is_empty() {
            &[Self::Mean, Self::Low5, Self::High95]
        } else {
            &[Self::Mean, Self::Low5, Self::Low25, Self::Median, Self::High75, Self::High95]
        }
    }

    fn value(self, series: &MeasureSeries, day: usize) -> f64 {
        match self {
            Self::Mean => series.days[day].mean,
            Self::Low5 => series.days[day].low_5,
            Self::Low25 => series.quartiles[day][0],
            Self::Median => series.quartiles[day][1],
            Self::High75 => series.quartiles[day][2],
            Self::High95 => series.days[day].high_95,
        }
    }
}

/// The headline measures, all costs, and whatever charts are made of.
pub(crate) fn headlines(measure: &Measure) -> Kept {
    let parts: Vec<&str> = measure.key.split('.').collect();
    match parts.as_slice() {
        ["nctr_people"] | ["hospitals", _, "occupied_at_08_00_beds" | "needed_beds"] => Kept::Replications,
        ["hospitals", _, "occupied_beds" | "open_beds" | "escalation_open_beds"]
        | ["pathways", _, "nctr_people" | "delay_days"] => Kept::Band,
        ["services", _, what] if what.starts_with("in_use_") => Kept::Band,
        _ if measure.headline || measure.unit == Unit::PoundsPerYear => Kept::Band,
        _ => Kept::Nothing,
    }
}

/// All measures.
pub(crate) fn all(measure: &Measure) -> Kept {
    match headlines(measure) {
        Kept::Nothing => Kept::Band,
        kept => kept,
    }
}

/// One row for each day.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    let all = experiment.results.days.iter().flat_map(|days| &days.series);
    let all: Vec<(&Measure, &MeasureSeries, &[Of])> =
        all.map(|series| (&experiment.catalogue.measures()[series.measure], series, Of::all(series))).collect();
    table.write_field("date")?;
    for (measure, _, columns) in &all {
        columns.iter().try_for_each(|of| table.write_field(&*cells::guarded(&of.column(&measure.key))))?;
    }
    table.write_record(None::<&[u8]>)?;
    let start = experiment.ready.scenario.start;
    for day in 0..experiment.ready.scenario.days {
        table.write_field(start.plus_days(day.into()).to_string())?;
        for (measure, series, columns) in &all {
            let mut cells = columns.iter().map(|of| cell(of.value(series, day as usize), measure.unit));
            cells.try_for_each(|cell| table.write_field(cell))?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

/// A number with as many digits as anybody looks at; charts have no more.
fn cell(value: f64, unit: Unit) -> String {
    let decimals = match unit {
        Unit::PoundsPerYear | Unit::Pounds => 0,
        _ if value.abs() >= 1.0 => 2,
        _ => 4,
    };
    let scale = 10.0_f64.powi(decimals);
    // Never -0.
    cells::number((value * scale).round() / scale + 0.0)
}

/// The numbers of a file by their columns, from the first day on; not a number where missing.
pub(crate) type Days = BTreeMap<String, Vec<f64>>;

/// Reads the file again.
///
/// # Errors
/// If it is not a row for each of these days: why.
pub(crate) fn read(content: &[u8], start: Date, days: u32) -> Result<Days, String> {
    let mut file = csv::Reader::from_reader(content);
    let names = file.headers().map_err(|why| why.to_string())?.clone();
    let mut columns = vec![Vec::with_capacity(days as usize); names.len()];
    for (row, record) in (0_i64..).zip(file.records()) {
        let record = record.map_err(|why| why.to_string())?;
        let day = start.plus_days(row).to_string();
        if row >= i64::from(days) || record.get(0) != Some(&*day) {
            return Err(format!("its row {} is not of {day}", row + 1));
        }
        for ((column, cell), name) in columns.iter_mut().zip(&record).zip(&names).skip(1) {
            let number = if cell.is_empty() { Some(f64::NAN) } else { cell.parse().ok() };
            column.push(number.ok_or_else(|| format!("`{cell}` in the column `{name}` on {day} is not a number"))?);
        }
    }
    let found: Days = names.iter().map(str::to_owned).zip(columns).skip(1).collect();
    match found.values().find(|column| column.len() != days as usize) {
        Some(column) => Err(format!("it has {} days, and the run has {days}", column.len())),
        None => Ok(found),
    }
}

/// Of a measure day by day; none if it is not there.
pub(crate) fn series<'a>(days: &'a Days, key: &str, of: Of) -> Option<&'a [f64]> {
    days.get(&of.column(key)).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "2026-12-31";

    fn of(text: &str, days: u32) -> Result<Days, String> {
        read(text.as_bytes(), START.parse().unwrap(), days)
    }

    #[test]
    fn numbers_have_the_digits_that_anybody_looks_at() {
        let cells =
            [(1234.5678, Unit::Beds), (0.123_456, Unit::Days), (1234.5678, Unit::Pounds), (-0.000_01, Unit::People)];
        assert_eq!(cells.map(|(value, unit)| cell(value, unit)), ["1234.57", "0.1235", "1235", "0"]);
        assert_eq!(cell(f64::NAN, Unit::Beds), "");
    }

    #[test]
    fn columns_are_found_by_measure_and_statistic() {
        let days = of("date,beds,beds.low_5\n2026-12-31,1.5,1\n2027-01-01,,2\n", 2).unwrap();
        assert_eq!(series(&days, "beds", Of::Low5), Some([1.0, 2.0].as_slice()));
        let mean = series(&days, "beds", Of::Mean).unwrap();
        assert!(mean[0] == 1.5 && mean[1].is_nan());
        assert_eq!(series(&days, "beds", Of::Median), None);
    }

    #[test]
    fn other_days_than_those_of_the_run_are_told() {
        assert_eq!(of("date,beds\n2026-12-31,1\n", 2).unwrap_err(), "it has 1 days, and the run has 2");
        assert_eq!(of("date,beds\n2027-01-01,1\n", 1).unwrap_err(), "its row 1 is not of 2026-12-31");
        assert_eq!(of("date,beds\n2026-12-31,1\n2027-01-01,1\n", 1).unwrap_err(), "its row 2 is not of 2027-01-01");
        assert_eq!(
            of("date,beds\n2026-12-31,x\n", 1).unwrap_err(),
            "`x` in the column `beds` on 2026-12-31 is not a number"
        );
    }
}
