//! Measures of people with no criteria to reside and of discharge delay, by pathway and by reason.

use super::{Catalogue, Group, Unit, mean_days, per_day, percent, ratio};
use crate::{
    clock::DAY,
    model::{Model, PathwayId, ReasonGroup, Responsible, reason},
    observe::Counted,
    tally::{BANDS, PathwayTally, Tally},
};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    people(model, book);
    for number in 0..model.pathways.len() {
        pathway(model, book, PathwayId(number as u16));
    }
    overall(model, book);
    reasons(model, book);
}

/// Sum of something over all pathways.
fn over_all(tally: &Tally, of: impl Fn(&PathwayTally) -> u64) -> u64 {
    tally.pathways.iter().map(of).sum()
}

fn people(model: &Model, book: &mut Catalogue) {
    let group = Group::Nctr;
    book.sums(
        group,
        "nctr",
        Unit::People,
        "In an acute bed, discharge ready",
        "People in an acute bed with no criteria to reside, time-weighted mean. It is also the number of delayed bed days a day.",
        |t| ratio(over_all(t, |p| p.nctr.area), t.seconds),
    )
    .in_headline();
    book.sums(group, "nctr.at_08_00", Unit::People, "The same at 08:00", "Mean of the daily counts at 08:00.", |t| {
        ratio(over_all(t, |p| p.nctr.at_eight), t.eights)
    });
    let beds: Vec<usize> = model.hospitals.iter().map(|hospital| hospital.beds.at()).collect();
    book.sums(
        group,
        "nctr.of_occupied",
        Unit::Percent,
        "Of occupied bed days",
        "Delayed bed days of all occupied acute bed days.",
        move |t| percent(over_all(t, |p| p.nctr.area), beds.iter().map(|&bed| t.pools[bed].in_use.area).sum()),
    )
    .in_headline();
    if let Some(adults) = model.adults {
        book.sums(
            group,
            "nctr.per_100_000_adults",
            Unit::BedDaysPerDay,
            "Delayed bed days a day per 100,000 adults",
            "Delayed bed days a day for each 100,000 adults served.",
            move |t| ratio(over_all(t, |p| p.nctr.area), t.seconds) * 100_000.0 / adults,
        )
        .in_headline();
    }
    for (number, pathway) in model.pathways.iter().enumerate() {
        let of = |what: &str| format!("pathways.{}.{what}", pathway.name);
        book.sums(
            group,
            &of("nctr"),
            Unit::People,
            &format!("on {}", pathway.name),
            "People of the pathway in an acute bed with no criteria to reside, time-weighted mean.",
            move |t| ratio(t.pathways[number].nctr.area, t.seconds),
        )
        .headline = true;
        book.sums(
            group,
            &of("nctr_at_08_00"),
            Unit::People,
            &format!("on {} at 08:00", pathway.name),
            "Mean of the daily counts at 08:00.",
            move |t| ratio(t.pathways[number].nctr.at_eight, t.eights),
        );
    }
}

fn pathway(model: &Model, book: &mut Catalogue, pathway: PathwayId) {
    let p = pathway.at();
    let described = &model.pathways[p];
    let name = &described.name;
    let of = |what: &str| format!("pathways.{name}.{what}");
    let group = Group::DelayByPathway;
    book.sums(
        group,
        &of("referred"),
        Unit::PeoplePerDay,
        &format!("{name}: found to need it"),
        "Patients whose need was found to be the pathway.",
        move |t| per_day(t.pathways[p].referred, t),
    );
    book.sums(
        group,
        &of("discharges"),
        Unit::PeoplePerDay,
        &format!("{name}: discharges"),
        "Patients who left hospital on the pathway.",
        move |t| per_day(t.pathways[p].delays.count, t),
    )
    .in_headline();
    book.sums(
        group,
        &of("share_of_discharges"),
        Unit::Percent,
        &format!("{name}: share of discharges"),
        "Patients who left on the pathway, of all who left alive and were not transferred.",
        move |t| percent(t.pathways[p].delays.count, over_all(t, |p| p.delays.count)),
    );
    book.sums(
        group,
        &of("delay"),
        Unit::Days,
        &format!("{name}: mean delay"),
        "Mean time from readiness to leaving, of those who left; those without delay count as 0.",
        move |t| mean_days(&t.pathways[p].delays),
    )
    .in_headline();
    book.sums(
        group,
        &of("delayed"),
        Unit::Percent,
        &format!("{name}: delayed"),
        "Patients who left after any delay at all, of those who left on the pathway.",
        move |t| percent(t.pathways[p].delays.above_zero, t.pathways[p].delays.count),
    );
    book.quantiles(
        model,
        group,
        &of("delay"),
        Counted::Discharge(pathway),
        &format!("{name}: delay"),
        "discharge delays on the pathway",
    );
    calendar_delay(model, book, pathway);
    if described.triage.is_some() {
        book.sums(
            group,
            &of("wait_for_triage"),
            Unit::Days,
            &format!("{name}: wait for triage"),
            "Mean wait from the referral until a member of staff takes it up.",
            move |t| mean_days(&t.pathways[p].triage_waits),
        );
    }
    if !described.needs.is_empty() {
        capacity(model, book, pathway);
    }
    book.end(
        group,
        &of("still_delayed"),
        Unit::People,
        &format!("{name}: still delayed at the end"),
        "People of the pathway in an acute bed past readiness when the run ended; their delays are in no mean delay.",
        move |end| end.nctr[p].0 as f64,
    );
    book.end(
        group,
        &of("still_delayed_so_far"),
        Unit::Days,
        &format!("{name}: their mean delay so far"),
        "Mean delay so far of those still delayed when the run ended.",
        move |end| ratio(end.nctr[p].1, end.nctr[p].0) / DAY as f64,
    );
}

/// Delays as differences of calendar dates, as they are published.
fn calendar_delay(model: &Model, book: &mut Catalogue, pathway: PathwayId) {
    let (p, name) = (pathway.at(), &model.pathways[pathway.at()].name);
    let of = |what: &str| format!("pathways.{name}.{what}");
    let group = Group::DelayByPathway;
    book.sums(
        group,
        &of("left_the_same_day"),
        Unit::Percent,
        &format!("{name}: left the same day"),
        "Patients who left on the calendar day on which they became ready.",
        move |t| percent(t.pathways[p].bands[0], t.pathways[p].delays.count),
    );
    book.sums(
        group,
        &of("calendar_delay"),
        Unit::Days,
        &format!("{name}: mean delay in calendar days"),
        "Mean difference of calendar dates from readiness to leaving, zeros included, as published.",
        move |t| ratio(t.pathways[p].calendar_days, t.pathways[p].delays.count),
    );
    book.sums(
        group,
        &of("calendar_delay_without_zero"),
        Unit::Days,
        &format!("{name}: mean delay in calendar days, without zero"),
        "The same over those who left on a later day.",
        move |t| ratio(t.pathways[p].calendar_days, t.pathways[p].delays.count - t.pathways[p].bands[0]),
    );
    for (number, band) in BANDS.into_iter().enumerate() {
        let band_title = band.replace("_to_", "-").replace("_or_more", "+");
        book.sums(
            group,
            &of(&format!("delayed_{band}_days")),
            Unit::Percent,
            &format!("{name}: delayed {band_title} days"),
            "Patients who left, by difference of calendar dates from readiness.",
            move |t| percent(t.pathways[p].bands[number], t.pathways[p].delays.count),
        );
    }
}

/// Waits for a pathway's capacity.
fn capacity(model: &Model, book: &mut Catalogue, pathway: PathwayId) {
    let (p, name) = (pathway.at(), &model.pathways[pathway.at()].name);
    let of = |what: &str| format!("pathways.{name}.{what}");
    let group = Group::DelayByPathway;
    book.sums(
        group,
        &of("awaiting_capacity"),
        Unit::People,
        &format!("{name}: awaiting capacity"),
        "People in a line for the pathway's capacity, time-weighted mean.",
        move |t| ratio(t.pathways[p].awaiting_capacity.area, t.seconds),
    );
    book.sums(
        group,
        &of("wait_for_capacity"),
        Unit::Days,
        &format!("{name}: wait for capacity"),
        "Mean wait from asking to allocation, of those allocated; those who did not wait count as 0.",
        move |t| mean_days(&t.pathways[p].capacity_waits),
    )
    .in_headline();
    book.sums(
        group,
        &of("waited_for_capacity"),
        Unit::Percent,
        &format!("{name}: waited for capacity"),
        "Patients who waited for capacity at all, of those allocated.",
        move |t| percent(t.pathways[p].capacity_waits.above_zero, t.pathways[p].capacity_waits.count),
    );
    book.quantiles(
        model,
        group,
        &of("wait_for_capacity"),
        Counted::Capacity(pathway),
        &format!("{name}: wait for capacity"),
        "waits for the pathway's capacity",
    );
    book.end(
        group,
        &of("still_waiting_for_capacity"),
        Unit::People,
        &format!("{name}: still waiting for capacity at the end"),
        "People in the line when the run ended; their waits are in no mean wait.",
        move |end| end.capacity[p].0 as f64,
    );
    book.end(
        group,
        &of("still_waiting_for_capacity_so_far"),
        Unit::Days,
        &format!("{name}: their mean wait so far"),
        "Mean wait so far of those in the line when the run ended.",
        move |end| ratio(end.capacity[p].1, end.capacity[p].0) / DAY as f64,
    );
}

fn overall(model: &Model, book: &mut Catalogue) {
    let group = Group::DelayByPathway;
    book.sums(
        group,
        "discharges",
        Unit::PeoplePerDay,
        "All discharges",
        "Patients who left hospital alive, transfers elsewhere not counted.",
        |t| per_day(over_all(t, |p| p.delays.count), t),
    );
    book.sums(
        group,
        "delay",
        Unit::Days,
        "All pathways: mean delay",
        "Mean time from readiness to leaving over all pathways.",
        |t| ratio(over_all(t, |p| p.delays.seconds), over_all(t, |p| p.delays.count)) / DAY as f64,
    )
    .in_headline();
    book.sums(
        group,
        "delayed",
        Unit::Percent,
        "All pathways: delayed",
        "Patients who left after any delay at all, of all who left.",
        |t| percent(over_all(t, |p| p.delays.above_zero), over_all(t, |p| p.delays.count)),
    );
    book.sums(
        group,
        "left_the_same_day",
        Unit::Percent,
        "All pathways: left the same day",
        "Patients who left on the calendar day on which they became ready.",
        |t| percent(over_all(t, |p| p.bands[0]), over_all(t, |p| p.delays.count)),
    );
    let home: Vec<usize> = (0..model.pathways.len()).filter(|&p| model.pathways[p].level <= 1).collect();
    book.sums(
        group,
        "home_first",
        Unit::Percent,
        "Home First share",
        "Patients who left on pathways 0 and 1, of all who left alive, by pathway used.",
        move |t| percent(home.iter().map(|&p| t.pathways[p].delays.count).sum(), over_all(t, |p| p.delays.count)),
    )
    .in_headline();
}

fn reasons(model: &Model, book: &mut Catalogue) {
    let group = Group::DelayByReason;
    // Fixed reasons that this model cannot have are left out; named ones are there because somebody named them.
    let possible = |number: usize| match number {
        n if n == reason::AWAITING_TRIAGE.at() || n == reason::IN_TRIAGE.at() => {
            model.pathways.iter().any(|pathway| pathway.triage.is_some())
        }
        n if n == reason::CAPACITY.at() => model.pathways.iter().any(|pathway| !pathway.needs.is_empty()),
        n if n == reason::PLACEMENT.at() => {
            model.offers.iter().any(|offer| offer.follows == crate::model::Follows::Arranging)
        }
        n if n == reason::DISCHARGE_HOURS.at() => {
            model.hospitals.iter().any(|hospital| hospital.discharge_hours.is_some())
        }
        _ => true,
    };
    for (number, described) in model.reasons.iter().enumerate().filter(|&(number, _)| possible(number)) {
        let title = described.name.replace('_', " ");
        book.sums(
            group,
            &format!("reasons.{}.delay", described.name),
            Unit::BedDaysPerDay,
            &title,
            &format!("Delay for this reason of those who left, a day. Reason group: {}.", described.group.title()),
            move |t| ratio(over_all(t, |p| p.reasons[number]), t.seconds),
        )
        .in_headline();
        for (p, pathway) in model.pathways.iter().enumerate() {
            book.sums(
                group,
                &format!("pathways.{}.reasons.{}.delay", pathway.name, described.name),
                Unit::Days,
                &format!("{}: {title}", pathway.name),
                "Mean delay for this reason over all who left on the pathway; the reasons add up to the mean delay.",
                move |t| ratio(t.pathways[p].reasons[number], t.pathways[p].delays.count) / DAY as f64,
            );
        }
    }
    for reason_group in ReasonGroup::ALL {
        let numbers: Vec<usize> =
            (0..model.reasons.len()).filter(|&number| model.reasons[number].group == reason_group).collect();
        book.sums(
            group,
            &format!("reason_groups.{}.delay", reason_group.key()),
            Unit::BedDaysPerDay,
            &format!("Group: {}", reason_group.title()),
            "Delay of those who left for the reasons of this group of the national discharge collection, a day.",
            move |t| ratio(over_all(t, |p| numbers.iter().map(|&number| p.reasons[number]).sum()), t.seconds),
        );
    }
    for responsible in Responsible::ALL {
        let mine: Vec<(usize, usize)> = (0..model.pathways.len())
            .flat_map(|p| (0..model.reasons.len()).map(move |number| (p, number)))
            .filter(|&(p, number)| {
                let answers = if number == reason::CAPACITY.at() || number == reason::PLACEMENT.at() {
                    model.pathways[p].responsible
                } else {
                    model.reasons[number].responsible
                };
                answers == responsible
            })
            .collect();
        book.sums(
            group,
            &format!("responsible.{}.delay", responsible.key()),
            Unit::BedDaysPerDay,
            &format!("Responsible: {}", responsible.key().replace('_', " ")),
            "Delay of those who left for which they answer, a day.",
            move |t| ratio(mine.iter().map(|&(p, number)| t.pathways[p].reasons[number]).sum(), t.seconds),
        );
    }
}
