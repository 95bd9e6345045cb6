//! Which inputs are as the program has them where a file says nothing.

use std::collections::BTreeMap;

use serde_json::Value;
use wardflow_scenario::{format::Scenario, naming::holds_names, reading::Path};

use super::Input;

/// For each input whether a scenario that did not say it would be the same.
pub(super) fn are_defaults(scenario: &Scenario, inputs: &[Input]) -> Vec<bool> {
    let whole = serde_json::to_value(scenario).unwrap_or_default();
    // What is so of one thing is so of all of its kind with the same value.
    let mut known: BTreeMap<(Vec<String>, &str), bool> = BTreeMap::new();
    inputs
        .iter()
        .map(|input| {
            let kind = (kind(&input.path), input.same.as_str());
            *known.entry(kind).or_insert_with(|| is_default(scenario, &whole, &input.path))
        })
        .collect()
}

fn is_default(scenario: &Scenario, whole: &Value, path: &Path) -> bool {
    let mut without = whole.clone();
    let [above @ .., key] = path.segments() else { return false };
    let holder = above.iter().try_fold(&mut without, |value, segment| value.get_mut(segment));
    let Some(Value::Object(members)) = holder else { return false };
    members.shift_remove(key);
    serde_json::from_value::<Scenario>(without).is_ok_and(|without| without == *scenario)
}

/// A path with `*` for the names of things.
pub(crate) fn kind(path: &Path) -> Vec<String> {
    let segments = path.segments();
    let part = |at: usize| if holds_names(&Path::of(&segments[..at])) { "*".to_owned() } else { segments[at].clone() };
    (0..segments.len()).map(part).collect()
}
