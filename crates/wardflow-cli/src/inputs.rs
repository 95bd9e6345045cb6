//! The inputs of a scenario as people read them: what each is called, its value in words, and where it comes from.
//!
//! An input is what a planner decides as one: a number, however it goes over time, a length of stay, opening hours, a profile. So no
//! form of the file shows in it, and two of them are the same if the run goes by the same.

mod annotated;
mod defaults;
mod differing;
mod distribution;
mod group;
mod hours;
mod over_time;
mod teller;

use serde_json::Value;
use wardflow_scenario::{
    Ready,
    naming::{holds_names, path_in_words},
    reading::Path,
};

use self::teller::Teller;
pub(crate) use self::{
    annotated::{Annotated, annotated},
    defaults::kind,
    differing::{Row, differing},
    group::{GROUPS, Group},
};
use crate::english::upper;

/// What says something about a scenario, but is none of its inputs.
const WORDS: [&str; 4] = ["title", "description", "extends", "format"];

/// An input of a scenario.
pub(crate) struct Input {
    /// Where it stands in the file.
    pub(crate) path: Path,
    /// What people call it, such as `D2A beds`.
    pub(crate) heading: String,
    /// Its value, such as `60 → 40 from 1 Oct 2026`.
    pub(crate) value: String,
    /// What the run goes by: the same for two inputs between which nothing differs.
    same: String,
    /// Whether it is a number that has dates.
    pub(crate) is_dated: bool,
}

/// All inputs of a scenario, in the order of the file.
pub(crate) fn inputs(ready: &Ready) -> Vec<Input> {
    let scenario = serde_json::to_value(&ready.scenario).unwrap_or_default();
    let teller = Teller::of(ready, &scenario);
    let mut found = Vec::new();
    let is_input = |path: &Path| !path.segments().first().is_some_and(|first| WORDS.contains(&first.as_str()));
    walk(&teller, &scenario, &Path::root(), &mut found);
    found.retain(|input| is_input(&input.path));
    found
}

#[cfg(test)]
mod tests;

fn walk(teller: &Teller<'_>, value: &Value, path: &Path, found: &mut Vec<Input>) {
    let is_list_of_names = holds_names(path);
    if let Some(told) = teller.told(path, value).filter(|_| !path.is_root() && !is_list_of_names) {
        let heading = upper(&path_in_words(teller.scenario, path).1);
        found.push(Input { path: path.clone(), heading, value: told.words, same: told.same, is_dated: told.is_dated });
        return;
    }
    let Value::Object(members) = value else { return };
    for (key, value) in members {
        // What a thing is called stands in every heading.
        if key != "name" || is_list_of_names {
            walk(teller, value, &path.join(key), found);
        }
    }
}
