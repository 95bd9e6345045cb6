//! Numbers that may change on set dates.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::{Date, date::DATE_PATTERN};

/// A number, or numbers by date: in steps, or on a straight line from one date to the next.
///
/// The last value holds ever after. What holds before the first date is said by `before`, which a scenario takes from the one
/// that it extends; a schedule that begins with the run needs none.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// The same at all times.
    Constant(f64),
    /// From each date on.
    Steps(ByDate),
    /// On each date, in between on a straight line, a new value each midnight.
    Ramp(ByDate),
}

/// Numbers by date, and what holds before the first of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ByDate {
    /// What holds before the first date, if that is said.
    pub before: Option<Box<Schedule>>,
    /// The numbers; there is at least one.
    pub dated: BTreeMap<Date, f64>,
}

impl ByDate {
    /// What holds on a day before the first date; where nothing is said, what holds on it.
    fn before(&self, of: impl Fn(&Schedule) -> f64) -> f64 {
        let first = || self.dated.values().next().copied().unwrap_or(0.0);
        self.before.as_deref().map_or_else(first, of)
    }
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
            Self::Steps(steps) => match steps.dated.range(..=day).next_back() {
                Some((_, value)) => *value,
                None => steps.before(|before| before.on(day)),
            },
            Self::Ramp(points) => match (points.dated.range(..=day).next_back(), points.dated.range(day..).next()) {
                (Some((from, low)), Some((to, high))) if to != from => {
                    let share = day.days_since(*from) as f64 / to.days_since(*from) as f64;
                    low + (high - low) * share
                }
                (Some((_, value)), _) => *value,
                (None, _) => points.before(|before| before.on(day)),
            },
        }
    }

    /// Every number in it.
    pub fn values(&self) -> Vec<f64> {
        match self {
            Self::Constant(value) => vec![*value],
            Self::Steps(ByDate { before, dated }) | Self::Ramp(ByDate { before, dated }) => {
                let before = before.iter().flat_map(|before| before.values());
                before.chain(dated.values().copied()).collect()
            }
        }
    }

    /// The value on a day of a run.
    pub fn on_run_day(&self, day: u32, warm_up_days: u32, start: Date) -> f64 {
        match day.checked_sub(warm_up_days) {
            Some(measured) => self.on(start.plus_days(measured.into())),
            None => self.in_warm_up(start),
        }
    }

    /// The value throughout the warm-up: that of the last day before `start`; where nothing is said of it, and the first date is
    /// `start`, that of the first date.
    ///
    /// A schedule may begin long before: it is the same warm-up whether old dates were left in it or not.
    fn in_warm_up(&self, start: Date) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Steps(by_date) | Self::Ramp(by_date) => match by_date.dated.iter().next() {
                Some((first, _)) if *first < start => self.on(start.plus_days(-1)),
                _ => by_date.before(|before| before.in_warm_up(start)),
            },
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
            Self::Steps(by_date) => by_date.write("steps", serializer),
            Self::Ramp(by_date) => by_date.write("ramp", serializer),
        }
    }
}

impl ByDate {
    fn write<S: Serializer>(&self, key: &str, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(before) = &self.before {
            map.serialize_entry("before", before)?;
        }
        map.serialize_entry(key, &Dated(&self.dated))?;
        map.end()
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
    Before,
    Steps,
    Ramp,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl Visitor<'_> for KeyVisitor {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`steps`, `ramp` or `before`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Key, E> {
                match text {
                    "before" => Ok(Key::Before),
                    "steps" => Ok(Key::Steps),
                    "ramp" => Ok(Key::Ramp),
                    _ if text.parse::<Date>().is_ok() => Err(E::custom(format_args!(
                        "the dates of a schedule stand under `steps` or `ramp`; \
                         write {{\"steps\": {{\"{text}\": ...}}}}, or \"ramp\" for straight lines between the dates"
                    ))),
                    _ => Err(E::unknown_variant(text, &["steps", "ramp", "before"])),
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
        const ONE: &str = "give either `steps` or `ramp`; such as {\"steps\": {\"2021-10-01\": 38}}";
        let mut before: Option<Box<Schedule>> = None;
        let mut found: Option<(Key, BTreeMap<Date, f64>)> = None;
        while let Some(key) = map.next_key::<Key>()? {
            if matches!(key, Key::Before) {
                before = if self.may_be_unlimited {
                    map.next_value::<Option<Capacity>>()?.map(|Capacity(before)| before.into())
                } else {
                    map.next_value::<Option<Schedule>>()?.map(Into::into)
                };
                continue;
            }
            if found.is_some() {
                return Err(de::Error::custom(
                    "both `steps` and `ramp` are given; keep one of them; what the other says of the time before can stand in `before`",
                ));
            }
            let dated: BTreeMap<Date, f64> = if self.may_be_unlimited && matches!(key, Key::Steps) {
                let amounts: BTreeMap<Date, Amount> = map.next_value()?;
                amounts.into_iter().map(|(date, amount)| (date, amount.0)).collect()
            } else {
                map.next_value()?
            };
            found = Some((key, dated));
        }
        let (key, dated) = found.ok_or_else(|| de::Error::custom(format!("an empty schedule; {ONE}")))?;
        if dated.is_empty() {
            return Err(de::Error::custom("a schedule without a date; give at least one, such as \"2021-10-01\": 38"));
        }
        let by_date = ByDate { before, dated };
        Ok(if matches!(key, Key::Ramp) { Schedule::Ramp(by_date) } else { Schedule::Steps(by_date) })
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

fn dated_schemas(before: &Schema, steps: &Schema) -> Vec<Schema> {
    let number = json_schema!({ "type": "number" });
    let dated = |key: &str, description: &str, value: &Schema| {
        json_schema!({
            "type": "object",
            "description": description,
            "properties": {
                "before": {
                    "description": "What holds before the first date; a scenario takes it from the one that it extends. Needed where the first date comes after `start`.",
                    "anyOf": [before, { "type": "null" }]
                },
                key: {
                    "type": "object",
                    "patternProperties": { DATE_PATTERN: value },
                    "additionalProperties": false,
                    "minProperties": 1
                }
            },
            "required": [key],
            "additionalProperties": false
        })
    };
    vec![
        number.clone(),
        dated("steps", "A value from each date on.", steps),
        dated("ramp", "A value on each date, and a straight line in between.", &number),
    ]
}

impl JsonSchema for Schedule {
    fn schema_name() -> Cow<'static, str> {
        "Schedule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let before = generator.subschema_for::<Self>();
        let schemas = dated_schemas(&before, &json_schema!({ "type": "number" }));
        json_schema!({ "description": "A number, or numbers by date.", "anyOf": schemas })
    }
}

impl JsonSchema for Capacity {
    fn schema_name() -> Cow<'static, str> {
        "Capacity".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let amount = json_schema!({ "anyOf": [{ "type": "number" }, { "const": UNLIMITED }] });
        let before = generator.subschema_for::<Self>();
        let mut schemas = dated_schemas(&before, &amount);
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
    fn steps_hold_from_their_dates_and_the_last_one_ever_after() {
        let beds = schedule(r#"{"steps": {"2021-10-01": 38, "2022-02-01": 15}}"#);
        assert_eq!(on(&beds, "2022-01-31"), 38.0);
        assert_eq!(on(&beds, "2022-02-01"), 15.0);
        assert_eq!(on(&beds, "2030-01-01"), 15.0);
    }

    #[test]
    fn before_the_first_date_holds_what_is_said_of_that_time() {
        let beds = schedule(r#"{"before": 60, "steps": {"2026-10-01": 40}}"#);
        assert_eq!(["2026-04-01", "2026-09-30", "2026-10-01"].map(|day| on(&beds, day)), [60.0, 60.0, 40.0]);
        let start = "2026-04-01".parse().unwrap();
        assert_eq!(beds.changes(365, 100, start), [(0, 60.0), (283, 40.0)]);
        let beds = schedule(
            r#"{"before": {"steps": {"2026-04-01": 60, "2026-06-01": 55}}, "ramp": {"2026-07-01": 50, "2026-07-11": 40}}"#,
        );
        let days = ["2026-05-31", "2026-06-30", "2026-07-01", "2026-07-06", "2026-08-01"];
        assert_eq!(days.map(|day| on(&beds, day)), [60.0, 55.0, 50.0, 45.0, 40.0]);
    }

    #[test]
    fn a_ramp_is_straight_between_its_dates() {
        let hours = schedule(r#"{"ramp": {"2022-01-01": 100, "2022-01-11": 200}}"#);
        assert_eq!(on(&hours, "2022-01-04"), 130.0);
        assert_eq!(on(&hours, "2022-02-01"), 200.0);
        let start = "2022-01-09".parse().unwrap();
        assert_eq!(hours.changes(30, 0, start), [(0, 180.0), (1, 190.0), (2, 200.0)]);
    }

    #[test]
    fn the_warm_up_has_what_holds_just_before_the_start() {
        let changes = |text: &str| schedule(text).changes(500, 180, "2026-01-01".parse().unwrap());
        assert_eq!(changes(r#"{"steps": {"2025-12-31": 3, "2026-01-01": 4}}"#), [(0, 3.0), (180, 4.0)]);
        assert_eq!(changes(r#"{"steps": {"2019-04-01": 9, "2024-04-01": 3}}"#), [(0, 3.0)]);
        assert_eq!(changes(r#"{"steps": {"2026-01-01": 3, "2026-01-11": 4}}"#), [(0, 3.0), (190, 4.0)]);
        let over_another = changes(r#"{"before": 9, "steps": {"2026-01-01": 3, "2026-01-11": 4}}"#);
        assert_eq!(over_another, [(0, 9.0), (180, 3.0), (190, 4.0)]);
        assert_eq!(changes(r#"{"before": 9, "steps": {"2026-01-02": 3}}"#), [(0, 9.0), (181, 3.0)]);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in [
            "38",
            "10.6",
            r#"{"steps":{"2021-10-01":38}}"#,
            r#"{"ramp":{"2021-10-01":38,"2021-11-01":1.5}}"#,
            r#"{"before":{"before":7,"ramp":{"2021-09-01":4}},"steps":{"2021-10-01":38}}"#,
        ] {
            assert_eq!(serde_json::to_string(&schedule(text)).unwrap(), text);
        }
        for text in [
            "\"unlimited\"",
            r#"{"steps":{"2021-10-01":38,"2021-11-01":"unlimited"}}"#,
            r#"{"before":"unlimited","ramp":{"2021-10-01":38}}"#,
        ] {
            let capacity: Capacity = serde_json::from_str(text).unwrap();
            assert!(capacity.is_ever_unlimited());
            assert_eq!(serde_json::to_string(&capacity).unwrap(), text);
        }
        assert!(serde_json::from_str::<Capacity>(r#"{"ramp": {"2021-10-01": "unlimited"}}"#).is_err());
        assert!(serde_json::from_str::<Schedule>("\"unlimited\"").is_err());
        assert!(serde_json::from_str::<Schedule>(r#"{"steps": {}}"#).is_err());
        assert!(serde_json::from_str::<Schedule>(r#"{"before": 4}"#).is_err());
        assert!(serde_json::from_str::<Schedule>(r#"{"before": "unlimited", "steps": {"2021-10-01": 1}}"#).is_err());
        assert!(
            serde_json::from_str::<Schedule>(r#"{"steps": {"2021-10-01": 1}, "ramp": {"2021-10-01": 1}}"#).is_err()
        );
    }
}
