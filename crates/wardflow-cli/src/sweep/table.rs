//! The first points of a sweep on one screen.

use std::fmt::Write;

use wardflow_core::measures::Unit;
use wardflow_montecarlo::{
    leading::{Known, smallest_apart},
    stability::State,
    sweep::{
        Sweep,
        record::Kept,
        results::{KeepsUp, SweptMeasure},
    },
};

use super::store::Store;
use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    english::upper,
    estimate::Estimate,
    exit::Failure,
    keeping_up,
    numbers::{self, MISSING},
    output::bold,
    picked::known,
};

/// More points are left to the files.
const MOST_ROWS: usize = 60;
/// More measures do not fit beside each other.
const MOST_MEASURES: usize = 5;
/// Points that cannot be told apart and are named all the same.
const MOST_NAMED: usize = 3;
/// Widest heading; a longer one takes several lines.
const HEADING: usize = 13;
/// The keys that say most about a system, in this order: beginning and end.
const TELLING: [(&str, &str); 5] = [
    (NCTR, ""),
    ("delay_days", ""),
    ("hospitals.", ".occupancy_percent"),
    ("hospitals.", ".wait_for_bed_days"),
    (TOTAL_COST, ""),
];
/// People in acute beds who could leave.
const NCTR: &str = "nctr_people";
/// The sum of all costs.
const TOTAL_COST: &str = "cost.total_pounds_per_year";

/// The table; the text ends with a line feed.
///
/// # Errors
/// If a point cannot be read.
pub(super) fn table(sweep: &Sweep, store: &Store, colour: bool) -> Result<String, Failure> {
    let shown: Result<Vec<Kept>, Failure> =
        (0..sweep.len().min(MOST_ROWS)).map(|number| store.kept(sweep, number)).collect();
    let shown = shown?;
    let measures = shown_measures(sweep, &shown);
    let states = states(sweep, store)?;
    let all_keep_up = states.iter().all(|&state| state == State::Stable);
    let has_variants = sweep.variant_names().count() > 1;
    let variants: Vec<&str> = sweep.variant_names().collect();
    let mut headings: Vec<Vec<String>> = Vec::new();
    let mut aligns = Vec::new();
    if has_variants {
        headings.push(vec!["variant".into()]);
        aligns.push(Align::Left);
    }
    for axis in sweep.axes() {
        headings.push(wrapped(&upper(&axis.label), HEADING));
        aligns.push(Align::Right);
    }
    if !all_keep_up {
        headings.push(vec!["keeps".into(), "up?".into()]);
        aligns.push(Align::Left);
    }
    for measure in &measures {
        let mut lines = wrapped(&measure.title, HEADING);
        lines.push(format!("({})", measure.unit));
        headings.push(lines);
        aligns.push(Align::Right);
    }
    let height = headings.iter().map(Vec::len).max().unwrap_or(0);
    let heading = |line: usize| {
        let of = |lines: &Vec<String>| {
            (line + lines.len()).checked_sub(height).map_or_else(String::new, |line| lines[line].trim().to_owned())
        };
        headings.iter().map(of).collect::<Vec<String>>()
    };
    let mut rows: Vec<Vec<String>> = (0..height).map(heading).collect();
    for (number, kept) in shown.iter().enumerate() {
        let variant = has_variants.then(|| variants[sweep.variant_of(number)].to_owned());
        let at = sweep.at(number).iter().map(ToString::to_string);
        let means = measures.iter().map(|measure| {
            let mean = kept.measures.get(&measure.key).and_then(|measure| measure.summary.mean);
            mean.map_or_else(|| MISSING.to_owned(), |mean| numbers::number(mean, decimals(mean, measure)))
        });
        let KeepsUp { state, load, .. } = kept.keeps_up;
        let keeps_up = (!all_keep_up).then(|| keeping_up::cell(state, load));
        rows.push(variant.into_iter().chain(at).chain(keeps_up).chain(means).collect());
    }
    let columns = Columns::for_rows(aligns, rows.iter().map(Vec::as_slice), WIDTH);
    let points = numbers::count(sweep.len() as u64, "point");
    let runs = numbers::count(sweep.replications().into(), "replication");
    let mut text = format!("{}\n", bold(sweep.title(), colour));
    // Writing to a string does not fail.
    let _ = writeln!(text, "{points}, {runs} each with seed {}; means\n", sweep.seed());
    text.extend(rows.iter().map(|row| columns.row(row)));
    text.push('\n');
    if sweep.len() > MOST_ROWS {
        let more = numbers::count((sweep.len() - MOST_ROWS) as u64, "further point");
        let _ = writeln!(text, "{more}: see results.csv");
    }
    let said = keeping_up::of_points(&states);
    if !said.is_empty() {
        text.extend(wrapped(&said, WIDTH).into_iter().map(|line| line + "\n"));
    }
    if let Some(cheapest) = cheapest(sweep, store)? {
        text.extend(wrapped(&cheapest, WIDTH).into_iter().map(|line| line + "\n"));
    }
    let all = numbers::count(sweep.measures().len() as u64, "measure");
    let _ = writeln!(text, "{} of {all}; results.csv has all, with confidence intervals.", measures.len());
    Ok(text)
}

/// Whether each point that could be finished keeps up.
fn states(sweep: &Sweep, store: &Store) -> Result<Vec<State>, Failure> {
    let states = (0..sweep.len()).map(|number| Ok(store.kept(sweep, number)?.keeps_up.state));
    states.filter_map(Result::transpose).collect()
}

/// Which point costs least, if points differ in cost, and how many people wait there; or between how many it cannot be
/// told. Only of those that keep up.
fn cheapest(sweep: &Sweep, store: &Store) -> Result<Option<String>, Failure> {
    let mut points: Vec<Priced> = Vec::new();
    let (mut left_out, mut is_known) = (0, true);
    for number in 0..sweep.len() {
        let kept = store.kept(sweep, number)?;
        if kept.keeps_up.state.is_none_or(|state| keeping_up::is_hollow(Some(state))) {
            left_out += 1;
            continue;
        }
        is_known &= kept.keeps_up.state != Some(State::NotKnown);
        let of = |key: &str| {
            let known = known(key, &kept.measures.get(key)?.summary);
            (!known.mean.is_nan()).then_some(known)
        };
        points.extend(of(TOTAL_COST).map(|cost| Priced { cost, people: of(NCTR), number }));
    }
    let costs = || points.iter().map(|point| point.cost.mean);
    let (least, most) = (costs().fold(f64::INFINITY, f64::min), costs().fold(f64::NEG_INFINITY, f64::max));
    if points.is_empty() || most - least <= least.abs() * 1e-9 {
        return Ok(None);
    }
    let leading = smallest_apart(&points.iter().map(|point| point.cost).collect::<Vec<Known>>());
    let Some(best) = leading.first().map(|&at| &points[at]) else { return Ok(None) };
    let among = match (left_out, is_known) {
        (0, _) => "these points",
        (_, true) => "points that keep up",
        (_, false) => "points that keep up or may do so",
    };
    let cost = numbers::pounds(best.cost.mean, best.cost.mean);
    let begin = format!("Lowest total cost of {among}, as far as there are prices:");
    Ok(Some(match leading.as_slice() {
        [_] => format!("{begin} {cost} a year ({}).{}", place(sweep, best.number), people_there(&points, best)),
        few if few.len() <= MOST_NAMED && few.iter().all(|&at| points[at].cost.mean <= best.cost.mean) => {
            let places: Vec<String> = few.iter().map(|&at| place(sweep, points[at].number)).collect();
            format!("{begin} {cost} a year, at each of these: {}.", places.join("; "))
        }
        few if few.len() <= MOST_NAMED => {
            let places: Vec<String> = few.iter().map(|&at| place(sweep, points[at].number)).collect();
            format!("{begin} about {cost} a year, at one of these, which may differ by chance: {}.", places.join("; "))
        }
        many => {
            format!(
                "{begin} about {cost} a year, at one of {} points that may differ by chance.",
                numbers::whole(many.len() as u64)
            )
        }
    }))
}

/// A point with a cost.
struct Priced {
    cost: Known,
    /// People in acute beds who could leave.
    people: Option<Known>,
    number: usize,
}

/// The variant and the values of a point.
fn place(sweep: &Sweep, number: usize) -> String {
    let has_variants = sweep.variant_names().count() > 1;
    let variant = sweep.variant_names().nth(sweep.variant_of(number)).filter(|_| has_variants).map(str::to_owned);
    let values = sweep.axes().iter().zip(sweep.at(number)).map(|(axis, value)| format!("{} = {value}", axis.label));
    variant.into_iter().chain(values).collect::<Vec<String>>().join(", ")
}

/// How many people are discharge ready at a point, beside the fewest, if that differs between points.
fn people_there(points: &[Priced], best: &Priced) -> String {
    let counted: Vec<(usize, Known)> = points.iter().filter_map(|point| Some((point.number, point.people?))).collect();
    let all = || counted.iter().map(|(_, known)| known.mean);
    let fewest = all().fold(f64::INFINITY, f64::min);
    let Some(people) = best.people.filter(|_| all().fold(f64::NEG_INFINITY, f64::max) > fewest) else {
        return String::new();
    };
    let leading = smallest_apart(&counted.iter().map(|(_, known)| *known).collect::<Vec<Known>>());
    let is_fewest = |at: &usize| counted[*at].0 == best.number;
    let [people, fewest] = [people.mean, fewest].map(|value| Estimate { value, ..people.into() }.said(1));
    match leading.as_slice() {
        [only] if is_fewest(only) => {
            format!(" Nowhere are fewer people discharge ready in hospital than there: {people}.")
        }
        may_be if may_be.iter().any(is_fewest) => {
            format!(
                " There {people} people are discharge ready in hospital; nowhere are they fewer by more than chance."
            )
        }
        _ => format!(" There {people} people are discharge ready in hospital; the fewest anywhere are {fewest}."),
    }
}

/// The measures that say most, of several hospitals those of the one that changes most; if there are none, the first ones.
fn shown_measures<'a>(sweep: &'a Sweep, shown: &[Kept]) -> Vec<&'a SweptMeasure> {
    let change = |measure: &SweptMeasure| {
        let means = shown.iter().filter_map(|kept| kept.measures.get(&measure.key)?.summary.mean);
        let (least, most) = means.fold((f64::MAX, f64::MIN), |(least, most), mean| (least.min(mean), most.max(mean)));
        most - least
    };
    let named = |(beginning, end): (&str, &str)| {
        let is_it = |key: &str| {
            if end.is_empty() { key == beginning } else { key.starts_with(beginning) && key.ends_with(end) }
        };
        let found = sweep.measures().iter().filter(|measure| is_it(&measure.key));
        // The first one of equals.
        found.rev().max_by(|one, other| change(one).total_cmp(&change(other)))
    };
    let telling: Vec<&SweptMeasure> = TELLING.into_iter().filter_map(named).collect();
    if telling.is_empty() || sweep.measures().len() <= MOST_MEASURES {
        return sweep.measures().iter().take(MOST_MEASURES).collect();
    }
    telling
}

fn decimals(mean: f64, measure: &SweptMeasure) -> usize {
    let units = [Unit::PoundsPerYear, Unit::Percent];
    let unit = units.into_iter().find(|unit| unit.title() == measure.unit).unwrap_or(Unit::Days);
    numbers::decimals(mean, unit)
}
