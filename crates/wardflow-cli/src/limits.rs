//! What can be admitted at most, in words and for programs.

use serde::Serialize;
use wardflow_core::{clock::Time, model::Model};
use wardflow_montecarlo::limit::{Beyond, Doubt, Limit, Limited, Limits};
use wardflow_scenario::Ready;

use crate::{
    columns::{WIDTH, wrapped},
    english, numbers,
};

/// A limit as JSON.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    hospital: &'a str,
    /// The first and the last day for which it holds.
    first_day: String,
    last_day: String,
    of: &'static str,
    demand: f64,
    at_most: f64,
    half_width_95: f64,
    load_percent: f64,
    load_low_95_percent: f64,
    load_high_95_percent: Option<f64>,
    exact: bool,
    estimate_because: Vec<&'static str>,
    says: String,
}

/// Every limit for programs.
pub(crate) fn rows<'a>(ready: &'a Ready, limits: &Limits) -> Vec<Row<'a>> {
    let row = |limit: &Limit| {
        let load = limit.load();
        Row {
            hospital: &ready.model.hospitals[limit.hospital.at()].name,
            first_day: date(ready, limit.days.start),
            last_day: date(ready, limit.days.end - 1),
            of: match limit.of {
                Limited::Admissions => "admissions a day",
                Limited::Arrivals => "times all arrivals",
            },
            demand: limit.demand,
            at_most: limit.at_most,
            half_width_95: limit.half_width_95,
            load_percent: 100.0 * load.mean,
            load_low_95_percent: 100.0 * load.low,
            load_high_95_percent: Some(100.0 * load.high).filter(|high| high.is_finite()),
            exact: limit.is_exact(),
            estimate_because: limit.doubts.iter().map(|&doubt| because(doubt)).collect(),
            says: sentence(ready, limit),
        }
    };
    limits.found.iter().map(row).collect()
}

/// A line for each limit, and one for hospitals of which none is known.
pub(crate) fn lines(ready: &Ready, limits: &Limits, otherwise: &str) -> String {
    let model = &ready.model;
    let mut lines: Vec<String> = limits
        .found
        .iter()
        .map(|limit| {
            let name = &model.hospitals[limit.hospital.at()].title;
            format!("{name}{}: {}{}", when(ready, limit), sentence(ready, limit), estimate(limit))
        })
        .collect();
    if !limits.unknown.is_empty() {
        let names: Vec<String> =
            limits.unknown.iter().map(|hospital| model.hospitals[hospital.at()].title.clone()).collect();
        lines.push(format!("{}: not known. {otherwise}", english::list(&names)));
    }
    let mut text = String::new();
    for line in lines {
        for part in wrapped(&line, WIDTH - 2) {
            text.push_str("  ");
            text.push_str(&part);
            text.push('\n');
        }
    }
    text
}

fn date(ready: &Ready, day: u64) -> String {
    let measured = day as i64 - i64::from(ready.model.warm_up_days);
    ready.scenario.start.plus_days(measured).to_string()
}

/// The dates between which a limit holds, if that is not the whole period.
fn when(ready: &Ready, limit: &Limit) -> String {
    let Model { warm_up_days, .. } = ready.model;
    let begins = u64::from(warm_up_days) == limit.days.start;
    let ends = Time::midnight(limit.days.end) == ready.model.horizon();
    match (begins, ends) {
        (true, true) => String::new(),
        (true, false) => format!(" until {}", date(ready, limit.days.end - 1)),
        (false, true) => format!(" from {}", date(ready, limit.days.start)),
        (false, false) => {
            format!(" from {} until {}", date(ready, limit.days.start), date(ready, limit.days.end - 1))
        }
    }
}

/// Such as "4.00 a day come, at most 4.11 ± 0.02 can be admitted: 97%: too close to the limit for means to say much".
pub(crate) fn sentence(ready: &Ready, limit: &Limit) -> String {
    let load = limit.load();
    // 100% is not to be said of what is a little more or less.
    let decimals = usize::from((load.mean - 1.0).abs() < 0.01);
    let percent = format!("{}%", numbers::number(100.0 * load.mean, decimals));
    let figures = match limit.of {
        Limited::Admissions => {
            // As many decimals as the interval has a use for, and no fewer than the percentage.
            let decimals = if limit.half_width_95 >= 0.095 && limit.demand >= 10.0 { 1 } else { 2 };
            let number = |value: f64| numbers::number(value, decimals);
            format!(
                "{} a day come, at most {} ± {} can be admitted: {percent}",
                number(limit.demand),
                number(limit.at_most),
                number(limit.half_width_95),
            )
        }
        Limited::Arrivals => format!(
            "what comes after hospital can bear at most {} times the arrivals: {percent}",
            numbers::number(limit.at_most, 2)
        ),
    };
    let so = match (limit.is_exceeded(), limit.beyond) {
        (true, Beyond::Grows) if Time::midnight(limit.days.end) < ready.model.horizon() => {
            ": more than can be admitted: the queue grows until then"
        }
        (true, Beyond::Grows) => ": more than can be admitted: the queue grows without end",
        (true, Beyond::PeopleLeave) => ": more than can be admitted: the queue grows until as many leave it",
        (true, Beyond::TurnedAway) => ": more than can be admitted: many are turned away",
        (true, Beyond::StaysFull) => ": once all is full more come than can be admitted, and it stays full",
        (false, Beyond::Grows | Beyond::StaysFull) if load.mean >= 1.0 => ": at the limit or beyond it",
        // A forecast from today's census is none of what comes in the end.
        (false, Beyond::Grows | Beyond::StaysFull) if limit.is_too_close() && ready.model.census.is_empty() => {
            ": too close to the limit for means to say much"
        }
        _ => "",
    };
    figures + so
}

fn estimate(limit: &Limit) -> String {
    if limit.is_exact() {
        return String::new();
    }
    let why: Vec<String> = limit.doubts.iter().map(|&doubt| because(doubt).to_owned()).collect();
    format!(" (an estimate: {})", english::list(&why))
}

const fn because(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::OtherHospitals => "other hospitals keep their own arrivals",
        Doubt::StepUp => "referrals from the community keep coming as they do",
        Doubt::Priority => "it takes all in the order in which they come",
        Doubt::LimitedQueue => "it lets everybody wait",
        Doubt::PeopleLeave => "it lets nobody leave the queue",
        Doubt::Harm => "it is what holds once people wait for long, which makes them need more",
        Doubt::ServicesInLine => "it leaves out that people wait in one service for another",
    }
}
