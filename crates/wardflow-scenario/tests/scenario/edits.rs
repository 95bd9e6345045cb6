//! Edits that make a sound scenario into one that is wrong in some way.

use proptest::{prelude::*, sample::select};

/// A change of a text; places are taken modulo its length.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Another byte.
    Flip { at: usize, byte: u8 },
    /// A stretch is gone.
    Delete { at: usize, length: usize },
    /// A stretch stands there twice.
    Duplicate { at: usize, length: usize },
    /// Another number in the place of one.
    Number { which: usize, by: &'static str },
    /// Another text of the file in the place of one: keys and names change places.
    Swap { which: usize, with: usize },
    /// A line is gone.
    DeleteLine { which: usize },
    /// A value becomes something else.
    Value { which: usize, by: &'static str },
}

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "7",
    "-1",
    "-0.0",
    "0.5",
    "0.999999",
    "1e-9",
    "1e-300",
    "5e-324",
    "1e308",
    "1e15",
    "1e9",
    "1000000",
    "100000",
    "36525",
    "250",
    "24",
    "100",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "0.1",
    "1e5",
    "65535",
    "3.5",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "\"unlimited\"",
    "\"the_rest\"",
    "\"always\"",
    "\"closed\"",
    "\"00:00-00:01\"",
    "{ \"value\": 3 }",
    "{ \"steps\": { \"2026-05-01\": 3 } }",
    "{ \"ramp\": { \"2026-05-01\": 3, \"2099-01-01\": 9 } }",
    "\"2999-12-31\"",
    "{ \"fixed\": { \"days\": 0 } }",
    "{ \"exponential\": { \"mean_days\": 1e9 } }",
    "{ \"empirical\": { \"values_days\": [0, 0] } }",
    "{ \"Mon\": \"00:00-00:01\" }",
    "\"turn_away\"",
    "{ \"queue_up_to\": { \"people\": 0 } }",
    "\"england_and_wales\"",
];

/// Any edit.
pub(crate) fn any_edit() -> impl Strategy<Value = Edit> {
    let place = || any::<usize>();
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Flip { at, byte }),
        (place(), 1..40_usize).prop_map(|(at, length)| Edit::Delete { at, length }),
        (place(), 1..400_usize).prop_map(|(at, length)| Edit::Duplicate { at, length }),
        place().prop_map(|which| Edit::DeleteLine { which }),
        gentle_edit(),
    ]
}

/// An edit that leaves the brackets alone.
pub(crate) fn gentle_edit() -> impl Strategy<Value = Edit> {
    let place = || any::<usize>();
    prop_oneof![
        4 => (place(), select(NUMBERS)).prop_map(|(which, by)| Edit::Number { which, by }),
        1 => (place(), place()).prop_map(|(which, with)| Edit::Swap { which, with }),
        2 => (place(), select(VALUES)).prop_map(|(which, by)| Edit::Value { which, by }),
    ]
}

impl Edit {
    /// The text after the edit.
    pub(crate) fn apply(&self, text: Vec<u8>) -> Vec<u8> {
        let mut text = text;
        let stretch = |at: usize, length: usize, text: &[u8]| {
            let at = at % text.len().max(1);
            at.min(text.len())..(at + length).min(text.len())
        };
        match *self {
            Self::Flip { at, byte } => {
                let at = at % text.len().max(1);
                text.get_mut(at).into_iter().for_each(|old| *old = byte);
            }
            Self::Delete { at, length } => {
                text.drain(stretch(at, length, &text));
            }
            Self::Duplicate { at, length } => {
                let range = stretch(at, length, &text);
                let copy = text[range.clone()].to_vec();
                text.splice(range.start..range.start, copy);
            }
            Self::Number { which, by } => replace(&mut text, &numbers, which, by.as_bytes()),
            Self::Swap { which, with } => {
                let found = strings(&text);
                if !found.is_empty() {
                    let other = text[found[with % found.len()].clone()].to_vec();
                    replace(&mut text, &strings, which, &other);
                }
            }
            Self::DeleteLine { which } => {
                let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
                let which = which % lines.len().max(1);
                let kept = lines.iter().enumerate().filter(|(number, _)| *number != which);
                text = kept.flat_map(|(_, line)| line.to_vec()).collect();
            }
            Self::Value { which, by } => replace(&mut text, &values, which, by.as_bytes()),
        }
        text
    }
}

type Spans = Vec<std::ops::Range<usize>>;

fn replace(text: &mut Vec<u8>, spans: &dyn Fn(&[u8]) -> Spans, which: usize, by: &[u8]) {
    let found = spans(text);
    if !found.is_empty() {
        text.splice(found[which % found.len()].clone(), by.iter().copied());
    }
}

/// Where numbers stand outside texts.
fn numbers(text: &[u8]) -> Spans {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    let quoted = strings(text);
    let mut found = Spans::new();
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].iter().take_while(|&&byte| is_part(byte)).count();
        let is_number = text[at..at + length].iter().any(u8::is_ascii_digit);
        if is_number && !quoted.iter().any(|span| span.contains(&at)) {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

/// Where texts in double quotes stand, quotes included.
fn strings(text: &[u8]) -> Spans {
    let mut quotes = text.iter().enumerate().filter(|(_, byte)| **byte == b'"').map(|(at, _)| at);
    let mut found = Spans::new();
    while let (Some(open), Some(close)) = (quotes.next(), quotes.next()) {
        found.push(open..close + 1);
    }
    found
}

/// Where numbers and texts that are values stand.
fn values(text: &[u8]) -> Spans {
    let mut found = numbers(text);
    let is_key = |end: usize| text[end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
    found.extend(strings(text).into_iter().filter(|span| !is_key(span.end)));
    found.sort_by_key(|span| span.start);
    found
}
