//! What several of the whole-program tests share.

#![allow(dead_code, reason = "each test takes what it needs")]

use wardflow_core::measures::Catalogue;
use wardflow_core::random::Seed;
use wardflow_montecarlo::{
    daily,
    experiment::{Plan, Results, run},
    subject::Subject,
    verification::{Length, Pack, Verdict},
};
use wardflow_scenario::{
    Opened, Ready, open_from,
    reading::{Library, LoadError, Source},
};

/// One scenario text, under the name "test.json".
pub(crate) struct Text(pub(crate) String);

impl Library for Text {
    fn load(&self, name: &str, _: Option<&str>) -> Result<Source, LoadError> {
        Source::new(name, &self.0)
    }
}

/// Opens a scenario text.
pub(crate) fn opened(text: &str) -> Opened {
    open_from("test.json", &[], &Text(text.to_owned()))
}

/// A scenario text that must have no errors.
pub(crate) fn ready(text: &str) -> Ready {
    let opened = opened(text);
    let problems = opened.problems.render(false);
    opened.ready.unwrap_or_else(|| panic!("{problems}\n{text}"))
}

/// A scenario with its measures and how to run it.
pub(crate) struct Experiment {
    pub(crate) ready: Ready,
    pub(crate) catalogue: Catalogue,
}

impl Experiment {
    /// Of a scenario by name or path.
    pub(crate) fn of(name: &str, overrides: &[&str]) -> Self {
        let overrides: Vec<String> = overrides.iter().map(|&text| text.to_owned()).collect();
        let opened = wardflow_scenario::open(name, &overrides);
        let problems = opened.problems.render(false);
        Self::new(opened.ready.unwrap_or_else(|| panic!("{problems}")))
    }

    pub(crate) fn new(ready: Ready) -> Self {
        let catalogue = Catalogue::of(&ready.model);
        Self { ready, catalogue }
    }

    pub(crate) fn run(&self, seed: u64, replications: u32, daily: bool) -> Results {
        let daily = if daily { daily::all } else { daily::nothing };
        let plan = Plan { seed: Seed(seed), replications, threads: None, daily };
        run(Subject::of(&self.ready, &self.catalogue), &plan, &|| {}).expect("the run can be finished")
    }

    /// Place of a measure.
    pub(crate) fn find(&self, key: &str) -> usize {
        self.catalogue.find(key).unwrap_or_else(|| panic!("no measure {key}"))
    }
}

/// The seed of the verification pack.
pub(crate) const SEED: u64 = 20_261_122;

/// Cases of the verification pack that must agree with what is expected of them.
pub(crate) fn agree(names: &[&str], length: Length) {
    let pack = Pack::built_in().expect("the pack can be read");
    assert_eq!(pack.seed, SEED);
    for name in names {
        let case = pack.cases.iter().find(|case| case.name == *name).unwrap_or_else(|| panic!("no case {name}"));
        let replications = case.replications(length).expect("the case is part of a pack of this length");
        let findings = case.run(pack.seed, replications, length, None, &|| {}).expect("the case can be run");
        let faults: Vec<_> = findings.iter().filter(|finding| finding.verdict != Verdict::Agrees).collect();
        assert!(!findings.is_empty() && faults.is_empty(), "{name}: {faults:#?}");
    }
}
