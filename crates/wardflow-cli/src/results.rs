//! All measures as JSON and as CSV.

use std::{borrow::Cow, io};

use serde::Serialize;
use wardflow_core::measures::Measure;
use wardflow_montecarlo::{stability::State, statistics::Summary, unknown::Spread};

use crate::{
    cells::{self, Column},
    exit::Failure,
    experiment::{Experiment, PROGRAM, interval},
    keeping_up, limits, uncertain, verdict, vocabulary,
    warnings::{self, Warning},
};

/// The name of the format; by it a run folder is known again.
pub(crate) const FORMAT: &str = "wardflow/results";
/// Its version.
const VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    scenario: &'a str,
    start: String,
    days: u32,
    warm_up_days: u32,
    seed: u64,
    replications: u32,
    ranged_replications: u32,
    state: State,
    /// If it is not stable, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_says: Option<String>,
    /// The answer in a few sentences.
    verdict: Vec<String>,
    warnings: Vec<Warning>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    limits: Vec<limits::Row<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertain: Option<uncertain::Document>,
    measures: Vec<Row<'a>>,
}

/// One measure: the members in JSON, the columns in CSV.
#[derive(Serialize)]
struct Row<'a> {
    measure: Cow<'a, str>,
    title: Cow<'a, str>,
    whose: Option<Cow<'a, str>>,
    unit: &'static str,
    group: &'static str,
    headline: bool,
    mean: Option<f64>,
    half_width_95: Option<f64>,
    mean_low_95: Option<f64>,
    mean_high_95: Option<f64>,
    sd: Option<f64>,
    low_5: Option<f64>,
    high_95: Option<f64>,
    unknown_low_5: Option<f64>,
    unknown_high_95: Option<f64>,
    cases: u32,
    missing: u32,
    definition: Cow<'a, str>,
}

/// The columns of the CSV file.
pub(crate) const COLUMNS: [Column; 18] = [
    vocabulary::MEASURE,
    vocabulary::TITLE,
    vocabulary::WHOSE,
    vocabulary::UNIT,
    vocabulary::GROUP,
    vocabulary::HEADLINE,
    vocabulary::MEAN,
    vocabulary::HALF_WIDTH,
    vocabulary::MEAN_LOW,
    vocabulary::MEAN_HIGH,
    vocabulary::SD,
    vocabulary::LOW_5,
    vocabulary::HIGH_95,
    vocabulary::UNKNOWN_LOW,
    vocabulary::UNKNOWN_HIGH,
    vocabulary::CASES,
    vocabulary::MISSING,
    vocabulary::DEFINITION,
];

impl<'a> Row<'a> {
    fn new(measure: &'a Measure, summary: &Summary, spread: Option<&Spread>) -> Self {
        let there = |value: f64| value.is_finite().then_some(value);
        let ends = interval(measure, summary);
        Self {
            measure: measure.key.as_str().into(),
            title: measure.title.as_str().into(),
            whose: measure.whose.as_deref().map(Cow::Borrowed),
            unit: measure.unit.title(),
            group: measure.group.title(),
            headline: measure.headline,
            mean: there(summary.mean),
            half_width_95: summary.half_width_95.and_then(there),
            mean_low_95: ends.and_then(|[low, _]| there(low)),
            mean_high_95: ends.and_then(|[_, high]| there(high)),
            sd: there(summary.sd),
            low_5: there(summary.low_5),
            high_95: there(summary.high_95),
            unknown_low_5: spread.and_then(|spread| there(spread.low_5)),
            unknown_high_95: spread.and_then(|spread| there(spread.high_95)),
            cases: summary.cases,
            missing: summary.missing,
            definition: measure.definition.as_str().into(),
        }
    }

    /// The same without anything that a spreadsheet would take for a formula.
    fn guarded(self) -> Self {
        let guard = |text: Cow<'a, str>| Cow::Owned(cells::guarded(&text).into_owned());
        Self {
            measure: guard(self.measure),
            title: guard(self.title),
            whose: self.whose.map(guard),
            definition: guard(self.definition),
            ..self
        }
    }
}

fn rows(experiment: &Experiment) -> impl Iterator<Item = Row<'_>> {
    let spreads = experiment.unknown.as_ref().map(|unsure| &unsure.measures);
    let measures = experiment.measures().enumerate();
    measures.map(move |(at, (measure, summary))| Row::new(measure, summary, spreads.map(|spreads| &spreads[at])))
}

/// All measures as JSON. The same run gives the same bytes.
///
/// # Errors
/// If the library cannot write it.
pub(crate) fn json(experiment: &Experiment) -> serde_json::Result<String> {
    let (scenario, results) = (&experiment.ready.scenario, &experiment.results);
    let document = Document {
        format: FORMAT,
        version: VERSION,
        program: PROGRAM,
        scenario: &scenario.title,
        start: scenario.start.to_string(),
        days: scenario.days,
        warm_up_days: scenario.warm_up(),
        seed: results.seed.0,
        replications: results.replications,
        ranged_replications: results.ranged_replications(),
        state: experiment.stability.state,
        state_says: keeping_up::sentence(experiment),
        verdict: verdict::of_a_run(experiment),
        warnings: warnings::of_a_run(experiment),
        limits: limits::rows(&experiment.ready, &experiment.stability.limits),
        uncertain: experiment.unknown.as_ref().map(|unsure| uncertain::Document::of(unsure, experiment.spreads())),
        measures: rows(experiment).collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// All measures as CSV.
///
/// # Errors
/// If the library cannot write it.
pub(crate) fn csv(experiment: &Experiment) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    write_csv(experiment, &mut bytes).map_err(Failure::Output)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The same into a file.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(experiment: &Experiment, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    for row in rows(experiment) {
        table.serialize(row.guarded())?;
    }
    table.flush()
}
