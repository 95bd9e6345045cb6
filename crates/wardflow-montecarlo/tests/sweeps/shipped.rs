//! Plans that are part of the program.

use wardflow_montecarlo::{
    sweep::{EXAMPLE, PLANS, open},
    threads::Threads,
};

use crate::sound;

#[test]
fn every_shipped_plan_can_run_at_all_its_points() {
    for (name, _) in PLANS {
        let opened = open(name, &[]);
        assert!(opened.problems.is_empty(), "{name}: {:?}", opened.problems);
        let sweep = opened.sweep.unwrap();
        let points: Vec<usize> = (0..sweep.len()).collect();
        assert!(sweep.check(&points, &Threads::new(None), &|| {}).is_ok(), "{name}");
        assert!((10..=100).contains(&points.len()), "{name}: {}", points.len());
        assert!(sweep.description().is_some_and(|text| text.contains("Look at")), "{name}");
    }
}

#[test]
fn the_example_is_short_and_clean() {
    assert!(EXAMPLE.lines().count() <= 30 && EXAMPLE.lines().all(|line| line.chars().count() <= 120));
    assert_eq!(sound(EXAMPLE).len(), 9);
}
