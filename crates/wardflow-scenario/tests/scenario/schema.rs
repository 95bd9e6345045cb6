//! The JSON Schema takes what the program takes, and refuses what is clearly wrong.

use std::{env, fs, path::PathBuf};

use jsonc_parser::{JsonValue, ParseOptions, parse_to_value};
use jsonschema::Validator;
use serde_json::{Value, json};
use wardflow_scenario::schema::{SCHEMA_FILE, schema};

use crate::scenario_files;

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// JSON with comments as another reader understands it.
fn parse(text: &str) -> Value {
    fn plain(value: JsonValue<'_>) -> Value {
        match value {
            JsonValue::Null => Value::Null,
            JsonValue::Boolean(value) => value.into(),
            JsonValue::Number(number) => serde_json::from_str(number).unwrap(),
            JsonValue::String(text) => text.into_owned().into(),
            JsonValue::Array(entries) => entries.into_iter().map(plain).collect(),
            JsonValue::Object(members) => members.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        }
    }
    plain(parse_to_value(text, &ParseOptions::default()).unwrap().unwrap())
}

fn faults(validator: &Validator, scenario: &Value) -> Vec<String> {
    validator.iter_errors(scenario).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn small() -> Value {
    let files = scenario_files();
    parse(&files.iter().find(|(name, _)| name == "start.json").unwrap().1)
}

/// The starting scenario with one value put somewhere.
fn with(pointer: &str, value: Value) -> Value {
    let mut scenario = small();
    let (above, key) = pointer.rsplit_once('/').unwrap();
    scenario.pointer_mut(above).unwrap().as_object_mut().unwrap().insert(key.into(), value);
    scenario
}

/// After a change of the format: `cargo run -- schema > schemas/scenario-v1.schema.json`, or this test with
/// `WARDFLOW_REFRESH=1`.
#[test]
fn the_file_in_the_repository_is_fresh() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(SCHEMA_FILE);
    let fresh = format!("{:#}\n", schema());
    if env::var_os("WARDFLOW_REFRESH").is_some() {
        fs::write(&file, &fresh).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == fresh, "refresh it: cargo run -- schema > schemas/{SCHEMA_FILE}");
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&schema()));
    // No address but that of the draft.
    assert_eq!(schema().to_string().matches("://").count(), 1);
}

#[test]
fn every_scenario_of_the_repository_is_valid() {
    let validator = validator();
    for (name, text) in scenario_files() {
        assert_eq!(faults(&validator, &parse(&text)), [""; 0], "{name}");
    }
}

#[test]
fn effective_scenarios_are_valid() {
    let validator = validator();
    for (name, text) in wardflow_scenario::SHIPPED {
        let opened = wardflow_scenario::open(name, &[]);
        let ready = opened.ready.unwrap_or_else(|| panic!("{name}: {} {text}", opened.problems));
        let effective = wardflow_scenario::effective::effective(&ready.scenario, &ready.annotations);
        assert_eq!(faults(&validator, &parse(&effective)), [""; 0], "{name}");
    }
}

#[test]
fn sources_and_notes_stand_anywhere() {
    let validator = validator();
    let sourced = |value: Value| json!({ "value": value, "source": "contract", "note": "until March" });
    for scenario in [
        with("/source", json!("audit")),
        with("/services/note", json!("all of them")),
        with("/services/carers/source", json!("contract")),
        with("/services/carers/hours_per_week", sourced(json!(1_500))),
        with("/services/carers/hours_per_week", json!({ "steps": { "2026-04-01": sourced(json!(5)), "note": "n" } })),
        with("/services/rehab_beds/smaller_may_pass", sourced(json!(true))),
        with("/title", sourced(json!("Here"))),
        with("/days", sourced(json!(300))),
        with("/start", sourced(json!("2026-05-01"))),
        with("/pathways/home/needs", sourced(json!("nothing"))),
        with("/pathways/rehab/needs/bed/services", sourced(json!(["rehab_beds"]))),
        with("/cohorts/adults/pathways/home", sourced(json!("the_rest"))),
        with("/hospitals/acute/when_full", sourced(json!("turn_away"))),
        with("/hospitals/acute/discharge_hours", json!({ "Mon-Fri": sourced(json!("09:00-17:00")), "note": "n" })),
    ] {
        assert_eq!(faults(&validator, &scenario), [""; 0], "{scenario}");
    }
}

#[test]
fn a_change_of_another_scenario_says_only_what_differs() {
    let validator = validator();
    for text in [
        r#"{ "extends": "start" }"#,
        r#"{ "extends": "start", "services": { "rehab_beds": { "beds": 90 } } }"#,
        r#"{ "extends": "start", "services": { "rehab_beds": null }, "bank_holidays": null, "note": "without" }"#,
        r#"{ "extends": "start", "cohorts": { "adults": { "acute_stay": { "lognormal": { "sd_days": 9 } } } } }"#,
        r#"{ "extends": "start", "cohorts": { "adults": { "acute_stay": { "lognormal": { "sd_days": null, "median_days": 4 } } } } }"#,
        r#"{ "extends": "start", "services": { "rehab_beds": { "beds": { "steps": null, "ramp": { "2026-05-01": 5 } } } } }"#,
    ] {
        assert_eq!(faults(&validator, &parse(text)), [""; 0], "{text}");
    }
    for text in [
        r#"{ "extends": "start", "servces": {} }"#,
        r#"{ "extends": "start", "services": { "rehab_beds": { "beds": "ninety" } } }"#,
        r#"{ "extends": "start", "cohorts": { "adults": { "acute_stay": { "lognorm": { "sd_days": 9 } } } } }"#,
        r#"{ "extends": null, "services": { "rehab_beds": { "beds": 90 } } }"#,
        r#"{ "services": { "rehab_beds": { "beds": 90 } } }"#,
    ] {
        assert_ne!(faults(&validator, &parse(text)), [""; 0], "{text}");
    }
}

#[test]
fn what_is_clearly_wrong_is_refused() {
    let validator = validator();
    for scenario in [
        json!([]),
        json!({}),
        with("/hospitals", json!({ "acute": {} })),
        with("/hospitals", json!({ "acute": { "beds": "320" } })),
        with("/title", json!(5)),
        with("/days", json!(0.5)),
        with("/days", json!(-1)),
        with("/start", json!("1/4/2026")),
        with("/start", Value::Null),
        with("/source", json!(2021)),
        with("/servces", json!({})),
        with("/services/carers/bed", json!(3)),
        with("/services/carers/hours_per_week", json!({ "value": 1_500, "soruce": "x" })),
        with("/services/carers/hours_per_week", json!({ "steps": { "May 2026": 5 } })),
        with("/services/carers/hours_per_week", json!({ "steps": {}, "ramp": {} })),
        with("/services/carers/hours_per_week", json!("infinite")),
        with("/hospitals/acute/discharge_hours", json!("8-18")),
        with("/hospitals/acute/discharge_hours", json!({ "Mon": 8 })),
        with("/hospitals/acute/when_full", json!("send home")),
        with("/hospitals/acute/when_full", json!({ "queue_up_to": {} })),
        with("/cohorts/adults/acute_stay", json!({ "exponential": {} })),
        with("/cohorts/adults/acute_stay", json!({ "exponential": { "mean_hours": 3 } })),
        with("/cohorts/adults/acute_stay", json!({ "exponential": { "mean_days": 3 }, "fixed": { "days": 3 } })),
        with("/cohorts/adults/pathways/home", json!("rest")),
        with("/pathways/rehab/needs", json!("bed")),
        with("/pathways/rehab/needs", json!({ "bed": { "services": "rehab_beds" } })),
        with("/pathways/rehab/triage", json!({})),
    ] {
        assert_ne!(faults(&validator, &scenario), [""; 0], "{scenario}");
    }
}
