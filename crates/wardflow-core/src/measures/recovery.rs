//! Measures of the end of stays in services, and of coming back to hospital.

use super::{Catalogue, Group, Measure, Unit, mean_days, per_day, percent, ratio};
use crate::{
    clock::DAY,
    model::{Exit, HospitalId, Model},
    tally::ExitTally,
};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, pool) in model.pools.iter().enumerate() {
        let offers = model.offers.iter().filter(|offer| offer.exit.is_some());
        if offers.flat_map(|offer| &offer.takes).any(|take| take.pool.at() == number) {
            book.sums(
                Group::Services,
                &format!("services.{}.staying_on", pool.name),
                Unit::People,
                &format!("{}: stay over, still there", pool.title),
                "People whose stay is over but who hold the bed or the hours until they can move on, time-weighted mean. \
                 It is also the number of exit block days a day.",
                move |t| ratio(t.pools[number].staying_on.area, t.seconds),
            )
            .in_headline();
        }
    }
    for (number, exit) in model.exits.iter().enumerate() {
        exit_measures(exit, number, book);
    }
    if model.comes_back() {
        for (number, hospital) in model.hospitals.iter().enumerate() {
            let cohorts = model.cohorts_of(HospitalId(number as u16)).collect();
            let (key, name) = (format!("hospitals.{}", hospital.name), Some(&*hospital.title));
            returns(book, Group::FrontDoor, &key, name.filter(|_| model.hospitals.len() > 1), cohorts).headline = true;
        }
        for (number, cohort) in model.cohorts.iter().enumerate().filter(|_| model.cohorts.len() > 1) {
            returns(book, Group::Cohorts, &format!("cohorts.{}", cohort.name), Some(&cohort.title), vec![number]);
        }
    }
}

fn returns<'a>(
    book: &'a mut Catalogue,
    group: Group,
    key: &str,
    name: Option<&str>,
    cohorts: Vec<usize>,
) -> &'a mut Measure {
    let title = name.map_or_else(|| "Come back".into(), |name| format!("{name}: come back"));
    let definition = "Patients at the front door who have been in hospital before.";
    book.sums(group, &format!("{key}.readmissions"), Unit::PeoplePerDay, &title, definition, move |t| {
        per_day(cohorts.iter().map(|&cohort| t.cohorts[cohort].returns).sum(), t)
    })
}

fn exit_measures(exit: &Exit, e: usize, book: &mut Catalogue) {
    let of = |what: &str| format!("{}.{what}", exit.name);
    let group = Group::Services;
    let title = &exit.title;
    for (number, outcome) in exit.outcomes.iter().enumerate() {
        book.sums(
            group,
            &of(&format!("outcomes.{}", outcome.name)),
            Unit::Percent,
            &format!("{title}: outcome {}", outcome.title),
            "Stays with this outcome, of those whose outcome was found.",
            move |t| percent(t.exits[e].outcomes[number], t.exits[e].outcomes.iter().sum()),
        );
    }
    book.sums(
        group,
        &of("exit_delay"),
        Unit::Days,
        &format!("{title}: from end of stay to moving on"),
        "Mean time from the end of the stay to moving on, of those who moved on; those without delay count as 0.",
        move |t| mean_days(&t.exits[e].delays),
    );
    book.still(
        group,
        &of("still_staying_on"),
        &format!("{title}: stay over, still there at the end"),
        "People whose stay was over but who had not moved on when the run ended; their times are in no mean time.",
        move |end| end.exit[e],
    );
    let mut part = |what: &str, words: &str, seconds: fn(&ExitTally) -> u64| {
        book.sums(
            group,
            &of(&format!("exit_delay_{what}")),
            Unit::Days,
            &format!("{title}: of it {words}"),
            &format!("Mean part of that time {words}."),
            move |t| ratio(seconds(&t.exits[e]), t.exits[e].delays.count) / DAY as f64,
        );
    };
    if exit.assessment.is_some() {
        part("assessment", "until the assessment is done", |exit| exit.assessing);
    }
    if exit.outcomes.iter().any(|outcome| outcome.delay.is_some()) {
        part("arranging", "that the outcome itself brings", |exit| exit.delayed);
    }
    if exit.outcomes.iter().any(|outcome| !outcome.needs.is_empty()) {
        part("awaiting_capacity", "awaiting capacity", |exit| exit.awaiting_capacity);
    }
}
