//! Faults in plain words: what is wrong and what to write instead.

use std::fmt;

use super::error::{Fault, Given};
use crate::reading::meant::{Meant, Sign, meant};
use crate::reading::words::{list, nearest, shown};

/// How a value was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    /// Its text in the file or override, if that is at hand.
    pub(super) raw: Option<String>,
    /// The path that an override sets, if one wrote it and nothing else.
    pub(super) set: Option<String>,
}

impl Fault {
    /// What is wrong, and the remedy.
    pub(super) fn words(&self, written: &Written) -> (String, String) {
        match self {
            Self::Missing(key) => (format!("`{key}` is missing"), format!("add `\"{key}\": ...`")),
            Self::UnknownKey { name, valid } => unknown_key(name, valid, false),
            Self::UnknownVariant { name, valid } => {
                (format!("`{}` is none of the choices here", shown(name)), choose(name, valid))
            }
            Self::Tags { found, valid } => {
                let what = format!("give exactly one of {}", list(valid.iter().copied()));
                if found.is_empty() {
                    (what, tagged(valid))
                } else {
                    let found = list(found.iter().map(String::as_str));
                    (format!("{what}; found {found}"), "keep one of them and remove the others".into())
                }
            }
            Self::NoTag { found, valid } => {
                (format!("expected one of {}, found {found}", list(valid.iter().copied())), tagged(valid))
            }
            Self::NeedsContent { tag, fields } => {
                let inner = if fields.is_empty() { "...".into() } else { object_of(fields) };
                (format!("`{tag}` needs more than its name"), format!("write {{ \"{tag}\": {inner} }}"))
            }
            Self::TakesNothing { tag } => (format!("`{tag}` takes nothing more"), format!("write \"{tag}\" alone")),
            Self::Wrong { given, expected } => wrong(given, expected, written),
            Self::Length { length, expected } => {
                let wanted = wanted(expected);
                (format!("expected {wanted}, found {length}"), format!("write {wanted}"))
            }
            Self::Custom(message) if message.starts_with("data did not match any variant of untagged enum") => {
                ("this fits none of the forms allowed here".into(), "see the documentation of this key".into())
            }
            Self::Custom(message) => match message.split_once("; ") {
                Some((what, remedy)) => (what.to_owned(), remedy.to_owned()),
                None => (message.clone(), String::new()),
            },
        }
    }
}

/// An unknown key, with the key that was probably meant or else all valid ones; `is_top` if it is one of the file.
pub(super) fn unknown_key(name: &str, valid: &[&'static str], is_top: bool) -> (String, String) {
    let what = format!("unknown key `{}`", shown(name));
    let keys = list(valid.iter().copied());
    // What every object may have, and the file as a whole.
    let common: &[&str] = if is_top { &["source", "note", "extends", "$schema"] } else { &["source", "note"] };
    let near = nearest(name, valid.iter().copied());
    if let (None, Some(common)) = (near, nearest(name, common.iter().copied())) {
        return (what, format!("did you mean `{common}`?"));
    }
    let remedy = match near {
        _ if valid.is_empty() => "remove it: no key but `source` and `note` is known here".to_owned(),
        Some(near) if valid.len() > 1 => format!("did you mean `{near}`? The keys known here are {keys}"),
        Some(near) => format!("did you mean `{near}`?"),
        None if valid.len() == 1 => format!("remove it: the only key known here is {keys}"),
        None => format!("remove it, or use one of the keys known here: {keys}"),
    };
    (what, remedy)
}

fn choose(name: &str, valid: &[&'static str]) -> String {
    let choices = list(valid.iter().copied());
    match nearest(name, valid.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? The choices are {choices}"),
        None => format!("choose one of {choices}"),
    }
}

fn tagged(valid: &[&str]) -> String {
    valid.first().map_or_else(String::new, |tag| format!("write \"{tag}\", or {{ \"{tag}\": ... }} if it takes values"))
}

/// `{ "a": ..., "b": ... }`.
pub(super) fn object_of(fields: &[&str]) -> String {
    const MOST: usize = 5;
    let mut parts: Vec<String> = fields.iter().take(MOST).map(|field| format!("\"{field}\": ...")).collect();
    if fields.len() > MOST {
        parts.push("...".into());
    }
    format!("{{ {} }}", parts.join(", "))
}

/// What a type of Rust or the words of a visitor mean to somebody who writes a scenario.
pub(super) fn wanted(expected: &str) -> String {
    match expected {
        "f32" | "f64" => "a number".into(),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => {
            "a whole number".into()
        }
        "a string" | "string" | "path string" | "a borrowed string" | "a character" | "str" => "a text".into(),
        "a boolean" => "true or false".into(),
        "a map" => "an object".into(),
        "a sequence" => "a list".into(),
        "unit" => "null".into(),
        _ => {
            let mut words = expected.split(' ');
            match (words.next(), words.next(), words.next(), words.next()) {
                // `expected` of derived types: "struct Bed", "struct variant Los::Gamma", "enum Los", "tuple struct Days".
                (Some("struct"), ..) => "an object".into(),
                (Some("tuple"), Some("struct" | "variant"), ..) => "a list".into(),
                (Some("enum"), ..) => "one of the choices".into(),
                (Some("a" | "an"), Some("tuple" | "array"), Some("of"), _) => {
                    let n = expected.rsplit(' ').nth(1).filter(|n| n.parse::<usize>().is_ok());
                    n.map_or_else(|| format!("a list{}", &expected[7..]), |n| format!("a list of {n} entries"))
                }
                _ => expected.to_owned(),
            }
        }
    }
}

/// The least value of a type of whole numbers, and the greatest as it is written.
fn limits(expected: &str) -> Option<(f64, String)> {
    Some(match expected {
        "u8" => (0.0, u8::MAX.to_string()),
        "u16" => (0.0, u16::MAX.to_string()),
        "u32" => (0.0, u32::MAX.to_string()),
        "u64" | "usize" | "u128" => (0.0, u64::MAX.to_string()),
        "i8" => (f64::from(i8::MIN), i8::MAX.to_string()),
        "i16" => (f64::from(i16::MIN), i16::MAX.to_string()),
        "i32" => (f64::from(i32::MIN), i32::MAX.to_string()),
        "i64" | "isize" | "i128" => (i64::MIN as f64, i64::MAX.to_string()),
        _ => return None,
    })
}

fn wrong(given: &Given, expected: &str, written: &Written) -> (String, String) {
    let wish = wanted(expected);
    if let (Given::Number(x), Some((least, greatest))) = (given, limits(expected)) {
        let shown = number(*x);
        return if x.fract() != 0.0 {
            (format!("expected a whole number, found {shown}"), "write a whole number".into())
        } else if *x < least && least == 0.0 {
            (format!("expected a whole number that is not negative, found {shown}"), "write 0 or more".into())
        } else if *x > 0.0 {
            (format!("expected a whole number up to {greatest}, found {shown}"), "write a smaller number".into())
        } else {
            (format!("expected a whole number from {least} on, found {shown}"), "write a greater number".into())
        };
    }
    let is_number = wish == "a number" || wish == "a whole number";
    let may_be_number = is_number || wish.starts_with("a number") || wish.starts_with("a share");
    let remedy = match given {
        Given::Text(text) if may_be_number => number_in(text, &wish, written),
        Given::Text(text) if wish == "true or false" && matches!(text.as_str(), "true" | "false") => {
            format!("write {text} without quotes")
        }
        Given::Number(_) if wish == "a text" => match &written.raw {
            Some(raw) => format!("write it in double quotes: \"{}\"", shown(raw.trim())),
            None => "write it in double quotes".into(),
        },
        Given::Bool(value) if wish == "a text" => format!("write it in double quotes: \"{value}\""),
        Given::Bool(_) | Given::Number(_) | Given::Text(_) | Given::Object if wish.starts_with("a list") => {
            "write it in square brackets: [ ... ]".into()
        }
        Given::Null => "remove it: null deletes what an extended file wrote, and none wrote this".into(),
        Given::List if is_number || wish == "a text" || wish == "true or false" => {
            format!("write {wish} alone, without brackets")
        }
        Given::Object if is_number || wish == "a text" || wish == "true or false" => {
            format!("write {wish} alone, or {{ \"value\": ..., \"source\": \"...\", \"note\": \"...\" }}")
        }
        _ if wish == "an object" => "write an object in braces: { \"key\": value, ... }".into(),
        _ => format!("write {wish}"),
    };
    (format!("expected {wish}, found {given}"), remedy)
}

/// How the number that a text means is written; without a number where nobody knows which is meant.
fn number_in(text: &str, wish: &str, Written { set, .. }: &Written) -> String {
    let alone = |number: &str| match set {
        Some(path) => format!("write `{path}={number}`"),
        None => format!("write {number} without quotes"),
    };
    let example = if text.contains(|char: char| char.is_numeric()) { "" } else { ", such as 38" };
    let is_quoted = set.is_none() && (wish == "a number" || wish == "a whole number");
    let whatever = if is_quoted { format!("write {wish} without quotes{example}") } else { format!("write {wish}") };
    let fits = |meant: &Meant| !meant.is_too_large() && (wish != "a whole number" || meant.is_whole());
    let Some(meant) = meant(text).filter(fits) else { return whatever };
    match (set, meant.sign, meant.is_percent) {
        (Some(path), Some(Sign::Plus), true) => format!("write `{path}+={}%` for so much more", meant.size()),
        (Some(path), Some(Sign::Minus), true) => format!("write `{path}-={}%` for so much less", meant.size()),
        (Some(path), Some(Sign::Plus), false) => {
            let size = meant.size();
            format!("write `{path}+={size}` for {size} more, or `{path}={size}`")
        }
        (None, Some(Sign::Plus), false) => {
            format!("{}; what is added to another number goes to `--set path+=...`", alone(&meant.number()))
        }
        (_, _, false) => alone(&meant.number()),
        (_, None, true) => match meant.share() {
            Some(share) if wish.starts_with("a share") => alone(&share),
            Some(share) if wish != "a whole number" => {
                format!("{whatever}; where it is a part of a whole, {text} is {share}", text = shown(text.trim()))
            }
            _ => whatever,
        },
        (None, Some(_), true) => whatever,
    }
}

/// A number for a message: no hundreds of digits.
fn number(x: f64) -> String {
    let size = x.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) { format!("{x:e}") } else { x.to_string() }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(x) => write!(f, "the number {}", number(*x)),
            Self::Text(text) => write!(f, "the text \"{}\"", shown(text)),
            Self::List => f.write_str("a list"),
            Self::Object => f.write_str("an object"),
            Self::Other(other) => f.write_str(other),
        }
    }
}
