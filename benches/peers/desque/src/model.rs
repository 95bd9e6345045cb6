//! The model: its state and its events.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::ops::Add;

use desque::serial::{Event, Simulation};
use desque::{SimState, SimTime};
use peer_report::Outcome;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

const WARM_UP: f64 = 90.0;
const MEASURED: f64 = 365.0;
const ARRIVALS_PER_DAY: f64 = 45.0;
const BEDS: usize = 320;
const PLACES: [usize; 3] = [220, 96, 42];
/// Shares of P0, P0 and P1, P0 to P2; all others take P3.
const CUMULATIVE_SHARES: [f64; 3] = [0.73, 0.89, 0.96];

type Sim = Simulation<Hospital, Time>;

/// Days since the start of the run.
#[derive(Clone, Copy, Debug)]
pub struct Time(f64);

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        // Faster here than to compare partially and unwrap.
        self.0.total_cmp(&other.0)
    }
}

impl Add for Time {
    type Output = Self;

    fn add(self, delay: Self) -> Self {
        Self(self.0 + delay.0)
    }
}

impl SimTime for Time {}

/// How long a place is taken, in days.
enum Stay {
    LogNormal(LogNormal<f64>),
    Exponential(Exp<f64>),
}

impl Stay {
    fn log_normal(mean: f64, coefficient_of_variation: f64) -> Self {
        Self::LogNormal(
            LogNormal::from_mean_cv(mean, coefficient_of_variation).expect("mean and variation are positive"),
        )
    }

    fn exponential(mean: f64) -> Self {
        Self::Exponential(Exp::new(mean.recip()).expect("the mean is positive"))
    }

    fn sample(&self, rng: &mut Xoshiro256PlusPlus) -> Time {
        Time(match self {
            Self::LogNormal(distribution) => distribution.sample(rng),
            Self::Exponential(distribution) => distribution.sample(rng),
        })
    }
}

/// Sum and number of the waits since the end of the warm-up.
#[derive(Default)]
struct Waits {
    days: f64,
    patients: u32,
}

impl Waits {
    fn record(&mut self, days: f64) {
        self.days += days;
        self.patients += 1;
    }

    fn mean(&self) -> f64 {
        self.days / f64::from(self.patients)
    }
}

/// Places of one kind, and the patients who wait for one, by the time they began to.
struct Pool {
    places: usize,
    taken: usize,
    queue: VecDeque<Time>,
    stay: Stay,
    waits: Waits,
}

impl Pool {
    fn new(places: usize, stay: Stay) -> Self {
        Self { places, taken: 0, queue: VecDeque::new(), stay, waits: Waits::default() }
    }

    /// Takes a place for a patient who asks `now`, or queues them. Whether they have it.
    fn ask(&mut self, now: Time) -> bool {
        let granted = self.taken < self.places;
        if granted {
            self.taken += 1;
            self.waits.record(0.0);
        } else {
            self.queue.push_back(now);
        }
        granted
    }

    /// Hands a place that is given up to the head of the queue. Whether there was one.
    fn give_up(&mut self, now: Time) -> bool {
        if let Some(since) = self.queue.pop_front() {
            self.waits.record(now.0 - since.0);
            true
        } else {
            self.taken -= 1;
            false
        }
    }
}

/// Area under a level, for its mean over time.
struct Level {
    area: f64,
    since: Time,
}

impl Level {
    /// Adds the time up to `now`, all of which was spent at `level`.
    fn advance(&mut self, level: usize, now: Time) {
        self.area += level as f64 * (now.0 - self.since.0);
        self.since = now;
    }
}

/// State of the simulation.
pub struct Hospital {
    rng: Xoshiro256PlusPlus,
    between_arrivals: Exp<f64>,
    acute: Pool,
    occupancy: Level,
    pathways: [Pool; 3],
    events: u64,
    complete: bool,
}

impl SimState<Time> for Hospital {
    fn is_complete(&self, _: &Time) -> bool {
        self.complete
    }
}

impl Hospital {
    fn new(rng: Xoshiro256PlusPlus) -> Self {
        let stays = [Stay::log_normal(28.0, 0.5), Stay::log_normal(28.0, 0.6), Stay::exponential(21.0)];
        let mut places = PLACES.into_iter();
        Self {
            rng,
            between_arrivals: Exp::new(ARRIVALS_PER_DAY).expect("the rate is positive"),
            acute: Pool::new(BEDS, Stay::log_normal(6.5, 1.2)),
            occupancy: Level { area: 0.0, since: Time(0.0) },
            pathways: stays.map(|stay| Pool::new(places.next().expect("as many as pathways"), stay)),
            events: 0,
            complete: false,
        }
    }

    /// Draws where a patient goes after their stay: the index of a pathway with places, or nothing for P0.
    fn route(&mut self) -> Option<usize> {
        let draw: f64 = self.rng.random();
        match CUMULATIVE_SHARES {
            [p0, _, _] if draw < p0 => None,
            [_, p1, _] if draw < p1 => Some(0),
            [_, _, p2] if draw < p2 => Some(1),
            _ => Some(2),
        }
    }
}

/// A patient arrives.
#[derive(Debug)]
struct Arrival;

impl Arrival {
    fn schedule(sim: &mut Sim) -> desque::Result {
        let hospital = sim.state_mut();
        let delay = Time(hospital.between_arrivals.sample(&mut hospital.rng));
        sim.schedule_with_delay(Self, delay)
    }
}

impl Event<Hospital, Time> for Arrival {
    fn execute(&mut self, sim: &mut Sim) -> desque::Result {
        let now = *sim.current_time();
        let hospital = sim.state_mut();
        hospital.events += 1;
        let occupied = hospital.acute.taken;
        if hospital.acute.ask(now) {
            hospital.occupancy.advance(occupied, now);
            StayEnd::schedule(sim)?;
        }
        Self::schedule(sim)
    }
}

/// A patient's acute stay ends.
#[derive(Debug)]
struct StayEnd;

impl StayEnd {
    fn schedule(sim: &mut Sim) -> desque::Result {
        let hospital = sim.state_mut();
        let delay = hospital.acute.stay.sample(&mut hospital.rng);
        sim.schedule_with_delay(Self, delay)
    }
}

impl Event<Hospital, Time> for StayEnd {
    fn execute(&mut self, sim: &mut Sim) -> desque::Result {
        let now = *sim.current_time();
        let hospital = sim.state_mut();
        hospital.events += 1;
        if let Some(pathway) = hospital.route() {
            if !hospital.pathways[pathway].ask(now) {
                return Ok(());
            }
            ServiceEnd::schedule(sim, pathway)?;
        }
        free_bed(sim)
    }
}

/// A patient's place on a pathway comes free.
#[derive(Debug)]
struct ServiceEnd {
    pathway: usize,
}

impl ServiceEnd {
    fn schedule(sim: &mut Sim, pathway: usize) -> desque::Result {
        let hospital = sim.state_mut();
        let delay = hospital.pathways[pathway].stay.sample(&mut hospital.rng);
        sim.schedule_with_delay(Self { pathway }, delay)
    }
}

impl Event<Hospital, Time> for ServiceEnd {
    fn execute(&mut self, sim: &mut Sim) -> desque::Result {
        let now = *sim.current_time();
        let hospital = sim.state_mut();
        hospital.events += 1;
        if hospital.pathways[self.pathway].give_up(now) {
            Self::schedule(sim, self.pathway)?;
            free_bed(sim)?;
        }
        Ok(())
    }
}

/// A bed comes free: the next patient takes it at once.
fn free_bed(sim: &mut Sim) -> desque::Result {
    let now = *sim.current_time();
    let hospital = sim.state_mut();
    let occupied = hospital.acute.taken;
    if hospital.acute.give_up(now) {
        StayEnd::schedule(sim)
    } else {
        hospital.occupancy.advance(occupied, now);
        Ok(())
    }
}

/// The warm-up is over: measuring begins anew.
#[derive(Debug)]
struct WarmUpEnd;

impl Event<Hospital, Time> for WarmUpEnd {
    fn execute(&mut self, sim: &mut Sim) -> desque::Result {
        let now = *sim.current_time();
        let hospital = sim.state_mut();
        hospital.occupancy = Level { area: 0.0, since: now };
        hospital.acute.waits = Waits::default();
        for pathway in &mut hospital.pathways {
            pathway.waits = Waits::default();
        }
        Ok(())
    }
}

/// The run is over.
#[derive(Debug)]
struct RunEnd;

impl Event<Hospital, Time> for RunEnd {
    fn execute(&mut self, sim: &mut Sim) -> desque::Result {
        let now = *sim.current_time();
        let hospital = sim.state_mut();
        hospital.occupancy.advance(hospital.acute.taken, now);
        hospital.complete = true;
        Ok(())
    }
}

/// Runs one replication, with a generator of its own.
pub fn replicate(seed: u64, replication: u64) -> Result<Outcome, desque::Error> {
    // The two are mixed, so that neighbouring seeds share no replications.
    let key = Xoshiro256PlusPlus::seed_from_u64(seed).random::<u64>().wrapping_add(replication);
    let mut sim = Simulation::new(Hospital::new(Xoshiro256PlusPlus::seed_from_u64(key)), Time(0.0));
    sim.schedule(WarmUpEnd, Time(WARM_UP))?;
    sim.schedule(RunEnd, Time(WARM_UP + MEASURED))?;
    Arrival::schedule(&mut sim)?;
    sim.run()?;

    let hospital = sim.state();
    Ok(Outcome {
        occupancy: hospital.occupancy.area / MEASURED,
        wait_for_bed: hospital.acute.waits.mean(),
        waits: [0, 1, 2].map(|pathway| hospital.pathways[pathway].waits.mean()),
        events: hospital.events,
    })
}
