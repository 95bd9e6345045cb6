//! The regularised incomplete gamma function and its inverse.
//!
//! Sources: NIST Digital Library of Mathematical Functions (DLMF), chapter 8; A. R. `DiDonato` and A. H. Morris,
//! "Computation of the incomplete gamma function ratios and their inverse", ACM Transactions on Mathematical
//! Software 12 (1986), 377-393.

use core::f64::consts::TAU;

use super::normal::{normal_quantile, normal_split, polynomial};
use crate::stay::split::Split;

/// From this shape on the uniform asymptotic expansion is both faster and more exact than series and fraction.
const LARGE_SHAPE: f64 = 500.0;
/// More terms than any argument below `LARGE_SHAPE` needs.
const MOST_TERMS: u32 = 2_000;
/// More steps than the inverse needs: halving alone narrows the bracket to the last bit in about as many.
const MOST_STEPS: u32 = 100;

/// P(a, x) below and Q(a, x) above: the gamma distribution with shape `a` > 0 and scale 1.
///
/// Not a number for other arguments. Relative error about 1e-12, rising to 2e-11 where a side is as small as 1e-17.
pub(in crate::stay) fn gamma_split(a: f64, x: f64) -> Split {
    if a.is_nan() || a <= 0.0 || x.is_nan() {
        Split { below: f64::NAN, above: f64::NAN }
    } else if x <= 0.0 {
        Split::all_above(1.0)
    } else if x == f64::INFINITY {
        Split::all_below(1.0)
    } else if a >= LARGE_SHAPE {
        large_shape(a, x)
    } else if x < a + 1.0 {
        let below = power_term(a, x) * series(a, x);
        Split { below, above: 1.0 - below }
    } else {
        let above = power_term(a, x) * a * fraction(a, x);
        Split { below: 1.0 - above, above }
    }
}

/// The `x` with P(a, x) = `p.below`: Halley's method inside a bracket, which halves where Halley would leave it.
///
/// The step and the starting points are those of W. H. Press and others, "Numerical Recipes", 3rd edition (2007),
/// section 6.2.1.
pub(in crate::stay) fn gamma_quantile(a: f64, p: Split) -> f64 {
    if p.above <= 0.0 {
        return f64::INFINITY;
    }
    let mut x = first_guess(a, p);
    // Below the smallest number there is nothing left to improve.
    if p.below <= 0.0 || x <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..MOST_STEPS {
        let excess = gamma_split(a, x).excess_over(p);
        if excess == 0.0 || excess.is_nan() {
            return x;
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = excess * x / (a * power_term(a, x));
        let bend = (newton * ((a - 1.0) / x - 1.0)).min(1.0);
        let step = newton / (1.0 - 0.5 * bend);
        // Halley's method triples the digits at each step.
        if step.abs() <= 1e-8 * x {
            return x - step;
        }
        let next = x - step;
        x = if low < next && next < high {
            next
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * x
        };
    }
    x
}

/// Where to start: the leading term of the series in the lower tail, Wilson and Hilferty's cube elsewhere.
fn first_guess(a: f64, p: Split) -> f64 {
    if a <= 1.0 {
        let bend = 1.0 - a * (0.253 + 0.12 * a);
        return if p.below < bend {
            libm::pow(p.below / bend, 1.0 / a)
        } else {
            1.0 - libm::log(p.above / (1.0 - bend))
        };
    }
    let ninth = 1.0 / (9.0 * a);
    let root = 1.0 - ninth + normal_quantile(p) * ninth.sqrt();
    if root > 0.4 {
        a * root * root * root
    } else {
        let leading = libm::exp((libm::log(p.below) + libm::lgamma(a + 1.0)) / a);
        leading * (1.0 + leading / (a + 1.0))
    }
}

/// x^a e^-x / Γ(a + 1), from which both sides are built; `a / x` times this is the density.
fn power_term(a: f64, x: f64) -> f64 {
    if a < LARGE_SHAPE {
        return libm::exp(a * libm::log(x) - x - libm::lgamma(a + 1.0));
    }
    // Stirling's series for Γ, so that the large powers cancel before they are taken (DLMF 5.11.3).
    let stirling = polynomial(&[1.0, 1.0 / 12.0, 1.0 / 288.0, -139.0 / 51_840.0], 1.0 / a);
    libm::exp(-a * half_square(a, x)) / ((TAU * a).sqrt() * stirling)
}

/// P(a, x) divided by the power term: DLMF 8.11.4.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut divisor = a;
    for _ in 0..MOST_TERMS {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term < sum * f64::EPSILON * 0.5 {
            break;
        }
    }
    sum
}

/// Q(a, x) divided by `a` times the power term: the continued fraction DLMF 8.9.2, even part, by Lentz's method.
fn fraction(a: f64, x: f64) -> f64 {
    /// Keeps a denominator away from zero.
    const TINY: f64 = 1e-300;
    let off_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut partial = x + 1.0 - a;
    let mut numerators = 1.0 / TINY;
    let mut denominators = 1.0 / partial;
    let mut product = denominators;
    for term in 1..=MOST_TERMS {
        let n = f64::from(term);
        let numerator = -n * (n - a);
        partial += 2.0;
        denominators = 1.0 / off_zero(numerator * denominators + partial);
        numerators = off_zero(partial + numerator / numerators);
        let factor = denominators * numerators;
        product *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    product
}

/// λ - 1 - ln λ with λ = x / a: half the square of η in DLMF 8.12.1.
fn half_square(a: f64, x: f64) -> f64 {
    let distance = (x - a) / a;
    distance - libm::log1p(distance)
}

/// Temme's uniform asymptotic expansion (DLMF 8.12.3, 8.12.4, 8.12.7) with three terms.
///
/// Wherever either side is above 1e-300, |η| is so small that the first powers of the coefficients are enough.
fn large_shape(a: f64, x: f64) -> Split {
    /// Coefficients of the powers of η in c0, c1 and c2: `DiDonato` and Morris (1986), appendix F.
    const C0: [f64; 10] = [
        -1.0 / 3.0,
        1.0 / 12.0,
        -1.0 / 67.5,
        1.157_407_407_407_407_4e-3,
        3.527_336_860_670_194e-4,
        -1.787_551_440_329_218e-4,
        3.919_263_178_522_438e-5,
        -2.185_448_510_679_992e-6,
        -1.854_062_210_715_16e-6,
        8.296_711_340_953_086e-7,
    ];
    const C1: [f64; 7] = [
        -1.0 / 540.0,
        -1.0 / 288.0,
        2.645_502_645_502_645_5e-3,
        -9.902_263_374_485_597e-4,
        2.057_613_168_724_28e-4,
        -4.018_775_720_164_609e-7,
        -1.809_855_033_448_998e-5,
    ];
    const C2: [f64; 4] =
        [4.133_597_883_597_884e-3, -2.681_327_160_493_827e-3, 7.716_049_382_716_05e-4, 2.009_387_860_082_304_5e-6];
    /// exp(-700) is about 1e-304.
    const VANISHING: f64 = 700.0;

    let half_square = half_square(a, x);
    if a * half_square > VANISHING {
        return if x < a { Split::all_above(1.0) } else { Split::all_below(1.0) };
    }
    let size = (2.0 * half_square).sqrt();
    let eta = if x < a { -size } else { size };
    let normal = normal_split(eta * a.sqrt());
    let coefficients = [polynomial(&C0, eta), polynomial(&C1, eta), polynomial(&C2, eta)];
    let correction = libm::exp(-a * half_square) / (TAU * a).sqrt() * polynomial(&coefficients, 1.0 / a);
    Split { below: normal.below - correction, above: normal.above + correction }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stay::testing::assert_close;

    #[test]
    fn probabilities_match_forty_digit_arithmetic() {
        // Evaluated with mpmath 1.3 at 40 digits: (a, x, P, Q).
        for (a, x, below, above) in [
            (0.5, 0.2, 0.472_910_743_134_461_9, 0.527_089_256_865_538_1),
            (0.001, 0.5, 0.999_439_933_343_529_2, 0.000_560_066_656_470_75),
            (2.5, 30.0, 0.999_999_999_987_845_4, 1.215_456_977_718_304e-11),
            (100.0, 120.0, 0.972_136_260_109_479_3, 0.027_863_739_890_520_66),
            (999.0, 1000.0, 0.516_819_855_528_937, 0.483_180_144_471_063),
            (1000.0, 1000.0, 0.504_205_244_180_215_5, 0.495_794_755_819_784_5),
            (1000.0, 1200.0, 0.999_999_998_711_839_4, 1.288_160_608_628_143_3e-9),
            (1000.0, 800.0, 5.501_419_776_179_228e-12, 0.999_999_999_994_498_6),
            (5000.0, 5100.0, 0.920_671_118_922_381, 0.079_328_881_077_618_98),
        ] {
            let split = gamma_split(a, x);
            assert_close(split.below, below, 2e-12);
            assert_close(split.above, above, 2e-12);
        }
    }

    #[test]
    fn quantiles_match_published_chi_square_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: (degrees of freedom, probability, value).
        for (freedom, p, value) in [
            (1.0, 0.99, 6.635),
            (2.0, 0.95, 5.991),
            (10.0, 0.95, 18.307),
            (100.0, 0.05, 77.929),
            (100.0, 0.999, 149.449),
        ] {
            let quantile = 2.0 * gamma_quantile(freedom / 2.0, Split::probability(p));
            assert!((quantile - value).abs() <= 0.000_51, "{freedom} {p} {quantile}");
        }
    }

    #[test]
    fn the_expansion_for_large_shapes_continues_the_fraction_and_the_series() {
        let below = LARGE_SHAPE * (1.0 - 1e-15);
        for z in [-7.5, -5.0, -1.0, -0.01, 0.0, 0.01, 1.0, 5.0, 7.5] {
            let x = LARGE_SHAPE + z * LARGE_SHAPE.sqrt();
            let (one, other) = (gamma_split(below, x), gamma_split(LARGE_SHAPE, x));
            assert_close(one.below, other.below, 2e-11);
            assert_close(one.above, other.above, 2e-11);
        }
    }

    #[test]
    fn quantiles_invert_probabilities_for_every_shape() {
        for exponent in -12..=36 {
            let a = libm::pow(10.0, f64::from(exponent) / 4.0);
            for tail in [1e-13, 1e-6, 0.01, 0.1, 0.3, 0.5] {
                for p in [Split { below: tail, above: 1.0 - tail }, Split { below: 1.0 - tail, above: tail }] {
                    let x = gamma_quantile(a, p);
                    // Far below the smallest stay that matters, and near the smallest number there is.
                    if x < 1e-300 {
                        continue;
                    }
                    // What the last digit of x itself amounts to.
                    let digit = 1e-15 * a * power_term(a, x);
                    let split = gamma_split(a, x);
                    assert!((split.below - p.below).abs() <= 1e-11 * p.below + digit, "{a} {p:?} {split:?}");
                    assert!((split.above - p.above).abs() <= 1e-11 * p.above + digit, "{a} {p:?} {split:?}");
                }
            }
        }
    }
}
