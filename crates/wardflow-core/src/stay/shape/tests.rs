use core::f64::consts::LN_2;

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::Distribution;

use super::*;
use crate::stay::FitError;
use crate::stay::testing::{assert_close, shapes, smooth_shapes, wild_shapes};

/// The mean and the mean square by summing the quantile function over the probability, finer towards the end.
fn summed_moments(shape: &Shape) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    let mut add = |from: f64, width: f64, parts: u32| {
        for part in 0..parts {
            let days = shape.quantile(from + width * (f64::from(part) + 0.5) / f64::from(parts));
            first += days * width / f64::from(parts);
            second += days * days * width / f64::from(parts);
        }
    };
    let mut width = 0.5;
    let mut from = 0.0;
    while width > 1e-14 {
        add(from, width, 400);
        from += width;
        width *= 0.5;
    }
    (first, second)
}

#[test]
fn means_and_deviations_are_those_of_the_quantile_function() {
    for (name, shape) in shapes() {
        let (mean, square) = summed_moments(&shape);
        let deviation = (square - mean * mean).max(0.0).sqrt();
        assert!((shape.mean() - mean).abs() <= 5e-4 * mean, "{name}: mean {} or {mean}", shape.mean());
        let sd = shape.standard_deviation();
        assert!((sd - deviation).abs() <= 4e-3 * sd + 1e-9, "{name}: standard deviation {sd} or {deviation}");
    }
}

#[test]
fn every_example_is_valid() {
    for (name, shape) in shapes() {
        assert_eq!(shape.validate(), Ok(()), "{name}");
    }
}

#[test]
fn quantiles_invert_cumulative_probabilities() {
    for (name, shape) in smooth_shapes() {
        for p in [1e-6, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1.0 - 1e-9] {
            let back = shape.cdf(shape.quantile(p));
            assert!((back - p).abs() <= 1e-10, "{name}: {p} comes back as {back}");
        }
    }
}

#[test]
fn quantiles_never_decrease() {
    for (name, shape) in shapes() {
        let mut last = shape.quantile(0.0);
        for place in 1..5_000_u32 {
            let quantile = shape.quantile(f64::from(place) / 5_000.0);
            assert!(quantile >= last * (1.0 - 1e-12), "{name}: {quantile} after {last}");
            last = quantile;
        }
    }
}

#[test]
fn published_values_are_met() {
    // Half life of an exponential distribution; the Weibull scale is the 63.2% point (NIST/SEMATECH e-Handbook of
    // Statistical Methods, 1.3.6.6.7 and 1.3.6.6.8).
    assert_close(Shape::Exponential { mean: 4.0 }.quantile(0.5), 4.0 * LN_2, 1e-15);
    assert_close(Shape::Weibull { shape: 1.7, scale: 9.0 }.cdf(9.0), 1.0 - libm::exp(-1.0), 1e-15);
    // Closed form of two stages: 1 - (1 + t) e^-t.
    let erlang = Shape::Erlang { stages: 2, mean: 2.0 };
    assert_close(erlang.cdf(3.0), 1.0 - 4.0 * libm::exp(-3.0), 1e-14);
    // Normal 97.5% point 1.959964.
    let lognormal = Shape::Lognormal { mu: 1.0, sigma: 0.5 };
    assert_close(lognormal.quantile(0.975), libm::exp(1.0 + 0.5 * 1.959_963_984_540_054), 1e-14);
    assert_close(lognormal.mean(), libm::exp(1.125), 1e-15);
    assert_close(Shape::Weibull { shape: 2.0, scale: 1.0 }.mean(), 0.886_226_925_452_758, 1e-14);
}

#[test]
fn the_mean_of_a_lower_truncated_exponential_shifts() {
    let shape = Box::new(Shape::Exponential { mean: 5.0 });
    for least in [0.0, 1.0, 30.0, 90.0] {
        let truncated = Shape::Truncated { shape: shape.clone(), least, most: f64::INFINITY };
        assert_close(truncated.mean(), least + 5.0, 1e-12);
        assert_close(truncated.quantile(0.5), least + 5.0 * LN_2, 1e-12);
        assert_close(truncated.standard_deviation(), 5.0, 1e-10);
    }
}

#[test]
fn stretching_leaves_short_stays_alone() {
    let shape = Shape::Lognormal { mu: 1.5, sigma: 0.8 };
    let stretched = Shape::Stretched { shape: Box::new(shape.clone()), beyond: 7.0, factor: 1.5 };
    let at_bend = shape.cdf(7.0);
    assert_close(stretched.cdf(7.0), at_bend, 1e-15);
    assert_close(stretched.quantile(at_bend * 0.5), shape.quantile(at_bend * 0.5), 1e-15);
    assert_close(stretched.quantile(0.95), 7.0 + 1.5 * (shape.quantile(0.95) - 7.0), 1e-15);
}

#[test]
fn a_fixed_part_of_a_mixture_is_met_exactly() {
    let parts = vec![(0.25, Shape::Fixed { days: 1.5 }), (0.75, Shape::Uniform { least: 1.0, most: 4.0 })];
    let shape = Shape::Mixture { parts };
    for p in [0.13, 0.2, 0.25, 0.37] {
        assert_close(shape.quantile(p), 1.5, 0.0);
    }
    assert!(shape.quantile(0.12) < 1.5);
    assert!(shape.quantile(0.38) > 1.5);
}

#[test]
fn observed_stays_are_met_in_proportion() {
    let shape = Shape::Empirical { values: vec![1.0, 2.0, 2.0, 5.0] };
    for (p, days) in [(0.0, 1.0), (0.24, 1.0), (0.25, 2.0), (0.74, 2.0), (0.75, 5.0), (0.99, 5.0)] {
        assert_close(shape.quantile(p), days, 0.0);
    }
    for (days, p) in [(0.5, 0.0), (1.0, 0.25), (2.0, 0.75), (4.9, 0.75), (5.0, 1.0)] {
        assert_close(shape.cdf(days), p, 0.0);
    }
}

/// The mean and the cumulative probabilities of 200,000 samples lie within 4.5 standard errors (a chance of 1 in
/// 150,000 each, and the seed is fixed).
fn agrees_with(shape: &Shape, other: &impl Distribution<f64>) {
    const COUNT: u32 = 200_000;
    let mut random = SmallRng::seed_from_u64(20_240_501);
    let samples: Vec<f64> = (0..COUNT).map(|_| other.sample(&mut random)).collect();
    let count = f64::from(COUNT);
    let mean = samples.iter().sum::<f64>() / count;
    let bound = 4.5 * shape.standard_deviation() / count.sqrt();
    assert!((mean - shape.mean()).abs() <= bound, "{shape:?}: mean {mean}, not {} +- {bound}", shape.mean());
    for p in [0.05, 0.25, 0.5, 0.75, 0.95, 0.99] {
        let quantile = shape.quantile(p);
        let below = samples.iter().filter(|&&sample| sample <= quantile).count() as f64 / count;
        let bound = 4.5 * (p * (1.0 - p) / count).sqrt();
        assert!((below - p).abs() <= bound, "{shape:?}: {below} below the quantile of {p}, +- {bound}");
    }
}

#[test]
fn samples_of_rand_distr_agree() {
    for (mu, sigma) in [(1.0, 0.4), (1.5, 1.2)] {
        let other = rand_distr::LogNormal::new(mu, sigma).expect("valid parameters");
        agrees_with(&Shape::Lognormal { mu, sigma }, &other);
    }
    for (shape, scale) in [(0.4, 10.0), (3.5, 2.0), (700.0, 0.01)] {
        let other = rand_distr::Gamma::new(shape, scale).expect("valid parameters");
        agrees_with(&Shape::Gamma { shape, scale }, &other);
    }
    for (shape, scale) in [(0.6, 4.0), (2.5, 8.0)] {
        let other = rand_distr::Weibull::new(scale, shape).expect("valid parameters");
        agrees_with(&Shape::Weibull { shape, scale }, &other);
    }
}

#[test]
fn what_is_wrong_with_a_shape_is_said_in_plain_words() {
    let fixed = |days| Shape::Fixed { days };
    let truncated = |least, most| Shape::Truncated { shape: Box::new(fixed(3.0)), least, most };
    for (shape, words) in [
        (Shape::Exponential { mean: -1.0 }, "the mean is -1: it must be a number above 0"),
        (fixed(f64::NAN), "the fixed stay is NaN: it must be 0 or more, and finite"),
        (
            Shape::Uniform { least: 3.0, most: 2.0 },
            "the shortest stay is 3 and the longest stay is 2: the shortest stay must be the smaller of the two",
        ),
        (Shape::Empirical { values: vec![] }, "there are too few observed stays: at least 1 must be given"),
        (
            Shape::Empirical { values: vec![1.0, 3.0, 2.0] },
            "observed stays must increase, but number 3 is not above the one before it",
        ),
        (
            Shape::Quantiles { points: vec![(0.1, 1.0), (0.9, 2.0)] },
            "the quantile points go from probability 0.1 to 0.9: the first must be 0 (the shortest stay) and the last \
             1 (the longest)",
        ),
        (
            Shape::Mixture { parts: vec![(0.5, fixed(1.0)), (0.25, fixed(2.0))] },
            "the weights of a mixture sum to 0.75: they must sum to 1",
        ),
        (
            truncated(4.0, f64::INFINITY),
            "only 0 of stays lie from 4 to inf days: the limits must leave more of the distribution",
        ),
    ] {
        let error = shape.validate().expect_err("an invalid shape");
        assert_eq!(error.to_string(), words);
    }
    assert_eq!(truncated(3.0, 3.0).validate(), Ok(()));
}

#[test]
fn nesting_without_end_is_refused() {
    let nest = |shape| Shape::Stretched { shape: Box::new(shape), beyond: 1.0, factor: 2.0 };
    let mut shape = Shape::Exponential { mean: 1.0 };
    for _ in 1..Shape::DEEPEST_NESTING {
        shape = nest(shape);
        assert_eq!(shape.validate(), Ok(()));
    }
    assert_eq!(nest(shape).validate(), Err(FitError::TooDeep));
}

proptest! {
    #[test]
    fn no_parameters_at_all_make_it_panic(shape in wild_shapes(), x in any::<f64>(), p in any::<f64>()) {
        let valid = shape.validate().is_ok();
        let (mean, sd) = (shape.mean(), shape.standard_deviation());
        let (cdf, quantile) = (shape.cdf(x), shape.quantile(p));
        if valid {
            prop_assert!(mean >= 0.0 && sd >= 0.0, "{shape:?} {mean} {sd}");
            prop_assert!(x.is_nan() || (-1e-12..=1.0 + 1e-12).contains(&cdf), "{shape:?} {cdf}");
            prop_assert!(p.is_nan() || quantile >= 0.0, "{shape:?} {quantile}");
        }
    }
}
