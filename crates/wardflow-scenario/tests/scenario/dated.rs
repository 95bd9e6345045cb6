//! Numbers by date: before their first date holds what the extended scenario has, and dates that do nothing are told.

use serde_json::{Value, json};
use wardflow_scenario::{
    Base, Opened, Ready,
    effective::effective,
    format::Scenario,
    open, open_from,
    reading::{Path, Shelf},
};

use crate::{ready, told};

/// A day after the first measured one of `everything.json` and before its last.
const LATER: &str = "2026-06-01";
const NOTHING_SAYS: &str = "nothing says what holds from 2026-04-01 (`start`) to 2026-05-31";

fn everything() -> (Ready, Value) {
    let ready = ready(include_str!("everything.json"));
    let value = serde_json::from_str(&effective(&ready.scenario, &ready.annotations)).unwrap();
    (ready, value)
}

/// The paths of all plain numbers that stand in no list, and the numbers.
fn numbers(value: &Value, path: &Path, found: &mut Vec<(Path, Value)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| numbers(value, &path.join(key), found)),
        Value::Number(_) => found.push((path.clone(), value.clone())),
        _ => {}
    }
}

/// A file that extends `base` and says only what stands at a path.
fn extending(path: &Path, over: &Value) -> String {
    let inner = path.segments().iter().rev().fold(over.clone(), |value, segment| json!({ segment: value }));
    let mut file = inner;
    file["extends"] = "base".into();
    file.to_string()
}

fn open_over(base: &str, over: &str) -> Opened {
    open_from("over", &[], &Shelf::new(&[("base", base), ("over", over)]))
}

/// Whatever may have dates does not begin with a number of its own where nothing is said, and what is extended holds there.
#[test]
fn whatever_may_change_by_date_says_what_holds_before() {
    let (whole, value) = everything();
    let text = value.to_string();
    let shelf = [("base", text.as_str())];
    let base = Base::read("base", &[], &Shelf::new(&shelf));
    let mut found = Vec::new();
    numbers(&value, &Path::root(), &mut found);
    let model = |ready: &Ready| format!("{:?}", ready.model);
    let unchanged = model(&whole);
    let mut accepted = Vec::new();
    for (path, number) in found {
        let path = path.segments().strip_suffix(&["value".to_owned()]).map_or(path.clone(), Path::of);
        let steps = json!({ "steps": { LATER: number } });
        let alone = base.open(&[format!("{path}={}", json!({ "before": null, "steps": { LATER: number } }))]);
        assert!(alone.ready.is_none(), "{path}");
        let at_date = path.join("steps").join(LATER);
        if !alone.problems.iter().any(|problem| problem.path == at_date && problem.what == NOTHING_SAYS) {
            // This takes no dates at all.
            assert!(alone.problems.iter().any(|problem| problem.path.starts_with(&path)), "{path}: {}", alone.problems);
            continue;
        }
        let ready = |opened: Opened| opened.ready.unwrap_or_else(|| panic!("{path}: {}", opened.problems));
        let before = json!({ "before": number, "steps": { LATER: number } });
        let explicit = ready(base.open(&[format!("{path}={before}")]));
        let over = ready(open_over(&text, &extending(&path, &steps)));
        let set = ready(base.open(&[format!("{path}={steps}")]));
        let date = ready(base.open(&[format!("{at_date}={number}")]));
        for other in [&explicit, &over, &set, &date] {
            // The number is the same from its date on, and so is the model.
            assert!(model(other) == unchanged, "{path}");
            assert_eq!(other.scenario, explicit.scenario, "{path}");
        }
        let written = serde_json::to_value(&over.scenario).unwrap();
        assert_eq!(serde_json::from_value::<Scenario>(written).unwrap(), over.scenario, "{path}");
        accepted.push(path.to_string());
    }
    for kind in
        ["beds", "hours_per_week", "staff", "per_day", "share", "closes_below", "pounds_per_day", "most_per_day"]
    {
        assert!(accepted.iter().any(|path| path.ends_with(kind)), "{kind}: {accepted:?}");
    }
}

const BASE: &str = r#"{"format": 1, "title": "Base", "start": "2026-04-01", "days": 365, "warm_up_days": 30,
    "hospitals": {"acute": {"beds": {"steps": {"2026-04-01": 100, "2026-06-01": 90, "2026-12-01": 80}}}},
    "cohorts": {"all": {"arrivals": {"poisson": {"per_day": 4}}, "acute_stay": {"fixed": {"days": 3}}, "pathways": {"p0": 1}}},
    "pathways": {"p0": {}}}"#;

/// The beds on some days, with those of the warm-up first.
fn beds(over: &str, days: &[&str]) -> Vec<f64> {
    let opened = open_over(BASE, &format!(r#"{{"extends": "base", {over}}}"#));
    let ready = opened.ready.unwrap_or_else(|| panic!("{over}: {}", opened.problems));
    let schedule = &ready.scenario.hospitals["acute"].beds.0;
    let on_days = days.iter().map(|day| schedule.on(day.parse().unwrap()));
    [schedule.on_run_day(0, 30, ready.scenario.start)].into_iter().chain(on_days).collect()
}

#[test]
fn dates_of_one_kind_merge_and_another_kind_begins_on_its_first_date() {
    let days = ["2026-05-31", "2026-06-30", "2026-07-06", "2026-08-01", "2026-12-02"];
    let of = |beds_over: &str| beds(&format!(r#""hospitals": {{"acute": {{"beds": {beds_over}}}}}"#), &days);
    assert_eq!(of(r#"{"steps": {"2026-07-01": 70}}"#), [100.0, 100.0, 90.0, 70.0, 70.0, 80.0]);
    assert_eq!(of(r#"{"steps": {"2026-07-01": 70, "2026-12-01": null}}"#), [100.0, 100.0, 90.0, 70.0, 70.0, 70.0]);
    let ramp = [100.0, 100.0, 90.0, 65.0, 60.0, 60.0];
    assert_eq!(of(r#"{"ramp": {"2026-07-01": 70, "2026-07-11": 60}}"#), ramp);
    // A null of the other kind says no more than that it is another kind.
    assert_eq!(of(r#"{"steps": null, "ramp": {"2026-07-01": 70, "2026-07-11": 60}}"#), ramp);
    assert_eq!(of(r#"{"ramp": {"2026-04-01": 70, "2026-04-11": 60}}"#), [70.0, 60.0, 60.0, 60.0, 60.0, 60.0]);
    assert_eq!(
        of(r#"{"before": 50, "ramp": {"2026-07-01": 70, "2026-07-11": 60}}"#),
        [50.0, 50.0, 50.0, 65.0, 60.0, 60.0]
    );
    assert_eq!(of("77"), [77.0; 6]);
}

/// A later start leaves the dates where they are: what held just before it holds in the warm-up.
#[test]
fn a_later_start_leaves_dates_where_they_are() {
    let later = r#""start": "2026-10-01", "hospitals": {"acute": {"beds": {"steps": {"2027-01-01": 70}}}}"#;
    assert_eq!(beds(later, &["2026-10-01", "2026-12-01", "2027-01-01"]), [90.0, 90.0, 80.0, 70.0]);
    let opened = open_over(BASE, &format!(r#"{{"extends": "base", {later}}}"#));
    assert!(opened.problems.is_empty(), "{}", opened.problems);
    // Nor does the base warn of its dates when it is run for a shorter time.
    let shorter = open_from("base", &["days=30".to_owned()], &Shelf::new(&[("base", BASE)]));
    assert!(shorter.problems.is_empty(), "{}", shorter.problems);
}

#[test]
fn a_deleted_first_date_is_missed() {
    let over = r#"{"extends": "base", "hospitals": {"acute": {"beds": {"steps": {"2026-04-01": null}}}}}"#;
    let opened = open_over(BASE, over);
    assert!(opened.ready.is_none());
    assert!(opened.problems.to_string().contains(NOTHING_SAYS), "{}", opened.problems);
}

#[test]
fn dates_that_change_nothing_are_told() {
    let with_beds =
        |beds: &str| told(&BASE.replace(r#"{"steps": {"2026-04-01": 100, "2026-06-01": 90, "2026-12-01": 80}}"#, beds));
    let unused = "outside the measured days, 2026-04-01 to 2027-03-31, and";
    for (beds, at, says) in [
        (r#"{"steps": {"2026-04-01": 100, "2062-06-01": 90}}"#, "steps.2062-06-01", "2062-06-01 lies"),
        (
            r#"{"steps": {"2020-01-01": 31, "2021-01-01": 32, "2026-03-01": 33}}"#,
            "steps.2020-01-01",
            "2020-01-01, 2021-01-01 lie",
        ),
        (
            r#"{"before": 34, "ramp": {"2027-04-01": 33, "2027-05-01": 39}}"#,
            "ramp.2027-04-01",
            "2027-04-01, 2027-05-01 lie",
        ),
        (
            r#"{"ramp": {"2026-05-01": 33, "2027-05-01": 39, "2027-06-01": 39}, "before": 33}"#,
            "ramp.2027-06-01",
            "2027-06-01 lies",
        ),
    ] {
        let found = with_beds(beds);
        let expected = format!("Warning hospitals.acute.beds.{at}: {says} {unused}");
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{beds}: {found:?}");
    }
    let early = with_beds(r#"{"steps": {"2016-06-01": 100, "2026-04-01": 90}}"#);
    assert!(early.len() == 1 && early[0].contains("2016-06-01 lies before the run"), "{early:?}");
    let slow = with_beds(r#"{"ramp": {"2026-04-01": 33, "2062-05-01": 39}}"#);
    assert!(slow.len() == 1 && slow[0].contains("goes on to 2062-05-01, long after the last day"), "{slow:?}");
    for beds in [
        r#"{"ramp": {"2026-04-01": 33, "2027-05-01": 39}}"#,
        r#"{"steps": {"2026-03-31": 33, "2026-04-01": 39}}"#,
        r#"{"steps": {"2020-01-01": 33}}"#,
        r#"{"steps": {"2020-01-01": 33, "2027-03-31": 34}}"#,
    ] {
        assert_eq!(with_beds(beds), [""; 0], "{beds}");
    }
}

#[test]
fn what_is_to_hold_before_dates_that_begin_before_the_run_is_told() {
    let over = r#"{"extends": "base", "start": "2026-05-01", "hospitals": {"acute": {"beds": {"before": 7, "steps": {"2026-07-01": 5}}}}}"#;
    let opened = open_over(BASE, over);
    let told = opened.problems.to_string();
    assert!(told.contains("the dates below begin on 2026-04-01") && told.contains("beds.before"), "{told}");
}

/// The beds of a planner's file that closes twenty of another's from October on.
#[test]
fn a_closure_leaves_the_time_before_it_alone() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/inputs/dated-closure.json");
    let opened = open(file, &[]);
    let ready = opened.ready.unwrap_or_else(|| panic!("{}", opened.problems));
    let pool = ready.model.pools.iter().find(|pool| pool.name == "d2a_beds").unwrap();
    let first_of_october = u64::from(ready.model.warm_up_days) + 183;
    let capacity: Vec<(u64, u64)> = pool.capacity.iter().map(|(from, beds)| (from.day(), *beds)).collect();
    assert_eq!(capacity, [(0, 60), (first_of_october, 40)]);
}

#[test]
fn no_shipped_scenario_has_dates_that_do_nothing() {
    for (name, _) in wardflow_scenario::SHIPPED {
        let problems = open(name, &[]).problems;
        let unused: Vec<_> = problems.iter().filter(|problem| problem.code == "unused").collect();
        assert!(unused.is_empty(), "{name}: {unused:?}");
    }
}
