//! A number of people, beds or hours that changes in time, with its time integral.

use crate::clock::Time;

/// A level and its integral since it was last taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    value: u64,
    since: Time,
    area: u64,
}

impl Level {
    /// A level of zero at the beginning of the run.
    pub const ZERO: Self = Self { value: 0, since: Time::START, area: 0 };

    /// The present value.
    #[inline]
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// Brings the integral up to `now`; returns the seconds since it last was.
    #[inline]
    pub fn settle(&mut self, now: Time) -> u64 {
        let elapsed = now.since(self.since);
        self.area += self.value * elapsed;
        self.since = now;
        elapsed
    }

    /// More by `amount` from `now` on.
    #[inline]
    pub fn rise(&mut self, now: Time, amount: u64) {
        self.settle(now);
        self.add(amount);
    }

    /// Less by `amount` from `now` on.
    #[inline]
    pub fn fall(&mut self, now: Time, amount: u64) {
        self.settle(now);
        self.subtract(amount);
    }

    /// More by `amount` from the instant on to which the integral is up to date.
    #[inline]
    pub fn add(&mut self, amount: u64) {
        self.value += amount;
    }

    /// Less by `amount` from the instant on to which the integral is up to date.
    #[inline]
    pub fn subtract(&mut self, amount: u64) {
        self.value -= amount;
    }

    /// Another value from `now` on.
    pub fn set(&mut self, now: Time, value: u64) {
        self.settle(now);
        self.value = value;
    }

    /// The integral [units x s] since it was last taken; begins a new one.
    pub fn take(&mut self, now: Time) -> u64 {
        self.settle(now);
        std::mem::take(&mut self.area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integral_counts_each_value_for_as_long_as_it_held() {
        let mut beds = Level::ZERO;
        beds.rise(Time(10), 3);
        beds.fall(Time(20), 1);
        assert_eq!(beds.take(Time(25)), 3 * 10 + 2 * 5);
        assert_eq!(beds.take(Time(30)), 2 * 5);
        assert_eq!(beds.value(), 2);
    }
}
