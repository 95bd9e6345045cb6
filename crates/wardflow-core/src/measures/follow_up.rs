//! Measures of how people fare after discharge: first contacts with staff, at home on day 91, new placements.

use super::{Catalogue, Group, Measure, Unit, percent, ratio, view::View};
use crate::{
    clock::{DAY, HOUR},
    model::{CohortId, Destination, Exit, HospitalId, Model, PathwayId, Setting},
    tally::RouteTally,
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
        book.sums(
            Group::Services,
            &format!("{}.in_time", contact.name),
            Unit::Percent,
            &format!("{}: {} within {hours} h", contact.of, contact.title),
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
    count: fn(&RouteTally) -> u64,
    of: fn(&RouteTally) -> u64,
}

/// Everybody whose 91st day was measured.
fn followed_up(route: &RouteTally) -> u64 {
    route.followed_up
}

/// Those of whom the scenario says where they are.
fn known(route: &RouteTally) -> u64 {
    route.followed_up - route.not_said_on_day_91
}

const SHARES: [Share; 5] = [
    Share {
        what: "at_home_on_day_91",
        title: "At home on day 91",
        definition: "Discharges alive whose patient was at home, with care or without, at 08:00 on the 91st day after: \
                     alive and not in an acute bed, at the front door, in a bed of a service, in a care home or in \
                     a long-term placement. Of all discharges alive whose 91st day was measured, but for those of \
                     whom the scenario does not say where they went.",
        count: |route| route.at_home_on_day_91,
        of: known,
    },
    Share {
        what: "in_care_home_on_day_91",
        title: "In a care home on day 91",
        definition: "Discharges alive whose patient was in a care home or a long-term placement at 08:00 on the 91st day \
                     after. Of all discharges alive whose 91st day was measured, but for those of whom the scenario \
                     does not say where they went.",
        count: |route| route.in_care_home_on_day_91,
        of: known,
    },
    Share {
        what: "not_said_on_day_91",
        title: "Day 91 not known",
        definition: "Discharges alive whose patient had left the last bed or wait in the scenario before the 91st day \
                     after, and of whom the scenario does not say where they went: no outcome of a bed, no `leads_to` \
                     of those who left waiting, a transfer, or turned away. They are left out of where people are on day 91. \
                     Of all discharges alive whose 91st day was measured.",
        count: |route| route.not_said_on_day_91,
        of: followed_up,
    },
    Share {
        what: "back_within_30_days",
        title: "Back in hospital within 30 days",
        definition: "Discharges alive whose patient came to the front door again within 30 days. Of all discharges \
                     alive whose 91st day was measured.",
        count: |route| route.back_within_30_days,
        of: followed_up,
    },
    Share {
        what: "back_within_91_days",
        title: "Back in hospital within 91 days",
        definition: "Discharges alive whose patient came to the front door again within 91 days. Of all discharges \
                     alive whose 91st day was measured.",
        count: |route| route.back_within_91_days,
        of: followed_up,
    },
];

fn whereabouts(model: &Model, book: &mut Catalogue) {
    let all = View::of_all(model).unnamed().in_group(Group::Services);
    let shares: Vec<&Share> = SHARES.iter().filter(|share| share.is_possible(model)).collect();
    for share in &shares {
        share.declare(&all, book).headline = true;
    }
    let pathways = (0..model.pathways.len()).map(|pathway| View::of_pathway(model, PathwayId(pathway as u16)));
    let mut parts: Vec<View> = pathways.map(|view| view.in_group(Group::Services)).collect();
    if model.hospitals.len() > 1 {
        let hospitals = (0..model.hospitals.len()).map(|hospital| HospitalId(hospital as u16));
        parts.extend(hospitals.map(|hospital| View::of_hospital(model, hospital).of_the_whole()));
    }
    if model.cohorts.len() > 1 {
        parts.extend((0..model.cohorts.len()).map(|cohort| View::of_cohort(model, CohortId(cohort as u16))));
    }
    for part in &parts {
        for share in &shares {
            share.declare(part, book);
        }
    }
}

impl Share {
    /// Whether it can be anything but none.
    fn is_possible(&self, model: &Model) -> bool {
        match self.what {
            "in_care_home_on_day_91" => model.leads_to(Destination::CareHome),
            "not_said_on_day_91" => model.leads_to(Destination::Unsaid),
            _ => true,
        }
    }

    fn declare<'a>(&self, view: &View, book: &'a mut Catalogue) -> &'a mut Measure {
        let (count, of) = (self.count, self.of);
        book.seen(view, self.what, Unit::Percent, self.title, self.definition, move |seen| {
            percent(seen.sum(count), seen.sum(of))
        })
    }
}

fn new_placements(model: &Model, people: f64, book: &mut Catalogue) {
    let long_term = model.offers.iter().filter(|offer| offer.setting == Setting::LongTerm);
    let mut pools: Vec<usize> = long_term.flat_map(|offer| &offer.takes).map(|take| take.pool.at()).collect();
    pools.sort_unstable();
    pools.dedup();
    let outcomes = |exit: &Exit| {
        (0..exit.outcomes.len()).filter(|&o| exit.outcomes[o].leads_to == Destination::CareHome).collect()
    };
    let care_homes: Vec<(usize, usize)> = model
        .exits
        .iter()
        .enumerate()
        .flat_map(|(e, exit)| {
            let of_exit: Vec<usize> = outcomes(exit);
            of_exit.into_iter().map(move |outcome| (e, outcome))
        })
        .collect();
    book.sums(
        Group::Services,
        "new_placements.per_100_000_aged_65_and_over",
        Unit::PeoplePerYear,
        "New long-term placements per 100,000 aged 65 and over",
        "Allocations a year of services that give long-term placements, and stays in services whose outcome leads to a \
         care home, for each 100,000 people of 65 and over.",
        move |t| {
            let starts: u64 = pools.iter().map(|&pool| t.pools[pool].starts).sum();
            let outcomes: u64 = care_homes.iter().map(|&(exit, outcome)| t.exits[exit].outcomes[outcome]).sum();
            ratio(starts + outcomes, t.seconds) * (365 * DAY) as f64 * 100_000.0 / people
        },
    )
    .in_headline();
}
