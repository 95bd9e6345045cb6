//! Small journeys whose answer can be worked out by hand.

mod support;

use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_core::{clock::Time, random::Seed};
use wardflow_montecarlo::{
    daily,
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
    let plan = Plan { seed: Seed(1), replications: 1, threads: None, daily: daily::nothing };
    let error = run(Subject::of(&experiment.ready, &experiment.catalogue), &plan, &|| {}).expect_err("it goes round");
    assert!(error.to_string().contains("in a circle"), "{error}");
}

#[test]
fn what_an_escalation_adds_changes_while_it_is_in_force() {
    // Five people come at once for one bed, and stay: one more bed opens, and from the sixth day three more.
    let all: Value =
        (0..5).map(|number| (format!("c{number}"), one(0.0, "home"))).collect::<serde_json::Map<_, _>>().into();
    let mut text = json!({
        "hospitals": {"acute": {"beds": 1}}, "cohorts": all, "pathways": {"home": {}},
        "escalations": {"ward": {
            "watches": {"occupancy_percent_of": "acute"}, "opens_above": 90, "closes_below": 50,
            "adds": {"hospitals": {"acute": {"steps": {"2026-01-05": 1, "2026-01-10": 3}}}},
        }},
    });
    for number in 0..5 {
        text["cohorts"][format!("c{number}")]["acute_stay"] = json!({"fixed": {"days": 30}});
    }
    let text = scenario(10, text);
    let expected = (5.0 * 2.0 + 5.0 * 4.0) / 10.0;
    check(
        &text,
        &[("hospitals.acute.occupied_beds", expected), ("hospitals.acute.escalation_open_beds", expected - 1.0)],
    );
}

/// One patient who is ready on the second day and waits in vain for care.
fn in_vain(waiting: &Value) -> String {
    scenario(
        10,
        json!({
            "cohorts": {"all": one(0.0, "care")},
            "pathways": {"care": {
                "needs": {"care_at_home": {"packages": {"usual": {
                    "takes": {"care": {"hours_per_week": 10}}, "stay": {"fixed": {"days": 5}},
                }}}},
                "while_waiting": waiting,
            }},
            "services": {"care": {"hours_per_week": 1}},
        }),
    )
}

fn check(text: &str, expected: &[(&str, f64)]) {
    for &(key, expected) in expected {
        let found = mean(text, 1, key);
        assert!((found - expected).abs() < 1e-9 || (found.is_nan() && expected.is_nan()), "{key}: {found}");
    }
}

#[test]
fn whoever_leaves_by_themselves_while_ready_is_a_discharge_home() {
    let text = in_vain(&json!({"patience": {"after": {"fixed": {"days": 3}}}}));
    check(
        &text,
        &[
            ("pathways.care.discharges_people_per_day", 0.1),
            ("pathways.care.left_waiting_people_per_day", 0.1),
            ("delay_days", 3.0),
            ("delayed_2_to_3_days_percent", 100.0),
            ("home_first_percent", 100.0),
            ("pathways.care.reasons.awaiting_capacity.delay_days", 3.0),
            ("reasons.awaiting_capacity.delay_bed_days_per_day", 0.3),
            ("nctr_people", 0.3),
            ("still_delayed_people", 0.0),
        ],
    );
}

#[test]
fn days_of_whoever_dies_while_ready_are_lost_for_a_reason_but_nobody_s_delay() {
    let text = in_vain(&json!({"patience": {"after": {"fixed": {"days": 3}}, "leads_to": "death"}}));
    check(
        &text,
        &[
            ("discharges_people_per_day", 0.0),
            ("pathways.care.died_waiting_people_per_day", 0.1),
            ("delay_days", f64::NAN),
            ("home_first_percent", f64::NAN),
            ("reasons.awaiting_capacity.delay_bed_days_per_day", 0.3),
            ("reason_groups.capacity.delay_bed_days_per_day", 0.3),
            ("nctr_people", 0.3),
        ],
    );
}

#[test]
fn whoever_still_waits_at_the_end_stands_beside_every_mean() {
    check(
        &in_vain(&json!({})),
        &[
            ("still_delayed_people", 1.0),
            ("still_delayed_so_far_days", 9.0),
            ("pathways.care.still_waiting_for_capacity_so_far_days", 9.0),
            ("services.care.still_waiting_people", 1.0),
            ("services.care.still_waiting_so_far_days", 9.0),
            ("delay_days", f64::NAN),
        ],
    );
    let text = scenario(
        4,
        json!({
            "spoas": {"hub": {"teams": {"nurses": {"staff": 1, "working_hours": {"Sun": "08:00-16:00"}}}}},
            "cohorts": {"all": one(0.0, "care")},
            "pathways": {"care": {"triage": {"handling": {"fixed": {"hours": 1}}}}},
        }),
    );
    check(
        &text,
        &[
            ("pathways.care.still_waiting_for_triage_people", 1.0),
            ("pathways.care.still_waiting_for_triage_so_far_days", 3.0),
            ("spoas.hub.nurses.still_waiting_so_far_days", 3.0),
        ],
    );
}

#[test]
fn care_is_the_answer_where_no_staff_answer_referrals() {
    let text = scenario(
        10,
        json!({
            "cohorts": {"community": {
                "arrivals": {"fixed_interval": {"every_hours": 24, "first_after_hours": 12}},
                "acute_stay": {"fixed": {"days": 1}}, "pathways": {"home": 1},
                "step_up": {"accepted_share": 1, "needs": {"bed": {"services": ["unit"]}}},
            }},
            "pathways": {"home": {}},
            // Whoever comes second waits a day for the bed, the third two days.
            "services": {"unit": {"beds": 1, "stay": {"fixed": {"days": 2}}}},
        }),
    );
    let rest =
        [("cohorts.community.answered_in_2_hours_percent", 20.0), ("cohorts.community.wait_for_answer_days", 2.0)];
    check(&text, &rest);
    // Of ten referrals five have the bed by then; the sixth was made four and a half days before the end.
    check(
        &text,
        &[
            ("cohorts.community.still_waiting_for_answer_people", 5.0),
            ("cohorts.community.still_waiting_for_answer_so_far_days", 2.5),
        ],
    );
}

#[test]
fn patients_are_passed_on_from_unit_to_unit_and_hold_their_bed_until_the_next_is_there() {
    // Everybody needs a day in the first unit, a day in the second and three in the third; somebody comes every other day.
    let text = scenario(
        20,
        json!({
            "hospitals": {"amu": {"beds": 2}, "ward": {"beds": 1}, "rehab": {"beds": 1}},
            "cohorts": {"all": {
                "hospital": "amu", "arrivals": {"fixed_interval": {"every_hours": 48, "first_after_hours": 0}},
                "acute_stay": {"fixed": {"days": 1}}, "pathways": {"home": 1},
                "passed_on": {
                    "ward": {"share": 1, "acute_stay": {"fixed": {"days": 2}}},
                    "rehab": {
                        "from": "ward", "share": 1,
                        "stay_before": {"fixed": {"days": 1}}, "acute_stay": {"fixed": {"days": 3}},
                    },
                },
            }},
            "pathways": {"home": {}},
        }),
    );
    // They leave the third unit every third day from the fifth day on, and the others wait for it: in the second unit, and
    // from the fourth patient on in the first, too.
    let waits = [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0];
    check(
        &text,
        &[
            ("hospitals.ward.passed_on_here_people_per_day", 7.0 / 20.0),
            ("hospitals.ward.wait_to_be_passed_on_days", waits.iter().sum::<f64>() / 7.0),
            ("hospitals.rehab.passed_on_here_people_per_day", 6.0 / 20.0),
            ("hospitals.rehab.wait_to_be_passed_on_days", (0.0 + 1.0 + 2.0 + 2.0 + 2.0 + 2.0) / 6.0),
            ("hospitals.rehab.discharges_people_per_day", 5.0 / 20.0),
            ("hospitals.amu.discharges_people_per_day", 0.0),
            ("hospitals.amu.admissions_people_per_day", 9.0 / 20.0),
            ("hospitals.rehab.acute_stay_with_delay_days", 3.0),
            ("nctr_people", 0.0),
        ],
    );
    // Each patient's row names the unit they were in last, and when they came there.
    let model = ready(&text).model;
    let last = |row: &PatientRow| (model.hospitals[row.hospital.at()].name.clone(), row.passed_on.map(Time::day));
    let last: Vec<(String, Option<u64>)> = rows(&text).iter().map(last).collect();
    assert_eq!(last[0], ("rehab".into(), Some(2)));
    assert_eq!(last[1], ("rehab".into(), Some(5)));
    assert_eq!(last[8], ("amu".into(), None));
}

#[test]
fn stays_in_a_unit_end_as_said_of_the_unit() {
    // Everybody is passed on after a day; then half need a pathway with a longer stay there, and nobody leaves by the door.
    let text = |unit: Value| {
        let mut ward = json!({"share": 1, "acute_stay": {"fixed": {"days": 2}}});
        for (key, value) in unit.as_object().expect("a unit") {
            ward[key] = value.clone();
        }
        scenario(
            20,
            json!({
                "hospitals": {"amu": {"beds": "unlimited"}, "ward": {"beds": "unlimited"}},
                "cohorts": {"all": {
                    "hospital": "amu", "arrivals": {"fixed_interval": {"every_hours": 24, "first_after_hours": 0}},
                    "acute_stay": {"fixed": {"days": 1}}, "pathways": {"home": 1},
                    "passed_on": {"ward": ward},
                }},
                "pathways": {"home": {}},
            }),
        )
    };
    check(
        &text(json!({"deaths": {"share": 1, "stay": {"fixed": {"days": 4}}}})),
        &[
            // Of those who come on days 1 to 20, to the ward a day later, 15 die by the end, four days after that.
            ("hospitals.ward.deaths_people_per_day", 15.0 / 20.0),
            ("hospitals.ward.acute_stay_with_delay_days", 4.0),
            ("discharges_people_per_day", 0.0),
        ],
    );
    check(
        &text(json!({"transfers": {"share": 1}})),
        &[("hospitals.ward.transfers_people_per_day", 17.0 / 20.0), ("discharges_people_per_day", 0.0)],
    );
    check(
        &text(json!({"acute_stay_by_pathway": {"home": {"fixed": {"days": 5}}}})),
        &[("hospitals.ward.acute_stay_with_delay_days", 5.0), ("discharges_people_per_day", 14.0 / 20.0)],
    );
    // Their chances belong to the unit: half of those who come there die, and it is drawn anew.
    let half = text(json!({"deaths": {"share": 0.5}}));
    let key = "hospitals.ward.deaths_people_per_day";
    assert!((mean(&half, 200, key) - 17.0 / 40.0).abs() < 0.02, "{}", mean(&half, 200, key));
}
