//! Whether systems keep up with what comes, in words.

use wardflow_montecarlo::{limit::TOO_CLOSE, stability::State};

use crate::{experiment::Experiment, numbers};

/// What a column of states holds.
pub(crate) const STATE: &str = "Whether the system keeps up with what comes: `stable`; `not_known`, because so little was run; \
                                `too_close` to its limit, so that waits and queues are a rough picture; `unstable`, so that \
                                means say how long it ran.";

/// What a scenario or a variant does that does not simply keep up, after its name; none if it does.
pub(crate) fn sentence(experiment: &Experiment) -> Option<String> {
    let load = experiment.stability.heaviest().map(|limit| 100.0 * limit.load().mean).filter(|load| load.is_finite());
    match experiment.stability.state {
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
            Some(format!(
                "is too close to what can be admitted{load} for waits and queues to be more than a rough picture"
            ))
        }
        State::Unstable => {
            let load = load.filter(|load| *load > 100.0).map_or_else(String::new, |load| {
                format!(" (people come at {}% of what it can admit)", numbers::number(load, 0))
            });
            Some(format!("cannot keep up{load}: queues grow for as long as it runs, and means say how long that was"))
        }
    }
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
            format!("all {all}")
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
