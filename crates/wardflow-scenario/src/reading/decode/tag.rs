//! Enums, which are written as their tag alone or as an object with the tag as its only key.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error as _, VariantAccess, Visitor};

use super::deserializer::{Spot, Value};
use super::error::{At, Error, Fault};
use super::key::Key;
use crate::reading::tree::{Kind, Member, Node};

/// The tag of an enum and what was written under it.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) content: Option<Value<'a>>,
}

impl<'a> Value<'a> {
    /// The tag that the newest layer wrote. A file that chooses another tag than the one it extends replaces it, with
    /// all that the older layers wrote in there.
    pub(super) fn tag(self, node: &'a Node, variants: &'static [&'static str]) -> Result<Tag<'a>, Error> {
        let members = self.members(node);
        let keys = |members: &[&Member]| members.iter().map(|member| member.key.clone()).collect();
        let (known, unknown): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| variants.contains(&member.key.as_str()));
        if known.is_empty() {
            return Err(match unknown.as_slice() {
                [only] => {
                    Error::unknown_variant(&only.key, variants).at(At::Tag { node: node.id, member: only.node.id })
                }
                _ => Error::new(Fault::Tags { found: keys(&unknown), valid: variants }),
            });
        }
        let mut notes = self.context.notes.borrow_mut();
        notes.unknown.extend(unknown.iter().map(|member| (member.node.id, variants)));
        let newest = known.iter().map(|member| member.node.layer).max().unwrap_or(0);
        let (chosen, others): (Vec<&Member>, Vec<&Member>) =
            known.into_iter().partition(|member| member.node.layer == newest);
        let &[tag] = chosen.as_slice() else {
            return Err(Error::new(Fault::Tags { found: keys(&chosen), valid: variants }));
        };
        notes.stale.extend(others.iter().map(|member| member.node.id));
        let floor = self.floor.max(others.iter().map(|member| member.node.layer).max());
        drop(notes);
        Ok(Tag { name: &tag.key, content: Some(Value::new(self.context, &tag.node, floor)) })
    }
}

impl<'de> EnumAccess<'de> for Tag<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Error> {
        Ok((seed.deserialize(Key(self.name))?, self))
    }
}

impl Tag<'_> {
    fn needs(&self, fields: &'static [&'static str]) -> Error {
        Error::new(Fault::NeedsContent { tag: self.name.to_owned(), fields })
    }
}

impl<'de> VariantAccess<'de> for Tag<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        let Some(content) = self.content else { return Ok(()) };
        let nothing = match content.spot {
            Spot::Blank(_) => true,
            Spot::Node(node) => match &node.kind {
                Kind::Null => true,
                Kind::Object(_) => content.members(node).is_empty(),
                _ => false,
            },
        };
        if nothing {
            return Ok(());
        }
        content.here(Err(Error::new(Fault::TakesNothing { tag: self.name.to_owned() })))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.content.ok_or_else(|| self.needs(&[]))?.seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let content = self.content.ok_or_else(|| self.needs(&[]))?;
        content.here(content.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        let content = self.content.ok_or_else(|| self.needs(fields))?;
        content.here(content.deserialize_struct("", fields, visitor))
    }
}
