//! The deserializer over the tree.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use serde::de::{DeserializeSeed, Deserializer, Error as _, Expected, MapAccess, SeqAccess, Unexpected, Visitor};

use super::blank::{Blank, Hole, Wish};
use super::error::{At, Error, Fault, Given};
use super::key::Key;
use super::tag::Tag;
use super::wording::{object_of, wanted};
use crate::reading::tree::{Kind, Member, Node, Number};
use crate::reading::words::list;

/// What all parts of one decoding share.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The holes, and how many placeholders each refused.
    pub(super) holes: BTreeMap<Hole, u8>,
    pub(super) notes: RefCell<Notes>,
    /// How many values were looked at so far.
    pub(super) visits: Cell<u64>,
}

/// What the decoder found by the way.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Members whose key is unknown, with the valid ones.
    pub(super) unknown: BTreeMap<u32, &'static [&'static str]>,
    /// Members of enums that a newer layer replaced by another tag.
    pub(super) stale: BTreeSet<u32>,
    /// What was asked for where a field is missing.
    pub(super) wishes: BTreeMap<Hole, Wish>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Spot<'a> {
    Node(&'a Node),
    Blank(Blank),
}

/// A value to be decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    pub(super) context: &'a Context,
    pub(super) spot: Spot<'a>,
    /// Members of this layer and older ones were replaced by another tag of an enum around.
    pub(super) floor: Option<u32>,
}

impl<'a> Value<'a> {
    pub(super) fn new(context: &'a Context, node: &'a Node, floor: Option<u32>) -> Self {
        context.visits.set(context.visits.get() + 1);
        let hole = Hole::Node(node.id);
        let attempt = context.holes.get(&hole).copied().or(matches!(node.kind, Kind::Broken).then_some(0));
        let spot = attempt.map_or(Spot::Node(node), |attempt| Spot::Blank(Blank { hole, attempt, depth: 0 }));
        Self { context, spot, floor }
    }

    pub(super) fn blank(context: &'a Context, blank: Blank) -> Self {
        Self { context, spot: Spot::Blank(blank), floor: None }
    }

    const fn at(self) -> At {
        match self.spot {
            Spot::Node(node) => At::Node(node.id),
            Spot::Blank(blank) => At::Hole(blank.hole),
        }
    }

    /// Decodes this value; an error says that it happened here unless something further inside did.
    pub(super) fn seed<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self).map_err(|error| error.at(self.at()))
    }

    pub(super) fn here<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.at(self.at()))
    }

    fn wish(self, blank: Blank, wish: impl FnOnce() -> Wish) {
        if blank.depth == 0 && matches!(blank.hole, Hole::Field(..)) {
            self.context.notes.borrow_mut().wishes.entry(blank.hole).or_insert_with(wish);
        }
    }

    fn wish_for(self, blank: Blank, words: &str) {
        self.wish(blank, || Wish::Words(words.to_owned()));
    }

    /// The members that still count and whose key is usable.
    pub(super) fn members(self, node: &'a Node) -> Vec<&'a Member> {
        let Kind::Object(members) = &node.kind else { return Vec::new() };
        let counts = |member: &&Member| {
            let id = member.node.id;
            if self.floor.is_some_and(|floor| member.node.layer <= floor) {
                self.context.notes.borrow_mut().stale.insert(id);
                return false;
            }
            !self.context.holes.contains_key(&Hole::Key(id))
        };
        members.iter().filter(counts).collect()
    }

    /// The members of an object for a type that takes these fields, or any.
    fn object(self, node: &'a Node, fields: Option<&'static [&'static str]>) -> Object<'a> {
        let mut members = Vec::new();
        let mut blanks = Vec::new();
        for member in self.members(node) {
            let id = member.node.id;
            if let Some(fields) = fields
                && !fields.contains(&member.key.as_str())
            {
                self.context.notes.borrow_mut().unknown.insert(id, fields);
                continue;
            }
            let value = Value::new(self.context, &member.node, self.floor);
            // A placeholder may be refused: by then all healthy members must have been looked at.
            let list = if matches!(value.spot, Spot::Node(_)) { &mut members } else { &mut blanks };
            list.push((member.key.as_str(), At::Key(id), value));
        }
        members.append(&mut blanks);
        let missing = Hole::Field(node.id, "")..;
        for (&hole, &attempt) in self.context.holes.range(missing) {
            match hole {
                Hole::Field(id, field) if id == node.id => {
                    let blank = Value::blank(self.context, Blank { hole, attempt, depth: 0 });
                    members.push((field, At::Hole(hole), blank));
                }
                _ => break,
            }
        }
        Object { members: members.into_iter(), value: None }
    }

    fn integer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(Node { kind: Kind::Number(Number::Float(x)), .. }) if x.fract() == 0.0 && x.abs() < 1e15 => {
                visitor.visit_i64(*x as i64)
            }
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish_for(blank, "a whole number");
                visitor.visit_u64(blank.whole().into())
            }
        }
    }

    fn float<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(Node { kind: Kind::Number(number), .. }) => visitor.visit_f64(match *number {
                Number::Unsigned(n) => n as f64,
                Number::Negative(n) => n as f64,
                Number::Float(x) => x,
            }),
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish_for(blank, "a number");
                visitor.visit_f64(blank.float())
            }
        }
    }
}

impl Node {
    fn unexpected(&self) -> Unexpected<'_> {
        match &self.kind {
            Kind::Broken => Unexpected::Other("something unreadable"),
            Kind::Null => Unexpected::Unit,
            Kind::Bool(value) => Unexpected::Bool(*value),
            Kind::Number(Number::Unsigned(n)) => Unexpected::Unsigned(*n),
            Kind::Number(Number::Negative(n)) => Unexpected::Signed(*n),
            Kind::Number(Number::Float(x)) => Unexpected::Float(*x),
            Kind::Text(text) => Unexpected::Str(text),
            Kind::List(_) => Unexpected::Seq,
            Kind::Object(_) => Unexpected::Map,
        }
    }

    fn given(&self) -> Given {
        self.unexpected().into()
    }
}

macro_rules! forward {
    ($to:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$to(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Error;

    forward! { integer:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }
    forward! { float: deserialize_f32 deserialize_f64 }
    forward! { deserialize_str:
        deserialize_string deserialize_char deserialize_bytes deserialize_byte_buf deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let node = match self.spot {
            Spot::Node(node) => node,
            Spot::Blank(blank) => {
                let words = words_of(&visitor);
                if words != "any value" {
                    self.wish_for(blank, &words);
                }
                return blank.any(visitor);
            }
        };
        match &node.kind {
            Kind::Broken | Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Number(Number::Unsigned(n)) => visitor.visit_u64(*n),
            Kind::Number(Number::Negative(n)) => visitor.visit_i64(*n),
            Kind::Number(Number::Float(x)) => visitor.visit_f64(*x),
            Kind::Text(text) => visitor.visit_str(text),
            Kind::List(_) => self.deserialize_seq(visitor),
            Kind::Object(_) => visitor.visit_map(self.object(node, None)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish_for(blank, "true or false");
                visitor.visit_bool(blank.attempt % 2 == 1)
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish_for(blank, &wanted(&words_of(&visitor)));
                visitor.visit_str(blank.text())
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Blank(_) | Spot::Node(Node { kind: Kind::Null, .. }) => visitor.visit_none(),
            Spot::Node(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(_) => visitor.visit_unit(),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries: &[Node] = match self.spot {
            Spot::Node(Node { kind: Kind::List(entries), .. }) => entries,
            Spot::Node(_) => return self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish(blank, || Wish::Written("[ ... ]".into()));
                &[]
            }
        };
        let mut rest = Entries { of: self, nodes: entries.iter(), blanks: 0 };
        let value = visitor.visit_seq(&mut rest)?;
        rest.finish(entries.len())?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let Spot::Blank(blank) = self.spot else { return self.deserialize_seq(visitor) };
        self.wish(blank, || Wish::Words(format!("a list of {length} entries")));
        visitor.visit_seq(&mut Entries { of: self, nodes: [].iter(), blanks: length })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(_) => self.deserialize_any(visitor),
            Spot::Blank(blank) => {
                self.wish(blank, || Wish::Written("{ ... }".into()));
                visitor.visit_map(Object { members: Vec::new().into_iter(), value: None })
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.spot {
            Spot::Node(node) if matches!(node.kind, Kind::Object(_)) => {
                visitor.visit_map(self.object(node, Some(fields)))
            }
            // Not a list either, which derived types would take.
            Spot::Node(node) => Err(Error::invalid_type(node.unexpected(), &visitor)),
            Spot::Blank(blank) => {
                self.wish(blank, || Wish::Written(object_of(fields)));
                let deeper = blank.deeper().ok_or_else(endless)?;
                let value = Value::blank(self.context, deeper);
                let members: Vec<_> = fields.iter().map(|field| (*field, At::Hole(blank.hole), value)).collect();
                visitor.visit_map(Object { members: members.into_iter(), value: None })
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let node = match self.spot {
            Spot::Node(node) => node,
            Spot::Blank(blank) => {
                self.wish(blank, || Wish::Words(format!("one of {}", list(variants.iter().copied()))));
                let tag = blank.variant(variants).ok_or_else(endless)?;
                let content = Value::blank(self.context, blank.deeper().ok_or_else(endless)?);
                return visitor.visit_enum(Tag { name: tag, content: Some(content) });
            }
        };
        match &node.kind {
            Kind::Text(tag) if variants.contains(&tag.as_str()) => visitor.visit_enum(Tag { name: tag, content: None }),
            Kind::Text(tag) => Err(Error::unknown_variant(tag, variants)),
            Kind::Object(_) => visitor.visit_enum(self.tag(node, variants)?),
            _ => Err(Error::new(Fault::NoTag { found: node.given(), valid: variants })),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// What a type says that it expects.
fn words_of<'de>(visitor: &impl Visitor<'de>) -> String {
    let expected: &dyn Expected = visitor;
    expected.to_string()
}

pub(super) fn endless() -> Error {
    Error::custom("no placeholder fits here")
}

/// The entries of a list.
struct Entries<'a> {
    of: Value<'a>,
    nodes: std::slice::Iter<'a, Node>,
    blanks: usize,
}

impl Entries<'_> {
    /// An error when the type took fewer entries than there are.
    fn finish(&self, length: usize) -> Result<(), Error> {
        match self.nodes.len() {
            0 => Ok(()),
            left => {
                let taken = length - left;
                Err(Error::new(Fault::Length { length, expected: format!("a tuple of {taken} elements") }))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Entries<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if let Some(node) = self.nodes.next() {
            return Value::new(self.of.context, node, self.of.floor).seed(seed).map(Some);
        }
        if let (Some(left), Spot::Blank(blank)) = (self.blanks.checked_sub(1), self.of.spot) {
            self.blanks = left;
            let deeper = blank.deeper().ok_or_else(endless)?;
            return Value::blank(self.of.context, deeper).seed(seed).map(Some);
        }
        Ok(None)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.nodes.len() + self.blanks)
    }
}

/// The members of an object.
struct Object<'a> {
    members: std::vec::IntoIter<(&'a str, At, Value<'a>)>,
    value: Option<Value<'a>>,
}

impl<'de> MapAccess<'de> for Object<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, at, value)) = self.members.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Key(key)).map(Some).map_err(|error| error.at(at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().ok_or_else(|| Error::custom("a value was asked for before its key"))?;
        value.seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}
