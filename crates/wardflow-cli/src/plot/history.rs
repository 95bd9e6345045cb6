//! What was counted on real days, from a CSV file.

mod over;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use wardflow_scenario::{format::Date, number_in_table};

pub(super) use self::over::{Counted, over};
use crate::numbers;

/// One number a day, such as the acute beds occupied.
#[derive(Clone, Debug)]
pub(crate) struct History {
    /// The name of its column.
    pub(super) name: String,
    /// The name of its file, without the folders, which are nobody's business.
    pub(super) file: String,
    pub(super) days: BTreeMap<Date, f64>,
    /// Days of rows without a number.
    empty: BTreeSet<Date>,
}

impl History {
    /// All rows from the first number to the last one; those without are not a number.
    fn rows(&self) -> BTreeMap<Date, f64> {
        let mut rows = self.days.clone();
        if let (Some((&first, _)), Some((&last, _))) = (self.days.first_key_value(), self.days.last_key_value()) {
            rows.extend(
                self.empty.range(first..last).filter(|day| !self.days.contains_key(day)).map(|day| (*day, f64::NAN)),
            );
        }
        rows
    }

    /// The usual number of days from one row to the next.
    fn spacing(&self) -> i64 {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for days in steps(&self.rows()) {
            *counts.entry(days).or_default() += 1;
        }
        // Of those that are as frequent the smallest.
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(1, |(days, _)| days)
    }

    /// How many values are missing between the first and the last one.
    fn missing(&self) -> u64 {
        let (rows, spacing) = (self.rows(), self.spacing());
        let left_out: i64 = steps(&rows).map(|days| (days / spacing - 1).max(0)).sum();
        left_out as u64 + (rows.len() - self.days.len()) as u64
    }

    /// The values in the order of their days, with one that is not a number in each gap.
    pub(super) fn with_gaps(&self) -> Vec<(Date, f64)> {
        let spacing = self.spacing();
        let mut all: Vec<(Date, f64)> = Vec::new();
        for (day, value) in self.rows() {
            if let Some((before, _)) = all.last().copied().filter(|(before, _)| day.days_since(*before) >= 2 * spacing)
            {
                all.push((before.plus_days(spacing), f64::NAN));
            }
            all.push((day, value));
        }
        all
    }

    /// What is missing between the first and the last value, as a sentence; none if nothing is.
    pub(super) fn gaps_told(&self) -> Option<String> {
        let thing = if self.spacing() == 1 { "day" } else { "value" };
        match self.missing() {
            0 => None,
            1 => Some(format!("One {thing} between the first and the last is missing and left open.")),
            missing => Some(format!(
                "{} between the first and the last are missing and left open.",
                numbers::count(missing, thing)
            )),
        }
    }
}

/// Days from each to the next.
fn steps(rows: &BTreeMap<Date, f64>) -> impl Iterator<Item = i64> + '_ {
    rows.keys().zip(rows.keys().skip(1)).map(|(one, next)| next.days_since(*one))
}

/// Reads a CSV file; `columns` names that of the dates and those of the numbers, with commas between them. Empty cells
/// are days without a number.
///
/// # Errors
/// All that is wrong with it, up to some lines; as a message with its remedy.
pub(super) fn read(file: &Path, columns: &str) -> Result<Vec<History>, String> {
    let mut names = columns.split(',').map(str::trim);
    let date = names.next().unwrap_or_default();
    let names: Vec<&str> = names.collect();
    if date.is_empty() || names.is_empty() || names.contains(&"") {
        return Err(format!(
            "--history-columns `{columns}` does not name two columns or more\n  = help: write names with commas between them, \
             such as --history-columns date,occupied"
        ));
    }
    if let Some(name) = names.iter().enumerate().find_map(|(at, name)| names[..at].contains(name).then_some(name)) {
        return Err(format!("--history-columns names `{name}` twice\n  = help: name each column once"));
    }
    names.into_iter().map(|value| read_column(file, date, value)).collect()
}

/// One column of numbers.
fn read_column(file: &Path, date: &str, value: &str) -> Result<History, String> {
    const MOST_TOLD: usize = 5;
    let name = file.display();
    let mut table = csv::Reader::from_path(file).map_err(|why| {
        format!(
            "`{name}` cannot be read: {why}\n  = help: name a CSV file with a row for each day, such as `date,value`"
        )
    })?;
    let headers = table
        .headers()
        .cloned()
        .map_err(|why| format!("`{name}` is no CSV file: {why}\n  = help: save it as CSV (UTF-8)"))?;
    let place = |wanted: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}').trim() == wanted);
    let (Some(date_at), Some(value_at)) = (place(date), place(value)) else {
        let found: Vec<String> = headers.iter().map(|header| format!("`{header}`")).collect();
        return Err(format!(
            "`{name}` has no columns `{date}` and `{value}`\n  = help: it has {}; name two of them with --history-columns",
            found.join(", ")
        ));
    };
    let (mut days, mut empty, mut wrong) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    for (row, line) in table.records().zip(2..) {
        let row =
            row.map_err(|why| format!("`{name}`: {why}\n  = help: give every row as many cells as the first line"))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        if cell(value_at).is_empty() {
            empty.extend(Date::in_table(cell(date_at)));
            continue;
        }
        let number = number_in_table(cell(value_at)).filter(|number| (0.0..=1e9).contains(number));
        match (Date::in_table(cell(date_at)), number) {
            (Ok(day), Some(number)) => {
                if days.insert(day, number).is_some() {
                    wrong.push(format!("line {line}: {day} stands there twice"));
                }
            }
            (Err(why), _) => wrong.push(format!("line {line}: {why}")),
            (_, None) => wrong.push(format!("line {line}: `{}` is no number from 0 on", cell(value_at))),
        }
    }
    if wrong.is_empty() && days.is_empty() {
        wrong.push("it has no row with a number".into());
    }
    if wrong.is_empty() {
        let file = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        return Ok(History { name: value.to_owned(), file, days, empty });
    }
    let more = wrong.len().saturating_sub(MOST_TOLD);
    let end = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    let told = wrong[..wrong.len() - more].join("\n  ");
    Err(format!(
        "`{name}` cannot be used\n  {told}{end}\n  = help: one row a day, with a date such as 2026-12-24 or 24/12/2026 and a number"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(days: &[&str]) -> History {
        let days = days.iter().map(|day| (day.parse().unwrap(), 1.0)).collect();
        History { name: "beds".into(), file: "counted.csv".into(), days, empty: BTreeSet::new() }
    }

    #[test]
    fn a_row_without_a_number_is_a_gap_between_numbers_only() {
        let mut counted = history(&["2026-03-01", "2026-03-02", "2026-03-04"]);
        counted.empty = ["2026-02-28", "2026-03-03", "2026-03-05"].map(|day| day.parse().unwrap()).into();
        assert_eq!((counted.missing(), counted.with_gaps().len()), (1, 4));
        assert!(counted.with_gaps()[2].1.is_nan());
    }

    #[test]
    fn gaps_are_what_the_usual_spacing_leaves_out() {
        let daily = history(&["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-07", "2026-03-08"]);
        assert_eq!((daily.missing(), daily.with_gaps().len()), (3, 6));
        assert!(daily.with_gaps()[3].1.is_nan());
        assert_eq!(
            daily.gaps_told().as_deref(),
            Some("3 days between the first and the last are missing and left open.")
        );
        let weekly = history(&["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-30"]);
        assert_eq!(
            weekly.gaps_told().as_deref(),
            Some("One value between the first and the last is missing and left open.")
        );
        // Months are not equally long.
        let monthly = history(&["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"]);
        assert_eq!((monthly.missing(), monthly.with_gaps().len()), (0, 5));
        for few in [&["2026-03-01"][..], &["2026-03-01", "2026-03-09"]] {
            assert_eq!((history(few).missing(), history(few).with_gaps().len()), (0, few.len()));
        }
    }
}
