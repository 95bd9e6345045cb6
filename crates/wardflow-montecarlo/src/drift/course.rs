//! A number of people in four quarters, and whether it grows.

use wardflow_core::trail::Quarters;

use super::Queue;
use crate::{statistics::Moments, student};

/// The confidence of an interval whose lower end a mean exceeds in 99.9 of 100 cases.
const CONFIDENCE: f64 = 0.998;
/// By how much the planned arrivals of two quarters may differ for them to be compared.
pub(super) const LEVEL_ARRIVALS: f64 = 0.01;
/// Least growth of a queue, as a share of itself.
const LEAST_GROWTH: f64 = 0.1;
/// Least growth of a queue [people].
const LEAST_PEOPLE: f64 = 1.0;
/// The chance that a rise which is half of the one before by chance only counts as clearly less.
const LEVELS_OFF: f64 = 0.05;

/// Two quarters: an earlier one and a later one.
type Pair = (usize, usize);

/// The quarters to compare: those furthest apart for which the scenario plans the same. They are whole weeks, as many
/// arrive, and no more between them, or what a surge has left behind would look like growth; and there are no more Sundays
/// and bank holidays in the later one: people wait for services that are closed.
pub(super) fn alike(days: u64, arrivals: [f64; 4], closed_days: [u64; 4]) -> Option<Pair> {
    let are_alike = |&(earlier, later): &Pair| {
        let most = arrivals[earlier..=later].iter().copied().fold(0.0, f64::max);
        most <= (1.0 + LEVEL_ARRIVALS) * arrivals[earlier]
            && arrivals[later] >= (1.0 - LEVEL_ARRIVALS) * arrivals[earlier]
            && closed_days[later] <= closed_days[earlier]
    };
    let is_whole = days > 0 && days.is_multiple_of(7);
    [(0, 3), (1, 3), (0, 2)].into_iter().find(|pair| is_whole && are_alike(pair))
}

/// A number of people in four quarters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Mean people at midnight in each quarter.
    pub people: [f64; 4],
    /// The quarters that may be compared, 0 to 3; none if the scenario plans other things for each.
    pub compared: Option<Pair>,
    /// The later of them less the earlier one, over replications.
    growth: Moments,
    /// The fourth less the third, over replications.
    rise: Moments,
    /// By how much the fourth less the third is below half of the second less the first, over replications.
    slowing: Moments,
}

impl Course {
    /// From the third quarter to the last.
    pub fn rise(&self) -> f64 {
        self.people[3] - self.people[2]
    }

    /// Whether the rise from the third quarter to the last is certain.
    pub(super) fn rises(&self) -> bool {
        self.rise.half_width(CONFIDENCE).is_some_and(|half| self.rise.mean() > half)
    }

    /// Whether it grows from the earlier to the later of the quarters that may be compared, with this chance that it only
    /// seems so: by a tenth and one person at least, and not clearly more slowly than at first.
    pub fn grows(&self, chance: f64) -> bool {
        let Some((earlier, _)) = self.compared else { return false };
        let growth = self.growth.mean();
        growth >= LEAST_PEOPLE
            && growth > LEAST_GROWTH * self.people[earlier]
            && is_above_zero(&self.growth, chance)
            && !is_above_zero(&self.slowing, LEVELS_OFF)
    }

    /// How many more people there would be in the end, if each rise is the same share of the one before; infinite if
    /// the rises do not become smaller.
    pub(super) fn ahead(&self) -> f64 {
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

/// Whether a mean is above 0, with this chance that it only seems so (one-sided t).
fn is_above_zero(moments: &Moments, chance: f64) -> bool {
    let error = moments.sd() / libm::sqrt(moments.cases.into());
    // A mean that never varies is what it is.
    moments.cases >= 2 && moments.mean() > student::quantile(1.0 - chance, moments.cases - 1) * error
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
    pub(super) fn rise_of_arrivals(&self) -> f64 {
        let [_, _, third, last] = self.arrivals;
        if third > 0.0 { (last / third - 1.0).max(0.0) } else { 0.0 }
    }
}

/// A number of people in each quarter over replications.
#[derive(Clone, Copy, Default)]
pub(super) struct CourseSums {
    compared: Option<Pair>,
    people: [Moments; 4],
    growth: Moments,
    rise: Moments,
    slowing: Moments,
}

impl CourseSums {
    pub(super) fn new(compared: Option<Pair>) -> Self {
        Self { compared, ..Self::default() }
    }

    pub(super) fn add(&mut self, people: [f64; 4]) {
        self.people.iter_mut().zip(people).for_each(|(moments, people)| moments.add(people));
        if let Some((earlier, later)) = self.compared {
            self.growth.add(people[later] - people[earlier]);
        }
        let (first, last) = (people[1] - people[0], people[3] - people[2]);
        self.rise.add(last);
        self.slowing.add(first / 2.0 - last);
    }

    pub(super) fn course(&self) -> Course {
        let Self { compared, growth, rise, slowing, .. } = *self;
        Course { people: self.people.map(|moments| moments.mean()), compared, growth, rise, slowing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People in the quarters of twenty replications, whose last quarters differ by this much from each other.
    fn grows(people: [f64; 4], spread: f64) -> bool {
        let mut sums = CourseSums::new(Some((0, 3)));
        for replication in 0..20 {
            let sign = if replication % 2 == 0 { 1.0 } else { -1.0 };
            sums.add([people[0], people[1], people[2], people[3] + sign * spread]);
        }
        sums.course().grows(0.01)
    }

    #[test]
    fn a_queue_grows_if_it_rises_for_certain_and_does_not_slow_down() {
        assert!(grows([10.0, 20.0, 30.0, 40.0], 5.0));
        assert!(!grows([10.0, 20.0, 30.0, 40.0], 100.0), "chance");
        assert!(!grows([50.0; 4], 5.0), "level");
        assert!(!grows([10.0, 90.0, 99.0, 101.0], 5.0), "levels off");
        assert!(!grows([0.1, 0.2, 0.3, 0.4], 0.01), "nobody would notice");
        assert!(!grows([100.0, 102.0, 104.0, 106.0], 0.5), "less than a tenth");
    }

    #[test]
    fn quarters_are_compared_for_which_the_same_is_planned() {
        let (level, sundays) = ([10.0; 4], [13; 4]);
        assert_eq!(alike(91, level, sundays), Some((0, 3)));
        assert_eq!(alike(91, [12.0, 10.0, 10.0, 10.0], sundays), Some((1, 3)), "a surge at first");
        assert_eq!(alike(91, [10.0, 10.0, 13.0, 10.0], sundays), None, "a surge in between");
        assert_eq!(alike(91, [10.0, 10.0, 10.0, 13.0], sundays), Some((0, 2)), "a winter at the end");
        assert_eq!(alike(91, level, [13, 14, 13, 14]), Some((1, 3)), "bank holidays");
        assert_eq!(alike(91, [10.0, 11.0, 12.0, 13.0], sundays), None, "more come every quarter");
        assert_eq!(alike(6, level, sundays), None, "weekends fall on them differently");
    }
}
