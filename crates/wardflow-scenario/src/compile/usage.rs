//! What is written down but used by nothing, and what is used without all it needs.

use std::collections::BTreeSet;

use super::{Compiler, at};
use crate::format::{self, Needs, Outcome, Pathway, Scenario, Service, Share, Triage};

/// The services that pathways and outcomes name.
#[derive(Default)]
struct Named<'a> {
    /// As beds or placements, where people stay.
    to_stay: BTreeSet<&'a str>,
    /// By packages of care.
    to_take: BTreeSet<&'a str>,
}

impl<'a> Named<'a> {
    fn look_at(&mut self, needs: &'a Needs) {
        match needs {
            Needs::Nothing => {}
            Needs::CareAtHome { packages } => {
                for package in packages.values() {
                    let bridging = package.bridging.iter().flat_map(|bridging| bridging.takes.keys());
                    self.to_take.extend(package.takes.keys().chain(bridging).map(String::as_str));
                    self.look_at_outcomes(&package.outcomes);
                }
            }
            Needs::Bed { services } | Needs::Placement { services } => {
                self.to_stay.extend(services.iter().map(String::as_str));
            }
        }
    }

    fn look_at_outcomes(&mut self, outcomes: &'a format::Named<Outcome>) {
        outcomes.values().for_each(|outcome| self.look_at(&outcome.needs));
    }
}

impl Compiler<'_, '_> {
    pub(super) fn usage(&mut self) {
        let scenario = self.scenario;
        let mut named = Named::default();
        for pathway in scenario.pathways.values() {
            named.look_at(&pathway.needs);
        }
        for step_up in scenario.cohorts.values().filter_map(|cohort| cohort.step_up.as_ref()) {
            named.look_at(&step_up.needs);
        }
        for service in scenario.services.values() {
            named.look_at_outcomes(&service.outcomes);
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
                    "nothing needs this service",
                    "name it in the `needs` of a pathway or outcome, or leave it out",
                );
            }
        }
    }

    fn unused_spoas(&mut self) {
        let is_only = self.scenario.spoas.len() == 1;
        let triages: Vec<_> = triages(self.scenario);
        for name in self.scenario.spoas.keys() {
            let is_local = self.scenario.localities.values().any(|locality| locality.spoa.as_ref() == Some(name));
            let used =
                triages.iter().any(|triage| triage.spoa.as_ref().map_or(is_only || is_local, |spoa| spoa == name));
            if !used {
                self.unused(
                    "spoas",
                    name,
                    "this SPOA has nothing to do",
                    "give a pathway `triage`, a service an `assessment` or a cohort's `step_up` an `answered_by`, or leave the SPOA out",
                );
            }
        }
    }

    fn unused_pathways(&mut self) {
        for name in self.scenario.pathways.keys() {
            let shares = self.scenario.cohorts.values().filter_map(|cohort| cohort.pathways.get(name));
            let changed_to = self.scenario.pathways.values().any(|pathway| leads_to(pathway, name));
            let taken = changed_to
                || shares.into_iter().any(|share| match share {
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

/// Whether patients of a pathway may change to the one of that name while they wait.
fn leads_to(pathway: &Pathway, name: &str) -> bool {
    let heavier = pathway.while_waiting.as_ref().and_then(|waiting| waiting.heavier_need.as_ref());
    let fallback = pathway.fallback.as_ref();
    heavier.is_some_and(|need| need.pathway == name) || fallback.is_some_and(|fallback| fallback.pathway == name)
}

/// Everything that is done by a SPOA.
fn triages(scenario: &Scenario) -> Vec<&Triage> {
    let of_pathways = scenario.pathways.values().filter_map(|pathway| pathway.triage.as_ref());
    let of_services = scenario.services.values().filter_map(|service| service.assessment.as_ref());
    let needs = scenario.pathways.values().map(|pathway| &pathway.needs);
    let outcomes = scenario.services.values().flat_map(|service| service.outcomes.values());
    let step_ups = scenario.cohorts.values().filter_map(|cohort| cohort.step_up.as_ref());
    let of_referrals = step_ups.clone().filter_map(|step_up| step_up.answered_by.as_ref());
    let mut found: Vec<&Triage> = of_pathways.chain(of_services).chain(of_referrals).collect();
    let needs = needs.chain(step_ups.map(|step_up| &step_up.needs));
    let mut left: Vec<&Needs> = needs.chain(outcomes.map(|outcome| &outcome.needs)).collect();
    while let Some(needs) = left.pop() {
        let Needs::CareAtHome { packages } = needs else { continue };
        found.extend(packages.values().filter_map(|package| package.assessment.as_ref()));
        let outcomes = packages.values().flat_map(|package| package.outcomes.values());
        left.extend(outcomes.map(|outcome| &outcome.needs));
    }
    found
}
