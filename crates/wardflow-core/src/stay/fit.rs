//! Shapes from what planners know: a mean and a standard deviation, a mean and a median, or two quantiles.

use core::f64::consts::LN_2;
use core::fmt;

use super::error::FitError;
use super::shape::{Shape, weibull_squared_cv};
use super::special::{gamma_quantile, normal_quantile};
use super::split::Split;
use super::validate::{GAMMA_SHAPES, WEIBULL_SHAPES, positive};

/// The Weibull shape whose mean is lowest relative to its median, where ψ(1 + 1/k) = ln ln 2: 1.43% below it.
const WEIBULL_LOWEST_MEAN_SHAPE: f64 = 7.092_522_291_846_62;

/// The families with two parameters that can be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// [`Shape::Lognormal`].
    Lognormal,
    /// [`Shape::Gamma`].
    Gamma,
    /// [`Shape::Weibull`].
    Weibull,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
        })
    }
}

impl Shape {
    /// The least standard deviation, relative to the mean, of a fitted shape.
    pub const LEAST_FITTED_SPREAD: f64 = 1e-4;
    /// The most: far beyond any stay in a hospital, so that a slip in the figures is noticed.
    pub const MOST_FITTED_SPREAD: f64 = 30.0;

    /// The shape with this mean and standard deviation, both in days.
    ///
    /// Lognormal: sigma² = ln(1 + cv²), mu = ln(mean) - sigma²/2; gamma: shape = 1/cv²; Weibull: the shape at which
    /// Γ(1 + 2/k) / Γ(1 + 1/k)² = 1 + cv², by halving.
    ///
    /// # Errors
    ///
    /// [`FitError::NotPositive`] for a figure that is not above 0, [`FitError::Spread`] where the standard deviation
    /// is below [`Shape::LEAST_FITTED_SPREAD`] or above [`Shape::MOST_FITTED_SPREAD`] times the mean,
    /// [`FitError::TooLong`] where the mean is beyond any stay.
    pub fn from_mean_sd(family: Family, mean: f64, sd: f64) -> Result<Self, FitError> {
        positive("the mean", mean)?;
        positive("the standard deviation", sd)?;
        let spread = sd / mean;
        check_spread(spread)?;
        let square = spread * spread;
        fitted(match family {
            Family::Lognormal => {
                let variance = libm::log1p(square);
                Self::Lognormal { mu: libm::log(mean) - 0.5 * variance, sigma: variance.sqrt() }
            }
            Family::Gamma => Self::Gamma { shape: 1.0 / square, scale: mean * square },
            Family::Weibull => weibull_with_mean(mean, halve(WEIBULL_SHAPES, |k| weibull_squared_cv(k) < square)),
        })
    }

    /// The shape with this mean and median, both in days.
    ///
    /// Lognormal: median = exp(mu), mean = exp(mu + sigma²/2). Gamma and Weibull: by halving. A Weibull distribution
    /// can have a mean up to 1.4% below the median; there two shapes fit, and this is the one that varies more.
    ///
    /// # Errors
    ///
    /// [`FitError::MeanNotAboveMedian`] where the family has no such mean; otherwise as [`Shape::from_mean_sd`].
    pub fn from_mean_median(family: Family, mean: f64, median: f64) -> Result<Self, FitError> {
        positive("the mean", mean)?;
        positive("the median", median)?;
        let ratio = median / mean;
        let highest = match family {
            Family::Weibull => weibull_median_over_mean(WEIBULL_LOWEST_MEAN_SHAPE),
            Family::Lognormal | Family::Gamma => 1.0,
        };
        // A ratio of 1 is impossible for lognormal and gamma, but the highest ratio of a Weibull is reached.
        if ratio > highest || (ratio >= highest && family != Family::Weibull) {
            return Err(FitError::MeanNotAboveMedian { family, mean, median });
        }
        fitted(match family {
            Family::Lognormal => {
                let variance = 2.0 * libm::log(mean / median);
                check_spread(libm::expm1(variance).sqrt())?;
                Self::Lognormal { mu: libm::log(median), sigma: variance.sqrt() }
            }
            Family::Gamma => {
                let half = Split::probability(0.5);
                let shape = halve(GAMMA_SHAPES, |a| gamma_quantile(a, half) / a > ratio);
                Self::Gamma { shape, scale: mean / shape }
            }
            Family::Weibull => {
                let shapes = (WEIBULL_SHAPES.0, WEIBULL_LOWEST_MEAN_SHAPE);
                weibull_with_mean(mean, halve(shapes, |k| weibull_median_over_mean(k) > ratio))
            }
        })
    }

    /// The shape with these two quantiles, each a (probability, days), in either order.
    ///
    /// Lognormal and Weibull: a straight line through the logarithms of the stays; gamma: the shape with the right
    /// ratio of the two stays, by halving.
    ///
    /// # Errors
    ///
    /// [`FitError::NotProbability`] and [`FitError::NotPositive`] for a figure out of range,
    /// [`FitError::QuantilesNotIncreasing`] where the higher probability does not have the longer stay; otherwise as
    /// [`Shape::from_mean_sd`].
    pub fn from_quantiles(family: Family, one: (f64, f64), other: (f64, f64)) -> Result<Self, FitError> {
        for (probability, days) in [one, other] {
            if !(probability > 0.0 && probability < 1.0) {
                return Err(FitError::NotProbability { value: probability });
            }
            positive("the stay of a quantile", days)?;
        }
        let (low, high) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        if low.0 >= high.0 || low.1 >= high.1 {
            return Err(FitError::QuantilesNotIncreasing { quantiles: [low, high] });
        }
        let (p_low, p_high) = (Split::probability(low.0), Split::probability(high.0));
        let rise = libm::log(high.1) - libm::log(low.1);
        fitted(match family {
            Family::Lognormal => {
                let z_low = normal_quantile(p_low);
                let sigma = rise / (normal_quantile(p_high) - z_low);
                check_spread(libm::expm1(sigma * sigma).sqrt())?;
                Self::Lognormal { mu: libm::log(low.1) - sigma * z_low, sigma }
            }
            Family::Gamma => {
                let wanted = low.1 / high.1;
                let shape = halve(GAMMA_SHAPES, |a| gamma_quantile(a, p_low) / gamma_quantile(a, p_high) > wanted);
                Self::Gamma { shape, scale: high.1 / gamma_quantile(shape, p_high) }
            }
            Family::Weibull => {
                let hazard_low = libm::log(-libm::log1p(-low.0));
                let hazard_high = libm::log(-libm::log1p(-high.0));
                let shape = (hazard_high - hazard_low) / rise;
                check_spread(weibull_squared_cv(shape).sqrt())?;
                Self::Weibull { shape, scale: libm::exp(libm::log(low.1) - hazard_low / shape) }
            }
        })
    }

    /// Observed stays in days, in any order, each as likely as any other.
    ///
    /// # Errors
    ///
    /// [`FitError::TooFew`] without values, [`FitError::Negative`] for one that is negative or not finite,
    /// [`FitError::TooLong`] where their mean is beyond any stay.
    pub fn from_observed(mut values: Vec<f64>) -> Result<Self, FitError> {
        values.sort_by(f64::total_cmp);
        let shape = Self::Empirical { values };
        shape.validate()?;
        Ok(shape)
    }
}

/// The shape, once it is found to make sense and to vary within reason.
fn fitted(shape: Shape) -> Result<Shape, FitError> {
    check_spread(shape.standard_deviation() / shape.mean())?;
    shape.validate()?;
    Ok(shape)
}

fn check_spread(ratio: f64) -> Result<(), FitError> {
    // A little room, since the ratio of a fitted shape is the one asked for only within rounding.
    let (least, most) = (Shape::LEAST_FITTED_SPREAD * (1.0 - 1e-6), Shape::MOST_FITTED_SPREAD * (1.0 + 1e-6));
    if (least..=most).contains(&ratio) { Ok(()) } else { Err(FitError::Spread { ratio }) }
}

fn weibull_with_mean(mean: f64, shape: f64) -> Shape {
    Shape::Weibull { shape, scale: mean / libm::tgamma(1.0 + 1.0 / shape) }
}

/// Median divided by mean; rises with the shape up to [`WEIBULL_LOWEST_MEAN_SHAPE`].
fn weibull_median_over_mean(shape: f64) -> f64 {
    libm::pow(LN_2, 1.0 / shape) / libm::tgamma(1.0 + 1.0 / shape)
}

/// The parameter from which on `is_above` holds, by halving the range on a logarithmic scale; the nearer end where
/// there is none (what comes of it then fails the check of the spread).
fn halve((mut low, mut high): (f64, f64), is_above: impl Fn(f64) -> bool) -> f64 {
    /// Enough to come from a ratio of 1e12 down to the last bit.
    const HALVINGS: u32 = 60;
    for _ in 0..HALVINGS {
        let middle = (low * high).sqrt();
        if is_above(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    (low * high).sqrt()
}

#[cfg(test)]
mod tests;
