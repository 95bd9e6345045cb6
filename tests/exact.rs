//! Exact results of theory, reproduced by scenario files through the public interface.
//!
//! Each case passes when every value lies within 3 standard errors of theory and the standard error is small: at most
//! 1% of the value here, at most 0.5% in the long set (`cargo test --release -p wardflow-montecarlo --test exact -- --ignored`).
//! Cases and expected values stand in `scenarios/verification/expected.json`, from where `wardflow verify` takes them too.

mod support;

use support::{Experiment, SEED, agree};
use wardflow_montecarlo::{
    unknown::{Guess, explore},
    verification::Length::{Long, Ordinary},
};

#[test]
fn blocking_behind_one_pathway_with_loss() {
    agree(&["t1"], Ordinary);
}

#[test]
fn blocking_behind_pathway_2_with_loss() {
    agree(&["t2"], Ordinary);
}

#[test]
fn blocking_behind_a_unit_to_which_patients_are_passed_on_with_loss() {
    agree(&["t2-units"], Ordinary);
}

#[test]
fn stays_in_a_chain_of_units_are_those_of_each_unit() {
    agree(&["units-chain"], Ordinary);
}

#[test]
fn a_table_of_stays_counts_each_as_often_as_it_says() {
    agree(&["weighted-stays"], Ordinary);
}

#[test]
fn nobody_passes_who_came_later_unless_the_earlier_one_does_not_fit() {
    agree(&["several-kinds"], Ordinary);
}

#[test]
fn whoever_goes_on_in_the_same_service_keeps_the_bed() {
    agree(&["stay-on"], Ordinary);
}

#[test]
fn people_who_each_hold_what_the_other_waits_for_exchange_at_once() {
    agree(&["exchange"], Ordinary);
}

#[test]
fn blocking_behind_three_pathways_with_loss() {
    agree(&["t3"], Ordinary);
}

#[test]
fn blocking_behind_three_localities_with_loss() {
    agree(&["t3-localities"], Ordinary);
}

#[test]
fn blocking_behind_pathway_2_fills_the_beds_and_the_front_door() {
    agree(&["t5"], Ordinary);
}

#[test]
fn loss_systems_turn_away_as_erlang_b_says() {
    agree(&["erlang-loss-10", "erlang-loss-20", "erlang-loss-30", "erlang-loss-100"], Ordinary);
}

#[test]
fn erlang_b_holds_for_any_stay_with_the_same_mean() {
    agree(&["erlang-loss-lognormal", "erlang-loss-fixed"], Ordinary);
}

#[test]
fn delay_systems_wait_as_erlang_c_says() {
    agree(&["erlang-delay-10", "erlang-delay-20", "erlang-delay-30"], Ordinary);
}

#[test]
fn one_bed_waits_as_pollaczek_and_khinchine_say() {
    agree(&["single-bed", "single-bed-fixed", "single-bed-lognormal"], Ordinary);
}

#[test]
fn the_urgent_wait_less_and_the_others_more_as_cobham_says() {
    agree(&["priority"], Ordinary);
}

/// Erlang 1917: 10 beds with offered loads of 5 and 8, each in half of the draws; the best guess of 6.5 is neither.
#[test]
fn draws_of_a_load_give_what_the_formula_says_of_each() {
    let experiment = Experiment::of("../../scenarios/verification/uncertain-load.json", &[]);
    let results = experiment.run(SEED, 300, false);
    let guess = Guess { ready: &experiment.ready, catalogue: &experiment.catalogue, results: &results };
    let unknown = explore(&[guess], None, &|| {}).expect("it can be run").expect("a load is drawn");
    let unsure = &unknown.systems[0];
    let loads = &unsure.numbers[0].drawn;
    for (key, exact) in [
        ("hospitals.acute.occupied_beds", [4.908_077, 7.026_711]),
        ("hospitals.acute.full_percent", [1.838_457, 12.166_106]),
    ] {
        let spread = &unsure.measures[experiment.find(key)];
        for (load, exact) in [1.0, 1.6].into_iter().zip(exact) {
            let of_load = loads.iter().zip(&spread.values).filter(|(drawn, _)| **drawn == load);
            let values: Vec<f64> = of_load.map(|(_, &value)| value).collect();
            assert_eq!(values.len(), 50, "half of the draws");
            let mean = values.iter().sum::<f64>() / 50.0;
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 49.0;
            let error = (variance / 50.0).sqrt();
            assert!((mean - exact).abs() < 3.0 * error && error < 0.03 * exact, "{key} at {load}: {mean} not {exact}");
        }
        // The ends of the range are the two loads, as far as chance lets them be told.
        for (end, exact) in [spread.low_5, spread.high_95].into_iter().zip(exact) {
            assert!((end - exact).abs() < 0.15 * (spread.high_95 - spread.low_5), "{key}: {end} not {exact}");
        }
        // The middle of the two is not the best guess: Erlang's formula is no straight line.
        assert!((spread.low_5..spread.high_95).contains(&spread.best_guess));
    }
    assert_eq!(unsure.cannot_keep_up, 0, "a hospital that turns people away always keeps up");
}

#[test]
fn people_who_wait_leave_as_erlang_a_says() {
    agree(&["impatience"], Ordinary);
}

/// Whoever waited for more than 12 hours did so whether they then had a bed or left.
#[test]
fn long_waits_are_those_of_all_who_came() {
    agree(&["long-waits"], Ordinary);
}

#[test]
fn beds_being_made_ready_are_not_free() {
    agree(&["cleaning"], Ordinary);
}

#[test]
fn patience_and_fallback_empty_the_queue_for_a_bed() {
    agree(&["t2-waiting"], Ordinary);
}

#[test]
fn escalation_beds_open_and_close_as_a_markov_chain_says() {
    agree(&["escalation"], Ordinary);
}

#[test]
fn the_queue_for_a_package_is_at_home_on_bridging_care() {
    agree(&["bridging"], Ordinary);
}

#[test]
fn referrals_are_refused_as_erlang_b_says() {
    agree(&["step-up"], Ordinary);
}

#[test]
fn a_stroke_unit_is_sized_as_erlang_b_says() {
    agree(&["stroke-monks-2016"], Ordinary);
}

#[test]
fn a_census_of_a_stationary_system_stays_stationary() {
    agree(&["census"], Ordinary);
}

#[test]
fn who_is_there_is_drawn_by_the_evidence() {
    agree(&["census-by-evidence"], Ordinary);
}

#[test]
fn unlimited_beds_follow_a_step_in_demand() {
    agree(&["step-in-demand"], Ordinary);
}

#[test]
fn the_engine_benchmark_gives_the_answer_that_other_engines_agree_on() {
    agree(&["discharge-ref"], Ordinary);
    let results = Experiment::of("discharge-ref", &[]).run(SEED, 600, false);
    let events = results.events as f64 / 600.0;
    assert!((events - 45_760.0).abs() < 30.0, "{events} events a replication");
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_blocking_cases() {
    agree(&["t1", "t2", "t3", "t5"], Long);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_erlang_cases() {
    agree(&["erlang-loss-10", "erlang-loss-500"], Long);
    let delay = ["erlang-delay-10", "erlang-delay-20", "erlang-delay-30", "erlang-delay-100", "erlang-delay-500"];
    agree(&delay, Long);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_single_bed_cases() {
    agree(&["single-bed", "single-bed-fixed", "single-bed-lognormal"], Long);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test exact -- --ignored`"]
fn long_cases_of_waiting_escalation_and_step_up() {
    agree(
        &[
            "impatience",
            "long-waits",
            "cleaning",
            "t2-waiting",
            "escalation",
            "bridging",
            "step-up",
            "stroke-monks-2016",
            "census",
            "census-by-evidence",
        ],
        Long,
    );
}
