//! Numbers that may change on set dates.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
};

use super::{Date, date::DATE_PATTERN};

/// A number, or numbers by date: in steps, or on a straight line from one date to the next.
///
/// The first value also holds before its date, the last one ever after.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// The same at all times.
    Constant(f64),
    /// From each date on.
    Steps(BTreeMap<Date, f64>),
    /// On each date, in between on a straight line, a new value each midnight.
    Ramp(BTreeMap<Date, f64>),
}

/// Everybody, always.
pub(super) fn all() -> Schedule {
    Schedule::Constant(1.0)
}

/// Nothing, ever.
impl Default for Schedule {
    fn default() -> Self {
        Self::Constant(0.0)
    }
}

impl Schedule {
    /// The value on a day.
    pub fn on(&self, day: Date) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Steps(steps) => {
                let so_far = steps.range(..=day).next_back().or_else(|| steps.iter().next());
                so_far.map_or(0.0, |(_, value)| *value)
            }
            Self::Ramp(points) => match (points.range(..=day).next_back(), points.range(day..).next()) {
                (Some((from, low)), Some((to, high))) if to != from => {
                    let share = day.days_since(*from) as f64 / to.days_since(*from) as f64;
                    low + (high - low) * share
                }
                (Some((_, value)), _) | (None, Some((_, value))) => *value,
                (None, None) => 0.0,
            },
        }
    }

    /// Every number in it.
    pub fn values(&self) -> Vec<f64> {
        match self {
            Self::Constant(value) => vec![*value],
            Self::Steps(dated) | Self::Ramp(dated) => dated.values().copied().collect(),
        }
    }

    /// The value on a day of a run: in the warm-up, before `start`, the first value of all.
    pub fn on_run_day(&self, day: u32, warm_up_days: u32, start: Date) -> f64 {
        match (day.checked_sub(warm_up_days), self) {
            (Some(measured), _) => self.on(start.plus_days(measured.into())),
            (None, Self::Constant(value)) => *value,
            (None, Self::Steps(dated) | Self::Ramp(dated)) => dated.values().next().copied().unwrap_or(0.0),
        }
    }

    /// The day of the run and the value of each change, the beginning of the run first.
    pub fn changes(&self, run_days: u32, warm_up_days: u32, start: Date) -> Vec<(u32, f64)> {
        let mut changes = vec![(0, self.on_run_day(0, warm_up_days, start))];
        if !matches!(self, Self::Constant(_)) {
            for day in warm_up_days.max(1)..run_days {
                let value = self.on_run_day(day, warm_up_days, start);
                if changes.last().is_none_or(|&(_, last)| (last - value).abs() > 0.0) {
                    changes.push((day, value));
                }
            }
        }
        changes
    }
}

/// How much there is of something: a number, or numbers by date; "unlimited" is infinitely much, always or from a date on.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity(pub Schedule);

impl Capacity {
    /// Of what has none, or none that can be read.
    pub const NONE: Self = Self(Schedule::Constant(0.0));

    /// Whether it is unlimited at any time.
    pub fn is_ever_unlimited(&self) -> bool {
        self.0.values().contains(&f64::INFINITY)
    }

    /// The schedule, unless it is unlimited at any time.
    pub fn schedule(&self) -> Option<&Schedule> {
        (!self.is_ever_unlimited()).then_some(&self.0)
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Constant(value) => serialize_number(*value, serializer),
            Self::Steps(dated) => serializer.collect_map([("steps", Dated(dated))]),
            Self::Ramp(dated) => serializer.collect_map([("ramp", Dated(dated))]),
        }
    }
}

struct Dated<'a>(&'a BTreeMap<Date, f64>);

impl Serialize for Dated<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Number(f64);
        impl Serialize for Number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_number(self.0, serializer)
            }
        }
        serializer.collect_map(self.0.iter().map(|(date, value)| (date, Number(*value))))
    }
}

/// Whole numbers are written without a decimal point, as people write them; infinitely much is a capacity.
fn serialize_number<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value == f64::INFINITY {
        serializer.serialize_str(UNLIMITED)
    } else if value.fract() == 0.0 && value.abs() < 9e15 {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

impl Serialize for Capacity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

enum Key {
    Steps,
    Ramp,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl Visitor<'_> for KeyVisitor {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`steps` or `ramp`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Key, E> {
                match text {
                    "steps" => Ok(Key::Steps),
                    "ramp" => Ok(Key::Ramp),
                    _ if text.parse::<Date>().is_ok() => Err(E::custom(format_args!(
                        "the dates of a schedule stand under `steps` or `ramp`; \
                         write {{\"steps\": {{\"{text}\": ...}}}}, or \"ramp\" for straight lines between the dates"
                    ))),
                    _ => Err(E::unknown_variant(text, &["steps", "ramp"])),
                }
            }
        }

        deserializer.deserialize_identifier(KeyVisitor)
    }
}

/// The word for a capacity that never runs out.
const UNLIMITED: &str = "unlimited";

/// A number, or for capacities "unlimited".
struct Amount(f64);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AmountVisitor;

        impl Visitor<'_> for AmountVisitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or \"unlimited\"")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Amount, E> {
                Ok(Amount(value))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Amount, E> {
                Ok(Amount(value as f64))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Amount, E> {
                Ok(Amount(value as f64))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                if text == UNLIMITED {
                    Ok(Amount(f64::INFINITY))
                } else {
                    Err(E::invalid_type(de::Unexpected::Str(text), &self))
                }
            }
        }

        deserializer.deserialize_any(AmountVisitor)
    }
}

struct ScheduleVisitor {
    may_be_unlimited: bool,
}

impl<'de> Visitor<'de> for ScheduleVisitor {
    type Value = Schedule;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or {\"steps\": {\"2021-10-01\": 38, ...}}, or {\"ramp\": {...}}")?;
        if self.may_be_unlimited { f.write_str(", or \"unlimited\"") } else { Ok(()) }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Schedule, E> {
        Ok(Schedule::Constant(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Schedule, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Schedule, E> {
        self.visit_f64(value as f64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Schedule, E> {
        if self.may_be_unlimited && text == UNLIMITED {
            Ok(Schedule::Constant(f64::INFINITY))
        } else {
            Err(E::invalid_type(de::Unexpected::Str(text), &self))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Schedule, A::Error> {
        let one = "give either `steps` or `ramp`; such as {\"steps\": {\"2021-10-01\": 38}}";
        let key = map.next_key::<Key>()?.ok_or_else(|| de::Error::custom(format!("an empty schedule; {one}")))?;
        let dated: BTreeMap<Date, f64> = if self.may_be_unlimited && matches!(key, Key::Steps) {
            let amounts: BTreeMap<Date, Amount> = map.next_value()?;
            amounts.into_iter().map(|(date, amount)| (date, amount.0)).collect()
        } else {
            map.next_value()?
        };
        if map.next_key::<Key>()?.is_some() {
            return Err(de::Error::custom(
                "both `steps` and `ramp` are given; keep one of them, and delete the other with null if an extended file has it",
            ));
        }
        if dated.is_empty() {
            return Err(de::Error::custom("a schedule without a date; give at least one, such as \"2021-10-01\": 38"));
        }
        Ok(match key {
            Key::Steps => Schedule::Steps(dated),
            Key::Ramp => Schedule::Ramp(dated),
        })
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScheduleVisitor { may_be_unlimited: false })
    }
}

impl<'de> Deserialize<'de> for Capacity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScheduleVisitor { may_be_unlimited: true }).map(Self)
    }
}

fn dated_schemas(steps: &Schema) -> Vec<Schema> {
    let number = json_schema!({ "type": "number" });
    let dated = |key: &str, description: &str, value: &Schema| {
        json_schema!({
            "type": "object",
            "description": description,
            "properties": { key: {
                "type": "object",
                "patternProperties": { DATE_PATTERN: value },
                "additionalProperties": false,
                "minProperties": 1
            } },
            "required": [key],
            "additionalProperties": false
        })
    };
    vec![
        number.clone(),
        dated("steps", "A value from each date on.", steps),
        dated("ramp", "A value on each date, on a straight line in between.", &number),
    ]
}

impl JsonSchema for Schedule {
    fn schema_name() -> Cow<'static, str> {
        "Schedule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let schemas = dated_schemas(&json_schema!({ "type": "number" }));
        json_schema!({ "description": "A number, or numbers by date.", "anyOf": schemas })
    }
}

impl JsonSchema for Capacity {
    fn schema_name() -> Cow<'static, str> {
        "Capacity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let amount = json_schema!({ "anyOf": [{ "type": "number" }, { "const": UNLIMITED }] });
        let mut schemas = dated_schemas(&amount);
        schemas.push(json_schema!({ "const": UNLIMITED }));
        json_schema!({ "description": "A number, numbers by date, or \"unlimited\".", "anyOf": schemas })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(text: &str) -> Schedule {
        serde_json::from_str(text).unwrap()
    }

    fn on(schedule: &Schedule, day: &str) -> f64 {
        schedule.on(day.parse().unwrap())
    }

    #[test]
    fn steps_hold_their_first_value_before_and_their_last_after() {
        let beds = schedule(r#"{"steps": {"2021-10-01": 38, "2022-02-01": 15}}"#);
        assert_eq!(on(&beds, "2021-01-01"), 38.0);
        assert_eq!(on(&beds, "2022-01-31"), 38.0);
        assert_eq!(on(&beds, "2022-02-01"), 15.0);
        assert_eq!(on(&beds, "2030-01-01"), 15.0);
    }

    #[test]
    fn a_ramp_is_straight_between_its_dates() {
        let hours = schedule(r#"{"ramp": {"2022-01-01": 100, "2022-01-11": 200}}"#);
        assert_eq!(on(&hours, "2021-12-01"), 100.0);
        assert_eq!(on(&hours, "2022-01-04"), 130.0);
        assert_eq!(on(&hours, "2022-02-01"), 200.0);
        let start = "2022-01-09".parse().unwrap();
        assert_eq!(hours.changes(30, 0, start), [(0, 180.0), (1, 190.0), (2, 200.0)]);
    }

    #[test]
    fn the_warm_up_has_the_first_value_of_all() {
        let rate = schedule(r#"{"steps": {"2025-12-31": 3, "2026-01-01": 4}}"#);
        assert_eq!(rate.changes(500, 180, "2026-01-01".parse().unwrap()), [(0, 3.0), (180, 4.0)]);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["38", "10.6", r#"{"steps":{"2021-10-01":38}}"#, r#"{"ramp":{"2021-10-01":38,"2021-11-01":1.5}}"#] {
            assert_eq!(serde_json::to_string(&schedule(text)).unwrap(), text);
        }
        for text in ["\"unlimited\"", r#"{"steps":{"2021-10-01":38,"2021-11-01":"unlimited"}}"#] {
            let capacity: Capacity = serde_json::from_str(text).unwrap();
            assert!(capacity.is_ever_unlimited());
            assert_eq!(serde_json::to_string(&capacity).unwrap(), text);
        }
        assert!(serde_json::from_str::<Capacity>(r#"{"ramp": {"2021-10-01": "unlimited"}}"#).is_err());
        assert!(serde_json::from_str::<Schedule>("\"unlimited\"").is_err());
        assert!(serde_json::from_str::<Schedule>(r#"{"steps": {}}"#).is_err());
        assert!(
            serde_json::from_str::<Schedule>(r#"{"steps": {"2021-10-01": 1}, "ramp": {"2021-10-01": 1}}"#).is_err()
        );
    }
}
