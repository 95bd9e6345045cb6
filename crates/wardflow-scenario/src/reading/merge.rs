//! `extends`: the chain of files below a scenario, and how a file is laid over the one it extends.

use std::collections::BTreeMap;
use std::mem;

use super::aliases::rename;
use super::annotations::{annotate, strip};
use super::dated::{begin_anew, begins_anew};
use super::library::{Library, LoadError, Source};
use super::parse::{MAX_VALUES, parse};
use super::path::Path;
use super::problem::{Place, Problem, Problems, codes};
use super::tree::{Kind, Member, Node};

/// The most files that may extend one another.
pub const MAX_EXTENDS: usize = 16;

/// A scenario and all it extends.
pub(super) struct Chain {
    pub(super) root: Node,
    /// How many files there are.
    pub(super) layers: u32,
    /// How many values may still be read.
    pub(super) budget: usize,
    /// Whether brackets do not match, so that values may be in the wrong place.
    pub(super) shaky: bool,
}

/// Reads `source` and all it extends into one tree.
pub(super) fn read_chain(source: Source, library: &dyn Library, problems: &mut Problems) -> Chain {
    let mut budget = MAX_VALUES;
    let mut shaky = false;
    let mut layers: Vec<Node> = Vec::new();
    let mut chain: Vec<(String, String)> = Vec::new();
    let mut next = Some(source);
    while let Some(source) = next.take() {
        let (text, name) = (source.text.clone(), source.name.clone());
        chain.push((source.identity.clone(), source.name.clone()));
        let file = problems.add_source(source);
        let parsed = parse(file, 0, &text, 0, Path::root(), budget);
        budget = parsed.budget;
        shaky |= parsed.shaky;
        problems.extend(parsed.problems);
        let mut root = parsed.node;
        if !matches!(root.kind, Kind::Object(_) | Kind::Broken) {
            problems.push(Problem::error(
                codes::TYPE,
                Path::root(),
                Some(root.place),
                format!("the file must hold an object, found {}", root.describe()),
                "write it in braces: `{ \"key\": value, ... }`",
            ));
            root.kind = Kind::Broken;
        }
        let mut faults = Vec::new();
        strip(&mut root, &mut Path::root(), &mut faults);
        rename(&mut root, &mut faults);
        text_member(&mut root, "$schema", &mut faults);
        let extends = text_member(&mut root, "extends", &mut faults);
        problems.extend(faults);
        layers.push(root);
        if let Some((base, place)) = extends {
            match follow(&base, &name, &chain, library) {
                Ok(source) => next = Some(source),
                Err(LoadError { what, remedy }) => {
                    problems.push(Problem::error(codes::EXTENDS, Path::of(["extends"]), Some(place), what, remedy));
                    // What the missing file would have brought is not to be missed key by key.
                    layers.last_mut().into_iter().for_each(|layer| layer.whole = false);
                }
            }
        }
    }
    let count = layers.len() as u32;
    let tree = layers
        .into_iter()
        .rev()
        .enumerate()
        .map(|(layer, mut root)| {
            set_layer(&mut root, layer as u32);
            root
        })
        .reduce(lay_over);
    let nothing = Node::new(Kind::Broken, Problems::start(), 0);
    Chain { root: tree.unwrap_or(nothing), layers: count, budget, shaky }
}

fn follow(base: &str, from: &str, chain: &[(String, String)], library: &dyn Library) -> Result<Source, LoadError> {
    let source = library.load(base, Some(from))?;
    if let Some(first) = chain.iter().position(|(identity, _)| *identity == source.identity) {
        let mut circle: Vec<&str> = chain[first..].iter().map(|(_, name)| name.as_str()).collect();
        circle.push(circle[0]);
        let what = if circle.len() == 2 {
            "this file extends itself".to_owned()
        } else {
            format!("files extend each other in a circle: {}", circle.join(" -> "))
        };
        return Err(LoadError { what, remedy: "remove one `extends` of the circle".into() });
    }
    if chain.len() >= MAX_EXTENDS {
        return Err(LoadError {
            what: format!("more than {MAX_EXTENDS} files extend one another"),
            remedy: "extend a file nearer to the base".into(),
        });
    }
    Ok(source)
}

/// Takes a member of the root that reading itself understands.
fn text_member(root: &mut Node, key: &str, problems: &mut Vec<Problem>) -> Option<(String, Place)> {
    let Kind::Object(members) = &mut root.kind else { return None };
    let member = members.remove(members.iter().position(|member| member.key == key)?);
    match member.node.kind {
        Kind::Text(text) => Some((text, member.node.place)),
        Kind::Null => None,
        Kind::Broken => {
            root.whole = false;
            None
        }
        _ => {
            problems.push(Problem::error(
                codes::TYPE,
                Path::of([key]),
                Some(member.node.place),
                format!("`{key}` must be a text, found {}", member.node.describe()),
                format!(
                    "write the name of one {} in double quotes",
                    if key == "extends" { "scenario" } else { "schema" }
                ),
            ));
            root.whole = false;
            None
        }
    }
}

pub(super) fn set_layer(node: &mut Node, layer: u32) {
    node.layer = layer;
    match &mut node.kind {
        Kind::List(entries) => entries.iter_mut().for_each(|entry| set_layer(entry, layer)),
        Kind::Object(members) => members.iter_mut().for_each(|member| set_layer(&mut member.node, layer)),
        _ => {}
    }
}

/// Lays `over` on `base`: objects merge, lists and plain values replace, null deletes; numbers by date leave the time before
/// their first date as it was.
pub(super) fn lay_over(base: Node, over: Node) -> Node {
    if begins_anew(&base, &over) {
        return begin_anew(base, over);
    }
    let (mut base, mut over) = (base, over);
    let (Kind::Object(members), Kind::Object(news)) = (&mut base.kind, &mut over.kind) else { return over };
    let mut members: Vec<Option<Member>> = mem::take(members).into_iter().map(Some).collect();
    let known: BTreeMap<String, usize> =
        members.iter().flatten().enumerate().map(|(i, member)| (member.key.clone(), i)).collect();
    for new in mem::take(news) {
        match known.get(&new.key) {
            Some(&i) if matches!(new.node.kind, Kind::Null) => members[i] = None,
            Some(&i) => {
                members[i] = members[i].take().map(|old| Member { node: lay_over(old.node, new.node), ..new });
            }
            // A null with nothing below it stays, so that a misspelt key is still found.
            None => members.push(Some(new)),
        }
    }
    let mut merged = Node {
        layer: base.layer.max(over.layer),
        annotation: base.annotation.take(),
        whole: base.whole && over.whole,
        kind: Kind::Object(members.into_iter().flatten().collect()),
        ..over
    };
    if let Some(annotation) = over.annotation {
        annotate(&mut merged, *annotation);
    }
    merged
}
