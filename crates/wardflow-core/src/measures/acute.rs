//! Measures of the acute beds.

use super::{
    AT_EIGHT, AT_MIDNIGHT, Catalogue, Group, Unit, mean_days, nctr, per_day, percent, ratio, sizes, view::View,
};
use crate::{
    model::{HospitalId, Model, Stage},
    observe::Counted,
    patient::Ending,
    tally::{StageTally, Tally},
};

type Count = fn(&StageTally) -> u64;

pub(super) fn of_hospital(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    occupied(model, book, hospital);
    ready(model, book, hospital);
    if !model.pools[model.hospitals[hospital.at()].beds.at()].is_ever_unlimited() {
        occupancy(model, book, hospital);
    }
    ends(model, book, hospital);
}

/// People in the beds of a hospital with no criteria to reside.
fn ready(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let view = View::of_hospital(model, hospital).unnamed();
    let title = "Of them discharge ready";
    nctr::people(&view, book, title, "People in its acute beds").headline = model.hospitals.len() > 1;
    nctr::people_at_set_hours(&view, book, title);
    book.quantiles_of_numbers(
        model,
        (view.group, Unit::People),
        &view.of("nctr_at_08_00"),
        Counted::NctrAtEight(hospital),
        &format!("{title} at 08:00"),
    );
    if model.hospitals.len() > 1 {
        let beds = vec![model.hospitals[hospital.at()].beds.at()];
        let definition = "Delayed bed days of all its occupied acute bed days.";
        nctr::of_occupied(&view, beds, book, "Discharge ready, of occupied bed days", definition);
    }
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
    .may_exceed(
        "escalation beds count as occupied and not as open, and beds stay occupied that a planned reduction has closed or that \
         a census found beyond those open",
    )
    .in_headline();
    let above = [
        ("above_92", "Time above 92%", "Share of time with more acute beds occupied than 92% of the open core ones."),
        ("above_95", "Time above 95%", "Share of time with more acute beds occupied than 95% of the open core ones."),
        (
            "full",
            "Time full",
            "Share of time with no open core acute bed free: each is occupied or being made ready for the next patient; escalation \
             beds do not count.",
        ),
        (
            "above_100",
            "Time above 100%",
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

fn occupied(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let (h, b) = (hospital.at(), model.hospitals[hospital.at()].beds.at());
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    book.sums(group, &of("occupied"), Unit::Beds, "Occupied", "Acute beds occupied, time-weighted mean.", move |t| {
        ratio(t.pools[b].in_use.area, t.seconds)
    })
    .in_headline();
    book.sums(group, &of("occupied_at_08_00"), Unit::Beds, "Occupied at 08:00", AT_EIGHT, move |t| {
        ratio(t.pools[b].in_use.at_eight, t.eights)
    });
    book.quantiles_of_numbers(
        model,
        (group, Unit::Beds),
        &of("occupied_at_08_00"),
        Counted::OccupiedAtEight(hospital),
        "Occupied at 08:00",
    );
    book.sums(group, &of("occupied_at_midnight"), Unit::Beds, "Occupied at midnight", AT_MIDNIGHT, move |t| {
        ratio(t.pools[b].in_use.at_midnight, t.midnights)
    });
    book.sums(
        group,
        &of("needed"),
        Unit::Beds,
        "Needed",
        "Acute beds occupied and people waiting for one, time-weighted mean. The highest daily mean of some \
         days is how many beds would be enough on each of them.",
        move |t| ratio(t.pools[b].in_use.area + t.hospitals[h].waiting.area, t.seconds),
    );
    sizes::declare(&model.pools[b], b, &format!("hospitals.{}", model.hospitals[h].name), None, group, book);
}

/// How acute stays end.
fn ends(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let h = hospital.at();
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[h].name);
    let group = Group::AcuteBeds;
    book.sums(
        group,
        &of("acute_stay_with_delay"),
        Unit::Days,
        "Length of stay",
        "Mean time in one of its acute beds, any delay included.",
        move |t| mean_days(&t.hospitals[h].stays),
    )
    .in_headline();
    let here: Vec<(usize, &Stage)> =
        model.stages().filter(|(_, stage)| stage.hospital == hospital).map(|(id, stage)| (id.at(), stage)).collect();
    let ends: [(&str, &str, Ending, Count); 2] = [
        ("deaths", "Deaths", Ending::Died, |stage| stage.deaths),
        ("transfers", "Transfers elsewhere", Ending::Transferred, |stage| stage.transfers),
    ];
    for (what, title, ending, count) in ends {
        let is_possible =
            |stage: &Stage| stage.ends.iter().any(|end| end.ending == ending && end.probability.is_ever());
        if here.iter().any(|(_, stage)| is_possible(stage)) {
            let stages: Vec<usize> = here.iter().map(|(number, _)| *number).collect();
            let definition = format!("{title} in the acute stay.");
            book.sums(group, &of(what), Unit::PeoplePerDay, title, &definition, move |t| {
                per_day(stages.iter().map(|&stage| count(&t.stages[stage])).sum(), t)
            });
        }
    }
}
