//! Changes of a scenario: relative ones, and those of things that it does not have.

use std::collections::BTreeSet;

use serde_json::Value;
use wardflow_scenario::{
    Opened,
    effective::effective,
    format::Scenario,
    open_from,
    reading::{Format, Path, Shelf},
    schema::schema,
};

const EVERYTHING: &str = include_str!("everything.json");
const SMALL: &str = r#"{
    "format": 1, "title": "Small", "start": "2026-04-06", "days": 28,
    "hospitals": { "uhs": { "beds": { "before": 24, "steps": { "2026-04-10": 30, "2026-04-20": 20 } } } },
    "cohorts": { "older": { "arrivals": { "poisson": { "per_day": 4 } }, "acute_stay": { "exponential": { "mean_days": 4 } },
        "pathways": { "p0": "the_rest", "p2": 0.2 } } },
    "pathways": { "p0": { "needs": "nothing" }, "p2": { "needs": { "bed": { "services": ["d2a_beds", "spot"] } } } },
    "services": {
        "d2a_beds": { "beds": 60, "stay": { "fixed": { "days": 12 } } },
        "spot": { "beds": "unlimited", "stay": { "fixed": { "days": 12 } } }
    }
}"#;

fn change(text: &str, changes: &[&str]) -> Opened {
    let changes: Vec<String> = changes.iter().map(|&change| change.to_owned()).collect();
    open_from("test", &changes, &Shelf::new(&[("test", text)]))
}

/// What stands at a path of the small scenario after these changes.
fn changed(changes: &[&str], path: &str) -> Value {
    let opened = change(SMALL, changes);
    let ready = opened.ready.unwrap_or_else(|| panic!("{changes:?}: {}", opened.problems));
    let written: Value = serde_json::from_str(&effective(&ready.scenario, &ready.annotations)).unwrap();
    path.split('.').fold(written, |value, name| value[name].clone())
}

/// What is wrong with the small scenario after these changes, with the remedy.
fn said(changes: &[&str]) -> Vec<String> {
    let opened = change(SMALL, changes);
    opened.problems.iter().map(|problem| format!("{}: {}; {}", problem.path, problem.what, problem.remedy)).collect()
}

#[test]
fn a_number_is_changed_by_so_much_or_so_many_percent() {
    let beds = "services.d2a_beds.beds";
    for (change, expected) in [
        ("+=2", 62.0),
        ("-=2", 58.0),
        (" += 2", 62.0),
        ("+=-2", 58.0),
        ("+=10%", 66.0),
        ("-=10%", 54.0),
        ("+=\"10%\"", 66.0),
        ("*=1.1", 66.0),
        ("*=0", 0.0),
    ] {
        assert_eq!(changed(&[&format!("{beds}{change}")], beds).as_f64(), Some(expected), "{change}");
    }
    // What holds after the changes before counts, and so does what nobody wrote.
    assert_eq!(changed(&[&format!("{beds}=40"), &format!("{beds}+=5"), &format!("{beds}*=2")], beds), 90);
    assert_eq!(changed(&["warm_up_days+=20"], "warm_up_days"), 200);
    assert_eq!(
        changed(&["cohorts.older.arrivals.poisson.per_day+=0.1"], "cohorts.older.arrivals.poisson.per_day"),
        4.1
    );
    assert_eq!(changed(&["seed=18446744073709551614", "seed+=1"], "seed"), u64::MAX);
}

#[test]
fn numbers_by_date_change_at_every_date() {
    let steps = |before: u32, first: u32, second: u32| serde_json::json!({ "before": before, "steps": { "2026-04-10": first, "2026-04-20": second } });
    assert_eq!(changed(&["hospitals.uhs.beds+=2"], "hospitals.uhs.beds"), steps(26, 32, 22));
    assert_eq!(changed(&["hospitals.uhs.beds-=50%"], "hospitals.uhs.beds"), steps(12, 15, 10));
    assert_eq!(changed(&["hospitals.uhs.beds.steps.2026-04-20*=2"], "hospitals.uhs.beds"), steps(24, 30, 40));
}

#[test]
fn what_cannot_be_changed_by_so_much_says_so() {
    for (change, expected) in [
        ("services.spot.beds+=2", "services.spot.beds: `services.spot.beds` is unlimited, and stays so"),
        ("title+=2", "title: `title` is a text, not a number; name a path that leads to a number"),
        ("cohorts.older.pathways.p0+=0.1", "cohorts.older.pathways.p0: `cohorts.older.pathways.p0` is a text"),
        (
            "services.d2a_beds+=2",
            "services.d2a_beds: `services.d2a_beds` is an object, not a number; name a number in it: `beds`",
        ),
        (
            "services.d2a_beds.bedz+=2",
            "services.d2a_beds.bedz: there is no `bedz` in `services.d2a_beds`; did you mean `services.d2a_beds.beds`?",
        ),
        (
            "services.d2a_bed.beds+=2",
            "services.d2a_bed: there is no `d2a_bed` in `services`; did you mean `services.d2a_beds`?",
        ),
        (
            "services.d2a_beds.beds+=1,200",
            "services.d2a_beds.beds: `1,200` is no number; write `services.d2a_beds.beds+=1200`",
        ),
        ("services.d2a_beds.beds+=many", "services.d2a_beds.beds: `many` is no number; write a number or a percentage"),
        ("services.d2a_beds.beds*=110%", "services.d2a_beds.beds: a percentage multiplies nothing"),
        ("seed*=1e308", "seed: `seed` becomes too large"),
        ("services.d2a_beds.beds+=1%", "services.d2a_beds.beds: 60.6 is not a whole number"),
    ] {
        let change = if change == "seed*=1e308" { vec!["seed=100", change] } else { vec![change] };
        let said = said(&change);
        assert!(matches!(&said[..], [one] if one.starts_with(expected)), "{change:?}: {said:?}");
    }
}

#[test]
fn the_error_about_a_sign_proposes_the_relative_change() {
    let said = |change| said(&[change]).join("\n");
    let path = "cohorts.older.acute_stay.exponential.mean_days";
    assert!(
        said("cohorts.older.acute_stay.exponential.mean_days=+2")
            .ends_with(&format!("write `{path}+=2` for 2 more, or `{path}=2`"))
    );
    assert!(
        said("cohorts.older.acute_stay.exponential.mean_days=-2").ends_with(&format!("for 2 less write `{path}-=2`"))
    );
    assert!(said("services.d2a_beds.beds=-2").ends_with("for 2 less write `services.d2a_beds.beds-=2`"));
    assert!(said("services.d2a_beds.beds=+10%").ends_with("write `services.d2a_beds.beds+=10%` for so much more"));
}

#[test]
fn a_misspelt_name_is_no_new_thing() {
    for (change, expected) in [
        (
            "services.d2a_bedz.beds=45",
            "services.d2a_bedz: there is no `d2a_bedz` in `services`; did you mean `services.d2a_beds`?",
        ),
        (
            "services.d2a_bedz=null",
            "services.d2a_bedz: there is no `d2a_bedz` in `services`; did you mean `services.d2a_beds`?",
        ),
        (
            "services.d2a_bedz.beds.note=x",
            "services.d2a_bedz: there is no `d2a_bedz` in `services`; did you mean `services.d2a_beds`?",
        ),
        ("hospitals.uhhs.beds=440", "hospitals.uhhs: there is no `uhhs` in `hospitals`; did you mean `hospitals.uhs`?"),
        (
            "hospitals.royal.beds=440",
            "hospitals.royal: there is no `royal` in `hospitals`; what stands there: `uhs`; a new one comes as a whole: `hospitals.royal={ ... }`",
        ),
        (
            "escalations.winter.opens_above=4",
            "escalations.winter: there is no `winter` in `escalations`; it has none; a new one comes as a whole: `escalations.winter={ ... }`",
        ),
        (
            "calendars.weekdays=08:00-17:00",
            "calendars.weekdays: there is no `weekdays` in `calendars`; it has none; a new one comes as a whole: `calendars.weekdays={ ... }`",
        ),
        (
            "cohorts.older.arrivals.poisson.surges.flu.times=2",
            "cohorts.older.arrivals.poisson.surges.flu: there is no `flu`",
        ),
    ] {
        let said = said(&[change]);
        assert!(matches!(&said[..], [one] if one.starts_with(expected)), "{change}: {said:?}");
    }
    // Whatever comes as a whole is new, and then it is there.
    let new = r#"services.new={"beds": 3, "stay": {"fixed": {"days": 9}}}"#;
    let path = r#"pathways.p2.needs.bed.services=["d2a_beds", "new", "spot"]"#;
    assert_eq!(changed(&[new, path, "services.new.beds+=1"], "services.new.beds"), 4);
}

/// The paths of all objects in here.
fn objects(value: &Value, path: &Path, found: &mut Vec<Path>) {
    match value {
        Value::Object(members) => {
            found.push(path.clone());
            members.iter().for_each(|(key, value)| objects(value, &path.join(key), found));
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(at, entry)| objects(entry, &path.join(at), found));
        }
        _ => {}
    }
}

/// Whatever is inside a list of named things, or stands for something named elsewhere, is an error under a name that is nowhere.
#[test]
fn no_name_that_is_nowhere_is_taken_silently() {
    let text = effective(&crate::ready(EVERYTHING).scenario, &wardflow_scenario::reading::Annotations::default());
    let whole: Value = serde_json::from_str(&text).unwrap();
    let mut found = Vec::new();
    objects(&whole, &Path::root(), &mut found);
    let references: BTreeSet<&str> = REFERENCES.into_iter().collect();
    let mut lists = 0;
    for list in found {
        let has_names = Scenario::has_names(list.segments());
        let last = list.segments().last().map_or("", String::as_str);
        if !has_names && !references.contains(last) {
            continue;
        }
        let members = list.segments().iter().fold(&whole, |value, name| match value {
            Value::Array(entries) => &entries[name.parse::<usize>().unwrap()],
            other => &other[name.as_str()],
        });
        let Some((_, sibling)) = members.as_object().and_then(|members| members.iter().next()) else { continue };
        lists += 1;
        // Of the same kind as what stands beside it; a thing comes in parts.
        let path = list.join("nowhere_at_all");
        let changes: Vec<String> = match sibling {
            Value::Object(parts) if has_names => {
                parts.iter().take(1).map(|(key, value)| format!("{}={value}", path.join(key))).collect()
            }
            other => vec![format!("{path}={other}")],
        };
        let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        let opened = change(&text, &changes);
        assert!(opened.ready.is_none(), "{changes:?} is taken");
        let is_named = |problem: &wardflow_scenario::reading::Problem| {
            problem.what.contains("nowhere_at_all") || problem.path.to_string().contains("nowhere_at_all")
        };
        assert!(opened.problems.iter().any(is_named), "{changes:?}: {}", opened.problems);
    }
    assert!(lists > 20, "{lists}");
}

/// Lists whose keys are names of things that are described elsewhere.
const REFERENCES: [&str; 12] = [
    "acute_stay_by_pathway",
    "cohorts",
    "correlated_with",
    "hospitals",
    "localities",
    "passed_on",
    "pathways",
    "payers",
    "services",
    "spoas",
    "stay_by_service",
    "takes",
];
/// Lists whose keys are no names: days, percents, columns of a file.
const NO_NAMES: [&str; 12] = [
    "discharge_hours",
    "hours",
    "month_profile",
    "only",
    "percentiles",
    "percentiles_days",
    "percentiles_hours",
    "rounds",
    "takes_referrals",
    "weekday_profile",
    "working_hours",
    "care_transfer_hubs",
];

/// Where the schema has an object with any keys, somebody has decided what these keys are.
#[test]
fn every_list_of_the_format_is_of_a_known_kind() {
    fn walk(schema: &Value, node: &Value, path: &Path, within: &[String], found: &mut BTreeSet<Vec<String>>) {
        if let Some(name) = node["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            let within: Vec<String> = within.iter().cloned().chain([name.to_owned()]).collect();
            if within.iter().filter(|other| *other == name).count() < 2 {
                walk(schema, &schema["$defs"][name], path, &within, found);
            }
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            node[key].as_array().into_iter().flatten().for_each(|one| walk(schema, one, path, within, found));
        }
        for (key, value) in node["properties"].as_object().into_iter().flatten() {
            // A value with its source.
            let path = if key == "value" { path.clone() } else { path.join(key) };
            walk(schema, value, &path, within, found);
        }
        if node["additionalProperties"].is_object() {
            found.insert(path.segments().to_vec());
            walk(schema, &node["additionalProperties"], &path.join("*"), within, found);
        }
    }
    let schema = schema();
    let mut found = BTreeSet::new();
    walk(&schema, &schema["$defs"]["Scenario"], &Path::root(), &[], &mut found);
    assert!(found.len() > 50);
    for list in found {
        let last = list.last().map_or("", String::as_str);
        let is_inside = last == "*";
        let known = Scenario::has_names(&list) || REFERENCES.contains(&last) || NO_NAMES.contains(&last) || is_inside;
        assert!(known, "{list:?} is a list: do its keys name something of the scenario's own?");
    }
}
