//! In which inputs scenarios differ.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wardflow_scenario::{
    Ready,
    naming::{holds_names, path_in_words},
    reading::Path,
};

use super::{Input, inputs};
use crate::english::upper;

/// Stands for a thing that a scenario has not.
const NOT_THERE: &str = "not there";
/// Stands for what is not said of a thing, and so is not.
const NONE: &str = "not given";
/// Of a thing that only some scenarios have, so much is told.
const MOST_TOLD: usize = 3;

/// An input, or a thing with all of its inputs, that is not the same in all scenarios.
pub(crate) struct Row {
    /// Where it stands in the files.
    pub(crate) path: Path,
    /// What people call it.
    pub(crate) heading: String,
    /// Its value in each scenario.
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// What becomes of the value of the first scenario in the second, such as `D2A beds 60 → 40 from 1 Oct 2026`.
    pub(crate) fn change(&self) -> String {
        let [from, to] = [0, 1].map(|at| self.cells.get(at).map_or("", String::as_str));
        let heading = &self.heading;
        match (from, to) {
            (_, NOT_THERE) => format!("{heading} left out"),
            (NOT_THERE, to) => format!("{heading} added: {to}"),
            // What begins as it was says so itself.
            (from, to) if to.starts_with(&format!("{from} → ")) => format!("{heading} {to}"),
            // Two arrows of different meaning would be taken for one way.
            (from, to) if from.contains(" → ") || to.contains(" → ") => {
                format!("{heading} {to}, instead of {from}")
            }
            _ => format!("{heading} {from} → {to}"),
        }
    }
}

/// All that differs, in the order of the files: of a thing that some have not one row, if the others have it alike.
pub(crate) fn differing(all: &[&Ready]) -> Vec<Row> {
    let scenarios: Vec<Side> = all.iter().map(|ready| Side::of(ready)).collect();
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for input in scenarios.iter().flat_map(|side| &side.inputs) {
        if !seen.insert(&input.path) {
            continue;
        }
        let missing =
            scenarios.iter().filter_map(|side| side.missing(&input.path)).min_by_key(|path| path.segments().len());
        if let Some(thing) = missing.filter(|thing| thing.segments().len() < input.path.segments().len()) {
            if rows.iter().all(|row: &Row| row.path != thing) {
                rows.push(row_of_a_thing(&thing, &scenarios, input));
            }
            let of_those_that_have_it: Vec<&Side> = scenarios.iter().filter(|side| side.has(&thing)).collect();
            if !differs(&input.path, &of_those_that_have_it) {
                continue;
            }
        } else if !differs(&input.path, &scenarios.iter().collect::<Vec<_>>()) {
            continue;
        }
        rows.push(row(input, &scenarios));
    }
    rows
}

/// A scenario that is compared.
struct Side {
    scenario: Value,
    inputs: Vec<Input>,
    by_path: BTreeMap<Path, usize>,
}

impl Side {
    fn of(ready: &Ready) -> Self {
        let inputs = inputs(ready);
        let by_path = inputs.iter().enumerate().map(|(at, input)| (input.path.clone(), at)).collect();
        Self { scenario: serde_json::to_value(&ready.scenario).unwrap_or_default(), inputs, by_path }
    }

    fn get(&self, path: &Path) -> Option<&Input> {
        self.by_path.get(path).map(|&at| &self.inputs[at])
    }

    fn has(&self, path: &Path) -> bool {
        path.segments().iter().try_fold(&self.scenario, |value, segment| value.get(segment)).is_some()
    }

    /// The thing that has a name, is not there, and holds all that lies at a path.
    fn missing(&self, path: &Path) -> Option<Path> {
        let segments = path.segments();
        (1..=segments.len()).map(|end| Path::of(&segments[..end])).find(|thing| {
            let list = Path::of(&thing.segments()[..thing.segments().len() - 1]);
            holds_names(&list) && !self.has(thing)
        })
    }
}

fn differs(path: &Path, sides: &[&Side]) -> bool {
    let mut values = sides.iter().map(|side| side.get(path).map(|input| &input.same));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn row(input: &Input, scenarios: &[Side]) -> Row {
    let path = &input.path;
    let mut cells: Vec<(Option<&str>, String)> = Vec::new();
    for side in scenarios {
        let cell = match side.get(path) {
            None if side.missing(path).is_some() => (None, NOT_THERE.into()),
            None => (None, NONE.into()),
            Some(input) => {
                // Two lists may look the same from afar.
                let looks_the_same =
                    |(same, words): &(Option<&str>, String)| *words == input.value && *same != Some(&input.same);
                let is_other = cells.iter().any(looks_the_same);
                let words =
                    if is_other { format!("{}, but others (see the files)", input.value) } else { input.value.clone() };
                (Some(input.same.as_str()), words)
            }
        };
        cells.push(cell);
    }
    let cells = cells.into_iter().map(|(_, words)| words).collect();
    Row { path: path.clone(), heading: input.heading.clone(), cells }
}

/// A thing that not all scenarios have, with the first that is to be told of it.
fn row_of_a_thing(thing: &Path, scenarios: &[Side], first: &Input) -> Row {
    let owner = scenarios.iter().find(|side| side.get(&first.path).is_some() && side.has(thing));
    let heading = owner.map_or_else(String::new, |side| upper(&path_in_words(&side.scenario, thing).1));
    let cells = scenarios.iter().map(|side| {
        if !side.has(thing) {
            return NOT_THERE.to_owned();
        }
        let of_it: Vec<&Input> = side.inputs.iter().filter(|input| input.path.starts_with(thing)).collect();
        let told = of_it.iter().take(MOST_TOLD).map(|input| {
            let what = input.heading.strip_prefix(&heading).unwrap_or(&input.heading);
            let what = what.trim_start_matches([',', ' ']);
            if what.is_empty() { input.value.clone() } else { format!("{what} {}", input.value) }
        });
        let mut told: Vec<String> = told.collect();
        if of_it.len() > MOST_TOLD {
            told.push(format!("and {} more inputs", of_it.len() - MOST_TOLD));
        }
        told.join("; ")
    });
    Row { path: thing.clone(), cells: cells.collect(), heading }
}
