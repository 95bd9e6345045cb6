//! Rows of CSV files that a scenario names.

use indexmap::IndexMap;

use crate::compile::unknown_name;

/// What is wrong with a CSV file: the key in the scenario that it is about, what, and the remedy.
pub(crate) type Fault = (&'static str, String, String);

/// More faulty rows of one file are not told.
pub(crate) const MOST_FAULTS: usize = 10;

/// The names of the columns of a CSV file; none if it cannot be read.
pub(crate) fn headers(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    reader.headers().map(|headers| headers.iter().map(str::to_owned).collect()).unwrap_or_default()
}

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
    if headers.len() == 1 && headers[0].contains([';', '\t']) {
        let remedy = "save it with commas; in Excel as \"CSV UTF-8 (Comma delimited)\"".to_owned();
        return Err(vec![("file", format!("`{file}` has no commas between its columns"), remedy)]);
    }
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
        // Spreadsheets save rows below the data that once held something.
        let is_blank = record.iter().all(str::is_empty);
        if !is_blank && only.iter().all(|&(at, value)| record.get(at) == Some(value)) {
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, places.map(|at| record.get(at).unwrap_or("").to_owned())));
        }
    }
    Ok(rows)
}

/// A number as people have it in tables: `1,200` is one thousand two hundred.
pub fn number_in_table(cell: &str) -> Option<f64> {
    let (whole, rest) = cell.split_once('.').map_or((cell, ""), |(whole, rest)| (whole, rest));
    let groups: Vec<&str> = whole.trim_start_matches('-').split(',').collect();
    let are_thousands = groups.len() == 1
        || ((1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3)
            && !rest.contains(','));
    let is_number = !rest.contains(',') && (groups.len() == 1 || are_thousands);
    let number = is_number.then(|| cell.replace(',', ""))?;
    number.parse().ok().filter(|number: &f64| number.is_finite())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_numbers_stand_before_thousands_and_nowhere_else() {
        let read = ["12", "1,200", "-1,200.5", "12,345,678", "1e3", " 7"].map(number_in_table);
        assert_eq!(read, [Some(12.0), Some(1200.0), Some(-1200.5), Some(12_345_678.0), Some(1000.0), None]);
        assert_eq!(["1,2", "1,20", ",200", "1200,300", "1.234,5", "", "NaN", "many"].map(number_in_table), [None; 8]);
    }

    #[test]
    fn blank_rows_below_the_data_say_nothing() {
        let text = "day,beds\n2026-01-01,\"1,200\"\n,\n , \n";
        let rows = wanted("f.csv", text, [("date_column", "day"), ("value_column", "beds")], &IndexMap::new());
        assert_eq!(rows.unwrap(), [(2, ["2026-01-01".to_owned(), "1,200".to_owned()])]);
    }
}
