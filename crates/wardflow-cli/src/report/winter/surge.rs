//! The surges of a scenario: stretches of the measured days with other arrivals.

use wardflow_scenario::{
    Ready,
    format::{Arrivals, Scenario, Surge},
    reading::Path,
};

use crate::{
    english::{called, written},
    numbers::plain,
};

/// All surges that change something in the measured days.
pub(super) struct Surges(Vec<Found>);

struct Found {
    /// What people call the cohort.
    cohort: String,
    surge: Surge,
    /// The number it multiplies arrivals by.
    path: Path,
    source: Option<String>,
}

impl Surges {
    pub(super) fn of(ready: &Ready) -> Self {
        let scenario = &ready.scenario;
        let last = scenario.start.plus_days(i64::from(scenario.days) - 1);
        let mut all = Vec::new();
        for (cohort, described) in &scenario.cohorts {
            let Arrivals::Poisson(poisson) = &described.arrivals else { continue };
            for (name, surge) in &poisson.surges {
                if surge.multiply_by == 1.0 || surge.to < scenario.start || surge.from > last {
                    continue;
                }
                let place = Path::of(["cohorts", cohort, "arrivals", "poisson", "surges", name]);
                let path = place.join("multiply_by");
                let annotation = ready.annotations.get(&path).or_else(|| ready.annotations.get(&place));
                let source = annotation.and_then(|annotation| annotation.source.clone());
                all.push(Found {
                    cohort: called(cohort, described.name.as_deref()),
                    surge: surge.clone(),
                    path,
                    source,
                });
            }
        }
        Self(all)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes that leave arrivals as they would be without any.
    pub(super) fn undone(&self) -> Vec<String> {
        self.0.iter().map(|found| format!("{}=1", found.path)).collect()
    }

    /// What they are, and where that comes from.
    pub(super) fn sentences(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|Found { cohort, surge, source, .. }| {
            // Without what subtracting leaves of a decimal fraction.
            let percent = (1e6 * (surge.multiply_by - 1.0)).round() / 1e4;
            let how = if percent > 0.0 { "more" } else { "fewer" };
            let source = source.as_deref().unwrap_or("the scenario does not say where that comes from");
            format!(
                "The surge: {}% {how} people come ({}) from {} to {}; {source}.",
                plain(percent.abs()),
                cohort,
                written(surge.from),
                written(surge.to),
            )
        })
    }
}

/// What is wrong with a scenario that has none, and what to add.
pub(super) fn missing(name: &str, scenario: &Scenario) -> String {
    let poisson = scenario.cohorts.iter().find(|(_, cohort)| matches!(cohort.arrivals, Arrivals::Poisson(_)));
    let (first, last) = (scenario.start, scenario.start.plus_days(i64::from(scenario.days) - 1));
    let remedy = match poisson {
        Some((cohort, _)) => {
            let path = Path::of(["cohorts", cohort, "arrivals", "poisson", "surges"]);
            format!(
                "add one to the scenario, as `{path}`: {{\"winter\": {{\"from\": \"{first}\", \"to\": \"{last}\", \
                 \"multiply_by\": 1.05}}}} with dates and size of your own; or try it with --set"
            )
        }
        None => {
            "give a cohort `poisson` arrivals with `surges`; arrivals at fixed intervals or from a CSV file have none"
                .to_owned()
        }
    };
    format!(
        "error: `{name}` has no surge between {first} and {last}, and the winter pack shows a winter with and without one\n  \
         = help: {remedy}\n"
    )
}
