//! What the tests of this module share.

use super::fit::Family;
use super::shape::Shape;

/// Fails unless `actual` is within the relative `tolerance` of `expected`.
#[track_caller]
pub(super) fn assert_close(actual: f64, expected: f64, tolerance: f64) {
    let error = (actual - expected).abs();
    assert!(error <= tolerance * expected.abs(), "{actual} is not within {tolerance} of {expected}");
}

fn fit(family: Family, mean: f64, cv: f64) -> Shape {
    Shape::from_mean_sd(family, mean, mean * cv).expect("a possible fit")
}

fn mixture() -> Shape {
    let parts = vec![
        (0.5, fit(Family::Lognormal, 2.0, 0.5)),
        (0.3, fit(Family::Gamma, 10.0, 0.6)),
        (0.2, fit(Family::Weibull, 40.0, 0.8)),
    ];
    Shape::Mixture { parts }
}

fn mixture_with_steps() -> Shape {
    let parts = vec![
        (0.512, Shape::Fixed { days: 0.5 }),
        (0.188, fit(Family::Gamma, 10.0, 0.6)),
        (0.1, Shape::Empirical { values: vec![1.0, 2.0, 3.0, 30.0] }),
        (0.2, Shape::Fixed { days: 30.0 }),
    ];
    Shape::Mixture { parts }
}

/// Shapes whose quantile function has no steps, each with a name.
pub(super) fn smooth_shapes() -> Vec<(&'static str, Shape)> {
    let gamma = || Box::new(fit(Family::Gamma, 5.0, 1.2));
    let lognormal = || Box::new(fit(Family::Lognormal, 5.0, 1.0));
    vec![
        ("exponential", Shape::Exponential { mean: 5.0 }),
        ("erlang of one stage", Shape::Erlang { stages: 1, mean: 5.0 }),
        ("erlang", Shape::Erlang { stages: 3, mean: 0.25 }),
        ("erlang of many stages", Shape::Erlang { stages: 2_000, mean: 12.0 }),
        ("gamma", fit(Family::Gamma, 6.0, 0.7)),
        ("gamma with cv 3", fit(Family::Gamma, 6.0, 3.0)),
        ("lognormal", fit(Family::Lognormal, 6.0, 0.7)),
        ("lognormal with cv 3", fit(Family::Lognormal, 6.0, 3.0)),
        ("weibull", fit(Family::Weibull, 6.0, 0.7)),
        ("weibull with cv 3", fit(Family::Weibull, 6.0, 3.0)),
        ("triangular", Shape::Triangular { least: 1.0, mode: 2.0, most: 9.0 }),
        ("triangular, falling", Shape::Triangular { least: 0.0, mode: 0.0, most: 3.0 }),
        ("triangular, rising", Shape::Triangular { least: 1.0, mode: 3.0, most: 3.0 }),
        ("uniform", Shape::Uniform { least: 1.0, most: 9.0 }),
        ("quantiles", Shape::Quantiles { points: vec![(0.0, 0.5), (0.25, 1.0), (0.9, 10.0), (1.0, 60.0)] }),
        ("mixture", mixture()),
        ("truncated lognormal", Shape::Truncated { shape: lognormal(), least: 1.0, most: 60.0 }),
        ("tail of a gamma", Shape::Truncated { shape: gamma(), least: 20.0, most: f64::INFINITY }),
        ("far tail of a lognormal", Shape::Truncated { shape: lognormal(), least: 200.0, most: f64::INFINITY }),
        ("truncated mixture", Shape::Truncated { shape: Box::new(mixture()), least: 1.0, most: 90.0 }),
        ("stretched lognormal", Shape::Stretched { shape: lognormal(), beyond: 7.0, factor: 1.5 }),
        ("shortened gamma", Shape::Stretched { shape: gamma(), beyond: 2.0, factor: 0.5 }),
        ("stretched mixture", Shape::Stretched { shape: Box::new(mixture()), beyond: 21.0, factor: 0.8 }),
    ]
}

/// Shapes with stays that have a probability of their own.
pub(super) fn stepped_shapes() -> Vec<(&'static str, Shape)> {
    let steps = || Box::new(mixture_with_steps());
    vec![
        ("fixed", Shape::Fixed { days: 3.25 }),
        ("empirical", Shape::Empirical { values: vec![0.5, 1.0, 1.0, 4.0, 30.0] }),
        ("many observed", Shape::Empirical { values: (0..9_001).map(|day| f64::from(day * day) * 1e-6).collect() }),
        ("quantiles with a flat", Shape::Quantiles { points: vec![(0.0, 0.0), (0.2, 1.0), (0.6, 1.0), (1.0, 9.0)] }),
        ("mixture with steps", mixture_with_steps()),
        ("truncated at a step", Shape::Truncated { shape: steps(), least: 0.5, most: 29.0 }),
        ("stretched steps", Shape::Stretched { shape: steps(), beyond: 3.0, factor: 2.0 }),
    ]
}

/// All of them.
pub(super) fn shapes() -> Vec<(&'static str, Shape)> {
    smooth_shapes().into_iter().chain(stepped_shapes()).collect()
}

/// Any parameters at all in any shape, nested up to twice.
pub(super) fn wild_shapes() -> impl proptest::strategy::Strategy<Value = Shape> {
    use proptest::collection::vec;
    use proptest::num::f64::ANY;
    use proptest::prelude::*;

    let wild = || prop_oneof![ANY, Just(0.0), Just(f64::INFINITY), Just(f64::NAN), -2.0..50.0];
    let plain = prop_oneof![
        wild().prop_map(|mean| Shape::Exponential { mean }),
        (any::<u32>(), wild()).prop_map(|(stages, mean)| Shape::Erlang { stages, mean }),
        (wild(), wild()).prop_map(|(shape, scale)| Shape::Gamma { shape, scale }),
        (wild(), wild()).prop_map(|(mu, sigma)| Shape::Lognormal { mu, sigma }),
        (wild(), wild()).prop_map(|(shape, scale)| Shape::Weibull { shape, scale }),
        (wild(), wild(), wild()).prop_map(|(least, mode, most)| Shape::Triangular { least, mode, most }),
        (wild(), wild()).prop_map(|(least, most)| Shape::Uniform { least, most }),
        wild().prop_map(|days| Shape::Fixed { days }),
        vec(wild(), 0..5).prop_map(|values| Shape::Empirical { values }),
        vec((wild(), wild()), 0..5).prop_map(|points| Shape::Quantiles { points }),
    ];
    plain.prop_recursive(2, 6, 3, move |inner| {
        prop_oneof![
            vec((wild(), inner.clone()), 0..3).prop_map(|parts| Shape::Mixture { parts }),
            (inner.clone(), wild(), wild()).prop_map(|(shape, least, most)| Shape::Truncated {
                shape: Box::new(shape),
                least,
                most
            }),
            (inner, wild(), wild()).prop_map(|(shape, beyond, factor)| Shape::Stretched {
                shape: Box::new(shape),
                beyond,
                factor
            }),
        ]
    })
}
