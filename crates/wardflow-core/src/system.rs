//! The discharge system during a replication: all that patients meet, and what the calendar does to it.
//!
//! A patient's journey is in [`crate::journey`], allocation in [`crate::allocation`], counting in [`crate::observe`].
//! Patients stand beside the system in the [`Register`]: whatever happens to one of them takes that patient and the
//! system, and looks the patient up only once.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{
    agenda::Agenda,
    arrivals::Source,
    census::Met,
    clock::{HOUR, Time},
    doorkeeper::Doorkeeper,
    escalation::EscalationState,
    event::{Event, Kind},
    level::Level,
    line::LineState,
    model::{CohortId, LineId, Model, PoolId, PoolKind},
    observe::Observer,
    patient::{Register, Slot, Slots},
    pool::PoolState,
    random::{Key, Kind as Of, Purpose, Seed},
    replication::{Keep, RunError, Witness},
    rings::Rings,
    stay::{QuantileTable, Shape},
    tally::Tally,
    trail::Trail,
};

/// A discharge system in the course of a replication.
pub(crate) struct System<'m, W: Witness> {
    pub(crate) model: &'m Model,
    pub(crate) now: Time,
    pub(crate) horizon: Time,
    pub(crate) agenda: Agenda,
    /// Places for patients in the register.
    pub(crate) slots: Slots,
    /// Patients who have a place but are at home until they come back.
    pub(crate) away: u64,
    /// By name of the cohort: who of several arrives first at one second does not depend on the order of a file.
    sources: Vec<Source>,
    next_arrival: Event,
    next_census: Event,
    /// The earlier of the two.
    next_beside: Event,
    /// The first event that does not happen any more.
    end: Event,
    pub(crate) pools: Vec<PoolState>,
    pub(crate) lines: Vec<LineState>,
    pub(crate) escalations: Vec<EscalationState>,
    /// By distribution, where a census needs it.
    pub(crate) met: Vec<Option<Met>>,
    /// People who wait in one unit for a bed in another, by the stay to follow.
    pub(crate) passing: Vec<Level>,
    /// People with no criteria to reside, by pathway of a stay; see [`Model::route`].
    pub(crate) nctr: Vec<Level>,
    /// How many they are by hospital.
    pub(crate) nctr_at: Vec<u64>,
    /// They by locality.
    pub(crate) nctr_of: Vec<Level>,
    /// Pools that may be able to serve somebody.
    pub(crate) marked: Vec<PoolId>,
    /// Lines whose heads compete for what is being allocated, the lowest ticket first.
    pub(crate) competing: BinaryHeap<Reverse<(u64, LineId)>>,
    /// Who holds what others wait for, and waits for what others hold.
    pub(crate) rings: Rings,
    /// Whoever came to a front door at this second and found no bed so far.
    pub(crate) at_front_doors: Vec<Slot>,
    /// Whether people of a census are being put in their places: they all ask at once.
    pub(crate) is_placing_census: bool,
    /// Whether there may be something to do at the end of this second; always if escalations watch levels.
    pub(crate) is_pending: bool,
    /// Whether there is something to look at at the end of every second: levels, or a door that is kept.
    pub(crate) is_watched: bool,
    /// Who keeps somebody at a front door.
    pub(crate) doorkeeper: Option<Doorkeeper>,
    /// How many requests had to wait so far.
    pub(crate) tickets: u64,
    /// The exponential distribution with a mean of one day.
    unit: QuantileTable,
    pub(crate) tally: Tally,
    pub(crate) trail: Trail,
    pub(crate) observer: Observer,
    pub(crate) witness: W,
    pub(crate) fault: Option<RunError>,
    pub(crate) root: Key,
}

impl<'m, W: Witness> System<'m, W> {
    /// Makes room for replications of a model.
    pub(crate) fn new(model: &'m Model, witness: W) -> Self {
        Self {
            model,
            now: Time::START,
            horizon: model.horizon(),
            agenda: Agenda::default(),
            slots: Slots::default(),
            away: 0,
            sources: Vec::new(),
            next_arrival: Event::NEVER,
            next_census: Event::NEVER,
            next_beside: Event::NEVER,
            end: Event::new(model.horizon(), Kind::Census, 0),
            pools: Vec::new(),
            lines: Vec::new(),
            escalations: Vec::new(),
            met: Met::all_of(model),
            passing: Vec::new(),
            nctr: Vec::new(),
            nctr_at: Vec::new(),
            nctr_of: Vec::new(),
            marked: Vec::new(),
            competing: BinaryHeap::new(),
            rings: Rings::of(model),
            at_front_doors: Vec::new(),
            is_placing_census: false,
            is_pending: false,
            is_watched: !model.escalations.is_empty() || model.door.is_some(),
            doorkeeper: model.door.as_ref().map(|door| Doorkeeper::new(model, door)),
            tickets: 0,
            unit: QuantileTable::new(&Shape::Exponential { mean: 1.0 }),
            tally: Tally::new(model),
            trail: Trail::new(model),
            observer: Observer::new(model),
            witness,
            fault: None,
            root: Key::of_replication(Seed(0), 0),
        }
    }

    /// Sets everything to the beginning of a replication.
    pub(crate) fn begin(&mut self, seed: Seed, replication: u64, keep: Keep) {
        let model = self.model;
        self.now = Time::START;
        self.root = Key::of_replication(seed, replication);
        self.agenda.clear();
        self.slots.clear();
        self.away = 0;
        self.marked.clear();
        self.at_front_doors.clear();
        self.competing.clear();
        self.rings.clear();
        self.is_pending = true;
        self.pools.clear();
        self.pools.extend(model.pools.iter().map(PoolState::new));
        self.lines.resize_with(model.lines.len(), LineState::default);
        self.lines.iter_mut().for_each(LineState::clear);
        self.escalations.clear();
        self.escalations.extend(EscalationState::all_of(model));
        self.passing.clear();
        self.passing.resize(model.stage_count(), Level::ZERO);
        self.nctr.clear();
        self.nctr.resize(model.route_count(), Level::ZERO);
        self.nctr_at.clear();
        self.nctr_at.resize(model.hospitals.len(), 0);
        self.nctr_of.clear();
        self.nctr_of.resize(model.localities.len(), Level::ZERO);
        self.tickets = 0;
        self.fault = None;
        self.end = Event::new(self.horizon, Kind::Census, 0);
        self.tally.clear();
        self.trail.clear();
        self.observer.begin(keep);
        self.sources.clear();
        let cohorts = model.cohorts_by_name.iter().map(|cohort| &model.cohorts[cohort.at()]);
        let sources = cohorts.map(|cohort| {
            Source::new(&cohort.arrivals, self.root.named(Of::Cohort, cohort.hash), &model.weekdays, &self.unit)
        });
        self.sources.extend(sources);
        if let Some(doorkeeper) = &mut self.doorkeeper {
            doorkeeper.begin(model, self.root);
        }
        self.find_next_arrival();
        self.set_next_census(Time::START);
        for pool in (0..model.pools.len()).map(|pool| PoolId(pool as u16)) {
            self.schedule_capacity_change(pool);
            self.schedule_opening(pool);
            self.schedule_vacancy(pool, Time::START);
        }
    }

    /// Goes to the next event and takes it out of the calendar; `None` if the run is over.
    #[inline]
    pub(crate) fn advance(&mut self) -> Option<Event> {
        let next = self.next_event();
        if next >= self.end {
            return None;
        }
        self.now = next.at();
        if next < self.next_beside {
            self.agenda.pop();
        }
        Some(next)
    }

    /// What happens next.
    #[inline]
    pub(crate) fn next_event(&self) -> Event {
        self.agenda.first().min(self.next_beside)
    }

    /// The cohort, key and number of the patient of a source who arrives now; works out who arrives next.
    #[inline]
    pub(crate) fn next_patient_of(&mut self, source: u32) -> (CohortId, Key, u64) {
        let cohort = self.model.cohorts_by_name[source as usize];
        let source = &mut self.sources[source as usize];
        let number = source.number();
        let key = source.take(&self.model.cohorts[cohort.at()].arrivals, &self.model.weekdays, &self.unit);
        self.find_next_arrival();
        (cohort, key, number)
    }

    /// Finds the next arrival over all cohorts.
    #[inline]
    fn find_next_arrival(&mut self) {
        let mut next = Event::NEVER;
        for (number, source) in self.sources.iter().enumerate() {
            if source.at() < self.horizon {
                next = next.min(Event::new(source.at(), Kind::Arrival, number as u32));
            }
        }
        self.next_arrival = next;
        self.next_beside = next.min(self.next_census);
    }

    fn set_next_census(&mut self, at: Time) {
        self.next_census = Event::new(at, Kind::Census, 0);
        self.next_beside = self.next_arrival.min(self.next_census);
    }

    /// The day of the run, for messages; one that begins with a census begins with its first measured day.
    pub(crate) fn day_of_run(&self) -> u64 {
        let before = if self.model.census.is_empty() { 0 } else { self.model.warm_up_days.into() };
        self.now.day().saturating_sub(before)
    }

    /// Ends the run where it is: it cannot be finished.
    pub(crate) fn give_up(&mut self, fault: RunError) {
        self.fault = Some(fault);
        self.end = Event::new(Time::START, Kind::Census, 0);
    }

    /// Midnight or 08:00: the beds are counted.
    #[inline(never)]
    pub(crate) fn take_census(&mut self, patients: &mut Register) {
        self.count_census(patients);
        let of_day = if self.now.of_day() == 0 {
            self.trail.count(self.now, self.slots.taken() as u64 - self.away, &self.lines);
            8 * HOUR
        } else {
            24 * HOUR
        };
        self.set_next_census(Time::midnight(self.now.day()) + of_day);
    }

    /// Cleans released beds; they are available after the turnaround.
    pub(crate) fn clean(&mut self, pool: PoolId, beds: u64) {
        self.pools[pool.at()].begin_cleaning(self.now, beds);
        let ready = self.now + self.pools[pool.at()].turnaround;
        for _ in 0..beds {
            self.schedule_pool(ready, Kind::BedReady, pool);
        }
    }

    /// A released bed has been cleaned.
    #[inline(never)]
    pub(crate) fn bed_ready(&mut self, pool: PoolId) {
        self.pools[pool.at()].end_cleaning(self.now);
        self.mark(pool);
    }

    /// A pool opens, or its count of starts begins anew.
    #[inline(never)]
    pub(crate) fn open(&mut self, pool: PoolId) {
        self.look_for_rings();
        self.mark(pool);
        self.schedule_opening(pool);
    }

    fn schedule_opening(&mut self, pool: PoolId) {
        if self.model.pools[pool.at()].gated {
            self.schedule_pool(self.model.pools[pool.at()].next_opening(self.now), Kind::Opening, pool);
        }
    }

    /// A pool's capacity takes its next scheduled value.
    #[inline(never)]
    pub(crate) fn change_capacity(&mut self, pool: PoolId) {
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

    /// A place of a stream falls vacant.
    #[inline(never)]
    pub(crate) fn place_falls_vacant(&mut self, pool: PoolId) {
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
        let bits = self.root.named(Of::Service, described.hash).item(state.next_vacancy).bits(Purpose::Gap);
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
}
