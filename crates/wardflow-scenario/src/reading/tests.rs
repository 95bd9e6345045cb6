//! The reading machinery as a whole, on a small scenario of its own.

mod annotating;
mod decoding;
mod extending;
mod helping;
mod malformed;
mod overriding;
mod rendering;
mod syntax;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Hospital {
    pub(super) name: String,
    #[serde(default)]
    pub(super) services: BTreeMap<String, Service>,
    #[serde(default)]
    pub(super) los: Option<Los>,
    #[serde(default)]
    pub(super) weekday_factors: Vec<f64>,
    #[serde(default)]
    pub(super) opens: Option<Clock>,
    #[serde(default)]
    pub(super) closed_on: Vec<Day>,
    #[serde(default)]
    pub(super) demand: Option<Demand>,
    #[serde(default)]
    pub(super) window: Option<(u32, u32)>,
    #[serde(default)]
    pub(super) strict: bool,
}

#[derive(Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) beds: u32,
    #[serde(default)]
    pub(super) visits_per_day: f64,
    pub(super) stay: Los,
    #[serde(default)]
    pub(super) starts: Option<Clock>,
}

#[derive(Debug, Deserialize, Serialize, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Los {
    Immediate,
    Exponential { mean: f64 },
    Lognormal { mean: f64, sd: f64 },
    Constant(f64),
}

#[derive(Debug, Deserialize, Serialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Day {
    Monday,
    Saturday,
    Sunday,
}

/// A text that is read by itself.
#[derive(Debug, Clone, Deserialize, Serialize, PartialEq)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Clock(u8, u8);

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)));
        parts.map(|(h, m)| Self(h, m)).ok_or_else(|| format!("\"{text}\" is no time of day; write it as in 08:30"))
    }
}

impl From<Clock> for String {
    fn from(Clock(hour, minute): Clock) -> Self {
        format!("{hour:02}:{minute:02}")
    }
}

/// A number, or an object with one number for each day.
#[derive(Debug, Serialize, PartialEq)]
#[serde(untagged)]
pub(super) enum Demand {
    Flat(f64),
    ByDay(BTreeMap<String, f64>),
}

impl<'de> Deserialize<'de> for Demand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Demand;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number or an object of days")
            }

            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Demand, E> {
                Ok(Demand::Flat(n as f64))
            }

            fn visit_f64<E: de::Error>(self, x: f64) -> Result<Demand, E> {
                Ok(Demand::Flat(x))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Demand, A::Error> {
                let mut days = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, f64>()? {
                    days.insert(key, value);
                }
                Ok(Demand::ByDay(days))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Texts by their names.
pub(super) struct Shelves(pub(super) Vec<(String, String)>);

impl Library for Shelves {
    fn load(&self, name: &str, _: Option<&str>) -> Result<Source, LoadError> {
        match self.0.iter().find(|(known, _)| known == name) {
            Some((name, text)) => Source::new(name.as_str(), text),
            None => Err(LoadError { what: format!("there is no `{name}`"), remedy: "check the name".into() }),
        }
    }
}

/// Reads the first of these files.
pub(super) fn read_files<T: DeserializeOwned>(files: &[(&str, &str)], overrides: &[&str]) -> Decoded<T> {
    let library = Shelves(files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect());
    let overrides: Vec<String> = overrides.iter().map(|&text| text.to_owned()).collect();
    read(files[0].0, &overrides, &library).decode()
}

pub(super) fn read_text(text: &str) -> Decoded<Hospital> {
    read_files(&[("my.json", text)], &[])
}

/// The texts for the numbers below `n`, one after the other.
pub(super) fn each(n: u32, text: impl Fn(u32) -> String) -> String {
    (0..n).map(text).collect::<Vec<_>>().concat()
}

/// A sound value.
pub(super) fn sound<T>(decoded: Decoded<T>) -> T {
    decoded.into_result().unwrap_or_else(|problems| panic!("{problems}"))
}

/// One line for each problem.
pub(super) fn told(problems: &Problems) -> String {
    let mut out = String::new();
    for problem in problems.iter() {
        let place = problem.place.map_or_else(String::new, |place| {
            let (line, column) = problems.line_and_column(place);
            let name = &problems.source(place.file).unwrap().name;
            format!("{name}:{line}:{column} ")
        });
        let Problem { path, code, what, remedy, .. } = problem;
        writeln!(out, "{place}{path} [{code}]\n  {what}").unwrap();
        if !remedy.is_empty() {
            writeln!(out, "  {remedy}").unwrap();
        }
    }
    out
}

pub(super) const SOUND: &str = r#"{
  // A ward that works.
  "$schema": "https://example.org/scenario.json",
  "name": "Ward A",
  "source": "audit 2021",
  "services": {
    "d2a_block": {
      "note": "block contract",
      "beds": { "value": 38, "source": "contract" },
      "visits_per_day": 12.5,
      "stay": { "lognormal": { "mean": 20, "sd": 1e1 } }, /* days */
    },
    "reablement": { "beds": 0, "stay": "immediate", "starts": "08:30" },
  },
  "los": { "constant": 3 },
  "weekday_factors": [1, 1.1, { "value": 0.5, "note": "a guess" }],
  "closed_on": ["saturday", "sunday",],
  "demand": { "monday": 3, "tuesday": 4.5 },
  "window": [1, 2],
  "strict": true,
}
"#;
