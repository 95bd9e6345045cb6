//! Sweeps: plans as people write them, and what comes of them.

#[path = "../../../wardflow-scenario/tests/scenario/edits.rs"]
mod edits;
mod fuzz;
mod malformed;
mod points;
mod runs;
mod schema;
mod shipped;

use wardflow_montecarlo::sweep::{OpenedPlan, Sweep, open_text};
use wardflow_scenario::reading::Source;

/// A plan of every key, with comments and sources.
const EVERYTHING: &str = r#"{
  // A comment.
  "format": 1,
  "title": "Everything",
  "description": "Look at the curve.",
  "variants": {
    "now": { "scenario": "southampton-2021", "note": "as it is" },
    "more_hours": { "scenario": "southampton-2021", "set": { "services.home_care.hours_per_week": 600 } },
  },
  "set": { "days": 20, "warm_up_days": 10 },
  "replications": { "value": 3, "source": "choice" },
  "seed": 5,
  "measures": ["nctr_people", "services.d2a_block.utilisation_percent"],
  "vary": {
    "services.d2a_block.beds": { "label": "D2A beds", "from": 30, "to": 40, "step": 5, "source": "contract" },
    "cohorts.southampton_residents.arrivals.poisson.per_day": { "values": [40, 44.93] },
  },
  "design": "grid",
}"#;

fn opened(text: &str) -> OpenedPlan {
    open_text(Source::new("plan.json", text).unwrap())
}

fn sound(text: &str) -> Sweep {
    let OpenedPlan { sweep, problems } = opened(text);
    sweep.unwrap_or_else(|| panic!("{problems:?}"))
}

/// [`EVERYTHING`] with one thing in the place of another.
fn with(from: &str, to: &str) -> String {
    assert!(EVERYTHING.contains(from), "{from}");
    EVERYTHING.replace(from, to)
}
