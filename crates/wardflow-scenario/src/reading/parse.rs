//! From text to tree: JSON with comments and trailing commas. A syntax error is reported and the rest is read on, so
//! that one report names all of them; what could not be read is marked, so that nobody complains about it twice.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lexer::{Bracket, Lexer, Token};
use super::meant::{Sign, meant};
use super::path::Path;
use super::problem::{FileId, MAX_PROBLEMS, Place, Problem, codes};
use super::tree::{Kind, Member, Node, Number};
use super::words::shown;

/// The deepest nesting of objects and lists.
pub const MAX_DEPTH: usize = 64;
/// The most values that one scenario may hold, all its files together: bounds memory and time.
pub const MAX_VALUES: usize = 1_000_000;

/// What one text is read with.
pub(super) struct Parser<'t> {
    file: FileId,
    layer: u32,
    text: &'t str,
    lexer: Lexer<'t>,
    token: Token<'t>,
    span: Range<usize>,
    /// Where the word before ended.
    end: usize,
    open: Vec<Bracket>,
    path: Path,
    /// How many more values may be read.
    budget: usize,
    problems: Vec<Problem>,
    unclosed_reported: bool,
    shaky: bool,
}

/// A text that was read.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) problems: Vec<Problem>,
    /// How many more values may be read.
    pub(super) budget: usize,
    /// Whether the brackets do not match, so that values may be in the wrong place.
    pub(super) shaky: bool,
}

/// Reads `text` from byte `start` on; its values belong to layer `layer` and lie at `path`.
pub(super) fn parse(file: FileId, layer: u32, text: &str, start: usize, path: Path, budget: usize) -> Parsed {
    let mut parser = Parser {
        file,
        layer,
        text,
        lexer: Lexer::new(text, start),
        token: Token::End,
        span: start..start,
        end: start,
        open: Vec::new(),
        path,
        budget,
        problems: Vec::new(),
        unclosed_reported: false,
        shaky: false,
    };
    parser.bump();
    let node = parser.value();
    if parser.token != Token::End {
        parser.shaky = true;
        parser.report(
            parser.span.clone(),
            "something follows after the end of the object",
            "remove it; a file is one object `{ ... }`",
        );
    }
    Parsed { node, problems: parser.problems, budget: parser.budget, shaky: parser.shaky || parser.lexer.swallowed }
}

impl<'t> Parser<'t> {
    fn bump(&mut self) -> Token<'t> {
        self.end = self.span.end;
        let muted = self.lexer.muted;
        let (token, span) = self.lexer.next();
        self.span = span;
        if self.lexer.muted > muted {
            self.forget_line();
        }
        for fault in std::mem::take(&mut self.lexer.faults) {
            self.report_as(codes::SYNTAX, fault.span, fault.what, fault.remedy);
        }
        std::mem::replace(&mut self.token, token)
    }

    /// A missing quote turns texts and what stands between them around: what was said about this line is no use.
    fn forget_line(&mut self) {
        let line = self.text[..self.span.start].rfind('\n').map_or(0, |i| i + 1);
        let forgettable =
            |problem: &Problem| problem.code == codes::SYNTAX && problem.place.is_some_and(|place| place.start >= line);
        while self.problems.pop_if(|problem| forgettable(problem)).is_some() {}
    }

    const fn place(&self, span: &Range<usize>) -> Place {
        Place { file: self.file, start: span.start, end: span.end }
    }

    fn report(&mut self, span: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        if span.start >= self.lexer.muted {
            self.report_as(codes::SYNTAX, span, what, remedy);
        }
    }

    fn report_as(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let place = Some(self.place(&span));
        self.problems.push(Problem::error(code, self.path.clone(), place, what, remedy));
        if self.problems.len() >= MAX_PROBLEMS {
            self.stop();
        }
    }

    /// Reads no further; what is open stays unclosed without a report.
    const fn stop(&mut self) {
        self.unclosed_reported = true;
        self.shaky = true;
        self.lexer.stop();
    }

    fn node(&self, kind: Kind, span: &Range<usize>) -> Node {
        Node::new(kind, self.place(span), self.layer)
    }

    fn value(&mut self) -> Node {
        let span = self.span.clone();
        if self.budget == 0 {
            if !self.unclosed_reported {
                self.stop();
                let what = format!("the file holds more than {MAX_VALUES} values");
                self.report_as(codes::LIMIT, span.clone(), what, "split it into files of a bearable size");
            }
            self.bump();
            return self.node(Kind::Broken, &span);
        }
        self.budget -= 1;
        match &self.token {
            Token::Open(bracket) => {
                let bracket = *bracket;
                if self.open.len() >= MAX_DEPTH {
                    let what = format!("objects and lists are nested deeper than {MAX_DEPTH} levels here");
                    self.report_as(codes::LIMIT, span.clone(), what, "write it less deeply nested");
                    self.skip_nested();
                    return self.node(Kind::Broken, &span);
                }
                self.bump();
                self.open.push(bracket);
                let mut node = match bracket {
                    Bracket::Brace => self.object(&span),
                    Bracket::Square => self.entries(&span),
                };
                self.open.pop();
                node.place.end = self.end;
                node
            }
            Token::Text(_) | Token::Word(_) | Token::Broken => {
                let kind = match self.bump() {
                    Token::Text(text) => Kind::Text(text),
                    Token::Word(word) => self.word(word, &span),
                    _ => Kind::Broken,
                };
                self.node(kind, &span)
            }
            Token::Close(_) | Token::Colon | Token::Comma | Token::End => {
                self.report_missing_value(span.clone());
                self.node(Kind::Broken, &span)
            }
        }
    }

    fn report_missing_value(&mut self, span: Range<usize>) {
        if self.token == Token::End && self.unclosed_reported {
            return;
        }
        if self.path.is_root() && self.token == Token::End {
            self.report(span, "the file is empty", "write one object `{ ... }`");
        } else {
            self.report(span, "a value is missing here", "write a value, or remove the key");
        }
    }

    /// Skips an object or list without reading it.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.bump() {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth = depth.saturating_sub(1),
                Token::End => return,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn word(&mut self, word: &str, span: &Range<usize>) -> Kind {
        match word {
            "true" => return Kind::Bool(true),
            "false" => return Kind::Bool(false),
            "null" => return Kind::Null,
            _ => {}
        }
        if let Some(number) = number(word) {
            return Kind::Number(number);
        }
        let (what, remedy) = word_fault(word);
        self.report(span.clone(), what, remedy);
        Kind::Broken
    }

    /// Whether the current word ends the innermost bracket, `opener`. If it closes another one, says so.
    fn ends(&mut self, opener: &Range<usize>, whole: &mut bool) -> bool {
        let Some(&bracket) = self.open.last() else { return true };
        match self.token {
            Token::Close(close) if close == bracket => {
                self.bump();
                true
            }
            Token::Close(close) => {
                *whole = false;
                let (open, wanted, found) = (bracket.open(), bracket.close(), close.close());
                if self.open.contains(&close) {
                    self.shaky = true;
                    self.report(
                        self.span.clone(),
                        format!("`{found}` stands where the `{open}` of line {} is still open", self.line(opener)),
                        format!("close that one first with `{wanted}`"),
                    );
                    true
                } else {
                    self.report(self.span.clone(), format!("this `{found}` closes nothing"), "remove it");
                    self.bump();
                    false
                }
            }
            Token::End => {
                *whole = false;
                self.shaky = true;
                if !self.unclosed_reported {
                    self.unclosed_reported = true;
                    let what = format!("this `{}` is never closed", bracket.open());
                    self.report(opener.clone(), what, format!("close it with `{}`", bracket.close()));
                }
                true
            }
            _ => false,
        }
    }

    fn line(&self, span: &Range<usize>) -> usize {
        1 + self.text[..span.start].matches('\n').count()
    }

    fn entries(&mut self, opener: &Range<usize>) -> Node {
        let mut entries = Vec::new();
        let mut whole = true;
        while !self.ends(opener, &mut whole) {
            match self.token {
                // A wrong bracket was skipped: look again.
                Token::Close(_) | Token::End => {}
                Token::Comma => self.stray("a value is missing before this comma", &mut whole),
                Token::Colon => self.stray("a colon has no place in a list", &mut whole),
                _ => {
                    self.path.push(entries.len().to_string());
                    let entry = self.value();
                    self.path.pop();
                    entries.push(entry);
                    self.comma();
                }
            }
        }
        Node { whole, ..self.node(Kind::List(entries), opener) }
    }

    fn stray(&mut self, what: &str, whole: &mut bool) {
        *whole = false;
        self.report(self.span.clone(), what, "remove it");
        self.bump();
    }

    /// Reads the comma after a value; only the last value needs none.
    fn comma(&mut self) {
        match self.token {
            Token::Comma => {
                self.bump();
            }
            Token::Close(_) | Token::End | Token::Broken | Token::Colon => {}
            _ => {
                let after = self.end.saturating_sub(1)..self.end;
                // Step back to the beginning of a character of more bytes.
                let start = (0..=after.start).rev().find(|&i| self.text.is_char_boundary(i)).unwrap_or(0);
                self.report(start..after.end, "a comma is missing after this value", "add a comma");
            }
        }
    }

    fn object(&mut self, opener: &Range<usize>) -> Node {
        let mut members: Vec<Member> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut whole = true;
        while !self.ends(opener, &mut whole) {
            let span = self.span.clone();
            match self.token {
                // A wrong bracket was skipped: look again.
                Token::Close(_) | Token::End => {}
                Token::Comma => self.stray("a key and a value are missing before this comma", &mut whole),
                Token::Colon => self.stray("a key is missing before this colon", &mut whole),
                Token::Open(_) => {
                    whole = false;
                    self.report(span, "a key is missing before this value", "write `\"key\": ` before it");
                    self.value();
                    self.comma();
                }
                Token::Text(_) | Token::Word(_) | Token::Broken => {
                    if self.is_rest_of_number(&mut members, &span) {
                        self.comma();
                        continue;
                    }
                    let Some(key) = self.key(&span) else {
                        whole = false;
                        continue;
                    };
                    self.path.push(key.clone());
                    let node = self.value();
                    if let Some(first) = known.get(&key) {
                        let line = self.line(&(*first..*first));
                        self.report_as(
                            codes::DUPLICATE,
                            span.clone(),
                            format!("the key `{}` is written twice in this object", shown(&key)),
                            format!("remove one of the two, or rename it; the first stands on line {line}"),
                        );
                    } else {
                        known.insert(key.clone(), span.start);
                        members.push(Member { key, key_place: self.place(&span), node });
                    }
                    self.path.pop();
                    self.comma();
                }
            }
        }
        Node { whole, ..self.node(Kind::Object(members), opener) }
    }

    /// Whether the word at `span` is no key but belongs to the number before the comma, as in `1,450`: then it is read and
    /// reported.
    fn is_rest_of_number(&mut self, before: &mut [Member], span: &Range<usize>) -> bool {
        let Some(Member { key, node, .. }) = before.last_mut() else { return false };
        let (start, end) = (node.place.start, node.place.end);
        let is_number = matches!((&node.kind, &self.token), (Kind::Number(_), Token::Word(_)));
        if !is_number || self.text.get(end..span.start) != Some(",") {
            return false;
        }
        let rest = &self.text[span.start..];
        let length = rest.find(|char: char| !matches!(char, '0'..='9' | ',' | '.')).unwrap_or(rest.len());
        let length = rest[..length].trim_end_matches([',', '.']).len();
        let after = &rest[length..];
        if length == 0 || !after.starts_with([',', ' ', '\t', '\r', '\n', '}']) || after.trim_start().starts_with(':') {
            return false;
        }
        let whole = start..span.start + length;
        while self.token != Token::End && self.span.start < whole.end {
            self.bump();
        }
        let remedy = match meant(&self.text[whole.clone()]) {
            Some(meant) => format!("write {}", meant.number()),
            None => "write a number with digits and a point alone".into(),
        };
        node.kind = Kind::Broken;
        self.path.push(key.clone());
        self.report(whole, "JSON has no comma in a number", remedy);
        self.path.pop();
        true
    }

    /// Reads a key and its colon.
    fn key(&mut self, span: &Range<usize>) -> Option<String> {
        let key = match self.bump() {
            Token::Text(key) => Some(key),
            Token::Word(word) => {
                let quoted = serde_json::Value::from(shown(word));
                if self.token == Token::Colon {
                    self.report(span.clone(), "keys stand in double quotes", format!("write {quoted}"));
                }
                Some(word.to_owned())
            }
            _ => None,
        };
        if self.token == Token::Colon {
            self.bump();
            if key.is_none() {
                self.value();
                self.comma();
            }
            return key;
        }
        if key.is_some() {
            self.report(span.clone(), "a key and a colon were expected here", "write `\"key\": value`");
            if !matches!(self.token, Token::Close(_) | Token::End | Token::Comma)
                && self.line(span) == self.line(&self.span)
            {
                self.value();
            }
            if self.token == Token::Comma {
                self.bump();
            }
        }
        None
    }
}

/// A number exactly as JSON writes it, if it is finite.
pub(super) fn number(word: &str) -> Option<Number> {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) =
        unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, fraction) =
        mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    if !well_formed {
        return None;
    }
    if let Ok(n) = word.parse() {
        return Some(Number::Unsigned(n));
    }
    if word != "-0"
        && let Ok(n) = word.parse()
    {
        return Some(Number::Negative(n));
    }
    word.parse().ok().filter(|x: &f64| x.is_finite()).map(Number::Float)
}

/// What is wrong with a word that is no value, and the remedy.
fn word_fault(word: &str) -> (String, String) {
    let written = shown(word);
    let first = word.trim_start_matches(['+', '-', '.']);
    if first.starts_with(|c: char| c.is_ascii_digit()) && word.len() - first.len() <= 2 {
        return match meant(word) {
            Some(meant) if meant.is_too_large() => {
                (format!("`{written}` is too large a number"), "write a smaller number".into())
            }
            Some(meant) if !meant.is_percent => {
                let added = match meant.sign {
                    Some(Sign::Plus) => "; what is added to another number goes to `--set path+=...`",
                    _ => "",
                };
                let remedy = format!("write {}{added}", meant.number());
                (format!("`{written}` is not written as JSON writes a number"), remedy)
            }
            other => {
                let share = other.and_then(|meant| Some(format!("; as a part of a whole it is {}", meant.share()?)));
                let how = "write a number with digits and a point alone, or put a text in double quotes";
                let remedy = format!("{how}{}", share.unwrap_or_default());
                (format!("`{written}` is neither a number nor a text"), remedy)
            }
        };
    }
    let remedy = match word.to_lowercase().as_str() {
        "true" | "yes" | "on" => "write true, or put a text in double quotes".into(),
        "false" | "no" | "off" => "write false, or put a text in double quotes".into(),
        "null" | "none" | "nil" => "write null, or put a text in double quotes".into(),
        "nan" | "infinity" | "inf" | "-infinity" | "-inf" | "+infinity" | "+inf" => "write a finite number".into(),
        _ => format!("put it in double quotes: {}", serde_json::Value::from(written.as_str())),
    };
    (format!("`{written}` is neither a number nor true, false or null"), remedy)
}
