//! Localities: who lives where, and who serves them.

use wardflow_core::{
    locality::{Needs, Packages},
    model::{LineId, Locality as CoreLocality, Purpose, Shares},
};

use super::{Compiler, at, cohorts::Given, unknown_name};
use crate::{format::Cohort, reading::Path, work::Demand};

/// A line that nobody can ever leave: those who serve a locality are not among those who are named.
pub(super) struct Unserved {
    line: LineId,
    /// Where they should be named.
    path: Path,
    localities: Vec<usize>,
}

impl Compiler<'_, '_> {
    pub(super) fn localities(&mut self) {
        for (name, locality) in &self.scenario.localities {
            let path = at("localities", name);
            let spoa = locality.spoa.as_ref().and_then(|spoa| self.spoa_named(path.join("spoa"), spoa));
            let adults = self.people(path.join("adults"), locality.adults);
            let triage = spoa.map(|spoa| self.spoa_lines[spoa]);
            let title = self.title(&path, name, locality.name.as_ref());
            self.model.localities.push(CoreLocality { name: name.clone(), title, triage, adults });
        }
        for (name, service) in &self.scenario.services {
            for (number, locality) in service.serves.iter().enumerate() {
                self.locality_named(at("services", name).join("serves").join(number), locality);
            }
        }
    }

    fn locality_named(&mut self, path: Path, name: &str) -> Option<usize> {
        let known = self.scenario.localities.get_index_of(name);
        if known.is_none() {
            let remedy = unknown_name("locality", name, self.scenario.localities.keys().map(String::as_str));
            self.error(path, format!("there is no locality `{name}`"), remedy);
        }
        known
    }

    /// Where the patients of a cohort live.
    pub(super) fn localities_of(&mut self, path: &Path, cohort: &Cohort) -> Option<Box<Shares>> {
        let count = self.scenario.localities.len();
        if count == 0 && cohort.localities.is_empty() {
            return None;
        }
        if cohort.localities.is_empty() {
            let names = self.scenario.localities.keys().take(12).map(String::as_str).collect::<Vec<_>>().join("`, `");
            let what = "this does not say where its patients live";
            self.error(path.clone(), what, format!("give shares as `localities`: `{names}`"));
            return None;
        }
        let path = path.join("localities");
        let mut given = Vec::new();
        for (name, share) in &cohort.localities {
            if let Some(number) = self.locality_named(path.join(name), name) {
                given.push(Given { number, name, path: path.join(name), share });
            }
        }
        (given.len() == cohort.localities.len()).then(|| Box::new(self.shares(&path, &given, count)))
    }

    /// Whether a service serves a locality; one that is not known is reported elsewhere.
    pub(super) fn serves(&self, service: &str, locality: usize) -> bool {
        let serves = self.scenario.services.get(service).map_or(&[][..], |service| &service.serves);
        let name = self.scenario.localities.get_index(locality).map(|(name, _)| name);
        serves.is_empty() || name.is_none_or(|name| serves.contains(name))
    }

    /// What is needed in each locality: `list` makes it of those of so many options that serve there, given by their
    /// places. Localities with the same options have the same.
    pub(super) fn needs_by_locality(
        &mut self,
        path: &Path,
        options: usize,
        serves: impl Fn(&Self, usize, usize) -> bool,
        mut list: impl FnMut(&mut Self, &[usize], &[usize]) -> Packages,
    ) -> Needs {
        let localities = self.scenario.localities.len();
        let mut choices: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for locality in 0..localities {
            let choice: Vec<usize> = (0..options).filter(|&option| serves(self, option, locality)).collect();
            match choices.iter_mut().find(|(known, _)| *known == choice) {
                Some((_, who)) => who.push(locality),
                None => choices.push((choice, vec![locality])),
            }
        }
        if localities == 0 {
            choices.push(((0..options).collect(), Vec::new()));
        }
        let mut of = vec![0; localities];
        let mut lists = Vec::new();
        for (number, (choice, who)) in choices.into_iter().enumerate() {
            for &locality in &who {
                of[locality] = number as u16;
            }
            lists.push(if choice.is_empty() && options > 0 {
                let line = self.add_line_of(Purpose::Service, Vec::new());
                self.unserved.push(Unserved { line, path: path.clone(), localities: who });
                Packages::only(line)
            } else {
                list(self, &choice, &who)
            });
        }
        Needs::by_locality(lists, of)
    }

    /// Localities whose people ask for what nobody gives them.
    pub(super) fn unserved(&mut self) {
        if self.unserved.is_empty() || self.report.has_errors() {
            return;
        }
        let demand = Demand::of(&self.model);
        for Unserved { line, path, localities } in std::mem::take(&mut self.unserved) {
            let of_locality = |locality: usize| demand.requests_of(&self.model, line, locality);
            let asking = localities.into_iter().filter(|&locality| of_locality(locality) > 0.0);
            let names: Vec<&str> = asking.map(|locality| self.model.localities[locality].name.as_str()).collect();
            if !names.is_empty() {
                let what = format!("nobody here serves people of `{}`, who need this", names.join("`, `"));
                self.error(path, what, "name somebody who does, or let a service here serve them too (`serves`)");
            }
        }
    }

    /// Names of localities for messages, where there are any.
    pub(super) fn for_localities(&self, localities: &[usize]) -> String {
        let names = localities.iter().filter_map(|&locality| self.scenario.localities.get_index(locality));
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!(" for `{}`", names.join("`, `")) }
    }
}
