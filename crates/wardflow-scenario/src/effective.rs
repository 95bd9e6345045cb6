//! The effective scenario: one file with everything in it, what was left out and what was extended included.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    format::Scenario,
    reading::{Annotations, Path},
    schema::SCHEMA_FILE,
};

/// Longer lists are written over several lines.
const WIDTH: usize = 110;

/// The scenario with all defaults, its sources and notes, as JSON that reads back as the same scenario.
///
/// Names of CSV files are written as they were: seen from the file that named them.
pub fn effective(scenario: &Scenario, annotations: &Annotations) -> String {
    written(scenario, annotations, SCHEMA_FILE)
}

/// Any type that is read from a file by [`crate::reading`], in the same way; it names its schema.
pub fn written<T: Serialize>(what: &T, annotations: &Annotations, schema_file: &str) -> String {
    let Ok(mut value) = serde_json::to_value(what) else { return String::new() };
    plain_numbers(&mut value);
    annotate(&mut value, annotations);
    if let Value::Object(members) = &mut value {
        members.shift_remove("extends");
        members.shift_insert(0, "$schema".into(), schema_file.into());
    }
    let mut text = String::new();
    write(&mut text, &value, 0);
    text.push('\n');
    text
}

/// Whole numbers are written without a decimal point, as people write them.
fn plain_numbers(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let whole =
                number.as_f64().filter(|x| x.fract() == 0.0 && x.abs() < 9e15 && !(*x == 0.0 && x.is_sign_negative()));
            if let Some(whole) = whole {
                *value = (whole as i64).into();
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(plain_numbers),
        Value::Object(members) => members.values_mut().for_each(plain_numbers),
        _ => {}
    }
}

/// Writes sources and notes to what they are about.
fn annotate(value: &mut Value, annotations: &Annotations) {
    let lost = annotations.write_into(&mut value.clone());
    if lost.is_empty() {
        annotations.write_into(value);
        return;
    }
    // What was written in another form, such as a choice in braces, has its place above.
    let mut kept = Annotations::default();
    for (path, annotation) in annotations.iter().filter(|(path, _)| !lost.contains(path)) {
        kept.insert(path.clone(), annotation.clone());
    }
    for path in lost {
        let Some(annotation) = annotations.get(&path) else { continue };
        let above = nearest_above(value, &path);
        let rest = Path::of(&path.segments()[above.segments().len()..]);
        let mut joined = kept.get(&above).cloned().unwrap_or_default();
        for (old, new) in [(&mut joined.source, &annotation.source), (&mut joined.note, &annotation.note)] {
            if let Some(new) = new {
                let new = format!("{rest}: {new}");
                *old = Some(old.as_ref().map_or_else(|| new.clone(), |old| format!("{old}; {new}")));
            }
        }
        kept.insert(above, joined);
    }
    kept.write_into(value);
}

/// The deepest path above this one that a scenario has.
fn nearest_above(value: &Value, path: &Path) -> Path {
    let mut found = value;
    let mut above = Path::root();
    for segment in path.segments() {
        let child = match found {
            Value::Object(members) => members.get(segment),
            Value::Array(entries) => segment.parse::<usize>().ok().and_then(|i| entries.get(i)),
            _ => None,
        };
        match child {
            Some(child) => (found, above) = (child, above.join(segment)),
            None => break,
        }
    }
    above
}

/// Writes a value with two blanks for each level; short lists stand on one line.
fn write(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => write_object(text, members, depth),
        Value::Array(entries) if !entries.is_empty() => {
            let line: Vec<String> = entries.iter().map(Value::to_string).collect();
            let line = format!("[{}]", line.join(", "));
            let is_flat = !entries.iter().any(|entry| entry.is_object() || entry.is_array());
            if is_flat && 2 * depth + line.len() <= WIDTH {
                text.push_str(&line);
                return;
            }
            text.push('[');
            for (i, entry) in entries.iter().enumerate() {
                begin_line(text, i > 0, depth + 1);
                write(text, entry, depth + 1);
            }
            begin_line(text, false, depth);
            text.push(']');
        }
        _ => text.push_str(&value.to_string()),
    }
}

fn write_object(text: &mut String, members: &Map<String, Value>, depth: usize) {
    text.push('{');
    for (i, (key, value)) in members.iter().enumerate() {
        begin_line(text, i > 0, depth + 1);
        text.push_str(&Value::from(key.as_str()).to_string());
        text.push_str(": ");
        write(text, value, depth + 1);
    }
    begin_line(text, false, depth);
    text.push('}');
}

fn begin_line(text: &mut String, after_another: bool, depth: usize) {
    if after_another {
        text.push(',');
    }
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}
