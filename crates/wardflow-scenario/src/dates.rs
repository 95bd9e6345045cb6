//! Numbers by date against the days of the run: whether each says what holds from the beginning, and which dates do nothing.

use crate::{
    format::{Date, Scenario},
    reading::{DatedNumbers, Path, Reporter},
};

/// Dates of one schedule that a warning names.
const MOST_NAMED: usize = 3;
/// How many days after the run a straight line may end without a word.
const LONG_AFTER: i64 = 365;

/// The days of a run.
struct Run {
    /// The first day of the warm-up.
    begin: Date,
    /// The first measured day.
    start: Date,
    /// The day after the last one.
    end: Date,
}

/// Reports numbers by date that do not say what holds from the beginning, and dates that do nothing in the run.
pub(crate) fn check(scenario: &Scenario, report: &mut Reporter<'_>) {
    let [start, days] = ["start", "days"].map(|key| Path::of([key]));
    if report.is_affected(&start) || report.is_affected(&days) {
        return;
    }
    let run = Run {
        begin: scenario.start.plus_days(-i64::from(scenario.warm_up())),
        start: scenario.start,
        end: scenario.start.plus_days(scenario.days.max(1).into()),
    };
    // Whoever moves the run of another scenario knows that its dates stay where they are.
    let moved = report.layer(&start).unwrap_or(0);
    let resized = report.layer(&days).unwrap_or(0).max(moved);
    for numbers in report.dated() {
        let Some(&(first, ref value, layer)) = numbers.dates.first() else { continue };
        if report.is_affected(&numbers.path) {
            continue;
        }
        if first > run.start && !numbers.has_before {
            let what = format!("nothing says what holds from {} (`start`) to {}", run.start, first.plus_days(-1));
            let add = format!("add \"{}\" with the number of that time", run.start);
            let remedy =
                format!("{add}, such as \"{}\": {value}, or write before the dates \"before\": {value}", run.start);
            report.key_error("scenario", numbers.path.join(first), what, remedy);
            continue;
        }
        let before = numbers.before();
        if first < run.start && report.layer(&before).is_some_and(|written| written > layer) {
            let what = format!(
                "the dates below begin on {first}, before {} (`start`): nothing here holds in the run",
                run.start
            );
            let remedy = format!("give the number a date, or delete the earlier dates (\"{first}\": null)");
            report.key_warning("unused", before, what, remedy);
        }
        let written_since = |layer: u32, dates: &[usize]| -> Vec<Date> {
            let dates = dates.iter().map(|&place| &numbers.dates[place]);
            dates.filter(|(.., written)| *written >= layer).map(|(date, ..)| *date).collect()
        };
        let idle = [written_since(moved, &run.before(&numbers)), written_since(resized, &run.after(&numbers))];
        unused(&numbers.path, &idle.concat(), &run, report);
        if let Some(place) = run.warm_up_only(&numbers).filter(|place| numbers.dates[*place].2 >= moved) {
            let (date, ..) = numbers.dates[place];
            let what = format!("{date} lies before the run: its number holds in the warm-up only, until {}", run.start);
            let remedy = "check the year, or leave it out if the warm-up is to be like the first measured day";
            report.key_warning("unused", numbers.path.join(date), what, remedy);
        }
        if let Some(last) = run.long_after(&numbers).filter(|place| numbers.dates[*place].2 >= resized) {
            let (last, ..) = numbers.dates[last];
            let what = format!("this straight line goes on to {last}, long after the last day, {}", run.last());
            let remedy = "check the year: in the run it gets only a part of the way";
            report.key_warning("unused", numbers.path.join(last), what, remedy);
        }
    }
}

fn unused(path: &Path, dates: &[Date], run: &Run, report: &mut Reporter<'_>) {
    let Some(first) = dates.first() else { return };
    let named: Vec<String> = dates.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    let more = if dates.len() > MOST_NAMED { format!(" and {} more", dates.len() - MOST_NAMED) } else { String::new() };
    let (verb, them) = if dates.len() == 1 { ("lies", "it") } else { ("lie", "them") };
    let what = format!(
        "{}{more} {verb} outside the measured days, {} to {}, and change{} nothing in them",
        named.join(", "),
        run.start,
        run.last(),
        if dates.len() == 1 { "s" } else { "" }
    );
    let remedy = if dates.len() == 1 {
        format!("give {them} a date in there, or leave {them} out")
    } else {
        format!("give {them} dates in there, or leave {them} out")
    };
    report.key_warning("unused", path.join(first), what, remedy);
}

impl Run {
    /// The last measured day.
    fn last(&self) -> Date {
        self.end.plus_days(-1)
    }

    /// Places of dates that come too early to hold on a measured day, or in the warm-up, which has what holds before `start`.
    fn before(&self, numbers: &DatedNumbers) -> Vec<usize> {
        let next = |place: usize| numbers.dates.get(place + 1).map(|(date, ..)| *date);
        let has_warm_up = self.begin < self.start;
        let is_idle =
            |place: &usize| next(*place).is_some_and(|next| next < self.start || (next == self.start && !has_warm_up));
        (0..numbers.dates.len()).filter(is_idle).collect()
    }

    /// The place of the date before the whole run whose number another replaces at `start`.
    fn warm_up_only(&self, numbers: &DatedNumbers) -> Option<usize> {
        let place = numbers.dates.partition_point(|(date, ..)| *date < self.start).checked_sub(1)?;
        let next = numbers.dates.get(place + 1)?;
        (self.begin < self.start && next.0 == self.start && numbers.dates[place].0 < self.begin).then_some(place)
    }

    /// Places of dates that come after the last day; to the first of them a ramp still leads.
    fn after(&self, numbers: &DatedNumbers) -> Vec<usize> {
        let after = numbers.dates.partition_point(|(date, ..)| *date < self.end);
        let leads_there = usize::from(numbers.is_ramp && after > 0);
        (after + leads_there..numbers.dates.len()).collect()
    }

    /// The place of the date long after the last day to which a ramp leads.
    fn long_after(&self, numbers: &DatedNumbers) -> Option<usize> {
        let after = numbers.dates.partition_point(|(date, ..)| *date < self.end);
        let (date, ..) = numbers.dates.get(after).filter(|_| numbers.is_ramp && after > 0)?;
        (date.days_since(self.end) > LONG_AFTER).then_some(after)
    }
}
