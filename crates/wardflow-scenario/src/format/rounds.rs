//! Rounds, written as times of the day, or by days of the week.

use std::{borrow::Cow, fmt};

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use super::hours::{Days, clock, clock_text, days};

/// Said instead of times where readiness is not decided at rounds.
const AT_ANY_TIME: &str = "at_any_time";

/// When patients are found to be discharge ready.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Rounds {
    /// At any time of the day.
    #[default]
    AtAnyTime,
    /// At these times of every day.
    Daily(Vec<RoundTime>),
    /// On days such as "Mon-Fri" or "Sat, Sun". There are none on days not named; of a day that is named twice the later
    /// times count.
    Weekly(IndexMap<String, Vec<RoundTime>>),
}

/// A time of the day, written as "09:30".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoundTime {
    /// Minutes since midnight.
    minutes: u32,
}

impl RoundTime {
    fn seconds(self) -> u64 {
        u64::from(self.minutes) * 60
    }
}

impl Rounds {
    /// Rounds of each day of the week [seconds since midnight], Monday first, in order; `None` if at any time.
    pub fn times(&self) -> Option<[Vec<u64>; 7]> {
        let sorted = |times: &[RoundTime]| {
            let mut seconds: Vec<u64> = times.iter().map(|time| time.seconds()).collect();
            seconds.sort_unstable();
            seconds.dedup();
            seconds
        };
        match self {
            Self::AtAnyTime => None,
            Self::Daily(times) => Some(std::array::from_fn(|_| sorted(times))),
            Self::Weekly(weekly) => {
                let mut all: [Vec<u64>; 7] = Default::default();
                for (key, times) in weekly {
                    for day in days(key).unwrap_or_default() {
                        all[day] = sorted(times);
                    }
                }
                Some(all)
            }
        }
    }
}

impl fmt::Display for RoundTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clock_text(self.minutes))
    }
}

impl Serialize for RoundTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoundTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let minutes = clock(&text).filter(|minutes| *minutes < 24 * 60);
        let minutes = minutes.ok_or_else(|| {
            de::Error::custom(format!("\"{text}\" is no time of the day; write it as \"09:30\", from 00:00 to 23:59"))
        })?;
        Ok(Self { minutes })
    }
}

impl Serialize for Rounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::AtAnyTime => serializer.serialize_str(AT_ANY_TIME),
            Self::Daily(times) => times.serialize(serializer),
            Self::Weekly(weekly) => weekly.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Rounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RoundsVisitor;

        impl<'de> Visitor<'de> for RoundsVisitor {
            type Value = Rounds;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("times such as [\"09:00\", \"15:00\"], {\"Mon-Fri\": [\"09:00\"]}, or \"at_any_time\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Rounds, E> {
                if text == AT_ANY_TIME {
                    Ok(Rounds::AtAnyTime)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, times: A) -> Result<Rounds, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(times)).map(Rounds::Daily)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rounds, A::Error> {
                let mut weekly: IndexMap<String, Vec<RoundTime>> = IndexMap::new();
                while let Some((Days(key), times)) = map.next_entry::<Days, Vec<RoundTime>>()? {
                    weekly.insert(key, times);
                }
                Ok(Rounds::Weekly(weekly))
            }
        }

        deserializer.deserialize_any(RoundsVisitor)
    }
}

impl JsonSchema for Rounds {
    fn schema_name() -> Cow<'static, str> {
        "Rounds".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let times =
            json_schema!({ "type": "array", "items": { "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" } });
        json_schema!({
            "description": "Times of every day such as [\"09:00\", \"15:00\"], times by days such as {\"Mon-Fri\": [\"09:00\", \"15:00\"], \"Sat-Sun\": [\"11:00\"]} (there are none on days not named), or \"at_any_time\".",
            "anyOf": [
                { "const": AT_ANY_TIME },
                times.clone(),
                { "type": "object", "additionalProperties": times }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds(text: &str) -> Result<Rounds, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in [r#""at_any_time""#, r#"["09:00","15:30"]"#, r#"{"Mon-Fri":["09:00"],"Sat, Sun":[]}"#] {
            assert_eq!(serde_json::to_string(&rounds(text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn of_a_day_named_twice_the_later_times_count() {
        let times = rounds(r#"{"Mon-Sun": ["15:00", "09:00", "09:00"], "Sun": ["10:00"]}"#).unwrap().times().unwrap();
        assert_eq!((&times[0], &times[6]), (&vec![9 * 3600, 15 * 3600], &vec![10 * 3600]));
        assert_eq!(rounds(r#""at_any_time""#).unwrap().times(), None);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [r#"["9:00"]"#, r#"["24:00"]"#, r#""daily""#, r#"{"Funday": ["09:00"]}"#, "9"] {
            assert!(rounds(text).is_err(), "{text}");
        }
    }
}
