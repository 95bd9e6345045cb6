//! Measures by the keys that somebody wrote.

use wardflow_core::measures::Catalogue;
use wardflow_scenario::reading::nearest;

use crate::exit::Failure;

/// Most keys that a message offers.
const MOST_OFFERED: usize = 6;

/// The key of every measure that was asked for, once; any of the catalogues may have it.
///
/// # Errors
/// If there are keys that no catalogue has: all of them, with those that may have been meant.
pub(crate) fn known<'a>(
    keys: &'a [String],
    catalogues: &[&Catalogue],
    scenario: &str,
) -> Result<Vec<&'a str>, Failure> {
    let mut found: Vec<&str> = Vec::new();
    let mut unknown = Vec::new();
    for key in keys {
        if !catalogues.iter().any(|catalogue| catalogue.find(key).is_some()) {
            unknown.push(format!("there is no measure `{key}`\n  = help: {}", remedy(key, catalogues, scenario)));
        } else if !found.contains(&key.as_str()) {
            found.push(key);
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(Failure::Measures(unknown.join("\nerror: "))) }
}

fn remedy(key: &str, catalogues: &[&Catalogue], scenario: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for measure in catalogues.iter().flat_map(|catalogue| catalogue.measures()) {
        if !names.contains(&measure.key.as_str()) {
            names.push(&measure.key);
        }
    }
    if let Some(name) = nearest(key, names.iter().copied()) {
        return format!("did you mean `{name}`?");
    }
    let like: Vec<&str> = names.into_iter().filter(|name| !key.is_empty() && name.contains(key)).collect();
    if like.is_empty() {
        return format!("`wardflow run {scenario} -n 1 --format csv` lists all measures with their keys");
    }
    let more = like.len().saturating_sub(MOST_OFFERED);
    let offered: Vec<String> = like.iter().take(MOST_OFFERED).map(|name| format!("`{name}`")).collect();
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("keys with it: {}{end}", offered.join(", "))
}
