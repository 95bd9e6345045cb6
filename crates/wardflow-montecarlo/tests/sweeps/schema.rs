//! The JSON Schema takes the plans that the program takes.

use std::{env, fs, path::PathBuf};

use jsonschema::Validator;
use serde_json::Value;
use wardflow_montecarlo::sweep::{
    EXAMPLE, PLANS,
    plan::{SCHEMA_FILE, schema},
};

use crate::{EVERYTHING, opened, sound, with};

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// A plan without its comments, as the program's own reader understands it.
fn parse(text: &str) -> Value {
    let library = wardflow_scenario::reading::Shelf::of("plan", PLANS);
    let source = wardflow_scenario::reading::Source::new("plan.json", text).unwrap();
    wardflow_scenario::reading::read_source(source, &[], &library).tree.to_value()
}

/// After a change of the format: `cargo run -- schema --sweep > schemas/sweep-v1.schema.json`, or this test with
/// `WARDFLOW_REFRESH=1`.
#[test]
fn the_file_in_the_repository_is_fresh() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(SCHEMA_FILE);
    let fresh = format!("{:#}\n", schema());
    if env::var_os("WARDFLOW_REFRESH").is_some() {
        fs::write(&file, &fresh).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == fresh, "refresh it: cargo run -- schema --sweep > schemas/{SCHEMA_FILE}");
}

#[test]
fn the_schema_takes_sound_plans_and_those_in_the_folders_of_sweeps() {
    assert!(jsonschema::meta::is_valid(&schema()));
    let validator = validator();
    let effective = sound(EVERYTHING).files().pop().unwrap().1;
    let texts = PLANS.iter().map(|(_, text)| *text).chain([EVERYTHING, EXAMPLE, &effective]);
    for text in texts {
        let faults: Vec<String> = validator.iter_errors(&parse(text)).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{text}");
    }
}

#[test]
fn what_the_schema_refuses_the_program_refuses() {
    let validator = validator();
    for (from, to) in [
        ("\"vary\"", "\"varry\""),
        ("\"format\": 1", "\"format\": \"1\""),
        ("\"from\": 30", "\"from\": \"thirty\""),
        ("\"design\": \"grid\"", "\"design\": \"latin\""),
        ("\"design\": \"grid\"", "\"design\": { \"sobol\": {} }"),
        ("\"seed\": 5", "\"seed\": 0.5"),
        ("\"scenario\": \"southampton-2021\", \"note\"", "\"note\""),
    ] {
        let text = with(from, to);
        assert!(!validator.is_valid(&parse(&text)), "{to}");
        assert!(opened(&text).sweep.is_none(), "{to}");
    }
}
