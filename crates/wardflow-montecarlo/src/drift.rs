//! Whether a system had settled when its warm-up ended, and which queues still grow when the run ends.
//!
//! People are counted in the quarters of the warm-up and of the measured period ([`wardflow_core::trail`]).
//!
//! * A queue *grows* if the last quarter after the last planned change has more people than the first, replication by
//!   replication ([`course`]). Quarters are compared only where the scenario plans the same for them: as many arrivals,
//!   and no more days on which services are closed.
//! * How long the system *remembers* shows in how far replications with many people waiting in one quarter still have many
//!   in the next ([`memory`]). What is left of the empty beginning fades as fast.

mod course;
mod memory;
mod queue;

pub use self::{
    course::{Course, Courses},
    memory::Memory,
    queue::Queue,
};

use wardflow_core::{
    model::{LineId, Model},
    trail::{Quarters, Stretch, Trail},
};

use self::{course::CourseSums, memory::MemorySums};

/// Sundays among the days of the week; bank holidays are Sundays to a model.
const SUNDAY: usize = 6;
/// The chance with which a stable system is said to grow, over all of its queues together.
pub const FALSE_ALARM: f64 = 0.01;
/// Least part of the people who are served that is still to come, so that a warm-up is too short.
const LEAST_TO_COME: f64 = 0.02;
/// Least rise of the people who are served, from quarter to quarter, that matters.
const LEAST_RISE: f64 = 0.01;
/// Least part of the people who wait that may be missing, so that a warm-up is too short.
const LEAST_MISSING: f64 = 0.025;
/// It must be as certain as that that this part is missing at least.
const CERTAINLY_MISSING: f64 = 0.005;

/// How the number of people changed over a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// Over the warm-up.
    pub warm_up: Courses,
    /// Over the measured period, from the last planned change on.
    pub measured: Courses,
    /// How long the system remembers how many people wait; none if too little was seen of it, or the scenario plans other
    /// arrivals for each quarter: what a surge leaves behind is no memory.
    pub memory: Option<Memory>,
    /// Whether the scenario plans the same for warm-up and measured period.
    is_one: bool,
    /// Days of the warm-up.
    warm_up_days: f64,
    /// Days that were measured.
    measured_days: f64,
}

/// What shows that a warm-up is too short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unsettled {
    /// There is too little of it to look at; every run begins with nobody in the system.
    NoWarmUp,
    /// The number of people who wait for nothing still rose.
    Served(Course),
    /// The system remembers its empty beginning: about this part of the people who wait is missing in the measured
    /// period, and so many days of warm-up would leave out less than a hundredth.
    Waiting {
        /// As a share of those who would wait.
        missing: f64,
        /// How long it remembers.
        memory: Memory,
        /// Days.
        enough: f64,
    },
}

impl Drift {
    /// The queues that grow: see [`Course::grows`]. A stable system is said to grow with a chance of at most
    /// [`FALSE_ALARM`], over all its queues, and over as many systems as are looked at side by side.
    pub fn growing(&self, systems: usize) -> Vec<(Queue, Course)> {
        self.growing_by(FALSE_ALARM / systems.max(1) as f64)
    }

    /// The same with another chance that a stable system is said to grow.
    pub(crate) fn growing_by(&self, chance: f64) -> Vec<(Queue, Course)> {
        let queues = self.measured.queues.iter();
        let each = chance / self.measured.queues.len().max(1) as f64;
        queues.filter(|(_, course)| course.grows(each)).copied().collect()
    }

    /// Whether the system remembers how many people wait for more than half of what is measured, and surely for a quarter: a
    /// replication is then hardly more than one look at it.
    pub fn remembers_for_long(&self) -> bool {
        let days = self.measured_days;
        self.memory.is_some_and(|memory| memory.days > days / 2.0 && memory.at_least > days / 4.0)
    }

    /// What shows that the warm-up is too short, if anything does: at its end the system should be level.
    ///
    /// People served: the rise in its second half must be certain, more than arrivals rise, and say that at least 2%
    /// are still to come. People who wait: at least 2.5% of them are missing in the measured period by what is left of
    /// the empty beginning, and .5% for certain. Of a system that cannot keep up it says nothing sensible: no warm-up would be
    /// long enough.
    pub fn unsettled(&self) -> Option<Unsettled> {
        let Some(served) = self.warm_up.served else { return Some(Unsettled::NoWarmUp) };
        let [_, _, third, last] = served.people;
        let matters = served.rise() > self.warm_up.rise_of_arrivals().max(LEAST_RISE) * third;
        if served.rises() && matters && served.ahead() > LEAST_TO_COME * last {
            return Some(Unsettled::Served(served));
        }
        let memory = self.memory.filter(|_| self.is_one)?;
        let missing = |days| memory::missing(days, self.warm_up_days, self.measured_days);
        (missing(memory.days) > LEAST_MISSING && missing(memory.at_least) > CERTAINLY_MISSING).then(|| {
            Unsettled::Waiting {
                missing: missing(memory.days),
                memory,
                enough: memory::enough(memory.days, self.measured_days),
            }
        })
    }
}

/// The counts of a run over replications.
#[derive(Default)]
pub(crate) struct DriftSums {
    warm_up: StretchSums,
    measured: StretchSums,
    memory: MemorySums,
    /// When something last changes by date but arrivals [day of the run].
    last_change: u64,
    warm_up_days: f64,
    measured_days: f64,
}

impl DriftSums {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            warm_up: StretchSums::new(model, Quarters::of_warm_up(model)),
            measured: StretchSums::new(model, Quarters::of_measured(model)),
            memory: MemorySums::default(),
            last_change: model.last_change.day(),
            warm_up_days: model.warm_up_days.into(),
            measured_days: model.measured_days.into(),
        }
    }

    /// Takes in the next replication.
    pub(crate) fn add(&mut self, trail: &Trail) {
        self.warm_up.add(&trail.warm_up);
        self.measured.add(&trail.measured);
        if self.measured.quarters.days > 0 {
            self.memory.add(self.warm_up.waiting(&trail.warm_up), self.measured.waiting(&trail.measured));
        }
    }

    /// Where all quarters lie, if the scenario plans the same for them.
    fn path(&self) -> Option<[std::ops::Range<u64>; 8]> {
        let quarters = [&self.warm_up, &self.measured].map(|stretch| stretch.quarters);
        let arrivals = self.warm_up.arrivals.iter().chain(&self.measured.arrivals);
        let is_one = quarters[0].days > 0 && are_level(arrivals) && self.last_change <= quarters[0].days_of(0).start;
        is_one.then(|| std::array::from_fn(|at| quarters[at / 4].days_of(at as u64 % 4)))
    }

    pub(crate) fn drift(&self) -> Drift {
        let (days, path) = (self.measured.quarters.days, self.path());
        Drift {
            warm_up: self.warm_up.courses(),
            measured: self.measured.courses(),
            memory: are_level(&self.measured.arrivals).then(|| self.memory.memory(days, path.clone())).flatten(),
            is_one: path.is_some(),
            warm_up_days: self.warm_up_days,
            measured_days: self.measured_days,
        }
    }
}

/// Whether about as many are planned to arrive in each of some quarters.
fn are_level<'a>(arrivals: impl IntoIterator<Item = &'a f64>) -> bool {
    let least_and_most = |(least, most): (f64, f64), &now: &f64| (least.min(now), most.max(now));
    let (least, most) = arrivals.into_iter().fold((f64::MAX, 0.0), least_and_most);
    most <= (1.0 + course::LEVEL_ARRIVALS) * least
}

#[derive(Default)]
struct StretchSums {
    quarters: Quarters,
    arrivals: [f64; 4],
    closed_days: [u64; 4],
    served: CourseSums,
    queues: Vec<(Queue, Vec<LineId>, CourseSums)>,
}

impl StretchSums {
    fn new(model: &Model, quarters: Quarters) -> Self {
        let arrivals = std::array::from_fn(|quarter| {
            let days = quarters.days_of(quarter as u64);
            let days = days.start as usize..days.end as usize;
            model.cohorts.iter().map(|cohort| cohort.arrivals.mean_per_day(days.clone())).sum()
        });
        let closed_days = std::array::from_fn(|quarter| {
            let days = quarters.days_of(quarter as u64);
            days.filter(|&day| model.weekdays.of(day) == SUNDAY).count() as u64
        });
        let alike = course::alike(quarters.days, arrivals, closed_days);
        let queues = Queue::all(model).into_iter();
        let queues = queues.map(|queue| (queue, queue.lines(model), CourseSums::new(alike))).collect();
        Self { quarters, arrivals, closed_days, served: CourseSums::new(alike), queues }
    }

    fn add(&mut self, stretch: &Stretch) {
        if self.quarters.days == 0 {
            return;
        }
        let days = self.quarters.days as f64;
        self.served.add(stretch.counts.each_ref().map(|counts| counts.served as f64 / days));
        for (_, lines, sums) in &mut self.queues {
            let waiting = stretch.counts.each_ref().map(|counts| {
                let people: u64 = lines.iter().map(|line| counts.waiting[line.at()]).sum();
                people as f64 / days
            });
            sums.add(waiting);
        }
    }

    /// Everybody who waits, in each quarter.
    fn waiting(&self, stretch: &Stretch) -> [f64; 4] {
        if self.quarters.days == 0 {
            return [0.0; 4];
        }
        stretch.counts.each_ref().map(|counts| counts.waiting.iter().sum::<u64>() as f64 / self.quarters.days as f64)
    }

    fn courses(&self) -> Courses {
        Courses {
            quarters: self.quarters,
            arrivals: self.arrivals,
            closed_days: self.closed_days,
            served: (self.quarters.days > 0).then(|| self.served.course()),
            queues: self.queues.iter().map(|(queue, _, sums)| (*queue, sums.course())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: [f64; 4] = [50.0; 4];

    /// People in the quarters of twenty replications, which differ by this much from each other.
    fn course(people: [f64; 4], spread: f64) -> Course {
        let mut sums = CourseSums::new(Some((0, 3)));
        for replication in 0..20 {
            let sign = if replication % 2 == 0 { 1.0 } else { -1.0 };
            sums.add([people[0], people[1], people[2], people[3] + sign * spread]);
        }
        sums.course()
    }

    fn drift(served: [f64; 4], memory: Option<f64>) -> Drift {
        Drift {
            warm_up: Courses { served: Some(course(served, 0.1)), ..Courses::default() },
            memory: memory.map(|days| Memory { days, at_least: 0.8 * days }),
            is_one: true,
            warm_up_days: 180.0,
            measured_days: 365.0,
            ..Drift::default()
        }
    }

    #[test]
    fn a_warm_up_is_too_short_if_people_served_still_rise() {
        assert_eq!(drift([100.0, 150.0, 170.0, 174.0], None).unsettled(), None, "hardly anybody is to come");
        let rising = drift([100.0, 150.0, 170.0, 180.0], None);
        assert!(matches!(rising.unsettled(), Some(Unsettled::Served(_))));
        let mut season = rising;
        season.warm_up.arrivals = [10.0, 10.0, 10.0, 11.0];
        assert_eq!(season.unsettled(), None, "more people come");
    }

    #[test]
    fn a_warm_up_is_too_short_if_the_system_remembers_its_empty_beginning() {
        assert_eq!(drift(LEVEL, Some(50.0)).unsettled(), None);
        // exp(-180 / 120) x 120 / 365 x (1 - exp(-365 / 120)) = .0698.
        let Some(Unsettled::Waiting { missing, enough, .. }) = drift(LEVEL, Some(120.0)).unsettled() else { panic!() };
        assert!((missing - 0.0698).abs() < 1e-4, "{missing}");
        assert!((memory::missing(120.0, enough, 365.0) - 0.01).abs() < 1e-12);
        assert_eq!(drift(LEVEL, None).unsettled(), None);
    }

    #[test]
    fn without_a_warm_up_nothing_has_settled() {
        assert_eq!(Drift::default().unsettled(), Some(Unsettled::NoWarmUp));
    }

    #[test]
    fn the_error_is_shared_among_queues_and_systems() {
        let mut drift = Drift::default();
        // t = 3 with 19 degrees of freedom: about .37% by chance.
        let rising = course([30.0, 33.0, 36.0, 39.0], 9.0 / 3.0 * (20.0_f64 * 19.0 / 20.0).sqrt());
        drift.measured.queues = vec![(Queue::FrontDoor(wardflow_core::model::HospitalId(0)), rising)];
        assert_eq!((drift.growing(1).len(), drift.growing(3).len()), (1, 0));
        drift.measured.queues = drift.measured.queues.repeat(3);
        assert!(drift.growing(1).is_empty());
    }
}
