use wardflow_core::{measures::Catalogue, model::Model, random::Seed};
use wardflow_montecarlo::{
    comparison::{Comparison, compare, confidence_each},
    daily,
    experiment::{Plan, Results, run},
    student,
    subject::Subject,
};

use crate::tiny;

const PLAN: Plan = Plan { seed: Seed(42), replications: 60, threads: Some(2), daily: daily::nothing };

/// The tiny system, and the same with other numbers of carers.
fn models(carers: &[u64]) -> Vec<Model> {
    let of = |&carers: &u64| {
        let mut model = tiny::model(12.0, 0.2);
        model.pools[1].capacity[0].1 = carers;
        model
    };
    carers.iter().map(of).collect()
}

fn compared(models: &[Model], plan: Plan) -> Comparison {
    let catalogues: Vec<Catalogue> = models.iter().map(Catalogue::of).collect();
    let systems: Vec<Subject<'_>> =
        models.iter().zip(&catalogues).map(|(model, catalogue)| Subject::certain(model, catalogue)).collect();
    compare(&systems, &plan, &|| {}).unwrap()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

fn column(results: &Results, measure: usize) -> Vec<f64> {
    results.values.iter().map(|values| values[measure]).collect()
}

#[test]
fn a_comparison_does_not_depend_on_threads() {
    let models = models(&[8, 10, 7]);
    let one = format!("{:?}", compared(&models, Plan { threads: Some(1), ..PLAN }));
    for threads in [Some(2), Some(8), None] {
        assert!(format!("{:?}", compared(&models, Plan { threads, ..PLAN })) == one, "{threads:?}");
    }
}

#[test]
fn each_system_is_as_if_it_had_been_run_alone() {
    let models = models(&[8, 10]);
    let comparison = compared(&models, PLAN);
    for (model, results) in models.iter().zip(&comparison.results) {
        let alone = run(Subject::certain(model, &Catalogue::of(model)), &PLAN, &|| {}).unwrap();
        assert!(format!("{alone:?}") == format!("{results:?}"));
    }
}

#[test]
fn differences_and_both_intervals_are_those_of_the_textbook() {
    let models = models(&[8, 10, 7]);
    let comparison = compared(&models, PLAN);
    let catalogue = Catalogue::of(&models[0]);
    let level = 0.5 + confidence_each(2) / 2.0;
    assert!((level - 0.9875).abs() < 1e-12);
    let mut helped = 0;
    for (variant, differences) in comparison.differences.iter().enumerate() {
        assert_eq!(differences.len(), catalogue.measures().len());
        for found in differences {
            let pairs: Vec<(f64, f64)> = column(&comparison.results[0], found.base)
                .into_iter()
                .zip(column(&comparison.results[variant + 1], found.variant))
                .filter(|(base, variant)| !base.is_nan() && !variant.is_nan())
                .collect();
            assert_eq!((found.pairs as usize, found.missing as usize), (pairs.len(), 60 - pairs.len()));
            if pairs.len() < 2 {
                continue;
            }
            let [base, other]: [Vec<f64>; 2] =
                [pairs.iter().map(|pair| pair.0).collect(), pairs.iter().map(|pair| pair.1).collect()];
            let differences: Vec<f64> = pairs.iter().map(|(base, variant)| variant - base).collect();
            let cases = pairs.len() as f64;
            let close = |found: f64, expected: f64| (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3);
            if catalogue.measures()[found.base].is_pooled() {
                continue;
            }
            let half = student::quantile(level, pairs.len() as u32 - 1) * (variance(&differences) / cases).sqrt();
            assert!(close(found.half_width.unwrap(), half), "{found:?}: {half}");
            assert!(close(found.mean, mean(&differences)), "{found:?}");
            let (a, b) = (variance(&base) / cases, variance(&other) / cases);
            if a + b > 0.0 {
                let freedom = (a + b).powi(2) * (cases - 1.0) / (a * a + b * b);
                // Within a degree of freedom, since rounding may fall on either side.
                let narrow = student::quantile(level, freedom as u32 + 1) * (a + b).sqrt();
                let wide = student::quantile(level, (freedom - 1e-6) as u32) * (a + b).sqrt();
                let unpaired = found.unpaired_half_width.unwrap();
                assert!(unpaired >= narrow * (1.0 - 1e-9) && unpaired <= wide * (1.0 + 1e-9), "{found:?}");
                helped += usize::from(unpaired > 1.5 * half);
            }
        }
    }
    assert!(helped > 20, "common random numbers should narrow many intervals, not {helped}");
}

#[test]
fn a_quantile_differs_by_what_the_pooled_quantiles_differ() {
    let models = models(&[8, 7]);
    let comparison = compared(&models, PLAN);
    let catalogue = Catalogue::of(&models[0]);
    let key = "pathways.care.delay_90th_percentile_days";
    let at = catalogue.find(key).unwrap();
    let found = comparison.differences[0].iter().find(|found| found.base == at).unwrap();
    let [base, variant] = [0, 1].map(|place: usize| comparison.results[place].measures[at].summary.mean);
    assert_eq!(found.mean.to_bits(), (variant - base).to_bits());
    let single: Vec<f64> = column(&comparison.results[1], at)
        .iter()
        .zip(column(&comparison.results[0], at))
        .map(|(variant, base)| variant - base)
        .collect();
    assert!((found.mean - mean(&single)).abs() > 1e-3, "a mean of quantiles would be another number");
    // About the difference of the pooled quantiles, in the four groups of sixty replications; t with 3 degrees of freedom.
    let [base, variant] = [0, 1].map(|place: usize| comparison.results[place].measures[at].sections.as_ref().unwrap());
    let squares: f64 = base.groups.iter().zip(&variant.groups).map(|(b, v)| (v - b - found.mean).powi(2)).sum();
    let half = 3.182_446 * (squares / 3.0 / 4.0).sqrt();
    assert!((found.half_width.unwrap() - half).abs() < 1e-5 * half, "{found:?}: {half}");
}

#[test]
fn what_is_the_same_does_not_differ() {
    let comparison = compared(&models(&[8, 8]), PLAN);
    for found in &comparison.differences[0] {
        assert!(!found.is_real && (found.mean == 0.0 || found.pairs == 0), "{found:?}");
    }
    // More carers: fewer people wait, and it is certain.
    let models = models(&[8, 10]);
    let at = Catalogue::of(&models[0]).find("nctr_people").unwrap();
    let comparison = compared(&models, PLAN);
    let found = comparison.differences[0].iter().find(|found| found.base == at).unwrap();
    assert!(found.is_real && found.mean < 0.0, "{found:?}");
}

#[test]
fn the_system_that_cannot_be_finished_is_named() {
    let (model, flooded) = (tiny::model(2.0, 0.2), tiny::flooded());
    let catalogues = [Catalogue::of(&model), Catalogue::of(&flooded)];
    let systems = [Subject::certain(&model, &catalogues[0]), Subject::certain(&flooded, &catalogues[1])];
    let (place, _) = compare(&systems, &Plan { replications: 2, ..PLAN }, &|| {}).unwrap_err();
    assert_eq!(place, 1);
}
