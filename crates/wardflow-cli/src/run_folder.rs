//! Reads what a run or a comparison has written into its folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use wardflow_montecarlo::sweep;
use wardflow_scenario::{
    Ready,
    format::{Date, Named},
};

use crate::{compare, estimate::Estimate, folder::RESULTS, measure_name::Naming, opening, results};

/// What sort of results a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Of `wardflow run`.
    Run,
    /// Of `wardflow compare`.
    Comparison,
    /// Of `wardflow sweep`.
    Sweep,
    /// A CSV file of what was counted.
    History,
}

impl Sort {
    /// In the middle of a sentence.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Run => "the results of a run",
            Self::Comparison => "the results of a comparison",
            Self::Sweep => "the results of a sweep",
            Self::History => "what was counted",
        }
    }
}

/// What sort of results stands in a folder or file; none if that cannot be told.
pub(crate) fn sort_of(path: &Path) -> Option<Sort> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
        return Some(Sort::History);
    }
    let head: Head = serde_json::from_str(&fs::read_to_string(results_file(path)).ok()?).ok()?;
    match head.format.as_str() {
        results::FORMAT => Some(Sort::Run),
        compare::FORMAT => Some(Sort::Comparison),
        sweep::results::FORMAT => Some(Sort::Sweep),
        _ => None,
    }
}

/// What is wrong with a path that holds no results of any sort, with its remedy.
pub(crate) fn no_results(path: &Path) -> String {
    let name = path.display();
    if opening::is_a_scenario(&path.to_string_lossy()) {
        return format!(
            "`{name}` is a scenario, and charts are drawn of results\n  = help: run it with `wardflow run {name} --out \
             my-run` and draw `my-run`, or have a page of both with `wardflow report {name}`"
        );
    }
    let (what, more) = match fs::read_to_string(results_file(path)) {
        Ok(text) => match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(_) => (format!("`{name}` does not hold results"), ""),
            Err(why) => (format!("`{name}` does not hold results: {why}"), ""),
        },
        Err(why) if why.kind() != io::ErrorKind::NotFound => (format!("`{name}` cannot be read: {why}"), ""),
        Err(_) if path.is_dir() => {
            (format!("the folder `{name}` holds no {RESULTS}"), "; an unfinished sweep is finished with --resume")
        }
        Err(_) => (format!("there is no `{name}`"), ""),
    };
    format!("{what}\n  = help: name a folder that `wardflow run`, `compare` or `sweep` has written{more}")
}

/// The file of results that a path means.
pub(crate) fn results_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(RESULTS) } else { path.to_owned() }
}

/// The last part of a folder's name, for people.
pub(crate) fn name_of(path: &Path) -> String {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    let resolved = folder.and_then(|folder| fs::canonicalize(folder).ok());
    let name = resolved.as_deref().and_then(Path::file_name).or_else(|| path.file_stem());
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A run that was written into a folder.
#[derive(Debug)]
pub(crate) struct RunFolder {
    pub(crate) path: PathBuf,
    /// Different from those of all others that are drawn with it.
    pub(crate) name: String,
    /// The scenario as it was run.
    pub(crate) ready: Ready,
    pub(crate) run: RunDocument,
    /// Each measure day by day, from the first measured one.
    days: BTreeMap<String, Vec<DayRow>>,
}

/// The members of `results.json` that are read again.
#[derive(Debug, Deserialize)]
pub(crate) struct RunDocument {
    pub(crate) program: String,
    pub(crate) scenario: String,
    pub(crate) start: Date,
    pub(crate) days: u32,
    pub(crate) warm_up_days: u32,
    pub(crate) seed: u64,
    pub(crate) replications: u32,
    pub(crate) ranged_replications: u32,
    /// If it does not keep up with what comes, or hardly does: in words.
    pub(crate) state_says: Option<String>,
    /// The answer in a few sentences.
    #[serde(default)]
    pub(crate) verdict: Vec<String>,
    pub(crate) warnings: Vec<ReadWarning>,
    /// What is not known, where numbers are marked as uncertain.
    pub(crate) uncertain: Option<ReadUncertain>,
    measures: Vec<MeasureRow>,
}

/// A warning as it was told.
#[derive(Debug, Deserialize)]
pub(crate) struct ReadWarning {
    pub(crate) what: String,
    pub(crate) remedy: String,
}

/// What is not known of a run.
#[derive(Debug, Deserialize)]
pub(crate) struct ReadUncertain {
    pub(crate) draws: u32,
    pub(crate) cannot_keep_up: u32,
    pub(crate) numbers: Named<ReadNumber>,
    pub(crate) decided_by: Named<Vec<ReadDecider>>,
}

/// An uncertain number.
#[derive(Debug, Deserialize)]
pub(crate) struct ReadNumber {
    pub(crate) low_5: f64,
    pub(crate) high_95: f64,
}

/// A number that decides a measure.
#[derive(Debug, Deserialize)]
pub(crate) struct ReadDecider {
    pub(crate) number: String,
    pub(crate) share: f64,
    pub(crate) if_low: Option<f64>,
    pub(crate) if_high: Option<f64>,
}

/// One measure.
#[derive(Debug, Deserialize)]
pub(crate) struct MeasureRow {
    pub(crate) key: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) whose: Option<String>,
    pub(crate) unit: String,
    pub(crate) group: String,
    pub(crate) headline: bool,
    pub(crate) mean: Option<f64>,
    pub(crate) mean_low_95: Option<f64>,
    pub(crate) mean_high_95: Option<f64>,
    pub(crate) low_5: Option<f64>,
    pub(crate) high_95: Option<f64>,
    #[serde(default)]
    pub(crate) unknown_low_5: Option<f64>,
    #[serde(default)]
    pub(crate) unknown_high_95: Option<f64>,
    pub(crate) definition: String,
}

impl MeasureRow {
    /// What it is called.
    pub(crate) fn naming(&self) -> Naming<'_> {
        Naming { key: &self.key, title: &self.title, whose: self.whose.as_deref(), unit: &self.unit }
    }

    /// The mean with what is known of it.
    pub(crate) fn estimate(&self) -> Estimate {
        let half = self.mean_low_95.zip(self.mean_high_95).map(|(low, high)| (high - low) / 2.0);
        Estimate { value: self.mean.unwrap_or(f64::NAN), half }
    }
}

/// One measure on one day; none where missing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DayRow {
    pub(crate) mean: Option<f64>,
    pub(crate) low_5: Option<f64>,
    pub(crate) low_25: Option<f64>,
    pub(crate) median: Option<f64>,
    pub(crate) high_75: Option<f64>,
    pub(crate) high_95: Option<f64>,
}

/// What one replication needed and occupied in one week.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Peak {
    pub(crate) hospital: String,
    pub(crate) week: Date,
    pub(crate) days: u32,
    pub(crate) replication: u32,
    pub(crate) needed: Option<f64>,
    /// Mean of the week; older folders do not have it.
    #[serde(default)]
    pub(crate) occupied_at_08_00: Option<f64>,
}

const NAME_A_RUN: &str = "name a folder that `wardflow run --out FOLDER` has written";
const RUN_AGAIN: &str = "run it again with `wardflow run scenario.json --out FOLDER`";

impl RunFolder {
    /// The run in a folder.
    ///
    /// # Errors
    /// If it is not there, not whole, or not a run; as a message with its remedy.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let file = results_file(path);
        let (name, shown) = (name_of(path), file.display());
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let text = fs::read_to_string(&file).map_err(|why| unread(&file, &why, NAME_A_RUN))?;
        let run: RunDocument = serde_json::from_str(&text)
            .map_err(|why| format!("`{shown}` does not hold the results of a run: {why}\n  = help: {NAME_A_RUN}"))?;
        let days = days(&folder.join("daily.csv"), run.days)?;
        let scenario = folder.join("scenario.json");
        let (opened, _) = opening::open(&scenario.to_string_lossy(), &[]);
        let Some(ready) = opened.ready else {
            return Err(format!(
                "`{}` cannot be used, which the words and lines of the picture come from\n  = help: `wardflow check {}` \
                 says why; or {RUN_AGAIN}",
                scenario.display(),
                scenario.display(),
            ));
        };
        Ok(Self { path: folder, name, ready, run, days })
    }

    /// All measures.
    pub(crate) fn measures(&self) -> &[MeasureRow] {
        &self.run.measures
    }

    /// One measure, if the run has it.
    pub(crate) fn measure(&self, key: &str) -> Option<&MeasureRow> {
        self.run.measures.iter().find(|measure| measure.key == key)
    }

    /// The mean of a measure; not a number if there is none.
    pub(crate) fn mean(&self, key: &str) -> f64 {
        self.measure(key).and_then(|measure| measure.mean).unwrap_or(f64::NAN)
    }

    /// The mean of a measure with what is known of it.
    pub(crate) fn estimate(&self, key: &str) -> Estimate {
        self.measure(key).map_or_else(|| f64::NAN.into(), MeasureRow::estimate)
    }

    /// One number of a measure day by day; none if the run has no such measure.
    pub(crate) fn series(&self, key: &str, of: impl Fn(&DayRow) -> Option<f64>) -> Option<Vec<f64>> {
        let days = self.days.get(key)?;
        Some(days.iter().map(|day| of(day).unwrap_or(f64::NAN)).collect())
    }

    /// The peaks of every week and replication.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn peaks(&self) -> Result<Vec<Peak>, String> {
        rows(&self.path.join("peaks.csv"))
    }

    /// A measure of each replication, in their order; not a number where missing.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn replications(&self, key: &str) -> Result<Vec<f64>, String> {
        Ok(self.replications_of(&[key])?.pop().unwrap_or_default())
    }

    /// The same of several measures.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn replications_of(&self, keys: &[&str]) -> Result<Vec<Vec<f64>>, String> {
        #[derive(Deserialize)]
        struct Row {
            measure: String,
            value: Option<f64>,
        }
        let all: Vec<Row> = rows(&self.path.join("replications.csv"))?;
        let mut found: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for row in &all {
            found.entry(&row.measure).or_default().push(row.value.unwrap_or(f64::NAN));
        }
        Ok(keys.iter().map(|key| found.get(key).cloned().unwrap_or_default()).collect())
    }
}

/// The runs in several folders, each with a name of its own.
///
/// # Errors
/// All that is wrong with any of them.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<RunFolder>, String> {
    let (mut runs, mut wrong) = (Vec::<RunFolder>::new(), Vec::new());
    for path in paths {
        match RunFolder::read(path) {
            Ok(run) => runs.push(run),
            Err(why) => wrong.push(why),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.join("\nerror: "));
    }
    for at in 0..runs.len() {
        let same = runs[..at].iter().filter(|run| run.name == runs[at].name).count();
        if same > 0 {
            runs[at].name = format!("{} ({})", runs[at].name, at + 1);
        }
    }
    Ok(runs)
}

fn days(file: &Path, count: u32) -> Result<BTreeMap<String, Vec<DayRow>>, String> {
    #[derive(Deserialize)]
    struct Row {
        measure: String,
        mean: Option<f64>,
        low_5: Option<f64>,
        low_25: Option<f64>,
        median: Option<f64>,
        high_75: Option<f64>,
        high_95: Option<f64>,
    }
    let mut days: BTreeMap<String, Vec<DayRow>> = BTreeMap::new();
    for row in rows::<Row>(file)? {
        let Row { measure, mean, low_5, low_25, median, high_75, high_95 } = row;
        days.entry(measure).or_default().push(DayRow { mean, low_5, low_25, median, high_75, high_95 });
    }
    match days.iter().find(|(_, days)| days.len() != count as usize) {
        Some((measure, days)) => {
            Err(damaged(file, &format!("`{measure}` has {} days, and the run has {count}", days.len())))
        }
        None => Ok(days),
    }
}

pub(crate) fn rows<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<Vec<T>, String> {
    let opened = fs::File::open(file).map_err(|why| unread(file, &why, RUN_AGAIN))?;
    let mut reader = csv::Reader::from_reader(opened);
    // What is empty has no rows either, and would be taken for a run in which nothing happens.
    if reader.headers().map_err(|why| damaged(file, &why))?.len() < 2 {
        return Err(damaged(file, &"it has no columns"));
    }
    reader.into_deserialize().collect::<Result<Vec<T>, csv::Error>>().map_err(|why| damaged(file, &why))
}

pub(crate) fn damaged(file: &Path, why: &dyn std::fmt::Display) -> String {
    format!("`{}` is damaged or of another version: {why}\n  = help: {RUN_AGAIN}", file.display())
}

fn unread(file: &Path, why: &io::Error, remedy: &str) -> String {
    format!("`{}` cannot be read: {why}\n  = help: {remedy}", file.display())
}
