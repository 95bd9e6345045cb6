//! What is written down but used by nothing, and what is used without all it needs.

use std::collections::BTreeSet;

use super::{Compiler, at};
use crate::format::{Needs, Service, Share};

/// The services that pathways name.
#[derive(Default)]
struct Named<'a> {
    /// As beds or placements, where people stay.
    to_stay: BTreeSet<&'a str>,
    /// By packages of care.
    to_take: BTreeSet<&'a str>,
}

impl Compiler<'_, '_> {
    pub(super) fn usage(&mut self) {
        let scenario = self.scenario;
        let mut named = Named::default();
        for pathway in scenario.pathways.values() {
            match &pathway.needs {
                Needs::Nothing => {}
                Needs::CareAtHome { packages } => {
                    named
                        .to_take
                        .extend(packages.values().flat_map(|package| package.takes.keys()).map(String::as_str));
                }
                Needs::Bed { services } => named.to_stay.extend(services.iter().map(String::as_str)),
                Needs::Placement { service } => {
                    named.to_stay.insert(service);
                }
            }
        }
        for (name, service) in &scenario.services {
            self.places_have_stays(name, service, &named);
        }
        // A misspelt name makes something look unused.
        if !self.report.has_errors() {
            self.unused_services(&named);
            self.unused_spoas();
            self.unused_pathways();
        }
    }

    /// Places need a stay unless packages of care take them.
    fn places_have_stays(&mut self, name: &str, service: &Service, named: &Named<'_>) {
        let path = at("services", name);
        let is_clear = |number| !self.unclear_services.contains(&number);
        if service.places.is_none() || !self.scenario.services.get_index_of(name).is_some_and(is_clear) {
            return;
        }
        let (to_stay, to_take) = (named.to_stay.contains(name), named.to_take.contains(name));
        if service.stay.is_none() && to_stay {
            self.missing_stay(path, "");
        } else if service.stay.is_none()
            && !to_take
            && !self.report.is_affected(&crate::reading::Path::of(["pathways"]))
        {
            self.missing_stay(path, "; only places that packages of care take need none");
        } else if service.stay.is_some() && to_take && !to_stay {
            self.report.warning(
                "unused",
                path.join("stay"),
                "this `stay` is never looked at: only packages of care take these places",
                "give each package its `stay`, and leave this one out",
            );
        }
    }

    fn unused_services(&mut self, named: &Named<'_>) {
        for name in self.scenario.services.keys() {
            if !named.to_stay.contains(name.as_str()) && !named.to_take.contains(name.as_str()) {
                self.unused(
                    "services",
                    name,
                    "no pathway needs this service",
                    "name it in the `needs` of a pathway, or leave it out",
                );
            }
        }
    }

    fn unused_spoas(&mut self) {
        let is_only = self.scenario.spoas.len() == 1;
        let triages: Vec<_> = self.scenario.pathways.values().filter_map(|pathway| pathway.triage.as_ref()).collect();
        for name in self.scenario.spoas.keys() {
            let used = triages.iter().any(|triage| triage.spoa.as_ref().map_or(is_only, |spoa| spoa == name));
            if !used {
                self.unused(
                    "spoas",
                    name,
                    "no pathway is triaged by this SPOA",
                    "give a pathway `triage`, or leave the SPOA out",
                );
            }
        }
    }

    fn unused_pathways(&mut self) {
        for name in self.scenario.pathways.keys() {
            let shares = self.scenario.cohorts.values().filter_map(|cohort| cohort.pathways.get(name));
            let taken = shares.into_iter().any(|share| match share {
                Share::TheRest => true,
                Share::Of(schedule) => schedule.values().iter().any(|&share| share > 0.0),
            });
            if !taken {
                self.unused(
                    "pathways",
                    name,
                    "no patient takes this pathway",
                    "give it a share in the `pathways` of a cohort, or leave it out",
                );
            }
        }
    }

    fn unused(&mut self, list: &str, name: &str, what: &str, remedy: &str) {
        self.report.warning("unused", at(list, name), what, remedy);
    }
}
