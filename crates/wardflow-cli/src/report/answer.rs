//! The answer in a few lines, each with its number.

use super::material::Material;
use crate::{estimate::Estimate, exit::Failure, plot::picture::Picture, run_folder::RunFolder};

/// More lines nobody reads.
const MOST: usize = 5;
/// Pictures whose finding another line tells, or that are about one pathway; the beginnings of their names.
const LEFT_OUT: [&str; 3] = ["differences", "bridge", "pathway-"];

/// What the runs say, the most important first: whether they keep up, people, differences, then what the charts found.
///
/// # Errors
/// If a run cannot be read.
pub(super) fn lines(material: &Material, charts: &[Picture]) -> Result<Vec<String>, Failure> {
    if let Some(winter) = &material.winter {
        let keeping_up = material.runs.first().and_then(|run| keeping_up(run, false));
        return Ok(keeping_up.into_iter().chain(winter.answer(material)?).collect());
    }
    let several = material.runs.len() > 1;
    let findings: Vec<String> = material.comparison.iter().flat_map(|(_, comparison)| comparison.sentences()).collect();
    // What is told as a difference is not told as a number too.
    let told = if findings.is_empty() { &material.runs[..] } else { material.runs.get(..1).unwrap_or_default() };
    let keeping_up: Vec<String> = told.iter().filter_map(|run| keeping_up(run, several)).collect();
    let people = told.iter().map(|run| people(run, several));
    let most = MOST.max(keeping_up.len() + told.len() + findings.len() + 1);
    // Of several runs, what holds for all comes before what is of one.
    let is_of_one =
        |title: &str| several && material.runs.iter().any(|run| title.starts_with(&format!("{}: ", run.name)));
    let is_left_out = |chart: &Picture| LEFT_OUT.iter().any(|name| chart.id().starts_with(name));
    let titles = charts.iter().filter(|chart| !is_left_out(chart)).map(Picture::title);
    let (of_one, of_all): (Vec<&str>, Vec<&str>) = titles.partition(|title| is_of_one(title));
    let titles = of_all.into_iter().chain(of_one).map(|title| format!("{title}."));
    Ok(keeping_up.into_iter().chain(people).chain(findings).chain(titles).take(most).collect())
}

/// That a system does not keep up with what comes, or hardly does.
fn keeping_up(run: &RunFolder, named: bool) -> Option<String> {
    let who = if named { run.name.as_str() } else { "The system" };
    run.run.state_says.as_ref().map(|says| format!("{who} {says}."))
}

fn people(run: &RunFolder, named: bool) -> String {
    let whose = if named { format!("{}: on", run.name) } else { "On".to_owned() };
    let Some(measure) = run.measure("nctr_people") else { return format!("{whose} all days nobody is counted.") };
    let estimate = measure.estimate();
    let shown = |value: f64| Estimate { value, ..estimate }.said(1);
    let interval = match (measure.mean_low_95, measure.mean_high_95) {
        (Some(low), Some(high)) => format!(" (95 % interval {} to {})", shown(low.max(0.0)), shown(high)),
        _ => String::new(),
    };
    let unknown = match (measure.unknown_low_5, measure.unknown_high_95) {
        (Some(low), Some(high)) => format!(", and over what is not known {} to {}", shown(low.max(0.0)), shown(high)),
        _ => String::new(),
    };
    let interval = if unknown.is_empty() { interval } else { interval.replace(')', &format!("{unknown})")) };
    let share = run.estimate("nctr.of_occupied_percent");
    let of_days =
        if share.value.is_finite() { format!(", {} % of the occupied bed days", share.said(1)) } else { String::new() };
    format!(
        "{whose} an average day {}{interval} people are in an acute bed and discharge ready{of_days}.",
        shown(measure.mean.unwrap_or(0.0)),
    )
}
