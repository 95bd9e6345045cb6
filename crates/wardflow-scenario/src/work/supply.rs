//! What there is of a pool: means over the measured period.

use wardflow_core::{
    calendar::Calendar,
    clock::{DAY, HOUR, Time},
    model::{Model, PoolId, UNLIMITED},
};

/// Stretches of the measured period and what holds in each, from values that hold from some time on.
fn stretches<T: Copy>(model: &Model, steps: &[(Time, T)]) -> impl Iterator<Item = (Time, Time, T)> {
    let (from, to) = (model.measuring_from(), model.horizon());
    let ends = steps.iter().skip(1).map(|(next, _)| *next).chain([to]);
    let all = steps.iter().zip(ends).map(move |(&(begin, value), end)| (begin.max(from), end.min(to), value));
    all.filter(|(begin, end, _)| begin < end)
}

/// Measured days.
fn measured(model: &Model) -> f64 {
    f64::from(model.measured_days.max(1))
}

fn is_unlimited(model: &Model, pool: PoolId) -> bool {
    stretches(model, &model.pools[pool.at()].capacity).any(|(_, _, units)| units >= UNLIMITED)
}

/// Mean capacity, in the pool's units, with all that escalations may add.
pub(super) fn units(model: &Model, pool: PoolId) -> f64 {
    if is_unlimited(model, pool) {
        return f64::INFINITY;
    }
    let stretches = stretches(model, &model.pools[pool.at()].capacity);
    let sum: f64 = stretches.map(|(begin, end, units)| end.since(begin) as f64 * units as f64).sum();
    let adds = model.escalations.iter().flat_map(|escalation| &escalation.adds);
    let extra: f64 = adds
        .filter(|adds| adds.pool == pool)
        .map(|adds| adds.amount.mean(model.measuring_from(), model.horizon()))
        .sum();
    sum / (measured(model) * DAY as f64) + extra
}

/// Mean hours that the staff of a team are at work in a week.
pub(super) fn staff_hours_per_week(model: &Model, team: PoolId) -> f64 {
    if is_unlimited(model, team) {
        return f64::INFINITY;
    }
    let described = &model.pools[team.at()];
    let hours = |begin: Time, end: Time| {
        let seconds = described.hours.as_ref().map_or(end.since(begin), |hours| hours.open_seconds(begin, end));
        seconds as f64 / HOUR as f64
    };
    let sum: f64 =
        stretches(model, &described.capacity).map(|(begin, end, staff)| hours(begin, end) * staff as f64).sum();
    sum / measured(model) * 7.0
}

/// Mean vacancies a week.
pub(super) fn vacancies_per_week(model: &Model, pool: PoolId) -> f64 {
    let stretches = stretches(model, &model.pools[pool.at()].vacancies);
    let sum: f64 = stretches.map(|(begin, end, per_week)| end.since(begin) as f64 * per_week).sum();
    sum / (measured(model) * DAY as f64)
}

/// The most starts a week, if they are limited.
pub(super) fn starts_per_week(model: &Model, pool: PoolId) -> Option<f64> {
    let described = &model.pools[pool.at()];
    let by_day = described.most_starts_per_day.as_ref().map(|most| {
        let days = model.measuring_from().day()..model.horizon().day();
        let is_open = |day: &u64| {
            let open = |hours: &Calendar| hours.open_seconds(Time::midnight(*day), Time::midnight(day + 1)) > 0;
            described.hours.as_ref().is_none_or(open)
        };
        days.filter(is_open).map(|day| most.at(Time::midnight(day))).sum::<f64>() / measured(model) * 7.0
    });
    let by_week =
        described.most_starts_per_week.as_ref().map(|most| most.mean(model.measuring_from(), model.horizon()));
    by_day.into_iter().chain(by_week).reduce(f64::min)
}
