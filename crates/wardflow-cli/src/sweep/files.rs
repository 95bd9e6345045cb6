//! What a finished sweep is written as: one table, the same as JSON, a dictionary and a word about all of it.

use std::{collections::BTreeMap, fmt::Write as _, io};

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeSeq},
};
use wardflow_montecarlo::{
    stability::State,
    sweep::{
        Sweep,
        results::{KeepsUp, PointResult, SweptMeasure},
    },
};

use super::store::Store;
use crate::{
    cells::{self, Column},
    columns::{WIDTH, wrapped},
    dictionary,
    exit::Failure,
    experiment::PROGRAM,
    folder::{
        README, RESULTS,
        manifest::{Kind, MANIFEST, Manifest},
    },
    numbers,
    output::harmless,
    vocabulary, whole_file,
};

/// Failed points that are named.
const MOST_NAMED: usize = 1000;

/// The columns; those of the axes stand after the first [`BEFORE`] of them.
pub(crate) const COLUMNS: [Column; 17] = [
    Column("point", "", "Stable name of the point; its file is points/<point>.json."),
    vocabulary::VARIANT,
    vocabulary::STATE,
    Column(
        "load",
        "",
        "What comes as a share of what can be admitted, where that is most; empty where it is far from it or not known to .03.",
    ),
    vocabulary::MEASURE,
    vocabulary::TITLE,
    vocabulary::WHOSE,
    vocabulary::UNIT,
    vocabulary::MEAN,
    vocabulary::HALF_WIDTH,
    vocabulary::MEAN_LOW,
    vocabulary::MEAN_HIGH,
    vocabulary::SD,
    vocabulary::LOW_5,
    vocabulary::HIGH_95,
    vocabulary::CASES,
    vocabulary::MISSING,
];
const BEFORE: usize = 2;

/// Writes all files of a folder that holds all points. Returns how many points could not be finished.
///
/// # Errors
/// If a point does not fit, or something cannot be read or written.
pub(crate) fn write_all(sweep: &Sweep, store: &Store) -> Result<usize, Failure> {
    let mut failed = Failed::default();
    // The writer hands on errors of writing only: what went wrong with a point is kept here.
    let mut fault = None;
    store.unfinish()?;
    let mut written = BTreeMap::new();
    let table = whole_file::write_stamped(&store.path("results.csv"), |to: &mut dyn io::Write| {
        write_table(sweep, store, &mut failed, to).map_err(|error| match error {
            TableError::Write(why) => why,
            TableError::Point(why) => {
                fault = Some(why);
                io::Error::other("a point does not fit")
            }
        })
    });
    written.insert("results.csv".to_owned(), fault.map_or(table, Err)?);
    let results = sweep.results(PROGRAM, FromFolder { sweep, store });
    let json = whole_file::write_stamped(&store.path(RESULTS), |to: &mut dyn io::Write| {
        serde_json::to_writer_pretty(&mut *to, &results)?;
        writeln!(to)
    })?;
    written.insert(RESULTS.to_owned(), json);
    whole_file::write(&store.path("data-dictionary.csv"), |to: &mut dyn io::Write| write_dictionary(sweep, to))?;
    whole_file::write(&store.path(README), harmless(&readme(sweep, &failed), false).as_bytes())?;
    let manifest = Manifest::new(Kind::Sweep, Vec::new(), written);
    whole_file::write(&store.path(MANIFEST), manifest.text()?.as_bytes())?;
    Ok(failed.number)
}

/// Points that could not be finished: how many, and what the first ones are and why.
#[derive(Default)]
struct Failed {
    number: usize,
    named: Vec<String>,
}

/// Why the table could not be written.
enum TableError {
    Point(Failure),
    Write(io::Error),
}

impl From<csv::Error> for TableError {
    fn from(why: csv::Error) -> Self {
        Self::Write(why.into())
    }
}

/// One row for each point and measure.
fn write_table(sweep: &Sweep, store: &Store, failed: &mut Failed, to: &mut dyn io::Write) -> Result<(), TableError> {
    let mut table = cells::writer(to);
    let paths = sweep.axes().iter().map(|axis| cells::guarded(&axis.path).into_owned());
    let (first, last) = COLUMNS.split_at(BEFORE);
    let names = |columns: &'static [Column]| columns.iter().map(|column| column.name().to_owned());
    table.write_record(names(first).chain(paths).chain(names(last)))?;
    let variants: Vec<&str> = sweep.variant_names().collect();
    for number in 0..sweep.len() {
        let kept = store.kept(sweep, number).map_err(TableError::Point)?;
        if let Some(why) = &kept.failed {
            failed.number += 1;
            if failed.named.len() < MOST_NAMED {
                failed.named.push(format!("{} ({}): {why}", kept.id, sweep.describe(number)));
            }
        }
        for measure in sweep.measures() {
            let result = match kept.measures.get(&measure.key) {
                Some(kept) => kept.summary,
                // Its scenario has no such measure.
                None if kept.failed.is_none() => continue,
                None => NOTHING,
            };
            let place = [kept.id.as_str(), variants[sweep.variant_of(number)]].map(str::to_owned);
            let at = sweep.at(number).iter().map(|&value| cells::number(value));
            let KeepsUp { state, load, .. } = kept.keeps_up;
            let keeps_up = [state.map_or("", State::key).to_owned(), load.map_or_else(String::new, cells::number)];
            let whose = measure.whose.as_deref().unwrap_or_default();
            let measured =
                [&measure.key, &measure.title, whose, &measure.unit].map(|text| cells::guarded(text).into_owned());
            table.write_record(
                place.into_iter().chain(at).chain(keeps_up).chain(measured).chain(cells_of(measure, &result)),
            )?;
        }
    }
    table.flush().map_err(TableError::Write)
}

/// What there is of a point that could not be finished.
const NOTHING: PointResult =
    PointResult { mean: None, half_width_95: None, sd: None, low_5: None, high_95: None, cases: 0, missing: 0 };

fn cells_of(measure: &SweptMeasure, result: &PointResult) -> [String; 9] {
    let number = |value: Option<f64>| value.map_or_else(String::new, cells::number);
    let [low, high] = measure.interval(result).map_or([None; 2], |ends| ends.map(Some));
    [
        number(result.mean),
        number(result.half_width_95),
        number(low),
        number(high),
        number(result.sd),
        number(result.low_5),
        number(result.high_95),
        result.cases.to_string(),
        result.missing.to_string(),
    ]
}

/// The points of a folder, read one by one as they are written.
struct FromFolder<'a> {
    sweep: &'a Sweep,
    store: &'a Store,
}

impl Serialize for FromFolder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut points = serializer.serialize_seq(Some(self.sweep.len()))?;
        for number in 0..self.sweep.len() {
            let kept = self.store.kept(self.sweep, number).map_err(S::Error::custom)?;
            points.serialize_element(&self.sweep.point(number, &kept))?;
        }
        points.end()
    }
}

/// One row for each column and for each measure.
fn write_dictionary(sweep: &Sweep, to: &mut dyn io::Write) -> io::Result<()> {
    let column = |file: &str, column: &Column| [file, "column", column.0, column.1, column.2].map(str::to_owned);
    let of_table = |columns: &'static [Column]| columns.iter().map(|of| column("results.csv", of));
    let axes = sweep.axes().iter().map(|axis| {
        let definition = format!("Value of this number of the scenario: {}.", axis.label);
        ["results.csv", "column", &cells::guarded(&axis.path), "", &definition].map(str::to_owned)
    });
    let measures = sweep.measures().iter().map(|measure| {
        let (key, definition) = (cells::guarded(&measure.key), cells::guarded(&measure.definition));
        ["results.csv", "measure", &key, &measure.unit, &definition].map(str::to_owned)
    });
    let (first, last) = COLUMNS.split_at(BEFORE);
    let own = dictionary::COLUMNS.iter().map(|of| column("data-dictionary.csv", of));
    let mut table = cells::writer(to);
    table.write_record(dictionary::COLUMNS.map(Column::name))?;
    for row in of_table(first).chain(axes).chain(of_table(last)).chain(own).chain(measures) {
        table.write_record(row)?;
    }
    table.flush()
}

fn readme(sweep: &Sweep, failed: &Failed) -> String {
    let mut text = format!("{}\n", sweep.title());
    for line in sweep.description().into_iter().flat_map(|description| wrapped(description, WIDTH)) {
        text.push_str(line.trim_start());
        text.push('\n');
    }
    let runs = numbers::count(sweep.replications().into(), "replication");
    let points = numbers::count(sweep.len() as u64, "point");
    // Writing to a string does not fail.
    let _ = write!(text, "\n{points}, {runs} each with seed {}, by {PROGRAM}\n", sweep.seed());
    let variants: Vec<&str> = sweep.variant_names().collect();
    if variants.len() > 1 {
        let _ = writeln!(text, "Variants: {}", variants.join(", "));
    }
    for axis in sweep.axes() {
        let _ = writeln!(text, "Varied: {} ({})", axis.path, axis.label);
    }
    if failed.number > 0 {
        let _ = writeln!(text, "\n{} could not be finished", numbers::count(failed.number as u64, "point"));
        for named in &failed.named {
            let _ = writeln!(text, "  {named}");
        }
        if failed.number > failed.named.len() {
            let _ = writeln!(text, "  and {} more", failed.number - failed.named.len());
        }
    }
    text.push_str(
        "
Files
  results.csv                one row for each point and measure
  results.json               the same for programs
  data-dictionary.csv        the exact meaning of every measure and column
  plan.json                  what was run: `wardflow sweep plan.json` gives the same results
  scenario*.json             the scenarios that the plan names, with all their values
  manifest.json              which results belong together; keep it beside them
  points/                    every point with the value of each measure in each replication
",
    );
    text
}
