//! Beds that close on a date in a file that extends another, as they are used.

mod support;

use support::Experiment;

/// Sixty beds until 30 September and forty from 1 October on: nobody is put out, and there are no new starts until enough
/// have left.
#[test]
fn beds_close_on_their_date_and_not_before() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/inputs/dated-closure.json");
    let experiment = Experiment::of(file, &["days=365"]);
    let ran = experiment.run(20_261_130, 6, true);
    let days = ran.days.expect("daily series were asked for").series;
    let in_use = experiment.find("services.d2a_beds.in_use_beds");
    let series = days.iter().find(|series| series.measure == in_use).expect("use is daily");
    let mean = |days: std::ops::Range<usize>| {
        let count = days.len() as f64;
        series.days[days].iter().map(|day| day.mean).sum::<f64>() / count
    };
    // 2.1 a day for 26 days would need 55 beds: more than 40 are in use all summer, and no more than 40 in winter.
    let (summer, winter) = (mean(60..183), mean(250..365));
    assert!((46.0..60.0).contains(&summer) && (38.0..=40.0).contains(&winter), "{summer} {winter}");
}
