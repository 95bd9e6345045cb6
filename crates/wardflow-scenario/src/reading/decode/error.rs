//! Why a value does not fit its type, kept in parts until it is put into plain words.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::blank::Hole;
use super::wording::Written;

/// What went wrong while a value was decoded, and where.
#[derive(Debug)]
pub(super) struct Error(Box<(Fault, Option<At>)>);

/// The node that failed.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    Node(u32),
    /// The key of this node.
    Key(u32),
    /// An enum failed because of its tag, the key of node `member`.
    Tag {
        node: u32,
        member: u32,
    },
    /// A placeholder.
    Hole(Hole),
}

#[derive(Debug)]
pub(super) enum Fault {
    Missing(&'static str),
    UnknownKey {
        name: String,
        valid: &'static [&'static str],
    },
    UnknownVariant {
        name: String,
        valid: &'static [&'static str],
    },
    /// An enum without a tag, or with several.
    Tags {
        found: Vec<String>,
        valid: &'static [&'static str],
    },
    /// An enum that is neither a text nor an object.
    NoTag {
        found: Given,
        valid: &'static [&'static str],
    },
    /// A tag was written as a text, but needs an object.
    NeedsContent {
        tag: String,
        fields: &'static [&'static str],
    },
    /// A tag was written with content, but takes none.
    TakesNothing {
        tag: String,
    },
    Wrong {
        given: Given,
        expected: String,
    },
    Length {
        length: usize,
        expected: String,
    },
    Custom(String),
}

/// What was found in the place of something else.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List,
    Object,
    Other(String),
}

impl Error {
    pub(super) fn new(fault: Fault) -> Self {
        Self(Box::new((fault, None)))
    }

    /// Says where it happened, unless something further inside did.
    pub(super) fn at(mut self, at: At) -> Self {
        self.0.1.get_or_insert(at);
        self
    }

    pub(super) fn into_parts(self) -> (Fault, Option<At>) {
        *self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, remedy) = self.0.0.words(&Written::default());
        write!(f, "{what}; {remedy}")
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Fault::Custom(message.to_string()))
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Fault::Wrong { given: given.into(), expected: expected.to_string() })
    }

    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(given, expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(Fault::Length { length, expected: expected.to_string() })
    }

    fn unknown_variant(name: &str, valid: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownVariant { name: name.to_owned(), valid })
    }

    fn unknown_field(name: &str, valid: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownKey { name: name.to_owned(), valid })
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(Fault::Missing(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::custom(format_args!("`{name}` is given twice, under two names; remove one of them"))
    }
}

impl From<Unexpected<'_>> for Given {
    fn from(given: Unexpected<'_>) -> Self {
        match given {
            Unexpected::Bool(value) => Self::Bool(value),
            Unexpected::Unsigned(n) => Self::Number(n as f64),
            Unexpected::Signed(n) => Self::Number(n as f64),
            Unexpected::Float(x) => Self::Number(x),
            Unexpected::Char(c) => Self::Text(c.into()),
            Unexpected::Str(text) => Self::Text(text.to_owned()),
            Unexpected::Unit | Unexpected::Option => Self::Null,
            Unexpected::Seq => Self::List,
            Unexpected::Map => Self::Object,
            other => Self::Other(other.to_string()),
        }
    }
}
