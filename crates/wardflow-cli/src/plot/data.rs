//! The numbers behind the pictures, one row for each point and measure.

use std::io;

use wardflow_montecarlo::stability::State;

use super::selection::Selection;
use crate::{
    cells::{self, Column},
    vocabulary,
};

/// The columns after the variant and what was varied.
const COLUMNS: [Column; 10] = [
    vocabulary::STATE,
    vocabulary::MEASURE,
    vocabulary::UNIT,
    vocabulary::MEAN,
    vocabulary::MEAN_LOW,
    vocabulary::MEAN_HIGH,
    vocabulary::LOW_5,
    vocabulary::HIGH_95,
    vocabulary::CASES,
    vocabulary::MISSING,
];

/// Writes what is drawn, in the units of the measures, with what is not drawn of it.
///
/// # Errors
/// If it cannot be written.
pub(super) fn write_csv(selection: &Selection, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    let axes = selection.axes.iter().map(|axis| cells::guarded(&axis.path).into_owned());
    let heading = std::iter::once(vocabulary::VARIANT.name().to_owned()).chain(axes);
    let heading = heading.chain(COLUMNS.map(|column| column.name().to_owned()));
    table.write_record(heading.collect::<Vec<String>>())?;
    for (measure, at) in selection.measures.iter().zip(0..) {
        for variant in &selection.variants {
            for point in &variant.points {
                let result = point.results[at];
                let ends = result.and_then(|result| measure.interval(&result));
                let numbers = [
                    result.and_then(|result| result.mean),
                    ends.map(|[low, _]| low),
                    ends.map(|[_, high]| high),
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
