//! Opening hours and rounds in words.

use serde_json::Value;
use wardflow_scenario::{
    format::{OpeningHours, RoundTime, Rounds},
    naming::spelt,
    reading::Path,
};

use super::teller::Told;
use crate::english::list;

/// Keys under which opening hours stand.
const KEYS: [&str; 4] = ["discharge_hours", "working_hours", "takes_referrals", "hours"];

const HOURS_OF_WEEK: f64 = 168.0;

/// Opening hours in words, if they stand at this path.
pub(super) fn told(scenario: &Value, path: &Path, value: &Value) -> Option<Told> {
    let are_hours = match path.segments() {
        [.., key] if key == "rounds" => return rounds(value),
        [list, _] => list == "calendars",
        [.., key] => KEYS.contains(&key.as_str()),
        [] => false,
    };
    if !are_hours {
        return None;
    }
    let hours = serde_json::from_value::<OpeningHours>(value.clone()).ok()?;
    let words = match &hours {
        OpeningHours::Always => "always".into(),
        OpeningHours::Daily(hours) => hours.to_string(),
        OpeningHours::Of(calendar) => format!("those of the calendar {}", spelt(calendar)),
        OpeningHours::Weekly(weekly) if weekly.is_empty() => "never".into(),
        OpeningHours::Weekly(weekly) => {
            weekly.iter().map(|(days, hours)| format!("{days} {hours}")).collect::<Vec<String>>().join(", ")
        }
    };
    // Whoever keeps a calendar keeps its hours.
    let kept = match &hours {
        OpeningHours::Of(calendar) => {
            let calendar = scenario.get("calendars").and_then(|calendars| calendars.get(calendar));
            calendar.and_then(|hours| serde_json::from_value::<OpeningHours>(hours.clone()).ok()).unwrap_or(hours)
        }
        _ => hours,
    };
    let is_always = kept.hours_per_week() >= HOURS_OF_WEEK;
    let same = if is_always { "always".into() } else { format!("{:?}", kept.windows()) };
    Some(Told { words, same, is_dated: false })
}

fn rounds(value: &Value) -> Option<Told> {
    let rounds = serde_json::from_value::<Rounds>(value.clone()).ok()?;
    let at = |times: &[RoundTime]| list(&times.iter().map(RoundTime::to_string).collect::<Vec<String>>());
    let words = match &rounds {
        Rounds::AtAnyTime => "at any time".into(),
        Rounds::Daily(times) => format!("every day at {}", at(times)),
        Rounds::Weekly(weekly) => {
            let days = weekly.iter().filter(|(_, times)| !times.is_empty());
            days.map(|(days, times)| format!("{days} at {}", at(times))).collect::<Vec<String>>().join(", ")
        }
    };
    Some(Told { words, same: format!("{:?}", rounds.times()), is_dated: false })
}
