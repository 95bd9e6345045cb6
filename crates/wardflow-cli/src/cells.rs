//! Cells of CSV files.

use std::{borrow::Cow, io::Write};

/// A writer of comma-separated rows that end in a line feed.
pub(crate) fn writer<W: Write>(to: W) -> csv::Writer<W> {
    csv::Writer::from_writer(to)
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

/// A number with all its digits; empty if there is none.
pub(crate) fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("-1: mean delay"), "'-1: mean delay");
        assert_eq!(guarded("p1: mean delay"), "p1: mean delay");
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!((number(0.1 + 0.2), number(f64::NAN)), ("0.30000000000000004".into(), String::new()));
    }
}
