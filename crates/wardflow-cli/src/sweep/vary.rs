//! A plan made of what the command line says is to be varied.

use serde_json::{Map, Value, json};
use wardflow_montecarlo::sweep::plan::FORMAT;
use wardflow_scenario::reading::Source;

use super::{Sweep, measures};

/// What messages call such a plan.
const NAME: &str = "the plan that the command line makes";

/// The text of the plan.
///
/// # Errors
/// If something is not written as it should be: what, and how to write it.
pub(super) fn plan(scenario: &str, arguments: &Sweep) -> Result<Source, String> {
    let mut axes = Map::new();
    for text in &arguments.vary {
        let (path, values) = split(text)
            .ok_or_else(|| format!("`--vary {text}` has no values: write it as PATH=FROM:TO:STEP or PATH=A,B,C"))?;
        if axes.insert(path.to_owned(), axis(values).map_err(|why| format!("`--vary {text}`: {why}"))?).is_some() {
            return Err(format!("`{path}` is varied twice: give all its values in one --vary"));
        }
    }
    let mut plan = Map::new();
    plan.insert("format".into(), FORMAT.into());
    plan.insert("scenario".into(), scenario.into());
    if !arguments.changes.is_empty() {
        plan.insert("set".into(), settings(&arguments.changes)?);
    }
    let counts = [("replications", arguments.replications.map(Value::from)), ("seed", arguments.seed.map(Value::from))];
    for (key, value) in counts.into_iter().chain([("measures", measures(arguments))]) {
        plan.extend(value.map(|value| (key.to_owned(), value)));
    }
    plan.insert("vary".into(), axes.into());
    let text = serde_json::to_string_pretty(&plan).unwrap_or_default();
    Source::new(NAME, &text).map_err(|error| error.what)
}

/// A path and what follows the `=` after it; a quoted name may hold another one.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let equals = text.find(|char| {
        quoted ^= char == '"';
        char == '=' && !quoted
    })?;
    Some((&text[..equals], &text[equals + 1..]))
}

fn axis(text: &str) -> Result<Value, String> {
    let number = |text: &str| {
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| format!("`{}` is not a number", text.trim()))
    };
    if !text.contains(':') {
        let values: Vec<f64> = text.split(',').map(number).collect::<Result<_, _>>()?;
        return Ok(json!({ "values": values }));
    }
    let numbers: Vec<f64> = text.split(':').map(number).collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        [from, to, step] => Ok(json!({ "from": from, "to": to, "step": step })),
        _ => Err("a range has three parts, FROM:TO:STEP, such as 20:60:5".into()),
    }
}

/// Changes of the scenario: JSON, or a text without quotes. A relative change keeps its sign behind the path.
fn settings(changes: &[String]) -> Result<Value, String> {
    let mut settings = Map::new();
    for text in changes {
        let (path, value) = split(text).ok_or_else(|| format!("`--set {text}` has no `=`: write it as PATH=VALUE"))?;
        let path = path.trim_end();
        let is_relative = path.ends_with(['+', '-', '*']);
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        if settings.insert(path.to_owned(), value).is_some() && is_relative {
            return Err(format!("`{path}=` is given twice: put the changes of one number together"));
        }
    }
    Ok(Value::Object(settings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_lists_are_told_apart() {
        assert_eq!(axis("20:60:5"), Ok(json!({ "from": 20.0, "to": 60.0, "step": 5.0 })));
        assert_eq!(axis("20, 30,4.5"), Ok(json!({ "values": [20.0, 30.0, 4.5] })));
        for text in ["", "a", "20:60", "20:60:5:1", "1,,2", "1e999", "20:b:5"] {
            assert!(axis(text).is_err(), "{text}");
        }
        let changes = ["a.b=3", "a.b+=10%", "a.b *=2"].map(str::to_owned);
        assert_eq!(settings(&changes), Ok(json!({ "a.b": 3, "a.b+": "10%", "a.b *": 2 })));
        assert!(settings(&["a+=1".to_owned(), "a+=1".to_owned()]).is_err());
        assert_eq!(split("services.\"a=b\".beds=3"), Some(("services.\"a=b\".beds", "3")));
    }
}
