//! What a file with a number for each day says of the days of the warm-up.

use std::collections::BTreeMap;

use crate::format::Date;

/// Days of a week.
const WEEK: i64 = 7;
/// Most weeks that repeat: 52, so that a year of them keeps its seasons as well as its weekdays.
const MOST_WEEKS: i64 = 52;

/// The numbers of days before the first measured one.
///
/// A day with a row has that row. For the others the first whole weeks of the file repeat, each day of the week with its
/// own: those from the first of the days that lead to `start` without a gap, up to a year of them. A file without a whole
/// week gives its mean, or where numbers must be whole its days in turn.
pub(super) struct BeforeStart<'a> {
    by_date: &'a BTreeMap<Date, f64>,
    /// The first of the days that repeat.
    first: Date,
    /// How many they are.
    days: i64,
    /// Instead of them, their mean.
    mean: Option<f64>,
    /// The first day that had no row, and how many had none.
    missing: Option<(Date, u32)>,
}

/// What was put in place of rows that are not there.
pub(super) struct Said {
    /// The first of these days.
    pub(super) first: Date,
    /// How many they are.
    pub(super) days: u32,
    /// What holds there.
    pub(super) instead: String,
}

impl<'a> BeforeStart<'a> {
    /// Of a file that has at least the day `start`; if `whole`, only numbers that stand in it.
    pub(super) fn new(by_date: &'a BTreeMap<Date, f64>, start: Date, whole: bool) -> Self {
        let has = |date: Date| by_date.contains_key(&date);
        let earlier = (1..=by_date.len() as i64).take_while(|&day| has(start.plus_days(-day))).last().unwrap_or(0);
        let first = start.plus_days(-earlier);
        let days = (0..MOST_WEEKS * WEEK).take_while(|&day| has(first.plus_days(day))).count() as i64;
        let (weeks, days) = (days / WEEK, days.max(1));
        let mean = || (0..days).filter_map(|day| by_date.get(&first.plus_days(day))).sum::<f64>() / days as f64;
        let days_that_repeat = if weeks > 0 { weeks * WEEK } else { days };
        let mean = (weeks == 0 && !whole).then(mean);
        Self { by_date, first, days: days_that_repeat, mean, missing: None }
    }

    /// The number of a day.
    pub(super) fn on(&mut self, date: Date) -> f64 {
        if let Some(&number) = self.by_date.get(&date) {
            return number;
        }
        let (first, days) = self.missing.unwrap_or((date, 0));
        self.missing = Some((first.min(date), days + 1));
        self.mean.unwrap_or_else(|| {
            let place = date.days_since(self.first).rem_euclid(self.days);
            self.by_date.get(&self.first.plus_days(place)).copied().unwrap_or(0.0)
        })
    }

    /// What to say of days without a row; none if there were none.
    pub(super) fn said(&self) -> Option<Said> {
        let (first, last) = (self.first, self.first.plus_days(self.days - 1));
        let instead = match (self.mean, self.days) {
            (Some(mean), _) => {
                let mean = (mean * 1e3).round() / 1e3;
                format!("the mean of {first} to {last}, {mean} a day, holds there, as these are no whole week")
            }
            (None, days) if days < WEEK => {
                format!("the days {first} to {last} take turns there, as they are no whole week")
            }
            (None, WEEK) => format!("its week {first} to {last} repeats there"),
            (None, days) => format!("its {} weeks {first} to {last} repeat there", days / WEEK),
        };
        self.missing.map(|(first, days)| Said { first, days, instead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// A file from a date on.
    fn file(first: &str, numbers: impl IntoIterator<Item = f64>) -> BTreeMap<Date, f64> {
        let first = date(first);
        numbers.into_iter().zip(0..).map(|(number, day)| (first.plus_days(day), number)).collect()
    }

    /// The days before a start, the last of them last.
    fn days_before(file: &BTreeMap<Date, f64>, start: &str, days: i64, whole: bool) -> (Vec<f64>, Option<String>) {
        let start = date(start);
        let mut before = BeforeStart::new(file, start, whole);
        let numbers = (-days..0).map(|day| before.on(start.plus_days(day))).collect();
        (numbers, before.said().map(|said| format!("{} from {}: {}", said.days, said.first, said.instead)))
    }

    #[test]
    fn rows_before_the_start_are_used() {
        let file = file("2026-01-01", (0..20).map(f64::from));
        assert_eq!(days_before(&file, "2026-01-04", 3, true), (vec![0.0, 1.0, 2.0], None));
    }

    #[test]
    fn whole_weeks_repeat_on_their_own_days_of_the_week() {
        // Seventeen days: two whole weeks.
        let file = file("2026-01-05", (0..17).map(f64::from));
        let (numbers, said) = days_before(&file, "2026-01-05", 16, true);
        assert_eq!(numbers, [12, 13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map(f64::from));
        assert_eq!(said.unwrap(), "16 from 2025-12-20: its 2 weeks 2026-01-05 to 2026-01-18 repeat there");
    }

    #[test]
    fn weeks_repeat_before_the_rows_that_lead_to_the_start() {
        let file = file("2026-01-05", (0..9).map(f64::from));
        // The file begins two days before the start; what it has after a gap would not be next to it.
        assert_eq!(days_before(&file, "2026-01-07", 4, false).0, [5.0, 6.0, 0.0, 1.0]);
    }

    #[test]
    fn a_year_of_weeks_is_the_most_that_repeats() {
        let file = file("2026-01-05", (0..500).map(f64::from));
        assert_eq!(days_before(&file, "2026-01-05", 1, true).0, [363.0]);
    }

    #[test]
    fn without_a_whole_week_means_are_averaged_and_counts_take_turns() {
        let file = file("2026-01-05", [1.0, 2.0, 6.0]);
        let (numbers, said) = days_before(&file, "2026-01-05", 2, false);
        assert_eq!(
            (numbers, said.unwrap().as_str()),
            (
                vec![3.0, 3.0],
                "2 from 2026-01-03: the mean of 2026-01-05 to 2026-01-07, 3 a day, holds there, as these are no whole week"
            )
        );
        let (numbers, said) = days_before(&file, "2026-01-05", 4, true);
        assert_eq!(
            (numbers, said.unwrap().as_str()),
            (
                vec![6.0, 1.0, 2.0, 6.0],
                "4 from 2026-01-01: the days 2026-01-05 to 2026-01-07 take turns there, as they are no whole week"
            )
        );
    }
}
