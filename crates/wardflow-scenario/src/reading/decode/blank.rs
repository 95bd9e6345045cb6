//! Holes: values that are missing or were reported. The decoder puts a harmless placeholder there, so that it can look
//! at all the rest.

use serde::de::Visitor;

use super::error::Error;

/// A place in the tree without a usable value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hole {
    Node(u32),
    /// The key of this node is unusable: the member is left out.
    Key(u32),
    /// This object lacks the field.
    Field(u32, &'static str),
}

/// A placeholder to be decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blank {
    pub(super) hole: Hole,
    /// How many placeholders the type refused before.
    pub(super) attempt: u8,
    pub(super) depth: u8,
}

/// What was asked for in the place of a missing field.
#[derive(Debug)]
pub(super) enum Wish {
    /// In words, such as "a number".
    Words(String),
    /// As it would be written.
    Written(String),
}

/// How many placeholders are tried before the object around is given up.
pub(super) const ATTEMPTS: u8 = 8;
/// Types that hold themselves would be asked for without end.
const MAX_DEPTH: u8 = 32;

/// Types that read a text by themselves take times, dates and durations more often than an empty text.
const TEXTS: [&str; ATTEMPTS as usize] = ["", "00:00", "2021-01-01", "2021-01-01T00:00", "1", "1 h", "a", "monday"];
const NUMBERS: [u32; ATTEMPTS as usize] = [1, 0, 2, 10, 100, 1000, 2021, 7];

impl Blank {
    /// The placeholder for something inside this one.
    pub(super) const fn deeper(self) -> Option<Self> {
        if self.depth < MAX_DEPTH { Some(Self { depth: self.depth + 1, ..self }) } else { None }
    }

    const fn pick<T: Copy>(self, from: [T; ATTEMPTS as usize]) -> T {
        from[(self.attempt % ATTEMPTS) as usize]
    }

    pub(super) const fn text(self) -> &'static str {
        self.pick(TEXTS)
    }

    pub(super) const fn whole(self) -> u32 {
        self.pick(NUMBERS)
    }

    pub(super) const fn float(self) -> f64 {
        self.pick([1.0, 0.0, 0.5, 2.0, 10.0, 100.0, 1000.0, 0.1])
    }

    /// One of the names of an enum.
    pub(super) fn variant(self, variants: &[&'static str]) -> Option<&'static str> {
        variants.get(usize::from(self.attempt)).or(variants.last()).copied()
    }

    /// Something for a type that takes what comes.
    pub(super) fn any<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.attempt {
            0 => visitor.visit_u64(1),
            1 => visitor.visit_str(""),
            2 => visitor.visit_map(serde::de::value::MapDeserializer::new(std::iter::empty::<((), ())>())),
            3 => visitor.visit_seq(serde::de::value::SeqDeserializer::new(std::iter::empty::<()>())),
            4 => visitor.visit_bool(false),
            5 => visitor.visit_f64(0.5),
            6 => visitor.visit_str("00:00"),
            _ => visitor.visit_unit(),
        }
    }
}
