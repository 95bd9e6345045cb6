//! Which measures a comparison shows, and in what order.

use wardflow_core::measures::{Group, Measure, Unit};
use wardflow_montecarlo::{comparison::Difference, statistics::Summary, unknown::Spread};

use super::contender::Variant;

/// The key of the sum of all costs.
pub(super) const TOTAL_COST: &str = "cost.total_pounds_per_year";

/// A measure in base and variant.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) measure: &'a Measure,
    pub(super) base: Option<&'a Summary>,
    pub(super) variant: Option<&'a Summary>,
    /// None if only one of them has the measure.
    pub(super) difference: Option<&'a Difference>,
    /// What is not known of the difference, where numbers are marked as uncertain.
    pub(super) unknown: Option<&'a Spread>,
}

impl Pair<'_> {
    /// Whether the difference is real, and large enough to be worth a line: a percentage point, or 2% of the larger mean.
    pub(super) fn is_worth_a_line(&self) -> bool {
        let means = [self.base, self.variant].into_iter().flatten().map(|summary| summary.mean.abs());
        let least = if self.measure.unit == Unit::Percent { 1.0 } else { 0.02 * means.fold(0.0, f64::max) };
        self.difference.is_some_and(|difference| difference.is_real && difference.mean.abs() >= least)
    }
}

impl<'a> Variant<'a> {
    /// All measures: those of the base in their order, then those that only the variant has; the total cost last.
    pub(super) fn pairs(self) -> Vec<Pair<'a>> {
        let mut differences = self.differences.iter().enumerate().peekable();
        let in_base = self.base.measures().enumerate().map(|(at, (measure, base))| {
            let found = differences.next_if(|(_, difference)| difference.base == at);
            let variant = found.map(|(_, found)| &self.experiment.results.measures[found.variant].summary);
            let unknown = found.and_then(|(place, _)| Some(&self.unknown?.measures[place]));
            Pair { measure, base: Some(base), variant, difference: found.map(|(_, found)| found), unknown }
        });
        let in_base: Vec<Pair<'a>> = in_base.collect();
        let others = self.experiment.measures().filter(|(measure, _)| self.base.catalogue.find(&measure.key).is_none());
        let others = others.map(|(measure, its)| Pair {
            measure,
            base: None,
            variant: Some(its),
            difference: None,
            unknown: None,
        });
        // A sum stands below what it is the sum of.
        let (total, others): (Vec<_>, Vec<_>) =
            in_base.into_iter().chain(others).partition(|pair| pair.measure.key == TOTAL_COST);
        others.into_iter().chain(total).collect()
    }

    /// One measure, if both have it.
    pub(super) fn pair(self, key: &str) -> Option<Pair<'a>> {
        let at = self.base.catalogue.find(key)?;
        // They stand in the order of the base.
        let place = self.differences.binary_search_by_key(&at, |difference| difference.base).ok()?;
        let difference = &self.differences[place];
        Some(Pair {
            measure: &self.base.catalogue.measures()[at],
            base: Some(&self.base.results.measures[at].summary),
            variant: Some(&self.experiment.results.measures[difference.variant].summary),
            difference: Some(difference),
            unknown: self.unknown.map(|unknown| &unknown.measures[place]),
        })
    }
}

/// The measures that were asked for; all if none were.
pub(super) struct Wanted(Vec<String>);

impl Wanted {
    pub(super) fn of(keys: Vec<&str>) -> Self {
        Self(keys.into_iter().map(str::to_owned).collect())
    }

    /// Whether particular measures were asked for.
    pub(super) fn is_particular(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether this measure is wanted.
    pub(super) fn includes(&self, measure: &Measure) -> bool {
        !self.is_particular() || self.0.contains(&measure.key)
    }
}

/// What a measure has to do with the one-screen table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Always in it.
    Always,
    /// In it if the difference is real and worth a line.
    IfReal,
    /// Not in it.
    Never,
}

/// Whether a measure speaks of the chance that something runs out: time without anything free, and people or weeks that
/// found nothing free.
pub(super) fn is_about_running_out(key: &str) -> bool {
    let acute = key.starts_with("hospitals.");
    // Hours of care are hardly ever used up to the last minute: people who waited tell more.
    (acute && (key.ends_with(".short_weeks_percent") || key.ends_with(".turned_away_percent")))
        || key.ends_with(".full_percent")
        || key.ends_with(".waited_for_capacity_percent")
}

/// What a measure has to do with the one-screen table. The chance that acute beds run out, people discharge ready and
/// money always stand in it.
pub(super) fn place(measure: &Measure) -> Place {
    let key = &measure.key;
    let of_acute_beds = key.starts_with("hospitals.")
        && [".short_weeks_percent", ".full_percent", ".occupancy_percent", ".wait_for_bed_days"]
            .iter()
            .any(|end| key.ends_with(end));
    let is_money = measure.group == Group::Money && measure.headline;
    if of_acute_beds || is_money || key == "nctr_people" || key == "delay_days" {
        Place::Always
    } else if measure.headline || is_about_running_out(key) {
        Place::IfReal
    } else {
        Place::Never
    }
}
