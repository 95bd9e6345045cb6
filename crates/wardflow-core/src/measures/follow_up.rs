//! Measures of how people fare after discharge: first contacts with staff, at home on day 91, new placements.

use super::{Catalogue, Group, Unit, percent, ratio};
use crate::{
    clock::{DAY, HOUR},
    model::{Model, Setting},
    tally::{PathwayTally, Tally},
};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    contacts(model, book);
    if model.follows_up {
        whereabouts(model, book);
    }
    if let Some(people) = model.people_65_and_over {
        new_placements(model, people, book);
    }
}

fn contacts(model: &Model, book: &mut Catalogue) {
    for (number, contact) in model.contacts.iter().enumerate() {
        let hours = contact.within as f64 / HOUR as f64;
        let name: Vec<&str> = contact.name.rsplitn(3, '.').take(2).collect();
        book.sums(
            Group::Services,
            &format!("{}.in_time", contact.name),
            Unit::Percent,
            &format!("{}: {} within {hours} h", name.last().unwrap_or(&""), name[0].replace('_', " ")),
            &format!(
                "Patients straight from hospital to whom staff came within {hours} hours of the discharge, of all who \
                 came; whoever was gone before counts as not seen."
            ),
            move |t| percent(t.contacts[number].in_time, t.contacts[number].due),
        )
        .in_headline();
    }
}

/// A share of those looked for on day 91.
struct Share {
    what: &'static str,
    title: &'static str,
    definition: &'static str,
    count: fn(&PathwayTally) -> u64,
}

const SHARES: [Share; 3] = [
    Share {
        what: "at_home_on_day_91",
        title: "At home on day 91",
        definition: "Discharges alive whose patient was at home, with care or without, at 08:00 on the 91st day after: \
                     alive and not in an acute bed, at the front door, in a bed of a service or in a long-term \
                     placement. Of all discharges alive whose 91st day was measured.",
        count: |pathway| pathway.at_home_on_day_91,
    },
    Share {
        what: "back_within_30_days",
        title: "Back in hospital within 30 days",
        definition: "Discharges alive whose patient came to the front door again within 30 days. Of all discharges \
                     alive whose 91st day was measured.",
        count: |pathway| pathway.back_within_30_days,
    },
    Share {
        what: "back_within_91_days",
        title: "Back in hospital within 91 days",
        definition: "Discharges alive whose patient came to the front door again within 91 days. Of all discharges \
                     alive whose 91st day was measured.",
        count: |pathway| pathway.back_within_91_days,
    },
];

fn whereabouts(model: &Model, book: &mut Catalogue) {
    let group = Group::Services;
    for Share { what, title, definition, count } in SHARES {
        let share = move |t: &Tally| {
            let sum = |count: fn(&PathwayTally) -> u64| t.pathways.iter().map(count).sum();
            percent(sum(count), sum(|pathway| pathway.followed_up))
        };
        book.sums(group, what, Unit::Percent, title, definition, share).in_headline();
        for (number, pathway) in model.pathways.iter().enumerate() {
            let (of, title) = (format!("pathways.{}.{what}", pathway.name), format!("{}: {title}", pathway.name));
            book.sums(group, &of, Unit::Percent, &title, definition, move |t| {
                percent(count(&t.pathways[number]), t.pathways[number].followed_up)
            });
        }
    }
}

fn new_placements(model: &Model, people: f64, book: &mut Catalogue) {
    let long_term = model.offers.iter().filter(|offer| offer.setting == Setting::LongTerm);
    let mut pools: Vec<usize> = long_term.flat_map(|offer| &offer.takes).map(|take| take.pool.at()).collect();
    pools.sort_unstable();
    pools.dedup();
    book.sums(
        Group::Services,
        "new_placements.per_100_000_aged_65_and_over",
        Unit::PeoplePerYear,
        "New long-term placements per 100,000 aged 65 and over",
        "Allocations a year of services that give long-term placements, for each 100,000 people of 65 and over.",
        move |t| {
            let starts: u64 = pools.iter().map(|&pool| t.pools[pool].starts).sum();
            ratio(starts, t.seconds) * (365 * DAY) as f64 * 100_000.0 / people
        },
    )
    .in_headline();
}
