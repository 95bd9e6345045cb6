//! From the tree to a typed scenario, with all problems of all values at once.
//!
//! A deserializer stops at the first error. Here the value that failed is reported and becomes a *hole*, which decodes
//! as a harmless placeholder, and the decoding runs again, until nothing fails any more.

mod blank;
mod deserializer;
mod error;
mod key;
mod tag;
mod wording;

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use self::blank::{ATTEMPTS, Hole, Wish};
use self::deserializer::{Context, Value};
use self::error::{At, Error, Fault, Given};
use self::wording::Written;
use super::dated::DatedNumbers;
use super::meant::{Sign, meant};
use super::overrides::sibling;
use super::path::{Path, path_of_change};
use super::problem::{MAX_PROBLEMS, Place, Problem, Problems, codes};
use super::tree::{Found, Kind, Node, Tree};
use super::words::nearest;

/// Runs of the decoder: each one settles a problem or tries another placeholder.
const MAX_ROUNDS: usize = 2 * MAX_PROBLEMS * ATTEMPTS as usize;
/// The most values that all runs may look at, so that no file takes minutes.
const MAX_VISITS: u64 = 20_000_000;

/// A scenario after decoding: as far as it could be understood, with all that is wrong.
#[derive(Clone, Debug)]
pub struct Decoded<T> {
    /// The typed scenario. If there are errors it may hold placeholders: look at it only to find more problems, and
    /// only where no hole is.
    pub value: Option<T>,
    /// The scenario as it was written; what a newer layer replaced by another choice is gone.
    pub tree: Tree,
    /// All that is wrong so far.
    pub problems: Problems,
    /// Where `value` holds placeholders.
    pub holes: Holes,
}

/// The paths of values that could not be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holes(BTreeSet<Path>);

/// Adds problems found in a typed scenario to those found while reading it.
#[derive(Debug)]
pub struct Reporter<'a> {
    tree: &'a Tree,
    holes: &'a Holes,
    problems: &'a mut Problems,
}

impl<T> Decoded<T> {
    /// The scenario, if nothing stops it from being used.
    ///
    /// # Errors
    /// All problems, if any is an error.
    pub fn into_result(self) -> Result<T, Problems> {
        match self.value {
            Some(value) if !self.problems.has_errors() => Ok(value),
            _ => Err(self.problems),
        }
    }

    /// The value to look at, and what takes the problems found in it.
    pub const fn check(&mut self) -> (Option<&T>, Reporter<'_>) {
        let reporter = Reporter { tree: &self.tree, holes: &self.holes, problems: &mut self.problems };
        (self.value.as_ref(), reporter)
    }
}

impl Holes {
    /// Whether the value at `path` or anything in it is a placeholder.
    pub fn affects(&self, path: &Path) -> bool {
        self.0.iter().any(|hole| path.starts_with(hole) || hole.starts_with(path))
    }

    /// The paths of all placeholders.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.0.iter()
    }
}

impl Reporter<'_> {
    /// Reports an error at `path`, unless it may come from a placeholder.
    pub fn error(&mut self, code: &'static str, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        if !self.holes.affects(&path) {
            let place = self.tree.place(&path);
            let texts = self.problems.sources().iter().map(|source| &*source.text);
            let remedy = format!("{}{}", remedy.into(), meant_less(self.tree, texts, &path).unwrap_or_default());
            self.problems.push(Problem::error(code, path, Some(place), what, remedy));
        }
    }

    /// Reports an error about the key at `path` rather than its value.
    pub fn key_error(&mut self, code: &'static str, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        if !self.holes.affects(&path) {
            let place = Some(self.tree.key_place(&path));
            self.problems.push(Problem::error(code, path, place, what, remedy));
        }
    }

    /// Reports a warning at `path`, unless it may come from a placeholder.
    pub fn warning(&mut self, code: &'static str, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        if !self.holes.affects(&path) {
            let place = Some(self.tree.place(&path));
            self.problems.push(Problem::warning(code, path, place, what, remedy));
        }
    }

    /// Whether a newer layer wrote the value at `path` than the one at `other`.
    pub fn is_newer(&self, path: &Path, other: &Path) -> bool {
        self.tree.layer(path) > self.tree.layer(other)
    }

    /// Reports a warning about the key at `path` rather than its value, unless it may come from a placeholder.
    pub fn key_warning(&mut self, code: &'static str, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        if !self.holes.affects(&path) {
            let place = Some(self.tree.key_place(&path));
            self.problems.push(Problem::warning(code, path, place, what, remedy));
        }
    }

    /// All numbers by date that are written anywhere.
    pub fn dated(&self) -> Vec<DatedNumbers> {
        self.tree.dated()
    }

    /// The newest layer that wrote anything in the value at `path`, from 0 for the file that extends no other; none if
    /// there is no such value.
    pub fn layer(&self, path: &Path) -> Option<u32> {
        self.tree.exact_layer(path)
    }

    /// Whether any problem so far is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.has_errors()
    }

    /// Whether the value at `path` or anything in it is a placeholder.
    pub fn is_affected(&self, path: &Path) -> bool {
        self.holes.affects(path)
    }
}

/// Decodes the tree; `problems` holds what was found while it was read.
pub(super) fn decode<T: DeserializeOwned>(mut tree: Tree, mut problems: Problems) -> Decoded<T> {
    tree.number();
    let mut search = Search::new(&tree, &problems);
    let mut value = None;
    // Values in the wrong place would only be complained about.
    if !tree.shaky && !matches!(tree.root.kind, Kind::Broken) {
        for _ in 0..MAX_ROUNDS {
            let outcome = Value::new(&search.context, &tree.root, None).seed(PhantomData::<T>);
            search.report_unknown();
            match outcome {
                Ok(decoded) => {
                    value = Some(decoded);
                    break;
                }
                Err(error) => {
                    let go_on = search.absorb(error) && search.found.len() + problems.len() < MAX_PROBLEMS;
                    if !go_on || search.context.visits.get() > MAX_VISITS {
                        problems.cut_short();
                        break;
                    }
                }
            }
        }
    }
    let holes = if value.is_some() { search.holes() } else { Holes(BTreeSet::from([Path::root()])) };
    let stale = mem::take(&mut search.context.notes.get_mut().stale);
    let more = search.more;
    problems.extend(search.into_problems());
    problems.count_more(more);
    remove(&mut tree.root, &stale);
    if value.is_none() && !problems.has_errors() {
        let place = Some(tree.place(&Path::root()));
        let what = "this file cannot be understood";
        problems.push(Problem::error(codes::INVALID, Path::root(), place, what, "please report this as a fault"));
    }
    Decoded { value, tree, problems, holes }
}

/// Removes the members with these numbers.
fn remove(node: &mut Node, ids: &BTreeSet<u32>) {
    match &mut node.kind {
        Kind::List(entries) => entries.iter_mut().for_each(|entry| remove(entry, ids)),
        Kind::Object(members) => {
            members.retain(|member| !ids.contains(&member.node.id));
            for member in members {
                remove(&mut member.node, ids);
            }
        }
        _ => {}
    }
}

/// The state of the search for problems.
struct Search<'t> {
    tree: &'t Tree,
    /// The texts that it was read from.
    texts: Vec<Arc<str>>,
    context: Context,
    /// The problems, each with the hole it made.
    found: Vec<(Problem, Option<Hole>)>,
    /// Problems beyond those that are kept.
    more: usize,
    unknown: BTreeSet<u32>,
    /// Fields that an unknown key was probably meant to be: not to be missed as well.
    meant: BTreeSet<(u32, &'static str)>,
}

impl<'t> Search<'t> {
    fn new(tree: &'t Tree, problems: &Problems) -> Self {
        Self {
            tree,
            texts: problems.sources().iter().map(|source| Arc::clone(&source.text)).collect(),
            context: Context::default(),
            found: Vec::new(),
            more: 0,
            unknown: BTreeSet::new(),
            meant: BTreeSet::new(),
        }
    }

    fn report_unknown(&mut self) {
        for (id, valid) in mem::take(&mut self.context.notes.get_mut().unknown) {
            if !self.unknown.insert(id) {
                continue;
            }
            if self.found.len() >= MAX_PROBLEMS {
                self.more += 1;
                continue;
            }
            let (path, found) = self.tree.find(id);
            let key = path.segments().last().map_or("", String::as_str);
            let is_top = found.parent.is_some_and(|parent| parent.id == 0);
            let (what, remedy) = wording::unknown_key(key, valid, is_top);
            let near = nearest(key, valid.iter().copied()).and_then(|near| valid.iter().find(|name| **name == near));
            if let (Some(near), Some(parent)) = (near, found.parent) {
                self.meant.insert((parent.id, near));
            }
            self.found.push((Problem::error(codes::UNKNOWN, path, found.key_place, what, remedy), None));
        }
    }

    /// Takes notice of what failed. False when there is no way to go on.
    fn absorb(&mut self, error: Error) -> bool {
        let (fault, at) = error.into_parts();
        let at = at.unwrap_or(At::Node(0));
        let (hole, shown) = match (at, &fault) {
            (At::Hole(hole), _) => return self.retry(hole),
            (At::Key(id), _) => (Hole::Key(id), id),
            (At::Tag { node, member }, _) => (Hole::Node(node), member),
            (At::Node(id), Fault::Missing(field)) => (Hole::Field(id, field), id),
            (At::Node(id), Fault::UnknownKey { name, .. }) => match self.tree.find(id).1.node.child(name) {
                Some(child) => (Hole::Key(child.node.id), child.node.id),
                None => (Hole::Node(id), id),
            },
            (At::Node(id), _) => (Hole::Node(id), id),
        };
        if self.context.holes.contains_key(&hole) {
            return self.retry(hole);
        }
        self.report(&fault, hole, shown);
        self.context.holes.insert(hole, 0);
        hole != Hole::Node(0)
    }

    fn report(&mut self, fault: &Fault, hole: Hole, shown: u32) {
        let (path, found) = self.tree.find(shown);
        if self.follows_from_another(fault, hole, &path, found.node) {
            return;
        }
        let place = found.place();
        let (what, mut remedy) = fault.words(&self.written(&path, place));
        remedy.extend(meant_less(self.tree, self.texts.iter().map(|text| &**text), &path));
        if let Some(hint) = self.misspelt_above(fault, found, &path) {
            remedy = hint;
        }
        let by_key = shown_by_key(hole, shown);
        let place = if by_key { found.key_place } else { None }.unwrap_or_else(|| found.place());
        let path = if let Fault::Missing(field) = fault { path.join(field) } else { path };
        self.found.push((Problem::error(code(fault), path, Some(place), what, remedy), Some(hole)));
    }

    /// How the value at `path` was written.
    fn written(&self, path: &Path, place: Place) -> Written {
        let text = self.texts.get(place.file.number()).map(|text| &**text);
        let raw = text.and_then(|text| text.get(place.start..place.end)).map(str::to_owned);
        Written { raw, set: is_set(self.tree, text, path, place).then(|| path.to_string()) }
    }

    /// Whether what failed is only the consequence of something that was reported.
    fn follows_from_another(&self, fault: &Fault, hole: Hole, path: &Path, node: &Node) -> bool {
        match (fault, hole) {
            (Fault::Missing(_) | Fault::Tags { .. }, _) if !node.whole => true,
            (Fault::Missing(_), Hole::Field(id, field)) => self.meant.contains(&(id, field)),
            // The type looked at all its parts together, of which some are placeholders.
            (Fault::Custom(_) | Fault::Wrong { .. }, Hole::Node(_)) => {
                self.context.holes.keys().any(|&inner| self.path(inner).starts_with(path))
            }
            _ => false,
        }
    }

    /// When an override or a `null` wrote a new name that is near to another one, that one was meant.
    fn misspelt_above(&self, fault: &Fault, found: Found<'_>, path: &Path) -> Option<String> {
        let by_override = |place: Place| self.tree.first_override.is_some_and(|first| place.file >= first);
        let suspicious = match fault {
            Fault::Missing(_) => found.key_place.is_some_and(by_override),
            Fault::Wrong { given: Given::Null, .. } => true,
            _ => false,
        };
        let name = path.segments().last()?;
        let near = sibling(found.parent.filter(|_| suspicious)?, name)?;
        Some(format!("there was no `{name}` before: did you mean `{near}`?"))
    }

    /// Tries another placeholder, or gives up the object around it.
    fn retry(&mut self, hole: Hole) -> bool {
        let attempt = self.context.holes.entry(hole).or_insert(0);
        *attempt += 1;
        if *attempt < ATTEMPTS {
            return true;
        }
        let parent = match hole {
            Hole::Field(id, _) => id,
            Hole::Node(id) | Hole::Key(id) => self.tree.find(id).1.parent.map_or(0, |parent| parent.id),
        };
        self.context.holes.entry(Hole::Node(parent)).or_insert(0);
        parent != 0
    }

    fn path(&self, hole: Hole) -> Path {
        match hole {
            Hole::Node(id) | Hole::Key(id) => self.tree.find(id).0,
            Hole::Field(id, field) => self.tree.find(id).0.join(field),
        }
    }

    fn holes(&self) -> Holes {
        let mut paths: BTreeSet<Path> = self.context.holes.keys().map(|&hole| self.path(hole)).collect();
        paths.extend(self.meant.iter().map(|&(id, field)| self.path(Hole::Field(id, field))));
        broken(&self.tree.root, &mut Path::root(), &mut paths);
        Holes(paths)
    }

    fn into_problems(mut self) -> impl Iterator<Item = Problem> {
        let mut wishes = mem::take(&mut self.context.notes.get_mut().wishes);
        self.found.into_iter().map(move |(mut problem, hole)| {
            if let (Some(hole @ Hole::Field(_, field)), codes::MISSING) = (hole, problem.code)
                && problem.remedy.starts_with("add ")
            {
                problem.remedy = match wishes.remove(&hole) {
                    Some(Wish::Words(words)) => format!("add `\"{field}\": ...`, {words}"),
                    Some(Wish::Written(example)) => format!("add `\"{field}\": {example}`"),
                    None => problem.remedy,
                };
            }
            problem
        })
    }
}

/// Whether an override that somebody wrote, of this text, sets the value at `path` and nothing else.
fn is_set(tree: &Tree, text: Option<&str>, path: &Path, place: Place) -> bool {
    let ends = |text: &&str| tree.is_said(place.file) && text.trim_end().len() <= place.end;
    text.filter(ends).and_then(path_of_change).is_some_and(|set| set == *path)
}

/// The help for somebody who wrote that a number at `path`, or in there, be -2 and meant 2 less.
fn meant_less<'t>(tree: &Tree, texts: impl Iterator<Item = &'t str>, path: &Path) -> Option<String> {
    tree.first_override.zip(tree.last_said)?;
    texts.enumerate().filter(|(number, _)| tree.is_said_in(*number)).find_map(|(number, text)| {
        let set = path_of_change(text).filter(|set| set.starts_with(path))?;
        let place = tree.exact_place(&set).filter(|place| place.file.number() == number)?;
        let is_relative = text[..place.start].ends_with("-=") || text[..place.start].ends_with("+=");
        let meant = meant(text.get(place.start..place.end)?)
            .filter(|meant| meant.sign == Some(Sign::Minus) && !meant.is_percent && !is_relative)?;
        Some(format!("; for {size} less write `{set}-={size}`", size = meant.size()))
    })
}

/// Whether a problem is about a key rather than about its value.
fn shown_by_key(hole: Hole, shown: u32) -> bool {
    match hole {
        Hole::Key(_) => true,
        Hole::Node(id) => id != shown,
        Hole::Field(..) => false,
    }
}

fn code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing(_) => codes::MISSING,
        Fault::UnknownKey { .. } => codes::UNKNOWN,
        Fault::UnknownVariant { .. } | Fault::Tags { .. } | Fault::NoTag { .. } => codes::VARIANT,
        Fault::NeedsContent { .. } | Fault::TakesNothing { .. } | Fault::Wrong { .. } | Fault::Length { .. } => {
            codes::TYPE
        }
        Fault::Custom(_) => codes::INVALID,
    }
}

/// The paths of all that a syntax error made unreadable.
fn broken(node: &Node, path: &mut Path, found: &mut BTreeSet<Path>) {
    if !node.whole || matches!(node.kind, Kind::Broken) {
        found.insert(path.clone());
    }
    match &node.kind {
        Kind::List(entries) => {
            for (i, entry) in entries.iter().enumerate() {
                path.push(i.to_string());
                broken(entry, path, found);
                path.pop();
            }
        }
        Kind::Object(members) => {
            for member in members {
                path.push(member.key.clone());
                broken(&member.node, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
