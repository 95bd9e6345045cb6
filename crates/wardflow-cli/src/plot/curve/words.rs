//! What a capacity curve says, in words. Every number is one of the results.

use std::fmt::Write as _;

use super::{MOST_BANDS, Seen};
use crate::{
    english::{list, lower, upper},
    estimate::Estimate,
    numbers::{self, plain},
    plot::{
        knee::Bend,
        phrases::{Subject, axis_name, each, hollow_sentence, on_average, quantity},
        selection::Selection,
        target::{Met, Target},
        verdict::{Curve, Reading, Verdict},
    },
};

/// The words of more variants would not fit below a picture.
const MOST_VARIANTS: usize = 4;

/// Means that differ by a smaller share of the largest hardly differ.
const LITTLE: f64 = 0.05;

/// The words of one picture.
pub(super) struct Story<'a> {
    selection: &'a Selection,
    /// Of the first measure.
    curves: Vec<Curve<'a>>,
    target: Option<Target>,
}

impl<'a> Story<'a> {
    pub(super) fn new(selection: &'a Selection, target: Option<Target>) -> Self {
        Self { selection, curves: Curve::all(selection, 0), target }
    }

    /// Every measure.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.selection.subjects
    }

    /// The cost if it is the same at every point: then what is varied costs nothing in these scenarios.
    pub(super) fn constant_cost(&self) -> Option<f64> {
        let cost = self.cost()?;
        let mut means =
            self.selection.variants.iter().flat_map(|variant| &variant.points).filter_map(|point| point.mean(cost));
        let first = means.next()?;
        let mut others = means.peekable();
        (others.peek().is_some() && others.all(|mean| mean == first)).then_some(first)
    }

    fn cost(&self) -> Option<usize> {
        // A cost alone is what the picture is about.
        (self.selection.has_cost && self.subjects().len() > 1).then(|| self.subjects().len() - 1)
    }

    fn subject(&self) -> &Subject {
        &self.subjects()[0]
    }

    fn at(&self, value: f64) -> String {
        quantity(&self.selection.axes[0], value)
    }

    /// The mean of a point with its unit.
    fn reading(&self, point: &Reading) -> String {
        self.subject().value(point.estimate())
    }

    /// What is shown.
    pub(super) fn subtitle(&self) -> String {
        let places = match self.selection.values(0).len() {
            1 => "one value".to_owned(),
            count => format!("{count} values"),
        };
        format!("{} · {places}, {}", list(&self.selection.titles), each(self.selection))
    }

    /// The finding.
    pub(super) fn title(&self) -> String {
        let curves: Vec<&Curve<'_>> = self.curves.iter().filter(|curve| !curve.points.is_empty()).collect();
        match (curves.as_slice(), self.target) {
            ([curve], Some(target)) => self.target_title(curve, target),
            ([curve], None) => self.shape_title(curve),
            (curves, Some(target)) => self.targets_title(curves, target),
            (curves, None) => self.variants_title(curves),
        }
    }

    fn target_title(&self, curve: &Curve<'_>, target: Target) -> String {
        let target_words = self.subject().target(target);
        let Some(verdict) = curve.verdict(target) else { return self.plain_title() };
        let today = curve.today().and_then(|today| curve.reading(today));
        let today = today.filter(|today| !target.is_met(today.mean));
        let today = today.map_or_else(String::new, |today| {
            let give = if today.at == 1.0 { "gives" } else { "give" };
            format!("; the scenario’s {} {give} {}", self.at(today.at), self.missing_target(today, target))
        });
        let average = on_average(self.selection);
        match verdict.mean {
            Met::From(at) => format!("With {} or more {target_words} is met {average}{today}", self.at(at)),
            Met::UpTo(at) => format!("With {} or fewer {target_words} is met {average}{today}", self.at(at)),
            Met::Everywhere => format!("{} is met {average} {}", upper(&target_words), self.range(curve)),
            Met::Nowhere => format!("{} is not met {average} {}", upper(&target_words), self.range(curve)),
            Met::Here(number) => format!(
                "{} is met {average} at {number} of {} values, with others in between",
                upper(&target_words),
                curve.points.len()
            ),
        }
    }

    /// A mean that misses a target, with digits enough to show it.
    fn missing_target(&self, point: &Reading, target: Target) -> String {
        let said = self.subject().bare(point.estimate());
        let seems_met = said.replace(',', "").parse().is_ok_and(|said| target.is_met(said));
        if seems_met { self.subject().bare(point.mean) } else { said }
    }

    fn shape_title(&self, curve: &Curve<'_>) -> String {
        let subject = &self.subject().name;
        let Some((first, last)) = curve.ends() else {
            return match curve.points.first() {
                Some(only) => {
                    format!("With {} {subject} is {}", self.at(only.at), self.subject().after_its_name(only.estimate()))
                }
                None => self.plain_title(),
            };
        };
        if let Some((knee, bend)) = curve.knee() {
            let (at, end) = (self.at(knee.at), if bend == Bend::FallsThenFlat { first } else { last });
            let what = match bend {
                Bend::FallsThenFlat => format!("Below {at} {subject} rises fast"),
                Bend::FlatThenRises => format!("Above {at} {subject} rises fast"),
                Bend::RisesThenFlat => format!("Beyond {at} {subject} rises little more"),
                Bend::FlatThenFalls => format!("Beyond {at} {subject} falls fast"),
            };
            let (near, far) = (self.subject().after_its_name(knee.estimate()), self.subject().bare(end.estimate()));
            return format!("{what}: {near} with {}, {far} with {}", plain(knee.at), plain(end.at));
        }
        let by_mean = |one: &&Reading, other: &&Reading| one.mean.total_cmp(&other.mean);
        let (bottom, most) = (curve.points.iter().min_by(by_mean), curve.points.iter().max_by(by_mean));
        let (bottom, most) = (bottom.unwrap_or(first), most.unwrap_or(last));
        let (low, high) = (self.subject().bare(bottom.estimate()), self.subject().after_its_name(most.estimate()));
        let range = upper(&self.range(curve));
        if low == self.subject().bare(most.estimate()) {
            return format!("{range} {subject} stays at {high}");
        }
        if !curve.changes() {
            return if most.mean - bottom.mean <= LITTLE * most.mean {
                format!("{range} {subject} hardly changes: it is from {low} to {high}")
            } else {
                format!("{range} {subject} is from {low} to {high}, which may be chance")
            };
        }
        if !curve.ends_apart() {
            return format!("{range} {subject} is from {low} to {high}");
        }
        let verb = if last.mean < first.mean { "falls" } else { "rises" };
        format!(
            "{range} {subject} {verb} from {} to {}",
            self.subject().bare(first.estimate()),
            self.subject().after_its_name(last.estimate())
        )
    }

    /// From the first to the last place.
    fn range(&self, curve: &Curve<'_>) -> String {
        match curve.ends() {
            Some((first, last)) => format!("from {} to {}", plain(first.at), self.at(last.at)),
            None => curve.points.first().map_or_else(String::new, |only| format!("with {}", self.at(only.at))),
        }
    }

    fn targets_title(&self, curves: &[&Curve<'_>], target: Target) -> String {
        let words = upper(&self.subject().target(target));
        if curves.len() > MOST_VARIANTS {
            let met = |curve: &&&Curve<'_>| curve.verdict(target).is_some_and(|verdict| verdict.mean != Met::Nowhere);
            return format!("{words} can be met in {} of {} variants", curves.iter().filter(met).count(), curves.len());
        }
        format!("{words} is met {}", self.clauses(curves, |curve| Some(curve.verdict(target)?.mean)))
    }

    /// In which variants a target is met where.
    fn clauses(&self, curves: &[&Curve<'_>], met: impl Fn(&Curve<'_>) -> Option<Met>) -> String {
        let mut clauses: Vec<(String, Vec<String>)> = Vec::new();
        for curve in curves {
            let place = met(curve).map_or_else(|| "at an unknown place".into(), |met| self.place(met, curve));
            let name = curve.variant.name.clone();
            match clauses.iter_mut().find(|(other, _)| *other == place) {
                Some((_, names)) => names.push(name),
                None => clauses.push((place, vec![name])),
            }
        }
        let clauses: Vec<String> = clauses.iter().map(|(place, names)| format!("{place} in {}", list(names))).collect();
        clauses.join("; ")
    }

    /// Variants side by side at their own value, if all have one and the same.
    fn variants_title(&self, curves: &[&Curve<'_>]) -> String {
        let today = curves.first().and_then(|curve| curve.today());
        let readings: Option<Vec<(&Curve<'_>, &Reading)>> = today.and_then(|today| {
            let same = |curve: &&&Curve<'_>| curve.variant.today[0] == Some(today);
            let all = curves.iter().filter(same).count() == curves.len() && curves.len() <= MOST_VARIANTS;
            if all { curves.iter().map(|curve| Some((*curve, curve.reading(today)?))).collect() } else { None }
        });
        match (today, readings) {
            (Some(today), Some(readings)) if readings.len() > 1 => {
                let parts: Vec<String> = readings
                    .iter()
                    .map(|(curve, reading)| format!("{} in {}", self.reading(reading), curve.variant.name))
                    .collect();
                format!("With the scenarios’ {} {} is {}", self.at(today), self.subject().name, list(&parts))
            }
            _ => self.plain_title(),
        }
    }

    /// What is shown, if nothing is found.
    fn plain_title(&self) -> String {
        let variants = match self.curves.len() {
            1 => String::new(),
            count => format!(", in {count} variants"),
        };
        format!("{} by {}{variants}", self.subject().heading(), lower_axis(self.selection))
    }

    /// The sentences under the picture.
    pub(super) fn caption(&self, seen: &Seen) -> String {
        let mut sentences: Vec<String> = Vec::new();
        let curves: Vec<&Curve<'_>> = self.curves.iter().filter(|curve| !curve.points.is_empty()).collect();
        if let [curve] = curves.as_slice() {
            sentences.extend(self.target_sentence(curve));
            sentences.extend(self.knee_sentence(curve));
            sentences.extend(self.today_sentence(curve));
        } else {
            sentences.extend(self.targets_sentence(&curves));
            if curves.len() <= MOST_VARIANTS {
                sentences.extend(curves.iter().filter_map(|curve| self.variant_sentence(curve)));
            }
        }
        sentences.extend(hollow_sentence(self.selection));
        sentences.extend(self.cost_sentence());
        let has_few = self.curves.iter().any(Curve::has_few);
        sentences.extend(ranges_sentence(seen, self.curves.len(), has_few));
        let (missing, expected) = self.selection.missing(0);
        if missing > 0 {
            let points = numbers::count(expected as u64, "point");
            sentences.push(format!("{} of {points} are missing and not drawn.", numbers::whole(missing as u64)));
        }
        sentences.join(" ")
    }

    fn target_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let verdict = curve.verdict(self.target?)?;
        let place = |met: Met| place(met, curve, &plain);
        let mean = if curve.points.iter().all(|point| point.cases == 1) { "the one replication" } else { "the mean" };
        let mut text = format!("Of the values run, {mean} meets the target {}", self.place(verdict.mean, curve));
        if let Some(interval) = verdict.interval {
            let _ = write!(text, "; its whole 95% interval {}", place(interval));
        }
        if let Some(replications) = verdict.replications {
            let _ = write!(text, "; 95% of the replications {}", place(replications));
        }
        Some(text + ".")
    }

    fn targets_sentence(&self, curves: &[&Curve<'_>]) -> Option<String> {
        let target = self.target?;
        let (by, met): (_, fn(Verdict) -> Option<Met>) = if curves.len() > MOST_VARIANTS {
            // The title could not say it.
            ("mean", |verdict| Some(verdict.mean))
        } else {
            ("whole 95% interval of the mean", |verdict| verdict.interval)
        };
        Some(format!("The {by} meets the target {}.", self.clauses(curves, |curve| met(curve.verdict(target)?))))
    }

    /// Where a target is met, with what is counted there.
    fn place(&self, met: Met, curve: &Curve<'_>) -> String {
        place(met, curve, &|at| self.at(at))
    }

    fn knee_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let (knee, bend) = curve.knee()?;
        let (first, last) = curve.ends()?;
        let size = |from: &Reading, to: &Reading| {
            let change = to.estimate().less(from.estimate());
            Estimate { value: change.value.abs(), ..change }
        };
        let (before, after) = (size(first, knee), size(knee, last));
        let (subject, larger) = (self.subject(), before.value.max(after.value));
        let [before, after] = [before, after].map(|change| subject.value_beside(change, larger));
        let meaning = match bend {
            Bend::FallsThenFlat | Bend::RisesThenFlat => "beyond it more makes little difference",
            Bend::FlatThenRises | Bend::FlatThenFalls => "up to it more makes little difference",
        };
        let verb = if last.mean < first.mean { "falls" } else { "rises" };
        Some(format!(
            "The knee of the curve is at {}; {meaning}: from {} to {} the mean {verb} by {before}, from {} to {} by \
             {after}.",
            self.at(knee.at),
            plain(first.at),
            plain(knee.at),
            plain(knee.at),
            plain(last.at)
        ))
    }

    fn today_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let today = curve.variant.today[0]?;
        let at = self.at(today);
        Some(match (curve.reading(today), curve.today()) {
            (Some(point), _) => {
                let range = numbers::range(point.low, point.high, self.subject().decimals(point.high));
                let spread = if point.low < point.high && !curve.has_few() {
                    format!(" (5–95% of replications: {range})")
                } else {
                    String::new()
                };
                let give = if today == 1.0 { "gives" } else { "give" };
                format!("The scenario as it ran: {at}, which {give} {}{spread}.", self.reading(point))
            }
            (None, Some(_)) => format!("The scenario as it ran: {at}, a value that was not run itself."),
            (None, None) if today == 1.0 => format!("The scenario’s {at} is outside of what was run."),
            (None, None) => format!("The scenario’s {at} are outside of what was run."),
        })
    }

    fn variant_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(point) = curve.variant.today[0].and_then(|today| curve.reading(today)) {
            parts.push(format!("{} with its own {}", self.reading(point), self.at(point.at)));
        }
        if let Some((knee, _)) = curve.knee() {
            parts.push(format!("knee at {} ({})", plain(knee.at), self.reading(knee)));
        }
        (!parts.is_empty()).then(|| format!("{}: {}.", curve.variant.name, parts.join(", ")))
    }

    fn cost_sentence(&self) -> Option<String> {
        let cost = self.cost()?;
        let subject = &self.subjects()[cost];
        if let Some(value) = self.constant_cost() {
            let name = upper(&subject.name);
            return Some(format!(
                "{name} is {} at every point: what is varied here has no price in the scenario.",
                subject.value(value)
            ));
        }
        let [variant] = self.selection.variants.as_slice() else { return None };
        let curve = Curve::new(variant, cost, &self.selection.measures[cost].key);
        let (first, last) = curve.ends()?;
        Some(format!(
            "{} goes from {} with {} to {} with {}.",
            upper(&subject.name),
            subject.value(first.estimate()),
            self.at(first.at),
            subject.value(last.estimate()),
            self.at(last.at)
        ))
    }

    /// For readers who cannot see the picture.
    pub(super) fn alt_text(&self, title: &str, caption: &str) -> String {
        let measures: Vec<String> = self.subjects().iter().map(|subject| subject.name.clone()).collect();
        let lines = match self.curves.len() {
            1 => "a line".to_owned(),
            count => format!("{count} lines"),
        };
        format!("Chart with {lines} for {} against {}. {title}. {caption}", list(&measures), lower_axis(self.selection))
    }
}

/// Where a target is met, with places written as wanted.
fn place(met: Met, curve: &Curve<'_>, written: &dyn Fn(f64) -> String) -> String {
    match met {
        Met::From(at) => format!("from {} on", written(at)),
        Met::UpTo(at) => format!("up to {}", written(at)),
        Met::Everywhere => "at every value".into(),
        Met::Nowhere => "at no value".into(),
        Met::Here(number) => format!("at {number} of {} values", curve.points.len()),
    }
}

fn lower_axis(selection: &Selection) -> String {
    lower(&axis_name(&selection.axes[0]))
}

/// What the ranges in the picture are.
fn ranges_sentence(seen: &Seen, curves: usize, has_few: bool) -> Option<String> {
    if curves > MOST_BANDS {
        return Some(
            "The ranges over replications would hide each other; they are in the table of the picture.".into(),
        );
    }
    let band = match (seen.bands, curves) {
        (false, _) => None,
        (true, _) if has_few => Some("Of so few replications the range goes nearly from the lowest to the highest"),
        (true, 1) => Some("The band holds nine of ten replications"),
        (true, _) => Some("The bands hold nine of ten replications"),
    };
    let interval = (seen.hidden && !seen.whiskers).then_some("the 95% interval of the mean is too narrow to be seen");
    match (band, interval) {
        (Some(band), Some(interval)) => Some(format!("{band}; {interval}.")),
        (Some(band), None) => Some(format!("{band}.")),
        (None, Some(interval)) => Some(format!("{}.", upper(interval))),
        (None, None) => None,
    }
}
