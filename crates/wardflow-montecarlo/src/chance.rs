//! Chances: in how many replications something happens, and what is enough in most of them.
//!
//! A chance has the interval of Clopper and Pearson (1934, doi 10.1093/biomet/26.4.404), which covers the chance with
//! the confidence that is said or more, whatever the chance. Wilson's (1927, doi 10.1080/01621459.1927.10502953), which
//! is narrower and often recommended (Brown et al. 2001, doi 10.1214/ss/1009213286), covers as much on the
//! average of chances only: of something rare, which is what plans are made against, it holds the chance in 84% of
//! experiments instead of 95%.
//!
//! What is enough in a share of replications is one of their values, and so are the ends of its interval (order
//! statistics: Hahn and Meeker 1991, Statistical Intervals, section 5.2, doi 10.1002/9780470316771). With few
//! replications there are no such ends: that none of 29 needed more says nothing about nine in ten, as 0.9^28 is above 5%.

use crate::binomial::at_least;

/// What remains for intervals that do not hold what they are of.
const ERROR: f64 = 0.05;
/// Numbers of replications that are asked for are multiples of this.
const ROUND: u32 = 5;

/// How often something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Replications in which it did.
    pub times: u32,
    /// All replications.
    pub of: u32,
}

impl Chance {
    /// Of replications in which it happened or not.
    pub fn of(happened: impl IntoIterator<Item = bool>) -> Self {
        let none = Self { times: 0, of: 0 };
        happened.into_iter().fold(none, |sum, it| Self { times: sum.times + u32::from(it), of: sum.of + 1 })
    }

    /// The share of replications; not a number without any.
    pub fn share(self) -> f64 {
        f64::from(self.times) / f64::from(self.of)
    }

    /// Whether it happened in every replication.
    pub fn is_always(self) -> bool {
        self.times == self.of
    }

    /// Lower and upper end of the interval that holds the chance with this confidence.
    pub fn interval(self, confidence: f64) -> [f64; 2] {
        let tail = (1.0 - confidence) / 2.0;
        [lower(self.times, self.of, tail), 1.0 - lower(self.of - self.times, self.of, tail)]
    }

    /// The longer part of the interval on one side of the share; none with fewer than 2 replications.
    pub fn half_width(self, confidence: f64) -> Option<f64> {
        let [low, high] = self.interval(confidence);
        (self.of >= 2).then(|| (self.share() - low).max(high - self.share()))
    }
}

/// The chance with which something happens so often or more in a share `tail` of experiments; 0 if it did not happen.
fn lower(times: u32, of: u32, tail: f64) -> f64 {
    if times == 0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return low;
        }
        if at_least(times, of, middle) > tail {
            high = middle;
        } else {
            low = middle;
        }
    }
}

/// What is enough in a share of replications, with a 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enough {
    /// The least value of a replication that at least this share of them does not exceed.
    pub value: f64,
    /// Lower end of the interval of what is enough in this share of all replications that might be run.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What is enough in so many percent of replications, from 1 to 99; none with fewer than [`fewest`].
pub fn enough(values: &[f64], percent: u32) -> Option<Enough> {
    let count = u32::try_from(values.len()).ok().filter(|&count| count >= fewest(percent))?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (low, high) = ends(count, f64::from(percent) / 100.0)?;
    let at = |place: u32| sorted.get(place as usize - 1).copied();
    let place = (u64::from(count) * u64::from(percent)).div_ceil(100).max(1) as u32;
    Some(Enough { value: at(place)?, low: at(low)?, high: at(high)? })
}

/// The fewest replications from which something can be said of so many percent of them, in round numbers: if all of fewer
/// were alike, that would be more likely than 5% with another share.
pub fn fewest(percent: u32) -> u32 {
    let share = f64::from(percent.clamp(1, 99)) / 100.0;
    let is_enough = |count: &u32| {
        let power = |share: f64| libm::pow(share, f64::from(*count));
        power(share) + power(1.0 - share) <= ERROR
    };
    (1..=u32::MAX / ROUND).map(|step| step * ROUND).find(is_enough).unwrap_or(u32::MAX)
}

/// Places, from 1, of the values that are the ends of the interval of a quantile; none if it has none.
fn ends(count: u32, share: f64) -> Option<(u32, u32)> {
    if share < 0.5 {
        let (low, high) = ends(count, 1.0 - share)?;
        return Some((count + 1 - high, count + 1 - low));
    }
    // How many values are at most the quantile is binomial; the interval misses it if they are fewer than the lower
    // place, or as many as the upper one.
    let above = |place: u32| at_least(place, count, share);
    let places: Vec<u32> = (1..=count).collect();
    let high = places.get(places.partition_point(|&place| above(place) > ERROR / 2.0)).copied().unwrap_or(count);
    let rest = ERROR - above(high);
    let low = places.partition_point(|&place| 1.0 - above(place) <= rest) as u32;
    (rest > 0.0 && low > 0).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How likely each number of times is.
    fn probabilities(of: u32, chance: f64) -> Vec<f64> {
        (0..=of).map(|times| at_least(times, of, chance) - at_least(times + 1, of, chance)).collect()
    }

    /// How often an interval of a chance holds it.
    fn coverage(of: u32, chance: f64, interval: &dyn Fn(Chance) -> [f64; 2]) -> f64 {
        let holds = |times: u32| {
            let [low, high] = interval(Chance { times, of });
            (low..=high).contains(&chance)
        };
        (0..=of).zip(probabilities(of, chance)).filter(|(times, _)| holds(*times)).map(|(_, likely)| likely).sum()
    }

    fn wilson(chance: Chance) -> [f64; 2] {
        let (n, p, z) = (f64::from(chance.of), chance.share(), 1.959_964);
        let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        [middle - half, middle + half]
    }

    #[test]
    fn intervals_are_the_published_ones() {
        // Clopper and Pearson: 0 of 40 and 10 of 40 at 95%, as other programs give them.
        let [none, some] = [0, 10].map(|times| Chance { times, of: 40 }.interval(0.95));
        assert!(none[0] == 0.0 && (none[1] - (1.0 - libm::pow(0.025, 1.0 / 40.0))).abs() < 1e-9, "{none:?}");
        assert!((some[0] - 0.126_9).abs() < 5e-5 && (some[1] - 0.412_0).abs() < 5e-5, "{some:?}");
        let all = Chance { times: 40, of: 40 };
        assert!(all.is_always() && (all.half_width(0.95).unwrap() - none[1]).abs() < 1e-12);
        assert_eq!(Chance { times: 1, of: 1 }.half_width(0.95), None);
    }

    #[test]
    fn whatever_the_chance_its_interval_holds_it_in_95_of_100_experiments() {
        let exact = |chance: Chance| chance.interval(0.95);
        for of in [10, 40, 100] {
            let intervals: Vec<[f64; 2]> = (0..=of).map(|times| exact(Chance { times, of })).collect();
            let known = |chance: Chance| intervals[chance.times as usize];
            let chances: Vec<f64> = (1..1_000).map(|thousandth| f64::from(thousandth) / 1_000.0).collect();
            let covered = || chances.iter().map(|&chance| coverage(of, chance, &known));
            let least = covered().fold(1.0, f64::min);
            let mean = covered().sum::<f64>() / chances.len() as f64;
            assert!(least >= 0.95 && mean < 0.99, "{of}: {least}, {mean}");
        }
        // The test can fail: Wilson's interval does not hold what is rare.
        assert!(coverage(40, 0.004_3, &wilson) < 0.85);
        assert!(coverage(40, 0.004_3, &exact) >= 0.95);
    }

    #[test]
    fn what_is_enough_has_an_interval_that_holds_it_in_95_of_100_experiments() {
        for percent in [10, 50, 80, 90, 95] {
            let share = f64::from(percent) / 100.0;
            for count in [fewest(percent), 36, 40, 100, 1_000].into_iter().filter(|&count| count >= fewest(percent)) {
                let (low, high) = ends(count, share).unwrap();
                let of = |low: u32, high: u32| at_least(low, count, share) - at_least(high, count, share);
                assert!(of(low, high) >= 0.95, "{percent}% of {count}");
                // The test can fail: one place less at each end is too few.
                assert!(of(low + 1, high.min(count) - 1) < 0.95, "{percent}% of {count}");
            }
        }
    }

    #[test]
    fn few_replications_say_nothing_of_most() {
        assert_eq!([50, 80, 90, 95, 99].map(fewest), [10, 15, 30, 60, 300]);
        assert_eq!((fewest(10), fewest(5)), (30, 60));
        let values: Vec<f64> = (1..=40).rev().map(f64::from).collect();
        assert_eq!(enough(&values[..29], 90), None);
        let nine_in_ten = enough(&values, 90).unwrap();
        assert_eq!((nine_in_ten.value, nine_in_ten.high), (36.0, 40.0));
        assert_eq!(enough(&values, 95), None);
        let median = enough(&values, 50).unwrap();
        assert_eq!((median.value, median.low, median.high), (20.0, 14.0, 27.0));
    }
}
