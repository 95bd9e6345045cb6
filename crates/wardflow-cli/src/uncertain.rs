//! What nobody knows: how far results may be off because numbers might be others, and which of the numbers decide.

use std::io;

use serde::Serialize;
use wardflow_core::measures::{Measure, Unit};
use wardflow_montecarlo::{
    subject::Unfinished,
    unknown::{
        self, Guess, Spread, Unknown, Unsure,
        deciding::{Decider, deciders},
    },
};
use wardflow_scenario::format::Named;

use crate::{
    cells::{self, Column, OF_MEASURE},
    columns::{Align, Columns, WIDTH},
    english::list,
    experiment::Experiment,
    numbers::{self, MISSING},
    output::Output,
    progress::Progress,
    table::Money,
    vocabulary,
};

/// The columns of what was drawn.
pub(crate) const COLUMNS: [Column; 3] = [
    Column("number", "", "Name of the uncertain number."),
    vocabulary::DRAW,
    Column("drawn", "that of the number, or none for a factor", "What that draw says, before any rounding."),
];
/// The columns of what came of the draws.
pub(crate) const RESULT_COLUMNS: [Column; 3] = [
    vocabulary::MEASURE,
    vocabulary::DRAW,
    Column(
        "value",
        OF_MEASURE,
        "Mean of the replications of the draw, beside the result of the run (most of the chance that both have is taken \
         off); empty if the system cannot keep up with the draw or there was no case in a replication.",
    ),
];
/// Said where no number is marked as uncertain.
pub(crate) const CHANCE_ONLY: &str = "Chance only: nothing here is marked as uncertain.";
/// Measures of which the table says what decides them.
const MOST_MEASURES: usize = 4;

/// Runs draws of what is uncertain in systems that have been run, if anything is.
///
/// # Errors
/// If what was drawn cannot be run: the place of the system, and why.
pub(crate) fn explore(
    systems: &[Guess<'_>],
    threads: Option<u32>,
    output: &mut Output,
) -> Result<Option<Unknown>, (usize, Unfinished)> {
    let all = unknown::replications(systems);
    if all == 0 {
        return Ok(None);
    }
    let mut progress = Progress::new(all, "drawn replication", output);
    let counter = progress.counter(output);
    let explored = unknown::explore(systems, threads.map(|threads| threads as usize), &|| counter.one());
    progress.end(output);
    explored
}

/// What is not known, as JSON.
#[derive(Serialize)]
pub(crate) struct Document {
    draws: u32,
    replications_of_each: u32,
    cannot_keep_up: u32,
    numbers: Named<NumberEntry>,
    /// By headline measure, the numbers that decide it.
    decided_by: Named<Vec<DeciderEntry>>,
}

#[derive(Serialize)]
struct NumberEntry {
    best_guess: Option<f64>,
    low_5: f64,
    high_95: f64,
}

#[derive(Serialize)]
struct DeciderEntry {
    number: String,
    /// Of the variance of what is not known.
    share: f64,
    /// The result if the number is at its `low_5`, all others as the file says; none where the system cannot keep up.
    if_low: Option<f64>,
    if_high: Option<f64>,
}

impl Document {
    /// Of the headline ones among measures that go with an [`Unsure`].
    pub(crate) fn of<'a>(unsure: &Unsure, measures: impl Iterator<Item = (&'a Measure, &'a Spread)>) -> Self {
        let number = |number: &unknown::Number| {
            let best_guess = Some(number.best_guess).filter(|guess| guess.is_finite());
            (number.name.clone(), NumberEntry { best_guess, low_5: number.low_5, high_95: number.high_95 })
        };
        let decided = measures.filter(|(measure, _)| measure.headline).filter_map(|(measure, spread)| {
            let found = deciders(&unsure.numbers, spread).into_iter().map(|decider| {
                let [if_low, if_high] = spread.ends[decider.number].map(|end| Some(end).filter(|end| end.is_finite()));
                let number = unsure.numbers[decider.number].name.clone();
                DeciderEntry { number, share: decider.share, if_low, if_high }
            });
            let found: Vec<DeciderEntry> = found.collect();
            (!found.is_empty()).then(|| (measure.key.clone(), found))
        });
        Self {
            draws: unsure.draws,
            replications_of_each: unsure.each,
            cannot_keep_up: unsure.cannot_keep_up,
            numbers: unsure.numbers.iter().map(number).collect(),
            decided_by: decided.collect(),
        }
    }
}

/// A range of what is not known, with no more digits than its width needs.
pub(crate) fn range(spread: &Spread, unit: Unit, scale: f64, signed: bool) -> String {
    if !spread.is_known() {
        return MISSING.into();
    }
    let [low, high] = [spread.low_5, spread.high_95].map(|end| end / scale);
    let decimals = digits(high - low).min(numbers::decimals(low.abs().max(high.abs()), unit));
    if signed {
        let [low, high] = [low, high].map(|end| numbers::signed(end, decimals));
        if low == high { low } else { format!("{low} to {high}") }
    } else {
        numbers::range(low.max(0.0), high.max(0.0), decimals)
    }
}

/// Digits after the point by which ends of a range so wide are told apart.
fn digits(width: f64) -> usize {
    match width {
        20.0.. => 0,
        2.0..20.0 => 1,
        _ => 2,
    }
}

/// A number that was drawn, for people.
pub(crate) fn drawn(value: f64) -> String {
    numbers::number(value, if value.abs() < 10.0 { 2 } else { 1 })
}

/// What decides measures, in a few lines: the first of them, then those of which most is not known beside their size; empty
/// if nothing is sure to decide any.
pub(crate) fn lines<'a>(
    unsure: &Unsure,
    measures: impl Iterator<Item = (&'a Measure, &'a Spread)>,
    first: &str,
    money: Money,
    signed: bool,
) -> String {
    let size = |spread: &Spread| spread.sd / spread.best_guess.abs().max(spread.sd);
    let mut measures: Vec<(&Measure, &Spread)> =
        measures.filter(|(measure, spread)| measure.headline && spread.is_known() && spread.sd > 0.0).collect();
    measures.sort_by(|(one, its), (other, others)| {
        (other.key == first).cmp(&(one.key == first)).then(size(others).total_cmp(&size(its)))
    });
    let mut told: Vec<&Spread> = Vec::new();
    let mut rows: Vec<[String; 4]> = Vec::new();
    for (measure, spread) in measures {
        if told.len() == MOST_MEASURES || told.iter().any(|other| are_alike(other, spread)) {
            continue;
        }
        let found = deciders(&unsure.numbers, spread);
        if !found.is_empty() {
            told.push(spread);
        }
        let (_, scale) = money.unit(measure.unit);
        for (at, Decider { number, share }) in found.into_iter().enumerate() {
            let title = if at == 0 { format!("  {}", measure.title) } else { "  ".into() };
            let name = format!("{} ({}%)", unsure.numbers[number].name, numbers::number(100.0 * share, 0));
            let [low, high] = if_at_ends(unsure, spread, number, measure.unit, scale, signed);
            rows.push([title, name, low, high]);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let heading = ["  ", "number (of what is not known)", "at its 5%", "at its 95%"].map(str::to_owned);
    rows.insert(0, heading);
    let aligns = [Align::Left, Align::Left, Align::Right, Align::Right];
    let columns = Columns::for_rows(aligns, rows.iter().map(<[String; 4]>::as_slice), WIDTH);
    rows.iter().map(|row| columns.row(row)).collect()
}

/// What a result is with a number at the ends of its range, such as `14.2 if 33.1`.
pub(crate) fn if_at_ends(
    unsure: &Unsure,
    spread: &Spread,
    number: usize,
    unit: Unit,
    scale: f64,
    signed: bool,
) -> [String; 2] {
    let [low, high] = spread.ends[number].map(|end| end / scale);
    let width = if (high - low).is_nan() { 0.0 } else { (high - low).abs() };
    [(0, low, unsure.numbers[number].low_5), (1, high, unsure.numbers[number].high_95)].map(|(end, result, value)| {
        let decimals = digits(width).min(numbers::decimals(result, unit));
        let result = if unsure.cannot_at_end[number][end] {
            "cannot keep up".into()
        } else if signed {
            numbers::signed(result, decimals)
        } else {
            numbers::number(result.max(0.0), decimals)
        };
        format!("{result} if {}", drawn(value))
    })
}

/// Whether two measures are hardly two: nearly the same draws are high in both.
fn are_alike(one: &Spread, other: &Spread) -> bool {
    let both = one.values.iter().zip(&other.values).filter(|(one, other)| !one.is_nan() && !other.is_nan());
    let (n, sums) = both.fold((0.0, [0.0; 5]), |(n, [a, b, aa, bb, ab]), (&x, &y)| {
        (n + 1.0, [a + x, b + y, aa + x * x, bb + y * y, ab + x * y])
    });
    let [a, b, aa, bb, ab] = sums.map(|sum| sum / n);
    let product = (ab - a * b) * (ab - a * b);
    product > 0.98 * (aa - a * a) * (bb - b * b)
}

/// What the reader has to know about ranges.
pub(crate) fn foot<'a>(unsure: &Unsure, measures: impl Iterator<Item = (&'a Measure, &'a Spread)>) -> Vec<String> {
    let names: Vec<String> = unsure.numbers.iter().map(|number| number.name.clone()).collect();
    let of = if names.len() <= 4 { list(&names) } else { format!("{} numbers", names.len()) };
    let mut lines = vec![format!(
        "Not known: 5–95% over {} draws of {of}, chance taken out; mean and interval are of the numbers in the file. \
         What decides: one number at an end of its range, the others as in the file.",
        unsure.draws
    )];
    if unsure.cannot_keep_up > 0 {
        let ranges = if unsure.cannot_keep_up == unsure.draws {
            "So there are no ranges."
        } else {
            "The ranges are of the draws in which it can."
        };
        lines.push(format!(
            "In {} of {} draws the system cannot keep up: its queues grow without end. {ranges}",
            unsure.cannot_keep_up, unsure.draws
        ));
    }
    let outside = measures.filter(|(measure, spread)| measure.headline && spread.is_known() && spread.is_lopsided());
    let outside: Vec<&str> = outside.map(|(measure, _)| measure.title.as_str()).collect();
    if let Some(first) = outside.first() {
        let others = match outside.len() - 1 {
            0 => String::new(),
            others => format!(", as of {}", numbers::count(others as u64, "further measure")),
        };
        lines.push(format!(
            "The best guess of `{first}`{others} lies outside of its range: the numbers in the file are not in the middle of \
             what they may be."
        ));
    }
    lines
}

/// What each draw says, one row a number and draw.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(unsure: &Unsure, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(COLUMNS.map(Column::name))?;
    for number in &unsure.numbers {
        for (draw, &value) in (1_u32..).zip(&number.drawn) {
            table.write_record([number.name.as_str(), &draw.to_string(), &cells::number(value)])?;
        }
    }
    table.flush()
}

/// What came of each draw, one row a measure and draw.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_results_csv(experiment: &Experiment, unsure: &Unsure, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(RESULT_COLUMNS.map(Column::name))?;
    for (measure, spread) in experiment.catalogue.measures().iter().zip(&unsure.measures) {
        for (draw, &value) in (1_u32..).zip(&spread.values) {
            let key = cells::guarded(&measure.key);
            table.write_record([key.as_ref(), draw.to_string().as_str(), cells::number(value).as_str()])?;
        }
    }
    table.flush()
}
