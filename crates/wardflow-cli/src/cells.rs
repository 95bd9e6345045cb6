//! Columns and cells of CSV files.

use std::{
    borrow::Cow,
    io::{self, Write},
};

/// A column of a file: its name, the unit of its values ("" for none, [`OF_MEASURE`]) and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static str);

/// Stands for the unit of the measure that a row is about.
pub(crate) const OF_MEASURE: &str = "that of the measure";

impl Column {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        self.0
    }
}

/// A writer of comma-separated rows that end in a line feed.
pub(crate) fn writer<W: Write>(to: W) -> csv::Writer<Plain<W>> {
    csv::Writer::from_writer(Plain { to, begun: Vec::new() })
}

/// What spreadsheets show as two or three other letters, because they take a CSV file for one of an older encoding,
/// and what stands for it. A mark at the beginning of the file would tell them, and get into the name of the first column
/// elsewhere.
const REPLACED: [(&str, &str); 3] = [("£", "GBP"), ("–", "-"), ("→", "->")];

/// Writes texts without the signs that spreadsheets do not read.
pub(crate) struct Plain<W> {
    to: W,
    /// The begin of a sign whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_ascii() && self.begun.is_empty() {
            self.to.write_all(bytes)?;
            return Ok(bytes.len());
        }
        for &byte in bytes {
            self.begun.push(byte);
            if let Some((_, plain)) = REPLACED.iter().find(|(sign, _)| sign.as_bytes() == self.begun) {
                self.to.write_all(plain.as_bytes())?;
                self.begun.clear();
            } else if !REPLACED.iter().any(|(sign, _)| sign.as_bytes().starts_with(&self.begun)) {
                self.to.write_all(&self.begun)?;
                self.begun.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
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
    fn signs_that_spreadsheets_do_not_read_are_written_out_wherever_a_piece_ends() {
        let text = "£1,000 a year,2–3 days,Zoë – née,12 → 9,\u{a0}5 €\n";
        for size in 1..=text.len() {
            let mut plain = Plain { to: Vec::new(), begun: Vec::new() };
            text.as_bytes().chunks(size).for_each(|piece| plain.write_all(piece).unwrap());
            let written = String::from_utf8(plain.to).unwrap();
            assert_eq!(written, "GBP1,000 a year,2-3 days,Zoë - née,12 -> 9,\u{a0}5 €\n");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!((number(0.1 + 0.2), number(f64::NAN)), ("0.30000000000000004".into(), String::new()));
    }
}
