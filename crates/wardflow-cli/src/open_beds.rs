//! Acute beds that are open: core beds by their schedule, and those that escalations may add.

use wardflow_core::{clock::Time, model::Model};

use crate::{english::counted, numbers::plain};

/// The acute beds of a hospital that may be open, day by day from the first measured one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenBeds {
    /// Core beds.
    pub(crate) core: Vec<f64>,
    /// What escalations may add, whether they do or not.
    pub(crate) escalation: Vec<f64>,
}

/// The same at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Open {
    /// Core beds.
    pub(crate) core: f64,
    /// What escalations may add.
    pub(crate) escalation: f64,
}

impl OpenBeds {
    /// Of a hospital with so many core beds on each measured day.
    pub(crate) fn new(model: &Model, hospital: &str, core: Vec<f64>) -> Self {
        let pool = model.hospitals.iter().find(|other| other.name == hospital).map(|hospital| hospital.beds);
        let added = |day: usize| {
            let at = Time::midnight(u64::from(model.warm_up_days) + day as u64);
            pool.map_or(0, |pool| model.may_be_added(pool, at)) as f64
        };
        Self { escalation: (0..core.len()).map(added).collect(), core }
    }

    /// All that may be open, day by day.
    pub(crate) fn all(&self) -> Vec<f64> {
        self.days().map(Open::all).collect()
    }

    /// The day with the most of all.
    pub(crate) fn most(&self) -> Option<Open> {
        self.days().filter(|open| open.all().is_finite()).max_by(|one, other| one.all().total_cmp(&other.all()))
    }

    /// Whether escalations may add any.
    pub(crate) fn has_escalation(&self) -> bool {
        self.escalation.iter().any(|added| *added > 0.0)
    }

    /// Whether there are not as many on all days.
    pub(crate) fn changes(&self) -> bool {
        self.all().windows(2).any(|days| days[0] < days[1] || days[1] < days[0])
    }

    /// The most beds by which so many needed ones, from a day on, are more than may be open on their day; at least 0.
    pub(crate) fn most_short(&self, needed: &[f32], from: usize) -> f64 {
        let days = needed.iter().zip(self.days().skip(from));
        days.map(|(needed, open)| f64::from(*needed) - open.all()).fold(0.0, f64::max)
    }

    fn days(&self) -> impl Iterator<Item = Open> + '_ {
        self.core.iter().zip(&self.escalation).map(|(&core, &escalation)| Open { core, escalation })
    }
}

impl Open {
    /// Core and escalation beds together.
    pub(crate) fn all(self) -> f64 {
        self.core + self.escalation
    }

    /// Such as `228 open acute beds`, or `228 core and 24 escalation beds`.
    pub(crate) fn told(self) -> String {
        if self.escalation > 0.0 {
            format!("{} core and {}", plain(self.core), counted(&plain(self.escalation), "escalation bed"))
        } else {
            counted(&plain(self.core), "open acute bed")
        }
    }

    /// The verb after `more than the` and these.
    pub(crate) fn are(self) -> &'static str {
        if self.all() == 1.0 { "is" } else { "are" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beds(core: &[f64], escalation: &[f64]) -> OpenBeds {
        OpenBeds { core: core.to_vec(), escalation: escalation.to_vec() }
    }

    #[test]
    fn open_is_all_that_may_be_opened() {
        let open = beds(&[228.0, 228.0, 220.0], &[24.0, 24.0, 32.0]);
        assert_eq!((open.all(), open.changes(), open.has_escalation()), (vec![252.0; 3], false, true));
        let most = open.most().unwrap();
        assert_eq!((most.all(), most.told()), (252.0, "220 core and 32 escalation beds".to_owned()));
        let core = beds(&[10.0, 12.0], &[0.0, 0.0]);
        assert_eq!((core.changes(), core.has_escalation()), (true, false));
        assert_eq!(core.most().map(Open::told), Some("12 open acute beds".to_owned()));
        let one = beds(&[1.0], &[0.0]).most().unwrap();
        assert_eq!((one.told(), one.are()), ("1 open acute bed".to_owned(), "is"));
        assert_eq!(beds(&[], &[]).most(), None);
    }

    #[test]
    fn each_day_is_held_against_the_beds_of_that_day() {
        let open = beds(&[10.0, 20.0, 10.0], &[0.0, 0.0, 5.0]);
        assert_eq!(open.most_short(&[10.0, 20.0, 15.0], 0), 0.0);
        // Fewer than the most that are open on any day, and too many for the day.
        assert_eq!(open.most_short(&[12.0, 20.0, 14.0], 0), 2.0);
        assert_eq!(open.most_short(&[22.0, 16.5], 1), 2.0);
        assert_eq!(open.most_short(&[], 3), 0.0);
    }
}
