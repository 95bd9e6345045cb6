//! Scenarios that are part of the program.

use wardflow_scenario::{SHIPPED, open};

#[test]
fn every_shipped_scenario_opens_without_an_error() {
    for (name, _) in SHIPPED {
        let opened = open(name, &[]);
        assert!(opened.ready.is_some(), "{name}: {}", opened.problems);
    }
}
