//! Sources and notes: allowed in every object, and beside every plain value or list that is written as
//! `{"value": 38, "source": "...", "note": "..."}`.

use std::collections::BTreeMap;
use std::mem;

use serde_json::{Map, Value};

use super::path::Path;
use super::problem::{Place, Problem, codes};
use super::tree::{Kind, Member, Node, Tree};
use super::words::{nearest, shown};

/// Where a value comes from and what is to be said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The text under `source`.
    pub source: Option<String>,
    /// The text under `note`.
    pub note: Option<String>,
}

/// The sources and notes of a scenario by the path of what they annotate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations(BTreeMap<Path, Annotation>);

impl Annotations {
    /// The annotation of the value at `path`.
    pub fn get(&self, path: &Path) -> Option<&Annotation> {
        self.0.get(path)
    }

    /// All annotations, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Annotation)> {
        self.0.iter()
    }

    /// Keeps only the annotations of these paths.
    pub fn retain(&mut self, mut keep: impl FnMut(&Path) -> bool) {
        self.0.retain(|path, _| keep(path));
    }

    /// Adds or replaces the annotation of the value at `path`.
    pub fn insert(&mut self, path: Path, annotation: Annotation) {
        self.0.insert(path, annotation);
    }

    /// Writes the annotations into a scenario: into objects as their first members, around plain values and lists as
    /// `{"value": ...}`. Returns the paths that `scenario` does not have.
    pub fn write_into(&self, scenario: &mut Value) -> Vec<Path> {
        // What lies deeper comes first, so that the paths still hold when a list above is wrapped.
        let mut lost: Vec<Path> = self
            .0
            .iter()
            .rev()
            .filter_map(|(path, annotation)| match at(scenario, path) {
                Some(value) => {
                    annotation.write_into(value);
                    None
                }
                None => Some(path.clone()),
            })
            .collect();
        lost.reverse();
        lost
    }
}

impl Annotation {
    fn write_into(&self, value: &mut Value) {
        let mut map = Map::new();
        let inner = value.take();
        let is_object = inner.is_object();
        if !is_object {
            map.insert("value".into(), inner.clone());
        }
        for (key, text) in [("source", &self.source), ("note", &self.note)] {
            if let Some(text) = text {
                map.insert(key.into(), text.as_str().into());
            }
        }
        if let Value::Object(members) = inner {
            map.extend(members);
        }
        *value = Value::Object(map);
    }
}

fn at<'v>(value: &'v mut Value, path: &Path) -> Option<&'v mut Value> {
    path.segments().iter().try_fold(value, |value, segment| match value {
        Value::Object(map) => map.get_mut(segment),
        Value::Array(entries) => segment.parse::<usize>().ok().and_then(|i| entries.get_mut(i)),
        _ => None,
    })
}

impl Tree {
    /// The sources and notes of the tree.
    pub fn annotations(&self) -> Annotations {
        fn visit(node: &Node, path: &mut Path, found: &mut Annotations) {
            if let Some(annotation) = &node.annotation {
                found.insert(path.clone(), (**annotation).clone());
            }
            match &node.kind {
                Kind::List(entries) => {
                    for (i, entry) in entries.iter().enumerate() {
                        path.push(i.to_string());
                        visit(entry, path, found);
                        path.pop();
                    }
                }
                Kind::Object(members) => {
                    for member in members {
                        path.push(member.key.clone());
                        visit(&member.node, path, found);
                        path.pop();
                    }
                }
                _ => {}
            }
        }
        let mut found = Annotations::default();
        visit(&self.root, &mut Path::root(), &mut found);
        found
    }
}

/// Moves the annotations from the members of `node`, which is found at `path`, to the nodes they annotate.
pub(super) fn strip(node: &mut Node, path: &mut Path, problems: &mut Vec<Problem>) {
    match &mut node.kind {
        Kind::List(entries) => {
            for (i, entry) in entries.iter_mut().enumerate() {
                path.push(i.to_string());
                strip(entry, path, problems);
                path.pop();
            }
        }
        Kind::Object(members) => {
            let mut annotation = Annotation::default();
            members.retain_mut(|member| match member.key.as_str() {
                "source" => {
                    annotation.source = text_of(member, path, problems);
                    false
                }
                "note" => {
                    annotation.note = text_of(member, path, problems);
                    false
                }
                _ => true,
            });
            for member in members.iter_mut() {
                path.push(member.key.clone());
                strip(&mut member.node, path, problems);
                path.pop();
            }
            misspelt(node, path, problems);
            unwrap(node, path.is_root());
            annotate(node, annotation);
        }
        _ => {}
    }
}

fn text_of(member: &mut Member, path: &Path, problems: &mut Vec<Problem>) -> Option<String> {
    match &mut member.node.kind {
        Kind::Text(text) => Some(mem::take(text)),
        Kind::Null | Kind::Broken => None,
        _ => {
            problems.push(not_text(&member.key, path, member.node.place, member.node.describe()));
            None
        }
    }
}

/// The problem that `source` or `note` is something else than a text.
pub(super) fn not_text(key: &str, path: &Path, place: Place, found: &str) -> Problem {
    Problem::error(
        codes::ANNOTATION,
        path.join(key),
        Some(place),
        format!("`{key}` must be a text, found {found}"),
        "write a text in double quotes; if this was meant as a name of your own, choose another: `source` and `note` \
         are kept for annotations in every object",
    )
}

/// Removes what was meant as `source` or `note` beside a plain value.
fn misspelt(node: &mut Node, path: &Path, problems: &mut Vec<Problem>) {
    let Kind::Object(members) = &mut node.kind else { return };
    let is_plain = |member: &Member| member.key == "value" && !matches!(member.node.kind, Kind::Object(_));
    if path.is_root() || !members.iter().any(is_plain) {
        return;
    }
    members.retain(|member| {
        let meant = nearest(&member.key, ["source", "note"]).filter(|_| matches!(member.node.kind, Kind::Text(_)));
        if let Some(meant) = meant {
            problems.push(Problem::error(
                codes::UNKNOWN,
                path.join(&member.key),
                Some(member.key_place),
                format!("unknown key `{}`", shown(&member.key)),
                format!("did you mean `{meant}`?"),
            ));
        }
        meant.is_none()
    });
}

/// Replaces `{"value": 38}` by 38. The root stays an object: nothing else can be a scenario.
fn unwrap(node: &mut Node, is_root: bool) {
    let Kind::Object(members) = &mut node.kind else { return };
    let [Member { key, node: inner, .. }] = members.as_mut_slice() else { return };
    if !is_root && node.whole && key == "value" && !matches!(inner.kind, Kind::Object(_)) {
        let layer = node.layer;
        *node = Node { layer, ..mem::replace(inner, Node::new(Kind::Null, node.place, 0)) };
    }
}

/// Adds to a node's annotation; what is new wins.
pub(super) fn annotate(node: &mut Node, new: Annotation) {
    if new == Annotation::default() {
        return;
    }
    let old = node.annotation.take().map(|old| *old).unwrap_or_default();
    node.annotation = Some(Box::new(Annotation { source: new.source.or(old.source), note: new.note.or(old.note) }));
}
