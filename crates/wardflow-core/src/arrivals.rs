//! When the patients of a cohort arrive.

use crate::{
    calendar::Weekdays,
    clock::{DAY, HOUR, Time},
    random::{Key, Purpose},
    stay::QuantileTable,
};

const HOURS_OF_DAY: usize = 24;

/// An arrival process.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// A Poisson process whose rate changes by day and by hour.
    Poisson {
        /// Mean arrivals on each day of the run.
        per_day: Vec<f64>,
        /// How a day's arrivals fall on its hours, by day of the week: factors with mean 1 over the day. Evenly if none.
        hourly: Option<Box<[[f64; HOURS_OF_DAY]; 7]>>,
    },
    /// Exactly so many on each day, at random times.
    Counted {
        /// Arrivals on each day of the run.
        per_day: Vec<u32>,
        /// As of a Poisson process.
        hourly: Option<Box<[[f64; HOURS_OF_DAY]; 7]>>,
    },
    /// One arrival at fixed intervals.
    Fixed {
        /// The first arrival.
        first: Time,
        /// Time between two arrivals [s].
        every: u64,
    },
}

impl Arrivals {
    /// Mean arrivals a day over a range of days of the run.
    pub fn mean_per_day(&self, days: std::ops::Range<usize>) -> f64 {
        fn mean<T: Copy + Into<f64>>(all: &[T], days: std::ops::Range<usize>) -> f64 {
            let days = &all[days.start.min(all.len())..days.end.min(all.len())];
            days.iter().map(|&day| day.into()).sum::<f64>() / days.len().max(1) as f64
        }
        match self {
            Self::Poisson { per_day, .. } => mean(per_day, days),
            Self::Counted { per_day, .. } => mean(per_day, days),
            Self::Fixed { every, .. } => DAY as f64 / *every as f64,
        }
    }
}

impl Arrivals {
    /// Those of a stretch of days again and again, for so many days of a run that begins on this day of the week: of a rate
    /// the mean of each day of the week, of counts the whole weeks of the stretch.
    #[must_use]
    pub fn repeated(&self, stretch: &std::ops::Range<u64>, first_weekday: u64, days: u64) -> Self {
        match self {
            Self::Fixed { .. } => self.clone(),
            Self::Counted { per_day, hourly } => {
                let length = stretch.end - stretch.start;
                let whole = if length >= 7 { length / 7 * 7 } else { length.max(1) };
                // A day of the stretch on the same day of the week.
                let day = |day: u64| stretch.start + (day + stretch.start * (whole - 1)) % whole;
                let count = |of: u64| per_day.get(day(of) as usize).copied().unwrap_or(0);
                Self::Counted { per_day: (0..days).map(count).collect(), hourly: hourly.clone() }
            }
            Self::Poisson { per_day, hourly } => {
                let (mut sums, mut counts) = ([0.0; 7], [0.0; 7]);
                for day in stretch.clone() {
                    let weekday = ((first_weekday + day) % 7) as usize;
                    sums[weekday] += per_day.get(day as usize).copied().unwrap_or(0.0);
                    counts[weekday] += 1.0;
                }
                let all = sums.iter().sum::<f64>() / counts.iter().sum::<f64>().max(1.0);
                let mean = |day: u64| {
                    let weekday = ((first_weekday + day) % 7) as usize;
                    if counts[weekday] > 0.0 { sums[weekday] / counts[weekday] } else { all }
                };
                Self::Poisson { per_day: (0..days).map(mean).collect(), hourly: hourly.clone() }
            }
        }
    }
}

/// The arrivals of one cohort in one replication.
///
/// Patient k's gap since patient k - 1 is drawn by k's own key, in units of mean arrivals: a change of the rate moves
/// arrivals in time but leaves who comes as k-th unchanged.
#[derive(Clone, Debug)]
pub struct Source {
    cohort: Key,
    /// Number of the next patient.
    k: u64,
    /// Key of the next patient.
    key: Key,
    /// Arrival of the next patient.
    at: Time,
    /// The same, not rounded [s].
    cursor: f64,
    /// The stretch of constant rate in which the next patient arrives.
    stretch: Stretch,
    /// The day on which the next patient arrives, if days are counted.
    today: Today,
}

/// A day with a known number of arrivals.
#[derive(Clone, Copy, Debug, Default)]
struct Today {
    /// The day after it.
    next: usize,
    /// How many are still to come.
    left: u32,
    /// The share of the day's chances that lies before the last arrival.
    position: f64,
}

/// A stretch of constant rate.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    /// End of the stretch [s].
    end: f64,
    /// Mean arrivals that are left of it, in units of a day's seconds.
    room: f64,
    /// Days for one mean arrival.
    days_per_arrival: f64,
}

impl Source {
    /// The arrivals of a cohort, ready to give the first.
    ///
    /// `unit` is the exponential distribution with a mean of one day.
    pub fn new(arrivals: &Arrivals, cohort: Key, weekdays: &Weekdays, unit: &QuantileTable) -> Self {
        let key = cohort.item(0);
        let mut source = Self {
            cohort,
            k: 0,
            key,
            at: Time::START,
            cursor: 0.0,
            stretch: Stretch::default(),
            today: Today::default(),
        };
        source.schedule(arrivals, weekdays, unit);
        source
    }

    /// When the next patient arrives; [`Time::NEVER`] if none does.
    #[inline]
    pub fn at(&self) -> Time {
        self.at
    }

    /// Number of the next patient within the cohort.
    #[inline]
    pub fn number(&self) -> u64 {
        self.k
    }

    /// Takes the next patient's key and works out when the one after arrives.
    #[inline]
    pub fn take(&mut self, arrivals: &Arrivals, weekdays: &Weekdays, unit: &QuantileTable) -> Key {
        let key = self.key;
        self.k += 1;
        self.key = self.cohort.item(self.k);
        self.schedule(arrivals, weekdays, unit);
        key
    }

    #[inline]
    fn schedule(&mut self, arrivals: &Arrivals, weekdays: &Weekdays, unit: &QuantileTable) {
        self.at = match arrivals {
            Arrivals::Poisson { per_day, hourly } => {
                let mut gap = unit.draw(self.key.bits(Purpose::Gap)) as f64;
                while gap >= self.stretch.room {
                    gap -= self.stretch.room;
                    self.cursor = self.stretch.end;
                    let next = next_stretch(self.stretch.end as u64, gap, per_day, hourly.as_deref(), weekdays);
                    let Some(next) = next else {
                        self.at = Time::NEVER;
                        return;
                    };
                    self.stretch = next;
                }
                self.stretch.room -= gap;
                self.cursor += gap * self.stretch.days_per_arrival;
                Time((self.cursor + 0.5) as u64)
            }
            Arrivals::Counted { per_day, hourly } => self.counted(per_day, hourly.as_deref(), weekdays),
            Arrivals::Fixed { first, every } => *first + self.k * every,
        };
    }

    /// The next of a day's arrivals: the least of as many independent times as are left, in what is left of the day.
    #[inline(never)]
    fn counted(&mut self, per_day: &[u32], hourly: Option<&[[f64; HOURS_OF_DAY]; 7]>, weekdays: &Weekdays) -> Time {
        while self.today.left == 0 {
            let Some(&left) = per_day.get(self.today.next) else { return Time::NEVER };
            self.today = Today { next: self.today.next + 1, left, position: 0.0 };
        }
        let Today { next, left, position } = self.today;
        let chance = self.key.uniform(Purpose::Gap);
        let step = -libm::expm1(libm::log1p(-chance) / f64::from(left));
        let position = position + (1.0 - position) * step;
        self.today = Today { next, left: left - 1, position };
        let day = next as u64 - 1;
        let of_day = match hourly {
            Some(hourly) => second_at(position, &hourly[weekdays.of(day)]),
            None => position * DAY as f64,
        };
        Time::midnight(day) + (of_day as u64).min(DAY - 1)
    }
}

/// The second of a day before which lies a share of its chances.
fn second_at(position: f64, hourly: &[f64; HOURS_OF_DAY]) -> f64 {
    let mut left = position * HOURS_OF_DAY as f64;
    for (hour, &weight) in hourly.iter().enumerate() {
        if left < weight {
            return (hour as f64 + left / weight) * HOUR as f64;
        }
        left -= weight;
    }
    DAY as f64
}

/// The stretch that begins at some second; `None` after the last day.
///
/// A day with less than `gap` is one stretch, whatever its hours: rare cohorts would spend their time on empty hours.
fn next_stretch(
    begin: u64,
    gap: f64,
    per_day: &[f64],
    hourly: Option<&[[f64; HOURS_OF_DAY]; 7]>,
    weekdays: &Weekdays,
) -> Option<Stretch> {
    let (day, of_day) = (begin / DAY, begin % DAY);
    let of_whole_day = *per_day.get(day as usize)?;
    let nobody_today = of_day == 0 && gap >= of_whole_day * DAY as f64;
    let (rate, length) = match hourly {
        Some(hourly) if !nobody_today => (of_whole_day * hourly[weekdays.of(day)][(of_day / HOUR) as usize], HOUR),
        _ => (of_whole_day, DAY),
    };
    Some(Stretch { end: (begin + length) as f64, room: rate * length as f64, days_per_arrival: rate.recip() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        random::{Kind, NameHash, Seed},
        stay::Shape,
    };

    fn days() -> Weekdays {
        Weekdays::new((0..70).map(|day| day % 7))
    }

    fn all(arrivals: &Arrivals, replication: u64, until: Time) -> Vec<Time> {
        let unit = QuantileTable::new(&Shape::Exponential { mean: 1.0 });
        let key = Key::of_replication(Seed(11), replication).named(Kind::Cohort, NameHash::of("adults"));
        let mut source = Source::new(arrivals, key, &days(), &unit);
        let mut times = Vec::new();
        while source.at() < until {
            times.push(source.at());
            source.take(arrivals, &days(), &unit);
        }
        times
    }

    #[test]
    fn arrivals_a_day_have_the_mean_and_variance_of_a_poisson_number() {
        let arrivals = Arrivals::Poisson { per_day: vec![6.0; 70], hourly: None };
        let mut counts = Vec::new();
        for replication in 0..200 {
            let mut days = [0u32; 70];
            for at in all(&arrivals, replication, Time::midnight(70)) {
                days[at.day() as usize] += 1;
            }
            counts.extend(days.map(f64::from));
        }
        let n = counts.len() as f64;
        let mean = counts.iter().sum::<f64>() / n;
        let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((mean - 6.0).abs() < 4.0 * (6.0 / n).sqrt(), "{mean}");
        // The variance of a sample variance of a Poisson number: about (2 m^2 + m) / n.
        assert!((variance - 6.0).abs() < 4.0 * ((2.0 * 36.0 + 6.0) / n).sqrt(), "{variance}");
    }

    #[test]
    fn a_closed_hour_brings_nobody_and_a_busy_one_its_share() {
        let mut profile = [0.0; 24];
        profile[9] = 18.0;
        profile[20] = 6.0;
        let arrivals = Arrivals::Poisson { per_day: vec![4.0; 70], hourly: Some(Box::new([profile; 7])) };
        let times: Vec<Time> =
            (0..50).flat_map(|replication| all(&arrivals, replication, Time::midnight(70))).collect();
        let at = |hour: u64| times.iter().filter(|at| at.of_day() / HOUR == hour).count() as f64;
        // Rounding to the nearest second may carry an arrival over the hour.
        assert!(at(9) + at(20) >= times.len() as f64 - 3.0);
        let n = times.len() as f64;
        assert!((at(9) / n - 0.75).abs() < 4.0 * (0.75 * 0.25 / n).sqrt());
        assert!((n - 4.0 * 70.0 * 50.0).abs() < 4.0 * (4.0 * 70.0 * 50.0_f64).sqrt(), "{n}");
    }

    #[test]
    fn a_counted_day_brings_exactly_so_many_at_the_hours_of_its_profile() {
        let mut profile = [0.0; 24];
        profile[9] = 18.0;
        profile[20] = 6.0;
        let per_day: Vec<u32> = (0..70).map(|day| [0, 3, 11][day % 3]).collect();
        for hourly in [None, Some(Box::new([profile; 7]))] {
            let is_even = hourly.is_none();
            let arrivals = Arrivals::Counted { per_day: per_day.clone(), hourly };
            let mut times = Vec::new();
            for replication in 0..100 {
                let mine = all(&arrivals, replication, Time::NEVER);
                assert!(mine.is_sorted());
                let mut days = vec![0; 70];
                for at in &mine {
                    days[at.day() as usize] += 1;
                }
                assert_eq!(days, per_day);
                times.extend(mine);
            }
            let n = times.len() as f64;
            if is_even {
                let mean = times.iter().map(|at| at.of_day() as f64 / DAY as f64).sum::<f64>() / n;
                assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0 / n).sqrt(), "{mean}");
            } else {
                let at_nine = times.iter().filter(|at| at.of_day() / HOUR == 9).count() as f64 / n;
                assert!(times.iter().all(|at| [9, 20].contains(&(at.of_day() / HOUR))));
                assert!((at_nine - 0.75).abs() < 4.0 * (0.75 * 0.25 / n).sqrt(), "{at_nine}");
            }
        }
    }

    #[test]
    fn a_higher_rate_brings_the_same_patients_sooner() {
        let slow = all(&Arrivals::Poisson { per_day: vec![1.0; 70], hourly: None }, 0, Time::midnight(70));
        let fast = all(&Arrivals::Poisson { per_day: vec![2.0; 70], hourly: None }, 0, Time::midnight(70));
        for (slow, fast) in slow.iter().zip(&fast) {
            assert!(slow.0.abs_diff(2 * fast.0) <= 2, "{slow:?} {fast:?}");
        }
    }

    #[test]
    fn fixed_intervals_are_kept() {
        let arrivals = Arrivals::Fixed { first: Time(100), every: 3_600 };
        assert_eq!(all(&arrivals, 0, Time(7_400)), [Time(100), Time(3_700), Time(7_300)]);
    }
}
