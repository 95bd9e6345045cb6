//! Who pays what, and how people fare after discharge: cases whose answer is plain arithmetic.

mod support;

use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_montecarlo::experiment::Results;

/// A patient a day, two days in hospital, then what the pathway needs.
fn a_patient_a_day(changes: &Value) -> Value {
    let mut scenario = json!({
        "format": 1, "title": "Money", "start": "2026-04-01", "days": 140, "warm_up_days": 140,
        "hospitals": {"acute": {"beds": 50}},
        "cohorts": {"all": {
            "arrivals": {"fixed_interval": {"every_hours": 24}}, "acute_stay": {"fixed": {"days": 2}}, "pathways": {"p": 1}
        }},
        "pathways": {"p": {"needs": {"bed": {"services": ["rehab"]}}}},
        "services": {"rehab": {"beds": "unlimited", "stay": {"fixed": {"days": 42}}}},
    });
    merge(&mut scenario, changes);
    scenario
}

/// As one scenario extends another: null deletes.
fn merge(into: &mut Value, changes: &Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (key, change) in changes {
                if change.is_null() {
                    into.remove(key);
                } else {
                    merge(into.entry(key.clone()).or_insert(Value::Null), change);
                }
            }
        }
        (into, change) => *into = change.clone(),
    }
}

struct Ran {
    experiment: Experiment,
    results: Results,
}

impl Ran {
    fn mean(&self, key: &str) -> f64 {
        self.results.measures[self.experiment.find(key)].summary.mean
    }

    /// The key's mean is this, but for rounding.
    #[track_caller]
    fn expect(&self, key: &str, value: f64) {
        let mean = self.mean(key);
        assert!((mean - value).abs() <= 1e-9 * value.abs().max(1.0), "{key}: {mean} instead of {value}");
    }
}

fn run(changes: &Value, replications: u32) -> Ran {
    run_text(&a_patient_a_day(changes).to_string(), replications)
}

fn run_text(text: &str, replications: u32) -> Ran {
    let experiment = Experiment::new(ready(text));
    let results = experiment.run(1, replications, true);
    Ran { experiment, results }
}

/// Pounds a year of so many pounds a day.
fn a_year(pounds_per_day: f64) -> f64 {
    365.0 * pounds_per_day
}

#[test]
fn every_pound_has_a_payer_or_none() {
    let ran = run(
        &json!({
            "hospitals": {"acute": {"cost": {"pounds_per_day": 300, "payer": "icb"}}},
            "services": {"rehab": {"cost": {"pounds_per_day": 100, "paid": "by_use", "payers": {"icb": 0.25, "council": 0.75}}}},
            "fixed_costs": {
                "team": {"pounds_per_year": 73000, "payer": "council"},
                "equipment": {"pounds_per_year": 36500},
            },
            "payers": {"icb": {}, "council": {}},
        }),
        1,
    );
    ran.expect("payers.icb.cost_pounds_per_year", a_year(50.0 * 300.0 + 0.25 * 4_200.0));
    ran.expect("payers.council.cost_pounds_per_year", a_year(0.75 * 4_200.0 + 200.0));
    ran.expect("cost.without_payer_pounds_per_year", a_year(100.0));
    ran.expect("cost.total_pounds_per_year", a_year(15_000.0 + 4_200.0 + 200.0 + 100.0));
}

/// 42 people are in beds at any time, 28 of them in the first four weeks after discharge.
#[test]
fn a_funding_window_pays_for_the_first_weeks() {
    let window = |weeks: u32, beds: Value, paid: &str| {
        run(
            &json!({
                "services": {"rehab": {"beds": beds, "cost": {
                    "pounds_per_day": 100, "paid": paid, "payer": "council", "funding_window": {"weeks": weeks, "payer": "fund"}
                }}},
                "payers": {"council": {}, "fund": {}},
            }),
            1,
        )
    };
    for (weeks, inside) in [(2, 14.0), (4, 28.0), (6, 42.0), (8, 42.0)] {
        let ran = window(weeks, "unlimited".into(), "by_use");
        ran.expect("cost.services.rehab.in_funding_window_pounds_per_year", a_year(100.0 * inside));
        ran.expect("payers.fund.cost_pounds_per_year", a_year(100.0 * inside));
        ran.expect("payers.council.cost_pounds_per_year", a_year(100.0 * (42.0 - inside)));
    }
    // The fund pays for nobody's empty bed.
    let block = window(4, 60.into(), "used_or_not");
    block.expect("payers.fund.cost_pounds_per_year", a_year(2_800.0));
    block.expect("payers.council.cost_pounds_per_year", a_year(3_200.0));
}

/// Two weeks in a bed, then six of care at home of which the first week is full and the others are half.
#[test]
fn the_window_begins_with_the_discharge_and_not_with_the_service() {
    let ran = run(
        &json!({
            "services": {
                "rehab": {
                    "stay": {"fixed": {"days": 14}},
                    "outcomes": {"care": {"share": 1, "needs": {"care_at_home": {"packages": {"usual": {
                        "takes": {"carers": {"hours_per_week": 10}}, "stay": {"fixed": {"days": 42}}, "taper_percent_by_week": [100, 50],
                    }}}}}},
                    "cost": {"pounds_per_day": 100, "paid": "by_use", "payer": "council", "funding_window": {"weeks": 4, "payer": "fund"}},
                },
                "carers": {
                    "hours_per_week": "unlimited",
                    "cost": {"pounds_per_hour": 20, "paid": "by_use", "payer": "council", "funding_window": {"weeks": 4, "payer": "fund"}},
                },
            },
            "payers": {"council": {}, "fund": {}},
        }),
        1,
    );
    // Of each patient, and so each day: 14 bed days; 10 + 5 hours in the window and 4 x 5 after it.
    ran.expect("cost.services.rehab.in_funding_window_pounds_per_year", a_year(14.0 * 100.0));
    ran.expect("cost.services.carers.in_funding_window_pounds_per_year", a_year(15.0 * 20.0));
    ran.expect("payers.fund.cost_pounds_per_year", a_year(1_400.0 + 300.0));
    ran.expect("payers.council.cost_pounds_per_year", a_year(20.0 * 20.0));
    // Day by day it is the same money.
    let days = &ran.results.days.as_ref().expect("daily series were asked for").series;
    let fund = ran.experiment.find("payers.fund.cost_pounds_per_year");
    let fund = days.iter().find(|series| series.measure == fund).expect("cost is daily");
    let mean = fund.days.iter().map(|day| day.mean).sum::<f64>() / fund.days.len() as f64;
    assert!((mean - a_year(1_700.0)).abs() < 1e-6 * mean, "{mean}");
}

/// Windows are counted when a stretch of the run ends: whether that is each day must make no difference.
#[test]
fn daily_series_change_no_cost() {
    let experiment = Experiment::new(ready(
        &a_patient_a_day(&json!({
            "cohorts": {"all": {"arrivals": {"fixed_interval": null, "poisson": {"per_day": 1}}}},
            "services": {"rehab": {"stay": {"fixed": null, "gamma": {"mean_days": 30, "sd_days": 20}}, "cost": {
                "pounds_per_day": {"ramp": {"2026-04-01": 100, "2026-05-01": 130}}, "paid": "by_use",
                "payer": "council", "funding_window": {"weeks": 4, "payer": "fund"},
            }}},
            "payers": {"council": {}, "fund": {}},
        }))
        .to_string(),
    ));
    let [daily, whole] = [true, false].map(|daily| experiment.run(1, 5, daily).values);
    for key in ["payers.fund.cost_pounds_per_year", "payers.council.cost_pounds_per_year"] {
        let at = experiment.find(key);
        for (daily, whole) in daily.iter().zip(&whole) {
            assert!((daily[at] - whole[at]).abs() < 1e-9 * whole[at] && whole[at] > 0.0, "{key}");
        }
    }
}

#[test]
fn a_budget_is_overspent_by_what_lies_beyond_it() {
    let budget = |pounds_per_day: f64| {
        run(
            &json!({
                "services": {"rehab": {"cost": {"pounds_per_day": 100, "paid": "by_use", "payer": "council"}}},
                "payers": {"council": {"budget_pounds_per_year": a_year(pounds_per_day)}},
            }),
            1,
        )
    };
    let short = budget(4_000.0);
    short.expect("payers.council.shortfall_pounds_per_year", a_year(200.0));
    short.expect("payers.council.overspent_percent", 100.0);
    let enough = budget(4_300.0);
    enough.expect("payers.council.shortfall_pounds_per_year", 0.0);
    enough.expect("payers.council.overspent_percent", 0.0);
}

#[test]
fn a_larger_budget_is_overspent_less_often() {
    let overspent = |pounds_per_day: f64| {
        let ran = run(
            &json!({
                "cohorts": {"all": {"arrivals": {"fixed_interval": null, "poisson": {"per_day": 1}}}},
                "services": {"rehab": {"cost": {"pounds_per_day": 100, "paid": "by_use", "payer": "council"}}},
                "payers": {"council": {"budget_pounds_per_year": a_year(pounds_per_day)}},
            }),
            60,
        );
        [ran.mean("payers.council.overspent_percent"), ran.mean("payers.council.shortfall_pounds_per_year")]
    };
    let [low, middle, high] = [3_900.0, 4_200.0, 4_500.0].map(overspent);
    assert!(
        100.0 > low[0] && low[0] > middle[0] && middle[0] > high[0] && high[0] > 0.0,
        "{low:?} {middle:?} {high:?}"
    );
    assert!(low[1] > middle[1] && middle[1] > high[1] && high[1] > 0.0, "{low:?} {middle:?} {high:?}");
}

/// Old beds to the twentieth day, new ones from the tenth: ten days of both.
#[test]
fn double_running_costs_what_stands_there_twice() {
    let cost = |new_from: &str| {
        let ran = run(
            &json!({
                "pathways": {"p": {"needs": {"bed": {"services": ["rehab", "new"]}}}},
                "services": {
                    "rehab": {
                        "beds": {"steps": {"2026-04-01": 60, "2026-04-21": 0}},
                        "cost": {"pounds_per_day": 100},
                    },
                    "new": {
                        "beds": {"steps": {"2026-04-01": 0, (new_from): 45}}, "stay": {"fixed": {"days": 42}},
                        "cost": {"pounds_per_day": 120},
                    },
                },
            }),
            1,
        );
        ran.mean("cost.total_pounds_per_year")
    };
    let double = cost("2026-04-11") - cost("2026-04-21");
    assert!((double - 10.0 * 45.0 * 120.0 * 365.0 / 140.0).abs() < 1e-6, "{double}");
}

/// Ten days before the first of April and thirty after.
#[test]
fn cost_is_told_by_financial_year() {
    let ran = run(
        &json!({
            "start": "2026-03-22", "days": 40,
            "services": {"rehab": {"cost": {"pounds_per_day": {"steps": {"2026-03-22": 100, "2026-04-11": 150}}, "paid": "by_use", "payer": "icb"}}},
            "fixed_costs": {"team": {"pounds_per_year": 3650, "payer": "council"}},
            "payers": {"icb": {}, "council": {}},
        }),
        1,
    );
    ran.expect("payers.council.cost_in_2025_26_pounds", 100.0);
    ran.expect("payers.council.cost_in_2026_27_pounds", 300.0);
    ran.expect("payers.icb.cost_in_2025_26_pounds", 42.0 * 1_000.0);
    ran.expect("payers.icb.cost_in_2026_27_pounds", 42.0 * (1_000.0 + 3_000.0));
    ran.expect("cost.in_2025_26_pounds", 42_100.0);
    ran.expect("cost.in_2026_27_pounds", 168_300.0);
}

/// Everybody comes back once more and once more after so many days at home.
fn coming_back(after_days: f64, acute_days: f64) -> Ran {
    run(
        &json!({
            "cohorts": {"all": {"acute_stay": {"fixed": {"days": acute_days}}}},
            "pathways": {"p": {"needs": "nothing", "readmission": {"share": 1, "after": {"fixed": {"days": after_days}}}}},
            "services": {"rehab": {"beds": 1}},
            "hospitals": {"acute": {"beds": "unlimited"}},
        }),
        1,
    )
}

#[test]
fn whoever_is_back_in_hospital_is_not_at_home_on_day_91() {
    let at_home = "at_home_on_day_91_percent";
    let [in_30, in_91] = ["back_within_30_days_percent", "back_within_91_days_percent"];
    let home_again = coming_back(80.0, 2.0);
    home_again.expect(at_home, 100.0);
    home_again.expect(in_30, 0.0);
    home_again.expect(in_91, 100.0);
    let there = coming_back(80.0, 20.0);
    there.expect(at_home, 0.0);
    there.expect(in_30, 0.0);
    there.expect(in_91, 100.0);
    let soon = coming_back(20.0, 2.0);
    soon.expect(in_30, 100.0);
    soon.expect(in_91, 100.0);
    let late = coming_back(120.0, 2.0);
    late.expect(at_home, 100.0);
    late.expect(in_91, 0.0);
}

/// Where the service is, and how its stay ends, decide who is at home.
#[test]
fn home_is_neither_a_bed_nor_a_placement() {
    let ended = |stay_days: f64, outcome: Value| {
        let outcomes = json!({"one": outcome});
        run(&json!({"services": {"rehab": {"stay": {"fixed": {"days": stay_days}}, "outcomes": outcomes}}}), 1)
    };
    let at_home = "pathways.p.at_home_on_day_91_percent";
    ended(42.0, json!({"share": 1, "leads_to": "home"})).expect(at_home, 100.0);
    ended(100.0, json!({"share": 1, "leads_to": "home"})).expect(at_home, 0.0);
    let ran = ended(42.0, json!({"share": 1, "leads_to": "care_home"}));
    ran.expect(at_home, 0.0);
    ran.expect("pathways.p.in_care_home_on_day_91_percent", 100.0);
    ended(42.0, json!({"share": 1, "leads_to": "death"})).expect(at_home, 0.0);
    let next = |needs: Value, service: Value| {
        let outcomes = json!({"one": {"share": 1, "needs": needs}});
        let rehab = json!({"stay": {"fixed": {"days": 42}}, "outcomes": outcomes});
        run(&json!({"services": {"rehab": rehab, "next": service}}), 1)
    };
    let care = json!({"care_at_home": {"packages": {"long": {"takes": {"next": {"places": 1}}, "stay": {"fixed": {"days": 90}}}}}});
    next(care, json!({"places": "unlimited"})).expect(at_home, 100.0);
    let place = json!({"placement": {"services": ["next"]}});
    next(place.clone(), json!({"places": "unlimited", "stay": {"fixed": {"days": 90}}})).expect(at_home, 0.0);
    let placed = next(place, json!({"vacancies_per_week": 70}));
    placed.expect(at_home, 0.0);
    placed.expect("pathways.p.in_care_home_on_day_91_percent", 100.0);
}

/// All who leave a D2A bed go to a care home.
#[test]
fn a_care_home_is_not_home() {
    let unsaid = json!({
        "format": 1, "title": "all D2A leavers go to a care home", "start": "2026-01-01", "days": 365, "warm_up_days": 120,
        "hospitals": {"a": {"beds": "unlimited"}},
        "cohorts": {"c": {
            "arrivals": {"poisson": {"per_day": 5}}, "acute_stay": {"fixed": {"days": 3}}, "pathways": {"p2": 1}
        }},
        "pathways": {"p2": {"needs": {"bed": {"services": ["d2a"]}}}},
        "services": {"d2a": {
            "beds": "unlimited", "stay": {"fixed": {"days": 28}}, "outcomes": {"care_home": {"share": 1}}
        }},
    });
    let opened = support::opened(&unsaid.to_string());
    assert!(opened.ready.is_none());
    let told = opened.problems.render(false);
    assert!(told.contains("services.d2a.outcomes.care_home"), "{told}");
    assert!(told.contains("this outcome does not say where it leads"), "{told}");
    assert!(told.contains("\"care_home\""), "the remedy names it: {told}");
    let mut said = unsaid;
    said["services"]["d2a"]["outcomes"]["care_home"]["leads_to"] = json!("care_home");
    let ran = run_text(&said.to_string(), 2);
    ran.expect("at_home_on_day_91_percent", 0.0);
    ran.expect("in_care_home_on_day_91_percent", 100.0);
}

/// Beds without outcomes, people who leave waiting: nobody is at home of whom nobody said so.
#[test]
fn whoever_goes_where_nobody_says_is_left_out_of_day_91() {
    let half = |stay_days: f64, pathways: Value| {
        run(
            &json!({
                "cohorts": {"all": {"pathways": {"p": 0.5, "q": 0.5}}},
                "pathways": pathways,
                "services": {"rehab": {"stay": {"fixed": {"days": stay_days}}}, "homes": {"places": 0, "stay": {"fixed": {"days": 9}}}},
            }),
            4,
        )
    };
    let [at_home, not_said] = ["at_home_on_day_91_percent", "not_said_on_day_91_percent"];
    let care = |days: f64| json!({"q": {"readmission": {"share": 0.5, "after": {"fixed": {"days": days}}}}, "p": {}});
    // A bed whose stay is over on day 42 says nothing, one that is not over by day 91 does.
    let over = half(42.0, care(95.0));
    over.expect("pathways.p.not_said_on_day_91_percent", 100.0);
    assert!(over.mean("pathways.p.at_home_on_day_91_percent").is_nan());
    over.expect(at_home, 100.0);
    assert!((over.mean(not_said) - 50.0).abs() < 15.0, "{}", over.mean(not_said));
    let there = half(100.0, care(95.0));
    there.expect(not_said, 0.0);
    there.expect("pathways.p.at_home_on_day_91_percent", 0.0);
    // The same of those who lose patience in hospital.
    let waits = |patience: Value| {
        let places = json!({"bed": null, "placement": {"services": ["homes"]}});
        let waiting = json!({"needs": places, "while_waiting": {"patience": patience}});
        half(42.0, json!({"q": {"readmission": {"share": 0.5, "after": {"fixed": {"days": 95}}}}, "p": waiting}))
    };
    let soon = json!({"after": {"fixed": {"days": 1}}});
    waits(soon.clone()).expect("pathways.p.not_said_on_day_91_percent", 100.0);
    let leading = |to: &str| {
        let mut patience = soon.clone();
        patience["leads_to"] = json!(to);
        waits(patience)
    };
    leading("home").expect("pathways.p.at_home_on_day_91_percent", 100.0);
    leading("home").expect("home_first_percent", 100.0);
    leading("care_home").expect("pathways.p.in_care_home_on_day_91_percent", 100.0);
    let left = leading("care_home");
    let [home_first, of_p, of_all] =
        ["home_first_percent", "pathways.p.discharges_people_per_day", "discharges_people_per_day"]
            .map(|key| left.mean(key));
    assert!((home_first - 100.0 * (1.0 - of_p / of_all)).abs() < 0.5, "{home_first} {of_p} {of_all}");
}

/// Simple discharge to a care home is neither home nor Home First.
#[test]
fn a_pathway_that_needs_nothing_may_lead_to_a_care_home() {
    let ran = run(
        &json!({
            "pathways": {"p": {"needs": "nothing", "leads_to": "care_home", "readmission": {"share": 1, "after": {"fixed": {"days": 95}}}}},
            "services": null,
        }),
        1,
    );
    ran.expect("at_home_on_day_91_percent", 0.0);
    ran.expect("in_care_home_on_day_91_percent", 100.0);
    ran.expect("home_first_percent", 0.0);
}

#[test]
fn those_whose_day_91_is_after_the_end_are_left_out() {
    // Everybody dies on day 42: whoever is not followed to the end would look alive.
    let ran = run(
        &json!({
            "days": 100, "warm_up_days": 0,
            "services": {"rehab": {"outcomes": {"died": {"share": 1, "leads_to": "death"}}}},
        }),
        1,
    );
    ran.expect("at_home_on_day_91_percent", 0.0);
    let short = run(
        &json!({"days": 92, "warm_up_days": 0, "services": {"rehab": {"outcomes": {"home": {"share": 1, "leads_to": "home"}}}}}),
        1,
    );
    assert!(short.mean("at_home_on_day_91_percent").is_nan(), "nobody's day 91 is measured");
}

#[test]
fn day_91_is_told_of_hospitals_and_cohorts() {
    // Those of one hospital die in the service they go to, of the other everybody goes home and comes back once and again.
    let ran = run(
        &json!({
            "hospitals": {"second": {"beds": "unlimited"}},
            "cohorts": {"all": {"hospital": "acute"}, "others": {
                "hospital": "second", "arrivals": {"fixed_interval": {"every_hours": 24}},
                "acute_stay": {"fixed": {"days": 2}}, "pathways": {"home": 1},
            }},
            "pathways": {"home": {"readmission": {"share": 1, "after": {"fixed": {"days": 48}}}}},
            "services": {"rehab": {"outcomes": {"died": {"share": 1, "leads_to": "death"}}}},
        }),
        1,
    );
    for (whose, at_home, returns) in [
        ("hospitals.acute", 0.0, 0.0),
        ("hospitals.second", 100.0, 100.0),
        ("cohorts.all", 0.0, 0.0),
        ("cohorts.others", 100.0, 100.0),
    ] {
        ran.expect(&format!("{whose}.at_home_on_day_91_percent"), at_home);
        ran.expect(&format!("{whose}.back_within_91_days_percent"), returns);
    }
    ran.expect("cohorts.all.readmissions_people_per_day", 0.0);
    // From the 280 days those who come every day have come back up to five times, every 50 days.
    assert!(ran.mean("cohorts.others.readmissions_people_per_day") > 2.0);
    let [cohort, hospital] = ["cohorts.others", "hospitals.second"];
    ran.expect(
        &format!("{cohort}.readmissions_people_per_day"),
        ran.mean(&format!("{hospital}.readmissions_people_per_day")),
    );
}

#[test]
fn more_deaths_mean_fewer_people_at_home() {
    let at_home = |deaths: f64| {
        let outcomes =
            json!({"died": {"share": deaths, "leads_to": "death"}, "home": {"share": "the_rest", "leads_to": "home"}});
        run(&json!({"services": {"rehab": {"outcomes": outcomes}}}), 30).mean("at_home_on_day_91_percent")
    };
    let [few, many] = [at_home(0.1), at_home(0.3)];
    // 30 replications of 140 discharges: four standard errors are 2 and 3 points.
    assert!((few - 90.0).abs() < 2.0 && (many - 70.0).abs() < 3.0, "{few} {many}");
}

fn contact(after: &Value, hours: &Value, stay_days: f64) -> Ran {
    let contact = json!({"after": after, "hours": hours, "within_hours": 48});
    run(
        &json!({"services": {"rehab": {"stay": {"fixed": {"days": stay_days}}, "first_contacts": {"therapist": contact}}}}),
        10,
    )
}

#[test]
fn a_first_contact_is_in_time_or_not() {
    let in_time = "services.rehab.therapist.in_time_percent";
    let (always, fixed) = (json!("always"), |days: f64| json!({"fixed": {"days": days}}));
    contact(&fixed(1.0), &always, 42.0).expect(in_time, 100.0);
    contact(&fixed(2.5), &always, 42.0).expect(in_time, 0.0);
    // Gone after a day: nobody is seen.
    contact(&fixed(1.5), &always, 1.0).expect(in_time, 0.0);
    // Discharged at midnight and ready at once, but nobody comes at weekends: Saturdays' are seen after 56 hours.
    contact(&fixed(0.0), &json!({"Mon-Fri": "08:00-18:00"}), 42.0).expect(in_time, 100.0 * 6.0 / 7.0);
    // Exponential with a mean of one day: 1 - exp(-2) within two; 1,400 patients, four standard errors.
    let share = 100.0 * (1.0 - libm::exp(-2.0));
    let random = contact(&json!({"exponential": {"mean_days": 1}}), &always, 42.0).mean(in_time);
    assert!((random - share).abs() < 400.0 * (0.8647_f64 * 0.1353 / 1_400.0).sqrt(), "{random}");
}

/// Staff come home while bridging care goes on, and the window runs too.
#[test]
fn bridging_is_care_at_home_after_discharge() {
    let paid = json!({"pounds_per_day": 50, "paid": "by_use", "payer": "council", "funding_window": {"weeks": 2, "payer": "fund"}});
    let ran = run(
        &json!({
            "pathways": {"p": {"needs": {"bed": null, "care_at_home": {"packages": {"usual": {
                "takes": {"carers": {"places": 1}}, "bridging": {"takes": {"bridge": {"places": 1}}}, "stay": {"fixed": {"days": 21}},
                "first_contacts": {"assessment": {"after": {"fixed": {"days": 1}}, "within_hours": 48}},
            }}}}}},
            "services": {
                "rehab": {"beds": 1},
                "carers": {"places": 0},
                "bridge": {"places": "unlimited", "cost": paid},
            },
            "payers": {"council": {}, "fund": {}},
        }),
        1,
    );
    ran.expect("pathways.p.needs.care_at_home.packages.usual.assessment.in_time_percent", 100.0);
    ran.expect("payers.fund.cost_pounds_per_year", a_year(14.0 * 50.0));
    ran.expect("at_home_on_day_91_percent", 100.0);
}

#[test]
fn new_placements_are_counted_by_people_of_65_and_over() {
    let ran = run(
        &json!({
            "people_65_and_over": 36500,
            "pathways": {"p": {"needs": {"bed": null, "placement": {"services": ["homes"]}}}},
            "services": {"rehab": {"beds": 1}, "homes": {"places": "unlimited", "stay": {"fixed": {"days": 300}}}},
        }),
        1,
    );
    ran.expect("new_placements.per_100_000_aged_65_and_over_people_per_year", 1_000.0);
}
