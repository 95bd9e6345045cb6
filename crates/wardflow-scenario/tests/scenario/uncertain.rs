//! Uncertain numbers: drawn with the distributions and correlations that are stated.

use wardflow_core::{model::UNLIMITED, random::Seed, stay::normal_score};
use wardflow_scenario::{Ready, open};

const SEED: Seed = Seed(20_261_122);
const SMALL: &str = "tests/malformed/sound/small.json";

/// The sound scenario with these uncertain numbers.
fn uncertain(numbers: &str) -> Ready {
    let opened = open(SMALL, &[format!("uncertain={numbers}")]);
    let problems = opened.problems.render(false);
    opened.ready.unwrap_or_else(|| panic!("{problems}"))
}

/// So many draws.
fn draws(ready: &Ready, count: u32) -> Vec<Vec<f64>> {
    ready.uncertainty.as_ref().unwrap().draws(SEED, count)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

const THREE: &str = r#"{
    "demand": {"decides": ["cohorts.adults.arrivals.poisson.per_day"], "times": {"uniform": {"least": 0.9, "most": 1.1}}},
    "stay": {"decides": ["services.rehab.stay.lognormal.mean_days"],
             "may_be": {"triangular": {"least": 24, "most_likely": 28, "most": 38}}, "correlated_with": {"demand": 0.6}},
    "places": {"decides": ["services.homes.vacancies_per_week"], "may_be": {"lognormal": {"mean": 4, "sd": 1}},
             "correlated_with": {"stay": -0.5}}
}"#;

#[test]
fn each_number_keeps_its_distribution_and_goes_with_the_others_as_stated() {
    let ready = uncertain(THREE);
    let uncertainty = ready.uncertainty.as_ref().unwrap();
    assert_eq!(uncertainty.names().collect::<Vec<_>>(), ["demand", "stay", "places"]);
    let count = 20_000;
    let draws = draws(&ready, count);
    for (number, name) in uncertainty.names().enumerate() {
        for share in [0.05, 0.5, 0.95] {
            let limit = uncertainty.quantile(number, share);
            let below = mean(draws.iter().map(|drawn| f64::from(drawn[number] < limit)));
            // One draw in each of as many equally likely parts: exact, where independent draws would be off by chance.
            assert!((below - share).abs() <= 0.5 / f64::from(count), "{name}: {below} instead of {share}");
        }
    }
    // The normal score of a triangular or lognormal number, from the share of draws below it.
    let scores: Vec<Vec<f64>> = (0..3)
        .map(|number| {
            let mut sorted: Vec<f64> = draws.iter().map(|drawn| drawn[number]).collect();
            sorted.sort_by(f64::total_cmp);
            let rank = |value: f64| (sorted.partition_point(|&other| other < value) as f64 + 0.5) / f64::from(count);
            draws.iter().map(|drawn| normal_score(rank(drawn[number]))).collect()
        })
        .collect();
    for (one, other, stated) in [(0, 1, 0.6), (1, 2, -0.5), (0, 2, 0.0)] {
        let found = mean(scores[one].iter().zip(&scores[other]).map(|(a, b)| a * b));
        assert!((found - stated).abs() < 4.0 * 1.2 / f64::from(count).sqrt(), "{one}, {other}: {found}");
    }
}

#[test]
fn draws_belong_to_seed_and_name() {
    let (three, more) = (
        uncertain(THREE),
        uncertain(&format!(
            r#"{{"beds": {{"decides": ["services.rehab.beds"], "may_be": {{"uniform": {{"least": 20, "most": 40}}}}, "whole": true}},{}"#,
            &THREE[1..]
        )),
    );
    for (three, more) in draws(&three, 50).iter().zip(draws(&more, 50)) {
        assert_eq!(three[..], more[1..]);
    }
    let draws = |seed| three.uncertainty.as_ref().unwrap().draws(Seed(seed), 10);
    assert_ne!(draws(1), draws(2));
}

#[test]
fn a_model_holds_what_was_drawn() {
    let ready = uncertain(
        r#"{
        "beds": {"decides": ["services.rehab.beds"], "may_be": {"uniform": {"least": 20, "most": 40}}, "whole": true},
        "carers": {"decides": ["services.carers.hours_per_week"], "times": {"uniform": {"least": 0.5, "most": 1.5}}}
    }"#,
    );
    let pool = |model: &wardflow_core::model::Model, name: &str| {
        model.pools.iter().find(|pool| pool.name == name).unwrap().capacity[0].1
    };
    let uncertainty = ready.uncertainty.as_ref().unwrap();
    for drawn in uncertainty.draws(SEED, 20) {
        let model = uncertainty.model(&drawn).unwrap();
        assert_eq!(pool(&model, "rehab"), drawn[0].round() as u64);
        // 500 hours a week, in minutes.
        assert_eq!(pool(&model, "carers"), (500.0 * drawn[1] * 60.0 + 0.5) as u64);
    }
    // The best guess stays what it was.
    assert_eq!([0, 1].map(|number| uncertainty.best_guess(number)), [30.0, 1.0]);
    assert_eq!(pool(&ready.model, "rehab"), 30);
    assert_ne!(pool(&ready.model, "rehab"), UNLIMITED);
}

#[test]
fn numbers_by_date_are_multiplied_as_a_whole() {
    let changes = [
        r#"services.rehab.beds={"steps": {"2026-04-01": 30, "2026-05-01": 20}}"#.to_owned(),
        r#"uncertain={"plan": {"decides": ["services.rehab.beds"], "times": {"fixed": {"number": 0.77}}, "whole": true}}"#.to_owned(),
    ];
    let ready = open(SMALL, &changes).ready.unwrap();
    let model = ready.uncertainty.unwrap().model(&[0.77]).unwrap();
    let rehab = model.pools.iter().find(|pool| pool.name == "rehab").unwrap();
    assert_eq!(rehab.capacity.iter().map(|&(_, beds)| beds).collect::<Vec<_>>(), [23, 15]);
}

#[test]
fn what_was_drawn_and_cannot_be_is_named() {
    // Each alone is fine; both together leave less than nothing for the rest.
    let ready = uncertain(
        r#"{
        "care": {"decides": ["cohorts.adults.pathways.p1"], "may_be": {"uniform": {"least": 0, "most": 0.85}}},
        "beds": {"decides": ["cohorts.adults.pathways.p2"], "may_be": {"uniform": {"least": 0, "most": 0.8}}}
    }"#,
    );
    let uncertainty = ready.uncertainty.unwrap();
    let faults: Vec<String> =
        uncertainty.draws(SEED, 50).iter().filter_map(|drawn| uncertainty.model(drawn).err()).collect();
    assert!(!faults.is_empty());
    assert!(
        faults.iter().all(|fault| fault.starts_with("`care` = 0.") && fault.contains("cohorts.adults.pathways")),
        "{}",
        faults[0]
    );
}
