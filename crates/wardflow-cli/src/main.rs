//! `wardflow`: the simulator of hospital discharge flow as a program.

mod arguments;
mod calm;
mod cells;
mod chances;
mod chart;
mod check;
mod columns;
mod compare;
mod daily;
mod dictionary;
mod english;
mod estimate;
mod exit;
mod experiment;
mod explain;
mod folder;
mod init;
mod inputs;
mod interrupt;
mod keeping_up;
mod limits;
mod list;
mod measure_keys;
mod measure_name;
mod merge;
mod monthly;
mod numbers;
mod open_beds;
mod opening;
mod options;
mod output;
mod patients;
mod picked;
mod plot;
mod pool_name;
mod precise;
mod progress;
mod replace;
mod replications;
mod report;
mod reshaped;
mod results;
mod run;
mod run_folder;
mod schema;
mod stress;
mod sweep;
mod table;
mod trace;
mod uncertain;
mod values;
mod verdict;
mod verify;
mod vocabulary;
mod warnings;
mod whole_file;

use std::process::ExitCode;

use crate::{
    arguments::{Arguments, Command},
    exit::Failure,
    output::Output,
};

fn main() -> ExitCode {
    let mut output = Output::of_the_process();
    interrupt::watch();
    let done = match Arguments::read() {
        Ok(arguments) => obey(&arguments, &mut output),
        Err(failure) => Err(failure),
    };
    exit::code(done, &mut output)
}

fn obey(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    match &arguments.command {
        None => run::run_the_default(output),
        Some(Command::Run(arguments)) => run::run(arguments, output),
        Some(Command::Compare(arguments)) => compare::compare(arguments, output),
        Some(Command::Check(arguments)) => check::check(arguments, output),
        Some(Command::Plot(arguments)) => plot::plot(arguments, output),
        Some(Command::Report(arguments)) => report::report(arguments, output),
        Some(Command::Init(arguments)) => init::init(arguments, output),
        Some(Command::Sweep(arguments)) => sweep::sweep(arguments, output),
        Some(Command::Merge(arguments)) => merge::merge(arguments, output),
        Some(Command::Schema(arguments)) => schema::schema(arguments, output),
        Some(Command::Explain(arguments)) => explain::explain(arguments, output),
        Some(Command::Trace(arguments)) => trace::trace(arguments, output),
        Some(Command::Verify(arguments)) => verify::verify(arguments, output),
        Some(Command::List) => list::list(output),
    }
}
