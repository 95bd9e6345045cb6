//! Measures of triage and of the services after discharge.

use super::{AT_EIGHT, Catalogue, Group, Measure, Unit, mean_days, per_day, percent, ratio, sizes};
use crate::{
    clock::{HOUR, MINUTE},
    model::{Model, Pool, PoolId, PoolKind, Price},
    observe::Counted,
    tally::PoolTally,
};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    for (number, pool) in model.pools.iter().enumerate() {
        match pool.kind {
            PoolKind::AcuteBeds => {}
            PoolKind::TriageTeam => team(model, pool, number, book),
            PoolKind::Vacancies => vacancies(model, pool, number, book),
            PoolKind::Beds | PoolKind::CareHours | PoolKind::Places | PoolKind::Arranging => {
                service(model, pool, number, book);
            }
        }
    }
}

/// Why more may be in use than is available.
const REDUCED: &str = "nobody is put out when a planned reduction or the end of an escalation leaves less than is in use, or when a census found more";

fn team(model: &Model, pool: &Pool, p: usize, book: &mut Catalogue) {
    let of = |what: &str| format!("spoas.{}.{what}", pool.name);
    let group = Group::Services;
    book.sums(
        group,
        &of("referrals"),
        Unit::PeoplePerDay,
        &format!("{}: referrals taken up", pool.title),
        "Referrals and assessments that the team took up.",
        move |t| per_day(t.pools[p].starts, t),
    );
    book.sums(
        group,
        &of("utilisation"),
        Unit::Percent,
        &format!("{}: utilisation", pool.title),
        "Staff time spent on referrals of staff time on duty, both inside working hours.",
        move |t| percent(t.pools[p].worked, t.pools[p].on_duty),
    )
    .may_exceed("staff finish what they have in hand when fewer are on duty")
    .in_headline();
    waiting(pool, &of(""), book);
    waits(model, pool, p, &of(""), "those taken up", book);
}

/// How many of a pool's units are one of what is reported.
pub(super) fn scale(pool: &Pool) -> (Unit, f64) {
    match pool.kind {
        PoolKind::AcuteBeds | PoolKind::Beds => (Unit::Beds, 1.0),
        PoolKind::CareHours => (Unit::HoursPerWeek, (HOUR / MINUTE) as f64),
        PoolKind::TriageTeam => (Unit::Staff, 1.0),
        PoolKind::Places | PoolKind::Vacancies | PoolKind::Arranging => (Unit::Places, 1.0),
    }
}

fn service(model: &Model, pool: &Pool, p: usize, book: &mut Catalogue) {
    let (name, title) = (&pool.name, &pool.title);
    let of = |what: &str| format!("services.{name}.{what}");
    let group = Group::Services;
    let (unit, units) = scale(pool);
    let unlimited = pool.is_ever_unlimited();
    book.sums(
        group,
        &of("in_use"),
        unit,
        &format!("{title}: in use"),
        "In use, what is reserved included, time-weighted mean.",
        move |t| ratio(t.pools[p].in_use.area, t.seconds) / units,
    )
    .headline = unlimited || matches!(pool.price, Price::ByUse(_));
    book.sums(
        group,
        &of("reserved"),
        unit,
        &format!("{title}: of it reserved"),
        "Allocated to patients who have not come yet, time-weighted mean.",
        move |t| ratio(t.pools[p].reserved.area, t.seconds) / units,
    );
    book.sums(group, &of("in_use_at_08_00"), unit, &format!("{title}: in use at 08:00"), AT_EIGHT, move |t| {
        ratio(t.pools[p].in_use.at_eight, t.eights) / units
    });
    if !unlimited {
        book.sums(
            group,
            &of("available"),
            unit,
            &format!("{title}: available"),
            "Capacity, time-weighted mean.",
            move |t| ratio(t.pools[p].capacity.area, t.seconds) / units,
        );
        book.sums(
            group,
            &of("utilisation"),
            Unit::Percent,
            &format!("{title}: utilisation"),
            "In use of what is available, both time-weighted.",
            move |t| percent(t.pools[p].in_use.area, t.pools[p].capacity.area),
        )
        .may_exceed(REDUCED)
        .in_headline();
        book.sums(
            group,
            &of("full"),
            Unit::Percent,
            &format!("{title}: time full"),
            "Share of time with nothing of it free: all is in use or being made ready for the next person.",
            move |t| percent(t.pools[p].above[2], t.seconds),
        );
    }
    sizes::declare(pool, p, &format!("services.{name}"), Some(title), group, book);
    if pool.kind == PoolKind::CareHours {
        book.sums(
            group,
            &of("delivered"),
            Unit::HoursPerWeek,
            &format!("{title}: delivered"),
            "Hours in use by patients who have come, time-weighted mean.",
            move |t| ratio(t.pools[p].in_use.area - t.pools[p].reserved.area, t.seconds) / units,
        );
    }
    starts_and_waits(model, pool, p, book);
    book.sums(
        group,
        &of("length_of_stay"),
        Unit::Days,
        &format!("{title}: length of stay"),
        "Mean stay of those whose stay ended, from the transfer on (placements being arranged: from allocation).",
        move |t| mean_days(&t.pools[p].stays),
    );
    book.sums(
        group,
        &of("above_4_weeks"),
        Unit::Percent,
        &format!("{title}: stays above 4 weeks"),
        "Stays of more than 28 days, of those that ended.",
        move |t| percent(t.pools[p].above_4_weeks, t.pools[p].stays.count),
    );
    book.sums(
        group,
        &of("above_6_weeks"),
        Unit::Percent,
        &format!("{title}: stays above 6 weeks"),
        "Stays of more than 42 days, of those that ended.",
        move |t| percent(t.pools[p].above_6_weeks, t.pools[p].stays.count),
    );
}

fn starts_and_waits(model: &Model, pool: &Pool, p: usize, book: &mut Catalogue) {
    let of = |what: &str| format!("services.{}.{what}", pool.name);
    let title = format!("{}: starts", pool.title);
    book.sums(Group::Services, &of("starts"), Unit::PeoplePerDay, &title, "Allocations.", move |t| {
        per_day(t.pools[p].starts, t)
    });
    waiting(pool, &of(""), book).headline = is_for_community(model, pool);
    waits(model, pool, p, &of(""), "those it took", book);
}

/// Whether there may be too little of a pool for people referred from the community, of whose waits no pathway tells.
fn is_for_community(model: &Model, pool: &Pool) -> bool {
    let step_ups = model.cohorts.iter().filter_map(|cohort| cohort.step_up.as_ref());
    let mut lines = step_ups.flat_map(|step_up| step_up.needs.lines());
    !pool.is_always_unlimited() && lines.any(|line| pool.lines.contains(&line))
}

/// How many wait for a pool; `of` begins the key.
fn waiting<'a>(pool: &Pool, of: &str, book: &'a mut Catalogue) -> &'a mut Measure {
    let lines: Vec<usize> = pool.lines.iter().map(|line| line.at()).collect();
    book.sums(
        Group::Services,
        &format!("{of}waiting"),
        Unit::People,
        &format!("{}: waiting for it", pool.title),
        "People waiting for it, wherever they are, time-weighted mean; whoever would take one of several services waits \
         for each of them.",
        move |t| ratio(lines.iter().map(|&line| t.waiting[line]).sum(), t.seconds),
    )
}

/// How long people wait for a pool; `of` begins the keys.
fn waits(model: &Model, pool: &Pool, p: usize, of: &str, taken: &str, book: &mut Catalogue) {
    let title = &pool.title;
    let of = |what: &str| format!("{of}{what}");
    let group = Group::Services;
    let lines: Vec<usize> = pool.lines.iter().map(|line| line.at()).collect();
    book.sums(
        group,
        &of("wait"),
        Unit::Days,
        &format!("{title}: wait of {taken}"),
        &format!("Mean wait of {taken}, from asking; those who did not wait count as 0."),
        move |t| mean_days(&t.pools[p].waits),
    );
    book.sums(
        group,
        &of("waited"),
        Unit::Percent,
        &format!("{title}: waited"),
        &format!("Those who waited at all, of {taken} and those who stopped waiting for it without it."),
        move |t| {
            let PoolTally { waits, unserved, .. } = &t.pools[p];
            percent(waits.above_zero + unserved.above_zero, waits.count + unserved.count)
        },
    );
    let (wait, whose) = (format!("{title}: wait of {taken}"), format!("waits of {taken}"));
    book.quantiles(model, group, &of("wait"), Counted::Pool(PoolId(p as u16)), &wait, &whose);
    book.still(
        group,
        &of("still_waiting"),
        &format!("{title}: still waiting for it at the end"),
        "People waiting for it when the run ended; their waits are in no mean wait.",
        move |end| lines.iter().map(|&line| end.line[line]).sum(),
    );
}

fn vacancies(model: &Model, pool: &Pool, p: usize, book: &mut Catalogue) {
    let (name, title) = (&pool.name, &pool.title);
    let of = |what: &str| format!("services.{name}.{what}");
    let group = Group::Services;
    book.sums(
        group,
        &of("vacancies"),
        Unit::PeoplePerDay,
        &format!("{title}: vacancies"),
        "Places that fell vacant.",
        move |t| per_day(t.pools[p].vacancies, t),
    );
    book.sums(
        group,
        &of("utilisation"),
        Unit::Percent,
        &format!("{title}: vacancies taken"),
        "Vacancies taken of those that came up.",
        move |t| percent(t.pools[p].starts, t.pools[p].vacancies),
    )
    .may_exceed("vacancies that were kept from before are taken too")
    .in_headline();
    book.sums(
        group,
        &of("kept"),
        Unit::Places,
        &format!("{title}: vacancies kept"),
        "Vacant places waiting for somebody, time-weighted mean.",
        move |t| ratio(t.pools[p].capacity.area, t.seconds),
    );
    book.sums(
        group,
        &of("lost"),
        Unit::PeoplePerDay,
        &format!("{title}: vacancies lost"),
        "Vacancies that went elsewhere because nobody waited and enough were kept.",
        move |t| per_day(t.pools[p].vacancies_lost, t),
    );
    starts_and_waits(model, pool, p, book);
}
