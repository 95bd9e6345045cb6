//! What is not known of systems of which some numbers are drawn.

use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    daily,
    experiment::{Plan, Results, run},
    subject::{Subject, Unfinished},
    unknown::{DRAWS, Guess, Unknown, deciding::deciders, explore, replications},
};
use wardflow_scenario::{Ready, open};

const EXAMPLE: &str = "examples/uncertain";
const SHORT: [&str; 2] = ["days=120", "warm_up_days=60"];

struct Ran {
    ready: Ready,
    catalogue: Catalogue,
    results: Results,
}

fn ran(changes: &[&str], replications: u32) -> Ran {
    let changes: Vec<String> = SHORT.iter().chain(changes).map(|&change| change.to_owned()).collect();
    let opened = open(EXAMPLE, &changes);
    let problems = opened.problems.render(false);
    let ready = opened.ready.unwrap_or_else(|| panic!("{problems}"));
    let catalogue = Catalogue::of(&ready.model);
    let plan = Plan { seed: Seed(5), replications, threads: None, daily: daily::nothing };
    let results = run(Subject::of(&ready, &catalogue), &plan, &|| {}).unwrap();
    Ran { ready, catalogue, results }
}

fn explored(ran: &[&Ran], threads: Option<usize>) -> Option<Unknown> {
    let guesses: Vec<Guess<'_>> =
        ran.iter().map(|Ran { ready, catalogue, results }| Guess { ready, catalogue, results }).collect();
    explore(&guesses, threads, &|| {}).unwrap()
}

#[test]
fn what_is_not_known_is_the_same_on_any_threads() {
    let [base, variant] = [ran(&[], 30), ran(&["services.rehab.beds=44"], 30)];
    let one = format!("{:?}", explored(&[&base, &variant], Some(1)));
    for threads in [Some(2), Some(7), None] {
        assert!(format!("{:?}", explored(&[&base, &variant], threads)) == one, "{threads:?}");
    }
}

#[test]
fn the_run_is_of_the_best_guess_whatever_is_uncertain() {
    let [with, without] = [ran(&[], 20), ran(&["uncertain=null"], 20)];
    assert!(format!("{:?}", with.results) == format!("{:?}", without.results));
    assert!(explored(&[&without], None).is_none(), "nothing to draw");
    assert!(explored(&[&ran(&[], 1)], None).is_none(), "one replication says nothing about chance");
}

#[test]
fn the_stay_decides_and_ends_are_run_with_everything_else_as_in_the_file() {
    let example = ran(&[], 60);
    let unknown = explored(&[&example], None).unwrap();
    let unsure = &unknown.systems[0];
    let people = example.catalogue.find("nctr_people").unwrap();
    let spread = &unsure.measures[people];
    assert_eq!(unsure.numbers.iter().map(|number| number.best_guess).collect::<Vec<_>>(), [1.0, 28.0]);
    assert_eq!(deciders(&unsure.numbers, spread)[0].number, 1, "the stay");
    // A run of its own with the longer stay, in the same replications.
    let longer = ran(&[&format!("services.rehab.stay.gamma.mean_days={}", unsure.numbers[1].high_95)], 60);
    let its_mean = longer.results.measures[people].summary;
    let half = its_mean.half_width_95.unwrap();
    assert!((spread.ends[1][1] - its_mean.mean).abs() < 1.5 * half, "{:?} and {its_mean:?}", spread.ends);
    assert!(spread.ends[1][0] < spread.best_guess && spread.best_guess < spread.ends[1][1]);
}

#[test]
fn a_difference_is_of_systems_that_see_the_same_draws() {
    let [base, same] = [ran(&[], 30), ran(&[], 30)];
    let unknown = explored(&[&base, &same], None).unwrap();
    for spread in &unknown.differences[0].measures {
        assert!(spread.values.iter().all(|value| value.is_nan() || *value == 0.0), "{spread:?}");
    }
    // A number of only one of the two is drawn in that one alone.
    let known = ran(&["uncertain=null"], 30);
    let unknown = explored(&[&known, &base], None).unwrap();
    assert!(unknown.systems[0].numbers.is_empty());
    assert_eq!(unknown.differences[0].numbers.len(), 2);
    let people = base.catalogue.find("nctr_people").unwrap();
    let [alone, difference] = [&unknown.systems[1].measures[people], &unknown.differences[0].measures[people]];
    assert!((alone.sd - difference.sd).abs() < 0.1 * alone.sd, "{} and {}", alone.sd, difference.sd);
}

#[test]
fn draws_with_which_queues_grow_without_end_are_counted_and_in_no_range() {
    // 42 beds are enough for stays up to 35 days, and those are from 24 to 46: half of the draws.
    let wide = r#"uncertain={"stay": {"decides": ["services.rehab.stay.gamma.mean_days"],
        "may_be": {"uniform": {"least": 24, "most": 46}}}}"#;
    let example = ran(&["uncertain=null", wide], 20);
    let unknown = explored(&[&example], None).unwrap();
    let unsure = &unknown.systems[0];
    assert_eq!((unsure.cannot_keep_up, unsure.draws), (50, DRAWS));
    assert_eq!(unsure.cannot_at_end, [[false, true]]);
    let people = &unsure.measures[example.catalogue.find("nctr_people").unwrap()];
    assert_eq!(people.cases, 50);
    for (stay, value) in unsure.numbers[0].drawn.iter().zip(&people.values) {
        assert_eq!(value.is_nan(), *stay > 35.0);
    }
}

#[test]
fn progress_is_told_of_every_replication() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let example = ran(&[], 10);
    let guess = Guess { ready: &example.ready, catalogue: &example.catalogue, results: &example.results };
    let told = AtomicU64::new(0);
    explore(&[guess], None, &|| {
        told.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!(told.into_inner(), replications(&[guess]));
}

#[test]
fn what_is_drawn_together_and_cannot_be_is_an_error() {
    let shares = r#"uncertain={
        "bed": {"decides": ["cohorts.adults.pathways.bed"], "may_be": {"uniform": {"least": 0.01, "most": 0.9}}},
        "death": {"decides": ["cohorts.adults.deaths.share"], "may_be": {"uniform": {"least": 0, "most": 0.9}}},
        "leave": {"decides": ["cohorts.adults.transfers.share"], "may_be": {"uniform": {"least": 0, "most": 0.99}}}
    }"#;
    let example =
        ran(&[r#"cohorts.adults.deaths={"share": 0.01}"#, r#"cohorts.adults.transfers={"share": 0.01}"#, shares], 3);
    let guess = Guess { ready: &example.ready, catalogue: &example.catalogue, results: &example.results };
    let (at, why) = explore(&[guess], None, &|| {}).unwrap_err();
    assert_eq!(at, 0);
    assert!(matches!(&why, Unfinished::Drawn { why, .. } if why.contains("`death` = 0.")), "{why}");
}
