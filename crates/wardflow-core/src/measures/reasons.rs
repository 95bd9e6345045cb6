//! Measures of discharge delay by reason, by group of reasons and by who is responsible.
//!
//! Days lost count whoever left, those who died while they waited included: so the reasons add up to the days of
//! everybody with no criteria to reside, but for what begins or ends outside the measured period.

use super::{
    Catalogue, Group, Unit, ratio,
    view::{Seen, View},
};
use crate::{
    clock::DAY,
    model::{Follows, Model, PathwayId, ReasonGroup, ReasonId, Responsible, reason},
};

pub(super) fn declare(model: &Model, all: &View, book: &mut Catalogue) {
    let views = (0..model.pathways.len()).map(|number| View::of_pathway(model, PathwayId(number as u16)));
    let views: Vec<View> = views.map(|view| view.in_group(Group::DelayByReason)).collect();
    let all = all.clone().in_group(Group::DelayByReason).unnamed();
    for (number, title) in possible(model) {
        let described = &model.reasons[number.at()];
        book.seen(
            &all,
            &format!("reasons.{}.delay", described.name),
            Unit::BedDaysPerDay,
            &title,
            &format!(
                "Days of delay for this reason of those who left, alive or not, a day. Reason group: {}.",
                described.group.title()
            ),
            days_lost(all.of_reasons(model, |reason| reason == number)),
        )
        .in_headline();
        for view in &views {
            mean(model, view, book, number, &title);
        }
    }
    lost(model, &all, book);
}

/// Declares the same of one of several hospitals.
pub(super) fn of_hospital(model: &Model, hospital: &View, book: &mut Catalogue) {
    let view = hospital.clone().in_group(Group::DelayByReason).of_the_whole();
    by_reason(model, &view, book);
    lost(model, &view, book);
}

/// Declares the mean delay for each reason.
pub(super) fn by_reason(model: &Model, view: &View, book: &mut Catalogue) {
    for (number, title) in possible(model) {
        mean(model, view, book, number, &title);
    }
}

fn mean(model: &Model, view: &View, book: &mut Catalogue, reason: ReasonId, title: &str) {
    let places = view.of_reasons(model, |other| other == reason);
    book.seen(
        view,
        &format!("reasons.{}.delay", model.reasons[reason.at()].name),
        Unit::Days,
        title,
        "Mean delay for this reason over all who left alive; the reasons add up to the mean delay.",
        move |seen| {
            let seconds = places.iter().map(|&place| seen.tally.reasons[place]).sum();
            ratio(seconds, seen.discharges()) / DAY as f64
        },
    );
}

/// Declares the days lost for each group of reasons, and by who is responsible.
fn lost(model: &Model, view: &View, book: &mut Catalogue) {
    for group in ReasonGroup::ALL {
        book.seen(
            view,
            &format!("reason_groups.{}.delay", group.key()),
            Unit::BedDaysPerDay,
            &format!("Group: {}", group.title()),
            "Days of delay for the reasons of this group of the national discharge collection, of those who left, alive \
             or not, a day.",
            days_lost(view.of_reasons(model, |reason| model.reasons[reason.at()].group == group)),
        );
    }
    for responsible in Responsible::ALL {
        let answers = |pathway: PathwayId, reason: ReasonId| {
            let is_capacity = [reason::CAPACITY, reason::PLACEMENT].contains(&reason);
            let answers = if is_capacity {
                model.pathways[pathway.at()].responsible
            } else {
                model.reasons[reason.at()].responsible
            };
            answers == responsible
        };
        // By pathway: for capacity each has its own.
        let pathways = (0..model.pathways.len()).map(|number| PathwayId(number as u16));
        let mine = pathways.flat_map(|pathway| {
            view.only(model, |other| other == pathway).of_reasons(model, |reason| answers(pathway, reason))
        });
        book.seen(
            view,
            &format!("responsible.{}.delay", responsible.key()),
            Unit::BedDaysPerDay,
            &format!("Responsible: {}", responsible.key().replace('_', " ")),
            "Days of delay for which they answer, of those who left, alive or not, a day.",
            days_lost(mine.collect()),
        );
    }
}

/// Days of delay a day of everybody who left, from what some reasons took.
fn days_lost(places: Vec<usize>) -> impl Fn(&Seen<'_>) -> f64 {
    move |seen| {
        let Seen { tally, .. } = seen;
        let lost = places.iter().map(|&place| tally.reasons[place] + tally.reasons_of_dead[place]).sum();
        ratio(lost, tally.seconds)
    }
}

/// Numbers and titles of reasons: fixed ones that this model cannot have are left out; named ones are there because
/// somebody named them.
fn possible(model: &Model) -> Vec<(ReasonId, String)> {
    let is_possible = |number: usize| match number {
        n if n == reason::AWAITING_TRIAGE.at() || n == reason::IN_TRIAGE.at() => {
            model.pathways.iter().any(|pathway| pathway.triage.is_some())
        }
        n if n == reason::CAPACITY.at() => model.pathways.iter().any(|pathway| !pathway.needs.is_empty()),
        n if n == reason::PLACEMENT.at() => model.offers.iter().any(|offer| offer.follows == Follows::Arranging),
        n if n == reason::DISCHARGE_HOURS.at() => {
            model.hospitals.iter().any(|hospital| hospital.discharge_hours.is_some())
        }
        _ => true,
    };
    let numbers = (0..model.reasons.len()).filter(|&number| is_possible(number));
    numbers.map(|number| (ReasonId(number as u16), model.reasons[number].title.clone())).collect()
}
