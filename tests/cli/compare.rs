//! `wardflow compare`: what is different, and whether it is real.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{TINY, data, end, files, folder, folder_with_tiny, rows, rows_of};

const FEWER_BEDS: [&str; 6] = ["compare", "tiny.json", "--what-if", "services.rehab.beds=9", "-n", "60"];

/// A variant with a title of its own and another service.
const OTHER: &str = r#"{
  "extends": "tiny.json",
  "title": "Reablement at home",
  "pathways": { "p2": { "needs": { "bed": { "services": ["rehab", "spot"] } } } },
  "services": {
    "rehab": { "beds": 10 },
    "spot": { "beds": "unlimited", "stay": { "fixed": { "days": 12 } }, "cost": { "pounds_per_week": 1200, "paid": "by_use" } }
  }
}"#;

fn folder_with_both() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("other.json"), OTHER).unwrap();
    folder
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    serde_json::from_str(&data(folder, &[arguments, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn one_variant_takes_one_screen() {
    let folder = folder_with_tiny();
    let ended = end(&folder, &FEWER_BEDS);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    assert!(ended.data.lines().all(|line| line.chars().count() <= 100), "{}", ended.data);
    insta::assert_snapshot!(ended.data);
    // Without a folder nothing is written.
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn several_variants_take_a_table_each() {
    let folder = folder_with_both();
    let arguments = ["compare", "tiny.json", "other.json", "-n", "60"];
    let changes = ["--what-if", "services.rehab.beds=14; services.rehab.cost.pounds_per_week=880"];
    let printed = data(&folder, &[&arguments as &[_], &changes].concat());
    assert!(printed.lines().all(|line| line.chars().count() <= 100), "{printed}");
    insta::assert_snapshot!(printed);
}

#[test]
fn the_built_in_comparison_fits_on_one_screen() {
    let printed = data(&folder(), &["compare", "southampton-2021", "southampton-home-first", "-n", "20"]);
    assert!(printed.lines().count() <= 60, "{} lines", printed.lines().count());
    assert!(printed.lines().all(|line| line.chars().count() <= 100), "{printed}");
}

#[test]
fn particular_measures_are_shown_whatever_they_are() {
    let folder = folder_with_both();
    let keys = ["pathways.p2.delay_90th_percentile_days", "services.spot.in_use_beds", "discharges_people_per_day"];
    let named: Vec<&str> = keys.iter().flat_map(|key| ["--measure", key]).collect();
    let compare = ["compare", "tiny.json", "other.json", "-n", "60"];
    insta::assert_snapshot!(data(&folder, &[&compare as &[_], &named].concat()));
    let found = json(&folder, &[&compare as &[_], &named].concat());
    let mut found: Vec<&str> =
        found["measures"].as_array().unwrap().iter().map(|measure| measure["measure"].as_str().unwrap()).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        ["discharges_people_per_day", "pathways.p2.delay_90th_percentile_days", "services.spot.in_use_beds"]
    );
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let folder = folder_with_tiny();
    let same = json(&folder, &["compare", "tiny.json", "tiny.json"]);
    let measures = same["measures"].as_array().unwrap();
    assert!(measures.len() > 100);
    for measure in measures.iter().filter(|measure| measure["difference"].is_number()) {
        assert_eq!(
            (&measure["difference"], &measure["more_than_chance"]),
            (&0.0.into(), &measure["more_than_chance"].is_boolean().then_some(false).into())
        );
    }
    insta::assert_snapshot!(data(&folder, &["compare", "tiny.json", "tiny.json"]));
}

#[test]
fn each_side_is_as_a_run_of_it() {
    let folder = folder_with_both();
    let numbers = ["-n", "20", "--seed", "5", "--format", "csv"];
    let compared = rows(data(&folder, &[&["compare", "tiny.json", "other.json"] as &[_], &numbers].concat()));
    let run = |name: &str| -> BTreeMap<String, String> {
        let csv = data(&folder, &[&["run", name] as &[_], &numbers].concat());
        rows(csv).into_iter().map(|row| (row["measure"].clone(), row["mean"].clone())).collect()
    };
    let (base, variant) = (run("tiny.json"), run("other.json"));
    for row in &compared {
        for (side, runs) in [("base_mean", &base), ("variant_mean", &variant)] {
            assert_eq!(
                row[side],
                runs.get(&row["measure"]).cloned().unwrap_or_default(),
                "{side} of {}",
                row["measure"]
            );
        }
    }
    // What only one side has is there, without a difference.
    let spot = compared.iter().find(|row| row["measure"] == "services.spot.in_use_beds").unwrap();
    assert_eq!([&spot["base_mean"], &spot["difference"], &spot["more_than_chance"], &spot["cases"]], ["", "", "", "0"]);
    assert_eq!(compared.len(), base.keys().chain(variant.keys()).collect::<BTreeSet<_>>().len());
}

#[test]
fn a_folder_holds_everything_and_is_the_same_every_time() {
    let folder = folder_with_both();
    let compare = |out: &str, more: &[&str]| {
        let arguments = ["compare", "tiny.json", "other.json", "--what-if", "hospitals.acute.beds=20", "--out", out];
        let printed = data(&folder, &[&arguments as &[_], &["--format", "json"], more].concat());
        let written = files(&folder.path().join(out));
        assert_eq!(String::from_utf8(written["results.json"].clone()).unwrap(), printed);
        written
    };
    let first = compare("first", &[]);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "data-dictionary.csv",
            "manifest.json",
            "results.csv",
            "results.json",
            "scenario-1.json",
            "scenario-2.json",
            "scenario-base.json"
        ]
    );
    for threads in ["1", "2", "8"] {
        assert!(first == compare(threads, &["--threads", threads]), "differs with {threads} threads");
    }
    assert!(first == compare("first", &[]), "differs the second time");
    insta::assert_snapshot!(String::from_utf8(first["README.txt"].clone()).unwrap());

    // The scenarios as they were run give the same numbers.
    let again = ["first/scenario-base.json", "first/scenario-1.json", "first/scenario-2.json"];
    let numbers = |text: &[u8]| {
        let without_name = |mut row: BTreeMap<String, String>| {
            row.remove("variant");
            row
        };
        rows(text).into_iter().map(without_name).collect::<Vec<_>>()
    };
    let csv = data(&folder, &[&["compare", "--format", "csv"], &again as &[_]].concat());
    assert_eq!(numbers(csv.as_bytes()), numbers(&first["results.csv"]));
}

#[test]
fn a_folder_of_another_sort_stays_as_it_is() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out"]);
    let before = files(&folder.path().join("out"));
    let ended = end(&folder, &[&FEWER_BEDS as &[_], &["--out", "out"]].concat());
    assert_eq!((ended.code, ended.data.as_str()), (4, ""));
    assert!(ended.notes.contains("`out`") && ended.notes.contains("--force"), "{}", ended.notes);
    assert!(before == files(&folder.path().join("out")));
    // Fewer scenarios than before leave none of the others behind.
    data(&folder, &["compare", "tiny.json", "tiny.json", "tiny.json", "-n", "2", "--out", "two"]);
    data(&folder, &["compare", "tiny.json", "tiny.json", "-n", "2", "--out", "two", "--force"]);
    assert!(!folder.path().join("two/scenario-2.json").exists());
}

#[test]
fn the_dictionary_explains_every_column_and_measure() {
    let folder = folder_with_both();
    data(&folder, &["compare", "tiny.json", "other.json", "-n", "2", "--out", "out"]);
    let out = folder.path().join("out");
    let dictionary = rows_of(out.join("data-dictionary.csv"));
    assert!(dictionary.iter().all(|row| !row["definition"].is_empty()));
    for name in ["results.csv", "data-dictionary.csv"] {
        let mut reader = csv::Reader::from_path(out.join(name)).unwrap();
        let explained = dictionary.iter().filter(|row| row["kind"] == "column" && row["file"] == name);
        assert!(explained.map(|row| row["name"].as_str()).eq(reader.headers().unwrap()), "{name}");
    }
    let measures = dictionary.iter().filter(|row| row["kind"] == "measure").map(|row| &row["name"]);
    assert!(measures.eq(rows_of(out.join("results.csv")).iter().map(|row| &row["measure"])));
}

#[test]
fn csv_files_of_scenarios_go_with_them() {
    let folder = folder();
    let means = (1..=30).map(|day| format!("2026-04-{day:02},{}\n", 3 + day % 3)).collect::<Vec<_>>().concat();
    fs::write(folder.path().join("means.csv"), format!("date,patients\n{means}")).unwrap();
    let arrivals = r#""daily_means": { "csv": { "file": "means.csv", "value_column": "patients" } }"#;
    let text =
        TINY.replace(r#""poisson": { "per_day": 4 }"#, arrivals).replace("\"warm_up_days\": 14", "\"warm_up_days\": 0");
    fs::write(folder.path().join("tiny.json"), text).unwrap();
    let csv = |arguments: &[&str]| data(&folder, &[&["compare", "--format", "csv", "-n", "5"], arguments].concat());
    let first = csv(&["tiny.json", "tiny.json", "--out", "out"]);
    for name in ["arrivals-base-adults.csv", "arrivals-1-adults.csv"] {
        assert!(folder.path().join("out").join(name).exists(), "{name}");
    }
    fs::remove_file(folder.path().join("means.csv")).unwrap();
    let again = csv(&["out/scenario-base.json", "out/scenario-1.json"]);
    assert_eq!(first.lines().count(), again.lines().count());
    assert_eq!(first.replace("(tiny)", ""), again.replace("(scenario-1)", ""));
}

#[test]
fn scenarios_that_cover_another_time_are_told() {
    let folder = folder_with_tiny();
    let changes = ["--what-if", "start=2026-04-08; days=35; warm_up_days=28"];
    let ended = end(&folder, &[&["compare", "tiny.json", "-n", "40"] as &[_], &changes].concat());
    assert_eq!(ended.code, 0);
    insta::assert_snapshot!(ended.notes);
}

#[test]
fn one_replication_says_nothing() {
    let folder = folder();
    fs::write(folder.path().join("once.json"), TINY.replace("\"replications\": 5", "\"replications\": 1")).unwrap();
    let printed = data(&folder, &["compare", "once.json", "--what-if", "services.rehab.beds=9"]);
    assert!(printed.contains("One replication says nothing about differences"), "{printed}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("wrong.json"), TINY.replace("\"beds\": 24", "\"beds\": -1")).unwrap();
    let mut told = Vec::new();
    for (code, arguments) in [
        (2, &["tiny.json"] as &[_]),
        (2, &["tiny.json", "--what-if", " ; "]),
        (2, &["tiny.json", "tiny.json", "--measure", "nctr_poeple", "--measure", "zzz"]),
        (2, &["tiny.json", "tiny.json", "-n", "1"]),
        (3, &["tiny.json", "wrong.json", "--what-if", "services.rehab.bed=2; seed=1; days=x"]),
        (4, &["tiny.json", "none.json"]),
    ] {
        let ended = end(&folder, &[&["compare"], arguments].concat());
        assert_eq!((ended.code, ended.data.as_str()), (code, ""), "{arguments:?}: {}", ended.notes);
        told.push(format!("{arguments:?}\n{}", ended.notes));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_run_that_cannot_be_finished_names_its_scenario() {
    let folder = folder_with_tiny();
    let flood = "cohorts.adults.arrivals.poisson.per_day=100000; days=300";
    let ended = end(&folder, &["compare", "tiny.json", "--what-if", flood, "-n", "2"]);
    assert_eq!(ended.code, 1);
    let change = "In Measured days 28 → 300; Adults, arrivals a day 4 → 100,000:";
    assert!(ended.notes.contains(&format!("{change}\nerror: more than ")), "{}", ended.notes);
}

#[test]
fn what_ifs_are_called_by_what_they_change() {
    let folder = folder_with_tiny();
    let name = |change: &str| {
        let printed = data(&folder, &["compare", "tiny.json", "-n", "2", "--what-if", change]);
        let name = printed.split("Variant: ").nth(1).unwrap().split("\n\n").next().unwrap();
        name.split_whitespace().collect::<Vec<_>>().join(" ").split(" base variant").next().unwrap().to_owned()
    };
    let by_date = r#"services.rehab.beds={"steps": {"2026-04-10": 9}}"#;
    assert!(name(by_date).starts_with("Rehab beds 12 → 9 from 10 Apr 2026"), "{}", name(by_date));
    let added = r#"services.spare={"beds": 2, "stay": {"fixed": {"days": 5}}}"#;
    assert!(name(added).starts_with("Spare added: beds 2; stay 5 days"), "{}", name(added));
    // A title goes before, and what changes nothing is called as it was written.
    assert!(name("services.rehab.beds=9; title=Fewer").starts_with("Fewer"));
    assert!(name("services.rehab.beds=12").starts_with("services.rehab.beds=12"));
}

#[test]
fn of_several_hospitals_those_that_change_are_named() {
    let found = |changes: &[&str]| {
        let arguments = ["compare", "hampshire-2021", "-n", "4"];
        let changes: Vec<&str> = changes.iter().flat_map(|change| ["--what-if", change]).collect();
        let printed = data(&folder(), &[&arguments[..], &changes].concat());
        let finding = printed.split("\n\n").nth(1).unwrap();
        finding.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let found = found(&[
        "hospitals.south_west.beds=200",
        "hospitals.south_west.beds=250; hospitals.south_east.beds=320; hospitals.north_east.beds=180",
        r#"services.carers_of_nobody={"beds":1,"stay":{"exponential":{"mean_days":1}}}"#,
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn a_price_that_only_one_of_two_has_makes_no_difference_in_cost() {
    let folder = folder_with_tiny();
    let fewer = r#"services.rehab={"cost": null}; services.rehab.beds=9"#;
    let paid = TINY.replacen(
        "\"services\": {",
        r#""fixed_costs": { "office": { "pounds_per_year": 50000 } }, "services": {"#,
        1,
    );
    fs::write(folder.path().join("paid.json"), paid).unwrap();
    for scenario in ["tiny.json", "paid.json"] {
        let said = data(&folder, &["compare", scenario, "--what-if", fewer, "-n", "20"]);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("What it costs is not known: only one of the two has a price for rehab."), "{said}");
        assert!(!said.contains("a year less") && !said.contains("extra delayed bed day"), "{said}");
    }
}
