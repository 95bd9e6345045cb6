//! The distributions a length of stay can have.

use super::partial::MomentOrder;
use super::split::Split;

/// A distribution of lengths of stay, in days.
///
/// The fields are plain data: anything can be put in them. [`Shape::validate`] says whether they make sense, and the
/// other methods are only meaningful (though they never panic, for nesting within [`Shape::DEEPEST_NESTING`]) for a
/// shape that passes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// No memory: however long the stay has lasted, the rest is as long as a whole one.
    Exponential {
        /// Mean, in days.
        mean: f64,
    },
    /// The sum of equal exponential stages; the more stages, the less the stays vary.
    Erlang {
        /// Number of stages, at least 1.
        stages: u32,
        /// Mean of the whole stay, in days.
        mean: f64,
    },
    /// Gamma; its mean is `shape` times `scale`.
    Gamma {
        /// Shape, without unit: 1 / (coefficient of variation)².
        shape: f64,
        /// Scale, in days.
        scale: f64,
    },
    /// The natural logarithm of the stay in days is normal.
    Lognormal {
        /// Mean of the logarithm: the median stay is exp(mu) days.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Weibull, with cumulative probability 1 - exp(-(x / scale)^shape).
    Weibull {
        /// Shape, without unit: above 1 the longer a stay the likelier its end, below 1 the less likely.
        shape: f64,
        /// Scale, in days: 63.2% of stays are shorter.
        scale: f64,
    },
    /// A density that rises from `least` to `mode` and falls to `most`, all in days.
    Triangular {
        /// Shortest stay, in days.
        least: f64,
        /// Likeliest stay, in days.
        mode: f64,
        /// Longest stay, in days.
        most: f64,
    },
    /// Every stay from `least` to `most` days is as likely as any other.
    Uniform {
        /// Shortest stay, in days.
        least: f64,
        /// Longest stay, in days.
        most: f64,
    },
    /// Always the same stay.
    Fixed {
        /// The stay, in days.
        days: f64,
    },
    /// Observed stays, each as likely as any other: the quantile function is a step function.
    Empirical {
        /// The stays in days, in increasing order.
        values: Vec<f64>,
    },
    /// Known quantiles with straight lines in between.
    Quantiles {
        /// (probability, days), both increasing; the first probability is 0, the last 1.
        points: Vec<(f64, f64)>,
    },
    /// One of several shapes, chosen with the given weights.
    Mixture {
        /// (weight, shape); the weights sum to 1.
        parts: Vec<(f64, Self)>,
    },
    /// A shape on condition that the stay lies from `least` to `most` days.
    Truncated {
        /// The shape before truncation.
        shape: Box<Self>,
        /// Shortest stay, in days.
        least: f64,
        /// Longest stay, in days; may be infinite.
        most: f64,
    },
    /// A shape whose long stays are stretched (or shortened) and whose short stays are left alone: a stay of `x` days
    /// stays `x` up to `beyond` and becomes `beyond + (x - beyond) * factor` above it.
    Stretched {
        /// The shape before stretching.
        shape: Box<Self>,
        /// Stays up to this many days are left alone.
        beyond: f64,
        /// What the part of a stay above `beyond` is multiplied by.
        factor: f64,
    },
}

impl Shape {
    /// Mean, in days: in closed form for every shape. Infinite where it exceeds the range of `f64`.
    pub fn mean(&self) -> f64 {
        self.raw_moment(MomentOrder::First)
    }

    /// Standard deviation, in days. Infinite where it exceeds the range of `f64`.
    ///
    /// For truncated and stretched shapes it comes from the mean square less the squared mean, and so has about as
    /// many digits fewer than 15 as (mean / standard deviation)² has.
    pub fn standard_deviation(&self) -> f64 {
        self.variance().max(0.0).sqrt()
    }

    /// Probability that a stay is at most `x` days.
    pub fn cdf(&self, x: f64) -> f64 {
        self.partial(MomentOrder::Zeroth, x).below
    }

    /// The stay, in days, below which the share `p` of all stays lies; non-decreasing in `p`.
    ///
    /// `p` is meant to lie in [0, 1); below 0 it counts as 0, and from 1 on the answer is the longest possible stay,
    /// which may be infinite. Relative error about 1e-12.
    pub fn quantile(&self, p: f64) -> f64 {
        self.quantile_at(Split::probability(p))
    }

    fn variance(&self) -> f64 {
        match self {
            Self::Exponential { mean } => mean * mean,
            Self::Erlang { stages, mean } => mean * mean / f64::from(*stages),
            Self::Gamma { shape, scale } => shape * scale * scale,
            Self::Lognormal { sigma, .. } => self.mean() * self.mean() * libm::expm1(sigma * sigma),
            Self::Weibull { shape, .. } => self.mean() * self.mean() * weibull_squared_cv(*shape),
            Self::Triangular { least, mode, most } => {
                ((mode - least) * (mode - least) + (most - mode) * (most - least)) / 18.0
            }
            Self::Uniform { least, most } => (most - least) * (most - least) / 12.0,
            Self::Fixed { .. } => 0.0,
            Self::Empirical { values } => {
                let mean = self.mean();
                values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64
            }
            Self::Quantiles { points } => {
                let mean = self.mean();
                let segment = |pair: &[(f64, f64)]| {
                    let (from, to) = (pair[0].1 - mean, pair[1].1 - mean);
                    (pair[1].0 - pair[0].0) * (from * from + from * to + to * to) / 3.0
                };
                points.windows(2).map(segment).sum()
            }
            Self::Mixture { parts } => {
                let mean = self.mean();
                let part = |(weight, shape): &(f64, Self)| {
                    let distance = shape.mean() - mean;
                    weight * (shape.variance() + distance * distance)
                };
                parts.iter().map(part).sum::<f64>() / total_weight(parts)
            }
            Self::Truncated { .. } | Self::Stretched { .. } => {
                let mean = self.mean();
                self.raw_moment(MomentOrder::Second) - mean * mean
            }
        }
    }
}

/// The squared coefficient of variation of a Weibull distribution.
///
/// The difference of logarithms keeps the digits that Γ(1 + 2/k) - Γ(1 + 1/k)² would lose for a large shape k.
pub(super) fn weibull_squared_cv(shape: f64) -> f64 {
    libm::expm1(libm::lgamma(1.0 + 2.0 / shape) - 2.0 * libm::lgamma(1.0 + 1.0 / shape))
}

/// The sum of the weights of a mixture, by which each is divided: they sum to 1 only within rounding.
pub(super) fn total_weight(parts: &[(f64, Shape)]) -> f64 {
    parts.iter().map(|(weight, _)| weight).sum()
}

#[cfg(test)]
mod tests;
