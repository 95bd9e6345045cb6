//! The vertical axis: round numbers, and how they are written.

use crate::written::with_commas;

/// A vertical axis with ticks at round numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ValueScale {
    /// Value at the bottom.
    pub(crate) low: f64,
    /// Value at the top.
    pub(crate) high: f64,
    pub(crate) step: f64,
    decimals: usize,
}

/// Below this, values are drawn as zero.
const SMALLEST: f64 = 1e-6;

impl ValueScale {
    /// Covers the values from `least` to `most` with about `ticks` steps, from zero or from near the least value.
    pub(crate) fn new(least: f64, most: f64, from_zero: bool, ticks: f64) -> Self {
        if most.is_nan() || most < SMALLEST {
            return Self { low: 0.0, high: 1.0, step: 1.0, decimals: 0 };
        }
        // An axis cut off just above zero would save nothing and mislead.
        let from_zero = from_zero || least < 0.4 * most;
        let (least, most) = match (from_zero, most - least < most * 1e-3) {
            (true, _) => (0.0, most),
            (false, true) => (most * 0.95, most * 1.05),
            (false, false) => (least, most),
        };
        let (step, decimals) = round_step((most - least) / ticks.max(1.0));
        let low = (least / step + 1e-9).floor() * step;
        let high = ((most / step - 1e-9).ceil() * step).max(low + step);
        Self { low, high, step, decimals }
    }

    /// Covers zero and the values from `least` to `most`, which may be negative, with about `ticks` steps.
    pub(crate) fn with_zero(least: f64, most: f64, ticks: f64) -> Self {
        let (least, most) = (least.min(0.0), most.max(0.0));
        if most - least < SMALLEST {
            return Self { low: 0.0, high: 1.0, step: 1.0, decimals: 0 };
        }
        let (step, decimals) = round_step((most - least) / ticks.max(1.0));
        let low = (least / step + 1e-9).floor() * step;
        let high = ((most / step - 1e-9).ceil() * step).max(low + step);
        Self { low, high, step, decimals }
    }

    /// Values of the ticks, from bottom to top.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|index| self.low + index as f64 * self.step).collect()
    }

    /// Where a value lies: 0 at the bottom, 1 at the top.
    pub(crate) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// How a tick is written.
    pub(crate) fn write(&self, value: f64) -> String {
        with_commas(value, self.decimals)
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `rough`, and the decimals it needs.
pub(crate) fn round_step(rough: f64) -> (f64, usize) {
    let mut power = 1.0;
    let mut decimals = 0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough && decimals < 9 {
        power /= 10.0;
        decimals += 1;
    }
    // 2.5 needs a decimal of its own, so it only serves for tens and above.
    let choices: &[f64] = if power >= 10.0 { &[1.0, 2.0, 2.5, 5.0] } else { &[1.0, 2.0, 5.0] };
    match choices.iter().find(|choice| **choice * power >= rough * (1.0 - 1e-9)) {
        Some(choice) => (choice * power, decimals),
        None => (10.0 * power, decimals.saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(least: f64, most: f64, from_zero: bool, ticks: f64) -> Vec<String> {
        let scale = ValueScale::new(least, most, from_zero, ticks);
        scale.ticks().into_iter().map(|tick| scale.write(tick)).collect()
    }

    #[test]
    fn round_numbers() {
        assert_eq!(labels(0.0, 0.0, true, 5.0), ["0", "1"]);
        assert_eq!(labels(0.0, 87.0, true, 5.0), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(0.0, 3.0, true, 5.0), ["0", "1", "2", "3"]);
        assert_eq!(labels(0.0, 0.25, true, 4.0), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(0.0, 4_200_000.0, true, 3.0), ["0", "2,000,000", "4,000,000", "6,000,000"]);
        assert_eq!(labels(540.0, 652.0, false, 4.0), ["500", "550", "600", "650", "700"]);
    }

    #[test]
    fn flat_data_far_from_zero_have_an_axis() {
        let scale = ValueScale::new(600.0, 600.0, false, 5.0);
        assert!(scale.low < 600.0 && scale.high > 600.0);
    }
}
