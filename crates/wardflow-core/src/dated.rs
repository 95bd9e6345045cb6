//! Numbers that change on set dates: chances, prices, budgets.

use crate::clock::Time;

/// A number from each date on. Dates are midnights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dated {
    /// From the beginning; apart, because most numbers never change.
    first: f64,
    /// From each later date on, in order of time.
    later: Vec<(Time, f64)>,
}

impl Dated {
    /// The same at all times.
    pub const fn constant(value: f64) -> Self {
        Self { first: value, later: Vec::new() }
    }

    /// From each date on, in order of time; the first holds from the beginning. 0 if there are none.
    pub fn new(steps: impl IntoIterator<Item = (Time, f64)>) -> Self {
        let mut steps = steps.into_iter();
        let first = steps.next().map_or(0.0, |(_, value)| value);
        Self { first, later: steps.collect() }
    }

    /// The number that holds at some time.
    #[inline]
    pub fn at(&self, at: Time) -> f64 {
        if self.later.is_empty() { self.first } else { self.changed_at(at) }
    }

    #[inline(never)]
    fn changed_at(&self, at: Time) -> f64 {
        let changes = self.later.partition_point(|(from, _)| *from <= at);
        changes.checked_sub(1).map_or(self.first, |last| self.later[last].1)
    }

    /// Whether it is the same number at all times.
    pub const fn is_constant(&self) -> bool {
        self.later.is_empty()
    }

    /// Whether it ever differs from 0.
    #[inline]
    pub fn is_ever(&self) -> bool {
        self.steps().any(|(_, value)| value != 0.0)
    }

    /// From when each number holds, and the number, in order of time.
    pub fn steps(&self) -> impl Iterator<Item = (Time, f64)> + Clone {
        std::iter::once((Time::START, self.first)).chain(self.later.iter().copied())
    }

    /// The number that holds from some time on, and until when: never ending if it does not change any more.
    pub fn stretch(&self, at: Time) -> (f64, Time) {
        let next = self.later.partition_point(|(from, _)| *from <= at);
        (self.at(at), self.later.get(next).map_or(Time::NEVER, |(from, _)| *from))
    }

    /// The mean over a stretch of time that is not empty.
    pub fn mean(&self, from: Time, to: Time) -> f64 {
        let mut sum = 0.0;
        let mut at = from;
        while at < to {
            let (value, until) = self.stretch(at);
            let until = until.min(to);
            sum += value * until.since(at) as f64;
            at = until;
        }
        sum / to.since(from).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u64) -> Time {
        Time::midnight(day)
    }

    #[test]
    fn a_number_holds_from_its_date_until_the_next() {
        let dated = Dated::new([(day(0), 0.1), (day(10), 0.2), (day(20), 0.0)]);
        assert_eq!(
            [day(0), day(9), day(10), day(19), day(20), day(99)].map(|at| dated.at(at)),
            [0.1, 0.1, 0.2, 0.2, 0.0, 0.0]
        );
        assert_eq!(dated.stretch(day(12)), (0.2, day(20)));
        assert_eq!(dated.stretch(day(20)), (0.0, Time::NEVER));
        assert!(dated.is_ever() && !dated.is_constant());
    }

    #[test]
    fn its_mean_weighs_each_number_with_its_time() {
        let dated = Dated::new([(day(0), 1.0), (day(10), 4.0)]);
        assert_eq!(dated.mean(day(5), day(20)), 3.0);
        assert_eq!(Dated::constant(2.0).mean(day(5), day(20)), 2.0);
    }

    #[test]
    fn no_numbers_are_none() {
        assert_eq!(Dated::new([]), Dated::constant(0.0));
        assert!(!Dated::default().is_ever());
    }
}
