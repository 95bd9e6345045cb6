//! What holds for every system, tried on randomly made ones.

mod support;

use proptest::{prelude::*, strategy::ValueTree, test_runner::RngSeed};
use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_core::{
    clock::{DAY, Time},
    measures::{Catalogue, Unit},
    model::{CohortId, HospitalId, OpenDoor, PoolKind, Purpose},
    observe::Still,
    patient::Steps,
    random::Seed,
    replication::{Departure, Keep, Replication},
    tally::{PathwayTally, RouteTally},
};
use wardflow_montecarlo::{
    daily,
    experiment::Plan,
    following::{What, follow},
    patients::{PatientRow, patients},
    subject::Subject,
};
use wardflow_scenario::Ready;

fn stay() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0.2..12.0f64).prop_map(|mean| json!({"exponential": {"mean_days": mean}})),
        (0.2..12.0f64, 0.3..1.5f64)
            .prop_map(|(mean, cv)| json!({"lognormal": {"mean_days": mean, "sd_days": mean * cv}})),
        (0.0..6.0f64).prop_map(|days| json!({"fixed": {"days": days}})),
    ]
}

/// A stay in which a census may find somebody.
fn some_stay() -> impl Strategy<Value = Value> {
    stay().prop_filter("nobody is ever there", |stay| stay["fixed"]["days"] != json!(0.0))
}

fn hours() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("always")),
        Just(json!("08:00-18:00")),
        Just(json!({"Mon-Fri": "08:00-18:00"})),
        Just(json!({"Tue, Thu": "09:00-12:00", "Sat": "00:00-24:00"})),
    ]
}

/// A number, or one that changes in the measured period.
fn capacity(range: std::ops::Range<u32>) -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => range.clone().prop_map(|beds| json!(beds)),
        1 => (range.clone(), range.clone(), range).prop_map(|(a, b, c)| {
            json!({"steps": {"2025-12-01": a, "2026-01-08": b, "2026-01-20": c}})
        }),
    ]
}

/// A share that becomes what it was not.
fn turning(share: f64) -> Value {
    json!({"steps": {"2025-12-01": share, "2026-01-12": 1.0 - share, "2026-01-25": share}})
}

/// A number that is another one for some time.
fn changing(usual: u32, for_a_time: u32) -> Value {
    json!({"steps": {"2025-12-01": usual, "2026-01-12": for_a_time, "2026-01-25": usual}})
}

fn starts() -> impl Strategy<Value = Value> {
    (hours(), prop::option::of(1..4u32), prop::option::of(2..9u32)).prop_map(|(hours, day, week)| {
        let mut starts = json!({"hours": hours});
        if let Some(most) = day {
            starts["most_per_day"] = json!(most);
        }
        if let Some(most) = week {
            starts["most_per_week"] = json!({"steps": {"2025-12-01": most, "2026-01-15": 0, "2026-01-22": most + 2}});
        }
        starts
    })
}

fn arrangements() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!({})),
        1 => (stay(), stay(), stay(), any::<bool>()).prop_map(|(a, b, c, together)| json!({
            "equipment": {"group": "interface_process", "time": a},
            "choice": {"group": "wellbeing_concerns", "time": b, "alongside_previous": together},
            "medicines": {"group": "hospital_process", "time": c},
        })),
    ]
}

fn placement() -> impl Strategy<Value = Value> {
    prop_oneof![
        (capacity(1..6), stay()).prop_map(|(places, stay)| json!({"places": places, "stay": stay})),
        (1.0..14.0f64, 0..4u32)
            .prop_map(|(rate, kept)| json!({"vacancies_per_week": rate, "most_kept": changing(kept, 1)})),
        (capacity(1..4), stay())
            .prop_map(|(at_once, arranging)| json!({"arranged_at_once": at_once, "arranging": arranging})),
    ]
}

prop_compose! {
    /// A small system with everything that this version can express.
    fn system()(
        beds in capacity(3..25),
        when_full in prop_oneof![Just(json!("queue")), Just(json!("turn_away")), Just(json!({"queue_up_to": {"people": changing(3, 0)}}))],
        turnaround in prop_oneof![Just(0.0), 0.5..12.0f64],
        discharge_hours in hours(),
        acute in stay(),
        rates in (0.5..4.0f64, 0.1..1.0f64),
        staff in (capacity(1..3), hours(), 0.5..30.0f64),
        early in 0.0..1.0f64,
        packages in (0.1..0.9f64, stay(), stay(), any::<bool>()),
        care in (capacity(5..60), capacity(5..40), starts(), any::<bool>(), any::<bool>()),
        bed_services in (capacity(0..4), capacity(0..4), stay(), some_stay(), starts()),
        placements in (placement(), placement()),
        named in (arrangements(), arrangements()),
        at_readiness in any::<bool>(),
        coincide in prop::option::weighted(0.3, 1..5_u32),
        seed in any::<u64>(),
    ) -> (Value, u64) {
        let request = if at_readiness { "at_readiness" } else { "after_arrangements" };
        let triage = json!({"handling": {"exponential": {"mean_hours": staff.2}}});
        // Patients of both cohorts come at the same seconds, together with all that opens and changes.
        let arrivals = |rate: f64| match coincide {
            Some(times) => json!({"fixed_interval": {"every_hours": 24 / times, "first_after_hours": 0}}),
            None => json!({"poisson": {"per_day": rate, "weekday_profile": {"Sun": 0.5}}}),
        };
        let cohort = |rate: f64, shares: Value| json!({
            "arrivals": arrivals(rate),
            "acute_stay": acute,
            "deaths": {"share": 0.03},
            "transfers": {"share": {"ramp": {"2026-01-01": 0.02, "2026-01-30": 0.3}}, "stay": {"fixed": {"days": 1}}},
            "pathways": shares,
            "early_planning": {"share": turning(early), "lead": {"fixed": {"days": 1.5}}},
        });
        let scenario = json!({
            "format": 1,
            "title": "Random system",
            "start": "2026-01-01",
            "warm_up_days": 10,
            "days": 40,
            "hospitals": {"acute": {
                "beds": beds, "when_full": when_full, "turnaround_hours": turnaround, "discharge_hours": discharge_hours,
            }},
            "spoas": {"hub": {"teams": {"day": {"staff": staff.0, "working_hours": staff.1}, "night": {"staff": 1}}}},
            "cohorts": {
                "emergency": cohort(rates.0, json!({"p0": 0.5, "p1": 0.25, "p2": 0.15, "p3": "the_rest"})),
                "elective": cohort(rates.1, json!({"p0": {"steps": {"2025-01-01": 0.9, "2026-01-15": 0.2}}, "p1": "the_rest"})),
            },
            "pathways": {
                "p0": {"needs": "nothing"},
                "p1": {"triage": triage, "arrangements": named.0, "request_capacity": request, "needs": {"care_at_home": {"packages": {
                    "light": {"share": turning(packages.0), "takes": {"home_care": {"hours_per_week": 5.5}}, "stay": packages.1},
                    "heavy": {"share": "the_rest",
                        "takes": {"home_care": {"hours_per_week": 7, "double_up": packages.3}, "reablement": {"hours_per_week": 4.25}},
                        "stay": packages.2, "taper_percent_by_week": [100, 70, 30]},
                }}}},
                "p2": {"triage": triage, "arrangements": named.1, "needs": {"bed": {"services": ["rehab", "d2a", "spot"]}}},
                "p3": {"request_capacity": request, "needs": {"placement": {"services": ["homes", "more_homes"]}}},
            },
            "services": {
                "home_care": {"hours_per_week": care.0, "starts": care.2, "smaller_may_pass": care.3},
                "reablement": {"hours_per_week": care.1, "smaller_may_pass": care.4},
                "rehab": {"beds": bed_services.0, "stay": bed_services.2, "starts": bed_services.4},
                "d2a": {"beds": bed_services.1, "stay": bed_services.3, "turnaround_hours": turnaround},
                "spot": {"beds": 1, "stay": {"exponential": {"mean_days": 5}}},
                "homes": placements.0,
                "more_homes": placements.1,
            },
        });
        (scenario, seed)
    }
}

prop_compose! {
    /// The same with a second hospital, to which the first may pass patients on, and with stays in services that end in one of many ways.
    fn larger_system()(
        (mut scenario, seed) in system().boxed(),
        beds in capacity(3..15),
        shares in (0.05..0.25f64, 0.05..0.25f64, 0.05..0.25f64),
        times in (stay(), stay(), stay(), 0.5..20.0f64),
        returning in 0.0..0.6f64,
        passed_on in prop::option::of((0.05..0.3f64, stay(), stay())),
        back in prop::option::of((0.05..0.3f64, 0.05..0.3f64)),
    ) -> (Value, u64) {
        let readmission = json!({"share": turning(returning), "after": times.0});
        let package = json!({"rehab_at_home": {
            "takes": {"reablement": {"hours_per_week": 3}}, "stay": times.1,
            "outcomes": {"well": {"share": 0.8, "leads_to": "home", "readmission": readmission}, "unwell": {"share": 0.2, "leads_to": "hospital"}},
        }});
        let assessment = json!({"handling": {"exponential": {"mean_hours": times.3}}});
        let outcomes = json!({
            "well": {"share": "the_rest", "leads_to": "home", "readmission": readmission},
            "elsewhere": {"share": 0.05, "leads_to": "care_home", "readmission": readmission},
            "home_with_care": {"share": shares.0, "needs": {"care_at_home": {"packages": package}}},
            "another_bed": {"share": shares.1, "delay": times.2, "needs": {"bed": {"services": ["rehab", "spot"]}}},
            "care_home": {"share": shares.2, "delay": times.2, "needs": {"placement": {"services": ["homes"]}}},
            "longer": {"share": 0.1, "needs": {"bed": {"services": ["d2a", "spot"]}}},
            "died": {"share": 0.05, "leads_to": "death"},
            "hospital": {"share": 0.05, "leads_to": "hospital"},
        });
        scenario["hospitals"]["small"] = json!({"beds": beds});
        scenario["cohorts"]["elective"]["hospital"] = json!("small");
        scenario["cohorts"]["emergency"]["hospital"] = json!("acute");
        scenario["cohorts"]["elective"]["priority"] = json!(7);
        if let Some((share, before, there)) = passed_on {
            scenario["cohorts"]["emergency"]["passed_on"] =
                json!({"small": {"share": share, "stay_before": before, "acute_stay": there,
                    "deaths": {"share": turning(0.1), "stay": before}, "transfers": {"share": 0.05}}});
        }
        if let Some((beds, units)) = back {
            // Rings: of services, and of units.
            scenario["services"]["rehab"]["outcomes"] = json!({
                "well": {"share": "the_rest", "leads_to": "home"},
                "back": {"share": beds, "needs": {"bed": {"services": ["d2a", "spot"]}}},
            });
            scenario["cohorts"]["elective"]["passed_on"] = json!({"acute": {"share": units, "acute_stay": times.1}});
        }
        scenario["pathways"]["p2"]["priority"] = json!(2);
        scenario["pathways"]["p0"]["readmission"] = readmission;
        scenario["pathways"]["p1"]["needs"]["care_at_home"]["packages"]["heavy"]["outcomes"] = outcomes.clone();
        scenario["services"]["d2a"]["outcomes"] = outcomes;
        scenario["services"]["d2a"]["assessment"] = assessment.clone();
        scenario["services"]["rehab"]["assessment"] = assessment;
        (scenario, seed)
    }
}

prop_compose! {
    /// The same in which people who wait leave, die, come to need more, or take what else is offered; with escalations,
    /// and with people referred from the community.
    fn whole_system()(
        (mut scenario, seed) in larger_system().boxed(),
        patience in (stay(), stay(), stay(), stay()),
        chances in (0.0..0.3f64, 0.0..0.5f64, 0.0..1.0f64),
        fallback in (stay(), stay(), 0.0..1.0f64),
        escalation in (50.0..110.0f64, 1.0..50.0f64, prop_oneof![Just(0.0), 1.0..60.0f64]),
        census in (prop::option::of(0..40u32), 0..5u32, prop_oneof![
            Just(json!("unknown")), Just(json!({"drawn_from": {"exponential": {"mean_days": 8}}}))
        ]),
        referrals in (0.1..2.0f64, hours(), 0.2..1.0f64, prop::option::of(stay()), 0.0..1.0f64, any::<bool>()),
    ) -> (Value, u64) {
        scenario["pathways"]["p1"]["needs"]["care_at_home"]["packages"]["heavy"]["bridging"] =
            json!({"takes": {"reablement": {"hours_per_week": 2}}});
        if let (Some(people), few, so_far) = census {
            let group = |people: u32| json!({"people": people, "so_far": so_far});
            scenario["census"] = json!({
                "hospitals": {
                    "acute": {"not_ready": group(people / 2), "front_door": group(few)},
                    "small": {"not_ready": group(few), "pathways": {"p2": {"awaiting_capacity": group(few)}}},
                },
                "pathways": {
                    "p1": {"awaiting_triage": group(few), "awaiting_capacity": group(people / 8)},
                    "p2": {"awaiting_capacity": group(few)},
                    "p3": {"awaiting_capacity": group(few)},
                },
                "services": {"home_care": group(few), "d2a": group(people / 6)},
            });
        }
        scenario["escalations"] = json!({
            "winter_ward": {
                "watches": {"occupancy_percent_of": "acute"},
                "opens_above": escalation.0, "closes_below": escalation.0 - escalation.1, "notice_hours": escalation.2,
                "adds": {"hospitals": {"acute": changing(5, 2), "small": changing(1, 4)}, "spoas": {"hub": {"night": 1}}},
            },
            "spot_beds": {
                "watches": {"people_waiting_for": "d2a"}, "opens_above": changing(1, 2), "closes_below": 1,
                "adds": {"services": {"spot": changing(2, 3), "home_care": 10.5}},
            },
        });
        let needs = if referrals.5 {
            json!({"bed": {"services": ["d2a", "spot"]}})
        } else {
            json!({"care_at_home": {"packages": {"visits": {"takes": {"home_care": {"hours_per_week": 4}}, "stay": patience.0}}}})
        };
        let mut step_up = json!({
            "takes_referrals": referrals.1, "accepted_share": turning(referrals.2), "refused_come_share": referrals.4, "needs": needs,
            "answered_by": {"handling": {"exponential": {"mean_hours": 2}}},
        });
        if let Some(waits) = referrals.3 {
            step_up["waits"] = waits;
        }
        scenario["cohorts"]["community"] = json!({
            "hospital": "small", "arrivals": {"poisson": {"per_day": referrals.0}}, "acute_stay": patience.0,
            "pathways": {"p0": 0.5, "p2": 0.5}, "step_up": step_up,
        });
        scenario["cohorts"]["emergency"]["patience"] = json!({"after": patience.0});
        scenario["cohorts"]["elective"]["patience"] = json!({"after": patience.1, "leads_to": "death"});
        scenario["pathways"]["p1"]["while_waiting"] = json!({
            "patience": {"after": patience.2},
            "death_chance_per_day": chances.0,
            "heavier_need": {"chance_per_day": chances.1, "pathway": "p2"},
            "longer_stay": {"chance_per_day": turning(chances.2), "days": 1.5},
        });
        scenario["pathways"]["p2"]["while_waiting"] = json!({
            "heavier_need": {"chance_per_day": turning(chances.1), "pathway": "p3"},
        });
        scenario["pathways"]["p2"]["fallback"] = json!({"after": fallback.0, "pathway": "p1"});
        scenario["pathways"]["p3"]["fallback"] = json!({"after": fallback.1, "pathway": "p0", "share": turning(fallback.2)});
        let outcomes = &mut scenario["services"]["d2a"]["outcomes"];
        outcomes["care_home"]["patience"] = json!({"after": patience.3, "leads_to": "hospital"});
        outcomes["another_bed"]["patience"] = json!({"after": patience.3, "leads_to": "death"});
        scenario["localities"] = json!({"north": {"spoa": "hub", "adults": 1000}, "south": {}, "east": {}});
        for (_, cohort) in scenario["cohorts"].as_object_mut().expect("there are cohorts") {
            cohort["localities"] = json!({"north": 0.6, "south": {"steps": {"2025-01-01": 0.1, "2026-01-20": 0.3}}, "east": "the_rest"});
        }
        scenario["services"]["d2a"]["serves"] = json!(["north", "east"]);
        scenario["services"]["rehab"]["serves"] = json!(["south", "east"]);
        scenario["services"]["more_homes"]["serves"] = json!(["south"]);
        scenario["services"]["spot"]["beds"] =
            json!({"steps": {"2025-12-01": 1, "2026-01-15": "unlimited", "2026-01-25": 1}});
        scenario["uncertain"] = json!({
            "referrals": {
                "decides": ["cohorts.community.arrivals.poisson.per_day"],
                "times": {"lognormal": {"mean": 1, "sd": 0.2}},
            },
            "harm": {
                "decides": ["pathways.p1.while_waiting.death_chance_per_day"],
                "may_be": {"uniform": {"least": 0.01, "most": 0.3}}, "correlated_with": {"referrals": -0.7},
            },
        });
        (scenario, seed)
    }
}

fn made(scenario: &Value) -> Ready {
    ready(&serde_json::to_string_pretty(scenario).expect("a scenario can be written"))
}

/// The same systems every time, unless docs/testing.md's `WARDFLOW_FUZZ_SEED` and `WARDFLOW_FUZZ_CASES` say otherwise.
fn cases() -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    ProptestConfig {
        cases: number("WARDFLOW_FUZZ_CASES").map_or(60, |cases| cases as u32),
        rng_seed: RngSeed::Fixed(number("WARDFLOW_FUZZ_SEED").unwrap_or(20_261_130)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    /// People are conserved, capacity is never exceeded but after planned reductions, nobody waits whom the rules would
    /// let start: after every event.
    #[test]
    fn the_rules_hold_at_every_instant((scenario, seed) in prop_oneof![system(), larger_system(), whole_system()]) {
        let ready = made(&scenario);
        let mut replication = Replication::new(&ready.model);
        replication.begin(Seed(seed), 0, Keep::default());
        while replication.step() {
            let audit = replication.audit();
            prop_assert!(audit.is_ok(), "{:?} at {:?}", audit, replication.now());
        }
        prop_assert!(replication.finish().is_ok());
    }

    /// So do they in what every stretch between changes is for ever, with somebody always at the door of a hospital.
    #[test]
    fn the_rules_hold_at_a_door_that_is_kept((scenario, seed) in prop_oneof![system(), whole_system()]) {
        let ready = made(&scenario);
        for stretch in ready.model.stretches() {
            let mut model = ready.model.steady(&stretch, 7, 35);
            let hospital = HospitalId(0);
            let per_day = |cohort: CohortId| ready.model.cohorts[cohort.at()].arrivals.mean_per_day(0..40);
            let Some(door) = OpenDoor::of(&model, hospital, per_day) else { continue };
            if ready.model.has_unlimited_beds(hospital, &stretch) {
                continue;
            }
            model.keep_door(door);
            let mut replication = Replication::new(&model);
            replication.begin(Seed(seed), 0, Keep::default());
            while replication.step() {
                let audit = replication.audit();
                prop_assert!(audit.is_ok(), "{:?} at {:?}", audit, replication.now());
            }
            prop_assert!(replication.finish().is_ok());
        }
    }

    /// No two draws of different people or for different purposes are one number.
    #[cfg(debug_assertions)]
    #[test]
    fn no_two_keys_meet((scenario, seed) in whole_system()) {
        use wardflow_core::random::ledger;
        let ready = made(&scenario);
        let mut replication = Replication::new(&ready.model);
        let written = ledger::of(|| {
            replication.run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        });
        prop_assert_eq!(ledger::collision(&written), None);
    }

    /// The daily tallies add up to the whole, and keeping them changes nothing.
    #[test]
    fn days_add_up_to_the_period((scenario, seed) in whole_system()) {
        let ready = made(&scenario);
        let mut replication = Replication::new(&ready.model);
        let whole = replication.run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let daily = replication.run(Seed(seed), 0, Keep { days: true }).expect("it can be finished");
        prop_assert_eq!(daily.days.len(), 40);
        prop_assert_eq!(&whole.tally, &daily.tally);
        prop_assert_eq!(&whole.histograms, &daily.histograms);
    }

    /// Every second of delay has one reason, and delay is the time between readiness and leaving.
    #[test]
    fn reasons_add_up_to_the_delay((scenario, seed) in whole_system()) {
        let ready = made(&scenario);
        let outcome = Replication::new(&ready.model).run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let by_reason = |reasons: &[u64]| -> Vec<u64> {
            reasons.chunks(ready.model.reasons.len()).map(|of_route| of_route.iter().sum()).collect()
        };
        let (alive, dead) = (by_reason(&outcome.tally.reasons), by_reason(&outcome.tally.reasons_of_dead));
        for (number, route) in outcome.tally.routes.iter().enumerate() {
            prop_assert_eq!(alive[number], route.delays.seconds);
            prop_assert_eq!(dead[number], route.died_waiting.seconds);
            prop_assert_eq!(route.bands.iter().sum::<u64>(), route.delays.count);
            prop_assert!(route.left_waiting.count <= route.delays.count);
        }
        let catalogue = Catalogue::of(&ready.model);
        let take = |key: &str| catalogue.take(&outcome)[catalogue.find(key).expect("the measure exists")];
        let by_group: f64 = ["hospital_process", "wellbeing_concerns", "care_transfer_hub_process", "interface_process", "capacity"]
            .iter().map(|group| take(&format!("reason_groups.{group}.delay_bed_days_per_day"))).sum();
        let by_answer: f64 = ["nhs", "social_care", "both"]
            .iter().map(|who| take(&format!("responsible.{who}.delay_bed_days_per_day"))).sum();
        prop_assert!((by_group - by_answer).abs() < 1e-9, "{} {}", by_group, by_answer);
    }

    /// The days of everybody with no criteria to reside are the delays of those who left, of those who died while they
    /// waited, and of those still waiting at the end: nobody's days are lost.
    #[test]
    fn delayed_days_are_somebodys_delay((mut scenario, seed) in whole_system()) {
        scenario["warm_up_days"] = json!(0);
        scenario.as_object_mut().expect("an object").remove("census");
        let ready = made(&scenario);
        let outcome = Replication::new(&ready.model).run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let routes = &outcome.tally.routes;
        let delayed: u64 = routes.iter().map(|route| route.nctr.area).sum();
        let over: u64 = routes.iter().map(|route| route.delays.seconds + route.died_waiting.seconds).sum();
        let still: u64 = outcome.still_waiting.discharge.iter().map(|still| still.seconds).sum();
        prop_assert_eq!(delayed, over + still);
    }

    /// Who still waits is who stands in the lines, and each view of them counts the same people.
    #[test]
    fn who_still_waits_stands_in_a_line((scenario, seed) in whole_system()) {
        let ready = made(&scenario);
        let mut replication = Replication::new(&ready.model);
        let outcome = replication.run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let still = &outcome.still_waiting;
        let people = |all: &[Still]| all.iter().map(|still| still.people).sum::<u64>();
        let of = |purpose: Purpose| {
            let lines = ready.model.lines.iter().zip(&still.line).filter(|(line, _)| line.purpose == purpose);
            lines.map(|(_, still)| still.people).sum::<u64>()
        };
        prop_assert_eq!(people(&still.admission) + people(&still.passing), of(Purpose::Admission));
        prop_assert!(people(&still.triage) <= of(Purpose::Triage));
        prop_assert!(people(&still.capacity) <= people(&still.discharge));
        if !ready.model.localities.is_empty() {
            prop_assert_eq!(people(&still.discharge_of), people(&still.discharge));
        }
        let present: u64 = replication.people().filter(|patient| patient.steps.has(Steps::WAITING)).count() as u64;
        prop_assert_eq!(people(&still.line), present);
    }

    /// Numbers of people by hospital and by cohort add up to all of them, and means are means of theirs.
    #[test]
    fn splits_add_up_to_the_whole((scenario, seed) in whole_system()) {
        let ready = made(&scenario);
        let outcome = Replication::new(&ready.model).run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let catalogue = Catalogue::of(&ready.model);
        let values = catalogue.take(&outcome);
        let take = |key: &str| catalogue.find(key).map(|place| values[place]);
        let names = |first: &str, names: Vec<&String>| {
            if names.len() > 1 { names.iter().map(|name| format!("{first}.{name}.")).collect() } else { vec![] }
        };
        let hospitals = names("hospitals", ready.model.hospitals.iter().map(|hospital| &hospital.name).collect());
        let cohorts = names("cohorts", ready.model.cohorts.iter().map(|cohort| &cohort.name).collect());
        for parts in [hospitals, cohorts].into_iter().filter(|parts| !parts.is_empty()) {
            for what in ["discharges_people_per_day", "nctr_people", "still_delayed_people", "still_waiting_for_triage_people"] {
                if let Some(all) = take(what) {
                    let sum: f64 = parts.iter().filter_map(|part| take(&format!("{part}{what}"))).sum();
                    prop_assert!((sum - all).abs() < 1e-9 * all.max(1.0), "{what}: {sum} of {all}");
                }
            }
            for what in ["delay_days", "delayed_percent", "calendar_delay_days", "delayed_7_to_13_days_percent", "home_first_percent"] {
                let all = take(what).expect("the measure exists");
                let weighted = parts.iter().filter_map(|part| {
                    let (mean, weight) = (take(&format!("{part}{what}"))?, take(&format!("{part}discharges_people_per_day"))?);
                    (weight > 0.0).then_some(mean * weight)
                });
                let mean = weighted.sum::<f64>() / take("discharges_people_per_day").expect("the measure exists");
                prop_assert!(all.is_nan() || (mean - all).abs() < 1e-9 * all.max(1.0), "{what}: {mean} of {all}");
            }
        }
    }

    /// What is said of all, of each hospital, cohort and pathway is what the list of patients says.
    #[test]
    fn measures_are_those_of_the_list_of_patients((scenario, seed) in larger_system()) {
        let ready = made(&scenario);
        let model = &ready.model;
        let catalogue = Catalogue::of(model);
        let values = catalogue.take(&Replication::new(model).run(Seed(seed), 0, Keep::default()).expect("it can be finished"));
        let rows = patients(model, Seed(seed), 0).expect("it can be finished");
        let (from, to) = (model.measuring_from(), model.horizon());
        let mut scopes: Vec<(String, Vec<&PatientRow>)> = vec![(String::new(), rows.iter().collect())];
        for (number, hospital) in model.hospitals.iter().enumerate() {
            let its = rows.iter().filter(|row| row.hospital.at() == number);
            scopes.push((format!("hospitals.{}.", hospital.name), its.collect()));
        }
        for (number, cohort) in model.cohorts.iter().enumerate() {
            let its = rows.iter().filter(|row| row.cohort.at() == number);
            scopes.push((format!("cohorts.{}.", cohort.name), its.collect()));
        }
        for (number, pathway) in model.pathways.iter().enumerate() {
            let its = rows.iter().filter(|row| row.pathway.is_some_and(|pathway| pathway.at() == number));
            scopes.push((format!("pathways.{}.", pathway.name), its.collect()));
        }
        for (scope, rows) in scopes {
            let delay = |row: &&PatientRow| Some((row.ready?, row.left?)).filter(|(_, left)| (from..to).contains(left));
            let delays: Vec<(Time, Time)> = rows.iter().filter_map(delay).collect();
            let discharges = delays.len() as f64;
            let weeks = delays.iter().filter(|(ready, left)| (7..=13).contains(&(left.day() - ready.day()))).count() as f64;
            let seconds: u64 = delays.iter().map(|(ready, left)| left.since(*ready)).sum();
            let past: u64 = rows.iter().filter_map(|row| {
                Some(row.left.unwrap_or(row.end).clamp(from, to).since(row.ready?.clamp(from, to)))
            }).sum();
            let still = rows.iter().filter(|row| row.ready.is_some() && row.left.is_none());
            let triage: Vec<u64> = rows.iter().filter_map(|row| {
                let begun = row.triage_begun.filter(|begun| (from..to).contains(begun))?;
                Some(begun.since(row.referred?))
            }).collect();
            let expected = [
                ("discharges_people_per_day", discharges / f64::from(model.measured_days)),
                ("delay_days", seconds as f64 / DAY as f64 / discharges),
                ("delayed_7_to_13_days_percent", 100.0 * weeks / discharges),
                ("nctr_people", past as f64 / to.since(from) as f64),
                ("still_delayed_people", still.count() as f64),
                ("wait_for_triage_days", triage.iter().sum::<u64>() as f64 / DAY as f64 / triage.len() as f64),
            ];
            for (what, expected) in expected {
                let key = format!("{scope}{what}");
                // Not every scope has every measure.
                let Some(found) = catalogue.find(&key).map(|place| values[place]) else { continue };
                let is_same = (found - expected).abs() < 1e-9 * expected.max(1.0) || (found.is_nan() && expected.is_nan());
                prop_assert!(is_same, "{key}: {found}, in the list {expected}");
            }
        }
    }

    /// No share is of fewer than it counts; what may be above 100% says why.
    #[test]
    fn no_percentage_is_above_100_without_a_reason((scenario, seed) in whole_system()) {
        let ready = made(&scenario);
        let catalogue = Catalogue::of(&ready.model);
        let keep = Keep { days: true };
        let outcome = Replication::new(&ready.model).run(Seed(seed), 0, keep).expect("it can be finished");
        for measure in catalogue.measures().iter().filter(|measure| measure.unit == Unit::Percent) {
            let days = outcome.days.iter().filter_map(|day| measure.of_day(day));
            for value in days.chain([measure.of(&outcome)]).filter(|value| !value.is_nan()) {
                let is_possible = value >= 0.0 && (measure.above_100.is_some() || value <= 100.0 + 1e-9);
                prop_assert!(is_possible, "{}: {value}", measure.key);
            }
            prop_assert_eq!(measure.above_100.is_some(), measure.definition.contains("above 100%"), "{}", &measure.key);
        }
    }

    /// In use of a pool is what its patients' own time stamps say.
    #[test]
    fn use_is_the_same_from_time_stamps((scenario, seed) in system()) {
        let ready = made(&scenario);
        let model = &ready.model;
        let outcome = Replication::new(model).run(Seed(seed), 0, Keep::default()).expect("it can be finished");
        let rows = patients(model, Seed(seed), 0).expect("it can be finished");
        let (from, to) = (model.measuring_from(), model.horizon());
        let beds = model.hospitals[0].beds;
        let in_bed: u64 = rows.iter().filter_map(|row| {
            let left = row.left.unwrap_or(if row.departure == Departure::StillThere { to } else { row.end });
            Some(left.clamp(from, to).since(row.admitted?.clamp(from, to)))
        }).sum();
        prop_assert_eq!(in_bed, outcome.tally.pools[beds.at()].in_use.area);
        for (number, pool) in model.pools.iter().enumerate().filter(|(_, pool)| pool.kind == PoolKind::Beds) {
            let held: u64 = rows.iter().filter_map(|row| {
                let takes = model.takes(row.offer?);
                let allocated = row.allocated.filter(|_| takes[0].pool.at() == number)?;
                let end = row.service_end.unwrap_or(to);
                Some(end.clamp(from, to).since(allocated.clamp(from, to)))
            }).sum();
            prop_assert_eq!(held, outcome.tally.pools[number].in_use.area, "{}", pool.name);
        }
    }

    /// Whoever is followed has the instants that the list of patients has, once for each spell in hospital.
    #[test]
    fn a_patient_who_is_followed_is_the_one_in_the_list(
        (scenario, seed) in prop_oneof![larger_system(), whole_system()], first in 0..40_usize,
    ) {
        let ready = made(&scenario);
        let rows = patients(&ready.model, Seed(seed), 0).expect("it can be finished");
        for who in rows.iter().skip(first).step_by(23).take(6) {
            let is_who = |row: &&PatientRow| (row.cohort, row.number) == (who.cohort, who.number);
            let mut spells: Vec<&PatientRow> = rows.iter().filter(is_who).collect();
            spells.sort_by_key(|row| row.spell);
            let events = follow(&ready.model, Seed(seed), 0, &spells).expect("it can be finished");
            prop_assert!(events.is_sorted_by_key(|event| event.at));
            let told = |what: fn(&What) -> bool| -> Vec<Time> {
                events.iter().filter(|event| what(&event.what)).map(|event| event.at).collect()
            };
            let listed = |instant: fn(&PatientRow) -> Option<Time>| -> Vec<Time> {
                spells.iter().filter_map(|row| instant(row)).collect()
            };
            let has_left = |row: &PatientRow| {
                let is_unserved = matches!(row.departure, Departure::GaveUp | Departure::DiedWaiting) && row.came.is_none();
                row.left.filter(|_| !row.from_community && !is_unserved)
            };
            let pairs = [
                (
                    told(|what| matches!(what, What::Comes(_))),
                    listed(|row| (!row.from_community).then_some(row.arrived)),
                ),
                (told(|what| matches!(what, What::IsAdmitted)), listed(|row| row.admitted)),
                (told(|what| matches!(what, What::IsReady)), listed(|row| row.ready)),
                (told(|what| matches!(what, What::LeavesHospital)), listed(has_left)),
                (told(|what| matches!(what, What::Departs(_))), listed(|row| Some(row.end))),
            ];
            for (told, listed) in pairs {
                prop_assert_eq!(told, listed, "{:?} {:#?}", who, &events);
            }
            let came =
                told(|what| matches!(what, What::MovesTo(_) | What::GoesOnIn(_) | What::LeavesHospital | What::Gets(_) | What::IsIn(_)));
            let ended = told(|what| matches!(what, What::StayEnds(_)));
            for row in spells {
                prop_assert!(row.came.is_none_or(|at| came.contains(&at)), "{:?} {:#?}", row, &events);
                if row.offer.is_some_and(|offer| ready.model.offers[offer.at()].is_bridge) {
                    prop_assert_eq!(row.service_end, row.came, "what bridges has no stay of its own");
                } else {
                    let end = row.service_end.filter(|end| *end < row.end);
                    prop_assert!(end.is_none_or(|at| ended.contains(&at)), "{:?} {:#?}", row, &events);
                }
            }
        }
    }

    /// More beds anywhere leave every patient's arrival, acute stay and need unchanged.
    #[test]
    fn more_beds_leave_the_patients_unchanged((scenario, seed) in system()) {
        let mut larger = scenario.clone();
        larger["hospitals"]["acute"]["beds"] = json!(500);
        larger["services"]["d2a"]["beds"] = json!(40);
        let constant = json!({"p0": 0.5, "p1": 0.25, "p2": 0.15, "p3": 0.1});
        let mut scenario = scenario;
        for scenario in [&mut scenario, &mut larger] {
            // Shares that change by date depend on the day of readiness, and so on waits.
            scenario["cohorts"]["elective"]["pathways"] = constant.clone();
            scenario["hospitals"]["acute"]["when_full"] = json!("queue");
        }
        let [few, many] = [&scenario, &larger].map(|scenario| patients(&made(scenario).model, Seed(seed), 0).expect("it can be finished"));
        prop_assert_eq!(few.len(), many.len());
        for (a, b) in few.iter().zip(&many) {
            prop_assert_eq!((a.cohort, a.number, a.arrived), (b.cohort, b.number, b.arrived));
            if let (Some(ready_a), Some(ready_b)) = (a.ready, b.ready) {
                prop_assert_eq!(a.pathway, b.pathway);
                let stay = |ready: wardflow_core::clock::Time, admitted: Option<wardflow_core::clock::Time>| ready.since(admitted.expect("they were admitted"));
                prop_assert_eq!(stay(ready_a, a.admitted), stay(ready_b, b.admitted));
            }
            if let (Some(end_a), Some(end_b), true) = (a.service_end, b.service_end, a.offer == b.offer) {
                prop_assert_eq!(end_a.since(a.left.expect("they left")), end_b.since(b.left.expect("they left")));
            }
        }
    }

    /// The same scenario and seed give the same results to the last bit on 1, 2 and 8 threads.
    #[test]
    fn threads_change_nothing((scenario, seed) in whole_system()) {
        let experiment = Experiment::new(made(&scenario));
        let results = |threads| {
            let plan = Plan { seed: Seed(seed), replications: 9, threads: Some(threads), daily: daily::all };
            let results = wardflow_montecarlo::experiment::run(Subject::of(&experiment.ready, &experiment.catalogue), &plan, &|| {});
            format!("{:?}", results.expect("it can be finished"))
        };
        let one = results(1);
        prop_assert_eq!(&one, &results(2));
        prop_assert_eq!(&one, &results(8));
    }

    /// Under first come first served without passing, one more bed never lengthens a single queue's mean wait.
    #[test]
    fn one_more_bed_never_lengthens_a_single_queue(
        beds in 1..30u32,
        load in 0.3..1.1f64,
        stay in stay(),
        seed in any::<u64>(),
    ) {
        let scenario = |beds: u32| json!({
            "format": 1, "title": "Single queue", "start": "2026-01-01", "warm_up_days": 0, "days": 200,
            "hospitals": {"acute": {"beds": beds}},
            "cohorts": {"patients": {
                "arrivals": {"poisson": {"per_day": (f64::from(beds) * load).min(40.0)}},
                "acute_stay": stay,
                "pathways": {"p0": 1},
            }},
            "pathways": {"p0": {}},
        });
        let mut base = scenario(beds);
        let mut more = base.clone();
        more["hospitals"]["acute"]["beds"] = json!(beds + 1);
        base["title"] = json!("Base");
        // Everybody's wait, those still waiting included: means over those admitted alone may fall by admitting fewer.
        let [before, after] = [&base, &more].map(|scenario| {
            let ready = made(scenario);
            let rows = patients(&ready.model, Seed(seed), 0).expect("it can be finished");
            rows.iter().map(|row| row.admitted.unwrap_or(ready.model.horizon()).since(row.arrived)).collect::<Vec<u64>>()
        });
        prop_assert_eq!(before.len(), after.len());
        for (number, (before, after)) in before.iter().zip(&after).enumerate() {
            prop_assert!(after <= before, "patient {} waits {} instead of {}", number, after, before);
        }
    }
}

/// Everything rare happens in the random systems.
#[test]
fn everything_rare_happens() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut happened = [0; 10];
    for _ in 0..30 {
        let (scenario, seed) = whole_system().new_tree(&mut runner).expect("a system can be made").current();
        let ready = made(&scenario);
        let tally =
            Replication::new(&ready.model).run(Seed(seed), 0, Keep::default()).expect("it can be finished").tally;
        let of = |count: fn(&PathwayTally) -> u64| tally.pathways.iter().map(count).sum::<u64>();
        let on = |count: fn(&RouteTally) -> u64| tally.routes.iter().map(count).sum::<u64>();
        let counts = [
            tally.cohorts.iter().map(|cohort| cohort.gave_up.count).sum(),
            on(|route| route.left_waiting.count),
            on(|route| route.died_waiting.count),
            of(|pathway| pathway.needed_more),
            of(|pathway| pathway.fell_back),
            tally.exits.iter().map(|exit| exit.gave_up).sum(),
            tally.escalations.iter().map(|escalation| escalation.openings).sum(),
            tally.cohorts.iter().map(|cohort| cohort.answers.count).sum(),
            tally.cohorts.iter().map(|cohort| cohort.refused).sum(),
            tally.cohorts.iter().map(|cohort| cohort.refused_came).sum(),
        ];
        happened.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    assert!(happened.iter().all(|&count| count > 0), "{happened:?}");
}

/// Little's law, for every queue and service of a long run: mean number = rate x mean time.
#[test]
fn littles_law_holds_for_every_queue_and_service() {
    let experiment = Experiment::of("discharge-ref", &["days=36500", "warm_up_days=200"]);
    let model = &experiment.ready.model;
    let outcome = Replication::new(model).run(Seed(5), 0, Keep::default()).expect("it can be finished");
    let seconds = outcome.tally.seconds as f64;
    let close = |what: &str, number: f64, rate_times_time: f64| {
        // Over a hundred years those who cross the ends hardly count.
        assert!((number - rate_times_time).abs() <= 0.002 * number, "{what}: {number} against {rate_times_time}");
    };
    let hospital = &outcome.tally.hospitals[0];
    let waits: u64 = outcome.tally.cohorts.iter().map(|cohort| cohort.waits.seconds).sum();
    close("front door", hospital.waiting.area as f64 / seconds, waits as f64 / seconds);
    close("acute beds", outcome.tally.pools[0].in_use.area as f64 / seconds, hospital.stays.seconds as f64 / seconds);
    for (number, pool) in model.pools.iter().enumerate().skip(1) {
        let tally = &outcome.tally.pools[number];
        close(&pool.name, tally.in_use.area as f64 / seconds, tally.stays.seconds as f64 / seconds);
    }
    for (number, pathway) in model.pathways.iter().enumerate().skip(1) {
        let days = |seconds: fn(&RouteTally) -> u64| {
            outcome.tally.on_pathway(number).map(seconds).sum::<u64>() as f64 / DAY as f64
        };
        let awaiting = outcome.tally.pathways[number].awaiting_capacity.area as f64 / DAY as f64;
        close(&pathway.name, awaiting, days(|route| route.capacity_waits.seconds));
        close(&pathway.name, days(|route| route.nctr.area), days(|route| route.delays.seconds));
    }
}

/// The seven kinds of pool and three purposes of lines all occur in the random systems.
#[test]
fn the_random_systems_have_everything() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kinds = Vec::new();
    let mut purposes = Vec::new();
    for _ in 0..40 {
        let (scenario, _) = system().new_tree(&mut runner).expect("a system can be made").current();
        let ready = made(&scenario);
        kinds.extend(ready.model.pools.iter().map(|pool| format!("{:?}", pool.kind)));
        purposes.extend(ready.model.lines.iter().map(|line| line.purpose));
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    for purpose in [Purpose::Admission, Purpose::Triage, Purpose::Service] {
        assert!(purposes.contains(&purpose));
    }
}

#[test]
fn prices_change_on_their_dates() {
    let scenario = json!({
        "format": 1, "title": "Prices", "start": "2026-01-01", "days": 40, "warm_up_days": 10,
        "hospitals": {"acute": {"beds": 10, "cost": {"pounds_per_week": {"steps": {"2026-01-01": 100, "2026-01-21": 150}}}}},
        "cohorts": {"all": {"arrivals": {"fixed_interval": {"every_hours": 24}}, "acute_stay": {"fixed": {"days": 2}}, "pathways": {"p0": 1}}},
        "pathways": {"p0": {}},
        "fixed_costs": {"team": {"pounds_per_year": {"steps": {"2026-01-01": 3650, "2026-01-11": 7300}}}},
    });
    let experiment = Experiment::new(made(&scenario));
    let results = experiment.run(1, 1, true);
    let mean = |key: &str| results.measures[experiment.find(key)].summary.mean;
    // Half of the forty days at each price of a bed, a quarter at the lower fixed sum.
    let beds = 10.0 * (20.0 * 100.0 + 20.0 * 150.0) / 7.0 / 40.0 * 365.0;
    let team = 3_650.0 / 4.0 + 7_300.0 * 3.0 / 4.0;
    assert!((mean("cost.hospitals.acute_pounds_per_year") - beds).abs() < 1e-6 * beds);
    assert!((mean("cost.fixed.team_pounds_per_year") - team).abs() < 1e-6 * team);
    assert!((mean("cost.total_pounds_per_year") - beds - team).abs() < 1e-6 * beds);
    let days = &results.days.as_ref().expect("daily series were asked for").series;
    let daily = days.iter().find(|series| series.measure == experiment.find("cost.hospitals.acute_pounds_per_year"));
    let daily = &daily.expect("cost is daily").days;
    let of_day = |pounds: f64| 10.0 * pounds / 7.0 * 365.0;
    assert!((daily[19].mean - of_day(100.0)).abs() < 1e-6 && (daily[20].mean - of_day(150.0)).abs() < 1e-6);
}
