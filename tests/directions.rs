//! More of something does what it must: each capability, with the same random numbers on both sides.

mod support;

use support::Experiment;

const SEED: u64 = 20_261_122;

/// What a change does to a measure.
enum Effect {
    Raises,
    Lowers,
}
use Effect::{Lowers, Raises};

/// Of a scenario: from one set of overrides to another, and what that does to measures.
struct Direction {
    scenario: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    effects: &'static [(&'static str, Effect)],
}

fn means(scenario: &str, overrides: &[&str], keys: &[&str]) -> Vec<f64> {
    let path = format!("{}/../../scenarios/{scenario}.json", env!("CARGO_MANIFEST_DIR"));
    let overrides: Vec<&str> = overrides.iter().copied().chain(["days=3650"]).collect();
    let experiment = Experiment::of(&path, &overrides);
    let results = experiment.run(SEED, 6, false);
    keys.iter().map(|key| results.measures[experiment.find(key)].summary.mean).collect()
}

fn check(directions: &[Direction]) {
    for Direction { scenario, from, to, effects } in directions {
        let keys: Vec<&str> = effects.iter().map(|(key, _)| *key).collect();
        let (before, after) = (means(scenario, from, &keys), means(scenario, to, &keys));
        for ((key, effect), (before, after)) in effects.iter().zip(before.iter().zip(&after)) {
            let holds = match effect {
                Raises => after > before,
                Lowers => after < before,
            };
            assert!(holds, "{scenario} {from:?} -> {to:?}: {key} goes from {before} to {after}");
        }
    }
}

const WAITING: &str = "pathways.p2.while_waiting";

#[test]
fn waiting_has_its_effects() {
    check(&[
        Direction {
            scenario: "verification/impatience",
            from: &["cohorts.patients.patience.after.exponential.mean_days=3"],
            to: &["cohorts.patients.patience.after.exponential.mean_days=1"],
            effects: &[
                ("hospitals.acute.waiting_for_bed_people", Lowers),
                ("hospitals.acute.left_front_door_people_per_day", Raises),
            ],
        },
        Direction {
            scenario: "verification/t2-waiting",
            from: &["pathways.p2.while_waiting.patience.after.exponential.mean_days=8"],
            to: &["pathways.p2.while_waiting.patience.after.exponential.mean_days=2"],
            effects: &[("nctr_people", Lowers), ("pathways.p2.left_waiting_people_per_day", Raises)],
        },
        Direction {
            scenario: "verification/t2-waiting",
            from: &["pathways.p2.fallback.share=0.2"],
            to: &["pathways.p2.fallback.share=0.9"],
            effects: &[
                ("nctr_people", Lowers),
                ("pathways.p2.fell_back_people_per_day", Raises),
                ("services.carers.in_use_places", Raises),
            ],
        },
    ]);
}

#[test]
fn harm_from_waiting_has_its_effects() {
    let small = format!("{WAITING}={{\"death_chance_per_day\": 0.01}}");
    let large = format!("{WAITING}={{\"death_chance_per_day\": 0.2}}");
    let keys = ["pathways.p2.died_waiting_people_per_day", "nctr_people"];
    let (few, many) = (means("verification/t2", &[&small], &keys), means("verification/t2", &[&large], &keys));
    assert!(many[0] > few[0] && many[1] < few[1], "{few:?} {many:?}");

    let longer = format!("{WAITING}={{\"longer_stay\": {{\"chance_per_day\": 0.5, \"days\": 3}}}}");
    let keys = ["services.p2_beds.length_of_stay_days", "nctr_people"];
    let (plain, harmed) = (means("verification/t2", &[], &keys), means("verification/t2", &[&longer], &keys));
    assert!(harmed[0] > plain[0] && harmed[1] > plain[1], "{plain:?} {harmed:?}");

    let heavier = format!("{WAITING}={{\"heavier_need\": {{\"chance_per_day\": 0.2, \"pathway\": \"p3\"}}}}");
    let keys = ["pathways.p2.nctr_people", "pathways.p3.nctr_people"];
    let (plain, harmed) = (means("verification/t3", &[], &keys), means("verification/t3", &[&heavier], &keys));
    assert!(harmed[0] < plain[0] && harmed[1] > plain[1], "{plain:?} {harmed:?}");
}

#[test]
fn escalations_have_their_effects() {
    check(&[
        Direction {
            scenario: "verification/escalation",
            from: &["escalations.winter_ward.adds.hospitals.acute=3"],
            to: &["escalations.winter_ward.adds.hospitals.acute=6"],
            effects: &[
                ("hospitals.acute.waiting_for_bed_people", Lowers),
                ("hospitals.acute.escalation_open_beds", Raises),
            ],
        },
        Direction {
            scenario: "verification/escalation",
            from: &["escalations.winter_ward.notice_hours=0"],
            to: &["escalations.winter_ward.notice_hours=72"],
            effects: &[
                ("hospitals.acute.waiting_for_bed_people", Raises),
                ("escalations.winter_ward.open_percent", Lowers),
            ],
        },
    ]);
}

#[test]
fn step_up_has_its_effects() {
    check(&[
        Direction {
            scenario: "verification/step-up",
            from: &["cohorts.community.step_up.accepted_share=0.5"],
            to: &["cohorts.community.step_up.accepted_share=0.9"],
            effects: &[("hospitals.acute.arrivals_people_per_day", Lowers), ("services.beds.in_use_beds", Raises)],
        },
        Direction {
            scenario: "verification/step-up",
            from: &["cohorts.community.step_up.takes_referrals=09:00-17:00"],
            to: &["cohorts.community.step_up.takes_referrals=07:00-20:00"],
            effects: &[("cohorts.community.refused_percent", Lowers)],
        },
        Direction {
            scenario: "verification/step-up",
            from: &["cohorts.community.step_up.waits={\"fixed\": {\"days\": 0}}"],
            to: &["cohorts.community.step_up.waits={\"fixed\": {\"days\": 3}}"],
            effects: &[("cohorts.community.refused_percent", Lowers), ("services.beds.in_use_beds", Raises)],
        },
    ]);
}

#[test]
fn bridging_has_its_effects() {
    check(&[Direction {
        scenario: "verification/bridging",
        from: &["services.bridging_care.places=1"],
        to: &["services.bridging_care.places=4"],
        effects: &[("nctr_people", Lowers), ("services.bridging_care.in_use_places", Raises)],
    }]);
}

#[test]
fn one_calendar_changes_all_who_keep_it() {
    let keeps = ["hospitals.acute.discharge_hours=office", "services.p2_beds.starts={\"hours\": \"office\"}"];
    let nctr = |calendar: &str| {
        let overrides: Vec<&str> = keeps.into_iter().chain([calendar]).collect();
        means("verification/t2", &overrides, &["nctr_people"])[0]
    };
    let five_days = nctr("calendars={\"office\": {\"Mon-Fri\": \"09:00-17:00\"}}");
    let seven_days = nctr("calendars={\"office\": {\"Mon-Sun\": \"09:00-17:00\"}}");
    assert!(seven_days < five_days, "{seven_days} {five_days}");
}
