//! One replication: the loop over events, and what the run consists of.

use std::fmt;

use crate::{
    clock::Time,
    event::{Event, Kind, MOST_PATIENTS},
    histogram::Histogram,
    model::{EscalationId, Model, PoolId},
    observe::StillWaiting,
    patient::{Patient, Register, Slot},
    random::Seed,
    system::System,
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
    /// Left hospital or a service for a care home that is no capacity of the model.
    CareHome,
    /// The stay in the service ended.
    ServiceEnded,
    /// Died in a service.
    DiedInService,
    /// Left by themselves while waiting: at the front door, in hospital, or in a service.
    GaveUp,
    /// Died while waiting.
    DiedWaiting,
    /// Referred from the community and refused, without coming to hospital.
    Refused,
    /// Came back to hospital from a service; the next spell begins at once.
    BackToHospital,
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
    /// Somebody goes from one service, or from one stay in hospital, to the next without end.
    GoesRound {
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
            Self::GoesRound { day } => write!(
                f,
                "by day {day} of the run somebody has gone from one service or stay in hospital to the next more than {} \
                 times: outcomes lead round in a circle of stays of no length",
                u16::MAX
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
    /// Lengths of waits over the measured period, in the order of [`crate::observe::Places`].
    pub histograms: Vec<Histogram>,
    /// Who was still waiting at the end.
    pub still_waiting: StillWaiting,
    /// How many people there were as the run went on, warm-up included.
    pub trail: Trail,
    /// Tallies of every measured day, if asked for: those that were not taken meanwhile ([`Replication::take_days`]).
    pub days: Vec<Tally>,
    /// Events that happened: arrivals, ends and other events of the model, counts of beds left out.
    pub events: u64,
}

/// What to keep beside the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// A tally of every measured day.
    pub days: bool,
}

/// One replication of a model. Its memory is used again by the next.
pub struct Replication<'m, W: Witness = ()> {
    pub(crate) patients: Register,
    pub(crate) system: System<'m, W>,
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
        Self { patients: Register::default(), system: System::new(model, witness), events: 0 }
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
        self.events = 0;
        self.system.begin(seed, replication, keep);
    }

    /// Lets the next event happen; false if the run is over.
    #[inline]
    pub fn step(&mut self) -> bool {
        let Some(event) = self.system.advance() else { return false };
        self.happen(event);
        if self.system.is_pending {
            self.allocate();
        }
        true
    }

    /// Allocates what there is once all that happens at this second has happened; what that brings about at the same
    /// second happens before the next round.
    #[inline]
    fn allocate(&mut self) {
        let Self { patients, system, .. } = self;
        while system.second_is_over() {
            system.allocate(patients);
            while system.exchange(patients) {
                system.allocate(patients);
            }
            if !system.second_is_over() {
                return;
            }
            if !system.at_front_doors.is_empty() {
                system.close_front_doors(patients);
            }
            if !system.is_watched {
                system.is_pending = false;
                return;
            }
            if !system.keep_door(patients) && !system.escalate() {
                return;
            }
        }
    }

    #[inline]
    fn happen(&mut self, event: Event) {
        let Self { patients, system, events } = self;
        let subject = event.subject();
        let pool = PoolId(subject as u16);
        *events += 1;
        match event.kind() {
            Kind::Arrival => system.arrive(patients, subject),
            Kind::AcuteEnd => system.end_acute_stay(&mut patients[subject]),
            Kind::ServiceEnd => system.end_service(&mut patients[subject]),
            Kind::Referral => system.raise_referral(&mut patients[subject]),
            Kind::TriageEnd => system.end_triage(&mut patients[subject]),
            Kind::Arranged => system.end_arrangements(&mut patients[subject]),
            Kind::Placed => system.end_placing(&mut patients[subject]),
            Kind::Leave => system.leave_acute_bed(&mut patients[subject]),
            Kind::Fate => system.meet_fate(&mut patients[subject]),
            Kind::Fallback => system.fall_back(&mut patients[subject]),
            Kind::MoveOn => system.move_on(&mut patients[subject]),
            Kind::Return => system.come_back(&mut patients[subject]),
            Kind::Taper => system.taper(&mut patients[subject]),
            Kind::BedReady => system.bed_ready(pool),
            Kind::Opening => system.open(pool),
            Kind::Vacancy => system.place_falls_vacant(pool),
            Kind::Escalation => system.begin_escalation(EscalationId(subject as u16)),
            Kind::CapacityChange => system.change_capacity(pool),
            Kind::Census => {
                *events -= 1;
                system.take_census(patients);
            }
        }
    }

    /// Hands over the tallies of measured days that are over, each once: whoever takes them as the run goes on need not keep
    /// them all.
    #[inline]
    pub fn take_days(&mut self, take: &mut dyn FnMut(&Tally)) {
        self.system.observer.take_days(take);
    }

    /// Closes the books of a run that is over.
    ///
    /// # Errors
    /// If the run could not be finished.
    pub fn finish(&mut self) -> Result<Outcome, RunError> {
        let Self { patients, system, events } = self;
        if let Some(fault) = system.fault {
            return Err(fault);
        }
        let still_waiting = system.close_books(patients);
        let (histograms, days) = system.observer.take();
        let (tally, trail) = (system.tally.clone(), system.trail.clone());
        Ok(Outcome { tally, histograms, still_waiting, trail, days, events: *events })
    }

    /// Everybody in the system, those at home included who will come back.
    pub fn people(&self) -> impl Iterator<Item = &Patient> {
        self.system.slots.all_taken().into_iter().map(|slot| &self.patients[slot])
    }

    /// What has been counted since the measured period began; of a replication that keeps its days, today.
    pub fn tally(&self) -> &Tally {
        &self.system.tally
    }

    /// How many events have happened so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Whoever has a place in the register, or had it last.
    pub fn patient(&self, slot: Slot) -> &Patient {
        &self.patients[slot]
    }

    /// The present time of the run.
    pub fn now(&self) -> Time {
        self.system.now
    }

    /// The witness.
    pub fn witness_mut(&mut self) -> &mut W {
        &mut self.system.witness
    }
}
