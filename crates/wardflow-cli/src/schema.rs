//! `wardflow schema`: prints the JSON Schema of scenarios.

use crate::{exit::Failure, output::Output};

/// Prints the schema.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn schema(output: &mut Output) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(&wardflow_scenario::schema::schema())?;
    output.data(&(text + "\n"))
}
