//! 95 % intervals hold the exact value in 95 of 100 experiments.
//!
//! Each experiment is a run with a seed of its own and few replications, as a user would have it; theory knows the mean.
//! How long a replication is was chosen so that the t interval can be right: with a warm-up after which nothing is left
//! of the empty start (M/M/1: more than ten times its relaxation time; T5: twice that of `tests/exact.rs` on the same
//! clock), and long enough for the mean of a replication to be nearly normal, so that twenty of them have a t
//! distributed mean. The systems run on a faster clock than in `tests/exact.rs`, so that the counts at midnight cost
//! less: to theory it is the same. The mean queue at the front door of T5 is left out: in a replication that a test can
//! afford it is too skewed for a t interval.

mod support;

use support::Experiment;

const SINGLE_SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/verification/single-server.json");
const T5: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/verification/t5.json");
const EXPERIMENTS: u64 = 300;
const REPLICATIONS: u32 = 20;

/// Checks the intervals of measures against their exact values.
fn check(scenario: &str, overrides: &[&str], expected: &[(&str, f64)]) {
    let experiment = Experiment::of(scenario, overrides);
    let mut covered = vec![0_u32; expected.len()];
    for seed in 1..=EXPERIMENTS {
        let results = experiment.run(seed, REPLICATIONS, false);
        for (covered, &(key, exact)) in covered.iter_mut().zip(expected) {
            let summary = &results.measures[experiment.find(key)].summary;
            let half_width = summary.half_width_95.expect("twenty replications have an interval");
            *covered += u32::from((summary.mean - exact).abs() <= half_width);
        }
    }
    // Four standard errors of a share of 95 %.
    let tolerance = 4.0 * (0.95 * 0.05 / EXPERIMENTS as f64).sqrt();
    for (covered, (key, _)) in covered.into_iter().zip(expected) {
        let share = f64::from(covered) / EXPERIMENTS as f64;
        assert!((share - 0.95).abs() < tolerance, "{key}: {covered} of {EXPERIMENTS}");
    }
}

#[test]
fn intervals_cover_the_wait_of_a_single_bed() {
    // M/M/1 at load 0.5 with a stay of a quarter of a day: the wait is a quarter of a day, half of all wait, and the bed
    // is full half of the time. Relaxation: stay / (1 - sqrt(load))^2, 2.9 days.
    let overrides = [
        "cohorts.patients.arrivals.poisson.per_day=2",
        "cohorts.patients.acute_stay.exponential.mean_days=0.25",
        "warm_up_days=40",
        "days=800",
    ];
    let expected = [
        ("hospitals.acute.wait_for_bed_days", 0.25),
        ("hospitals.acute.waited_for_bed_percent", 50.0),
        ("hospitals.acute.waiting_for_bed_people", 0.5),
        ("hospitals.acute.full_percent", 50.0),
    ];
    check(SINGLE_SERVER, &overrides, &expected);
}

#[test]
fn intervals_cover_the_blocked_hospital() {
    // T5 ten times faster: the stationary values stay the same, but for the delay, which is a tenth.
    let overrides = [
        "cohorts.patients.arrivals.poisson.per_day=14",
        "cohorts.patients.acute_stay.exponential.mean_days=0.5",
        "services.p2_beds.stay.exponential.mean_days=1.2",
        "warm_up_days=200",
        "days=400",
    ];
    let expected = [
        ("hospitals.acute.full_percent", 56.7468),
        ("hospitals.acute.occupied_beds", 8.446_319),
        ("nctr_people", 1.446_320),
        ("services.p2_beds.in_use_beds", 5.04),
        ("pathways.p2.delay_days", 0.344_362_1),
    ];
    check(T5, &overrides, &expected);
}
