//! What was counted on real days, from a CSV file.

use std::{collections::BTreeMap, path::Path};

use wardflow_scenario::{format::Date, number_in_table};

/// One number a day, such as the acute beds occupied.
pub(crate) struct History {
    /// The name of its column.
    pub(super) name: String,
    pub(super) days: BTreeMap<Date, f64>,
}

/// Reads a CSV file; `columns` names that of the dates and that of the numbers, with a comma between them. Empty cells
/// are days without a number.
///
/// # Errors
/// All that is wrong with it, up to some lines; as a message with its remedy.
pub(super) fn read(file: &Path, columns: &str) -> Result<History, String> {
    const MOST_TOLD: usize = 5;
    let name = file.display();
    let Some((date, value)) = columns.split_once(',').map(|(date, value)| (date.trim(), value.trim())) else {
        return Err(format!(
            "--history-columns `{columns}` names one column\n  = help: write two names, such as --history-columns \
             date,occupied"
        ));
    };
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
    let (mut days, mut wrong) = (BTreeMap::new(), Vec::new());
    for (row, line) in table.records().zip(2..) {
        let row =
            row.map_err(|why| format!("`{name}`: {why}\n  = help: give every row as many cells as the first line"))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        if cell(value_at).is_empty() {
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
        return Ok(History { name: value.to_owned(), days });
    }
    let more = wrong.len().saturating_sub(MOST_TOLD);
    let end = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    let told = wrong[..wrong.len() - more].join("\n  ");
    Err(format!(
        "`{name}` cannot be used\n  {told}{end}\n  = help: one row a day, with a date such as 2026-12-24 or 24/12/2026 and a number"
    ))
}
