//! What a comparison found, in a sentence.

use wardflow_core::{
    measures::{Group, Unit},
    model::{Escalation, Model, Pool, PoolKind, Price},
};
use wardflow_montecarlo::comparison::Difference;
use wardflow_montecarlo::statistics::{Summary, possible_difference};
use wardflow_montecarlo::unknown::deciding::deciders;

use super::{
    bed_day::{BedDay, bed_day},
    contender::Variant,
    measures::{Pair, TOTAL_COST},
    when::most,
};
use crate::{
    english::{counted, list, upper},
    keeping_up, numbers,
    pool_name::in_a_sentence,
    uncertain, verdict,
};

/// A smaller difference in people is told as practically none.
const LEAST_BEDS: f64 = 0.05;
/// And so is one that is a smaller share of them.
const LEAST_SHARE: f64 = 0.01;
/// Of several hospitals and services so many are told of.
const MOST_TOLD: usize = 2;

/// The answer in sentences, the first thing first: whether both keep up, people, the front door, what is used, money, the
/// price of a bed day at this confidence, and what stays unused; without the name of the variant.
pub(super) fn finding(variant: Variant<'_>, confidence: f64) -> Vec<String> {
    if variant.base.results.replications < 2 {
        return vec!["One replication says nothing about differences; -n 200 does.".into()];
    }
    if changes_nothing(variant) {
        return vec!["This changes nothing: every measure is as in the base.".into()];
    }
    let mut parts = keeping_up(variant);
    let ready = variant.pair("nctr_people");
    let of_people: Vec<String> = ready
        .and_then(people)
        .into_iter()
        .chain(ready.and_then(|pair| not_known(variant, &pair)))
        .chain(most(variant))
        .collect();
    let doors = front_doors(variant);
    // Where more changes at the front doors than behind them, that comes first.
    if changes_most_at_the_door(variant, ready) {
        parts.extend(doors);
        parts.extend(of_people);
    } else {
        parts.extend(of_people);
        parts.extend(doors);
    }
    parts.extend(in_use(variant));
    parts.extend(unused(variant));
    let one_sided = priced_in_one(variant);
    if one_sided.is_empty() {
        parts.extend(variant.pair(TOTAL_COST).and_then(|pair| money(variant, &pair)));
        if changed_without_price(variant).is_empty() {
            parts.extend(bed_day(variant, confidence).and_then(BedDay::words));
        }
    } else {
        parts.push(format!("what it costs is not known: only one of the two has a price for {}", list(&one_sided)));
    }
    parts.extend(verdict::also_rests_on(variant.base, variant.experiment));
    if parts.is_empty() {
        return vec!["The two have neither people discharge ready nor cost in common.".into()];
    }
    parts.into_iter().map(|part| upper(&part) + ".").collect()
}

/// Whether base and variant give the same in every replication.
fn changes_nothing(variant: Variant<'_>) -> bool {
    let pairs = variant.pairs();
    let is_same = |pair: &Pair<'_>| {
        let same = |difference: &Difference| {
            (difference.mean == 0.0 || difference.mean.is_nan()) && difference.half_width.is_none_or(|half| half == 0.0)
        };
        pair.difference.is_some_and(same)
    };
    !pairs.is_empty() && pairs.iter().all(is_same)
}

/// That one of the two does not keep up with what comes, or hardly does; what several variants share is told elsewhere.
fn keeping_up(variant: Variant<'_>) -> Vec<String> {
    let [base, its] = [variant.base, variant.experiment].map(keeping_up::sentence);
    match (base, its) {
        (None, None) => Vec::new(),
        (None, Some(its)) => vec![format!("it {its}")],
        // Of several variants the base is told of once, and not in each.
        (Some(_), None) if variant.is_one_of_several => vec!["it keeps up, unlike the base".into()],
        (Some(base), Some(its)) if variant.is_one_of_several && base != its => vec![format!("it {its}")],
        (Some(base), None) => vec![format!("it keeps up, and the base {base}")],
        (Some(base), Some(its)) if base == its => vec![format!("it {its}, as in the base")],
        (Some(base), Some(its)) => vec![format!("it {its}"), format!("the base {base}")],
    }
}

/// Whether the people who wait at the front doors change in number by more than those who are ready to leave.
fn changes_most_at_the_door(variant: Variant<'_>, ready: Option<Pair<'_>>) -> bool {
    let change = |pair: Option<Pair<'_>>| {
        pair.and_then(|pair| pair.difference)
            .filter(|difference| difference.is_real)
            .map_or(0.0, |found| found.mean.abs())
    };
    let hospitals = variant.base.ready.model.hospitals.iter();
    let doors = hospitals.map(|hospital| change(waiting(variant, &hospital.name)));
    doors.fold(0.0, f64::max) > change(ready)
}

/// What changes at the front doors of hospitals.
fn front_doors(variant: Variant<'_>) -> Vec<String> {
    let hospitals = &variant.base.ready.model.hospitals;
    if let [only] = &hospitals[..] {
        return front_door(variant, &only.name).into_iter().collect();
    }
    let weeks = |name: &str| variant.pair(&format!("hospitals.{name}.short_weeks_percent"));
    let size = |pair: Option<Pair<'_>>| pair.and_then(|pair| pair.difference).map_or(0.0, |found| found.mean.abs());
    let changed = hospitals.iter().filter_map(|hospital| {
        let name = hospital.name.as_str();
        let (people, points) = (waiting(variant, name), weeks(name).filter(Pair::is_worth_a_line));
        (people.is_some() || points.is_some()).then(|| (size(people), size(points), name))
    });
    let mut changed: Vec<(f64, f64, &str)> = changed.collect();
    changed.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)));
    let told = changed.iter().take(MOST_TOLD);
    let mut parts: Vec<String> = told
        .filter_map(|(.., name)| Some(format!("in {} {}", title_of(variant, name), front_door(variant, name)?)))
        .collect();
    if changed.len() > MOST_TOLD {
        let others = numbers::count((changed.len() - MOST_TOLD) as u64, "further hospital");
        parts.push(format!("the front door changes in {others}, too"));
    } else if changed.is_empty() && hospitals.iter().any(|hospital| weeks(&hospital.name).is_some()) {
        parts.push("no difference beyond chance at any front door".into());
    }
    parts
}

/// What people call a hospital.
fn title_of<'a>(variant: Variant<'a>, name: &'a str) -> &'a str {
    let hospitals = &variant.base.ready.model.hospitals;
    hospitals.iter().find(|hospital| hospital.name == name).map_or(name, |hospital| &hospital.title)
}

/// What changes at the front door of a hospital.
fn front_door(variant: Variant<'_>, hospital: &str) -> Option<String> {
    let weeks = variant.pair(&format!("hospitals.{hospital}.short_weeks_percent")).and_then(weeks)?;
    let people = waiting(variant, hospital).and_then(|pair| {
        let (how, size) = more_or_fewer(&pair)?;
        let (people, wait) = if how.starts_with("1 ") { ("person", "waits") } else { ("people", "wait") };
        Some(format!(", and {how} {people} {wait} for one ({size})"))
    });
    Some(weeks + &people.unwrap_or_default() + &turned_away(variant, hospital).unwrap_or_default())
}

/// Who finds no place to wait, where that differs.
fn turned_away(variant: Variant<'_>, hospital: &str) -> Option<String> {
    let key = format!("hospitals.{hospital}.turned_away_percent");
    let share = |side: Option<&Summary>| side.map_or(0.0, |summary| summary.mean);
    let pair = variant.pairs().into_iter().find(|pair| pair.measure.key == key)?;
    let [base, its] = [share(pair.base), share(pair.variant)];
    let shown = |value: f64| numbers::number(value, 1);
    ((its - base).abs() >= 1.0)
        .then(|| format!(", and {}% of those who come are turned away instead of {}%", shown(its), shown(base)))
}

/// People who wait for an acute bed, if there is really one more or one fewer.
fn waiting<'a>(variant: Variant<'a>, hospital: &str) -> Option<Pair<'a>> {
    let pair = variant.pair(&format!("hospitals.{hospital}.waiting_for_bed_people"))?;
    let is_one = pair.difference.is_some_and(|difference| difference.mean.abs() >= 1.0);
    (is_one && pair.is_worth_a_line()).then_some(pair)
}

/// What changes in the use of beds of which there are as many as asked for, and of what costs as it is used.
fn in_use(variant: Variant<'_>) -> Vec<String> {
    let pairs = variant.pairs();
    let changed = variant.base.ready.scenario.services.keys().filter_map(|name| {
        let (in_use, cost) = (format!("services.{name}.in_use_"), format!("cost.services.{name}_pounds_per_year"));
        let mut uses = pairs.iter().filter(|pair| pair.measure.headline && pair.measure.key.starts_with(&in_use));
        let pair = uses.next().filter(|pair| pair.is_worth_a_line())?;
        let has_price = pairs.iter().any(|pair| pair.measure.key == cost);
        let (how, size) = more_or_fewer(pair).filter(|_| has_price || pair.measure.unit == Unit::Beds)?;
        let of = pair.measure.whose.as_deref().unwrap_or(name);
        let pools = &variant.experiment.ready.model.pools;
        let is_unlimited = pools.iter().any(|pool| pool.name == *name && pool.is_always_unlimited());
        // Whoever counts on them should see how many that takes.
        let in_all = pair.variant.filter(|_| is_unlimited).map_or_else(String::new, |summary| {
            format!(", {} in all, to which there is no limit here", numbers::number(summary.mean, 0))
        });
        let unit = pair.measure.unit;
        let things = if how.starts_with("1 ") { numbers::one_of(unit) } else { unit.title() };
        Some(format!("{of}: {how} {things} in use ({size}){in_all}"))
    });
    changed.take(MOST_TOLD).collect()
}

/// A real difference as `1.2 more` or `1.2 fewer`, and its interval.
fn more_or_fewer(pair: &Pair<'_>) -> Option<(String, String)> {
    let difference = pair.difference?;
    let how = if difference.mean > 0.0 { "more" } else { "fewer" };
    let decimals = numbers::known(difference.mean, difference.half_width, pair.measure.unit).min(1);
    let shown = |value: f64| numbers::number(value, decimals);
    let [low, high] = ends(difference.mean.abs(), difference.half_width?);
    Some((format!("{} {how}", shown(difference.mean.abs())), format!("{} to {}", shown(low), shown(high))))
}

fn people(pair: Pair<'_>) -> Option<String> {
    let (difference, before, after) = (pair.difference?, pair.base?.mean, pair.variant?.mean);
    let half = difference.half_width?;
    let decimals = numbers::known(difference.mean, difference.half_width, Unit::People).min(1);
    let shown = |value: f64| numbers::number(value, decimals);
    let [base, its] = [before, after].map(shown);
    let who = "in an acute bed though ready to leave";
    let is_trifle = difference.mean.abs() < LEAST_BEDS.max(LEAST_SHARE * before);
    Some(if difference.is_real && is_trifle {
        format!("practically as many people would be {who} ({its})")
    } else if difference.is_real {
        let size = counted(&shown(difference.mean.abs()), "bed");
        let what = if difference.mean > 0.0 { "more taken" } else { "freed" };
        let [low, high] = ends(difference.mean.abs(), half);
        let [low, high] = [low, high].map(shown);
        let chance = if low == high { String::new() } else { format!(" (95% interval of chance: {low} to {high})") };
        let people = counted(&its, "person");
        format!("about {people} instead of {base} would be {who}: {size} {what}{chance}")
    } else if half == 0.0 {
        format!("as many people would be {who} ({base})")
    } else if is_trifle && half < LEAST_BEDS {
        format!("practically as many people would be {who} ({its})")
    } else if difference.pairs == 2 {
        // Half of the way between two values is their standard deviation by the root of two.
        let apart = difference.sd / std::f64::consts::SQRT_2;
        let [one, other] = ends(difference.mean, apart).map(|change| {
            let digits = usize::from(change.abs() < 9.95);
            let how = if change < 0.0 { "fewer" } else { "more" };
            format!("{} {how}", numbers::number(change.abs(), digits))
        });
        format!("two replications say little of the people {who}: {one} in one of them and {other} in the other")
    } else {
        let [low, high] = ends(difference.mean, half);
        format!(
            "no difference beyond chance in the people {who}: {its} instead of {base} (95% interval of chance: {} fewer to {} \
             more)",
            shown(-low),
            shown(high)
        )
    })
}

/// How far the difference may be another because numbers are not known, and which of them matters most.
fn not_known(variant: Variant<'_>, pair: &Pair<'_>) -> Option<String> {
    let (unsure, spread) = (variant.unknown?, pair.unknown?);
    if !spread.is_known() || spread.is_nothing() {
        return None;
    }
    let range = uncertain::range(spread, pair.measure.unit, 1.0, true);
    let decider = deciders(&unsure.numbers, spread).into_iter().next();
    let most = decider.map_or_else(String::new, |decider| {
        let ends = uncertain::if_at_ends(unsure, spread, decider.number, pair.measure.unit, 1.0, true);
        format!(" (most of all by `{}`: {})", unsure.numbers[decider.number].name, ends.join(", "))
    });
    let holds = if spread.holds() == Some(true) { "" } else { ", that is from fewer to more" };
    let left_out = match unsure.cannot_keep_up {
        0 => String::new(),
        some => format!(
            ", in the {} of {} draws in which both keep up",
            numbers::whole(u64::from(unsure.draws - some)),
            numbers::whole(unsure.draws.into())
        ),
    };
    Some(format!("with what nobody knows exactly: {range}{holds}{most}{left_out}"))
}

fn weeks(pair: Pair<'_>) -> Option<String> {
    let (difference, base, variant) = (pair.difference?, pair.base?.mean, pair.variant?.mean);
    let half = difference.half_width?;
    let shown = |value: f64| numbers::number(value, 1);
    let somebody = "somebody finds no acute bed free";
    let in_weeks =
        |share: f64| if share >= 100.0 { "all weeks".to_owned() } else { format!("{}% of weeks", shown(share)) };
    let [low, high] = possible_difference(difference.mean.abs(), half, pair.measure.most());
    Some(if difference.is_real {
        let how = if difference.mean > 0.0 { "more" } else { "fewer" };
        let points = match [low, high].map(shown) {
            [low, high] if low == high => format!("{low} points {how}"),
            [low, high] => format!("{low} to {high} points {how}"),
        };
        match (base, variant) {
            (0.0, its) => format!("{somebody} in {}, and in the base in none ({points})", in_weeks(its)),
            (base, 0.0) => format!(
                "everybody finds an acute bed free; in the base somebody finds none in {} ({points})",
                in_weeks(base)
            ),
            (100.0.., its) => format!("{somebody} in {} instead of all ({points})", in_weeks(its)),
            (base, 100.0..) => format!("{somebody} in all weeks instead of {}% ({points})", shown(base)),
            (base, its) => format!("{somebody} in {} instead of {}% ({points})", in_weeks(its), shown(base)),
        }
    } else if half == 0.0 {
        match variant {
            0.0 => "everybody finds an acute bed free, as in the base".to_owned(),
            100.0.. => format!("{somebody} in all weeks, as in the base"),
            its => format!("{somebody} in as many weeks ({}%)", shown(its)),
        }
    } else {
        format!(
            "no difference beyond chance in the weeks in which {somebody} ({}%, in the base {}%)",
            shown(variant),
            shown(base),
        )
    })
}

fn money(variant: Variant<'_>, pair: &Pair<'_>) -> Option<String> {
    let difference = pair.difference?;
    let half = difference.half_width?;
    let unpriced = changed_without_price(variant);
    let is_one_sided = |pair: &Pair<'_>| pair.measure.group == Group::Money && pair.difference.is_none();
    let limit = if variant.pairs().iter().any(is_one_sided) { ", as far as each has prices" } else { "" };
    let how = if difference.mean > 0.0 { "more" } else { "less" };
    let [low, high] = ends(difference.mean.abs(), half);
    let shown = |value: f64| numbers::pounds(value, difference.mean);
    let interval =
        if shown(low) == shown(high) { String::new() } else { format!(" ({} to {})", shown(low), shown(high)) };
    let size = format!("{} a year {how}{interval}", shown(difference.mean.abs()));
    if !unpriced.is_empty() {
        let others = if difference.is_real { format!("; all else costs {size}") } else { String::new() };
        return Some(format!("what it costs is not known: there is no price for {}{others}", list(&unpriced)));
    }
    Some(match (difference.is_real, half == 0.0) {
        (true, _) => format!("it costs {size}{limit}"),
        (false, true) => format!("it costs as much{limit}"),
        (false, false) => format!("no difference beyond chance in cost{limit}"),
    })
}

/// What both have and only one of them has a price for: the difference in cost is of prices, and not of what is done.
fn priced_in_one(variant: Variant<'_>) -> Vec<String> {
    let [base, its] = [&variant.base.ready.model, &variant.experiment.ready.model];
    let one_sided = its.pools.iter().filter(|pool| {
        let before = base.pools.iter().find(|other| other.name == pool.name && other.kind == pool.kind);
        before.is_some_and(|before| (before.price == Price::Free) != (pool.price == Price::Free))
    });
    one_sided.map(|pool| named(its, pool)).collect()
}

/// A pool in a sentence about money.
fn named(model: &Model, pool: &Pool) -> String {
    match pool.kind {
        PoolKind::AcuteBeds if model.hospitals.len() == 1 => "the acute beds".to_owned(),
        PoolKind::AcuteBeds => format!("the acute beds of {}", pool.title),
        _ => in_a_sentence(pool),
    }
}

/// What there is another amount of, or at other hours, and has no price.
fn changed_without_price(variant: Variant<'_>) -> Vec<String> {
    let [base, its] = [&variant.base.ready.model, &variant.experiment.ready.model];
    let changed = its.pools.iter().filter(|pool| {
        let before = base.pools.iter().find(|other| other.name == pool.name && other.kind == pool.kind);
        pool.price == Price::Free
            && before.is_none_or(|before| before.capacity != pool.capacity || before.hours != pool.hours)
    });
    let names = changed.map(|pool| named(its, pool));
    let is_free = |model: &Model, escalation: &Escalation| {
        escalation.adds.iter().any(|adds| model.pools[adds.pool.at()].price == Price::Free)
    };
    let is_in = |model: &Model, escalation: &Escalation| {
        model.escalations.iter().any(|other| format!("{other:?}") == format!("{escalation:?}"))
    };
    let escalations = its.escalations.iter().filter(|escalation| is_free(its, escalation) && !is_in(base, escalation));
    names.chain(escalations.map(|escalation| format!("what {} opens", escalation.title))).collect()
}

/// What there is more of and is not used: patients do not move from beds to hours by themselves.
fn unused(variant: Variant<'_>) -> Vec<String> {
    /// Less than this share of what was added is used.
    const HARDLY: f64 = 0.1;
    /// Fewer who wait are nobody.
    const NOBODY: f64 = 0.5;
    let pairs = variant.pairs();
    let mean = |key: &str| {
        pairs
            .iter()
            .find(|pair| pair.measure.key == key)
            .and_then(|pair| pair.difference)
            .map(|difference| difference.mean)
    };
    let services = variant
        .base
        .ready
        .model
        .pools
        .iter()
        .filter(|pool| !matches!(pool.kind, PoolKind::AcuteBeds | PoolKind::TriageTeam));
    let unused = services.filter_map(|pool| {
        let available = format!("services.{}.available_", pool.name);
        let measure = pairs.iter().map(|pair| pair.measure).find(|measure| measure.key.starts_with(&available))?;
        let more = mean(&measure.key)?;
        let used = mean(&measure.key.replacen(".available_", ".in_use_", 1))?;
        let waiting = pairs.iter().find(|pair| pair.measure.key == format!("services.{}.waiting_people", pool.name));
        let nobody_waits = waiting.and_then(|pair| pair.base).is_some_and(|summary| summary.mean < NOBODY);
        let added = numbers::plain((more * 10.0).round() / 10.0);
        (more > 0.0 && used < HARDLY * more && nobody_waits).then(|| {
            format!(
                "{added} more {} of {} change next to nothing: hardly anybody waits there, and people go there only if shares or \
                 packages say so",
                measure.unit.title(),
                pool.title
            )
        })
    });
    unused.chain(not_named(variant)).collect()
}

/// What only the variant has and nobody uses.
fn not_named(variant: Variant<'_>) -> impl Iterator<Item = String> {
    let (base, its) = (&variant.base.ready.model, variant.experiment);
    let new = its.ready.model.pools.iter().filter(|pool| base.pools.iter().all(|other| other.name != pool.name));
    new.filter_map(move |pool| {
        let in_use = format!("services.{}.in_use_", pool.name);
        let mut measures = its.measures();
        let (_, summary) = measures.find(|(measure, _)| measure.key.starts_with(&in_use))?;
        (summary.mean == 0.0)
            .then(|| format!("{} is not used: no pathway that anybody is on sends people there", pool.title))
    })
}

fn ends(mean: f64, half: f64) -> [f64; 2] {
    [mean - half, mean + half]
}
