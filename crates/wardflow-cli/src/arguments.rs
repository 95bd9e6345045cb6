//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use wardflow_montecarlo::precision::LEAST;

use crate::{
    compare::{self, Compare},
    exit::Failure,
    explain::{self, Explain},
    merge::Merge,
    plot::Plot,
    report::{self, Report},
    schema::Schema,
    sweep::Sweep,
    trace::{self, Trace},
    verify::{self, Verify},
};

/// The scenario that runs when none is named.
pub(crate) const DEFAULT_SCENARIO: &str = "southampton-2021";
/// Where the results go when the program is called without any argument.
pub(crate) const DEFAULT_FOLDER: &str = "wardflow-run";

const EXAMPLES: &str = "\
Examples:
  wardflow                                       run the built-in example and draw its picture
  wardflow init my.json                          write a small scenario to begin with
  wardflow check my.json                         find everything that is wrong with it
  wardflow run my.json --out my-results          run it, with tables and picture in a folder
  wardflow run --set services.d2a_block.beds=45  what if?
  wardflow compare my.json more-beds.json        what is different, and is that real?
  wardflow sweep d2a-beds                        the same for many numbers of beds

Exit codes:
  0  fine
  1  the run, or a point of a sweep, could not be finished, or not made as precise as wanted;
     `verify` found a value that does not agree
  2  the command line is not understood
  3  the scenario or plan has errors
  4  a file or folder cannot be read or written";

const RUN_EXAMPLES: &str = "\
Examples:
  wardflow run                                         the built-in example
  wardflow run my.json --out my-results                all tables and the picture in a folder
  wardflow run my.json --set hospitals.acute.beds=310  with a value changed
  wardflow run my.json -n 20 --format csv > my.csv     20 replications, all measures
  wardflow run my.json --out my-results --patients 3   every patient of 3 replications
  wardflow run my.json --precision 5% --measure nctr_people   until that is known to 5 %";

const CHECK_EXAMPLES: &str = "\
Examples:
  wardflow check my.json
  wardflow check my.json --set services.home_care.places=200

Exit code: 0 if the scenario can be run (warnings do not count), 3 if not, 4 if it cannot be read";

const PLOT_EXAMPLES: &str = "\
Examples:
  wardflow plot my-run                              all pictures of a run, into its folder
  wardflow plot my-run --chart occupancy --history counted.csv --history-columns date,occupied
  wardflow plot before after --chart delays         two runs side by side
  wardflow plot my-comparison --chart bridge        from the base to all changes together
  wardflow plot my-sweep --target 45 --out chart    which capacity meets the target?
  wardflow plot counted.csv                         is the baseline stable? a control chart

--chart of a run: occupancy, weeks, exceedance, delays, pathways, s-curve, convergence;
        of a run with --patients: week, flows, warm-up
        of a comparison: differences, bridge; of a sweep: curve, map; of a CSV file: control";

const INIT_EXAMPLES: &str = "\
Examples:
  wardflow init
  wardflow init my.json";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  wardflow schema > scenario-v1.schema.json
  wardflow schema --sweep > sweep-v1.schema.json";

const SWEEP_EXAMPLES: &str = "\
Examples:
  wardflow sweep southampton-2021 --vary services.d2a_block.beds=20:60:5
  wardflow sweep --example > plan.json             write a small commented plan to begin with
  wardflow sweep plan.json --out curve             run it; tables, data and plan in a folder
  wardflow sweep plan.json --out curve --resume    go on after an interruption
  wardflow sweep plan.json --out part-3 --shard 3/16";

const MERGE_EXAMPLES: &str = "\
Examples:
  wardflow merge part-1 part-2 part-3 --out whole

Exit code: 1 if points are missing; all of them are named";

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
    /// Run scenarios side by side and say in what they differ, and whether that is real.
    #[command(after_help = compare::EXAMPLES)]
    Compare(Compare),
    /// Say everything that is wrong with a scenario, and which resources are too small.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Say in plain English what a scenario describes, and where it is tight.
    #[command(after_help = explain::EXAMPLES)]
    Explain(Explain),
    /// Follow one patient hour by hour.
    #[command(after_help = trace::EXAMPLES)]
    Trace(Trace),
    /// Run a scenario at many values of its numbers.
    #[command(after_help = SWEEP_EXAMPLES)]
    Sweep(Sweep),
    /// Join the folders of a sweep that ran in shards.
    #[command(after_help = MERGE_EXAMPLES)]
    Merge(Merge),
    /// Draw what came of a run, a comparison or a sweep.
    #[command(after_help = PLOT_EXAMPLES)]
    Plot(Plot),
    /// Write a page about runs for a board: answer, charts, tables, assumptions, method.
    #[command(after_help = report::EXAMPLES)]
    Report(Report),
    /// Write a small commented scenario to begin with.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Print the JSON Schema of scenarios or plans, with which editors help to write them.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(Schema),
    /// Run cases whose answer is known, and say whether the program reproduces it.
    #[command(after_help = verify::EXAMPLES)]
    Verify(Verify),
    /// List the built-in scenarios and plans.
    #[command(after_help = LIST_EXAMPLES)]
    List,
}

/// `wardflow run`.
#[derive(Debug, Default, Args)]
pub(crate) struct Run {
    /// A file or a built-in scenario (see `wardflow list`).
    #[arg(default_value = DEFAULT_SCENARIO)]
    pub(crate) scenario: String,
    /// How often to run it with other random numbers [default: as the scenario says].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub(crate) replications: Option<u32>,
    /// Run until half of the 95 % interval is at most this share of the mean.
    #[arg(long, value_name = "P%", requires = "measures", conflicts_with = "replications", value_parser = percent)]
    pub(crate) precision: Option<f64>,
    /// The measure that is to be so precise, by its key; may be given more than once.
    #[arg(long = "measure", value_name = "KEY", requires = "precision")]
    pub(crate) measures: Vec<String>,
    /// Most replications for that.
    #[arg(long, value_name = "N", requires = "precision", default_value = "10000",
          value_parser = clap::value_parser!(u32).range(i64::from(LEAST)..=10_000_000))]
    pub(crate) most: u32,
    /// Seed of the random numbers [default: as the scenario says].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to run on; they change no result [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Change a value of the scenario; may be given more than once.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Write results, daily values, picture, scenario and data dictionary into this folder.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Write into the folder even if it holds something else.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Write every patient of the first N replications as well; 1 if no N is given.
    #[arg(long, value_name = "N", requires = "out", num_args = 0..=1, default_missing_value = "1",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) patients: Option<u32>,
    /// Print one screen, or all measures as JSON or CSV.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// A share that is written in percent.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    match number {
        Some(percent @ 0.01..=50.0) => Ok(percent / 100.0),
        Some(_) => Err("between 0.01% and 50% is possible".into()),
        None => Err("write it with a percent sign, such as 5%".into()),
    }
}

/// How results are printed: the headline measures on one screen, or all measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Json,
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
    /// Print for people or for programs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Text,
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
