//! How many people there are as a run goes on: what shows whether a system has settled, and whether a queue still grows.
//!
//! People are counted at midnight, in the quarters of two stretches: of the warm-up, and of the time from the last
//! planned change of the measured period on. Quarters are whole weeks where there is room for that, so that weekends
//! fall on each of them alike; days that are left over at the beginning of a stretch are in no quarter.

use std::ops::Range;

use crate::{
    clock::{DAY, Time},
    line::LineState,
    model::Model,
};

/// Where four quarters of equal length lie [days of the run].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quarters {
    /// The day after the last one.
    pub end: u64,
    /// Length of a quarter; 0 if the stretch is too short to have any.
    pub days: u64,
}

impl Quarters {
    /// Of the days of a stretch.
    fn of(stretch: Range<u64>) -> Self {
        let days = stretch.end.saturating_sub(stretch.start);
        Self { end: stretch.end, days: if days >= 4 * 7 { days / (4 * 7) * 7 } else { days / 4 } }
    }

    /// Of the warm-up of a model.
    pub fn of_warm_up(model: &Model) -> Self {
        // A census takes the place of a warm-up.
        if model.census.is_empty() { Self::of(0..model.warm_up_days.into()) } else { Self::default() }
    }

    /// Of the measured period of a model, from the last planned change on of anything but arrivals.
    pub fn of_measured(model: &Model) -> Self {
        let from = model.measuring_from().max(model.last_change);
        Self::of(from.0.div_ceil(DAY)..model.horizon().day())
    }

    /// The days of a quarter, 0 to 3.
    pub fn days_of(&self, quarter: u64) -> Range<u64> {
        let begin = self.end - (4 - quarter) * self.days;
        begin..begin + self.days
    }

    /// The quarter that a day lies in.
    #[inline]
    fn quarter(&self, day: u64) -> Option<usize> {
        let first = self.end - 4 * self.days;
        (day >= first && day < self.end).then(|| ((day - first) / self.days) as usize)
    }
}

/// Sums of the counts at midnight in a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// People in the system who wait in no line.
    pub served: u64,
    /// People in each line of the model.
    pub waiting: Vec<u64>,
}

/// The counts of a stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Where its quarters are.
    pub quarters: Quarters,
    /// The counts in each quarter.
    pub counts: [Counts; 4],
}

impl Stretch {
    fn new(quarters: Quarters, lines: usize) -> Self {
        Self { quarters, counts: std::array::from_fn(|_| Counts { served: 0, waiting: vec![0; lines] }) }
    }

    fn clear(&mut self) {
        for counts in &mut self.counts {
            counts.served = 0;
            counts.waiting.fill(0);
        }
    }

    fn count(&mut self, day: u64, people: u64, lines: &[LineState]) {
        let Some(quarter) = self.quarters.quarter(day) else { return };
        let counts = &mut self.counts[quarter];
        counts.served += people;
        for (sum, line) in counts.waiting.iter_mut().zip(lines) {
            let waiting = line.waiting.value();
            *sum += waiting;
            counts.served -= waiting;
        }
    }
}

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// In the warm-up.
    pub warm_up: Stretch,
    /// In the measured period, from the last planned change on.
    pub measured: Stretch,
}

impl Trail {
    pub(crate) fn new(model: &Model) -> Self {
        let lines = model.lines.len();
        Self {
            warm_up: Stretch::new(Quarters::of_warm_up(model), lines),
            measured: Stretch::new(Quarters::of_measured(model), lines),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.warm_up.clear();
        self.measured.clear();
    }

    /// Counts at a midnight how many people there are, and how many of them in each line.
    pub(crate) fn count(&mut self, midnight: Time, people: u64, lines: &[LineState]) {
        self.warm_up.count(midnight.day(), people, lines);
        self.measured.count(midnight.day(), people, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_whole_weeks_where_there_is_room() {
        let year = Quarters::of(90..455);
        assert_eq!((year.days, year.days_of(0), year.days_of(3)), (91, 91..182, 364..455));
        let month = Quarters::of(0..30);
        assert_eq!((month.days, month.days_of(0), month.days_of(3)), (7, 2..9, 23..30));
        let few_days = Quarters::of(0..5);
        assert_eq!((few_days.days, few_days.days_of(0), few_days.days_of(3)), (1, 1..2, 4..5));
    }

    #[test]
    fn a_day_lies_in_one_quarter_or_in_none() {
        let month = Quarters::of(0..30);
        let found: Vec<Option<usize>> = [0, 1, 2, 8, 9, 29, 30].map(|day| month.quarter(day)).into();
        assert_eq!(found, [None, None, Some(0), Some(0), Some(1), Some(3), None]);
        assert!((0..4).all(|day| Quarters::of(0..3).quarter(day).is_none()));
    }
}
