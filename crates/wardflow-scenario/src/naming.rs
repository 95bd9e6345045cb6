//! What people call the parts of a scenario.

mod labels;

use serde_json::Value;

use crate::{format::NAMED, reading::Path};

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
pub fn path_in_words(scenario: &Value, path: &Path) -> (Option<String>, String) {
    let segments = path.segments();
    let mut words = Words { scenario, path: segments, text: String::new() };
    let mut names: Option<Names> = None;
    for (at, segment) in segments.iter().enumerate() {
        let above = &segments[..at];
        if let Some(of) = names {
            let label = labels::of_names(above).replace("{}", &words.name(at, of));
            words.add(&label);
            // Teams stand under the name of whom they belong to.
            names = (of == Names::Hubs).then_some(Names::Teams);
            continue;
        }
        names = Names::under(above, segment);
        let is_inside_of_a_need = segment == "needs" && at + 1 < segments.len();
        if names.is_none() && !is_inside_of_a_need {
            words.add(&labels::of_key(above, segment).map_or_else(|| spelt(segment), str::to_owned));
        }
    }
    let text = words.text;
    let whose = match segments {
        [list, key, ..] if Names::under(&[], list).is_some() => {
            let thing = scenario.get(list).and_then(|list| list.get(key)).filter(|thing| thing.is_object());
            thing.map(|thing| called(key, thing.get("name").and_then(Value::as_str)))
        }
        _ => None,
    };
    (whose, text)
}

/// Whether the object at a path holds things by names, in which case its keys are no words of the format.
pub fn holds_names(path: &Path) -> bool {
    let mut names: Option<Names> = None;
    for (at, segment) in path.segments().iter().enumerate() {
        names = match names {
            Some(Names::Hubs) => Some(Names::Teams),
            Some(_) => None,
            None => Names::under(&path.segments()[..at], segment),
        };
    }
    names.is_some()
}

/// What people call the part of a scenario that stands under a key in one of its lists: `services` and `home_care`.
pub fn called_in(scenario: &Value, list: &str, key: &str) -> String {
    let named = scenario.get(list).and_then(|list| list.get(key)).and_then(|named| named.get("name"));
    named.and_then(Value::as_str).map_or_else(|| by_key(list, key), str::to_owned)
}

/// What people call a part without a name of its own: places have proper names.
pub(crate) fn by_key(list: &str, key: &str) -> String {
    if list == "hospitals" || list == "localities" { titled(key) } else { spelt(key) }
}

/// A path in words while it is put together.
struct Words<'a> {
    scenario: &'a Value,
    path: &'a [String],
    text: String,
}

impl Words<'_> {
    fn add(&mut self, label: &str) {
        // What stands in brackets behind a noun, as in "D2A beds (block)", leaves it the noun.
        let noun =
            self.text.split_once(" (").filter(|_| self.text.ends_with(')')).map_or(&*self.text, |(noun, _)| noun);
        let is_said = noun.to_lowercase().ends_with(&label.to_lowercase());
        if label.is_empty() || is_said {
            return;
        }
        // What is counted follows its owner, such as "D2A beds"; all else is set apart.
        let joint = match label {
            _ if self.text.is_empty() => "",
            "beds" | "places" | "staff" => " ",
            _ => ", ",
        };
        self.text.push_str(joint);
        self.text.push_str(label);
    }

    /// What people call the thing whose name stands at a place of the path.
    fn name(&self, at: usize, names: Names) -> String {
        let key = &self.path[at];
        match names {
            Names::Own => {
                let thing = self.path[..=at].iter().try_fold(self.scenario, |value, segment| value.get(segment));
                called(key, thing.and_then(|thing| thing.get("name")).and_then(Value::as_str))
            }
            Names::Of(list) => called_in(self.scenario, list, key),
            Names::Hubs => called_in(self.scenario, "spoas", key),
            Names::Teams => {
                let hub = self.scenario.get("spoas").and_then(|hubs| hubs.get(&self.path[at - 1]));
                let team = hub.and_then(|hub| hub.get("teams")).and_then(|teams| teams.get(key));
                called(key, team.and_then(|team| team.get("name")).and_then(Value::as_str))
            }
        }
    }
}

/// Whose names the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// Those of the things that stand there.
    Own,
    /// Those of a list of the scenario.
    Of(&'static str),
    /// Those of hubs, under whose names teams stand.
    Hubs,
    /// Those of a hub's teams.
    Teams,
}

impl Names {
    fn under(above: &[String], key: &str) -> Option<Self> {
        if above.is_empty() {
            return NAMED.contains(&key).then_some(Self::Own);
        }
        Some(match key {
            "teams" | "surges" | "arrangements" | "packages" | "first_contacts" | "outcomes" => Self::Own,
            "localities" => Self::Of("localities"),
            "pathways" | "acute_stay_by_pathway" => Self::Of("pathways"),
            "services" | "takes" | "stay_by_service" => Self::Of("services"),
            "hospitals" | "passed_on" => Self::Of("hospitals"),
            "cohorts" => Self::Of("cohorts"),
            "payers" => Self::Of("payers"),
            "correlated_with" => Self::Of("uncertain"),
            "spoas" => Self::Hubs,
            _ => return None,
        })
    }
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
            "services": { "d2a_beds": { "beds": 60 }, "block": { "name": "D2A beds (block)", "beds": 38 }, "home_care": { "hours_per_week": 900 } },
        });
        let words = |path: &str| path_in_words(&scenario, &Path::parse(path).unwrap()).1;
        assert_eq!(words("hospitals.uhs.beds"), "Southampton General beds");
        assert_eq!(words("services.d2a_beds.beds"), "D2A beds");
        assert_eq!(words("services.block.beds"), "D2A beds (block)");
        assert_eq!(words("services.home_care.hours_per_week"), "home care, hours a week");
        assert_eq!(words("services.home_care.cost.pounds_per_hour"), "home care, price of an hour");
        assert_eq!(words("cohorts.adults.pathways.p2"), "adults, share on P2");
        assert_eq!(words("cohorts.adults.arrivals.poisson.per_day"), "adults, arrivals a day");
        assert_eq!(
            words("pathways.p1.needs.care_at_home.packages.small.takes.home_care"),
            "P1, small package, home care"
        );
        assert_eq!(words("escalations.winter.adds.spoas.hub.nurses"), "winter, adds staff of hub, nurses");
        assert_eq!(words("services.d2a_beds.stay.gamma.mean_days"), "D2A beds, stay, mean days");
        assert_eq!(words("days"), "measured days");
        // A thing may be called like a key.
        assert_eq!(words("services.packages.beds"), "packages beds");
    }

    /// Every key of the format, by its schema, and whether a list of names stands under it.
    fn keys() -> std::collections::BTreeSet<String> {
        fn visit(schema: &Value, found: &mut std::collections::BTreeSet<String>) {
            match schema {
                Value::Object(members) => {
                    if let Some(Value::Object(properties)) = members.get("properties") {
                        found.extend(properties.keys().cloned());
                    }
                    members.values().for_each(|member| visit(member, found));
                }
                Value::Array(entries) => entries.iter().for_each(|entry| visit(entry, found)),
                _ => {}
            }
        }
        let mut found = std::collections::BTreeSet::new();
        visit(&crate::schema::schema(), &mut found);
        found
    }

    fn is_parameter(key: &str) -> bool {
        let others = ["most_likely", "mu_of_log", "sigma_of_log", "tail_times"];
        ["_days", "_hours", "_numbers"].iter().any(|unit| key.ends_with(unit)) || others.contains(&key)
    }

    #[test]
    fn every_key_of_the_format_is_said_in_words() {
        let unsaid: Vec<String> = keys()
            .into_iter()
            .filter(|key| {
                let inside = ["cohorts".to_owned(), "x".to_owned()];
                let holds_names = [&[] as &[String], &inside].iter().any(|above| Names::under(above, key).is_some());
                !holds_names && labels::of_key(&inside, key).is_none()
            })
            // Whatever has several words is put as people say it, but for the parameters of distributions; of the other
            // spelling of `spoas` nothing is kept.
            .filter(|key| key.contains('_') && key != "care_transfer_hubs" && !is_parameter(key))
            .collect();
        assert_eq!(unsaid, Vec::<String>::new(), "give them a label in naming/labels.rs");
    }

    #[test]
    fn names_are_of_any_script_and_as_they_are_to_be_read() {
        assert!(["Clarence Unit", "St Mary’s", "病棟", "Ward 3: rehab"].iter().all(|name| fault(name).is_none()));
        let long = "x".repeat(61);
        assert!(["", " ", " Ward", "Ward ", &long].iter().all(|name| fault(name).is_some()));
    }
}
