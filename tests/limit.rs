//! What a hospital can admit at most, where theory or a small Markov chain says it.

#![allow(clippy::needless_pass_by_value, reason = "values are written where they are used")]

mod support;

use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_core::{model::HospitalId, random::Seed};
use wardflow_montecarlo::{
    limit::{EVENTS_OF_A_CHECK, Limit, Limited, Limits, limits},
    subject::Subject,
    threads::Threads,
};

const SEED: Seed = Seed(20_261_130);

fn scenario(hospitals: Value, cohorts: Value, pathways: Value, services: Value) -> Value {
    json!({
        "format": 1, "title": "Limit", "start": "2026-01-05", "days": 364, "warm_up_days": 28,
        "hospitals": hospitals, "cohorts": cohorts, "pathways": pathways, "services": services
    })
}

/// Somebody who arrives so often, stays for an exponential time and needs one of the pathways.
fn cohort(per_day: f64, mean_days: f64, pathways: Value) -> Value {
    json!({
        "arrivals": { "poisson": { "per_day": per_day } },
        "acute_stay": { "exponential": { "mean_days": mean_days } },
        "pathways": pathways
    })
}

fn bed_in(service: &str) -> Value {
    json!({ "needs": { "bed": { "services": [service] } } })
}

fn beds(beds: u32, mean_days: f64) -> Value {
    json!({ "beds": beds, "stay": { "exponential": { "mean_days": mean_days } } })
}

fn of(experiment: &Experiment, events: u64, threads: Option<usize>) -> Limits {
    with(experiment, SEED, events, threads)
}

fn with(experiment: &Experiment, seed: Seed, events: u64, threads: Option<usize>) -> Limits {
    let hospitals: Vec<HospitalId> =
        (0..experiment.ready.model.hospitals.len()).map(|number| HospitalId(number as u16)).collect();
    let subject = Subject::of(&experiment.ready, &experiment.catalogue);
    limits(subject, &hospitals, seed, &Threads::new(threads), events)
}

fn only(scenario: &Value, events: u64) -> Limit {
    let limits = of(&Experiment::new(ready(&scenario.to_string())), events, None);
    assert_eq!((limits.found.len(), limits.unknown.len()), (1, 0), "{limits:?}");
    limits.found[0].clone()
}

/// The limit is this, by the interval and so closely; a wrong value by two widths of the interval is not.
fn is(limit: &Limit, expected: f64, closely: f64) {
    let off = (limit.at_most - expected).abs();
    assert!(off <= 1.5 * limit.half_width_95, "{expected} is not {limit:?}");
    assert!(off <= closely * expected, "{expected} is not {limit:?}");
    assert!(limit.half_width_95 < 2.0 * closely * expected, "too vague: {limit:?}");
}

fn t6(per_day: f64) -> Value {
    scenario(
        json!({ "acute": { "beds": 20 } }),
        json!({ "patients": cohort(per_day, 4.0, json!({ "p0": 0.8, "p2": 0.2 })) }),
        json!({ "p0": { "needs": "nothing" }, "p2": bed_in("p2_beds") }),
        json!({ "p2_beds": beds(12, 14.0) }),
    )
}

/// With all 20 beds always taken, k people in the 12 beds after hospital or waiting for one in the hospital's are a birth and death
/// process: up at (20 - (k - 12)+) x .2 / 4, down at min(k, 12) / 14. Admitted are (20 - E (k - 12)+) / 4 = 4.11274 a day.
#[test]
fn beds_that_are_blocked_admit_what_a_markov_chain_says() {
    let limit = only(&t6(4.0), EVENTS_OF_A_CHECK);
    is(&limit, 4.112_740, 0.005);
    assert!(limit.is_exact() && limit.of == Limited::Admissions);
    let load = limit.load();
    assert!(load.low < 0.972_588 && 0.972_588 < load.high && (load.mean - 0.9726).abs() < 0.005, "{load:?}");
}

/// Lines of exponential servers with no room between them: Hunt 1956, doi 10.1287/opre.4.6.674 (two), and Hillier and Boling 1967,
/// doi 10.1287/opre.15.2.286 (three and four).
#[test]
fn servers_in_line_without_room_between_them_do_what_hillier_and_boling_say() {
    for (servers, expected) in [(2, 2.0 / 3.0), (3, 22.0 / 39.0), (4, 0.5148)] {
        let name = |number: usize| format!("s{number}");
        let mut services = serde_json::Map::new();
        for number in 2..=servers {
            let mut service = beds(1, 0.1);
            service["outcomes"] = if number < servers {
                json!({ "on": { "share": 1, "needs": { "bed": { "services": [name(number + 1)] } } } })
            } else {
                json!({ "home": { "share": 1, "leads_to": "home" } })
            };
            services.insert(name(number), service);
        }
        let line = scenario(
            json!({ "first": { "beds": 1 } }),
            json!({ "patients": cohort(10.0 * expected, 0.1, json!({ "p2": 1 })) }),
            json!({ "p2": bed_in("s2") }),
            services.into(),
        );
        is(&only(&line, EVENTS_OF_A_CHECK), 10.0 * expected, 0.005);
    }
}

#[test]
fn beds_alone_admit_their_number_by_the_mean_stay() {
    let simple = |per_day| {
        scenario(
            json!({ "acute": { "beds": 10 } }),
            json!({ "patients": cohort(per_day, 5.0, json!({ "p0": 1 })) }),
            json!({ "p0": { "needs": "nothing" } }),
            json!({}),
        )
    };
    is(&only(&simple(1.9), EVENTS_OF_A_CHECK), 2.0, 0.005);
    // Far below nothing is said.
    let far = of(&Experiment::new(ready(&simple(1.0).to_string())), EVENTS_OF_A_CHECK, None);
    assert_eq!(far, Limits::default());
}

#[test]
fn whoever_comes_back_counts_on_both_sides() {
    // A quarter comes back after a week: of 2 admissions a day 1.5 are first ones.
    let mut coming_back = scenario(
        json!({ "acute": { "beds": 10 } }),
        json!({ "patients": cohort(1.4, 5.0, json!({ "p0": 1 })) }),
        json!({ "p0": { "needs": "nothing" } }),
        json!({}),
    );
    coming_back["pathways"]["p0"]["readmission"] =
        json!({ "share": 0.25, "after": { "exponential": { "mean_days": 7 } } });
    let limit = only(&coming_back, EVENTS_OF_A_CHECK);
    is(&limit, 2.0, 0.005);
    assert!((limit.demand - 1.4 / 0.75).abs() < 0.01, "{limit:?}");
}

#[test]
fn another_hospital_keeps_its_own_arrivals_and_the_limit_is_an_estimate() {
    let shared = |there: f64| {
        scenario(
            json!({ "a": { "beds": 20 }, "b": { "beds": 40 } }),
            json!({
                "at_a": { "hospital": "a", "arrivals": { "poisson": { "per_day": 4.6 } },
                          "acute_stay": { "exponential": { "mean_days": 4 } }, "pathways": { "p0": 0.8, "p2": 0.2 } },
                "at_b": { "hospital": "b", "arrivals": { "poisson": { "per_day": there } },
                          "acute_stay": { "exponential": { "mean_days": 4 } }, "pathways": { "p0": 0.8, "p2": 0.2 } }
            }),
            json!({ "p0": { "needs": "nothing" }, "p2": bed_in("p2_beds") }),
            json!({ "p2_beds": beds(18, 14.0) }),
        )
    };
    let at_a = |there| {
        let limits = of(&Experiment::new(ready(&shared(there).to_string())), EVENTS_OF_A_CHECK, None);
        limits.found.into_iter().find(|limit| limit.hospital == HospitalId(0)).unwrap()
    };
    let (little, more) = (at_a(0.5), at_a(1.5));
    assert!(!little.is_exact());
    assert!(more.at_most + more.half_width_95 < little.at_most - little.half_width_95, "{little:?} {more:?}");
}

#[test]
fn escalation_beds_that_open_by_the_queue_are_open_at_a_full_door() {
    let mut escalating = scenario(
        json!({ "acute": { "beds": 10 } }),
        json!({ "patients": cohort(2.3, 5.0, json!({ "p0": 1 })) }),
        json!({ "p0": { "needs": "nothing" } }),
        json!({}),
    );
    escalating["escalations"] = json!({ "more": {
        "watches": { "people_at_front_door_of": "acute" }, "opens_above": 5, "closes_below": 2, "adds": { "hospitals": { "acute": 2 } }
    } });
    is(&only(&escalating, EVENTS_OF_A_CHECK), 12.0 / 5.0, 0.005);
}

#[test]
fn unlimited_beds_bear_the_multiple_of_arrivals_that_the_service_bears() {
    let mut unlimited = t6(4.0);
    unlimited["hospitals"]["acute"]["beds"] = json!("unlimited");
    let limit = only(&unlimited, EVENTS_OF_A_CHECK);
    // .8 a day x 14 days are 11.2 of 12 beds.
    assert_eq!(limit.of, Limited::Arrivals);
    assert!((limit.at_most - 12.0 / 11.2).abs() < 1e-3 && limit.is_exact(), "{limit:?}");
}

#[test]
fn each_stretch_between_changes_has_its_own_limit() {
    let closing = scenario(
        json!({ "acute": { "beds": { "steps": { "2026-01-05": 12, "2026-07-06": 10 } } } }),
        json!({ "patients": cohort(2.1, 5.0, json!({ "p0": 1 })) }),
        json!({ "p0": { "needs": "nothing" } }),
        json!({}),
    );
    let limits = of(&Experiment::new(ready(&closing.to_string())), EVENTS_OF_A_CHECK, None);
    let found: Vec<_> = limits.found.iter().map(|limit| (limit.days.clone(), limit.at_most)).collect();
    assert_eq!(found.iter().map(|(days, _)| days.clone()).collect::<Vec<_>>(), [28..210, 210..392]);
    assert!((found[0].1 - 2.4).abs() < 0.02 && (found[1].1 - 2.0).abs() < 0.02, "{found:?}");
}

#[test]
fn threads_change_nothing_and_too_few_events_give_no_limit() {
    let experiment = Experiment::new(ready(&t6(4.0).to_string()));
    let [one, four] = [1, 4].map(|threads| of(&experiment, 400_000, Some(threads)));
    assert_eq!(one, four);
    assert_eq!(one.found.len(), 1);
    let few = of(&experiment, 1_000, None);
    assert_eq!((few.found.len(), few.unknown), (0, vec![HospitalId(0)]));
}

fn slowly(per_day: f64) -> Value {
    scenario(
        json!({ "acute": { "beds": 20 } }),
        json!({ "patients": cohort(per_day, 4.0, json!({ "p0": 0.95, "p2": 0.05 })) }),
        json!({ "p0": { "needs": "nothing" }, "p2": bed_in("p2_beds") }),
        json!({ "p2_beds": beds(3, 14.0) }),
    )
}

/// Of [`slowly`], as of [`t6`].
const SLOW: f64 = 4.032_095;

#[test]
fn intervals_cover_as_often_as_they_say_however_few_the_events() {
    const SEEDS: u32 = 200;
    // The second fills up slowly: one in twenty needs what is busy. Few replications with ten batches in all, and more of them.
    let quick = (Experiment::new(ready(&t6(4.0).to_string())), 4.112_740);
    let slow = (Experiment::new(ready(&slowly(3.9).to_string())), SLOW);
    for ((experiment, exact), events) in [(&quick, 10_000), (&quick, 60_000), (&slow, 60_000)] {
        let (mut covered, mut half_covered) = (0, 0);
        for limit in (0..SEEDS).flat_map(|seed| with(experiment, Seed(seed.into()), events, Some(1)).found) {
            let off = (limit.at_most - exact).abs();
            covered += u32::from(off <= limit.half_width_95);
            half_covered += u32::from(off <= 0.5 * limit.half_width_95);
        }
        let share = |covered: u32| f64::from(covered) / f64::from(SEEDS);
        // Four standard errors of a share of 95%; half the width would cover 68%.
        let tolerance = 4.0 * (0.95 * 0.05 / f64::from(SEEDS)).sqrt();
        assert!((share(covered) - 0.95).abs() < tolerance, "{events} events: {}", share(covered));
        assert!((share(half_covered) - 0.95).abs() > tolerance, "{events} events: {}", share(half_covered));
    }
}
