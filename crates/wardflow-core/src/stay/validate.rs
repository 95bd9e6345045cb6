//! Whether a shape makes sense.

use super::error::FitError;
use super::partial::Window;
use super::shape::{Shape, total_weight};
use super::table::{LONGEST_STAY_SECONDS, SECONDS_PER_DAY};

/// Range of the shape parameter of a gamma distribution: coefficients of variation from about 1/30,000 to 30.
pub(super) const GAMMA_SHAPES: (f64, f64) = (1e-3, 1e9);
/// Range of the shape parameter of a Weibull distribution.
pub(super) const WEIBULL_SHAPES: (f64, f64) = (0.05, 1e5);
/// Range of sigma of a lognormal distribution.
const LOGNORMAL_SIGMAS: (f64, f64) = (1e-9, 10.0);
/// How far the weights of a mixture may be from 1 in sum.
const WEIGHT_TOLERANCE: f64 = 1e-6;
/// The least probability that truncation may leave: with less, too few digits remain.
const LEAST_MASS: f64 = 1e-9;

impl Shape {
    /// How deep shapes may be nested in mixtures, truncations and stretches, the innermost included.
    pub const DEEPEST_NESTING: usize = 5;

    /// Checks that every parameter is finite and in range, that lists increase, that weights sum to 1 (within 1e-6),
    /// that truncation leaves some probability (at least 1e-9), and that the mean can be drawn (below 2^38 seconds).
    ///
    /// # Errors
    ///
    /// The first thing found wrong, in the words of [`FitError`].
    pub fn validate(&self) -> Result<(), FitError> {
        self.validate_within(Self::DEEPEST_NESTING)?;
        let mean = self.mean();
        let longest = LONGEST_STAY_SECONDS as f64 / SECONDS_PER_DAY;
        if mean <= longest { Ok(()) } else { Err(FitError::TooLong { mean, longest }) }
    }

    fn validate_within(&self, depth: usize) -> Result<(), FitError> {
        let deeper = depth.checked_sub(1).filter(|&left| left > 0 || !self.is_nest()).ok_or(FitError::TooDeep)?;
        match self {
            Self::Exponential { mean } => positive("the mean", *mean),
            Self::Erlang { stages, mean } => {
                positive("the number of stages", f64::from(*stages))?;
                positive("the mean", *mean)
            }
            Self::Gamma { shape, scale } => {
                in_range("the shape of the gamma distribution", *shape, GAMMA_SHAPES)?;
                positive("the scale", *scale)
            }
            Self::Lognormal { mu, sigma } => {
                finite("the mean of the logarithm (mu)", *mu)?;
                in_range("the standard deviation of the logarithm (sigma)", *sigma, LOGNORMAL_SIGMAS)
            }
            Self::Weibull { shape, scale } => {
                in_range("the shape of the weibull distribution", *shape, WEIBULL_SHAPES)?;
                positive("the scale", *scale)
            }
            Self::Triangular { least, mode, most } => {
                ordered_range(*least, *most)?;
                finite("the likeliest stay", *mode)?;
                ordered("the shortest stay", *least, "the likeliest stay", *mode)?;
                ordered("the likeliest stay", *mode, "the longest stay", *most)
            }
            Self::Uniform { least, most } => ordered_range(*least, *most),
            Self::Fixed { days } => not_negative("the fixed stay", *days),
            Self::Empirical { values } => validate_values(values),
            Self::Quantiles { points } => validate_points(points),
            Self::Mixture { parts } => validate_parts(parts, deeper),
            Self::Truncated { shape, least, most } => {
                shape.validate_within(deeper)?;
                not_negative("the shortest stay", *least)?;
                if most.is_nan() {
                    return Err(FitError::NotFinite { what: "the longest stay", value: *most });
                }
                ordered("the shortest stay", *least, "the longest stay", *most)?;
                let mass = Window::of(shape, *least, *most).mass();
                if mass >= LEAST_MASS {
                    Ok(())
                } else {
                    Err(FitError::NothingLeft { least: *least, most: *most, mass })
                }
            }
            Self::Stretched { shape, beyond, factor } => {
                shape.validate_within(deeper)?;
                not_negative("the stay beyond which stays are stretched", *beyond)?;
                positive("the factor by which stays are stretched", *factor)
            }
        }
    }

    fn is_nest(&self) -> bool {
        matches!(self, Self::Mixture { .. } | Self::Truncated { .. } | Self::Stretched { .. })
    }
}

fn validate_values(values: &[f64]) -> Result<(), FitError> {
    if values.is_empty() {
        return Err(FitError::TooFew { what: "observed stays", least: 1 });
    }
    values.iter().try_for_each(|&value| not_negative("an observed stay", value))?;
    increasing("observed stays", values.iter().copied(), |before, after| before <= after)
}

fn validate_points(points: &[(f64, f64)]) -> Result<(), FitError> {
    let (Some(&(first, _)), Some(&(last, _)), true) = (points.first(), points.last(), points.len() > 1) else {
        return Err(FitError::TooFew { what: "quantile points", least: 2 });
    };
    for &(probability, days) in points {
        in_range("the probability of a quantile point", probability, (0.0, 1.0))?;
        not_negative("the stay of a quantile point", days)?;
    }
    if first > 0.0 || last < 1.0 {
        return Err(FitError::OpenEnds { first, last });
    }
    increasing("the probabilities of the quantile points", points.iter().map(|point| point.0), |a, b| a < b)?;
    increasing("the stays of the quantile points", points.iter().map(|point| point.1), |a, b| a <= b)
}

fn validate_parts(parts: &[(f64, Shape)], depth: usize) -> Result<(), FitError> {
    if parts.is_empty() {
        return Err(FitError::TooFew { what: "parts in the mixture", least: 1 });
    }
    for (weight, shape) in parts {
        not_negative("a weight of the mixture", *weight)?;
        shape.validate_within(depth)?;
    }
    let sum = total_weight(parts);
    if (sum - 1.0).abs() <= WEIGHT_TOLERANCE { Ok(()) } else { Err(FitError::Weights { sum }) }
}

fn increasing(
    what: &'static str,
    values: impl Iterator<Item = f64> + Clone,
    in_order: impl Fn(f64, f64) -> bool,
) -> Result<(), FitError> {
    match values.clone().zip(values.skip(1)).position(|(before, after)| !in_order(before, after)) {
        Some(place) => Err(FitError::NotIncreasing { what, place: place + 1 }),
        None => Ok(()),
    }
}

/// A finite range of stays that is not empty.
fn ordered_range(least: f64, most: f64) -> Result<(), FitError> {
    not_negative("the shortest stay", least)?;
    finite("the longest stay", most)?;
    if least < most {
        Ok(())
    } else {
        Err(FitError::WrongOrder {
            smaller: "the shortest stay",
            small: least,
            larger: "the longest stay",
            large: most,
        })
    }
}

fn ordered(smaller: &'static str, small: f64, larger: &'static str, large: f64) -> Result<(), FitError> {
    if small <= large { Ok(()) } else { Err(FitError::WrongOrder { smaller, small, larger, large }) }
}

fn finite(what: &'static str, value: f64) -> Result<(), FitError> {
    if value.is_finite() { Ok(()) } else { Err(FitError::NotFinite { what, value }) }
}

pub(super) fn positive(what: &'static str, value: f64) -> Result<(), FitError> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(FitError::NotPositive { what, value }) }
}

fn not_negative(what: &'static str, value: f64) -> Result<(), FitError> {
    if value.is_finite() && value >= 0.0 { Ok(()) } else { Err(FitError::Negative { what, value }) }
}

fn in_range(what: &'static str, value: f64, (least, most): (f64, f64)) -> Result<(), FitError> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(FitError::OutOfRange { what, value, least, most }) }
}
