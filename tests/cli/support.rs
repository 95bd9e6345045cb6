//! Calls of the program in folders of their own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::{Command, cargo::cargo_bin_cmd};
use tempfile::TempDir;

/// A hospital small enough to run in no time and with a bit of everything.
pub(crate) const TINY: &str = r#"{
  "format": 1,
  "title": "Tiny hospital",
  "start": "2026-04-01",
  "days": 28,
  "warm_up_days": 14,
  "replications": 5,
  "seed": 7,
  "hospitals": { "acute": { "beds": 24 } },
  "spoas": { "hub": { "teams": { "nurses": { "staff": 2, "working_hours": { "Mon-Fri": "08:00-18:00" } } } } },
  "cohorts": {
    "adults": {
      "arrivals": { "poisson": { "per_day": 4 } },
      "acute_stay": { "truncated": { "of": { "exponential": { "mean_days": 4 } }, "most_days": 20 } },
      "deaths": { "share": 0.03 },
      "pathways": { "p0": "the_rest", "p2": 0.2 }
    }
  },
  "pathways": {
    "p0": { "needs": "nothing" },
    "p2": {
      "triage": { "handling": { "exponential": { "mean_hours": 3 } } },
      "needs": { "bed": { "services": ["rehab"] } }
    }
  },
  "services": { "rehab": { "beds": 12, "stay": { "fixed": { "days": 12 } }, "cost": { "pounds_per_week": 900 } } }
}"#;

/// The program, called from a folder, without anything in the environment that changes what it prints.
pub(crate) fn wardflow(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("wardflow");
    command.current_dir(folder).args(arguments).timeout(std::time::Duration::from_mins(2));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// How a call ended: exit code, data, notes.
#[derive(Debug, PartialEq)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) data: String,
    pub(crate) notes: String,
}

pub(crate) fn end(folder: &TempDir, arguments: &[&str]) -> Ended {
    let output = wardflow(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code().unwrap(), data: text(output.stdout), notes: text(output.stderr) }
}

/// What a call prints that must go well.
pub(crate) fn data(folder: &TempDir, arguments: &[&str]) -> String {
    let ended = end(folder, arguments);
    assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.notes);
    ended.data
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A folder with the tiny scenario in `tiny.json`.
pub(crate) fn folder_with_tiny() -> TempDir {
    let folder = folder();
    fs::write(folder.path().join("tiny.json"), TINY).unwrap();
    folder
}

/// The files of a folder with their contents.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// The rows of a CSV text by column.
pub(crate) fn rows(text: impl AsRef<[u8]>) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_ref()).deserialize().map(Result::unwrap).collect()
}

pub(crate) fn rows_of(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    rows(fs::read(path).unwrap())
}
