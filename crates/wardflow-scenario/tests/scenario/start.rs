//! What `wardflow init` writes.

use wardflow_core::{
    measures::Catalogue,
    random::Seed,
    replication::{Keep, Replication},
};
use wardflow_scenario::start::STARTING_SCENARIO;

use crate::open_text;

#[test]
fn the_starting_scenario_is_short_and_clean() {
    assert!(STARTING_SCENARIO.lines().count() <= 40);
    assert!(STARTING_SCENARIO.lines().all(|line| line.chars().count() <= 120));
    assert!(STARTING_SCENARIO.contains("\"$schema\""));
    let opened = open_text(STARTING_SCENARIO);
    assert_eq!(opened.problems.render(false), "no problems in test (built in)\n");
}

#[test]
fn there_is_some_delay_to_see_on_the_pathways_with_support() {
    let model = open_text(STARTING_SCENARIO).ready.unwrap().model;
    let catalogue = Catalogue::of(&model);
    let number = |key: &str| catalogue.measures().iter().position(|measure| measure.key == key).unwrap();
    let mut replication = Replication::new(&model);
    let runs: Vec<Vec<f64>> =
        (0..20).map(|run| catalogue.take(&replication.run(Seed(1), run, Keep::default()).unwrap())).collect();
    for key in ["pathways.home_care.delay_days", "pathways.rehab.delay_days"] {
        let mean = runs.iter().map(|run| run[number(key)]).sum::<f64>() / runs.len() as f64;
        assert!((0.5..5.0).contains(&mean), "{key} {mean}");
    }
}
