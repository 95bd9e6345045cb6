//! The results on one screen: the headline measures.

use wardflow_core::measures::{Catalogue, Group, Measure, Unit};
use wardflow_montecarlo::{statistics::Summary, unknown::Spread};

use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    experiment::{Experiment, interval},
    limits,
    numbers::{self, MISSING},
    output::bold,
    uncertain, verdict,
};

/// The groups of measures, in the order in which patients meet them.
pub(crate) const GROUPS: [Group; 10] = [
    Group::StepUp,
    Group::FrontDoor,
    Group::AcuteBeds,
    Group::Nctr,
    Group::Localities,
    Group::DelayByPathway,
    Group::DelayByReason,
    Group::Services,
    Group::Money,
    Group::Cohorts,
];
const ALIGNS: [Align; 6] = [Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Right];
/// Marks a measure without a value in some replications.
pub(crate) const MARK: &str = "*";
/// Said of hospitals whose limit is not known.
const TOO_SHORT: &str = "A full hospital takes long to settle there; a run of more replications may show it.";

/// How much a table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// What most people look at first.
    First,
    /// All headline measures.
    Headlines,
}

impl Shown {
    fn shows(self, measure: &Measure, catalogue: &Catalogue) -> bool {
        let is_first = || {
            // Where beds have a limit their occupancy says more.
            let of_beds = measure.key.strip_suffix("occupied_beds");
            let has_share = of_beds.is_some_and(|of| catalogue.find(&format!("{of}occupancy_percent")).is_some());
            is_looked_at_first(&measure.key) && !has_share
        };
        measure.headline && (self == Self::Headlines || is_first())
    }
}

/// Whether a headline measure is one of those that most people look at first.
pub(crate) fn is_looked_at_first(key: &str) -> bool {
    const ALL: [&str; 6] = [
        "nctr_people",
        "nctr.of_occupied_percent",
        "left_later_than_ready_percent",
        "calendar_delay_without_zero_days",
        "cost.total_pounds_per_year",
        "at_home_on_day_91_percent",
    ];
    const OF_HOSPITALS: [&str; 6] = [
        ".occupancy_percent",
        ".occupied_beds",
        ".full_percent",
        ".waiting_for_bed_people",
        ".waited_above_12_hours_percent",
        ".turned_away_percent",
    ];
    ALL.contains(&key)
        || key.strip_prefix("hospitals.").is_some_and(|rest| OF_HOSPITALS.iter().any(|end| rest.ends_with(end)))
        || (key.starts_with("services.") || key.starts_with("spoas."))
            && (key.ends_with(".utilisation_percent") || key.contains(".in_use_"))
        || key.starts_with("payers.") && key.ends_with(".overspent_percent")
}

/// The answer and the table; the text ends with a line feed.
pub(crate) fn table(experiment: &Experiment, rows_shown: Shown, colour: bool) -> String {
    let unknown = experiment.unknown.as_ref();
    let mut headings = [
        ["", "", "", "95% confidence", "5–95% range of", "not known,"],
        ["", "", "mean", "interval", "replications", "5–95%"],
    ]
    .map(|heading| heading.map(str::to_owned).to_vec());
    if unknown.is_none() {
        for heading in &mut headings {
            heading.truncate(5);
        }
    }
    let headline = || {
        experiment.measures().enumerate().filter(|(_, (measure, _))| rows_shown.shows(measure, &experiment.catalogue))
    };
    let money = Money::of(headline().map(|(_, row)| row));
    let rows: Vec<(Group, Vec<String>)> = headline()
        .map(|(at, (measure, summary))| {
            let spread = unknown.map(|unknown| &unknown.measures[at]);
            (measure.group, row(measure, summary, spread, money))
        })
        .collect();
    let all = headings.iter().chain(rows.iter().map(|(_, row)| row)).map(Vec::as_slice);
    let columns = Columns::for_rows(ALIGNS.into_iter().take(headings[0].len()), all, WIDTH);

    let mut text = head(experiment, colour);
    text.push('\n');
    let verdict = verdict::of_a_run(experiment);
    for (at, line) in verdict.iter().enumerate() {
        for line in wrapped(line, WIDTH) {
            text.extend([bold(&line, colour && at == 0).as_str(), "\n"]);
        }
    }
    text.push('\n');
    for heading in &headings {
        text.push_str(&columns.row(heading));
    }
    for group in GROUPS {
        let mut rows = rows.iter().filter(|(of, _)| *of == group).peekable();
        if rows.peek().is_some() {
            text.push_str(&bold(group.title(), colour));
            text.push('\n');
        }
        for (_, row) in rows {
            text.push_str(&columns.row(row));
        }
    }
    let decided = unknown.map_or_else(String::new, |unknown| {
        uncertain::lines(unknown, experiment.spreads(), "nctr_people", money, false)
    });
    if !decided.is_empty() {
        text.push_str(&bold("What decides", colour));
        text.push('\n');
        text.push_str(&decided);
    }
    let limits = limits::lines(&experiment.ready, &experiment.stability.limits, TOO_SHORT);
    if !limits.is_empty() {
        text.push_str(&bold("What can be admitted", colour));
        text.push('\n');
        text.push_str(&limits);
    }
    text.push('\n');
    text + &paragraphs(&foot(experiment, rows_shown, rows.len()))
}

/// In what money is shown.
#[derive(Clone, Copy)]
pub(crate) enum Money {
    Pounds,
    Thousands,
}

impl Money {
    /// Thousands from a million on.
    pub(crate) fn of<'a>(measures: impl Iterator<Item = (&'a Measure, &'a Summary)>) -> Self {
        let mut sums = measures.filter(|(measure, _)| measure.unit == Unit::PoundsPerYear);
        if sums.any(|(_, summary)| summary.mean >= 1e6) { Self::Thousands } else { Self::Pounds }
    }

    /// The name of a unit, and how many of it are one of what is shown.
    pub(crate) const fn unit(self, unit: Unit) -> (&'static str, f64) {
        match (self, unit) {
            (Self::Thousands, Unit::PoundsPerYear) => ("£1,000 a year", 1000.0),
            (Self::Thousands, Unit::Pounds) => ("£1,000", 1000.0),
            _ => (unit.title(), 1.0),
        }
    }
}

fn row(measure: &Measure, summary: &Summary, spread: Option<&Spread>, money: Money) -> Vec<String> {
    let (unit, scale) = money.unit(measure.unit);
    let half = summary.half_width_95.map(|half| half / scale);
    let decimals = numbers::known(summary.mean / scale, half, measure.unit);
    let mark = if summary.missing > 0 { MARK } else { "" };
    let interval = interval(measure, summary)
        .filter(|[low, high]| summary.cases > 2 || low == high)
        .map_or_else(|| MISSING.to_owned(), |[low, high]| numbers::range(low / scale, high / scale, decimals));
    let range = if summary.cases < 2 || summary.low_5.is_nan() {
        MISSING.to_owned()
    } else {
        numbers::range(summary.low_5 / scale, summary.high_95 / scale, decimals)
    };
    let mut cells = vec![
        format!("  {}{mark}", measure.title),
        unit.to_owned(),
        numbers::number(summary.mean / scale, decimals),
        interval,
        range,
    ];
    cells.extend(spread.map(|spread| uncertain::range(spread, measure.unit, scale, false)));
    cells
}

/// What was run.
fn head(experiment: &Experiment, colour: bool) -> String {
    let changed = (!experiment.changes.is_empty()).then(|| experiment.changed());
    let lines: Vec<String> = std::iter::once(period(experiment)).chain(changed).collect();
    format!("{}\n{}", bold(&experiment.ready.scenario.title, colour), paragraphs(&lines))
}

/// How often and over what time it was run.
pub(crate) fn period(experiment: &Experiment) -> String {
    let (scenario, results) = (&experiment.ready.scenario, &experiment.results);
    let begin = match scenario.census {
        Some(_) => "from the census of the first day".to_owned(),
        None => format!("after {} of warm-up", numbers::count(scenario.warm_up_days.into(), "day")),
    };
    format!(
        "{} with seed {}; {} to {} ({}) {begin}",
        numbers::count(results.replications.into(), "replication"),
        results.seed.0,
        scenario.start,
        experiment.last_day(),
        numbers::count(scenario.days.into(), "day"),
    )
}

/// What the reader has to know about the numbers, and where there are more.
fn foot(experiment: &Experiment, rows_shown: Shown, shown: usize) -> Vec<String> {
    let results = &experiment.results;
    let mut lines = Vec::new();
    if results.replications == 1 {
        lines.push("One replication has neither interval nor range: --replications 100 shows both.".into());
    }
    if results.replications == 2 {
        lines.push("Two replications say too little for an interval; the ranges are about what they gave.".into());
    }
    let ranged = results.ranged_replications();
    if ranged < results.replications {
        let ranged = numbers::count(ranged.into(), "replication");
        lines.push(format!("The ranges are of the first {ranged}; everything else is of all."));
    }
    let headline = experiment.measures().filter(|(measure, _)| rows_shown.shows(measure, &experiment.catalogue));
    let missing: Vec<u32> = headline.map(|(_, summary)| summary.missing).collect();
    if missing.contains(&results.replications) {
        let all = numbers::count(results.replications.into(), "replication");
        lines.push(format!("{MARK} Without a figure: there was no case in any of {all}."));
    }
    let missing = missing.into_iter().filter(|missing| *missing < results.replications).max().unwrap_or(0);
    if missing > 0 {
        lines.push(format!(
            "{MARK} There was no case, and so no value, in up to {} of {}; the figures are of the others.",
            numbers::whole(missing.into()),
            numbers::count(results.replications.into(), "replication"),
        ));
    }
    lines.extend(above_100(
        experiment.measures().filter(|(measure, _)| rows_shown.shows(measure, &experiment.catalogue)),
    ));
    if let Some(unknown) = &experiment.unknown {
        lines.extend(uncertain::foot(unknown, experiment.spreads()));
    } else if experiment.ready.uncertainty.is_none() {
        lines.push(uncertain::CHANCE_ONLY.into());
    }
    let all = experiment.catalogue.measures().len();
    lines.push(format!(
        "{shown} of {all} measures; {}--format csv, --format json or --out FOLDER gives all, with definitions.",
        if rows_shown == Shown::First { "--full shows more, " } else { "" }
    ));
    lines
}

/// Why percentages are above 100, of those that are.
pub(crate) fn above_100<'a>(rows: impl Iterator<Item = (&'a Measure, &'a Summary)>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (measure, summary) in rows {
        // A range shows as much as a mean.
        let is_above = [summary.mean, summary.high_95].into_iter().any(|value| value >= 100.5);
        if let Some(why) = measure.above_100.filter(|_| is_above) {
            lines.push(format!("{} is above 100%: {why}.", measure.title));
        }
    }
    lines.dedup();
    lines
}

pub(crate) fn paragraphs(lines: &[String]) -> String {
    lines.iter().flat_map(|line| wrapped(line, WIDTH)).fold(String::new(), |text, line| text + &line + "\n")
}
