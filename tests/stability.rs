//! Systems that cannot keep up are found, those that can are left alone, and what is near its limit is called so.
//!
//! The long form writes the table of `docs/statistics.md`:
//! `cargo test --release -p wardflow-montecarlo --test stability -- --ignored --nocapture`.

#![allow(clippy::print_stdout, reason = "the long forms write the tables of the documents")]

mod support;

use support::{Experiment, ready};
use wardflow_montecarlo::{
    drift::Unsettled,
    stability::{Stability, State},
    subject::Subject,
    threads::Threads,
    unknown::{Guess, explore},
};

const WINTER: &str = r#", "month_profile": { "Dec": 1.2, "Jan": 1.3, "Feb": 1.2, "Jun": 0.9, "Jul": 0.8, "Aug": 0.8 }"#;
const SURGE: &str = r#", "surges": { "winter": { "from": "2026-10-01", "to": "2026-12-31", "multiply_by": 1.4 } }"#;

/// One hospital whose stays have a mean of so many days, and a year after half a year of warm-up.
fn single(beds: u32, per_day: f64, stay: f64, more: &str) -> Experiment {
    Experiment::new(ready(&format!(
        r#"{{
  "format": 1, "title": "Queue", "start": "2026-01-01", "warm_up_days": 180, "days": 364,
  "hospitals": {{ "acute": {{ "beds": {beds} }} }},
  "cohorts": {{ "patients": {{ "arrivals": {{ "poisson": {{ "per_day": {per_day}{more} }} }},
    "acute_stay": {{ "exponential": {{ "mean_days": {stay} }} }}, "pathways": {{ "home": 1 }} }} }},
  "pathways": {{ "home": {{ "needs": "nothing" }} }}
}}"#
    )))
}

/// Two beds in line without room between them, as in Hillier and Boling: they can do two thirds of what one can.
fn line(per_day: f64) -> Experiment {
    line_with(per_day, "")
}

fn line_with(per_day: f64, more: &str) -> Experiment {
    Experiment::new(ready(&format!(
        r#"{{{more}
  "format": 1, "title": "Line", "start": "2026-01-01", "warm_up_days": 180, "days": 364,
  "hospitals": {{ "acute": {{ "beds": 1 }} }},
  "cohorts": {{ "patients": {{ "arrivals": {{ "poisson": {{ "per_day": {per_day} }} }},
    "acute_stay": {{ "exponential": {{ "mean_days": 0.1 }} }}, "pathways": {{ "bed": 1 }} }} }},
  "pathways": {{ "bed": {{ "needs": {{ "bed": {{ "services": ["rehab"] }} }} }} }},
  "services": {{ "rehab": {{ "beds": 1, "stay": {{ "exponential": {{ "mean_days": 0.1 }} }} }} }}
}}"#
    )))
}

fn example(name: &str, overrides: &[&str]) -> Experiment {
    Experiment::of(&format!("{}/../../scenarios/{name}.json", env!("CARGO_MANIFEST_DIR")), overrides)
}

fn stability(experiment: &Experiment, seed: u64, replications: u32) -> Stability {
    let results = experiment.run(seed, replications, false);
    Stability::of(Subject::of(&experiment.ready, &experiment.catalogue), &results, 1, &Threads::new(None))
}

/// How many of some runs, each of 20 replications with a seed of its own, are in each state.
fn states(experiment: &Experiment, runs: u64) -> [u32; 4] {
    let mut counts = [0; 4];
    (1..=runs).for_each(|seed| counts[stability(experiment, seed, 20).state as usize] += 1);
    counts
}

#[test]
fn a_system_that_cannot_keep_up_is_found_with_few_replications() {
    // Load 1.02, by arrivals and by blocking.
    for (what, system) in [("one bed", single(1, 10.2, 0.1, "")), ("line", line(6.8))] {
        let [.., unstable] = states(&system, 12);
        assert!(unstable >= 8, "{what}: {unstable} of 12");
    }
}

#[test]
fn a_system_that_keeps_up_is_left_alone() {
    let systems = [
        ("one bed", single(1, 8.0, 0.1, "")),
        ("winter", single(10, 1.7, 4.0, WINTER)),
        ("surge", single(10, 1.8, 4.0, SURGE)),
        ("census", example("examples/census", &[])),
    ];
    for (what, system) in systems {
        let [.., unstable] = states(&system, 6);
        assert_eq!(unstable, 0, "{what}");
    }
}

#[test]
fn near_its_limit_a_system_is_called_so_and_not_told_to_warm_up_for_longer() {
    let found = stability(&single(1, 9.7, 0.1, ""), 1, 60);
    assert_eq!((found.state, &found.unsettled), (State::TooClose, &None), "{found:?}");
    let found = stability(&single(1, 10.4, 0.1, ""), 1, 60);
    assert_eq!((found.state, &found.unsettled), (State::Unstable, &None), "{found:?}");
}

#[test]
fn a_warm_up_that_is_too_short_for_a_slow_queue_is_found() {
    let days = |days: &str| stability(&example("examples/blocking", &["services.rehab.beds=29", days]), 1, 100);
    let found = days("warm_up_days=180");
    assert!(matches!(found.unsettled, Some(Unsettled::Waiting { .. })), "{found:?}");
    assert_eq!(days("warm_up_days=900").unsettled, None);
}

#[test]
fn where_people_leave_or_are_turned_away_nothing_grows_without_end() {
    let turned_away = "hospitals.acute.when_full=\"turn_away\"";
    let t2 = example("verification/t2", &["cohorts.patients.arrivals.poisson.per_day=4", turned_away]);
    assert_eq!(stability(&t2, 1, 40).state, State::Stable);
}

#[test]
fn draws_beyond_a_limit_that_comes_of_blocking_are_counted() {
    // From 6.2 to 7.134 a day, around the 6.667 that the line can do: half of the draws.
    let around = r#" "uncertain": { "demand": { "decides": ["cohorts.patients.arrivals.poisson.per_day"],
        "may_be": { "uniform": { "least": 6.2, "most": 7.134 } } } },"#;
    let experiment = line_with(6.2, around);
    let results = experiment.run(1, 60, false);
    let guess = Guess { ready: &experiment.ready, catalogue: &experiment.catalogue, results: &results };
    let unknown = explore(&[guess], None, &|| {}).unwrap().unwrap();
    let cannot = unknown.systems[0].cannot_keep_up;
    assert!((45..=55).contains(&cannot), "{cannot} of 100");
}

#[test]
#[ignore = "takes minutes; see docs/testing.md"]
fn the_table_of_growth() {
    println!("\n| system | runs | stable | not known | too close | unstable |\n|---|---|---|---|---|---|");
    let row = |what: &str, system: &Experiment, runs: u64| {
        let [stable, not_known, close, unstable] = states(system, runs);
        println!("| {what} | {runs} | {stable} | {not_known} | {close} | {unstable} |");
        unstable
    };
    let found = [
        ("one bed, load 1.02", single(1, 10.2, 0.1, "")),
        ("100 beds, load 1.02", single(100, 102.0, 1.0, "")),
        ("two beds in line, load 1.02 by blocking", line(6.8)),
    ];
    for (what, system) in &found {
        assert!(row(what, system, 60) >= 45, "{what}");
    }
    let stable = vec![
        ("one bed, load .8", single(1, 8.0, 0.1, "")),
        ("one bed, load .9", single(1, 9.0, 0.1, "")),
        ("one bed, load .95", single(1, 9.5, 0.1, "")),
        ("100 beds, load .95", single(100, 95.0, 1.0, "")),
        ("two beds in line, load .945 by blocking", line(6.3)),
        ("10 beds with a winter profile", single(10, 1.7, 4.0, WINTER)),
        ("10 beds with a surge at the end", single(10, 1.8, 4.0, SURGE)),
        ("`examples/blocking`", example("examples/blocking", &[])),
        ("`examples/census`", example("examples/census", &[])),
        ("`southampton-winter`", example("southampton-winter", &[])),
    ];
    let false_alarms: u32 = stable.iter().map(|(what, system)| row(what, system, 50)).sum();
    println!("\n{false_alarms} false alarms in 500 runs of stable systems");
    assert!(false_alarms <= 5);
    for (what, system) in
        [("one bed, load .98", single(1, 9.8, 0.1, "")), ("one bed, load .99", single(1, 9.9, 0.1, ""))]
    {
        row(what, &system, 60);
    }
}
