//! Reads the results of sweeps.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use wardflow_montecarlo::sweep::results::{SweepResults, VERSION};

use crate::{exit::Failure, run_folder::results_file};

/// The results of one sweep.
pub(super) struct Sweep {
    /// Their file.
    pub(super) path: PathBuf,
    pub(super) results: SweepResults,
}

impl Sweep {
    /// Its name for people: that of its folder.
    pub(super) fn name(&self) -> String {
        let folder = self.path.parent().and_then(Path::file_name);
        folder.or_else(|| self.path.file_stem()).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The sweeps of these folders or files.
///
/// # Errors
/// If one cannot be read or is not a sweep: all of them that are not.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Sweep>, Failure> {
    let mut sweeps = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        let file = results_file(path);
        match results_of(&file) {
            Ok(results) => sweeps.push(Sweep { path: file, results }),
            Err(why) => wrong.push(why),
        }
    }
    if wrong.is_empty() { Ok(sweeps) } else { Err(Failure::Unfit(wrong.join("\nerror: "))) }
}

fn results_of(file: &Path) -> Result<SweepResults, String> {
    let name = file.display();
    let broken =
        |why: &str| format!("`{name}` is damaged: {why}\n  = help: run `wardflow sweep` again with the same plan");
    let text = fs::read_to_string(file).map_err(|why| broken(&why.to_string()))?;
    let document: Value = serde_json::from_str(&text).map_err(|why| broken(&why.to_string()))?;
    let version = document.get("version").and_then(Value::as_u64);
    if version != Some(VERSION.into()) {
        let version = version.map_or_else(|| "none".to_owned(), |version| version.to_string());
        return Err(format!(
            "`{name}` has version {version} of the format, and this program reads version {VERSION}\n  = help: draw it \
             with the program that wrote it, or run the sweep again"
        ));
    }
    // From the text, for the line of what is wrong.
    let results: SweepResults = serde_json::from_str(&text).map_err(|why| broken(&why.to_string()))?;
    match misfit(&results) {
        Some(why) => Err(broken(&why)),
        None => Ok(results),
    }
}

/// What does not fit together, if anything.
fn misfit(results: &SweepResults) -> Option<String> {
    let (axes, measures) = (results.axes.len(), results.measures.len());
    if axes == 0 || results.variants.is_empty() || measures == 0 {
        return Some("it has no axis, no variant or no measure".into());
    }
    if let Some(variant) = results.variants.iter().find(|variant| variant.today.len() != axes) {
        return Some(format!(
            "the variant `{}` has values of today for {} axes of {axes}",
            variant.name,
            variant.today.len()
        ));
    }
    let point = results.points.iter().find(|point| {
        point.variant >= results.variants.len() || point.at.len() != axes || point.results.len() != measures
    })?;
    Some(format!("the point `{}` does not fit the axes, variants and measures", point.id))
}
