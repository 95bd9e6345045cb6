use std::sync::atomic::{AtomicU32, Ordering};

use wardflow_core::{
    measures::Catalogue,
    model::Model,
    random::Seed,
    replication::{Keep, Replication, RunError},
};
use wardflow_montecarlo::{
    daily,
    experiment::{Plan, Results, run},
    statistics::Summary,
    subject::{Subject, Unfinished},
};

use crate::tiny;

const PLAN: Plan = Plan { seed: Seed(42), replications: 100, threads: Some(2), daily: daily::nothing };

fn results(model: &Model, plan: Plan) -> Results {
    run(Subject::certain(model, &Catalogue::of(model)), &plan, &|| {}).unwrap()
}

/// All of it, bit by bit: the shortest decimal of a number says which number it is.
fn written(results: &Results) -> String {
    format!("{results:?}")
}

#[test]
fn results_do_not_depend_on_threads() {
    let model = tiny::model(12.0, 0.2);
    let plan = Plan { daily: daily::all, ..PLAN };
    let one = written(&results(&model, Plan { threads: Some(1), ..plan }));
    for threads in [Some(2), Some(8), Some(0), None] {
        assert!(written(&results(&model, Plan { threads, ..plan })) == one, "{threads:?}");
    }
}

#[test]
fn fewer_replications_are_the_first_of_more() {
    let model = tiny::model(12.0, 0.2);
    let (all, first) = (results(&model, PLAN), results(&model, Plan { replications: 50, ..PLAN }));
    let bits = |values: &[Vec<f64>]| values.iter().flatten().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!((all.values.len(), first.values.len(), first.ranged_replications()), (100, 50, 50));
    assert_eq!(bits(&all.values[..50]), bits(&first.values));
    let seed = Seed(43);
    assert_ne!(bits(&results(&model, Plan { seed, ..PLAN }).values), bits(&all.values));
}

#[test]
fn estimates_are_the_summaries_of_the_values() {
    let model = tiny::model(12.0, 0.2);
    let catalogue = Catalogue::of(&model);
    let results = results(&model, PLAN);
    assert_eq!(results.measures.len(), catalogue.measures().len());
    for (at, measure) in catalogue.measures().iter().enumerate().filter(|(_, measure)| !measure.is_pooled()) {
        let values: Vec<f64> = results.values.iter().map(|values| values[at]).collect();
        let summary = results.measures[at].summary;
        assert_eq!(format!("{summary:?}"), format!("{:?}", Summary::of(&values)), "{}", measure.key);
    }
}

#[test]
fn quantiles_are_pooled_over_the_patients_of_all_replications() {
    let model = tiny::model(12.0, 0.2);
    let catalogue = Catalogue::of(&model);
    let results = results(&model, PLAN);
    let mut replication = Replication::new(&model);
    let outcomes = (0..PLAN.replications).map(|number| replication.run(PLAN.seed, number.into(), Keep::default()));
    let outcomes: Vec<_> = outcomes.map(Result::unwrap).collect();
    assert_eq!(results.events, outcomes.iter().map(|outcome| outcome.events).sum::<u64>());

    let pooled = |of: &mut dyn Iterator<Item = usize>| {
        let mut of = of.map(|number| &outcomes[number].histograms);
        let mut sum = of.next().unwrap().clone();
        of.for_each(|histograms| sum.iter_mut().zip(histograms).for_each(|(all, one)| all.absorb(one)));
        sum
    };
    let all = pooled(&mut (0..100));
    // A hundred replications make five groups.
    let groups: Vec<_> = (0..5).map(|group| pooled(&mut (group..100).step_by(5))).collect();
    let mut apart = 0;
    for (at, measure) in catalogue.measures().iter().enumerate() {
        let Some(quantile) = measure.pooled(&all) else { continue };
        let estimate = &results.measures[at];
        let sections = estimate.sections.as_ref().unwrap();
        let expected: Vec<f64> = groups.iter().map(|group| measure.pooled(group).unwrap()).collect();
        assert_eq!((sections.all.to_bits(), &sections.groups), (quantile.to_bits(), &expected), "{}", measure.key);
        assert_eq!(estimate.summary.half_width_95, sections.half_width(0.95), "{}", measure.key);
        let said = if measure.is_pooled_number() { quantile.ceil() } else { quantile };
        assert_eq!(estimate.summary.mean.to_bits(), said.to_bits(), "{}", measure.key);
        let values: Vec<f64> = results.values.iter().map(|values| values[at]).collect();
        apart += usize::from((Summary::of(&values).mean - estimate.summary.mean).abs() > 1e-6);
    }
    assert!(apart > 0, "some pooled quantile should not be the mean of quantiles");
}

#[test]
fn a_pooled_quantile_of_few_replications_has_no_interval_rather_than_a_wrong_one() {
    let model = tiny::model(12.0, 0.2);
    let catalogue = Catalogue::of(&model);
    let at = catalogue.find("pathways.care.delay_95th_percentile_days").unwrap();
    let half_width = |replications| results(&model, Plan { replications, ..PLAN }).measures[at].summary.half_width_95;
    assert_eq!(half_width(39), None);
    assert!(half_width(40).is_some_and(|half| half > 0.0));
}

#[test]
fn a_replication_without_a_case_is_missing() {
    // Hardly anybody needs care: in some replications nobody does.
    let model = tiny::model(2.0, 0.02);
    let delay = Catalogue::of(&model).find("pathways.care.delay_days").unwrap();
    let results = results(&model, PLAN);
    let summary = results.measures[delay].summary;
    assert!(summary.cases > 0 && summary.missing > 0, "{summary:?}");
    assert_eq!(summary.cases + summary.missing, PLAN.replications);
    let missing = results.values.iter().filter(|values| values[delay].is_nan()).count();
    assert_eq!(missing, summary.missing as usize);
}

#[test]
fn daily_series_agree_with_the_whole_period() {
    let model = tiny::model(8.0, 0.1);
    let catalogue = Catalogue::of(&model);
    let (with, without) = (results(&model, Plan { daily: daily::all, ..PLAN }), results(&model, PLAN));
    assert_eq!(format!("{:?}", with.measures), format!("{:?}", without.measures));
    assert!(without.days.is_none());

    let days = with.days.unwrap();
    assert_eq!(days.ranged_replications, PLAN.replications);
    assert_eq!(days.series.len(), catalogue.measures().iter().filter(|measure| measure.is_daily()).count());
    let occupied = catalogue.find("hospitals.general.occupied_beds").unwrap();
    let series = days.series.iter().find(|series| series.measure == occupied).unwrap();
    assert_eq!(series.days.len(), tiny::MEASURED as usize);
    let mean = series.days.iter().map(|day| day.mean).sum::<f64>() / f64::from(tiny::MEASURED);
    assert!((mean / with.measures[occupied].summary.mean - 1.0).abs() < 1e-12);
    assert!(series.days.iter().all(|day| day.low_5 < day.mean && day.mean < day.high_95 && day.cases == 100));
}

#[test]
fn every_replication_is_told_when_it_is_done() {
    let model = tiny::model(2.0, 0.2);
    let done = AtomicU32::new(0);
    let count = || {
        done.fetch_add(1, Ordering::Relaxed);
    };
    run(Subject::certain(&model, &Catalogue::of(&model)), &PLAN, &count).unwrap();
    assert_eq!(done.into_inner(), PLAN.replications);
}

#[test]
fn no_replications_say_nothing() {
    let results = results(&tiny::model(2.0, 0.2), Plan { replications: 0, daily: daily::all, ..PLAN });
    assert_eq!((results.events, results.ranged_replications()), (0, 0));
    assert!(results.measures.iter().all(|estimate| estimate.summary.mean.is_nan() && estimate.summary.cases == 0));
    assert!(results.days.unwrap().series.iter().flat_map(|series| &series.days).all(|day| day.mean.is_nan()));
}

#[test]
fn the_failure_of_the_lowest_replication_is_told() {
    let model = tiny::flooded();
    let replications = 4;
    let failures: Vec<RunError> = (0..replications)
        .map(|number| Replication::new(&model).run(PLAN.seed, number.into(), Keep::default()).unwrap_err())
        .collect();
    assert!(failures.iter().any(|failure| *failure != failures[0]), "{failures:?}");
    for threads in [1, 2] {
        let plan = Plan { replications, threads: Some(threads), ..PLAN };
        let failure = run(Subject::certain(&model, &Catalogue::of(&model)), &plan, &|| {}).unwrap_err();
        assert_eq!(failure, Unfinished::Run(failures[0]));
    }
}
