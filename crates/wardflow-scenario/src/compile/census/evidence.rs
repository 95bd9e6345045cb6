//! Who may be there, and how many of them come a day.

use wardflow_core::{
    arrivals::Arrivals as CoreArrivals,
    census::HISTORY_DAYS,
    clock::{DAY, Time},
    dated::Dated,
    model::{CensusKind, CensusPlace, HospitalId, OfferId, Pathway, PathwayId, PoolId, Purpose, StageId, StayId},
    patient::Ending,
};

use super::Compiler;
use crate::work::{Demand, class, mean_days};

/// Days before the run that show who comes: a whole week, because weekdays differ.
const DAYS: u32 = 7;

/// Who came before the run.
pub(super) struct Before {
    /// As many as there were.
    came: Demand,
    /// With one a day of each cohort of which nobody came: for people who are known to be of it.
    came_or_might: Demand,
}

/// A kind of person who may be somewhere.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    /// How many come a day; see [`Before`].
    pub(super) comes: f64,
    /// The same, with one a day of each cohort of which nobody comes.
    pub(super) comes_or_might: f64,
    /// Who they are.
    pub(super) kind: CensusKind,
}

impl Candidate {
    fn of(before: &Before, rate: impl Fn(&Demand) -> f64, kind: CensusKind) -> Self {
        Self { comes: rate(&before.came), comes_or_might: rate(&before.came_or_might), kind }
    }

    /// A part of them.
    pub(super) fn times(self, share: f64) -> Self {
        Self { comes: self.comes * share, comes_or_might: self.comes_or_might * share, ..self }
    }
}

impl Compiler<'_, '_> {
    /// Who came in the week before the run. From then on nobody comes before the run: the census has those who are there.
    pub(super) fn before_the_run(&mut self) -> Before {
        let model = &mut self.model;
        let (warm_up_days, measured_days) = (model.warm_up_days, model.measured_days);
        (model.warm_up_days, model.measured_days) = (warm_up_days - DAYS, DAYS);
        let came = Demand::of(model);
        let week = (warm_up_days - DAYS) as usize..warm_up_days as usize;
        let mut put_aside = Vec::new();
        for (number, cohort) in model.cohorts.iter_mut().enumerate() {
            let every = match &cohort.arrivals {
                CoreArrivals::Fixed { every, .. } => *every,
                arrivals if arrivals.mean_per_day(week.clone()) <= 0.0 => DAY,
                _ => continue,
            };
            let might_come = CoreArrivals::Fixed { first: Time::START, every };
            put_aside.push((number, std::mem::replace(&mut cohort.arrivals, might_come)));
        }
        let came_or_might = Demand::of(model);
        for (number, arrivals) in put_aside {
            model.cohorts[number].arrivals = arrivals;
        }
        (model.warm_up_days, model.measured_days) = (warm_up_days, measured_days);
        model.cohorts.iter_mut().for_each(|cohort| forget_history(&mut cohort.arrivals));
        Before { came, came_or_might }
    }

    /// A chance as it was in the week before the run.
    fn chance_before(&self, chance: &Dated) -> f64 {
        let start = self.model.measuring_from();
        chance.mean(Time(start.0 - u64::from(DAYS) * DAY), start)
    }

    /// Stays and pathways of a hospital's patients.
    pub(super) fn of_hospital(&self, before: &Before, hospital: HospitalId) -> Vec<Candidate> {
        let pathways = 0..self.model.pathways.len();
        let all = pathways.flat_map(|number| self.of_pathway(before, PathwayId(number as u16)));
        all.filter(|candidate| self.model.stage(candidate.kind.stage).hospital == hospital).collect()
    }

    /// Patients of a pathway by cohort, locality and stage, as they come to hospital.
    fn of_pathway(&self, before: &Before, pathway: PathwayId) -> Vec<Candidate> {
        let model = &self.model;
        let kinds = (0..before.came.admissions.len()).flat_map(|number| {
            let (cohort, locality) = class(model, number);
            model.stages_of(cohort).map(move |(stage, described)| {
                let kind = CensusKind {
                    rate: 0.0,
                    there: 0.0,
                    stage,
                    locality,
                    pathway,
                    offer: OfferId(0),
                    stay: described.acute_stay[pathway.at()],
                    ending: Ending::Ready,
                };
                Candidate::of(before, |demand| demand.admissions[number][pathway.at()], kind)
            })
        });
        kinds.collect()
    }

    /// Patients of a pathway as they become discharge ready.
    pub(super) fn ready_on(&self, before: &Before, pathway: PathwayId) -> Vec<Candidate> {
        let ready = |candidate: Candidate| {
            candidate.times(self.model.ready_in(candidate.kind.stage, &|chance| self.chance_before(chance)))
        };
        self.of_pathway(before, pathway).into_iter().map(ready).collect()
    }

    /// Patients who come to stay in a unit, by how their stays will end.
    pub(super) fn by_ending(&self, candidates: &[Candidate]) -> Vec<Candidate> {
        let of_candidate = |&candidate: &Candidate| {
            let stage = self.model.stage(candidate.kind.stage);
            let here = candidate.times(self.model.reach(candidate.kind.stage, &|chance| self.chance_before(chance)));
            let otherwise = stage.ends.iter().map(move |end| {
                let stay = end.stay.unwrap_or(here.kind.stay);
                let ends = here.times(self.chance_before(&end.probability));
                Candidate { kind: CensusKind { ending: end.ending, stay, ..here.kind }, ..ends }
            });
            let ready = 1.0 - stage.ends.iter().map(|end| self.chance_before(&end.probability)).sum::<f64>();
            otherwise.chain([here.times(ready.max(0.0))])
        };
        candidates.iter().flat_map(of_candidate).collect()
    }

    /// Cohorts and offers of the people in a service, as they ask for it: by packages, or by what only bridges the time
    /// until a package is there.
    pub(super) fn of_service(&self, before: &Before, pool: PoolId, is_bridge: bool) -> Vec<Candidate> {
        let model = &self.model;
        let mut candidates = Vec::new();
        for (line_number, line) in model.lines.iter().enumerate().filter(|(_, line)| line.purpose == Purpose::Service) {
            let needs_it = |pathway: &Pathway| pathway.needs.lines().any(|line| line.at() == line_number);
            let pathway = model.pathways.iter().position(needs_it).unwrap_or(0);
            for offer in line.offers.clone() {
                let described = &model.offers[offer];
                if described.is_bridge != is_bridge || described.takes.iter().all(|take| take.pool != pool) {
                    continue;
                }
                for number in 0..before.came.admissions.len() {
                    let (cohort, locality) = class(model, number);
                    let kind = CensusKind {
                        rate: 0.0,
                        there: 0.0,
                        stage: StageId(cohort.0),
                        locality,
                        pathway: PathwayId(pathway as u16),
                        offer: OfferId(offer as u16),
                        stay: described.stay.get(cohort.at()).copied().unwrap_or(StayId(0)),
                        ending: Ending::Ready,
                    };
                    candidates.push(Candidate::of(before, |demand| demand.requests[line_number][number], kind));
                }
            }
        }
        candidates
    }

    /// Candidates as kinds of people in a place, by how many come; of known cohorts, as if somebody of each did.
    pub(super) fn kinds(&self, candidates: &[Candidate], place: CensusPlace, is_known: bool) -> Vec<CensusKind> {
        let kinds = candidates.iter().map(|candidate| {
            let rate = if is_known { candidate.comes_or_might } else { candidate.comes };
            let there = if place.is_stay() { rate * mean_days(&self.model, candidate.kind.stay) } else { rate };
            CensusKind { rate, there, ..candidate.kind }
        });
        kinds.filter(|kind| kind.there > 0.0).collect()
    }
}

/// Nobody comes before the first measured day.
fn forget_history(arrivals: &mut CoreArrivals) {
    let days = HISTORY_DAYS as usize;
    match arrivals {
        CoreArrivals::Poisson { per_day, .. } => {
            let history = per_day.len().min(days);
            per_day[..history].fill(0.0);
        }
        CoreArrivals::Counted { per_day, .. } => {
            let history = per_day.len().min(days);
            per_day[..history].fill(0);
        }
        CoreArrivals::Fixed { first, .. } => *first = *first + u64::from(HISTORY_DAYS) * DAY,
    }
}
