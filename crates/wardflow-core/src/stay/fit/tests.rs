use proptest::num::f64::ANY;
use proptest::prelude::*;

use super::*;
use crate::stay::testing::assert_close;

const FAMILIES: [Family; 3] = [Family::Lognormal, Family::Gamma, Family::Weibull];

#[test]
fn a_mean_and_a_standard_deviation_are_given_back() {
    for family in FAMILIES {
        for cv in [1e-4, 0.01, 0.3, 0.7, 1.0, 1.5, 3.0, 10.0, 30.0] {
            for mean in [0.01, 1.0, 6.5, 400.0] {
                let shape = Shape::from_mean_sd(family, mean, cv * mean).expect("a possible fit");
                assert_close(shape.mean(), mean, 1e-12);
                // A spread of 1 in 10,000 keeps 8 digits fewer.
                assert_close(shape.standard_deviation(), cv * mean, if cv < 0.01 { 1e-7 } else { 1e-10 });
            }
        }
    }
}

#[test]
fn a_mean_and_a_median_are_given_back() {
    for family in FAMILIES {
        for (mean, median) in [(6.0, 5.9), (6.0, 4.0), (10.0, 2.0)] {
            let shape = Shape::from_mean_median(family, mean, median).expect("a possible fit");
            assert_close(shape.mean(), mean, 1e-11);
            assert_close(shape.quantile(0.5), median, 1e-10);
        }
    }
}

#[test]
fn a_weibull_mean_just_below_the_median_is_given_back_by_the_shape_that_varies_more() {
    let shape = Shape::from_mean_median(Family::Weibull, 9.9, 10.0).expect("a possible fit");
    assert_close(shape.mean(), 9.9, 1e-11);
    assert_close(shape.quantile(0.5), 10.0, 1e-10);
    assert!(matches!(shape, Shape::Weibull { shape, .. } if shape < WEIBULL_LOWEST_MEAN_SHAPE));
}

#[test]
fn two_quantiles_are_given_back_in_either_order() {
    for family in FAMILIES {
        for (one, other) in [((0.5, 4.0), (0.9, 12.0)), ((0.95, 30.0), (0.25, 2.0)), ((0.1, 4.0), (0.2, 4.2))] {
            let shape = Shape::from_quantiles(family, one, other).expect("a possible fit");
            assert_close(shape.quantile(one.0), one.1, 1e-10);
            assert_close(shape.quantile(other.0), other.1, 1e-10);
            assert_eq!(Shape::from_quantiles(family, other, one), Ok(shape));
        }
    }
}

#[test]
fn the_lognormal_fit_is_the_textbook_one() {
    // mean = exp(mu + sigma²/2), median = exp(mu): the mean is 20/16 of the median, so sigma² = 2 ln 1.25.
    let Ok(Shape::Lognormal { mu, sigma }) = Shape::from_mean_median(Family::Lognormal, 20.0, 16.0) else {
        panic!("a lognormal shape");
    };
    assert_close(mu, libm::log(16.0), 1e-15);
    assert_close(sigma * sigma, 2.0 * libm::log(1.25), 1e-14);
}

#[test]
fn impossible_figures_are_refused_in_plain_words() {
    let text = |fit: Result<Shape, FitError>| fit.expect_err("an impossible fit").to_string();
    assert_eq!(
        text(Shape::from_mean_median(Family::Lognormal, 5.0, 6.0)),
        "the mean is 5 days and the median 6 days: in a lognormal distribution the mean is always above the median"
    );
    assert_eq!(
        text(Shape::from_mean_median(Family::Weibull, 5.0, 6.0)),
        "the mean is 5 days and the median 6 days: the mean of a weibull distribution can be at most 1.4% below its \
         median; use a higher mean or a lower median"
    );
    assert_eq!(
        text(Shape::from_mean_sd(Family::Gamma, 5.0, 0.0)),
        "the standard deviation is 0: it must be a number above 0"
    );
    assert_eq!(
        text(Shape::from_mean_sd(Family::Weibull, 5.0, 500.0)),
        "these figures ask for a standard deviation of 100 times the mean: it must lie from 0.0001 to 30 times; where \
         stays hardly vary use a fixed stay"
    );
    assert_eq!(
        text(Shape::from_quantiles(Family::Gamma, (0.5, 9.0), (0.9, 8.0))),
        "0.5 of stays are below 9 days and 0.9 below 8 days: two different probabilities are needed, and the higher \
         one must have the longer stay"
    );
    assert_eq!(
        text(Shape::from_quantiles(Family::Gamma, (50.0, 9.0), (0.9, 18.0))),
        "the probability of a quantile is 50: it must lie between 0 and 1, such as 0.9"
    );
}

#[test]
fn a_mean_equal_to_the_median_is_impossible_for_lognormal_and_gamma_only() {
    for family in [Family::Lognormal, Family::Gamma] {
        let error = FitError::MeanNotAboveMedian { family, mean: 5.0, median: 5.0 };
        assert_eq!(Shape::from_mean_median(family, 5.0, 5.0), Err(error));
    }
    assert!(Shape::from_mean_median(Family::Weibull, 5.0, 5.0).is_ok());
}

#[test]
fn observed_stays_are_sorted() {
    let shape = Shape::from_observed(vec![3.0, 1.0, 2.0]);
    assert_eq!(shape, Ok(Shape::Empirical { values: vec![1.0, 2.0, 3.0] }));
    assert!(Shape::from_observed(vec![1.0, f64::NAN]).is_err());
    assert!(Shape::from_observed(vec![]).is_err());
}

fn families() -> impl Strategy<Value = Family> {
    prop::sample::select(&FAMILIES[..])
}

/// Any number at all, or one of the size of a stay.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![ANY, 1e-3..1e3, 0.0..1.0]
}

proptest! {
    #[test]
    fn any_mean_and_deviation_are_fitted_or_refused(family in families(), mean in wild(), sd in wild()) {
        if let Ok(shape) = Shape::from_mean_sd(family, mean, sd) {
            assert_close(shape.mean(), mean, 1e-9);
            assert_close(shape.standard_deviation(), sd, 1e-6);
        }
    }

    #[test]
    fn any_mean_and_median_are_fitted_or_refused(family in families(), mean in wild(), median in wild()) {
        if let Ok(shape) = Shape::from_mean_median(family, mean, median) {
            assert_close(shape.mean(), mean, 1e-9);
            assert_close(shape.quantile(0.5), median, 1e-9);
        }
    }

    #[test]
    fn any_two_quantiles_are_fitted_or_refused(
        family in families(), p in wild(), x in wild(), q in wild(), y in wild()
    ) {
        if let Ok(shape) = Shape::from_quantiles(family, (p, x), (q, y)) {
            assert_close(shape.quantile(p), x, 1e-8);
            assert_close(shape.quantile(q), y, 1e-8);
        }
    }
}
