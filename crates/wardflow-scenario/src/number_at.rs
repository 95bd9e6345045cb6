//! Numbers of a scenario by their paths: what a sweep varies and what may be uncertain.

use serde_json::Value;

use crate::reading::{Path, nearest};

/// The number at a path of a scenario; none where it says "unlimited", which a number may replace.
///
/// # Errors
/// If there is something else or nothing: what is wrong, and the remedy.
pub fn number_at(scenario: &Value, path: &Path) -> Result<Option<f64>, (String, String)> {
    match value_at(scenario, path)? {
        Value::Number(number) => Ok(number.as_f64()),
        Value::String(text) if text == "unlimited" => Ok(None),
        found @ (Value::Object(_) | Value::Array(_)) => {
            let kind = if found.is_object() { "an object" } else { "a list" };
            Err((format!("`{path}` is {kind}, not a number"), what_is_there(found, path, &[])))
        }
        other => Err((format!("`{path}` is {other}, not a number"), "name a path that leads to a number".into())),
    }
}

/// Whatever stands at a path of a scenario.
///
/// # Errors
/// If there is nothing: what is wrong, and the remedy.
pub(crate) fn value_at<'a>(scenario: &'a Value, path: &Path) -> Result<&'a Value, (String, String)> {
    let mut found = scenario;
    let mut above = Path::root();
    for (number, segment) in path.segments().iter().enumerate() {
        let child = match found {
            Value::Object(members) => members.get(segment),
            Value::Array(entries) => segment.parse::<usize>().ok().and_then(|number| entries.get(number)),
            _ => None,
        };
        let Some(child) = child else {
            let whole = if above.is_root() { "the scenario".into() } else { format!("`{above}`") };
            let what = format!("there is no `{segment}` in {whole}");
            return Err((what, what_is_there(found, &above, &path.segments()[number..])));
        };
        (found, above) = (child, above.join(segment));
    }
    Ok(found)
}

/// What could be meant by the rest of a path that does not begin there.
fn what_is_there(found: &Value, at: &Path, rest: &[String]) -> String {
    const MOST_LISTED: usize = 12;
    let keys: Vec<String> = match found {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(entries) => (0..entries.len()).map(|number| number.to_string()).collect(),
        _ => return format!("end the path at `{at}`"),
    };
    let first = rest.first().map_or("", String::as_str);
    if let Some(near) = nearest(first, keys.iter().map(String::as_str)) {
        return format!("did you mean `{}`?", rest[1..].iter().fold(at.join(near), |path, name| path.join(name)));
    }
    let names: Vec<&str> = keys.iter().take(MOST_LISTED).map(String::as_str).collect();
    let more = if keys.len() > MOST_LISTED { ", ..." } else { "" };
    if names.is_empty() {
        "name something else".into()
    } else {
        format!("what stands there: `{}`{more}", names.join("`, `"))
    }
}
