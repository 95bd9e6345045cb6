//! Whatever stands in a file: opening it says what is wrong, or gives something that runs.

use std::{
    env,
    sync::OnceLock,
    time::{Duration, Instant},
};

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};
use wardflow_core::{
    measures::Catalogue,
    random::Seed,
    replication::{Keep, Replication},
};
use wardflow_scenario::{
    Ready, SHIPPED, effective::effective, open_from, reading::Shelf, start::STARTING_SCENARIO, work::offered_work,
};

use crate::{
    edits::{Edit, any_edit, gentle_edit},
    scenario_files,
    trees::{Change, Tree, any_change, with_each_part_wrong},
};

/// No text takes longer to open and to begin to run.
const LONGEST: Duration = Duration::from_secs(10);
/// Events of a run that are looked at.
const STEPS: usize = 20_000;

/// So many cases, or as many as `WARDFLOW_FUZZ_CASES` says; always the same ones but for `WARDFLOW_FUZZ_SEED`.
fn cases(usual: u32) -> Config {
    let number = |name: &str| env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let cases = number("WARDFLOW_FUZZ_CASES").map_or(usual, |cases| cases as u32);
    let rng_seed = RngSeed::Fixed(number("WARDFLOW_FUZZ_SEED").unwrap_or(20_261_122));
    Config { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
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
    let events = opened.ready.as_ref().map_or(0, begin_to_run);
    let took = begun.elapsed();
    assert!(took < LONGEST, "took {took:?} with {events} events");
    opened.ready.is_some()
}

/// Lets the first events of a run happen. Returns how many.
fn begin_to_run(ready: &Ready) -> usize {
    let mut replication = Replication::new(&ready.model);
    replication.begin(Seed(7), 0, Keep::default());
    let mut events = 0;
    while events < STEPS && replication.step() {
        events += 1;
    }
    events
}

/// Opens a scenario, says what can be said of it, and lets some days of it happen, to the last number. Returns whether it could
/// be run.
fn live_through(text: &str) -> bool {
    let mut known = SHIPPED.to_vec();
    known.push(("fuzzed", text));
    let begun = Instant::now();
    let opened = open_from("fuzzed", &[], &Shelf::new(&known));
    opened.problems.render(true);
    let took = begun.elapsed();
    assert!(took < LONGEST, "took {took:?} to open");
    let Some(ready) = opened.ready else {
        assert!(opened.problems.has_errors(), "nothing is said against it");
        return false;
    };
    offered_work(&ready.model);
    effective(&ready.scenario, &ready.annotations);
    if let Some(uncertainty) = &ready.uncertainty {
        uncertainty.draws(Seed(7), 1).iter().for_each(|drawn| drop(uncertainty.model(drawn)));
    }
    begin_to_run(&ready);
    let few_days = ["days=4".to_owned(), "warm_up_days=3".to_owned()];
    if let Some(ready) = open_from("fuzzed", &few_days, &Shelf::new(&known)).ready {
        let catalogue = Catalogue::of(&ready.model);
        let mut replication = Replication::new(&ready.model);
        replication.begin(Seed(7), 0, Keep::default());
        if (0..STEPS).all(|_| replication.step()) {
            return true;
        }
        if let Ok(outcome) = replication.finish() {
            catalogue.take(&outcome);
        }
    }
    let took = begun.elapsed();
    assert!(took < 2 * LONGEST, "took {took:?} in all");
    true
}

/// All that scenarios are made from: those of the repository, and those that are wrong in one way already.
fn trees() -> &'static [Tree] {
    static TREES: OnceLock<Vec<Tree>> = OnceLock::new();
    TREES.get_or_init(|| {
        let files = scenario_files().into_iter().map(|(_, text)| text);
        let begun = sound().into_iter().map(str::to_owned).chain(files);
        begun.map(|text| Tree::of(&text)).collect()
    })
}

fn changed(which: usize, changes: &[Change]) -> String {
    let trees = trees();
    let mut tree = trees[which % trees.len()].clone();
    for change in changes {
        change.apply(&mut tree, trees);
    }
    tree.text()
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

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn changed_trees_are_refused_or_lived_through(which in any::<usize>(), changes in vec(any_change(), 1..5)) {
        live_through(&changed(which, &changes));
    }
}

proptest! {
    #![proptest_config(cases(20_000))]

    /// The same at length: see docs/testing.md.
    #[test]
    #[ignore = "takes minutes; see docs/testing.md"]
    fn many_changed_trees_are_refused_or_lived_through(which in any::<usize>(), changes in vec(any_change(), 1..8)) {
        live_through(&changed(which, &changes));
    }
}

/// Opens scenarios with each part missing, misspelt and empty in turn.
fn open_with_each_part_wrong<'a>(trees: impl Iterator<Item = &'a Tree>) {
    for wrong in trees.flat_map(with_each_part_wrong) {
        let text = wrong.text();
        let mut known = SHIPPED.to_vec();
        known.push(("fuzzed", &text));
        open_from("fuzzed", &[], &Shelf::new(&known)).problems.render(false);
    }
}

#[test]
fn each_part_of_a_scenario_may_be_wrong() {
    let texts = [STARTING_SCENARIO, include_str!("../../../../scenarios/examples/units.json")];
    open_with_each_part_wrong(texts.map(Tree::of).iter());
}

/// The same at length: see docs/testing.md.
#[test]
#[ignore = "takes minutes; see docs/testing.md"]
fn each_part_of_each_scenario_may_be_wrong() {
    open_with_each_part_wrong(trees().iter());
}

/// Without this the tests above might look at nothing but refusals, or at trees that are not those of the files.
#[test]
fn trees_and_many_changed_ones_can_be_lived_through() {
    let lived = |changes: &dyn Fn(usize) -> Vec<Change>| {
        (0..trees().len()).filter(|&which| live_through(&changed(which, &changes(which)))).count()
    };
    assert_eq!(lived(&|_| Vec::new()), trees().len());
    assert!(2 * lived(&|which| vec![Change::Number { which: 5 * which, by: "2" }]) > trees().len());
    assert!(2 * lived(&|which| vec![Change::Delete { which: 31 * which }]) > trees().len() / 2);
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
