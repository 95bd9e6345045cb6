//! Whatever scenario can be run can be explained.

use std::env;

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};
use wardflow_scenario::{SHIPPED, open_from, reading::Shelf};

use super::{
    Explanation,
    trees::{Change, Tree, any_change, with_each_part_wrong},
};

/// So many cases, or as many as `WARDFLOW_FUZZ_CASES` says; always the same ones but for `WARDFLOW_FUZZ_SEED`.
fn cases(usual: u32) -> Config {
    let number = |name: &str| env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let cases = number("WARDFLOW_FUZZ_CASES").map_or(usual, |cases| cases as u32);
    let rng_seed = RngSeed::Fixed(number("WARDFLOW_FUZZ_SEED").unwrap_or(20_261_122));
    Config { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}

/// Explains a scenario in every format. Returns whether there was anything to explain.
fn explained(text: &str) -> bool {
    let mut known = SHIPPED.to_vec();
    known.push(("fuzzed", text));
    let Some(ready) = open_from("fuzzed", &[], &Shelf::new(&known)).ready else { return false };
    let explanation = Explanation::of(&ready);
    let (text, markdown) = (explanation.text(true), explanation.markdown());
    assert!(!text.is_empty() && !markdown.is_empty() && explanation.json().is_ok());
    true
}

fn changed(which: usize, changes: &[Change]) -> String {
    let trees: Vec<Tree> = SHIPPED.iter().map(|(_, text)| Tree::of(text)).collect();
    let mut tree = trees[which % trees.len()].clone();
    for change in changes {
        change.apply(&mut tree, &trees);
    }
    tree.text()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn changed_scenarios_are_explained(which in any::<usize>(), changes in vec(any_change(), 1..4)) {
        explained(&changed(which, &changes));
    }
}

proptest! {
    #![proptest_config(cases(5_000))]

    /// The same at length: see docs/testing.md.
    #[test]
    #[ignore = "takes minutes; see docs/testing.md"]
    fn many_changed_scenarios_are_explained(which in any::<usize>(), changes in vec(any_change(), 1..6)) {
        explained(&changed(which, &changes));
    }
}

/// Without this the tests above might explain nothing.
#[test]
fn unchanged_scenarios_are_explained() {
    assert!((0..SHIPPED.len()).all(|which| explained(&changed(which, &[]))));
}

#[test]
fn a_scenario_with_any_part_wrong_is_explained_or_refused() {
    let (_, text) = SHIPPED.iter().find(|(name, _)| *name == "examples/outcomes").expect("it is shipped");
    let tree = Tree::of(text);
    let wrong = with_each_part_wrong(&tree);
    assert!(wrong.filter(|wrong| explained(&wrong.text())).count() > 20);
}
