//! Whole scenarios: read, checked, compiled, written back.

mod changes;
mod dated;
mod edits;
mod effective;
mod fuzz;
mod lists;
mod malformed;
mod names;
mod schema;
mod shipped;
mod start;
mod trees;
mod uncertain;
mod usage;
mod work;

use std::{fs, path::PathBuf};

use wardflow_scenario::{Opened, Ready, open_from, reading::Shelf};

/// The scenarios in their folder, the examples, and those for verification: file name and text. What verification expects is
/// none.
fn scenario_files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = [folder.join("verification"), folder.join("examples"), folder];
    let mut files: Vec<(String, String)> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("expected.json")
        })
        .map(|path| (path.file_name().unwrap().to_string_lossy().into(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Opens a scenario whose text is at hand.
fn open_text(text: &str) -> Opened {
    open_from("test", &[], &Shelf::new(&[("test", text)]))
}

/// Opens a scenario that has no errors.
fn ready(text: &str) -> Ready {
    let opened = open_text(text);
    let problems = opened.problems;
    opened.ready.unwrap_or_else(|| panic!("{problems}"))
}

/// One line for each problem: severity, path and what is wrong.
fn told(text: &str) -> Vec<String> {
    let problems = open_text(text).problems;
    problems.iter().map(|problem| format!("{:?} {}: {}", problem.severity, problem.path, problem.what)).collect()
}
