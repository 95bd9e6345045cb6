//! Exact results of theory, reproduced by scenario files through the public interface.
//!
//! Each case passes when every value lies within 3 standard errors of theory and the standard error is small: at most
//! 1 % of the value here, at most 0.5 % in the long set (`cargo test --release -p wardflow-montecarlo --test exact -- --ignored`).
//! Seeds were chosen before looking.

#![allow(clippy::print_stdout, reason = "the figures of a failed case are its message")]

mod support;

use support::Experiment;

/// A case: what to run, and what theory says of it.
struct Case {
    scenario: &'static str,
    overrides: &'static [&'static str],
    replications: u32,
    expected: &'static [(&'static str, f64)],
}

const SEED: u64 = 20_261_122;

impl Case {
    fn check(&self, largest_relative_error: f64) {
        let experiment = Experiment::of(self.scenario, self.overrides);
        let results = experiment.run(SEED, self.replications, false);
        let mut faults = Vec::new();
        for &(key, exact) in self.expected {
            let summary = &results.measures[experiment.find(key)].summary;
            let error = summary.sd / f64::from(summary.cases).sqrt();
            let z = (summary.mean - exact) / error;
            let verdict = format!("{key}: {:.6} +- {error:.6}, exact {exact}, z = {z:.2}", summary.mean);
            println!("{verdict}");
            if z.abs() >= 3.0 || z.is_nan() || error > largest_relative_error * exact {
                faults.push(verdict);
            }
        }
        assert!(faults.is_empty(), "{} {:?}\n{}", self.scenario, self.overrides, faults.join("\n"));
    }

    fn check_ordinary(&self) {
        self.check(0.01);
    }

    fn check_long(&self) {
        self.check(0.005);
    }
}

macro_rules! path {
    ($name:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/", $name, ".json")
    };
}

const FULL: &str = "hospitals.acute.full_percent";
const OCCUPIED: &str = "hospitals.acute.occupied_beds";
const OUTSIDE: &str = "hospitals.acute.waiting_for_bed_people";
const WAITED: &str = "hospitals.acute.waited_for_bed_percent";
const TURNED_AWAY: &str = "hospitals.acute.turned_away_percent";
const WAIT: &str = "hospitals.acute.wait_for_bed_days";

const fn t1(replications: u32) -> Case {
    Case {
        scenario: path!("verification/t1"),
        overrides: &[],
        replications,
        expected: &[
            (FULL, 11.6878),
            (OCCUPIED, 6.937_026),
            ("nctr_people", 0.313_611),
            ("services.p2_beds.in_use_beds", 15.896_198),
            ("pathways.p2.delay_days", 0.236_744),
        ],
    }
}

const fn t2(replications: u32) -> Case {
    Case {
        scenario: path!("verification/t2"),
        overrides: &[],
        replications,
        expected: &[
            (FULL, 17.6594),
            (OCCUPIED, 7.455_602),
            ("nctr_people", 0.868_353),
            ("services.p2_beds.in_use_beds", 4.742_819),
            ("pathways.p2.delay_days", 2.197_055),
        ],
    }
}

const fn t3(replications: u32) -> Case {
    Case {
        scenario: path!("verification/t3"),
        overrides: &[],
        replications,
        expected: &[
            (FULL, 25.7227),
            (OCCUPIED, 9.922_342),
            ("pathways.p1.nctr_people", 0.255_004),
            ("pathways.p2.nctr_people", 1.037_405),
            ("pathways.p3.nctr_people", 1.202_203),
            ("services.care.in_use_places", 2.228_319),
            ("services.p2_beds.in_use_beds", 2.228_319),
            ("services.homes.in_use_places", 1.485_546),
            ("pathways.p1.delay_days", 1.144_379),
            ("pathways.p2.delay_days", 6.983_326),
            ("pathways.p3.delay_days", 16.185_329),
        ],
    }
}

const fn t5(replications: u32) -> Case {
    Case {
        scenario: path!("verification/t5"),
        overrides: &[],
        replications,
        expected: &[
            (FULL, 56.7468),
            (OCCUPIED, 8.446_319),
            ("nctr_people", 1.446_320),
            ("services.p2_beds.in_use_beds", 5.04),
            ("pathways.p2.delay_days", 3.443_621),
            (OUTSIDE, 9.2688),
        ],
    }
}

/// Beds and arrivals a day of 5 days each: offered loads 8, 17, 27, 90 and 480.
macro_rules! load {
    ($beds:literal, $per_day:literal) => {
        &[concat!("hospitals.acute.beds=", $beds), concat!("cohorts.patients.arrivals.poisson.per_day=", $per_day)]
    };
}

const fn erlang(
    file: &'static str,
    overrides: &'static [&'static str],
    replications: u32,
    expected: &'static [(&'static str, f64)],
) -> Case {
    Case { scenario: file, overrides, replications, expected }
}

const LOSS: &str = path!("verification/erlang-loss");
const DELAY: &str = path!("verification/erlang-delay");

/// The fixed stay and the lognormal one stand for "any distribution with this mean".
const SD_8: &str = r#"cohorts.patients.acute_stay={"lognormal": {"mean_days": 5, "sd_days": 8}}"#;
const FIXED: &str = r#"cohorts.patients.acute_stay={"fixed": {"days": 5}}"#;

#[test]
fn blocking_behind_one_pathway_with_loss() {
    t1(120).check_ordinary();
}

#[test]
fn blocking_behind_pathway_2_with_loss() {
    t2(80).check_ordinary();
}

#[test]
fn blocking_behind_three_pathways_with_loss() {
    t3(250).check_ordinary();
}

#[test]
fn blocking_behind_pathway_2_fills_the_beds_and_the_front_door() {
    t5(700).check_ordinary();
}

#[test]
fn loss_systems_turn_away_as_erlang_b_says() {
    erlang(LOSS, load!("10", "1.6"), 20, &[(FULL, 12.1661), (TURNED_AWAY, 12.1661)]).check_ordinary();
    erlang(LOSS, load!("20", "3.4"), 20, &[(FULL, 8.5860), (TURNED_AWAY, 8.5860)]).check_ordinary();
    erlang(LOSS, load!("30", "5.4"), 20, &[(FULL, 8.1880), (TURNED_AWAY, 8.1880)]).check_ordinary();
    erlang(LOSS, load!("100", "18"), 20, &[(FULL, 2.6957), (TURNED_AWAY, 2.6957)]).check_ordinary();
}

#[test]
fn erlang_b_holds_for_any_stay_with_the_same_mean() {
    erlang(LOSS, &[SD_8], 30, &[(FULL, 12.1661)]).check_ordinary();
    erlang(LOSS, &[FIXED], 20, &[(FULL, 12.1661)]).check_ordinary();
}

#[test]
fn delay_systems_wait_as_erlang_c_says() {
    erlang(DELAY, load!("10", "1.6"), 60, &[(FULL, 40.9180), (WAITED, 40.9180), (OUTSIDE, 1.6367)]).check_ordinary();
    erlang(DELAY, load!("20", "3.4"), 60, &[(FULL, 38.5056), (WAITED, 38.5056), (OUTSIDE, 2.1820)]).check_ordinary();
    erlang(DELAY, load!("30", "5.4"), 120, &[(FULL, 47.1408), (WAITED, 47.1408), (OUTSIDE, 4.2427)]).check_ordinary();
}

#[test]
fn one_bed_waits_as_pollaczek_and_khinchine_say() {
    let one = path!("verification/single-server");
    Case { scenario: one, overrides: &[], replications: 500, expected: &[(WAIT, 15.0)] }.check_ordinary();
    Case { scenario: one, overrides: &[FIXED], replications: 300, expected: &[(WAIT, 7.5)] }.check_ordinary();
    Case { scenario: one, overrides: &[SD_8], replications: 2_500, expected: &[(WAIT, 26.70)] }.check_ordinary();
}

/// Non-preemptive priority: Cobham 1954, doi 10.1287/opre.2.1.70. Loads .25 and .5 of one bed: the residual stay is 3.75 days,
/// the waits are 3.75 / .75 and 3.75 / (.75 x .25) days.
#[test]
fn the_urgent_wait_less_and_the_others_more_as_cobham_says() {
    Case {
        scenario: path!("verification/priority"),
        overrides: &[],
        replications: 600,
        expected: &[
            (WAIT, 15.0),
            ("cohorts.urgent.wait_for_bed_days", 5.0),
            ("cohorts.others.wait_for_bed_days", 20.0),
        ],
    }
    .check_ordinary();
}

#[test]
fn unlimited_beds_follow_a_step_in_demand() {
    let experiment = Experiment::of(path!("verification/step-in-demand"), &[]);
    let results = experiment.run(SEED, 2_000, true);
    let occupied = experiment.find("hospitals.acute.occupied_at_midnight_beds");
    let series = results.days.expect("daily series were asked for").series;
    let series = series.into_iter().find(|series| series.measure == occupied).expect("the measure is daily");
    for (day, exact) in
        [(0, 128.37_f64), (7, 135.357), (14, 142.040), (30, 153.874), (60, 164.543), (90, 168.359), (180, 170.811)]
    {
        // The number of people is Poisson: its variance is its mean.
        let error = (exact / 2_000.0).sqrt();
        let mean = series.days[day].mean;
        assert!(error <= 0.005 * exact && (mean - exact).abs() < 3.0 * error, "day {day}: {mean}, exact {exact}");
    }
}

#[test]
fn the_engine_benchmark_gives_the_answer_that_other_engines_agree_on() {
    let experiment = Experiment::of("discharge-ref", &[]);
    let results = experiment.run(SEED, 600, false);
    // Value and standard error of 8,400 replications of other engines.
    for (key, expected, its_error) in [
        (OCCUPIED, 298.31, 0.06),
        (WAIT, 0.131, 0.003),
        ("pathways.p1.wait_for_capacity_days", 0.128, 0.002),
        ("pathways.p2.wait_for_capacity_days", 0.669, 0.008),
        ("pathways.p3.wait_for_capacity_days", 1.59, 0.02),
    ] {
        let summary = &results.measures[experiment.find(key)].summary;
        let error = (summary.sd.powi(2) / f64::from(summary.cases) + its_error * its_error).sqrt();
        let z = (summary.mean - expected) / error;
        assert!(z.abs() < 3.0, "{key}: {} against {expected}, z = {z:.2}", summary.mean);
    }
    let events = results.events as f64 / 600.0;
    assert!((events - 45_760.0).abs() < 30.0, "{events} events a replication");
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_blocking_cases() {
    t1(600).check_long();
    t2(400).check_long();
    t3(1_200).check_long();
    t5(2_500).check_long();
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_erlang_cases() {
    erlang(LOSS, load!("10", "1.6"), 60, &[(FULL, 12.1661), (TURNED_AWAY, 12.1661)]).check_long();
    erlang(LOSS, load!("500", "96"), 60, &[(FULL, 1.4326), (TURNED_AWAY, 1.4326)]).check_long();
    erlang(DELAY, load!("10", "1.6"), 300, &[(WAITED, 40.9180), (OUTSIDE, 1.6367)]).check_long();
    erlang(DELAY, load!("20", "3.4"), 300, &[(WAITED, 38.5056), (OUTSIDE, 2.1820)]).check_long();
    erlang(DELAY, load!("30", "5.4"), 600, &[(WAITED, 47.1408), (OUTSIDE, 4.2427)]).check_long();
    erlang(DELAY, load!("100", "18"), 400, &[(WAITED, 21.6940), (OUTSIDE, 1.9525)]).check_long();
    erlang(DELAY, load!("500", "96"), 500, &[(WAITED, 26.6513), (OUTSIDE, 6.3963)]).check_long();
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_single_bed_cases() {
    let one = path!("verification/single-server");
    Case { scenario: one, overrides: &[], replications: 2_000, expected: &[(WAIT, 15.0)] }.check_long();
    Case { scenario: one, overrides: &[FIXED], replications: 1_200, expected: &[(WAIT, 7.5)] }.check_long();
    Case { scenario: one, overrides: &[SD_8], replications: 12_000, expected: &[(WAIT, 26.70)] }.check_long();
}
