//! Quantiles of every shape.

use super::partial::{MomentOrder, Window};
use super::shape::Shape;
use super::special::{gamma_quantile, normal_quantile};
use super::split::Split;

/// Halving alone narrows any bracket to the wanted width in about half as many steps.
const MOST_STEPS: u32 = 120;
/// Relative width at which a bracket is narrow enough.
const NARROW: f64 = 1e-13;

impl Shape {
    /// The quantile, in days, at a probability given from both sides.
    pub(super) fn quantile_at(&self, p: Split) -> f64 {
        match self {
            Self::Exponential { mean } => mean * exponential_quantile(p),
            Self::Erlang { stages, mean } => mean / f64::from(*stages) * gamma_quantile(f64::from(*stages), p),
            Self::Gamma { shape, scale } => scale * gamma_quantile(*shape, p),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal_quantile(p)),
            Self::Weibull { shape, scale } => scale * libm::pow(exponential_quantile(p), 1.0 / shape),
            Self::Triangular { least, mode, most } => {
                let width = most - least;
                if p.below * width < mode - least {
                    least + (p.below * width * (mode - least)).sqrt()
                } else {
                    most - (p.above * width * (most - mode)).sqrt()
                }
            }
            Self::Uniform { least, most } => least + p.below * (most - least),
            Self::Fixed { days } => *days,
            Self::Empirical { values } => {
                let place = (p.below * values.len() as f64) as usize;
                values.get(place).or(values.last()).copied().unwrap_or(f64::NAN)
            }
            Self::Quantiles { points } => between_points(points, p),
            Self::Mixture { parts } => self.mixture_quantile(parts, p),
            Self::Truncated { shape, least, most } => {
                let inside = shape.quantile_at(Window::of(shape, *least, *most).widen(p));
                inside.max(*least).min(*most)
            }
            Self::Stretched { shape, beyond, factor } => stretch(shape.quantile_at(p), *beyond, *factor),
        }
    }

    /// Two stays between which the quantile lies; both are the quantile where it has a closed form.
    fn bracket(&self, p: Split) -> (f64, f64) {
        match self {
            Self::Mixture { parts } => parts
                .iter()
                .map(|(_, shape)| shape.bracket(p))
                .reduce(|(low, high), (least, most)| (low.min(least), high.max(most)))
                .unwrap_or((f64::NAN, f64::NAN)),
            Self::Truncated { shape, least, most } => {
                let (low, high) = shape.bracket(Window::of(shape, *least, *most).widen(p));
                (low.max(*least).min(*most), high.max(*least).min(*most))
            }
            Self::Stretched { shape, beyond, factor } => {
                let (low, high) = shape.bracket(p);
                (stretch(low, *beyond, *factor), stretch(high, *beyond, *factor))
            }
            _ => {
                let quantile = self.quantile_at(p);
                (quantile, quantile)
            }
        }
    }

    /// The least stay at which the cumulative probability reaches `p`.
    ///
    /// False position with the Illinois weighting, and halving where it is slow, as it is at a step: M. Dowell and
    /// P. Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11 (1971), 168-174.
    fn mixture_quantile(&self, parts: &[(f64, Self)], p: Split) -> f64 {
        let excess = |x: f64| self.partial(MomentOrder::Zeroth, x).excess_over(p);
        let (mut low, mut high) = self.bracket(p);
        // A bracket with an infinite end is that of p = 1.
        if low >= high || !high.is_finite() {
            return high;
        }
        for (_, part) in parts {
            if let Self::Fixed { days } = *part
                && low < days
                && days < high
            {
                if excess(days) < 0.0 {
                    low = days;
                } else if excess(days.next_down()) < 0.0 {
                    return days;
                } else {
                    high = days;
                }
            }
        }
        let (mut excess_low, mut excess_high) = (excess(low), excess(high));
        if excess_low >= 0.0 {
            return low;
        }
        let mut width = high - low;
        let mut halve = false;
        let mut last_was_high = None;
        for _ in 0..MOST_STEPS {
            if high - low <= NARROW * high {
                break;
            }
            let secant = high - excess_high * (high - low) / (excess_high - excess_low);
            let x = if halve || !(low < secant && secant < high) { 0.5 * (low + high) } else { secant };
            let excess_x = excess(x);
            if excess_x == 0.0 || excess_x.is_nan() {
                return x;
            }
            let is_high = excess_x > 0.0;
            // The end that stays behind twice counts half, so that the next line reaches the other side of the root.
            let stale = if last_was_high == Some(is_high) { 0.5 } else { 1.0 };
            if is_high {
                (high, excess_high) = (x, excess_x);
                excess_low *= stale;
            } else {
                (low, excess_low) = (x, excess_x);
                excess_high *= stale;
            }
            last_was_high = Some(is_high);
            halve = !halve && high - low > 0.5 * width;
            width = high - low;
        }
        high
    }
}

/// The quantile of the exponential distribution with mean 1.
fn exponential_quantile(p: Split) -> f64 {
    if p.below < 0.5 { -libm::log1p(-p.below) } else { -libm::log(p.above) }
}

fn between_points(points: &[(f64, f64)], p: Split) -> f64 {
    let next = points.partition_point(|&(probability, _)| probability <= p.below);
    match (points.get(next.wrapping_sub(1)), points.get(next)) {
        (Some(&(p0, x0)), Some(&(p1, x1))) => x0 + (x1 - x0) * ((p.below - p0) / (p1 - p0)),
        (Some(&(_, x)), None) | (None, Some(&(_, x))) => x,
        (None, None) => f64::NAN,
    }
}

fn stretch(x: f64, beyond: f64, factor: f64) -> f64 {
    if x <= beyond { x } else { beyond + (x - beyond) * factor }
}
