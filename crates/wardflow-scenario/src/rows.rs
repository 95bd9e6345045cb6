//! Rows of CSV files that a scenario names.

use indexmap::IndexMap;

use crate::compile::unknown_name;

/// What is wrong with a CSV file: the key in the scenario that it is about, what, and the remedy.
pub(crate) type Fault = (&'static str, String, String);

/// More faulty rows of one file are not told.
pub(crate) const MOST_FAULTS: usize = 10;

/// The cells of the columns that are wanted, with their line, of the rows that are.
///
/// `columns` are keys of the scenario with the names that they give; `only` are values that rows must have.
///
/// # Errors
/// If it is no CSV file or has not these columns: all that is wrong.
pub(crate) fn wanted<const N: usize>(
    file: &str,
    text: &str,
    columns: [(&'static str, &str); N],
    only: &IndexMap<String, String>,
) -> Result<Vec<(u64, [String; N])>, Vec<Fault>> {
    // Or lines are counted wrong.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| vec![not_csv(file, &error)])?.clone();
    let place = |(key, name): (&'static str, &str)| {
        headers.iter().position(|header| header == name).ok_or_else(|| {
            let remedy = unknown_name("column", name, headers.iter());
            (key, format!("`{file}` has no column `{name}`"), remedy)
        })
    };
    let mut faults = Vec::new();
    let mut found = |place: Result<usize, Fault>| place.map_err(|fault| faults.push(fault)).unwrap_or_default();
    let places = columns.map(|column| found(place(column)));
    let only: Vec<(usize, &str)> =
        only.iter().map(|(name, value)| (found(place(("only", name))), value.as_str())).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| vec![not_csv(file, &error)])?;
        if only.iter().all(|&(at, value)| record.get(at) == Some(value)) {
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, places.map(|at| record.get(at).unwrap_or("").to_owned())));
        }
    }
    Ok(rows)
}

fn not_csv(file: &str, error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            let what = format!(
                "`{file}` line {line} has another number of columns than the first line: {len}, not {expected_len}"
            );
            ("file", what, "give every line the same columns, and put texts with commas in double quotes".to_owned())
        }
        _ => ("file", format!("`{file}` is no CSV file: {error}"), "check the file".to_owned()),
    }
}
