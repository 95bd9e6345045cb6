//! A number over time in words, whatever form it has in the file.

use wardflow_scenario::{
    Ready,
    format::{ByDate, Date, Schedule},
};

use crate::english::written;

/// Changes of one number that are told.
const MOST_CHANGES: usize = 12;

/// The days of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The first measured day.
    start: Date,
    days: u32,
    warm_up_days: u32,
}

/// What holds from a day on.
struct Change {
    value: String,
    /// From when on, or by when it is reached on a straight line.
    when: String,
    date: Date,
    is_on_a_line: bool,
    /// Until when it stays, if a line begins there.
    until: Option<Date>,
}

impl Change {
    fn new(value: String, when: String, date: Date) -> Self {
        Self { value, when, date, is_on_a_line: false, until: None }
    }

    fn told(&self) -> String {
        let until = self.until.map_or_else(String::new, |until| format!(" until {}", written(until)));
        format!("{}{}{until}", self.value, self.when)
    }
}

/// Leaves out what changes nothing. Where a line begins at the end of a level stretch, that stretch ends on a day.
fn real(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    let mut changes = changes.into_iter().peekable();
    while let Some(change) = changes.next() {
        let line_begins = changes.peek().is_some_and(|next| next.is_on_a_line && next.value != change.value);
        match kept.last_mut().filter(|last| last.value == change.value) {
            Some(level) if line_begins => level.until = Some(change.date),
            Some(_) => {}
            None => kept.push(change),
        }
    }
    kept
}

impl Run {
    pub(crate) fn of(ready: &Ready) -> Self {
        let scenario = &ready.scenario;
        Self { start: scenario.start, days: scenario.days, warm_up_days: scenario.warm_up() }
    }

    /// The day after the last one.
    fn end(&self) -> Date {
        self.start.plus_days(self.days.into())
    }

    /// What a number is in the run: `60`, `60 → 40 from 1 Oct 2026`, `500 → 800 on a straight line to 1 Sep 2026`. What `amount`
    /// says alike is no change.
    pub(crate) fn told(&self, schedule: &Schedule, amount: impl Fn(f64) -> String) -> String {
        let mut changes: Vec<Change> = Vec::new();
        if self.warm_up_days > 0 && !matches!(schedule, Schedule::Constant(_)) {
            let [before, first] = [0, 1].map(|day| amount(schedule.on_run_day(day, 1, self.start)));
            if before != first {
                changes.push(Change::new(before, " in the warm-up".into(), self.start));
            }
        }
        self.collect(schedule, self.start, self.end(), &amount, &mut changes);
        let mut changes = real(changes);
        let more = changes.len().saturating_sub(MOST_CHANGES);
        let last = changes.last().map_or_else(String::new, Change::told);
        changes.truncate(MOST_CHANGES);
        let told: Vec<String> = changes.iter().map(Change::told).collect();
        let told = told.join(" → ");
        match more {
            0 => told,
            1 => format!("{told} → {last}"),
            _ => format!("{told} → {} more changes → {last}", more - 1),
        }
    }

    /// What holds from a day on until another.
    fn collect(
        &self,
        schedule: &Schedule,
        from: Date,
        until: Date,
        amount: &impl Fn(f64) -> String,
        changes: &mut Vec<Change>,
    ) {
        // The first measured day goes without saying, unless the warm-up had something else.
        let goes_without = changes.is_empty();
        let since = |date: Date| {
            if date <= self.start && goes_without { String::new() } else { format!(" from {}", written(date)) }
        };
        let (by_date, is_ramp) = match schedule {
            Schedule::Constant(value) => {
                return changes.push(Change::new(amount(*value), since(from), from));
            }
            Schedule::Steps(by_date) => (by_date, false),
            Schedule::Ramp(by_date) => (by_date, true),
        };
        let ByDate { before, dated } = by_date;
        let Some((&begins, _)) = dated.iter().next() else { return };
        let earlier = before.as_deref().filter(|_| begins > from);
        if let Some(before) = earlier {
            self.collect(before, from, begins.min(until), amount, changes);
        }
        let from = if earlier.is_some() { begins } else { from };
        if from >= until {
            return;
        }
        changes.push(Change::new(amount(schedule.on(from)), since(from), from));
        let mut previous = from;
        for (&date, &value) in dated.range(from.plus_days(1)..) {
            let value = amount(value);
            // From one day to the next a line is a step.
            if is_ramp && date > previous.plus_days(1) {
                let when = format!(" on a straight line to {}", written(date));
                changes.push(Change { is_on_a_line: true, ..Change::new(value, when, date) });
            } else if date < until {
                changes.push(Change::new(value, format!(" from {}", written(date)), date));
            }
            if date >= until {
                break;
            }
            previous = date;
        }
    }

    /// The same for two numbers between which nothing differs on any day of the run.
    pub(super) fn same(&self, schedule: &Schedule) -> String {
        let changes = schedule.changes(self.warm_up_days.saturating_add(self.days), self.warm_up_days, self.start);
        let told = changes.iter().map(|&(day, value)| match day {
            0 => format!("{value}"),
            day => {
                format!("{value} {}", self.start.plus_days(i64::from(day) - i64::from(self.warm_up_days)))
            }
        });
        told.collect::<Vec<String>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use wardflow_scenario::format::Capacity;

    use super::*;

    const RUN: &str = "2026-04-01";

    fn run() -> Run {
        Run { start: RUN.parse().unwrap(), days: 365, warm_up_days: 180 }
    }

    fn schedule(text: &str) -> Schedule {
        serde_json::from_str::<Capacity>(text).unwrap().0
    }

    fn told(text: &str) -> String {
        run().told(&schedule(text), |value| if value.is_infinite() { "unlimited".into() } else { value.to_string() })
    }

    #[test]
    fn every_form_of_a_number_over_time_is_told() {
        let forms = [
            ("60", "60"),
            ("\"unlimited\"", "unlimited"),
            (r#"{"before":60,"steps":{"2026-10-01":40}}"#, "60 → 40 from 1 Oct 2026"),
            (
                r#"{"steps":{"2026-04-01":60,"2026-10-01":40,"2026-12-01":35}}"#,
                "60 → 40 from 1 Oct 2026 → 35 from 1 Dec 2026",
            ),
            (r#"{"before":60,"steps":{"2026-10-01":"unlimited"}}"#, "60 → unlimited from 1 Oct 2026"),
            (r#"{"before":"unlimited","ramp":{"2026-10-01":10}}"#, "unlimited → 10 from 1 Oct 2026"),
            (r#"{"ramp":{"2026-04-01":500,"2026-09-01":800}}"#, "500 → 800 on a straight line to 1 Sep 2026"),
            (
                r#"{"before":{"before":7,"steps":{"2026-05-01":8}},"ramp":{"2026-06-01":10,"2026-07-01":20}}"#,
                "7 → 8 from 1 May 2026 → 10 from 1 Jun 2026 → 20 on a straight line to 1 Jul 2026",
            ),
            (
                r#"{"ramp":{"2026-04-01":10,"2026-05-01":10,"2026-06-01":20,"2026-07-01":20}}"#,
                "10 until 1 May 2026 → 20 on a straight line to 1 Jun 2026",
            ),
            (
                r#"{"before":10,"ramp":{"2026-10-01":10,"2026-12-01":24}}"#,
                "10 until 1 Oct 2026 → 24 on a straight line to 1 Dec 2026",
            ),
            (
                r#"{"ramp":{"2026-04-01":478,"2026-09-30":478,"2026-10-01":538,"2026-12-01":538,"2026-12-15":774}}"#,
                "478 → 538 from 1 Oct 2026 until 1 Dec 2026 → 774 on a straight line to 15 Dec 2026",
            ),
            // The warm-up has what was before.
            (r#"{"before":9,"steps":{"2026-04-01":3}}"#, "9 in the warm-up → 3 from 1 Apr 2026"),
            // What lies outside the run, and what changes nothing.
            (r#"{"steps":{"2019-04-01":9,"2024-04-01":3}}"#, "3"),
            (r#"{"before":9,"steps":{"2026-10-01":9,"2026-11-01":8,"2030-01-01":1}}"#, "9 → 8 from 1 Nov 2026"),
            (r#"{"before":9,"steps":{"2030-01-01":1}}"#, "9"),
        ];
        for (form, words) in forms {
            assert_eq!(told(form), words, "{form}");
        }
    }

    #[test]
    fn of_many_changes_the_first_and_the_last_are_told() {
        let dates = (1..=28).map(|day| format!("\"2026-05-{day:02}\": {day}")).collect::<Vec<_>>().join(",");
        let told = told(&format!("{{\"before\": 0, \"steps\": {{{dates}}}}}"));
        assert!(
            told.starts_with("0 → 1 from 1 May 2026 → ") && told.ends_with(" → 16 more changes → 28 from 28 May 2026"),
            "{told}"
        );
    }

    #[test]
    fn nothing_differs_between_two_ways_to_write_the_same() {
        let same = |text: &str| run().same(&schedule(text));
        for other in [
            r#"{"steps":{"2026-04-01":60}}"#,
            r#"{"before":60,"steps":{"2026-10-01":60}}"#,
            r#"{"before":60,"steps":{"2030-01-01":1}}"#,
            r#"{"ramp":{"2026-01-01":60,"2026-12-01":60}}"#,
        ] {
            assert_eq!(same(other), same("60"), "{other}");
        }
        assert_ne!(same(r#"{"before":60,"steps":{"2026-10-01":59}}"#), same("60"));
        assert_ne!(same(r#"{"before":59,"steps":{"2026-04-01":60}}"#), same("60"));
    }
}
