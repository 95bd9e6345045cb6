//! What can be wrong with a shape or with the figures it is fitted to.

use core::error::Error;
use core::fmt;

use super::fit::Family;
use super::shape::Shape;

/// Why a shape cannot be used, or why no shape has the figures asked for. Shown in plain words, lower case.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FitError {
    /// A figure must be finite and above 0.
    NotPositive {
        /// Which figure.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// A figure must be finite and at least 0.
    Negative {
        /// Which figure.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// A figure must be a finite number.
    NotFinite {
        /// Which figure.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// A figure lies outside the range in which the arithmetic is exact.
    OutOfRange {
        /// Which figure.
        what: &'static str,
        /// What it is.
        value: f64,
        /// The least it may be.
        least: f64,
        /// The most it may be.
        most: f64,
    },
    /// The probability of a quantile must lie strictly between 0 and 1.
    NotProbability {
        /// What it is.
        value: f64,
    },
    /// Two figures are in the wrong order.
    WrongOrder {
        /// The figure that must be the smaller.
        smaller: &'static str,
        /// Its value.
        small: f64,
        /// The figure that must be the larger.
        larger: &'static str,
        /// Its value.
        large: f64,
    },
    /// Two different quantiles are needed, the higher probability with the longer stay.
    QuantilesNotIncreasing {
        /// The two (probability, days), by increasing probability.
        quantiles: [(f64, f64); 2],
    },
    /// For these figures the family needs a mean above the median.
    MeanNotAboveMedian {
        /// The family.
        family: Family,
        /// The mean asked for, in days.
        mean: f64,
        /// The median asked for, in days.
        median: f64,
    },
    /// The figures ask for stays that hardly vary, or that vary beyond reason.
    Spread {
        /// Standard deviation divided by mean.
        ratio: f64,
    },
    /// A list that must hold something is too short.
    TooFew {
        /// Of what.
        what: &'static str,
        /// The least number.
        least: usize,
    },
    /// The values of a list must increase.
    NotIncreasing {
        /// Of what.
        what: &'static str,
        /// The place, from 0, of the first value that is below the one before it.
        place: usize,
    },
    /// The first quantile point must have probability 0 and the last probability 1.
    OpenEnds {
        /// The probability of the first point.
        first: f64,
        /// The probability of the last point.
        last: f64,
    },
    /// The weights of a mixture must sum to 1.
    Weights {
        /// What they sum to.
        sum: f64,
    },
    /// Truncation leaves almost nothing of the shape.
    NothingLeft {
        /// The shortest stay, in days.
        least: f64,
        /// The longest stay, in days.
        most: f64,
        /// The probability of a stay in between.
        mass: f64,
    },
    /// The mean is longer than any stay that can be drawn.
    TooLong {
        /// The mean, in days.
        mean: f64,
        /// The longest stay, in days.
        longest: f64,
    },
    /// Shapes are nested more than [`Shape::DEEPEST_NESTING`] deep.
    TooDeep,
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive { what, value } => write!(f, "{what} is {value}: it must be a number above 0"),
            Self::Negative { what, value } => write!(f, "{what} is {value}: it must be 0 or more, and finite"),
            Self::NotFinite { what, value } => write!(f, "{what} is {value}: it must be a finite number"),
            Self::OutOfRange { what, value, least, most } => {
                write!(f, "{what} is {value}: it must lie from {least} to {most}")
            }
            Self::NotProbability { value } => {
                write!(f, "the probability of a quantile is {value}: it must lie between 0 and 1, such as 0.9")
            }
            Self::WrongOrder { smaller, small, larger, large } => {
                write!(f, "{smaller} is {small} and {larger} is {large}: {smaller} must be the smaller of the two")
            }
            Self::QuantilesNotIncreasing { quantiles: [low, high] } => write!(
                f,
                "{} of stays are below {} days and {} below {} days: two different probabilities are needed, and the \
                 higher one must have the longer stay",
                low.0, low.1, high.0, high.1
            ),
            Self::MeanNotAboveMedian { family: Family::Weibull, mean, median } => write!(
                f,
                "the mean is {mean} days and the median {median} days: the mean of a weibull distribution can be \
                 at most 1.4% below its median; use a higher mean or a lower median"
            ),
            Self::MeanNotAboveMedian { family, mean, median } => write!(
                f,
                "the mean is {mean} days and the median {median} days: in a {family} distribution the mean is always \
                 above the median"
            ),
            Self::Spread { ratio } => write!(
                f,
                "these figures ask for a standard deviation of {ratio} times the mean: it must lie from {} to {} \
                 times; where stays hardly vary use a fixed stay",
                Shape::LEAST_FITTED_SPREAD,
                Shape::MOST_FITTED_SPREAD
            ),
            Self::TooFew { what, least } => write!(f, "there are too few {what}: at least {least} must be given"),
            Self::NotIncreasing { what, place } => {
                write!(f, "{what} must increase, but number {} is not above the one before it", place + 1)
            }
            Self::OpenEnds { first, last } => write!(
                f,
                "the quantile points go from probability {first} to {last}: the first must be 0 (the shortest stay) \
                 and the last 1 (the longest)"
            ),
            Self::Weights { sum } => write!(f, "the weights of a mixture sum to {sum}: they must sum to 1"),
            Self::NothingLeft { least, most, mass } => write!(
                f,
                "only {mass} of stays lie from {least} to {most} days: the limits must leave more of the distribution"
            ),
            Self::TooLong { mean, longest } => {
                write!(
                    f,
                    "the mean is {mean} days: stays are limited to {longest} days, and the mean must be below that"
                )
            }
            Self::TooDeep => {
                write!(f, "shapes are nested more than {} deep: use a simpler shape", Shape::DEEPEST_NESTING)
            }
        }
    }
}

impl Error for FitError {}
