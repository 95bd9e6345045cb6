//! Escalations: what is watched, and what is added.

use wardflow_core::{
    dated::Dated,
    model::{Addition, Escalation as CoreEscalation, HospitalId, Pool, PoolId, PoolKind, Watch as CoreWatch},
};

use super::{Compiler, MOST_CAPACITY, at, unknown_name};
use crate::{
    format::{Added, Escalation, Named, Schedule, Watch},
    reading::Path,
};

impl<'a> Compiler<'a, '_> {
    pub(super) fn escalations(&mut self) {
        for (name, escalation) in &self.scenario.escalations {
            let path = at("escalations", name);
            let [opens_above, closes_below] = self.levels(&path, escalation);
            let notice = self.hours(path.join("notice_hours"), escalation.notice_hours);
            let watch = self.watch(&path.join("watches"), &escalation.watches);
            let adds = self.added(&path.join("adds"), &escalation.adds);
            if let Some(watch) = watch {
                let title = self.title(&path, name, escalation.name.as_ref());
                self.model.escalations.push(CoreEscalation {
                    name: name.clone(),
                    title,
                    watch,
                    opens_above,
                    closes_below,
                    notice,
                    adds,
                });
            }
        }
    }

    /// Above which level the escalation comes, and below which it goes.
    fn levels(&mut self, path: &Path, escalation: &Escalation) -> [Dated; 2] {
        let [opens, closes] = [("opens_above", &escalation.opens_above), ("closes_below", &escalation.closes_below)]
            .map(|(key, schedule)| {
                if let Some(level) = schedule.values().iter().find(|level| !(0.0..=MOST_CAPACITY).contains(*level)) {
                    let remedy = format!("give 0 or more, at most {MOST_CAPACITY}");
                    self.error(path.join(key), format!("a level of {level}"), remedy);
                }
                self.dated(schedule)
            });
        if opens.steps().chain(closes.steps()).any(|(from, _)| closes.at(from) > opens.at(from)) {
            let remedy = "let it be no higher: what comes must be able to stay";
            self.error(path.join("closes_below"), "this is above `opens_above`", remedy);
        }
        [opens, closes]
    }

    fn watch(&mut self, path: &Path, watch: &'a Watch) -> Option<CoreWatch> {
        match watch {
            Watch::OccupancyPercentOf(name) => {
                let hospital = self.hospital_named(path.join("occupancy_percent_of"), name)?;
                Some(CoreWatch::UsePercent(self.model.hospitals[hospital.at()].beds))
            }
            Watch::PeopleAtFrontDoorOf(name) => {
                let hospital = self.hospital_named(path.join("people_at_front_door_of"), name)?;
                Some(CoreWatch::Line(self.model.hospitals[hospital.at()].front_door))
            }
            Watch::NctrPeopleIn(name) => self.hospital_named(path.join("nctr_people_in"), name).map(CoreWatch::Nctr),
            Watch::ReferralsWaitingAt(name) => {
                let number = self.spoa_named(path.join("referrals_waiting_at"), name)?;
                Some(CoreWatch::Line(self.spoa_lines[number]))
            }
            Watch::PeopleWaitingFor(name) => {
                self.service_pool(path.join("people_waiting_for"), name).map(CoreWatch::Waiting)
            }
        }
    }

    fn added(&mut self, path: &Path, added: &'a Added) -> Vec<Addition> {
        let mut adds = Vec::new();
        for (name, beds) in &added.hospitals {
            let path = path.join("hospitals").join(name);
            let Some(hospital) = self.hospital_named(path.clone(), name) else { continue };
            adds.extend(self.addition(path, self.model.hospitals[hospital.at()].beds, beds));
        }
        for (spoa, teams) in &added.spoas {
            let path = path.join("spoas").join(spoa);
            if self.spoa_named(path.clone(), spoa).is_some() {
                self.added_staff(&path, spoa, teams, &mut adds);
            }
        }
        for (name, units) in &added.services {
            let path = path.join("services").join(name);
            let Some(pool) = self.service_pool(path.clone(), name) else { continue };
            adds.extend(self.addition(path, pool, units));
        }
        if *added == Added::default() {
            let remedy = "name `hospitals`, `spoas` or `services` with what they get more";
            self.error(path.clone(), "this escalation adds nothing", remedy);
        }
        adds
    }

    fn added_staff(&mut self, path: &Path, spoa: &str, teams: &Named<Schedule>, adds: &mut Vec<Addition>) {
        for (team, staff) in teams {
            let path = path.join(team);
            let name = format!("{spoa}.{team}");
            let is_team = |pool: &Pool| pool.kind == PoolKind::TriageTeam && pool.name == name;
            if let Some(pool) = self.model.pools.iter().position(is_team) {
                adds.extend(self.addition(path, PoolId(pool as u16), staff));
            } else {
                let known = self.scenario.spoas[spoa].teams.keys().map(String::as_str);
                let remedy = unknown_name("team", team, known);
                self.key_error(path, format!("there is no team `{team}` in this SPOA"), remedy);
            }
        }
    }

    /// So much more of a pool, in the file's units.
    fn addition(&mut self, path: Path, pool: PoolId, units: &Schedule) -> Option<Addition> {
        let scale = match self.model.pools[pool.at()].kind {
            PoolKind::CareHours => 60.0,
            PoolKind::Vacancies => {
                let remedy = "name a service with beds, hours, places, or placements arranged at once";
                self.error(path, "vacancies come by themselves", remedy);
                return None;
            }
            _ => 1.0,
        };
        let (values, is_ramp) = (units.values(), matches!(units, Schedule::Ramp(_)));
        if let Some(wrong) = values.iter().find(|units| !(0.0..=MOST_CAPACITY).contains(*units)) {
            let remedy = format!("give 0 or more, at most {MOST_CAPACITY}");
            self.error(path, format!("{wrong} is no capacity"), remedy);
            return None;
        }
        if let Some(wrong) = values.iter().find(|units| scale <= 1.0 && units.fract() > 0.0 && !is_ramp) {
            self.error(path, format!("{wrong} is not a whole number"), "beds, places and staff come whole");
            return None;
        }
        let amounts = self.steps(units).map(|(from, units)| (from, (units * scale + 0.5).floor()));
        Some(Addition { pool, amount: Dated::new(amounts) })
    }

    pub(super) fn hospital_named(&mut self, path: Path, name: &str) -> Option<HospitalId> {
        let hospitals = &self.scenario.hospitals;
        let known = hospitals.get_index_of(name);
        if known.is_none() {
            let remedy = unknown_name("hospital", name, hospitals.keys().map(String::as_str));
            self.error(path, format!("there is no hospital `{name}`"), remedy);
        }
        known.map(|number| HospitalId(number as u16))
    }

    pub(super) fn spoa_named(&mut self, path: Path, name: &str) -> Option<usize> {
        let spoas = &self.scenario.spoas;
        let known = spoas.get_index_of(name);
        if known.is_none() {
            let remedy = unknown_name("SPOA", name, spoas.keys().map(String::as_str));
            self.error(path, format!("there is no SPOA `{name}`"), remedy);
        }
        known
    }
}
