//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exit::Failure;

/// The scenario that runs when none is named.
pub(crate) const DEFAULT_SCENARIO: &str = "southampton-2021";
/// Where the results go when the program is called without any argument.
pub(crate) const DEFAULT_FOLDER: &str = "wardflow-run";

const EXAMPLES: &str = "\
Examples:
  wardflow                                       run the built-in example, picture in wardflow-run/nctr.png
  wardflow init my.json                          write a small scenario to begin with
  wardflow check my.json                         find everything that is wrong with it, and what is too small
  wardflow run my.json --out my-results          run it; tables, daily values and picture in my-results/
  wardflow run --set services.d2a_block.beds=45  what if?

Exit codes:
  0  fine
  1  the run could not be finished
  2  the command line is not understood
  3  the scenario has errors
  4  a file or folder cannot be read or written";

const RUN_EXAMPLES: &str = "\
Examples:
  wardflow run                                             the built-in example
  wardflow run my.json --out my-results                    all tables, daily values and the picture in a folder
  wardflow run my.json --set hospitals.acute.beds=310      with a value changed
  wardflow run my.json --replications 20 --format csv > results.csv
  wardflow run my.json --out my-results --patients 3       with every patient of the first 3 replications";

const CHECK_EXAMPLES: &str = "\
Examples:
  wardflow check my.json
  wardflow check my.json --set services.home_care.places=200
  wardflow check my.json --format json

Exit code: 0 if the scenario can be run (warnings do not count), 3 if it has errors, 4 if it cannot be read.";

const INIT_EXAMPLES: &str = "\
Examples:
  wardflow init
  wardflow init my.json";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  wardflow schema > scenario-v1.schema.json";

const LIST_EXAMPLES: &str = "\
Examples:
  wardflow list
  wardflow run southampton-home-first";

/// Simulates how patients leave hospital: who is ready, who waits, and for what.
#[derive(Debug, Parser)]
#[command(name = "wardflow", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

impl Arguments {
    /// Those of this process.
    ///
    /// # Errors
    /// If they are not understood; a call for help is no error, but ends the program as well.
    pub(crate) fn read() -> Result<Self, Failure> {
        Self::try_parse().map_err(Failure::Arguments)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a scenario and show its results.
    #[command(after_help = RUN_EXAMPLES)]
    Run(Run),
    /// Say everything that is wrong with a scenario, and how much work each resource is asked to do.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Write a small commented scenario to begin with.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Print the JSON Schema of scenarios, with which editors help to write them.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
    /// List the built-in scenarios.
    #[command(after_help = LIST_EXAMPLES)]
    List,
}

/// `wardflow run`.
#[derive(Debug, Default, Args)]
pub(crate) struct Run {
    /// A file or a built-in scenario (see `wardflow list`).
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// How often to repeat the run with other random numbers [default: as the scenario says].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) replications: Option<u32>,
    /// Seed of the random numbers; the same seed gives the same results [default: as the scenario says].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; they change nothing in the results [default: as many as there are processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Change a value of the scenario; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Write everything into this folder: results, daily values, picture, scenario, data dictionary.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Write into the folder even if it holds something else.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Also write every patient of the first N replications [N: 1 if left out].
    #[arg(long, value_name = "N", requires = "out", num_args = 0..=1, default_missing_value = "1",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) patients: Option<u32>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One screen: the headline measures.
    #[default]
    Table,
    /// All measures, with their definitions.
    Json,
    /// All measures, one row each.
    Csv,
}

/// `wardflow check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A file or a built-in scenario (see `wardflow list`).
    pub(crate) scenario: String,
    /// Change a value of the scenario; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// `wardflow init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write; it must not exist yet.
    #[arg(default_value = "scenario.json")]
    pub(crate) file: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
