//! Published models, reproduced by shipped scenarios through the public interface.
//!
//! The values are those of separate programs, good to about 1 % (queues 3 %). A value passes within that and 3 standard
//! errors of ours. `cargo test --release -p wardflow-montecarlo --test published -- --ignored` runs the long set, in
//! which our own standard errors hardly matter.

mod support;

use support::Experiment;

/// The published value and how well it is known.
struct Value {
    key: &'static str,
    expected: f64,
    relative: f64,
}

const fn value(key: &'static str, expected: f64) -> Value {
    Value { key, expected, relative: 0.01 }
}

const fn queue(key: &'static str, expected: f64) -> Value {
    Value { key, expected, relative: 0.03 }
}

/// Wood and Murch 2020 (doi 10.1080/01605682.2019.1609885) under first come, first served.
const WOOD_MURCH: [Value; 18] = [
    value("hospitals.acx.waited_for_bed_percent", 4.44),
    value("hospitals.acy.waited_for_bed_percent", 4.41),
    value("hospitals.z.waited_for_bed_percent", 5.63),
    value("services.rhx.waited_percent", 23.35),
    value("services.rhy.waited_percent", 9.87),
    value("hospitals.acx.occupied_beds", 27.00),
    value("hospitals.acy.occupied_beds", 16.77),
    value("hospitals.z.occupied_beds", 6.89),
    value("services.rhx.in_use_beds", 13.16),
    value("services.rhy.in_use_beds", 9.98),
    value("hospitals.acx.nctr_people", 0.191 * 38.0),
    value("hospitals.acy.nctr_people", 0.179 * 25.0),
    value("hospitals.z.nctr_people", 0.270 * 12.0),
    value("services.rhx.staying_on_people", 0.169 * 17.0),
    value("services.rhy.staying_on_people", 0.177 * 15.0),
    queue("hospitals.acx.waiting_for_bed_people", 0.2255),
    queue("hospitals.acy.waiting_for_bed_people", 0.0998),
    queue("hospitals.z.waiting_for_bed_people", 0.0736),
];

fn check(replications: u32) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/wood-murch-2020.json");
    let experiment = Experiment::of(path, &[]);
    let results = experiment.run(20_261_122, replications, false);
    let mut faults = Vec::new();
    for Value { key, expected, relative } in WOOD_MURCH {
        let summary = &results.measures[experiment.find(key)].summary;
        let error = summary.sd / f64::from(summary.cases).sqrt();
        if (summary.mean - expected).abs() > relative * expected + 3.0 * error {
            faults.push(format!("{key}: {:.4} +- {error:.4}, published {expected}", summary.mean));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn five_units_with_blocking_behave_as_published() {
    check(300);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test published -- --ignored`"]
fn long_five_units_with_blocking_behave_as_published() {
    check(20_000);
}
