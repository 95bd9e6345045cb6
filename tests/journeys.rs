//! Small journeys whose answer can be worked out by hand.

mod support;

use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_core::random::Seed;
use wardflow_montecarlo::{
    experiment::{Plan, run},
    patients::{PatientRow, patients},
    subject::Subject,
};

/// A hospital with beds for everybody; `rest` is all but the first lines.
fn scenario(days: u32, rest: Value) -> String {
    let mut scenario = json!({
        "format": 1, "title": "Journeys", "start": "2026-01-05", "days": days, "warm_up_days": 0,
        "hospitals": {"acute": {"beds": "unlimited"}},
    });
    let Value::Object(rest) = rest else { panic!("{rest}") };
    for (key, value) in rest {
        scenario[key] = value;
    }
    scenario.to_string()
}

/// One patient alone after so many hours, ready after a day.
fn one(after_hours: f64, pathway: &str) -> Value {
    json!({
        "arrivals": {"fixed_interval": {"every_hours": 100_000, "first_after_hours": after_hours}},
        "acute_stay": {"fixed": {"days": 1}}, "pathways": {pathway: 1},
    })
}

fn rows(text: &str) -> Vec<PatientRow> {
    patients(&ready(text).model, Seed(1), 0).expect("it can be finished")
}

fn mean(text: &str, replications: u32, key: &str) -> f64 {
    let experiment = Experiment::new(ready(text));
    experiment.run(1, replications, false).measures[experiment.find(key)].summary.mean
}

#[test]
fn patience_at_the_front_door_says_nothing_about_patience_in_hospital() {
    // Whoever gets in waits in vain for care and leaves after six days on average, however patient they were outside.
    let text = scenario(
        1_500,
        json!({
            "hospitals": {"acute": {"beds": 20}}, "warm_up_days": 100,
            "cohorts": {"all": {
                "arrivals": {"poisson": {"per_day": 3}}, "acute_stay": {"fixed": {"days": 4}}, "pathways": {"care": 1},
                "patience": {"after": {"exponential": {"mean_days": 0.7}}},
            }},
            "pathways": {"care": {
                "needs": {"care_at_home": {"packages": {"usual": {
                    "takes": {"care": {"hours_per_week": 10}}, "stay": {"fixed": {"days": 5_000}},
                }}}},
                "while_waiting": {"patience": {"after": {"exponential": {"mean_days": 6}}}},
            }},
            "services": {"care": {"hours_per_week": 1}},
        }),
    );
    let stay = mean(&text, 20, "hospitals.acute.acute_stay_with_delay_days");
    assert!((stay - 10.0).abs() < 0.1, "{stay}");
}

#[test]
fn who_is_at_home_on_bridging_hours_keeps_their_place() {
    let package = |service: &str, hours: u32, days: u32| json!({"takes": {service: {"hours_per_week": hours}}, "stay": {"fixed": {"days": days}}});
    let pathway = |package: Value| json!({"needs": {"care_at_home": {"packages": {"only": package}}}});
    let mut bridged = package("care", 10, 5);
    bridged["bridging"] = json!({"takes": {"bridge": {"hours_per_week": 7}}});
    let text = scenario(
        60,
        json!({
            // The first two take what there is; then one asks who may be bridged, and two days later one who may not.
            "cohorts": {"holds": one(0.0, "holds"), "bridges": one(0.0, "bridges"), "early": one(24.0, "early"), "late": one(72.0, "late")},
            "pathways": {
                "holds": pathway(package("care", 10, 20)), "bridges": pathway(package("bridge", 7, 7)),
                "early": pathway(bridged), "late": pathway(package("care", 10, 5)),
            },
            "services": {"care": {"hours_per_week": 10}, "bridge": {"hours_per_week": 7}},
        }),
    );
    let rows = rows(&text);
    let day = |cohort: usize, instant: fn(&PatientRow) -> Option<wardflow_core::clock::Time>| {
        instant(&rows[cohort]).expect("it happens").day()
    };
    // Home on bridging hours on day 8; care is free on day 21 and goes to who asked first, then five days later to the other.
    assert_eq!([day(2, |row| row.left), day(3, |row| row.left)], [8, 26], "{rows:#?}");
}

#[test]
fn harm_counts_the_days_until_capacity_is_there() {
    // Capacity is there at once; two days of arrangements follow. Each day of waiting for capacity would add five days.
    let pathway = json!({
        "needs": {"bed": {"services": ["rehab"]}}, "request_capacity": "at_readiness",
        "arrangements": {"equipment": {"group": "interface_process", "time": {"fixed": {"days": 2}}}},
        "while_waiting": {"longer_stay": {"chance_per_day": 1, "days": 5}},
    });
    let text = scenario(
        60,
        json!({
            "cohorts": {"all": one(0.0, "bed"), "second": one(1.0, "bed")}, "pathways": {"bed": pathway},
            "services": {"rehab": {"beds": 1, "stay": {"fixed": {"days": 10}}}},
        }),
    );
    let stays: Vec<u64> = rows(&text)
        .iter()
        .map(|row| row.service_end.expect("it ends").since(row.came.expect("they come")) / 86_400)
        .collect();
    // The second waits for the first to leave: two days of arrangements and ten of stay, the last not full.
    assert_eq!(stays, [10, 10 + 11 * 5]);
}

#[test]
fn no_more_vacancies_are_kept_than_said_and_wanted() {
    let text = scenario(
        42,
        json!({
            "cohorts": {"first": one(48.0, "place"), "second": one(322.0, "place")},
            "pathways": {"place": {"needs": {"placement": {"services": ["homes"]}}}},
            "services": {"homes": {
                "vacancies_per_week": 20, "most_kept": 0, "starts": {"hours": {"Mon": "09:00-12:00", "Tue": "09:00-17:00"}},
            }},
        }),
    );
    let kept = mean(&text, 50, "services.homes.kept_places");
    assert!(kept < 0.2, "{kept}");
}

#[test]
fn a_circle_of_stays_of_no_length_is_an_error_with_a_name() {
    let round = json!({"round": {"share": 1, "needs": {"bed": {"services": ["rehab"]}}}});
    let text = scenario(
        60,
        json!({
            "cohorts": {"all": one(0.0, "bed")}, "pathways": {"bed": {"needs": {"bed": {"services": ["rehab"]}}}},
            "services": {"rehab": {"beds": 5, "stay": {"fixed": {"days": 0}}, "outcomes": round}},
        }),
    );
    let experiment = Experiment::new(ready(&text));
    let plan = Plan { seed: Seed(1), replications: 1, threads: None, daily: false };
    let error = run(Subject::of(&experiment.ready, &experiment.catalogue), &plan, &|| {}).expect_err("it goes round");
    assert!(error.to_string().contains("in a circle"), "{error}");
}
