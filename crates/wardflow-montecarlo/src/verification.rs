//! The verification pack: scenarios with a known answer, what that answer is, and whether a run agrees with it.
//!
//! `scenarios/verification/expected.json` is the only home of the expected values; the tests and `wardflow verify` both
//! judge by [`Case::run`].

pub mod paper;
pub mod rules;

use serde::Deserialize;
use wardflow_core::{
    measures::{Catalogue, Unit},
    random::Seed,
};
use wardflow_scenario::{
    Opened, Ready, SHIPPED, open_from,
    reading::{Library, LoadError, Source},
};

use self::paper::Paper;
use crate::{
    daily,
    experiment::{Plan, Progress, Results, run},
    subject::{Subject, Unfinished},
};

/// Standard errors by which a run may differ from what is expected.
pub const MOST_STANDARD_ERRORS: f64 = 3.0;

/// The scenarios of the pack that are not shipped by name.
const SCENARIOS: &[(&str, &str)] = &[
    ("verification/t1", include_str!("../../../scenarios/verification/t1.json")),
    ("verification/t2", include_str!("../../../scenarios/verification/t2.json")),
    ("verification/t2-units", include_str!("../../../scenarios/verification/t2-units.json")),
    ("verification/units-chain", include_str!("../../../scenarios/verification/units-chain.json")),
    ("verification/weighted-stays", include_str!("../../../scenarios/verification/weighted-stays.json")),
    ("verification/several-kinds", include_str!("../../../scenarios/verification/several-kinds.json")),
    ("verification/stay-on", include_str!("../../../scenarios/verification/stay-on.json")),
    ("verification/exchange", include_str!("../../../scenarios/verification/exchange.json")),
    ("verification/t3", include_str!("../../../scenarios/verification/t3.json")),
    ("verification/t3-localities", include_str!("../../../scenarios/verification/t3-localities.json")),
    ("verification/t5", include_str!("../../../scenarios/verification/t5.json")),
    ("verification/erlang-loss", include_str!("../../../scenarios/verification/erlang-loss.json")),
    ("verification/erlang-delay", include_str!("../../../scenarios/verification/erlang-delay.json")),
    ("verification/single-server", include_str!("../../../scenarios/verification/single-server.json")),
    ("verification/priority", include_str!("../../../scenarios/verification/priority.json")),
    ("verification/long-waits", include_str!("../../../scenarios/verification/long-waits.json")),
    ("verification/cleaning", include_str!("../../../scenarios/verification/cleaning.json")),
    ("verification/impatience", include_str!("../../../scenarios/verification/impatience.json")),
    ("verification/t2-waiting", include_str!("../../../scenarios/verification/t2-waiting.json")),
    ("verification/escalation", include_str!("../../../scenarios/verification/escalation.json")),
    ("verification/bridging", include_str!("../../../scenarios/verification/bridging.json")),
    ("verification/step-up", include_str!("../../../scenarios/verification/step-up.json")),
    ("verification/census", include_str!("../../../scenarios/verification/census.json")),
    ("verification/census-by-evidence", include_str!("../../../scenarios/verification/census-by-evidence.json")),
    ("verification/step-in-demand", include_str!("../../../scenarios/verification/step-in-demand.json")),
];

/// Everything that is verified.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The seed, chosen before looking.
    pub seed: u64,
    /// The cases, in the order of reports.
    pub cases: Vec<Case>,
    /// A published paper whose figures are recomputed.
    pub paper: Paper,
}

impl Pack {
    /// The pack that is part of the program.
    ///
    /// # Errors
    /// If its text is broken, which the tests rule out.
    pub fn built_in() -> serde_json::Result<Self> {
        serde_json::from_str(include_str!("../../../scenarios/verification/expected.json"))
    }
}

/// A scenario with a known answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub what: String,
    /// The scenario it runs.
    pub scenario: String,
    /// What it changes in the scenario, as `--set` does.
    #[serde(default)]
    pub set: Vec<String>,
    /// Where the expected values come from.
    pub source: String,
    /// Replications of the ordinary pack; none if it belongs to the long pack only.
    pub replications: Option<u32>,
    /// Replications of the long pack.
    pub long: u32,
    /// What is expected.
    pub values: Vec<Expected>,
}

/// What is expected of one measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Key of the measure.
    pub measure: String,
    /// Its expected value, in its unit.
    pub expected: f64,
    /// The measured day it is of, from 0; the mean over all of them if none. The measure is then a number of people
    /// with a Poisson distribution.
    pub on_day: Option<usize>,
    /// How well the expected value is known, as a share of it; exactly if 0.
    #[serde(default)]
    pub known_to: f64,
    /// Standard error of the expected value.
    #[serde(default)]
    pub its_error: f64,
}

/// How long the pack runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Standard errors of at most 1% of exact values.
    Ordinary,
    /// Standard errors of at most 0.5% of exact values.
    Long,
}

impl Length {
    /// The largest standard error of an exact value, as a share of it.
    pub const fn largest_relative_error(self) -> f64 {
        match self {
            Self::Ordinary => 0.01,
            Self::Long => 0.005,
        }
    }
}

/// Why a case could not be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseError {
    /// Its scenario has errors, as rendered.
    Scenario(String),
    /// A replication could not be finished.
    Run(Unfinished),
    /// The scenario has no such measure, or not by day.
    Measure(String),
}

/// What came of one expected value.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Key of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: Unit,
    /// The measured day, from 0, if it is of one.
    pub on_day: Option<usize>,
    /// What was expected.
    pub expected: f64,
    /// What came out.
    pub simulated: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// How much of the difference lies within what is known of the expected value.
    pub allowance: f64,
    /// The verdict.
    pub verdict: Verdict,
}

impl Finding {
    /// The difference in standard errors; only what exceeds the allowance counts.
    pub fn z(&self) -> f64 {
        let gap = self.simulated - self.expected;
        (gap.abs() - self.allowance).max(0.0).copysign(gap) / self.standard_error
    }
}

/// Whether a run agrees with what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Agrees,
    /// It does not.
    Differs,
    /// The standard error is too large to tell.
    TooVague,
}

impl Case {
    /// Replications of a pack of this length; none if the case is not part of it.
    pub const fn replications(&self, length: Length) -> Option<u32> {
        match length {
            Length::Ordinary => self.replications,
            Length::Long => Some(self.long),
        }
    }

    /// Reads and checks the scenario.
    ///
    /// # Errors
    /// If it has errors.
    pub fn open(&self) -> Result<Ready, CaseError> {
        let Opened { ready, problems } = open_from(&self.scenario, &self.set, &BuiltIn);
        ready.ok_or_else(|| CaseError::Scenario(problems.render(false)))
    }

    /// Runs the scenario and judges every expected value.
    ///
    /// # Errors
    /// If it cannot be run, or a measure is not there.
    pub fn run(
        &self,
        seed: u64,
        replications: u32,
        length: Length,
        threads: Option<usize>,
        progress: Progress<'_>,
    ) -> Result<Vec<Finding>, CaseError> {
        let ready = self.open()?;
        let catalogue = Catalogue::of(&ready.model);
        let is_daily = self.values.iter().any(|value| value.on_day.is_some());
        let daily = if is_daily { daily::all } else { daily::nothing };
        let plan = Plan { seed: Seed(seed), replications, threads, daily };
        let results = run(Subject::of(&ready, &catalogue), &plan, progress).map_err(CaseError::Run)?;
        self.values.iter().map(|value| value.judge(&catalogue, &results, length)).collect()
    }
}

impl Expected {
    fn judge(&self, catalogue: &Catalogue, results: &Results, length: Length) -> Result<Finding, CaseError> {
        let missing = || CaseError::Measure(self.measure.clone());
        let at = catalogue.find(&self.measure).ok_or_else(missing)?;
        let (simulated, own_error) = match self.on_day {
            None => {
                let summary = &results.measures[at].summary;
                (summary.mean, summary.sd / f64::from(summary.cases).sqrt())
            }
            Some(day) => {
                let series = results.days.as_ref().and_then(|days| days.of(at));
                let day = series.and_then(|series| series.days.get(day)).ok_or_else(missing)?;
                // The variance of a Poisson number is its mean.
                (day.mean, (self.expected / f64::from(day.cases)).sqrt())
            }
        };
        let standard_error = (own_error * own_error + self.its_error * self.its_error).sqrt();
        let mut finding = Finding {
            measure: self.measure.clone(),
            unit: catalogue.measures()[at].unit,
            on_day: self.on_day,
            expected: self.expected,
            simulated,
            standard_error,
            allowance: self.known_to * self.expected.abs(),
            verdict: Verdict::Agrees,
        };
        let is_exact = self.known_to == 0.0 && self.its_error == 0.0;
        let z = finding.z().abs();
        if is_exact && standard_error > length.largest_relative_error() * self.expected.abs() {
            finding.verdict = Verdict::TooVague;
        } else if z.is_nan() || z >= MOST_STANDARD_ERRORS {
            finding.verdict = Verdict::Differs;
        }
        Ok(finding)
    }
}

/// The scenarios that are part of the program, whatever lies on the disk under their names.
struct BuiltIn;

impl Library for BuiltIn {
    fn load(&self, name: &str, _: Option<&str>) -> Result<Source, LoadError> {
        let found = SCENARIOS.iter().chain(SHIPPED).find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| LoadError {
            what: format!("there is no built-in scenario `{name}`"),
            remedy: "correct the name in the verification pack".into(),
        })?;
        Source::new(format!("{name} (built in)"), text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(expected: f64, known_to: f64) -> Expected {
        Expected { measure: "nctr_people".into(), expected, on_day: None, known_to, its_error: 0.0 }
    }

    fn verdict(pack: &Pack, value: Expected, replications: u32) -> Verdict {
        let case = Case { values: vec![value], ..pack.cases[0].clone() };
        case.run(pack.seed, replications, Length::Ordinary, None, &|| {}).unwrap()[0].verdict
    }

    #[test]
    fn every_scenario_of_the_pack_can_be_run() {
        for case in Pack::built_in().unwrap().cases {
            let ready = case.open().unwrap();
            let catalogue = Catalogue::of(&ready.model);
            for value in &case.values {
                assert!(catalogue.find(&value.measure).is_some(), "{}: {}", case.name, value.measure);
            }
        }
    }

    #[test]
    fn a_wrong_value_differs_and_too_few_replications_are_too_vague() {
        let pack = Pack::built_in().unwrap();
        assert_eq!(verdict(&pack, expected(0.313_611, 0.0), 60), Verdict::Agrees);
        assert_eq!(verdict(&pack, expected(0.36, 0.0), 60), Verdict::Differs);
        assert_eq!(verdict(&pack, expected(0.36, 0.15), 60), Verdict::Agrees);
        assert_eq!(verdict(&pack, expected(0.313_611, 0.0), 2), Verdict::TooVague);
    }
}
