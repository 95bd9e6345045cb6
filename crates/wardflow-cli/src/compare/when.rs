//! When a difference is largest: what changes for some weeks only is little on the mean of a year.

use wardflow_core::measures::Measure;
use wardflow_montecarlo::{daily::Kept, leading::largest, statistics::Summary};
use wardflow_scenario::format::{Date, Scenario};

use super::contender::Variant;
use crate::{
    english::{from_to, written},
    experiment::Experiment,
    numbers,
    picked::Picked,
    values::{differing, values},
};

/// The measure that is looked at week by week.
const MEASURE: &str = "nctr_people";
const WEEK: usize = 7;
/// A difference that is not so many times that of the whole period goes without saying.
const MORE: f64 = 1.5;
/// Fewer people are not worth a word.
const LEAST: f64 = 0.05;

/// What it takes to look for these weeks.
pub(super) fn wanted(measure: &Measure) -> Kept {
    if measure.key == MEASURE { Kept::Replications } else { Kept::Nothing }
}

/// Whether two scenarios differ in something that changes by date.
pub(super) fn is_dated(one: &Scenario, other: &Scenario) -> bool {
    let is_date = |text: &str| text.parse::<Date>().is_ok();
    differing(&[values(one), values(other)]).iter().any(|(path, cells)| {
        let mut segments = path.segments().iter();
        // The first day of the run is none of the changes.
        path.segments().len() > 1
            && (segments.any(|key| key == "surges" || is_date(key)) || cells.iter().any(|cell| is_date(cell)))
    })
}

/// In which weeks people discharge ready differ most, and by how many: none unless something changes by date, and some
/// weeks lead all others by more than chance.
pub(super) fn most(variant: Variant<'_>) -> Option<String> {
    let (base, its) = (variant.base, variant.experiment);
    let scenario = &base.ready.scenario;
    if scenario.start != its.ready.scenario.start || scenario.days != its.ready.scenario.days {
        return None;
    }
    if !is_dated(scenario, &its.ready.scenario) {
        return None;
    }
    of_weeks(scenario.start, &series(base)?, &series(its)?)
}

/// The measure of each replication, day by day.
fn series(experiment: &Experiment) -> Option<Vec<&[f32]>> {
    Some(experiment.series(MEASURE)?.replications.iter().map(|days| &**days).collect())
}

fn of_weeks(start: Date, base: &[&[f32]], its: &[&[f32]]) -> Option<String> {
    let pairs = || base.iter().zip(its);
    let days = base.first()?.len();
    // Monday is 0; weeks that are cut off at either end are left out.
    let first = (WEEK - start.weekday() as usize) % WEEK;
    let weeks: Vec<usize> = (first..).step_by(WEEK).take_while(|from| from + WEEK <= days).collect();
    let mean = |(base, its): (&&[f32], &&[f32]), days: std::ops::Range<usize>| {
        let count = days.len() as f64;
        days.map(|day| f64::from(its[day]) - f64::from(base[day])).sum::<f64>() / count
    };
    let of = |days: std::ops::Range<usize>| -> Vec<f64> { pairs().map(|pair| mean(pair, days.clone())).collect() };
    let all = Summary::of(&of(0..days)).mean;
    let each: Vec<Vec<f64>> = weeks.iter().map(|&from| of(from..from + WEEK)).collect();
    // More or fewer, as in the week that differs most.
    let means = each.iter().map(|week| Summary::of(week).mean);
    let sign = means.max_by(|one, other| one.abs().total_cmp(&other.abs())).map_or(1.0, f64::signum);
    let turned: Vec<Vec<f64>> = each.iter().map(|week| week.iter().map(|value| sign * value).collect()).collect();
    let (from, to, when) = match Picked::of(&largest(&turned), weeks.len()) {
        Picked::One(week) => (
            weeks[week],
            weeks[week] + WEEK,
            format!("in the week of {}", written(start.plus_days(weeks[week] as i64))),
        ),
        Picked::Between(one, last) => {
            let (from, to) = (weeks[one], weeks[last] + WEEK);
            let day = |day: usize| start.plus_days(day as i64);
            (from, to, format!("from {}", from_to(day(from), day(to - 1))))
        }
        Picked::Nothing => return None,
    };
    let there = Summary::of(&of(from..to));
    let size = there.mean.abs();
    let is_certain = there.half_width_95.is_some_and(|half| half < size);
    if !is_certain || size < LEAST || size < MORE * all.abs() {
        return None;
    }
    let how = if there.mean > 0.0 { "more" } else { "fewer" };
    let decimals = usize::from(size < 99.5) + usize::from(size < 0.95);
    Some(format!("most {when}, with {} {how} on average", numbers::number(size, decimals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty weeks of people from a Monday on, and a change in some of them; replications differ by less than that.
    fn told(changed: std::ops::Range<usize>, by: f32, replications: usize) -> Option<String> {
        let noise = |day: usize, replication: usize| ((day * 7 + replication * 13) % 11) as f32 / 20.0;
        let base: Vec<Vec<f32>> =
            (0..replications).map(|number| (0..140).map(|day| 40.0 + noise(day, number)).collect()).collect();
        let its: Vec<Vec<f32>> = base
            .iter()
            .enumerate()
            .map(|(number, days)| {
                let change = |(day, people): (usize, &f32)| {
                    let change = if changed.contains(&(day / 7)) { by } else { 0.0 };
                    people + change + noise(day + number, 3) / 10.0
                };
                days.iter().enumerate().map(change).collect()
            })
            .collect();
        let base: Vec<&[f32]> = base.iter().map(Vec::as_slice).collect();
        let its: Vec<&[f32]> = its.iter().map(Vec::as_slice).collect();
        of_weeks("2026-10-05".parse().unwrap(), &base, &its)
    }

    #[test]
    fn a_change_of_some_weeks_tells_when_it_is_largest() {
        assert_eq!(told(3..4, 2.0, 20).as_deref(), Some("most in the week of 26 Oct 2026, with 2.0 more on average"));
        assert_eq!(told(3..8, -3.0, 20).as_deref(), Some("most from 26 Oct to 29 Nov 2026, with 3.0 fewer on average"));
    }

    #[test]
    fn what_changes_all_the_time_or_not_at_all_has_no_such_weeks() {
        assert_eq!(told(0..20, 2.0, 20), None);
        assert_eq!(told(0..0, 0.0, 20), None);
        // One replication, and two that may differ by chance.
        assert_eq!(told(3..4, 2.0, 1), None);
        assert_eq!(told(3..4, 0.01, 2), None);
    }

    #[test]
    fn identical_runs_differ_at_no_time() {
        let runs = vec![vec![4.0_f32; 140]; 5];
        let runs: Vec<&[f32]> = runs.iter().map(Vec::as_slice).collect();
        assert_eq!(of_weeks("2026-10-07".parse().unwrap(), &runs, &runs), None);
        assert_eq!(of_weeks("2026-10-07".parse().unwrap(), &[], &[]), None);
    }
}
