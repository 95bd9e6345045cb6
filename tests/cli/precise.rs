//! `wardflow run --precision`: as many replications as it takes.

use crate::support::{data, end, files, folder_with_tiny, rows};

/// How many replications a table says that there were.
fn replications(printed: &str) -> u32 {
    let number = printed.lines().nth(1).unwrap().split(' ').next().unwrap().replace(',', "");
    number.parse().unwrap()
}

#[test]
fn a_precise_run_is_the_plain_run_with_as_many_replications() {
    let folder = folder_with_tiny();
    let precise =
        ["run", "tiny.json", "--precision", "15%", "--measure", "nctr_people", "--out", "precise", "--patients"];
    let ended = end(&folder, &precise);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    insta::assert_snapshot!(ended.notes);
    let enough = replications(&ended.data).to_string();
    let plain = data(&folder, &["run", "tiny.json", "-n", &enough, "--out", "plain", "--patients"]);
    assert_eq!(ended.data, plain);
    let [precise, plain] = ["precise", "plain"].map(|name| files(&folder.path().join(name)));
    assert_eq!(precise.len(), 15);
    assert!(precise == plain, "the folders differ");
}

#[test]
fn a_precise_run_ends_on_the_first_rung_that_is_high_enough() {
    let folder = folder_with_tiny();
    // The ladder of the documentation, and the share at which an interval is as precise as was wanted.
    let (rungs, narrow) = ([30, 45, 68, 102, 153, 230, 345], 0.1 / 1.1);
    let is_precise = |rung: &u32, measure: &str| {
        let csv = data(&folder, &["run", "tiny.json", "-n", &rung.to_string(), "--format", "csv"]);
        let row = rows(csv).into_iter().find(|row| row["measure"] == measure).unwrap();
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        number("half_width_95") / number("mean") <= narrow
    };
    let beds = "hospitals.acute.occupied_beds";
    let stay = "hospitals.acute.acute_stay_with_delay_days";
    let delay = "pathways.p2.delay_days";
    for measures in [&[beds] as &[_], &[stay, delay]] {
        let named = measures.iter().flat_map(|measure| ["--measure", measure]);
        let arguments: Vec<&str> = ["run", "tiny.json", "--precision", "10%"].into_iter().chain(named).collect();
        let expected = rungs.iter().find(|rung| measures.iter().all(|measure| is_precise(rung, measure)));
        assert_eq!(Some(&replications(&data(&folder, &arguments))), expected, "{measures:?}");
    }
}

#[test]
fn a_precision_that_cannot_be_reached_is_told_beside_the_results() {
    let folder = folder_with_tiny();
    let mut told = Vec::new();
    for (measure, more) in [
        ("hospitals.acute.wait_for_bed_days", ["--most", "100"]),
        ("hospitals.acute.turned_away_percent", ["--most", "100"]),
        ("nctr_people", ["--most", "60"]),
        ("pathways.p0.still_delayed_so_far_days", ["--seed", "3"]),
    ] {
        let ended =
            end(&folder, &[&["run", "tiny.json", "--precision", "2%", "--measure", measure] as &[_], &more].concat());
        assert_eq!(ended.code, 1, "{}", ended.notes);
        assert!(ended.data.starts_with("Tiny hospital\n"), "the results are shown all the same");
        let error = ended.notes.split_once("error: ").expect("an error").1;
        told.push(format!("{}\n{error}", ended.data.lines().nth(1).unwrap()));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_is_not_understood_is_told_with_what_may_have_been_meant() {
    let folder = folder_with_tiny();
    let mut told = Vec::new();
    for arguments in [
        &["--precision", "5%", "--measure", "nctr_poeple", "--measure", "wait_for_bed", "--measure", "zzz"] as &[_],
        &["--precision", "5", "--measure", "nctr_people"],
        &["--precision", "60%", "--measure", "nctr_people"],
        &["--precision", "5%"],
        &["--measure", "nctr_people"],
        &["--precision", "5%", "--measure", "nctr_people", "-n", "5"],
        &["--precision", "5%", "--measure", "nctr_people", "--most", "29"],
    ] {
        let ended = end(&folder, &[&["run", "tiny.json"], arguments].concat());
        assert_eq!((ended.code, ended.data.as_str()), (2, ""), "{arguments:?}");
        told.push(format!("{arguments:?}\n{}", ended.notes));
    }
    insta::assert_snapshot!(told.join("\n"));
}
