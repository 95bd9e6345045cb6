//! How many people a hospital can admit at most: somebody always stands at its door, all others have their own arrivals.
//!
//! Whoever is ready and waits for what comes next holds a bed, so that what can be admitted is less than beds divided by
//! stays, and nobody can see beforehand by how much. A run in which the door is never empty shows it (the saturation rule:
//! Baccelli and Foss 1995, doi 10.2307/3215303). Below that number the queue at the door is stable, above it grows without end
//! unless people leave it or are turned away. For one hospital with an unlimited queue, first come, first served, this is exact;
//! elsewhere it is an estimate, because what others do there depends on how many of them come.
//!
//! Each stretch between dated changes has its own number: that of a system in which what then holds holds for ever.

mod design;
mod door;
mod multiple;
mod settling;

use std::ops::Range;

use wardflow_core::{
    model::{HospitalId, Model, PoolKind},
    random::Seed,
};
use wardflow_scenario::work::{last_work, offered_work};

use self::{design::Design, door::Door};
use crate::{experiment::Results, student, subject::Subject, threads::Threads};

/// Share of beds or of what can be done from which on a limit is looked for and told.
pub const WORTH_TELLING: f64 = 0.85;
/// Share of the limit from which on means say little: near it waits grow as 1 / (1 - load), and take as 1 / (1 - load)^2 to settle.
pub const TOO_CLOSE: f64 = 0.95;
/// Events for the limits of a scenario that is not run: about half a second.
pub const EVENTS_OF_A_CHECK: u64 = 5_000_000;
/// A run may spend one event in so many of its own on limits.
const SHARE_OF_A_RUN: u64 = 10;
/// It may always spend so many: about a fiftieth of a second's.
const EVENTS_OF_A_SHORT_RUN: u64 = 300_000;

/// Events for the limits of a point of a sweep: a tenth of its own.
pub(crate) fn events_of_a_point(results: &Results) -> u64 {
    results.events / SHARE_OF_A_RUN
}

/// Events for the limits of a run: a tenth of its own, or what takes no time that anybody would notice.
pub fn events_of_a_run(results: &Results) -> u64 {
    events_of_a_point(results).max(EVENTS_OF_A_SHORT_RUN)
}

/// Most stretches of a hospital that are looked at: the longest ones, and always the last.
const MOST_STRETCHES: usize = 4;
/// One event in so many goes to a first look.
const FIRST_LOOK: u64 = 10;
/// Most correlation of neighbouring batches that is taken at its word: of ten no more can be known.
const MOST_TOGETHER: f64 = 0.5;
/// Load in the first look below which there is no second.
const NOT_WORTH_A_LOOK: f64 = 0.75;

/// What can be admitted at most in a stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Where.
    pub hospital: HospitalId,
    /// When [days of the run].
    pub days: Range<u64>,
    /// What is limited.
    pub of: Limited,
    /// What is asked for: people who come a day, those who come back included; 1 of a multiple.
    pub demand: f64,
    /// What can be done at most.
    pub at_most: f64,
    /// Half of the width of its 95% interval (Student's t over batches); 0 if it was worked out.
    pub half_width_95: f64,
    /// Why it is an estimate; exact if there is nothing.
    pub doubts: Vec<Doubt>,
    /// What happens if more come.
    pub beyond: Beyond,
}

/// What happens where more come than can be admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// The queue grows without end.
    Grows,
    /// The queue grows until as many leave it.
    PeopleLeave,
    /// People are turned away.
    TurnedAway,
    /// Waiting makes people need more, so that what is full stays full; until then it may go well for long.
    StaysFull,
}

/// What a limit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Admissions a day.
    Admissions,
    /// Where beds are unlimited: what comes after hospital, in multiples of all arrivals.
    Arrivals,
}

/// Why a limit is an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Other hospitals use the same services, and keep their own arrivals.
    OtherHospitals,
    /// People are referred from the community, and keep coming as they do.
    StepUp,
    /// Some are served before others at the door.
    Priority,
    /// Not everybody can wait at the door.
    LimitedQueue,
    /// People leave the door if they wait for long.
    PeopleLeave,
    /// Waiting makes people need more or stay longer: it is what holds once all is full.
    Harm,
    /// People go on from service to service, which was left out.
    ServicesInLine,
}

/// Demand as a share of what can be done, with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Lower end.
    pub low: f64,
    /// What is most likely.
    pub mean: f64,
    /// Upper end.
    pub high: f64,
}

impl Limit {
    /// Demand as a share of what can be done.
    pub fn load(&self) -> Load {
        let by = |limit: f64| if limit > 0.0 { self.demand / limit } else { f64::INFINITY };
        Load {
            low: by(self.at_most + self.half_width_95),
            mean: by(self.at_most),
            high: by(self.at_most - self.half_width_95),
        }
    }

    /// Whether means say little because so much of it is asked for, in whole percent.
    pub fn is_too_close(&self) -> bool {
        libm::round(100.0 * self.load().mean) >= 100.0 * TOO_CLOSE
    }

    /// Whether more is asked for, chance aside.
    pub fn is_exceeded(&self) -> bool {
        self.load().low > 1.0
    }

    /// Whether it is what theory would say, but for chance.
    pub fn is_exact(&self) -> bool {
        self.doubts.is_empty()
    }
}

/// What is known of the limits of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Those worth telling, hospital by hospital, in order of time.
    pub found: Vec<Limit>,
    /// Hospitals with much to do by Little's law of which some stretch would have taken more events than there were.
    pub unknown: Vec<HospitalId>,
}

/// Hospitals where more than 85% of the beds are asked for, or of what comes after hospital, by Little's law.
pub fn pressed(model: &Model) -> Vec<HospitalId> {
    // On average and in the end: what is closed late is hardly missed on average.
    let work = [offered_work(model), last_work(model)].concat();
    let hospitals = || (0..model.hospitals.len()).map(|number| HospitalId(number as u16));
    let is_acute = |name: &str| model.pools.iter().any(|pool| pool.kind == PoolKind::AcuteBeds && pool.name == name);
    let after = work.iter().filter(|work| work.path.segments().first().is_some_and(|list| list != "hospitals"));
    if after.clone().any(|work| work.utilisation > WORTH_TELLING) {
        return hospitals().collect();
    }
    let pressed = |hospital: &HospitalId| {
        let name = &model.hospitals[hospital.at()].name;
        is_acute(name)
            && work.iter().any(|work| {
                work.utilisation > WORTH_TELLING
                    && work.path.segments().iter().map(String::as_str).eq(["hospitals", name])
            })
    };
    hospitals().filter(pressed).collect()
}

/// The limits of a system that is not run.
pub fn of_a_check(subject: Subject<'_>, seed: Seed, threads: &Threads) -> Limits {
    of_all(subject, seed, threads, EVENTS_OF_A_CHECK)
}

/// The limits of all hospitals that are worth telling, with at most so many events.
pub(crate) fn of_all(subject: Subject<'_>, seed: Seed, threads: &Threads, events: u64) -> Limits {
    let hospitals = (0..subject.model.hospitals.len()).map(|number| HospitalId(number as u16));
    limits(subject, &hospitals.collect::<Vec<_>>(), seed, threads, events)
}

/// The limits of a system that was run: where more than 85% of the beds were in use, or more than that is asked for by
/// Little's law of them or of what comes after hospital; with at most so many events.
pub fn of_a_run(subject: Subject<'_>, results: &Results, threads: &Threads, events: u64) -> Limits {
    let is_full = |&hospital: &HospitalId| {
        let key = format!("hospitals.{}.occupancy_percent", subject.model.hospitals[hospital.at()].name);
        let occupancy = subject.catalogue.find(&key).map(|at| results.measures[at].summary.mean);
        occupancy.is_some_and(|percent| percent > 100.0 * WORTH_TELLING)
    };
    let pressed = pressed(subject.model);
    let hospitals = (0..subject.model.hospitals.len()).map(|number| HospitalId(number as u16));
    let near: Vec<HospitalId> = hospitals.filter(|hospital| pressed.contains(hospital) || is_full(hospital)).collect();
    let days = subject.model.horizon().day() as f64 * f64::from(results.replications);
    let pace = results.events as f64 / days;
    look_for(subject, &near, results.seed, threads, (events, Some(pace)))
}

/// The limits of some hospitals that are worth telling, with at most so many events.
///
/// The same to the last bit whatever the number of threads.
pub fn limits(subject: Subject<'_>, hospitals: &[HospitalId], seed: Seed, threads: &Threads, events: u64) -> Limits {
    look_for(subject, hospitals, seed, threads, (events, None))
}

/// The same where it may be known how many events there are a day: then there is no need of a first look.
fn look_for(
    subject: Subject<'_>,
    hospitals: &[HospitalId],
    seed: Seed,
    threads: &Threads,
    (events, pace): (u64, Option<f64>),
) -> Limits {
    let model = subject.model;
    if hospitals.is_empty() {
        return Limits::default();
    }
    let stretches = longest(model.stretches());
    let mut limits = Limits::default();
    let mut doors: Vec<(Door, Option<Design>)> = Vec::new();
    let targets = hospitals.len() * stretches.len();
    for &hospital in hospitals {
        for stretch in &stretches {
            if model.has_unlimited_beds(hospital, stretch) {
                limits.found.extend(multiple::of(subject, hospital, stretch));
            } else if let Some(door) = Door::of(model, hospital, stretch) {
                if let Some(pace) = pace {
                    doors.push((door, Some(Design::first(pace))));
                    continue;
                }
                let look = door.first_look(seed, events / FIRST_LOOK / targets as u64);
                match look {
                    Some(look) if look.load < NOT_WORTH_A_LOOK => {}
                    Some(look) => doors.push((door, Some(Design::first(look.events_per_day)))),
                    None => doors.push((door, None)),
                }
            }
        }
    }
    let left = events - events / FIRST_LOOK;
    let each = left / doors.len().max(1) as u64;
    for (door, look) in doors {
        let design = look.and_then(|look| look.within(each, door.days_to_settle));
        match design.and_then(|design| door.measure(seed, threads, &design)) {
            Some(through) => limits.found.push(limit(subject, &door, &through)),
            None => limits.unknown.push(door.hospital),
        }
    }
    let pressed = pressed(model);
    limits.unknown.retain(|hospital| pressed.contains(hospital));
    limits.unknown.dedup();
    limits.found.retain(|limit| limit.load().high > WORTH_TELLING);
    limits.found.sort_by_key(|limit| (limit.hospital, limit.days.start));
    limits
}

fn limit(subject: Subject<'_>, door: &Door, through: &door::Throughput) -> Limit {
    let (mean, half_width_95) = interval(&through.admitted_per_day);
    let demand = through.demand(door.come_per_day);
    let staying = door.share_that_never_leaves();
    // Where those who never leave the queue are few enough, the others leave it.
    let few_stay = staying < 1.0 && staying * demand <= mean;
    Limit {
        hospital: door.hospital,
        days: door.stretch.clone(),
        of: Limited::Admissions,
        demand,
        at_most: mean,
        half_width_95,
        doubts: doubts(subject, door.hospital),
        beyond: match beyond(subject.model, door.hospital) {
            Beyond::Grows if few_stay => Beyond::PeopleLeave,
            beyond => beyond,
        },
    }
}

/// The mean of batches of several replications, and half of the width of its interval (Student's t).
///
/// Batches that follow one another may still go together: then they tell as much as fewer ones, (1 - r) / (1 + r) of them for a
/// correlation of r (Law 2015, section 4.4), which is estimated over all neighbours.
fn interval(batches: &[Vec<f64>]) -> (f64, f64) {
    let all = || batches.iter().flatten();
    let n = all().count() as f64;
    let mean = all().sum::<f64>() / n;
    let squares: f64 = all().map(|x| (x - mean) * (x - mean)).sum();
    let neighbours = || batches.iter().flat_map(|batches| batches.windows(2));
    let products: f64 = neighbours().map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    let together = products / squares * n / (neighbours().count() as f64).max(1.0);
    let together = if together > 0.0 { together.min(MOST_TOGETHER) } else { 0.0 };
    let variance = squares / (n - 1.0) / n * (1.0 + together) / (1.0 - together);
    (mean, student::quantile(0.975, n as u32 - 1) * libm::sqrt(variance))
}

/// What happens at a hospital if more come than can be admitted.
pub(crate) fn beyond(model: &Model, hospital: HospitalId) -> Beyond {
    let mut comers = model.cohorts.iter().filter(|cohort| cohort.first.hospital == hospital);
    if model.hospitals[hospital.at()].may_turn_away() {
        Beyond::TurnedAway
    } else if comers.all(|cohort| cohort.patience.is_some()) {
        Beyond::PeopleLeave
    } else if has_harm(model) {
        Beyond::StaysFull
    } else {
        Beyond::Grows
    }
}

/// Whether waiting makes anybody need more or stay longer.
fn has_harm(model: &Model) -> bool {
    let waiting = model.pathways.iter().filter_map(|pathway| pathway.while_waiting.as_deref());
    waiting.into_iter().any(|waiting| waiting.heavier.is_some() || waiting.longer_stay.is_some())
}

/// The longest of some stretches, the last one always among them, in order of time.
fn longest(mut stretches: Vec<Range<u64>>) -> Vec<Range<u64>> {
    let last = stretches.pop();
    stretches.sort_by_key(|stretch| (std::cmp::Reverse(stretch.end - stretch.start), stretch.start));
    stretches.truncate(MOST_STRETCHES - 1);
    stretches.extend(last);
    stretches.sort_by_key(|stretch| stretch.start);
    stretches
}

fn doubts(subject: Subject<'_>, hospital: HospitalId) -> Vec<Doubt> {
    let model = subject.model;
    let mut here = model.cohorts.iter().filter(|cohort| cohort.first.hospital == hospital);
    let first = here.clone().next().map(|cohort| cohort.priority);
    let said = [
        (Doubt::OtherHospitals, model.cohorts.iter().any(|cohort| cohort.first.hospital != hospital)),
        (Doubt::StepUp, model.cohorts.iter().any(|cohort| cohort.step_up.is_some())),
        (Doubt::Priority, here.clone().any(|cohort| Some(cohort.priority) != first)),
        (Doubt::LimitedQueue, model.hospitals[hospital.at()].may_turn_away()),
        (Doubt::PeopleLeave, here.any(|cohort| cohort.patience.is_some())),
        (Doubt::Harm, has_harm(model)),
    ];
    said.into_iter().filter_map(|(doubt, is_so)| is_so.then_some(doubt)).collect()
}
