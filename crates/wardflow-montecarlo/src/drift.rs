//! Whether a system had settled when its warm-up ended, and which queues still grow when the run ends.
//!
//! People are counted in the quarters of the warm-up and of the measured period ([`wardflow_core::trail`]); the last
//! quarter is compared with the third within each replication, so that the differences are paired. A rise counts if it
//! is certain (one-sided t at 99.9 %, since there are many queues and many runs) and large enough to matter.

use wardflow_core::{
    model::{HospitalId, LineId, Model, PathwayId},
    trail::{Quarters, Stretch, Trail},
};

use crate::statistics::Moments;

/// Sundays among the days of the week; bank holidays are Sundays to a model.
const SUNDAY: usize = 6;
/// The confidence of an interval whose lower end a mean exceeds in 99.9 of 100 cases.
const CONFIDENCE: f64 = 0.998;
/// Least part of the people who are served that is still to come, so that a warm-up is too short.
const LEAST_TO_COME: f64 = 0.02;
/// Least rise of the people who are served, from quarter to quarter, that matters.
const LEAST_RISE: f64 = 0.01;
/// Most Sundays and bank holidays that the last quarter may have more than the third, as a share of its days, if their
/// queues are to be compared.
const MOST_CLOSED: f64 = 0.03;
/// Least rise of a queue, as a share of itself.
const LEAST_GROWTH: f64 = 0.1;
/// Least rise of a queue [people].
const LEAST_PEOPLE: f64 = 1.0;

/// People who wait for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// For an acute bed of a hospital.
    FrontDoor(HospitalId),
    /// For triage by a SPOA, whose line this is.
    Triage(LineId),
    /// For the capacity of a pathway.
    Capacity(PathwayId),
}

impl Queue {
    /// All queues of a model.
    fn all(model: &Model) -> Vec<Self> {
        let mut triage: Vec<LineId> = model
            .pathways
            .iter()
            .filter_map(|pathway| pathway.triage)
            .flat_map(|triage| model.triage_lines(triage))
            .collect();
        triage.sort_unstable();
        triage.dedup();
        let front_doors = (0..model.hospitals.len()).map(|at| Self::FrontDoor(HospitalId(at as u16)));
        let capacities = (0..model.pathways.len()).filter(|&at| !model.pathways[at].needs.is_empty());
        front_doors
            .chain(triage.into_iter().map(Self::Triage))
            .chain(capacities.map(|at| Self::Capacity(PathwayId(at as u16))))
            .collect()
    }

    /// The lines that it consists of.
    pub fn lines(self, model: &Model) -> Vec<LineId> {
        match self {
            Self::FrontDoor(hospital) => vec![model.hospitals[hospital.at()].front_door],
            Self::Triage(line) => vec![line],
            Self::Capacity(pathway) => model.pathways[pathway.at()].needs.lines().collect(),
        }
    }
}

/// A number of people in four quarters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Mean people at midnight in each quarter.
    pub people: [f64; 4],
    /// By how many people more the last quarter has than the third at least, with 99.9 % confidence; none with fewer
    /// than 2 replications.
    pub certain_rise: Option<f64>,
}

impl Course {
    /// From the third quarter to the last.
    pub fn rise(&self) -> f64 {
        self.people[3] - self.people[2]
    }

    fn rises(&self) -> bool {
        self.certain_rise.is_some_and(|rise| rise > 0.0)
    }

    /// Whether a queue of this course rises so much that it matters.
    fn swells(&self) -> bool {
        self.rises() && self.rise() > LEAST_GROWTH * self.people[2] && self.rise() >= LEAST_PEOPLE
    }

    /// How many more people there would be in the end, if each rise is the same share of the one before; infinite if
    /// the rises do not become smaller.
    fn ahead(&self) -> f64 {
        let (before, rise) = (self.people[2] - self.people[1], self.rise());
        if rise <= 0.0 {
            0.0
        } else if rise < before {
            rise * rise / (before - rise)
        } else {
            f64::INFINITY
        }
    }
}

/// How the number of people changed over a stretch of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Courses {
    /// Where the quarters are.
    pub quarters: Quarters,
    /// Mean arrivals a day in each quarter, as the scenario has them.
    pub arrivals: [f64; 4],
    /// Sundays and bank holidays in each quarter.
    pub closed_days: [u64; 4],
    /// People in the system who wait in no queue; none if the stretch has no quarters.
    pub served: Option<Course>,
    /// Every queue.
    pub queues: Vec<(Queue, Course)>,
}

impl Courses {
    /// By which share more people arrive in the last quarter than in the third; 0 if fewer do.
    pub fn rise_of_arrivals(&self) -> f64 {
        let [_, _, third, last] = self.arrivals;
        if third > 0.0 { (last / third - 1.0).max(0.0) } else { 0.0 }
    }

    /// Whether the quarters are whole weeks, with about as many Sundays and bank holidays in the last as in the third:
    /// people wait for services that are closed.
    fn are_alike(&self) -> bool {
        let more = self.closed_days[3].saturating_sub(self.closed_days[2]);
        self.quarters.days.is_multiple_of(7) && more as f64 <= MOST_CLOSED * self.quarters.days as f64
    }

    /// Whether there is no bank holiday in the second half.
    fn are_ordinary(&self) -> bool {
        self.closed_days[2..].iter().all(|closed| 7 * closed == self.quarters.days)
    }
}

/// How the number of people changed over a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// Over the warm-up.
    pub warm_up: Courses,
    /// Over the measured period, from the last planned change on.
    pub measured: Courses,
}

/// What shows that a warm-up is too short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unsettled {
    /// There is too little of it to look at; every run begins with nobody in the system.
    NoWarmUp,
    /// The number of people who wait for nothing still rose.
    Served(Course),
    /// A queue still rose.
    Queue(Queue, Course),
}

impl Drift {
    /// The queues that still grow at the end: the last quarter has at least a tenth and one person more than the third,
    /// and the growth does not slow down to less than half of that between the second and the third.
    pub fn growing(&self) -> Vec<(Queue, Course)> {
        let grows = |course: &Course| {
            let before = course.people[2] - course.people[1];
            course.swells() && before > 0.0 && course.rise() >= before / 2.0
        };
        let queues = self.measured.queues.iter().filter(|_| self.measured.are_alike());
        queues.filter(|(_, course)| grows(course)).copied().collect()
    }

    /// What shows that the warm-up is too short, if anything does: at its end the system should be level.
    ///
    /// People served: the rise in its second half must be certain, more than arrivals rise, and say that at least 2 %
    /// are still to come. Queues: at least a tenth; they only count while arrivals are level, in whole weeks without
    /// bank holidays. Nothing counts if a queue still grows at the end of the run: no warm-up would be long enough.
    pub fn unsettled(&self) -> Option<Unsettled> {
        let Some(served) = self.warm_up.served else { return Some(Unsettled::NoWarmUp) };
        if !self.growing().is_empty() {
            return None;
        }
        let arrivals = self.warm_up.rise_of_arrivals();
        let [_, _, third, last] = served.people;
        let matters = served.rise() > arrivals.max(LEAST_RISE) * third;
        if served.rises() && matters && served.ahead() > LEAST_TO_COME * last {
            return Some(Unsettled::Served(served));
        }
        if arrivals > LEAST_TO_COME || !self.warm_up.are_ordinary() {
            return None;
        }
        let counts = |course: &Course| course.swells() && course.ahead() > LEAST_GROWTH * course.people[3];
        let queues = self.warm_up.queues.iter().filter(|(_, course)| counts(course));
        let largest = queues.max_by(|(_, one), (_, other)| one.rise().total_cmp(&other.rise()));
        largest.map(|&(queue, course)| Unsettled::Queue(queue, course))
    }
}

/// The counts of a run over replications.
#[derive(Default)]
pub(crate) struct DriftSums {
    warm_up: StretchSums,
    measured: StretchSums,
}

impl DriftSums {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            warm_up: StretchSums::new(model, Quarters::of_warm_up(model)),
            measured: StretchSums::new(model, Quarters::of_measured(model)),
        }
    }

    /// Takes in the next replication.
    pub(crate) fn add(&mut self, trail: &Trail) {
        self.warm_up.add(&trail.warm_up);
        self.measured.add(&trail.measured);
    }

    pub(crate) fn drift(&self) -> Drift {
        Drift { warm_up: self.warm_up.courses(), measured: self.measured.courses() }
    }
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
        let queues = Queue::all(model).into_iter();
        let queues = queues.map(|queue| (queue, queue.lines(model), CourseSums::default())).collect();
        Self { quarters, arrivals, closed_days, served: CourseSums::default(), queues }
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

/// A number of people in each quarter, and its rise from the third to the last, over replications.
#[derive(Clone, Copy, Default)]
struct CourseSums {
    people: [Moments; 4],
    rise: Moments,
}

impl CourseSums {
    fn add(&mut self, people: [f64; 4]) {
        self.people.iter_mut().zip(people).for_each(|(moments, people)| moments.add(people));
        self.rise.add(people[3] - people[2]);
    }

    fn course(&self) -> Course {
        let certain_rise = self.rise.half_width(CONFIDENCE).map(|half| self.rise.mean() - half);
        Course { people: self.people.map(|moments| moments.mean()), certain_rise }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: Queue = Queue::FrontDoor(HospitalId(0));

    fn course(people: [f64; 4], certain: bool) -> Course {
        let rise = people[3] - people[2];
        Course { people, certain_rise: Some(if certain { rise / 2.0 } else { rise - 100.0 }) }
    }

    fn drift(served: [f64; 4], warm_up: [f64; 4], measured: [f64; 4]) -> Drift {
        let courses = |served, queue| Courses {
            served: Some(course(served, true)),
            queues: vec![(QUEUE, course(queue, true))],
            quarters: Quarters { end: 364, days: 91 },
            closed_days: [13; 4],
            ..Courses::default()
        };
        Drift { warm_up: courses(served, warm_up), measured: courses([300.0; 4], measured) }
    }

    const LEVEL: [f64; 4] = [50.0; 4];

    #[test]
    fn a_queue_grows_if_it_rises_for_certain_and_does_not_slow_down() {
        let grows = |queue| !drift(LEVEL, LEVEL, queue).growing().is_empty();
        assert!(grows([10.0, 20.0, 30.0, 40.0]));
        assert!(!grows(LEVEL), "level");
        assert!(!grows([10.0, 90.0, 99.0, 101.0]), "levels off");
        assert!(!grows([50.0, 90.0, 20.0, 60.0]), "rises after a fall, as with a season");
        assert!(!grows([0.1, 0.2, 0.3, 0.4]), "nobody would notice");
        assert!(!grows([100.0, 104.0, 108.0, 112.0]), "less than a tenth");
        let mut uncertain = drift(LEVEL, LEVEL, [10.0, 20.0, 30.0, 40.0]);
        uncertain.measured.queues[0].1 = course([10.0, 20.0, 30.0, 40.0], false);
        assert!(uncertain.growing().is_empty(), "chance");
        let mut closed = drift(LEVEL, LEVEL, [10.0, 20.0, 30.0, 40.0]);
        closed.measured.closed_days = [13, 13, 13, 16];
        assert!(closed.growing().is_empty(), "three more days on which services were closed");
    }

    #[test]
    fn a_warm_up_is_too_short_if_its_second_half_is_not_level() {
        assert_eq!(drift([100.0, 150.0, 170.0, 174.0], LEVEL, LEVEL).unsettled(), None, "hardly anybody is to come");
        let rising = drift([100.0, 150.0, 170.0, 180.0], LEVEL, LEVEL);
        assert!(matches!(rising.unsettled(), Some(Unsettled::Served(_))));
        let mut season = rising;
        season.warm_up.arrivals = [10.0, 10.0, 10.0, 11.0];
        assert_eq!(season.unsettled(), None, "more people come");
        let mut queue = drift(LEVEL, [0.0, 10.0, 20.0, 25.0], LEVEL);
        assert!(matches!(queue.unsettled(), Some(Unsettled::Queue(QUEUE, _))));
        queue.warm_up.closed_days = [13, 13, 14, 14];
        assert_eq!(queue.unsettled(), None, "there were bank holidays");
        let overload = drift(LEVEL, [0.0, 10.0, 20.0, 30.0], [50.0, 60.0, 70.0, 80.0]);
        assert_eq!(overload.unsettled(), None, "no warm-up would be long enough");
    }

    #[test]
    fn without_a_warm_up_nothing_has_settled() {
        assert_eq!(Drift::default().unsettled(), Some(Unsettled::NoWarmUp));
    }
}
