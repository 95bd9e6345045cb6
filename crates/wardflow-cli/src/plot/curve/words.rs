//! What a capacity curve says, in words. Every number is one of the results.

use std::fmt::Write as _;

use super::Seen;
use crate::{
    numbers,
    plot::{
        knee::Bend,
        phrases::{Subject, axis_name, list, lower, plain, quantity, upper},
        selection::Selection,
        target::{Met, Target},
        verdict::{Curve, Reading},
    },
};

/// The words of more variants would not fit below a picture.
const MOST_VARIANTS: usize = 4;

/// The words of one picture.
pub(super) struct Story<'a> {
    selection: &'a Selection,
    subjects: Vec<Subject>,
    /// Of the first measure.
    curves: Vec<Curve<'a>>,
    target: Option<Target>,
}

impl<'a> Story<'a> {
    pub(super) fn new(selection: &'a Selection, target: Option<Target>) -> Self {
        let subjects = selection.measures.iter().map(Subject::of).collect();
        Self { selection, subjects, curves: Curve::all(selection, 0), target }
    }

    /// Every measure.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.subjects
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
        (self.selection.has_cost && self.subjects.len() > 1).then(|| self.subjects.len() - 1)
    }

    fn subject(&self) -> &Subject {
        &self.subjects[0]
    }

    fn at(&self, value: f64) -> String {
        quantity(&self.selection.axes[0], value)
    }

    /// The number of an axis alone if it has been called by its name before.
    fn reading(&self, point: &Reading) -> String {
        self.subject().value(point.mean)
    }

    /// What is shown.
    pub(super) fn subtitle(&self) -> String {
        let places = self.selection.values(0).len();
        let replications = self.selection.replications.iter().max().copied().unwrap_or(0);
        let of = match replications {
            1 => "one replication".to_owned(),
            _ => format!("mean of {}", numbers::count(replications.into(), "replication")),
        };
        let places = match places {
            1 => "one value".to_owned(),
            _ => format!("each of {places} values"),
        };
        format!("{} · {of} at {places} of: {}", list(&self.selection.titles), axis_name(&self.selection.axes[0]))
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
        let target_words = format!("the target of {}", self.subject().with_unit(&target.words()));
        let Some(verdict) = curve.verdict(target) else { return self.plain_title() };
        let today = curve.today().and_then(|today| curve.reading(today));
        let today = today.filter(|today| !target.is_met(today.mean));
        let today = today.map_or_else(String::new, |today| {
            format!("; today’s {} give {}", self.at(today.at), self.subject().bare(today.mean))
        });
        match verdict.mean {
            Met::From(at) => format!("With {} or more {target_words} is met on average{today}", self.at(at)),
            Met::UpTo(at) => format!("With {} or fewer {target_words} is met on average{today}", self.at(at)),
            Met::Everywhere => format!("{} is met on average {}", upper(&target_words), self.range(curve)),
            Met::Nowhere => format!("{} is not met on average {}", upper(&target_words), self.range(curve)),
            Met::Here(number) => format!(
                "{} is met on average at {number} of {} values, with others in between",
                upper(&target_words),
                curve.points.len()
            ),
        }
    }

    fn shape_title(&self, curve: &Curve<'_>) -> String {
        let subject = &self.subject().name;
        let Some((first, last)) = curve.ends() else {
            return match curve.points.first() {
                Some(only) => format!("With {} {subject} is {}", self.at(only.at), self.reading(only)),
                None => self.plain_title(),
            };
        };
        if let Some((knee, bend)) = curve.knee() {
            let (at, unit) = (self.at(knee.at), |point: &Reading| self.reading(point));
            let bare = |point: &Reading| self.subject().bare(point.mean);
            let axis = |point: &Reading| plain(point.at);
            return match bend {
                Bend::FallsThenFlat => format!(
                    "Below {at} {subject} rises fast: {} at {}, {} at {}",
                    bare(knee),
                    axis(knee),
                    unit(first),
                    axis(first)
                ),
                Bend::FlatThenRises => format!(
                    "Above {at} {subject} rises fast: {} at {}, {} at {}",
                    bare(knee),
                    axis(knee),
                    unit(last),
                    axis(last)
                ),
                Bend::RisesThenFlat => format!(
                    "Beyond {at} {subject} rises little more: {} at {}, {} at {}",
                    bare(knee),
                    axis(knee),
                    unit(last),
                    axis(last)
                ),
                Bend::FlatThenFalls => format!(
                    "Beyond {at} {subject} falls fast: {} at {}, {} at {}",
                    bare(knee),
                    axis(knee),
                    unit(last),
                    axis(last)
                ),
            };
        }
        if !curve.changes() {
            return format!("{} {subject} changes no more than by chance", upper(&self.range(curve)));
        }
        let verb = if last.mean < first.mean { "falls" } else { "rises" };
        format!(
            "{} {subject} {verb} from {} to {}",
            upper(&self.range(curve)),
            self.subject().bare(first.mean),
            self.reading(last)
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
        let words = format!("The target of {}", self.subject().with_unit(&target.words()));
        if curves.len() > MOST_VARIANTS {
            let met = |curve: &&&Curve<'_>| curve.verdict(target).is_some_and(|verdict| verdict.mean != Met::Nowhere);
            return format!("{words} can be met in {} of {} variants", curves.iter().filter(met).count(), curves.len());
        }
        let clauses: Vec<String> = curves
            .iter()
            .filter_map(|curve| {
                let name = &curve.variant.name;
                Some(match curve.verdict(target)?.mean {
                    Met::From(at) => format!("{name} needs {}", plain(at)),
                    Met::UpTo(at) => format!("{name} meets it up to {}", plain(at)),
                    Met::Everywhere => format!("{name} meets it everywhere"),
                    Met::Nowhere => format!("{name} does not meet it"),
                    Met::Here(number) => format!("{name} meets it at {number} of {} values", curve.points.len()),
                })
            })
            .collect();
        format!("{words} and {}: {}", lower_axis(self.selection), clauses.join("; "))
    }

    /// Variants side by side at today's value, if all have one and the same.
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
                format!("With today’s {} {} is {}", self.at(today), self.subject().name, list(&parts))
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
            sentences.extend(curves.iter().take(MOST_VARIANTS).filter_map(|curve| self.variant_sentence(curve)));
        }
        sentences.extend(self.cost_sentence());
        sentences.extend(ranges_sentence(seen, self.curves.len()));
        let (missing, expected) = self.selection.missing(0);
        if missing > 0 {
            let points = numbers::count(expected as u64, "point");
            sentences.push(format!("{} of {points} are missing and not drawn.", numbers::whole(missing as u64)));
        }
        sentences.join(" ")
    }

    fn target_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let verdict = curve.verdict(self.target?)?;
        let place = |met: Met| match met {
            Met::From(at) => format!("from {} on", self.at(at)),
            Met::UpTo(at) => format!("up to {}", self.at(at)),
            Met::Everywhere => "at every value".into(),
            Met::Nowhere => "at no value".into(),
            Met::Here(number) => format!("at {number} of {} values", curve.points.len()),
        };
        let mut text = format!("Of the values that were run, the mean meets the target {}", place(verdict.mean));
        if let Some(interval) = verdict.interval {
            let _ = write!(text, "; its whole 95 % interval {}", place(interval));
        }
        if let Some(replications) = verdict.replications {
            let _ = write!(text, "; 95 % of the replications {}", place(replications));
        }
        Some(text + ".")
    }

    fn knee_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let (knee, bend) = curve.knee()?;
        let (first, last) = curve.ends()?;
        let change = |from: &Reading, to: &Reading| self.subject().value((to.mean - from.mean).abs());
        let before = format!("from {} to {} changes it by {}", plain(first.at), plain(knee.at), change(first, knee));
        let after = format!("from {} to {} by {}", plain(knee.at), plain(last.at), change(knee, last));
        let meaning = match bend {
            Bend::FallsThenFlat | Bend::RisesThenFlat => "more than that changes little",
            Bend::FlatThenRises | Bend::FlatThenFalls => "less than that changes little",
        };
        Some(format!("The knee of the curve is at {}: {meaning}. Going {before}, going {after}.", self.at(knee.at)))
    }

    fn today_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let today = curve.variant.today[0]?;
        let at = self.at(today);
        Some(match (curve.reading(today), curve.today()) {
            (Some(point), _) => {
                let range = numbers::range(point.low, point.high, self.subject().decimals(point.high));
                let spread = if point.low < point.high {
                    format!(" (5–95 % of replications: {range})")
                } else {
                    String::new()
                };
                format!("Today: {at}, which give {}{spread}.", self.reading(point))
            }
            (None, Some(_)) => format!("Today: {at}, which was not run itself."),
            (None, None) => format!("Today’s {at} are outside of what was run."),
        })
    }

    fn variant_sentence(&self, curve: &Curve<'_>) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(point) = curve.variant.today[0].and_then(|today| curve.reading(today)) {
            parts.push(format!("{} with today’s {}", self.reading(point), self.at(point.at)));
        }
        if let Some((knee, _)) = curve.knee() {
            parts.push(format!("knee at {} ({})", plain(knee.at), self.reading(knee)));
        }
        (!parts.is_empty()).then(|| format!("{}: {}.", curve.variant.name, parts.join(", ")))
    }

    fn cost_sentence(&self) -> Option<String> {
        let cost = self.cost()?;
        let subject = &self.subjects[cost];
        if let Some(value) = self.constant_cost() {
            let name = upper(&subject.name);
            return Some(format!(
                "{name} is {} at every point: what is varied here has no price in the scenario.",
                subject.value(value)
            ));
        }
        let [variant] = self.selection.variants.as_slice() else { return None };
        let curve = Curve::new(variant, cost);
        let (first, last) = curve.ends()?;
        Some(format!(
            "{} goes from {} with {} to {} with {}.",
            upper(&subject.name),
            subject.value(first.mean),
            self.at(first.at),
            subject.value(last.mean),
            self.at(last.at)
        ))
    }

    /// For readers who cannot see the picture.
    pub(super) fn alt_text(&self, title: &str, caption: &str) -> String {
        let measures: Vec<String> = self.subjects.iter().map(|subject| subject.name.clone()).collect();
        let lines = match self.curves.len() {
            1 => "a line".to_owned(),
            count => format!("{count} lines"),
        };
        format!("Chart with {lines} for {} against {}. {title}. {caption}", list(&measures), lower_axis(self.selection))
    }
}

fn lower_axis(selection: &Selection) -> String {
    lower(&axis_name(&selection.axes[0]))
}

/// What the ranges in the picture are.
fn ranges_sentence(seen: &Seen, curves: usize) -> Option<String> {
    let band = match (seen.bands, curves) {
        (false, _) => None,
        (true, 1) => Some("The band holds nine of ten replications"),
        (true, _) => Some("The bands hold nine of ten replications"),
    };
    let interval = seen.hidden.then_some("the 95 % interval of the mean is narrower than its signs");
    match (band, interval) {
        (Some(band), Some(interval)) => Some(format!("{band}; {interval}.")),
        (Some(band), None) => Some(format!("{band}.")),
        (None, Some(interval)) => Some(format!("{}.", upper(interval))),
        (None, None) => None,
    }
}
