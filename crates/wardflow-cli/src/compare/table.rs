//! A comparison on one screen for each variant.

use std::collections::{BTreeMap, BTreeSet};

use wardflow_core::measures::{Group, Measure};
use wardflow_montecarlo::{comparison::CONFIDENCE, sections::LEAST_REPLICATIONS, statistics::possible_difference};

use super::{
    contender::{Compared, Variant},
    finding::finding,
    measures::{Pair, Place, TOTAL_COST, Wanted, is_about_running_out, place},
};
use crate::{
    columns::{Align, Columns, WIDTH, wrapped},
    english::lower,
    experiment::Experiment,
    keeping_up,
    numbers::{self, MISSING},
    output::bold,
    table::{GROUPS, MARK, Money, above_100, is_looked_at_first, paragraphs, period},
    uncertain, verdict,
};

const ALIGNS: [Align; 9] = [
    Align::Left,
    Align::Left,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Left,
    Align::Right,
    Align::Left,
];
/// Heading of the measures that say how often something runs out.
const RUNNING_OUT: &str = "Chance of running out";
/// Most names that the foot lists.
const MOST_NAMED: usize = 6;

/// The findings, a table for each variant, and what the reader has to know; the text ends with a line feed.
pub(super) fn tables(compared: &Compared, wanted: &Wanted, full: bool, colour: bool) -> String {
    let (name, base) = compared.base();
    let mut text = heading("Base", name, colour);
    text.push_str(&paragraphs(&[period(base)]));
    // A single variant is told together with its base.
    let several = compared.variants().count() > 1;
    if let Some(sentence) = keeping_up::sentence(base).filter(|_| several) {
        text.push_str(&paragraphs(&[format!("The base {sentence}.")]));
    }
    text.push('\n');
    let rests_on = verdict::rests_on(base).map(|says| says.replacen("It rests", "The base rests", 1));
    let answers = compared.variants().flat_map(|variant| answer(variant, compared.confidence_each));
    text.push_str(&paragraphs(&answers.chain(rests_on).collect::<Vec<_>>()));
    for variant in compared.variants() {
        text.push('\n');
        text.push_str(&table(variant, wanted, full, colour));
    }
    text.push('\n');
    text + &paragraphs(&foot(compared))
}

/// The name of a variant and the sentences of its verdict, each on a line of its own.
fn answer(variant: Variant<'_>, confidence: f64) -> Vec<String> {
    let mut sentences = finding(variant, confidence);
    if let Some(first) = sentences.first_mut() {
        *first = format!("{}: {first}", variant.name);
    }
    sentences
}

/// Whether a cost is part of another one in the table.
fn is_part_of_a_sum(measure: &Measure) -> bool {
    measure.group == Group::Money && measure.key != TOTAL_COST
}

/// What a scenario is called; a list of changes may be long.
fn heading(what: &str, name: &str, colour: bool) -> String {
    let lines = wrapped(&format!("{what}: {name}"), WIDTH);
    lines.iter().fold(String::new(), |text, line| text + &bold(line, colour) + "\n")
}

fn table(variant: Variant<'_>, wanted: &Wanted, full: bool, colour: bool) -> String {
    let pairs = variant.pairs();
    let is_shown = |pair: &&Pair<'_>| {
        let in_table = match place(pair.measure) {
            Place::Always => {
                (pair.difference.is_some() || pair.measure.headline) && (full || !is_part_of_a_sum(pair.measure))
            }
            Place::IfReal => pair.is_worth_a_line() && (full || is_looked_at_first(&pair.measure.key)),
            Place::Never => false,
        };
        wanted.includes(pair.measure) && (in_table || wanted.is_particular())
    };
    let shown: Vec<&Pair<'_>> = pairs.iter().filter(is_shown).collect();
    let money = Money::of(
        pairs
            .iter()
            .flat_map(|pair| [pair.base, pair.variant].map(|side| (pair.measure, side)))
            .filter_map(|(measure, side)| Some((measure, side?))),
    );
    let headings = [
        ["", "", "", "", "", "", "more", "", ""],
        ["", "", "", "", "", "95%", "than", "not known,", ""],
        ["", "", "base", "variant", "difference", "interval", "chance?", "5–95%", "holds?"],
    ];
    let shown_columns = if variant.unknown.is_some() { ALIGNS.len() } else { ALIGNS.len() - 2 };
    let headings = headings.map(|heading| heading[..shown_columns].iter().map(|&text| text.to_owned()).collect());
    let rows: Vec<(&Measure, Vec<String>)> = shown
        .iter()
        .map(|pair| {
            let mut cells = row(pair, money);
            cells.truncate(shown_columns);
            (pair.measure, cells)
        })
        .collect();
    let all = headings.iter().chain(rows.iter().map(|(_, row)| row)).map(Vec::as_slice);
    let columns = Columns::for_rows(ALIGNS.into_iter().take(shown_columns), all, WIDTH);

    let mut text = heading("Variant", variant.name, colour);
    for heading in &headings {
        text.push_str(&columns.row(heading));
    }
    let mut part = |title: &str, of: &dyn Fn(&Measure) -> bool| {
        let mut rows = rows.iter().filter(|(measure, _)| of(measure)).peekable();
        if rows.peek().is_some() {
            text.push_str(&bold(title, colour));
            text.push('\n');
        }
        rows.for_each(|(_, row)| text.push_str(&columns.row(row)));
    };
    part(RUNNING_OUT, &|measure| is_about_running_out(&measure.key));
    for group in GROUPS {
        part(group.title(), &|measure| measure.group == group && !is_about_running_out(&measure.key));
    }
    if let Some(unknown) = variant.unknown {
        let spreads = shown.iter().filter_map(|pair| Some((pair.measure, pair.unknown?)));
        let decided = uncertain::lines(unknown, spreads, "nctr_people", money, true);
        if !decided.is_empty() {
            text.push_str(&bold("What decides the difference", colour));
            text.push('\n');
            text.push_str(&decided);
        }
    }
    text + &paragraphs(&notes(variant, &pairs, &shown, wanted, full))
}

fn row(pair: &Pair<'_>, money: Money) -> Vec<String> {
    let measure = pair.measure;
    let (unit, scale) = money.unit(measure.unit);
    let means = [pair.base, pair.variant].map(|side| side.map_or(f64::NAN, |summary| summary.mean / scale));
    let halves = [pair.base, pair.variant].map(|side| side.and_then(|summary| summary.half_width_95));
    let narrowest = halves.into_iter().flatten().reduce(f64::min).map(|half| half / scale);
    let decimals = |value: f64| if value.is_nan() { 0 } else { numbers::known(value, narrowest, measure.unit) };
    let of_means = decimals(means.iter().copied().fold(f64::NAN, |most, mean| most.max(mean.abs())));
    let mark = if pair.difference.is_some_and(|difference| difference.missing > 0) { MARK } else { "" };
    let [base, variant] = means.map(|mean| numbers::number(mean, of_means));
    let mut cells = vec![
        format!("  {}{mark}", title(measure)),
        unit.to_owned(),
        base,
        variant,
        MISSING.to_owned(),
        MISSING.to_owned(),
        String::new(),
        MISSING.to_owned(),
        String::new(),
    ];
    if let Some(difference) = pair.difference {
        let mean = difference.mean / scale;
        let half = difference.half_width.unwrap_or(f64::NAN) / scale;
        let decimals =
            if mean.is_nan() { of_means } else { numbers::known(mean.abs().max(half), Some(half), measure.unit) };
        cells[4] = numbers::signed(mean, decimals);
        if difference.says_nothing() {
            cells[6] = MISSING.into();
        } else if !half.is_nan() {
            let ends = possible_difference(mean, half, measure.most());
            let [low, high] = ends.map(|end| numbers::signed(end, decimals));
            cells[5] = if low == high { low } else { format!("{low} to {high}") };
            cells[6] = if difference.is_real { "yes" } else { "no" }.into();
        }
    }
    if let Some(spread) = pair.unknown {
        cells[7] = uncertain::range(spread, measure.unit, scale, true);
        cells[8] = spread.holds().map_or("", |holds| if holds { "yes" } else { "no" }).into();
    }
    cells
}

/// The measure's title, with what it is of if the group of rows it stands in does not say so.
fn title(measure: &Measure) -> String {
    if !(is_about_running_out(&measure.key) && measure.key.starts_with("hospitals.")) {
        return measure.title.clone();
    }
    let is_named = measure.what() != measure.title;
    let whose = measure.whose.as_ref().filter(|_| is_named).map_or_else(String::new, |whose| format!(", {whose}"));
    let what = if measure.key.ends_with(".short_weeks_percent") { "weeks running out" } else { measure.what() };
    format!("Acute beds{whose}: {}", lower(what))
}

/// What the reader has to know about one table.
fn notes(variant: Variant<'_>, pairs: &[Pair<'_>], shown: &[&Pair<'_>], wanted: &Wanted, full: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let all = variant.base.results.replications;
    let missing: Vec<u32> = shown.iter().filter_map(|pair| pair.difference).map(|found| found.missing).collect();
    if missing.contains(&all) {
        let all = numbers::count(all.into(), "replication");
        lines.push(format!("{MARK} Without a difference: in none of {all} both have a case."));
    }
    let missing = missing.into_iter().filter(|missing| *missing < all).max().unwrap_or(0);
    if missing > 0 {
        lines.push(format!(
            "{MARK} No case in one of the two, and so no difference, in up to {} of {}; those are left out.",
            numbers::whole(missing.into()),
            numbers::count(all.into(), "replication"),
        ));
    }
    let is_bare = |pair: &&&Pair<'_>| {
        pair.measure.is_pooled() && pair.difference.is_some_and(|difference| difference.half_width.is_none())
    };
    if shown.iter().any(|pair| is_bare(&pair)) && variant.base.results.replications < LEAST_REPLICATIONS {
        lines.push(format!("Percentiles have intervals from {LEAST_REPLICATIONS} replications on."));
    }
    let sides = shown.iter().flat_map(|pair| [pair.base, pair.variant].map(|side| Some((pair.measure, side?))));
    lines.extend(above_100(sides.flatten()));
    let shown_keys: BTreeSet<&String> = shown.iter().map(|pair| &pair.measure.key).collect();
    let left_out = pairs
        .iter()
        .filter(|pair| pair.measure.headline && pair.difference.is_some() && !shown_keys.contains(&pair.measure.key));
    let left_out = left_out.count();
    if left_out > 0 && !wanted.is_particular() {
        let left_out = numbers::count(left_out as u64, "headline measure");
        lines.push(if full {
            format!(
                "{left_out} not shown: no more different than by chance, or by less than 2% (of percentages 1 point)."
            )
        } else {
            format!("{left_out} not shown; --full shows those of them that differ by more than chance.")
        });
    }
    let keys = |of: &dyn Fn(&Pair<'_>) -> bool| -> Vec<&str> {
        let one_sided = pairs.iter().filter(|pair| of(pair) && wanted.includes(pair.measure));
        one_sided.map(|pair| pair.measure.key.as_str()).collect()
    };
    let sides = [("base", keys(&|pair| pair.variant.is_none())), ("variant", keys(&|pair| pair.base.is_none()))];
    let sides: Vec<String> = sides
        .iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(side, keys)| format!("only in the {side}: {}", summed_up(keys)))
        .collect();
    if !sides.is_empty() {
        lines.push(format!("Not compared, {}.", sides.join("; ")));
    }
    lines
}

/// Keys by what they are about, such as `services.d2a (18 measures)`.
fn summed_up(keys: &[&str]) -> String {
    let mut about: BTreeMap<String, u64> = BTreeMap::new();
    for key in keys {
        let of = key.strip_prefix("cost.").map_or_else(
            || key.splitn(3, '.').take(2).collect::<Vec<_>>().join("."),
            |_| key.trim_end_matches("_pounds_per_year").to_owned(),
        );
        *about.entry(of).or_default() += 1;
    }
    let more = about.len().saturating_sub(MOST_NAMED);
    let mut names: Vec<String> = about
        .iter()
        .take(MOST_NAMED)
        .map(|(of, count)| format!("{of} ({})", numbers::count(*count, "measure")))
        .collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

/// What the reader has to know about all tables.
fn foot(compared: &Compared) -> Vec<String> {
    let variants = compared.variants().count();
    let percent = |share: f64| numbers::number(100.0 * share, 1).trim_end_matches(".0").to_owned();
    let mut lines = vec![same_patients(compared)];
    if variants > 1 {
        let together = if variants == 2 { "both variants".to_owned() } else { format!("all {variants} variants") };
        lines.push(format!(
            "The intervals of a measure hold for {together} together with {}% confidence (each by itself \
             with {}%).",
            percent(CONFIDENCE),
            percent(compared.confidence_each),
        ));
    }
    let where_ = if variants > 1 { " in some variant" } else { "" };
    lines.push(format!(
        "More than chance: no 0 in the interval. One in twenty measures without any difference looks so{where_}."
    ));
    if variants == 1 {
        lines.extend(compared.variants().next().and_then(pairing));
    }
    if compared.base().1.results.replications == 2 {
        lines.push("Two replications say too little for intervals that hold zero.".into());
    }
    lines.extend(not_known(compared));
    let all = compared.base().1.catalogue.measures().len();
    lines.push(format!("--format csv, --format json or --out FOLDER gives all {all} measures, with definitions."));
    lines
}

/// Whether base and variants see the same patients: those of cohorts that both have by the same key.
fn same_patients(compared: &Compared) -> String {
    let cohorts = |experiment: &Experiment| -> BTreeSet<String> {
        experiment.ready.model.cohorts.iter().map(|cohort| cohort.name.clone()).collect()
    };
    let base = cohorts(compared.base().1);
    let others: Vec<BTreeSet<String>> = compared.variants().map(|variant| cohorts(variant.experiment)).collect();
    if others.iter().all(|other| *other == base) {
        "All scenarios run on the same random numbers; differences are taken within replications.".into()
    } else if others.iter().any(|other| other.is_disjoint(&base)) {
        "Base and variants have no cohort with the same key, so that each has patients of its own: what differs is partly \
         chance, which the intervals hold."
            .into()
    } else {
        "Only cohorts that base and variants have under the same key are the same patients on the same random numbers; \
         differences are taken within replications."
            .into()
    }
}

/// What the ranges of what is not known are.
fn not_known(compared: &Compared) -> Vec<String> {
    if compared.scenarios().all(|(_, experiment)| experiment.ready.uncertainty.is_none()) {
        return vec![uncertain::CHANCE_ONLY.into()];
    }
    let mut lines = Vec::new();
    for variant in compared.variants() {
        let Some(unknown) = variant.unknown else { continue };
        let pairs = variant.pairs();
        let spreads = pairs.iter().filter_map(|pair| Some((pair.measure, pair.unknown?)));
        let told = uncertain::foot(unknown, spreads);
        lines.extend(
            told.into_iter()
                .map(|line| if compared.variants().count() > 1 { format!("{}: {line}", variant.name) } else { line }),
        );
    }
    if !lines.is_empty() {
        lines.push("Holds: all of what is not known is on the side of 0 on which the difference is.".into());
    }
    lines
}

/// How much the common random numbers helped in the only variant.
fn pairing(variant: Variant<'_>) -> Option<String> {
    let difference = variant.pair("nctr_people")?.difference?;
    let (paired, unpaired) = (difference.half_width?, difference.unpaired_half_width?);
    let times = unpaired / paired;
    (times.is_finite() && times >= 1.05).then(|| {
        format!(
            "On other random numbers the interval of people discharge ready would be {} times as wide.",
            numbers::number(times, 1),
        )
    })
}
