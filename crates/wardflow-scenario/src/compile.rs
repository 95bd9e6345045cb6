//! From a scenario to the core's flat model: names become indices, distributions become tables, dates become instants.
//!
//! Compiling is also the check: whatever cannot be compiled is reported with its place, all of it at once. If anything
//! was reported the model is a stand-in and must not be run.

mod arrivals;
mod bank_holidays;
mod before_start;
mod census;
mod cohorts;
mod contacts;
mod escalations;
mod funding;
mod localities;
mod locks;
mod money;
mod outcomes;
mod pathways;
mod pools;
mod step_up;
mod tables;
mod units;
mod usage;
mod waiting;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Range,
};

use wardflow_core::{
    calendar::{Calendar, Weekdays},
    census::HISTORY_DAYS,
    clock::{HOUR, Time},
    dated::Dated,
    model::{
        ExitId, Hospital as CoreHospital, HospitalId, LineId, Model, PoolId, Reason, RoundsId, StayId,
        StepUp as CoreStepUp, UNLIMITED,
    },
    random::NameHash,
    rounds::Rounds as CoreRounds,
    stay::{QuantileTable, Shape},
};

use self::{localities::Unserved, outcomes::PendingExit};
use crate::{
    format::{
        BankHolidays, Capacity, Cohort, FORMAT, HandlingTime, Named, OpeningHours, Rounds, Scenario, Schedule, Stay,
        WhenFull,
    },
    naming,
    reading::{LoadError, Path, Reporter, Source, meant},
};

pub use bank_holidays::dates as bank_holidays;
pub use tables::Tables;

/// Texts of the CSV files that cohorts name, by cohort.
pub type CsvTexts = BTreeMap<String, Result<Source, LoadError>>;

/// Most days of warm-up and of measuring: 100 years each.
const MOST_DAYS: u32 = 36_525;
/// Most replications of one run.
const MOST_REPLICATIONS: u32 = 10_000_000;
/// Most hospitals, SPOAs, cohorts, pathways, services or anything else that is named.
const MOST_NAMED: usize = 250;
/// Most distributions.
const MOST_STAYS: usize = 2_000;
/// The largest capacity that is not unlimited.
const MOST_CAPACITY: f64 = 1e7;

/// Compiles a scenario; what is wrong goes to the report.
pub fn compile(scenario: &Scenario, csv: &CsvTexts, tables: &Tables, report: &mut Reporter<'_>) -> Model {
    let mut compiler = Compiler::new(scenario, csv, tables, report);
    compiler.check_basics();
    compiler.payers();
    compiler.hospitals();
    compiler.spoas();
    compiler.services();
    compiler.localities();
    compiler.pathways();
    compiler.step_ups();
    compiler.exits();
    compiler.cohorts();
    compiler.unserved();
    compiler.escalations();
    compiler.census();
    compiler.fixed_costs();
    compiler.financial_years();
    compiler.usage();
    compiler.finish()
}

/// A scenario on its way to a model.
struct Compiler<'a, 'r> {
    scenario: &'a Scenario,
    csv: &'a CsvTexts,
    tables: &'a Tables,
    report: &'a mut Reporter<'r>,
    model: Model,
    /// Run days: warm-up and measured.
    run_days: u32,
    /// The first pool of the services; they are in the order of the file.
    first_service: usize,
    /// The stay of each service that has one, or what arranging a placement takes.
    service_stays: Vec<Option<StayId>>,
    /// How stays in each service end.
    service_exits: Vec<Option<ExitId>>,
    /// First contacts in each service.
    service_contacts: Vec<Range<usize>>,
    /// Ends of stays that wait to be compiled: what they lead to may lead back.
    pending_exits: VecDeque<PendingExit<'a>>,
    /// Lines for beds and placements, whose stays are those of the service.
    service_lines: Vec<LineId>,
    /// Services whose kind or capacity was reported: nobody knows what else is wrong with them.
    unclear_services: BTreeSet<usize>,
    /// When people are found discharge ready in each hospital.
    hospital_rounds: Vec<Option<RoundsId>>,
    /// The line of each SPOA.
    spoa_lines: Vec<LineId>,
    /// What happens to referrals from the community, of each cohort that is not compiled yet.
    step_ups: VecDeque<Option<Box<CoreStepUp>>>,
    /// Lines of localities that nobody serves.
    unserved: Vec<Unserved>,
    /// What people call things, in lower case, with the list in which they stand.
    titles: BTreeSet<(String, String)>,
    /// Whether too many distributions have been reported.
    too_many_stays: bool,
}

/// Lists whose members charts and tables tell apart by what people call them.
const NAMED_ONCE: [&str; 9] =
    ["hospitals", "localities", "spoas", "cohorts", "pathways", "services", "escalations", "fixed_costs", "payers"];

/// The path of something named.
fn at(list: &str, name: &str) -> Path {
    Path::of([list, name])
}

impl<'a, 'r> Compiler<'a, 'r> {
    fn new(scenario: &'a Scenario, csv: &'a CsvTexts, tables: &'a Tables, report: &'a mut Reporter<'r>) -> Self {
        let warm_up_days = match scenario.census {
            Some(_) => HISTORY_DAYS,
            None => scenario.warm_up_days.min(MOST_DAYS),
        };
        let measured_days = scenario.days.clamp(1, MOST_DAYS);
        let run_days = warm_up_days + measured_days;
        let first = scenario.start.plus_days(-i64::from(warm_up_days));
        let holidays = bank_holidays::dates(&scenario.bank_holidays);
        let weekdays = Weekdays::new((0..run_days).map(|day| {
            let date = first.plus_days(day.into());
            if holidays.contains(&date) { 6 } else { date.weekday() }
        }));
        let model = Model {
            warm_up_days,
            measured_days,
            weekdays,
            hospitals: Vec::new(),
            cohorts: Vec::new(),
            cohorts_by_name: Vec::new(),
            later_stages: Vec::new(),
            localities: Vec::new(),
            pathways: Vec::new(),
            pools: Vec::new(),
            lines: Vec::new(),
            offers: Vec::new(),
            arrangements: Vec::new(),
            exits: Vec::new(),
            escalations: Vec::new(),
            census: Vec::new(),
            door: None,
            holders: Vec::new(),
            rounds: Vec::new(),
            stays: vec![QuantileTable::new(&Shape::Fixed { days: 0.0 })],
            reasons: Reason::fixed(),
            contacts: Vec::new(),
            payers: Vec::new(),
            fixed_costs: Vec::new(),
            financial_years: Vec::new(),
            price_periods: vec![Time::START],
            adults: None,
            people_65_and_over: None,
            has_funding_windows: false,
            last_change: Time::START,
            follows_up: false,
        };
        Self {
            scenario,
            csv,
            tables,
            report,
            model,
            run_days,
            first_service: 0,
            service_stays: Vec::new(),
            service_exits: Vec::new(),
            service_contacts: Vec::new(),
            pending_exits: VecDeque::new(),
            service_lines: Vec::new(),
            unclear_services: BTreeSet::new(),
            hospital_rounds: Vec::new(),
            spoa_lines: Vec::new(),
            step_ups: VecDeque::new(),
            unserved: Vec::new(),
            titles: BTreeSet::new(),
            too_many_stays: false,
        }
    }

    fn error(&mut self, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        self.report.error("scenario", path, what, remedy);
    }

    /// An error about a key rather than its value.
    fn key_error(&mut self, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        self.report.key_error("scenario", path, what, remedy);
    }

    fn check_basics(&mut self) {
        let scenario = self.scenario;
        if scenario.format != FORMAT {
            let what = format!("this file has format {}", scenario.format);
            self.error(
                Path::of(["format"]),
                what,
                format!("this program reads format {FORMAT}: write {FORMAT} and adapt the file"),
            );
        }
        for (key, days, least) in [("days", scenario.days, 1), ("warm_up_days", scenario.warm_up_days, 0)] {
            if !(least..=MOST_DAYS).contains(&days) {
                let remedy = format!("give {least} to {MOST_DAYS} days; longer experiments are made of replications");
                self.error(Path::of([key]), format!("{days} days are not possible"), remedy);
            }
        }
        if !(1..=MOST_REPLICATIONS).contains(&scenario.replications) {
            let what = format!("{} replications are not possible", scenario.replications);
            self.error(Path::of(["replications"]), what, format!("give 1 to {MOST_REPLICATIONS}"));
        }
        let last = scenario.start.plus_days(i64::from(self.model.measured_days) - 1);
        let known = bank_holidays::YEARS;
        if scenario.bank_holidays == BankHolidays::EnglandAndWales
            && !(known.contains(&scenario.start.year()) && known.contains(&last.year()))
        {
            let what = format!("only the bank holidays of {} to {} are known", known.start(), known.end());
            let remedy = format!("write those from {} to {last} as {{ \"dates\": [ ... ] }}", scenario.start);
            self.report.warning("bank-holidays", Path::of(["bank_holidays"]), what, remedy);
        }
        self.model.adults = self.people(Path::of(["adults_served"]), scenario.adults_served);
        self.model.people_65_and_over = self.people(Path::of(["people_65_and_over"]), scenario.people_65_and_over);
        self.check_names("calendars", &scenario.calendars);
        for (name, calendar) in &scenario.calendars {
            if matches!(calendar, OpeningHours::Of(_)) {
                let remedy = "write the hours themselves";
                self.error(at("calendars", name), "a calendar cannot take its hours from another", remedy);
            }
        }
        self.check_names("hospitals", &scenario.hospitals);
        self.check_names("localities", &scenario.localities);
        self.check_names("spoas", &scenario.spoas);
        self.check_names("cohorts", &scenario.cohorts);
        self.check_names("pathways", &scenario.pathways);
        self.check_names("services", &scenario.services);
        self.check_names("escalations", &scenario.escalations);
        self.check_names("fixed_costs", &scenario.fixed_costs);
        self.check_names("payers", &scenario.payers);
        self.check_names("uncertain", &scenario.uncertain);
        for (list, is_empty) in [
            ("hospitals", scenario.hospitals.is_empty()),
            ("cohorts", scenario.cohorts.is_empty()),
            ("pathways", scenario.pathways.is_empty()),
        ] {
            if is_empty {
                self.error(Path::of([list]), format!("there are no {list}"), "give at least one");
            }
        }
    }

    /// A number of people by which something is divided.
    fn people(&mut self, path: Path, people: Option<f64>) -> Option<f64> {
        let people = people?;
        if people > 0.0 {
            return Some(people);
        }
        self.error(path, format!("{people} people"), "give a number above 0, or leave it out");
        None
    }

    /// Names become parts of paths and of column names: they must be plain.
    fn check_names<T>(&mut self, list: &str, named: &Named<T>) {
        for name in named.keys() {
            self.check_name(at(list, name), name);
        }
        if named.len() > MOST_NAMED {
            let what = format!("{} entries", named.len());
            self.error(Path::of([list]), what, format!("at most {MOST_NAMED} are possible"));
        }
    }

    fn check_name(&mut self, path: Path, name: &str) {
        let plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
        if name.is_empty() || name.len() > 60 || !name.chars().all(plain) {
            let remedy = "use letters, digits, `_` and `-` only, at most 60 of them; a longer name can go to `note`";
            self.error(path, format!("`{name}` cannot be a name"), remedy);
        }
    }

    /// What people call something: the name that was given, or its key as one writes it.
    fn title(&mut self, path: &Path, key: &str, given: Option<&String>) -> String {
        let list = path.segments().iter().rev().nth(1).map(ToString::to_string).unwrap_or_default();
        let Some(name) = given else {
            let title = naming::by_key(&list, key);
            self.titles.insert((list, title.to_lowercase()));
            return title;
        };
        if let Some((what, remedy)) = naming::fault(name) {
            self.error(path.join("name"), what, remedy);
        } else if NAMED_ONCE.contains(&&*list) && !self.titles.insert((list, name.to_lowercase())) {
            let remedy = "give each a name of its own: charts and tables tell them apart by it";
            self.error(path.join("name"), format!("something else of the same kind is called `{name}`, too"), remedy);
        }
        name.clone()
    }

    fn hospitals(&mut self) {
        for (name, hospital) in &self.scenario.hospitals {
            let path = at("hospitals", name);
            let capacity = self.capacity(path.join("beds"), &hospital.beds, 1.0);
            let turnaround = self.hours(path.join("turnaround_hours"), hospital.turnaround_hours);
            let price = self.price(path.join("cost"), hospital.cost.as_ref(), &hospital.beds, money::Priced::Places);
            let funding = self.funding(&path.join("cost"), hospital.cost.as_ref(), false);
            let beds = self.add_pool(name, wardflow_core::model::PoolKind::AcuteBeds, capacity);
            let sizes = self.sizes(path.join("report_sizes"), &hospital.report_sizes);
            let pool = &mut self.model.pools[beds.at()];
            (pool.turnaround, pool.price, pool.funding, pool.sizes) = (turnaround, price, funding, sizes);
            let front_door = self.add_line(wardflow_core::model::Purpose::Admission, vec![vec![(beds, 1)]]);
            let most_waiting = match &hospital.when_full {
                WhenFull::Queue => Dated::constant(f64::INFINITY),
                WhenFull::QueueUpTo { people } => {
                    let path = path.join("when_full").join("queue_up_to").join("people");
                    self.limit(path, people, "people come whole")
                }
                WhenFull::TurnAway => Dated::constant(0.0),
            };
            let discharge_hours = self.calendar(path.join("discharge_hours"), &hospital.discharge_hours);
            let rounds = hospital.rounds.as_ref().and_then(|rounds| self.rounds(path.join("rounds"), rounds));
            self.hospital_rounds.push(rounds);
            let title = self.title(&path, name, hospital.name.as_ref());
            self.model.pools[beds.at()].title.clone_from(&title);
            self.model.hospitals.push(CoreHospital {
                name: name.clone(),
                title,
                hash: NameHash::of(name),
                beds,
                front_door,
                most_waiting,
                discharge_hours,
            });
        }
        if self.model.hospitals.is_empty() {
            self.stand_in_hospital();
        }
    }

    /// Whatever names no hospital that there is stands for the first one, so that the rest can be checked: there is always one.
    fn stand_in_hospital(&mut self) {
        let beds = self.add_pool("", wardflow_core::model::PoolKind::AcuteBeds, vec![(Time::START, UNLIMITED)]);
        let front_door = self.add_line(wardflow_core::model::Purpose::Admission, vec![vec![(beds, 1)]]);
        let most_waiting = Dated::constant(f64::INFINITY);
        let (name, discharge_hours) = (String::new(), None);
        let hash = NameHash::of(&name);
        let title = String::new();
        self.model.hospitals.push(CoreHospital { name, title, hash, beds, front_door, most_waiting, discharge_hours });
    }

    /// A distribution of days.
    fn stay(&mut self, path: Path, stay: &Stay) -> StayId {
        self.shape(path, stay.shape(), || stay.culprit())
    }

    /// A distribution of hours.
    fn handling_time(&mut self, path: Path, time: &HandlingTime) -> StayId {
        self.shape(path, time.shape(), || time.culprit())
    }

    fn shape(&mut self, path: Path, shape: Result<Shape, String>, culprit: impl Fn() -> Vec<String>) -> StayId {
        match shape {
            Ok(_) if self.model.stays.len() >= MOST_STAYS => {
                if !std::mem::replace(&mut self.too_many_stays, true) {
                    self.error(path, "too many distributions", format!("at most {MOST_STAYS} are possible"));
                }
            }
            Ok(shape) => {
                self.model.stays.push(self.tables.of(shape));
                return StayId((self.model.stays.len() - 1) as u16);
            }
            Err(message) => {
                let (what, remedy) = message.split_once(": ").unwrap_or((&message, "give other numbers"));
                self.error(culprit().into_iter().fold(path, |path, segment| path.join(segment)), what, remedy);
            }
        }
        StayId(0)
    }

    /// A share of a whole, from 0 to 1.
    fn share(&mut self, path: Path, share: f64) -> f64 {
        if (0.0..=1.0).contains(&share) {
            return share;
        }
        let part = meant(&format!("{share}%")).and_then(|meant| meant.share()).filter(|_| share >= 1.0);
        let remedy = match part {
            Some(part) => format!("write {part} for {share}%"),
            None => "give a number from 0 to 1, such as 0.07 for 7%".to_owned(),
        };
        self.error(path, format!("a share of {share}"), remedy);
        0.0
    }

    /// A share of a whole that may change.
    fn chance(&mut self, path: &Path, schedule: &Schedule) -> Dated {
        let values = schedule.values();
        let sound: Vec<f64> = values.iter().map(|&value| self.share(path.clone(), value)).collect();
        if sound == values { self.dated(schedule) } else { Dated::default() }
    }

    /// A class in which people wait.
    fn priority(&mut self, path: Path, priority: u8) -> u8 {
        if !(1..=9).contains(&priority) {
            self.error(path, format!("a priority of {priority}"), "give 1 (served first) to 9");
        }
        priority
    }

    /// A number of hours as seconds.
    fn hours(&mut self, path: Path, hours: f64) -> u64 {
        if (0.0..=24.0 * 365.0).contains(&hours) {
            return (hours * HOUR as f64 + 0.5) as u64;
        }
        self.error(path, format!("{hours} hours"), "give 0 or more, and no more than a year");
        0
    }

    /// Rounds; `None` if readiness comes at any time.
    fn rounds(&mut self, path: Path, rounds: &Rounds) -> Option<RoundsId> {
        let compiled = CoreRounds::new(rounds.times()?, self.model.weekdays.clone());
        let Some(compiled) = compiled else {
            let remedy = "name a time on at least one day of the week, or write \"at_any_time\"";
            self.error(path, "there is no round at which anybody could be found discharge ready", remedy);
            return None;
        };
        let known = self.model.rounds.iter().position(|known| *known == compiled);
        let at = known.unwrap_or_else(|| {
            self.model.rounds.push(compiled);
            self.model.rounds.len() - 1
        });
        Some(RoundsId(at as u16))
    }

    /// Those of a cohort in a hospital.
    fn rounds_of(&mut self, cohort: &Cohort, path: &Path, hospital: HospitalId) -> Option<RoundsId> {
        match &cohort.rounds {
            Some(rounds) => self.rounds(path.join("rounds"), rounds),
            None => self.hospital_rounds.get(hospital.at()).copied().flatten(),
        }
    }

    /// Opening hours; `None` if always open.
    fn calendar(&mut self, path: Path, hours: &OpeningHours) -> Option<Calendar> {
        let hours = match hours {
            OpeningHours::Of(name) => {
                let Some(calendar) = self.scenario.calendars.get(name) else {
                    let remedy = unknown_name("calendar", name, self.scenario.calendars.keys().map(String::as_str));
                    let what = format!("`{name}` are no hours, and there is no calendar of that name");
                    self.error(path, what, remedy);
                    return None;
                };
                calendar
            }
            hours => hours,
        };
        let windows = hours.windows()?;
        let calendar = Calendar::new(windows, self.model.weekdays.clone());
        if calendar.is_none() {
            self.error(path, "these hours never open", "open on at least one day of the week");
        }
        calendar
    }

    /// A capacity by instant, in units of which so many make one of the file's.
    fn capacity(&mut self, path: Path, capacity: &Capacity, units: f64) -> Vec<(Time, u64)> {
        let Capacity(schedule) = capacity;
        let values = schedule.values();
        let is_possible = |value: f64| (0.0..=MOST_CAPACITY).contains(&value) || value == f64::INFINITY;
        if let Some(wrong) = values.iter().find(|&&value| !is_possible(value)) {
            let remedy = format!("give 0 or more, at most {MOST_CAPACITY}, or \"unlimited\"");
            self.error(path, format!("{wrong} is no capacity"), remedy);
            return vec![(Time::START, UNLIMITED)];
        }
        let ramp = matches!(schedule, Schedule::Ramp(_));
        if let Some(wrong) = values.iter().find(|&&value| units <= 1.0 && !ramp && value.fract() > 0.0) {
            self.error(path, format!("{wrong} is not a whole number"), "beds, places and staff come whole");
        }
        let units = |value: f64| if value.is_finite() { (value * units + 0.5) as u64 } else { UNLIMITED };
        self.steps(schedule).map(|(from, value)| (from, units(value))).collect()
    }

    /// A schedule by instant of the run.
    fn dated(&self, schedule: &Schedule) -> Dated {
        Dated::new(self.steps(schedule))
    }

    /// The same in whole numbers, as capacity is rounded.
    fn whole(&self, schedule: &Schedule) -> Dated {
        Dated::new(self.steps(schedule).map(|(from, value)| (from, (value + 0.5).floor())))
    }

    /// When a schedule changes in the run, the beginning first, and to what.
    fn steps(&self, schedule: &Schedule) -> impl Iterator<Item = (Time, f64)> + use<> {
        let changes = schedule.changes(self.run_days, self.model.warm_up_days, self.scenario.start);
        changes.into_iter().map(|(day, value)| (Time::midnight(day.into()), value))
    }

    fn finish(mut self) -> Model {
        self.model.link();
        if let Some(fault) = self.model.fault() {
            self.error(Path::root(), fault, "make the scenario smaller");
        }
        if !self.report.has_errors() {
            self.warn_of_locks();
        }
        self.model
    }

    /// The pool of a service that something names.
    fn service_pool(&mut self, path: Path, service: &str) -> Option<PoolId> {
        let known = self.scenario.services.get_index_of(service);
        if known.is_none() {
            let names = self.scenario.services.keys().map(String::as_str);
            let remedy = unknown_name("service", service, names);
            self.key_error(path, format!("there is no service `{service}`"), remedy);
        }
        known.map(|number| PoolId((self.first_service + number) as u16))
    }
}

/// What to do about a name that is not known.
pub(crate) fn unknown_name<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let nearest = known.clone().max_by(|a, b| strsim::jaro(name, a).total_cmp(&strsim::jaro(name, b)));
    match nearest {
        Some(near) if strsim::jaro(name, near) > 0.75 => format!("did you mean `{near}`?"),
        Some(_) => format!("name one of: `{}`", known.take(12).collect::<Vec<_>>().join("`, `")),
        None => format!("there is no {kind} at all: add it"),
    }
}
