//! A number of which replications know so much: what sentences write.

use wardflow_core::measures::Unit;
use wardflow_montecarlo::{leading::Known, statistics::Summary};

use crate::{english::counted, numbers};

/// A number with half of the width of the 95% interval that says how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    /// None if it is known as it stands.
    pub(crate) half: Option<f64>,
}

impl From<f64> for Estimate {
    fn from(value: f64) -> Self {
        Self { value, half: None }
    }
}

impl From<Known> for Estimate {
    fn from(known: Known) -> Self {
        Self { value: known.mean, half: known.half_width_95 }
    }
}

impl From<Summary> for Estimate {
    fn from(summary: Summary) -> Self {
        Self { value: summary.mean, half: summary.half_width_95 }
    }
}

impl Estimate {
    /// Digits after the point that it needs in this unit.
    pub(crate) fn digits(self, unit: Unit) -> usize {
        numbers::known(self.value, self.half, unit)
    }

    /// As a sentence tells it, with so many digits after the point at most.
    pub(crate) fn said(self, most: usize) -> String {
        numbers::number(self.value, self.digits(Unit::People).min(most))
    }

    /// So many people, as a sentence tells them: `1 person`, `2.3 people`, `fewer than 0.1 people`, `nobody`.
    pub(crate) fn people(self, most: usize) -> String {
        match self.said(most) {
            _ if self.value == 0.0 => "nobody".into(),
            _ if self.value < 0.05 => "fewer than 0.1 people".into(),
            said => counted(&said, "person"),
        }
    }

    /// The verb after people or beds of this number.
    pub(crate) fn are(self, most: usize) -> &'static str {
        if self.value == 0.0 || self.said(most) == "1" { "is" } else { "are" }
    }

    /// This less that, with the interval of two that vary apart.
    pub(crate) fn less(self, other: Self) -> Self {
        let half = self.half.zip(other.half).map(|(one, other)| one.hypot(other));
        Self { value: self.value - other.value, half: half.or(self.half).or(other.half) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_what_is_known_and_no_more_than_it_needs() {
        let said = |half| Estimate { value: 5.034, half }.said(1);
        assert_eq!([None, Some(0.001), Some(1.35), Some(12.0)].map(said), ["5.0", "5.0", "5.0", "5"]);
        let people = [0.0, 0.02, 2.26].map(|value| Estimate::from(value).people(1));
        assert_eq!(people, ["nobody", "fewer than 0.1 people", "2.3 people"]);
        let one = Estimate { value: 1.2, half: Some(12.0) };
        assert_eq!((one.people(1), one.are(1)), ("1 person".to_owned(), "is"));
        let estimate = |value, half| Estimate { value, half: Some(half) };
        assert_eq!(estimate(5.0, 3.0).less(estimate(1.0, 4.0)), estimate(4.0, 5.0));
    }
}
