//! The first thing that is said of a run and of a comparison, in every situation in which it must be true.

use std::{fmt::Write as _, fs};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{data, folder_with_tiny};

/// The sentences of a run, a line each.
fn verdict(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let json: Value =
        serde_json::from_str(&data(folder, &[&["run"], arguments, &["--format", "json"]].concat())).unwrap();
    json["verdict"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// What is found of the first variant of a comparison.
fn finding(folder: &TempDir, arguments: &[&str]) -> String {
    let json: Value =
        serde_json::from_str(&data(folder, &[&["compare"], arguments, &["--format", "json"]].concat())).unwrap();
    json["findings"][0]["text"].as_str().unwrap().to_owned()
}

/// Two hospitals, one of which has too few beds; beds that are bought as needed; a hub without a price.
pub(crate) const TWO: &str = r#"{
    "format": 1, "title": "Two", "start": "2026-04-06", "days": 56, "warm_up_days": 56, "replications": 20,
    "hospitals": { "north": { "name": "North Infirmary", "beds": 60 }, "south": { "beds": 21 } },
    "cohorts": {
        "northern": { "hospital": "north", "arrivals": { "poisson": { "per_day": 4 } },
            "acute_stay": { "exponential": { "mean_days": 4 } }, "pathways": { "p0": 0.7, "p2": "the_rest" } },
        "southern": { "hospital": "south", "arrivals": { "poisson": { "per_day": 4 } },
            "acute_stay": { "exponential": { "mean_days": 4 } }, "pathways": { "p0": 0.7, "p2": "the_rest" } }
    },
    "pathways": { "p0": { "needs": "nothing" }, "p2": {
        "arrangements": { "choice": { "name": "choosing a home", "group": "wellbeing_concerns", "responsible": "both", "time": { "fixed": { "days": 2 } } } },
        "needs": { "bed": { "services": ["block", "spot"] } } } },
    "services": {
        "block": { "name": "Maple House beds", "beds": 10, "stay": { "fixed": { "days": 12 } } },
        "spot": { "beds": "unlimited", "stay": { "fixed": { "days": 12 } }, "cost": { "paid": "by_use", "pounds_per_week": 900 } }
    }
}"#;

#[test]
fn a_run_is_judged_in_every_situation() {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("two.json"), TWO).unwrap();
    let situations: [(&str, &[&str]); 9] = [
        ("as it is", &["tiny.json", "-n", "40"]),
        ("one replication", &["tiny.json", "-n", "1"]),
        ("two replications", &["tiny.json", "-n", "2"]),
        (
            "many beds, everything there",
            &["tiny.json", "-n", "40", "--set", "hospitals.acute.beds=60", "--set", "services.rehab.beds=40"],
        ),
        ("beds without limit", &["tiny.json", "-n", "40", "--set", "hospitals.acute.beds=unlimited"]),
        ("too few rehab beds", &["tiny.json", "-n", "40", "--set", "services.rehab.beds=10"]),
        ("cannot keep up", &["tiny.json", "-n", "40", "--set", "hospitals.acute.beds=14"]),
        (
            "turned away",
            &["tiny.json", "-n", "40", "--set", "hospitals.acute={\"beds\": 16, \"when_full\": \"turn_away\"}"],
        ),
        ("two hospitals, spot beds", &["two.json", "-n", "20"]),
    ];
    let mut told = String::new();
    for (situation, arguments) in situations {
        let _ = writeln!(told, "{situation}:\n  {}", verdict(&folder, arguments).join("\n  "));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_numbers_of_a_verdict_are_those_of_the_results() {
    let folder = folder_with_tiny();
    let run = ["run", "tiny.json", "-n", "40", "--set", "services.rehab.beds=10", "--format", "json"];
    let json: Value = serde_json::from_str(&data(&folder, &run)).unwrap();
    let mean = |key: &str| {
        let measure = json["measures"].as_array().unwrap().iter().find(|measure| measure["measure"] == key).unwrap();
        measure["mean"].as_f64().unwrap()
    };
    let said: Vec<&str> = json["verdict"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let full = format!("all 24 are full {:.0}% of the time", mean("hospitals.acute.full_percent"));
    let people = format!("On an average day {:.1} people are", mean("nctr_people"));
    let used = format!("{:.0}% used", mean("services.rehab.utilisation_percent"));
    assert!(said.iter().any(|line| line.contains(&full)), "{full}: {said:#?}");
    assert!(said.iter().any(|line| line.starts_with(&people)), "{people}: {said:#?}");
    assert!(said.iter().any(|line| line.contains(&used)), "{used}: {said:#?}");
}

#[test]
fn what_would_change_it_can_be_run_as_it_stands() {
    let folder = folder_with_tiny();
    let said = verdict(&folder, &["tiny.json", "-n", "20", "--set", "services.rehab.beds=10"]).join(" ");
    let what_if = said.split("--what-if ").nth(1).unwrap().split('`').next().unwrap();
    assert_eq!(what_if, "services.rehab.beds=11");
    data(&folder, &["compare", "tiny.json", "-n", "20", "--what-if", what_if]);
}

#[test]
fn a_comparison_is_judged_in_every_situation() {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("two.json"), TWO).unwrap();
    let situations: [(&str, &[&str]); 9] = [
        ("nothing changed", &["tiny.json", "-n", "20", "--what-if", "services.rehab.beds=12"]),
        ("noise", &["tiny.json", "-n", "5", "--what-if", "services.rehab.beds=11"]),
        ("two replications", &["tiny.json", "-n", "2", "--what-if", "services.rehab.beds=8"]),
        ("fewer beds", &["tiny.json", "-n", "40", "--what-if", "services.rehab.beds=9"]),
        ("a hub without a price", &["tiny.json", "-n", "40", "--what-if", "spoas.hub.teams.nurses.staff=9"]),
        ("acute beds without a price", &["tiny.json", "-n", "40", "--what-if", "hospitals.acute.beds=20"]),
        (
            "beds that nobody is sent to",
            &[
                "tiny.json",
                "-n",
                "20",
                "--what-if",
                r#"services.empty={"name":"Clarence Unit","beds":5,"stay":{"fixed":{"days":9}}}; services.rehab.beds=11"#,
            ],
        ),
        ("two hospitals", &["two.json", "-n", "20", "--what-if", "hospitals.south.beds=30"]),
        ("spot beds", &["two.json", "-n", "20", "--what-if", "services.block.beds=6"]),
    ];
    let mut told = String::new();
    for (situation, arguments) in situations {
        let _ = writeln!(told, "{situation}:\n  {}", finding(&folder, arguments).replace(". ", ".\n  "));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn scenarios_without_a_cohort_in_common_do_not_claim_the_same_patients() {
    let folder = folder_with_tiny();
    let other = fs::read_to_string(folder.path().join("tiny.json")).unwrap().replace("\"adults\"", "\"others\"");
    fs::write(folder.path().join("others.json"), other).unwrap();
    let said = data(&folder, &["compare", "tiny.json", "others.json", "-n", "3"]);
    assert!(said.contains("no cohort with the same key") && !said.contains("same random numbers"), "{said}");
}

#[test]
fn more_beds_never_make_a_verdict_worse() {
    const FROM_BAD_TO_GOOD: [&str; 6] =
        ["Not enough", "Perhaps not enough", "Just enough", "Probably just enough", "Probably enough", "Enough"];
    let folder = folder_with_tiny();
    let ranks: Vec<usize> = (22..34)
        .map(|beds| {
            let said = verdict(&folder, &["tiny.json", "-n", "40", "--set", &format!("hospitals.acute.beds={beds}")])
                .join(" ");
            FROM_BAD_TO_GOOD
                .iter()
                .position(|judgement| said.starts_with(judgement))
                .unwrap_or_else(|| panic!("{said}"))
        })
        .collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
    assert!(ranks[0] < ranks[11], "{ranks:?}");
}

#[test]
fn those_who_are_held_are_no_more_than_all() {
    let said = verdict(&folder_with_tiny(), &["examples/census", "-n", "20"]).join(" ");
    let number = |after: &str| {
        let rest = said.split(after).nth(1).unwrap_or_else(|| panic!("{said} has no {after}"));
        rest.split_whitespace().next().unwrap().parse::<f64>().unwrap()
    };
    assert!(number("Most of these, ") <= number("On an average day ") + 1e-9, "{said}");
}

#[test]
fn a_queue_behind_the_beds_is_not_cured_by_more_acute_beds() {
    let said = verdict(&folder_with_tiny(), &["examples/dated-closure", "-n", "40"]).join(" ");
    assert!(said.contains("cannot keep up") && said.contains("first: more of rehab"), "{said}");
}
