//! Whatever stands in a file: opening it says what is wrong, or gives something that runs.

use std::{
    env,
    time::{Duration, Instant},
};

use proptest::{collection::vec, prelude::*, test_runner::Config};
use wardflow_core::{
    random::Seed,
    replication::{Keep, Replication},
};
use wardflow_scenario::{SHIPPED, open_from, reading::Shelf, start::STARTING_SCENARIO};

use crate::edits::{Edit, any_edit, gentle_edit};

/// No text takes longer to open and to begin to run.
const LONGEST: Duration = Duration::from_secs(10);
/// Events of a run that are looked at.
const STEPS: usize = 20_000;

/// So many cases, or as many as `WARDFLOW_FUZZ_CASES` says.
fn cases(usual: u32) -> Config {
    let cases = env::var("WARDFLOW_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual);
    Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}

/// Scenarios to begin with.
fn sound() -> Vec<&'static str> {
    let shipped = SHIPPED.iter().map(|(_, text)| *text);
    shipped.chain([STARTING_SCENARIO, include_str!("everything.json")]).collect()
}

/// Opens a text among the shipped scenarios and begins to run it. Returns whether it could be run.
fn try_out(text: &str) -> bool {
    let begun = Instant::now();
    let mut known = SHIPPED.to_vec();
    known.push(("fuzzed", text));
    let opened = open_from("fuzzed", &[], &Shelf::new(&known));
    let told = opened.problems.render(true);
    assert_eq!(opened.ready.is_some(), !opened.problems.has_errors(), "{told}");
    let mut events = 0;
    if let Some(ready) = &opened.ready {
        let mut replication = Replication::new(&ready.model);
        replication.begin(Seed(7), 0, Keep::default());
        while events < STEPS && replication.step() {
            events += 1;
        }
    }
    let took = begun.elapsed();
    assert!(took < LONGEST, "took {took:?} with {events} events");
    opened.ready.is_some()
}

fn edited(which: usize, edits: &[Edit]) -> String {
    let sound = sound();
    let text = edits.iter().fold(sound[which % sound.len()].as_bytes().to_vec(), |text, edit| edit.apply(text));
    String::from_utf8_lossy(&text).into_owned()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn noise_is_refused(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(!try_out(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn words_of_json_are_refused(words in vec(proptest::sample::select(vec![
        "{", "}", "[", "]", ":", ",", "\"a\"", "1", "null", "\"format\"", "//", "/*", "\n", "'", "1e9", "\"extends\"", "\"value\"",
    ]), 0..200)) {
        prop_assert!(!try_out(&words.concat()));
    }

    #[test]
    fn damaged_scenarios_do_no_damage(which in any::<usize>(), edits in vec(any_edit(), 1..6)) {
        try_out(&edited(which, &edits));
    }
}

proptest! {
    #![proptest_config(cases(160))]

    #[test]
    fn strange_figures_are_refused_or_run(which in any::<usize>(), edits in vec(gentle_edit(), 1..4)) {
        try_out(&edited(which, &edits));
    }
}

/// Without this the tests above might look at nothing but refusals.
#[test]
fn many_edited_scenarios_run() {
    let runs = |which: usize| try_out(&edited(which, &[Edit::Number { which: 5 * which, by: "2" }]));
    assert!((0..12).filter(|&which| runs(which)).count() >= 6);
    assert!(sound().into_iter().all(try_out));
}

/// Figures that could keep a program busy for ever.
#[test]
fn extremes_come_to_an_end() {
    let text = include_str!("../malformed/sound/small.json");
    for (from, to) in [
        // A minute a week for thousands of years of work.
        (r#""exponential": { "mean_hours": 2 } } }"#, r#""fixed": { "hours": 7e7 } } }"#),
        (r#""per_day": 10"#, r#""per_day": 100000"#),
        (r#""beds": 100 "#, r#""beds": 0 "#),
        (r#""beds": 30,"#, r#""beds": { "ramp": { "1900-01-01": 1, "2999-12-31": 1e7 } },"#),
        (r#""warm_up_days": 30"#, r#""warm_up_days": 36525"#),
        (r#""days": 90"#, r#""days": 36525"#),
        (r#""hours_per_week": 500"#, r#""hours_per_week": 1e7"#),
        (r#""vacancies_per_week": 4"#, r#""vacancies_per_week": 1e5, "most_kept": 1e7"#),
    ] {
        assert!(text.contains(from), "{from}");
        let text = text.replace(from, to).replace("\"Mon-Fri\": \"08:00-18:00\"", "\"Mon\": \"00:00-00:01\"");
        assert!(try_out(&text), "{to}");
    }
}

/// Nobody is referred twice when planning begins as early as a stay ends that is over at once.
#[test]
fn planning_may_begin_at_the_end_of_the_stay() {
    let early = r#""acute_stay": { "fixed": { "days": 0 } },
        "early_planning": { "share": 1, "lead": { "fixed": { "days": 0 } } },"#;
    let text = include_str!("../malformed/sound/small.json");
    let usual = r#""acute_stay": { "lognormal": { "mean_days": 6, "sd_days": 7 } },"#;
    assert!(text.contains(usual));
    assert!(try_out(&text.replace(usual, early)));
}
