//! The words of JSON with comments. Whatever is not JSON is reported and read as what was probably meant, so that the
//! rest of the file is checked too.

use std::ops::Range;

use super::words::shown;

/// One word of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Open(Bracket),
    Close(Bracket),
    Colon,
    Comma,
    Text(String),
    /// A number, a name without quotes, or anything else that is none of the above.
    Word(&'t str),
    /// Something unreadable that was reported.
    Broken,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Brace,
    Square,
}

/// What is wrong with a word.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) what: String,
    pub(super) remedy: String,
}

#[derive(Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// Such characters come in swarms: one report is enough.
    invisible_reported: bool,
    /// Up to here what is wrong is only the consequence of a text that is not closed on its line.
    pub(super) muted: usize,
    /// Whether a comment swallows the rest of the text.
    pub(super) swallowed: bool,
    pub(super) faults: Vec<Fault>,
}

/// Quotes of other languages and of word processors.
const FOREIGN_QUOTES: [char; 8] = ['\'', '‘', '’', '“', '”', '„', '`', '´'];

impl Bracket {
    pub(super) const fn open(self) -> char {
        match self {
            Self::Brace => '{',
            Self::Square => '[',
        }
    }

    pub(super) const fn close(self) -> char {
        match self {
            Self::Brace => '}',
            Self::Square => ']',
        }
    }
}

impl<'t> Lexer<'t> {
    /// Reads `text` from byte `start` on.
    pub(super) const fn new(text: &'t str, start: usize) -> Self {
        Self { text, at: start, invisible_reported: false, muted: start, swallowed: false, faults: Vec::new() }
    }

    /// Reads no further.
    pub(super) const fn stop(&mut self) {
        self.at = self.text.len();
    }

    /// The next word and the bytes it takes.
    pub(super) fn next(&mut self) -> (Token<'t>, Range<usize>) {
        self.skip_blanks();
        let start = self.at;
        let Some(c) = self.rest().chars().next() else { return (Token::End, start..start) };
        let token = match c {
            '{' => self.punctuation(Token::Open(Bracket::Brace)),
            '[' => self.punctuation(Token::Open(Bracket::Square)),
            '}' => self.punctuation(Token::Close(Bracket::Brace)),
            ']' => self.punctuation(Token::Close(Bracket::Square)),
            ':' => self.punctuation(Token::Colon),
            ',' => self.punctuation(Token::Comma),
            '"' => self.text(),
            c if FOREIGN_QUOTES.contains(&c) => self.foreign_text(c),
            _ => self.word(),
        };
        (token, start..self.at)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fault(&mut self, span: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        self.faults.push(Fault { span, what: what.into(), remedy: remedy.into() });
    }

    const fn punctuation(&mut self, token: Token<'t>) -> Token<'t> {
        self.at += 1;
        token
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return };
            match c {
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '/' if rest.starts_with("//") => self.skip_line(),
                '/' if rest.starts_with("/*") => self.skip_block(),
                '#' => {
                    self.fault(self.at..self.at + 1, "`#` does not begin a comment", "begin comments with `//`");
                    self.skip_line();
                }
                c if is_invisible(c) => {
                    let start = self.at;
                    self.at += c.len_utf8();
                    if !self.invisible_reported {
                        self.invisible_reported = true;
                        self.fault(
                            start..self.at,
                            format!("there is an invisible character here, U+{:04X}", u32::from(c)),
                            "replace it by an ordinary space; such characters come from copying out of documents",
                        );
                    }
                }
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn skip_block(&mut self) {
        let start = self.at;
        if let Some(length) = self.rest()[2..].find("*/") {
            self.at += length + 4;
        } else {
            self.stop();
            self.swallowed = true;
            self.fault(
                start..start + 2,
                "this comment is never closed",
                "close it with `*/`, or use `//` for one line",
            );
        }
    }

    fn text(&mut self) -> Token<'t> {
        let start = self.at;
        if start < self.muted {
            self.at += 1;
            return Token::Broken;
        }
        let mut escaped = false;
        // Quotes and line ends are ASCII, so this never stops inside a character.
        let end = self.text.as_bytes()[start + 1..].iter().position(|&byte| match byte {
            b'\n' => true,
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' => {
                escaped = true;
                false
            }
            byte => byte == b'"',
        });
        let end = end.map_or(self.text.len(), |length| start + 1 + length);
        if !self.text[end..].starts_with('"') {
            // Without the quote the rest of the line still tells which brackets it opens and closes.
            self.at = start + 1;
            self.muted = end;
            self.fault(
                start..end,
                "a double quote is missing on this line: this text is not closed",
                "add the quote where it is missing",
            );
            return Token::Broken;
        }
        self.at = end + 1;
        let raw = &self.text[start..self.at];
        if let Ok(text) = serde_json::from_str::<String>(raw) {
            if let Some(found) = text.chars().find(|&c| is_a_command(c)) {
                self.fault(
                    start..self.at,
                    format!(
                        "this text holds a control character ({}), which terminals take for a command",
                        code(found)
                    ),
                    "leave it out",
                );
            }
            return Token::Text(text);
        }
        if raw.contains(|c: char| c < ' ') {
            self.fault(
                start..self.at,
                "this text holds a tab or another control character",
                "write a space, or `\\t` for a tab",
            );
        } else {
            self.fault(
                start..self.at,
                "this text holds a backslash that JSON does not understand",
                "write two backslashes for one, or `/` in the name of a file",
            );
        }
        Token::Broken
    }

    fn foreign_text(&mut self, quote: char) -> Token<'t> {
        let start = self.at;
        let inner = &self.text[start + quote.len_utf8()..];
        let stop = |c: char| if quote == '\'' { c == '\'' } else { FOREIGN_QUOTES.contains(&c) || c == '"' };
        let end = inner.find(|c| c == '\n' || stop(c)).unwrap_or(inner.len());
        let content = inner[..end].trim_end_matches('\r');
        let closing = inner[end..].chars().next().filter(|&c| c != '\n').map_or(0, char::len_utf8);
        self.at = start + quote.len_utf8() + end + closing;
        self.fault(
            start..self.at,
            "texts stand in straight double quotes",
            format!("write {}", serde_json::Value::from(shown(content))),
        );
        Token::Text(content.to_owned())
    }

    fn word(&mut self) -> Token<'t> {
        let rest = self.rest();
        let mut length = 0;
        for (i, c) in rest.char_indices() {
            let ends =
                matches!(c, '{' | '}' | '[' | ']' | ':' | ',' | '"' | ' ' | '\t' | '\n' | '\r') || is_invisible(c);
            let comment = c == '/' && (rest[i..].starts_with("//") || rest[i..].starts_with("/*"));
            if i > 0 && (ends || comment) {
                break;
            }
            length = i + c.len_utf8();
        }
        self.at += length;
        Token::Word(&rest[..length])
    }
}

/// Whether a terminal would do something instead of showing it; ends of lines and tabs are fine in a text.
pub(super) fn is_a_command(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// How a character is called, such as `U+001B`.
pub(super) fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn is_invisible(c: char) -> bool {
    (c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        && !matches!(c, ' ' | '\t' | '\n' | '\r')
}
