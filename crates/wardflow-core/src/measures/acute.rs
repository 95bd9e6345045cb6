//! Measures of the front door, the acute beds and the cohorts.

use super::{Catalogue, Group, Unit, mean_days, per_day, percent, ratio, sizes};
use crate::{
    clock::DAY,
    model::{CohortId, HospitalId, Model},
    observe::Counted,
    tally::{HospitalTally, Tally},
};

type Count = fn(&HospitalTally) -> u64;

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, hospital) in model.hospitals.iter().enumerate() {
        let first = book.len();
        front_door(model, book, HospitalId(number as u16));
        beds(model, book, HospitalId(number as u16));
        if model.hospitals.len() > 1 {
            book.name_from(first, &hospital.name);
        }
    }
    for number in 0..model.cohorts.len() {
        cohort(model, book, CohortId(number as u16));
    }
}

fn front_door(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let h = hospital.at();
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::FrontDoor;
    let unlimited = model.pools[model.hospitals[h].beds.at()].is_always_unlimited();
    book.sums(
        group,
        &of("arrivals"),
        Unit::PeoplePerDay,
        "Arrivals",
        "Patients who came to the front door.",
        move |t| per_day(t.hospitals[h].arrivals, t),
    )
    .headline = unlimited;
    book.sums(
        group,
        &of("admissions"),
        Unit::PeoplePerDay,
        "Admissions",
        "Patients admitted to an acute bed.",
        move |t| per_day(t.hospitals[h].waits.count, t),
    )
    .in_headline();
    book.sums(
        group,
        &of("admissions"),
        Unit::PeoplePerYear,
        "Admissions",
        "The same in a year of 365 days.",
        move |t| 365.0 * per_day(t.hospitals[h].waits.count, t),
    );
    book.sums(
        group,
        &of("turned_away"),
        Unit::Percent,
        "Turned away",
        "Patients turned away because no acute bed was free and no more may wait, of all who came.",
        move |t| percent(t.hospitals[h].turned_away, t.hospitals[h].arrivals),
    )
    .headline = model.hospitals[h].most_waiting < u32::MAX;
    book.sums(
        group,
        &of("waiting_for_bed"),
        Unit::People,
        "Waiting for a bed",
        "People waiting at the front door for an acute bed, time-weighted mean.",
        move |t| ratio(t.hospitals[h].waiting.area, t.seconds),
    )
    .headline = !unlimited;
    book.sums(
        group,
        &of("wait_for_bed"),
        Unit::Days,
        "Wait for a bed",
        "Mean wait of those admitted, from arrival to an acute bed; those who did not wait count as 0.",
        move |t| mean_days(&t.hospitals[h].waits),
    )
    .headline = !unlimited;
    book.sums(
        group,
        &of("waited_for_bed"),
        Unit::Percent,
        "Waited for a bed",
        "Patients admitted who had to wait at all, of all admitted.",
        move |t| percent(t.hospitals[h].waits.above_zero, t.hospitals[h].waits.count),
    );
    book.quantiles(
        model,
        group,
        &of("wait_for_bed"),
        Counted::Admission(hospital),
        "Wait for a bed",
        "waits for an acute bed",
    );
    long_waits(model, book, hospital, unlimited);
}

/// Long waits at the front door, and who still waits at the end.
fn long_waits(model: &Model, book: &mut Catalogue, hospital: HospitalId, unlimited: bool) {
    let h = hospital.at();
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::FrontDoor;
    book.sums(
        group,
        &of("waited_above_4_hours"),
        Unit::Percent,
        "Waited more than 4 hours",
        "Patients admitted after more than 4 hours at the front door, of all admitted.",
        move |t| percent(t.hospitals[h].above_4_hours, t.hospitals[h].waits.count),
    );
    book.sums(
        group,
        &of("waited_above_12_hours"),
        Unit::Percent,
        "Waited more than 12 hours",
        "Patients admitted after more than 12 hours at the front door, of all admitted.",
        move |t| percent(t.hospitals[h].above_12_hours, t.hospitals[h].waits.count),
    )
    .headline = !unlimited;
    book.end(
        group,
        &of("still_waiting_for_bed"),
        Unit::People,
        "Still waiting for a bed at the end",
        "People at the front door when the run ended; their waits are in no mean wait.",
        move |end| end.front_door[h].0 as f64,
    );
    book.end(
        group,
        &of("still_waiting_for_bed_so_far"),
        Unit::Days,
        "Their mean wait so far",
        "Mean wait so far of the people at the front door when the run ended.",
        move |end| ratio(end.front_door[h].1, end.front_door[h].0) / DAY as f64,
    );
}

/// People in the beds of a hospital with no criteria to reside.
fn nctr(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let h = hospital.at();
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    book.sums(
        group,
        &of("nctr"),
        Unit::People,
        "Of them discharge ready",
        "People in its acute beds with no criteria to reside, time-weighted mean.",
        move |t| ratio(t.hospitals[h].nctr.area, t.seconds),
    )
    .headline = model.hospitals.len() > 1;
    book.sums(
        group,
        &of("nctr_at_08_00"),
        Unit::People,
        "Of them discharge ready at 08:00",
        "Mean of the daily counts at 08:00.",
        move |t| ratio(t.hospitals[h].nctr.at_eight, t.eights),
    );
    book.quantiles_of_numbers(
        model,
        (group, Unit::People),
        &of("nctr_at_08_00"),
        Counted::NctrAtEight(hospital),
        "Of them discharge ready at 08:00",
    );
    if model.hospitals.len() > 1 {
        discharges(model, book, hospital);
    }
}

/// Of one of several hospitals: who leaves it, after which delay.
fn discharges(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let (h, b) = (hospital.at(), model.hospitals[hospital.at()].beds.at());
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    let pathways = model.pathways.len();
    let cohorts = (0..model.cohorts.len()).filter(|&cohort| model.cohorts[cohort].hospital == hospital);
    let routes: Vec<usize> = cohorts.flat_map(|cohort| cohort * pathways..(cohort + 1) * pathways).collect();
    let home: Vec<usize> = routes.iter().copied().filter(|route| model.pathways[route % pathways].level <= 1).collect();
    let all = move |t: &Tally, routes: &[usize]| -> (u64, u64) {
        let delays = routes.iter().map(|&route| &t.routes[route].delays);
        delays.fold((0, 0), |(seconds, count), delays| (seconds + delays.seconds, count + delays.count))
    };
    let (counted, delayed) = (routes.clone(), routes.clone());
    book.sums(
        group,
        &of("discharges"),
        Unit::PeoplePerDay,
        "Discharges",
        "Its patients who left hospital alive and were not transferred.",
        move |t| per_day(all(t, &counted).1, t),
    );
    book.sums(
        group,
        &of("delay"),
        Unit::Days,
        "Mean delay",
        "Mean time from readiness to leaving, of its patients who left; those without delay count as 0.",
        move |t| {
            let (seconds, count) = all(t, &delayed);
            ratio(seconds, count) / DAY as f64
        },
    );
    book.sums(
        group,
        &of("home_first"),
        Unit::Percent,
        "Home First share",
        "Its patients who left on pathways 0 and 1, of all who left alive, by pathway used.",
        move |t| percent(all(t, &home).1, all(t, &routes).1),
    );
    book.sums(
        group,
        &of("nctr.of_occupied"),
        Unit::Percent,
        "Discharge ready, of occupied bed days",
        "Delayed bed days of all its occupied acute bed days.",
        move |t| percent(t.hospitals[h].nctr.area, t.pools[b].in_use.area),
    );
}

/// Use of acute beds against those that are open.
fn occupancy(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let (h, b) = (hospital.at(), model.hospitals[hospital.at()].beds.at());
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    let core = move |t: &Tally| t.pools[b].capacity.area - t.pools[b].extra;
    book.sums(
        group,
        &of("open"),
        Unit::Beds,
        "Open",
        "Core acute beds open, time-weighted mean; escalation beds do not count.",
        move |t| ratio(core(t), t.seconds),
    );
    book.sums(
        group,
        &of("occupancy"),
        Unit::Percent,
        "Occupancy",
        "Occupied acute beds of open core ones, both time-weighted.",
        move |t| percent(t.pools[b].in_use.area, core(t)),
    )
    .in_headline();
    let above = [
        ("above_92", "Time above 92 %", "Share of time with more than 92 % of the open acute beds occupied."),
        ("above_95", "Time above 95 %", "Share of time with more than 95 % of the open acute beds occupied."),
        ("full", "Time full", "Share of time with no open acute bed unoccupied."),
        (
            "above_100",
            "Time above 100 %",
            "Share of time with more acute beds occupied than are open, as after a planned reduction.",
        ),
    ];
    for (number, (what, title, definition)) in above.into_iter().enumerate() {
        book.sums(group, &of(what), Unit::Percent, title, definition, move |t| {
            percent(t.pools[b].above[number], t.seconds)
        })
        .headline = what != "above_100";
    }
    book.sums(
        group,
        &of("short_days"),
        Unit::Percent,
        "Days with no bed for somebody",
        "Days on which somebody waited for, or was turned away from, an acute bed.",
        move |t| percent(t.hospitals[h].short_days, t.hospitals[h].days),
    );
    book.sums(
        group,
        &of("short_weeks"),
        Unit::Percent,
        "Weeks with no bed for somebody",
        "Whole weeks from Monday in which somebody waited for, or was turned away from, an acute bed.",
        move |t| percent(t.hospitals[h].short_weeks, t.hospitals[h].weeks),
    );
}

fn beds(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let (h, b) = (hospital.at(), model.hospitals[hospital.at()].beds.at());
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    book.sums(group, &of("occupied"), Unit::Beds, "Occupied", "Acute beds occupied, time-weighted mean.", move |t| {
        ratio(t.pools[b].in_use.area, t.seconds)
    })
    .in_headline();
    book.sums(
        group,
        &of("occupied_at_08_00"),
        Unit::Beds,
        "Occupied at 08:00",
        "Acute beds occupied at 08:00, mean of the daily counts.",
        move |t| ratio(t.pools[b].in_use.at_eight, t.eights),
    );
    book.quantiles_of_numbers(
        model,
        (group, Unit::Beds),
        &of("occupied_at_08_00"),
        Counted::OccupiedAtEight(hospital),
        "Occupied at 08:00",
    );
    book.sums(
        group,
        &of("occupied_at_midnight"),
        Unit::Beds,
        "Occupied at midnight",
        "Acute beds occupied at 00:00, mean of the daily counts.",
        move |t| ratio(t.pools[b].in_use.at_midnight, t.midnights),
    );
    book.sums(
        group,
        &of("needed"),
        Unit::Beds,
        "Needed",
        "Acute beds occupied and people waiting at the front door for one, time-weighted mean: the beds with which \
         nobody would wait.",
        move |t| ratio(t.pools[b].in_use.area + t.hospitals[h].waiting.area, t.seconds),
    );
    sizes::declare(&model.pools[b], b, &format!("hospitals.{}", model.hospitals[h].name), None, group, book);
    nctr(model, book, hospital);
    if !model.pools[b].is_ever_unlimited() {
        occupancy(model, book, hospital);
    }
    book.sums(
        group,
        &of("acute_stay_with_delay"),
        Unit::Days,
        "Length of stay",
        "Mean time from admission to leaving the acute bed, any delay included.",
        move |t| mean_days(&t.hospitals[h].stays),
    )
    .in_headline();
    let ends: [(&str, &str, Count); 2] =
        [("deaths", "Deaths", |h| h.deaths), ("transfers", "Transfers elsewhere", |h| h.transfers)];
    for (number, (what, title, count)) in ends.into_iter().enumerate() {
        if model.cohorts.iter().any(|cohort| {
            cohort.hospital == hospital && cohort.ends().get(number).is_some_and(|end| end.probability.is_ever())
        }) {
            let definition = format!("{title} in the acute stay.");
            book.sums(group, &of(what), Unit::PeoplePerDay, title, &definition, move |t| {
                per_day(count(&t.hospitals[h]), t)
            });
        }
    }
}

fn cohort(model: &Model, book: &mut Catalogue, cohort: CohortId) {
    let (c, pathways) = (cohort.at(), model.pathways.len());
    let of = |what: &str| format!("cohorts.{}.{what}", model.cohorts[c].name);
    let group = Group::Cohorts;
    book.sums(group, &of("arrivals"), Unit::PeoplePerDay, "Arrivals", "Patients of the cohort who came.", move |t| {
        per_day(t.cohorts[c].arrivals, t)
    });
    book.sums(
        group,
        &of("admissions"),
        Unit::PeoplePerDay,
        "Admissions",
        "Patients of the cohort admitted.",
        move |t| per_day(t.cohorts[c].acute_stays.count, t),
    );
    book.sums(
        group,
        &of("wait_for_bed"),
        Unit::Days,
        "Wait for a bed",
        "Mean wait of the cohort's patients admitted, from arrival to an acute bed; those who did not wait count as 0.",
        move |t| mean_days(&t.cohorts[c].waits),
    );
    book.sums(
        group,
        &of("acute_stay"),
        Unit::Days,
        "Acute stay until ready",
        "Mean acute stay drawn for those admitted, until readiness or another end; no delay included.",
        move |t| mean_days(&t.cohorts[c].acute_stays),
    );
    book.sums(
        group,
        &of("delay"),
        Unit::Days,
        "Discharge delay",
        "Mean delay of the cohort's patients who left, from readiness; those without delay count as 0.",
        move |t| {
            let routes = &t.routes[c * pathways..(c + 1) * pathways];
            let (seconds, count) = routes
                .iter()
                .fold((0, 0), |(seconds, count), route| (seconds + route.delays.seconds, count + route.delays.count));
            ratio(seconds, count) / DAY as f64
        },
    );
    for pathway in 0..pathways {
        let name = &model.pathways[pathway].name;
        book.sums(
            group,
            &of(&format!("pathways.{name}.discharges")),
            Unit::PeoplePerDay,
            &format!("Discharges on {name}"),
            "Patients of the cohort who left on the pathway.",
            move |t| per_day(t.routes[c * pathways + pathway].delays.count, t),
        );
        book.sums(
            group,
            &of(&format!("pathways.{name}.delay")),
            Unit::Days,
            &format!("Delay on {name}"),
            "Mean delay of the cohort's patients who left on the pathway.",
            move |t| mean_days(&t.routes[c * pathways + pathway].delays),
        );
    }
}
