//! Opening hours, written as "08:00-18:00" or by days of the week.

use std::{borrow::Cow, fmt, ops::Range};

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
};

use super::WEEKDAYS;

const MINUTES_OF_DAY: u32 = 24 * 60;

/// When something is open: "always", "08:00-18:00" on every day, hours by days of the week, or the name of `calendars`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum OpeningHours {
    /// At all times.
    #[default]
    Always,
    /// The same hours on every day, as written.
    Daily(Hours),
    /// Days such as "Mon-Fri" or "Sat, Sun", and their hours. Days not named are closed; of a day that is named twice the
    /// later hours count, so that an extending file can change single days.
    Weekly(IndexMap<String, Hours>),
    /// Those of the calendar with this name.
    Of(String),
}

/// A stretch of a day, written as "08:00-18:00"; "closed" is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Minutes since midnight.
    minutes: Range<u32>,
}

impl Hours {
    fn parse(text: &str) -> Option<Self> {
        if text == "closed" {
            return Some(Self { minutes: 0..0 });
        }
        let (from, to) = text.split_once('-')?;
        let minutes = clock(from)?..clock(to)?;
        (minutes.start < minutes.end).then_some(Self { minutes })
    }

    fn seconds(&self) -> Vec<Range<u64>> {
        let seconds = u64::from(self.minutes.start) * 60..u64::from(self.minutes.end) * 60;
        if seconds.is_empty() { Vec::new() } else { vec![seconds] }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { start, end } = self.minutes;
        if start == end {
            return f.write_str("closed");
        }
        write!(f, "{}-{}", clock_text(start), clock_text(end))
    }
}

/// Minutes since midnight of a time such as "09:30", up to 24:00.
pub(super) fn clock(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<u32>().ok()).flatten();
    let minutes = two(hour)? * 60 + two(minute).filter(|&minute| minute < 60)?;
    (minutes <= MINUTES_OF_DAY).then_some(minutes)
}

/// The time that so many minutes since midnight are.
pub(super) fn clock_text(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The days that a key such as "Mon-Fri" or "Sat, Sun" names, 0 for Monday.
pub(super) fn days(text: &str) -> Option<Vec<usize>> {
    let day = |name: &str| WEEKDAYS.iter().position(|weekday| weekday.eq_ignore_ascii_case(name.trim()));
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                days.extend((0..7).map(|step| (from + step) % 7).take((to + 7 - from) % 7 + 1));
            }
            None => days.push(day(part)?),
        }
    }
    Some(days)
}

impl OpeningHours {
    /// Open seconds of each day of the week, Monday first; `None` if always open, or if a calendar says so.
    pub fn windows(&self) -> Option<[Vec<Range<u64>>; 7]> {
        match self {
            Self::Always | Self::Of(_) => None,
            Self::Daily(hours) if hours.minutes == (0..MINUTES_OF_DAY) => None,
            Self::Daily(hours) => Some(std::array::from_fn(|_| hours.seconds())),
            Self::Weekly(weekly) => {
                let mut windows: [Vec<Range<u64>>; 7] = Default::default();
                for (key, hours) in weekly {
                    for day in days(key).unwrap_or_default() {
                        windows[day] = hours.seconds();
                    }
                }
                Some(windows)
            }
        }
    }

    /// Open hours in a week.
    pub fn hours_per_week(&self) -> f64 {
        let seconds = self.windows().map(|days| days.iter().flatten().map(|open| open.end - open.start).sum::<u64>());
        seconds.map_or(168.0, |seconds| seconds as f64 / 3_600.0)
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(not_hours(&text)))
    }
}

fn not_hours(text: &str) -> String {
    format!("\"{text}\" are no hours; write them as \"08:00-18:00\", from 00:00 to 24:00, the end after the beginning")
}

/// A key that names days.
pub(super) struct Days(pub(super) String);

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        if days(&key).is_none() {
            let what = format!("\"{key}\" are no days; write them as \"Mon\", \"Mon-Fri\" or \"Sat, Sun\"");
            return Err(de::Error::custom(what));
        }
        Ok(Self(key))
    }
}

impl Serialize for OpeningHours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Always => serializer.serialize_str("always"),
            Self::Daily(hours) => hours.serialize(serializer),
            Self::Weekly(weekly) => weekly.serialize(serializer),
            Self::Of(calendar) => serializer.serialize_str(calendar),
        }
    }
}

impl<'de> Deserialize<'de> for OpeningHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HoursVisitor;

        impl<'de> Visitor<'de> for HoursVisitor {
            type Value = OpeningHours;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "hours such as \"08:00-18:00\", \"always\", {\"Mon-Fri\": \"08:00-18:00\"}, or a calendar's name",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OpeningHours, E> {
                if text == "always" {
                    return Ok(OpeningHours::Always);
                }
                // Hours begin with a digit; whatever begins with a letter can only be a name.
                if text != "closed" && text.starts_with(|char: char| char.is_ascii_alphabetic()) {
                    return Ok(OpeningHours::Of(text.to_owned()));
                }
                Hours::parse(text).map(OpeningHours::Daily).ok_or_else(|| E::custom(not_hours(text)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OpeningHours, A::Error> {
                let mut weekly: IndexMap<String, Hours> = IndexMap::new();
                while let Some((Days(key), hours)) = map.next_entry::<Days, Hours>()? {
                    weekly.insert(key, hours);
                }
                Ok(OpeningHours::Weekly(weekly))
            }
        }

        deserializer.deserialize_any(HoursVisitor)
    }
}

impl JsonSchema for OpeningHours {
    fn schema_name() -> Cow<'static, str> {
        "OpeningHours".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let hours = r"^(closed|\s*[0-2][0-9]:[0-5][0-9]\s*-\s*[0-2][0-9]:[0-5][0-9]\s*)$";
        json_schema!({
            "description": "\"always\", \"08:00-18:00\" on every day, or hours by days such as {\"Mon-Fri\": \"08:00-18:00\"}; days not named are closed, and if a day is named twice the later hours count. Any other word is the name of one of the `calendars`.",
            "anyOf": [
                { "const": "always" },
                { "type": "string", "pattern": hours },
                { "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" },
                { "type": "object", "additionalProperties": { "type": "string", "pattern": hours } }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Result<OpeningHours, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn five_day_and_seven_day_working_are_one_change() {
        let five = hours(r#"{"Mon-Fri": "08:00-18:00"}"#).unwrap();
        let seven = hours(r#""08:00-18:00""#).unwrap();
        assert_eq!((five.hours_per_week(), seven.hours_per_week()), (50.0, 70.0));
        assert!(five.windows().unwrap()[5].is_empty());
        assert_eq!(hours("\"always\"").unwrap().windows(), None);
    }

    #[test]
    fn days_may_be_listed_and_wrap_over_the_weekend() {
        assert_eq!(days("Sat-Mon"), Some(vec![5, 6, 0]));
        assert_eq!(days("Mon, wed"), Some(vec![0, 2]));
        assert_eq!(days("Funday"), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in
            [r#""always""#, r#""08:00-18:00""#, r#"{"Mon-Fri":"08:00-18:00","Sat":"closed"}"#, r#""office_hours""#]
        {
            assert_eq!(serde_json::to_string(&hours(text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn of_a_day_named_twice_the_later_hours_count() {
        let hours =
            hours(r#"{"Mon-Fri": "08:00-18:00", "Tue": "closed", "Mon-Sat": "08:00-12:00", "Wed": "08:00-09:00"}"#);
        assert_eq!(hours.unwrap().hours_per_week(), 5.0 * 4.0 + 1.0);
    }

    #[test]
    fn wrong_hours_are_refused() {
        for text in [r#""18:00-08:00""#, r#""8-18""#, r#""08:00-25:00""#, "8"] {
            assert!(hours(text).is_err(), "{text}");
        }
    }
}
