//! What people call the parts of a scenario.

use serde_json::Value;

/// Most letters of a name: a longer one fits into no table.
pub(crate) const LONGEST: usize = 60;

/// A key as a word in a text: `d2a_block` as `D2A block`.
pub fn spelt(key: &str) -> String {
    const ABBREVIATIONS: [&str; 9] = ["D2A", "SPOA", "NCTR", "ICB", "NHS", "UCR", "CHC", "ICU", "ED"];
    let words = key.split(['_', ' ']).map(|word| match word.as_bytes() {
        // Pathways and their parts, such as P2 and P3b.
        [b'p', b'0'..=b'3'] | [b'p', b'0'..=b'3', _] => format!("P{}", &word[1..]),
        _ => ABBREVIATIONS.into_iter().find(|known| known.eq_ignore_ascii_case(word)).unwrap_or(word).to_owned(),
    });
    words.collect::<Vec<String>>().join(" ")
}

/// A key as a proper name: `north_east` as `North east`.
pub fn titled(key: &str) -> String {
    let name = spelt(key);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What people call something: the name that was given, or its key as one writes it.
pub fn called(key: &str, name: Option<&str>) -> String {
    name.map_or_else(|| spelt(key), str::to_owned)
}

/// What people call the part of a scenario in which a path lies, and the path in words: `services.home_care.hours_per_week` is
/// `home care` and `home care, hours a week`.
pub fn path_in_words(scenario: &Value, path: &str) -> (Option<String>, String) {
    let segments: Vec<&str> = path.split('.').collect();
    let [list, key, rest @ ..] = segments.as_slice() else { return (None, spelt(path)) };
    let Some(named) = scenario.get(list).and_then(|list| list.get(key)).filter(|named| named.is_object()) else {
        return (None, segments[1..].iter().map(|segment| spelt(segment)).collect::<Vec<String>>().join(" "));
    };
    let whose = called(key, named.get("name").and_then(Value::as_str));
    let mut words = whose.clone();
    for segment in rest {
        let word = spelt(segment);
        if let Some(what) = word.strip_suffix(" per week") {
            words = format!("{words}, {what} a week");
        } else if !words.ends_with(&word) {
            words = format!("{words} {word}");
        }
    }
    (Some(whose), words)
}

/// What is wrong with a name that somebody gave, if anything, and what would be right.
pub(crate) fn fault(name: &str) -> Option<(&'static str, String)> {
    if name.trim().is_empty() {
        Some(("this name is empty", "say what people call it, or leave `name` out".into()))
    } else if name.trim() != name {
        Some(("this name begins or ends with a space", "write it as it is to be read".into()))
    } else if name.chars().count() > LONGEST {
        Some(("this name is too long", format!("use at most {LONGEST} letters; what it is can go to `note`")))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_spelt_as_people_write_them() {
        assert_eq!(
            ["north_east", "d2a_block", "p1_complex", "p3b"].map(titled),
            ["North east", "D2A block", "P1 complex", "P3b"]
        );
        assert_eq!(spelt("home_care"), "home care");
    }

    #[test]
    fn paths_are_called_by_what_they_lead_to() {
        let scenario = serde_json::json!({
            "hospitals": { "uhs": { "name": "Southampton General", "beds": 252 } },
            "services": { "d2a_beds": { "beds": 60 }, "home_care": { "hours_per_week": 900 } },
        });
        let words = |path: &str| path_in_words(&scenario, path).1;
        assert_eq!(words("hospitals.uhs.beds"), "Southampton General beds");
        assert_eq!(words("services.d2a_beds.beds"), "D2A beds");
        assert_eq!(words("services.home_care.hours_per_week"), "home care, hours a week");
        assert_eq!((words("days"), words("growth.factor")), ("days".into(), "factor".into()));
    }

    #[test]
    fn names_are_of_any_script_and_as_they_are_to_be_read() {
        assert!(["Clarence Unit", "St Mary’s", "病棟", "Ward 3: rehab"].iter().all(|name| fault(name).is_none()));
        let long = "x".repeat(61);
        assert!(["", " ", " Ward", "Ward ", &long].iter().all(|name| fault(name).is_some()));
    }
}
