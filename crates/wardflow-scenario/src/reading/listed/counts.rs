//! Whether a file of values looks like a table of how often each was seen.

use std::collections::BTreeSet;

use crate::{
    format::CsvValues,
    rows::{headers, number_in_table, wanted},
};

/// Words in the names of columns that count.
const WORDS: [&str; 18] = [
    "admissions",
    "cases",
    "count",
    "counts",
    "discharges",
    "episodes",
    "freq",
    "frequency",
    "n",
    "num",
    "number",
    "observations",
    "patients",
    "people",
    "spells",
    "stays",
    "weight",
    "weights",
];

/// The column that seems to count how often each value was seen: it is called so, it holds whole numbers that do not just
/// number the rows, and no value stands there twice.
pub(super) fn looks_counted(csv: &CsvValues, text: &str, values: &[f64]) -> Option<String> {
    let different: BTreeSet<u64> = values.iter().map(|value| value.to_bits()).collect();
    if values.len() < 2 || different.len() < values.len() {
        return None;
    }
    headers(text).into_iter().find(|header| {
        let is_other = *header != csv.value_column && !csv.only.contains_key(header);
        is_other && is_called_count(header) && counts(csv, text, header)
    })
}

fn is_called_count(header: &str) -> bool {
    let lower = header.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| WORDS.contains(&word))
}

/// Whether a column holds counts.
fn counts(csv: &CsvValues, text: &str, column: &str) -> bool {
    let Ok(rows) = wanted(&csv.file, text, [("weight_column", column)], &csv.only) else { return false };
    let numbers: Option<Vec<f64>> = rows.iter().map(|(_, [cell])| number_in_table(cell)).collect();
    let are_counts = |number: &f64| *number >= 0.0 && number.fract() == 0.0;
    numbers.is_some_and(|numbers| {
        let all_ones = numbers.iter().all(|number| *number == 1.0);
        let numbers_the_rows = numbers.windows(2).all(|pair| pair[1] - pair[0] == 1.0);
        numbers.iter().all(are_counts) && !all_ones && !numbers_the_rows
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> Option<String> {
        let csv: CsvValues = serde_json::from_str(r#"{"file": "f.csv", "value_column": "los"}"#).unwrap();
        let rows = wanted("f.csv", text, [("value_column", "los")], &csv.only).unwrap();
        let values: Vec<f64> = rows.iter().map(|(_, [cell])| number_in_table(cell).unwrap()).collect();
        looks_counted(&csv, text, &values)
    }

    #[test]
    fn tables_of_counts_are_known_by_their_columns() {
        assert_eq!(counted("los,spells\n0,120\n1,300\n").as_deref(), Some("spells"));
        assert_eq!(counted("Number of patients,los\n\"1,200\",0\n3,1\n").as_deref(), Some("Number of patients"));
    }

    #[test]
    fn lists_of_single_stays_are_left_alone() {
        for text in [
            "los,spells\n0,120\n1,300\n0,7\n",
            "los,age\n0,80\n1,91\n",
            "number,los\n1,2.1\n2,3.7\n3,1.4\n",
            "los,count\n2.1,1\n3.7,1\n",
            "los,number\n2.1,A1\n3.7,B2\n",
            "los\n1\n2\n",
        ] {
            assert_eq!(counted(text), None, "{text}");
        }
    }
}
