//! Open acute beds are all that may be opened: what is said of them holds against the weeks in `peaks.csv`.

use std::{collections::BTreeMap, fs};

use tempfile::TempDir;
use wardflow_montecarlo::chance::Chance;

use crate::support::{data, folder_with_tiny, rows_of};

/// A hospital whose 18 beds fill up in a surge, and another one.
const HOSPITAL: &str = r#"{ "format": 1, "title": "Surge", "start": "2026-11-02", "days": 56, "warm_up_days": 42,
    "hospitals": { "acute": { "beds": 18 } },
    "cohorts": { "adults": {
        "arrivals": { "poisson": { "per_day": 4, "surges": {
            "winter": { "from": "2026-12-07", "to": "2026-12-27", "multiply_by": 1.3 } } } },
        "acute_stay": { "lognormal": { "mean_days": 4, "sd_days": 3 } }, "pathways": { "home": 1 } } },
    "pathways": { "home": { "needs": "nothing" } } }"#;

const ESCALATION: &str = r#"escalations={"ward": {"watches": {"occupancy_percent_of": "acute"}, "opens_above": 95,
    "closes_below": 85, "adds": {"hospitals": {"acute": 6}}}}"#;

fn folder() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("surge.json"), HOSPITAL).unwrap();
    folder
}

fn run(folder: &TempDir, replications: &str, changes: &[&str]) {
    let sets = changes.iter().flat_map(|change| ["--set", change]);
    let arguments = ["run", "surge.json", "-n", replications, "--out", "run"];
    data(folder, &arguments.into_iter().chain(sets).collect::<Vec<_>>());
}

fn chart(folder: &TempDir, chart: &str) -> String {
    let said = data(folder, &["plot", "run", "--chart", chart, "--out", "drawn"]);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In how many replications of the run, of all its weeks and for each week, more is needed than so many beds.
struct Counted {
    winters: Chance,
    weeks: f64,
    likely: usize,
    all_weeks: usize,
}

fn beyond(folder: &TempDir, beds: &dyn Fn(&BTreeMap<String, String>) -> f64) -> Counted {
    let (mut winters, mut weeks) = (BTreeMap::<String, bool>::new(), BTreeMap::<String, Vec<bool>>::new());
    for row in rows_of(folder.path().join("run/peaks.csv")) {
        let is_beyond = row["needed"].parse::<f64>().unwrap() > beds(&row);
        *winters.entry(row["replication"].clone()).or_default() |= is_beyond;
        weeks.entry(row["week"].clone()).or_default().push(is_beyond);
    }
    let count = |of: &[bool]| of.iter().filter(|is_beyond| **is_beyond).count();
    let all: Vec<bool> = weeks.values().flatten().copied().collect();
    Counted {
        winters: Chance::of(winters.into_values()),
        weeks: 100.0 * count(&all) as f64 / all.len() as f64,
        likely: weeks.values().filter(|of| 2 * count(of) > of.len()).count(),
        all_weeks: weeks.len(),
    }
}

fn percent(chance: Chance) -> String {
    let [low, high] = chance.interval(0.95).map(|end| 100.0 * end);
    format!("{:.0}% ({low:.0} to {high:.0})", 100.0 * chance.share())
}

#[test]
fn escalation_beds_count_as_open_and_are_told_apart() {
    let folder = folder();
    run(&folder, "40", &[ESCALATION]);
    let (core, all) = (beyond(&folder, &|_| 18.0), beyond(&folder, &|_| 24.0));
    assert!(core.likely > all.likely && core.winters.times > all.winters.times, "the scenario shows nothing");

    let said = chart(&folder, "weeks");
    let begin = match all.likely {
        0 => format!("In none of {} weeks", all.all_weeks),
        likely => format!("In {likely} of {} weeks", all.all_weeks),
    };
    let end = "likely to be needed than are open with all escalation beds";
    assert!(said.starts_with(&begin) && said.contains(end), "{said} does not say {begin} ... {end}");
    let drawn = rows_of(folder.path().join("drawn.csv"));
    let level = |series: &str| drawn.iter().find(|row| row["series"] == series).unwrap()["value"].clone();
    assert_eq!([level("Open core beds"), level("With all escalation beds")], ["18", "24"]);

    // So has the picture that every run folder holds.
    let picture = rows_of(folder.path().join("run/nctr.csv"));
    for (series, level) in
        [("Open core beds", "18"), ("With all escalation beds", "24"), ("95% of open core beds", "17.1")]
    {
        let drawn = picture.iter().find(|row| row["series"] == series);
        assert_eq!(drawn.map(|row| &*row["value"]), Some(level), "{series}");
    }

    let said = chart(&folder, "exceedance");
    let finding = format!(
        "More than the 18 core and 6 escalation beds are needed on some day in {} of 40 replications, in a given week in {:.0}%",
        percent(all.winters),
        all.weeks
    );
    assert!(said.starts_with(&finding), "{said} does not begin with {finding}");
    assert!(said.contains("More than the core beds alone are needed in:"), "{said}");
}

#[test]
fn the_winter_pack_holds_need_against_all_that_may_be_opened() {
    let folder = folder();
    run(&folder, "40", &[ESCALATION]);
    let all = beyond(&folder, &|_| 24.0);
    let pack = ["report", "--preset", "winter", "surge.json", "-n", "40", "--out", "report.html", "--set", ESCALATION];
    let said = data(&folder, &pack).split_whitespace().collect::<Vec<_>>().join(" ");
    let finding = format!(
        "With the surge more than the 18 core and 6 escalation beds are needed on some day in {} of 40 simulated winters, and \
         in {:.0}% of all weeks",
        percent(all.winters),
        all.weeks
    );
    assert!(said.contains(&finding), "{said} does not say {finding}");
    let weeks = if all.likely == 0 { "none".to_owned() } else { all.likely.to_string() };
    let weeks = format!("In {weeks} of {} weeks (from ", all.all_weeks);
    assert!(said.contains(&weeks) && said.contains("acute beds are more likely than not to run out"), "{said}");
    assert!(!said.contains("than are open"), "{said}");
}

#[test]
fn each_day_is_held_against_the_beds_of_that_day() {
    // Ten more beds from a Thursday on, fewer escalation beds from the next.
    let steps = r#"hospitals.acute.beds={"steps": {"2026-09-21": 18, "2026-12-10": 28}}"#;
    let ward = ESCALATION.replace(r#""acute": 6"#, r#""acute": {"steps": {"2026-09-21": 6, "2026-12-17": 2}}"#);
    let folder = folder();
    run(&folder, "5", &[steps, &ward]);
    let rows = rows_of(folder.path().join("run/peaks.csv"));
    let of_week = |week: &str| {
        let row = rows.iter().find(|row| row["week"] == week).unwrap();
        ["core", "escalation"].map(|column| row[column].parse::<f64>().unwrap())
    };
    assert_eq!(of_week("2026-11-30"), [18.0, 6.0]);
    assert_eq!(of_week("2026-12-07"), [18.0 * 3.0 / 7.0 + 28.0 * 4.0 / 7.0, 6.0]);
    assert_eq!(of_week("2026-12-21"), [28.0, 2.0]);
    for row in rows.iter().filter(|row| !["2026-12-07", "2026-12-14"].contains(&&*row["week"])) {
        let [needed, core, escalation, short] =
            ["needed", "core", "escalation", "short"].map(|column| row[column].parse::<f64>().unwrap());
        assert!((short - (needed - core - escalation).max(0.0)).abs() < 1e-9, "{row:?}");
    }
    let pack = ["report", "--preset", "winter", "surge.json", "-n", "2", "--out", "report.html", "--set", steps];
    let said = data(&folder, &pack).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("more acute beds are needed than may be open on the day (at most 28) on some day in "),
        "{said}"
    );
}

#[test]
fn beds_without_a_limit_are_never_short() {
    let folder = folder();
    run(&folder, "2", &["hospitals.acute.beds=\"unlimited\""]);
    for row in rows_of(folder.path().join("run/peaks.csv")) {
        assert_eq!(["core", "escalation", "short"].map(|column| &*row[column]), [""; 3]);
    }
    assert!(chart(&folder, "exceedance").contains("acute beds are enough on every day"));
}
