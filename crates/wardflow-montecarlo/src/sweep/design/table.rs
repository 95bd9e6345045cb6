//! Points from a CSV file: a column for each path, a row for each point.

use std::collections::BTreeMap;

use wardflow_scenario::reading::{Path, Reporter};

use super::{Points, check_number};
use crate::sweep::{MOST_POINTS, axis::plain, opening::name_fault};

/// The column that names the points.
const ID: &str = "id";

/// The points of a CSV text and the paths of its columns; what is wrong goes to the report as about `at`.
pub(in crate::sweep) fn points(text: &str, at: &Path, report: &mut Reporter<'_>) -> Option<(Vec<String>, Points)> {
    let mut wrong = |what: String, remedy: &str| report.error("sweep", at.clone(), what, remedy);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(error) => {
            wrong(format!("the first line cannot be read: {error}"), "write the paths of the scenario there");
            return None;
        }
    };
    let id = columns.iter().position(|column| column == ID);
    let paths: Vec<String> = columns.iter().filter(|column| *column != ID).cloned().collect();
    if paths.is_empty() || paths.iter().any(String::is_empty) {
        wrong(
            "the first line does not name every column".into(),
            "write the paths of the scenario there, such as services.d2a_block.beds, with commas in between",
        );
        return None;
    }
    let mut points = Points { axes: paths.len(), ..Points::default() };
    let mut lines_of: BTreeMap<String, u64> = BTreeMap::new();
    let mut is_sound = true;
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                wrong(format!("a row cannot be read: {error}"), "write plain numbers with commas in between");
                is_sound = false;
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        if row.len() != columns.len() {
            let what = format!("line {line} has {} cells, and the first line {}", row.len(), columns.len());
            wrong(what, "give every line as many cells as the first one");
            is_sound = false;
            continue;
        }
        for (column, cell) in row.iter().enumerate() {
            if Some(column) == id {
                if let Some((what, remedy)) = name_fault(cell) {
                    wrong(format!("line {line}: {what}"), remedy);
                    is_sound = false;
                }
                if let Some(other) = lines_of.insert(cell.to_ascii_lowercase(), line) {
                    wrong(format!("lines {other} and {line} have the same id, `{cell}`"), "give each point its own");
                    is_sound = false;
                }
                points.names.push(cell.to_owned());
                continue;
            }
            match cell.parse::<f64>() {
                Ok(value) if value.is_finite() => points.values.push(plain(value)),
                _ => {
                    let what = format!("line {line}, column `{}`: `{cell}` is not a number", columns[column]);
                    wrong(what, "write a number, such as 38 or 0.25, in every cell");
                    is_sound = false;
                }
            }
        }
        if points.names.len().max(points.number()) > MOST_POINTS {
            break;
        }
    }
    if is_sound && points.number() == 0 {
        wrong("the file has no row".into(), "write a row for each point below the first line");
        return None;
    }
    if !is_sound {
        return None;
    }
    check_number(points.number(), points.axes, at.clone(), MOST_POINTS, report)?;
    Some((paths, points))
}
