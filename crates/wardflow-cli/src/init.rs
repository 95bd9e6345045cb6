//! `wardflow init`: writes a small scenario to begin with.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::PathBuf,
};

use clap::Args;
use wardflow_scenario::start::STARTING_SCENARIO;

use crate::{exit::Failure, output::Output};

pub(crate) const EXAMPLES: &str = "\
Examples:
    wardflow init
    wardflow init my.json";

/// `wardflow init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write; it must not exist yet.
    #[arg(default_value = "scenario.json")]
    pub(crate) file: PathBuf,
}

/// Writes the scenario into a file that must not exist yet.
///
/// # Errors
/// If there is such a file or it cannot be written.
pub(crate) fn init(arguments: &Init, output: &mut Output) -> Result<(), Failure> {
    let (path, shown) = (&arguments.file, arguments.file.display());
    let mut file = fs::File::create_new(path).map_err(|why| match why.kind() {
        ErrorKind::AlreadyExists => {
            Failure::Occupied(format!("`{shown}` is there already and stays as it is: name another file"))
        }
        _ => Failure::file(path, why),
    })?;
    file.write_all(STARTING_SCENARIO.as_bytes()).map_err(|why| Failure::file(path, why))?;
    output.note(&format!(
        "Wrote {shown}: a small scenario that runs as it is. Change it in any text editor, then:\n  \
         wardflow check {shown}    finds everything that is wrong with it\n  \
         wardflow run {shown}      runs it\n"
    ));
    Ok(())
}
