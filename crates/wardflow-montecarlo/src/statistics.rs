//! Mean, interval and range of a measure over replications.

use serde::Serialize;

use crate::student;

/// What replications say about one measure, in the unit of the measure.
///
/// A replication in which the measure had no case (its value is not a number) is missing: it is counted, and is in none
/// of the other figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Mean over replications; not a number without cases.
    pub mean: f64,
    /// Half of the width of the 95% confidence interval of the mean (Student's t); none with fewer than 2 cases.
    pub half_width_95: Option<f64>,
    /// Standard deviation over replications, with n - 1; not a number with fewer than 2 cases.
    pub sd: f64,
    /// 5% quantile over replications, see [`quantile`]; not a number without cases or for a measure that is yes or no.
    pub low_5: f64,
    /// 95% quantile over replications.
    pub high_95: f64,
    /// Replications with a value.
    pub cases: u32,
    /// Replications without one.
    pub missing: u32,
}

impl Summary {
    /// Of values in the order of replications.
    pub fn of(values: &[f64]) -> Self {
        let mut moments = Moments::default();
        for &value in values {
            moments.add(value);
        }
        Self::new(&moments, values.iter().copied())
    }

    /// Of the moments of all replications and the values of those that were kept.
    pub(crate) fn new(moments: &Moments, kept: impl Iterator<Item = f64>) -> Self {
        let mut kept: Vec<f64> = kept.filter(|value| !value.is_nan()).collect();
        Self {
            mean: moments.mean(),
            half_width_95: moments.half_width(0.95),
            sd: moments.sd(),
            low_5: quantile(&mut kept, 0.05),
            high_95: quantile(&mut kept, 0.95),
            cases: moments.cases,
            missing: moments.missing,
        }
    }
}

/// The ends of the interval of a mean. No measure can be below 0, and some have a largest value; an interval of few
/// replications may go beyond all the same.
pub fn possible(mean: f64, half_width: f64, most: Option<f64>) -> [f64; 2] {
    [(mean - half_width).max(0.0), (mean + half_width).min(most.unwrap_or(f64::INFINITY))]
}

/// The same of a difference of two such means. What single replications allow bounds it, and never a mean, which is itself known
/// to an interval only.
pub fn possible_difference(mean: f64, half_width: f64, most: Option<f64>) -> [f64; 2] {
    let most = most.unwrap_or(f64::INFINITY);
    [(mean - half_width).max(-most), (mean + half_width).min(most)]
}

/// Mean and sum of squares, value by value (Welford 1962, doi 10.1080/00401706.1962.10490022).
///
/// The order of the values is part of the result: it is the order of replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    mean: f64,
    /// Sum of the squares of the deviations from the mean.
    squares: f64,
    pub(crate) cases: u32,
    pub(crate) missing: u32,
}

impl Moments {
    /// Takes in the value of the next replication; not a number if it is missing.
    pub(crate) fn add(&mut self, value: f64) {
        if value.is_nan() {
            self.missing += 1;
            return;
        }
        self.cases += 1;
        let from_old = value - self.mean;
        self.mean += from_old / f64::from(self.cases);
        self.squares += from_old * (value - self.mean);
    }

    /// Not a number without cases.
    pub(crate) fn mean(&self) -> f64 {
        if self.cases == 0 { f64::NAN } else { self.mean }
    }

    /// With n - 1; not a number with fewer than 2 cases.
    pub(crate) fn sd(&self) -> f64 {
        if self.cases < 2 { f64::NAN } else { libm::sqrt(self.squares / f64::from(self.cases - 1)) }
    }

    /// Half of the width of the interval that holds the mean with this confidence (Student's t); none with fewer than 2
    /// cases.
    pub(crate) fn half_width(&self, confidence: f64) -> Option<f64> {
        let error = self.sd() / libm::sqrt(self.cases.into());
        (self.cases >= 2).then(|| student::quantile(0.5 + confidence / 2.0, self.cases - 1) * error)
    }
}

/// The empirical quantile of values in any order, which it reorders; not a number if there are none. Missing values are
/// to be left out before.
///
/// Linear between neighbouring values, the smallest at share 0 and the largest at share 1: type 7 of Hyndman and Fan
/// 1996, doi 10.1080/00031305.1996.10473566.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (_, &mut low, above) = values.select_nth_unstable_by(place as usize, f64::total_cmp);
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + place.fract() * (next - low)
}

/// The same for several shares at once; sorts the values.
pub fn quantiles<const N: usize>(values: &mut [f64], shares: [f64; N]) -> [f64; N] {
    values.sort_unstable_by(f64::total_cmp);
    shares.map(|share| between(values, values.len(), share))
}

/// The same of so many values of which the first ones are here in order, as many as are needed.
pub(crate) fn between(sorted: &[f64], count: usize, share: f64) -> f64 {
    let Some(last) = count.checked_sub(1) else { return f64::NAN };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let low = sorted[place as usize];
    low + place.fract() * (sorted[last.min(place as usize + 1)] - low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Normal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    #[test]
    fn an_interval_is_cut_at_what_is_possible_and_nowhere_else() {
        assert_eq!(possible(1.0, 2.0, Some(100.0)), [0.0, 3.0]);
        assert_eq!(possible(99.0, 2.0, Some(100.0)), [97.0, 100.0]);
        assert_eq!(possible(1.0, 0.5, None), [0.5, 1.5]);
        // The true mean of what falls may be higher than the mean that was seen.
        assert_eq!(possible_difference(-0.25, 0.5, None), [-0.75, 0.25]);
        assert_eq!(possible_difference(60.0, 50.0, Some(100.0)), [10.0, 100.0]);
        assert_eq!(possible_difference(-60.0, 50.0, Some(100.0)), [-100.0, -10.0]);
    }

    #[test]
    fn a_summary_by_hand() {
        // Squares of the deviations from 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
        let summary = Summary::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!((summary.mean, summary.cases, summary.missing), (5.0, 8, 0));
        assert!((summary.sd - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        // t with 7 degrees of freedom: 2.364624.
        let half_width = summary.half_width_95.unwrap();
        assert!((half_width - 2.364_624 * (32.0_f64 / 7.0 / 8.0).sqrt()).abs() < 1e-6, "{half_width}");
        // Places 0.35 and 6.65 of 0 to 7: between 2 and 4, and between 7 and 9.
        assert!((summary.low_5 - 2.7).abs() < 1e-12 && (summary.high_95 - 8.3).abs() < 1e-12);
    }

    #[test]
    fn a_missing_value_is_counted_and_is_not_a_zero() {
        let with = Summary::of(&[f64::NAN, 1.0, 2.0, f64::NAN, 6.0]);
        let without = Summary::of(&[1.0, 2.0, 6.0]);
        assert_eq!((with.cases, with.missing), (3, 2));
        assert_eq!(Summary { missing: 0, ..with }, without);
    }

    #[test]
    fn too_few_cases_have_no_interval() {
        let none = Summary::of(&[f64::NAN]);
        assert!(none.mean.is_nan() && none.sd.is_nan() && none.low_5.is_nan() && none.high_95.is_nan());
        assert_eq!((none.half_width_95, none.cases, none.missing), (None, 0, 1));
        let one = Summary::of(&[3.0]);
        assert_eq!((one.mean, one.low_5, one.high_95, one.half_width_95), (3.0, 3.0, 3.0, None));
        assert!(one.sd.is_nan());
        assert_eq!(Summary::of(&[3.0, 3.0]).half_width_95, Some(0.0));
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        let mut tenths: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        for (share, value) in [(0.0, 1.0), (0.05, 1.45), (0.5, 5.5), (0.95, 9.55), (1.0, 10.0)] {
            assert!((quantile(&mut tenths, share) - value).abs() < 1e-12, "{share}");
        }
        assert!(quantile(&mut [], 0.5).is_nan());
    }

    #[test]
    fn several_quantiles_at_once_are_the_same() {
        let mut rng = KeyedRng::from(Key::of_replication(Seed(1), 0));
        for size in [0, 1, 2, 7, 200] {
            let values: Vec<f64> = Normal::new(20.0, 5.0).unwrap().sample_iter(&mut rng).take(size).collect();
            let shares = [0.0, 0.05, 0.5, 0.75, 1.0];
            let at_once = quantiles(&mut values.clone(), shares);
            let one_by_one = shares.map(|share| quantile(&mut values.clone(), share));
            assert_eq!(at_once.map(f64::to_bits), one_by_one.map(f64::to_bits), "{size}");
        }
    }

    #[test]
    fn a_large_offset_costs_no_digits_of_the_spread() {
        let summary = Summary::of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert!((summary.sd - 30.0_f64.sqrt()).abs() < 1e-9, "{}", summary.sd);
    }

    #[test]
    fn the_interval_covers_the_mean_in_95_of_100_cases() {
        let normal = Normal::new(20.0, 5.0).unwrap();
        let mut rng = KeyedRng::from(Key::of_replication(Seed(1), 0));
        for size in [2, 5, 20] {
            let experiments = 20_000;
            let covered = (0..experiments)
                .filter(|_| {
                    let values: Vec<f64> = normal.sample_iter(&mut rng).take(size).collect();
                    let summary = Summary::of(&values);
                    (summary.mean - 20.0).abs() <= summary.half_width_95.unwrap()
                })
                .count();
            let share = covered as f64 / f64::from(experiments);
            // Four standard errors.
            let tolerance = 4.0 * (0.95 * 0.05 / f64::from(experiments)).sqrt();
            assert!((share - 0.95).abs() < tolerance, "{size}: {share}");
        }
    }
}
