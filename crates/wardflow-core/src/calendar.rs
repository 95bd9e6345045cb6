//! Opening hours: when staff work, providers start packages and patients may leave.

use std::ops::Range;

use crate::clock::{DAY, Time};

/// Days of the week, Monday first.
pub const DAYS_OF_WEEK: usize = 7;

/// The day of the week of every day of the run, 0 for Monday to 6 for Sunday.
///
/// Bank holidays that follow the Sunday profile are Sundays here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekdays(Vec<u8>);

impl Weekdays {
    /// From the day of the week of each day of the run; any number is taken modulo 7.
    pub fn new(days: impl IntoIterator<Item = u8>) -> Self {
        Self(days.into_iter().map(|day| day % DAYS_OF_WEEK as u8).collect())
    }

    /// The day of the week of a day of the run; days past the end go on from the last one.
    pub fn of(&self, day: u64) -> usize {
        match self.0.get(day as usize) {
            Some(&weekday) => weekday.into(),
            None => ((u64::from(self.0.last().copied().unwrap_or(0)) + day + 1 - self.0.len() as u64) % 7) as usize,
        }
    }
}

/// Weekly opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Open stretches of each day of the week [seconds since midnight], in order, not overlapping.
    windows: [Vec<Range<u64>>; DAYS_OF_WEEK],
    weekdays: Weekdays,
}

impl Calendar {
    /// Opening hours from the stretches of each day of the week.
    ///
    /// Returns `None` if it never opens, or if a stretch is empty, out of order or longer than its day.
    pub fn new(windows: [Vec<Range<u64>>; DAYS_OF_WEEK], weekdays: Weekdays) -> Option<Self> {
        let sound = windows.iter().all(|day| {
            day.iter().all(|open| open.start < open.end && open.end <= DAY)
                && day.windows(2).all(|pair| pair[0].end <= pair[1].start)
        });
        let opens = windows.iter().any(|day| !day.is_empty());
        (sound && opens).then_some(Self { windows, weekdays })
    }

    /// The same hours over other days.
    #[must_use]
    pub fn on(&self, weekdays: &Weekdays) -> Self {
        Self { windows: self.windows.clone(), weekdays: weekdays.clone() }
    }

    /// Open stretches from the day of `from` on, forever.
    fn stretches(&self, from: Time) -> impl Iterator<Item = Range<u64>> {
        (from.day()..).flat_map(|day| {
            let midnight = Time::midnight(day).0;
            self.windows[self.weekdays.of(day)].iter().map(move |open| midnight + open.start..midnight + open.end)
        })
    }

    /// Whether it is open at that instant.
    pub fn is_open(&self, at: Time) -> bool {
        self.windows[self.weekdays.of(at.day())].iter().any(|open| open.contains(&at.of_day()))
    }

    /// The first instant not before `at` when it is open.
    pub fn next_open(&self, at: Time) -> Time {
        let open = self.stretches(at).find(|open| open.end > at.0);
        open.map_or(Time::NEVER, |open| Time(open.start.max(at.0)))
    }

    /// The first instant after `at` when it opens.
    pub fn next_opening(&self, at: Time) -> Time {
        let open = self.stretches(at).find(|open| open.start > at.0);
        open.map_or(Time::NEVER, |open| Time(open.start))
    }

    /// When work begun at `from` is done: it pauses while closed. [`Time::NEVER`] if it goes on after the run's last day.
    pub fn finish(&self, from: Time, work: u64) -> Time {
        let end = Time::midnight(self.weekdays.0.len() as u64).0;
        let mut left = work;
        for open in self.stretches(from) {
            if open.start >= end {
                // Years of work in a minute a week would be looked for week by week.
                break;
            }
            let begin = open.start.max(from.0);
            if begin >= open.end {
                continue;
            }
            if left <= open.end - begin {
                return Time(begin + left);
            }
            left -= open.end - begin;
        }
        Time::NEVER
    }

    /// Open seconds from `from` until `to`.
    pub fn open_seconds(&self, from: Time, to: Time) -> u64 {
        self.stretches(from)
            .take_while(|open| open.start < to.0)
            .map(|open| open.end.min(to.0).saturating_sub(open.start.max(from.0)))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    fn weekdays_eight_to_six() -> Calendar {
        let day = std::iter::once(8 * HOUR..18 * HOUR).collect::<Vec<_>>();
        let windows = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
        Calendar::new(windows, Weekdays::new((0..21).map(|day| day % 7))).unwrap()
    }

    #[test]
    fn work_unfinished_on_friday_resumes_on_monday() {
        let hub = weekdays_eight_to_six();
        let friday_five = Time::midnight(4) + 17 * HOUR;
        assert_eq!(hub.finish(friday_five, 3 * HOUR), Time::midnight(7) + 10 * HOUR);
        assert_eq!(hub.finish(friday_five, HOUR), Time::midnight(4) + 18 * HOUR);
    }

    #[test]
    fn work_that_outlasts_the_run_is_never_done() {
        let hub = weekdays_eight_to_six();
        assert_eq!(hub.finish(Time::midnight(18) + 17 * HOUR, HOUR), Time::midnight(18) + 18 * HOUR);
        assert_eq!(hub.finish(Time::midnight(18) + 17 * HOUR, 2 * HOUR), Time::NEVER);
        assert_eq!(hub.finish(Time::START, u64::MAX / 2), Time::NEVER);
    }

    #[test]
    fn a_closed_hub_opens_at_the_next_stretch() {
        let hub = weekdays_eight_to_six();
        let saturday = Time::midnight(5) + 12 * HOUR;
        assert!(!hub.is_open(saturday));
        assert_eq!(hub.next_open(saturday), Time::midnight(7) + 8 * HOUR);
        assert_eq!(hub.next_open(Time::midnight(0) + 9 * HOUR), Time::midnight(0) + 9 * HOUR);
        assert_eq!(hub.next_opening(Time::midnight(0) + 8 * HOUR), Time::midnight(1) + 8 * HOUR);
    }

    #[test]
    fn open_seconds_add_up_over_a_week() {
        let hub = weekdays_eight_to_six();
        assert_eq!(hub.open_seconds(Time::START, Time::midnight(7)), 50 * HOUR);
        assert_eq!(hub.open_seconds(Time::midnight(0) + 12 * HOUR, Time::midnight(1) + 9 * HOUR), 7 * HOUR);
    }

    #[test]
    fn a_calendar_that_never_opens_is_refused() {
        assert!(Calendar::new(Default::default(), Weekdays::new([0])).is_none());
    }

    #[test]
    fn weekdays_go_on_past_the_end() {
        let days = Weekdays::new([5, 6]);
        assert_eq!((days.of(0), days.of(2), days.of(10)), (5, 0, 1));
    }
}
