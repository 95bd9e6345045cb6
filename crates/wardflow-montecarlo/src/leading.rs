//! Which of several candidates has the largest mean: the one week, hour or point of which something is said.
//!
//! Of many means one is always the largest, by chance if by nothing else. A candidate *may lead* unless another one is
//! ahead of it by more than chance allows; these are the ones that may be the best (multiple comparisons with the best: Hsu
//! 1981, doi 10.1214/aos/1176345582; Edwards and Hsu 1983, doi 10.1080/01621459.1983.10477047). Candidates are compared
//! within replications, as those see the same patients, and each comparison has its share of the error, whatever goes with
//! what (Bonferroni, as Nelson and Matejcik 1995, doi 10.1287/mnsc.41.12.1935).
//!
//! The truly largest is among those that may lead in at least 97.5% of experiments. It is this and not 95% because, of two
//! that are equally large, either may seem to be ahead: so one of several equals is left alone in 5% at most.

use std::cmp::Ordering;

use crate::{binomial::at_least, statistics::Moments, student};

/// The truly largest may be missing so often.
const ERROR: f64 = 0.025;
/// Differences below this share of the values are rounding.
const ROUNDING: f64 = 1e-9;

/// The error of each comparison if each of so many candidates is compared with all others.
fn error_each(candidates: usize) -> f64 {
    ERROR / candidates.saturating_sub(1).max(1) as f64
}

/// Candidates that may have the largest mean, the one that seems largest first; each is a list of values, replication by
/// replication, not a number where missing.
///
/// All of those with a value may lead where there are fewer than 2 replications. A candidate without any is not among them.
pub fn largest(candidates: &[Vec<f64>]) -> Vec<usize> {
    let means: Vec<f64> = candidates.iter().map(|values| mean(values)).collect();
    let error = error_each(means.iter().filter(|mean| !mean.is_nan()).count());
    not_beaten(&means, |one, other| is_ahead(&candidates[one], &candidates[other], error))
}

/// The same of the smallest mean.
pub fn smallest(candidates: &[Vec<f64>]) -> Vec<usize> {
    let turned: Vec<Vec<f64>> = candidates.iter().map(|values| values.iter().map(|value| -value).collect()).collect();
    largest(&turned)
}

/// Candidates that may be the likeliest, the one that seems likeliest first; each is a list of whether it happened,
/// replication by replication.
///
/// Two are compared by the replications in which they differ (sign test: Dixon and Mood 1946, doi
/// 10.1080/01621459.1946.10501898), exactly.
pub fn likeliest(candidates: &[Vec<bool>]) -> Vec<usize> {
    let shares: Vec<f64> = candidates
        .iter()
        .map(|happened| happened.iter().filter(|it| **it).count() as f64 / happened.len() as f64)
        .collect();
    let error = error_each(candidates.len());
    not_beaten(&shares, |one, other| {
        let pairs = || candidates[one].iter().zip(&candidates[other]);
        let ahead = pairs().filter(|(one, other)| **one && !**other).count() as u32;
        let behind = pairs().filter(|(one, other)| !**one && **other).count() as u32;
        at_least(ahead, ahead + behind, 0.5) <= error
    })
}

/// A mean of which only its interval is known, and not the replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// The mean.
    pub mean: f64,
    /// Half of the width of its 95% interval; none if it has none.
    pub half_width_95: Option<f64>,
    /// Degrees of freedom of the interval.
    pub freedom: u32,
}

impl Known {
    /// Half of the width of the interval that leaves this error on each side; infinite if there is none.
    pub fn half_width(&self, error: f64) -> f64 {
        let half = self.half_width_95.filter(|half| !half.is_nan() && self.freedom > 0);
        let scale = || student::quantile(1.0 - error, self.freedom) / student::quantile(0.975, self.freedom);
        half.map_or(f64::INFINITY, |half| if half > 0.0 { half * scale() } else { 0.0 })
    }
}

/// Candidates that may have the largest mean where nothing is known of how they go together: one is ahead of another if
/// their intervals have nothing in common, as the difference of two varies no more than the two of them.
pub fn largest_apart(candidates: &[Known]) -> Vec<usize> {
    let means: Vec<f64> = candidates.iter().map(|known| known.mean).collect();
    let error = error_each(means.iter().filter(|mean| !mean.is_nan()).count());
    let halves: Vec<f64> = candidates.iter().map(|known| known.half_width(error)).collect();
    not_beaten(&means, |one, other| {
        let ahead = means[one] - means[other];
        ahead > halves[one] + halves[other] && !is_rounding(ahead, means[one])
    })
}

/// The same of the smallest mean.
pub fn smallest_apart(candidates: &[Known]) -> Vec<usize> {
    let turned: Vec<Known> = candidates.iter().map(|known| Known { mean: -known.mean, ..*known }).collect();
    largest_apart(&turned)
}

/// Those which none with a larger mean beats, the largest mean first.
fn not_beaten(means: &[f64], beats: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..means.len()).filter(|&at| !means[at].is_nan()).collect();
    let by_size = |one: &usize, other: &usize| means[*other].partial_cmp(&means[*one]).unwrap_or(Ordering::Equal);
    order.sort_by(by_size);
    let is_left = |place: &usize| {
        let one = order[*place];
        !order[..*place].iter().any(|&other| means[other] > means[one] && beats(other, one))
    };
    (0..order.len()).filter(is_left).map(|place| order[place]).collect()
}

/// Whether the mean of some values is larger than that of others by more than chance allows with this error.
fn is_ahead(values: &[f64], others: &[f64], error: f64) -> bool {
    let mut differences = Moments::default();
    values.iter().zip(others).for_each(|(value, other)| differences.add(value - other));
    let ahead = differences.mean();
    let cases = differences.cases;
    let limit = student::quantile(1.0 - error, cases.saturating_sub(1)) * differences.sd();
    // Not a number with fewer than 2 cases: nobody is ahead.
    ahead > limit / libm::sqrt(f64::from(cases)) && !is_rounding(ahead, mean(values))
}

fn is_rounding(difference: f64, value: f64) -> bool {
    difference.abs() <= ROUNDING * value.abs()
}

/// The mean of those that are numbers; not a number if there are none.
fn mean(values: &[f64]) -> f64 {
    let mut moments = Moments::default();
    for &value in values {
        moments.add(value);
    }
    moments.mean()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Normal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    const EXPERIMENTS: u32 = 4_000;
    const CANDIDATES: usize = 8;
    const REPLICATIONS: usize = 12;

    /// Shares of experiments in which the first of equal candidates is lost, and in which one is left alone, with this
    /// error of each comparison. What all of them have in common is as large as what they have not.
    fn lost_and_alone(error: f64) -> [f64; 2] {
        let normal = Normal::new(0.0, 1.0).unwrap();
        let mut rng = KeyedRng::from(Key::of_replication(Seed(7), 0));
        let (mut lost, mut alone) = (0_u32, 0_u32);
        for _ in 0..EXPERIMENTS {
            let mut candidates = vec![Vec::new(); CANDIDATES];
            for _ in 0..REPLICATIONS {
                let common = normal.sample(&mut rng);
                for values in &mut candidates {
                    values.push(50.0 + common + normal.sample(&mut rng));
                }
            }
            let means: Vec<f64> = candidates.iter().map(|values| mean(values)).collect();
            let left = not_beaten(&means, |one, other| is_ahead(&candidates[one], &candidates[other], error));
            lost += u32::from(!left.contains(&0));
            alone += u32::from(left.len() == 1);
        }
        [lost, alone].map(|count| f64::from(count) / f64::from(EXPERIMENTS))
    }

    #[test]
    fn equals_are_seldom_told_apart() {
        let [lost, alone] = lost_and_alone(error_each(CANDIDATES));
        assert!(lost <= 0.025 + 0.01 && alone <= 0.05, "{lost} {alone}");
        // The test can fail: with the error not divided the first of them is lost far too often.
        let [lost, _] = lost_and_alone(ERROR);
        assert!(lost > 0.06, "{lost}");
    }

    #[test]
    fn of_two_equals_one_is_left_alone_in_5_of_100_experiments() {
        let normal = Normal::new(0.0, 1.0).unwrap();
        let mut rng = KeyedRng::from(Key::of_replication(Seed(8), 0));
        let alone = (0..EXPERIMENTS).filter(|_| {
            let mut values = || normal.sample_iter(&mut rng).take(REPLICATIONS).collect::<Vec<f64>>();
            largest(&[values(), values()]).len() == 1
        });
        let share = alone.count() as f64 / f64::from(EXPERIMENTS);
        // Four standard errors: with 5% on one side it would be 10%.
        assert!((share - 0.05).abs() < 4.0 * (0.05 * 0.95 / f64::from(EXPERIMENTS)).sqrt(), "{share}");
    }

    #[test]
    fn what_clearly_leads_is_alone_and_what_is_close_is_beside_it() {
        let around = |middle: f64| [0.0, 0.4, -0.3, 0.2, -0.1, 0.3].map(|off| middle + off).to_vec();
        let candidates = [around(10.0), vec![f64::NAN; 6], around(12.0), around(4.0)];
        assert_eq!((largest(&candidates), smallest(&candidates)), (vec![2], vec![3]));
        let mut close = around(12.0);
        (close[0], close[1]) = (13.5, 10.3);
        assert_eq!(largest(&[around(10.0), around(12.0), close]), [1, 2]);
        // One replication says nothing, and rounding is no difference.
        assert_eq!(largest(&[vec![1.0], vec![2.0]]), [1, 0]);
        assert_eq!(largest(&[vec![0.1 + 0.2; 3], vec![0.3; 3]]), [0, 1]);
        assert!(largest(&[]).is_empty());
    }

    #[test]
    fn chances_are_compared_where_they_differ() {
        let first = |times: usize| (0..40).map(|replication| replication < times).collect::<Vec<bool>>();
        // 2^-5 is more than an error of 0.0125, 2^-7 is less.
        assert_eq!(likeliest(&[first(20), first(25), first(2)]), [1, 0]);
        assert_eq!(likeliest(&[first(20), first(27), first(2)]), [1]);
        assert_eq!(likeliest(&[first(40), first(0)]), [0]);
        // With two replications both might be as likely.
        assert_eq!(likeliest(&[vec![true; 2], vec![false; 2]]), [0, 1]);
    }

    #[test]
    fn without_replications_intervals_must_not_meet() {
        let known = |mean: f64, half: f64| Known { mean, half_width_95: Some(half), freedom: 1_000 };
        // Three comparisons with another: 2.39 standard errors for 1.96.
        let factor = student::quantile(1.0 - 0.025 / 2.0, 1_000) / student::quantile(0.975, 1_000);
        let apart = 2.0 * factor;
        assert_eq!(largest_apart(&[known(10.0, 1.0), known(10.0 + apart + 0.01, 1.0), known(1.0, 1.0)]), [1]);
        assert_eq!(largest_apart(&[known(10.0, 1.0), known(10.0 + apart - 0.01, 1.0), known(1.0, 1.0)]), [1, 0]);
        // What is certain is different as soon as it is; what has no interval may be anything.
        assert_eq!(smallest_apart(&[known(10.0, 0.0), known(10.1, 0.0)]), [0]);
        let unknown = Known { half_width_95: None, ..known(9.0, 0.0) };
        assert_eq!(smallest_apart(&[known(10.0, 0.0), unknown]), [1, 0]);
    }
}
