//! The ratio of two means that were measured together, with an interval.

use crate::{statistics::Moments, student};

/// A ratio of two means over the same replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio of the means.
    pub mean: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Ratio {
    /// The ratio of the means of pairs (above, below the line), with an interval by Fieller's theorem (Fieller 1954, doi
    /// 10.1111/j.2517-6161.1954.tb00159.x) and Student's t. Pairs in which either is not a number are left out.
    ///
    /// None with fewer than 2 pairs, or if the interval of the mean below the line holds 0: the ratio may then be
    /// anything.
    pub fn of(pairs: impl Iterator<Item = (f64, f64)>, confidence: f64) -> Option<Self> {
        let pairs: Vec<(f64, f64)> = pairs.filter(|(above, below)| !above.is_nan() && !below.is_nan()).collect();
        let (mut above, mut below) = (Moments::default(), Moments::default());
        for &(x, y) in &pairs {
            above.add(x);
            below.add(y);
        }
        if above.cases < 2 {
            return None;
        }
        let (mean_x, mean_y) = (above.mean(), below.mean());
        let products: f64 = pairs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let freedom = f64::from(above.cases - 1);
        let cases = f64::from(above.cases);
        // Variances and covariance of the two means.
        let [var_x, var_y] = [above, below].map(|moments| moments.sd() * moments.sd() / cases);
        let cov = products / freedom / cases;
        let t = student::quantile(0.5 + confidence / 2.0, above.cases - 1);
        let scaled = (t / mean_y) * (t / mean_y);
        let rest = 1.0 - scaled * var_y;
        // Not a number if the mean below is 0.
        if rest.is_nan() || rest <= 0.0 {
            return None;
        }
        let ratio = mean_x / mean_y;
        let spread = var_x - 2.0 * ratio * cov + ratio * ratio * var_y - scaled * (var_x * var_y - cov * cov);
        let half = (t / mean_y).abs() * libm::sqrt(spread.max(0.0)) / rest;
        let middle = (ratio - scaled * cov) / rest;
        Some(Self { mean: ratio, low: middle - half, high: middle + half })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Normal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    #[test]
    fn a_ratio_by_hand() {
        // What is below the line is known for certain: the interval of the mean above, divided by it.
        let ratio = Ratio::of([(2.0, 4.0), (4.0, 4.0), (6.0, 4.0)].into_iter(), 0.95).unwrap();
        let half = 4.302_653 * 2.0 / 3.0_f64.sqrt() / 4.0;
        assert!((ratio.mean - 1.0).abs() < 1e-12);
        assert!((ratio.high - 1.0 - half).abs() < 1e-6 && (1.0 - ratio.low - half).abs() < 1e-6);
        // What is strictly proportional has one ratio.
        let ratio = Ratio::of([(-20.0, -2.0), (-30.0, -3.0), (-41.0, -4.1)].into_iter(), 0.95).unwrap();
        assert!((ratio.low - 10.0).abs() < 1e-6 && (ratio.high - 10.0).abs() < 1e-6, "{ratio:?}");
    }

    #[test]
    fn there_is_no_ratio_to_what_may_be_nothing() {
        assert_eq!(Ratio::of([(2.0, -1.0), (4.0, 1.5), (6.0, 1.0)].into_iter(), 0.95), None);
        assert_eq!(Ratio::of([(2.0, 0.0), (4.0, 0.0)].into_iter(), 0.95), None);
        assert_eq!(Ratio::of([(2.0, 1.0), (f64::NAN, 1.0)].into_iter(), 0.95), None);
    }

    #[test]
    fn the_interval_covers_the_ratio_in_95_of_100_cases() {
        let (noise, below) = (Normal::new(0.0, 30.0).unwrap(), Normal::new(8.0, 6.0).unwrap());
        let mut rng = KeyedRng::from(Key::of_replication(Seed(3), 0));
        let experiments = 20_000;
        let (mut covered, mut defined) = (0_u32, 0_u32);
        for _ in 0..experiments {
            let pairs: Vec<(f64, f64)> = (0..20)
                .map(|_| {
                    let below = below.sample(&mut rng);
                    (40.0 + 5.0 * below + noise.sample(&mut rng), below)
                })
                .collect();
            // (40 + 5 x 8) / 8.
            if let Some(ratio) = Ratio::of(pairs.into_iter(), 0.95) {
                defined += 1;
                covered += u32::from((ratio.low..=ratio.high).contains(&10.0));
            }
        }
        let share = f64::from(covered) / f64::from(experiments);
        assert!(defined > experiments * 999 / 1000, "{defined}");
        // Four standard errors.
        assert!((share - 0.95).abs() < 4.0 * (0.95 * 0.05 / f64::from(experiments)).sqrt(), "{share}");
    }
}
