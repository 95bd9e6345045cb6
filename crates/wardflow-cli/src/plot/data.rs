//! The numbers behind the pictures, one row for each point and measure.

use std::io;

use wardflow_montecarlo::stability::State;

use super::selection::Selection;
use crate::cells;

/// The first column.
const FIRST_COLUMN: &str = "variant";

/// Writes what is drawn, in the units of the measures, with what is not drawn of it.
///
/// # Errors
/// If it cannot be written.
pub(super) fn write_csv(selection: &Selection, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    let axes = selection.axes.iter().map(|axis| cells::guarded(&axis.path).into_owned());
    let columns =
        ["state", "measure", "unit", "mean", "mean_low_95", "mean_high_95", "low_5", "high_95", "cases", "missing"];
    let heading = std::iter::once(FIRST_COLUMN.to_owned()).chain(axes).chain(columns.map(str::to_owned));
    table.write_record(heading.collect::<Vec<String>>())?;
    for (measure, at) in selection.measures.iter().zip(0..) {
        for variant in &selection.variants {
            for point in &variant.points {
                let result = point.results[at];
                let mean = result.and_then(|result| result.mean);
                let half = result.and_then(|result| result.half_width_95);
                let numbers = [
                    mean,
                    mean.zip(half).map(|(mean, half)| mean - half),
                    mean.zip(half).map(|(mean, half)| mean + half),
                    result.and_then(|result| result.low_5),
                    result.and_then(|result| result.high_95),
                ];
                let counts = result.map_or([0, 0], |result| [result.cases, result.missing]);
                let mut row = vec![cells::guarded(&variant.name).into_owned()];
                row.extend(point.at.iter().map(|&value| cells::number(value)));
                row.push(point.state.map_or("", State::key).to_owned());
                row.extend([cells::guarded(&measure.key).into_owned(), measure.unit.clone()]);
                row.extend(numbers.map(|number| number.map_or_else(String::new, cells::number)));
                row.extend(counts.map(|count| count.to_string()));
                table.write_record(row)?;
            }
        }
    }
    table.flush()
}
