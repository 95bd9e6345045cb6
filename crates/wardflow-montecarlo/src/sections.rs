//! Intervals of quantiles that are pooled over replications, by sectioning.
//!
//! A quantile of waits is taken of the patients of all replications together. How far it may be off cannot be seen from
//! the quantiles of single replications: their spread is another, and those of few patients are biased. Replications are
//! therefore put into groups, and the quantile is taken of each group as well. How those lie about the *pooled* quantile
//! gives the interval (sectioning: Asmussen and Glynn 2007, Stochastic Simulation, section III.5, doi
//! 10.1007/978-0-387-69033-9; Nakayama 2014, doi 10.1145/2558328, on why it covers better than batching, whose centre is
//! the mean of the groups). Leaving out one group at a time (jackknife) would be no better founded: it is inconsistent for
//! quantiles (Efron 1982, doi 10.1137/1.9781611970319).
//!
//! A group of few replications has a biased quantile, too, and few groups make a wide interval. Replication k is in group
//! k mod 20, and groups are put together until each has [`LEAST_IN_GROUP`] replications, but never fewer than
//! [`LEAST_GROUPS`]: what that covers stands in `docs/statistics.md`.

use std::sync::{Mutex, PoisonError};

use wardflow_core::{histogram::Histogram, measures::Measure};

use crate::student;

/// Groups that are counted; each number of groups that is used divides it.
const MOST_GROUPS: usize = 20;
/// Groups that are used at least.
pub const LEAST_GROUPS: usize = 4;
/// Replications in a group, if there are enough for more than the least groups.
pub const LEAST_IN_GROUP: u32 = 20;
/// With fewer replications than this a pooled quantile has no interval.
pub const LEAST_REPLICATIONS: u32 = 40;

/// How many groups so many replications are put into; none if they are too few.
const fn groups(replications: u32) -> Option<usize> {
    match replications / LEAST_IN_GROUP {
        _ if replications < LEAST_REPLICATIONS => None,
        0..5 => Some(LEAST_GROUPS),
        5..10 => Some(5),
        10..20 => Some(10),
        _ => Some(MOST_GROUPS),
    }
}

/// Degrees of freedom of the interval of a pooled quantile after so many replications; 0 if it has none.
pub fn freedom(replications: u32) -> u32 {
    groups(replications).map_or(0, |groups| groups as u32 - 1)
}

/// Waits and numbers of each group. They are whole numbers: whoever adds first, the sums are the same.
pub(crate) struct Sections {
    groups: Vec<Mutex<Vec<Histogram>>>,
}

impl Sections {
    /// With so many histograms, without any replication.
    pub(crate) fn new(histograms: usize) -> Self {
        Self { groups: (0..MOST_GROUPS).map(|_| Mutex::new(vec![Histogram::default(); histograms])).collect() }
    }

    /// Counts a replication in.
    pub(crate) fn add(&self, replication: u32, histograms: &[Histogram]) {
        let group = &self.groups[replication as usize % MOST_GROUPS];
        absorb(&mut group.lock().unwrap_or_else(PoisonError::into_inner), histograms);
    }

    /// What so many replications have counted: all together, and group by group.
    pub(crate) fn pooled(&self, replications: u32) -> Pooled {
        let used = groups(replications).unwrap_or(1);
        let counted = self.groups.iter().map(|group| group.lock().unwrap_or_else(PoisonError::into_inner).clone());
        let mut counted = counted.enumerate();
        let mut groups: Vec<Vec<Histogram>> = counted.by_ref().take(used).map(|(_, group)| group).collect();
        counted.for_each(|(number, group)| absorb(&mut groups[number % used], &group));
        let mut all = groups[0].clone();
        groups[1..].iter().for_each(|group| absorb(&mut all, group));
        Pooled { all, groups: if used == 1 { Vec::new() } else { groups } }
    }
}

fn absorb(sums: &mut [Histogram], histograms: &[Histogram]) {
    sums.iter_mut().zip(histograms).for_each(|(sum, histogram)| sum.absorb(histogram));
}

/// Histograms of all replications, and of each group.
pub(crate) struct Pooled {
    all: Vec<Histogram>,
    groups: Vec<Vec<Histogram>>,
}

impl Pooled {
    /// What they say about a measure; none if it is no pooled quantile.
    pub(crate) fn sectioned(&self, measure: &Measure) -> Option<Sectioned> {
        let all = measure.pooled(&self.all)?;
        let groups = self.groups.iter().filter_map(|group| measure.pooled(group)).collect();
        Some(Sectioned { all, groups, is_whole: measure.is_pooled_number() })
    }
}

/// A pooled quantile: of all replications and of each group.
#[derive(Clone, Debug, PartialEq)]
pub struct Sectioned {
    /// Of all, not rounded; not a number without cases.
    pub all: f64,
    /// Of each group; not a number in a group without cases. Empty if there are too few replications for groups.
    pub groups: Vec<f64>,
    /// Whether it is a number of people or beds, of which the next whole number is said.
    pub is_whole: bool,
}

impl Sectioned {
    /// The quantile, as it is said.
    pub fn value(&self) -> f64 {
        if self.is_whole { self.all.ceil() } else { self.all }
    }

    /// Half of the width of the interval with this confidence about the value; none without groups, or if one has no case.
    ///
    /// Of a whole number it is whole: the interval holds every whole number that quantiles within the interval of the
    /// quantile that is not rounded would be said as.
    pub fn half_width(&self, confidence: f64) -> Option<f64> {
        let half = t(self.groups.len(), confidence)? * self.error()?;
        if !self.is_whole {
            return Some(half);
        }
        let [low, high] = [self.all - half, self.all + half].map(f64::ceil);
        Some((high - self.value()).max(self.value() - low))
    }

    /// This less another one of the same replications: as it is said, and half of the width of its interval.
    ///
    /// Of whole numbers the interval is that of the difference before rounding, made so wide that it holds this about the
    /// difference after it.
    pub fn less(&self, other: &Self, confidence: f64) -> (f64, Option<f64>) {
        let difference = Self {
            all: self.all - other.all,
            groups: self.groups.iter().zip(&other.groups).map(|(one, other)| one - other).collect(),
            is_whole: false,
        };
        let value = self.value() - other.value();
        let half = difference.half_width(confidence).map(|half| half + (value - difference.all).abs());
        (value, half)
    }

    /// Half of the width of the interval of the same difference, if the two were of different replications.
    pub fn unpaired_half_width(&self, other: &Self, confidence: f64) -> Option<f64> {
        let (one, other) = (self.error()?, other.error()?);
        Some(t(self.groups.len(), confidence)? * libm::sqrt(one * one + other * other))
    }

    /// The standard error by sectioning.
    fn error(&self) -> Option<f64> {
        let squares: f64 = self.groups.iter().map(|group| (group - self.all) * (group - self.all)).sum();
        let groups = self.groups.len() as f64;
        let error = libm::sqrt(squares / (groups - 1.0) / groups);
        (!error.is_nan()).then_some(error)
    }
}

/// Student's t for so many groups.
fn t(groups: usize, confidence: f64) -> Option<f64> {
    (groups >= LEAST_GROUPS).then(|| student::quantile(0.5 + confidence / 2.0, groups as u32 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sectioned(all: f64, groups: &[f64], is_whole: bool) -> Sectioned {
        Sectioned { all, groups: groups.to_vec(), is_whole }
    }

    #[test]
    fn groups_are_put_together_until_each_has_enough_replications() {
        let used = [39, 40, 99, 100, 199, 200, 399, 400, 10_000].map(groups);
        assert_eq!(used, [None, Some(4), Some(4), Some(5), Some(5), Some(10), Some(10), Some(20), Some(20)]);
    }

    #[test]
    fn a_replication_is_in_the_group_of_its_number_whoever_adds_first() {
        let waits = |wait: u64| {
            let mut histogram = Histogram::default();
            histogram.count(wait);
            vec![histogram]
        };
        let (forwards, backwards) = (Sections::new(1), Sections::new(1));
        (0..100).for_each(|k| forwards.add(k, &waits(u64::from(k) * 3_600)));
        (0..100).rev().for_each(|k| backwards.add(k, &waits(u64::from(k) * 3_600)));
        let [forwards, backwards] = [forwards, backwards].map(|sections| sections.pooled(100));
        assert_eq!((&forwards.all, &forwards.groups), (&backwards.all, &backwards.groups));
        assert_eq!(forwards.groups.iter().map(|group| group[0].total()).collect::<Vec<_>>(), [20; 5]);
        // Group 1 of 5 has replications 1, 6, 11 and so on to 96.
        let mut first = Histogram::default();
        (1..100).step_by(5).for_each(|k| first.count(k * 3_600));
        assert_eq!(forwards.groups[1][0], first);
    }

    #[test]
    fn the_interval_by_hand() {
        // About 10, not about the mean of the groups: squares 4 + 0 + 1 + 9, 14 / 3 / 4; t with 3 degrees of freedom 3.182446.
        let days = sectioned(10.0, &[8.0, 10.0, 11.0, 13.0], false);
        let half = 3.182_446 * (14.0_f64 / 12.0).sqrt();
        assert!((days.half_width(0.95).unwrap() - half).abs() < 1e-5);
        // 9.4 people are said as 10; from 5.96 to 12.84, which are said as 6 and 13.
        let people = sectioned(9.4, &[7.4, 9.4, 10.4, 12.4], true);
        assert_eq!((people.value(), people.half_width(0.95)), (10.0, Some(4.0)));
        assert_eq!(sectioned(10.0, &[], false).half_width(0.95), None);
        assert_eq!(sectioned(10.0, &[8.0, f64::NAN, 9.0, 9.0], false).half_width(0.95), None);
    }

    #[test]
    fn differences_are_taken_within_groups() {
        let base = sectioned(10.0, &[8.0, 10.0, 11.0, 13.0], false);
        let longer = sectioned(11.0, &[9.0, 11.0, 12.0, 14.0], false);
        assert_eq!(longer.less(&base, 0.95), (1.0, Some(0.0)));
        assert!(longer.unpaired_half_width(&base, 0.95).unwrap() > 4.0);
        // 9.4 and 9.7 are both said as 10: the interval still holds the 0.3 that lie between them.
        let (people, more) = (sectioned(9.4, &[9.4; 4], true), sectioned(9.7, &[9.7; 4], true));
        let (difference, half) = more.less(&people, 0.95);
        assert!(difference == 0.0 && (half.unwrap() - 0.3).abs() < 1e-9);
    }
}
