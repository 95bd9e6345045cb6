//! Pathways: triage, arrangements, and lines for what they need.

use indexmap::IndexMap;
use wardflow_core::{
    locality::{Needs as CoreNeeds, Packages},
    model::{
        Arrangement as CoreArrangement, Destination as CoreDestination, Follows, LineId, Offer, Pathway as CorePathway,
        PoolId, PoolKind, Purpose, Reason, ReasonGroup, ReasonId, Responsible as CoreResponsible, Setting, StayId,
        Take, Triage as CoreTriage,
    },
    observe::MOST_ARRANGEMENTS,
    random::NameHash,
};

use super::{Compiler, MOST_NAMED, at, cohorts::Given};
use crate::{
    format::{
        Amount, Arrangement, Destination, Group, Named, Needs, Package, RequestCapacity, Responsible, Share, Triage,
    },
    reading::Path,
};

/// Most weeks of a taper: ten years.
const MOST_TAPER_WEEKS: usize = 520;
/// Most that one package takes of a service: 1,000 hours a week.
const MOST_TAKEN: f64 = 60_000.0;

impl<'a> Compiler<'a, '_> {
    pub(super) fn pathways(&mut self) {
        for (name, pathway) in &self.scenario.pathways {
            let path = at("pathways", name);
            let triage = pathway.triage.as_ref().and_then(|triage| self.triage(&path.join("triage"), triage));
            let arrangements = self.arrangements(&path.join("arrangements"), &pathway.arrangements);
            let (level, needs) = self.needs(&path.join("needs"), &pathway.needs);
            let readmission = self.readmission(&path.join("readmission"), pathway.readmission.as_ref());
            if level > 0 && readmission.is_some() {
                let remedy = "give `readmission` to the outcomes of the service or package";
                self.key_error(path.join("readmission"), "nobody goes straight home on this pathway", remedy);
            }
            let leads_to = self.leads_to(&path.join("leads_to"), level, pathway.leads_to);
            let priority = self.priority(path.join("priority"), pathway.priority);
            let while_waiting = self.while_waiting(&path, pathway);
            let title = self.title(&path, name, pathway.name.as_ref());
            self.model.pathways.push(CorePathway {
                name: name.clone(),
                title,
                level,
                triage,
                arrangements,
                request_at_readiness: pathway.request_capacity == RequestCapacity::AtReadiness,
                needs,
                leads_to,
                responsible: responsible(pathway.responsible),
                readmission,
                priority,
                while_waiting,
            });
        }
    }

    /// Where those go who need nothing: simple discharge is home unless a care home is named.
    fn leads_to(&mut self, path: &Path, level: u8, leads_to: Option<Destination>) -> CoreDestination {
        match leads_to {
            Some(_) if level > 0 => {
                let remedy = "give `leads_to` to the outcomes of the service or package";
                self.key_error(path.clone(), "this pathway needs something before that", remedy);
            }
            Some(Destination::Hospital | Destination::Death) => {
                let remedy = "write \"home\" or \"care_home\"; for deaths and transfers give the cohort `deaths` and `transfers`";
                self.error(path.clone(), "a discharge does not lead there", remedy);
            }
            Some(Destination::CareHome) => return CoreDestination::CareHome,
            Some(Destination::Home) | None => {}
        }
        CoreDestination::Home
    }

    pub(super) fn triage(&mut self, path: &Path, triage: &Triage) -> Option<CoreTriage> {
        let handling = self.handling_time(path.join("handling"), &triage.handling);
        let (line, is_local) = match &triage.spoa {
            Some(name) => (self.spoa_named(path.join("spoa"), name).map(|spoa| self.spoa_lines[spoa]), false),
            None => (self.usual_spoa(path), self.model.localities.iter().any(|locality| locality.triage.is_some())),
        };
        Some(CoreTriage { line: line?, is_local, handling })
    }

    /// The line at the SPOA of whoever has none in their locality.
    fn usual_spoa(&mut self, path: &Path) -> Option<LineId> {
        let spoas = &self.scenario.spoas;
        let localities = &self.model.localities;
        if let [only] = self.spoa_lines.as_slice() {
            return Some(*only);
        }
        if !localities.is_empty() && localities.iter().all(|locality| locality.triage.is_some()) {
            return localities[0].triage;
        }
        let (what, remedy) = if spoas.is_empty() {
            ("there is no SPOA for this triage".to_owned(), "add one to `spoas`, or leave `triage` out".to_owned())
        } else if let Some(locality) = localities.iter().find(|locality| locality.triage.is_none()) {
            let what = format!("this does not say which SPOA triages, and the locality `{}` has none", locality.name);
            (what, "give each locality its `spoa`, or name one here".to_owned())
        } else {
            let names = spoas.keys().take(12).map(String::as_str).collect::<Vec<_>>().join("`, `");
            ("this does not say which SPOA triages".to_owned(), format!("name one as `spoa`: `{names}`"))
        };
        self.error(path.clone(), what, remedy);
        None
    }

    fn arrangements(&mut self, path: &Path, arrangements: &Named<Arrangement>) -> std::ops::Range<usize> {
        if arrangements.len() > MOST_ARRANGEMENTS {
            self.error(
                path.clone(),
                format!("{} arrangements", arrangements.len()),
                format!("at most {MOST_ARRANGEMENTS} are possible"),
            );
        }
        let first = self.model.arrangements.len();
        for (number, (name, arrangement)) in arrangements.iter().take(MOST_ARRANGEMENTS).enumerate() {
            let path = path.join(name);
            self.check_name(path.clone(), name);
            let reason = self.reason(&path, name, arrangement);
            let time = self.stay(path.join("time"), &arrangement.time);
            if number == 0 && arrangement.alongside_previous {
                self.error(
                    path.join("alongside_previous"),
                    "there is no arrangement before this one",
                    "leave it out of the first arrangement",
                );
            }
            self.model.arrangements.push(CoreArrangement {
                hash: NameHash::of(name),
                reason,
                time,
                with_previous: arrangement.alongside_previous,
            });
        }
        first..self.model.arrangements.len()
    }

    /// The reason of a named arrangement: the same name on several pathways is one reason.
    fn reason(&mut self, path: &Path, name: &str, arrangement: &Arrangement) -> ReasonId {
        let reason = Reason {
            name: name.to_owned(),
            title: self.title(path, name, arrangement.name.as_ref()),
            group: group(arrangement.group),
            responsible: responsible(arrangement.responsible),
        };
        let known = self.model.reasons.iter().position(|known| known.name == name);
        if let Some(number) = known {
            if self.model.reasons[number] != reason {
                let remedy = "give it the same `group`, `responsible` and `name` on every pathway, or another key";
                self.error(
                    path.clone(),
                    format!("`{name}` has another `group`, `responsible` or `name` on another pathway"),
                    remedy,
                );
            }
            return ReasonId(number as u16);
        }
        self.model.reasons.push(reason);
        ReasonId((self.model.reasons.len() - 1) as u16)
    }

    /// The level of a need, and the line of each package or preference list with its cumulative share, by locality.
    pub(super) fn needs(&mut self, path: &Path, needs: &'a Needs) -> (u8, CoreNeeds) {
        match needs {
            Needs::Nothing => (0, CoreNeeds::default()),
            Needs::CareAtHome { packages } => (1, self.packages(&path.join("care_at_home").join("packages"), packages)),
            Needs::Bed { services } => (2, self.first_of(&path.join("bed").join("services"), services, Self::bed)),
            Needs::Placement { services } => {
                (3, self.first_of(&path.join("placement").join("services"), services, Self::placement))
            }
        }
    }

    /// A line for the first of these services that has what is wanted: a preference list.
    fn first_of(
        &mut self,
        path: &Path,
        services: &[String],
        offer: impl Fn(&mut Self, Path, PoolId, &str) -> Option<Offer>,
    ) -> CoreNeeds {
        if services.is_empty() {
            self.error(
                path.clone(),
                "no service is named here",
                "name at least one of `services`, the preferred one first",
            );
        }
        if services.len() > MOST_NAMED {
            self.error(path.clone(), format!("{} services", services.len()), format!("name at most {MOST_NAMED}"));
        }
        let mut named: Vec<(&str, Offer)> = Vec::new();
        for (number, service) in services.iter().take(MOST_NAMED).enumerate() {
            let path = path.join(number);
            let Some(pool) = self.service_pool(path.clone(), service) else { continue };
            let Some(offer) = offer(self, path.clone(), pool, service) else { continue };
            if named.iter().any(|(known, _)| known == service) {
                self.error(path, format!("`{service}` stands here twice"), "name each service once");
            } else {
                named.push((service, offer));
            }
        }
        let serves = |compiler: &Self, option: usize, locality: usize| compiler.serves(named[option].0, locality);
        self.needs_by_locality(path, named.len(), serves, |compiler, choice, _| {
            let offers = choice.iter().map(|&option| named[option].1.clone()).collect();
            let line = compiler.add_line_of(Purpose::Service, offers);
            compiler.service_lines.push(line);
            Packages::only(line)
        })
    }

    fn bed(&mut self, path: Path, pool: PoolId, service: &str) -> Option<Offer> {
        if self.model.pools[pool.at()].kind != PoolKind::Beds && !self.is_unclear(pool) {
            self.error(path, format!("`{service}` has no beds"), "name a service with `beds`");
            return None;
        }
        Some(self.stay_offer(pool, service, Setting::ShortTermBed))
    }

    fn placement(&mut self, path: Path, pool: PoolId, service: &str) -> Option<Offer> {
        match self.model.pools[pool.at()].kind {
            PoolKind::Places => Some(self.stay_offer(pool, service, Setting::LongTerm)),
            PoolKind::Vacancies => Some(self.offer(pool, Follows::Departure, StayId(0))),
            PoolKind::Arranging => {
                let time = self.stay_of(service).unwrap_or(StayId(0));
                Some(self.offer(pool, Follows::Arranging, time))
            }
            _ if self.is_unclear(pool) => None,
            _ => {
                let remedy = "name a service with `places`, `vacancies_per_week` or `arranged_at_once`";
                self.error(path, format!("`{service}` gives no placements"), remedy);
                None
            }
        }
    }

    /// An offer of one bed or place of a service, held for its stay; without one it is reported with the service.
    fn stay_offer(&mut self, pool: PoolId, service: &str, setting: Setting) -> Offer {
        let stay = self.stay_of(service).unwrap_or(StayId(0));
        let number = self.scenario.services.get_index_of(service);
        let exit = number.and_then(|number| self.service_exits[number]);
        let contacts = number.map_or(0..0, |number| self.service_contacts[number].clone());
        Offer { exit, contacts, setting, ..self.offer(pool, Follows::Stay, stay) }
    }

    /// The stay in a service, or the time that arranging a placement takes.
    fn stay_of(&self, service: &str) -> Option<StayId> {
        self.service_stays[self.scenario.services.get_index_of(service)?]
    }

    fn offer(&mut self, pool: PoolId, follows: Follows, stay: StayId) -> Offer {
        Offer {
            takes: vec![Take { pool, amount: 1 }],
            follows,
            stay: vec![stay; self.scenario.cohorts.len()],
            taper_percent: Vec::new(),
            exit: None,
            contacts: 0..0,
            setting: Setting::LongTerm,
            is_bridge: false,
            keeping: Vec::new(),
        }
    }

    fn packages(&mut self, path: &Path, packages: &'a Named<Package>) -> CoreNeeds {
        if packages.is_empty() {
            self.error(path.clone(), "there are no packages", "give at least one");
        } else if packages.len() > MOST_NAMED {
            self.error(path.clone(), format!("{} packages", packages.len()), format!("give at most {MOST_NAMED}"));
        }
        let mut lines = Vec::new();
        let mut shares = Vec::new();
        for (name, package) in packages.iter().take(MOST_NAMED) {
            let path = path.join(name);
            self.check_name(path.clone(), name);
            shares.push((name.as_str(), path.join("share"), &package.share));
            let title = self.title(&path, name, package.name.as_ref());
            lines.push(self.package(&path, title, package));
        }
        let are_shares = self.are_shares(&numbered(&shares, 0..shares.len()));
        let serves = |compiler: &Self, option: usize, locality: usize| {
            let bridging = packages[option].bridging.iter().flat_map(|bridging| bridging.takes.keys());
            packages[option].takes.keys().chain(bridging).all(|service| compiler.serves(service, locality))
        };
        self.needs_by_locality(path, lines.len(), serves, |compiler, choice, localities| {
            if !are_shares || choice.is_empty() {
                return Packages::default();
            }
            let whose = format!(" of the packages{}", compiler.for_localities(localities));
            let shares = numbered(&shares, choice.iter().copied());
            let shares = compiler.dated_shares(path, &whose, &shares, choice.len());
            Packages::new(choice.iter().map(|&option| lines[option]).collect(), shares)
        })
    }

    fn package(&mut self, path: &Path, title: String, package: &'a Package) -> LineId {
        let takes = self.takes(&path.join("takes"), &package.takes);
        let stay = self.stay(path.join("stay"), &package.stay);
        self.check_taper(path.join("taper_percent_by_week"), &package.taper_percent_by_week);
        let offer = Offer {
            takes,
            follows: Follows::Stay,
            stay: vec![stay; self.scenario.cohorts.len()],
            taper_percent: package.taper_percent_by_week.clone(),
            exit: self.exit(path, &title, package.assessment.as_ref(), &package.outcomes, Setting::Home),
            contacts: self.contacts(path, &title, &package.first_contacts),
            setting: Setting::Home,
            is_bridge: false,
            keeping: Vec::new(),
        };
        let Some(bridging) = &package.bridging else { return self.add_line_of(Purpose::Service, vec![offer]) };
        let package = self.add_line_of(Purpose::Service, vec![offer.clone()]);
        let path = path.join("bridging");
        let bridge = Offer {
            takes: self.takes(&path.join("takes"), &bridging.takes),
            // A stay of no length: it goes on until the package is there.
            stay: vec![StayId(0); self.scenario.cohorts.len()],
            taper_percent: Vec::new(),
            exit: Some(self.bridge(path, title, package)),
            is_bridge: true,
            ..offer.clone()
        };
        self.add_line_of(Purpose::Service, vec![offer, bridge])
    }

    fn takes(&mut self, path: &Path, amounts: &IndexMap<String, Amount>) -> Vec<Take> {
        if amounts.is_empty() {
            let remedy = "name at least one of `services` with its hours or places";
            self.error(path.clone(), "this package takes nothing", remedy);
        }
        let mut takes = Vec::new();
        for (service, amount) in amounts {
            let path = path.join(service);
            let Some(pool) = self.service_pool(path.clone(), service) else { continue };
            takes.push((service, Take { pool, amount: self.amount(path, pool, service, amount) }));
        }
        takes.sort_by_key(|(service, _)| *service);
        takes.into_iter().map(|(_, take)| take).collect()
    }

    /// An amount in the pool's units.
    fn amount(&mut self, path: Path, pool: PoolId, service: &str, amount: &Amount) -> u64 {
        let carers = if amount.double_up { 2.0 } else { 1.0 };
        let kind = self.model.pools[pool.at()].kind;
        let units = match (kind, amount.hours_per_week, amount.places) {
            (PoolKind::CareHours, Some(hours), None) => (hours * carers * 60.0 + 0.5).floor(),
            (PoolKind::Places, None, Some(places)) if !amount.double_up => f64::from(places),
            (PoolKind::CareHours, ..) => {
                self.error(
                    path,
                    "this does not say how many hours",
                    "give `hours_per_week`, with or without `double_up`, and nothing else",
                );
                return 1;
            }
            (PoolKind::Places, ..) => {
                self.error(path, "this does not say how many places", "give `places` and nothing else");
                return 1;
            }
            _ if self.is_unclear(pool) => return 1,
            _ => {
                self.error(
                    path,
                    format!("`{service}` is no service for care at home"),
                    "name a service with `hours_per_week` or `places`",
                );
                return 1;
            }
        };
        if !(1.0..=MOST_TAKEN).contains(&units) {
            let what = if units < 1.0 { "this takes nothing" } else { "this takes more than possible" };
            let remedy = match kind {
                PoolKind::CareHours => format!("give a minute a week or more, at most {} hours", MOST_TAKEN / 60.0),
                _ => format!("give 1 place or more, at most {MOST_TAKEN}"),
            };
            self.error(path, what, remedy);
            return 1;
        }
        let most = self.model.pools[pool.at()].capacity.iter().map(|&(_, capacity)| capacity).max().unwrap_or(0);
        if units as u64 > most && !self.is_unclear(pool) {
            self.report.warning(
                "never-fits",
                path,
                format!("this takes more of `{service}` than there ever is: nobody can start"),
                "raise the capacity of the service or make the package smaller",
            );
        }
        units as u64
    }

    fn check_taper(&mut self, path: Path, percent: &[f64]) {
        let in_range = percent.iter().all(|percent| (0.0..=100.0).contains(percent));
        if !in_range
            || percent.windows(2).any(|pair| pair[1] > pair[0])
            || percent.first().is_some_and(|&first| first < 100.0)
        {
            let remedy = "begin with 100 and never rise, such as [100, 80, 60]";
            self.error(path.clone(), "these percentages are no taper", remedy);
        }
        if percent.len() > MOST_TAPER_WEEKS {
            self.error(
                path,
                format!("{} weeks", percent.len()),
                format!("give at most {MOST_TAPER_WEEKS}; the last goes on"),
            );
        }
    }
}

/// Some of the shares of packages, numbered.
fn numbered<'a>(shares: &[(&'a str, Path, &'a Share)], choice: impl Iterator<Item = usize>) -> Vec<Given<'a>> {
    let given = choice.enumerate().map(|(number, option)| {
        let (name, path, share) = &shares[option];
        Given { number, name, path: path.clone(), share }
    });
    given.collect()
}

fn group(group: Group) -> ReasonGroup {
    match group {
        Group::HospitalProcess => ReasonGroup::HospitalProcess,
        Group::WellbeingConcerns => ReasonGroup::WellbeingConcerns,
        Group::CareTransferHubProcess => ReasonGroup::CareTransferHubProcess,
        Group::InterfaceProcess => ReasonGroup::InterfaceProcess,
        Group::Capacity => ReasonGroup::Capacity,
    }
}

fn responsible(responsible: Responsible) -> CoreResponsible {
    match responsible {
        Responsible::Nhs => CoreResponsible::Nhs,
        Responsible::SocialCare => CoreResponsible::SocialCare,
        Responsible::Both => CoreResponsible::Both,
    }
}
