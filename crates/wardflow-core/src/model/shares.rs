//! Shares of pathways, packages, outcomes or localities.

use crate::clock::Time;

/// Shares of pathways, packages, outcomes or localities, by date.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// From when each step holds.
    from: Vec<Time>,
    /// How many there are.
    count: usize,
    /// Cumulative shares of each step, one step after another; infinite from the last with a share on.
    cumulative: Vec<f64>,
}

impl Shares {
    /// From dated shares of all of them, in order of time; the first hold from the beginning.
    ///
    /// # Panics
    /// If there are none.
    pub fn new(steps: &[(Time, Vec<f64>)]) -> Self {
        assert!(!steps.is_empty(), "shares need a first value");
        let mut cumulative = Vec::new();
        for (_, shares) in steps {
            let total: f64 = shares.iter().sum();
            let last = shares.iter().rposition(|&share| share > 0.0).unwrap_or(0);
            let mut sum = 0.0;
            for (number, share) in shares.iter().enumerate() {
                sum += share / total;
                cumulative.push(if number < last { sum } else { f64::INFINITY });
            }
        }
        Self { from: steps.iter().map(|(from, _)| *from).collect(), count: steps[0].1.len(), cumulative }
    }

    /// All of one thing at all times.
    pub fn whole() -> Self {
        Self::new(&[(Time::START, vec![1.0])])
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none; there is always one.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// From when each step holds, and every share in it.
    pub fn steps(&self) -> impl Iterator<Item = (Time, Vec<f64>)> {
        self.from.iter().zip(self.cumulative.chunks(self.count.max(1))).map(|(from, cumulative)| {
            let sums = cumulative.iter().map(|sum| sum.min(1.0));
            let before = std::iter::once(0.0).chain(sums.clone());
            (*from, sums.zip(before).map(|(sum, before)| sum - before).collect())
        })
    }

    /// Whether they are the same at all times.
    #[inline]
    pub fn are_constant(&self) -> bool {
        self.from.len() == 1
    }

    /// Which of them a uniform number chooses at some time.
    #[inline]
    pub fn choose(&self, at: Time, uniform: f64) -> usize {
        let step = if self.are_constant() { 0 } else { self.from.partition_point(|from| *from <= at).max(1) - 1 };
        let cumulative = &self.cumulative[step * self.count..][..self.count];
        let mut chosen = 0;
        while cumulative.get(chosen).is_some_and(|&sum| uniform >= sum) {
            chosen += 1;
        }
        chosen
    }
}
