//! The two streams of the program: data to one, everything else to the other.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

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
        let text = harmless(text, self.colour.data);
        self.data.write_all(text.as_bytes()).and_then(|()| self.data.flush()).map_err(Failure::Output)
    }

    /// Writes what is to be said beside it; nothing is lost if it cannot be written.
    pub(crate) fn note(&mut self, text: &str) {
        let text = harmless(text, self.colour.notes);
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

/// A text without anything that a terminal or a browser would do instead of showing it: control characters other than
/// ends of lines and tabs are replaced by signs for them. Where colours are wanted, these stay.
pub(crate) fn harmless(text: &str, with_colours: bool) -> Cow<'_, str> {
    let is_command = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(is_command) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_command) {
        safe.push_str(&rest[..at]);
        rest = &rest[at..];
        let kept = if rest.starts_with("\r\n") { 1 } else { colour(rest).filter(|_| with_colours).unwrap_or(0) };
        safe.push_str(&rest[..kept]);
        rest = &rest[kept..];
        if kept == 0
            && let Some(c) = rest.chars().next()
        {
            safe.push(match c {
                '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
                '\u{7f}' => '\u{2421}',
                _ => char::REPLACEMENT_CHARACTER,
            });
            rest = &rest[c.len_utf8()..];
        }
    }
    safe.push_str(rest);
    safe.into()
}

/// The length of a change of colour at the beginning of a text, if there is one.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers[end..].starts_with('m').then_some(2 + end + 1)
}

/// A text of somebody else in Markdown: shown as it is, and no HTML.
pub(crate) fn markdown(text: &str) -> String {
    harmless(text, false).replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_commands_but_colours() {
        let title = "Bo\u{1b}]0;mine\u{7}ard\r\u{9b}2J\u{1b}[2J\u{7f}";
        let shown = "Bo\u{241b}]0;mine\u{2407}ard\u{240d}\u{fffd}2J\u{241b}[2J\u{2421}";
        for with_colours in [true, false] {
            assert_eq!(harmless(title, with_colours), shown);
            assert_eq!(harmless("a\tb\r\nc\n£–", with_colours), "a\tb\r\nc\n£–");
        }
        assert_eq!(harmless("\u{1b}[1;31mred\u{1b}[0m", true), "\u{1b}[1;31mred\u{1b}[0m");
        assert_eq!(harmless("\u{1b}[1mbold", false), "\u{241b}[1mbold");
    }

    #[test]
    fn markdown_holds_no_html_of_others() {
        assert_eq!(markdown("beds < 20 & <script>\u{1b}"), "beds &lt; 20 &amp; &lt;script>\u{241b}");
    }
}
