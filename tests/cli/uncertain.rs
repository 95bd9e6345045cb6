//! Numbers that nobody knows exactly, as they are shown.

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
fn the_table_says_how_far_results_may_be_off_and_what_decides() {
    insta::assert_snapshot!(data(&folder(), &["run", "uncertain.json", "-n", "50"]));
}

#[test]
fn without_ranges_it_is_said_that_all_is_chance() {
    const LINE: &str = "Chance only: nothing here is marked as uncertain.";
    let folder = folder();
    assert!(data(&folder, &["run", "tiny.json", "-n", "3"]).contains(LINE));
    assert!(data(&folder, &["compare", "tiny.json", "--what-if", "services.rehab.beds=11", "-n", "3"]).contains(LINE));
    assert!(!data(&folder, &["run", "uncertain.json", "-n", "3"]).contains(LINE));
}

#[test]
fn a_comparison_says_whether_a_difference_holds_over_what_is_not_known() {
    let more = "cohorts.adults.arrivals.poisson.per_day=4.2";
    insta::assert_snapshot!(data(&folder(), &["compare", "uncertain.json", "--what-if", more, "-n", "50"]));
}

#[test]
fn everything_else_is_of_the_numbers_in_the_file() {
    let folder = folder();
    data(&folder, &["run", "uncertain.json", "-n", "4", "--out", "out", "--patients", "2"]);
    data(&folder, &["run", "tiny.json", "-n", "4", "--out", "known", "--patients", "2"]);
    for file in ["daily.csv", "replications.csv", "patients.csv", "peaks.csv"] {
        let [with, without] =
            ["out", "known"].map(|run| fs::read_to_string(folder.path().join(run).join(file)).unwrap());
        assert!(with == without, "{file}");
    }
}

#[test]
fn explain_says_what_is_not_known() {
    let printed = data(&folder(), &["explain", "uncertain.json"]);
    let from = printed.find("What is not known exactly").expect("something is not");
    let to = printed[from..].find("\n\n").map_or(printed.len(), |length| from + length);
    insta::assert_snapshot!(printed[from..to].to_owned());
}

#[test]
fn the_folder_holds_what_was_drawn_and_what_came_of_it() {
    let folder = folder();
    data(&folder, &["run", "uncertain.json", "-n", "20", "--out", "out"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let values = |file: &str, name: &str| -> Vec<f64> {
        let text = read(file);
        let mine = text.lines().filter(|line| line.starts_with(&format!("{name},")));
        // Nothing stands where a draw has no value.
        mine.filter_map(|line| line.rsplit(',').next().unwrap().parse().ok()).collect()
    };
    let demand = values("drawn.csv", "demand");
    assert!(demand.len() == 100 && demand.iter().all(|drawn| (0.8..1.2).contains(drawn)));
    assert!(values("drawn.csv", "rehab").iter().all(|drawn| (8.0..14.0).contains(drawn)));
    let admitted = values("draws.csv", "hospitals.acute.admissions_people_per_day");
    let results: Value = serde_json::from_str(&read("results.json")).unwrap();
    let uncertain = &results["uncertain"];
    assert_eq!(uncertain["draws"], 100);
    assert_eq!(admitted.len() as u64, 100 - uncertain["cannot_keep_up"].as_u64().unwrap());
    assert_eq!(uncertain["numbers"]["demand"]["best_guess"], 1.0);
    assert_eq!(uncertain["decided_by"]["hospitals.acute.admissions_people_per_day"][0]["number"], "demand");
    let measures = results["measures"].as_array().unwrap();
    let measure = measures.iter().find(|row| row["measure"] == "hospitals.acute.admissions_people_per_day").unwrap();
    let [low, mean, high] = ["unknown_low_5", "mean", "unknown_high_95"].map(|name| measure[name].as_f64().unwrap());
    // Of arrivals that are 0.82 to 1.18 times as many in nine of ten draws, if few of the high ones could not be kept up with.
    assert!((low / mean - 0.82).abs() < 0.03 && (1.1..1.2).contains(&(high / mean)), "{low} {mean} {high}");
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
fn the_points_of_a_sweep_are_of_the_numbers_in_the_file() {
    let folder = folder();
    let swept = |scenario: &str| {
        let out = format!("{scenario}-swept");
        data(&folder, &["sweep", scenario, "--vary", "services.rehab.beds=8:12:2", "-n", "5", "--out", &out]);
        let text = fs::read_to_string(folder.path().join(out).join("results.csv")).unwrap();
        // What points are called stands first, and goes by the name of the scenario.
        text.lines().map(|line| line.replace("uncertain", "tiny")).collect::<Vec<_>>()
    };
    assert_eq!(swept("uncertain.json"), swept("tiny.json"));
}

#[test]
fn setting_a_number_that_is_drawn_warns_that_its_draws_stay() {
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
        assert!(!notes(change).contains("still draws"), "{change}");
    }
}

#[test]
fn a_report_says_what_is_not_known_and_what_decides() {
    let folder = folder();
    data(
        &folder,
        &[
            "report",
            "uncertain.json",
            "--what-if",
            "cohorts.adults.arrivals.poisson.per_day=4.2",
            "-n",
            "20",
            "--out",
            "page.html",
        ],
    );
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    for told in
        ["not known: ", "are decided by demand (", "over what is not known", "of 100 draws of the uncertain numbers"]
    {
        assert!(page.contains(told), "{told}");
    }
    assert!(!page.contains("Chance only"));
}
