//! The tree of a scenario: JSON values that know where they were written and by which layer.

use super::annotations::Annotation;
use super::path::Path;
use super::problem::{FileId, Place};

/// A scenario as it was written: all files merged and overrides applied, but not yet typed.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) root: Node,
    /// The text of the first override; all later ones are overrides too.
    pub(super) first_override: Option<FileId>,
    /// The text of the last override that somebody wrote; those after it were laid over by the program.
    pub(super) last_said: Option<FileId>,
    /// Whether brackets do not match, so that values may be in the wrong place.
    pub(super) shaky: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Number in the order of the text, root 0; valid after [`Tree::number`].
    pub(super) id: u32,
    /// The newest layer that wrote anything in here: 0 is the file that extends no other.
    pub(super) layer: u32,
    pub(super) place: Place,
    pub(super) annotation: Option<Box<Annotation>>,
    /// False when a syntax error may have swallowed members or entries.
    pub(super) whole: bool,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Something that could not be read and was reported.
    Broken,
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) key_place: Place,
    pub(super) node: Node,
}

/// A number of JSON: whole if it was written without point and exponent and fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Unsigned(u64),
    Negative(i64),
    Float(f64),
}

/// A node found in the tree.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) node: &'a Node,
    pub(super) parent: Option<&'a Node>,
    /// The place of its key, when it is a member of an object.
    pub(super) key_place: Option<Place>,
}

impl Tree {
    /// The place of the value at `path`: a plain value itself, the key of an object or list; where there is no such
    /// value, the same for the nearest value above it.
    pub fn place(&self, path: &Path) -> Place {
        self.nearest(path).place()
    }

    /// The place of the key of the value at `path`, if it has one; otherwise as [`Tree::place`].
    pub fn key_place(&self, path: &Path) -> Place {
        let found = self.nearest(path);
        found.key_place.unwrap_or_else(|| found.place())
    }

    /// Whether somebody wrote this as an override.
    pub(super) fn is_said(&self, file: FileId) -> bool {
        self.is_said_in(file.number())
    }

    /// The same of the text of this number.
    pub(super) fn is_said_in(&self, text: usize) -> bool {
        let said = self.first_override.zip(self.last_said);
        said.is_some_and(|(first, last)| (first.number()..=last.number()).contains(&text))
    }

    /// The place of the value at `path` itself, if it is there.
    pub(super) fn exact_place(&self, path: &Path) -> Option<Place> {
        self.root.at(path).map(|node| node.place)
    }

    /// The newest layer that wrote anything in the value at `path`, or in the nearest one above it.
    pub(super) fn layer(&self, path: &Path) -> u32 {
        self.nearest(path).node.layer
    }

    /// The same of the value at `path` itself, if it is there.
    pub(super) fn exact_layer(&self, path: &Path) -> Option<u32> {
        self.root.at(path).map(|node| node.layer)
    }

    fn nearest(&self, path: &Path) -> Found<'_> {
        let mut found = Found { node: &self.root, parent: None, key_place: None };
        for segment in path.segments() {
            match found.node.child(segment) {
                Some(child) => found = child,
                None => break,
            }
        }
        found
    }

    /// Whether the outermost object has this key.
    pub fn has(&self, key: &str) -> bool {
        self.root.child(key).is_some()
    }

    /// The tree as plain JSON, without annotations.
    pub fn to_value(&self) -> serde_json::Value {
        self.root.to_value()
    }

    /// Numbers all nodes in the order of the text.
    pub(super) fn number(&mut self) {
        fn visit(node: &mut Node, next: &mut u32) {
            node.id = *next;
            *next += 1;
            match &mut node.kind {
                Kind::List(entries) => entries.iter_mut().for_each(|entry| visit(entry, next)),
                Kind::Object(members) => members.iter_mut().for_each(|member| visit(&mut member.node, next)),
                _ => {}
            }
        }
        visit(&mut self.root, &mut 0);
    }

    /// The node of this number and its path.
    pub(super) fn find(&self, id: u32) -> (Path, Found<'_>) {
        let mut path = Path::root();
        let mut found = Found { node: &self.root, parent: None, key_place: None };
        while found.node.id != id {
            let parent = Some(found.node);
            // Children follow each other in the order of their numbers: the last one that does not exceed it.
            found = match &found.node.kind {
                Kind::List(entries) => {
                    let i = entries.partition_point(|entry| entry.id <= id).saturating_sub(1);
                    path.push(i.to_string());
                    Found { node: &entries[i], parent, key_place: None }
                }
                Kind::Object(members) => {
                    let member = &members[members.partition_point(|member| member.node.id <= id).saturating_sub(1)];
                    path.push(member.key.clone());
                    Found { node: &member.node, parent, key_place: Some(member.key_place) }
                }
                _ => break,
            };
        }
        (path, found)
    }
}

impl Found<'_> {
    /// Where a message about this node points to.
    pub(super) fn place(&self) -> Place {
        let whole = self.node.place;
        match self.node.kind {
            Kind::List(_) | Kind::Object(_) => {
                // An object may span many lines: its key or its opening bracket says enough.
                self.key_place.unwrap_or(Place { end: whole.end.min(whole.start + 1), ..whole })
            }
            _ => whole,
        }
    }
}

impl Node {
    pub(super) const fn new(kind: Kind, place: Place, layer: u32) -> Self {
        Self { id: 0, layer, place, annotation: None, whole: true, kind }
    }

    /// The member or entry called `segment`.
    pub(super) fn child(&self, segment: &str) -> Option<Found<'_>> {
        match &self.kind {
            Kind::Object(members) => members.iter().find(|member| member.key == segment).map(|member| Found {
                node: &member.node,
                parent: Some(self),
                key_place: Some(member.key_place),
            }),
            Kind::List(entries) => {
                let entry = segment.parse::<usize>().ok().and_then(|i| entries.get(i))?;
                Some(Found { node: entry, parent: Some(self), key_place: None })
            }
            _ => None,
        }
    }

    /// What stands at a path in here.
    pub(super) fn at(&self, path: &Path) -> Option<&Self> {
        path.segments().iter().try_fold(self, |node, name| Some(node.child(name)?.node))
    }

    /// Says of this and all in it that it was written there, by that layer.
    pub(super) fn written_anew(&mut self, place: Place, layer: u32) {
        (self.place, self.layer) = (place, layer);
        match &mut self.kind {
            Kind::List(entries) => entries.iter_mut().for_each(|entry| entry.written_anew(place, layer)),
            Kind::Object(members) => members.iter_mut().for_each(|member| member.node.written_anew(place, layer)),
            _ => {}
        }
    }

    /// What it is, in plain words.
    pub(super) const fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Broken => "unreadable",
            Kind::Null => "null",
            Kind::Bool(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }

    pub(super) fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            Kind::Broken | Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(number) => number.to_value(),
            Kind::Text(text) => Value::from(text.as_str()),
            Kind::List(entries) => entries.iter().map(Self::to_value).collect(),
            Kind::Object(members) => {
                Value::Object(members.iter().map(|member| (member.key.clone(), member.node.to_value())).collect())
            }
        }
    }
}

impl Number {
    pub(super) fn of(number: &serde_json::Number) -> Self {
        let whole = || number.as_u64().map(Self::Unsigned).or_else(|| number.as_i64().map(Self::Negative));
        whole().unwrap_or_else(|| Self::Float(number.as_f64().unwrap_or_default()))
    }

    pub(super) fn to_f64(self) -> f64 {
        match self {
            Self::Unsigned(n) => n as f64,
            Self::Negative(n) => n as f64,
            Self::Float(x) => x,
        }
    }

    fn to_value(self) -> serde_json::Value {
        match self {
            Self::Unsigned(n) => n.into(),
            Self::Negative(n) => n.into(),
            Self::Float(x) => x.into(),
        }
    }
}
