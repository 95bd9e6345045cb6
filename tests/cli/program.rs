//! What every command has in common, `run`, `check`, `init`, `schema` and `list`.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command as Process, Stdio},
};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

use crate::support::{TINY, data, end, files, folder, folder_with_tiny, rows, rows_of, wardflow};

#[test]
fn help_fits_on_one_screen() {
    let folder = folder();
    for command in [
        "", "run", "compare", "sweep", "merge", "plot", "report", "check", "init", "schema", "list", "verify",
        "explain", "trace",
    ] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let help = data(&folder, &arguments);
        assert!(help.lines().count() <= 40 && help.lines().all(|line| line.chars().count() <= 100), "{help}");
        insta::assert_snapshot!(format!("help_{command}").trim_end_matches('_'), help);
    }
}

#[test]
fn a_run_prints_one_screen() {
    let folder = folder_with_tiny();
    let printed = data(&folder, &["run", "tiny.json"]);
    assert!(printed.lines().all(|line| line.chars().count() <= 100), "{printed}");
    insta::assert_snapshot!(printed);
    // Without a folder nothing is written.
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn one_replication_has_no_interval() {
    let folder = folder_with_tiny();
    insta::assert_snapshot!(data(&folder, &["run", "tiny.json", "-n", "1", "--seed", "3"]));
}

#[test]
fn the_example_fits_on_one_screen() {
    let table = data(&folder(), &["run", "-n", "2"]);
    assert!(table.lines().count() <= 78, "{} lines", table.lines().count());
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = folder_with_tiny();
    let run = |name: &str| {
        let mut command = wardflow(&folder, &["run", "tiny.json", "-n", "1"]);
        String::from_utf8(command.env(name, "1").output().unwrap().stdout).unwrap()
    };
    assert!(run("CLICOLOR_FORCE").contains('\u{1b}'));
    assert!(!run("NO_COLOR").contains('\u{1b}'));
}

#[test]
fn json_and_csv_hold_every_measure() {
    let folder = folder_with_tiny();
    let json: Value = serde_json::from_str(&data(&folder, &["run", "tiny.json", "--format", "json"])).unwrap();
    let csv = rows(data(&folder, &["run", "tiny.json", "--format", "csv"]));
    let measures = json["measures"].as_array().unwrap();
    assert!(measures.len() > 100);
    assert_eq!(measures.len(), csv.len());
    assert_eq!(
        [&json["format"], &json["version"], &json["scenario"], &json["start"], &json["days"], &json["seed"]],
        [
            &"wardflow/results".into(),
            &2.into(),
            &Value::from("Tiny hospital"),
            &"2026-04-01".into(),
            &28.into(),
            &7.into()
        ]
    );
    let mut missing = 0;
    for (measure, row) in measures.iter().zip(&csv) {
        assert_eq!(measure.as_object().unwrap().len(), row.len());
        for (key, value) in measure.as_object().unwrap() {
            match value {
                Value::Null => {
                    missing += 1;
                    assert_eq!(row[key], "");
                }
                // The JSON library reads numbers to the last digit but one.
                Value::Number(number) => {
                    let (cell, number) = (row[key].parse::<f64>().unwrap(), number.as_f64().unwrap());
                    assert!((cell - number).abs() <= 1e-14 * number.abs(), "{key}: {cell} and {number}");
                }
                // Excel takes a file without a mark for one of an older encoding.
                Value::String(text) => assert_eq!(row[key], text.replace('£', "GBP").replace('–', "-")),
                other => assert_eq!(row[key], other.to_string()),
            }
        }
    }
    assert!(missing > 0, "nobody waits at the end of some run");
}

#[test]
fn a_value_can_be_changed() {
    let folder = folder_with_tiny();
    let changed =
        data(&folder, &["run", "tiny.json", "--set", "hospitals.acute.beds=40", "--set", "title=\"More beds\""]);
    assert!(changed.starts_with("More beds\n"), "{changed}");
    assert!(changed.contains("changed: hospitals.acute.beds=40, title=\"More beds\"\n"), "{changed}");
    let text = fs::read_to_string(folder.path().join("tiny.json")).unwrap();
    fs::write(folder.path().join("more.json"), text.replace("\"beds\": 24", "\"beds\": 40")).unwrap();
    let csv = |arguments: &[&str]| data(&folder, &[&["run", "--format", "csv"], arguments].concat());
    assert_eq!(csv(&["more.json"]), csv(&["tiny.json", "--set", "hospitals.acute.beds=40"]));
    assert_ne!(csv(&["more.json"]), csv(&["tiny.json"]));
}

#[test]
fn a_relative_change_is_the_number_that_comes_of_it() {
    let folder = folder_with_tiny();
    let csv = |change: &str| data(&folder, &["run", "tiny.json", "--format", "csv", "--set", change]);
    assert_eq!(csv("hospitals.acute.beds+=16"), csv("hospitals.acute.beds=40"));
    assert_eq!(csv("hospitals.acute.beds-=50%"), csv("hospitals.acute.beds=12"));
    data(&folder, &["run", "tiny.json", "--set", "hospitals.acute.beds+=16", "--out", "more"]);
    let text = fs::read_to_string(folder.path().join("more/scenario.json")).unwrap();
    assert!(text.contains("\"beds\": 40"), "{text}");
}

#[test]
fn every_failure_has_its_code() {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("wrong.json"), TINY.replace("\"beds\": 24", "\"beds\": -1")).unwrap();
    let flood = TINY.replace("\"per_day\": 4", "\"per_day\": 100000").replace("\"days\": 28", "\"days\": 300");
    fs::write(folder.path().join("flood.json"), flood).unwrap();
    fs::write(folder.path().join("a-file"), "").unwrap();
    for (code, arguments) in [
        (0, &["--version"] as &[&str]),
        (0, &["help", "run"]),
        (3, &["run", "tiny.json", "--set", "services.rehap.beds=9"]),
        (3, &["compare", "tiny.json", "--what-if", "services.rehap.beds+=9"]),
        (3, &["sweep", "--vary", "services.rehap.beds=1,2", "tiny.json"]),
        (1, &["run", "flood.json"]),
        (2, &["tiny.json"]),
        (2, &["run", "tiny.json", "--replications", "0"]),
        (2, &["run", "tiny.json", "--patients"]),
        (2, &["run", "tiny.json", "--forward"]),
        (2, &["check"]),
        (3, &["run", "wrong.json"]),
        (3, &["check", "wrong.json"]),
        (3, &["run", "tiny.json", "--set", "hospitals.acute.bedz=5"]),
        (4, &["run", "none.json"]),
        (4, &["check", "none.json"]),
        (4, &["run", "tiny.json", "--out", "a-file"]),
        (4, &["run", "tiny.json", "--out", "a-file/below"]),
        (4, &["init", "a-file"]),
        (4, &["init", "a-file/below.json"]),
    ] {
        let ended = end(&folder, arguments);
        assert_eq!(ended.code, code, "{arguments:?}: {}", ended.notes);
        assert!(!ended.notes.contains("panicked"), "{}", ended.notes);
        if code != 0 && arguments[0] != "check" {
            assert_eq!(ended.data, "", "{arguments:?}");
            assert!(ended.notes.contains("error: "), "{arguments:?}: {}", ended.notes);
        }
    }
    assert!(end(&folder, &["tiny.json"]).notes.ends_with("To run a scenario: wardflow run tiny.json\n"));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = folder_with_tiny();
    let mut child = Process::new(cargo_bin!("wardflow"))
        .args(["run", "tiny.json", "--format", "json"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((first.as_str(), output.status.code(), output.stderr.as_slice()), ("{\n", Some(0), b"" as &[u8]));
}

#[test]
fn check_says_everything_at_once() {
    let folder = folder_with_tiny();
    let wrong = TINY
        .replace("\"beds\": 24", "\"beds\": -1")
        .replace("\"p2\": 0.2", "\"p2\": 1.2")
        .replace("\"rehab\"]", "\"rehap\"]")
        .replace("\"mean_hours\"", "\"mean_hour\"");
    fs::write(folder.path().join("wrong.json"), wrong).unwrap();
    let ended = end(&folder, &["check", "wrong.json"]);
    assert_eq!((ended.code, ended.notes.as_str()), (3, ""));
    insta::assert_snapshot!(ended.data);
    let json: Value = serde_json::from_str(&end(&folder, &["check", "wrong.json", "--format", "json"]).data).unwrap();
    let problems = json["problems"].as_array().unwrap();
    assert!(problems.len() >= 3, "{json:#}");
    for problem in problems {
        assert_eq!((&problem["severity"], &problem["file"]), (&"error".into(), &"wrong.json".into()));
        assert!(problem["line"].as_u64() > Some(1) && problem["remedy"].as_str() > Some(""), "{problem}");
    }
}

#[test]
fn check_shows_the_work_of_each_resource() {
    let folder = folder_with_tiny();
    insta::assert_snapshot!("check_fine", data(&folder, &["check", "tiny.json"]));
    let small = ["check", "tiny.json", "--set", "services.rehab.beds=6"];
    insta::assert_snapshot!("check_too_small", data(&folder, &small));
    let json: Value = serde_json::from_str(&data(&folder, &[&small as &[_], &["--format", "json"]].concat())).unwrap();
    assert_eq!(json["problems"][0]["severity"], "warning");
    assert!(json["work"].as_array().unwrap().iter().any(|work| work["too_much"] == true), "{json:#}");
    // A run says so as well, and goes on.
    let ended = end(&folder, &["run", "tiny.json", "-n", "1", "--set", "services.rehab.beds=6"]);
    assert!(ended.code == 0 && ended.notes.starts_with("warning: "), "{}", ended.notes);
}

#[test]
fn how_many_can_be_admitted_is_told_where_it_is_close() {
    let folder = folder_with_tiny();
    let close = ["tiny.json", "--set", "services.rehab.beds=10", "--set", "hospitals.acute.beds=20"];
    let checked = data(&folder, &[&["check"], &close as &[_]].concat());
    insta::assert_snapshot!("check_close", checked);
    let json: Value =
        serde_json::from_str(&data(&folder, &[&["check", "--format", "json"], &close as &[_]].concat())).unwrap();
    let limit = &json["limits"][0];
    let [demand, most, load] = ["demand", "at_most", "load_percent"].map(|key| limit[key].as_f64().unwrap());
    assert!(limit["hospital"] == "acute" && limit["exact"] == true, "{limit:#}");
    assert!((100.0 * demand / most - load).abs() < 1e-9, "{limit:#}");
    // A run says the same of itself if it is long enough, whatever the threads; one that is too short says so.
    let run = |arguments: &[&str]| data(&folder, &[&["run"], &close as &[_], arguments].concat());
    let long = ["-n", "500", "--format", "json"];
    let [one, two] = ["1", "2"].map(|threads| run(&[&long as &[_], &["--threads", threads]].concat()));
    assert_eq!(one, two);
    let of_run: Value = serde_json::from_str(&one).unwrap();
    let limit = &of_run["limits"][0];
    let (seen, half) = (limit["at_most"].as_f64().unwrap(), limit["half_width_95"].as_f64().unwrap());
    assert!((seen - most).abs() < 2.0 * half, "{limit:#}");
    // Two replications are too few to tell by; then it spends as much as `check`.
    let short = data(&folder, &["run", "southampton-2021", "-n", "2"]);
    assert!(short.contains("University Hospital Southampton: 44.6 a day come, at most 4"), "{short}");
    let unclear = data(&folder, &["run", "hampshire-2021", "-n", "2"]);
    let words: Vec<&str> = unclear.split_whitespace().collect();
    assert!(words.join(" ").contains("South West Hampshire and South East Hampshire: not known."), "{unclear}");
}

#[test]
fn init_writes_a_scenario_that_runs_and_never_overwrites() {
    let folder = folder();
    let ended = end(&folder, &["init"]);
    assert_eq!((ended.code, ended.data.as_str()), (0, ""));
    insta::assert_snapshot!(ended.notes);
    assert_eq!(files(folder.path()).into_keys().collect::<Vec<_>>(), ["scenario.json"]);
    assert!(data(&folder, &["check", "scenario.json"]).contains("scenario.json\n"));
    data(&folder, &["run", "scenario.json", "-n", "1"]);

    fs::write(folder.path().join("scenario.json"), "mine").unwrap();
    let ended = end(&folder, &["init"]);
    assert_eq!(ended.code, 4);
    assert_eq!(ended.notes, "error: `scenario.json` is there already and stays as it is: name another file\n");
    assert_eq!(fs::read(folder.path().join("scenario.json")).unwrap(), b"mine");
}

#[test]
fn every_built_in_scenario_is_listed_and_runs() {
    let folder = folder();
    let list = data(&folder, &["list"]);
    let (scenarios, _) = list.split_once("\nPlans for ").unwrap();
    let (scenarios, examples) = scenarios.split_once("\nTeaching examples\n\n").unwrap();
    let names: Vec<&str> =
        scenarios.lines().chain(examples.lines()).filter(|line| !line.starts_with(' ') && !line.is_empty()).collect();
    assert_eq!(names, wardflow_scenario::SHIPPED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for name in names {
        data(&folder, &["check", name]);
        assert!(data(&folder, &["run", name, "--replications", "2"]).contains("\n2 replications with seed "));
    }
}

#[test]
fn the_schema_is_json() {
    let schema: Value = serde_json::from_str(&data(&folder(), &["schema"])).unwrap();
    assert_eq!(schema, wardflow_scenario::schema::schema());
    let schema: Value = serde_json::from_str(&data(&folder(), &["schema", "--sweep"])).unwrap();
    assert_eq!(schema, wardflow_montecarlo::sweep::plan::schema());
}

#[test]
fn without_a_command_the_example_runs_with_a_picture() {
    let folder = folder();
    // The same as the bare call, which takes the example's many replications.
    let bare = end(&folder, &[]);
    assert_eq!(bare.code, 0, "{}", bare.notes);
    assert!(bare.notes.contains("Picture: wardflow-run"), "{}", bare.notes);
    let out = files(&folder.path().join("wardflow-run"));
    assert!(out["nctr.png"].starts_with(b"\x89PNG") && out["nctr.svg"].starts_with(b"<svg "));
    assert!(String::from_utf8(out["README.txt"].clone()).unwrap().starts_with(&bare.data));
}

#[test]
fn a_run_folder_holds_everything_and_is_the_same_every_time() {
    let folder = folder_with_tiny();
    let run = |out: &str, more: &[&str]| {
        let arguments = ["run", "tiny.json", "--out", out, "--patients", "2", "--format", "json"];
        let printed = data(&folder, &[&arguments as &[_], more].concat());
        let written = files(&folder.path().join(out));
        assert_eq!(String::from_utf8(written["results.json"].clone()).unwrap(), printed);
        written
    };
    let first = run("first", &[]);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "daily.csv",
            "data-dictionary.csv",
            "manifest.json",
            "monthly-costs.csv",
            "nctr.csv",
            "nctr.png",
            "nctr.svg",
            "patients.csv",
            "peaks.csv",
            "replications.csv",
            "results.csv",
            "results.json",
            "scenario.json",
            "stress-des.md",
        ]
    );
    insta::assert_snapshot!("stress_des", String::from_utf8(first["stress-des.md"].clone()).unwrap());
    assert_eq!(
        String::from_utf8(first["results.csv"].clone()).unwrap(),
        data(&folder, &["run", "tiny.json", "--format", "csv"])
    );
    for threads in ["1", "2", "8"] {
        assert!(first == run(threads, &["--threads", threads]), "differs with {threads} threads");
    }
    // Again into the same folder, and from the scenario that was written.
    assert!(first == run("first", &[]));
    data(&folder, &["run", "first/scenario.json", "--out", "again", "--patients", "2"]);
    for (name, content) in files(&folder.path().join("again")) {
        assert!(first[&name] == content, "{name} differs");
    }
}

#[test]
fn options_are_part_of_the_scenario_that_is_written() {
    let folder = folder_with_tiny();
    let changes = ["-n", "3", "--seed", "11", "--set", "hospitals.acute.beds=30"];
    data(&folder, &[&["run", "tiny.json", "--out", "one"], &changes as &[_]].concat());
    data(&folder, &["run", "one/scenario.json", "--out", "two"]);
    let [one, two] = ["one", "two"].map(|name| files(&folder.path().join(name)));
    assert!(one["results.json"] == two["results.json"] && one["daily.csv"] == two["daily.csv"]);
    let scenario: Value = serde_json::from_slice(&one["scenario.json"]).unwrap();
    assert_eq!((&scenario["replications"], &scenario["seed"]), (&3.into(), &11.into()));
    assert!(String::from_utf8(one["nctr.svg"].clone()).unwrap().contains("changed: hospitals.acute.beds=30"));
}

#[test]
fn a_run_folder_never_takes_the_place_of_something_else() {
    let folder = folder_with_tiny();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("patients.csv"), "mine").unwrap();
    let ended = end(&folder, &["run", "tiny.json", "--out", "out"]);
    assert_eq!((ended.code, ended.data.as_str()), (4, ""));
    assert!(ended.notes.contains("`out`") && ended.notes.contains("--force"), "{}", ended.notes);
    assert_eq!(files(&out).len(), 1);
    // By force it writes beside what is there.
    data(&folder, &["run", "tiny.json", "--out", "out", "--force"]);
    assert_eq!(fs::read(out.join("patients.csv")).unwrap(), b"mine");
    // An earlier run makes way, with what the new one does not write; what is of somebody else stays.
    let drawn = [&["run", "tiny.json", "--out", "drawn"][..], &["--set", "services.rehab.beds=12"]].concat();
    data(&folder, &[&drawn[..], &["--patients"]].concat());
    fs::write(folder.path().join("drawn/notes.txt"), "mine").unwrap();
    data(&folder, &drawn);
    let names = files(&folder.path().join("drawn"));
    assert!(!names.contains_key("patients.csv") && names.contains_key("notes.txt"));
    assert!(names.keys().all(|name| !name.starts_with('.')));
}

#[test]
fn daily_values_are_a_row_a_day() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out"]);
    let out = folder.path().join("out");
    let daily = rows_of(out.join("daily.csv"));
    assert_eq!(daily.len(), 28);
    assert_eq!((daily[0]["date"].as_str(), daily[27]["date"].as_str()), ("2026-04-01", "2026-04-28"));
    let people: Vec<f64> = daily.iter().map(|row| row["nctr_people"].parse().unwrap()).collect();
    let mean = people.iter().sum::<f64>() / 28.0;
    let results = rows_of(out.join("results.csv"));
    let whole = results.iter().find(|row| row["measure"] == "nctr_people").unwrap();
    // Rounded to two digits after the point.
    assert!((mean - whole["mean"].parse::<f64>().unwrap()).abs() < 5e-3);
    for row in &daily {
        let [low, middle, high] = ["nctr_people.low_5", "nctr_people.median", "nctr_people.high_95"]
            .map(|column| row[column].parse::<f64>().unwrap());
        assert!(low <= middle && middle <= high, "{row:?}");
    }
    // The picture shows the same numbers.
    let drawn = rows_of(out.join("nctr.csv"));
    let shown: f64 = drawn
        .iter()
        .filter(|row| row["unit"] == "people" && row["date"] == "2026-04-01")
        .map(|row| row["value"].parse::<f64>().unwrap())
        .sum();
    assert!((shown - people[0]).abs() < 5e-3);
}

#[test]
fn patients_go_forward_in_time() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out", "--patients", "3"]);
    let patients = rows_of(folder.path().join("out/patients.csv"));
    let steps =
        ["arrived", "admitted", "ready", "referred", "triage_begun", "triaged", "requested", "allocated", "left"];
    let mut replications: Vec<&str> = Vec::new();
    for patient in &patients {
        let times: Vec<&String> = steps.iter().map(|step| &patient[*step]).filter(|time| !time.is_empty()).collect();
        assert!(times.is_sorted(), "{patient:?}");
        assert!(patient["arrived"].as_str() >= "2026-03-18 00:00:00" && patient["arrived"].as_str() < "2026-04-29");
        assert_eq!(patient["service"].is_empty(), patient["pathway"] != "p2" || patient["allocated"].is_empty());
        replications.push(&patient["replication"]);
    }
    replications.dedup();
    assert_eq!(replications, ["1", "2", "3"]);
    let ends: Vec<&str> = patients.iter().map(|patient| patient["departure"].as_str()).collect();
    for end in ["home", "died", "service_ended", "still_there"] {
        assert!(ends.contains(&end), "nobody {end}");
    }
}

#[test]
fn the_dictionary_explains_every_column_and_measure() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out", "--patients"]);
    let out = folder.path().join("out");
    let dictionary = rows_of(out.join("data-dictionary.csv"));
    assert!(dictionary.iter().all(|row| !row["definition"].is_empty()));
    for name in files(&out).keys().filter(|name| Path::new(name).extension().is_some_and(|end| end == "csv")) {
        let mut reader = csv::Reader::from_path(out.join(name)).unwrap();
        let explained = dictionary.iter().filter(|row| row["kind"] == "column" && &row["file"] == name);
        let explained: Vec<&str> = explained.map(|row| row["name"].as_str()).collect();
        let columns: Vec<&str> = reader.headers().unwrap().iter().collect();
        // A measure has columns of its own by day and by month: the dictionary tells how they are called.
        let is_measure = |key: &str, file: &str| {
            dictionary.iter().any(|row| row["kind"] == "measure" && row["name"] == key && row["file"].contains(file))
        };
        match name.as_str() {
            "daily.csv" => {
                let (first, of_measures) = columns.split_first().unwrap();
                assert_eq!(*first, explained[0]);
                for column in of_measures {
                    let (key, statistic) = explained[1..]
                        .iter()
                        .filter_map(|name| Some((column.strip_suffix(name.strip_prefix("MEASURE")?)?, name)))
                        .next_back()
                        .unwrap();
                    assert!(is_measure(key, "daily.csv"), "{column} {statistic}");
                }
            }
            "monthly-costs.csv" => {
                assert_eq!(columns[..2], explained[..2]);
                assert!(columns[2..].iter().all(|cost| is_measure(&format!("{cost}_per_year"), "daily.csv")));
            }
            _ => assert_eq!(columns, explained, "{name}"),
        }
    }
    let measures = dictionary.iter().filter(|row| row["kind"] == "measure").map(|row| &row["name"]);
    assert!(measures.eq(rows_of(out.join("results.csv")).iter().map(|row| &row["measure"])));
}

#[test]
fn csv_files_of_a_scenario_go_with_it() {
    let folder = folder();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    let means: String = (1..=30).map(|day| format!("2026-04-{day:02},{}\n", 3 + day % 3)).collect::<Vec<_>>().concat();
    fs::write(below.join("means.csv"), format!("date,patients\n{means}")).unwrap();
    let arrivals = r#""daily_means": { "csv": { "file": "means.csv", "value_column": "patients" } }"#;
    fs::write(below.join("tiny.json"), TINY.replace(r#""poisson": { "per_day": 4 }"#, arrivals)).unwrap();
    let results = |scenario: &str, out: &str| {
        data(&folder, &["run", scenario, "--out", out, "--set", "warm_up_days=0"]);
        files(&folder.path().join(out))["results.json"].clone()
    };
    let one = results("below/tiny.json", "one");
    assert!(folder.path().join("one/arrivals-adults.csv").exists());
    fs::remove_dir_all(below).unwrap();
    assert!(one == results("one/scenario.json", "two"));
}

#[test]
fn names_do_not_become_formulas() {
    let folder = folder();
    fs::write(folder.path().join("minus.json"), TINY.replace("\"p2\"", "\"-2\"")).unwrap();
    let csv = data(&folder, &["run", "minus.json", "-n", "1", "--format", "csv"]);
    assert!(csv.contains("'-2: mean delay"), "{csv}");
    for row in rows(csv) {
        assert!(row.iter().all(|(column, cell)| !["measure", "title", "definition"].contains(&column.as_str())
            || !cell.starts_with(['=', '+', '-', '@'])));
    }
}
