//! How long people waited, counted in bins: exact to merge, whatever the order.

use crate::clock::{DAY, HOUR};

/// Bins of one hour.
const HOURS: u64 = 60 * 24;
/// Bins of one day after those.
const DAYS: u64 = 400;
/// No wait at all, the hours, the days, and everything longer.
const BINS: usize = (1 + HOURS + DAYS + 1) as usize;

/// Numbers of waits by length: exactly zero, then by the hour up to 60 days, then by the day up to 460.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// As many as have been needed.
    bins: Vec<u64>,
}

/// The upper edge of a bin [s].
fn edge(bin: usize) -> u64 {
    let bin = bin as u64;
    if bin <= HOURS { bin * HOUR } else { HOURS * HOUR + (bin - HOURS) * DAY }
}

impl Histogram {
    /// Counts so many waits of no length.
    pub fn count_zeros(&mut self, waits: u64) {
        if waits > 0 {
            self.make_room(1);
            self.bins[0] += waits;
        }
    }

    /// Counts a wait [s].
    #[inline]
    pub fn count(&mut self, wait: u64) {
        let bin = if wait <= HOURS * HOUR {
            wait.div_ceil(HOUR)
        } else {
            (HOURS + (wait - HOURS * HOUR).div_ceil(DAY)).min(BINS as u64 - 1)
        };
        self.make_room(bin as usize + 1);
        self.bins[bin as usize] += 1;
    }

    #[inline]
    fn make_room(&mut self, bins: usize) {
        if self.bins.len() < bins {
            self.grow(bins);
        }
    }

    #[cold]
    fn grow(&mut self, bins: usize) {
        self.bins.resize(bins, 0);
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.bins.clear();
    }

    /// Adds another one's counts.
    pub fn absorb(&mut self, other: &Self) {
        self.make_room(other.bins.len());
        self.bins.iter_mut().zip(&other.bins).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// How many waits were counted.
    pub fn total(&self) -> u64 {
        self.bins.iter().sum()
    }

    /// The wait [days] that a share of all do not exceed, evenly spread within a bin; not a number if nobody waited.
    pub fn quantile(&self, share: f64) -> f64 {
        let total = self.total();
        if total == 0 {
            return f64::NAN;
        }
        let rank = share * total as f64;
        let mut below = 0;
        for (bin, &count) in self.bins.iter().enumerate() {
            if count > 0 && (below + count) as f64 >= rank {
                let low = if bin == 0 { 0 } else { edge(bin - 1) };
                let within = ((rank - below as f64) / count as f64).clamp(0.0, 1.0);
                return (low as f64 + within * (edge(bin) - low) as f64) / DAY as f64;
            }
            below += count;
        }
        edge(BINS - 1) as f64 / DAY as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_to_within_a_bin() {
        let mut waits = Histogram::default();
        (1..=1_000).for_each(|i| waits.count(i * 600));
        for share in [0.5, 0.75, 0.9, 0.95] {
            let exact = share * 1_000.0 * 600.0 / DAY as f64;
            assert!((waits.quantile(share) - exact).abs() < 1.0 / 24.0, "{share}");
        }
    }

    #[test]
    fn most_people_not_waiting_makes_the_median_exactly_zero() {
        let mut waits = Histogram::default();
        waits.count_zeros(6);
        (0..4).for_each(|_| waits.count(5 * DAY));
        assert_eq!(waits.quantile(0.5), 0.0);
        assert!(waits.quantile(0.9) > 4.9);
    }

    #[test]
    fn a_wait_of_years_is_counted_as_the_longest() {
        let mut waits = Histogram::default();
        waits.count(u64::MAX / 2);
        assert_eq!(waits.total(), 1);
        assert!(waits.quantile(0.5) > 400.0);
    }

    #[test]
    fn nobody_has_no_quantile() {
        assert!(Histogram::default().quantile(0.5).is_nan());
    }
}
