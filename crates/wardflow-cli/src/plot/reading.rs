//! Reads the results of sweeps.

use std::path::{Path, PathBuf};

use wardflow_montecarlo::sweep::results::SweepResults;

use crate::{
    exit::Failure,
    folder::{RESULTS, held::Held, manifest::Kind},
    run_folder::held,
};

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

    /// Whether its plan said which measures it wants, the most important first.
    pub(super) fn names_its_measures(&self) -> bool {
        self.results.measures_named
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
        match held(path, Kind::Sweep).and_then(|held| Ok((results_of(&held)?, held))) {
            Ok((results, held)) => sweeps.push(Sweep { path: held.path().join(RESULTS), results }),
            Err(why) => wrong.push(why),
        }
    }
    if wrong.is_empty() { Ok(sweeps) } else { Err(Failure::Unfit(wrong.join("\nerror: "))) }
}

fn results_of(held: &Held) -> Result<SweepResults, String> {
    let results: SweepResults = held.json(RESULTS)?;
    match misfit(&results) {
        Some(why) => Err(held.damaged(RESULTS, &why)),
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
