//! How long a system remembers how many people wait.
//!
//! Of two neighbouring quarters of a year, a replication that has many people waiting in the one has many in the other if the
//! system is slow to forget. If what is remembered fades exponentially, with a mean of t days, the means of two
//! neighbouring windows of L days are correlated by (1 - e^-a)^2 / (2 (a - 1 + e^-a)), a = L / t, over replications (an
//! Ornstein-Uhlenbeck process: Uhlenbeck and Ornstein 1930, doi 10.1103/PhysRev.36.823; that queues relax like it near
//! their limit: Odoni and Roth 1983, doi 10.1287/opre.31.3.432). Turned round, the correlation says t. The empty beginning fades as fast: after W days of warm-up it
//! takes (t / D) (1 - e^(-D/t)) e^(-W/t) off a mean over D measured days.
//!
//! How the mean rises from the empty beginning says t as well, where the scenario plans the same for warm-up and measured
//! period: of 1 - e^(-s/t) after s days that which fits the quarters best. Either is known badly; their geometric mean is
//! taken, which finds what a longer run shows to be missing more often, and what is not less often, than each of them.
//!
//! What is planned (seasons, surges, closures) is the same in every replication and in no correlation. Numbers of
//! people are taken by their square roots, which vary about equally whether few or many wait (Bartlett 1936, doi
//! 10.2307/2983678): else the few replications with the longest queues decide. The memory of long queues is longer, so
//! that this errs to the short side.

use std::ops::Range;

use crate::statistics::Moments;

/// Least replications from which a correlation says something.
const LEAST_CASES: u32 = 10;
/// Standard errors that a memory is longer than for certain: one-sided 95%.
const CERTAIN: f64 = 1.645;
/// What may be left out when a warm-up is long enough.
const LITTLE: f64 = 0.01;

/// How long a system remembers [days].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// About so long: after so many days what is remembered has faded to 37%.
    pub days: f64,
    /// At least so long, with 95% confidence.
    pub at_least: f64,
}

/// Shortest and longest memory that a path is fitted with [days], and how many between them.
const FITTED: (f64, f64, u32) = (3.0, 600.0, 80);

/// People who wait in each quarter, over replications.
#[derive(Clone, Copy, Default)]
pub(super) struct MemorySums {
    /// Of the warm-up.
    warm_up: [Moments; 4],
    /// Of the measured period.
    measured: [Moments; 4],
    /// Their square roots.
    roots: [Moments; 4],
    /// Sums of products of the deviations of the root of each quarter and of the next.
    products: [f64; 3],
}

impl MemorySums {
    /// Takes in the next replication.
    pub(super) fn add(&mut self, warm_up: [f64; 4], measured: [f64; 4]) {
        let add = |sums: &mut [Moments; 4], people: [f64; 4]| {
            sums.iter_mut().zip(people).for_each(|(moments, people)| moments.add(people));
        };
        add(&mut self.warm_up, warm_up);
        add(&mut self.measured, measured);
        let roots = measured.map(libm::sqrt);
        let before = self.roots.map(|quarter| if quarter.cases == 0 { 0.0 } else { quarter.mean() });
        add(&mut self.roots, roots);
        for (at, product) in self.products.iter_mut().enumerate() {
            *product += (roots[at] - before[at]) * (roots[at + 1] - self.roots[at + 1].mean());
        }
    }

    /// If measured quarters have so many days; `path` has where the quarters of the warm-up and of the measured period lie
    /// [days of the run], if the scenario plans the same for all of them.
    pub(super) fn memory(&self, quarter: u64, path: Option<[Range<u64>; 8]>) -> Option<Memory> {
        let cases = self.roots[0].cases;
        if quarter == 0 || cases < LEAST_CASES {
            return None;
        }
        let sds = self.roots.map(|moments| moments.sd());
        let scale: f64 = (0..3).map(|at| sds[at] * sds[at + 1]).sum::<f64>() * f64::from(cases - 1);
        if scale <= 0.0 {
            return None;
        }
        let correlation = self.products.iter().sum::<f64>() / scale;
        // Fisher's transformation (1915, doi 10.2307/2331838); three pairs of quarters are hardly better than one.
        let surely = libm::tanh(libm::atanh(correlation.min(1.0 - 1e-9)) - CERTAIN / libm::sqrt(f64::from(cases - 3)));
        let quarter = quarter as f64;
        let [days, at_least] = [correlation, surely].map(|correlation| quarter / windows(correlation));
        let rises = path.map(|path| self.rise(&path));
        let both = |days: f64| rises.map_or(days, |rise| libm::sqrt(days * rise));
        Some(Memory { days: both(days), at_least: both(at_least) })
    }

    /// The memory with which the mean rises from the empty beginning: least squares, each quarter weighed by its days.
    fn rise(&self, quarters: &[Range<u64>; 8]) -> f64 {
        let (shortest, longest, number) = FITTED;
        let people = self.warm_up.iter().chain(&self.measured).map(Moments::mean);
        let people: Vec<f64> = people.collect();
        let misfit = |memory: f64| {
            let risen = |days: &Range<u64>| {
                let [from, to] = [days.start, days.end].map(|day| libm::exp(-(day as f64) / memory));
                1.0 - memory * (from - to) / (days.end - days.start) as f64
            };
            let parts = || {
                quarters
                    .iter()
                    .zip(&people)
                    .map(|(days, people)| ((days.end - days.start) as f64, risen(days), *people))
            };
            let above: f64 = parts().map(|(weight, risen, people)| weight * risen * people).sum();
            let below: f64 = parts().map(|(weight, risen, _)| weight * risen * risen).sum();
            let level = above / below;
            parts()
                .map(|(weight, risen, people)| weight * (people - level * risen) * (people - level * risen))
                .sum::<f64>()
        };
        let step = libm::log(longest / shortest) / f64::from(number - 1);
        let memories = (0..number).map(|at| shortest * libm::exp(step * f64::from(at)));
        let fitted = memories.map(|memory| (misfit(memory), memory));
        fitted.min_by(|one, other| one.0.total_cmp(&other.0)).map_or(0.0, |(_, memory)| memory)
    }
}

/// The correlation of two neighbouring windows, each of so many memories.
fn correlation(windows: f64) -> f64 {
    let forgotten = -libm::expm1(-windows);
    forgotten * forgotten / (2.0 * (windows - forgotten))
}

/// How many memories a window is long, if neighbouring ones are so correlated: infinite if they are not.
fn windows(wanted: f64) -> f64 {
    let (mut low, mut high) = (1e-3, 1e3);
    if wanted <= correlation(high) {
        return f64::INFINITY;
    }
    for _ in 0..60 {
        let middle = libm::sqrt(low * high);
        if correlation(middle) > wanted { low = middle } else { high = middle }
    }
    low
}

/// The share of what is waiting that an empty beginning takes off the mean over the measured days.
pub(super) fn missing(memory: f64, warm_up: f64, measured: f64) -> f64 {
    if memory <= 0.0 {
        return 0.0;
    }
    let share = -libm::expm1(-measured / memory) * memory / measured;
    libm::exp(-warm_up / memory) * share
}

/// The warm-up that leaves little out [days].
pub(super) fn enough(memory: f64, measured: f64) -> f64 {
    memory * libm::log((missing(memory, 0.0, measured) / LITTLE).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, StandardNormal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    #[test]
    fn a_correlation_says_how_long_the_memory_is_and_back() {
        for length in [0.01, 0.5, 1.0, 4.0, 50.0] {
            assert!((windows(correlation(length)) / length - 1.0).abs() < 1e-9, "{length}");
        }
        assert_eq!(windows(-0.2), f64::INFINITY);
    }

    #[test]
    fn the_memory_of_a_process_that_is_known_is_found() {
        // Ornstein-Uhlenbeck, a step a day, memory 60 days, windows of 91: planned changes are added, and change nothing.
        let mut rng = KeyedRng::from(Key::of_replication(Seed(5), 0));
        let keep = libm::exp(-1.0 / 60.0);
        let mut sums = MemorySums::default();
        for _ in 0..2_000 {
            let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
            let mut state = normal();
            sums.add(
                [0.0; 4],
                std::array::from_fn(|quarter| {
                    let days = (0..91).map(|_| {
                        state = keep * state + (1.0 - keep * keep).sqrt() * normal();
                        state
                    });
                    let root = days.sum::<f64>() / 91.0 + [5.0, 50.0, 20.0, 8.0][quarter];
                    root * root
                }),
            );
        }
        let memory = sums.memory(91, None).unwrap();
        assert!((memory.days - 60.0).abs() < 6.0 && memory.at_least < 60.0, "{memory:?}");
    }

    #[test]
    fn the_memory_with_which_a_mean_rises_is_found() {
        let quarters = std::array::from_fn(|at| at as u64 * 45..(at as u64 + 1) * 45);
        let risen = |day: u64| -40.0 * libm::expm1(-(day as f64) / 80.0);
        let people = quarters.clone().map(|days: Range<u64>| days.map(risen).sum::<f64>() / 45.0);
        let mut sums = MemorySums::default();
        sums.add(std::array::from_fn(|at| people[at]), std::array::from_fn(|at| people[at + 4]));
        let rise = sums.rise(&quarters);
        assert!((rise - 80.0).abs() < 6.0, "{rise}");
    }

    #[test]
    fn what_never_varies_and_what_was_seen_too_seldom_says_nothing() {
        let mut sums = MemorySums::default();
        (0..20).for_each(|_| sums.add([0.0; 4], [0.0; 4]));
        assert_eq!(sums.memory(91, None), None);
        let mut sums = MemorySums::default();
        (0..9).for_each(|k| sums.add([0.0; 4], [f64::from(k); 4]));
        assert_eq!(sums.memory(91, None), None);
    }
}
