//! One replication: the loop over events, and what the run consists of.

use std::fmt;

use crate::{
    agenda::Agenda,
    arrivals::Source,
    clock::{HOUR, Time},
    event::{Event, Kind, MOST_PATIENTS},
    histogram::Histogram,
    level::Level,
    line::LineState,
    model::{CohortId, Model, PoolId, PoolKind},
    observe::Observer,
    patient::{Patient, Register},
    pool::PoolState,
    random::{Key, Purpose, Seed},
    stay::{QuantileTable, Shape},
    tally::Tally,
    trail::Trail,
};

/// How a patient left the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Turned away at the front door.
    TurnedAway,
    /// Died in the acute stay.
    Died,
    /// Transferred elsewhere.
    Transferred,
    /// Left for home, needing no service.
    Home,
    /// Left for a long-term placement.
    Placed,
    /// The stay in the service ended.
    ServiceEnded,
    /// Still in the system at the end of the run.
    StillThere,
}

/// Sees every patient at the end of their journey. Seeing changes nothing.
pub trait Witness {
    /// A patient has departed, or is still there at the end of the run.
    fn departed(&mut self, patient: &Patient, at: Time, how: Departure);
}

/// Looks away.
impl Witness for () {
    #[inline]
    fn departed(&mut self, _: &Patient, _: Time, _: Departure) {}
}

impl<F: FnMut(&Patient, Time, Departure)> Witness for F {
    #[inline]
    fn departed(&mut self, patient: &Patient, at: Time, how: Departure) {
        self(patient, at, how);
    }
}

/// Why a replication could not be finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunError {
    /// More people in the system at once than it can hold.
    TooManyPeople {
        /// The day of the run on which it happened.
        day: u64,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyPeople { day } => write!(
                f,
                "more than {MOST_PATIENTS} people were in the system at once on day {day} of the run: \
                 arrivals exceed what the capacities can serve"
            ),
        }
    }
}

impl std::error::Error for RunError {}

/// What one replication gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Sums over the measured period.
    pub tally: Tally,
    /// Lengths of waits over the measured period, in the order of [`crate::observe::histogram_count`].
    pub histograms: Vec<Histogram>,
    /// Who was still waiting at the end.
    pub still_waiting: StillWaiting,
    /// How many people there were as the run went on, warm-up included.
    pub trail: Trail,
    /// Tallies of every measured day, if asked for.
    pub days: Vec<Tally>,
    /// Events that happened: arrivals, ends and other events of the model, counts of beds left out.
    pub events: u64,
}

/// People waiting at the end of the run, and how long they had waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillWaiting {
    /// At each hospital's front door: people, their waits so far [s].
    pub front_door: Vec<(u64, u64)>,
    /// Past readiness on each pathway: people, their delays so far [s].
    pub nctr: Vec<(u64, u64)>,
    /// For capacity on each pathway: people, their waits so far [s].
    pub capacity: Vec<(u64, u64)>,
}

/// What to keep beside the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// A tally of every measured day.
    pub days: bool,
}

/// One replication of a model. Its memory is used again by the next.
pub struct Replication<'m, W: Witness = ()> {
    pub(crate) model: &'m Model,
    pub(crate) now: Time,
    pub(crate) horizon: Time,
    pub(crate) agenda: Agenda,
    pub(crate) patients: Register,
    pub(crate) sources: Vec<Source>,
    next_arrival: Event,
    next_census: Event,
    /// The earlier of the two.
    next_beside: Event,
    /// The first event that does not happen any more.
    end: Event,
    pub(crate) pools: Vec<PoolState>,
    pub(crate) lines: Vec<LineState>,
    /// People with no criteria to reside, by pathway.
    pub(crate) nctr: Vec<Level>,
    /// Pools that may be able to serve somebody.
    pub(crate) marked: Vec<PoolId>,
    /// How many requests there have been.
    pub(crate) tickets: u64,
    /// The exponential distribution with a mean of one day.
    pub(crate) unit: QuantileTable,
    pub(crate) tally: Tally,
    trail: Trail,
    pub(crate) observer: Observer,
    pub(crate) witness: W,
    pub(crate) fault: Option<RunError>,
    pub(crate) root: Key,
    events: u64,
}

impl<'m> Replication<'m> {
    /// Makes room for replications of a model.
    pub fn new(model: &'m Model) -> Self {
        Self::with_witness(model, ())
    }
}

impl<'m, W: Witness> Replication<'m, W> {
    /// Makes room for replications that a witness sees.
    pub fn with_witness(model: &'m Model, witness: W) -> Self {
        Self {
            model,
            now: Time::START,
            horizon: model.horizon(),
            agenda: Agenda::default(),
            patients: Register::default(),
            sources: Vec::new(),
            next_arrival: Event::NEVER,
            next_census: Event::NEVER,
            next_beside: Event::NEVER,
            end: Event::new(model.horizon(), Kind::Census, 0),
            pools: Vec::new(),
            lines: Vec::new(),
            nctr: Vec::new(),
            marked: Vec::new(),
            tickets: 0,
            unit: QuantileTable::new(&Shape::Exponential { mean: 1.0 }),
            tally: Tally::new(model),
            trail: Trail::new(model),
            observer: Observer::new(model),
            witness,
            fault: None,
            root: Key::of_replication(Seed(0), 0),
            events: 0,
        }
    }

    /// Runs one replication from the beginning to the end.
    ///
    /// # Errors
    /// If it cannot be finished; nothing was measured then.
    pub fn run(&mut self, seed: Seed, replication: u64, keep: Keep) -> Result<Outcome, RunError> {
        self.begin(seed, replication, keep);
        while self.step() {}
        self.finish()
    }

    /// Sets everything to the beginning of a replication; [`Self::step`] and [`Self::finish`] follow.
    pub fn begin(&mut self, seed: Seed, replication: u64, keep: Keep) {
        let model = self.model;
        self.now = Time::START;
        self.root = Key::of_replication(seed, replication);
        self.agenda.clear();
        self.patients.clear();
        self.marked.clear();
        self.pools.clear();
        self.pools.extend(model.pools.iter().map(PoolState::new));
        self.lines.clear();
        self.lines.resize(model.lines.len(), LineState::EMPTY);
        self.nctr.clear();
        self.nctr.resize(model.pathways.len(), Level::ZERO);
        self.tickets = 0;
        self.fault = None;
        self.end = Event::new(self.horizon, Kind::Census, 0);
        self.events = 0;
        self.tally.clear();
        self.trail.clear();
        self.observer.begin(keep);
        self.sources.clear();
        let sources = model
            .cohorts
            .iter()
            .map(|cohort| Source::new(&cohort.arrivals, self.root.named(cohort.hash), &model.weekdays, &self.unit));
        self.sources.extend(sources);
        self.find_next_arrival();
        self.set_next_census(Time::START);
        for pool in (0..model.pools.len()).map(|pool| PoolId(pool as u16)) {
            self.schedule_capacity_change(pool);
            self.schedule_opening(pool);
            self.schedule_vacancy(pool, Time::START);
        }
    }

    /// Lets the next event happen; false if the run is over.
    #[inline]
    pub fn step(&mut self) -> bool {
        let next = self.next_event();
        if next >= self.end {
            return false;
        }
        self.now = next.at();
        if next < self.next_beside {
            self.agenda.pop();
        }
        self.happen(next);
        self.allocate();
        true
    }

    /// What happens next.
    #[inline]
    pub(crate) fn next_event(&self) -> Event {
        self.agenda.first().min(self.next_beside)
    }

    #[inline]
    fn happen(&mut self, event: Event) {
        self.events += 1;
        let subject = event.subject();
        let pool = PoolId(subject as u16);
        match event.kind() {
            Kind::Arrival => self.arrive(CohortId(subject as u16)),
            Kind::AcuteEnd => self.end_acute_stay(subject),
            Kind::ServiceEnd => self.end_service(subject),
            Kind::Referral => self.raise_referral(subject),
            Kind::TriageEnd => self.end_triage(subject),
            Kind::Arranged => self.end_arrangements(subject),
            Kind::Placed => self.end_placing(subject),
            Kind::Leave => self.leave_acute_bed(subject),
            Kind::Taper => self.taper(subject),
            Kind::BedReady => self.bed_ready(pool),
            Kind::Opening => self.open(pool),
            Kind::Vacancy => self.place_falls_vacant(pool),
            Kind::CapacityChange => self.change_capacity(pool),
            Kind::Census => self.take_census(),
        }
    }

    /// Finds the next arrival over all cohorts.
    #[inline]
    pub(crate) fn find_next_arrival(&mut self) {
        let mut next = Event::NEVER;
        for (cohort, source) in self.sources.iter().enumerate() {
            if source.at() < self.horizon {
                next = next.min(Event::new(source.at(), Kind::Arrival, cohort as u32));
            }
        }
        self.next_arrival = next;
        self.next_beside = next.min(self.next_census);
    }

    fn set_next_census(&mut self, at: Time) {
        self.next_census = Event::new(at, Kind::Census, 0);
        self.next_beside = self.next_arrival.min(self.next_census);
    }

    /// Ends the run where it is: it cannot be finished.
    pub(crate) fn give_up(&mut self, fault: RunError) {
        self.fault = Some(fault);
        self.end = Event::new(Time::START, Kind::Census, 0);
    }

    fn take_census(&mut self) {
        self.events -= 1;
        self.count_census();
        let of_day = if self.now.of_day() == 0 {
            self.trail.count(self.now, self.patients.len() as u64, &self.lines);
            8 * HOUR
        } else {
            24 * HOUR
        };
        self.set_next_census(Time::midnight(self.now.day()) + of_day);
    }

    /// Cleans released beds; they are available after the turnaround.
    pub(crate) fn clean(&mut self, pool: PoolId, beds: u64) {
        self.pools[pool.at()].cleaning += beds;
        let ready = self.now + self.pools[pool.at()].turnaround;
        for _ in 0..beds {
            self.schedule_pool(ready, Kind::BedReady, pool);
        }
    }

    fn bed_ready(&mut self, pool: PoolId) {
        self.pools[pool.at()].cleaning -= 1;
        self.mark(pool);
    }

    fn open(&mut self, pool: PoolId) {
        self.mark(pool);
        self.schedule_opening(pool);
    }

    fn schedule_opening(&mut self, pool: PoolId) {
        if self.model.pools[pool.at()].gated {
            self.schedule_pool(self.model.pools[pool.at()].next_opening(self.now), Kind::Opening, pool);
        }
    }

    fn change_capacity(&mut self, pool: PoolId) {
        let state = &mut self.pools[pool.at()];
        let (_, units) = self.model.pools[pool.at()].capacity[state.next_step];
        state.set_capacity(&self.model.pools[pool.at()], self.now, units);
        state.next_step += 1;
        self.mark(pool);
        self.schedule_capacity_change(pool);
    }

    fn schedule_capacity_change(&mut self, pool: PoolId) {
        if let Some(&(at, _)) = self.model.pools[pool.at()].capacity.get(self.pools[pool.at()].next_step) {
            self.schedule_pool(at, Kind::CapacityChange, pool);
        }
    }

    fn place_falls_vacant(&mut self, pool: PoolId) {
        self.vacancy(pool);
        self.schedule_vacancy(pool, self.now);
    }

    /// Schedules the next vacancy of a stream: a Poisson process whose rate changes on set dates.
    fn schedule_vacancy(&mut self, pool: PoolId, from: Time) {
        let described = &self.model.pools[pool.at()];
        if described.kind != PoolKind::Vacancies {
            return;
        }
        let state = &mut self.pools[pool.at()];
        let bits = self.root.named(described.hash).item(state.next_vacancy).bits(Purpose::Gap);
        state.next_vacancy += 1;
        // In units of mean vacancies x days of the exponential's mean.
        let mut gap = self.unit.draw(bits) as f64;
        let mut at = from.0 as f64;
        for (step, &(_, per_week)) in described.vacancies.iter().enumerate() {
            let end = described.vacancies.get(step + 1).map_or(self.horizon.0, |(next, _)| next.0) as f64;
            let room = (end - at).max(0.0) * per_week / 7.0;
            if gap < room {
                let due = Time((at + gap * 7.0 / per_week + 0.5) as u64);
                return self.schedule_pool(due, Kind::Vacancy, pool);
            }
            gap -= room;
            at = at.max(end);
        }
    }

    fn schedule_pool(&mut self, at: Time, kind: Kind, pool: PoolId) {
        if at < self.horizon {
            self.agenda.push(Event::new(at, kind, u32::from(pool.0)));
        }
    }

    /// Closes the books of a run that is over.
    ///
    /// # Errors
    /// If the run could not be finished.
    pub fn finish(&mut self) -> Result<Outcome, RunError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.now = self.horizon;
        let still_waiting = self.close_books();
        for patient in self.patients.present() {
            self.witness.departed(&self.patients[patient], self.horizon, Departure::StillThere);
        }
        let (histograms, days) = self.observer.take();
        let (tally, trail) = (self.tally.clone(), self.trail.clone());
        Ok(Outcome { tally, histograms, still_waiting, trail, days, events: self.events })
    }

    /// The present time of the run.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The witness.
    pub fn witness_mut(&mut self) -> &mut W {
        &mut self.witness
    }
}
