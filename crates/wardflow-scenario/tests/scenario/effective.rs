//! What is written out reads back as the same scenario.

use wardflow_scenario::{Ready, SHIPPED, effective::effective, open};

use crate::{open_text, ready};

fn round_trip(name: &str, ready: &Ready) {
    let text = effective(&ready.scenario, &ready.annotations);
    let again = open_text(&text);
    let again = again.ready.unwrap_or_else(|| panic!("{name}: {}", again.problems));
    assert_eq!(again.scenario, ready.scenario, "{name}");
    assert_eq!(again.annotations, ready.annotations, "{name}");
    // Texts of models are long: no assert_eq that prints them.
    assert!(format!("{:?}", again.model) == format!("{:?}", ready.model), "{name}: another model");
    assert_eq!(effective(&again.scenario, &again.annotations), text, "{name}");
}

#[test]
fn every_shipped_scenario_reads_back() {
    for (name, _) in SHIPPED {
        let opened = open(name, &[]);
        round_trip(name, &opened.ready.unwrap_or_else(|| panic!("{name}: {}", opened.problems)));
    }
}

#[test]
fn all_of_the_format_reads_back() {
    round_trip("everything", &ready(include_str!("everything.json")));
}

#[test]
fn defaults_sources_and_notes_are_written() {
    let ready = ready(include_str!("everything.json"));
    let text = effective(&ready.scenario, &ready.annotations);
    assert!(text.starts_with("{\n  \"$schema\": \"scenario-v1.schema.json\",\n"), "{text}");
    assert!(!text.contains("extends"));
    for line in [
        "\"seed\": 1,",
        "\"replications\": 100,",
        "\"request_capacity\": \"after_arrangements\",",
        "\"source\": \"contract\"",
        "\"services\": [\"rehab\", \"spot\"]",
        "\"2027-01-01\": 60",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn a_note_inside_a_choice_that_is_written_as_a_word_moves_up() {
    let text = include_str!("everything.json")
        .replace("\"needs\": \"nothing\"", "\"needs\": { \"nothing\": { \"note\": \"walks home\" } }");
    let ready = ready(&text);
    let text = effective(&ready.scenario, &ready.annotations);
    assert!(text.contains("\"value\": \"nothing\",\n        \"note\": \"nothing: walks home\""), "{text}");
}
