//! The model: patients as agents, and what they need.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::Waker;

use odem_rs::prelude::*;
use odem_rs::rand_distr::{Distribution, Exp, LogNormal};
use odem_rs::util::random::DefaultRng;
use peer_report::Outcome;

const WARM_UP: f64 = 90.0;
const MEASURED: f64 = 365.0;
const END: f64 = WARM_UP + MEASURED;
const ARRIVALS_PER_DAY: f64 = 45.0;
/// Shares of P0, P0 and P1, P0 to P2; all others take P3.
const CUMULATIVE_SHARES: [f64; 3] = [0.73, 0.89, 0.96];

/// Draws from a distribution, by a generator of its own.
struct Draws<D> {
    distribution: D,
    rng: RefCell<DefaultRng>,
}

impl<D: Distribution<f64>> Draws<D> {
    fn new(distribution: D, stream: &RngStream) -> Self {
        Self { distribution, rng: RefCell::new(stream.next_rng()) }
    }

    fn next(&self) -> f64 {
        self.distribution.sample(&mut *self.rng.borrow_mut())
    }
}

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
}

impl Distribution<f64> for Stay {
    fn sample<R: odem_rs::rand::Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            Self::LogNormal(distribution) => distribution.sample(rng),
            Self::Exponential(distribution) => distribution.sample(rng),
        }
    }
}

/// Places of one kind, and the patients who wait for one.
struct Places {
    free: Cell<usize>,
    queue: RefCell<VecDeque<Waker>>,
    stay: Draws<Stay>,
    /// Waits since the end of the warm-up, in days.
    waits: RandomVariable<f64, 1>,
}

impl Places {
    fn new(places: usize, stay: Stay, stream: &RngStream) -> Self {
        Self {
            free: Cell::new(places),
            queue: RefCell::default(),
            stay: Draws::new(stay, stream),
            waits: RandomVariable::new(),
        }
    }

    /// Takes a place, as soon as one is free and nobody has waited for longer.
    async fn seize(&self, sim: &Sim<Hospital>) {
        let since = sim.now();
        if let Some(left) = self.free.get().checked_sub(1) {
            self.free.set(left);
        } else {
            let waker = waker().await;
            self.queue.borrow_mut().push_back(waker);
            sleep().await;
        }
        if sim.now() >= WARM_UP {
            self.waits.tabulate(sim.now() - since);
        }
    }

    /// Hands a place on to whoever has waited for longest, or leaves it free.
    fn release(&self) {
        match self.queue.borrow_mut().pop_front() {
            Some(next) => next.wake(),
            None => self.free.set(self.free.get() + 1),
        }
    }
}

/// What all patients share.
#[derive(Config)]
#[time(f64)]
struct Hospital {
    acute: Places,
    pathways: [Places; 3],
    routes: RefCell<DefaultRng>,
    /// Bed days since the end of the warm-up.
    bed_days: Cell<f64>,
    events: Cell<u64>,
}

impl Hospital {
    fn new(stream: &RngStream) -> Self {
        Self {
            acute: Places::new(320, Stay::log_normal(6.5, 1.2), stream),
            pathways: [
                Places::new(220, Stay::log_normal(28.0, 0.5), stream),
                Places::new(96, Stay::log_normal(28.0, 0.6), stream),
                Places::new(42, Stay::exponential(21.0), stream),
            ],
            routes: RefCell::new(stream.next_rng()),
            bed_days: Cell::new(0.0),
            events: Cell::new(0),
        }
    }

    /// Draws where a patient goes after the acute stay: to a pathway with places, or nowhere for P0.
    fn route(&self) -> Option<&Places> {
        let draw: f64 = self.routes.borrow_mut().random();
        let pathway = CUMULATIVE_SHARES.iter().filter(|&&share| draw >= share).count();
        pathway.checked_sub(1).map(|index| &self.pathways[index])
    }

    /// Counts one of the events that all engines are compared by.
    fn count_event(&self) {
        self.events.set(self.events.get() + 1);
    }

    /// Adds bed days from a time to the end of the run, or takes them away.
    fn occupy(&self, beds: f64, from: f64) {
        self.bed_days.set(self.bed_days.get() + beds * (END - from.max(WARM_UP)));
    }
}

struct Patient;

impl Behavior<Hospital> for Patient {
    type Output = ();

    async fn actions(&self, sim: &Sim<Hospital>) {
        let hospital = sim.global();
        hospital.count_event();
        hospital.acute.seize(sim).await;
        hospital.occupy(1.0, sim.now());
        sim.advance(hospital.acute.stay.next()).await;
        hospital.count_event();

        let pathway = hospital.route();
        if let Some(places) = pathway {
            places.seize(sim).await;
        }
        hospital.occupy(-1.0, sim.now());
        hospital.acute.release();

        if let Some(places) = pathway {
            sim.advance(places.stay.next()).await;
            hospital.count_event();
            places.release();
        }
    }
}

/// One replication, from an empty hospital to the end of the measured year.
#[odem_rs::main(Hospital::new(&stream))]
async fn run(sim: &Sim<Hospital>, stream: RngStream) -> Outcome {
    let between_arrivals = Draws::new(Exp::new(ARRIVALS_PER_DAY).expect("the rate is positive"), &stream);
    sim.arrivals(|| between_arrivals.next()).until(END).spawn(|| Patient).await;

    let hospital = sim.global();
    // No waker may outlive the run.
    for places in hospital.pathways.iter().chain([&hospital.acute]) {
        places.queue.take();
    }
    Outcome {
        occupancy: hospital.bed_days.get() / MEASURED,
        wait_for_bed: hospital.acute.waits.mean(),
        waits: hospital.pathways.each_ref().map(|places| places.waits.mean()),
        events: hospital.events.get(),
    }
}

/// Runs one replication, with a stream of generators of its own.
pub fn replicate(seed: u64, replication: u64) -> Outcome {
    // Seeds share no replications, unless there are millions of these.
    run(RngStream::from_seed((seed << 32) + replication))
}
