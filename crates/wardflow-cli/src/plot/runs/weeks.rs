//! Week by week: the most acute beds needed, and how likely it is that they are more than are open.

use std::collections::BTreeMap;

use wardflow_montecarlo::{
    chance::Chance,
    comparison::confidence_each,
    leading::{largest, likeliest as leading},
    statistics::quantiles,
};
use wardflow_plot::{Band, Colour, DateAxis, Figure, Layer, Panel, Series, ValueAxis, XAxis};
use wardflow_scenario::format::Date;

use super::{footer, named_number, open_beds, period, subtitle, told, turned_away};
use crate::{
    chances::in_brackets,
    chart::{hospital_name, title_with_hospital},
    english::{all_of, from_to, lower, written},
    exit::Failure,
    numbers::{self, percent},
    picked::{Picked, alone},
    plot::picture::Picture,
    run_folder::{Peak, RunFolder},
};

const LIKELY: &str = "Likely is what happens in more than half of the replications.";
const NOT_COUNTED: &str = "People who are turned away count for no bed.";

/// Of fewer replications not even what happens in all of them is likely with 95% confidence.
pub(crate) const LEAST_FOR_LIKELY: u64 = 6;

/// Draws need and chance.
///
/// # Errors
/// If the peaks cannot be read.
pub(super) fn picture(run: &RunFolder, id: String) -> Result<Picture, Failure> {
    let peaks = run.peaks().map_err(Failure::Unfit)?;
    let days = run.run.days as usize;
    let mut figure = Figure::new(id, "", XAxis::Date(DateAxis::new(run.run.start.to_string(), days)));
    let mut stories: Vec<Story> = Vec::new();
    let mut doubts = Vec::new();
    let hospitals = &run.ready.model.hospitals;
    for hospital in hospitals {
        let needed = by_week(&peaks, &hospital.name);
        let name = hospital_name(&run.ready.model, &hospital.name);
        let titled = |title: &str| title_with_hospital(title, &run.ready.model, &hospital.name);
        let open = open_beds(run, &hospital.name);
        let ranges: Vec<(usize, [f64; 3])> = needed
            .iter()
            .map(|(week, needed)| (place(run, *week), quantiles(&mut needed.clone(), [0.05, 0.5, 0.95])))
            .collect();
        let daily = |at: usize| level(days, ranges.iter().map(|(day, ends)| (*day, ends[at])));
        let away = turned_away(run, &hospital.name);
        let what = if away.is_some() { "Most beds occupied in each week" } else { "Most beds needed in each week" };
        let mut need = Panel::new(titled(what), "beds");
        need.value_axis = ValueAxis::FromData;
        if run.run.replications > 1 {
            need = need.with(Layer::Band(Band {
                colour: Some(Colour::NhsBlue),
                ..Band::new("5–95% of replications", daily(0), daily(2))
            }));
        }
        need = need.with(blue(if run.run.replications > 1 { "Median" } else { "Needed" }, daily(1)));
        if let Some(open) = &open {
            let core = if open.has_escalation() { "Open core beds" } else { "Open beds" };
            need = need.with(Layer::StepLine(Series::new(core, open.core.clone())));
        }
        if let Some(open) = open.as_ref().filter(|open| open.has_escalation()) {
            let series = Series::new("With all escalation beds", open.all());
            need = need.with(Layer::StepLine(Series { colour: Some(Colour::Purple), ..series }));
        }
        figure.panels.push(need);
        let Some(open) = &open else {
            stories.push(Story::of_need(name, &needed));
            continue;
        };
        let found_none = run.mean(&format!("hospitals.{}.short_weeks_percent", hospital.name));
        if let Some(share) = away {
            stories.push(Story::of_turned_away(name, &share, found_none));
            doubts.push(NOT_COUNTED.to_owned());
            continue;
        }
        let weeks = weeks(&peaks, &hospital.name);
        let values = weeks.iter().map(|week| (place(run, week.first), 100.0 * week.chance().share()));
        let than_open = than_open(open.has_escalation());
        let panel = Panel::new(titled(&format!("Chance that more are needed than {than_open}")), "% of replications");
        figure.panels.push(panel.with(blue("Chance", level(days, values))));
        doubts.extend(doubt(&weeks, name.as_deref()));
        stories.push(Story::of_weeks(name, &weeks, than_open, found_none));
    }
    figure.title = title(&stories);
    figure.subtitle = subtitle(run, "acute beds occupied and people waiting for one, highest daily mean of each week");
    figure.footer = footer(std::slice::from_ref(run));
    figure.caption =
        "Weeks begin on Monday; the first and the last may be shorter. Beds needed are those occupied and \
                      one for everybody who waits at the front door."
            .into();
    // The word is explained where it is said.
    if figure.title.contains("likely to be") || doubts.iter().any(|doubt| doubt.contains("likely to be")) {
        figure.caption.extend([" ", LIKELY]);
    }
    doubts.dedup();
    for doubt in doubts {
        figure.caption.extend([" ", &doubt]);
    }
    let chance =
        if figure.panels.len() > hospitals.len() { ", and the chance that they are more than are open" } else { "" };
    let what = if stories.iter().any(|story| story.turns_away) { "occupied" } else { "needed" };
    figure.alt_text = format!("Week by week, {}: acute beds {what}{chance}. {}.", period(run), figure.title);
    Ok(Picture::Figure(figure))
}

/// What a title can say of a hospital.
struct Story {
    /// If it is not the only one.
    name: Option<String>,
    has_limit: bool,
    /// Whether people are turned away, so that need is not known.
    turns_away: bool,
    /// Weeks in which somebody finds no bed [%].
    found_none: f64,
    /// In each replication: weeks in which beds are short, or beds needed in an average week if they have no limit.
    weight: Vec<f64>,
    finding: String,
}

impl Story {
    /// Of a hospital whose beds have a limit.
    fn of_weeks(name: Option<String>, weeks: &[Week], than_open: &str, found_none: f64) -> Self {
        let replications = weeks.first().map_or(0, |week| week.is_short.len());
        let short = |replication: usize| weeks.iter().filter(|week| week.is_short[replication]).count() as f64;
        let weight = (0..replications).map(short).collect();
        Self { name, has_limit: true, turns_away: false, found_none, weight, finding: finding(weeks, than_open) }
    }

    /// Of a hospital that turns this share of people away: how many beds they would have needed is not known.
    fn of_turned_away(name: Option<String>, share: &str, found_none: f64) -> Self {
        let finding = if found_none.is_nan() {
            format!("{share} of those who come are turned away")
        } else {
            let weeks = percent(found_none);
            format!(
                "Somebody finds no acute bed free in {weeks} of weeks, and {share} of those who come are turned away"
            )
        };
        Self { name, has_limit: true, turns_away: true, found_none, weight: Vec::new(), finding }
    }

    /// Of a hospital that has as many beds as are needed.
    fn of_need(name: Option<String>, needed: &BTreeMap<Date, Vec<f64>>) -> Self {
        let (weeks, values): (Vec<Date>, Vec<Vec<f64>>) = needed.iter().map(|(week, of)| (*week, of.clone())).unzip();
        let replications = values.first().map_or(0, Vec::len);
        let weight = (0..replications).map(|at| mean(values.iter().map(|of| of[at]))).collect::<Vec<f64>>();
        let leading = largest(&values);
        let beds = |week: usize| numbers::number(mean(values[week].iter().copied()), 0);
        let average = numbers::number(mean(weight.iter().copied()), 0);
        let end = match (Picked::of(&leading, weeks.len()), leading.first()) {
            (Picked::One(week), _) => format!(", most in the week of {}: {}", written(weeks[week]), beds(week)),
            (Picked::Between(first, last), Some(&week)) => {
                format!(", most in one of the weeks of {}: about {}", from_to(weeks[first], weeks[last]), beds(week))
            }
            _ => "; no week stands out".to_owned(),
        };
        Self {
            name,
            has_limit: false,
            turns_away: false,
            found_none: f64::NAN,
            weight,
            finding: format!("In an average week {average} acute beds are needed{end}"),
        }
    }

    fn mean(&self) -> f64 {
        mean(self.weight.iter().copied())
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

/// The story of the only hospital, or of that which lacks beds most, if one does.
fn title(stories: &[Story]) -> String {
    if let [only] = stories {
        return only.finding.clone();
    }
    let hospitals = stories.len();
    let has_limit = stories.iter().any(|story| story.has_limit);
    let judged: Vec<&Story> = stories.iter().filter(|story| story.has_limit == has_limit).collect();
    if judged.iter().any(|story| story.turns_away) {
        let name = |story: &Story| story.name.clone().unwrap_or_default();
        let each = judged.iter().map(|story| named_number(&name(story), story.found_none, percent(story.found_none)));
        return format!("Weeks in which somebody finds no acute bed free: {}", told(each.collect()));
    }
    if let Some(first) = judged.first().filter(|_| has_limit && judged.iter().all(|story| story.mean() <= 0.0)) {
        let which = if hospitals == 2 { "either hospital".to_owned() } else { format!("any of {hospitals} hospitals") };
        return format!("{} in {which}", first.finding);
    }
    let weights: Vec<Vec<f64>> = judged.iter().map(|story| story.weight.clone()).collect();
    let name = |story: &Story| story.name.clone().unwrap_or_default();
    if let Some(story) = alone(&largest(&weights)).map(|at| judged[at]) {
        let most = if has_limit { "the likeliest to run out of beds" } else { "the largest" };
        return format!("{}, {most} of {hospitals} hospitals: {}", name(story), lower(&story.finding));
    }
    let is_single = judged.iter().all(|story| story.weight.len() == 1);
    let what = if has_limit && is_single {
        "Weeks of the one replication in which more acute beds are needed than may be open"
    } else if has_limit {
        "Weeks in which more acute beds are needed than may be open, on average"
    } else {
        "Acute beds needed in an average week"
    };
    let each = judged.iter().map(|story| {
        let mean = numbers::number(story.mean(), usize::from(has_limit && !is_single));
        named_number(&name(story), story.mean(), mean)
    });
    format!("{what}: {}", told(each.collect()))
}

/// A week of a hospital whose beds have a limit.
pub(crate) struct Week {
    /// Its first measured day.
    pub(crate) first: Date,
    /// Replication by replication, whether more beds are needed on any day than may be open on it.
    is_short: Vec<bool>,
}

impl Week {
    pub(crate) fn chance(&self) -> Chance {
        Chance::of(self.is_short.iter().copied())
    }

    /// Whether beds are short in most replications.
    pub(crate) fn is_likely(&self) -> bool {
        self.chance().share() > 0.5
    }
}

/// What the replications needed in each week.
fn by_week(peaks: &[Peak], hospital: &str) -> BTreeMap<Date, Vec<f64>> {
    let mut weeks: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
    for peak in peaks.iter().filter(|peak| peak.hospital == hospital) {
        weeks.entry(peak.week).or_default().push(peak.needed.unwrap_or(f64::NAN));
    }
    weeks
}

/// The measured day on which a week begins.
fn place(run: &RunFolder, week: Date) -> usize {
    (week.days_since(run.run.start).max(0) as usize).min(run.run.days as usize - 1)
}

fn weeks(peaks: &[Peak], hospital: &str) -> Vec<Week> {
    let mut weeks: BTreeMap<Date, Vec<bool>> = BTreeMap::new();
    for peak in peaks.iter().filter(|peak| peak.hospital == hospital) {
        weeks.entry(peak.week).or_default().push(peak.short.is_some_and(|short| short > 0.0));
    }
    weeks.into_iter().map(|(first, is_short)| Week { first, is_short }).collect()
}

/// What more beds are needed than.
const fn than_open(has_escalation: bool) -> &'static str {
    if has_escalation { "are open with all escalation beds" } else { "are open" }
}

/// The weeks of a hospital of a run; none if its beds have no limit.
///
/// # Errors
/// If the peaks cannot be read.
pub(crate) fn of_hospital(run: &RunFolder, hospital: &str) -> Result<Option<Vec<Week>>, Failure> {
    if open_beds(run, hospital).is_none() {
        return Ok(None);
    }
    Ok(Some(weeks(&run.peaks().map_err(Failure::Unfit)?, hospital)))
}

/// A blue line of steps.
fn blue(label: &str, values: Vec<f64>) -> Layer {
    Layer::StepLine(Series { colour: Some(Colour::NhsBlue), ..Series::new(label, values) })
}

/// The likeliest week to need more beds than are open, or those among which it is, or that none stands out of those of which
/// only some are likely; none if that goes without saying, or there is one replication only. Its interval is that of a single chance:
/// a week that leads by more than chance would lead again.
pub(crate) fn likeliest(weeks: &[Week], replication: &str) -> Option<String> {
    let candidates: Vec<Vec<bool>> = weeks.iter().map(|week| week.is_short.clone()).collect();
    let likely = weeks.iter().filter(|week| week.is_likely()).count();
    let happens = weeks.iter().any(|week| week.chance().times > 0);
    if candidates.first()?.len() < 2 || !happens {
        return None;
    }
    match Picked::of(&leading(&candidates), weeks.len()) {
        Picked::One(week) => {
            let chance = in_brackets(weeks[week].chance(), replication);
            Some(format!("the likeliest is the week of {} ({chance})", written(weeks[week].first)))
        }
        Picked::Between(first, last) => {
            Some(format!("the likeliest is one of the weeks of {}", from_to(weeks[first].first, weeks[last].first)))
        }
        Picked::Nothing => (0 < likely && likely < weeks.len()).then(|| "no week stands out".to_owned()),
    }
}

/// Which weeks are likely to need more beds than are open.
fn finding(weeks: &[Week], than_open: &str) -> String {
    let replications = replications(weeks);
    if replications == 1 {
        let short = weeks.iter().filter(|week| week.is_likely()).count();
        let such = of_weeks(short, weeks.len());
        return format!("In the one replication more acute beds are needed than {than_open} in {such}");
    }
    if weeks.iter().all(|week| week.chance().times == 0) {
        let all = numbers::count(replications, "replication");
        return format!("In none of {all} are more acute beds needed than {than_open}");
    }
    let likely = weeks.iter().filter(|week| week.is_likely()).count();
    let chance = weeks.iter().map(|week| week.chance().share()).sum::<f64>() / weeks.len() as f64;
    if replications < LEAST_FOR_LIKELY {
        return format!(
            "In {replications} replications more acute beds are needed than {than_open} in {} of weeks; so few cannot say in \
             which it is likely",
            percent(100.0 * chance)
        );
    }
    let doubt = likely_ends(weeks).map_or_else(String::new, |[least, most]| format!(" (from {least} to {most})"));
    let end = match likeliest(weeks, "replication") {
        Some(likeliest) => format!("; {likeliest}"),
        // Likely in no week is not the same as never.
        None if likely == 0 => format!("; in an average week the chance is {}", percent(100.0 * chance)),
        None => String::new(),
    };
    let such = of_weeks(likely, weeks.len());
    let are = if likely == 0 { "are more acute beds likely" } else { "more acute beds are likely" };
    format!("In {such}{doubt} {are} to be needed than {than_open}{end}")
}

/// So many of so many weeks: `none of 5 weeks`, `3 of 5 weeks`, `all 5 weeks`.
pub(crate) fn of_weeks(some: usize, all: usize) -> String {
    match some {
        0 => format!("none of {}", numbers::count(all as u64, "week")),
        some if some == all => all_of(all as u64, "week"),
        some => format!("{} of {}", numbers::whole(some as u64), numbers::count(all as u64, "week")),
    }
}

/// In how many weeks beds are likely to run out at least and at most, with 95% confidence over all weeks; none if those
/// are as many.
pub(crate) fn likely_ends(weeks: &[Week]) -> Option<[u64; 2]> {
    let ends: Vec<[f64; 2]> = weeks.iter().map(|week| week.chance().interval(confidence_each(weeks.len()))).collect();
    let count = |is_likely: &dyn Fn(&[f64; 2]) -> bool| ends.iter().filter(|ends| is_likely(ends)).count() as u64;
    let (least, most) = (count(&|[low, _]| *low > 0.5), count(&|[_, high]| *high > 0.5));
    (least < most).then_some([least, most])
}

/// The same in a sentence.
fn doubt(weeks: &[Week], name: Option<&str>) -> Option<String> {
    let [least, most] = likely_ends(weeks).filter(|_| replications(weeks) >= LEAST_FOR_LIKELY)?;
    let whose = name.map_or_else(String::new, |name| format!(" in {name}"));
    Some(format!(
        "With 95% confidence over all weeks, more are likely to be needed than may be open{whose} in at least {} and at most {} \
         of them.",
        numbers::whole(least),
        numbers::whole(most),
    ))
}

/// Of so many replications.
pub(crate) fn replications(weeks: &[Week]) -> u64 {
    weeks.first().map_or(0, |week| week.is_short.len()) as u64
}

/// The value of each day from the values of the days on which weeks begin.
fn level(days: usize, weeks: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut values = vec![f64::NAN; days];
    for (from, value) in weeks {
        values[from..].fill(value);
    }
    values
}
