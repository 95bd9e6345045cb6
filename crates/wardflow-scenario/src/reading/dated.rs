//! Numbers by date: what holds before their first date is what stood there before they were written.

use std::{mem, str::FromStr};

use super::merge::lay_over;
use super::path::Path;
use super::tree::{Kind, Member, Node, Tree};
use crate::format::Date;

/// The key of what holds before the first date.
const BEFORE: &str = "before";
/// The keys of numbers by date.
const KEYS: [&str; 2] = ["steps", "ramp"];
/// The word for a capacity that never runs out.
const UNLIMITED: &str = "unlimited";
/// More changes of another kind than this are not kept one before the other.
const MOST_BEFORE: usize = 16;

/// Numbers by date as they stand in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedNumbers {
    /// The path of the dates: it ends in `steps` or `ramp`.
    pub path: Path,
    /// Whether there are straight lines between the dates.
    pub is_ramp: bool,
    /// Whether they say what holds before the first date.
    pub has_before: bool,
    /// The dates in order of time, each with its number and the layer that wrote it.
    pub dates: Vec<(Date, String, u32)>,
}

impl DatedNumbers {
    /// The path of what holds before the first date.
    pub fn before(&self) -> Path {
        let segments = self.path.segments();
        Path::of(&segments[..segments.len() - 1]).join(BEFORE)
    }
}

impl Tree {
    /// All numbers by date, in the order of the file.
    pub fn dated(&self) -> Vec<DatedNumbers> {
        let mut found = Vec::new();
        visit(&self.root, &mut Path::root(), &mut found);
        found
    }
}

fn visit(node: &Node, path: &mut Path, found: &mut Vec<DatedNumbers>) {
    match &node.kind {
        Kind::Object(members) => {
            if let Some(dated) = dated_at(node, path) {
                found.push(dated);
            }
            for member in members {
                path.push(member.key.clone());
                visit(&member.node, path, found);
                path.pop();
            }
        }
        Kind::List(entries) => {
            for (i, entry) in entries.iter().enumerate() {
                path.push(i.to_string());
                visit(entry, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn dated_at(node: &Node, path: &Path) -> Option<DatedNumbers> {
    let [key] = keys(node)?[..] else { return None };
    let number = |member: &Member| {
        let date = Date::from_str(&member.key).ok()?;
        Some((date, member.node.to_value().to_string(), member.node.layer))
    };
    let mut dates: Vec<_> = dates(node, key).iter().filter_map(number).collect();
    dates.sort_by_key(|(date, ..)| *date);
    let has_before = node.child(BEFORE).is_some_and(|before| !matches!(before.node.kind, Kind::Null));
    Some(DatedNumbers { path: path.join(key), is_ramp: key == "ramp", has_before, dates })
}

/// Which of `steps` and `ramp` have dates in here; none if this is something else than numbers by date.
fn keys(node: &Node) -> Option<Vec<&'static str>> {
    let Kind::Object(members) = &node.kind else { return None };
    let is_date = |member: &Member| Date::from_str(&member.key).is_ok();
    let mut found = Vec::new();
    for Member { key, node, .. } in members {
        match (KEYS.iter().find(|known| *known == key), &node.kind) {
            (Some(_), Kind::Null) => {}
            (Some(key), Kind::Object(dates)) if dates.iter().all(is_date) => {
                if dates.iter().any(|date| !matches!(date.node.kind, Kind::Null)) {
                    found.push(*key);
                }
            }
            (None, _) if key == BEFORE => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether there are numbers by date in here, and nothing else.
pub(super) fn is_by_date(node: &Node) -> bool {
    keys(node).is_some()
}

fn dates<'a>(node: &'a Node, key: &str) -> &'a [Member] {
    match node.child(key).map(|found| &found.node.kind) {
        Some(Kind::Object(dates)) => dates,
        _ => &[],
    }
}

/// The first date of numbers by date.
fn first(node: &Node, key: &str) -> Option<Date> {
    let written = dates(node, key).iter().filter(|date| !matches!(date.node.kind, Kind::Null));
    written.filter_map(|date| Date::from_str(&date.key).ok()).min()
}

/// Whether `over`, laid on `base`, begins anew on its first date, and what stood there holds before it.
///
/// Numbers by date of the same kind merge date by date instead, as all maps do.
pub(super) fn begins_anew(base: &Node, over: &Node) -> bool {
    let Some([key]) = keys(over).as_deref().map(<[_; 1]>::try_from).and_then(Result::ok) else { return false };
    let is_plain = match &base.kind {
        Kind::Number(_) => true,
        Kind::Text(text) => text == UNLIMITED,
        _ => false,
    };
    is_plain || keys(base).is_some_and(|keys| !keys.contains(&key))
}

/// `over`, and before its first date what `base` says of that time; only if it [`begins_anew`].
pub(super) fn begin_anew(base: Node, over: Node) -> Node {
    let mut over = over;
    let key = keys(&over).and_then(|keys| keys.first().copied()).unwrap_or_default();
    let from = first(&over, key);
    if let Kind::Object(members) = &mut over.kind {
        // A null deletes the other kind, which is gone anyway.
        members.retain(|member| member.key == key || member.key == BEFORE);
        if let Some(before) = from.and_then(|from| until(base, from, 0)) {
            match members.iter_mut().find(|member| member.key == BEFORE) {
                // A null says that nothing holds before.
                Some(member) if matches!(member.node.kind, Kind::Null) => {}
                Some(member) => {
                    let said = mem::replace(&mut member.node, Node::new(Kind::Null, member.key_place, 0));
                    member.node = lay_over(before, said);
                }
                None => {
                    members.insert(0, Member { key: BEFORE.to_owned(), key_place: before.place, node: before });
                }
            }
        }
    }
    over
}

/// What a node says of the time before a date: without the dates from which on something else holds.
fn until(node: Node, from: Date, depth: usize) -> Option<Node> {
    let mut node = node;
    if depth > MOST_BEFORE {
        return None;
    }
    let Some(key) = keys(&node).and_then(|keys| keys.first().copied()) else { return Some(node) };
    let begins_before = first(&node, key).is_some_and(|first| first < from);
    let Kind::Object(members) = &mut node.kind else { return Some(node) };
    if !begins_before {
        let before = members.iter().position(|member| member.key == BEFORE)?;
        return until(members.swap_remove(before).node, from, depth + 1);
    }
    for Member { node, .. } in members.iter_mut().filter(|member| member.key == key) {
        let Kind::Object(dates) = &mut node.kind else { continue };
        let date_of = |member: &Member| Date::from_str(&member.key).ok();
        // The straight line to the next date of a ramp is still needed.
        let next = dates.iter().filter_map(date_of).filter(|date| *date >= from).min().filter(|_| key == "ramp");
        dates.retain(|member| date_of(member).is_some_and(|date| date < from || Some(date) == next));
    }
    (depth_of_before(&node) <= MOST_BEFORE).then_some(node)
}

fn depth_of_before(node: &Node) -> usize {
    node.child(BEFORE).map_or(0, |before| 1 + depth_of_before(before.node))
}

/// Whether the end of a path, such as `steps.2026-10-01`, names a date where plain numbers or dates of another kind stand.
pub(super) fn names_a_date<'a>(node: &Node, rest: impl Iterator<Item = &'a str>) -> bool {
    let rest: Vec<&str> = rest.collect();
    let [key, date] = rest[..] else { return false };
    let is_other = match &node.kind {
        Kind::Number(_) => true,
        Kind::Text(text) => text == UNLIMITED,
        _ => keys(node).is_some_and(|keys| !keys.contains(&key)),
    };
    KEYS.contains(&key) && Date::from_str(date).is_ok() && is_other
}
