//! Today's census: who is there, and who they may be.

mod evidence;
mod room;

use wardflow_core::{
    census::HISTORY_DAYS,
    clock::DAY,
    model::{CensusGroup as CoreGroup, CensusKind, CensusPlace, HospitalId, Known, PathwayId, PoolKind, Times},
    random::NameHash,
};

use self::evidence::{Before, Candidate};
use super::Compiler;
use crate::{
    format::{CensusGroup, PathwayCensus, Remaining, SoFar, Stay},
    reading::Path,
};

/// Most people in one group.
const MOST_PEOPLE: u32 = 100_000;
/// Most days that people of a census may still stay.
const MOST_REMAINING: u32 = 36_525;

impl<'a> Compiler<'a, '_> {
    pub(super) fn census(&mut self) {
        let Some(census) = &self.scenario.census else { return };
        if self.report.has_errors() {
            // Who is there depends on everything else.
            return;
        }
        let before = self.before_the_run();
        let path = Path::of(["census"]);
        for (name, hospital) in &census.hospitals {
            let path = path.join("hospitals").join(name);
            let Some(id) = self.hospital_named(path.clone(), name) else { continue };
            let candidates = self.of_hospital(&before, id);
            let of_stays = self.by_ending(&candidates);
            self.group(path.join("not_ready"), hospital.not_ready.as_ref(), CensusPlace::AcuteBed, &of_stays);
            let is_first = |candidate: &&Candidate| self.model.stage(candidate.kind.stage).from.is_none();
            let outside: Vec<Candidate> = candidates.iter().filter(is_first).copied().collect();
            self.group(path.join("front_door"), hospital.front_door.as_ref(), CensusPlace::FrontDoor, &outside);
            for (name, pathway) in &hospital.pathways {
                self.ready(&path.join("pathways").join(name), name, pathway, &before, Some(id));
            }
        }
        for (name, pathway) in &census.pathways {
            self.ready(&path.join("pathways").join(name), name, pathway, &before, None);
        }
        for (name, group) in &census.services {
            let path = path.join("services").join(name);
            let Some(pool) = self.service_pool(path.clone(), name) else { continue };
            if matches!(self.model.pools[pool.at()].kind, PoolKind::Vacancies | PoolKind::Arranging) {
                self.error(path, "nobody stays in this service", "name services with beds, hours or places");
                continue;
            }
            let staying = self.of_service(&before, pool, false);
            if staying.is_empty() {
                // Nobody is there but those who wait for their package.
                let bridging = self.of_service(&before, pool, true);
                self.group(path, Some(group), CensusPlace::Bridging, &bridging);
            } else {
                self.group(path, Some(group), CensusPlace::Service, &staying);
            }
        }
        self.model.census.sort_by_key(|group| group.place);
        self.too_many();
    }

    /// People discharge ready on a pathway, in one hospital or wherever.
    fn ready(&mut self, path: &Path, name: &str, census: &'a PathwayCensus, before: &Before, at: Option<HospitalId>) {
        let Some(number) = self.pathway_named(path.clone(), name) else { return };
        let mut candidates = self.ready_on(before, PathwayId(number as u16));
        candidates.retain(|candidate| at.is_none_or(|at| self.model.stage(candidate.kind.stage).hospital == at));
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
                self.group(path.join(key), group.as_ref(), place, &candidates);
            }
        }
    }

    /// Those whose cohort is known, and those of whom it is not.
    fn group(&mut self, path: Path, group: Option<&'a CensusGroup>, place: CensusPlace, candidates: &[Candidate]) {
        let Some(group) = group else { return };
        if group.people.is_none() && group.cohorts.is_empty() {
            return self.error(path, "this group has nobody", "say how many `people` there are, or of which `cohorts`");
        }
        for (key, is_given) in [("so_far", group.so_far.is_some()), ("remaining", group.remaining.is_some())] {
            if group.people.is_none() && is_given {
                let remedy = "give it to each of the `cohorts`, or give `people` whose cohort is not known";
                self.error(path.join(key), "nobody here has been there so far", remedy);
            }
        }
        for (name, known) in &group.cohorts {
            let path = path.join("cohorts").join(name);
            let Some(number) = self.scenario.cohorts.get_index_of(name) else {
                let remedy = super::unknown_name("cohort", name, self.scenario.cohorts.keys().map(String::as_str));
                self.key_error(path, format!("there is no cohort `{name}`"), remedy);
                continue;
            };
            let is_theirs = |one: &&Candidate| self.model.stage(one.kind.stage).cohort.at() == number;
            let candidates: Vec<Candidate> = candidates.iter().filter(is_theirs).copied().collect();
            let times = (&known.so_far, known.remaining.as_ref());
            self.are_there(path, known.people, times, (place, true), &candidates);
        }
        let times = (group.so_far.as_ref().unwrap_or(&SoFar::Unknown), group.remaining.as_ref());
        self.are_there(path, group.people.unwrap_or(0), times, (place, false), candidates);
    }

    /// So many people in a place, with what is known of their time and whether their cohort is known.
    fn are_there(
        &mut self,
        path: Path,
        people: u32,
        times: (&'a SoFar, Option<&'a Remaining>),
        (place, is_known): (CensusPlace, bool),
        candidates: &[Candidate],
    ) {
        if people == 0 {
            return;
        }
        if people > MOST_PEOPLE {
            return self.error(path.join("people"), format!("{people} people"), format!("give at most {MOST_PEOPLE}"));
        }
        let mut kinds = self.kinds(candidates, place, is_known);
        if kinds.is_empty() && !is_known {
            kinds = self.kinds(candidates, place, true);
            self.nobody_comes(&path, &kinds);
        }
        if kinds.is_empty() {
            return self.error(path, "nobody who comes is ever there", "leave them out");
        }
        // Kinds with the same stay stand together: the evidence is looked at once.
        kinds.sort_by_key(|kind| kind.stay);
        let known = self.known(&path, times, place, people);
        let hash = NameHash::of(&path.segments().join("."));
        let group = CoreGroup { hash, place, people, kinds, known };
        self.beyond_longest(&path, &group);
        self.model.census.push(group);
    }

    /// Nobody comes any more, as to a ward that closes: all cohorts alike, but somebody should have meant it.
    fn nobody_comes(&mut self, path: &Path, kinds: &[CensusKind]) {
        let mut cohorts: Vec<_> = kinds.iter().map(|kind| self.model.stage(kind.stage).cohort).collect();
        cohorts.sort_unstable();
        cohorts.dedup();
        if let several @ 2.. = cohorts.len() {
            let what =
                format!("nobody comes here any more: who these people are is drawn from {several} cohorts alike");
            self.report.warning("census", path.clone(), what, "say how many are of which of the `cohorts`");
        }
    }

    /// What is known of the time of so many people.
    fn known(
        &mut self,
        path: &Path,
        (so_far, remaining): (&'a SoFar, Option<&'a Remaining>),
        place: CensusPlace,
        people: u32,
    ) -> Known {
        let Some(remaining) = remaining else {
            let path = path.join("so_far");
            return match so_far {
                SoFar::Unknown => Known::Nothing,
                SoFar::DrawnFrom(stay) => Known::SoFar(self.drawn(&path, stay)),
                SoFar::CsvDays(csv) => self.named_too_late(&path, &csv.file),
                SoFar::ValuesDays(values) => {
                    Known::SoFar(self.values(path.join("values_days"), values, (HISTORY_DAYS, "so far"), people))
                }
            };
        };
        let path = path.join("remaining");
        if !place.is_stay() {
            let remedy = "give `so_far`: how long they have waited";
            self.key_error(path.clone(), "how long people will wait is what the run finds out", remedy);
        } else if *so_far != SoFar::Unknown {
            self.key_error(path.clone(), "both `so_far` and `remaining` are given", "leave one of them out");
        }
        match remaining {
            Remaining::DrawnFrom(stay) => Known::Remaining(self.drawn(&path, stay)),
            Remaining::CsvDays(csv) => self.named_too_late(&path, &csv.file),
            Remaining::ValuesDays(values) => {
                let most = (MOST_REMAINING, "still to stay");
                Known::Remaining(self.values(path.join("values_days"), values, most, people))
            }
        }
    }

    fn drawn(&mut self, path: &Path, stay: &Stay) -> Times {
        Times::Drawn(self.stay(path.join("drawn_from"), stay))
    }

    fn named_too_late(&mut self, path: &Path, file: &str) -> Known {
        let what = format!("`{file}` is named too late to be read");
        self.error(path.join("csv_days").join("file"), what, "write it into the scenario");
        Known::Nothing
    }

    /// One value in days for each person, at most so many.
    fn values(&mut self, path: Path, values: &[f64], (most, what): (u32, &str), people: u32) -> Times {
        if values.len() != people as usize {
            let what = format!("{} values for {people} people", values.len());
            self.error(path.clone(), what, "give one value for each person");
        }
        if let Some(wrong) = values.iter().find(|&&days| !(0.0..=f64::from(most)).contains(&days)) {
            self.error(path, format!("{wrong} days {what}"), format!("give 0 to {most} days"));
        }
        Times::Given(values.iter().map(|days| (days.max(0.0) * DAY as f64 + 0.5) as u64).collect())
    }
}
