//! Numbers that each replication draws, as they are shown.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{data, end, folder_with_tiny};

/// The tiny hospital with two numbers that nobody knows exactly.
const UNCERTAIN: &str = r#"{
  "extends": "tiny.json",
  "title": "Tiny hospital, not known exactly",
  "uncertain": {
    "demand": { "decides": ["cohorts.adults.arrivals.poisson.per_day"], "times": { "uniform": { "least": 0.8, "most": 1.2 } } },
    "rehab": {
      "decides": ["services.rehab.beds"], "may_be": { "triangular": { "least": 8, "most_likely": 12, "most": 14 } },
      "whole": true, "correlated_with": { "demand": -0.5 }
    }
  }
}"#;

fn folder() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("uncertain.json"), UNCERTAIN).unwrap();
    folder
}

#[test]
fn the_table_says_what_was_drawn_and_what_goes_with_it() {
    let printed = data(&folder(), &["run", "uncertain.json", "-n", "100"]);
    let from = printed.find("Uncertain numbers\n").expect("there are uncertain numbers");
    insta::assert_snapshot!(printed[from..].to_owned());
}

#[test]
fn explain_says_what_is_not_known() {
    let printed = data(&folder(), &["explain", "uncertain.json"]);
    let from = printed.find("What is not known exactly").expect("something is not");
    let to = printed[from..].find("\n\n").map_or(printed.len(), |length| from + length);
    insta::assert_snapshot!(printed[from..to].to_owned());
}

#[test]
fn the_folder_holds_what_each_replication_drew() {
    let folder = folder();
    data(&folder, &["run", "uncertain.json", "-n", "20", "--out", "out"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let drawn = read("drawn.csv");
    assert_eq!(drawn.lines().count(), 1 + 2 * 20);
    let values = |number: &str| -> Vec<f64> {
        let mine = drawn.lines().filter(|line| line.starts_with(number));
        mine.map(|line| line.rsplit(',').next().unwrap().parse().unwrap()).collect()
    };
    assert!(values("demand").iter().all(|drawn| (0.8..1.2).contains(drawn)));
    assert!(values("rehab").iter().all(|drawn| (8.0..14.0).contains(drawn)));
    let results: Value = serde_json::from_str(&read("results.json")).unwrap();
    let mean = values("demand").iter().sum::<f64>() / 20.0;
    assert!((results["uncertain"]["demand"]["mean"].as_f64().unwrap() - mean).abs() < 1e-6);
    // Written back, it is the same experiment.
    let [first, again] = ["uncertain.json", "out/scenario.json"]
        .map(|scenario| data(&folder, &["run", scenario, "-n", "20", "--format", "csv"]));
    assert_eq!(first, again);
}

#[test]
fn a_run_ends_where_what_was_drawn_cannot_be() {
    let folder = folder();
    let shares = r#"uncertain={
        "care": {"decides": ["cohorts.adults.pathways.p2"], "may_be": {"uniform": {"least": 0, "most": 0.99}}},
        "death": {"decides": ["cohorts.adults.deaths.share"], "may_be": {"uniform": {"least": 0, "most": 0.99}}},
        "transfer": {"decides": ["cohorts.adults.transfers.share"], "may_be": {"uniform": {"least": 0, "most": 0.9}}}
    }"#;
    let transfers = r#"cohorts.adults.transfers={"share": 0.01}"#;
    let ended = end(&folder, &["run", "tiny.json", "-n", "40", "--set", transfers, "--set", shares]);
    assert_eq!(ended.code, 1);
    insta::assert_snapshot!(ended.notes);
}

#[test]
fn a_number_that_is_drawn_cannot_be_varied() {
    let ended = end(&folder(), &["sweep", "uncertain.json", "--vary", "services.rehab.beds=8:12:2"]);
    assert_eq!(ended.code, 3);
    insta::assert_snapshot!(ended.notes);
}

#[test]
fn setting_a_number_that_is_drawn_warns_that_nothing_changes() {
    let notes = |change: &str| {
        let ended = end(&folder(), &["compare", "uncertain.json", "--what-if", change, "-n", "3"]);
        assert_eq!(ended.code, 0, "{}", ended.notes);
        ended.notes
    };
    insta::assert_snapshot!(notes("services.rehab.beds=10"));
    // Whoever says something about the draw knows of it; a number that is multiplied may be set.
    for change in [
        "services.rehab.beds=10; uncertain.rehab=null",
        "services.rehab.beds=10; uncertain.rehab.may_be.triangular.least=9",
        "cohorts.adults.arrivals.poisson.per_day=4.2",
    ] {
        assert!(!notes(change).contains("drawn anew"), "{change}");
    }
}
