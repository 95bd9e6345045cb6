//! The steps of one journey, from the instants that are known of a patient.

use wardflow_core::{
    clock::{DAY, HOUR, MINUTE, Time},
    model::{Follows, Model},
    replication::Departure,
};
use wardflow_montecarlo::patients::PatientRow;

use crate::patients::pools;

/// Something that happened.
pub(crate) struct Step {
    pub(crate) at: Time,
    /// What happened.
    pub(crate) what: String,
    /// How long what ended here took [s], and what it was.
    pub(crate) after: Option<(u64, &'static str)>,
    /// Who stood before them when they began to wait, where that is known.
    pub(crate) before: Option<usize>,
}

/// The steps of one spell in hospital and what followed, in the order in which they are to be told at one instant.
pub(crate) fn steps(model: &Model, all: &[PatientRow], row: &PatientRow) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |at: Option<Time>, what: String, since: Option<(Option<Time>, &'static str)>, before| {
        let Some(at) = at else { return };
        let after = since.and_then(|(since, spent)| Some((at.since(since.filter(|since| *since <= at)?), spent)));
        steps.push(Step { at, what, after, before });
    };
    let hospital = model.cohorts[row.cohort.at()].hospital;
    let begins = if row.from_community {
        "is referred from the community".to_owned()
    } else {
        format!("comes to {}", model.hospitals[hospital.at()].name)
    };
    add(Some(row.arrived), begins, None, None);
    let outside = all.iter().filter(|other| {
        let still_outside = other.admitted.unwrap_or(other.end) > row.arrived;
        !other.from_community && other.arrived < row.arrived && still_outside
    });
    let outside = outside.filter(|other| model.cohorts[other.cohort.at()].hospital == hospital).count();
    add(row.admitted, "gets an acute bed".into(), Some((Some(row.arrived), "at the front door")), Some(outside));
    add(row.ready, "is discharge ready".into(), Some((row.admitted, "in the acute stay")), None);

    let pathway = row.pathway.map(|pathway| &model.pathways[pathway.at()]);
    let triage = pathway.and_then(|pathway| pathway.triage);
    if triage.is_some() {
        add(row.referred, "is referred to the SPOA".into(), None, None);
    }
    let team = row.team.map_or(String::new(), |team| format!(" by {}", pools(model, team)));
    add(row.triage_begun, format!("triage begins{team}"), Some((row.referred, "waiting for triage")), None);
    let need = pathway.map_or(String::new(), |pathway| format!(": needs {}", pathway.name));
    add(
        row.triaged.filter(|_| row.triage_begun.is_some()),
        format!("triage is done{need}"),
        Some((row.triage_begun, "in triage, nights and weekends included")),
        None,
    );
    if pathway.is_some_and(|pathway| !pathway.arrangements.is_empty()) {
        let begun = row.triaged.max(row.ready);
        add(row.arranged, "arrangements are done".into(), Some((begun, "being arranged")), None);
    }
    let moved_on = row.came.zip(row.left).is_some_and(|(came, left)| came > left);
    if let Some(offer) = row.offer {
        let waiting = |other: &&PatientRow| {
            let asked = other.pathway == row.pathway && other.requested.is_some() && other.requested < row.requested;
            asked && other.allocated.unwrap_or(other.end) > row.requested.unwrap_or(other.end)
        };
        let before = all.iter().filter(waiting).count();
        let what = match model.offers[offer.at()].follows {
            // What they had before is not remembered.
            _ if moved_on => "gets what they need first".to_owned(),
            Follows::Arranging => format!("placement begun by {}", pools(model, offer)),
            _ => format!("gets {}", pools(model, offer)),
        };
        add(row.allocated, what, Some((row.requested, "waiting for capacity")), Some(before));
        if model.offers[offer.at()].follows == Follows::Arranging {
            add(row.placed, "the placement is arranged".into(), Some((row.allocated, "being placed")), None);
        }
    }
    let last = [row.ready, row.triaged, row.arranged, row.allocated, row.placed].into_iter().flatten();
    let last = last.filter(|at| row.left.is_some_and(|left| *at <= left)).max();
    add(
        row.left.filter(|_| !row.from_community),
        "leaves hospital".into(),
        Some((last, "until they could leave")),
        None,
    );
    if let Some(offer) = row.offer.filter(|_| moved_on) {
        let before = Some((row.left, "in what they had before"));
        add(row.came, format!("moves on to {}", pools(model, offer)), before, None);
    }
    if let Some(offer) = row.offer.filter(|_| row.service_end.is_some_and(|end| end <= row.end)) {
        add(
            row.service_end,
            format!("the stay in {} ends", pools(model, offer)),
            Some((row.came, "in the service")),
            None,
        );
    }
    let since = row.service_end.filter(|end| *end < row.end).map(|end| (Some(end), "held up in the service"));
    let end =
        if row.departure == Departure::Home || row.departure == Departure::Placed { row.left } else { Some(row.end) };
    add(end, departure(row.departure).into(), since.filter(|_| row.departure != Departure::StillThere), None);
    steps
}

/// How it ended.
const fn departure(how: Departure) -> &'static str {
    match how {
        Departure::TurnedAway => "is turned away",
        Departure::Died => "dies in hospital",
        Departure::Transferred => "is transferred elsewhere",
        Departure::Home => "goes home",
        Departure::Placed => "moves into the placement",
        Departure::ServiceEnded => "needs the service no longer",
        Departure::DiedInService => "dies in the service",
        Departure::GaveUp => "leaves without waiting longer",
        Departure::DiedWaiting => "dies while waiting",
        Departure::Refused => "is refused",
        Departure::BackToHospital => "goes back to hospital",
        Departure::StillThere => "is still there when the run ends",
    }
}

/// A stretch of time for people.
pub(crate) fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    match (days, hours, minutes) {
        (0, 0, 0) => "no time".into(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_time_have_two_units_at_most() {
        let spans = [30, 90, 2 * HOUR + 60, 3 * DAY + 5 * HOUR + 59 * MINUTE].map(span);
        assert_eq!(spans, ["no time", "1 min", "2 h 1 min", "3 d 5 h"]);
    }
}
