//! Measures of cohorts: how they come to hospital, and how they leave it.

use super::{Catalogue, Group, Unit, delay, front_door, mean_days, per_day, view::View};
use crate::model::{CohortId, Model, PathwayId};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, cohort) in model.cohorts.iter().enumerate() {
        let id = CohortId(number as u16);
        let first = book.len();
        front_door::of_cohort(model, book, id);
        book.name_from(first, &cohort.title);
        delay::of_cohort(model, book, id);
        for pathway in (0..model.pathways.len()).map(|pathway| PathwayId(pathway as u16)) {
            on_pathway(model, book, id, pathway);
        }
    }
}

fn on_pathway(model: &Model, book: &mut Catalogue, cohort: CohortId, pathway: PathwayId) {
    let (who, on) = (&model.cohorts[cohort.at()], &model.pathways[pathway.at()]);
    let of = |what: &str| format!("cohorts.{}.pathways.{}.{what}", who.name, on.name);
    let group = Group::Cohorts;
    let view = View::of_cohort(model, cohort).only(model, |other| other == pathway);
    let other = view.clone();
    book.sums(
        group,
        &of("discharges"),
        Unit::PeoplePerDay,
        &format!("{}: discharges on {}", who.title, on.title),
        "Patients of the cohort who left on the pathway, alive.",
        move |t| per_day(view.seen(t).discharges(), t),
    );
    book.sums(
        group,
        &of("delay"),
        Unit::Days,
        &format!("{}: delay on {}", who.title, on.title),
        "Mean delay of the cohort's patients who left on the pathway, alive.",
        move |t| mean_days(&other.seen(t).delays()),
    );
}
