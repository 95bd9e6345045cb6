//! Whoever goes on in the same service keeps what they hold.

use super::support::{Experiment, ready};

#[test]
fn a_second_stay_in_the_same_bed_waits_for_nothing() {
    let experiment = Experiment::new(ready(include_str!("cases/stay-on-in-own-service.json")));
    let results = experiment.run(17, 400, false);
    let summary = |key: &str| &results.measures[experiment.find(key)].summary;
    // After half a year of warm-up the queue is shorter than the 5.59 people of a steady state (Erlang C): a separate
    // simulation gives 4.262, standard error 0.081.
    let waiting = summary("nctr_people");
    let error = (waiting.sd.powi(2) / 400.0 + 0.081_f64.powi(2)).sqrt();
    assert!((waiting.mean - 4.262).abs() < 4.0 * error, "{} {error}", waiting.mean);
    assert_eq!(summary("services.d2a.staying_on_people").mean, 0.0);
    // One stay as long as they are there: 20 / (1 - 0.25) days.
    let stay = summary("services.d2a.length_of_stay_days");
    assert!((stay.mean - 26.667).abs() < 4.0 * stay.sd / 20.0, "{}", stay.mean);
}
