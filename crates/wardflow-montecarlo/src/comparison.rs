//! What is different in variants of a system: differences of measures, replication by replication.
//!
//! All systems run on the same random numbers, so that replication k of each has the same patients; the difference
//! within a replication varies less than the two values do (Glasserman and Yao 1992, doi 10.1287/mnsc.38.6.884). Its
//! mean has a paired t interval. With several variants each interval is widened so that those of one measure hold for
//! all variants at once (Bonferroni: Dunn 1961, doi 10.1080/01621459.1961.10482090); it is not widened for the number
//! of measures.

use wardflow_core::measures::Catalogue;

use crate::{
    crew::Case,
    experiment::{Plan, Progress, Results, UnderWay, side_by_side},
    stability::Stability,
    statistics::{Moments, Summary},
    student,
    subject::{Subject, Unfinished},
    threads::Threads,
};

/// The confidence with which the intervals of one measure hold for all variants together.
pub const CONFIDENCE: f64 = 0.95;
/// Differences below this share of the values are rounding.
const ROUNDING: f64 = 1e-9;

/// The confidence of each interval if there are so many variants.
pub fn confidence_each(variants: usize) -> f64 {
    1.0 - (1.0 - CONFIDENCE) / variants.max(1) as f64
}

/// What a comparison gives.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Of each system, the base first: the same as if it had been run alone.
    pub results: Vec<Results>,
    /// Of each variant: the measures that it has in common with the base, in the base's order.
    pub differences: Vec<Vec<Difference>>,
    /// Of each system: whether it keeps up.
    pub stability: Vec<Stability>,
    /// The confidence of each interval.
    pub confidence_each: f64,
}

/// One measure of a variant less the same measure of the base, in the unit of the measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The measure's place in the base's catalogue.
    pub base: usize,
    /// Its place in the variant's.
    pub variant: usize,
    /// Mean of the differences within replications, of those in which both have a value; not a number without any.
    ///
    /// For a pooled quantile: difference of the quantiles over the patients of all replications, with an interval by
    /// sectioning ([`crate::sections`]).
    pub mean: f64,
    /// Half of the width of the paired interval (Student's t); none with fewer than 2 pairs.
    pub half_width: Option<f64>,
    /// What it would be if the two had been run on different random numbers (Welch 1947, doi 10.1093/biomet/34.1-2.28;
    /// degrees of freedom rounded down).
    pub unpaired_half_width: Option<f64>,
    /// Whether the interval has no zero in it.
    pub is_real: bool,
    /// Standard deviation of the differences, with n - 1.
    pub sd: f64,
    /// 5% quantile of the differences within the first replications, as in [`Summary`].
    pub low_5: f64,
    /// 95% quantile.
    pub high_95: f64,
    /// Replications in which both have a value.
    pub pairs: u32,
    /// Replications in which either has none; they are in none of the other figures.
    pub missing: u32,
}

impl Difference {
    /// Whether it is of two values that differ, and not surely in the same way: so few say nothing about chance.
    pub fn says_nothing(&self) -> bool {
        self.pairs == 2 && !self.is_real && self.half_width.is_some_and(|half| half > 0.0)
    }
}

/// Compares systems, the first of them with all others.
///
/// Results do not depend on the number of threads, and memory does not grow with the number of replications once
/// [`crate::experiment::MOST_KEPT`] are done.
///
/// # Errors
/// If a replication could not be finished: the place of its system, and why.
pub fn compare(
    systems: &[Subject<'_>],
    plan: &Plan,
    progress: Progress<'_>,
) -> Result<Comparison, (usize, Unfinished)> {
    let threads = Threads::new(plan.threads);
    let mut experiments: Vec<UnderWay<'_>> =
        systems.iter().map(|&system| UnderWay::new(system, plan, &threads)).collect();
    let mut variants: Vec<VariantSums> = Vec::new();
    if let Some((base, others)) = systems.split_first() {
        variants.extend(others.iter().map(|variant| VariantSums::new(base.catalogue, variant.catalogue)));
    }
    let mut look = |cases: &[Vec<Case>]| {
        let Some((base, others)) = cases.split_first() else { return };
        for (sums, cases) in variants.iter_mut().zip(others) {
            base.iter().zip(cases).for_each(|(base, variant)| sums.add(&base.values, &variant.values));
        }
    };
    side_by_side(&mut experiments, plan.replications, &mut look, progress)?;

    let results: Vec<Results> = experiments.into_iter().map(UnderWay::results).collect();
    let confidence_each = confidence_each(variants.len());
    let differences = match results.split_first() {
        Some((base, others)) => variants
            .iter()
            .zip(others)
            .map(|(sums, variant)| sums.differences(base, variant, confidence_each))
            .collect(),
        None => Vec::new(),
    };
    let stability = systems.iter().zip(&results);
    let stability =
        stability.map(|(&system, results)| Stability::of(system, results, systems.len(), &threads)).collect();
    Ok(Comparison { results, differences, stability, confidence_each })
}

/// What is known of a variant after some replications.
struct VariantSums {
    /// Places of a measure in the base's catalogue and in the variant's, and its pairs.
    measures: Vec<(usize, usize, Pairs)>,
}

impl VariantSums {
    fn new(base: &Catalogue, variant: &Catalogue) -> Self {
        let measures = base.measures().iter().enumerate();
        let common = measures.filter_map(|(at, measure)| Some((at, variant.find(&measure.key)?, Pairs::default())));
        Self { measures: common.collect() }
    }

    /// Takes in the next replication.
    fn add(&mut self, base: &[f64], variant: &[f64]) {
        for (in_base, in_variant, pairs) in &mut self.measures {
            pairs.add(base[*in_base], variant[*in_variant]);
        }
    }

    fn differences(&self, base: &Results, variant: &Results, confidence: f64) -> Vec<Difference> {
        let measures = self.measures.iter();
        measures
            .map(|&(in_base, in_variant, pairs)| {
                let kept = base.values.iter().zip(&variant.values);
                let kept =
                    Summary::new(&pairs.difference, kept.map(|(base, variant)| variant[in_variant] - base[in_base]));
                let estimates = [&base.measures[in_base], &variant.measures[in_variant]];
                let [base_mean, variant_mean] = estimates.map(|estimate| estimate.summary.mean);
                let (mean, half_width, unpaired_half_width) = match estimates.map(|estimate| &estimate.sections) {
                    [Some(base), Some(variant)] => {
                        let (mean, half_width) = variant.less(base, confidence);
                        (mean, half_width, variant.unpaired_half_width(base, confidence))
                    }
                    _ => (kept.mean, pairs.difference.half_width(confidence), pairs.unpaired_half_width(confidence)),
                };
                let rounding = ROUNDING * base_mean.abs().max(variant_mean.abs());
                Difference {
                    base: in_base,
                    variant: in_variant,
                    mean,
                    half_width,
                    unpaired_half_width,
                    is_real: half_width.is_some_and(|half| mean.abs() > half + rounding),
                    sd: kept.sd,
                    low_5: kept.low_5,
                    high_95: kept.high_95,
                    pairs: kept.cases,
                    missing: kept.missing,
                }
            })
            .collect()
    }
}

/// Values of base and variant in the same replications.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    base: Moments,
    variant: Moments,
    difference: Moments,
}

impl Pairs {
    fn add(&mut self, base: f64, variant: f64) {
        // Not a number if either is not.
        let difference = variant - base;
        self.difference.add(difference);
        if !difference.is_nan() {
            self.base.add(base);
            self.variant.add(variant);
        }
    }

    fn unpaired_half_width(&self, confidence: f64) -> Option<f64> {
        let cases = self.difference.cases;
        if cases < 2 {
            return None;
        }
        let [base, variant] = [self.base, self.variant].map(|moments| moments.sd() * moments.sd());
        let sum = base + variant;
        if sum == 0.0 {
            return Some(0.0);
        }
        let freedom = f64::from(cases - 1) * sum * sum / (base * base + variant * variant);
        let t = student::quantile(0.5 + confidence / 2.0, freedom as u32);
        Some(t * libm::sqrt(sum / f64::from(cases)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Normal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    fn pairs(values: &[(f64, f64)]) -> Pairs {
        let mut pairs = Pairs::default();
        for &(base, variant) in values {
            pairs.add(base, variant);
        }
        pairs
    }

    #[test]
    fn differences_are_taken_within_pairs() {
        // Differences 1, 2, 3: mean 2, sd 1; t with 2 degrees of freedom at 97.5%: 4.302653.
        let pairs = pairs(&[(1.0, 2.0), (10.0, 12.0), (100.0, 103.0)]);
        assert_eq!(pairs.difference.mean(), 2.0);
        assert!((pairs.difference.half_width(0.95).unwrap() - 4.302_653 / 3.0_f64.sqrt()).abs() < 1e-6);
        assert!(pairs.unpaired_half_width(0.95).unwrap() > 100.0);
    }

    #[test]
    fn a_pair_with_a_missing_value_is_counted_and_left_out() {
        let pairs = pairs(&[(f64::NAN, 2.0), (1.0, f64::NAN), (1.0, 2.0), (4.0, 6.0)]);
        assert_eq!((pairs.difference.cases, pairs.difference.missing), (2, 2));
        assert_eq!((pairs.base.mean(), pairs.variant.mean(), pairs.difference.mean()), (2.5, 4.0, 1.5));
    }

    #[test]
    fn the_unpaired_width_by_hand() {
        // Variances 1 and 4 of 3 values each: freedom 2 (1 + 4)^2 / (1 + 16) = 2.94, rounded down to 2.
        let pairs = pairs(&[(1.0, 4.0), (2.0, 2.0), (3.0, 0.0)]);
        let expected = 4.302_653 * (5.0_f64 / 3.0).sqrt();
        assert!((pairs.unpaired_half_width(0.95).unwrap() - expected).abs() < 1e-5);
        assert_eq!(Pairs::default().unpaired_half_width(0.95), None);
    }

    #[test]
    fn intervals_of_several_variants_hold_together_in_95_of_100_cases() {
        let normal = Normal::new(0.0, 1.0).unwrap();
        let mut rng = KeyedRng::from(Key::of_replication(Seed(2), 0));
        let experiments = 20_000;
        for variants in [1_usize, 3, 6] {
            let confidence = confidence_each(variants);
            let covered = (0..experiments)
                .filter(|_| {
                    // A base that never varies: the variants are then independent, and Bonferroni is nearly exact.
                    let mut sums = vec![Pairs::default(); variants];
                    for _ in 0..10 {
                        for pairs in &mut sums {
                            pairs.add(5.0, 5.0 + normal.sample(&mut rng));
                        }
                    }
                    let holds = |pairs: &Pairs| {
                        pairs.difference.mean().abs() <= pairs.difference.half_width(confidence).unwrap()
                    };
                    sums.iter().all(holds)
                })
                .count();
            let exact = confidence.powi(variants as i32);
            let share = covered as f64 / f64::from(experiments);
            let error = (exact * (1.0 - exact) / f64::from(experiments)).sqrt();
            assert!((share - exact).abs() < 4.0 * error && exact >= CONFIDENCE, "{variants}: {share}, {exact}");
        }
    }
}
