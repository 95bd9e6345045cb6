//! Rounds: when somebody decides that a patient has no criteria to reside any more.

use crate::{
    calendar::{DAYS_OF_WEEK, Weekdays},
    clock::{DAY, Time},
};

/// When rounds are, week by week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// Of each day of the week [seconds since midnight], in order.
    times: [Vec<u64>; DAYS_OF_WEEK],
    weekdays: Weekdays,
}

impl Rounds {
    /// Rounds from those of each day of the week, Monday first.
    ///
    /// Returns `None` if there are none at all, or if one is out of order or not in its day.
    pub fn new(times: [Vec<u64>; DAYS_OF_WEEK], weekdays: Weekdays) -> Option<Self> {
        let sound = times.iter().all(|day| day.is_sorted_by(|one, next| one < next) && day.iter().all(|at| *at < DAY));
        let any = times.iter().any(|day| !day.is_empty());
        (sound && any).then_some(Self { times, weekdays })
    }

    /// Rounds of each day of the week [seconds since midnight], Monday first.
    pub const fn times(&self) -> &[Vec<u64>; DAYS_OF_WEEK] {
        &self.times
    }

    /// The same rounds over other days.
    #[must_use]
    pub fn on(&self, weekdays: &Weekdays) -> Self {
        Self { times: self.times.clone(), weekdays: weekdays.clone() }
    }

    /// The round nearest to an instant, of those that are not before another: the later of two that are equally near.
    pub fn nearest(&self, to: Time, not_before: Time) -> Time {
        let of = |day: u64| self.times[self.weekdays.of(day)].iter().map(move |at| Time::midnight(day) + *at);
        let from = to.max(not_before);
        let after = (from.day()..).find_map(|day| of(day).find(|at| *at >= from)).unwrap_or(Time::NEVER);
        let before = (not_before.day()..=to.day()).rev().find_map(|day| of(day).rev().find(|at| *at < to));
        match before {
            Some(before) if before >= not_before && to.since(before) < after.since(to) => before,
            _ => after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    /// At nine and three from Monday to Friday, at eleven on Saturday.
    fn rounds() -> Rounds {
        let times = std::array::from_fn(|day| match day {
            0..=4 => vec![9 * HOUR, 15 * HOUR],
            5 => vec![11 * HOUR],
            _ => Vec::new(),
        });
        Rounds::new(times, Weekdays::new((0..21).map(|day| day % 7))).unwrap()
    }

    fn at(day: u64, hours: u64) -> Time {
        Time::midnight(day) + hours * HOUR
    }

    #[test]
    fn a_stay_ends_at_the_nearest_round() {
        let nearest = |to: Time| rounds().nearest(to, Time::START);
        assert_eq!(nearest(at(1, 10)), at(1, 9));
        assert_eq!(nearest(at(1, 13)), at(1, 15));
        // The later of two that are equally near; in the night the one before or the next day's.
        assert_eq!(nearest(at(1, 12)), at(1, 15));
        assert_eq!((nearest(at(1, 23)), nearest(at(2, 1))), (at(1, 15), at(2, 9)));
        assert_eq!(nearest(at(1, 9)), at(1, 9));
        // Sunday has none.
        assert_eq!((nearest(at(6, 2)), nearest(at(6, 20))), (at(5, 11), at(7, 9)));
    }

    #[test]
    fn no_stay_ends_before_it_has_begun() {
        assert_eq!(rounds().nearest(at(1, 17), at(1, 16)), at(2, 9));
        assert_eq!(rounds().nearest(at(1, 17), at(1, 15)), at(1, 15));
        assert_eq!(rounds().nearest(at(1, 2), at(1, 3)), at(1, 9));
    }

    #[test]
    fn rounds_move_as_many_stays_forward_as_back() {
        // Once a day: what is moved is within half a day, and nothing on average.
        let daily = Rounds::new(std::array::from_fn(|_| vec![10 * HOUR]), Weekdays::new([0])).unwrap();
        let moved: i64 = (0..7 * 24)
            .map(|hour| {
                let drawn = at(30, hour);
                let moved = daily.nearest(drawn, Time::START).0 as i64 - drawn.0 as i64;
                assert!(moved.unsigned_abs() <= 12 * HOUR);
                moved
            })
            .sum();
        // The hour that is half a day from both goes to the later one.
        assert_eq!(moved, 7 * 12 * HOUR as i64);
    }

    #[test]
    fn times_out_of_order_and_none_at_all_are_refused() {
        let weekly = |times: &[u64]| Rounds::new(std::array::from_fn(|_| times.to_vec()), Weekdays::new([0]));
        assert!(
            weekly(&[]).is_none() && weekly(&[2, 1]).is_none() && weekly(&[1, 1]).is_none() && weekly(&[DAY]).is_none()
        );
    }
}
