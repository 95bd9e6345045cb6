//! What changes over time, in words: profiles, growth and surges of arrivals, and every number with dates.

use serde_json::Value;
use wardflow_scenario::{
    Ready,
    format::{Arrivals, ByDate, Capacity, Date, MONTHS, Named, Poisson, Schedule, WEEKDAYS},
    reading::Path,
};

use super::words::{number, percent};
use crate::english::{list, written};

/// Dates of one number that are told.
const MOST_DATES: usize = 12;

/// A point for each cohort whose arrivals vary, and one for each number that has dates.
pub(super) fn changes(ready: &Ready) -> Vec<String> {
    let mut says: Vec<String> = ready
        .scenario
        .cohorts
        .iter()
        .filter_map(|(name, cohort)| {
            let varies = arrivals(&cohort.arrivals);
            (!varies.is_empty()).then(|| format!("{name}: {}.", varies.join("; ")))
        })
        .collect();
    let dated = serde_json::to_value(&ready.scenario).map(|scenario| dated(&scenario)).unwrap_or_default();
    let start = ready.scenario.start;
    let run = Run { start, end: start.plus_days(ready.scenario.days.into()), warm_up: ready.scenario.warm_up() > 0 };
    says.extend(dated.iter().map(|(path, schedule)| format!("{path}: {}.", run.told(schedule))));
    says
}

/// All numbers with dates, with their paths.
fn dated(scenario: &Value) -> Vec<(Path, Schedule)> {
    fn visit(value: &Value, path: &Path, found: &mut Vec<(Path, Schedule)>) {
        match value {
            Value::Object(members) => {
                let may_be_dated = members.contains_key("steps") || members.contains_key("ramp");
                let schedule = may_be_dated.then(|| serde_json::from_value::<Capacity>(value.clone()).ok()).flatten();
                if let Some(Capacity(schedule)) = schedule {
                    found.push((path.clone(), schedule));
                    return;
                }
                members.iter().for_each(|(key, value)| visit(value, &path.join(key), found));
            }
            Value::Array(entries) => {
                entries.iter().enumerate().for_each(|(place, entry)| visit(entry, &path.join(place), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    visit(scenario, &Path::root(), &mut found);
    found
}

/// The measured days.
struct Run {
    start: Date,
    /// The day after the last one.
    end: Date,
    warm_up: bool,
}

impl Run {
    fn told(&self, schedule: &Schedule) -> String {
        let [before, first] = [0, 1].map(|day| schedule.on_run_day(day, 1, self.start));
        let mut parts = Vec::new();
        if self.warm_up && amount(before) != amount(first) {
            parts.push(format!("{} in the warm-up", amount(before)));
        }
        self.told_from(schedule, self.start, self.end, &mut parts);
        let more = parts.len().saturating_sub(MOST_DATES);
        parts.truncate(MOST_DATES);
        if more > 0 {
            parts.push(format!("and {more} more"));
        }
        parts.join(", ")
    }

    /// What holds from a day on until another.
    fn told_from(&self, schedule: &Schedule, from: Date, until: Date, parts: &mut Vec<String>) {
        let since = |date: Date| if date <= self.start { String::new() } else { format!("from {} ", written(date)) };
        let (by_date, is_ramp) = match schedule {
            Schedule::Constant(value) => return parts.push(since(from) + &amount(*value)),
            Schedule::Steps(by_date) => (by_date, false),
            Schedule::Ramp(by_date) => (by_date, true),
        };
        let ByDate { before, dated } = by_date;
        let Some((&begins, _)) = dated.iter().next() else { return };
        let earlier = before.as_deref().filter(|_| begins > from);
        if let Some(before) = earlier {
            self.told_from(before, from, begins.min(until), parts);
        }
        let from = if earlier.is_some() { begins } else { from };
        if from >= until {
            return;
        }
        parts.push(since(from) + &amount(schedule.on(from)));
        for (&date, &value) in dated.range(from.plus_days(1)..) {
            if is_ramp {
                parts.push(format!("on a straight line to {} on {}", amount(value), written(date)));
            } else if date < until {
                parts.push(since(date) + &amount(value));
            }
            if date >= until {
                break;
            }
        }
    }
}

fn amount(value: f64) -> String {
    if value.is_infinite() { "unlimited".into() } else { ((value * 1e6).round() / 1e6).to_string() }
}

/// How arrivals of a cohort vary.
fn arrivals(arrivals: &Arrivals) -> Vec<String> {
    match arrivals {
        Arrivals::Poisson(poisson) => of_poisson(poisson),
        Arrivals::DailyMeans(numbers) => {
            let from = format!("each day has its mean from {}", numbers.csv.file);
            [from].into_iter().chain(hours(numbers.hourly_profile.as_deref())).collect()
        }
        Arrivals::DailyCounts(numbers) => {
            let from = format!("each day has its number from {}", numbers.csv.file);
            [from].into_iter().chain(hours(numbers.hourly_profile.as_deref())).collect()
        }
        Arrivals::FixedInterval(_) => Vec::new(),
    }
}

fn of_poisson(poisson: &Poisson) -> Vec<String> {
    let mut says: Vec<String> = hours(poisson.hourly_profile.as_deref()).into_iter().collect();
    says.extend(profile(&poisson.weekday_profile, &WEEKDAYS, "day of the week"));
    says.extend(profile(&poisson.month_profile, &MONTHS, "month"));
    let growth = poisson.growth_percent_per_year;
    if growth != 0.0 {
        let more = if growth > 0.0 { "more" } else { "fewer" };
        says.push(format!("{}% {more} come each year", number(growth.abs())));
    }
    says.extend(poisson.surges.iter().map(|(name, surge)| {
        let times = number(surge.multiply_by);
        format!("{times} times as many come from {} to {} ({name})", written(surge.from), written(surge.to))
    }));
    says
}

/// The busiest and the quietest hour.
fn hours(profile: Option<&[f64]>) -> Option<String> {
    let profile = profile?;
    let sum: f64 = profile.iter().sum();
    let (first, last) = (profile.first()?, profile.last()?);
    let (mut busiest, mut quietest) = ((0, first), (0, first));
    for (hour, weight) in profile.iter().enumerate() {
        if weight > busiest.1 {
            busiest = (hour, weight);
        }
        if weight < quietest.1 {
            quietest = (hour, weight);
        }
    }
    if profile.iter().all(|weight| weight == last) || sum <= 0.0 {
        return None;
    }
    let of = |(hour, weight): (usize, &f64)| format!("{hour:02}:00 ({} of the day)", percent(weight / sum));
    Some(format!("most come in the hour from {}, fewest from {}", of(busiest), of(quietest)))
}

/// Weights of named days or months, as multiples of the average one.
fn profile(given: &Named<f64>, names: &[&str], unit: &str) -> Option<String> {
    let weight = |name: &&str| given.get(*name).copied().unwrap_or(1.0);
    let mean = names.iter().map(weight).sum::<f64>() / names.len() as f64;
    if given.is_empty() || mean <= 0.0 {
        return None;
    }
    let told = names.iter().filter(|name| given.contains_key(**name));
    let mut told: Vec<String> = told.map(|name| format!("{name} {}", number(weight(name) / mean))).collect();
    if given.len() < names.len() {
        told.push(format!("the others {}", number(1.0 / mean)));
    }
    Some(format!("by {unit} {} times the average", list(&told)))
}
