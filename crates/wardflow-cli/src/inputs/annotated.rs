//! Where inputs come from.

use std::collections::BTreeSet;

use wardflow_scenario::{Ready, format::Date, reading::Path};

use super::{Group, Input, defaults::are_defaults, inputs};
use crate::english::written;

/// An input with what the file says of it.
pub(crate) struct Annotated {
    pub(crate) input: Input,
    pub(crate) group: Group,
    /// Where it comes from, if that is said of it, of a part of it, or of all that it belongs to.
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
    /// Whether it is as the program has it where a file says nothing.
    pub(crate) is_default: bool,
}

/// All inputs of a scenario with their sources, in the order of the file.
pub(crate) fn annotated(ready: &Ready) -> Vec<Annotated> {
    let inputs = inputs(ready);
    let defaults = are_defaults(&ready.scenario, &inputs);
    // What is to be said about a whole stands beside the first of its inputs.
    let mut said = BTreeSet::new();
    let mut of = |(input, is_default): (Input, bool)| {
        let (mut sources, mut notes) = (Vec::new(), Vec::new());
        for (path, annotation) in ready.annotations.iter().filter(|(path, _)| path.starts_with(&input.path)) {
            let part = part(&input.path, path);
            sources.extend(annotation.source.as_ref().map(|text| format!("{part}{text}")));
            notes.extend(annotation.note.as_ref().map(|text| format!("{part}{text}")));
        }
        for above in above(&input.path) {
            let Some(annotation) = ready.annotations.get(&above) else { continue };
            // The source of a whole is none of what it does not say.
            if sources.is_empty() && !is_default {
                sources.extend(annotation.source.clone());
            }
            if annotation.note.is_some() && said.insert(above) {
                notes.extend(annotation.note.clone());
            }
        }
        let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join("; "));
        let group = Group::of(&ready.scenario, &input.path);
        Annotated { group, source: joined(sources), note: joined(notes), is_default, input }
    };
    inputs.into_iter().zip(defaults).map(&mut of).collect()
}

impl Annotated {
    /// Whether its source or note calls it assumed.
    pub(crate) fn is_assumed(&self) -> bool {
        [&self.source, &self.note].into_iter().flatten().any(|text| text.to_lowercase().contains("assum"))
    }

    /// Where it comes from, in words.
    pub(crate) fn source(&self) -> &str {
        match &self.source {
            Some(source) => source,
            None if self.is_default => "the program's default",
            None => "no source given",
        }
    }
}

/// The wholes that something belongs to, the nearest first.
fn above(path: &Path) -> impl Iterator<Item = Path> {
    let segments = path.segments();
    (0..segments.len()).rev().map(|end| Path::of(&segments[..end]))
}

/// What of an input something is said about: nothing if it is the whole.
fn part(input: &Path, path: &Path) -> String {
    let of = &path.segments()[input.segments().len()..];
    match of.last() {
        None => String::new(),
        Some(last) => match last.parse::<Date>() {
            Ok(date) => format!("{}: ", written(date)),
            Err(_) => format!("{}: ", last.replace('_', " ")),
        },
    }
}
