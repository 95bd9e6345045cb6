//! How long things take, in words.

use serde_json::{Map, Value};
use wardflow_core::stay::Shape;
use wardflow_scenario::format::{HandlingTime, Range, Stay};

use super::teller::{column, numbers};
use crate::{english::list, numbers::plain};

/// The families of distributions, as they stand in the file.
const FAMILIES: [&str; 13] = [
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "triangular",
    "uniform",
    "fixed",
    "empirical",
    "quantiles",
    "mixture",
    "truncated",
    "stretched",
];

/// The family of a distribution and its parameters, if this is one.
pub(super) fn family(members: &Map<String, Value>) -> Option<(&str, &Map<String, Value>)> {
    let (family, parameters) = members.iter().next().filter(|_| members.len() == 1)?;
    let parameters = parameters.as_object().filter(|_| FAMILIES.contains(&family.as_str()))?;
    Some((family, parameters))
}

/// The distribution itself, if it is one [days, or as it is written].
fn shape(value: &Value) -> Option<Shape> {
    let stay = || serde_json::from_value::<Stay>(value.clone()).ok().map(|stay| stay.shape());
    let time = || serde_json::from_value::<HandlingTime>(value.clone()).ok().map(|time| time.shape());
    let range = || serde_json::from_value::<Range>(value.clone()).ok().map(|range| range.shape());
    stay().or_else(time).or_else(range)?.ok()
}

/// The same for two between which nothing differs.
pub(super) fn same(value: &Value) -> Option<String> {
    shape(value).map(|shape| format!("{shape:?}"))
}

/// A distribution in words, with its mean.
pub(super) fn told_with_mean(value: &Value, family: &str, of: &Map<String, Value>) -> String {
    const SAY_IT: [&str; 6] = ["exponential", "erlang", "fixed", "uniform", "triangular", "empirical"];
    let words = told(family, of);
    let says_it = SAY_IT.contains(&family) || of.keys().any(|key| key.starts_with("mean"));
    let Some(shape) = shape(value).filter(|_| !says_it) else { return words };
    let unit = unit_of(value);
    let mean = shape.mean() * if unit == "hours" { 24.0 } else { 1.0 };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!("{words}; in all {}{unit} on average", brief(mean))
}

/// The unit that stands in some key: that of all.
fn unit_of(value: &Value) -> &'static str {
    let Value::Object(members) = value else { return "" };
    let own = Parameters::of(members).unit;
    if own.is_empty() { members.values().map(unit_of).find(|unit| !unit.is_empty()).unwrap_or("") } else { own }
}

/// A distribution in words, such as `6.5 days on average (lognormal, sd 7.8)`.
pub(super) fn told(family: &str, of: &Map<String, Value>) -> String {
    let Parameters { unit, .. } = Parameters::of(of);
    let of = Parameters::of(of);
    let with_unit = |value: f64| in_unit(value, unit);
    let number = |key: &str| of.number(key);
    let said = |key: &str| number(key).map_or_else(String::new, plain);
    match family {
        "exponential" => format!("{} on average (exponential)", with_unit(number("mean").unwrap_or_default())),
        "erlang" => {
            let mean = with_unit(number("mean").unwrap_or_default());
            format!("{mean} on average (Erlang, {} stages)", said("stages"))
        }
        "triangular" => {
            let most = with_unit(number("most").unwrap_or_default());
            format!("{} to {most}, most likely {} (triangular)", said("least"), said("most_likely"))
        }
        "uniform" => {
            format!("{} to {}, all equally likely", said("least"), with_unit(number("most").unwrap_or_default()))
        }
        "fixed" => with_unit(["", "number"].into_iter().find_map(number).unwrap_or_default()),
        "empirical" => of.observed(),
        "quantiles" => format!("{} (straight lines between percentiles)", of.percentiles()),
        "mixture" => of.mixture(),
        "truncated" => {
            let least = number("least").filter(|least| *least > 0.0);
            let least = least.map(|least| format!("at least {}", with_unit(least)));
            let most = number("most").map(|most| format!("at most {}", with_unit(most)));
            let limits: Vec<String> = least.into_iter().chain(most).collect();
            format!("{}; cut off: {}", of.inner("of"), list(&limits))
        }
        "stretched" => {
            let beyond = with_unit(number("beyond").unwrap_or_default());
            format!("{}; what is beyond {beyond} times {}", of.inner("of"), said("tail_times"))
        }
        family => of.two_numbers(family),
    }
}

/// Parameters without the unit in their keys.
struct Parameters<'a> {
    members: &'a Map<String, Value>,
    /// `days`, `hours`, or nothing.
    unit: &'static str,
}

impl<'a> Parameters<'a> {
    fn of(members: &'a Map<String, Value>) -> Self {
        let has = |unit: &str| members.keys().any(|key| key == unit || key.ends_with(&format!("_{unit}")));
        let unit = ["days", "hours"].into_iter().find(|unit| has(unit)).unwrap_or("");
        Self { members, unit }
    }

    /// What stands under a key, with or without the unit in it.
    fn get(&self, key: &str) -> Option<&Value> {
        let with_unit = if key.is_empty() { self.unit.to_owned() } else { format!("{key}_{}", self.unit) };
        self.members.get(&with_unit).or_else(|| self.members.get(key))
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_f64()
    }

    fn two_numbers(&self, family: &str) -> String {
        let mean = self.number("mean").map(|mean| format!("{} on average", in_unit(mean, self.unit)));
        let median = self.number("median").map(|median| format!("half within {}", in_unit(median, self.unit)));
        let percentiles = self.get("percentiles").is_some().then(|| self.percentiles());
        let names = [("sd", "sd"), ("shape", "shape"), ("scale", "scale")];
        let logs = [("mu_of_log", "mean of the logarithm"), ("sigma_of_log", "sd of the logarithm")];
        let others = names
            .into_iter()
            .chain(logs)
            .filter_map(|(key, name)| Some(format!("{name} {}", plain(self.number(key)?))));
        let first: Vec<String> = [mean, median, percentiles].into_iter().flatten().collect();
        let detail: Vec<String> = std::iter::once(family.to_owned()).chain(others).collect();
        let detail = detail.join(", ");
        if first.is_empty() { detail } else { format!("{} ({detail})", first.join(", ")) }
    }

    fn percentiles(&self) -> String {
        let Some(Value::Object(percentiles)) = self.get("percentiles") else { return String::new() };
        let mut points: Vec<(f64, f64)> =
            percentiles.iter().filter_map(|(percent, value)| Some((percent.parse().ok()?, value.as_f64()?))).collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let told = points.iter().map(|&(percent, value)| match percent {
            0.0 => format!("at least {}", in_unit(value, self.unit)),
            100.0 => format!("at most {}", in_unit(value, self.unit)),
            percent => format!("{}% within {}", plain(percent), in_unit(value, self.unit)),
        });
        told.collect::<Vec<String>>().join(", ")
    }

    fn observed(&self) -> String {
        if let Some(Value::Object(csv)) =
            self.members.iter().find(|(key, _)| key.starts_with("csv")).map(|(_, csv)| csv)
        {
            return format!("observed: {}", column(csv));
        }
        let values = self.members.iter().find(|(key, _)| key.starts_with("values") || *key == "numbers");
        let of = |value: Option<&Value>| -> Vec<f64> {
            value
                .and_then(Value::as_array)
                .map(|all| all.iter().filter_map(Value::as_f64).collect())
                .unwrap_or_default()
        };
        let values = of(values.map(|(_, values)| values));
        let weights = of(self.members.get("weights"));
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let sum: f64 = weights.iter().sum();
        if weights.is_empty() || sum <= 0.0 {
            return format!("observed: {}{unit}", numbers(&values, "value"));
        }
        let mean = values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>() / sum;
        let lengths = crate::numbers::count(values.len() as u64, "length");
        format!("observed: {lengths} by how often each was seen, mean {}{unit}", brief(mean))
    }

    fn mixture(&self) -> String {
        let Some(Value::Object(parts)) = self.members.get("parts") else { return String::new() };
        let told = parts.iter().map(|(name, part)| {
            let share = part.get("share").and_then(Value::as_f64).unwrap_or_default();
            let of = part.get("of").and_then(Value::as_object).and_then(family);
            let of = of.map_or_else(String::new, |(family, of)| told(family, of));
            format!("{} {}: {of}", percent(share), wardflow_scenario::naming::spelt(name))
        });
        told.collect::<Vec<String>>().join("; ")
    }

    /// Another distribution that stands under a key.
    fn inner(&self, key: &str) -> String {
        let of = self.members.get(key).and_then(Value::as_object).and_then(family);
        of.map_or_else(String::new, |(family, of)| told(family, of))
    }
}

fn in_unit(value: f64, unit: &str) -> String {
    let said = plain(value);
    match unit {
        "" => said,
        unit if said == "1" => format!("1 {}", unit.trim_end_matches('s')),
        unit => format!("{said} {unit}"),
    }
}

/// A mean with as many digits as are read.
pub(super) fn brief(value: f64) -> String {
    crate::explain::number(value)
}

/// A share in percent with the digits that it was given.
pub(super) fn percent(share: f64) -> String {
    // A hundred times 0.07 is not quite 7.
    format!("{}%", plain((share * 1e8).round() / 1e6))
}
