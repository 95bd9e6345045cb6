use std::sync::atomic::{AtomicU32, Ordering};

use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    daily,
    experiment::{self, Plan},
    precision::{self, Goal, Shortfall, rungs},
    subject::Subject,
};

use crate::tiny;

const PLAN: Plan = Plan { seed: Seed(42), replications: 0, threads: Some(2), daily: daily::all };

#[test]
fn a_run_goes_on_until_it_is_precise_and_is_then_a_plain_run() {
    let model = tiny::model(12.0, 0.2);
    let catalogue = Catalogue::of(&model);
    let measures = vec![catalogue.find("nctr_people").unwrap()];
    let goal = Goal { precision: 0.1, measures, most: 10_000 };
    let (mut aims, done) = (Vec::new(), AtomicU32::new(0));
    let count = || {
        done.fetch_add(1, Ordering::Relaxed);
    };
    let (results, missed) =
        precision::run(Subject::certain(&model, &catalogue), &PLAN, &goal, &mut |aim| aims.push(aim), &count).unwrap();
    assert_eq!(missed, None);
    assert!(results.replications > 45, "{}", results.replications);
    assert!(rungs(10_000).zip(&aims).all(|(rung, &aim)| rung == aim), "{aims:?}");
    assert_eq!((aims.last(), done.into_inner()), (Some(&results.replications), results.replications));

    let plain = |replications| {
        experiment::run(Subject::certain(&model, &catalogue), &Plan { replications, ..PLAN }, &|| {}).unwrap()
    };
    assert!(format!("{:?}", plain(results.replications)) == format!("{results:?}"));
    let share = |replications| {
        let summary = plain(replications).measures[goal.measures[0]].summary;
        summary.half_width_95.unwrap() / summary.mean
    };
    let below = rungs(10_000).take_while(|&rung| rung < results.replications).last().unwrap();
    assert!(share(results.replications) <= 0.1 / 1.1 && share(below) > 0.1 / 1.1);
}

#[test]
fn a_run_ends_early_when_it_is_clear_that_it_would_take_too_many() {
    let model = tiny::model(12.0, 0.2);
    let catalogue = Catalogue::of(&model);
    let goal = |precision, most| Goal { precision, measures: vec![catalogue.find("nctr_people").unwrap()], most };
    let run = |goal| precision::run(Subject::certain(&model, &catalogue), &PLAN, &goal, &mut |_| {}, &|| {}).unwrap();
    let (results, missed) = run(goal(0.001, 1_000));
    assert_eq!(results.replications, 30);
    assert!(matches!(missed, Some((_, Shortfall::TooMany(Some(needed)))) if needed > 2_000), "{missed:?}");
    // A little too few are run all the same: it may come out otherwise.
    let (results, missed) = run(goal(0.1, 70));
    assert_eq!(results.replications, 70);
    assert!(missed.is_some());
}
