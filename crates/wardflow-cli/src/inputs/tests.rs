use std::collections::BTreeSet;

use serde_json::{Value, json};
use wardflow_scenario::{SHIPPED, format::Scenario, open};

use super::*;

fn ready(name: &str, changes: &[&str]) -> Ready {
    let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
    open(name, &changes).ready.unwrap_or_else(|| panic!("{name}"))
}

fn shipped() -> impl Iterator<Item = (&'static str, Ready)> {
    let names = SHIPPED.iter().map(|(name, _)| *name);
    names.filter_map(|name| Some((name, open(name, &[]).ready?)))
}

/// Every plain value, with its path.
fn leaves(value: &Value, path: &Path, found: &mut Vec<(Path, Value)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| leaves(value, &path.join(key), found)),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(at, value)| leaves(value, &path.join(at), found));
        }
        other => found.push((path.clone(), other.clone())),
    }
}

fn is_json(text: &str) -> bool {
    text.is_empty() || text.contains(['{', '}', '[', ']', '"']) || text.contains("null")
}

#[test]
fn every_value_of_every_shipped_scenario_is_told_in_words() {
    for (name, ready) in shipped() {
        let inputs = inputs(&ready);
        for input in &inputs {
            assert!(!is_json(&input.value), "{name}: {} is told as {}", input.path, input.value);
            assert!(
                !input.heading.is_empty() && !input.heading.contains('_'),
                "{name}: {} is called {}",
                input.path,
                input.heading
            );
        }
        let mut all = Vec::new();
        leaves(&serde_json::to_value(&ready.scenario).unwrap(), &Path::root(), &mut all);
        for (path, _) in all {
            let is_words = WORDS.contains(&path.segments()[0].as_str()) || path.segments().last().unwrap() == "name";
            assert!(
                is_words || inputs.iter().any(|input| path.starts_with(&input.path)),
                "{name}: nothing tells {path}"
            );
        }
    }
}

#[test]
fn every_number_that_may_have_dates_is_told_over_time() {
    let mut kinds = BTreeSet::new();
    let mut dated = 0;
    for (name, mut ready) in shipped() {
        let scenario = serde_json::to_value(&ready.scenario).unwrap();
        let start = ready.scenario.start;
        let (first, second) = (start.plus_days(1).to_string(), start.plus_days(2).to_string());
        let mut all = Vec::new();
        leaves(&scenario, &Path::root(), &mut all);
        for (path, number) in all.into_iter().filter(|(_, value)| value.is_number()) {
            if !kinds.insert(defaults::kind(&path)) {
                continue;
            }
            let value = number.as_f64().unwrap();
            let forms = [
                json!({ "steps": { first.as_str(): value, second.as_str(): value + 1.0 } }),
                json!({ "ramp": { first.as_str(): value, second.as_str(): value + 1.0 } }),
                json!({ "before": value, "steps": { second.as_str(): value + 1.0 } }),
                json!({ "before": { "ramp": { first.as_str(): value } }, "ramp": { second.as_str(): value + 1.0 } }),
                json!({ "before": "unlimited", "steps": { second.as_str(): value } }),
            ];
            for form in forms {
                let mut changed = scenario.clone();
                let place =
                    path.segments().iter().fold(&mut changed, |value, segment| match segment.parse::<usize>() {
                        Ok(at) if value.is_array() => &mut value[at],
                        _ => &mut value[segment.as_str()],
                    });
                *place = form.clone();
                let Ok(changed) = serde_json::from_value::<Scenario>(changed) else { continue };
                dated += 1;
                ready.scenario = changed;
                let told = inputs(&ready).into_iter().find(|input| path.starts_with(&input.path)).unwrap();
                assert!(!is_json(&told.value), "{name}: {path} is told as {}", told.value);
                assert!(
                    told.value.contains(" → ") && told.is_dated,
                    "{name}: {path} as {form} is told as {}",
                    told.value
                );
            }
        }
        ready.scenario = serde_json::from_value(scenario).unwrap();
    }
    assert!(dated > 100, "{dated}");
}

#[test]
fn only_what_differs_in_the_run_differs() {
    let base = ready("examples/dated-closure", &[]);
    assert!(differing(&[&base, &base]).is_empty());
    for same in [
        "hospitals.acute.beds={ \"before\": 60, \"steps\": { \"2026-05-01\": 60 } }",
        "services.rehab.beds.steps.2026-09-01=26",
        "hospitals.acute.discharge_hours={ \"Mon-Sun\": \"00:00-24:00\" }",
    ] {
        let other = ready("examples/dated-closure", &[same]);
        let rows = differing(&[&base, &other]);
        assert!(rows.is_empty(), "{same}: {} {:?}", rows[0].heading, rows[0].cells);
    }
}

#[test]
fn a_thing_that_only_one_has_is_one_row() {
    let base = ready("examples/dated-closure", &[]);
    let spare = r#"services.spare={"beds":4,"stay":{"fixed":{"days":10}}}"#;
    let with = ready("examples/dated-closure", &[spare]);
    let other = ready("examples/dated-closure", &[&spare.replace('4', "5")]);
    let told = |all: &[&Ready]| -> Vec<Vec<String>> { differing(all).into_iter().map(|row| row.cells).collect() };
    assert_eq!(
        told(&[&base, &with]),
        [["not there", "beds 4; stay 10 days; hours of starts always; and 2 more inputs"]]
    );
    assert_eq!(
        differing(&[&base, &with])[0].change(),
        "Spare added: beds 4; stay 10 days; hours of starts always; and 2 more inputs"
    );
    assert_eq!(differing(&[&with, &base])[0].change(), "Spare left out");
    // What differs between those that have it is told as well.
    assert_eq!(told(&[&with, &base, &other])[1], ["4", "not there", "5"]);
    let patient = ready("examples/dated-closure", &[r#"cohorts.adults.deaths={"share":0.1}"#]);
    assert_eq!(told(&[&base, &patient]), [["not given", "10%"]]);
}

#[test]
fn a_change_says_what_was_and_what_becomes_of_it() {
    let change = |change: &str| {
        let base = ready("examples/dated-closure", &[]);
        differing(&[&base, &ready("examples/dated-closure", &[change])])[0].change()
    };
    assert_eq!(change("hospitals.acute.beds=62"), "Acute beds 60 → 62");
    assert_eq!(change(r#"hospitals.acute.beds={"steps":{"2026-10-01":40}}"#), "Acute beds 60 → 40 from 1 Oct 2026");
    assert_eq!(
        change("services.rehab.beds.steps.2026-10-01=20"),
        "Rehab beds 32 → 26 from 1 Jul 2026 → 20 from 1 Oct 2026"
    );
    assert_eq!(change("services.rehab.beds=30"), "Rehab beds 30, instead of 32 → 26 from 1 Jul 2026");
}

#[test]
fn each_kind_of_value_has_its_words() {
    let value = |name: &str, path: &str| {
        let found = inputs(&ready(name, &[])).into_iter().find(|input| input.path.to_string() == path);
        found.map_or_else(|| format!("nothing at {path}"), |input| input.value)
    };
    let of_southampton = [
        ("cohorts.southampton_residents.pathways.p1", "14.8555%"),
        (
            "cohorts.southampton_residents.arrivals.poisson.weekday_profile",
            "Mon 1.1, Sat 0.85, Sun 0.8, 1 on all others",
        ),
        (
            "cohorts.southampton_residents.arrivals.poisson.surges.turn_of_the_year",
            "5% more people, 20 Dec 2021 to 30 Jan 2022",
        ),
        ("hospitals.uhs.turnaround_hours", "1 hour"),
        ("services.d2a_spot.beds", "unlimited"),
        ("services.d2a_block.cost.pounds_per_day", "£180.26"),
        ("services.rehab_rsh.stay", "21 days on average (gamma, sd 11)"),
        ("services.rehab_rsh.starts.hours", "Mon-Sat 08:00-18:00"),
        (
            "services.d2a_block.stay",
            "80% within six weeks: 14 to 42 days, most likely 40 (triangular); 20% longer: 35 days on average \
             (exponential); cut off: at least 42 days; in all 41 days on average",
        ),
    ];
    for (path, words) in of_southampton {
        assert_eq!(value("southampton-winter", path), words, "{path}");
    }
    assert_eq!(value("examples/escalation", "escalations.winter_ward.opens_above"), "95%");
    assert_eq!(value("examples/localities", "services.rehab_north.serves"), "North");
    assert_eq!(value("examples/uncertain", "uncertain.rehab_stay.decides"), "rehab, stay, mean days");
    assert_eq!(value("examples/uncertain", "uncertain.rehab_stay.may_be"), "24 to 34, most likely 28 (triangular)");
    assert_eq!(value("examples/prices-by-date", "services.rehab.cost.pounds_per_day"), "£180 → £210 from 1 Oct 2026");
}
