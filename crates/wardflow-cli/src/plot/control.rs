//! A control chart of a history: does its latest value show a change?

mod rules;

use std::path::Path;

use wardflow_core::measures::Unit;
use wardflow_plot::{Colour, DateAxis, Figure, Layer, Panel, Points, Series, Sign, Threshold, ValueAxis, XAxis};
use wardflow_scenario::format::Date;

use self::rules::{Limits, Rule, broken};
use super::{
    history::{self, History},
    picture::Picture,
};
use crate::{
    english::{list, spelt, upper, written},
    exit::Failure,
    experiment::PROGRAM,
    numbers,
};

/// Fewer values give limits that are provisional at best.
const ENOUGH: usize = 12;

/// How often the latest value of a stable series breaks a rule [% at most], which the test below counts.
const FALSE_ALARM: &str = "Of stable series of independent values the latest breaks a rule in at most 2 of 100; values that follow closely on \
                           one another, such as beds day by day, break rules more often.";
/// How often any value does.
const SOME_MARKED: &str = "A mark further back says little: 15 of 100 stable series of 24 values have one, 44 of those of 60 and 98 of \
                           those of 365.";

/// Draws the chart of a CSV file.
///
/// # Errors
/// If the history cannot be used or has fewer than two values.
pub(super) fn picture(file: &Path, columns: &str) -> Result<Picture, Failure> {
    let [history] = <[History; 1]>::try_from(history::read(file, columns).map_err(Failure::Unfit)?).map_err(|several| {
        Failure::Usage(format!(
            "--history-columns names {} columns of numbers, and a control chart shows one\n  = help: draw them one after the \
             other",
            several.len()
        ))
    })?;
    let values: Vec<f64> = history.days.values().copied().collect();
    let (Some((&first, _)), Some((&last, _)), Some(limits)) =
        (history.days.first_key_value(), history.days.last_key_value(), Limits::of(&values))
    else {
        return Err(Failure::Unfit(format!(
            "`{}` has one value, and a control chart takes two\n  = help: give it more days; {ENOUGH} are enough for limits",
            file.display()
        )));
    };
    let found = broken(&values, &limits);
    let name = spelt(&history.name);
    let place = |day: Date| day.days_since(first) as f64;
    let at: Vec<f64> = history.days.keys().map(|day| place(*day)).collect();
    let (line_at, line): (Vec<f64>, Vec<f64>) =
        history.with_gaps().into_iter().map(|(day, value)| (place(day), value)).unzip();
    let axis = DateAxis::new(first.to_string(), last.days_since(first) as usize + 1);
    let days = axis.days;
    let mut figure = Figure::new("control", title(&name, &latest(last, &values, &limits, &found)), XAxis::Date(axis));
    figure.subtitle =
        format!("{} in {} · control chart (XmR) · {} to {}", upper(&name), history.file, written(first), written(last));
    let mut panel = Panel::new(upper(&name), "");
    panel.value_axis = ValueAxis::FromData;
    for (what, level) in [("Upper", limits.upper()), ("Lower", limits.lower())] {
        if level >= 0.0 {
            let label = format!("{what} limit, {}", short(level));
            panel = panel.with(Layer::Threshold(Threshold::constant(label, level)));
        }
    }
    panel = panel
        .with(Layer::StepLine(Series::new(format!("Mean, {}", short(limits.mean)), vec![limits.mean; days])))
        .with(Layer::Points(Points {
            joined: true,
            colour: Some(Colour::MidGrey),
            ..Points::new("As counted", Sign::Dot, line_at, line)
        }));
    for rule in Rule::ALL {
        let mine = (0..values.len()).filter(|&place| found[place] == Some(rule));
        let (at, values): (Vec<f64>, Vec<f64>) = mine.map(|place| (at[place], values[place])).unzip();
        if !at.is_empty() {
            let points = Points::new(label(rule), sign(rule), at, values);
            panel = panel.with(Layer::Points(Points { colour: Some(Colour::Purple), ..points }));
        }
    }
    figure.panels.push(panel);
    figure.caption = caption(&values, &limits, &found, history.gaps_told());
    figure.footer = format!("History: {} · {PROGRAM}", history.file);
    figure.alt_text = format!(
        "A control chart: a line through the values, with their mean and its natural process limits. {}. {}",
        figure.title, figure.caption
    );
    Ok(Picture::Figure(figure))
}

/// The latest value, which the verdict is about.
struct Latest {
    /// Of so many values.
    of: usize,
    /// The rule that it breaks, in words, with the value and its day.
    sign: Option<String>,
}

fn latest(day: Date, values: &[f64], limits: &Limits, found: &[Option<Rule>]) -> Latest {
    let sign = values.last().zip(found.last().copied().flatten()).map(|(&value, rule)| {
        let what = match rule {
            Rule::Outside if value > limits.mean => "is above the upper limit",
            Rule::Outside => "is below the lower limit",
            Rule::Trend => "ends a trend of seven or more",
            Rule::TwoOfThree => "is one of two of three near a limit",
            Rule::OneSide if value > limits.mean => "ends seven or more in a row above the mean",
            Rule::OneSide => "ends seven or more in a row below the mean",
        };
        format!("({} on {}) {what}", short(value), written(day))
    });
    Latest { of: values.len(), sign }
}

/// Whether the latest value is as the others are.
fn title(name: &str, latest: &Latest) -> String {
    let all = numbers::whole(latest.of as u64);
    match &latest.sign {
        None if latest.of < ENOUGH => {
            format!("The latest of {all} values of {name} breaks no rule, but they are too few to tell a change by")
        }
        None => format!("No sign of a change now: the latest of {all} values of {name} breaks no rule"),
        Some(sign) if latest.of < ENOUGH => {
            format!("The latest of {all} values of {name} {sign}, but they are too few to tell a change by")
        }
        Some(sign) => format!("A sign of a change now: the latest of {all} values of {name} {sign}"),
    }
}

fn caption(values: &[f64], limits: &Limits, found: &[Option<Rule>], gaps: Option<String>) -> String {
    let mut sentences = vec![format!(
        "The natural process limits are the mean ± 2.66 times the mean moving range: {}.",
        if limits.lower() >= 0.0 {
            format!("{} to {}", short(limits.lower()), short(limits.upper()))
        } else {
            format!("up to {}; the lower one would be below zero", short(limits.upper()))
        }
    )];
    let counts: Vec<String> = Rule::ALL
        .into_iter()
        .filter_map(|rule| {
            let count = found.iter().filter(|found| **found == Some(rule)).count() as u64;
            (count > 0).then(|| format!("{} {}", numbers::whole(count), phrase(rule)))
        })
        .collect();
    if !counts.is_empty() {
        sentences.push(format!(
            "Values that break a rule, each counted for the first it breaks: {}. {SOME_MARKED}",
            list(&counts)
        ));
    }
    sentences.push(FALSE_ALARM.into());
    sentences.extend(gaps);
    if values.len() < ENOUGH {
        sentences.push(format!("With fewer than {ENOUGH} values limits are provisional."));
    }
    sentences.push("Rules: NHS England, Making Data Count.".into());
    sentences.join(" ")
}

fn label(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "Outside the limits",
        Rule::Trend => "Trend of seven or more",
        Rule::TwoOfThree => "Two of three near a limit",
        Rule::OneSide => "Seven or more on one side of the mean",
    }
}

/// After a number of values.
fn phrase(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside the limits",
        Rule::Trend => "in a trend of seven or more",
        Rule::TwoOfThree => "in two of three near a limit",
        Rule::OneSide => "in a run of seven or more on one side of the mean",
    }
}

fn sign(rule: Rule) -> Sign {
    match rule {
        Rule::Outside => Sign::Diamond,
        Rule::Trend => Sign::Triangle,
        Rule::TwoOfThree => Sign::Square,
        Rule::OneSide => Sign::Disc,
    }
}

/// With as many digits as a number of its size needs.
fn short(value: f64) -> String {
    numbers::number(value, numbers::decimals(value, Unit::People))
}

#[cfg(test)]
mod tests {
    use wardflow_core::{random::unit, stay::normal_score};

    use super::*;

    /// Independent normal values whose level and spread never change.
    fn stable(series: u64, length: usize) -> Vec<f64> {
        // Weyl sequence through the finaliser of SplitMix64 (Steele and others 2014, doi 10.1145/2660193.2660195).
        let bits = |at: u64| {
            let mut bits = (series * 1_000 + at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            bits ^ (bits >> 31)
        };
        (0..length as u64).map(|at| 100.0 + 10.0 * normal_score(unit(bits(at)))).collect()
    }

    /// In how many of a hundred stable series the latest value, and any value, breaks a rule.
    fn alarms(length: usize, series: u64) -> [f64; 2] {
        let mut alarms = [0.0; 2];
        for values in (0..series).map(|number| stable(number, length)) {
            let found = broken(&values, &Limits::of(&values).unwrap());
            alarms[0] += f64::from(found.last().unwrap().is_some());
            alarms[1] += f64::from(found.iter().any(Option::is_some));
        }
        alarms.map(|count| 100.0 * count / series as f64)
    }

    #[test]
    fn a_stable_series_is_called_changed_as_often_as_is_said() {
        // Standard errors: 0.1 and 0.5 percentage points.
        for (length, some) in [(24, 15.0), (60, 44.0)] {
            let [latest, any] = alarms(length, 10_000);
            assert!((1.0..=2.0).contains(&latest), "{length}: {latest}%");
            assert!((any - some).abs() < 1.5, "{length}: {any}%");
        }
        let [latest, any] = alarms(365, 2_000);
        assert!((1.0..=2.6).contains(&latest) && (97.0..=99.0).contains(&any), "{latest}%, {any}%");
        // The numbers above are those of the sentences.
        assert!(FALSE_ALARM.contains("at most 2 of 100"));
        for said in ["15 of 100 stable series of 24", "44 of those of 60", "98 of those of 365"] {
            assert!(SOME_MARKED.contains(said), "{said}");
        }
    }

    fn titled(values: &[f64]) -> String {
        let limits = Limits::of(values).unwrap();
        title("beds", &latest("2026-03-22".parse().unwrap(), values, &limits, &broken(values, &limits)))
    }

    #[test]
    fn the_verdict_is_about_the_latest_value() {
        let level = [20.0, 22.0, 19.0, 21.0, 20.0, 22.0, 19.0, 21.0, 20.0, 22.0, 19.0, 21.0];
        let with = |more: &[f64]| titled(&[&level, more].concat());
        assert_eq!(with(&[]), "No sign of a change now: the latest of 12 values of beds breaks no rule");
        // What was outside of the limits and is back is over.
        assert!(with(&[40.0, 20.0, 21.0]).starts_with("No sign of a change now"));
        assert_eq!(
            with(&[40.0]),
            "A sign of a change now: the latest of 13 values of beds (40.0 on 22 Mar 2026) is above the upper limit"
        );
        assert!(with(&[2.0]).ends_with("is below the lower limit"));
        assert!(with(&[23.0; 8]).ends_with("ends seven or more in a row above the mean"));
        // Ties.
        assert_eq!(titled(&[7.0; 30]), "No sign of a change now: the latest of 30 values of beds breaks no rule");
    }

    #[test]
    fn few_values_tell_no_change() {
        for few in [&[20.0, 30.0][..], &[20.0, 22.0, 19.0, 40.0]] {
            assert!(titled(few).ends_with("but they are too few to tell a change by"), "{}", titled(few));
        }
    }
}
