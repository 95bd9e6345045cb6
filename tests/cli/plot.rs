//! `wardflow plot` of runs and comparisons: pictures whose words agree with their numbers.

use std::{collections::BTreeMap, fs, path::Path};

use tempfile::TempDir;

use crate::support::{TINY, data, end, files, folder_with_tiny, rows_of};

/// The tiny hospital, run into the folder `run`.
fn folder_with_run(arguments: &[&str]) -> TempDir {
    let folder = folder_with_tiny();
    data(&folder, &[&["run", "tiny.json", "--out", "run"], arguments].concat());
    folder
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

/// The values of a series in the data of a picture.
fn series(folder: &Path, picture: &str, name: &str) -> Vec<f64> {
    let rows = rows_of(folder.join(format!("{picture}.csv")));
    rows.iter().filter(|row| row["series"] == name).map(|row| number(row, "value")).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of a measure of the run.
fn measured(run: &Path, key: &str) -> f64 {
    number(rows_of(run.join("results.csv")).iter().find(|row| row["measure"] == key).unwrap(), "mean")
}

/// A text in one line.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[test]
fn a_run_gives_all_its_pictures_with_their_data() {
    let folder = folder_with_run(&[]);
    let ended = end(&folder, &["plot", "run", "--out", "pictures/"]);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    insta::assert_snapshot!("plot_run_sentences", ended.data);
    insta::assert_snapshot!("plot_run_notes", ended.notes);
    let pictures = files(&folder.path().join("pictures"));
    let names: Vec<&str> = pictures.keys().map(String::as_str).collect();
    for chart in ["convergence", "delays", "exceedance", "occupancy", "pathway-p2", "s-curve", "weeks"] {
        for ending in ["csv", "png", "svg"] {
            assert!(names.contains(&format!("{chart}.{ending}").as_str()), "{chart}.{ending} is not in {names:?}");
        }
    }
    assert_eq!(names.len(), 21);
    // The same again gives the same bytes, and replaces what was written.
    data(&folder, &["plot", "run", "--out", "pictures/"]);
    assert!(files(&folder.path().join("pictures")) == pictures);
}

#[test]
fn escalation_beds_are_drawn_above_the_core_beds() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "examples/escalation", "-n", "3", "--set", "days=56", "--out", "run"]);
    let said = data(&folder, &["plot", "run", "--chart", "occupancy"]);
    insta::assert_snapshot!("plot_escalation", said);
    let run = folder.path().join("run");
    let core = series(&run, "occupancy", "Open core beds");
    let all = series(&run, "occupancy", "Open core and escalation beds, mean");
    assert_eq!((core.len(), core[0]), (56, 44.0));
    assert!(core.iter().zip(&all).all(|(core, all)| (*core..=core + 6.0).contains(all)), "{all:?}");
    assert!(all.iter().any(|beds| *beds > 44.0));
    let extra = mean(&all) - 44.0;
    assert!((extra - measured(&run, "hospitals.acute.escalation_open_beds")).abs() < 5e-3, "{extra}");
}

#[test]
fn the_headlines_of_days_are_enough_for_every_chart() {
    let charts = ["occupancy", "weeks", "exceedance", "delays", "pathways", "week", "flows", "warm-up"];
    for scenario in ["examples/localities", "examples/escalation", "southampton-mobilisation"] {
        let [few, all] = [&[][..], &["--daily", "all"]].map(|more| {
            let folder = folder_with_tiny();
            let run = ["run", scenario, "-n", "3", "--set", "days=60", "--patients", "--out", "run"];
            data(&folder, &[&run, more].concat());
            let ended = charts.map(|chart| {
                let to = format!("drawn/{chart}");
                end(&folder, &["plot", "run", "--chart", chart, "--out", &to])
            });
            (ended, files(&folder.path().join("drawn")))
        });
        assert!(few.0[0].code == 0 && few.1.len() > 20, "{:?}", few.0);
        assert_eq!(few.0, all.0, "{scenario}");
        assert!(few.1 == all.1, "{scenario}: the pictures differ");
    }
}

#[test]
fn the_chance_of_needing_more_beds_is_that_of_the_replications() {
    let folder = folder_with_run(&["-n", "40"]);
    let said = joined(&data(&folder, &["plot", "run", "--chart", "exceedance"]));
    let run = folder.path().join("run");
    let mut most: BTreeMap<String, f64> = BTreeMap::new();
    let peaks = rows_of(run.join("peaks.csv"));
    for row in &peaks {
        let needed = most.entry(row["replication"].clone()).or_default();
        *needed = needed.max(number(row, "needed"));
    }
    let share = |values: &mut dyn Iterator<Item = f64>| {
        let values: Vec<f64> = values.collect();
        100.0 * values.iter().filter(|value| **value > 24.0).count() as f64 / values.len() as f64
    };
    let at_some_time = share(&mut most.values().copied());
    let in_a_week = share(&mut peaks.iter().map(|row| number(row, "needed")));
    let begin = format!("on some day in {at_some_time:.0}% (");
    let end = format!(") of 40 replications, in a given week in {in_a_week:.0}%");
    assert!(said.contains(&begin) && said.contains(&end), "{said} does not say {begin}{end}");
    // The peaks are those of the days.
    let days = rows_of(run.join("daily.csv"));
    let highest_mean = days.iter().map(|row| number(row, "hospitals.acute.needed_beds")).fold(0.0, f64::max);
    assert!(most.values().copied().fold(0.0, f64::max) >= highest_mean && highest_mean > 0.0);
}

#[test]
fn two_runs_stand_side_by_side() {
    let folder = folder_with_run(&[]);
    data(&folder, &["run", "tiny.json", "--set", "services.rehab.beds=20", "--out", "more-beds"]);
    let said = data(&folder, &["plot", "run", "more-beds", "--chart", "delays", "--out", "both"]);
    insta::assert_snapshot!("plot_two_runs", said);
    let rows = rows_of(folder.path().join("both.csv"));
    let total = |of: &str| {
        let mine = rows.iter().filter(|row| row["series"] == of && row["unit"] == "bed days a day");
        mine.map(|row| number(row, "value")).sum::<f64>()
    };
    let sentence = format!("from {:.1} (run) to {:.1} (more-beds)", total("run"), total("more-beds"));
    assert!(joined(&said).contains(&sentence), "{said}");
}

#[test]
fn what_was_counted_is_laid_over_the_simulation() {
    let folder = folder_with_run(&[]);
    let counted = "day,beds\n2026-03-30,18\n2026-04-01,19\n2026-04-02,\n2026-04-03,21\n";
    fs::write(folder.path().join("counted.csv"), counted).unwrap();
    let arguments =
        ["plot", "run", "--chart", "occupancy", "--history", "counted.csv", "--history-columns", "day,beds"];
    let said = data(&folder, &arguments);
    let said = joined(&said);
    assert!(
        said.contains(
            "Counted: column beds of counted.csv, taken as acute beds occupied at 08:00, 3 values from 30 Mar 2026 to 3 Apr 2026. 2 \
             days between the first and the last are missing and left open."
        ),
        "{said}"
    );
    let values = series(&folder.path().join("run"), "occupancy", "Counted");
    let there: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    assert_eq!(there, [18.0, 19.0, 21.0]);
}

#[test]
fn what_was_counted_is_laid_over_its_own_hospital_or_refused() {
    let folder = folder_with_tiny();
    let second = r#"{ "extends": "tiny.json", "hospitals": { "second": { "beds": 9 } }, "cohorts": { "others": {
        "hospital": "second", "arrivals": { "poisson": { "per_day": 2 } },
        "acute_stay": { "exponential": { "mean_days": 3 } }, "pathways": { "home": 1 } },
        "adults": { "hospital": "acute" } }, "pathways": { "home": { "needs": "nothing" } } }"#;
    fs::write(folder.path().join("two.json"), second).unwrap();
    data(&folder, &["run", "two.json", "-n", "2", "--out", "run"]);
    let days: Vec<String> = (1..=28).map(|day| format!("2026-04-{day:02},8,{}", 20 + day % 3)).collect();
    fs::write(folder.path().join("counted.csv"), format!("date,second,acute\n{}\n", days.join("\n"))).unwrap();
    let history = |columns: &str, more: &[&str]| {
        let arguments = ["plot", "run", "--history", "counted.csv", "--history-columns", columns];
        end(&folder, &[&arguments, more].concat())
    };
    let both = history("date,second,acute", &["--chart", "occupancy"]);
    assert_eq!(both.code, 0, "{}", both.notes);
    let rows = rows_of(folder.path().join("run/occupancy.csv"));
    let counted = |panel: &str| {
        let mine = rows.iter().find(|row| row["series"] == "Counted" && row["panel"].ends_with(panel));
        mine.map(|row| row["value"].clone())
    };
    assert_eq!([counted("Second"), counted("Acute")], [Some("8".to_owned()), Some("21".to_owned())]);
    assert!(
        joined(&both.data)
            .contains("column second of counted.csv, taken as acute beds of Second occupied at 08:00, 28 values")
    );

    // By the name of a measure.
    let measure = ["--measure", "hospitals.second.occupied_at_08_00_beds", "--chart", "occupancy"];
    assert_eq!(history("date,second", &measure).code, 0);
    let refused = [
        history("date,second", &["--measure", "nctr_people", "--chart", "occupancy"]),
        history("date,second", &["--chart", "weeks"]),
        history("date,second,second", &["--chart", "occupancy"]),
    ];
    let causes =
        ["lays what was counted over `nctr_people`", "`weeks` cannot show what was counted", "names `second` twice"];
    for (ended, cause) in refused.iter().zip(causes) {
        assert!(ended.code != 0 && ended.notes.contains(cause), "{}", ended.notes);
    }
    // All charts: those that cannot show it say so.
    let all = history("date,second", &[]);
    assert!(all.code == 0 && all.notes.contains("the other charts cannot show it"), "{}", all.notes);
}

#[test]
fn a_control_chart_leaves_gaps_open_and_tells_them() {
    let folder = folder_with_tiny();
    let days = (1..=28).filter(|day| !(9..=12).contains(day));
    let rows: Vec<String> = days.map(|day| format!("2026-03-{day:02},{}", 20 + day % 3)).collect();
    fs::write(folder.path().join("counted.csv"), format!("date,value\n{}\n", rows.join("\n"))).unwrap();
    let said = joined(&data(&folder, &["plot", "counted.csv"]));
    assert!(said.contains("4 days between the first and the last are missing and left open."), "{said}");
    let svg = fs::read_to_string(folder.path().join("control.svg")).unwrap();
    let line = svg.split("class=\"wf-line\"").find(|part| part.contains("stroke=\"#768692\"")).unwrap();
    assert_eq!(line.split("</g>").next().unwrap().matches("<poly").count(), 2, "{line}");
}

#[test]
fn a_control_chart_marks_and_counts_what_breaks_a_rule() {
    let folder = folder_with_tiny();
    // Level, then seven days at a higher level, one of them far out, and three near the lower limit.
    let beds: [i32; 22] = [20, 22, 19, 21, 20, 22, 19, 21, 20, 19, 21, 23, 24, 23, 29, 23, 24, 23, 20, 15, 16, 19];
    let rows = beds.iter().zip(1..).map(|(beds, day)| format!("2026-03-{day:02},{beds}\n"));
    fs::write(folder.path().join("counted.csv"), format!("day,beds\n{}", rows.collect::<String>())).unwrap();
    let said = data(&folder, &["plot", "counted.csv", "--history-columns", "day,beds"]);
    insta::assert_snapshot!("plot_control", said);
    let of = |name: &str| series(folder.path(), "control", name);
    assert_eq!(of("As counted"), beds.map(f64::from));
    let rules = ["Outside the limits", "Trend of seven or more", "Two of three near a limit"];
    let marked: usize = rules.iter().map(|rule| of(rule).len()).sum();
    let marked = marked + of("Seven or more on one side of the mean").len();
    assert_eq!(marked, 9);
    assert!(
        joined(&said).starts_with("No sign of a change now: the latest of 22 values of beds breaks no rule"),
        "{said}"
    );
    let middle = mean(&beds.map(f64::from));
    let ranges: Vec<f64> = beds.windows(2).map(|pair| f64::from((pair[1] - pair[0]).abs())).collect();
    for limit in [middle + 2.66 * mean(&ranges), middle - 2.66 * mean(&ranges)] {
        assert!(said.contains(&format!("{limit:.1}")), "{said} does not say {limit}");
    }
    let svg = fs::read_to_string(folder.path().join("control.svg")).unwrap();
    // The values, and a sign for each rule that is broken: on the chart and before its label.
    assert_eq!(svg.matches("class=\"wf-points\"").count(), 2 * 4, "{said}");
}

#[test]
fn a_level_history_shows_no_change_if_there_is_enough_of_it() {
    let folder = folder_with_tiny();
    let history = |count: usize| {
        let rows = (1..=count).map(|day| format!("2026-03-{day:02},{}\n", 20 + day % 2));
        fs::write(folder.path().join("counted.csv"), format!("date,value\n{}", rows.collect::<String>())).unwrap();
        joined(&data(&folder, &["plot", "counted.csv"]))
    };
    assert!(history(20).starts_with("No sign of a change now: the latest of 20 values of value breaks no rule"));
    assert!(history(5).starts_with("The latest of 5 values of value breaks no rule, but they are too few"));
}

#[test]
fn the_warm_up_is_compared_with_what_follows() {
    let folder = folder_with_run(&["--patients", "5"]);
    let said = data(&folder, &["plot", "run", "--chart", "warm-up"]);
    insta::assert_snapshot!("plot_warm_up", said);
    let rows = rows_of(folder.path().join("run/warm-up.csv"));
    let of = |panel: &str| -> Vec<f64> {
        let mine = rows.iter().filter(|row| row["panel"] == panel && row["series"] == "Each midnight");
        mine.map(|row| number(row, "value")).collect()
    };
    let (beds, ready) = (of("In an acute bed"), of("Discharge ready in an acute bed"));
    assert_eq!((beds.len(), beds[0], rows[0]["date"].as_str()), (14 + 28, 0.0, "2026-03-18"));
    // People at midnight are about as many as over the whole day.
    let run = folder.path().join("run");
    assert!((mean(&beds[14..]) / measured(&run, "hospitals.acute.occupied_beds") - 1.0).abs() < 0.05);
    assert!((mean(&ready[14..]) - measured(&run, "nctr_people")).abs() < 0.3);
}

#[test]
fn the_week_is_drawn_hour_by_hour() {
    let folder = folder_with_run(&["-n", "3", "--patients", "3"]);
    let said = data(&folder, &["plot", "run", "--chart", "week"]);
    insta::assert_snapshot!("plot_week", said);
    let run = folder.path().join("run");
    let map = |name: &str| rows_of(run.join(format!("week-{name}.csv")));
    let left = map("discharges");
    assert_eq!((left.len(), left[0]["row"].as_str(), left[0]["column"].as_str()), (7 * 24, "Monday", "0"));
    // Everybody who is there when the measured period begins is counted: the mean is that of the beds.
    let beds: Vec<f64> = map("beds").iter().map(|row| number(row, "value")).collect();
    assert!((mean(&beds) / measured(&run, "hospitals.acute.occupied_beds") - 1.0).abs() < 0.01);
    // People who wait for 08:00 to leave are still there at 08:00, as in the measure.
    for (column, measure) in [("8", "occupied_at_08_00"), ("0", "occupied_at_midnight")] {
        let of_hour: Vec<f64> =
            map("beds").iter().filter(|row| row["column"] == column).map(|row| number(row, "value")).collect();
        let counted = measured(&run, &format!("hospitals.acute.{measure}_beds"));
        assert!(of_hour.len() == 7 && (mean(&of_hour) - counted).abs() < 1e-9, "{measure}: {of_hour:?}, {counted}");
    }
    // All 28 days are whole weeks: what is admitted in an average week is a quarter of all.
    let patients = rows_of(run.join("patients.csv"));
    let admitted = patients.iter().filter(|row| row["admitted"].as_str() >= "2026-04-01").count() as f64;
    let in_a_week: f64 = map("admissions").iter().map(|row| number(row, "value")).sum();
    assert!((in_a_week - admitted / 3.0 / 4.0).abs() < 1e-9);
}

#[test]
fn flows_hold_everybody_who_leaves() {
    let folder = folder_with_run(&["--patients", "5"]);
    let said = data(&folder, &["plot", "run", "--chart", "flows"]);
    insta::assert_snapshot!("plot_flows", said);
    let rows = rows_of(folder.path().join("run/flows.csv"));
    let through = |is_in: &dyn Fn(&BTreeMap<String, String>) -> bool| {
        rows.iter().filter(|row| is_in(row)).map(|row| number(row, "value")).sum::<f64>()
    };
    let all = through(&|row| row["from_stage"] == "Cohort");
    let patients = rows_of(folder.path().join("run/patients.csv"));
    let left = patients.iter().filter(|row| row["left"].as_str() >= "2026-04-01").count() as f64;
    assert!((all - left / 5.0 / 4.0).abs() < 1e-9);
    for stage in ["Pathway", "Wait after ready"] {
        assert!((through(&|row| row["from_stage"] == stage) - all).abs() < 1e-9, "{stage}");
    }
}

#[test]
fn a_comparison_is_drawn_with_its_intervals() {
    let folder = folder_with_tiny();
    let compare = ["compare", "tiny.json", "--what-if", "services.rehab.beds=9", "-n", "60", "--out", "compared"];
    data(&folder, &compare);
    insta::assert_snapshot!("plot_comparison", data(&folder, &["plot", "compared"]));
    let results = rows_of(folder.path().join("compared/results.csv"));
    let people = results.iter().find(|row| row["measure"] == "nctr_people").unwrap();
    let drawn = rows_of(folder.path().join("compared/differences.csv"));
    let row = drawn.iter().find(|row| row["row"] == "People discharge ready in an acute bed").unwrap();
    assert_eq!(
        ["value", "low", "high"].map(|column| &row[column]),
        ["difference", "difference_low_95", "difference_high_95"].map(|column| &people[column])
    );
}

#[test]
fn a_bridge_adds_up() {
    let folder = folder_with_tiny();
    // Two replications cannot tell a change.
    data(&folder, &["compare", "tiny.json", "--what-if", "services.rehab.beds=11", "-n", "2", "--out", "few"]);
    let said = data(&folder, &["plot", "few", "--chart", "bridge"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(", which may be chance"), "{said}");
    let (beds, staff) = ("services.rehab.beds=9", "spoas.hub.teams.nurses.staff=1");
    let both = format!("{beds}; {staff}");
    let what_ifs = ["--what-if", beds, "--what-if", staff, "--what-if", &both];
    data(&folder, &[&["compare", "tiny.json", "-n", "60", "--out", "compared"], &what_ifs[..]].concat());
    insta::assert_snapshot!(
        "plot_bridge",
        data(
            &folder,
            &[
                "plot",
                "compared",
                "--chart",
                "bridge",
                "--name",
                "Now",
                "--name",
                "Fewer beds",
                "--name",
                "Less staff",
                "--name",
                "Both"
            ]
        )
    );
    let steps: Vec<f64> = series(&folder.path().join("compared"), "bridge", "");
    let [base, changes @ .., end] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!(changes.len(), 3);
    assert!((base + changes.iter().sum::<f64>() - end).abs() < 1e-9, "{steps:?}");
    let results = rows_of(folder.path().join("compared/results.csv"));
    let people: Vec<_> = results.iter().filter(|row| row["measure"] == "nctr_people").collect();
    assert_eq!((number(people[0], "base_mean"), number(people[2], "variant_mean")), (*base, *end));
}

#[test]
fn pictures_keep_their_data_and_their_form() {
    let folder = folder_with_run(&[]);
    let beds = "services.rehab.beds=8:16:2";
    data(&folder, &["sweep", "tiny.json", "--vary", beds, "--out", "curve"]);
    data(&folder, &["sweep", "tiny.json", "--vary", beds, "--vary", "hospitals.acute.beds=20,24,28", "--out", "map"]);
    for (name, arguments) in [
        ("curve", &["curve", "--target", "1.5"] as &[&str]),
        ("map", &["map", "--target", "1.5"]),
        ("delays", &["run", "--chart", "delays"]),
        ("weeks", &["run", "--chart", "weeks"]),
    ] {
        data(&folder, &[&["plot"], arguments, &["--out", "picture"]].concat());
        for ending in ["csv", "svg"] {
            let file = folder.path().join(format!("picture.{ending}"));
            insta::assert_snapshot!(format!("picture_{name}_{ending}"), fs::read_to_string(file).unwrap());
        }
    }
}

#[test]
fn odd_runs_are_drawn_all_the_same() {
    for changes in [
        &["-n", "1"][..],
        &["--set", "days=1"],
        &["--set", "hospitals.acute.beds=unlimited"],
        &["--set", "cohorts.adults.arrivals.poisson.per_day=0"],
        &["--set", "days=4000", "-n", "2"],
    ] {
        let folder = folder_with_run(&[changes, &["--patients", "2"]].concat());
        let ended = end(&folder, &["plot", "run"]);
        assert_eq!(ended.code, 0, "{changes:?}: {}", ended.notes);
        assert!(!ended.data.contains("NaN") && !ended.data.contains("inf"), "{changes:?}: {}", ended.data);
        assert!(!ended.data.contains('–'), "a sentence without its number: {changes:?}: {}", ended.data);
    }
}

#[test]
fn mistakes_are_told_with_a_remedy() {
    let folder = folder_with_run(&["-n", "1"]);
    data(&folder, &["compare", "tiny.json", "--what-if", "services.rehab.beds=9", "-n", "2", "--out", "compared"]);
    let bad = "date,value\n1 April,3\n2026-04-02,many\n2026-04-03,4\n2026-04-03,4\n";
    fs::write(folder.path().join("bad.csv"), bad).unwrap();
    fs::write(folder.path().join("old.csv"), "date,value\n2001-01-01,3\n").unwrap();
    for empty in ["broken", "strange", "empty"] {
        fs::create_dir(folder.path().join(empty)).unwrap();
    }
    fs::write(folder.path().join("broken/results.json"), "{").unwrap();
    fs::write(folder.path().join("strange/results.json"), TINY).unwrap();
    fs::write(folder.path().join("short.csv"), "date,value\n2001-01-01,3\n").unwrap();
    let calls: [&[&str]; 20] = [
        &["plot", "run", "--chart", "flows"],
        &["plot", "short.csv"],
        &["plot", "absent.csv"],
        &["plot", "short.csv", "old.csv"],
        &["plot", "short.csv", "--chart", "weeks"],
        &["plot", "run", "--history-columns", "day,beds"],
        &["plot", "run", "--chart", "map"],
        &["plot", "run", "compared"],
        &["plot", "compared", "--measure", "nctr_poeple"],
        &["plot", "run", "--chart", "s-curve", "--measure", "nctr_poeple"],
        &["plot", "run", "--chart", "convergence"],
        &["plot", "run", "--chart", "convergence", "--measure", "delay_95th_percentile_days"],
        &["plot", "run", "--chart", "occupancy", "--history", "bad.csv"],
        &["plot", "run", "--chart", "occupancy", "--history", "old.csv"],
        &["plot", "run", "--chart", "occupancy", "--history", "old.csv", "--history-columns", "day,beds"],
        &["plot", "broken", "strange", "empty", "absent"],
        &["plot", "tiny.json", "southampton-2021", "--chart", "occupancy"],
        &["plot", "compared", "--chart", "bridge", "--measure", "nctr_poeple"],
        &["plot", "compared", "--name", "Before"],
        &["plot", "run", "--title", "Our winter"],
    ];
    let told = calls.map(|call| {
        let ended = end(&folder, call);
        assert_ne!(ended.code, 0, "{call:?}");
        format!("{} ({})\n{}", call.join(" "), ended.code, ended.notes)
    });
    insta::assert_snapshot!("plot_mistakes", told.join("\n"));
}
