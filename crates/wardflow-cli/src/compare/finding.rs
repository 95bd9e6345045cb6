//! What a comparison found, in a sentence.

use wardflow_core::measures::{Group, Unit};

use super::{
    bed_day::{BedDay, bed_day},
    contender::Variant,
    measures::{Pair, TOTAL_COST},
};
use crate::numbers;

/// People discharge ready, the chance that acute beds run out, money, and the price of a bed day at this confidence;
/// without the name of the variant.
pub(super) fn finding(variant: Variant<'_>, confidence: f64) -> String {
    if variant.base.results.replications < 2 {
        return "one replication says nothing about differences; -n 200 does.".into();
    }
    let hospital = variant.base.ready.model.hospitals.first().map_or("", |hospital| hospital.name.as_str());
    let short_weeks = format!("hospitals.{hospital}.short_weeks_percent");
    let parts: Vec<String> = [
        variant.pair("nctr_people").and_then(people),
        variant.pair(&short_weeks).and_then(weeks),
        variant.pair(TOTAL_COST).and_then(|pair| money(variant, &pair)),
        bed_day(variant, confidence).and_then(BedDay::words),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return "the two have neither people discharge ready nor cost in common.".into();
    }
    parts.join("; ") + "."
}

fn people(pair: Pair<'_>) -> Option<String> {
    let difference = pair.difference?;
    let half = difference.half_width?;
    let who = "people discharge ready in an acute bed";
    let shown = |value: f64| numbers::number(value, numbers::decimals(difference.mean, Unit::People).min(1));
    Some(if difference.is_real {
        let how = if difference.mean > 0.0 { "more" } else { "fewer" };
        let [low, high] = ends(difference.mean.abs(), half);
        format!("{} {how} {who} (95 % interval {} to {})", shown(difference.mean.abs()), shown(low), shown(high))
    } else if half == 0.0 {
        format!("as many {who}")
    } else {
        let [low, high] = ends(difference.mean, half);
        format!("no certain difference in {who} (95 % interval {} fewer to {} more)", shown(-low), shown(high))
    })
}

fn weeks(pair: Pair<'_>) -> Option<String> {
    let (difference, base, variant) = (pair.difference?, pair.base?, pair.variant?);
    let half = difference.half_width?;
    let shown = |value: f64| numbers::number(value, 1);
    let somebody = "somebody finds no acute bed free in";
    let [low, high] = ends(difference.mean.abs(), half);
    Some(if difference.is_real {
        let how = if difference.mean > 0.0 { "more" } else { "fewer" };
        format!(
            "{somebody} {} % of weeks instead of {} % ({} to {} points {how})",
            shown(variant.mean),
            shown(base.mean),
            shown(low),
            shown(high)
        )
    } else if half == 0.0 {
        format!("{somebody} as many weeks ({} %)", shown(variant.mean))
    } else {
        format!(
            "no certain difference in the weeks in which somebody finds no acute bed free ({} %, in the base {} %)",
            shown(variant.mean),
            shown(base.mean),
        )
    })
}

fn money(variant: Variant<'_>, pair: &Pair<'_>) -> Option<String> {
    let difference = pair.difference?;
    let half = difference.half_width?;
    let is_one_sided = |pair: &Pair<'_>| pair.measure.group == Group::Money && pair.difference.is_none();
    let limit = if variant.pairs().iter().any(is_one_sided) {
        ", as far as each has prices"
    } else if changes_beds_without_price(variant) {
        ", without the acute beds, which have no price here"
    } else {
        ""
    };
    if !difference.is_real {
        return Some(format!("{}{limit}", if half == 0.0 { "costs as much" } else { "no certain difference in cost" }));
    }
    let how = if difference.mean > 0.0 { "more" } else { "less" };
    let [low, high] = ends(difference.mean.abs(), half);
    let shown = |value: f64| numbers::pounds(value, difference.mean);
    let interval =
        if shown(low) == shown(high) { String::new() } else { format!(" ({} to {})", shown(low), shown(high)) };
    Some(format!("costs {} a year {how}{interval}{limit}", shown(difference.mean.abs())))
}

/// Whether other acute beds are open, and none has a price.
fn changes_beds_without_price(variant: Variant<'_>) -> bool {
    let (mut changes, mut has_price) = (false, false);
    for pair in variant.pairs() {
        let key = &pair.measure.key;
        let is_open = key.starts_with("hospitals.") && key.ends_with(".open_beds");
        changes |= is_open && pair.difference.is_some_and(|difference| difference.mean.abs() > 0.0);
        has_price |= key.starts_with("cost.hospitals.");
    }
    changes && !has_price
}

fn ends(mean: f64, half: f64) -> [f64; 2] {
    [mean - half, mean + half]
}
