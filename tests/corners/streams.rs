//! Random numbers of different things are different ones.

use super::support::{Experiment, ready};

/// No two steps of any replication lead to the same number.
#[cfg(debug_assertions)]
#[test]
fn no_two_keys_meet_in_any_shipped_scenario() {
    use wardflow_core::{
        random::{Seed, ledger},
        replication::{Keep, Replication},
    };
    for (name, _) in wardflow_scenario::SHIPPED {
        let experiment = Experiment::of(name, &["days=60", "warm_up_days=60"]);
        let model = match &experiment.ready.uncertainty {
            Some(uncertainty) => {
                let drawn = uncertainty.draws(Seed(7), 1);
                uncertainty.model(&drawn[0]).expect("what is drawn is a scenario")
            }
            None => experiment.ready.model,
        };
        let mut replication = Replication::new(&model);
        let written = ledger::of(|| {
            replication.run(Seed(7), 0, Keep::default()).expect("it can be finished");
        });
        assert!(written.len() > 100, "{name}: {} numbers", written.len());
        assert_eq!(ledger::collision(&written), None, "{name}");
    }
}

/// A cohort and a stream of vacancies of one name are two things: with one stream of numbers for both, everybody finds a
/// vacancy that comes with them, and waits of 17.5 days (as with any other name) seem to be of 6.7.
#[test]
fn a_cohort_and_a_service_of_one_name_have_nothing_in_common() {
    let text = include_str!("cases/same-name.json");
    let other = text.replace("\"care_home\": { \"arrivals\"", "\"residents\": { \"arrivals\"");
    assert_ne!(text, other);
    let [same, other] = [text.to_owned(), other].map(|text| {
        let experiment = Experiment::new(ready(&text));
        let results = experiment.run(3, 60, false);
        let measure = &results.measures[experiment.find("pathways.p3.delay_days")].summary;
        (measure.mean, measure.sd / f64::from(60_u32).sqrt())
    });
    // They differ by chance alone: the same system with other people.
    let error = (same.1.powi(2) + other.1.powi(2)).sqrt();
    assert!((same.0 - other.0).abs() < 4.0 * error, "{same:?} {other:?}");
    assert!(same.0 > 13.0, "{same:?}");
}
