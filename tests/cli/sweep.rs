//! `sweep` and `merge`.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command as Process, Stdio},
    thread,
    time::{Duration, Instant},
};

use assert_cmd::cargo::cargo_bin;
use indexmap::IndexMap;
use serde_json::Value;
use tempfile::TempDir;
use wardflow_montecarlo::sweep::{
    PLANS,
    record::{Kept, Record},
    results::{KeepsUp, SweepResults},
};

use crate::support::{TINY, data, end, files, folder, folder_with_tiny, rows_of};

/// Twelve points of the tiny hospital and of one with more beds.
const PLAN: &str = r#"{
  "format": 1,
  "title": "Tiny sweep",
  "description": "Look at the acute beds.",
  "variants": {
    "now": { "scenario": "tiny.json" },
    "larger": { "scenario": "tiny.json", "set": { "hospitals.acute.beds": 30, "title": "Larger hospital" } }
  },
  "vary": {
    "services.rehab.beds": { "label": "Rehab beds", "from": 8, "to": 16, "step": 4 },
    "cohorts.adults.pathways.p2": { "label": "Share on p2", "values": [0.1, 0.2] }
  }
}"#;

fn folder_with_plan() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("plan.json"), PLAN).unwrap();
    folder
}

/// All files of the folder of a sweep, those of the points included.
fn whole(folder: &TempDir, out: &str) -> BTreeMap<String, Vec<u8>> {
    let path = folder.path().join(out);
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in fs::read_dir(&path).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            all.insert(entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
        }
    }
    all.extend(files(&path.join("points")).into_iter().map(|(name, text)| (format!("points/{name}"), text)));
    all
}

fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, text) in a {
        assert!(b[name] == *text, "{name} differs");
    }
}

#[test]
fn the_cheapest_point_can_do_the_work_that_is_asked_for() {
    let folder = folder_with_tiny();
    let plan = r#"{
        "format": 1, "title": "How many?", "variants": { "now": { "scenario": "tiny.json" } },
        "vary": { "services.rehab.beds": { "values": [4, 8, 12, 16] } }
    }"#;
    fs::write(folder.path().join("plan.json"), plan).unwrap();
    let ended = end(&folder, &["sweep", "plan.json", "--out", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    let says = ended.data.split("\n\n").last().unwrap();
    insta::assert_snapshot!("sweep_cheapest", says);
    // The same when nothing is left to be run.
    assert_eq!(end(&folder, &["sweep", "plan.json", "--out", "out", "--resume"]).data, ended.data);
}

#[test]
fn of_several_hospitals_the_one_that_changes_most_is_shown() {
    let folder = folder();
    let ended = end(
        &folder,
        &["sweep", "hampshire-2021", "--vary", "hospitals.south_west.beds=250,287", "-n", "2", "--out", "out"],
    );
    assert!(ended.data.contains("South West"), "{}{}", ended.data, ended.notes);
}

#[test]
fn a_sweep_shows_a_table_and_fills_a_folder() {
    let folder = folder_with_plan();
    let ended = end(&folder, &["sweep", "plan.json", "--out", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    insta::assert_snapshot!("sweep_table", ended.data);
    insta::assert_snapshot!("sweep_notes", ended.notes);
    let all = whole(&folder, "out");
    let top: Vec<&str> = all.keys().map(String::as_str).filter(|name| !name.starts_with("points/")).collect();
    assert_eq!(
        top,
        [
            "README.txt",
            "data-dictionary.csv",
            "manifest.json",
            "plan.json",
            "results.csv",
            "results.json",
            "scenario-larger.json",
            "scenario-now.json"
        ]
    );
    assert_eq!(all.len() - top.len(), 12);
    insta::assert_snapshot!("sweep_readme", String::from_utf8_lossy(&all["README.txt"]));
    insta::assert_snapshot!("sweep_plan", String::from_utf8_lossy(&all["plan.json"]));
}

#[test]
fn table_json_and_points_say_the_same() {
    let folder = folder_with_plan();
    data(&folder, &["sweep", "plan.json", "--out", "out", "-n", "4"]);
    let out = folder.path().join("out");
    let results: SweepResults = serde_json::from_slice(&fs::read(out.join("results.json")).unwrap()).unwrap();
    assert_eq!(
        (results.format.as_str(), results.version, results.replications, results.seed),
        ("wardflow/sweep", 3, 4, 7)
    );
    assert_eq!(results.variants[1].title, "Larger hospital");
    assert_eq!(results.variants[0].today, [Some(12.0), Some(0.2)]);
    let rows = rows_of(out.join("results.csv"));
    assert_eq!(rows.len(), 12 * results.measures.len());
    let mut row = rows.iter();
    for point in &results.points {
        let text = fs::read_to_string(out.join("points").join(format!("{}.json", point.id))).unwrap();
        let kept: Value = serde_json::from_str(&text).unwrap();
        for (measure, result) in results.measures.iter().zip(&point.results) {
            let (row, result) = (row.next().unwrap(), result.unwrap());
            assert_eq!((&row["point"], &row["measure"]), (&point.id, &measure.key));
            assert_eq!(row["services.rehab.beds"].parse(), Ok(point.at[0]));
            assert_eq!(row["cases"].parse(), Ok(result.cases));
            assert_eq!(row["mean"].parse().ok(), result.mean);
            assert_eq!(row["half_width_95"].parse().ok(), result.half_width_95);
            let ends = row["mean_low_95"].parse().ok().zip(row["mean_high_95"].parse().ok());
            assert_eq!(ends, measure.interval(&result).map(|[low, high]| (low, high)));
            assert!(ends.is_none_or(|(low, _): (f64, f64)| low >= 0.0));
            let values = kept["measures"][&measure.key]["values"].as_array().unwrap();
            assert_eq!(values.len(), 4);
            assert_eq!(values.iter().filter(|value| value.is_null()).count() as u32, result.missing);
        }
    }
    let dictionary = rows_of(out.join("data-dictionary.csv"));
    let columns: Vec<&str> = dictionary
        .iter()
        .filter(|row| row["file"] == "results.csv" && row["kind"] == "column")
        .map(|row| row["name"].as_str())
        .collect();
    let mut found: Vec<&str> = rows[0].keys().map(String::as_str).collect();
    found.sort_unstable();
    let mut sorted = columns.clone();
    sorted.sort_unstable();
    assert_eq!(found, sorted);
}

#[test]
fn the_command_line_makes_a_plan_that_can_be_kept() {
    let folder = folder_with_tiny();
    let vary = ["--vary", "services.rehab.beds=8:16:4", "--vary", "cohorts.adults.pathways.p2=0.1,0.2"];
    let arguments = [&["sweep", "tiny.json", "-n", "3", "--set", "title=Mine", "--measures", "nctr_people"], &vary[..]];
    let table = data(&folder, &[&arguments.concat()[..], &["--out", "first"]].concat());
    assert!(table.starts_with("Sweep of Mine\n6 points, 3 replications each with seed 7; means\n"), "{table}");
    data(&folder, &["sweep", "first/plan.json", "--out", "second"]);
    assert_same(&whole(&folder, "first"), &whole(&folder, "second"));
}

#[test]
fn mistakes_on_the_command_line_are_explained() {
    let folder = folder_with_tiny();
    let mut all = String::new();
    for (code, arguments) in [
        (2, &["sweep"] as &[&str]),
        (2, &["sweep", "tiny.json", "--vary", "services.rehab.beds"]),
        (2, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8:16"]),
        (2, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8,many"]),
        (2, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8", "--vary", "services.rehab.beds=9"]),
        (2, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8", "--shard", "5/4"]),
        (3, &["sweep", "tiny.json", "--vary", "services.rehap.beds=8,9"]),
        (3, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8,8.5,9"]),
        (3, &["sweep", "none.json", "--vary", "services.rehab.beds=8,9"]),
        (4, &["sweep", "none.json"]),
        (2, &["sweep", "southampton-home-first"]),
        (2, &["sweep", "tiny.json"]),
        (4, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8", "--out", "tiny.json"]),
        (4, &["sweep", "tiny.json", "--vary", "services.rehab.beds=8", "--out", "."]),
        (4, &["merge", ".", "--out", "out"]),
    ] {
        let ended = end(&folder, arguments);
        assert_eq!((ended.code, ended.data.as_str()), (code, ""), "{arguments:?}: {}", ended.notes);
        all.push_str(&["> wardflow ", &arguments.join(" "), "\n", &ended.notes, "\n"].concat());
    }
    assert_eq!(files(folder.path()).len(), 1, "nothing is written");
    insta::assert_snapshot!("sweep_mistakes", all);
}

#[test]
fn a_folder_with_points_is_not_overwritten_by_mistake() {
    let folder = folder_with_plan();
    let sweep = |more: &[&str]| end(&folder, &[&["sweep", "plan.json", "--out", "out", "-n", "2"], more].concat());
    assert_eq!(sweep(&["--resume"]).code, 0);
    let first = whole(&folder, "out");
    let mut all = sweep(&[]).notes;
    assert_eq!(sweep(&[]).code, 4);
    let again = sweep(&["--resume"]);
    all += &again.notes;
    assert_eq!(again.code, 0);
    // With another seed the points are of another sweep.
    let foreign = sweep(&["--resume", "--seed", "8"]);
    assert_eq!(foreign.code, 4);
    all += &foreign.notes;
    assert_same(&whole(&folder, "out"), &first);
    let forced = sweep(&["--resume", "--seed", "8", "--force"]);
    assert_eq!(forced.code, 0);
    all += &forced.notes;
    assert_eq!(sweep(&["--force"]).code, 0);
    assert_same(&whole(&folder, "out"), &first);
    // A disk that lost the end of a file.
    let name = first.keys().find(|name| name.starts_with("points/")).unwrap();
    let path = folder.path().join("out").join(name);
    fs::write(&path, &first[name][..first[name].len() / 2]).unwrap();
    let mended = sweep(&["--resume"]);
    assert_eq!(mended.code, 0);
    all += &mended.notes;
    assert_same(&whole(&folder, "out"), &first);
    let first_point = name.trim_start_matches("points/").trim_end_matches(".json");
    insta::assert_snapshot!("sweep_resume_notes", all.replace(first_point, "POINT"));
}

#[test]
fn a_plan_that_grows_runs_only_what_is_new() {
    let folder = folder_with_plan();
    data(&folder, &["sweep", "plan.json", "--out", "out", "-n", "2"]);
    let before = whole(&folder, "out");
    fs::write(folder.path().join("plan.json"), PLAN.replace("\"to\": 16", "\"to\": 20")).unwrap();
    let grown = end(&folder, &["sweep", "plan.json", "--out", "out", "-n", "2", "--resume"]);
    assert_eq!(grown.code, 0, "{}", grown.notes);
    assert!(grown.notes.contains("12 of 16 points are there already."), "{}", grown.notes);
    let after = whole(&folder, "out");
    assert!(before.iter().filter(|(name, _)| name.starts_with("points/")).all(|(name, text)| after[name] == *text));
    data(&folder, &["sweep", "plan.json", "--out", "anew", "-n", "2"]);
    assert_same(&after, &whole(&folder, "anew"));
}

#[test]
fn threads_and_shards_change_no_byte() {
    let folder = folder_with_plan();
    let sweep = |out: &str, more: &[&str]| {
        let ended = end(&folder, &[&["sweep", "plan.json", "--out", out], more].concat());
        assert_eq!(ended.code, 0, "{}", ended.notes);
        ended
    };
    let table = sweep("whole", &["--threads", "1"]).data;
    let whole_folder = whole(&folder, "whole");
    assert_eq!(sweep("two", &["--threads", "2"]).data, table);
    assert_same(&whole(&folder, "two"), &whole_folder);

    let shards = ["part-1", "part-2", "part-3", "part-4", "part-5"];
    for (number, out) in (1..).zip(shards) {
        let ended = sweep(out, &["--shard", &format!("{number}/5"), "--threads", "2"]);
        assert_eq!(ended.data, "");
        assert!(!folder.path().join(out).join("results.csv").exists());
    }
    assert_eq!(data(&folder, &[&["merge"], &shards[..], &["--out", "merged"]].concat()), table);
    assert_same(&whole(&folder, "merged"), &whole_folder);

    // Together in one folder the last one writes the results.
    for number in 1..=5 {
        let ended = sweep("shared", &["--shard", &format!("{number}/5"), "--resume"]);
        assert_eq!(ended.data, if number < 5 { "" } else { table.as_str() });
    }
    assert_same(&whole(&folder, "shared"), &whole_folder);
}

#[test]
fn shards_may_write_into_one_folder_at_the_same_time() {
    let folder = folder_with_plan();
    data(&folder, &["sweep", "plan.json", "--out", "whole"]);
    let shards: Vec<_> = (1..=4)
        .map(|number| {
            Process::new(cargo_bin!("wardflow"))
                .args(["sweep", "plan.json", "--out", "shared", "--resume", "--shard", &format!("{number}/4")])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for shard in shards {
        let output = shard.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    // Joining a shared folder with itself does no harm.
    data(&folder, &["merge", "shared", "--out", "shared"]);
    assert_same(&whole(&folder, "shared"), &whole(&folder, "whole"));
}

#[test]
fn merge_names_what_is_missing_and_what_differs() {
    let folder = folder_with_plan();
    let shard = |number: u32, more: &[&str]| {
        let (out, of) = (format!("part-{number}"), format!("{number}/3"));
        let arguments = ["sweep", "plan.json", "--out", &out, "--shard", &of, "-n", "2"];
        data(&folder, &[&arguments[..], more].concat());
    };
    (1..=3).for_each(|number| shard(number, &[]));
    let missing = end(&folder, &["merge", "part-1", "part-3", "--out", "merged"]);
    assert_eq!((missing.code, missing.data.as_str()), (1, ""));
    assert!(!folder.path().join("merged").exists());
    let mut all = missing.notes;

    // The same point twice: equal is fine, different is not.
    let points = |part: &str| folder.path().join(part).join("points");
    let name = files(&points("part-1")).into_keys().next().unwrap();
    fs::copy(points("part-1").join(&name), points("part-2").join(&name)).unwrap();
    data(&folder, &["merge", "part-1", "part-2", "part-3", "--out", "merged"]);
    fs::remove_dir_all(folder.path().join("merged")).unwrap();
    let kept = Kept::of_text(&fs::read_to_string(points("part-1").join(&name)).unwrap()).unwrap();
    let other = Record {
        id: kept.id,
        fingerprint: kept.fingerprint,
        variant: "now".into(),
        at: IndexMap::new(),
        failed: Some("a fault of the machine".into()),
        keeps_up: KeepsUp::default(),
        measures: IndexMap::new(),
    };
    fs::write(points("part-2").join(&name), other.to_text().unwrap()).unwrap();
    let differs = end(&folder, &["merge", "part-1", "part-2", "part-3", "--out", "merged"]);
    assert_eq!(differs.code, 4);
    all += &differs.notes;

    let foreign = end(&folder, &["sweep", "plan.json", "--out", "seed", "-n", "2", "--seed", "9"]);
    assert_eq!(foreign.code, 0);
    fs::copy(points("seed").join(&name), points("part-2").join(&name)).unwrap();
    let foreign = end(&folder, &["merge", "part-1", "part-2", "part-3", "--out", "merged"]);
    assert_eq!(foreign.code, 4);
    all += &foreign.notes;
    let other_plan = end(&folder, &["merge", "part-1", "seed", "--out", "merged"]);
    assert_eq!(other_plan.code, 4);
    all += &other_plan.notes;
    insta::assert_snapshot!("merge_notes", all);
}

#[test]
fn a_point_that_cannot_be_finished_is_named_and_the_others_go_on() {
    let folder = folder_with_tiny();
    let arguments = ["sweep", "tiny.json", "-n", "2", "--set", "days=300", "--out", "out"];
    let vary = ["--vary", "cohorts.adults.arrivals.poisson.per_day=4,100000"];
    let ended = end(&folder, &[&arguments[..], &vary].concat());
    assert_eq!(ended.code, 1);
    insta::assert_snapshot!("sweep_failed_point", format!("{}---\n{}", ended.data, ended.notes));
    let readme = fs::read_to_string(folder.path().join("out/README.txt")).unwrap();
    assert!(readme.contains("1 point could not be finished\n"), "{readme}");
    let rows = rows_of(folder.path().join("out/results.csv"));
    let failed: Vec<_> = rows.iter().filter(|row| row["cohorts.adults.arrivals.poisson.per_day"] == "100000").collect();
    assert!(!failed.is_empty() && failed.iter().all(|row| row["mean"].is_empty() && row["cases"] == "0"));
    // It is not tried again.
    let again = end(&folder, &[&arguments[..], &vary, &["--resume"]].concat());
    assert!(again.code == 1 && again.notes.contains("2 of 2 points are there already."), "{}", again.notes);
}

/// The files of points that are whole.
fn points_there(out: &Path) -> usize {
    fs::read_dir(out.join("points")).map_or(0, |entries| {
        entries.filter(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')).count()
    })
}

#[test]
fn a_killed_sweep_goes_on_and_gives_the_same_bytes() {
    let folder = folder();
    fs::write(folder.path().join("tiny.json"), TINY.replace("\"days\": 28", "\"days\": 365")).unwrap();
    let arguments = [
        "sweep",
        "tiny.json",
        "-n",
        "40",
        "--vary",
        "services.rehab.beds=4:23:1",
        "--vary",
        "hospitals.acute.beds=18:25:1",
    ];
    let out = folder.path().join("killed");
    let mut killed = 0;
    for stop_at in [3, 25] {
        let mut child = Process::new(cargo_bin!("wardflow"))
            .args(arguments)
            .args(["--out", "killed", "--resume"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while points_there(&out) < stop_at && begun.elapsed() < Duration::from_mins(1) {
            thread::sleep(Duration::from_millis(2));
        }
        // SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        killed += usize::from(points_there(&out) < 160);
        assert!(!out.join("results.json").exists());
    }
    assert_eq!(killed, 2, "it was too fast to be interrupted");
    let there = points_there(&out);
    let resumed = end(&folder, &[&arguments[..], &["--out", "killed", "--resume"]].concat());
    assert_eq!(resumed.code, 0, "{}", resumed.notes);
    assert!(resumed.notes.contains(&format!("{there} of 160 points are there already.")), "{}", resumed.notes);
    let at_once = data(&folder, &[&arguments[..], &["--out", "at-once"]].concat());
    assert_eq!(resumed.data, at_once);
    let mut resumed = whole(&folder, "killed");
    // Parts of files that were not whole: nobody reads them.
    resumed.retain(|name, _| !name.contains("/."));
    assert_same(&resumed, &whole(&folder, "at-once"));
}

#[test]
fn the_example_is_a_plan_that_runs() {
    let folder = folder();
    let example = data(&folder, &["sweep", "--example"]);
    fs::write(folder.path().join("mine.json"), example).unwrap();
    let table = data(&folder, &["sweep", "mine.json", "-n", "1"]);
    assert!(table.starts_with("Beds and hours\n9 points, 1 replication each with seed 1; means\n"), "{table}");
    assert!(folder.path().join("wardflow-sweep/results.csv").exists());
}

#[test]
fn every_built_in_plan_is_listed() {
    let list = data(&folder(), &["list"]);
    let (_, plans) = list.split_once("\nPlans for `wardflow sweep`\n\n").unwrap();
    let names: Vec<&str> = plans.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(names, PLANS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
