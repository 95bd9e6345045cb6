//! What everything in a run folder means, as CSV.

use std::io;

use wardflow_core::measures::Measure;

use crate::{
    cells::{self, Column},
    chart,
    daily::{self, DAILY},
    experiment::Experiment,
    monthly::{self, MONTHLY},
    patients, replications, results, uncertain,
};

/// The files of a run.
const FILES: [(&str, &[Column]); 9] = [
    ("results.csv", &results::COLUMNS),
    (DAILY, &daily::COLUMNS),
    (MONTHLY, &monthly::COLUMNS),
    ("replications.csv", &replications::COLUMNS),
    ("peaks.csv", &replications::PEAK_COLUMNS),
    ("drawn.csv", &uncertain::COLUMNS),
    ("draws.csv", &uncertain::RESULT_COLUMNS),
    ("patients.csv", &patients::COLUMNS),
    ("nctr.csv", &chart::COLUMNS),
];

/// One row for each column of each file of a run and for each measure.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let measures = experiment.catalogue.measures().iter();
    let is_daily = |measure: &Measure| experiment.series(&measure.key).is_some();
    let with_files =
        measures.map(|measure| (if is_daily(measure) { "results.csv, daily.csv" } else { "results.csv" }, measure));
    write(&FILES, with_files, to)
}

/// One row for each column of these files and of the dictionary, and for each measure with the files it stands in.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write<'a>(
    files: &[(&str, &[Column])],
    measures: impl Iterator<Item = (&'a str, &'a Measure)>,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(COLUMNS.map(Column::name))?;
    for (file, columns) in files.iter().chain(&[("data-dictionary.csv", &COLUMNS as &[Column])]) {
        for Column(name, unit, definition) in *columns {
            table.write_record([file, "column", name, unit, definition])?;
        }
    }
    for (files, measure) in measures {
        let (key, definition) = (cells::guarded(&measure.key), cells::guarded(&measure.definition));
        table.write_record([files, "measure", &key, measure.unit.title(), &definition])?;
    }
    table.flush()
}

/// The columns of the dictionary itself.
pub(crate) const COLUMNS: [Column; 5] = [
    Column("file", "", "Files of this folder in which it stands."),
    Column("kind", "", "column: of the file; measure: a row of the file."),
    Column("name", "", "Name of the column, or key of the measure."),
    Column("unit", "", "Unit of its values; empty for texts and numbers without a unit."),
    Column("definition", "", "Exact meaning."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{compare, sweep, vocabulary};

    #[test]
    fn shared_names_mean_the_same_in_every_file() {
        let others: [(&str, &[Column]); 2] =
            [("comparison", &compare::results::COLUMNS), ("sweep", &sweep::files::COLUMNS)];
        for (file, columns) in FILES.iter().chain(&others) {
            for column in *columns {
                if let Some(shared) = vocabulary::ALL.iter().find(|shared| shared.name() == column.name()) {
                    assert_eq!(column, shared, "{file}");
                }
            }
        }
    }
}
