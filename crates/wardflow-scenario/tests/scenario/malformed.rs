//! Messages about malformed scenarios, as a planner reads them.

use std::{fs, path::PathBuf};

use insta::{assert_snapshot, with_settings};
use wardflow_scenario::open;

/// Seen from the folder of the crate, where tests run.
const FOLDER: &str = "tests/malformed";

#[test]
fn every_malformed_scenario_is_explained() {
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(files.len() >= 30);
    with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        for file in files {
            let opened = open(file.to_str().unwrap(), &[]);
            assert!(!opened.problems.is_empty(), "{}", file.display());
            let told = opened.problems.render(false).replace(&format!("{FOLDER}/"), "").replace('\\', "/");
            assert_snapshot!(file.file_stem().unwrap().to_str().unwrap(), told);
        }
    });
}

/// Texts that are no use to keep as files.
#[test]
fn deep_nesting_and_endless_lists_are_refused() {
    let deep = format!("{{\"format\": {}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let long = format!("{{\"format\": [{}1]}}", "1,".repeat(1_100_000));
    assert!(crate::told(&deep).iter().any(|told| told.ends_with("nested deeper than 64 levels here")));
    assert!(crate::told(&long).iter().any(|told| told.ends_with("the file holds more than 1000000 values")));
}
