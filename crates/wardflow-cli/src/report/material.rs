//! What a page is made of: runs, their comparison, and the charts of both.

use std::path::{Path, PathBuf};

use super::winter::Winter;
use crate::{
    exit::Failure,
    numbers,
    plot::{
        Chart, bridge,
        comparison::{self, Comparison},
        differences,
        picture::Picture,
        runs::{self, CHARTS, Wishes},
    },
    run_folder::RunFolder,
};

/// Charts of more pathways are for `wardflow plot`.
const MOST_PATHWAYS: usize = 6;

/// What a report is made of.
pub(super) struct Material {
    pub(super) runs: Vec<RunFolder>,
    /// What-ifs whose name does not say what they change, and what that is.
    pub(super) what_ifs: Vec<(String, String)>,
    /// The folder of a comparison, and what it says.
    pub(super) comparison: Option<(PathBuf, Comparison)>,
    /// What the preset adds.
    pub(super) winter: Option<Winter>,
    /// The call that gives the same page; none of folders.
    pub(super) command: Option<String>,
}

impl Material {
    /// Of runs, and the folder of a comparison if there is one.
    ///
    /// # Errors
    /// If the comparison cannot be read.
    pub(super) fn new(runs: Vec<RunFolder>, compared: Option<PathBuf>) -> Result<Self, Failure> {
        let read = |path: PathBuf| comparison::read(&path, &[]).map(|read| (path, read));
        let comparison = compared.map(read).transpose()?;
        Ok(Self { runs, what_ifs: Vec::new(), comparison, winter: None, command: None })
    }

    /// The charts, and those that are about the method.
    ///
    /// # Errors
    /// If one has not what it takes.
    pub(super) fn pictures(&self) -> Result<(Vec<Picture>, Vec<Picture>), Failure> {
        if let Some(winter) = &self.winter {
            return winter.pictures(self);
        }
        let mut pictures = Vec::new();
        if let Some((path, _)) = self.comparison.as_ref().filter(|_| !self.is_single()) {
            pictures.extend(differences_of(path)?);
            // Not every comparison has the form of a bridge.
            pictures.extend(bridge::picture(path, None, &[]));
        }
        for chart in CHARTS.into_iter().filter(|chart| !is_about_method(*chart)) {
            pictures.extend(self.of_runs(chart)?);
        }
        Ok((pictures, self.pictures_of_method()?))
    }

    /// A kind of chart, if the runs can be drawn so: most of all runs; of many pathways those with the most people, the
    /// most first.
    ///
    /// # Errors
    /// If one cannot be drawn.
    pub(super) fn of_runs(&self, chart: Chart) -> Result<Vec<Picture>, Failure> {
        // What would be much the same in all of them.
        let is_of_first = chart == Chart::Week || is_about_method(chart);
        let of = if is_of_first { self.runs.get(..1).unwrap_or_default() } else { &self.runs[..] };
        if !runs::can_be_drawn(chart, of) {
            return Ok(Vec::new());
        }
        if is_of_first {
            return runs::pictures_of_first(chart, &self.runs);
        }
        let mut pictures = runs::pictures(chart, of, &Wishes::default())?;
        if chart == Chart::Pathways && pictures.len() > MOST_PATHWAYS {
            let people = |picture: &Picture| {
                let pathway = picture.id().strip_prefix("pathway-").unwrap_or_default();
                self.runs.first().map_or(0.0, |run| run.mean(&format!("pathways.{pathway}.nctr_people")))
            };
            pictures.sort_by(|one, other| people(other).total_cmp(&people(one)));
            pictures.truncate(MOST_PATHWAYS);
        }
        Ok(pictures)
    }

    /// Whether some pathways have no chart.
    pub(super) fn has_more_pathways(&self) -> bool {
        let of = |run: &RunFolder| run.ready.model.pathways.iter().filter(|pathway| !pathway.needs.is_empty()).count();
        self.runs.first().is_some_and(|run| of(run) > MOST_PATHWAYS)
    }

    /// Whether one replication was run, which has no intervals.
    pub(super) fn is_single(&self) -> bool {
        self.runs.iter().any(|run| run.run.replications < 2)
    }

    /// Charts that say whether there are enough replications, and a warm-up that is long enough.
    ///
    /// # Errors
    /// As [`Self::of_runs`].
    pub(super) fn pictures_of_method(&self) -> Result<Vec<Picture>, Failure> {
        let charts = CHARTS.into_iter().filter(|chart| is_about_method(*chart));
        let pictures = charts.map(|chart| self.of_runs(chart));
        pictures.collect::<Result<Vec<_>, _>>().map(|pictures| pictures.into_iter().flatten().collect())
    }

    /// The titles of the scenarios.
    pub(super) fn title(&self) -> String {
        let mut titles: Vec<&str> = Vec::new();
        for run in &self.runs {
            if !titles.contains(&run.run.scenario.as_str()) {
                titles.push(&run.run.scenario);
            }
        }
        titles.join("; ")
    }

    /// What was simulated, in a line.
    pub(super) fn subtitle(&self) -> String {
        let Some(run) = self.runs.first() else { return String::new() };
        let simulated = numbers::count(run.run.replications.into(), "replication");
        format!("{} · {simulated} · {}", runs::period(run), run.run.program)
    }
}

/// The differences, if there are any.
///
/// # Errors
/// If the comparison cannot be read.
pub(super) fn differences_of(path: &Path) -> Result<Option<Picture>, Failure> {
    match differences::picture(path, &[], &[]) {
        // Two scenarios need not have a measure in common, and one replication has no differences.
        Err(Failure::Usage(_)) => Ok(None),
        drawn => drawn.map(Some),
    }
}

const fn is_about_method(chart: Chart) -> bool {
    matches!(chart, Chart::Convergence | Chart::WarmUp)
}
