//! Measures of discharge delay: of each pathway, of all together, of each of several hospitals and cohorts.

use super::{Catalogue, Group, Unit, mean_days, per_day, percent, ratio, reasons, view::View};
use crate::{
    model::{CohortId, Destination, HospitalId, Model, PathwayId},
    observe::Counted,
    tally::BANDS,
};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for number in 0..model.pathways.len() {
        pathway(model, book, PathwayId(number as u16));
    }
    let all = View::of_all(model);
    discharges(model, &all, book, "Patients who left hospital alive, transfers elsewhere not counted.");
    reasons::declare(model, &all, book);
    if model.hospitals.len() > 1 {
        for number in 0..model.hospitals.len() {
            let view = View::of_hospital(model, HospitalId(number as u16));
            discharges(model, &view, book, "Its patients who left hospital alive and were not transferred.");
            reasons::of_hospital(model, &view, book);
        }
    }
}

/// What is said of a cohort beside how it came to hospital.
pub(super) fn of_cohort(model: &Model, book: &mut Catalogue, cohort: CohortId) {
    let view = View::of_cohort(model, cohort);
    if model.cohorts.len() > 1 {
        super::nctr::people(&view, book, "discharge ready", "Patients of the cohort in an acute bed");
        discharges(model, &view, book, "Patients of the cohort who left hospital alive and were not transferred.");
        reasons::by_reason(model, &view, book);
    } else {
        mean(&view, book);
    }
}

fn pathway(model: &Model, book: &mut Catalogue, pathway: PathwayId) {
    let p = pathway.at();
    let described = &model.pathways[p];
    let view = View::of_pathway(model, pathway);
    book.sums(
        view.group,
        &view.of("referred"),
        Unit::PeoplePerDay,
        &view.title("found to need it"),
        "Patients whose need was found to be the pathway.",
        move |t| per_day(t.pathways[p].referred, t),
    );
    book.seen(
        &view,
        "discharges",
        Unit::PeoplePerDay,
        "discharges",
        "Patients who left hospital on the pathway, alive.",
        |seen| per_day(seen.discharges(), seen.tally),
    )
    .in_headline();
    let all = View::of_all(model);
    book.seen(
        &view,
        "share_of_discharges",
        Unit::Percent,
        "share of discharges",
        "Patients who left on the pathway, of all who left alive and were not transferred.",
        move |seen| percent(seen.discharges(), all.seen(seen.tally).discharges()),
    );
    mean(&view, book).in_headline();
    spread(model, &view, book);
    if described.triage.is_some() {
        wait_for_triage(&view, book);
        let (title, of) = (view.title("wait for triage"), view.of("wait_for_triage"));
        book.quantiles(model, view.group, &of, Counted::Triage(pathway), &title, "waits for triage on the pathway");
    }
    if !described.needs.is_empty() {
        book.sums(
            view.group,
            &view.of("awaiting_capacity"),
            Unit::People,
            &view.title("awaiting capacity"),
            "People in a line for the pathway's capacity, time-weighted mean.",
            move |t| ratio(t.pathways[p].awaiting_capacity.area, t.seconds),
        );
        wait_for_capacity(&view, book);
        let (title, of) = (view.title("wait for capacity"), view.of("wait_for_capacity"));
        book.quantiles(model, view.group, &of, Counted::Capacity(pathway), &title, "waits for the pathway's capacity");
    }
    still_delayed(&view, book);
}

/// Declares what is said of everybody in a view who leaves, whatever their pathways.
fn discharges(model: &Model, view: &View, book: &mut Catalogue, definition: &str) {
    let is_all = view.key.is_empty();
    let named = if is_all { &view.clone().unnamed() } else { view };
    let title = if is_all { "All discharges" } else { "discharges" };
    book.seen(named, "discharges", Unit::PeoplePerDay, title, definition, |seen| {
        per_day(seen.discharges(), seen.tally)
    });
    mean(view, book).headline = is_all;
    let details = if is_all { view } else { &view.clone().of_the_whole() };
    spread(model, details, book);
    if view.pathways(model).any(|pathway| model.pathways[pathway.at()].triage.is_some()) {
        wait_for_triage(details, book);
    }
    if view.pathways(model).any(|pathway| !model.pathways[pathway.at()].needs.is_empty()) {
        wait_for_capacity(details, book);
    }
    still_delayed(view, book);
    let leave_for = |pathway: PathwayId, to| {
        let waiting = model.pathways[pathway.at()].while_waiting.as_ref();
        waiting.and_then(|waiting| waiting.patience).is_some_and(|patience| patience.leads_to == to)
    };
    let home = view.only(model, |pathway| model.pathways[pathway.at()].leads_home());
    let not_home_after_all = home.only(model, |pathway| leave_for(pathway, Destination::CareHome));
    let elsewhere = view.only(model, |pathway| !model.pathways[pathway.at()].leads_home());
    let home_after_all = elsewhere.only(model, |pathway| leave_for(pathway, Destination::Home));
    book.seen(
        named,
        "home_first",
        Unit::Percent,
        "Home First share",
        "Patients who left on pathways 0 and 1, of all who left alive, by pathway used: not those whose pathway leads to a \
         care home. Whoever left by themselves while they waited is where the scenario says.",
        move |seen| {
            let left_waiting = |view: &View| view.seen(seen.tally).sum(|route| route.left_waiting.count);
            let went = home.seen(seen.tally).discharges() + left_waiting(&home_after_all);
            percent(went - left_waiting(&not_home_after_all), seen.discharges())
        },
    )
    .headline = is_all;
}

fn mean<'b>(view: &View, book: &'b mut Catalogue) -> &'b mut super::Measure {
    book.seen(
        view,
        "delay",
        Unit::Days,
        "mean delay",
        "Mean time from readiness to leaving, of those who left alive; those without delay count as 0.",
        |seen| mean_days(&seen.delays()),
    )
}

/// Declares how delays are spread: who has any, quantiles, and by calendar dates as they are published.
fn spread(model: &Model, view: &View, book: &mut Catalogue) {
    let is_all = view.key.is_empty();
    book.seen(
        view,
        "delayed",
        Unit::Percent,
        "delayed",
        "Patients who left after any delay at all, of those who left alive.",
        |seen| {
            let delays = seen.delays();
            percent(delays.above_zero, delays.count)
        },
    );
    let (title, of) = (view.title("delay"), view.of("delay"));
    book.quantiles(model, view.group, &of, view.delays, &title, "discharge delays");
    let same_day = |seen: &super::view::Seen<'_>| seen.sum(|route| route.bands[0]);
    book.seen(
        view,
        "left_the_same_day",
        Unit::Percent,
        "left the same day",
        "Patients who left on the calendar day on which they became ready.",
        move |seen| percent(same_day(seen), seen.discharges()),
    );
    book.seen(
        view,
        "left_later_than_ready",
        Unit::Percent,
        "left a day or more after ready",
        "Patients who left on a later calendar day than that on which they became ready, of those who left alive, as published.",
        move |seen| percent(seen.discharges() - same_day(seen), seen.discharges()),
    )
    .headline = is_all;
    book.seen(
        view,
        "calendar_delay",
        Unit::Days,
        "mean delay in calendar days",
        "Mean difference of calendar dates from readiness to leaving, zeros included, as published.",
        |seen| ratio(seen.sum(|route| route.calendar_days), seen.discharges()),
    )
    .headline = is_all;
    book.seen(
        view,
        "calendar_delay_without_zero",
        Unit::Days,
        "mean delay in calendar days, without zero",
        "The same over those who left on a later day.",
        move |seen| ratio(seen.sum(|route| route.calendar_days), seen.discharges() - same_day(seen)),
    )
    .headline = is_all;
    for (number, band) in BANDS.into_iter().enumerate() {
        let band_title = band.replace("_to_", "-").replace("_or_more", "+");
        book.seen(
            view,
            &format!("delayed_{band}_days"),
            Unit::Percent,
            &format!("delayed {band_title} days"),
            "Patients who left, by difference of calendar dates from readiness.",
            move |seen| percent(seen.sum(|route| route.bands[number]), seen.discharges()),
        )
        .headline = is_all;
    }
}

fn wait_for_triage(view: &View, book: &mut Catalogue) {
    book.seen(
        view,
        "wait_for_triage",
        Unit::Days,
        "wait for triage",
        "Mean wait from the referral until a member of staff takes it up.",
        |seen| mean_days(&seen.waits(|route| &route.triage_waits)),
    );
    book.still_seen(
        view,
        ("still_waiting_for_triage", "still waiting for triage at the end"),
        "People referred whom nobody had taken up when the run ended; their waits are in no mean wait.",
        |end| &end.triage,
    );
}

fn wait_for_capacity(view: &View, book: &mut Catalogue) {
    let headline = view.group == Group::DelayByPathway && !view.key.is_empty();
    book.seen(
        view,
        "wait_for_capacity",
        Unit::Days,
        "wait for capacity",
        "Mean wait from asking to allocation, of those allocated; those who did not wait count as 0.",
        |seen| mean_days(&seen.waits(|route| &route.capacity_waits)),
    )
    .headline = headline;
    book.seen(
        view,
        "waited_for_capacity",
        Unit::Percent,
        "waited for capacity",
        "Patients who waited for capacity at all, of all who asked and do not wait any more: those allocated, and those who \
         left, died or changed to another pathway.",
        |seen| {
            let [served, unserved] =
                [seen.waits(|route| &route.capacity_waits), seen.waits(|route| &route.capacity_unserved)];
            percent(served.above_zero + unserved.above_zero, served.count + unserved.count)
        },
    );
    book.still_seen(
        view,
        ("still_waiting_for_capacity", "still waiting for capacity at the end"),
        "People in a line for capacity when the run ended; their waits are in no mean wait.",
        |end| &end.capacity,
    );
}

fn still_delayed(view: &View, book: &mut Catalogue) {
    book.still_seen(
        view,
        ("still_delayed", "still delayed at the end"),
        "People in an acute bed past readiness when the run ended; their delays are in no mean delay.",
        |end| &end.discharge,
    );
}
