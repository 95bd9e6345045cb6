//! The value of an input in words, whatever form the file gives it.

use serde_json::{Map, Value};
use wardflow_scenario::{
    Ready,
    format::{Capacity, Date, MONTHS, Schedule, WEEKDAYS},
    naming::{called_in, path_in_words},
    reading::Path,
};

use super::{
    distribution::{self, brief, percent},
    hours,
    over_time::Run,
};
use crate::{
    english::{from_to, list, period, written},
    explain,
    numbers::{count, plain},
};

/// Longer lists of numbers are summed up.
const MOST_NUMBERS: usize = 7;

/// A value in words.
pub(super) struct Told {
    pub(super) words: String,
    /// The same for two values between which nothing differs in the run.
    pub(super) same: String,
    /// Whether it is a number that has dates.
    pub(super) is_dated: bool,
}

/// What has to be known of a scenario to tell its values.
pub(super) struct Teller<'a> {
    ready: &'a Ready,
    pub(super) scenario: &'a Value,
    run: Run,
}

impl<'a> Teller<'a> {
    pub(super) fn of(ready: &'a Ready, scenario: &'a Value) -> Self {
        Self { ready, scenario, run: Run::of(ready) }
    }

    /// The value at a path in words; none if it is no input by itself, so that inputs may lie in it.
    pub(super) fn told(&self, path: &Path, value: &Value) -> Option<Told> {
        if let Some(told) = hours::told(self.scenario, path, value) {
            return Some(told);
        }
        let key = path.segments().last().map_or("", String::as_str);
        match value {
            Value::Null => None,
            Value::Bool(is_so) => Some(plainly(if *is_so { "yes" } else { "no" }, value)),
            Value::Number(_) => self.over_time(path, value),
            Value::String(text) => Some(match text.as_str() {
                "unlimited" => return self.over_time(path, value),
                text => plainly(&self.text(path, text), value),
            }),
            Value::Array(entries) if entries.is_empty() => None,
            Value::Array(entries) => Some(plainly(&self.entries(key, entries), value)),
            Value::Object(members) => self.object(path, key, members, value),
        }
    }

    fn object(&self, path: &Path, key: &str, members: &Map<String, Value>, value: &Value) -> Option<Told> {
        if members.contains_key("steps") || members.contains_key("ramp") {
            return self.over_time(path, value);
        }
        if let Some((family, parameters)) = distribution::family(members) {
            let same = distribution::same(value).unwrap_or_else(|| as_written(value));
            return Some(Told {
                words: distribution::told_with_mean(value, family, parameters),
                same,
                is_dated: false,
            });
        }
        let above = path.segments().len().checked_sub(2).map_or("", |at| path.segments()[at].as_str());
        let only = || members.iter().next().filter(|_| members.len() == 1);
        let words = match key {
            "weekday_profile" => profile(members, &WEEKDAYS)?,
            "month_profile" => profile(members, &MONTHS)?,
            "csv" if above == "daily_means" || above == "daily_counts" => {
                return Some(self.of_each_day(path, above, members));
            }
            _ if key.starts_with("csv") => column(members),
            "watches" => {
                let (what, whom) = only()?;
                self.watched(what, whom.as_str()?)?
            }
            "bank_holidays" => {
                let dates: Vec<Date> = only()?.1.as_array()?.iter().filter_map(date).collect();
                let (first, last) = (*dates.iter().min()?, *dates.iter().max()?);
                format!("{}, {}", count(dates.len() as u64, "day"), from_to(first, last))
            }
            "when_full" => {
                let most = serde_json::from_value::<Schedule>(only()?.1.get("people")?.clone()).ok()?;
                let people = self.run.told(&most, plain);
                let words = format!("people are turned away when so many wait: {people}");
                return Some(Told {
                    words,
                    same: self.run.same(&most),
                    is_dated: !matches!(most, Schedule::Constant(_)),
                });
            }
            "needs" => {
                let (what, of) = only()?;
                let services = of.get("services")?.as_array()?;
                let named = services.iter().filter_map(Value::as_str).map(|key| self.called("services", key));
                let article = if what == "bed" { "a bed in" } else { "a place in" };
                format!("{article} {}", named.collect::<Vec<String>>().join(", or else in "))
            }
            "so_far" | "remaining" => {
                let (how, of) = only()?;
                match of {
                    Value::Array(entries) => format!("{} days", self.entries(how, entries)),
                    Value::Object(csv) if how.starts_with("csv") => format!("days: {}", column(csv)),
                    Value::Object(stay) => {
                        let (family, parameters) = distribution::family(stay)?;
                        format!("drawn: {}", distribution::told(family, parameters))
                    }
                    _ => return None,
                }
            }
            _ if above == "surges" => surge(members)?,
            _ if above == "takes" => amount(members)?,
            _ => return None,
        };
        Some(plainly(&words, value))
    }

    /// A number, or numbers by date, with the unit that the heading does not have.
    fn over_time(&self, path: &Path, value: &Value) -> Option<Told> {
        let Capacity(schedule) = serde_json::from_value(value.clone()).ok()?;
        let unit = self.unit(path);
        let words = self.run.told(&schedule, |value| unit.said(value));
        Some(Told { words, same: self.run.same(&schedule), is_dated: !matches!(schedule, Schedule::Constant(_)) })
    }

    /// The unit of a number: that of a level is that of what is watched.
    fn unit(&self, path: &Path) -> Unit {
        match path.segments() {
            [list, name, key] if list == "escalations" && ["opens_above", "closes_below"].contains(&key.as_str()) => {
                let watched =
                    self.scenario.get(list).and_then(|list| list.get(name)).and_then(|one| one.get("watches"));
                let is_percent = watched.is_some_and(|watched| watched.get("occupancy_percent_of").is_some());
                if is_percent { Unit::Percent } else { Unit::People }
            }
            _ => Unit::at(path),
        }
    }

    fn text(&self, path: &Path, text: &str) -> String {
        let key = path.segments().last().map_or("", String::as_str);
        let list = match key {
            "payer" => "payers",
            "spoa" => "spoas",
            "hospital" | "from" if path.segments()[0] == "cohorts" => "hospitals",
            "pathway" => "pathways",
            _ => "",
        };
        if !list.is_empty() {
            return self.called(list, text);
        }
        match text {
            "england_and_wales" => "those of England and Wales".into(),
            "the_rest" => "the rest".into(),
            "queue" => "people wait at the front door".into(),
            "turn_away" => "people are turned away".into(),
            "nothing" => "nothing but the discharge".into(),
            "nhs" => "NHS".into(),
            _ => match text.parse::<Date>() {
                Ok(date) => written(date),
                Err(_) => text.replace('_', " "),
            },
        }
    }

    fn entries(&self, key: &str, entries: &[Value]) -> String {
        let values: Vec<f64> = entries.iter().filter_map(Value::as_f64).collect();
        if values.len() == entries.len() {
            return match key {
                "hourly_profile" => explain::hours(Some(&values)).unwrap_or_else(|| "the same in every hour".into()),
                "taper_percent_by_week" => format!("{} % of them", numbers(&values, "week")),
                _ => numbers(&values, "value"),
            };
        }
        let texts = entries.iter().filter_map(Value::as_str).map(|text| match key {
            "serves" => self.called("localities", text),
            "services" => self.called("services", text),
            "decides" => {
                Path::parse(text).map_or_else(|_| text.to_owned(), |path| path_in_words(self.scenario, &path).1)
            }
            _ => text.to_owned(),
        });
        list(&texts.collect::<Vec<String>>())
    }

    fn called(&self, list: &str, key: &str) -> String {
        called_in(self.scenario, list, key)
    }

    fn watched(&self, what: &str, whom: &str) -> Option<String> {
        let (said, list) = match what {
            "occupancy_percent_of" => ("occupied acute beds, in percent of those of", "hospitals"),
            "people_at_front_door_of" => ("people at the front door of", "hospitals"),
            "nctr_people_in" => ("people with no criteria to reside in", "hospitals"),
            "referrals_waiting_at" => ("referrals that wait at", "spoas"),
            "people_waiting_for" => ("people who wait for", "services"),
            _ => return None,
        };
        Some(format!("{said} {}", self.called(list, whom)))
    }

    /// Arrivals of each day from a file.
    fn of_each_day(&self, path: &Path, kind: &str, csv: &Map<String, Value>) -> Told {
        let cohort = path.segments().get(1).map_or("", String::as_str);
        let model = &self.ready.model;
        let cohort = model.cohorts.iter().find(|known| known.name == cohort);
        let what = if kind == "daily_counts" { "numbers" } else { "means" };
        let days = count(self.ready.scenario.days.into(), "day");
        let per_day =
            cohort.map(|cohort| format!(", {} a day on average", brief(explain::arrivals_a_day(model, cohort))));
        let words = format!("{what} of {days}{}: {}", per_day.unwrap_or_default(), column(csv));
        // Files of other runs may have the same name.
        let same = cohort.map_or_else(String::new, |cohort| format!("{:?}", cohort.arrivals));
        Told { words, same, is_dated: false }
    }
}

fn plainly(words: &str, value: &Value) -> Told {
    Told { words: words.to_owned(), same: as_written(value), is_dated: false }
}

/// A value by its content: 1 and 1.0 are the same.
fn as_written(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        Value::Array(entries) => entries.iter().map(as_written).collect::<Vec<String>>().join(","),
        Value::Object(members) => {
            let mut told: Vec<String> =
                members.iter().map(|(key, value)| format!("{key}:{}", as_written(value))).collect();
            told.sort();
            told.join(";")
        }
        other => other.to_string(),
    }
}

fn date(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

/// Some numbers, all of them if they are few.
pub(super) fn numbers(values: &[f64], thing: &str) -> String {
    if values.len() <= MOST_NUMBERS {
        return list(&values.iter().copied().map(plain).collect::<Vec<String>>());
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    format!("{}, mean {}", count(values.len() as u64, thing), brief(mean))
}

/// Weights of named days or months.
fn profile(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    if members.is_empty() {
        return None;
    }
    let mut told: Vec<String> =
        names.iter().filter_map(|name| Some(format!("{name} {}", plain(members.get(*name)?.as_f64()?)))).collect();
    if members.len() < names.len() {
        told.push("1 on all others".into());
    }
    Some(told.join(", "))
}

/// Where in a file numbers stand.
pub(super) fn column(csv: &Map<String, Value>) -> String {
    let text = |key: &str| csv.get(key).and_then(Value::as_str).unwrap_or_default();
    let only = csv.get("only").and_then(Value::as_object);
    let rows: Vec<String> = only
        .into_iter()
        .flatten()
        .filter_map(|(column, value)| Some(format!("{column} is {}", value.as_str()?)))
        .collect();
    let rows = if rows.is_empty() { String::new() } else { format!(" where {}", list(&rows)) };
    format!("column {} of {}{rows}", text("value_column"), text("file"))
}

fn surge(members: &Map<String, Value>) -> Option<String> {
    let day = |key: &str| date(members.get(key)?);
    let (from, to) = (day("from")?, day("to")?);
    let more = 100.0 * (members.get("multiply_by")?.as_f64()? - 1.0);
    let percent = plain((more.abs() * 1e6).round() / 1e6);
    let days = if from == to { period(from, 1) } else { from_to(from, to) };
    Some(match more {
        0.0 => format!("as many people as otherwise, {days}"),
        more if more > 0.0 => format!("{percent}% more people, {days}"),
        _ => format!("{percent}% fewer people, {days}"),
    })
}

/// What a package takes of a service.
fn amount(members: &Map<String, Value>) -> Option<String> {
    let number = |key: &str| members.get(key).and_then(Value::as_f64);
    let hours = number("hours_per_week").map(|hours| format!("{} a week", hours_said(hours)));
    let places = number("places").map(|places| count(places as u64, "place"));
    let double = members.get("double_up").and_then(Value::as_bool).filter(|is_so| *is_so);
    let double = double.map(|_| "twice, for two carers at each visit".to_owned());
    let said: Vec<String> = hours.into_iter().chain(places).chain(double).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn hours_said(hours: f64) -> String {
    if hours == 1.0 { "1 hour".into() } else { format!("{} hours", plain(hours)) }
}

/// The unit of a number, where its heading does not say it.
#[derive(Clone, Copy)]
enum Unit {
    Plain,
    Share,
    Hours,
    Days,
    Weeks,
    PercentAYear,
    Percent,
    People,
    Pounds,
    Seed,
}

impl Unit {
    fn at(path: &Path) -> Self {
        let segments = path.segments();
        let key = segments.last().map_or("", String::as_str);
        let above = segments.len().checked_sub(2).map_or("", |at| segments[at].as_str());
        let root = segments.first().map_or("", String::as_str);
        match (above, key) {
            ("pathways" | "localities", _) if root == "cohorts" => Self::Share,
            ("payers", _) if root != "payers" => Self::Share,
            (_, "share" | "accepted_share" | "refused_come_share" | "death_chance_per_day" | "chance_per_day") => {
                Self::Share
            }
            (_, "turnaround_hours" | "within_hours" | "notice_hours" | "every_hours" | "first_after_hours") => {
                Self::Hours
            }
            ("longer_stay", "days") => Self::Days,
            ("funding_window", "weeks") => Self::Weeks,
            (_, "growth_percent_per_year") => Self::PercentAYear,
            (_, "seed") => Self::Seed,
            (_, key) if key.contains("pounds_per_") => Self::Pounds,
            _ => Self::Plain,
        }
    }

    fn said(self, value: f64) -> String {
        if value.is_infinite() {
            return "unlimited".into();
        }
        let number = plain((value * 1e9).round() / 1e9);
        let counted = |thing: &str| if number == "1" { format!("1 {thing}") } else { format!("{number} {thing}s") };
        match self {
            Self::Plain => number,
            Self::Share => percent(value),
            Self::Hours => counted("hour"),
            Self::Days => counted("day"),
            Self::Weeks => counted("week"),
            Self::PercentAYear => format!("{number}% a year"),
            Self::Percent => format!("{number}%"),
            Self::People if number == "1" => "1 person".into(),
            Self::People => format!("{number} people"),
            Self::Pounds => format!("£{number}"),
            Self::Seed => value.to_string(),
        }
    }
}
