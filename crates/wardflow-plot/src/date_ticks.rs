//! Which days of a date axis are named, and how.

use crate::date::{Civil, Day};
use crate::error::DrawError;
use crate::places::Days;
use crate::tick::{Tick, stay_apart};

/// How far ticks are apart.
#[derive(Clone, Copy, Debug)]
enum Step {
    Days(i64),
    Weeks(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [Step; 16] = [
    Step::Days(1),
    Step::Days(2),
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
];

/// The closest ticks whose labels stay apart on an axis `width` user units wide; the first day if none do.
pub(crate) fn date_ticks(days: Days, width: f64) -> Result<Vec<Tick>, DrawError> {
    for step in STEPS {
        if !suits(step, days.count) {
            continue;
        }
        let ticks = ticks(step, days);
        if !ticks.is_empty() && stay_apart(&ticks, width)? {
            return Ok(ticks);
        }
    }
    Ok(vec![Tick { at: days.share(0.5), label: days.first.written() }])
}

fn suits(step: Step, days: usize) -> bool {
    match step {
        Step::Days(_) => days <= 20,
        Step::Weeks(1) => (14..=200).contains(&days),
        Step::Weeks(_) => (28..=84).contains(&days),
        Step::Months(months) => (56 * months as usize..=4000).contains(&days),
        Step::Years(_) => days > 700,
    }
}

fn ticks(step: Step, days: Days) -> Vec<Tick> {
    let last = days.first.plus(days.count as i64 - 1);
    let mut ticks = Vec::new();
    let mut year_shown = None;
    let mut tick = days.first;
    while tick <= last {
        let civil = tick.civil();
        if falls_on(step, civil, tick, days.first) {
            let year = if year_shown.replace(civil.year) == Some(civil.year) { None } else { Some(civil.year) };
            // A day is named in its middle; weeks, months and years where they start.
            let offset = if matches!(step, Step::Days(_)) { 0.5 } else { 0.0 };
            let at = days.share((tick.0 - days.first.0) as f64 + offset);
            ticks.push(Tick { at, label: label(step, civil, year) });
        }
        tick = next_candidate(step, civil, tick);
    }
    ticks
}

fn falls_on(step: Step, civil: Civil, day: Day, first: Day) -> bool {
    match step {
        Step::Days(step) => (day.0 - first.0) % step == 0,
        Step::Weeks(weeks) => {
            let first_monday = first.plus((7 - first.since_monday()) % 7);
            day.since_monday() == 0 && (day.0 - first_monday.0) % (7 * weeks) == 0
        }
        Step::Months(months) => civil.day == 1 && (civil.month - 1) % months == 0,
        Step::Years(years) => civil.day == 1 && civil.month == 1 && civil.year % years == 0,
    }
}

fn next_candidate(step: Step, civil: Civil, day: Day) -> Day {
    match step {
        Step::Days(step) => day.plus(step),
        Step::Weeks(_) => day.plus(7 - day.since_monday()),
        Step::Months(_) if civil.month < 12 => Day::from_civil(Civil { month: civil.month + 1, day: 1, ..civil }),
        Step::Months(_) | Step::Years(_) => Day::from_civil(Civil { year: civil.year + 1, month: 1, day: 1 }),
    }
}

fn label(step: Step, civil: Civil, year: Option<i64>) -> String {
    let month = civil.month_name();
    let name = match step {
        Step::Days(_) | Step::Weeks(_) => format!("{} {month}", civil.day),
        Step::Months(_) | Step::Years(_) => month.to_owned(),
    };
    match year {
        Some(year) => format!("{name} {year}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn labels(start: &str, count: usize) -> Vec<String> {
        text::register_fonts().unwrap();
        let days = Days { first: Day::parse(start).unwrap(), count };
        date_ticks(days, 900.0).unwrap().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn steps_follow_the_length() {
        assert_eq!(labels("2022-01-01", 1), ["1 Jan 2022"]);
        assert_eq!(labels("2022-12-30", 4), ["30 Dec 2022", "31 Dec", "1 Jan 2023", "2 Jan"]);
        assert_eq!(labels("2021-12-31", 10), ["31 Dec 2021", "2 Jan 2022", "4 Jan", "6 Jan", "8 Jan"]);
        // Mondays.
        assert_eq!(labels("2022-01-01", 40), ["3 Jan 2022", "10 Jan", "17 Jan", "24 Jan", "31 Jan", "7 Feb"]);
        assert_eq!(labels("2022-01-01", 120), ["Jan 2022", "Feb", "Mar", "Apr"]);
        assert_eq!(labels("2022-11-15", 100), ["Dec 2022", "Jan 2023", "Feb"]);
        assert_eq!(labels("2022-01-01", 3652).len(), 10);
    }

    #[test]
    fn every_length_has_a_name() {
        for count in (1..3000).chain([36_500, 100_000]) {
            assert!(!labels("2021-12-31", count).is_empty(), "{count} days");
        }
    }
}
