//! A control chart of a history: is the baseline stable?

mod rules;

use std::path::Path;

use wardflow_core::measures::Unit;
use wardflow_plot::{Colour, DateAxis, Figure, Layer, Panel, Points, Series, Sign, Threshold, ValueAxis, XAxis};

use self::rules::{Limits, Rule, broken};
use super::{history, picture::Picture};
use crate::{
    english::{list, spelt, upper, written},
    exit::Failure,
    experiment::PROGRAM,
    numbers,
};

/// Fewer values give limits that are provisional at best.
const ENOUGH: usize = 12;

/// Draws the chart of a CSV file.
///
/// # Errors
/// If the history cannot be used or has fewer than two values.
pub(super) fn picture(file: &Path, columns: &str) -> Result<Picture, Failure> {
    let history = history::read(file, columns).map_err(Failure::Unfit)?;
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
    let at: Vec<f64> = history.days.keys().map(|day| day.days_since(first) as f64).collect();
    let axis = DateAxis::new(first.to_string(), last.days_since(first) as usize + 1);
    let days = axis.days;
    let mut figure = Figure::new("control", title(&name, &found), XAxis::Date(axis));
    figure.subtitle = format!(
        "{} in {} · control chart (XmR) · {} to {}",
        upper(&name),
        name_of_file(file),
        written(first),
        written(last)
    );
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
            ..Points::new("As counted", Sign::Dot, at.clone(), values.clone())
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
    figure.caption = caption(&values, &limits, &found);
    figure.footer = format!("History: {} · {PROGRAM}", name_of_file(file));
    figure.alt_text = format!(
        "A control chart: a line through the values, with their mean and its natural process limits. {}. {}",
        figure.title, figure.caption
    );
    Ok(Picture::Figure(figure))
}

fn title(name: &str, found: &[Option<Rule>]) -> String {
    let (all, special) = (numbers::whole(found.len() as u64), found.iter().flatten().count());
    match special {
        0 if found.len() < ENOUGH => {
            format!("None of {all} values of {name} breaks a rule, but they are too few to call the baseline stable")
        }
        0 => format!("The baseline is stable: none of {all} values of {name} breaks a rule"),
        1 => format!("The baseline is not stable: 1 of {all} values of {name} breaks a rule"),
        _ => format!(
            "The baseline is not stable: {} of {all} values of {name} break a rule",
            numbers::whole(special as u64)
        ),
    }
}

fn caption(values: &[f64], limits: &Limits, found: &[Option<Rule>]) -> String {
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
            "Values that break a rule, each counted for the first it breaks: {}. Values that follow closely on one \
             another, such as beds day by day, break rules more often than independent ones.",
            list(&counts)
        ));
    }
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

/// Without the folders, which are nobody's business.
fn name_of_file(file: &Path) -> String {
    file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
