//! Whoever is there when the measured period begins: who they are, and in which order they go on.

mod support;

use serde_json::{Value, json};
use support::ready;
use wardflow_core::random::Seed;
use wardflow_montecarlo::patients::{PatientRow, patients};

/// One bed for everybody, two days each, and nobody new; `census` is who is there.
fn rows(census: &Value) -> Vec<PatientRow> {
    let cohort = json!({
        "arrivals": {"poisson": {"per_day": {"steps": {"2026-01-05": 1, "2026-01-06": 0}}}},
        "acute_stay": {"fixed": {"days": 2}}, "pathways": {"bed": 0.5, "other": 0.5},
    });
    let pathway = json!({"needs": {"bed": {"services": ["rehab"]}}});
    let scenario = json!({
        "format": 1, "title": "Census", "start": "2026-01-05", "days": 60,
        "hospitals": {"acute": {"beds": 100}},
        "cohorts": {"frail": cohort, "others": cohort},
        "pathways": {"bed": pathway, "other": pathway},
        "services": {"rehab": {"beds": 1, "stay": {"fixed": {"days": 2}}}},
        "census": census,
    });
    let rows = patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished");
    rows.into_iter().filter(|row| row.number >= wardflow_core::census::FIRST_NUMBER).collect()
}

#[test]
fn who_has_waited_longest_goes_first_whatever_list_they_stand_in() {
    let waits = |days: &[f64]| json!({"awaiting_capacity": {"people": days.len(), "so_far": {"values_days": days}}});
    let mut rows = rows(&json!({"pathways": {"bed": waits(&[1.0, 30.0, 2.0]), "other": waits(&[12.0, 0.5, 3.0])}}));
    assert_eq!(rows.len(), 6);
    rows.sort_by_key(|row| row.ready);
    assert!(rows.is_sorted_by(|one, next| one.left < next.left), "{rows:#?}");
}

#[test]
fn the_front_door_admits_in_the_order_of_arrival() {
    let people = json!({"people": 4, "so_far": {"values_days": [0.1, 3.0, 0.2, 1.2]}});
    let cohort = json!({
        "arrivals": {"poisson": {"per_day": {"steps": {"2026-01-05": 1, "2026-01-06": 0}}}},
        "acute_stay": {"fixed": {"days": 2}}, "pathways": {"home": 1},
    });
    let scenario = json!({
        "format": 1, "title": "Front door", "start": "2026-01-05", "days": 60,
        "hospitals": {"acute": {"beds": 1}}, "cohorts": {"all": cohort}, "pathways": {"home": {}},
        "census": {"hospitals": {"acute": {"not_ready": {"people": 1}, "front_door": people}}},
    });
    let mut rows = patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished");
    rows.retain(|row| {
        row.arrived.day() < u64::from(wardflow_core::census::HISTORY_DAYS) && row.admitted > Some(row.arrived)
    });
    rows.sort_by_key(|row| row.arrived);
    assert_eq!(rows.len(), 4);
    assert!(rows.is_sorted_by(|one, next| one.admitted < next.admitted), "{rows:#?}");
}

#[test]
fn percentiles_of_the_count_at_eight_are_those_of_all_days_and_replications() {
    let experiment = support::Experiment::of("examples/blocking", &["days=60", "warm_up_days=30"]);
    let (mut counts, replications) = (Vec::new(), 12);
    for number in 0..replications {
        let mut replication = wardflow_core::replication::Replication::new(&experiment.ready.model);
        let outcome =
            replication.run(Seed(5), number.into(), wardflow_core::replication::Keep { days: true }).expect("it ends");
        let occupied = &experiment.catalogue.measures()[experiment.find("hospitals.acute.occupied_at_08_00_beds")];
        counts.extend(outcome.days.iter().filter_map(|day| occupied.of_day(day)));
    }
    counts.sort_by(f64::total_cmp);
    assert_eq!(counts.len(), 60 * replications as usize);
    let results = experiment.run(5, replications, false);
    for percent in [50, 75, 90, 95] {
        let key = format!("hospitals.acute.occupied_at_08_00_{percent}th_percentile_beds");
        let found = results.measures[experiment.find(&key)].summary.mean;
        assert_eq!(found, counts[counts.len() * percent / 100 - 1], "{key}");
    }
}

#[test]
fn cohorts_that_are_known_are_there_as_they_are_counted() {
    let known = json!({"frail": {"people": 30, "so_far": {"values_days": vec![1.5; 30]}}, "others": {"people": 5}});
    let rows = rows(&json!({"hospitals": {"acute": {"not_ready": {"people": 12, "cohorts": known}}}}));
    let of = |cohort: u16| rows.iter().filter(|row| row.cohort.0 == cohort).count();
    assert!(rows.len() == 47 && of(0) >= 30 && of(1) >= 5, "{} {}", of(0), of(1));
    // A fixed stay of two days of which a day and a half is over.
    let half_a_day = rows.iter().filter(|row| {
        let begin = row.admitted.expect("they are in beds");
        row.cohort.0 == 0 && row.ready.expect("all become ready").since(begin) == 2 * 86_400 && begin.of_day() == 43_200
    });
    assert!(half_a_day.count() >= 30);
}

#[test]
fn who_is_there_dies_as_often_as_who_is_admitted_and_all_that_happens_is_counted() {
    // Twenty are in beds, half of whom will die; all stay ten days of which two are over. Five have waited three days for
    // beds that are free.
    let scenario = json!({
        "format": 1, "title": "Ends", "start": "2026-01-05", "days": 28,
        "hospitals": {"acute": {"beds": 100}},
        "cohorts": {"all": {
            "arrivals": {"fixed_interval": {"every_hours": 100_000, "first_after_hours": 600}},
            "acute_stay": {"fixed": {"days": 10}}, "deaths": {"share": 0.5}, "pathways": {"bed": 1},
        }},
        "pathways": {"bed": {"needs": {"bed": {"services": ["rehab"]}}}},
        "services": {"rehab": {"beds": 50, "stay": {"fixed": {"days": 5}}}},
        "census": {
            "hospitals": {"acute": {"not_ready": {"people": 20, "so_far": {"values_days": vec![2; 20]}}}},
            "pathways": {"bed": {"awaiting_capacity": {"people": 5, "so_far": {"values_days": vec![3; 5]}}}},
        },
    });
    let experiment = support::Experiment::new(ready(&scenario.to_string()));
    let results = experiment.run(3, 400, false);
    let mean = |key: &str| results.measures[experiment.find(key)].summary.mean * 28.0;
    let deaths = mean("hospitals.acute.deaths_people_per_day");
    assert!((deaths - 10.0).abs() < 4.0 * (20.0 * 0.25 / 400.0_f64).sqrt(), "{deaths}");
    let discharges = mean("pathways.bed.discharges_people_per_day");
    assert!((discharges + deaths - 25.0).abs() < 1e-9, "{discharges}");
    let wait = mean("pathways.bed.wait_for_capacity_days") / 28.0;
    assert!((wait - 3.0 * 5.0 / discharges).abs() < 0.05, "{wait}");
}

#[test]
fn people_ready_in_a_hospital_are_there_and_nowhere_else() {
    let cohort = |hospital: &str, passed_on: Value| {
        json!({
            "hospital": hospital, "arrivals": {"poisson": {"per_day": {"steps": {"2026-01-05": 1, "2026-01-06": 0}}}},
            "acute_stay": {"fixed": {"days": 2}}, "passed_on": passed_on, "pathways": {"bed": 1},
        })
    };
    let waits = |people: u32| json!({"bed": {"awaiting_capacity": {"people": people}}});
    let scenario = json!({
        "format": 1, "title": "Two hospitals and a unit", "start": "2026-01-05", "days": 3,
        "hospitals": {"east": {"beds": 50}, "west": {"beds": 50}, "ward": {"beds": 50}},
        "cohorts": {
            "east": cohort("east", json!({"ward": {"share": 0.5, "acute_stay": {"fixed": {"days": 4}}}})),
            "west": cohort("west", json!({})),
        },
        "pathways": {"bed": {"needs": {"bed": {"services": ["rehab"]}}}},
        "services": {"rehab": {"beds": 0, "stay": {"fixed": {"days": 2}}}},
        "census": {
            "hospitals": {
                "east": {"pathways": waits(7)}, "west": {"pathways": waits(2)},
                "ward": {"not_ready": {"people": 3, "so_far": {"values_days": [0, 1, 2]}}, "pathways": waits(4)},
            },
        },
    });
    let experiment = support::Experiment::new(ready(&scenario.to_string()));
    let results = experiment.run(1, 5, true);
    let first_morning = |key: &str| {
        let series = &results.days.as_ref().expect("days were kept").series;
        series.iter().find(|series| series.measure == experiment.find(key)).expect("it has days").days[0].mean
    };
    // In the unit nobody of the three becomes ready on the first morning.
    for (hospital, people) in [("east", 7.0), ("west", 2.0), ("ward", 4.0)] {
        assert_eq!(first_morning(&format!("hospitals.{hospital}.nctr_at_08_00_people")), people, "{hospital}");
    }
    assert_eq!(first_morning("hospitals.ward.occupied_at_08_00_beds"), 7.0);
}
