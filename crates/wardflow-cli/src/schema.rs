//! `wardflow schema`: prints the JSON Schema of scenarios, or that of plans.

use clap::Args;
use wardflow_montecarlo::sweep::plan;

use crate::{exit::Failure, output::Output};

pub(crate) const EXAMPLES: &str = "\
Examples:
    wardflow schema > scenario-v1.schema.json
    wardflow schema --sweep > sweep-v1.schema.json";

/// `wardflow schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Print the schema of plans for sweeps instead.
    #[arg(long)]
    pub(crate) sweep: bool,
}

/// Prints the schema.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn schema(arguments: &Schema, output: &mut Output) -> Result<(), Failure> {
    let schema = if arguments.sweep { plan::schema() } else { wardflow_scenario::schema::schema() };
    let text = serde_json::to_string_pretty(&schema)?;
    output.data(&(text + "\n"))
}
