//! What changes over time, in words: profiles, growth and surges of arrivals, and every number with dates.

use wardflow_scenario::{
    Ready,
    format::{Arrivals, MONTHS, Named, Poisson, WEEKDAYS},
};

use super::words::{number, percent};
use crate::{
    english::{list, written},
    inputs::inputs,
};

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
    let dated = inputs(ready).into_iter().filter(|input| input.is_dated);
    says.extend(dated.map(|input| format!("{}: {}.", input.heading, input.value)));
    says
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
pub(crate) fn hours(profile: Option<&[f64]>) -> Option<String> {
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
