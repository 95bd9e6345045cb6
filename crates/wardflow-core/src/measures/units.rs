//! Measures of units that pass patients on to each other.

use super::{Catalogue, Group, Unit, mean_days, per_day, ratio};
use crate::{
    model::{HospitalId, Model, Stage},
    tally::{Tally, Waits},
};

pub(super) fn of_hospital(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let of = |what: &str| format!("hospitals.{}.{what}", model.hospitals[hospital.at()].name);
    let group = Group::AcuteBeds;
    let stages = |is_one: &dyn Fn(&Stage) -> bool| -> Vec<usize> {
        model.later_stages().filter(|(_, stage)| is_one(stage)).map(|(id, _)| id.at()).collect()
    };
    let here = stages(&|stage| stage.hospital == hospital);
    let from_here = stages(&|stage| stage.from.is_some_and(|from| model.stage(from).hospital == hospital));
    if !from_here.is_empty() {
        book.sums(
            group,
            &of("waiting_to_be_passed_on"),
            Unit::People,
            "Of them waiting for another unit",
            "People in its acute beds who need a bed in another unit and not this one, time-weighted mean; they are not \
             discharge ready.",
            move |t| ratio(from_here.iter().map(|&stage| t.stages[stage].waiting.area).sum(), t.seconds),
        )
        .in_headline();
    }
    if !here.is_empty() {
        let (counted, still) = (here.clone(), here.clone());
        book.sums(
            group,
            &of("passed_on_here"),
            Unit::PeoplePerDay,
            "Passed on to it",
            "Patients who got a bed here after a stay in another unit; they are not among its admissions.",
            move |t| per_day(waits(t, &counted).count, t),
        )
        .in_headline();
        book.sums(
            group,
            &of("wait_to_be_passed_on"),
            Unit::Days,
            "Wait to be passed on to it",
            "Mean wait in another unit, of those who got a bed here; those who did not wait count as 0.",
            move |t| mean_days(&waits(t, &here)),
        )
        .in_headline();
        book.still(
            group,
            &of("still_waiting_to_be_passed_on"),
            "Still waiting to be passed on to it at the end",
            "People in other units who needed a bed here when the run ended; their waits are in no mean wait.",
            move |end| still.iter().map(|&stage| end.passing[stage]).sum(),
        );
    }
}

fn waits(tally: &Tally, stages: &[usize]) -> Waits {
    stages.iter().map(|&stage| &tally.stages[stage].waits).sum()
}
