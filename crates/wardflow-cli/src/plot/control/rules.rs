//! Limits of a control chart of single values and their moving ranges, and the rules that tell special causes from chance.
//!
//! Limits as in Mohammed, Worthington and Woodall (2008), "Plotting basic control charts: tutorial notes for healthcare
//! practitioners", doi 10.1136/qshc.2004.012047; rules as in NHS England's programme "Making Data Count"
//! (<https://www.england.nhs.uk/publication/making-data-count/>).

/// Of the mean moving range: from the mean to a limit.
const TO_LIMIT: f64 = 2.66;
/// Of the way from the mean to a limit: closer to the limit is near it.
const NEAR: f64 = 2.0 / 3.0;
/// Values in a row that make a trend, or a run on one side of the mean.
const IN_A_ROW: usize = 7;

/// The natural process limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    pub(super) mean: f64,
    /// From the mean to either limit.
    reach: f64,
}

impl Limits {
    /// Of values in the order of their time; none of fewer than two.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        (!ranges.is_empty()).then(|| Self { mean: mean(values), reach: TO_LIMIT * mean(&ranges) })
    }

    pub(super) fn lower(&self) -> f64 {
        self.mean - self.reach
    }

    pub(super) fn upper(&self) -> f64 {
        self.mean + self.reach
    }

    fn is_outside(&self, value: f64) -> bool {
        (value - self.mean).abs() > self.reach
    }

    /// Whether a value is between the limits and near one of them.
    fn is_near(&self, value: f64) -> bool {
        !self.is_outside(value) && (value - self.mean).abs() > NEAR * self.reach
    }
}

/// Why a value is unlikely to be chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It is outside the limits.
    Outside,
    /// It is one of seven values or more that only rise, or only fall.
    Trend,
    /// It is one of two among three in a row that are near the same limit; the third is on that side of the mean.
    TwoOfThree,
    /// It is one of seven values or more in a row on one side of the mean.
    OneSide,
}

impl Rule {
    /// From the first that counts on.
    pub(super) const ALL: [Self; 4] = [Self::Outside, Self::Trend, Self::TwoOfThree, Self::OneSide];
}

/// The first rule that each value breaks.
pub(super) fn broken(values: &[f64], limits: &Limits) -> Vec<Option<Rule>> {
    let side = |value: f64| (value > limits.mean, value < limits.mean);
    let is_one_side = |values: &[f64]| {
        let first = side(values[0]);
        first != (false, false) && values.iter().all(|&value| side(value) == first)
    };
    let is_trend = |values: &[f64]| {
        values.windows(2).all(|pair| pair[1] > pair[0]) || values.windows(2).all(|pair| pair[1] < pair[0])
    };
    let is_near_twice =
        |values: &[f64]| is_one_side(values) && values.iter().filter(|&&value| limits.is_near(value)).count() >= 2;
    let trends = within(values, IN_A_ROW, is_trend);
    let near = within(values, 3, is_near_twice);
    let sides = within(values, IN_A_ROW, is_one_side);
    let first_of = |at: usize| {
        let value = values[at];
        Rule::ALL.into_iter().find(|rule| match rule {
            Rule::Outside => limits.is_outside(value),
            Rule::Trend => trends[at],
            Rule::TwoOfThree => near[at] && limits.is_near(value),
            Rule::OneSide => sides[at],
        })
    };
    (0..values.len()).map(first_of).collect()
}

/// Which values are in any so long stretch that has a property.
fn within(values: &[f64], length: usize, has_it: impl Fn(&[f64]) -> bool) -> Vec<bool> {
    let mut found = vec![false; values.len()];
    for (start, stretch) in values.windows(length).enumerate() {
        if has_it(stretch) {
            found[start..start + length].fill(true);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    /// Which values break a rule, if the mean is 10 and the limits are 4 and 16.
    fn places(values: &[f64], rule: Rule) -> Vec<usize> {
        let found = broken(values, &Limits { mean: 10.0, reach: 6.0 });
        (0..values.len()).filter(|&at| found[at] == Some(rule)).collect()
    }

    #[test]
    fn limits_are_those_of_the_mean_moving_range() {
        let limits = Limits::of(&[10.0, 12.0, 9.0, 13.0]).unwrap();
        assert_eq!(limits.mean, 11.0);
        assert!((limits.upper() - (11.0 + 2.66 * 3.0)).abs() < 1e-12);
        assert!((limits.lower() - (11.0 - 2.66 * 3.0)).abs() < 1e-12);
        assert_eq!(Limits::of(&[10.0]), None);
    }

    #[test]
    fn a_value_on_a_limit_is_not_outside() {
        assert_eq!(places(&[16.0, 9.0, 16.1, 11.0, 3.9], Rule::Outside), [2, 4]);
    }

    #[test]
    fn seven_rising_values_are_a_trend_and_six_are_not() {
        let rising = [7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0];
        assert_eq!(places(&rising, Rule::Trend), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(places(&rising[..6], Rule::Trend), NONE);
        assert_eq!(places(&[7.0, 8.0, 9.0, 9.0, 10.0, 11.0, 12.0], Rule::Trend), NONE, "it rests");
    }

    #[test]
    fn two_of_three_must_be_near_the_same_limit() {
        assert_eq!(places(&[14.5, 11.0, 15.0, 9.0], Rule::TwoOfThree), [0, 2]);
        assert_eq!(places(&[14.5, 9.0, 15.0], Rule::TwoOfThree), NONE, "the third is on the other side");
        assert_eq!(places(&[14.5, 11.0, 5.0], Rule::TwoOfThree), NONE, "they are near different limits");
        assert_eq!(places(&[14.0, 11.0, 14.0], Rule::TwoOfThree), NONE, "two thirds of the way is not near");
    }

    #[test]
    fn seven_values_on_one_side_are_a_run_unless_one_is_the_mean() {
        let above = [11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0];
        assert_eq!(places(&above, Rule::OneSide).len(), 7);
        assert_eq!(places(&[11.0, 12.0, 11.0, 10.0, 11.0, 12.0, 11.0], Rule::OneSide), NONE);
        assert_eq!(places(&[10.0; 9], Rule::OneSide), NONE);
    }

    #[test]
    fn a_value_counts_for_the_first_rule_it_breaks() {
        let values = [11.0, 12.0, 11.0, 17.0, 11.0, 12.0, 11.0];
        assert_eq!((places(&values, Rule::Outside), places(&values, Rule::OneSide).len()), (vec![3], 6));
    }
}
