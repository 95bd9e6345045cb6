//! The pathways in words: who takes them, what they need, how long it lasts.

use wardflow_core::{
    locality::{Needs, Packages},
    model::{Follows, LineId, LocalityId, Model, Offer, Pathway, PoolKind, Take},
};
use wardflow_scenario::Ready;

use super::words::{arrivals_a_day, number, percent, stay};

use crate::english::{counted, upper};

/// A point for each pathway.
pub(crate) fn pathways(ready: &Ready) -> Vec<String> {
    let model = &ready.model;
    let [first, last] = people_a_day(model);
    let (all_first, all_last) = (first.iter().sum::<f64>(), last.iter().sum::<f64>());
    let shares = first.iter().zip(&last).map(|(first, last)| (first / all_first, last / all_last, *last));
    model.pathways.iter().zip(shares).map(|(pathway, shares)| point(model, pathway, shares)).collect()
}

fn point(model: &Model, pathway: &Pathway, (first, last, people): (f64, f64, f64)) -> String {
    let share = if (first - last).abs() < 5e-4 {
        percent(last)
    } else {
        format!("{}, later {}", percent(first), percent(last))
    };
    let mut says = format!(
        "{} (pathway {}): {share} of those who become ready to leave, {} a day.",
        upper(&pathway.title),
        pathway.level,
        number(people)
    );
    if let Some(triage) = pathway.triage {
        let lines = model.triage_lines(triage);
        let pools = lines.iter().flat_map(|line| &model.lines[line.at()].pools);
        let teams: Vec<&str> = pools.map(|pool| model.pools[pool.at()].title.as_str()).collect();
        let whose = if triage.is_local { ", that of their locality," } else { "" };
        says.extend([format!(
            " Triage by {}{whose} takes staff {}.",
            teams.join(" or "),
            stay(model, triage.handling)
        )]);
    }
    for arrangement in &model.arrangements[pathway.arrangements.clone()] {
        let name = &model.reasons[arrangement.reason.at()].title;
        let beside = if arrangement.with_previous { " (meanwhile)" } else { "" };
        says.extend([format!(" Then {name}{beside}: {}.", stay(model, arrangement.time))]);
    }
    for (list, localities) in pathway.needs.lists().into_iter().filter(|(list, _)| is_served(model, list)) {
        let live = if localities.is_empty() { String::new() } else { format!(" in {}", names(model, &localities)) };
        for (share, line) in shares_of(list) {
            let need = need(model, line);
            says.extend([if share < 0.9995 {
                format!(" {}{live} need {need}.", percent(share))
            } else if live.is_empty() {
                format!(" They need {need}.")
            } else {
                format!(" Those{live} need {need}.")
            }]);
        }
    }
    if pathway.needs.is_empty() {
        let to = if pathway.leads_home() { "" } else { ", and go to a care home" };
        says.extend([format!(" They need nothing but the discharge{to}.")]);
    }
    says
}

/// People a day who become discharge ready, by the pathway they then need, at the beginning and at the end of the measured period.
fn people_a_day(model: &Model) -> [Vec<f64>; 2] {
    [model.measuring_from(), model.horizon()].map(|at| {
        let mut sums = vec![0.0; model.pathways.len()];
        for cohort in &model.cohorts {
            let arrivals = arrivals_a_day(model, cohort) * model.ready(cohort.first.cohort, &|chance| chance.at(at));
            let shares = cohort.shares.steps().take_while(|(from, _)| from.0 == 0 || *from <= at).last();
            for (sum, share) in sums.iter_mut().zip(shares.map(|(_, shares)| shares).unwrap_or_default()) {
                *sum += arrivals * share;
            }
        }
        sums
    })
}

/// The share, at the end if that changes, and the line of each package.
fn shares_of(needs: &Packages) -> impl Iterator<Item = (f64, LineId)> {
    let shares = needs.shares().steps().last().map(|(_, shares)| shares).unwrap_or_default();
    shares.into_iter().zip(needs.lines().iter().copied())
}

/// Names of localities.
fn names(model: &Model, localities: &[LocalityId]) -> String {
    let names: Vec<&str> = localities.iter().map(|locality| model.localities[locality.at()].title.as_str()).collect();
    names.join(", ")
}

/// Whether there is anybody who gives what is needed.
fn is_served(model: &Model, needs: &Packages) -> bool {
    needs.lines().iter().any(|line| !model.lines[line.at()].offers.is_empty())
}

/// What people need, where that differs by locality.
pub(super) fn needs(model: &Model, needs: &Needs) -> String {
    let lists = needs.lists().into_iter().filter(|(list, _)| is_served(model, list));
    let each = lists.map(|(list, localities)| {
        let need = packages(model, list);
        if localities.is_empty() { need } else { format!("in {} {need}", names(model, &localities)) }
    });
    each.collect::<Vec<_>>().join("; ")
}

/// Packages, each with its share if there are several.
fn packages(model: &Model, needs: &Packages) -> String {
    let several = needs.lines().len() > 1;
    let each = shares_of(needs).map(|(share, line)| {
        let need = need(model, line);
        if several { format!("{} {need}", percent(share)) } else { need }
    });
    each.collect::<Vec<_>>().join(", ")
}

/// What would do, in order of preference.
fn need(model: &Model, line: LineId) -> String {
    let offers = model.offers[model.lines[line.at()].offers.clone()].iter();
    let (bridges, offers): (Vec<&Offer>, Vec<&Offer>) = offers.partition(|offer| offer.is_bridge);
    let ways: Vec<String> = offers.into_iter().map(|offer| way(model, offer)).collect();
    let bridges: Vec<String> = bridges.into_iter().map(|offer| all_of(model, offer)).collect();
    match bridges.as_slice() {
        [] => ways.join(", or else "),
        bridges => format!("{}; until that is there {} will do", ways.join(", or else "), bridges.join(" or ")),
    }
}

/// All that an offer takes.
fn all_of(model: &Model, offer: &Offer) -> String {
    let takes: Vec<String> = offer.takes.iter().map(|take| amount(model, take)).collect();
    match takes.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn way(model: &Model, offer: &Offer) -> String {
    let takes = all_of(model, offer);
    let length = offer.stay.first().map_or(String::new(), |id| stay(model, *id));
    match offer.follows {
        Follows::Stay => format!("{takes} ({length})"),
        Follows::Arranging => format!("{takes}, which is arranged in {length}"),
        Follows::Departure => takes,
    }
}

pub(super) fn amount(model: &Model, take: &Take) -> String {
    let pool = &model.pools[take.pool.at()];
    let name = &pool.title;
    match pool.kind {
        PoolKind::CareHours => {
            format!("{} of {name}", counted(&number(take.amount as f64 / 60.0), "hour a week"))
        }
        PoolKind::Places if take.amount == 1 => format!("a place in {name}"),
        PoolKind::Places => format!("{} places in {name}", take.amount),
        PoolKind::Vacancies => format!("a vacancy in {name}"),
        PoolKind::Arranging => format!("a placement in {name}"),
        PoolKind::TriageTeam => format!("{} staff of {name}", take.amount),
        PoolKind::AcuteBeds | PoolKind::Beds if take.amount == 1 => format!("a bed in {name}"),
        PoolKind::AcuteBeds | PoolKind::Beds => format!("{} beds in {name}", take.amount),
    }
}
