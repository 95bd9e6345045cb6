//! The verification as a document for a model's quality-assurance record.

use std::path::Path;

use wardflow_montecarlo::verification::Length;

use super::{
    report::Report,
    table::{self, gap, outcome},
};
use crate::{exit::Failure, experiment::PROGRAM, numbers, output::markdown};

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Markdown,
    Html,
}

/// By these an earlier document is known again.
pub(crate) const BEGINNINGS: [&str; 2] = ["# Verification of wardflow\n", "<title>wardflow verification</title>"];

/// The kind that a file's name asks for.
///
/// # Errors
/// If it asks for none.
pub(crate) fn kind(path: &Path) -> Result<Kind, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(Kind::Markdown),
        Some("html" | "htm") => Ok(Kind::Html),
        _ => Err(Failure::Usage(format!(
            "--out {}: the document is Markdown or HTML: end the name of the file with .md or .html",
            path.display()
        ))),
    }
}

/// Collects headings, paragraphs and tables.
struct Writer {
    kind: Kind,
    text: String,
}

impl Writer {
    fn heading(&mut self, level: usize, text: &str) {
        let (marks, text) = ("#".repeat(level), self.safe(text));
        match self.kind {
            Kind::Markdown => self.text.extend([format!("{marks} {text}\n\n")]),
            Kind::Html => self.text.extend([format!("<h{level}>{text}</h{level}>\n")]),
        }
    }

    fn paragraph(&mut self, text: &str) {
        let text = self.safe(text);
        match self.kind {
            Kind::Markdown => self.text.extend([format!("{text}\n\n")]),
            Kind::Html => self.text.extend([format!("<p>{text}</p>\n")]),
        }
    }

    /// A table whose first column is text and whose others are numbers and verdicts.
    fn table<const N: usize>(&mut self, heading: [&str; N], rows: &[[String; N]]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let row = |mark: &str, cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| format!("<{mark}>{cell}</{mark}>")).collect();
            format!("<tr>{}</tr>\n", cells.concat())
        };
        let heading = heading.map(|cell| self.safe(cell));
        let rows = rows.iter().map(|cells| cells.each_ref().map(|cell| self.safe(cell.trim())));
        match self.kind {
            Kind::Markdown => {
                let body: String = rows.map(|cells| line(&cells)).collect();
                let rule = format!("|---|{}\n", "---:|".repeat(N - 1));
                self.text.extend([format!("{}{rule}{body}\n", line(&heading))]);
            }
            Kind::Html => {
                let body: String = rows.map(|cells| row("td", &cells)).collect();
                self.text.extend([format!("<table>\n{}{body}</table>\n", row("th", &heading))]);
            }
        }
    }

    fn safe(&self, text: &str) -> String {
        match self.kind {
            Kind::Markdown => markdown(text).replace('|', "\\|"),
            Kind::Html => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        }
    }
}

const HTML_HEAD: &str = "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
    <title>wardflow verification</title>\n<style>\n\
    body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }\n\
    table { border-collapse: collapse; margin: 1em 0; }\n\
    th, td { border-bottom: 1px solid #ccc; padding: .2em .8em; text-align: right; }\n\
    th:first-child, td:first-child { text-align: left; }\n\
    </style>\n</head>\n<body>\n";

/// The whole document.
pub(crate) fn document(report: &Report<'_>, kind: Kind) -> String {
    let mut to = Writer { kind, text: String::new() };
    to.heading(1, "Verification of wardflow");
    let pack = if report.length == Length::Long { "exact pack" } else { "ordinary pack" };
    to.paragraph(&format!("{PROGRAM}, {pack}, seed {} (chosen before looking).", report.seed));
    let faults = report.faults();
    to.paragraph(&report.summary());
    for fault in &faults {
        to.paragraph(&format!("Not as it should be: {fault}."));
    }
    to.paragraph(&report.rule());
    to.paragraph(
        "Where what is expected is itself known only to so much, the difference within that does not count towards z.",
    );
    for case in &report.cases {
        to.heading(2, &format!("{}: {}", case.case.name, case.case.what));
        let changes =
            if case.case.set.is_empty() { String::new() } else { format!(" with {}", case.case.set.join(" and ")) };
        let replications = numbers::count(case.replications.into(), "replication");
        to.paragraph(&format!(
            "{replications} of scenario {}{changes}. Expected values: {}.",
            case.case.scenario, case.case.source
        ));
        let mut heading = table::headings();
        heading[0] = "measure";
        let rows: Vec<[String; 6]> = case.findings.iter().map(table::row).collect();
        to.table(heading, &rows);
    }
    if let Some(rules) = &report.rules {
        to.heading(2, "What holds in every run");
        let rows =
            rules.checks().map(|(what, found, holds)| [what, found, if holds { "holds" } else { "FAILS" }.into()]);
        to.table(["what", "found", "verdict"], &rows);
    }
    if let Some(paper) = report.paper {
        to.heading(2, "Arithmetic of a paper");
        to.paragraph(&format!(
            "{}. Sums must come out; products of rounded figures are shown for the reader to judge.",
            paper.source
        ));
        let rows: Vec<[String; 6]> = paper
            .figures
            .iter()
            .map(|figure| {
                let [published, recomputed] =
                    [figure.published, figure.recomputed()].map(|value| numbers::number(value, 1));
                let (gap, verdict) = (gap(figure.gap()), outcome(figure.asserted, figure.holds()));
                let what = format!("{} (paragraph {})", figure.what, figure.paragraph);
                [what, published, recomputed, gap, figure.unit.clone(), verdict.to_owned()]
            })
            .collect();
        to.table(["figure", "published", "recomputed", "gap", "unit", "verdict"], &rows);
    }
    match kind {
        Kind::Markdown => to.text.trim_end().to_owned() + "\n",
        Kind::Html => format!("{HTML_HEAD}{}</body>\n</html>\n", to.text),
    }
}
