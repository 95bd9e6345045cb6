//! Dotted paths: the place of a value inside a scenario, whatever file wrote it.

use std::fmt;
use std::ops::Range;

use super::aliases::known;

/// The dotted path of a value, such as `services.d2a_block.beds`; entries of lists are numbered from 0.
///
/// A segment that holds a dot, a quote or a blank is written in double quotes: `services."d2a.block".beds`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<String>);

/// One segment of a written path and where it stands in that text.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) span: Range<usize>,
}

/// Why a text is no path, and where.
#[derive(Debug)]
pub(super) struct PathFault {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

impl Path {
    /// The path of the whole scenario.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// The path made of these segments.
    pub fn of<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self(segments.into_iter().map(|segment| segment.as_ref().to_owned()).collect())
    }

    /// Reads a dotted path.
    ///
    /// # Errors
    /// When a segment is empty or a quote is not closed; the text says so in plain words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let (segments, end) = segments(text).map_err(|fault| fault.what)?;
        if end < text.len() {
            return Err("a path holds no `=`");
        }
        Ok(Self(segments.into_iter().map(|segment| segment.name).collect()))
    }

    /// This path and one more segment: a key, or the number of a list's entry.
    #[must_use]
    pub fn join(&self, segment: impl fmt::Display) -> Self {
        let mut path = self.clone();
        path.push(segment.to_string());
        path
    }

    /// The segments from the outermost to the innermost.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// Whether this is the path of the whole scenario.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `other` is this path or lies above it.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    pub(super) fn push(&mut self, segment: String) {
        self.0.push(segment);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(".")?;
            }
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
            // At its end a minus would belong to `-=`.
            if !segment.is_empty() && segment.chars().all(plain) && !segment.ends_with('-') {
                f.write_str(segment)?;
            } else {
                f.write_str(&serde_json::Value::from(segment.as_str()).to_string())?;
            }
        }
        Ok(())
    }
}

/// The path of a change that is written as `path=value` or `path+=value`; none if it has none.
pub fn path_of_change(change: &str) -> Option<Path> {
    let (segments, _) = segments(change).ok()?;
    Some(Path(segments.into_iter().map(|segment| segment.name).collect()))
}

/// The signs that may stand before the `=` of a relative change.
const OPERATORS: [char; 3] = ['+', '-', '*'];

/// The segments of the path that `text` begins with, and the byte at which it ends: at a `=` or the sign before it, or at
/// the end.
pub(super) fn segments(text: &str) -> Result<(Vec<Segment>, usize), PathFault> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let length = if rest.starts_with('"') {
            quoted_length(rest).ok_or(PathFault { at, what: "the quote that opens here is not closed" })?
        } else {
            rest.find(['.', '=']).unwrap_or(rest.len())
        };
        let written = &rest[..length];
        let is_followed = rest[length..].starts_with('=');
        let (written, is_quoted) = (written, written.starts_with('"'));
        let written = match written.strip_suffix(OPERATORS).filter(|_| is_followed && !is_quoted) {
            Some(before) => before.trim_end(),
            None if is_followed && !is_quoted => written.trim_end(),
            None => written,
        };
        let name = if is_quoted {
            serde_json::from_str(written)
                .map_err(|_| PathFault { at, what: "this name in quotes is not written as JSON writes it" })?
        } else {
            written.to_owned()
        };
        if name.is_empty() {
            return Err(PathFault { at, what: "a name is missing here" });
        }
        let name = if found.is_empty() { known(&name).to_owned() } else { name };
        found.push(Segment { name, span: at..at + written.len() });
        at += written.len();
        if is_followed {
            at += rest[written.len()..].len() - rest[written.len()..].trim_start().len();
        }
        match text[at..].chars().next() {
            None | Some('=') => return Ok((found, at)),
            Some(sign) if OPERATORS.contains(&sign) && text[at + 1..].starts_with('=') => return Ok((found, at)),
            Some('.') => at += 1,
            Some(_) => return Err(PathFault { at, what: "a dot or `=` must follow a name in quotes" }),
        }
    }
}

/// The length in bytes of the text in double quotes that `text` begins with.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(i + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_and_read_back() {
        for segments in [
            vec!["services", "d2a_block", "beds"],
            vec!["beds-"],
            vec!["a-", "b"],
            vec!["a.b", "", "ü x", "0"],
            vec!["say \"no\"", "="],
        ] {
            let path = Path::of(&segments);
            if segments.contains(&"") {
                assert!(Path::parse(&path.to_string()).is_err());
            } else {
                assert_eq!(Path::parse(&path.to_string()), Ok(path));
            }
        }
        assert_eq!(Path::of(["services", "d2a.block", "0"]).to_string(), "services.\"d2a.block\".0");
        assert_eq!(Path::parse(""), Ok(Path::root()));
    }

    #[test]
    fn malformed_paths_are_refused() {
        for text in [".", "a.", "a..b", "\"a", "\"a\"b", "a=b", "\"\\q\""] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
