//! Dates, written as in "2021-10-01".

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What a date looks like, as a regular expression.
pub(super) const DATE_PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl Date {
    /// Days from another date to this one; negative if this one is earlier.
    pub fn days_since(self, other: Self) -> i64 {
        let days = |date: civil::Date| {
            i64::from(date.since((jiff::Unit::Day, civil::date(2000, 1, 1))).map_or(0, |span| span.get_days()))
        };
        days(self.0) - days(other.0)
    }

    /// So many days later, or earlier if negative; stays at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::SignedDuration::from_hours(days.clamp(-3_650_000, 3_650_000) * 24)))
    }

    /// Day of the week, 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_zero_offset() as u8
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// A date in a table: as in a scenario, or as British spreadsheets save it, the day first (1/10/2021).
    ///
    /// # Errors
    /// If it is neither.
    pub fn in_table(text: &str) -> Result<Self, String> {
        text.parse().or_else(|_: String| {
            let mut parts = text.split('/');
            let mut number = |most_digits: usize| {
                let part = parts.next()?;
                let is_number =
                    (1..=most_digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then(|| part.parse::<i16>().ok()).flatten()
            };
            let (day, month, year) = (number(2), number(2), number(4));
            let date = (|| Self::of(year?, month?.try_into().ok()?, day?.try_into().ok()?))();
            date.filter(|date| date.is_usual() && parts.next().is_none())
                .ok_or_else(|| format!("\"{text}\" is no date; write 2021-10-01, or 1/10/2021 with the day first"))
        })
    }

    fn is_usual(self) -> bool {
        (1900..=2999).contains(&self.year())
    }

    /// From year, month and day; `None` if there is no such day.
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = shaped.then(|| text.parse::<civil::Date>().ok()).flatten();
        date.map(Self)
            .filter(|date| date.is_usual())
            .ok_or_else(|| format!("\"{text}\" is no date; write a date between 1900 and 2999 as \"2021-10-01\""))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DateVisitor;

        impl de::Visitor<'_> for DateVisitor {
            type Value = Date;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as \"2021-10-01\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(DateVisitor)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date such as \"2021-10-01\".",
            "type": "string",
            "pattern": DATE_PATTERN
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_and_named() {
        let date: Date = "2024-02-28".parse().unwrap();
        assert_eq!(date.plus_days(2).to_string(), "2024-03-01");
        assert_eq!("2025-02-28".parse::<Date>().unwrap().days_since(date), 366);
        assert_eq!(date.days_since(date.plus_days(5)), -5);
        assert_eq!(("2021-11-01".parse::<Date>().unwrap().weekday(), date.month()), (0, 2));
    }

    #[test]
    fn tables_may_have_the_day_first() {
        for text in ["2021-10-01", "1/10/2021", "01/10/2021"] {
            assert_eq!(Date::in_table(text).unwrap().to_string(), "2021-10-01", "{text}");
        }
        for text in
            ["10/13/2021", "31/02/2021", "1/10/21", "1/10", "1/10/2021/1", "1/10/+21", "0/1/2021", "2021/10/01", ""]
        {
            assert!(Date::in_table(text).is_err(), "{text}");
        }
    }

    #[test]
    fn other_writings_are_refused() {
        for text in ["1/10/2021", "2021-13-01", "2021-02-30", "20211001", "0001-01-01", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
