//! What stands over and under pictures: every number in it is one of the picture's data, worked out here again.

use std::{collections::BTreeMap, fmt::Write as _, fs};

use serde_json::Value;
use tempfile::TempDir;
use wardflow_montecarlo::chance::{Chance, enough};

use crate::support::{data, folder_with_tiny, rows_of};

type Row = BTreeMap<String, String>;

/// All numbers of a text, as they are written; not those of names such as P2.
fn numbers_in(text: &str) -> String {
    let mut numbers = String::new();
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut at = 0;
    while at < letters.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let begin = at;
        while digit(at) || letters.get(at).is_some_and(|mark| [',', '.'].contains(mark)) && digit(at + 1) {
            at += 1;
        }
        if begin == 0 || !letters[begin - 1].is_alphabetic() {
            let _ = write!(numbers, " {}", letters[begin..at].iter().collect::<String>());
        }
    }
    numbers.trim_start().to_owned()
}

/// The numbers of what is said of one picture.
fn said(folder: &TempDir, arguments: &[&str]) -> String {
    numbers_in(&data(folder, &[&["plot"], arguments, &["--out", "picture"]].concat()))
}

/// The data of that picture.
fn drawn(folder: &TempDir) -> Vec<Row> {
    rows_of(folder.path().join("picture.csv"))
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

fn values(rows: &[Row], is_in: impl Fn(&Row) -> bool) -> Vec<f64> {
    rows.iter().filter(|row| is_in(row)).map(|row| number(row, "value")).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The tiny hospital, run into the folder `run`.
fn folder_with_run() -> TempDir {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "-n", "21", "--patients", "21", "--out", "run"]);
    folder
}

/// The highest need of each replication.
fn needs(run: &TempDir) -> Vec<f64> {
    let mut most: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows_of(run.path().join("run/peaks.csv")) {
        let needed = most.entry(row["replication"].clone()).or_default();
        *needed = needed.max(number(&row, "needed"));
    }
    let mut most: Vec<f64> = most.into_values().collect();
    most.sort_by(f64::total_cmp);
    most
}

#[test]
fn numbers_of_names_are_no_numbers() {
    assert_eq!(numbers_in("On P2, 1,234.5 people at 08:00 (82%), 6 Apr."), "1,234.5 08 00 82 6");
}

#[test]
fn beds_and_weeks() {
    let folder = folder_with_run();

    let told = said(&folder, &["run", "--chart", "occupancy"]);
    let rows = drawn(&folder);
    let medians: Vec<&Row> = rows.iter().filter(|row| row["series"] == "Median").collect();
    let median: Vec<f64> = medians.iter().map(|row| number(row, "value")).collect();
    let above = |mark: f64| median.iter().filter(|beds| **beds > mark * 24.0).count();
    let results = rows_of(folder.path().join("run/results.csv"));
    let of_results = |key: &str| number(results.iter().find(|row| row["measure"] == key).unwrap(), "mean");
    let (beds, days) = (of_results("hospitals.acute.occupied_at_08_00_beds"), [above(0.92), above(0.95)]);
    let percent = 100.0 * beds / 24.0;
    // No week stands out.
    assert_eq!(told, format!("{beds:.1} 24 08 00 {percent:.0} 08 00 92 {} 28 95 {} 21", days[0], days[1]));

    let told = said(&folder, &["run", "--chart", "weeks"]);
    let rows = drawn(&folder);
    let chances: Vec<&Row> = rows.iter().filter(|row| row["series"] == "Chance").collect();
    // 6 April is the first Monday.
    let weeks = [0, 5, 12, 19, 26].map(|day| number(chances[day], "value"));
    assert!(weeks.iter().all(|chance| *chance < 50.0), "no week is told as likely: {weeks:?}");
    let possible = weeks.iter().filter(|chance| {
        let times = (**chance * 21.0 / 100.0).round() as u32;
        Chance { times, of: 21 }.interval(0.99)[1] > 0.5
    });
    let (possible, chance) = (possible.count(), mean(&weeks));
    assert_eq!(told, format!("5 0 {possible} {chance:.0} 95 0 {possible}"));

    let told = said(&folder, &["run", "--chart", "exceedance"]);
    let rows = drawn(&folder);
    let at_24 = |series: &str| values(&rows, |row| row["series"] == series && row["at"] == "24")[0];
    let most = needs(&folder);
    // More takes 30 replications.
    let enough = |percent: u32| {
        let beds = most[(most.len() * percent as usize).div_ceil(100) - 1].ceil();
        let ends = enough(&most, percent).unwrap();
        format!("{beds} {} {}", ends.low.ceil(), ends.high.ceil())
    };
    let times = most.iter().filter(|needed| **needed > 24.0).count() as u32;
    let [low, high] = Chance { times, of: 21 }.interval(0.95).map(|end| 100.0 * end);
    assert_eq!(
        told,
        format!(
            "24 {:.0} {low:.0} {high:.0} 21 {:.0} 50 80 {} {} 21 95",
            at_24("On some day"),
            at_24("In one week, on average"),
            enough(50),
            enough(80),
        )
    );
}

/// A hospital with a surge, run into the folder `run`.
fn folder_with_surge(beds: u32, days: u32, surge: &str) -> TempDir {
    let folder = folder_with_tiny();
    let text = format!(
        r#"{{ "format": 1, "title": "Surge", "start": "2026-11-01", "days": {days}, "warm_up_days": 30,
            "hospitals": {{ "acute": {{ "beds": {beds} }} }},
            "cohorts": {{ "adults": {{
                "arrivals": {{ "poisson": {{ "per_day": 10, "surges": {{ "s": {surge} }} }} }},
                "acute_stay": {{ "lognormal": {{ "mean_days": 5, "sd_days": 6 }} }}, "pathways": {{ "home": 1 }} }} }},
            "pathways": {{ "home": {{ "needs": "nothing" }} }} }}"#
    );
    fs::write(folder.path().join("surge.json"), text).unwrap();
    data(&folder, &["run", "surge.json", "-n", "40", "--out", "run"]);
    folder
}

#[test]
fn a_week_is_named_if_it_leads_and_not_if_it_is_one_of_several() {
    let chart = |folder: &TempDir, chart: &str| {
        let said = data(folder, &["plot", "run", "--chart", chart, "--out", "drawn"]);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Three days of many arrivals from Monday 30 November on.
    let short = folder_with_surge(76, 70, r#"{ "from": "2026-11-30", "to": "2026-12-02", "multiply_by": 2.5 }"#);
    let said = chart(&short, "occupancy");
    assert!(said.contains("%), most in the week of 30 Nov 2026: "), "{said}");
    let peaks = rows_of(short.path().join("run/peaks.csv"));
    let of_week = peaks.iter().filter(|row| row["week"] == "2026-11-30");
    let times = of_week.filter(|row| number(row, "needed") > 76.0).count() as u32;
    let [low, high] = Chance { times, of: 40 }.interval(0.95).map(|end| 100.0 * end);
    let share = (2.5 * f64::from(times)).round_ties_even();
    let sentence = format!("the likeliest is the week of 30 Nov 2026 ({share:.0}%, {low:.0} to {high:.0})");
    let said = chart(&short, "weeks");
    assert!(said.contains(&sentence), "{said} does not say {sentence}");

    // A whole week of them is felt in the next one.
    let week = folder_with_surge(76, 70, r#"{ "from": "2026-11-30", "to": "2026-12-06", "multiply_by": 2 }"#);
    let said = chart(&week, "weeks");
    assert!(said.contains("the likeliest is one of the weeks of 30 Nov to 7 Dec 2026"), "{said}");
    // A long surge fills the beds for months, and which week is the fullest cannot be seen.
    let long = folder_with_surge(60, 150, r#"{ "from": "2026-12-15", "to": "2027-01-31", "multiply_by": 1.35 }"#);
    let said = chart(&long, "occupancy");
    assert!(said.contains("; no week stands out"), "{said}");
}

#[test]
fn every_title_of_occupancy_begins_with_the_same_statistic() {
    // A surge that makes one week stand out, in as many beds and in ten more.
    for beds in [76, 86] {
        let folder = folder_with_surge(beds, 70, r#"{ "from": "2026-11-30", "to": "2026-12-02", "multiply_by": 2.5 }"#);
        let told = said(&folder, &["run", "--chart", "occupancy"]);
        let results = rows_of(folder.path().join("run/results.csv"));
        let row = results.iter().find(|row| row["measure"] == "hospitals.acute.occupied_at_08_00_beds").unwrap();
        let average = number(row, "mean");
        let begin = format!("{average:.1} {beds} 08 00 {:.0} 30 2026", 100.0 * average / f64::from(beds));
        assert!(told.starts_with(&begin), "{told} does not begin with {begin}");
        let peaks = rows_of(folder.path().join("run/peaks.csv"));
        let of_week = values_of(&peaks, "2026-11-30");
        let week = format!(" {:.1} {:.0} 08 00", mean(&of_week), 100.0 * mean(&of_week) / f64::from(beds));
        assert!(told.contains(&week), "{told} does not say {week}");
    }
}

fn values_of(peaks: &[Row], week: &str) -> Vec<f64> {
    let of_week = peaks.iter().filter(|row| row["week"] == week);
    of_week.map(|row| number(row, "occupied_at_08_00")).collect()
}

#[test]
fn weeks_of_beds_without_a_limit_are_told_by_their_mean() {
    let folder = folder_with_surge(76, 70, r#"{ "from": "2026-11-30", "to": "2026-12-02", "multiply_by": 2.5 }"#);
    data(&folder, &["run", "surge.json", "-n", "40", "--set", "hospitals.acute.beds=\"unlimited\"", "--out", "run"]);
    let told = said(&folder, &["run", "--chart", "weeks"]);
    let peaks = rows_of(folder.path().join("run/peaks.csv"));
    let needed = |is_in: &dyn Fn(&Row) -> bool| -> Vec<f64> {
        peaks.iter().filter(|row| is_in(row)).map(|row| number(row, "needed")).collect()
    };
    let (all, week) = (needed(&|_| true), needed(&|row| row["week"] == "2026-11-30"));
    assert!(told.starts_with(&format!("{:.0} 30 2026 {:.0}", mean(&all), mean(&week))), "{told}");
}

#[test]
fn a_hospital_is_named_if_it_is_the_fullest_by_more_than_chance() {
    let told = |north: u32, south: u32, chart: &str| {
        let folder = folder_with_tiny();
        let cohort = |name: &str| {
            format!(
                r#""{name}": {{ "hospital": "{name}", "arrivals": {{ "poisson": {{ "per_day": 4 }} }},
                    "acute_stay": {{ "exponential": {{ "mean_days": 4 }} }}, "pathways": {{ "home": 1 }} }}"#
            )
        };
        let text = format!(
            r#"{{ "format": 1, "title": "Two", "start": "2026-04-06", "days": 28, "warm_up_days": 28,
                "hospitals": {{ "north": {{ "beds": {north} }}, "south": {{ "beds": {south} }} }},
                "cohorts": {{ {}, {} }}, "pathways": {{ "home": {{ "needs": "nothing" }} }} }}"#,
            cohort("north"),
            cohort("south")
        );
        fs::write(folder.path().join("two.json"), text).unwrap();
        data(&folder, &["run", "two.json", "-n", "20", "--out", "run"]);
        let said = data(&folder, &["plot", "run", "--chart", chart, "--out", "drawn"]);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let begins = |said: String, with: &str| assert!(said.starts_with(with), "{said} does not begin with {with}");
    begins(told(30, 18, "occupancy"), "South, the fullest of 2 hospitals: ");
    begins(told(22, 22, "occupancy"), "Acute beds occupied at 08:00 on average: North ");
    begins(told(30, 18, "weeks"), "South, the likeliest to run out of beds of 2 hospitals: ");
    begins(told(22, 22, "weeks"), "Weeks in which more acute beds are needed than may be open, on average: North ");
    begins(
        told(90, 90, "weeks"),
        "In none of 20 replications are more acute beds needed than are open in either hospital",
    );
}

#[test]
fn delays_and_pathways() {
    let folder = folder_with_run();

    let told = said(&folder, &["run", "--chart", "delays"]);
    let groups = values(&drawn(&folder), |row| row["unit"] == "bed days a day");
    // No group stands out.
    assert_eq!(told, format!("{:.1} 95", groups.iter().sum::<f64>()));

    let told = said(&folder, &["run", "--chart", "pathways"]);
    let people = mean(&values(&drawn(&folder), |row| row["panel"] == "Discharge ready in an acute bed"));
    let results = rows_of(folder.path().join("run/results.csv"));
    let delay = results.iter().find(|row| row["measure"] == "pathways.p2.delay_days").unwrap();
    assert_eq!(told, format!("{people:.2} {:.2}", number(delay, "mean")));
}

#[test]
fn chances_and_precision() {
    let folder = folder_with_run();

    let told = said(&folder, &["run", "--chart", "s-curve"]);
    let rows = rows_of(folder.path().join("run/replications.csv"));
    let of_people = rows.iter().filter(|row| row["measure"] == "nctr_people");
    let mut people: Vec<f64> = of_people.map(|row| number(row, "value")).collect();
    people.sort_by(f64::total_cmp);
    // Of 21 values these are quantiles as they stand.
    let [low, median, high] = [2, 10, 18].map(|at| format!("{:.2}", people[at]));
    // Of so few nothing is said of nine in ten.
    assert_eq!(told, format!("21 {:.2} {low} {high} {median}", people[20]));

    let told = said(&folder, &["run", "--chart", "convergence"]);
    let rows = drawn(&folder);
    let last = |end: &str| *values(&rows, |row| row["at"] == "21" && row["series"].ends_with(end)).last().unwrap();
    let (mean, low, high) = (last("Mean so far"), last("(lower)"), last("(upper)"));
    let half = (high - low) / 2.0;
    assert!(low > 0.0);
    assert_eq!(told, format!("21 {half:.2} {:.1} 21 {mean:.2} 95 {low:.2} {high:.2}", 100.0 * half / mean));
}

#[test]
fn patients_one_by_one() {
    let folder = folder_with_run();
    data(&folder, &["plot", "run", "--chart", "week", "--out", "maps/"]);
    let map = |name: &str| rows_of(folder.path().join(format!("maps/week-{name}.csv")));
    let is_weekend = |row: &Row| row["row"].starts_with('S');
    let a_day = |rows: &[Row]| {
        let (week, weekend) = (values(rows, |row| !is_weekend(row)), values(rows, is_weekend));
        format!("{:.1} {:.1}", week.iter().sum::<f64>() / 5.0, weekend.iter().sum::<f64>() / 2.0)
    };
    let discharges = map("discharges");
    let before_noon: f64 = values(&discharges, |row| number(row, "column") < 12.0).iter().sum();
    let percent = 100.0 * before_noon / values(&discharges, |_| true).iter().sum::<f64>();
    let beds: Vec<f64> = map("beds").iter().map(|row| number(row, "value")).collect();
    // No hour stands out.
    let (emptiest, fullest) =
        (beds.iter().copied().fold(f64::NAN, f64::min), beds.iter().copied().fold(f64::NAN, f64::max));
    assert_eq!(
        said(&folder, &["run", "--chart", "week"]),
        format!(
            "{} 21 {} 21 {percent:.0} {} 21 {emptiest:.1} {fullest:.1} 21",
            a_day(&map("admissions")),
            a_day(&map("ready")),
            a_day(&discharges)
        )
    );

    let told = said(&folder, &["run", "--chart", "flows"]);
    let rows = drawn(&folder);
    let sum = |is_in: &dyn Fn(&Row) -> bool| values(&rows, is_in).iter().sum::<f64>();
    let (all, first, last) = (
        sum(&|row| row["from_stage"] == "Cohort"),
        sum(&|row| row["to"] == "Same day"),
        sum(&|row| row["to"] == "7 days or more"),
    );
    assert_eq!(told, format!("{all:.1} {first:.1} {last:.1} 7 21"));

    let told = said(&folder, &["run", "--chart", "warm-up"]);
    let beds = values(&drawn(&folder), |row| row["panel"] == "In an acute bed" && row["series"] == "Each midnight");
    assert_eq!(told, format!("{:.1} 14 {:.1} 14 21 1983", mean(&beds[..14]), mean(&beds[14..28])));
}

#[test]
fn comparisons() {
    const NAMES: [&str; 8] = ["--name", "Now", "--name", "Fewer beds", "--name", "Less staff", "--name", "Both"];
    let folder = folder_with_tiny();
    let (beds, staff) = ("services.rehab.beds=8", "spoas.hub.teams.nurses.staff=1");
    let both = format!("{beds}; {staff}");
    let what_ifs = ["--what-if", beds, "--what-if", staff, "--what-if", &both];
    data(&folder, &[&["compare", "tiny.json", "-n", "40", "--out", "compared"], &what_ifs[..]].concat());

    let told = said(&folder, &[&["compared", "--chart", "differences"], &NAMES[..]].concat());
    let rows = drawn(&folder);
    let of = |variant: &str| {
        let is_it = |row: &&Row| row["series"] == variant && row["row"] == "People discharge ready in an acute bed";
        let row = rows.iter().find(is_it).unwrap();
        let [value, low, high] = ["value", "low", "high"].map(|column| number(row, column).abs());
        let places = usize::from(value < 10.0) + usize::from(high.max(low) < 2.0);
        format!("{value:.places$} {low:.places$} {high:.places$}")
    };
    // Of whoever cannot keep up it is said last.
    let compared: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("compared/results.json")).unwrap()).unwrap();
    let states = compared["scenarios"].as_array().unwrap().iter().filter_map(|one| one["state_says"].as_str());
    let states: Vec<String> = states.map(numbers_in).collect();
    let states = states.join(" ");
    assert_eq!(told, format!("{} {} {} 95 {states}", of("Fewer beds"), of("Less staff"), of("Both")));

    let told = said(&folder, &[&["compared", "--chart", "bridge"], &NAMES[..]].concat());
    let steps = values(&drawn(&folder), |_| true);
    assert_eq!(told, format!("{:.1} {:.1} 95 {states}", steps[0], steps[steps.len() - 1]));
}

#[test]
fn what_is_the_same_in_each_replication_is_no_difference_rather_than_no_certain_one() {
    let folder = folder_with_tiny();
    data(&folder, &["compare", "tiny.json", "-n", "20", "--what-if", "services.rehab.beds=12", "--out", "same"]);
    let told = data(&folder, &["plot", "same", "--chart", "differences", "--out", "picture"]);
    assert!(
        told.starts_with("People discharge ready in an acute bed: services.rehab.beds=12: no difference\n"),
        "{told}"
    );
}

/// A sweep of the tiny hospital over beds of the service, and over what else is said.
fn folder_with_sweep(more: &str) -> TempDir {
    let folder = folder_with_tiny();
    let plan = format!(
        r#"{{ "format": 1, "title": "Tiny sweep", "scenario": "tiny.json", "replications": 20,
        "vary": {{ "services.rehab.beds": {{ "label": "Rehab beds", "from": 8, "to": 16, "step": 1 }}{more} }} }}"#
    );
    fs::write(folder.path().join("plan.json"), plan).unwrap();
    data(&folder, &["sweep", "plan.json", "--out", "swept"]);
    folder
}

/// The rows of a measure in the data of a picture.
fn rows_of_measure(folder: &TempDir, measure: &str) -> Vec<Row> {
    drawn(folder).into_iter().filter(|row| row["measure"] == measure).collect()
}

/// What is said of points that do not keep up.
fn hollow(points: &[Row]) -> String {
    let count = |state: &str| points.iter().filter(|row| row["state"] == state).count();
    let (unstable, close, all) = (count("unstable"), count("too_close"), points.len());
    let unstable = if unstable > 0 { format!("{unstable} {all} ") } else { String::new() };
    if close > 0 { format!("{unstable}{close} {all} 5 ") } else { unstable }
}

fn half_width(row: &Row) -> f64 {
    number(row, "mean_high_95") - number(row, "mean")
}

/// Thousands of pounds, rounded to the second digit of the half width.
fn pounds(row: &Row) -> String {
    let half = half_width(row);
    let place = [1.0, 10.0, 100.0, 1e3, 1e4].into_iter().rfind(|place| *place == 1.0 || 10.0 * place <= half).unwrap();
    let value = (number(row, "mean") / place).round() * place;
    format!("{},{:03}", (value / 1e3).floor(), value % 1e3)
}

/// A number below ten with no more than two digits of what it is known to.
fn people_known(value: f64, half: f64) -> String {
    let digits = if half >= 0.995 { 1 } else { 2 };
    format!("{value:.digits$}")
}

#[test]
fn the_capacity_curve() {
    let folder = folder_with_sweep("");
    let beds = |row: &Row| number(row, "services.rehab.beds");

    let told = said(&folder, &["swept"]);
    let (people, cost) =
        (rows_of_measure(&folder, "nctr_people"), rows_of_measure(&folder, "cost.total_pounds_per_year"));
    let at = |wanted: f64, column: &str| number(people.iter().find(|row| beds(row) == wanted).unwrap(), column);
    let row = |wanted: f64| people.iter().find(|row| beds(row) == wanted).unwrap();
    let mean = |wanted: f64| people_known(at(wanted, "mean"), half_width(row(wanted)));
    let change = |from: f64, to: f64| {
        let half = half_width(row(from)).hypot(half_width(row(to)));
        people_known((at(from, "mean") - at(to, "mean")).abs(), half)
    };
    // The title tells where the knee is.
    let knee: f64 = told.split(' ').next().unwrap().parse().unwrap();
    let about_the_knee = format!("{knee} 8 {knee} {} {knee} 16 {}", change(8.0, knee), change(knee, 16.0));
    let today = format!("12 {} 5 95 {:.2} {:.2}", mean(12.0), at(12.0, "low_5"), at(12.0, "high_95"));
    let costs = format!("{} 8 {} 16", pounds(&cost[0]), pounds(&cost[8]));
    let costs = hollow(&people) + &costs;
    assert_eq!(told, format!("{knee} {} {knee} {} 8 {about_the_knee} {today} {costs}", mean(knee), mean(8.0)));

    let told = said(&folder, &["swept", "--target", "1.5"]);
    let from = |column: &str| {
        let misses = people.iter().filter(|row| number(row, column) > 1.5).map(beds);
        misses.fold(f64::NAN, f64::max) + 1.0
    };
    let (mean, interval, replications) = (from("mean"), from("mean_high_95"), from("high_95"));
    assert_eq!(told, format!("{mean} 1.5 {mean} 95 {interval} 95 {replications} {about_the_knee} {today} {costs}"));
}

#[test]
fn the_map_of_two_numbers() {
    let folder =
        folder_with_sweep(r#", "hospitals.acute.beds": { "label": "Acute beds", "from": 20, "to": 28, "step": 4 }"#);
    let told = said(&folder, &["swept", "--target", "1.5"]);
    let (people, cost) =
        (rows_of_measure(&folder, "nctr_people"), rows_of_measure(&folder, "cost.total_pounds_per_year"));
    let pair = |row: &Row| ["services.rehab.beds", "hospitals.acute.beds"].map(|axis| number(row, axis));
    let meeting: Vec<[f64; 2]> = people.iter().filter(|row| number(row, "mean") <= 1.5).map(pair).collect();
    let mean = |row: &&Row| number(row, "mean");
    let by_mean = |one: &&Row, other: &&Row| mean(one).total_cmp(&mean(other));
    let of_meeting = || cost.iter().filter(|row| meeting.contains(&pair(row)));
    let least = of_meeting().min_by(by_mean).unwrap();
    // Acute beds cost nothing here: several pairs cost as little.
    let cheapest = of_meeting().filter(|row| mean(row) <= mean(&least) * (1.0 + 1e-9)).count();
    assert!(cheapest > 1);
    let today = people.iter().find(|row| pair(row) == [12.0, 24.0]).unwrap();
    assert_eq!(
        told,
        format!(
            "1.5 {} {} {cheapest} {} {} {} {}12 24 {} {} {}",
            meeting.len(),
            people.len(),
            pounds(least),
            meeting.len(),
            people.len(),
            hollow(&people),
            people_known(mean(&today), half_width(today)),
            pounds(&cost[0]),
            pounds(&cost[cost.len() - 1])
        )
    );
}

#[test]
fn a_target_is_for_what_the_plan_names_first() {
    let folder = folder_with_tiny();
    let plan = r#"{ "format": 1, "title": "Named", "scenario": "tiny.json", "replications": 5,
        "measures": ["hospitals.acute.occupied_at_08_00_95th_percentile_beds", "nctr_people"],
        "vary": { "services.rehab.beds": { "label": "Rehab beds", "from": 8, "to": 16, "step": 4 } } }"#;
    fs::write(folder.path().join("plan.json"), plan).unwrap();
    data(&folder, &["sweep", "plan.json", "--out", "swept"]);
    let title = |arguments: &[&str]| {
        let said = data(&folder, &[&["plot", "swept", "--out", "picture"], arguments].concat());
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let first = title(&["--target", "99"]);
    let wanted = "the target of at most 99 beds for the occupied at 08:00, 95th percentile is met on average";
    assert!(first.contains(wanted), "{first}");
    let people = title(&["--target", "99", "--measure", "nctr_people"]);
    let wanted = "the target of at most 99 people discharge ready in an acute bed is met on average";
    assert!(people.contains(wanted), "{people}");
}

#[test]
fn the_scenario_is_told_as_it_ran() {
    let folder = folder_with_tiny();
    let sweep = ["sweep", "tiny.json", "--vary", "services.rehab.beds=8:16:4", "-n", "5", "--out", "swept"];
    let set = ["--set", "services.rehab.beds=16", "--set", "hospitals.acute.beds=30"];
    data(&folder, &[&sweep[..], &set].concat());
    let said = data(&folder, &["plot", "swept", "--measure", "nctr_people", "--cost", "none", "--out", "picture"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = rows_of_measure(&folder, "nctr_people");
    let row = rows.iter().find(|row| row["services.rehab.beds"] == "16").unwrap();
    let told = format!(
        "The scenario as it ran: 16 rehab beds, which give {}",
        people_known(number(row, "mean"), half_width(row))
    );
    assert!(said.contains(&told), "{said} does not say {told}");
    assert!(!said.to_lowercase().contains("today"), "{said}");
}

#[test]
fn a_change_of_some_weeks_tells_when_it_is_largest() {
    let folder = folder_with_tiny();
    let changed = r#"services.rehab.beds={"steps": {"2026-03-01": 12, "2026-04-27": 4, "2026-05-11": 12}}"#;
    let common = ["--set", "days=84", "--set", "warm_up_days=14"];
    data(&folder, &[&["run", "tiny.json", "-n", "40", "--out", "base"], &common[..]].concat());
    data(&folder, &[&["run", "base/scenario.json", "-n", "40", "--set", changed, "--out", "other"][..]].concat());
    let compare = ["compare", "base/scenario.json", "--what-if", changed, "--out", "compared"];
    let said = data(&folder, &compare).split_whitespace().collect::<Vec<_>>().join(" ");
    let [base, other] = ["base", "other"].map(|run| {
        let rows = rows_of(folder.path().join(run).join("daily.csv"));
        rows.iter().map(|row| (row["date"].clone(), number(row, "nctr_people"))).collect::<Vec<(String, f64)>>()
    });
    // Whatever weeks are told, the number is theirs. 6 April is the first Monday.
    let told = said.split(" Most ").nth(1).unwrap().split(" on average").next().unwrap().to_owned();
    let written = |date: &str| {
        let month = ["Apr", "May", "Jun"][date[5..7].parse::<usize>().unwrap() - 4];
        format!("{} {month}", date[8..].trim_start_matches('0'))
    };
    let spans = (5..84).step_by(7).flat_map(|from| (from + 7..=84).step_by(7).map(move |to| (from, to)));
    let matching = spans.filter(|&(from, to)| {
        let more = mean(&(from..to).map(|day| other[day].1 - base[day].1).collect::<Vec<f64>>());
        let when = if to == from + 7 {
            format!("in the week of {} 2026", written(&base[from].0))
        } else {
            format!("from {} to {} 2026", written(&base[from].0), written(&base[to - 1].0))
        };
        (told == format!("{when}, with {more:.1} more") || told == format!("{when}, with {more:.2} more"))
            && ("2026-04-27".."2026-06-01").contains(&base[from].0.as_str())
    });
    assert_eq!(matching.count(), 1, "{told}");
    let drawn = data(&folder, &["plot", "compared", "--chart", "differences", "--out", "picture"]);
    assert!(drawn.split_whitespace().collect::<Vec<_>>().join(" ").contains(&format!("differ most {told}")), "{drawn}");

    let constant = data(&folder, &["compare", "base/scenario.json", "--what-if", "services.rehab.beds=9"]);
    assert!(!constant.contains("Most in the week") && !constant.contains("Most from"), "{constant}");
}

#[test]
fn control_charts() {
    let folder = folder_with_tiny();
    let counted = [12, 15, 11, 14, 13, 12, 16, 13, 40, 12, 14, 13];
    let mut rows = String::from("date,beds\n");
    for (day, beds) in (1..).zip(counted) {
        let _ = writeln!(rows, "2026-03-{day:02},{beds}");
    }
    fs::write(folder.path().join("counted.csv"), rows).unwrap();
    let told = said(&folder, &["counted.csv", "--history-columns", "date,beds"]);
    let moves: Vec<f64> = counted.windows(2).map(|pair| f64::from(pair[1] - pair[0]).abs()).collect();
    let centre = mean(&counted.map(f64::from));
    assert_eq!(told, format!("12 2.66 {:.1} 1 15 100 24 44 60 98 365 2 100", centre + 2.66 * mean(&moves)));
}
