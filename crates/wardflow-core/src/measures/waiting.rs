//! Measures of what became of people while they waited.

use super::{Catalogue, Group, Unit, mean_days, per_day};
use crate::{
    model::{Destination, HospitalId, Model, Pathway},
    tally::{Tally, Waits},
};

type Count = fn(&Tally, usize) -> u64;

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, hospital) in model.hospitals.iter().enumerate() {
        let of_hospital = model.cohorts_of(HospitalId(number as u16));
        let impatient: Vec<usize> = of_hospital.filter(|&cohort| model.cohorts[cohort].patience.is_some()).collect();
        if impatient.is_empty() {
            continue;
        }
        let first = book.len();
        let sum = move |cohorts: &[usize], t: &Tally| -> Waits {
            cohorts.iter().map(|&cohort| &t.cohorts[cohort].gave_up).sum()
        };
        let cohorts = impatient.clone();
        book.sums(
            Group::FrontDoor,
            &format!("hospitals.{}.left_front_door", hospital.name),
            Unit::PeoplePerDay,
            "Left without a bed",
            "Patients who left the front door because they waited too long for an acute bed.",
            move |t| per_day(sum(&cohorts, t).count, t),
        )
        .in_headline();
        book.sums(
            Group::FrontDoor,
            &format!("hospitals.{}.left_front_door_wait", hospital.name),
            Unit::Days,
            "Wait of those who left without a bed",
            "Mean wait at the front door of those who left without a bed; it is in no mean wait for a bed.",
            move |t| mean_days(&sum(&impatient, t)),
        );
        if model.hospitals.len() > 1 {
            book.name_from(first, &hospital.title);
        }
    }
    for p in 0..model.pathways.len() {
        pathway(model, book, p);
    }
    for (e, exit) in model.exits.iter().enumerate() {
        if exit.outcomes.iter().any(|outcome| outcome.patience.is_some()) {
            let title = &exit.title;
            book.sums(
                Group::Services,
                &format!("{}.left_waiting", exit.name),
                Unit::PeoplePerDay,
                &format!("{title}: left before what they needed next was there"),
                "People in the service whose stay was over and who waited too long for what they needed next.",
                move |t| per_day(t.exits[e].gave_up, t),
            )
            .in_headline();
        }
    }
}

fn pathway(model: &Model, book: &mut Catalogue, p: usize) {
    let Some(waiting) = &model.pathways[p].while_waiting else { return };
    let Pathway { name, title: whose, .. } = &model.pathways[p];
    let of = |what: &str| format!("pathways.{name}.{what}");
    let group = Group::DelayByPathway;
    let mut counted = |is_possible: bool, what: &str, title: &str, definition: &str, count: Count| {
        if is_possible {
            let title = format!("{whose}: {title}");
            book.sums(group, &of(what), Unit::PeoplePerDay, &title, definition, move |t| per_day(count(t, p), t))
                .in_headline();
        }
    };
    counted(
        waiting.patience.is_some(),
        "left_waiting",
        "left while waiting",
        "Patients discharge ready who left by themselves before what they needed was there; they are among the \
         discharges.",
        |t, p| t.on_pathway(p).map(|route| route.left_waiting.count).sum(),
    );
    counted(
        waiting.death.is_ever() || waiting.patience.is_some_and(|patience| patience.leads_to == Destination::Died),
        "died_waiting",
        "died while waiting",
        "Patients discharge ready who died before what they needed was there. They are not among the discharges, and \
         their delays are in no mean delay; the days count as lost, by reason.",
        |t, p| t.on_pathway(p).map(|route| route.died_waiting.count).sum(),
    );
    counted(
        waiting.heavier.is_some(),
        "needed_more",
        "came to need more",
        "Patients who came to need a heavier pathway while they waited; from then on they are counted there.",
        |t, p| t.pathways[p].needed_more,
    );
    counted(
        waiting.fallback.is_some(),
        "fell_back",
        "took another pathway",
        "Patients who took another pathway that was offered while they waited for capacity; from then on they are counted \
         there.",
        |t, p| t.pathways[p].fell_back,
    );
}
