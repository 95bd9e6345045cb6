//! Measures of who comes to hospital, waits for an acute bed and is admitted: of each hospital and each cohort.

use std::sync::Arc;

use super::{Catalogue, Group, Measure, Unit, mean_days, per_day, percent, ratio};
use crate::{
    model::{CohortId, HospitalId, Model},
    observe::Counted,
    tally::{CohortTally, Tally, Waits},
};

pub(super) fn of_hospital(model: &Model, book: &mut Catalogue, hospital: HospitalId) {
    let h = hospital.at();
    let described = &model.hospitals[h];
    let comers = Comers::of_hospital(model, hospital);
    // To some units patients are only passed on.
    let has_door = !comers.cohorts.is_empty();
    let unlimited = model.pools[described.beds.at()].is_always_unlimited();
    come(&comers, book).headline = unlimited && has_door;
    let definition = "Patients admitted to an acute bed.";
    admitted(&comers, book, Unit::PeoplePerDay, definition, 1.0).headline = has_door;
    admitted(&comers, book, Unit::PeoplePerYear, "The same in a year of 365 days.", 365.0);
    turned_away(&comers, book).headline = has_door && described.may_turn_away();
    let later = model.later_stages().filter(|(_, stage)| stage.hospital == hospital);
    let from_units: Vec<usize> = later.map(|(id, _)| id.at()).collect();
    book.sums(
        Group::FrontDoor,
        &comers.of("waiting_for_bed"),
        Unit::People,
        "Waiting for a bed",
        "People waiting at the front door for an acute bed, time-weighted mean.",
        move |t| {
            let passing: u64 = from_units.iter().map(|&stage| t.stages[stage].waiting.area).sum();
            ratio(t.hospitals[h].waiting.area - passing, t.seconds)
        },
    )
    .headline = has_door && !unlimited;
    wait(&comers, book).headline = has_door && !unlimited;
    spread(model, &comers, book).headline = has_door && !unlimited;
    still_waiting(&comers, book);
}

/// What is said of each cohort, and what only of one of several.
pub(super) fn of_cohort(model: &Model, book: &mut Catalogue, cohort: CohortId) {
    let c = cohort.at();
    let comers = Comers::of_cohort(model, cohort);
    come(&comers, book);
    admitted(&comers, book, Unit::PeoplePerDay, "Patients admitted to an acute bed.", 1.0);
    wait(&comers, book);
    if model.cohorts.len() > 1 {
        turned_away(&comers, book);
        spread(model, &comers, book);
        still_waiting(&comers, book);
    }
    book.sums(
        comers.group,
        &comers.of("acute_stay"),
        Unit::Days,
        "Acute stay until ready",
        "Mean acute stay drawn for those admitted, until readiness or another end; no delay included.",
        move |t| mean_days(&t.cohorts[c].acute_stays),
    );
}

/// Some cohorts that come to hospital.
struct Comers {
    /// What the keys of measures begin with.
    key: String,
    group: Group,
    cohorts: Arc<[usize]>,
    /// Their waits for admission.
    waits: Counted,
}

impl Comers {
    fn of_hospital(model: &Model, hospital: HospitalId) -> Self {
        Self {
            key: format!("hospitals.{}", model.hospitals[hospital.at()].name),
            group: Group::FrontDoor,
            cohorts: model.cohorts_of(hospital).collect(),
            waits: Counted::Admission(hospital),
        }
    }

    fn of_cohort(model: &Model, cohort: CohortId) -> Self {
        Self {
            key: format!("cohorts.{}", model.cohorts[cohort.at()].name),
            group: Group::Cohorts,
            cohorts: Arc::new([cohort.at()]),
            waits: Counted::AdmissionOf(cohort),
        }
    }

    /// Key of a measure, but for its unit.
    fn of(&self, what: &str) -> String {
        format!("{}.{what}", self.key)
    }

    /// A sum over the cohorts.
    fn sum(&self, count: fn(&CohortTally) -> u64) -> impl Fn(&Tally) -> u64 + Send + Sync + use<> {
        let cohorts = self.cohorts.clone();
        move |tally| cohorts.iter().map(|&cohort| count(&tally.cohorts[cohort])).sum()
    }

    /// People whose wait has ended: in a bed, without one, or at once because they were turned away.
    fn ended(&self) -> impl Fn(&Tally) -> u64 + Send + Sync + use<> {
        self.sum(|cohort| cohort.waits.count + cohort.gave_up.count + cohort.turned_away)
    }

    /// Waits of all who were admitted.
    fn admissions(&self) -> impl Fn(&Tally) -> Waits + Send + Sync + use<> {
        let cohorts = self.cohorts.clone();
        move |tally| cohorts.iter().map(|&cohort| &tally.cohorts[cohort].waits).sum()
    }
}

fn come<'b>(comers: &Comers, book: &'b mut Catalogue) -> &'b mut Measure {
    let arrivals = comers.sum(|cohort| cohort.arrivals);
    book.sums(
        comers.group,
        &comers.of("arrivals"),
        Unit::PeoplePerDay,
        "Arrivals",
        "Patients who came to the front door.",
        move |t| per_day(arrivals(t), t),
    )
}

fn admitted<'b>(
    comers: &Comers,
    book: &'b mut Catalogue,
    unit: Unit,
    definition: &str,
    factor: f64,
) -> &'b mut Measure {
    let admissions = comers.sum(|cohort| cohort.waits.count);
    book.sums(comers.group, &comers.of("admissions"), unit, "Admissions", definition, move |t| {
        factor * per_day(admissions(t), t)
    })
}

fn turned_away<'b>(comers: &Comers, book: &'b mut Catalogue) -> &'b mut Measure {
    let (arrivals, turned_away) = (comers.sum(|cohort| cohort.arrivals), comers.sum(|cohort| cohort.turned_away));
    book.sums(
        comers.group,
        &comers.of("turned_away"),
        Unit::Percent,
        "Turned away",
        "Patients turned away because no acute bed was free and no more may wait, of all who came.",
        move |t| percent(turned_away(t), arrivals(t)),
    )
}

fn wait<'b>(comers: &Comers, book: &'b mut Catalogue) -> &'b mut Measure {
    let admissions = comers.admissions();
    book.sums(
        comers.group,
        &comers.of("wait_for_bed"),
        Unit::Days,
        "Wait for a bed",
        "Mean wait of those admitted, from arrival to an acute bed; those who did not wait count as 0.",
        move |t| mean_days(&admissions(t)),
    )
}

/// Declares how waits are spread; gives the share of the longest.
fn spread<'b>(model: &Model, comers: &Comers, book: &'b mut Catalogue) -> &'b mut Measure {
    let (waited, ended) = (comers.sum(|cohort| cohort.waits.above_zero + cohort.gave_up.above_zero), comers.ended());
    book.sums(
        comers.group,
        &comers.of("waited_for_bed"),
        Unit::Percent,
        "Waited for a bed",
        "Patients who had to wait at all, whether they were admitted, left or died, of all who came and do not wait any more.",
        move |t| percent(waited(t), ended(t)),
    );
    let of = comers.of("wait_for_bed");
    book.quantiles(model, comers.group, &of, comers.waits, "Wait for a bed", "waits for an acute bed");
    waited_above(comers, book, 4, |cohort| cohort.above_4_hours);
    waited_above(comers, book, 12, |cohort| cohort.above_12_hours)
}

fn waited_above<'b>(
    comers: &Comers,
    book: &'b mut Catalogue,
    hours: u32,
    count: fn(&CohortTally) -> u64,
) -> &'b mut Measure {
    let (above, ended) = (comers.sum(count), comers.ended());
    book.sums(
        comers.group,
        &comers.of(&format!("waited_above_{hours}_hours")),
        Unit::Percent,
        &if hours == 12 {
            "Waited over 12 hours for a bed after the decision to admit (not the A&E standard)".to_owned()
        } else {
            format!("Waited over {hours} hours for a bed after the decision to admit")
        },
        &format!(
            "Patients who waited more than {hours} hours at the front door, whether they were admitted, left or died, of all \
             who came and do not wait any more."
        ),
        move |t| percent(above(t), ended(t)),
    )
}

fn still_waiting(comers: &Comers, book: &mut Catalogue) {
    let cohorts = comers.cohorts.clone();
    book.still(
        comers.group,
        &comers.of("still_waiting_for_bed"),
        "Still waiting for a bed at the end",
        "People at the front door when the run ended; their waits are in no mean wait.",
        move |end| cohorts.iter().map(|&cohort| end.admission[cohort]).sum(),
    );
}
