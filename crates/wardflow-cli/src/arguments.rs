//! The command line: the commands, each of which has its own arguments.

use clap::{Parser, Subcommand};

use crate::{
    check::{self, Check},
    compare::{self, Compare},
    exit::Failure,
    explain::{self, Explain},
    init::{self, Init},
    list,
    merge::{self, Merge},
    plot::{self, Plot},
    report::{self, Report},
    run::{self, Run},
    schema::{self, Schema},
    sweep::{self, Sweep},
    trace::{self, Trace},
    verify::{self, Verify},
};

const EXAMPLES: &str = "\
Examples:
  Run the built-in hospital, Southampton in 2021, and draw its picture:
    wardflow
  Begin with a small scenario of your own, check it, run it, and ask what ten more beds change:
    wardflow init my.json
    wardflow check my.json
    wardflow run my.json --out my-results
    wardflow compare my.json --what-if services.rehab_beds.beds=90

Exit codes:
  0  fine; 130 and 143: ended by Ctrl-C or a request to end
  1  the run, or a point of a sweep, could not be finished, or is not as precise as you asked;
     `verify` found a value that does not agree
  2  the command line is not understood
  3  the scenario or plan has errors
  4  a file or folder cannot be read or written";

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
    #[command(after_help = run::EXAMPLES)]
    Run(Run),
    /// Run scenarios side by side and say which differences are more than chance.
    #[command(after_help = compare::EXAMPLES)]
    Compare(Compare),
    /// Say everything that is wrong with a scenario, and what there is too little of.
    #[command(after_help = check::EXAMPLES)]
    Check(Check),
    /// Say in plain English what a scenario describes, and where it is tight.
    #[command(after_help = explain::EXAMPLES)]
    Explain(Explain),
    /// Follow one patient hour by hour.
    #[command(after_help = trace::EXAMPLES)]
    Trace(Trace),
    /// Run a scenario at many values of its numbers.
    #[command(after_help = sweep::EXAMPLES)]
    Sweep(Sweep),
    /// Join the folders of a sweep that ran in shards.
    #[command(after_help = merge::EXAMPLES)]
    Merge(Merge),
    /// Draw the results of a run, a comparison or a sweep.
    #[command(after_help = plot::EXAMPLES)]
    Plot(Plot),
    /// Write a page for a board: answer, charts, tables, assumptions, method.
    #[command(after_help = report::EXAMPLES)]
    Report(Report),
    /// Write a small commented scenario to begin with.
    #[command(after_help = init::EXAMPLES)]
    Init(Init),
    /// Print the JSON Schema of scenarios or plans, so that an editor can help you write them.
    #[command(after_help = schema::EXAMPLES)]
    Schema(Schema),
    /// Run cases with known answers, and say whether the program reproduces them.
    #[command(after_help = verify::EXAMPLES)]
    Verify(Verify),
    /// List the built-in scenarios and plans.
    #[command(after_help = list::EXAMPLES)]
    List,
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
