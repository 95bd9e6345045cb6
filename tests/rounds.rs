//! Readiness that is decided at rounds: the hour changes, the mean stay does not.

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::{Experiment, ready};
use wardflow_core::{
    clock::{DAY, HOUR, Time},
    random::Seed,
    replication::Departure,
};
use wardflow_montecarlo::patients::{PatientRow, patients};

const SEED: u64 = 20_261_201;

/// A ward of two cohorts on which nobody waits for a bed, with changes.
fn ward(changes: &[(&str, Value)]) -> Value {
    let cohort = json!({
        "hospital": "ward",
        "arrivals": { "poisson": { "per_day": 6 } },
        "acute_stay": { "gamma": { "mean_days": 5, "sd_days": 4 } },
        "deaths": { "share": 0.1 },
        "pathways": { "home": 1 }
    });
    let mut scenario = json!({
        "format": 1, "title": "Ward", "start": "2026-01-05", "days": 364, "warm_up_days": 56, "replications": 4, "seed": 1,
        "hospitals": { "ward": { "beds": "unlimited" }, "next": { "beds": "unlimited" } },
        "cohorts": { "old": cohort, "young": cohort },
        "pathways": { "home": { "needs": "nothing" } }
    });
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').expect("it is a pointer");
        scenario.pointer_mut(parent).expect("it is there")[key] = value.clone();
    }
    scenario
}

fn all(scenario: &Value) -> (Experiment, Vec<PatientRow>) {
    let experiment = Experiment::new(ready(&scenario.to_string()));
    let rows = patients(&experiment.ready.model, Seed(SEED), 0).expect("it can be finished");
    (experiment, rows)
}

/// The hours at which those of a cohort become discharge ready.
fn hours(rows: &[PatientRow], cohort: u16) -> BTreeSet<u64> {
    let of = rows.iter().filter(|row| row.cohort.0 == cohort);
    of.filter_map(|row| row.ready).map(|at| at.of_day() / HOUR).collect()
}

fn mean_stay(rows: &[PatientRow]) -> (f64, f64) {
    let stays: Vec<f64> =
        rows.iter().filter_map(|row| Some(row.ready?.since(row.admitted?) as f64 / DAY as f64)).collect();
    let n = stays.len() as f64;
    let mean = stays.iter().sum::<f64>() / n;
    let variance = stays.iter().map(|stay| (stay - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn people_become_ready_at_rounds_and_stay_as_long_as_before() {
    let rounds = json!({ "Mon-Fri": ["09:00", "15:00"], "Sat-Sun": ["11:00"] });
    let (_, before) = all(&ward(&[]));
    let (experiment, rows) = all(&ward(&[("/hospitals/ward/rounds", rounds)]));
    assert_eq!(hours(&before, 0).len(), 24);
    let model = &experiment.ready.model;
    let at_rounds = |at: Time| match model.weekdays.of(at.day()) {
        0..=4 => [9 * HOUR, 15 * HOUR].contains(&at.of_day()),
        _ => at.of_day() == 11 * HOUR,
    };
    let ready: Vec<Time> = rows.iter().filter_map(|row| row.ready).collect();
    assert!(ready.len() > 3_000 && ready.iter().all(|at| at_rounds(*at)));
    // The same people; only whoever stays for hours waits for the next round, which moves the mean by minutes.
    let ((old, error), (new, _)) = (mean_stay(&before), mean_stay(&rows));
    assert!((new - old).abs() < 0.06 && error < 0.08, "{old} {new}");
    assert!(
        rows.iter().all(|row| row.ready.is_none_or(|ready| row.admitted.is_some_and(|admitted| ready >= admitted)))
    );
    // Death keeps no hours.
    let died: BTreeSet<u64> =
        rows.iter().filter(|row| row.departure == Departure::Died).map(|row| row.end.of_day() / HOUR).collect();
    assert_eq!(died.len(), 24);
}

#[test]
fn a_cohort_may_have_rounds_of_its_own_or_none() {
    let hospital = ("/hospitals/ward/rounds", json!(["10:00"]));
    let (_, rows) = all(&ward(&[hospital.clone(), ("/cohorts/old/rounds", json!(["14:30"]))]));
    assert_eq!((hours(&rows, 0), hours(&rows, 1)), ([14].into(), [10].into()));
    let (_, rows) = all(&ward(&[hospital, ("/cohorts/old/rounds", json!("at_any_time"))]));
    assert_eq!((hours(&rows, 0).len(), hours(&rows, 1)), (24, [10].into()));
}

#[test]
fn a_unit_has_its_own_rounds() {
    let passed_on = json!({ "next": { "share": 0.5, "acute_stay": { "exponential": { "mean_days": 3 } } } });
    let (experiment, rows) = all(&ward(&[
        ("/hospitals/ward/rounds", json!(["10:00"])),
        ("/hospitals/next/rounds", json!(["16:00"])),
        ("/cohorts/old/passed_on", passed_on),
    ]));
    let next =
        experiment.ready.model.hospitals.iter().position(|hospital| hospital.name == "next").expect("it is there");
    for row in rows.iter().filter(|row| row.cohort.0 == 0) {
        let hour = if row.hospital.at() == next { 16 } else { 10 };
        assert!(row.ready.is_none_or(|at| at.of_day() == hour * HOUR), "{row:?}");
    }
    // Whoever is passed on is so at any time.
    let passed: BTreeSet<u64> = rows.iter().filter_map(|row| row.passed_on).map(|at| at.of_day() / HOUR).collect();
    assert_eq!(passed.len(), 24);
}

#[test]
fn people_of_a_census_become_ready_at_rounds_too() {
    let mut scenario = ward(&[("/hospitals/ward/rounds", json!(["10:00"]))]);
    scenario["census"] = json!({ "hospitals": { "ward": { "not_ready": { "people": 40 } } } });
    let (_, rows) = all(&scenario);
    assert_eq!(hours(&rows, 0).union(&hours(&rows, 1)).copied().collect::<BTreeSet<u64>>(), [10].into());
}

/// 10.8 a day become ready, evenly over the day, and leave from 08:00 to 20:00: four hours' worth remain at midnight, twelve
/// hours' worth are there at 08:00; with rounds by day, nobody.
#[test]
fn whoever_is_ready_after_hours_remains_at_midnight() {
    let hours = ("/hospitals/ward/discharge_hours", json!("08:00-20:00"));
    let counts = |changes: &[(&str, Value)]| {
        let experiment = Experiment::new(ready(&ward(changes).to_string()));
        let results = experiment.run(SEED, 20, false);
        ["nctr.at_midnight_people", "nctr.at_08_00_people"].map(|key| results.measures[experiment.find(key)].summary)
    };
    for (found, exact) in counts(std::slice::from_ref(&hours)).into_iter().zip([1.8, 5.4]) {
        let error = found.sd / f64::from(found.cases).sqrt();
        assert!((found.mean - exact).abs() < 4.0 * error && error < 0.05, "{found:?} {exact}");
    }
    let none = counts(&[hours, ("/hospitals/ward/rounds", json!(["09:00", "15:00"]))]);
    assert!(none.iter().all(|found| found.mean == 0.0), "{none:?}");
}

#[test]
fn rounds_on_no_day_are_an_error() {
    for rounds in [json!([]), json!({ "Mon": [] })] {
        let text = ward(&[("/hospitals/ward/rounds", rounds)]).to_string();
        let problems = support::opened(&text).problems.render(false);
        assert!(problems.contains("hospitals.ward.rounds") && problems.contains("no round"), "{problems}");
    }
}
