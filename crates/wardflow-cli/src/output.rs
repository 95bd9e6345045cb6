//! The two streams of the program: data to one, everything else to the other.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use crate::exit::Failure;

/// Where the program writes.
pub(crate) struct Output {
    data: Box<dyn Write + Send>,
    notes: Box<dyn Write + Send>,
    colour: Colour,
    lively: bool,
}

/// Which stream takes colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour {
    pub(crate) data: bool,
    pub(crate) notes: bool,
}

impl Output {
    /// Standard output for data, standard error for everything else; colours only on terminals that want them.
    pub(crate) fn of_the_process() -> Self {
        let (data, notes) = (io::stdout(), io::stderr());
        let colour = Colour {
            data: AutoStream::choice(&data) != ColorChoice::Never,
            notes: AutoStream::choice(&notes) != ColorChoice::Never,
        };
        let lively = notes.is_terminal();
        // These turn colours into what an old console understands.
        Self { data: Box::new(anstream::stdout()), notes: Box::new(anstream::stderr()), colour, lively }
    }

    /// Writes what the program was asked for.
    ///
    /// # Errors
    /// If nobody reads it or it cannot be written.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Failure> {
        self.data.write_all(text.as_bytes()).and_then(|()| self.data.flush()).map_err(Failure::Output)
    }

    /// Writes what is to be said beside it; nothing is lost if it cannot be written.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = self.notes.write_all(text.as_bytes()).and_then(|()| self.notes.flush());
    }

    /// Which stream takes colours.
    pub(crate) const fn colour(&self) -> Colour {
        self.colour
    }

    /// Whether somebody watches the notes on a terminal.
    pub(crate) const fn is_lively(&self) -> bool {
        self.lively
    }
}

/// A heading.
pub(crate) fn bold(text: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}
