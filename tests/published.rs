//! Published models and national statistics, reproduced by shipped scenarios through the public interface.
//!
//! The values of models are those of separate programs, good to about 1% (queues 3%). A value passes within that and 3 standard
//! errors of ours. `cargo test --release -p wardflow-montecarlo --test published -- --ignored` runs the long set, in
//! which our own standard errors hardly matter. The values stand in `scenarios/verification/expected.json`.

mod support;

use support::{Experiment, agree};
use wardflow_montecarlo::verification::Length::{Long, Ordinary};

#[test]
fn five_units_with_blocking_behave_as_published() {
    agree(&["wood-murch-2020"], Ordinary);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test published -- --ignored`"]
fn long_five_units_with_blocking_behave_as_published() {
    agree(&["wood-murch-2020"], Long);
}

/// Figures of England divided by 120 trusts, and as far from them as the text of the documents says.
#[test]
fn a_typical_trust_of_england_has_the_published_delays_and_occupancy() {
    let trust = Experiment::of("england-2025", &[]);
    let results = trust.run(1, 40, false);
    let mean = |key: &str| results.measures[trust.find(key)].summary.mean;
    let within = |key: &str, least: f64, most: f64| {
        let found = mean(key);
        assert!((least..=most).contains(&found), "{key}: {found}, not {least} to {most}");
    };

    // Put in: discharges, pathways, beds.
    within("discharges_people_per_day", 91.2, 93.0);
    for (pathway, percent) in [("p0", 83.3), ("p1", 8.63), ("p2", 2.98), ("p3", 2.9)] {
        within(&format!("pathways.{pathway}.share_of_discharges_percent"), 0.97 * percent, 1.03 * percent);
    }

    // Calibrated: who leaves later than the day they were ready, by how much, and the beds that are occupied overnight.
    within("left_later_than_ready_percent", 13.0, 14.0);
    within("calendar_delay_days", 0.77, 0.86);
    within("calendar_delay_without_zero_days", 5.7, 6.4);
    within("delayed_21_or_more_days_percent", 0.6, 0.8);
    within("hospitals.trust.occupied_at_midnight_beds", 776.0, 798.0);
    within("hospitals.trust.occupancy_percent", 91.5, 93.5);
    // Two national counts of those who are ready and still there: 76 by their bed days, and 100 to 117 by the daily returns.
    within("nctr.at_midnight_people", 72.0, 117.0);

    // The longer the delay, the fewer people a day of it; and the largest groups of reasons in their published order.
    let bands = [("1", 1.0), ("2_to_3", 2.0), ("4_to_6", 3.0), ("7_to_13", 7.0), ("14_to_20", 7.0)];
    let a_day = bands.map(|(band, days)| mean(&format!("delayed_{band}_days_percent")) / days);
    assert!(a_day.is_sorted_by(|shorter, longer| shorter > longer), "{a_day:?}");
    let groups = ["capacity", "interface_process", "hospital_process"];
    let lost = groups.map(|group| mean(&format!("reason_groups.{group}.delay_bed_days_per_day")));
    assert!(lost.is_sorted_by(|more, fewer| more > fewer), "{lost:?}");

    // Hardly anybody waits long for a bed.
    within("hospitals.trust.waiting_for_bed_people", 0.0, 2.0);
    within("hospitals.trust.waited_above_12_hours_percent", 0.0, 1.0);
}
