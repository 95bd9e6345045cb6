//! Which part of the results is drawn.

use std::collections::BTreeSet;

use wardflow_montecarlo::{
    stability::State,
    sweep::results::{Axis, PointResult, SweepResults, SweptMeasure},
};
use wardflow_scenario::reading::nearest;

use super::{Chart, Plot, phrases::Subject, reading::Sweep};
use crate::{
    columns::{WIDTH, wrapped},
    english::{list, titled},
    exit::Failure,
    measure_name::Naming,
    numbers::{self, plain},
};

/// Shown if the sweep has it and nothing else is asked for; its suffix, in order of preference.
const PREFERRED: [&str; 4] = ["nctr_people", "delay_days", "wait_for_capacity_days", "short_weeks_percent"];
const TOTAL_COST: &str = "cost.total_pounds_per_year";
/// Stands for no cost at all.
const NO_COST: &str = "none";
/// Most keys or values that a message lists.
const MOST_LISTED: usize = 60;

/// What is drawn.
pub(super) struct Selection {
    /// What was varied and is not held: the first is horizontal.
    pub(super) axes: Vec<Axis>,
    /// What was varied and is held at a value.
    pub(super) held: Vec<(Axis, f64)>,
    /// What is drawn, the cost last.
    pub(super) measures: Vec<SweptMeasure>,
    /// The same in words.
    pub(super) subjects: Vec<Subject>,
    /// Whether the last measure is a cost to be shown beside the others.
    pub(super) has_cost: bool,
    pub(super) variants: Vec<Shown>,
    /// Titles of the sweeps and of their scenarios, once each.
    pub(super) titles: Vec<String>,
    pub(super) scenarios: Vec<String>,
    /// Of each sweep.
    pub(super) replications: BTreeSet<u32>,
    pub(super) seeds: BTreeSet<u64>,
    pub(super) programs: BTreeSet<String>,
    /// Points that stood there twice.
    repeated: usize,
}

/// A variant with its points.
pub(super) struct Shown {
    /// Different from all others.
    pub(super) name: String,
    /// Its own value of each axis, if it has one.
    pub(super) today: Vec<Option<f64>>,
    /// Rising, each place once.
    pub(super) points: Vec<Sample>,
    /// Places that its sweep has in other variants or in combination: so many were to be expected.
    pub(super) expected: usize,
}

/// A point with the results that are drawn.
pub(super) struct Sample {
    /// The value of each axis.
    pub(super) at: Vec<f64>,
    /// Whether it keeps up with what comes.
    pub(super) state: Option<State>,
    /// One for each measure.
    pub(super) results: Vec<Option<PointResult>>,
}

impl Sample {
    /// Mean of a measure, if there is one.
    pub(super) fn mean(&self, measure: usize) -> Option<f64> {
        self.results[measure]?.mean.filter(|mean| mean.is_finite())
    }
}

impl Selection {
    /// What the command line asks for.
    ///
    /// # Errors
    /// If the sweeps do not have it: all that is wrong.
    pub(super) fn new(sweeps: &[Sweep], arguments: &Plot) -> Result<Self, Failure> {
        let mut wrong = Vec::new();
        let held = held(sweeps, &arguments.held, &mut wrong);
        let axes = free_axes(sweeps, &held, arguments.against.as_deref(), &mut wrong);
        let (measures, has_cost) = measures(sweeps, arguments, &mut wrong);
        if !wrong.is_empty() {
            return Err(Failure::Usage(wrong.join("\nerror: ")));
        }
        let keys = || sweeps.iter().flat_map(|sweep| &sweep.results.measures).map(|measure| measure.key.as_str());
        let subject = |measure: &SweptMeasure| Subject::of(&naming(measure), keys());
        let subjects = measures.iter().map(subject).collect();
        let mut selection = Self {
            axes,
            held,
            measures,
            subjects,
            has_cost,
            variants: Vec::new(),
            titles: unique(sweeps.iter().map(|sweep| sweep.results.title.clone())),
            scenarios: unique(
                sweeps.iter().flat_map(|sweep| &sweep.results.variants).map(|variant| variant.title.clone()),
            ),
            replications: sweeps.iter().map(|sweep| sweep.results.replications).collect(),
            seeds: sweeps.iter().map(|sweep| sweep.results.seed).collect(),
            programs: sweeps.iter().map(|sweep| sweep.results.program.clone()).collect(),
            repeated: 0,
        };
        let names = names(sweeps);
        for sweep in sweeps {
            selection.add(&sweep.results, &names[selection.variants.len()..]);
        }
        selection.check(sweeps, arguments)?;
        Ok(selection)
    }

    /// Curve or map, as many numbers as there are.
    pub(super) fn chart(&self) -> Chart {
        if self.axes.len() == 1 { Chart::Curve } else { Chart::Map }
    }

    /// Adds the variants of a sweep with the names that they get.
    fn add(&mut self, results: &SweepResults, names: &[String]) {
        let place = |path: &str| results.axes.iter().position(|axis| axis.path == path);
        let free: Vec<usize> = self.axes.iter().filter_map(|axis| place(&axis.path)).collect();
        let held: Vec<(usize, f64)> =
            self.held.iter().filter_map(|(axis, value)| Some((place(&axis.path)?, *value))).collect();
        let columns: Vec<Option<usize>> = self
            .measures
            .iter()
            .map(|measure| results.measures.iter().position(|other| other.key == measure.key))
            .collect();
        let drawn = |at: &[f64]| held.iter().all(|&(axis, value)| same(at[axis], value));
        let mut shown: Vec<Shown> = results
            .variants
            .iter()
            .zip(names)
            .map(|(variant, name)| Shown {
                name: name.clone(),
                today: free.iter().map(|&axis| variant.today[axis].filter(|today| today.is_finite())).collect(),
                points: Vec::new(),
                expected: 0,
            })
            .collect();
        for point in results.points.iter().filter(|point| drawn(&point.at)) {
            shown[point.variant].points.push(Sample {
                at: free.iter().map(|&axis| point.at[axis]).collect(),
                state: point.keeps_up.state,
                results: columns.iter().map(|column| point.results[(*column)?]).collect(),
            });
        }
        for variant in &mut shown {
            // Stable: of points at one place the first stays.
            variant.points.sort_by(|one, other| compare(&one.at, &other.at));
            let before = variant.points.len();
            variant.points.dedup_by(|later, first| compare(&later.at, &first.at).is_eq());
            self.repeated += before - variant.points.len();
        }
        let expected = match free.len() {
            1 => values(shown.iter(), 0).len(),
            _ => values(shown.iter(), 0).len() * values(shown.iter(), 1).len(),
        };
        for variant in &mut shown {
            variant.expected = expected;
        }
        self.variants.append(&mut shown);
    }

    /// Every value of an axis that has a point, rising.
    pub(super) fn values(&self, axis: usize) -> Vec<f64> {
        values(self.variants.iter(), axis)
    }

    /// Whether the points that could be finished keep up with what comes.
    pub(super) fn states(&self) -> Vec<State> {
        self.variants.iter().flat_map(|variant| &variant.points).filter_map(|point| point.state).collect()
    }

    /// Points that should be there and have no mean of a measure, and all that should be there.
    pub(super) fn missing(&self, measure: usize) -> (usize, usize) {
        let expected: usize = self.variants.iter().map(|variant| variant.expected).sum();
        let points = self.variants.iter().flat_map(|variant| &variant.points);
        let there = points.filter(|point| point.mean(measure).is_some()).count();
        (expected.saturating_sub(there), expected)
    }

    /// What is wrong with the points that are drawn, if anything.
    fn check(&self, sweeps: &[Sweep], arguments: &Plot) -> Result<(), Failure> {
        let mut wrong = Vec::new();
        for (measure, at) in self.measures.iter().zip(0..) {
            let (missing, expected) = self.missing(at);
            if missing == expected {
                wrong.push(format!(
                    "`{}` has no value at any point that is to be drawn\n  = help: choose another with --measure; \
                     {}",
                    measure.key,
                    keys(sweeps)
                ));
            }
        }
        if wrong.is_empty() && self.axes.len() == 2 {
            let (across, up) = (self.values(0).len(), self.values(1).len());
            let places = self.variants.iter().map(|variant| variant.points.len()).max().unwrap_or(0);
            if 2 * places < across * up {
                let [across_axis, up_axis] = [&self.axes[0], &self.axes[1]];
                wrong.push(format!(
                    "{} do not make a map: there are {across} values of `{}` and {up} of `{}`, and most pairs of them \
                     were not run\n  = help: sweep with \"design\": \"grid\", which runs every value with every other",
                    numbers::count(places as u64, "point"),
                    across_axis.path,
                    up_axis.path,
                ));
            }
        }
        if wrong.is_empty() && arguments.chart.is_some_and(|chart| chart != self.chart()) {
            wrong.push(match self.chart() {
                Chart::Map => {
                    let other = &self.axes[1];
                    let values = self.values(1);
                    format!(
                        "a curve has one number along its axis, and two vary\n  = help: hold one of them, such as \
                         --at {}={}; its values are {}",
                        other.path,
                        values[values.len() / 2],
                        listed(&values),
                    )
                }
                _ => format!(
                    "a map needs two numbers, and only `{}` varies here\n  = help: leave out --chart map{}",
                    self.axes[0].path,
                    if self.held.is_empty() { "" } else { " or an --at" },
                ),
            });
        }
        if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(wrong.join("\nerror: "))) }
    }

    /// What the reader should know about the points.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        if self.repeated > 0 {
            let repeated = numbers::count(self.repeated as u64, "point");
            notes.push(format!("{repeated} stood there twice; the first of each was drawn."));
        }
        for (measure, at) in self.measures.iter().zip(0..) {
            let (missing, expected) = self.missing(at);
            if missing > 0 {
                notes.push(format!(
                    "`{}` has no value at {} of {}, which were not drawn.",
                    measure.key,
                    numbers::whole(missing as u64),
                    numbers::count(expected as u64, "point"),
                ));
            }
        }
        if self.seeds.len() > 1 || self.replications.len() > 1 {
            notes.push("the sweeps differ in seed or replications: differences between them are partly chance.".into());
        }
        notes
    }
}

/// What a measure is called.
fn naming(measure: &SweptMeasure) -> Naming<'_> {
    let SweptMeasure { key, title, whose, unit, .. } = measure;
    Naming { key, title, whose: whose.as_deref(), unit }
}

fn values<'a>(variants: impl Iterator<Item = &'a Shown>, axis: usize) -> Vec<f64> {
    let mut values: Vec<f64> = variants.flat_map(|variant| &variant.points).map(|point| point.at[axis]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|one, other| same(*one, *other));
    values
}

/// Whether two numbers are one value of an axis.
pub(super) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

fn compare(one: &[f64], other: &[f64]) -> std::cmp::Ordering {
    let pairs = one.iter().zip(other);
    let mut orders =
        pairs.map(|(one, other)| if same(*one, *other) { std::cmp::Ordering::Equal } else { one.total_cmp(other) });
    orders.find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

/// The numbers that are held at a value. One that has a single value anyway is held at that.
fn held(sweeps: &[Sweep], held: &[String], wrong: &mut Vec<String>) -> Vec<(Axis, f64)> {
    let mut found: Vec<(Axis, f64)> = Vec::new();
    for text in held {
        let Some((path, value)) = text.split_once('=') else {
            wrong.push(format!("`--at {text}` has no value\n  = help: write it as --at PATH=VALUE"));
            continue;
        };
        let Some(axis) = axis(sweeps, path.trim(), "--at", wrong) else { continue };
        let values = values_of(sweeps, &axis.path);
        match value.trim().parse::<f64>().ok().and_then(|value| values.iter().find(|other| same(**other, value))) {
            Some(&value) if found.iter().all(|(other, _)| other.path != axis.path) => found.push((axis, value)),
            Some(_) => wrong.push(format!("`{}` is held twice\n  = help: leave one of the two --at out", axis.path)),
            None => wrong.push(format!(
                "`{}` was not run at `{}`\n  = help: its values are {}",
                axis.path,
                value.trim(),
                listed(&values)
            )),
        }
    }
    let all = all_axes(sweeps);
    for axis in &all {
        let values = values_of(sweeps, &axis.path);
        let is_held = found.iter().any(|(other, _)| other.path == axis.path);
        // The last one that is free stays: a single point is drawn as such.
        if let (false, &[only], true) = (is_held, values.as_slice(), found.len() + 1 < all.len()) {
            found.push((axis.clone(), only));
        }
    }
    found
}

/// The numbers that are not held, the horizontal one first.
fn free_axes(sweeps: &[Sweep], held: &[(Axis, f64)], against: Option<&str>, wrong: &mut Vec<String>) -> Vec<Axis> {
    let is_held = |path: &str| held.iter().any(|(axis, _)| axis.path == path);
    let mut axes: Vec<Axis> = all_axes(sweeps).into_iter().filter(|axis| !is_held(&axis.path)).collect();
    for sweep in sweeps {
        let lacks = axes.iter().find(|axis| sweep.results.axes.iter().all(|other| other.path != axis.path));
        if let Some(axis) = lacks {
            wrong.push(format!(
                "`{}` does not vary `{}`, which another sweep does\n  = help: draw sweeps together that vary the same \
                 numbers, or hold it with --at {}=VALUE",
                sweep.path.display(),
                axis.path,
                axis.path
            ));
        }
    }
    if let Some(path) = against
        && let Some(axis) = axis(sweeps, path, "--against", wrong)
    {
        match axes.iter().position(|other| other.path == axis.path) {
            Some(place) => axes[..=place].rotate_right(1),
            None => wrong.push(format!(
                "`{}` is held at one value and cannot be an axis\n  = help: leave out --against or its --at",
                axis.path
            )),
        }
    }
    if axes.is_empty() {
        wrong.push("every number that was varied is held\n  = help: leave out an --at".into());
    }
    if let [_, _, others @ ..] = axes.as_slice()
        && !others.is_empty()
    {
        let others: Vec<String> = others
            .iter()
            .map(|axis| format!("--at {}=VALUE (its values are {})", axis.path, listed(&values_of(sweeps, &axis.path))))
            .collect();
        wrong.push(format!(
            "{} numbers vary, and a picture shows one or two\n  = help: hold the others, such as {}",
            axes.len(),
            others.join(" and ")
        ));
    }
    axes
}

/// All numbers that were varied, once each.
fn all_axes(sweeps: &[Sweep]) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for axis in sweeps.iter().flat_map(|sweep| &sweep.results.axes) {
        if axes.iter().all(|other| other.path != axis.path) {
            axes.push(axis.clone());
        }
    }
    axes
}

/// Every value at which a number was run, rising.
fn values_of(sweeps: &[Sweep], path: &str) -> Vec<f64> {
    let mut values = Vec::new();
    for sweep in sweeps {
        let place = sweep.results.axes.iter().position(|axis| axis.path == path);
        let points = sweep.results.points.iter();
        values.extend(points.filter_map(|point| place.map(|place| point.at[place])));
    }
    values.sort_by(f64::total_cmp);
    values.dedup_by(|one, other| same(*one, *other));
    values
}

/// The number with this path or label.
fn axis(sweeps: &[Sweep], name: &str, option: &str, wrong: &mut Vec<String>) -> Option<Axis> {
    let axes = all_axes(sweeps);
    let found = axes.iter().find(|axis| axis.path == name || axis.label == name);
    if found.is_none() {
        let paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
        let meant =
            nearest(name, paths.iter().copied()).map_or_else(String::new, |path| format!("did you mean `{path}`? "));
        let named: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        wrong.push(format!("{option}: `{name}` was not varied\n  = help: {meant}varied were {}", list(&named)));
    }
    found.cloned()
}

/// The measures that are drawn, and whether the last one is the cost.
fn measures(sweeps: &[Sweep], arguments: &Plot, wrong: &mut Vec<String>) -> (Vec<SweptMeasure>, bool) {
    let all = || sweeps.iter().flat_map(|sweep| &sweep.results.measures);
    let mut measures: Vec<SweptMeasure> = Vec::new();
    let mut find = |key: &str, measures: &mut Vec<SweptMeasure>| match all().find(|measure| measure.key == key) {
        Some(measure) => {
            if !measures.contains(measure) {
                measures.push(measure.clone());
            }
        }
        None => wrong.push(unknown(sweeps, key)),
    };
    for key in &arguments.measures {
        find(key, &mut measures);
    }
    let asked_for_cost = arguments.cost.as_deref().filter(|key| *key != NO_COST);
    if arguments.measures.is_empty() {
        let preferred = PREFERRED.iter().find_map(|name| {
            all().find(|measure| measure.key.as_str() == *name || measure.key.ends_with(&format!(".{name}")))
        });
        let other = || all().find(|measure| !measure.key.starts_with("cost."));
        // A target is for what the plan asks for first.
        let first = || all().find(|_| arguments.target.is_some() && sweeps.iter().all(Sweep::names_its_measures));
        measures.extend(first().or(preferred).or_else(other).or_else(|| all().next()).cloned());
    }
    let before = measures.len();
    match (asked_for_cost, &arguments.cost) {
        (Some(key), _) => find(key, &mut measures),
        (None, None) if all().any(|measure| measure.key == TOTAL_COST) => find(TOTAL_COST, &mut measures),
        _ => {}
    }
    let has_cost = measures.len() > before;
    (measures, has_cost)
}

fn unknown(sweeps: &[Sweep], key: &str) -> String {
    let all = sweeps.iter().flat_map(|sweep| &sweep.results.measures).map(|measure| measure.key.as_str());
    let meant = nearest(key, all).map_or_else(String::new, |key| format!("did you mean `{key}`? "));
    format!("the results have no measure `{key}`\n  = help: {meant}{}", keys(sweeps))
}

/// Says which measures there are.
fn keys(sweeps: &[Sweep]) -> String {
    let keys = unique(sweeps.iter().flat_map(|sweep| &sweep.results.measures).map(|measure| measure.key.clone()));
    let more = keys.len().saturating_sub(MOST_LISTED);
    let end = if more > 0 { format!(" and {more} more in results.json") } else { String::new() };
    let shown = keys[..keys.len() - more].join(", ");
    let lines = wrapped(&format!("    {shown}{end}"), WIDTH);
    format!("the results have\n{}", lines.join("\n"))
}

/// Values in a message.
fn listed(values: &[f64]) -> String {
    let shown: Vec<String> = values.iter().map(|value| plain(*value)).collect();
    match shown.as_slice() {
        [first, second, .., last] if shown.len() > 12 => format!("{first}, {second} and so on to {last}"),
        shown => list(shown),
    }
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// A name for each variant of each sweep that no other has.
fn names(sweeps: &[Sweep]) -> Vec<String> {
    let variants =
        || sweeps.iter().flat_map(|sweep| sweep.results.variants.iter().map(move |variant| (sweep, variant)));
    let short: Vec<String> = variants().map(|(_, variant)| titled(&variant.name)).collect();
    let with_folder: Vec<String> =
        short.iter().zip(variants()).map(|(name, (sweep, _))| format!("{name} ({})", sweep.name())).collect();
    let numbered: Vec<String> = short.iter().zip(1..).map(|(name, number)| format!("{name} ({number})")).collect();
    let differ = |names: &[String]| unique(names.iter().cloned()).len() == names.len();
    [short, with_folder].into_iter().find(|names| differ(names)).unwrap_or(numbered)
}
