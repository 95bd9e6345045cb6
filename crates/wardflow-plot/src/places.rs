//! The places of a horizontal axis, and where they lie on it: 0 at its left end, 1 at its right end.

use crate::date::Day;
use crate::written::number;

/// The places for which series have values.
#[derive(Clone, Debug)]
pub(crate) enum Places {
    Days(Days),
    Numbers(Numbers),
}

/// Consecutive days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) first: Day,
    pub(crate) count: usize,
}

/// Rising numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) label: String,
    pub(crate) values: Vec<f64>,
    /// Number at the left end of the axis.
    low: f64,
    /// Number at the right end.
    high: f64,
}

/// Of the axis, left of the first number and right of the last: room for the signs of points.
const PADDING: f64 = 0.02;

impl Places {
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Days(days) => days.count,
            Self::Numbers(numbers) => numbers.values.len(),
        }
    }

    /// Where the value of a place lies: a day's in its middle.
    pub(crate) fn middle(&self, place: usize) -> f64 {
        match self {
            Self::Days(days) => days.share(place as f64 + 0.5),
            Self::Numbers(numbers) => numbers.share(numbers.values[place]),
        }
    }

    /// Where a place begins, or for the number of places: where the last one ends. Numbers meet halfway.
    pub(crate) fn start(&self, place: usize) -> f64 {
        match self {
            Self::Days(days) => days.share(place as f64),
            Self::Numbers(numbers) => match (place.checked_sub(1), numbers.values.get(place)) {
                (None, _) => 0.0,
                (_, None) => 1.0,
                (Some(before), Some(&value)) => numbers.share(f64::midpoint(numbers.values[before], value)),
            },
        }
    }

    /// The axis as one of numbers.
    pub(crate) fn numbers(&self) -> Option<&Numbers> {
        match self {
            Self::Days(_) => None,
            Self::Numbers(numbers) => Some(numbers),
        }
    }

    /// Where a point lies, given as a number of the axis or as days after its first one; none if it is not on the axis.
    pub(crate) fn share(&self, at: f64) -> Option<f64> {
        match self {
            Self::Days(days) => (0.0..days.count as f64).contains(&at).then(|| days.share(at.floor() + 0.5)),
            Self::Numbers(numbers) => numbers.holds(at).then(|| numbers.share(at)),
        }
    }

    /// A point as it stands in a table.
    pub(crate) fn point_in_table(&self, at: f64) -> String {
        match self {
            Self::Days(days) => days.first.plus(at as i64).iso(),
            Self::Numbers(_) => at.to_string(),
        }
    }

    /// Says that a series ends at a place.
    pub(crate) fn until(&self, place: usize) -> String {
        match self {
            Self::Days(days) => format!("until {}", days.first.plus(place as i64).written()),
            Self::Numbers(numbers) => format!("up to {}", number(numbers.values[place])),
        }
    }

    /// A place as it stands in a table.
    pub(crate) fn in_table(&self, place: usize) -> String {
        match self {
            Self::Days(days) => days.first.plus(place as i64).iso(),
            Self::Numbers(numbers) => numbers.values[place].to_string(),
        }
    }
}

impl Days {
    /// Where a moment lies, given in days after the start of the first day.
    pub(crate) fn share(self, days: f64) -> f64 {
        days / self.count as f64
    }
}

impl Numbers {
    /// Rising numbers, at least one.
    pub(crate) fn new(label: String, values: Vec<f64>) -> Self {
        let (first, last) = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        // A single number stands in the middle.
        let room = if last > first { (last - first) * PADDING } else { (last.abs() * 0.1).max(1.0) };
        Self { label, values, low: first - room, high: last + room }
    }

    /// Where a number lies; outside of 0 to 1 if it is not on the axis.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// Whether a number is on the axis.
    pub(crate) fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lie_in_proportion() {
        let numbers = Numbers::new(String::new(), vec![10.0, 20.0, 60.0]);
        let places = Places::Numbers(numbers.clone());
        let [first, second, last] = [0, 1, 2].map(|place| places.middle(place));
        assert!((first - PADDING / (1.0 + 2.0 * PADDING)).abs() < 1e-12 && (first + last - 1.0).abs() < 1e-12);
        assert!(((second - first) / (last - first) - 0.2).abs() < 1e-12);
        assert_eq!((places.start(0), places.start(3)), (0.0, 1.0));
        assert_eq!(places.start(2), numbers.share(40.0));
        assert!(numbers.holds(60.0) && !numbers.holds(62.0));
    }

    #[test]
    fn a_single_number_stands_in_the_middle() {
        for value in [0.0, 5.0, -300.0, 1e9] {
            let places = Places::Numbers(Numbers::new(String::new(), vec![value]));
            assert!((places.middle(0) - 0.5).abs() < 1e-9, "{value}");
        }
    }
}
