//! What a run says about its own results.

use serde_json::Value;

use crate::support::{Ended, data, end, files, folder, folder_with_tiny};

/// The warnings of a run, by code, the one about few replications left out.
fn codes(arguments: &[&str]) -> Vec<String> {
    let printed = data(&folder(), &[&["run", "--format", "json"], arguments].concat());
    let results: Value = serde_json::from_str(&printed).unwrap();
    let codes =
        results["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code != "few-replications").collect()
}

#[test]
fn a_settled_and_precise_run_says_nothing() {
    let ended = end(&folder(), &["run", "southampton-2021"]);
    assert_eq!((ended.code, ended.notes.contains("warning")), (0, false), "{}", ended.notes);
}

#[test]
fn the_shipped_scenarios_have_settled_or_say_that_they_hardly_keep_up() {
    // The teaching examples are made to show queues.
    let shipped = wardflow_scenario::SHIPPED.iter().filter(|(name, _)| !name.starts_with(wardflow_scenario::EXAMPLES));
    for (name, _) in shipped {
        let expected: &[&str] = match *name {
            "england-2025"
            | "southampton-2021"
            | "southampton-outcomes"
            | "three-pathways-2017"
            | "wood-murch-2020"
            | "stroke-monks-2016" => &[],
            // Four hospitals that take years to fill up, and community beds of which 94% are asked for.
            "hampshire-2021" => &["limit-not-known"],
            // With fewer beds, or later assessments, 95 to 99% of what can be admitted come.
            _ => &["too-close"],
        };
        assert_eq!(codes(&[name, "-n", "200"]), expected, "{name}");
    }
}

#[test]
fn a_warm_up_that_is_too_short_is_told() {
    for days in ["0", "5", "30", "60"] {
        let setting = format!("warm_up_days={days}");
        let expected = if days == "0" { "no-warm-up" } else { "short-warm-up" };
        assert_eq!(codes(&["southampton-2021", "-n", "20", "--set", &setting]), [expected], "{days}");
    }
    let told = |setting| end(&folder(), &["run", "southampton-2021", "-n", "20", "--set", setting]).notes;
    insta::assert_snapshot!([told("warm_up_days=5"), told("warm_up_days=60"), told("warm_up_days=0")].join("\n"));
}

#[test]
fn a_queue_that_still_grows_is_told_with_what_it_waits_for() {
    let tight = |settings: &[&str]| {
        let settings = settings.iter().flat_map(|setting| ["--set", setting]);
        let arguments: Vec<&str> = ["run", "southampton-2021", "-n", "60"].into_iter().chain(settings).collect();
        let Ended { code, notes, .. } = end(&folder(), &arguments);
        assert_eq!(code, 0);
        // What `check` would have said comes first.
        notes
            .split_once("1 warning in southampton-2021 (built in)\n")
            .map_or(notes.clone(), |(_, after)| after.to_owned())
    };
    // Too few acute beds; too few members of staff for all who can be waiting; too few hours of care.
    let told = [
        tight(&["hospitals.uhs.beds=206"]),
        tight(&["hospitals.uhs.beds=\"unlimited\"", "spoas.community_discharge_hub.teams.hub.staff=5"]),
        tight(&["services.night_care.hours_per_week=190"]),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn too_few_replications_are_told_with_how_many_would_do() {
    let folder = folder_with_tiny();
    insta::assert_snapshot!(end(&folder, &["run", "tiny.json"]).notes);
    // One replication has no interval, which the table says.
    assert_eq!(end(&folder, &["run", "tiny.json", "-n", "1"]).notes, "");
}

#[test]
fn warnings_stand_in_the_folder_as_well() {
    let folder = folder_with_tiny();
    let ended = end(&folder, &["run", "tiny.json", "--out", "out", "--set", "warm_up_days=0"]);
    let (_, told) = ended.notes.split_once("warning: ").unwrap();
    let out = files(&folder.path().join("out"));
    let readme = String::from_utf8(out["README.txt"].clone()).unwrap();
    let results: Value = serde_json::from_slice(&out["results.json"]).unwrap();
    for warning in results["warnings"].as_array().unwrap() {
        let (what, remedy) = (warning["what"].as_str().unwrap(), warning["remedy"].as_str().unwrap());
        assert!(told.contains(what) && told.contains(remedy) && readme.contains(what) && readme.contains(remedy));
    }
    assert_eq!(results["warnings"][0]["code"], "no-warm-up");
}

#[test]
fn percentages_above_100_are_explained_under_the_table() {
    let folder = folder_with_tiny();
    let told = |changes: &[&str]| {
        let printed = data(&folder, &[&["run", "tiny.json"], changes].concat());
        printed.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(!told(&[]).contains("above 100%:"));
    let closed = told(&["--set", r#"hospitals.acute.beds={"steps":{"2026-04-01":24,"2026-04-02":2}}"#]);
    assert!(closed.contains("Occupancy is above 100%: escalation beds count as occupied and not as open"), "{closed}");
}
