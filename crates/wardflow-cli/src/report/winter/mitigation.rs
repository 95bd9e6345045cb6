//! What is tried against a surge: triage on seven days, a tenth more of every community service, or what is asked for.

use serde_json::{Value, json};
use wardflow_scenario::{
    format::{Capacity, OpeningHours, Scenario, Schedule, Service, WEEKDAYS},
    naming::path_in_words,
    reading::Path,
};

use crate::{
    compare::what_if,
    english::{called, list},
    numbers,
};

/// Times as much of every community service.
const MORE: f64 = 1.1;

/// Something that is tried.
pub(super) struct Mitigation {
    pub(super) name: String,
    /// What it changes in the scenario.
    pub(super) changes: Vec<String>,
    /// How much more there is of what, in plain words; empty if that is not known.
    amounts: Vec<String>,
}

impl Mitigation {
    /// As `--what-if` is written; `title` names it.
    pub(super) fn of(what_if: &str) -> Self {
        let (titles, changes): (Vec<String>, Vec<String>) =
            what_if::changes(what_if).into_iter().partition(|change| change.starts_with("title="));
        let title = titles.last().and_then(|title| title.strip_prefix("title=")).map(str::trim);
        let name = title.map_or_else(|| changes.join("; "), |title| title.trim_matches('"').to_owned());
        Self { name, changes, amounts: Vec::new() }
    }

    /// What it is, with its amounts.
    pub(super) fn sentence(&self) -> String {
        let amounts = if self.amounts.is_empty() { String::new() } else { format!(": {}", list(&self.amounts)) };
        format!("{}{amounts}.", self.name)
    }
}

/// What a planner asks about first, as far as the scenario has it.
pub(super) fn usual(scenario: &Scenario) -> Vec<Mitigation> {
    [seven_days(scenario), a_tenth_more(scenario)].into_iter().filter(|found| !found.changes.is_empty()).collect()
}

/// Teams that are closed at weekends work then as on their first open day.
fn seven_days(scenario: &Scenario) -> Mitigation {
    let mut found = Mitigation { name: "Triage on seven days a week".into(), changes: Vec::new(), amounts: Vec::new() };
    for (spoa, described) in &scenario.spoas {
        for (team, of_team) in &described.teams {
            let hours = match &of_team.working_hours {
                OpeningHours::Of(calendar) => scenario.calendars.get(calendar),
                hours => Some(hours),
            };
            let Some(hours) = hours else { continue };
            let Some(mut days) = hours.windows() else { continue };
            let Some(usual) = days.iter().find(|day| !day.is_empty()).cloned() else { continue };
            if days[5..].iter().all(|day| !day.is_empty()) {
                continue;
            }
            for day in &mut days[5..] {
                if day.is_empty() {
                    day.clone_from(&usual);
                }
            }
            let clock = |seconds: u64| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
            let texts = days.each_ref().map(|day| {
                day.first().map_or("closed".to_owned(), |open| format!("{}-{}", clock(open.start), clock(open.end)))
            });
            let value = if texts.iter().all(|text| *text == texts[0]) {
                json!(texts[0])
            } else {
                WEEKDAYS.iter().zip(&texts).map(|(day, text)| ((*day).to_owned(), json!(text))).collect()
            };
            let path = Path::of(["spoas", spoa, "teams", team, "working_hours"]);
            let open: u64 = days.iter().flatten().map(|open| open.end - open.start).sum();
            found.changes.push(format!("{path}={value}"));
            found.amounts.push(format!(
                "{}, {}, {} hours a week instead of {}",
                called(spoa, described.name.as_deref()),
                called(team, of_team.name.as_deref()),
                numbers::number(open as f64 / 3600.0, 0),
                numbers::number(hours.hours_per_week(), 0)
            ));
        }
    }
    found
}

/// More of every service that has a limit, in whole beds, hours and places; vacancies are means.
fn a_tenth_more(scenario: &Scenario) -> Mitigation {
    let name = "A tenth more of every community service".into();
    let tree = serde_json::to_value(scenario).unwrap_or_default();
    let mut found = Mitigation { name, changes: Vec::new(), amounts: Vec::new() };
    for (service, described) in &scenario.services {
        let Some((key, schedule, is_whole)) = limit(described) else { continue };
        let more = |value: f64| {
            let more = value * MORE;
            // What rounding left over is no bed.
            if is_whole { (more - 1e-9).ceil() } else { (more * 100.0).round() / 100.0 }
        };
        let path = Path::of(["services", service, key]);
        found.changes.push(format!("{path}={}", scaled(&json!(schedule), &more)));
        let (_, what) = path_in_words(&tree, &path);
        found.amounts.push(match schedule {
            Schedule::Constant(value) => {
                let shown = |value: f64| numbers::number(value, if value.fract() == 0.0 { 0 } else { 2 });
                format!("{what} {} instead of {}", shown(more(*value)), shown(*value))
            }
            Schedule::Steps(_) | Schedule::Ramp(_) => format!("{what} at every date"),
        });
    }
    found
}

/// The key of what a service has, how much that is, and whether that is a whole number; none without a limit.
fn limit(service: &Service) -> Option<(&'static str, &Schedule, bool)> {
    let limits = [
        ("beds", service.beds.as_ref().and_then(Capacity::schedule), true),
        ("hours_per_week", service.hours_per_week.as_ref().and_then(Capacity::schedule), true),
        ("places", service.places.as_ref().and_then(Capacity::schedule), true),
        ("arranged_at_once", service.arranged_at_once.as_ref().and_then(Capacity::schedule), true),
        ("vacancies_per_week", service.vacancies_per_week.as_ref(), false),
    ];
    limits.into_iter().find_map(|(key, schedule, is_whole)| Some((key, schedule?, is_whole)))
}

/// A schedule as it is written, with other numbers.
fn scaled(schedule: &Value, more: &dyn Fn(f64) -> f64) -> Value {
    match schedule {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), scaled(value, more))).collect(),
        number => json!(more(number.as_f64().unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_more_is_counted_in_whole_beds_at_every_date() {
        let beds = |value: f64| (value * MORE - 1e-9).ceil();
        assert_eq!(scaled(&json!(38), &beds), json!(42.0));
        let dated = json!({"steps": {"2021-10-01": 20, "2022-01-01": 15}});
        assert_eq!(scaled(&dated, &beds), json!({"steps": {"2021-10-01": 22.0, "2022-01-01": 17.0}}));
    }

    #[test]
    fn what_is_asked_for_may_have_a_title() {
        let named = Mitigation::of(r#"title="Ten more beds"; services.d2a.beds=48"#);
        assert_eq!((named.name.as_str(), named.changes), ("Ten more beds", vec!["services.d2a.beds=48".to_owned()]));
        assert_eq!(Mitigation::of("a.b=1; c=2").sentence(), "a.b=1; c=2.");
    }
}
