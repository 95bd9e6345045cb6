//! Published models, reproduced by shipped scenarios through the public interface.
//!
//! The values are those of separate programs, good to about 1% (queues 3%). A value passes within that and 3 standard
//! errors of ours. `cargo test --release -p wardflow-montecarlo --test published -- --ignored` runs the long set, in
//! which our own standard errors hardly matter. The values stand in `scenarios/verification/expected.json`.

mod support;

use support::agree;
use wardflow_montecarlo::verification::Length::{Long, Ordinary};

#[test]
fn five_units_with_blocking_behave_as_published() {
    agree(&["wood-murch-2020"], Ordinary);
}

#[test]
#[ignore = "long: run with `cargo test --release -p wardflow-montecarlo --test published -- --ignored`"]
fn long_five_units_with_blocking_behave_as_published() {
    agree(&["wood-murch-2020"], Long);
}
