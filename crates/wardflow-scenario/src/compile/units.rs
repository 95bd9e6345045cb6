//! Units that pass patients on to each other.

use wardflow_core::{
    model::{AcuteEnd, CohortId, HospitalId, Shares, Stage, StageId},
    patient::Ending,
};

use super::{Compiler, at, unknown_name};
use crate::{
    format::{Cohort, Named, PassedOn},
    reading::Path,
};

impl<'a> Compiler<'a, '_> {
    /// Adds the stays that follow the first ones.
    pub(super) fn units(&mut self) {
        for (number, (name, cohort)) in self.scenario.cohorts.iter().enumerate() {
            let path = at("cohorts", name);
            self.stages_of(&path, CohortId(number as u16), cohort);
            self.check_ends(&path, CohortId(number as u16));
        }
    }

    fn stages_of(&mut self, path: &Path, cohort: CohortId, described: &'a Cohort) {
        let units = &described.passed_on;
        let first = StageId(cohort.0);
        let arrival = self.model.stage(first).hospital;
        let before = self.model.stage_count();
        let id = |place: usize| StageId((before + place) as u16);
        let mut passing = Vec::new();
        for (place, (name, unit)) in units.iter().enumerate() {
            let rounds_at = path.clone();
            let path = path.join("passed_on").join(name);
            let hospital = self.hospital_named(path.clone(), name).unwrap_or(HospitalId(0));
            if hospital == arrival && self.scenario.hospitals.contains_key(name) {
                self.error(path.clone(), "patients of this cohort arrive here", "name another unit");
            }
            let from = match unit.from.as_deref() {
                None => first,
                Some(from) if self.scenario.hospitals.get_index_of(from) == Some(arrival.at()) => first,
                Some(from) => units.get_index_of(from).map_or_else(
                    || {
                        let remedy = unknown_name("unit", from, units.keys().map(String::as_str));
                        self.error(path.join("from"), format!("nobody is passed on to `{from}`"), remedy);
                        first
                    },
                    id,
                ),
            };
            let acute_stay = self.acute_stays(&path, &unit.acute_stay, &unit.acute_stay_by_pathway);
            let ends = self.acute_ends(&path, unit.deaths.as_ref(), unit.transfers.as_ref());
            let rounds = self.rounds_of(described, &rounds_at, hospital);
            self.model.later_stages.push(Stage {
                cohort,
                hospital,
                from: Some(from),
                acute_stay,
                rounds,
                ends,
                shares_of_ends: Shares::whole(),
            });
            let probability = self.chance(&path.join("share"), &unit.share);
            let stay = unit.stay_before.as_ref().map(|stay| self.stay(path.join("stay_before"), stay));
            passing.push((from, AcuteEnd { ending: Ending::PassedOn(id(place)), probability, stay }));
            if goes_round(units, name) {
                self.error(path.join("from"), "these units pass patients round", "let the first be where they arrive");
            }
        }
        for (from, passed_on) in passing {
            self.model.stage_mut(from).ends.push(passed_on);
        }
    }

    /// A stay ends in one way.
    fn check_ends(&mut self, path: &Path, cohort: CohortId) {
        let stages: Vec<Stage> = self.model.stages_of(cohort).map(|(_, stage)| stage.clone()).collect();
        for stage in stages {
            let path = match stage.from {
                None => path.clone(),
                Some(_) => path.join("passed_on").join(&self.model.hospitals[stage.hospital.at()].name),
            };
            let what = match stage.passed_on().next() {
                None => "`deaths` and `transfers`",
                Some(_) => "`deaths`, `transfers` and those passed on from here",
            };
            self.at_most_all(&path, what, &stage.ends.iter().map(|end| &end.probability).collect::<Vec<_>>());
        }
    }
}

/// Whether the way back from a unit never comes to where patients arrive.
fn goes_round(units: &Named<PassedOn>, name: &str) -> bool {
    let mut unit = units.get(name);
    for _ in 0..=units.len() {
        match unit.and_then(|unit| unit.from.as_deref()) {
            None => return false,
            Some(from) => unit = units.get(from),
        }
    }
    true
}
