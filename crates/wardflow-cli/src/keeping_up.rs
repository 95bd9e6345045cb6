//! Whether systems keep up with what comes, in words.

use wardflow_core::model::HospitalId;
use wardflow_montecarlo::{
    drift::Queue,
    limit::{Limit, TOO_CLOSE},
    stability::State,
};
use wardflow_scenario::format::Arrivals;

use crate::{
    english::{all_of, list},
    experiment::Experiment,
    numbers,
    warnings::waits_for,
};

/// What a column of states holds.
pub(crate) const STATE: &str = "Whether the system keeps up with what comes: `stable`; `not_known`, because so little was run; \
                                `too_close` to its limit, so that waits and queues are a rough picture; `unstable`, so that \
                                means say how long it ran.";

/// What a scenario or a variant does that does not simply keep up, after its name; none if it does. Of several hospitals those
/// are named in which it does not, and a queue for something else is named wherever it grows.
pub(crate) fn sentence(experiment: &Experiment) -> Option<String> {
    let stability = &experiment.stability;
    let heaviest = stability.heaviest();
    let load = heaviest.map(|limit| 100.0 * limit.load().mean).filter(|load| load.is_finite());
    match stability.state {
        State::Stable => None,
        State::NotKnown => Some(
            "may or may not keep up: how many it can admit at most could not be worked out from so few replications"
                .into(),
        ),
        State::TooClose => {
            let load = load.map_or_else(String::new, |load| match load {
                ..99.5 => format!(" ({}% of that many come)", numbers::number(load, 0)),
                _ => " (about as many come, or more)".to_owned(),
            });
            let where_ = named(&within(experiment, Limit::is_too_close));
            Some(format!(
                "is too close to what can be admitted{where_}{load} for waits and queues to be more than a rough picture"
            ))
        }
        State::Unstable => {
            let (included, lasts) = if has_surge(experiment, Limit::is_exceeded) {
                (", surges included", "for as long as that lasts")
            } else {
                ("", "for as long as it runs")
            };
            let hospitals = within(experiment, Limit::is_exceeded);
            let (up_to, what) = match hospitals.len() {
                0 => ("", "what it can admit"),
                1 => ("", "what can be admitted there"),
                _ => ("up to ", "what can be admitted there"),
            };
            let load = load.filter(|load| *load > 100.0).map_or_else(String::new, |load| {
                let share =
                    if load < 1000.0 { format!("{}%", numbers::number(load, 0)) } else { "more than 1,000%".into() };
                format!(" (people come at {up_to}{share} of {what}{included})")
            });
            let where_ = if hospitals.is_empty() { queue(experiment) } else { named(&hospitals) };
            Some(format!("cannot keep up{where_}{load}: queues grow {lasts}, and means say how long that was"))
        }
    }
}

/// After a verb.
fn named(hospitals: &[String]) -> String {
    if hospitals.is_empty() { String::new() } else { format!(" in {}", list(hospitals)) }
}

/// Of several hospitals those of which a limit is such.
fn within(experiment: &Experiment, is_such: fn(&Limit) -> bool) -> Vec<String> {
    let hospitals = &experiment.ready.model.hospitals;
    let found = &experiment.stability.limits.found;
    let such = |hospital: &HospitalId| found.iter().any(|limit| limit.hospital == *hospital && is_such(limit));
    if hospitals.len() < 2 {
        return Vec::new();
    }
    let all = (0..).map(HospitalId).take(hospitals.len());
    all.filter(such).map(|hospital| hospitals[hospital.at()].title.clone()).collect()
}

/// Whether a queue grows for something else than an acute bed.
pub(crate) fn grows_behind_the_door(experiment: &Experiment) -> bool {
    experiment.stability.state == State::Unstable && elsewhere(experiment).is_some()
}

/// A queue that grows, if that is at no front door.
fn elsewhere(experiment: &Experiment) -> Option<Queue> {
    let mut queues = experiment.stability.growing.iter().map(|(queue, _)| *queue);
    queues.find(|queue| !matches!(queue, Queue::FrontDoor(_)))
}

/// What grows, if that is at no front door.
fn queue(experiment: &Experiment) -> String {
    elsewhere(experiment)
        .map_or_else(String::new, |queue| format!(" with those who wait {}", waits_for(experiment, queue)))
}

/// Whether more people come for some of the measured days, to any hospital whose limit is such if one is.
fn has_surge(experiment: &Experiment, is_such: fn(&Limit) -> bool) -> bool {
    let (model, scenario) = (&experiment.ready.model, &experiment.ready.scenario);
    let last = scenario.start.plus_days(i64::from(scenario.days) - 1);
    let found = experiment.stability.limits.found.iter();
    let told: Vec<HospitalId> = found.filter(|limit| is_such(limit)).map(|limit| limit.hospital).collect();
    let hospitals = (0..).map(HospitalId).take(model.hospitals.len());
    let hospitals = hospitals.filter(|hospital| told.is_empty() || told.contains(hospital));
    let mut cohorts = hospitals.flat_map(|hospital| model.cohorts_of(hospital).collect::<Vec<usize>>());
    cohorts.any(|cohort| match scenario.cohorts.get(&model.cohorts[cohort].name).map(|cohort| &cohort.arrivals) {
        Some(Arrivals::Poisson(poisson)) => poisson
            .surges
            .values()
            .any(|surge| surge.multiply_by > 1.0 && surge.from <= last && surge.to >= scenario.start),
        _ => false,
    })
}

/// Whether what a system gives is a rough picture at best.
pub(crate) fn is_hollow(state: Option<State>) -> bool {
    matches!(state, Some(State::TooClose | State::Unstable))
}

/// A state in the cell of a table, with the load.
pub(crate) fn cell(state: Option<State>, load: Option<f64>) -> String {
    let load = load.map(|load| format!("{}%", numbers::number(100.0 * load, 0)));
    match (state, load) {
        (None, _) => String::new(),
        (Some(State::Stable), _) => "yes".into(),
        (Some(State::NotKnown), _) => "not known".into(),
        (Some(State::TooClose), Some(load)) => format!("hardly: {load}"),
        (Some(State::TooClose), None) => "hardly".into(),
        (Some(State::Unstable), Some(load)) => format!("no: {load}"),
        (Some(State::Unstable), None) => "no".into(),
    }
}

/// How many of some points do not keep up, in sentences; empty if all do.
pub(crate) fn of_points(states: &[State]) -> String {
    let all = numbers::count(states.len() as u64, "point");
    let number = |state: State| states.iter().filter(|&&other| other == state).count() as u64;
    let said = |number: u64, what: &str, so: &str| {
        let at = if number == states.len() as u64 {
            all_of(number, "point")
        } else {
            format!("{} of {all}", numbers::whole(number))
        };
        (number > 0).then(|| format!("At {at} {what}: {so}."))
    };
    let unstable = said(number(State::Unstable), "the system cannot keep up", "means there say how long it ran");
    let near = format!("it is within {}% of its limit, or still rises", numbers::number(100.0 * (1.0 - TOO_CLOSE), 0));
    let close = said(number(State::TooClose), &near, "waits and queues there are a rough picture");
    let unknown = said(number(State::NotKnown), "it is not known whether it keeps up", "more replications would tell");
    unstable.into_iter().chain(close).chain(unknown).collect::<Vec<String>>().join(" ")
}
