//! Values that stand in CSV files.

use std::{fs, path::PathBuf};

use wardflow_core::arrivals::Arrivals;
use wardflow_scenario::{Ready, effective::effective, open};

/// A hospital whose `arrivals` and `acute_stay` come from files in the same folder.
fn ready(folder: &str, arrivals: &str, acute_stay: &str) -> Ready {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("stays.csv"), "ward,los\nA,2\nB,400\nA,5\nA,1.5\n").unwrap();
    fs::write(folder.join("counts.csv"), "date,patients\n2026-04-01,3\n2026-04-02,0\n3/4/2026,7\n").unwrap();
    let text = format!(
        r#"{{"format": 1, "title": "Lists", "start": "2026-04-01", "days": 3, "warm_up_days": 2,
        "hospitals": {{"acute": {{"beds": 50}}}}, "pathways": {{"p0": {{}}}},
        "cohorts": {{"all": {{"arrivals": {{{arrivals}}}, "acute_stay": {{{acute_stay}}}, "pathways": {{"p0": 1}}}}}}}}"#
    );
    let file = folder.join("scenario.json");
    fs::write(&file, text).unwrap();
    let opened = open(&file.to_string_lossy(), &[]);
    opened.ready.unwrap_or_else(|| panic!("{}", opened.problems))
}

const POISSON: &str = r#""poisson": {"per_day": 4}"#;

#[test]
fn observed_stays_may_stand_in_a_csv_file() {
    let column = r#""empirical": {"csv_days": {"file": "stays.csv", "value_column": "los", "only": {"ward": "A"}}}"#;
    let (from_file, written) = (
        ready("stays", POISSON, column),
        ready("stays-written", POISSON, r#""empirical": {"values_days": [2, 5, 1.5]}"#),
    );
    assert_eq!(format!("{:?}", from_file.model.stays), format!("{:?}", written.model.stays));
    // What is written back holds them.
    let [from_file, written] = [from_file, written].map(|ready| effective(&ready.scenario, &ready.annotations));
    assert_eq!(from_file, written);
}

#[test]
fn counted_arrivals_are_exactly_those_of_the_file() {
    let counts = r#""daily_counts": {"csv": {"file": "counts.csv", "value_column": "patients"}}"#;
    let ready = ready("counts", counts, r#""fixed": {"days": 1}"#);
    let Arrivals::Counted { per_day, hourly: None } = &ready.model.cohorts[0].arrivals else {
        panic!("they are not counted")
    };
    // Before the first measured day the days of the file take turns: there is no whole week of them.
    assert_eq!(per_day[..5], [0, 7, 3, 0, 7]);
}

#[test]
fn tables_that_spreadsheets_save_otherwise_are_told_with_how_to_save_them() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("other-tables");
    fs::create_dir_all(&folder).unwrap();
    let stays = r#""empirical": {"csv_days": {"file": "stays.csv", "value_column": "los"}}"#;
    let text = format!(
        r#"{{"format": 1, "title": "Lists", "start": "2026-04-01", "days": 3,
        "hospitals": {{"acute": {{"beds": 50}}}}, "pathways": {{"p0": {{}}}},
        "cohorts": {{"all": {{"arrivals": {{{POISSON}}}, "acute_stay": {{{stays}}}, "pathways": {{"p0": 1}}}}}}}}"#
    );
    let file = folder.join("scenario.json");
    fs::write(&file, text).unwrap();
    for (table, wrong) in [
        (&b"ward;los\nA;2\n"[..], "`stays.csv` has no commas between its columns"),
        (&b"ward\tlos\nA\t2\n"[..], "`stays.csv` has no commas between its columns"),
        // As in older code pages, and as UTF-16.
        (&b"ward,los\nCaf\xe9,2\n"[..], "line 2 holds a byte that is no part of one"),
        (&b"\xff\xfel\0o\0s\0"[..], "line 1 holds a byte that is no part of one"),
    ] {
        fs::write(folder.join("stays.csv"), table).unwrap();
        let told = open(&file.to_string_lossy(), &[]).problems.to_string();
        assert!(told.contains(wrong) && told.contains("CSV UTF-8 (Comma delimited)"), "{told}");
    }
}
