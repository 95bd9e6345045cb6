//! What is wrong with a scenario: where, what, and what to do about it.

use std::fmt;

use super::library::Source;
use super::path::Path;
use super::words::count;

/// At most this many problems are kept; further ones are counted.
pub const MAX_PROBLEMS: usize = 100;

/// The short names of the problems that reading itself reports.
pub(super) mod codes {
    pub(crate) const ANNOTATION: &str = "annotation";
    pub(crate) const COUNTS: &str = "counts";
    pub(crate) const DUPLICATE: &str = "duplicate-key";
    pub(crate) const EXTENDS: &str = "extends";
    pub(crate) const INVALID: &str = "invalid-value";
    pub(crate) const LIMIT: &str = "limit";
    pub(crate) const LOAD: &str = "load";
    pub(crate) const MISSING: &str = "missing-key";
    pub(crate) const OVERRIDE: &str = "override";
    pub(crate) const SYNTAX: &str = "syntax";
    pub(crate) const TYPE: &str = "wrong-type";
    pub(crate) const UNKNOWN: &str = "unknown-key";
    pub(crate) const VARIANT: &str = "unknown-choice";
}

/// One of the texts that were read: a file, a built-in scenario or an override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// Its place among the texts.
    pub(super) const fn number(self) -> usize {
        self.0 as usize
    }
}

/// Where something was written: bytes `start..end` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The text.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// Whether a problem stops the scenario from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// The scenario can be used, but may not mean what its author thinks.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the scenario from being used.
    pub severity: Severity,
    /// A short name for this sort of problem, for programs and tests.
    pub code: &'static str,
    /// The value it is about.
    pub path: Path,
    /// Where to look, if it was written anywhere.
    pub place: Option<Place>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

/// The problems of one scenario in the order of its text, with the texts they point into.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    sources: Vec<Source>,
    list: Vec<Problem>,
    more: usize,
    /// Whether the search ended before everything was looked at.
    cut_short: bool,
}

impl Problem {
    /// A problem that stops the scenario from being used.
    pub fn error(
        code: &'static str,
        path: Path,
        place: Option<Place>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Error, code, path, place, what: what.into(), remedy: remedy.into() }
    }

    /// A problem that does not stop the scenario from being used.
    pub fn warning(
        code: &'static str,
        path: Path,
        place: Option<Place>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, place, what, remedy) }
    }
}

impl Problems {
    /// Adds a problem; beyond [`MAX_PROBLEMS`] it is only counted.
    pub fn push(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
            return;
        }
        // Few enough that keeping them sorted is cheap.
        let order = |problem: &Problem| (problem.place, problem.path.clone());
        let key = order(&problem);
        let i = self.list.partition_point(|other| order(other) <= key);
        self.list.insert(i, problem);
    }

    /// Adds several problems.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    /// The problems in the order of the text; those without a place come first.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// How many problems there are, those that were only counted included.
    pub fn len(&self) -> usize {
        self.list.len() + self.more
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether any problem stops the scenario from being used.
    pub fn has_errors(&self) -> bool {
        self.more > 0 || self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether further problems are only counted.
    pub fn is_full(&self) -> bool {
        self.list.len() >= MAX_PROBLEMS
    }

    /// The text that a place points into.
    pub fn source(&self, file: FileId) -> Option<&Source> {
        self.sources.get(file.number())
    }

    /// All texts that were read: the scenario first, then what it extends, then the overrides.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The line and the column at which a place begins, both counted from 1; columns count characters.
    pub fn line_and_column(&self, place: Place) -> (usize, usize) {
        let text = self.source(place.file).map_or("", |source| &source.text);
        let before = text.get(..place.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
    }

    /// One line, such as `3 problems in my.json`.
    pub fn summary(&self) -> String {
        let name = self.sources.first().map_or("the scenario", |source| source.name.as_str());
        let warnings = self.list.iter().filter(|problem| problem.severity == Severity::Warning).count();
        let errors = self.len() - warnings;
        match (errors, warnings) {
            (0, 0) => format!("no problems in {name}"),
            (_, 0) => format!("{} in {name}", count(errors, "problem")),
            (0, _) => format!("{} in {name}", count(warnings, "warning")),
            _ => format!("{} and {} in {name}", count(errors, "problem"), count(warnings, "warning")),
        }
    }

    /// Calls the overrides after the option by which they came, if that was not `--set`.
    pub fn call_overrides(&mut self, option: &str) {
        for source in &mut self.sources {
            if let Some(number) = source.name.strip_prefix("--set #") {
                source.name = format!("{option} #{number}");
            }
        }
    }

    /// The beginning of the first text.
    pub(super) const fn start() -> Place {
        Place { file: FileId(0), start: 0, end: 0 }
    }

    /// The problems that were counted but not kept.
    pub(super) const fn more(&self) -> usize {
        self.more
    }

    /// Whether there may be problems that nobody counted.
    pub(super) const fn is_cut_short(&self) -> bool {
        self.cut_short
    }

    /// Notes that the search ended before everything was looked at.
    pub(super) const fn cut_short(&mut self) {
        self.cut_short = true;
    }

    /// Counts problems that nobody will look at.
    pub(super) const fn count_more(&mut self, n: usize) {
        self.more += n;
    }

    /// The text that was read last.
    pub(super) fn last_source(&self) -> Option<FileId> {
        self.sources.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()).map(FileId)
    }

    /// Adds a text, which may hold places from now on.
    pub(super) fn add_source(&mut self, source: Source) -> FileId {
        self.sources.push(source);
        FileId(u32::try_from(self.sources.len() - 1).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}
