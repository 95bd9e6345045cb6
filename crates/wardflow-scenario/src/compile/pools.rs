//! SPOA teams and services become pools.

use std::collections::BTreeSet;

use wardflow_core::{
    clock::Time,
    dated::Dated,
    funding::Funding,
    model::{Line, LineId, Offer, Pool, PoolId, PoolKind, Price, Purpose, Setting, Take},
    random::NameHash,
};

use super::{Compiler, MOST_CAPACITY, MOST_NAMED, at, money::Priced};
use crate::{
    format::{Capacity, Schedule, Service},
    reading::Path,
};

/// Most vacancies a week.
const MOST_VACANCIES: f64 = 100_000.0;

impl<'a> Compiler<'a, '_> {
    /// Adds a pool that starts anything at any time, at no cost.
    pub(super) fn add_pool(&mut self, name: &str, kind: PoolKind, capacity: Vec<(Time, u64)>) -> PoolId {
        self.model.pools.push(Pool {
            name: name.to_owned(),
            title: String::new(),
            kind,
            capacity,
            first_weekday: self.model.weekdays.of(0) as u64,
            hours: None,
            most_starts_per_day: None,
            most_starts_per_week: None,
            small_may_pass: false,
            turnaround: 0,
            vacancies: Vec::new(),
            most_kept: Dated::default(),
            hash: NameHash::of(name),
            price: Price::Free,
            funding: Funding::default(),
            sizes: Vec::new(),
            lines: Vec::new(),
            gated: false,
        });
        PoolId((self.model.pools.len() - 1) as u16)
    }

    /// Adds a line whose offers are followed by nothing but the step that its purpose names.
    pub(super) fn add_line(&mut self, purpose: Purpose, offers: Vec<Vec<(PoolId, u64)>>) -> LineId {
        let offers = offers.into_iter().map(|takes| Offer {
            takes: takes.into_iter().map(|(pool, amount)| Take { pool, amount }).collect(),
            follows: wardflow_core::model::Follows::Stay,
            stay: Vec::new(),
            taper_percent: Vec::new(),
            exit: None,
            contacts: 0..0,
            setting: Setting::Home,
            is_bridge: false,
            keeping: Vec::new(),
        });
        let offers: Vec<Offer> = offers.collect();
        self.add_line_of(purpose, offers)
    }

    /// Adds a line with these offers.
    pub(super) fn add_line_of(&mut self, purpose: Purpose, offers: Vec<Offer>) -> LineId {
        let first = self.model.offers.len();
        self.model.offers.extend(offers);
        self.model.lines.push(Line::new(purpose, first..self.model.offers.len()));
        LineId((self.model.lines.len() - 1) as u16)
    }

    pub(super) fn spoas(&mut self) {
        for (name, spoa) in &self.scenario.spoas {
            let title = self.title(&at("spoas", name), name, spoa.name.as_ref());
            let path = at("spoas", name).join("teams");
            if spoa.teams.is_empty() {
                let remedy = "give at least one, such as { \"nurses\": { \"staff\": 4 } }";
                self.error(path.clone(), "this SPOA has no teams", remedy);
            }
            let mut offers = Vec::new();
            for (team_name, team) in &spoa.teams {
                let path = path.join(team_name);
                self.check_name(path.clone(), team_name);
                let capacity = self.capacity(path.join("staff"), &team.staff, 1.0);
                let hours = self.calendar(path.join("working_hours"), &team.working_hours);
                let price = self.price(path.join("cost"), team.cost.as_ref(), &team.staff, Priced::Staff);
                let funding = self.funding(&path.join("cost"), team.cost.as_ref(), false);
                let pool = self.add_pool(&format!("{name}.{team_name}"), PoolKind::TriageTeam, capacity);
                let team_title = self.title(&path.join(team_name), team_name, team.name.as_ref());
                let described = &mut self.model.pools[pool.at()];
                (described.hours, described.price, described.funding) = (hours, price, funding);
                described.title = if spoa.teams.len() > 1 { format!("{title}, {team_title}") } else { title.clone() };
                offers.push(vec![(pool, 1)]);
            }
            let line = self.add_line(Purpose::Triage, offers);
            self.spoa_lines.push(line);
        }
    }

    pub(super) fn services(&mut self) {
        self.first_service = self.model.pools.len();
        for (name, service) in &self.scenario.services {
            self.service(name, service);
        }
    }

    fn service(&mut self, name: &str, service: &'a Service) {
        let path = at("services", name);
        let (kind, key, units) = self.kind_of(&path, service);
        let limits = [&service.beds, &service.hours_per_week, &service.places, &service.arranged_at_once];
        let limit = limits.into_iter().flatten().next().unwrap_or(&Capacity::NONE);
        let capacity = if kind == PoolKind::Vacancies {
            vec![(Time::START, 0)]
        } else {
            self.capacity(path.join(key), limit, units)
        };
        let priced = match kind {
            PoolKind::CareHours => Priced::Hours,
            PoolKind::Beds | PoolKind::Places => Priced::Places,
            _ => Priced::Nothing,
        };
        let price = self.price(path.join("cost"), service.cost.as_ref(), limit, priced);
        let funding = self.funding(&path.join("cost"), service.cost.as_ref(), priced != Priced::Nothing);
        let hours = self.calendar(path.join("starts").join("hours"), &service.starts.hours);
        let turnaround = self.hours(path.join("turnaround_hours"), service.turnaround_hours);
        if self.report.is_affected(&path.join(key)) {
            self.unclear_services.insert(self.service_stays.len());
        }
        let vacancies = self.vacancies(&path, service);
        let stay = service.stay.as_ref().map(|stay| self.stay(path.join("stay"), stay));
        let arranging = service.arranging.as_ref().map(|time| self.stay(path.join("arranging"), time));
        if !self.unclear_services.contains(&self.service_stays.len()) {
            self.check_keys(&path, service, kind);
        }
        let title = self.title(&path, name, service.name.as_ref());
        let exit = self.exit(&path, &title, service.assessment.as_ref(), &service.outcomes, Setting::ShortTermBed);
        self.service_exits.push(exit);
        let contacts = self.contacts(&path, &title, &service.first_contacts);
        self.service_contacts.push(contacts);
        self.service_stays.push(stay.or(arranging));
        let sizes = self.sizes(path.join("report_sizes"), &service.report_sizes);
        let [by_day, by_week] =
            [&service.starts.most_per_day, &service.starts.most_per_week].map(|most| Some(self.whole(most.as_ref()?)));
        let most_kept = service.most_kept.as_ref().filter(|_| kind == PoolKind::Vacancies);
        let most_kept = most_kept.map(|most| self.limit(path.join("most_kept"), most, "vacancies come whole"));
        let pool = self.add_pool(name, kind, capacity);
        let described = &mut self.model.pools[pool.at()];
        described.title = title;
        (described.price, described.funding) = (price, funding);
        described.sizes = sizes;
        described.hours = hours;
        described.turnaround = turnaround;
        described.vacancies = vacancies;
        described.most_kept = most_kept.unwrap_or_default();
        (described.most_starts_per_day, described.most_starts_per_week) = (by_day, by_week);
        described.small_may_pass = service.smaller_may_pass;
    }

    /// Whether the pool is that of a service whose kind or capacity was reported.
    pub(super) fn is_unclear(&self, pool: PoolId) -> bool {
        pool.at().checked_sub(self.first_service).is_some_and(|number| self.unclear_services.contains(&number))
    }

    /// The kind of a service, the key that makes it so, and how many of the core's units one of the file's is.
    fn kind_of(&mut self, path: &Path, service: &Service) -> (PoolKind, &'static str, f64) {
        let kinds = [
            (service.beds.is_some(), PoolKind::Beds, "beds", 1.0),
            (service.hours_per_week.is_some(), PoolKind::CareHours, "hours_per_week", 60.0),
            (service.places.is_some(), PoolKind::Places, "places", 1.0),
            (service.vacancies_per_week.is_some(), PoolKind::Vacancies, "vacancies_per_week", 1.0),
            (service.arranged_at_once.is_some(), PoolKind::Arranging, "arranged_at_once", 1.0),
        ];
        let given: Vec<_> = kinds.into_iter().filter(|(given, ..)| *given).collect();
        match given.as_slice() {
            [(_, kind, key, units)] => (*kind, key, *units),
            [] => {
                let remedy = "give one of `beds`, `hours_per_week`, `places`, `vacancies_per_week`, `arranged_at_once`";
                self.unclear_services.insert(self.service_stays.len());
                self.error(path.clone(), "this does not say how much there is of the service", remedy);
                (PoolKind::Beds, "beds", 1.0)
            }
            [(_, kind, key, units), ..] => {
                let keys: Vec<String> = given.iter().map(|(_, _, key, _)| format!("`{key}`")).collect();
                self.error(
                    path.clone(),
                    format!("this service has {}", keys.join(" and ")),
                    "a service is of one kind: keep one of them, and delete the others with null if an extended file \
                     has them",
                );
                self.unclear_services.insert(self.service_stays.len());
                (*kind, key, *units)
            }
        }
    }

    /// Reports keys that mean nothing for the kind of service, and those that it lacks.
    fn check_keys(&mut self, path: &Path, service: &Service, kind: PoolKind) {
        let has_stay = matches!(kind, PoolKind::Beds | PoolKind::Places);
        if kind == PoolKind::CareHours && service.stay.is_some() {
            self.error(
                path.join("stay"),
                "hours of care have no stay of their own",
                "give it to the packages that take the hours",
            );
        } else if !has_stay && service.stay.is_some() {
            self.error(path.join("stay"), "nobody stays in this kind of service", "leave `stay` out");
        }
        let of_a_stay = [
            ("assessment", service.assessment.is_some()),
            ("outcomes", !service.outcomes.is_empty()),
            ("first_contacts", !service.first_contacts.is_empty()),
        ];
        for (key, given) in of_a_stay {
            if given && kind == PoolKind::CareHours {
                let remedy = "give it to the packages that take the hours";
                self.error(path.join(key), "hours of care have no stays of their own", remedy);
            } else if given && !has_stay {
                self.error(path.join(key), "nobody stays in this kind of service", format!("leave `{key}` out"));
            }
        }
        if kind == PoolKind::Beds && service.stay.is_none() {
            self.missing_stay(path.clone(), "");
        }
        if !has_stay && !service.report_sizes.is_empty() {
            self.error(path.join("report_sizes"), "only beds and places have sizes to report", "leave it out");
        }
        let arranging = kind == PoolKind::Arranging;
        if arranging && service.arranging.is_none() {
            self.error(
                path.clone(),
                "`arranging` is missing",
                "say how long arranging a placement takes, such as {\"exponential\": {\"mean_days\": 10}}",
            );
        } else if !arranging && service.arranging.is_some() {
            self.error(
                path.join("arranging"),
                "only placements that are arranged take arranging",
                "leave it out, or use `arranged_at_once`",
            );
        }
        if kind != PoolKind::Vacancies && service.most_kept.is_some() {
            self.error(path.join("most_kept"), "only vacancies are kept", "leave it out, or use `vacancies_per_week`");
        }
        if kind != PoolKind::Beds && service.turnaround_hours > 0.0 {
            self.error(path.join("turnaround_hours"), "only beds need a turnaround", "leave it out");
        }
        for (key, schedule) in
            [("most_per_day", &service.starts.most_per_day), ("most_per_week", &service.starts.most_per_week)]
        {
            let Some(schedule) = schedule else { continue };
            let path = path.join("starts").join(key);
            self.limit(path.clone(), schedule, "starts come whole");
            if schedule.values().iter().all(|&most| most == 0.0) {
                self.error(path, "nobody could ever start", "give 1 or more, or leave it out");
            }
        }
    }

    /// The most of something that comes whole; what a ramp gives is rounded.
    pub(super) fn limit(&mut self, path: Path, schedule: &Schedule, remedy: &str) -> Dated {
        let values = schedule.values();
        let is_ramp = matches!(schedule, Schedule::Ramp(_));
        if let Some(wrong) = values.iter().find(|most| !(0.0..=MOST_CAPACITY).contains(*most)) {
            self.error(path, format!("a limit of {wrong}"), format!("give 0 to {MOST_CAPACITY}"));
        } else if let Some(wrong) = values.iter().find(|most| most.fract() > 0.0 && !is_ramp) {
            self.error(path, format!("{wrong} is not a whole number"), remedy);
        } else {
            return self.whole(schedule);
        }
        Dated::default()
    }

    /// Reports that nobody knows how long people stay in a service.
    pub(super) fn missing_stay(&mut self, path: Path, unless: &str) {
        let example =
            "say how long people stay, such as \"stay\": { \"lognormal\": { \"mean_days\": 28, \"sd_days\": 14 } }";
        self.error(path, "`stay` is missing", format!("{example}{unless}"));
    }

    /// Sizes to report, rising.
    pub(super) fn sizes(&mut self, path: Path, sizes: &[u32]) -> Vec<u64> {
        if sizes.len() > MOST_NAMED {
            self.error(path.clone(), format!("{} sizes", sizes.len()), format!("give at most {MOST_NAMED}"));
        }
        let rising: BTreeSet<u64> = sizes.iter().take(MOST_NAMED).map(|&size| size.into()).collect();
        if let Some(wrong) = rising.iter().find(|&&size| !(1.0..=MOST_CAPACITY).contains(&(size as f64))) {
            self.error(path, format!("a size of {wrong}"), format!("give 1 to {MOST_CAPACITY}"));
        }
        rising.into_iter().collect()
    }

    fn vacancies(&mut self, path: &Path, service: &Service) -> Vec<(Time, f64)> {
        let Some(schedule) = &service.vacancies_per_week else { return Vec::new() };
        if let Some(wrong) = schedule.values().into_iter().find(|value| !(0.0..=MOST_VACANCIES).contains(value)) {
            let remedy = format!("give 0 to {MOST_VACANCIES}");
            self.error(path.join("vacancies_per_week"), format!("{wrong} vacancies a week"), remedy);
            return Vec::new();
        }
        self.steps(schedule).collect()
    }
}
