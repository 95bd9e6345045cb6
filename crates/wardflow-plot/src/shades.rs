//! The classes of a map: which values share a tone, and what that is called.

use crate::colour::{Colour, MOST_TONES, tone};
use crate::value_scale::ValueScale;
use crate::written::with_commas;

/// Classes of values between round bounds, one tone each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shades {
    /// From the second class on, where it begins; rising.
    bounds: Vec<f64>,
}

/// A larger share of the cells in one class shows too little of them.
const MOST_IN_ONE: f64 = 0.6;
/// Fewer cells need no classes of unequal width.
const FEW: usize = 5;

impl Shades {
    /// Classes for values, `NaN` where missing: of equal width, but if that does not tell the cells apart, the values far
    /// above the others (beyond the upper fence of Tukey 1977, "Exploratory data analysis") share the last class.
    pub(crate) fn new(values: &[f64]) -> Self {
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let least = present.iter().copied().fold(f64::NAN, f64::min);
        let most = present.iter().copied().fold(f64::NAN, f64::max);
        // Not true of `NaN` either.
        let differ = least < most;
        if !differ {
            return Self { bounds: Vec::new() };
        }
        let even = |most: f64| Self { bounds: inner(least, most) };
        let all = even(most);
        if present.len() <= FEW || all.most_in_one(&present) <= MOST_IN_ONE {
            return all;
        }
        let fenced = even(fence(present.clone()).min(most));
        if fenced.most_in_one(&present) < all.most_in_one(&present) { fenced } else { all }
    }

    /// Share of the values in the class that has most of them.
    fn most_in_one(&self, values: &[f64]) -> f64 {
        let mut counts = vec![0_usize; self.bounds.len() + 1];
        for &value in values {
            counts[self.class(value)] += 1;
        }
        counts.into_iter().max().unwrap_or(0) as f64 / values.len() as f64
    }

    /// The class of a value, 0 for the smallest.
    fn class(&self, value: f64) -> usize {
        self.bounds.partition_point(|&bound| bound <= value)
    }

    /// The ground of a cell, and what can be read on it.
    pub(crate) fn tone(&self, value: f64) -> ((u8, u8, u8), Colour) {
        tone(self.class(value), self.bounds.len() + 1)
    }

    /// Every class, from the largest values to the smallest: its tone and what it holds.
    pub(crate) fn key(&self) -> Vec<((u8, u8, u8), String)> {
        let count = self.bounds.len() + 1;
        let decimals = self.bounds.iter().map(|&bound| decimals(bound)).max().unwrap_or(0);
        let written = |bound: f64| with_commas(bound, decimals);
        let name = |class: usize| match (class.checked_sub(1).map(|below| self.bounds[below]), self.bounds.get(class)) {
            (None, None) => "all values".to_owned(),
            (None, Some(&to)) => format!("under {}", written(to)),
            (Some(from), None) => format!("{} and more", written(from)),
            (Some(from), Some(&to)) => format!("{} to under {}", written(from), written(to)),
        };
        (0..count).rev().map(|class| (tone(class, count).0, name(class))).collect()
    }
}

/// Round bounds with values on both sides, the largest ones if there are too many.
fn inner(least: f64, most: f64) -> Vec<f64> {
    let ticks = ValueScale::new(least, most, false, MOST_TONES as f64).ticks();
    let mut inner: Vec<f64> = ticks.into_iter().filter(|&bound| bound > least && bound <= most).collect();
    let spare = (inner.len() + 1).saturating_sub(MOST_TONES);
    inner.drain(..spare);
    inner
}

/// The upper quartile and one and a half times the distance between the quartiles; larger values are far out.
fn fence(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let [low, high] = [values.len() / 4, values.len() * 3 / 4].map(|place| values[place.min(values.len() - 1)]);
    high + 1.5 * (high - low)
}

/// Digits after the point that a round number needs.
fn decimals(bound: f64) -> usize {
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-6 * value.max(1e-6);
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5].iter().position(|factor| is_whole(bound * factor)).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(values: &[f64]) -> Vec<String> {
        Shades::new(values).key().into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn classes_have_round_bounds() {
        assert_eq!(
            names(&[33.1, 41.0, 36.0, 39.0, 44.0, 47.2, f64::NAN]),
            [
                "46 and more",
                "44 to under 46",
                "42 to under 44",
                "40 to under 42",
                "38 to under 40",
                "36 to under 38",
                "34 to under 36",
                "under 34"
            ]
        );
        assert_eq!(
            names(&[0.0, 0.12, 0.31]),
            [
                "0.30 and more",
                "0.25 to under 0.30",
                "0.20 to under 0.25",
                "0.15 to under 0.20",
                "0.10 to under 0.15",
                "0.05 to under 0.10",
                "under 0.05"
            ]
        );
    }

    #[test]
    fn one_value_is_one_class() {
        assert_eq!(names(&[5.0, 5.0]), ["all values"]);
        assert_eq!(names(&[f64::NAN]), ["all values"]);
    }

    #[test]
    fn outliers_do_not_swallow_the_others() {
        let mut values: Vec<f64> = (0..20).map(|index| 31.0 + f64::from(index) * 1.5).collect();
        values.extend([400.0, 900.0]);
        assert!(Shades::new(&values).most_in_one(&values) <= MOST_IN_ONE);
        assert_eq!(names(&values)[..2], ["70 and more", "60 to under 70"]);
    }

    #[test]
    fn there_is_a_tone_for_every_class() {
        for most in [1.0, 7.0, 35.0, 120.0, 999.0, 1e12] {
            for least in [0.0, 0.3, 0.9, 0.99] {
                let values = [least * most, f64::midpoint(least * most, most), most];
                assert!(Shades::new(&values).key().len() <= MOST_TONES, "{values:?}");
            }
        }
    }
}
