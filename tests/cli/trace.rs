//! `wardflow trace`.

use serde_json::Value;

use crate::support::{data, end, folder_with_tiny, rows_of};

#[test]
fn a_patient_is_followed_hour_by_hour() {
    insta::assert_snapshot!(data(&folder_with_tiny(), &["trace", "tiny.json"]));
}

#[test]
fn referrals_from_the_community_and_moves_between_services_are_told() {
    let folder = folder_with_tiny();
    let referred = data(&folder, &["trace", "examples/step-up", "--cohort", "frail", "--patient", "203"]);
    let moved = data(&folder, &["trace", "examples/bridging"]);
    insta::assert_snapshot!(format!("{referred}\n{moved}"));
}

#[test]
fn a_trace_tells_what_the_list_of_patients_holds() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "ran", "--patients"]);
    let rows = rows_of(folder.path().join("ran/patients.csv"));
    let row = rows.iter().find(|row| row["departure"] == "service_ended").unwrap();
    let trace = ["trace", "tiny.json", "--cohort", "adults", "--patient", &row["number"], "--format", "json"];
    let json: Value = serde_json::from_str(&data(&folder, &trace)).unwrap();
    assert_eq!(json["pathway"], row["pathway"]);
    let steps = json["steps"].as_array().unwrap();
    for column in ["arrived", "admitted", "ready", "triage_begun", "triaged", "allocated", "left", "service_end"] {
        assert!(steps.iter().any(|step| step["at"] == row[column]), "{column}: {json:#}");
    }
}

#[test]
fn whoever_is_not_there_is_not_followed() {
    let folder = folder_with_tiny();
    let notes =
        [&["trace", "tiny.json", "--cohort", "children"] as &[&str], &["trace", "tiny.json", "--patient", "5000"]].map(
            |arguments| {
                let ended = end(&folder, arguments);
                assert_eq!(ended.code, 2);
                ended.notes
            },
        );
    insta::assert_snapshot!(notes.join(""));
}
