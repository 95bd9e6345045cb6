//! Today's census: who is there, and who they may be.

use wardflow_core::{
    arrivals::Arrivals as CoreArrivals,
    census::HISTORY_DAYS,
    clock::DAY,
    model::{
        CensusGroup as CoreGroup, CensusKind, CensusPlace, HospitalId, OfferId, Pathway, PathwayId, PoolId, PoolKind,
        Purpose, SoFar as CoreSoFar, StageId, StayId,
    },
    patient::Ending,
    random::NameHash,
};

use super::Compiler;
use crate::{
    format::{CensusGroup, PathwayCensus, SoFar},
    reading::Path,
    work::{Demand, class, mean, mean_days},
};

/// Most people in one group.
const MOST_PEOPLE: u32 = 100_000;

/// A kind of person and their weight.
type Weighed = (f64, CensusKind);

impl<'a> Compiler<'a, '_> {
    pub(super) fn census(&mut self) {
        let Some(census) = &self.scenario.census else { return };
        if self.report.has_errors() {
            // Who is there depends on everything else.
            return;
        }
        let demand = Demand::of(&self.model);
        let path = Path::of(["census"]);
        for (name, hospital) in &census.hospitals {
            let path = path.join("hospitals").join(name);
            let Some(id) = self.hospital_named(path.clone(), name) else { continue };
            let kinds = self.of_hospital(&demand, id);
            let of_stays = self.with_endings(&kinds);
            self.group(path.join("not_ready"), hospital.not_ready.as_ref(), CensusPlace::AcuteBed, &of_stays);
            let first = |(_, kind): &&Weighed| self.model.stage(kind.stage).from.is_none();
            let outside: Vec<Weighed> = kinds.iter().filter(first).copied().collect();
            self.group(path.join("front_door"), hospital.front_door.as_ref(), CensusPlace::FrontDoor, &outside);
            for (name, pathway) in &hospital.pathways {
                self.ready(&path.join("pathways").join(name), name, pathway, &demand, Some(id));
            }
        }
        for (name, pathway) in &census.pathways {
            self.ready(&path.join("pathways").join(name), name, pathway, &demand, None);
        }
        for (name, group) in &census.services {
            let path = path.join("services").join(name);
            let Some(pool) = self.service_pool(path.clone(), name) else { continue };
            if matches!(self.model.pools[pool.at()].kind, PoolKind::Vacancies | PoolKind::Arranging) {
                self.error(path, "nobody stays in this service", "name services with beds, hours or places");
                continue;
            }
            let kinds = self.of_service(&demand, pool);
            self.group(path, Some(group), CensusPlace::Service, &kinds);
        }
        self.model.census.sort_by_key(|group| group.place);
        self.too_many();
    }

    /// People discharge ready on a pathway, in one hospital or wherever.
    fn ready(&mut self, path: &Path, name: &str, census: &'a PathwayCensus, demand: &Demand, at: Option<HospitalId>) {
        let Some(number) = self.pathway_named(path.clone(), name) else { return };
        let mut kinds = self.of_pathway(demand, PathwayId(number as u16));
        kinds.retain(|(_, kind)| at.is_none_or(|at| self.model.stage(kind.stage).hospital == at));
        for (weight, kind) in &mut kinds {
            *weight *= self.model.ready_in(kind.stage, &|chance| mean(&self.model, chance));
        }
        let described = &self.model.pathways[number];
        let (has_triage, has_needs) = (described.triage.is_some(), !described.needs.is_empty());
        let groups = [
            ("awaiting_triage", &census.awaiting_triage, CensusPlace::AwaitingTriage, has_triage),
            ("awaiting_capacity", &census.awaiting_capacity, CensusPlace::AwaitingCapacity, has_needs),
        ];
        for (key, group, place, is_possible) in groups {
            if group.is_some() && !is_possible {
                let remedy = format!("leave `{key}` out");
                self.key_error(path.join(key), "nobody on this pathway waits for that", remedy);
            } else {
                self.group(path.join(key), group.as_ref(), place, &kinds);
            }
        }
    }

    /// More people may be there than there is room for, but somebody should have meant it.
    fn too_many(&mut self) {
        let start = self.model.measuring_from();
        let people = |places: &[CensusPlace], is_theirs: &dyn Fn(&CensusKind) -> bool| -> u64 {
            let groups = self.model.census.iter().filter(|group| places.contains(&group.place));
            groups.filter(|group| group.kinds.iter().all(is_theirs)).map(|group| u64::from(group.people)).sum()
        };
        let in_acute_beds = [CensusPlace::AcuteBed, CensusPlace::AwaitingTriage, CensusPlace::AwaitingCapacity];
        let mut full = Vec::new();
        for (number, hospital) in self.model.hospitals.iter().enumerate() {
            let is_theirs = |kind: &CensusKind| self.model.stage(kind.stage).hospital.at() == number;
            full.push((hospital.beds, people(&in_acute_beds, &is_theirs), "hospitals"));
        }
        for (number, pool) in self.model.pools.iter().enumerate() {
            if matches!(pool.kind, PoolKind::Beds | PoolKind::Places) {
                let takes =
                    |kind: &CensusKind| self.model.takes(kind.offer).iter().any(|take| take.pool.at() == number);
                full.push((PoolId(number as u16), people(&[CensusPlace::Service], &takes), "services"));
            }
        }
        for (pool, people, list) in full {
            let described = &self.model.pools[pool.at()];
            let units = described.capacity.iter().rev().find(|(from, _)| *from <= start).map_or(0, |(_, units)| *units);
            if people > units {
                let what = format!(
                    "{people} people are there in the census, and `{}` has {units} when it begins",
                    described.name
                );
                let path = Path::of(["census", list, &described.name]);
                self.report.warning("census", path, what, "check both; nobody new starts there until enough have left");
            }
        }
    }

    /// With a census nobody comes before the first measured day.
    pub(super) fn without_history(&self, mut arrivals: CoreArrivals) -> CoreArrivals {
        if self.scenario.census.is_some() {
            let days = HISTORY_DAYS;
            match &mut arrivals {
                CoreArrivals::Poisson { per_day, .. } => {
                    let history = per_day.len().min(days as usize);
                    per_day[..history].fill(0.0);
                }
                CoreArrivals::Counted { per_day, .. } => {
                    let history = per_day.len().min(days as usize);
                    per_day[..history].fill(0);
                }
                CoreArrivals::Fixed { first, .. } => *first = *first + u64::from(days) * DAY,
            }
        }
        arrivals
    }

    /// Those whose cohort is known, and those of whom it is not.
    fn group(&mut self, path: Path, group: Option<&'a CensusGroup>, place: CensusPlace, kinds: &[Weighed]) {
        let Some(group) = group else { return };
        if group.people.is_none() && group.cohorts.is_empty() {
            return self.error(path, "this group has nobody", "say how many `people` there are, or of which `cohorts`");
        }
        if group.people.is_none() && group.so_far.is_some() {
            let remedy = "give it to each of the `cohorts`, or give `people` whose cohort is not known";
            self.error(path.join("so_far"), "nobody here has been there so far", remedy);
        }
        for (name, known) in &group.cohorts {
            let path = path.join("cohorts").join(name);
            let Some(number) = self.scenario.cohorts.get_index_of(name) else {
                let remedy = super::unknown_name("cohort", name, self.scenario.cohorts.keys().map(String::as_str));
                self.key_error(path, format!("there is no cohort `{name}`"), remedy);
                continue;
            };
            let is_theirs = |(_, kind): &&Weighed| self.model.stage(kind.stage).cohort.at() == number;
            let kinds: Vec<Weighed> = kinds.iter().filter(is_theirs).copied().collect();
            self.are_there(path, known.people, &known.so_far, place, &kinds);
        }
        let so_far = group.so_far.as_ref().unwrap_or(&SoFar::Unknown);
        self.are_there(path, group.people.unwrap_or(0), so_far, place, kinds);
    }

    fn are_there(&mut self, path: Path, people: u32, so_far: &'a SoFar, place: CensusPlace, kinds: &[Weighed]) {
        if people == 0 {
            return;
        }
        if people > MOST_PEOPLE {
            return self.error(path.join("people"), format!("{people} people"), format!("give at most {MOST_PEOPLE}"));
        }
        // At any time more people are there of those who stay longer.
        let biased = matches!(place, CensusPlace::AcuteBed | CensusPlace::Service);
        let all = self.weights(kinds, biased);
        if all <= 0.0 {
            return self.error(path, "nobody who comes is ever there", "leave them out");
        }
        let so_far = self.so_far(&path.join("so_far"), so_far, people);
        let mut up_to = 0.0;
        let kinds = kinds.iter().map(|&(weight, kind)| {
            up_to += self.weight(weight, &kind, biased) / all;
            CensusKind { up_to, ..kind }
        });
        let kinds: Vec<CensusKind> = kinds.collect();
        let hash = NameHash::of(&path.segments().join("."));
        self.model.census.push(CoreGroup { hash, place, people, kinds, so_far });
    }

    fn weights(&self, kinds: &[Weighed], biased: bool) -> f64 {
        kinds.iter().map(|(weight, kind)| self.weight(*weight, kind, biased)).sum()
    }

    fn weight(&self, weight: f64, kind: &CensusKind, biased: bool) -> f64 {
        if biased { weight * mean_days(&self.model, kind.stay) } else { weight }
    }

    fn so_far(&mut self, path: &Path, so_far: &'a SoFar, people: u32) -> CoreSoFar {
        match so_far {
            SoFar::Unknown => CoreSoFar::Stationary,
            SoFar::DrawnFrom(stay) => CoreSoFar::Drawn(self.stay(path.join("drawn_from"), stay)),
            SoFar::CsvDays(csv) => {
                let what = format!("`{}` is named too late to be read", csv.file);
                self.error(path.join("csv_days").join("file"), what, "write it into the scenario");
                CoreSoFar::Stationary
            }
            SoFar::ValuesDays(values) => {
                let path = path.join("values_days");
                if values.len() != people as usize {
                    let what = format!("{} values for {people} people", values.len());
                    self.error(path.clone(), what, "give one value for each person");
                }
                let most = f64::from(HISTORY_DAYS);
                if let Some(wrong) = values.iter().find(|&&days| !(0.0..=most).contains(&days)) {
                    self.error(path, format!("{wrong} days so far"), format!("give 0 to {HISTORY_DAYS} days"));
                }
                CoreSoFar::Given(values.iter().map(|days| (days.max(0.0) * DAY as f64 + 0.5) as u64).collect())
            }
        }
    }

    /// Stays and pathways of a hospital's patients, with how many come a day.
    fn of_hospital(&self, demand: &Demand, hospital: HospitalId) -> Vec<Weighed> {
        let all = (0..self.model.pathways.len()).flat_map(|number| self.of_pathway(demand, PathwayId(number as u16)));
        all.filter(|(_, kind)| self.model.stage(kind.stage).hospital == hospital).collect()
    }

    fn of_pathway(&self, demand: &Demand, pathway: PathwayId) -> Vec<Weighed> {
        let model = &self.model;
        let classes = demand.admissions.iter().enumerate();
        let kinds = classes.flat_map(|(number, admissions)| {
            let (cohort, locality) = class(model, number);
            model.stages_of(cohort).map(move |(stage, described)| {
                let kind = CensusKind {
                    up_to: 0.0,
                    stage,
                    locality,
                    pathway,
                    offer: OfferId(0),
                    stay: described.acute_stay[pathway.at()],
                    ending: Ending::Ready,
                };
                (admissions[pathway.at()], kind)
            })
        });
        kinds.collect()
    }

    /// The same by how their stays will end, as those that begin on the first measured day.
    fn with_endings(&self, kinds: &[Weighed]) -> Vec<Weighed> {
        let (model, start) = (&self.model, self.model.measuring_from());
        let of_kind = |&(weight, kind): &Weighed| {
            let stage = model.stage(kind.stage);
            let reach = weight * model.reach(kind.stage, &|chance| mean(model, chance));
            let otherwise = stage.ends.iter().map(move |end| {
                let share = end.probability.at(start);
                (share * reach, CensusKind { ending: end.ending, stay: end.stay.unwrap_or(kind.stay), ..kind })
            });
            let ready = 1.0 - stage.ends.iter().map(|end| end.probability.at(start)).sum::<f64>();
            otherwise.chain([(reach * ready.max(0.0), kind)])
        };
        kinds.iter().flat_map(of_kind).collect()
    }

    /// Cohorts and offers of the people in a service, with how many ask a day.
    fn of_service(&self, demand: &Demand, pool: PoolId) -> Vec<Weighed> {
        let model = &self.model;
        let mut kinds = Vec::new();
        for (number, line) in model.lines.iter().enumerate().filter(|(_, line)| line.purpose == Purpose::Service) {
            let needs_it = |pathway: &Pathway| pathway.needs.lines().any(|line| line.at() == number);
            let pathway = model.pathways.iter().position(needs_it).unwrap_or(0);
            for offer in line.offers.clone() {
                let described = &model.offers[offer];
                if described.is_bridge || described.takes.iter().all(|take| take.pool != pool) {
                    continue;
                }
                for (number, &requests) in demand.requests[number].iter().enumerate() {
                    let (cohort, locality) = class(model, number);
                    let stay = described.stay.get(cohort.at()).copied().unwrap_or(StayId(0));
                    let kind = CensusKind {
                        up_to: 0.0,
                        stage: StageId(cohort.0),
                        locality,
                        pathway: PathwayId(pathway as u16),
                        offer: OfferId(offer as u16),
                        stay,
                        ending: Ending::Ready,
                    };
                    kinds.push((requests, kind));
                }
            }
        }
        kinds
    }
}
