//! Overrides, `--set path=value`: each is laid over the scenario as one more file would be. A misspelt name is no new thing:
//! what is not there is only added as a whole.

use super::annotations::{Annotation, annotate, not_text, strip};
use super::dated::names_a_date;
use super::lexer::{code, is_a_command};
use super::library::Source;
use super::merge::lay_over;
use super::parse::{MAX_DEPTH, parse};
use super::path::{Path, Segment, segments};
use super::problem::{FileId, Place, Problem, codes};
use super::relative::{self, Relative};
use super::tree::{Kind, Member, Node, Number};
use super::words::{count, list, nearest, shown};
use super::{Known, Reading};
use crate::number_at::number_at;

/// Longer overrides are refused; they come from a command line.
const MAX_LENGTH: usize = 1 << 20;

/// What an override says, and where it was written.
struct Override<'t> {
    segments: &'t [Segment],
    file: FileId,
    layer: u32,
    value: Node,
    /// The value as it was written.
    raw: &'t str,
    known: Known,
}

/// Applies the overrides in their order, each as a layer of its own.
pub(super) fn apply(reading: &mut Reading, overrides: &[String]) {
    for (i, text) in overrides.iter().enumerate() {
        let name = format!("--set #{}", i + 1);
        let is_too_long = text.len() > MAX_LENGTH;
        let text = if is_too_long { "" } else { text };
        let file = reading.problems.add_source(Source { identity: name.clone(), name, text: text.into() });
        reading.tree.first_override.get_or_insert(file);
        if is_too_long {
            let place = Some(Place { file, start: 0, end: 0 });
            let remedy = "write long values into a file that extends the scenario";
            reading.problems.push(Problem::error(
                codes::LIMIT,
                Path::root(),
                place,
                "this override is too long",
                remedy,
            ));
            continue;
        }
        if let Err(found) = apply_one(reading, text, file) {
            reading.problems.extend(found);
        }
        reading.layers += 1;
    }
}

fn apply_one(reading: &mut Reading, text: &str, file: FileId) -> Result<(), Vec<Problem>> {
    let (layer, known) = (reading.layers, reading.known);
    let refuse = |at: usize, what: &str| {
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let place = Some(Place { file, start: at, end });
        vec![Problem::error(codes::OVERRIDE, Path::root(), place, what, "write it as `path.to.key=value`")]
    };
    let (segments, equals) = segments(text).map_err(|fault| refuse(fault.at, fault.what))?;
    if equals == text.len() {
        return Err(refuse(0, "this override has no `=`"));
    }
    if segments.len() > MAX_DEPTH {
        return Err(refuse(0, "this path is too long"));
    }
    let path = Path::of(segments.iter().map(|segment| &segment.name));
    if let Some(key @ ("extends" | "$schema")) = path.segments().first().map(String::as_str) {
        return Err(refuse(0, &format!("`{key}` cannot be overridden")));
    }

    if let Some(operator) = text[equals..].chars().next().filter(|char| *char != '=') {
        let (start, end) = (equals + 2, text.len());
        let place = Place { file, start: start.min(end), end };
        let refuse = |(what, remedy): relative::Fault| {
            vec![Problem::error(codes::OVERRIDE, path.clone(), Some(place), what, remedy)]
        };
        let relative = Relative::read(operator, &text[start..], &path).map_err(refuse)?;
        let base = reading.tree.root.at(&path).cloned();
        let base = base.map_or_else(
            || {
                let (value, raw) = (Node::new(Kind::Null, place, layer), "");
                let nothing = Override { segments: &segments, file, layer, value, raw, known };
                nothing.find_names(&reading.tree.root).map_err(|problem| vec![*problem])?;
                unwritten(reading, &path, place).map_err(refuse)
            },
            Ok,
        )?;
        let mut value = relative.of(&base, &path).map_err(refuse)?;
        value.written_anew(place, layer);
        let written = Override { segments: &segments, file, layer, value, raw: &text[start..], known };
        return written.set(&mut reading.tree.root, 0).map_err(|problem| vec![*problem]);
    }

    let start = equals + 1;
    let parsed = parse(file, layer, text, start, path.clone(), reading.budget);
    reading.budget = parsed.budget;
    let mut value = parsed.node;
    if !parsed.problems.is_empty() {
        // Nobody quotes a plain text on a command line; but what begins like JSON was meant as JSON.
        if text[start..].trim_start().starts_with(['{', '[', '"']) {
            return Err(parsed.problems);
        }
        if let Some((at, found)) = text.char_indices().find(|&(_, c)| is_a_command(c)) {
            return Err(refuse(at, &format!("this override holds a control character ({})", code(found))));
        }
        let place = Place { file, start, end: text.len() };
        value = Node::new(Kind::Text(text[start..].to_owned()), place, layer);
    }
    let mut found = Vec::new();
    strip(&mut value, &mut path.clone(), &mut found);
    if !found.is_empty() {
        return Err(found);
    }
    if segments.len() + depth(&value) > MAX_DEPTH {
        return Err(refuse(0, "this override nests objects and lists too deeply"));
    }
    let written = Override { segments: &segments, file, layer, value, raw: &text[start..], known };
    written.set(&mut reading.tree.root, 0).map_err(|problem| vec![*problem])
}

/// The number that holds where nobody wrote one.
fn unwritten(reading: &Reading, path: &Path, place: Place) -> Result<Node, relative::Fault> {
    let Some(whole) = (reading.known.whole)(reading) else {
        return Err((format!("there is no `{path}`"), "check the names of the path".into()));
    };
    let kind = match number_at(&whole, path)? {
        Some(number) => {
            serde_json::Number::from_f64(number).map_or(Kind::Null, |number| Kind::Number(Number::of(&number)))
        }
        None => Kind::Text("unlimited".into()),
    };
    Ok(Node::new(kind, place, 0))
}

fn depth(node: &Node) -> usize {
    match &node.kind {
        Kind::List(entries) => 1 + entries.iter().map(depth).max().unwrap_or(0),
        Kind::Object(members) => 1 + members.iter().map(|member| depth(&member.node)).max().unwrap_or(0),
        _ => 0,
    }
}

impl Override<'_> {
    fn path(&self, depth: usize) -> Path {
        Path::of(self.segments[..depth].iter().map(|segment| &segment.name))
    }

    fn place(&self, depth: usize) -> Place {
        let span = &self.segments[depth].span;
        Place { file: self.file, start: span.start, end: span.end }
    }

    fn refuse(&self, depth: usize, what: String, remedy: String) -> Result<(), Box<Problem>> {
        let (path, place) = (self.path(depth + 1), Some(self.place(depth)));
        Err(Box::new(Problem::error(codes::OVERRIDE, path, place, what, remedy)))
    }

    /// Sets what the path from segment `depth` on leads to inside `node`.
    fn set(self, node: &mut Node, depth: usize) -> Result<(), Box<Problem>> {
        let Some(Segment { name, .. }) = self.segments.get(depth) else {
            let base = std::mem::replace(node, Node::new(Kind::Broken, self.value.place, self.layer));
            *node = lay_over(base, self.value);
            return Ok(());
        };
        let name = name.as_str();
        let rest = || self.segments[depth..].iter().map(|segment| segment.name.as_str());
        if !matches!(self.value.kind, Kind::Null) && names_a_date(node, rest()) {
            let base = std::mem::replace(node, Node::new(Kind::Broken, self.value.place, self.layer));
            *node = lay_over(base, self.fresh(depth));
            return Ok(());
        }
        let is_last = depth + 1 == self.segments.len();
        let (layer, key_place) = (self.layer, self.place(depth));
        if is_last && is_annotation(name) {
            return self.annotate(node, name);
        }
        if node.child(name).is_none() {
            self.check_new(node, depth)?;
        }
        let what_it_is = node.describe();
        match &mut node.kind {
            Kind::Object(members) => {
                node.layer = layer;
                let known = members.iter().position(|member| member.key == name);
                match known {
                    Some(i) if is_last && matches!(self.value.kind, Kind::Null) => {
                        members.remove(i);
                    }
                    Some(i) => {
                        if is_last {
                            members[i].key_place = key_place;
                        }
                        self.set(&mut members[i].node, depth + 1)?;
                    }
                    None if self.segments.last().is_some_and(|last| is_annotation(&last.name)) => {
                        let what = format!("there is no `{}` to annotate", self.path(self.segments.len() - 1));
                        return self.refuse(depth, what, "check the names of the path".into());
                    }
                    None => {
                        let key = name.to_owned();
                        let node = self.fresh(depth + 1);
                        members.push(Member { key, key_place, node });
                    }
                }
                Ok(())
            }
            Kind::List(entries) => {
                let length = entries.len();
                let Some(i) = name.parse().ok().filter(|&i: &usize| i < length) else {
                    let what =
                        format!("`{}` is no entry of this list, which has {}", shown(name), count(length, "entry"))
                            .replace("entrys", "entries");
                    let remedy = match length {
                        0 => "set the whole list: `path=[ ... ]`".to_owned(),
                        _ => format!("write a number from 0 to {}, or set the whole list", length - 1),
                    };
                    return self.refuse(depth, what, remedy);
                };
                node.layer = layer;
                if is_last && matches!(self.value.kind, Kind::Null) {
                    entries.remove(i);
                    return Ok(());
                }
                self.set(&mut entries[i], depth + 1)
            }
            // Reported already; what lies in there is unknown.
            Kind::Broken => Ok(()),
            _ => {
                let above = self.path(depth);
                let what = format!("the path goes on after `{above}`, which is {what_it_is}");
                let remedy = if name == "value" {
                    format!("write `{above}=...`")
                } else {
                    format!("end the path there: `{above}=...`")
                };
                self.refuse(depth, what, remedy)
            }
        }
    }

    /// Whether all named things on the way to what is set are there.
    fn find_names(&self, root: &Node) -> Result<(), Box<Problem>> {
        let mut node = root;
        for (depth, Segment { name, .. }) in self.segments.iter().enumerate() {
            match node.child(name) {
                Some(child) => node = child.node,
                None => return self.check_new(node, depth),
            }
        }
        Ok(())
    }

    /// Refuses a thing with a new name, at or below segment `depth` that is not in `node`, unless it comes as a whole: a
    /// misspelt name would change nothing.
    fn check_new(&self, node: &Node, depth: usize) -> Result<(), Box<Problem>> {
        let Kind::Object(members) = &node.kind else { return Ok(()) };
        let last = self.segments.len() - 1;
        let is_whole = |at: usize| at == last && matches!(self.value.kind, Kind::Object(_));
        let Some(at) = (depth..=last).find(|&at| (self.known.has_names)(self.path(at).segments()) && !is_whole(at))
        else {
            return Ok(());
        };
        let (above, name) = (self.path(at), self.segments[at].name.as_str());
        let names: Vec<&str> = if at == depth {
            members.iter().map(|member| member.key.as_str()).filter(|key| !is_annotation(key)).collect()
        } else {
            Vec::new()
        };
        let what = format!("there is no `{}` in `{above}`", shown(name));
        let as_a_whole = format!("a new one comes as a whole: `{}={{ ... }}`", above.join(name));
        let remedy = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{}`?", above.join(near)),
            None if names.is_empty() => format!("it has none; {as_a_whole}"),
            None => format!("what stands there: {}; {as_a_whole}", list(names)),
        };
        self.refuse(at, what, remedy)
    }

    /// The value, wrapped in the objects that the rest of the path needs.
    fn fresh(self, depth: usize) -> Node {
        let (file, layer) = (self.file, self.layer);
        self.segments[depth..].iter().rev().fold(self.value, |node, Segment { name, span }| {
            let key_place = Place { file, start: span.start, end: span.end };
            Node::new(Kind::Object(vec![Member { key: name.clone(), key_place, node }]), key_place, layer)
        })
    }

    fn annotate(&self, node: &mut Node, key: &str) -> Result<(), Box<Problem>> {
        let text = match &self.value.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Null => None,
            // The year 2021 is a fine source, and nobody quotes it on a command line.
            Kind::Number(_) | Kind::Bool(_) => Some(self.raw.trim().to_owned()),
            _ => {
                let path = self.path(self.segments.len() - 1);
                return Err(Box::new(not_text(key, &path, self.value.place, self.value.describe())));
            }
        };
        if text.is_none() {
            if let Some(annotation) = &mut node.annotation {
                if key == "source" { annotation.source = None } else { annotation.note = None }
            }
            return Ok(());
        }
        let annotation = if key == "source" {
            Annotation { source: text, note: None }
        } else {
            Annotation { source: None, note: text }
        };
        annotate(node, annotation);
        Ok(())
    }
}

fn is_annotation(key: &str) -> bool {
    matches!(key, "source" | "note")
}

/// The name beside `key` that an override probably meant.
pub(super) fn sibling<'a>(parent: &'a Node, key: &str) -> Option<&'a str> {
    let Kind::Object(members) = &parent.kind else { return None };
    nearest(key, members.iter().map(|member| member.key.as_str()).filter(|name| *name != key))
}
