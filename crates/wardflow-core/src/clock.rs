//! Simulated time: whole seconds since the run began.
//!
//! A run begins at midnight on the first day of its warm-up. Days have 24 hours: clock changes are left out.

use std::ops::Add;

/// One minute [s].
pub const MINUTE: u64 = 60;
/// One hour [s].
pub const HOUR: u64 = 60 * MINUTE;
/// One day [s].
pub const DAY: u64 = 24 * HOUR;
/// One week [s].
pub const WEEK: u64 = 7 * DAY;

/// An instant: whole seconds since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

impl Time {
    /// The beginning of the run.
    pub const START: Self = Self(0);
    /// Later than anything that happens.
    pub const NEVER: Self = Self(u64::MAX);

    /// Midnight at the beginning of a day, counted from the first day of the run.
    pub const fn midnight(day: u64) -> Self {
        Self(day * DAY)
    }

    /// The day it falls on, counted from the first day of the run.
    pub const fn day(self) -> u64 {
        self.0 / DAY
    }

    /// Seconds since midnight.
    pub const fn of_day(self) -> u64 {
        self.0 % DAY
    }

    /// Seconds since an earlier instant.
    #[inline]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0 - earlier.0
    }
}

impl Add<u64> for Time {
    type Output = Self;

    #[inline]
    fn add(self, seconds: u64) -> Self {
        Self(self.0 + seconds)
    }
}

/// Whole seconds nearest to a number of days; 0 for anything negative or not a number.
pub fn seconds(days: f64) -> u64 {
    (days * DAY as f64 + 0.5) as u64
}

/// Days in a number of seconds.
pub fn days(seconds: u64) -> f64 {
    seconds as f64 / DAY as f64
}
