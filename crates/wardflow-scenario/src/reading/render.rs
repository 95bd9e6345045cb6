//! Problems as text: the line of the file with a mark under the place, and the remedy.

use std::fmt::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::problem::{Place, Problem, Problems, Severity};
use super::words::visible;

/// A place further to the right is shown without the beginning of its line.
const FAR: usize = 400;
/// At most this many characters after the beginning of a place are shown.
const AHEAD: usize = 200;
/// Longer paths are cut.
const LONGEST_PATH: usize = 80;

/// The line a place lies on, cut to a bearable length, and the place in it.
struct Line<'s> {
    text: &'s str,
    start: usize,
    end: usize,
    /// Whether its beginning is cut off.
    cut: bool,
}

impl Problems {
    /// All problems for a terminal or a log, the one-line summary last. Without colour only ASCII marks are drawn.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut out = String::new();
        for problem in self.iter() {
            out.push_str(&renderer.render(&[self.group(problem)]));
            out.push_str("\n\n");
        }
        if self.more() > 0 {
            // Writing to a string does not fail.
            let _ = write!(out, "... and {} more\n\n", self.more());
        } else if self.is_cut_short() || self.is_full() {
            out.push_str("... and perhaps more: the search ended here\n\n");
        }
        out.push_str(&visible(&self.summary()));
        out.push('\n');
        out
    }

    fn group<'s>(&'s self, problem: &Problem) -> Group<'s> {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(visible(&problem.what));
        let mut path = visible(&problem.path.to_string());
        if let Some((cut, _)) = path.char_indices().nth(LONGEST_PATH) {
            path.truncate(cut);
            path.push_str("...");
        }
        let mut group = match problem.place {
            Some(place) => self.group_at(title, place, path),
            None if path.is_empty() => Group::with_title(title),
            None => title.element(Level::NOTE.message(format!("this is about {path}"))),
        };
        if !problem.remedy.is_empty() {
            group = group.element(Level::HELP.message(visible(&problem.remedy)));
        }
        group
    }

    fn group_at<'s>(&'s self, title: annotate_snippets::Title<'s>, place: Place, path: String) -> Group<'s> {
        let (number, column) = self.line_and_column(place);
        let name = visible(self.source(place.file).map_or("", |source| source.name.as_str()));
        let origin = Origin::path(name.clone()).line(number).char_column(column);
        let Some(line) = self.line(place) else { return title.element(origin) };
        let mark = AnnotationKind::Primary.span(line.start..line.end);
        let mark = if path.is_empty() { mark } else { mark.label(path) };
        let snippet = Snippet::source(line.text).line_start(number).annotation(mark);
        // A snippet counts its columns from the beginning of what it shows.
        if line.cut { title.element(origin).element(snippet) } else { title.element(snippet.path(name)) }
    }

    fn line(&self, place: Place) -> Option<Line<'_>> {
        let text: &str = &self.source(place.file)?.text;
        let start = text.get(..place.start)?.rfind('\n').map_or(0, |i| i + 1);
        let length = text[place.start..].find('\n').unwrap_or(text.len() - place.start);
        let whole = text[start..place.start + length].trim_end_matches('\r');
        if whole.trim().is_empty() {
            return None;
        }
        let from = (place.start - start).min(whole.len());
        let to = (place.end - start).clamp(from, whole.len());
        let last = forth(whole, from, AHEAD);
        let cut = from > FAR;
        let first = if cut { back(whole, from, FAR / 4) } else { 0 };
        Some(Line { text: &whole[first..last], start: from - first, end: to.min(last) - first, cut })
    }
}

/// The byte `n` characters before `at`.
fn back(text: &str, at: usize, n: usize) -> usize {
    text[..at].char_indices().rev().nth(n).map_or(0, |(i, _)| i)
}

/// The byte `n` characters after `at`.
fn forth(text: &str, at: usize, n: usize) -> usize {
    text[at..].char_indices().nth(n).map_or(text.len(), |(i, _)| at + i)
}
