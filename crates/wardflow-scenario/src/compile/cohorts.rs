//! Cohorts: arrivals, stays, shares.

use std::collections::BTreeSet;

use wardflow_core::{
    clock::Time,
    dated::Dated,
    model::{
        AcuteEnd as CoreAcuteEnd, Cohort as CoreCohort, CohortId, EarlyPlanning as CoreEarlyPlanning, HospitalId,
        Sharer, Shares, Stage, StayId,
    },
    patient::Ending,
    random::NameHash,
};

use super::{Compiler, at, unknown_name};
use crate::{
    format::{AcuteEnd, Cohort, Named, Schedule, Share, Stay},
    reading::Path,
};

/// How far the shares of the pathways may be from 1 in sum.
const SLACK: f64 = 1e-6;

/// A share that stands in the file.
pub(super) struct Given<'a> {
    /// The number of what has it.
    pub(super) number: usize,
    /// Its name.
    pub(super) name: &'a str,
    /// Where it stands.
    pub(super) path: Path,
    /// The share.
    pub(super) share: &'a Share,
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn cohorts(&mut self) {
        for (name, cohort) in &self.scenario.cohorts {
            let path = at("cohorts", name);
            let hospital = self.hospital_of(&path, cohort);
            let arrivals = self.arrivals(&path.join("arrivals"), name, &cohort.arrivals);
            let acute_stay = self.acute_stays(&path, &cohort.acute_stay, &cohort.acute_stay_by_pathway);
            let ends = self.acute_ends(&path, cohort.deaths.as_ref(), cohort.transfers.as_ref());
            let shares = self.pathway_shares(&path.join("pathways"), cohort);
            let early_planning = cohort.early_planning.as_ref().map(|early| {
                let path = path.join("early_planning");
                let probability = self.chance(&path.join("share"), &early.share);
                Box::new(CoreEarlyPlanning { probability, lead: self.stay(path.join("lead"), &early.lead) })
            });
            let localities = self.localities_of(&path, cohort);
            let priority = self.priority(path.join("priority"), cohort.priority);
            let patience = self.patience(&path.join("patience"), cohort.patience.as_ref(), false);
            let hash = NameHash::of(name);
            let id = CohortId(self.model.cohorts.len() as u16);
            let shares_of_ends = Shares::whole();
            let rounds = self.rounds_of(cohort, &path, hospital);
            let first = Stage { cohort: id, hospital, from: None, acute_stay, rounds, ends, shares_of_ends };
            let title = self.title(&path, name, cohort.name.as_ref());
            self.model.cohorts.push(CoreCohort {
                name: name.clone(),
                title,
                hash,
                localities,
                arrivals,
                first,
                shares,
                priority,
                patience,
                step_up: self.step_ups.pop_front().flatten(),
                early_planning,
            });
        }
        self.units();
        self.stays_by_cohort();
    }

    /// Reports chances of which only one can come true if they add up to more than 1 at any time.
    pub(super) fn at_most_all(&mut self, path: &Path, what: &str, chances: &[&Dated]) {
        let together = |at: Time| chances.iter().map(|chance| chance.at(at)).sum::<f64>();
        let dates = chances.iter().flat_map(|chance| chance.steps());
        let most = dates.map(|(at, _)| together(at)).fold(0.0, f64::max);
        if most > 1.0 + SLACK {
            let what = format!("{what} together have a share of {}", (most * 1e6).round() / 1e6);
            self.error(path.clone(), what, "let their shares add up to 1 at most");
        }
    }

    fn hospital_of(&mut self, path: &Path, cohort: &Cohort) -> HospitalId {
        let hospitals = &self.scenario.hospitals;
        if let Some(name) = &cohort.hospital {
            return self.hospital_named(path.join("hospital"), name).unwrap_or(HospitalId(0));
        }
        if hospitals.len() > 1 {
            let names = hospitals.keys().take(12).map(String::as_str).collect::<Vec<_>>().join("`, `");
            let what = "this does not say at which hospital its patients arrive";
            self.error(path.clone(), what, format!("name one as `hospital`: `{names}`"));
        }
        HospitalId(0)
    }

    /// The acute stay in a unit by pathway.
    pub(super) fn acute_stays(&mut self, path: &Path, usual: &'a Stay, by_pathway: &'a Named<Stay>) -> Vec<StayId> {
        let usual = self.stay(path.join("acute_stay"), usual);
        let mut stays = vec![usual; self.scenario.pathways.len()];
        for (pathway, stay) in by_pathway {
            let path = path.join("acute_stay_by_pathway").join(pathway);
            if let Some(number) = self.pathway_key(&path, pathway) {
                stays[number] = self.stay(path, stay);
            }
        }
        stays
    }

    /// The place of a pathway that a key names.
    fn pathway_key(&mut self, path: &Path, pathway: &str) -> Option<usize> {
        self.scenario.pathways.get_index_of(pathway).or_else(|| {
            let (what, remedy) = self.no_pathway(pathway);
            self.key_error(path.clone(), what, remedy);
            None
        })
    }

    /// The place of a pathway that a value names.
    pub(super) fn pathway_named(&mut self, path: Path, pathway: &str) -> Option<usize> {
        self.scenario.pathways.get_index_of(pathway).or_else(|| {
            let (what, remedy) = self.no_pathway(pathway);
            self.error(path, what, remedy);
            None
        })
    }

    fn no_pathway(&self, pathway: &str) -> (String, String) {
        let known = self.scenario.pathways.keys().map(String::as_str);
        (format!("there is no pathway `{pathway}`"), unknown_name("pathway", pathway, known))
    }

    /// How stays in a unit end that end neither in readiness nor with a bed in another one.
    pub(super) fn acute_ends(
        &mut self,
        path: &Path,
        deaths: Option<&'a AcuteEnd>,
        transfers: Option<&'a AcuteEnd>,
    ) -> Vec<CoreAcuteEnd> {
        let ends = [("deaths", deaths, Ending::Died), ("transfers", transfers, Ending::Transferred)];
        let ends = ends.into_iter().filter_map(|(key, end, ending)| {
            let (path, end) = (path.join(key), end?);
            let probability = self.chance(&path.join("share"), &end.share);
            let stay = end.stay.as_ref().map(|stay| self.stay(path.join("stay"), stay));
            Some(CoreAcuteEnd { ending, probability, stay })
        });
        ends.collect()
    }

    /// Shares of the pathways by date.
    fn pathway_shares(&mut self, path: &Path, cohort: &Cohort) -> Shares {
        let mut given = Vec::new();
        for (pathway, share) in &cohort.pathways {
            let path = path.join(pathway);
            if let Some(number) = self.pathway_key(&path, pathway) {
                given.push(Given { number, name: pathway, path, share });
            }
        }
        self.shares(path, &given, self.scenario.pathways.len().max(1))
    }

    /// Shares by date of so many things, those not given 0; together they are 1 on every day.
    pub(super) fn shares(&mut self, path: &Path, shares: &[Given<'_>], count: usize) -> Shares {
        if !self.are_shares(shares) {
            return stand_in(count);
        }
        self.dated_shares(path, "", shares, count)
    }

    /// Whether each share is possible by itself.
    pub(super) fn are_shares(&mut self, shares: &[Given<'_>]) -> bool {
        let mut are_shares = true;
        let mut has_rest = false;
        for Given { path, share, .. } in shares {
            match share {
                Share::TheRest if has_rest => {
                    self.error(path.clone(), "a second \"the_rest\"", "only one can take what the others leave");
                    are_shares = false;
                }
                Share::TheRest => has_rest = true,
                Share::Of(schedule) => {
                    self.chance(path, schedule);
                    are_shares &= schedule.values().iter().all(|value| (0.0..=1.0).contains(value));
                }
            }
        }
        are_shares
    }

    /// Shares that are possible by themselves (see [`Self::are_shares`]); messages say whose they are.
    pub(super) fn dated_shares(&mut self, path: &Path, whose: &str, shares: &[Given<'_>], count: usize) -> Shares {
        // By name: a sum of rounded numbers depends on their order.
        let mut given: Vec<(usize, &str, &Schedule)> = Vec::new();
        let mut rest = None;
        for &Given { number, name, share, .. } in shares {
            match share {
                Share::TheRest => rest = Some((number, name)),
                Share::Of(schedule) => given.push((number, name, schedule)),
            }
        }
        given.sort_by_key(|(_, name, _)| *name);
        let (warm_up, start) = (self.model.warm_up_days, self.scenario.start);
        let dated = given.iter().flat_map(|(_, _, schedule)| schedule.changes(self.run_days, warm_up, start));
        let changes: BTreeSet<u32> = dated.map(|(day, _)| day).chain([0]).collect();
        let mut steps = Vec::new();
        for day in changes {
            let mut shares = vec![0.0; count];
            let mut sum = 0.0;
            for (number, _, share) in &given {
                shares[*number] = share.on_run_day(day, warm_up, start);
                sum += shares[*number];
            }
            if let Some((rest, _)) = rest.filter(|_| sum <= 1.0 + SLACK) {
                shares[rest] = (1.0 - sum).max(0.0);
            } else if (sum - 1.0).abs() > SLACK {
                let date = start.plus_days(i64::from(day) - i64::from(warm_up));
                let when = if day == 0 { String::new() } else { format!(" on {date}") };
                let sum = (sum * 1e6).round() / 1e6;
                let (beside, remedy) = match rest {
                    Some(_) => (" beside \"the_rest\"", "let them add up to 1 at most"),
                    None => ("", "let them add up to 1; one of them may be \"the_rest\""),
                };
                self.error(path.clone(), format!("the shares{whose}{beside} add up to {sum}{when}"), remedy);
                return stand_in(count);
            }
            steps.push((Time::midnight(day.into()), shares));
        }
        let own = given.iter().map(|&(number, name, _)| Sharer { number, name, is_rest: false });
        let rest = rest.into_iter().map(|(number, name)| Sharer { number, name, is_rest: true });
        Shares::new(&own.chain(rest).collect::<Vec<_>>(), count, &steps)
    }

    /// Stays in a service that differ by cohort.
    fn stays_by_cohort(&mut self) {
        for (number, (name, cohort)) in self.scenario.cohorts.iter().enumerate() {
            for (service, stay) in &cohort.stay_by_service {
                let path = at("cohorts", name).join("stay_by_service").join(service);
                let Some(pool) = self.service_pool(path.clone(), service) else { continue };
                if self.scenario.services[service].stay.is_none() {
                    self.error(
                        path,
                        "nobody stays in this service",
                        "name a service with a `stay`; for care at home give it to the packages",
                    );
                    continue;
                }
                let stay = self.stay(path, stay);
                let model = &mut self.model;
                for line in &self.service_lines {
                    for offer in &mut model.offers[model.lines[line.at()].offers.clone()] {
                        if offer.takes.first().is_some_and(|take| take.pool == pool) {
                            offer.stay[number] = stay;
                        }
                    }
                }
            }
        }
    }
}

/// Instead of shares that are not possible.
fn stand_in(count: usize) -> Shares {
    let sharers: Vec<Sharer<'_>> = (0..count).map(|number| Sharer { number, name: "", is_rest: false }).collect();
    Shares::new(&sharers, count, &[(Time::START, vec![1.0; count])])
}
