//! How a number of events is shared out: replications, each with a warm-up, and batches of days in each.
//!
//! The share is worked out before anything is measured, so that no interval is chosen by what it says. Batch means: Law 2015,
//! "Simulation modeling and analysis", section 9.5.3.

/// Batches of which an interval is made, and the shortest that are long enough for so many, as a share of the days it takes to
/// settle: shorter ones depend on one another too much.
const BATCHES: [(u64, f64); 2] = [(20, 1.0), (10, 0.33)];
/// At most this share of the days is warm-up.
const MOST_WARM_UP: f64 = 0.25;
/// Longest replication [days].
const LONGEST: f64 = 200_000.0;

/// Replications, and their batches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Design {
    pub(super) replications: u64,
    pub(super) warm_up_days: u64,
    /// In each replication.
    pub(super) batches: u64,
    /// Whole weeks.
    pub(super) batch_days: u64,
    events_per_day: f64,
}

impl Design {
    /// Of a system in which so much happens a day; nothing is shared out yet.
    pub(super) fn first(events_per_day: f64) -> Self {
        Self { replications: 0, warm_up_days: 0, batches: 0, batch_days: 0, events_per_day }
    }

    /// The most replications in which that many events give batches that are long enough, after a warm-up in each.
    pub(super) fn within(self, events: u64, days_to_settle: u64) -> Option<Self> {
        let days = events as f64 / self.events_per_day.max(f64::MIN_POSITIVE);
        let settling = days_to_settle as f64;
        BATCHES.into_iter().find_map(|(all, shortest)| {
            let replications = (1..=all)
                .rev()
                .filter(|replications| all % replications == 0)
                .find(|&replications| replications as f64 * settling <= MOST_WARM_UP * days)?;
            let measured = (days - replications as f64 * settling).min(replications as f64 * LONGEST);
            let batch_days = (measured / all as f64) as u64 / 7 * 7;
            let is_long = batch_days > 0 && batch_days as f64 >= shortest * settling;
            is_long.then_some(Self {
                replications,
                warm_up_days: days_to_settle,
                batches: all / replications,
                batch_days,
                ..self
            })
        })
    }

    /// Days of a replication.
    pub(super) fn days(&self) -> u64 {
        self.warm_up_days + self.batches * self.batch_days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_events_give_as_many_replications_as_batches_and_few_one_with_all_of_them() {
        let design =
            |events| Design::first(10.0).within(events, 100).map(|it| (it.replications, it.batches, it.batch_days));
        assert_eq!(design(1_000_000), Some((20, 1, 4_900)));
        // 1,000 days: two warm-ups of 100 leave 800 days.
        assert_eq!(design(10_000), Some((2, 5, 77)));
        // 450 days: one warm-up leaves 350 days, ten batches of at least a third of it.
        assert_eq!(design(4_500), Some((1, 10, 35)));
        assert_eq!(design(4_400), None);
    }
}
