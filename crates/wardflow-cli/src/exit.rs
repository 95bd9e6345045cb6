//! How the program can fail, and the codes it ends with; ended by a signal it ends with 128 and the signal's number (`interrupt`).

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use wardflow_montecarlo::subject::Unfinished;
use wardflow_plot::DrawError;

use crate::output::Output;

/// All went well.
const FINE: u8 = 0;
/// The run could not be finished, or not be made as precise as wanted.
const UNFINISHED: u8 = 1;
/// The command line is not understood.
const USAGE: u8 = 2;
/// The scenario has errors.
const SCENARIO: u8 = 3;
/// A file or folder cannot be read or written.
const FILE: u8 = 4;

/// Why the program ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line is not understood, or asks for help.
    #[error(transparent)]
    Arguments(clap::Error),
    /// A value on the command line is not written as it should be.
    #[error("{0}")]
    Usage(String),
    /// The scenario cannot be used; its problems have been told.
    #[error("")]
    Scenario,
    /// The scenario cannot be read; that has been told.
    #[error("")]
    NoScenario,
    /// A replication could not be finished.
    #[error("{why}\n{remedy}", why = .0, remedy = remedy(.0))]
    Unfinished(#[from] Unfinished),
    /// A measure is not there; all that are not.
    #[error("{0}")]
    Measures(String),
    /// The wanted precision was not reached.
    #[error("{0}")]
    Imprecise(String),
    /// The picture could not be drawn.
    #[error("the picture could not be made: {0}")]
    Picture(#[from] DrawError),
    /// Something could not be turned into JSON.
    #[error("the results could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file or folder cannot be read or written.
    #[error("`{}` cannot be written: {why}", path.display())]
    File { path: PathBuf, why: io::Error },
    /// A file or folder is there that must not be touched.
    #[error("{0}")]
    Occupied(String),
    /// A file or folder that was written before cannot be read.
    #[error("`{}` cannot be read: {why}", path.display())]
    Unread { path: PathBuf, why: io::Error },
    /// The program does not reproduce what is known; all that differs.
    #[error("not everything agrees with what is expected\n{0}")]
    Unverified(String),
    /// Some points of a sweep have no results; that has been told.
    #[error("")]
    Incomplete,
    /// A file is not what it should be.
    #[error("{0}")]
    Unfit(String),
    /// Standard output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
}

/// What to do about a run that could not be finished.
const fn remedy(unfinished: &Unfinished) -> &'static str {
    match unfinished {
        Unfinished::Run(_) => "`wardflow check` shows how much work each resource is asked to do",
        Unfinished::Drawn { .. } => "narrow the ranges under `uncertain`, so that all of them can be drawn together",
    }
}

impl Failure {
    /// What cannot be written, and why.
    pub(crate) fn file(path: &Path, why: io::Error) -> Self {
        Self::File { path: path.to_owned(), why }
    }

    fn code(&self) -> u8 {
        match self {
            Self::Arguments(error) if !error.use_stderr() => FINE,
            // Whoever read the output has seen enough.
            Self::Output(why) if why.kind() == io::ErrorKind::BrokenPipe => FINE,
            Self::Arguments(_) | Self::Usage(_) | Self::Measures(_) => USAGE,
            Self::Scenario => SCENARIO,
            Self::Unfinished(_)
            | Self::Imprecise(_)
            | Self::Unverified(_)
            | Self::Picture(_)
            | Self::Json(_)
            | Self::Incomplete => UNFINISHED,
            Self::NoScenario
            | Self::File { .. }
            | Self::Unread { .. }
            | Self::Unfit(_)
            | Self::Occupied(_)
            | Self::Output(_) => FILE,
        }
    }
}

/// Says what went wrong, if anything did, and gives the exit code.
pub(crate) fn code(done: Result<(), Failure>, output: &mut Output) -> ExitCode {
    let Err(failure) = done else { return FINE.into() };
    let code = failure.code();
    match failure {
        Failure::Arguments(error) => tell(&error, output),
        Failure::Scenario | Failure::NoScenario | Failure::Incomplete => {}
        _ if code == FINE => {}
        failure => output.note(&format!("error: {failure}\n")),
    }
    code.into()
}

/// Prints what the library has to say about the command line: help goes to the data, complaints to the notes.
fn tell(error: &clap::Error, output: &mut Output) {
    let styled = error.render();
    let colour = output.colour();
    let text = |colour: bool| if colour { styled.ansi().to_string() } else { styled.to_string() };
    if error.use_stderr() {
        output.note(&text(colour.notes));
    } else {
        // If it cannot be written, nobody listens.
        let _ = output.data(&text(colour.data));
    }
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand)
    {
        output.note(&format!("To run a scenario: wardflow run {name}\n"));
    }
}
