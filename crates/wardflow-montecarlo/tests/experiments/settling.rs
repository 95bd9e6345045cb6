use wardflow_core::{
    measures::Catalogue,
    model::HospitalId,
    random::Seed,
    replication::{Keep, Replication},
};
use wardflow_montecarlo::{
    daily,
    drift::Queue,
    experiment::{Plan, run},
    subject::Subject,
};

use crate::tiny;

#[test]
fn quarters_hold_everybody_who_is_counted_at_midnight() {
    // 28 measured days are four whole weeks: every midnight is in a quarter.
    let model = tiny::model(12.0, 0.3);
    let outcome = Replication::new(&model).run(Seed(42), 0, Keep::default()).unwrap();
    let stretch = &outcome.trail.measured;
    assert_eq!((stretch.quarters.days, stretch.quarters.days_of(0).start), (7, u64::from(model.warm_up_days)));
    let waiting = |line: usize| stretch.counts.iter().map(|counts| counts.waiting[line]).sum::<u64>();
    assert_eq!(waiting(0), outcome.tally.hospitals[0].waiting.at_midnight);
    assert_eq!(waiting(1), outcome.tally.pathways[tiny::CARE].awaiting_capacity.at_midnight);
    assert!(waiting(1) > 0);
    // Whoever waits in no line is in a bed without waiting for care, or has a carer.
    let served: u64 = stretch.counts.iter().map(|counts| counts.served).sum();
    let in_use: u64 = outcome.tally.pools.iter().map(|pool| pool.in_use.at_midnight).sum();
    assert_eq!(served, in_use - waiting(1));
}

#[test]
fn courses_are_means_over_replications_and_days() {
    let model = tiny::model(12.0, 0.3);
    let plan = Plan { seed: Seed(42), replications: 20, threads: Some(2), daily: daily::nothing };
    let results = run(Subject::certain(&model, &Catalogue::of(&model)), &plan, &|| {}).unwrap();
    let mut replication = Replication::new(&model);
    let mut last = [0.0; 2];
    for number in 0..20 {
        let trail = replication.run(plan.seed, number, Keep::default()).unwrap().trail;
        last[0] += trail.measured.counts[3].waiting[0] as f64 / 7.0 / 20.0;
        last[1] += trail.measured.counts[3].waiting[1] as f64 / 7.0 / 20.0;
    }
    let queues = &results.drift.measured.queues;
    let names: Vec<Queue> = queues.iter().map(|(queue, _)| *queue).collect();
    let care = wardflow_core::model::PathwayId(tiny::CARE as u16);
    assert_eq!(names, [Queue::FrontDoor(HospitalId(0)), Queue::Capacity(care)]);
    for ((_, course), expected) in queues.iter().zip(last) {
        assert!((course.people[3] - expected).abs() < 1e-9, "{course:?}: {expected}");
    }
}
