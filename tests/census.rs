//! Whoever is there when the measured period begins: who they are, and in which order they go on.

mod support;

use serde_json::{Value, json};
use support::ready;
use wardflow_core::{clock::Time, model::Model, random::Seed, replication::Departure};
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

/// How many of a hundred people are of each pathway, and what is in use on some midnights after the first.
fn by_evidence(census: &Value) -> (f64, Vec<f64>) {
    let scenario = json!({
        "format": 1, "title": "Who is in bed for ten days so far", "start": "2026-04-05", "days": 31,
        "hospitals": {"acute": {"beds": "unlimited", "discharge_hours": "always"}},
        "cohorts": {"a": {
            "arrivals": {"fixed_interval": {"every_hours": 100_000, "first_after_hours": 10_000}},
            "acute_stay": {"exponential": {"mean_days": 2}},
            "acute_stay_by_pathway": {"p3": {"exponential": {"mean_days": 20}}},
            "pathways": {"p0": "the_rest", "p3": 0.1},
        }},
        "pathways": {"p0": {"needs": "nothing"}, "p3": {"needs": {"placement": {"services": ["homes"]}}}},
        "services": {"homes": {"places": "unlimited", "stay": {"fixed": {"days": 5}}}},
        "census": {"hospitals": {"acute": {"not_ready": census}}},
    });
    let model = ready(&scenario.to_string()).model;
    let (mut on_p3, mut occupied, replications) = (0, [0; 4], 60);
    for number in 0..replications {
        for row in patients(&model, Seed(7), number).expect("it can be finished") {
            on_p3 += usize::from(row.pathway.is_some_and(|pathway| pathway.at() == 1));
            let begin = u64::from(wardflow_core::census::HISTORY_DAYS) * 86_400;
            let is_there = |day: u64| row.ready.is_none_or(|ready| ready.0 >= begin + day * 86_400);
            [4, 11, 21, 31]
                .iter()
                .zip(&mut occupied)
                .for_each(|(&day, people)| *people += u64::from(is_there(day - 1)));
        }
    }
    let replications = f64::from(replications);
    (on_p3 as f64 / replications, occupied.map(|people| people as f64 / replications).to_vec())
}

/// What is left of the hundred after 3, 10, 20 and 30 days, of whom so many are on the pathway with the long stay.
fn left_of(on_p3: f64) -> Vec<f64> {
    let left = |days: f64| on_p3 * libm::exp(-days / 20.0) + (100.0 - on_p3) * libm::exp(-days / 2.0);
    [3.0, 10.0, 20.0, 30.0].map(left).to_vec()
}

#[test]
fn who_has_been_there_for_long_is_of_those_who_stay_long() {
    // Bayes: 0.1 exp(-10 / 20) against 0.9 exp(-10 / 2).
    let (long, short) = (0.1 * libm::exp(-0.5), 0.9 * libm::exp(-5.0));
    let expected = 100.0 * long / (long + short);
    let ways = [
        json!({"people": 100, "so_far": {"drawn_from": {"fixed": {"days": 10}}}}),
        json!({"people": 100, "so_far": {"values_days": vec![10; 100]}}),
        json!({"cohorts": {"a": {"people": 100, "so_far": {"values_days": vec![10; 100]}}}}),
    ];
    for census in &ways {
        let (on_p3, occupied) = by_evidence(census);
        assert!((on_p3 - expected).abs() < 1.2, "{on_p3} of {expected}: {census}");
        for (found, expected) in occupied.iter().zip(left_of(expected)) {
            assert!((found - expected).abs() < 2.4, "{occupied:?} of {expected}: {census}");
        }
    }
    // Nothing is known: rate x mean stay.
    let (on_p3, occupied) = by_evidence(&json!({"people": 100}));
    let expected = 100.0 * 2.0 / (2.0 + 1.8);
    assert!((on_p3 - expected).abs() < 2.4, "{on_p3}");
    for (found, expected) in occupied.iter().zip(left_of(expected)) {
        assert!((found - expected).abs() < 2.4, "{occupied:?} of {expected}");
    }
}

#[test]
fn how_long_people_will_stay_may_be_known_instead() {
    // What is left of a stay in progress has the distribution of what is over.
    let (long, short) = (0.1 * libm::exp(-10.5 / 20.0), 0.9 * libm::exp(-10.5 / 2.0));
    let expected = 100.0 * long / (long + short);
    let census = json!({"people": 100, "remaining": {"values_days": vec![10.5; 100]}});
    let (on_p3, occupied) = by_evidence(&census);
    assert!((on_p3 - expected).abs() < 1.2, "{on_p3} of {expected}");
    assert_eq!(occupied, [100.0, 100.0, 0.0, 0.0]);
}

#[test]
fn shares_that_change_later_leave_the_evidence_alone() {
    let scenario = json!({
        "format": 1, "title": "Home First from the second day on", "start": "2026-01-05", "days": 60,
        "hospitals": {"acute": {"beds": 1000}},
        "cohorts": {"a": {
            "arrivals": {"fixed_interval": {"every_hours": 100_000, "first_after_hours": 10_000}},
            "acute_stay": {"fixed": {"days": 5}}, "acute_stay_by_pathway": {"p2": {"fixed": {"days": 30}}},
            "pathways": {"p0": "the_rest", "p2": {"steps": {"2025-01-05": 0.2, "2026-01-06": 0.1}}},
        }},
        "pathways": {"p0": {}, "p2": {"needs": {"bed": {"services": ["rehab"]}}}},
        "services": {"rehab": {"beds": 1000, "stay": {"fixed": {"days": 2}}}},
        "census": {"hospitals": {"acute": {"not_ready": {"people": 800, "so_far": {"values_days": vec![10; 800]}}}}},
    });
    let rows = patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished");
    // All are on p2; half of them do not need it any more when they are ready.
    let on_p2 = rows.iter().filter(|row| row.pathway.is_some_and(|pathway| pathway.at() == 1)).count();
    assert!(rows.iter().all(|row| row.ready.is_some_and(|ready| ready.day() == 1_020)));
    assert!((on_p2 as f64 - 400.0).abs() < 60.0, "{on_p2}");
}

#[test]
fn a_stay_so_far_that_no_stay_reaches_is_told_and_a_whole_stay_follows() {
    let people = |so_far: Value| json!({"people": 60, "so_far": so_far});
    let scenario = |census: &Value| {
        json!({
            "format": 1, "title": "Longest stayers", "start": "2026-01-05", "days": 60,
            "hospitals": {"acute": {"beds": 100}},
            "cohorts": {"a": {
                "arrivals": {"fixed_interval": {"every_hours": 100_000, "first_after_hours": 10_000}},
                "acute_stay": {"empirical": {"values_days": [1, 2, 2, 3, 4, 5, 7, 9, 12, 20]}}, "pathways": {"p0": 1},
            }},
            "pathways": {"p0": {}},
            "census": {"hospitals": {"acute": {"not_ready": census}}},
        })
    };
    let told = |census: &Value| support::opened(&scenario(census).to_string()).problems.render(false);
    let days = [vec![60.0; 50], vec![19.0; 10]].concat();
    let census = people(json!({"values_days": days}));
    let problems = told(&census);
    assert!(
        problems.contains("50 of 60 have been here for as long as any stay") && problems.contains("20 days"),
        "{problems}"
    );
    assert!(told(&people(json!({"drawn_from": {"fixed": {"days": 25}}}))).contains("about 60 of 60 have been here"));
    assert!(!told(&people(json!({"values_days": vec![19; 60]}))).contains("warning"));
    let rows = patients(&ready(&scenario(&census).to_string()).model, Seed(7), 0).expect("it can be finished");
    let left = |row: &PatientRow| (row.ready.expect("all become ready").0 - 1_000 * 86_400) as f64 / 86_400.0;
    let (beyond, inside): (Vec<&PatientRow>, Vec<&PatientRow>) = rows.iter().partition(|row| row.arrived.day() == 940);
    let mean = beyond.iter().map(|row| left(row)).sum::<f64>() / beyond.len() as f64;
    assert!(beyond.len() == 50 && (mean - 6.5).abs() < 4.0 * 5.6 / 50.0f64.sqrt(), "{mean}");
    assert!(inside.len() == 10 && inside.iter().all(|row| (left(row) - 1.0).abs() < 1e-4));
}

/// A large system without waits: two cohorts, deaths, a unit, beds and care at home, each with stays of its own.
fn large() -> Value {
    let lognormal = |mean: f64, sd: f64| json!({"lognormal": {"mean_days": mean, "sd_days": sd}});
    json!({
        "format": 1, "title": "Large", "start": "2026-01-05", "days": 28, "warm_up_days": 400,
        "hospitals": {
            "acute": {"beds": "unlimited", "discharge_hours": "always"},
            "ward": {"beds": "unlimited", "discharge_hours": "always"},
        },
        "cohorts": {
            "adults": {
                "hospital": "acute", "arrivals": {"poisson": {"per_day": 150}}, "acute_stay": lognormal(3.0, 3.0),
                "acute_stay_by_pathway": {"p2": lognormal(20.0, 25.0)}, "pathways": {"p0": "the_rest", "p2": 0.1},
                "deaths": {"share": 0.05, "stay": lognormal(12.0, 10.0)},
                "stay_by_service": {"rehab": {"fixed": {"days": 12}}},
            },
            "frail": {
                "hospital": "acute", "arrivals": {"poisson": {"per_day": 40}}, "acute_stay": lognormal(9.0, 9.0),
                "passed_on": {"ward": {"share": 0.3, "acute_stay": lognormal(25.0, 20.0)}},
                "pathways": {"p0": "the_rest", "p1": 0.4, "p2": 0.3},
            },
        },
        "pathways": {
            "p0": {},
            "p1": {"needs": {"care_at_home": {"packages": {
                "short": {"share": "the_rest", "takes": {"carers": {"hours_per_week": 5}}, "stay": lognormal(10.0, 8.0)},
                "long": {"share": 0.2, "takes": {"carers": {"hours_per_week": 20}}, "stay": lognormal(90.0, 60.0)},
            }}}},
            "p2": {"needs": {"bed": {"services": ["rehab"]}}},
        },
        "services": {
            "rehab": {"beds": "unlimited", "stay": lognormal(30.0, 30.0)},
            "carers": {"hours_per_week": "unlimited"},
        },
    })
}

/// What is in use in it by Little's law: rate x mean stay, by how the stay ends, cohort or package.
const IN_USE: [(&str, f64); 4] = [
    ("hospitals.acute.occupied_beds", 150.0 * (0.05 * 12.0 + 0.95 * (0.9 * 3.0 + 0.1 * 20.0)) + 40.0 * 9.0),
    ("hospitals.ward.occupied_beds", 40.0 * 0.3 * 25.0),
    ("services.rehab.in_use_beds", 150.0 * 0.95 * 0.1 * 12.0 + 40.0 * 0.3 * 30.0),
    ("services.carers.in_use_hours_per_week", 40.0 * 0.4 * (0.8 * 10.0 * 5.0 + 0.2 * 90.0 * 20.0)),
];

#[test]
fn a_steady_state_fed_back_as_a_census_stays_steady() {
    let scenario = large();
    let model = ready(&scenario.to_string()).model;
    let known: fn(&[f64]) -> Value = |days| json!({"people": days.len(), "so_far": {"values_days": days}});
    let unknown: fn(&[f64]) -> Value = |days| json!({"people": days.len()});
    let (mut sums, days) = ([[0.0; 4]; 2], 12);
    for day in 0..days {
        let (at, use_of) = who_is_there(&model, day);
        for (sums, way) in sums.iter_mut().zip([known, unknown]) {
            let mut scenario = scenario.clone();
            scenario["census"] = json!({
                "hospitals": {"acute": {"not_ready": way(&at[0])}, "ward": {"not_ready": way(&at[1])}},
                "services": {"rehab": way(&use_of[0]), "carers": way(&use_of[1])},
            });
            scenario.as_object_mut().expect("an object").remove("warm_up_days");
            let forecast = support::Experiment::new(ready(&scenario.to_string()));
            let results = forecast.run(day.into(), 2, false);
            for (sum, (measure, _)) in sums.iter_mut().zip(IN_USE) {
                *sum += results.measures[forecast.find(measure)].summary.mean / f64::from(days);
            }
        }
    }
    for found in sums {
        for (found, (measure, expected)) in found.iter().zip(IN_USE) {
            // Twelve days differ from the mean by chance: by 1.5% where it is most.
            assert!((found / expected - 1.0).abs() < 0.03, "{measure}: {found}, not {expected}");
        }
    }
}

/// How long everybody has been in the hospital, the ward, the beds and the care at home at the end of a replication.
fn who_is_there(model: &Model, replication: u32) -> ([Vec<f64>; 2], [Vec<f64>; 2]) {
    let today = model.horizon();
    let (mut at, mut use_of) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for row in patients(model, Seed(2), replication).expect("it can be finished").iter().filter(|row| row.end == today)
    {
        let days = |since: Time| today.since(since) as f64 / 86_400.0;
        match (row.came, row.offer) {
            (Some(came), Some(offer)) => {
                let pool = &model.pools[model.takes(offer)[0].pool.at()];
                use_of[usize::from(pool.name == "carers")].push(days(came));
            }
            _ => at[row.hospital.at()].push(days(row.passed_on.or(row.admitted).expect("nobody waits"))),
        }
    }
    (at, use_of)
}

/// A ward and a package of care to which nobody comes any more.
fn closing(census: &Value) -> Value {
    json!({
        "format": 1, "title": "A ward that closes", "start": "2026-01-05", "days": 28,
        "hospitals": {"ward": {"beds": 30}},
        "cohorts": {
            "one": {"arrivals": {"poisson": {"per_day": 0}}, "acute_stay": {"fixed": {"days": 8}}, "pathways": {"p1": 1}},
            "two": {"arrivals": {"poisson": {"per_day": 0}}, "acute_stay": {"fixed": {"days": 8}}, "pathways": {"p1": 1}},
        },
        "pathways": {"p1": {"needs": {"care_at_home": {"packages": {
            "light": {"share": 0.5, "takes": {"carers": {"hours_per_week": 5}}, "stay": {"fixed": {"days": 21}},
                "bridging": {"takes": {"bridge": {"hours_per_week": 3}}}},
            "heavy": {"share": 0.5, "takes": {"carers": {"hours_per_week": 15}}, "stay": {"fixed": {"days": 21}},
                "taper_percent_by_week": [100, 60, 20]},
        }}}}},
        "services": {"carers": {"hours_per_week": 100}, "bridge": {"hours_per_week": 50}},
        "census": census,
    })
}

#[test]
fn a_ward_that_closes_may_have_a_census() {
    let known = closing(&json!({"hospitals": {"ward": {"not_ready": {"cohorts": {"one": {"people": 20}}}}}}));
    let opened = support::opened(&known.to_string());
    assert!(!opened.problems.render(false).contains("warning"), "{}", opened.problems.render(false));
    let rows = patients(&opened.ready.expect("nothing is wrong").model, Seed(7), 0).expect("it can be finished");
    assert!(rows.len() == 20 && rows.iter().all(|row| row.cohort.0 == 0 && row.ready.is_some()));
    let unknown = closing(&json!({"hospitals": {"ward": {"not_ready": {"people": 20}}}}));
    let problems = support::opened(&unknown.to_string()).problems.render(false);
    assert!(
        problems.contains("nobody comes here any more: who these people are is drawn from 2 cohorts alike"),
        "{problems}"
    );
}

#[test]
fn more_hours_in_use_than_there_are_is_told() {
    let told = |people: u32, so_far: Value| {
        let group = json!({"carers": {"cohorts": {"one": {"people": people, "so_far": so_far}}}});
        support::opened(&closing(&json!({"services": group})).to_string()).problems.render(false)
    };
    // In the first week 10 hours on average, in the third 4; on average over all weeks 7.
    assert!(
        told(12, json!({"values_days": vec![3; 12]}))
            .contains("about 120 hours a week are in use in the census, and `carers` has 100")
    );
    assert!(!told(12, json!({"values_days": vec![16; 12]})).contains("warning"));
    assert!(told(20, json!("unknown")).contains("about 140 hours a week are in use"));
    assert!(!told(14, json!("unknown")).contains("warning"));
}

#[test]
fn people_on_bridging_hours_wait_for_their_package_in_turn_with_those_in_hospital() {
    let census = json!({
        "services": {
            "bridge": {"cohorts": {"one": {"people": 2, "so_far": {"values_days": [5, 1]}}}},
            "carers": {"cohorts": {"one": {"people": 10, "remaining": {"values_days": (2..12).collect::<Vec<_>>()}}}},
        },
        "pathways": {"p1": {"awaiting_capacity": {"cohorts": {"two": {"people": 1, "so_far": {"values_days": [3]}}}}}},
    });
    let mut scenario = closing(&census);
    scenario["pathways"]["p1"]["needs"]["care_at_home"]["packages"] = json!({
        "light": {"share": 1, "takes": {"carers": {"hours_per_week": 10}}, "stay": {"fixed": {"days": 21}},
            "bridging": {"takes": {"bridge": {"hours_per_week": 25}}}},
    });
    let rows = patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished");
    let mut waited: Vec<_> =
        rows.iter().filter(|row| row.departure == Departure::ServiceEnded || row.came.is_some()).collect();
    waited.retain(|row| row.came.is_some_and(|came| came.day() >= 1_002 && came.day() <= 1_004));
    waited.sort_by_key(|row| row.came);
    let found: Vec<_> = waited.iter().map(|row| (row.came.expect("they came").day(), row.arrived.day())).collect();
    assert_eq!(found, [(1_002, 995), (1_003, 997), (1_004, 999)]);
}

#[test]
fn who_has_waited_leaves_after_what_is_left_of_their_patience() {
    let scenario = json!({
        "format": 1, "title": "Patience", "start": "2026-01-05", "days": 28,
        "hospitals": {"acute": {"beds": 0}},
        "cohorts": {
            "calm": {
                "arrivals": {"poisson": {"per_day": 0.001}}, "acute_stay": {"fixed": {"days": 8}}, "pathways": {"p2": 1},
                "patience": {"after": {"fixed": {"days": 4}}, "leads_to": "home"},
            },
            "hasty": {
                "arrivals": {"poisson": {"per_day": 0.001}}, "acute_stay": {"fixed": {"days": 8}}, "pathways": {"p2": 1},
                "patience": {"after": {"fixed": {"days": 1}}, "leads_to": "home"},
            },
        },
        "pathways": {"p2": {"needs": {"bed": {"services": ["rehab"]}}, "while_waiting": {
            "patience": {"after": {"fixed": {"days": 10}}, "leads_to": "home"},
        }}},
        "services": {"rehab": {"beds": 0, "stay": {"fixed": {"days": 3}}}},
        "census": {
            "hospitals": {"acute": {"front_door": {"people": 40, "so_far": {"values_days": vec![1.5; 40]}}}},
            "pathways": {"p2": {"awaiting_capacity": {"cohorts": {"calm": {"people": 10, "so_far": {"values_days": vec![7; 10]}}}}}},
        },
    });
    let mut rows = patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished");
    rows.retain(|row| row.number >= wardflow_core::census::FIRST_NUMBER);
    let (ready, outside): (Vec<&PatientRow>, Vec<&PatientRow>) = rows.iter().partition(|row| row.admitted.is_some());
    assert!(ready.len() == 10 && ready.iter().all(|row| row.end.0 == 1_003 * 86_400), "{ready:#?}");
    // None of those who leave after a day is still there.
    assert!(outside.len() == 40 && outside.iter().all(|row| row.cohort.0 == 0 && row.end.0 == 1_002 * 86_400 + 43_200));
}

#[test]
fn another_pathway_is_offered_after_what_is_left_of_the_wait_and_not_twice() {
    let rows = |waited: f64, probability: f64| {
        let scenario = json!({
            "format": 1, "title": "Fallback", "start": "2026-01-05", "days": 28,
            "hospitals": {"acute": {"beds": 400, "discharge_hours": "always"}},
            "cohorts": {"all": {
                "arrivals": {"poisson": {"per_day": 0}}, "acute_stay": {"fixed": {"days": 8}}, "pathways": {"p1": 1},
            }},
            "pathways": {
                "p1": {
                    "needs": {"bed": {"services": ["full"]}},
                    "fallback": {"after": {"fixed": {"days": 5}}, "share": probability, "pathway": "p2"},
                },
                "p2": {"needs": {"bed": {"services": ["free"]}}},
            },
            "services": {
                "full": {"beds": 0, "stay": {"fixed": {"days": 3}}}, "free": {"beds": 400, "stay": {"fixed": {"days": 3}}},
            },
            "census": {"pathways": {"p1": {"awaiting_capacity": {"people": 200, "so_far": {"values_days": vec![waited; 200]}}}}},
        });
        patients(&ready(&scenario.to_string()).model, Seed(7), 0).expect("it can be finished")
    };
    let left_on = |rows: &[PatientRow], day: u64| {
        rows.iter().filter(|row| row.left.is_some_and(|at| at.0 == day * 86_400)).count()
    };
    let soon = rows(3.0, 0.5);
    assert!(
        (left_on(&soon, 1_002) as f64 - 100.0).abs() < 30.0
            && soon.iter().filter(|row| row.left.is_some()).count() == left_on(&soon, 1_002)
    );
    assert_eq!(rows(6.0, 0.5).iter().filter(|row| row.left.is_some()).count(), 0);
}
