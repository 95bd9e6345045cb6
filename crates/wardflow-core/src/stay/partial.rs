//! Partial moments: how much of the probability, of the mean and of the mean square lies below and above a length of
//! stay. All are closed forms; means, truncation, stretching and the sampler are built on them.

use super::shape::{Shape, total_weight};
use super::special::{gamma_split, normal_split};
use super::split::Split;

/// Which power of the stay a moment averages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MomentOrder {
    /// The probability itself.
    Zeroth,
    /// The mean.
    First,
    /// The mean square.
    Second,
}

impl MomentOrder {
    fn number(self) -> f64 {
        match self {
            Self::Zeroth => 0.0,
            Self::First => 1.0,
            Self::Second => 2.0,
        }
    }

    fn power(self, x: f64) -> f64 {
        match self {
            Self::Zeroth => 1.0,
            Self::First => x,
            Self::Second => x * x,
        }
    }

    /// The moment about 0 of a uniform distribution from `a` to `b`.
    fn uniform(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Zeroth => 1.0,
            Self::First => 0.5 * (a + b),
            Self::Second => (a * a + a * b + b * b) / 3.0,
        }
    }

    /// The moment of `shift + factor * X` from the moments of `X`, each given by its order.
    fn linear(self, shift: f64, factor: f64, moment: impl Fn(Self) -> f64) -> f64 {
        match self {
            Self::Zeroth => moment(Self::Zeroth),
            Self::First => shift * moment(Self::Zeroth) + factor * moment(Self::First),
            Self::Second => {
                shift * shift * moment(Self::Zeroth)
                    + 2.0 * shift * factor * moment(Self::First)
                    + factor * factor * moment(Self::Second)
            }
        }
    }
}

impl Shape {
    /// E\[Xⁿ\], in daysⁿ.
    pub(super) fn raw_moment(&self, order: MomentOrder) -> f64 {
        let n = order.number();
        match self {
            _ if order == MomentOrder::Zeroth => 1.0,
            Self::Exponential { mean } => gamma_moment(order, 1.0, *mean),
            Self::Erlang { stages, mean } => gamma_moment(order, f64::from(*stages), mean / f64::from(*stages)),
            Self::Gamma { shape, scale } => gamma_moment(order, *shape, *scale),
            Self::Lognormal { mu, sigma } => libm::exp(n * mu + 0.5 * n * n * sigma * sigma),
            Self::Weibull { shape, scale } => order.power(*scale) * libm::tgamma(1.0 + n / shape),
            &Self::Triangular { least: a, mode: b, most: c } => match order {
                MomentOrder::Second => (a * a + b * b + c * c + a * b + a * c + b * c) / 6.0,
                _ => (a + b + c) / 3.0,
            },
            Self::Uniform { least, most } => order.uniform(*least, *most),
            Self::Fixed { days } => order.power(*days),
            Self::Empirical { values } => {
                values.iter().map(|&value| order.power(value)).sum::<f64>() / values.len() as f64
            }
            Self::Quantiles { points } => {
                points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * order.uniform(pair[0].1, pair[1].1)).sum()
            }
            Self::Mixture { parts } => {
                parts.iter().map(|(weight, shape)| weight * shape.raw_moment(order)).sum::<f64>() / total_weight(parts)
            }
            Self::Truncated { shape, least, most } => Window::of(shape, *least, *most).moment(order),
            Self::Stretched { shape, beyond, factor } => {
                let stretched = order.linear(beyond * (1.0 - factor), *factor, |k| shape.partial(k, *beyond).above);
                shape.partial(order, *beyond).below + stretched
            }
        }
    }

    /// E\[Xⁿ; X <= x\] below and E\[Xⁿ; X > x\] above, in daysⁿ.
    pub(super) fn partial(&self, order: MomentOrder, x: f64) -> Split {
        if x < 0.0 {
            return Split::all_above(self.raw_moment(order));
        }
        if x == f64::INFINITY {
            return Split::all_below(self.raw_moment(order));
        }
        match self {
            Self::Exponential { mean } => exponential_partial(order, *mean, x),
            Self::Erlang { stages, mean } => {
                self.gamma_partial(order, f64::from(*stages), x * f64::from(*stages) / mean)
            }
            Self::Gamma { shape, scale } => self.gamma_partial(order, *shape, x / scale),
            Self::Lognormal { mu, sigma } => {
                normal_split((libm::log(x) - mu) / sigma - order.number() * sigma).scaled(self.raw_moment(order))
            }
            Self::Weibull { shape, scale } => {
                let hazard = libm::pow(x / scale, *shape);
                if order == MomentOrder::Zeroth {
                    return Split { below: -libm::expm1(-hazard), above: libm::exp(-hazard) };
                }
                gamma_split(1.0 + order.number() / shape, hazard).scaled(self.raw_moment(order))
            }
            &Self::Triangular { least, mode, most } => self.triangular_partial(order, least, mode, most, x),
            Self::Uniform { least, most } => uniform_partial(order, *least, *most, x),
            Self::Fixed { days } if x < *days => Split::all_above(order.power(*days)),
            Self::Fixed { days } => Split::all_below(order.power(*days)),
            Self::Empirical { values } => empirical_partial(order, values, x),
            Self::Quantiles { points } => {
                let mut sum = Split::all_above(0.0);
                for pair in points.windows(2) {
                    let share = uniform_partial(order, pair[0].1, pair[1].1, x).scaled(pair[1].0 - pair[0].0);
                    sum = Split { below: sum.below + share.below, above: sum.above + share.above };
                }
                sum
            }
            Self::Mixture { parts } => {
                let total = total_weight(parts);
                let mut sum = Split::all_above(0.0);
                for (weight, shape) in parts {
                    let share = shape.partial(order, x).scaled(weight / total);
                    sum = Split { below: sum.below + share.below, above: sum.above + share.above };
                }
                sum
            }
            Self::Truncated { shape, least, most } => Window::of(shape, *least, *most).partial(order, x),
            Self::Stretched { shape, beyond, factor } => stretched_partial(order, shape, *beyond, *factor, x),
        }
    }

    /// Partial moments of a gamma distribution at `t` scales: those of a gamma distribution with a larger shape.
    fn gamma_partial(&self, order: MomentOrder, shape: f64, t: f64) -> Split {
        gamma_split(shape + order.number(), t).scaled(self.raw_moment(order))
    }

    fn triangular_partial(&self, order: MomentOrder, least: f64, mode: f64, most: f64, x: f64) -> Split {
        let total = self.raw_moment(order);
        // On each side the stay is an end point plus or minus a distance with a density that grows in proportion.
        let side = |end: f64, direction: f64, distance: f64, other: f64| {
            let share = distance * distance / ((most - least) * other);
            order.linear(end, direction, |k| match k {
                MomentOrder::Zeroth => share,
                MomentOrder::First => share * distance * (2.0 / 3.0),
                MomentOrder::Second => share * distance * distance * 0.5,
            })
        };
        if x <= least {
            Split::all_above(total)
        } else if x >= most {
            Split::all_below(total)
        } else if x < mode {
            let below = side(least, 1.0, x - least, mode - least);
            Split { below, above: total - below }
        } else {
            let above = side(most, -1.0, most - x, most - mode);
            Split { below: total - above, above }
        }
    }
}

/// The part of a shape that truncation leaves.
pub(super) struct Window<'a> {
    shape: &'a Shape,
    least: f64,
    most: f64,
    /// Probability before and after `least`; a stay of exactly `least` is inside.
    start: Split,
    /// Probability before and after `most`.
    end: Split,
}

impl<'a> Window<'a> {
    pub(super) fn of(shape: &'a Shape, least: f64, most: f64) -> Self {
        let start = shape.partial(MomentOrder::Zeroth, least.next_down());
        let end = shape.partial(MomentOrder::Zeroth, most);
        Self { shape, least, most, start, end }
    }

    /// The probability that truncation leaves.
    pub(super) fn mass(&self) -> f64 {
        self.start.until(self.end)
    }

    /// The probability in the whole shape at which the window holds `p`.
    pub(super) fn widen(&self, p: Split) -> Split {
        let mass = self.mass();
        Split { below: self.start.below + p.below * mass, above: self.end.above + p.above * mass }
    }

    fn moment(&self, order: MomentOrder) -> f64 {
        let start = self.shape.partial(order, self.least.next_down());
        start.until(self.shape.partial(order, self.most)) / self.mass()
    }

    fn partial(&self, order: MomentOrder, x: f64) -> Split {
        if x < self.least {
            return Split::all_above(self.moment(order));
        }
        if x >= self.most {
            return Split::all_below(self.moment(order));
        }
        let at = self.shape.partial(order, x);
        let (start, end) = if order == MomentOrder::Zeroth {
            (self.start, self.end)
        } else {
            (self.shape.partial(order, self.least.next_down()), self.shape.partial(order, self.most))
        };
        Split { below: start.until(at), above: at.until(end) }.scaled(1.0 / self.mass())
    }
}

fn gamma_moment(order: MomentOrder, shape: f64, scale: f64) -> f64 {
    match order {
        MomentOrder::Zeroth => 1.0,
        MomentOrder::First => shape * scale,
        MomentOrder::Second => shape * (shape + 1.0) * scale * scale,
    }
}

fn exponential_partial(order: MomentOrder, mean: f64, x: f64) -> Split {
    let t = x / mean;
    let survival = libm::exp(-t);
    // A short stay has a vanishing survival, which would turn an infinite t into 0 * infinity.
    if survival <= 0.0 {
        return Split::all_below(gamma_moment(order, 1.0, mean));
    }
    match order {
        MomentOrder::Zeroth => Split { below: -libm::expm1(-t), above: survival },
        MomentOrder::First => {
            let above = mean * (1.0 + t) * survival;
            Split { below: mean - above, above }
        }
        MomentOrder::Second => {
            let above = mean * mean * (2.0 + 2.0 * t + t * t) * survival;
            Split { below: 2.0 * mean * mean - above, above }
        }
    }
}

fn uniform_partial(order: MomentOrder, least: f64, most: f64, x: f64) -> Split {
    if x < least {
        Split::all_above(order.uniform(least, most))
    } else if x >= most {
        Split::all_below(order.uniform(least, most))
    } else {
        Split {
            below: (x - least) / (most - least) * order.uniform(least, x),
            above: (most - x) / (most - least) * order.uniform(x, most),
        }
    }
}

fn empirical_partial(order: MomentOrder, values: &[f64], x: f64) -> Split {
    let (below, above) = values.split_at(values.partition_point(|&value| value <= x));
    let sum = |part: &[f64]| match order {
        MomentOrder::Zeroth => part.len() as f64,
        _ => part.iter().map(|&value| order.power(value)).sum(),
    };
    Split { below: sum(below), above: sum(above) }.scaled(1.0 / values.len() as f64)
}

fn stretched_partial(order: MomentOrder, shape: &Shape, beyond: f64, factor: f64, x: f64) -> Split {
    let stretch = |moment: &dyn Fn(MomentOrder) -> f64| order.linear(beyond * (1.0 - factor), factor, moment);
    if order == MomentOrder::Zeroth {
        return shape.partial(order, if x <= beyond { x } else { beyond + (x - beyond) / factor });
    }
    let bend = shape.partial(order, beyond);
    if x <= beyond {
        let at = shape.partial(order, x);
        return Split { below: at.below, above: at.until(bend) + stretch(&|k| shape.partial(k, beyond).above) };
    }
    let before = beyond + (x - beyond) / factor;
    let between = |k| shape.partial(k, beyond).until(shape.partial(k, before));
    Split { below: bend.below + stretch(&between), above: stretch(&|k| shape.partial(k, before).above) }
}
