//! Reads what a run or a comparison has written into its folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use wardflow_montecarlo::stability::State;
use wardflow_scenario::{
    Ready,
    format::{Date, Named},
};

use crate::{
    daily::{self, DAILY, Days, Of},
    estimate::Estimate,
    folder::{RESULTS, held::Held, manifest::Kind},
    measure_name::Naming,
    opening,
};

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

/// What is named as results.
#[derive(Debug)]
pub(crate) enum Source {
    /// A folder of results.
    Folder(Held),
    /// A CSV file of what was counted.
    History,
}

impl Source {
    /// What a path names; none if it names no results.
    ///
    /// # Errors
    /// If they cannot be relied on: as a message with its remedy.
    pub(crate) fn of(path: &Path) -> Result<Option<Self>, String> {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            return Ok(Some(Self::History));
        }
        Ok(Held::find(path)?.map(Self::Folder))
    }

    /// Of what sort they are.
    pub(crate) const fn sort(&self) -> Sort {
        match self {
            Self::History => Sort::History,
            Self::Folder(held) => match held.kind() {
                Kind::Run => Sort::Run,
                Kind::Comparison => Sort::Comparison,
                Kind::Sweep => Sort::Sweep,
            },
        }
    }
}

/// The results of a kind in a folder.
///
/// # Errors
/// If there are none, of whatever else there is, or if they cannot be relied on.
pub(crate) fn held(path: &Path, kind: Kind) -> Result<Held, String> {
    match Held::find(path)? {
        Some(held) if held.kind() == kind => Ok(held),
        Some(held) => {
            let (there, wanted) = (held.kind().results(), kind.results());
            Err(format!("`{}` holds {there}, and {wanted} are wanted\n  = help: name another folder", path.display()))
        }
        None => Err(no_results(path)),
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
    let (what, more) = if path.is_dir() {
        (format!("the folder `{name}` holds no {RESULTS}"), "; an unfinished sweep is finished with --resume")
    } else if path.exists() {
        (format!("`{name}` does not hold results"), "")
    } else {
        (format!("there is no `{name}`"), "")
    };
    format!("{what}\n  = help: name a folder that `wardflow run`, `compare` or `sweep` has written{more}")
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
    /// Its files.
    pub(crate) held: Held,
    /// Different from those of all others that are drawn with it.
    pub(crate) name: String,
    /// The scenario as it was run.
    pub(crate) ready: Ready,
    pub(crate) run: RunDocument,
    /// Where each measure stands among those of the run, by its key.
    places: BTreeMap<String, usize>,
    days: Days,
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
    /// Whether it keeps up with what comes.
    #[serde(default)]
    pub(crate) state: State,
    /// If it does not, or hardly does: in words.
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
    #[serde(rename = "measure")]
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
    /// Beyond all beds that may be open, core and escalation; none if they have no limit.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) short: Option<f64>,
}

impl RunFolder {
    /// The run in a folder.
    ///
    /// # Errors
    /// If it is not there, not whole, or not a run; as a message with its remedy.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let held = held(path, Kind::Run)?;
        let run: RunDocument = held.json(RESULTS)?;
        let days = daily::read(&held.read(DAILY)?, run.start, run.days).map_err(|why| held.damaged(DAILY, &why))?;
        let scenario = held.scenario("scenario.json")?;
        let (opened, _) = opening::open(&scenario.to_string_lossy(), &[]);
        let Some(ready) = opened.ready else {
            return Err(held.damaged("scenario.json", &"it has errors, which `wardflow check` tells"));
        };
        held.is_still_the_same()?;
        let places = run.measures.iter().enumerate().map(|(at, measure)| (measure.key.clone(), at)).collect();
        Ok(Self { path: held.path().to_owned(), held, name: name_of(path), ready, run, places, days })
    }

    /// All measures.
    pub(crate) fn measures(&self) -> &[MeasureRow] {
        &self.run.measures
    }

    /// One measure, if the run has it.
    pub(crate) fn measure(&self, key: &str) -> Option<&MeasureRow> {
        self.places.get(key).map(|&at| &self.run.measures[at])
    }

    /// The mean of a measure; not a number if there is none.
    pub(crate) fn mean(&self, key: &str) -> f64 {
        self.measure(key).and_then(|measure| measure.mean).unwrap_or(f64::NAN)
    }

    /// The mean of a measure with what is known of it.
    pub(crate) fn estimate(&self, key: &str) -> Estimate {
        self.measure(key).map_or_else(|| f64::NAN.into(), MeasureRow::estimate)
    }

    /// Of a measure day by day, not a number where missing; none if the folder does not have it so.
    pub(crate) fn series(&self, key: &str, of: Of) -> Option<Vec<f64>> {
        daily::series(&self.days, key, of).map(<[f64]>::to_vec)
    }

    /// The peaks of every week and replication.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn peaks(&self) -> Result<Vec<Peak>, String> {
        self.held.rows("peaks.csv")
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
        let all: Vec<Row> = self.held.rows("replications.csv")?;
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
