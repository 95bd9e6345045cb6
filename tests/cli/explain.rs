//! `wardflow explain`.

use serde_json::Value;

use crate::support::{data, end, folder, folder_with_tiny};

#[test]
fn shipped_scenarios_are_told_in_plain_english() {
    let folder = folder();
    for name in ["southampton-2021", "wood-murch-2020", "discharge-ref"] {
        let text = data(&folder, &["explain", name]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        insta::assert_snapshot!(format!("explain_{name}"), text);
    }
}

#[test]
fn all_that_a_scenario_can_say_is_told() {
    let everything = concat!(env!("CARGO_MANIFEST_DIR"), "/../wardflow-scenario/tests/scenario/everything.json");
    insta::assert_snapshot!(data(&folder(), &["explain", everything]));
}

#[test]
fn markdown_has_a_diagram() {
    insta::assert_snapshot!(data(&folder_with_tiny(), &["explain", "tiny.json", "--format", "markdown"]));
}

#[test]
fn what_is_changed_is_explained_as_changed() {
    let folder = folder_with_tiny();
    let bottleneck = |arguments: &[&str]| {
        let json: Value = serde_json::from_str(&data(&folder, arguments)).unwrap();
        let sections = json["sections"].as_array().unwrap().clone();
        let section = sections.iter().find(|section| section["heading"] == "Where it is tight").unwrap();
        section["says"][0].as_str().unwrap().to_owned()
    };
    let explain = ["explain", "tiny.json", "--format", "json"];
    let overloaded = [&explain[..], &["--set", "services.rehab.beds=5"]].concat();
    insta::assert_snapshot!([bottleneck(&explain), bottleneck(&overloaded)].join("\n"));
}

#[test]
fn a_scenario_with_errors_is_not_explained() {
    let ended = end(&folder_with_tiny(), &["explain", "tiny.json", "--set", "services.rehab.beds=-1"]);
    assert_eq!((ended.code, ended.data.as_str()), (3, ""));
}
