//! All differences as JSON and as CSV.

use std::{borrow::Cow, io};

use serde::Serialize;
use wardflow_montecarlo::{comparison::CONFIDENCE, stability::State, statistics::possible_difference, unknown::Spread};

use super::{
    bed_day::bed_day,
    contender::{Compared, Variant},
    finding::finding,
    measures::{Pair, Wanted},
    when::most,
};
use crate::{
    cells::{self, Column, OF_MEASURE},
    exit::Failure,
    experiment::PROGRAM,
    keeping_up::{self, STATE},
    uncertain, vocabulary,
    warnings::Warning,
};

/// The name of the format; by it a folder is known again.
pub(crate) const FORMAT: &str = "wardflow/comparison";
/// Its version.
const VERSION: u32 = 3;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    seed: u64,
    replications: u32,
    ranged_replications: u32,
    confidence: f64,
    confidence_each: f64,
    scenarios: Vec<ScenarioEntry<'a>>,
    warnings: Vec<Warning>,
    findings: Vec<FindingEntry<'a>>,
    bed_days: Vec<BedDayEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    uncertain: Vec<UncertainEntry<'a>>,
    measures: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct ScenarioEntry<'a> {
    name: &'a str,
    title: &'a str,
    is_base: bool,
    changes: &'a [String],
    start: String,
    days: u32,
    warm_up_days: u32,
    state: State,
    /// If it is not stable, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_says: Option<String>,
}

/// What is different in one variant, in a sentence.
#[derive(Serialize)]
struct FindingEntry<'a> {
    variant: &'a str,
    text: String,
    /// When people discharge ready differ most, if something changes by date.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<String>,
}

/// What a delayed bed day costs in one variant.
#[derive(Serialize)]
struct BedDayEntry<'a> {
    variant: &'a str,
    /// `saved`: more cost and fewer bed days; `added`: less cost and more bed days; `no_trade`: better or worse in both;
    /// `no_bed_days`, `no_cost`: that difference may be nothing.
    kind: &'static str,
    pounds_per_bed_day: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

/// What is not known of the differences of one variant.
#[derive(Serialize)]
struct UncertainEntry<'a> {
    variant: &'a str,
    #[serde(flatten)]
    of: uncertain::Document,
}

/// One measure of one variant: the members in JSON, the columns in CSV.
#[derive(Serialize)]
struct Row<'a> {
    variant: Cow<'a, str>,
    base_state: State,
    variant_state: State,
    measure: Cow<'a, str>,
    title: Cow<'a, str>,
    whose: Option<Cow<'a, str>>,
    unit: &'static str,
    group: &'static str,
    headline: bool,
    base_mean: Option<f64>,
    variant_mean: Option<f64>,
    difference: Option<f64>,
    half_width_95: Option<f64>,
    difference_low_95: Option<f64>,
    difference_high_95: Option<f64>,
    more_than_chance: Option<bool>,
    unpaired_half_width_95: Option<f64>,
    sd: Option<f64>,
    low_5: Option<f64>,
    high_95: Option<f64>,
    unknown_low_5: Option<f64>,
    unknown_high_95: Option<f64>,
    holds: Option<bool>,
    cases: u32,
    missing: u32,
    definition: Cow<'a, str>,
}

/// The columns of the CSV file.
pub(crate) const COLUMNS: [Column; 26] = [
    vocabulary::VARIANT,
    Column("base_state", "", STATE),
    Column("variant_state", "", STATE),
    vocabulary::MEASURE,
    vocabulary::TITLE,
    vocabulary::WHOSE,
    vocabulary::UNIT,
    vocabulary::GROUP,
    vocabulary::HEADLINE,
    Column("base_mean", OF_MEASURE, "The measure in the base, as a run of it gives it; empty if the base has it not."),
    Column("variant_mean", OF_MEASURE, "The measure in the variant; empty if the variant has it not."),
    Column(
        "difference",
        OF_MEASURE,
        "Variant less base: mean of the differences within replications; of a percentile, difference of those of the \
         patients of all replications. Empty if only one of the two has the measure.",
    ),
    vocabulary::HALF_WIDTH,
    Column("difference_low_95", OF_MEASURE, "Lower end of that interval."),
    Column("difference_high_95", OF_MEASURE, "Upper end of that interval."),
    Column(
        "more_than_chance",
        "",
        "Whether there is no 0 in the interval: true or false. Many measures are compared: about one in twenty of \
         those without any difference seems to be.",
    ),
    Column(
        "unpaired_half_width_95",
        OF_MEASURE,
        "Half of the width that the interval would have with other patients in each scenario (Welch).",
    ),
    vocabulary::SD,
    vocabulary::LOW_5,
    vocabulary::HIGH_95,
    vocabulary::UNKNOWN_LOW,
    vocabulary::UNKNOWN_HIGH,
    Column(
        "holds",
        "",
        "Whether all of that range is on the side of 0 on which the difference is: true or false; empty if nothing is marked \
         as uncertain.",
    ),
    vocabulary::CASES,
    vocabulary::MISSING,
    vocabulary::DEFINITION,
];

impl<'a> Row<'a> {
    fn new(variant: Variant<'a>, pair: Pair<'a>) -> Self {
        let there = |value: f64| value.is_finite().then_some(value);
        let found = pair.difference;
        let mean = found.and_then(|difference| there(difference.mean));
        let half_width = found.and_then(|difference| difference.half_width).and_then(there);
        let ends = mean.zip(half_width).map(|(mean, half)| possible_difference(mean, half, pair.measure.most()));
        Self {
            variant: variant.name.into(),
            base_state: variant.base.stability.state,
            variant_state: variant.experiment.stability.state,
            measure: pair.measure.key.as_str().into(),
            title: pair.measure.title.as_str().into(),
            whose: pair.measure.whose.as_deref().map(Cow::Borrowed),
            unit: pair.measure.unit.title(),
            group: pair.measure.group.title(),
            headline: pair.measure.headline,
            base_mean: pair.base.and_then(|summary| there(summary.mean)),
            variant_mean: pair.variant.and_then(|summary| there(summary.mean)),
            difference: mean,
            half_width_95: half_width,
            difference_low_95: ends.map(|[low, _]| low),
            difference_high_95: ends.map(|[_, high]| high),
            more_than_chance: found
                .filter(|found| half_width.is_some() && !found.says_nothing())
                .map(|difference| difference.is_real),
            unpaired_half_width_95: found.and_then(|difference| difference.unpaired_half_width).and_then(there),
            sd: found.and_then(|difference| there(difference.sd)),
            low_5: found.and_then(|difference| there(difference.low_5)),
            high_95: found.and_then(|difference| there(difference.high_95)),
            unknown_low_5: pair.unknown.and_then(|spread| there(spread.low_5)),
            unknown_high_95: pair.unknown.and_then(|spread| there(spread.high_95)),
            holds: pair.unknown.and_then(Spread::holds),
            cases: found.map_or(0, |difference| difference.pairs),
            missing: found.map_or(0, |difference| difference.missing),
            definition: pair.measure.definition.as_str().into(),
        }
    }

    /// The same without anything that a spreadsheet would take for a formula.
    fn guarded(self) -> Self {
        let guard = |text: Cow<'a, str>| Cow::Owned(cells::guarded(&text).into_owned());
        Self {
            variant: guard(self.variant),
            measure: guard(self.measure),
            title: guard(self.title),
            whose: self.whose.map(guard),
            definition: guard(self.definition),
            ..self
        }
    }
}

fn rows<'a>(compared: &'a Compared, wanted: &Wanted) -> Vec<Row<'a>> {
    let variants = compared
        .variants()
        .flat_map(|variant| variant.pairs().into_iter().map(move |pair| (variant, pair)).collect::<Vec<_>>());
    variants.filter(|(_, pair)| wanted.includes(pair.measure)).map(|(variant, pair)| Row::new(variant, pair)).collect()
}

/// All differences as JSON. The same comparison gives the same bytes.
///
/// # Errors
/// If the library cannot write it.
pub(super) fn json(compared: &Compared, wanted: &Wanted) -> serde_json::Result<String> {
    let results = &compared.base().1.results;
    let scenarios = compared.scenarios().enumerate().map(|(at, (name, experiment))| {
        let scenario = &experiment.ready.scenario;
        ScenarioEntry {
            name,
            title: &scenario.title,
            is_base: at == 0,
            changes: &experiment.changes,
            start: scenario.start.to_string(),
            days: scenario.days,
            warm_up_days: scenario.warm_up(),
            state: experiment.stability.state,
            state_says: keeping_up::sentence(experiment),
        }
    });
    let findings = compared.variants().map(|variant| FindingEntry {
        variant: variant.name,
        text: finding(variant, compared.confidence_each).join(" "),
        most: most(variant),
    });
    let bed_days = compared.variants().filter_map(|variant| {
        let bed_day = bed_day(variant, compared.confidence_each)?;
        let ratio = bed_day.ratio();
        Some(BedDayEntry {
            variant: variant.name,
            kind: bed_day.key(),
            pounds_per_bed_day: ratio.map(|ratio| ratio.mean),
            low: ratio.map(|ratio| ratio.low),
            high: ratio.map(|ratio| ratio.high),
        })
    });
    let uncertain = compared.variants().filter_map(|variant| {
        let pairs = variant.pairs();
        let spreads = pairs.iter().filter_map(|pair| Some((pair.measure, pair.unknown?)));
        Some(UncertainEntry { variant: variant.name, of: uncertain::Document::of(variant.unknown?, spreads) })
    });
    let document = Document {
        format: FORMAT,
        version: VERSION,
        program: PROGRAM,
        seed: results.seed.0,
        replications: results.replications,
        ranged_replications: results.ranged_replications(),
        confidence: CONFIDENCE,
        confidence_each: compared.confidence_each,
        scenarios: scenarios.collect(),
        warnings: compared.warnings(),
        findings: findings.collect(),
        bed_days: bed_days.collect(),
        uncertain: uncertain.collect(),
        measures: rows(compared, wanted),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// All differences as CSV.
///
/// # Errors
/// If the library cannot write it.
pub(super) fn csv(compared: &Compared, wanted: &Wanted) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    write_csv(compared, wanted, &mut bytes).map_err(Failure::Output)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The same into a file.
///
/// # Errors
/// If it cannot be written.
pub(super) fn write_csv(compared: &Compared, wanted: &Wanted, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    for row in rows(compared, wanted) {
        table.serialize(row.guarded())?;
    }
    table.flush()
}
