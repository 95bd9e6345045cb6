//! Checks of all points before any of them runs.

use indexmap::IndexMap;
use rayon::prelude::*;
use wardflow_scenario::reading::{Path, Problems, Severity};

use super::{Sweep, point};
use crate::{experiment::Progress, threads::Threads};

/// Points that are checked before their faults are put together.
const BLOCK: usize = 512;

/// What the checks of points found that does not stop the sweep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overloaded {
    /// Points at which some resource has more work than it can do.
    pub points: usize,
    /// The first of them, and what was said there.
    pub first: Option<(usize, String)>,
}

/// What is wrong with a point.
struct Fault {
    path: Path,
    what: String,
    remedy: String,
}

/// What a point has to say.
#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
    overload: Option<String>,
}

impl Sweep {
    /// Opens every one of these points as it will be opened to run; `progress` is called after each.
    ///
    /// # Errors
    /// What is wrong, each fault once with the first point that has it and the number of further ones.
    pub fn check(&self, points: &[usize], threads: &Threads, progress: Progress<'_>) -> Result<Overloaded, Problems> {
        let mut faults: IndexMap<(Path, String), (usize, Fault, usize)> = IndexMap::new();
        let mut overloaded = Overloaded::default();
        for numbers in points.chunks(BLOCK) {
            let check = |&point| {
                let found = self.check_one(point);
                progress();
                found
            };
            let found: Vec<Found> = threads.do_all(|| numbers.par_iter().map(check).collect());
            for (&point, Found { faults: of_point, overload }) in numbers.iter().zip(found) {
                for fault in of_point {
                    // The same remedy at the same place is the same fault, whatever the value.
                    let key = (fault.path.clone(), fault.remedy.clone());
                    faults.entry(key).and_modify(|(.., more)| *more += 1).or_insert((point, fault, 0));
                }
                if let Some(what) = overload {
                    overloaded.points += 1;
                    overloaded.first.get_or_insert((point, what));
                }
            }
        }
        if faults.is_empty() { Ok(overloaded) } else { Err(self.report(faults.into_values())) }
    }

    fn check_one(&self, point: usize) -> Found {
        let variant = &self.variants[self.variant_of(point)];
        let opened = variant.base.open(&point::overrides(&self.axes, self.at(point)));
        if opened.ready.is_some() {
            let warning = opened.problems.iter().find(|problem| problem.code == "overload");
            return Found { faults: Vec::new(), overload: warning.map(|problem| problem.what.clone()) };
        }
        let errors = opened.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let faults = errors.map(|problem| Fault {
            path: problem.path.clone(),
            what: problem.what.clone(),
            remedy: problem.remedy.clone(),
        });
        Found { faults: faults.collect(), overload: None }
    }

    /// The faults at the places of the plan that brought them about.
    fn report(&self, faults: impl Iterator<Item = (usize, Fault, usize)>) -> Problems {
        let mut reading = self.reading.clone();
        let (_, mut report) = reading.check();
        for (point, Fault { path, what, remedy }, more) in faults {
            let at = self.describe(point);
            let more = match more {
                0 => String::new(),
                1 => ", and at 1 further point".into(),
                more => format!(", and at {more} further points"),
            };
            let axis = self.axes.iter().find(|axis| Path::parse(&axis.path).is_ok_and(|axis| path.starts_with(&axis)));
            let place = match axis.filter(|_| self.csv.is_none()).and_then(|axis| self.written_axis(&axis.path)) {
                Some(written) => Path::of(["vary", written]),
                None if self.csv.is_some() => Path::of(["design", "csv", "file"]),
                None => Path::of(["vary"]),
            };
            let about = if axis.is_some() { String::new() } else { format!("`{path}`: ") };
            let is_sampled = axis.is_some_and(|axis| self.is_continuous(&axis.path));
            let remedy = if is_sampled && what.ends_with("is not a whole number") {
                format!("{remedy}: add `\"step\": 1`")
            } else {
                remedy
            };
            report.error("sweep-point", place, format!("{about}{what} (at {at}{more})"), remedy);
        }
        reading.problems
    }

    /// The key in the plan of an axis.
    fn written_axis(&self, path: &str) -> Option<&str> {
        let keys = self.plan.vary.keys().map(String::as_str);
        keys.into_iter().find(|key| Path::parse(key).is_ok_and(|key| key.to_string() == path))
    }

    fn is_continuous(&self, path: &str) -> bool {
        let axis = self.written_axis(path).and_then(|key| self.plan.vary.get(key));
        self.csv.is_none() && axis.is_some_and(|axis| axis.values.is_none() && axis.step.is_none())
    }
}
