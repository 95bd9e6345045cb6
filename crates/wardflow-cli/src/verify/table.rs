//! The verification as a table on the screen.

use wardflow_montecarlo::verification::{Finding, Length};

use super::report::{Report, measure, verdict};
use crate::{
    columns::{Align, Columns, WIDTH},
    experiment::PROGRAM,
    numbers,
    output::bold,
    table::paragraphs,
};

const ALIGNS: [Align; 6] = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Left];

/// The table; the text ends with a line feed.
pub(crate) fn table(report: &Report<'_>, colour: bool) -> String {
    let pack = if report.length == Length::Long { "exact pack" } else { "verification pack" };
    let mut text = format!("{}\n\n", bold(&format!("{PROGRAM}: {pack}, seed {}", report.seed), colour));
    let heading = headings().map(str::to_owned);
    let rows: Vec<Vec<[String; 6]>> = report.cases.iter().map(|case| case.findings.iter().map(row).collect()).collect();
    let all = std::iter::once(&heading).chain(rows.iter().flatten()).map(<[String; 6]>::as_slice);
    let columns = Columns::for_rows(ALIGNS, all, WIDTH);
    text.push_str(&columns.row(&heading));
    for (case, rows) in report.cases.iter().zip(&rows) {
        let replications = numbers::count(case.replications.into(), "replication");
        text.push_str(&paragraphs(&[format!("{}: {} ({replications})", case.case.name, case.case.what)]));
        text.extend(rows.iter().map(|row| columns.row(row)));
    }
    if let Some(rules) = &report.rules {
        text.extend([format!("\n{}\n", bold("What holds in every run", colour))]);
        for (what, found, holds) in rules.checks() {
            text.push_str(&paragraphs(&[format!("  {what}: {found}{}", if holds { "" } else { " (FAILS)" })]));
        }
    }
    if let Some(paper) = report.paper {
        text.extend([format!(
            "\n{}\n{}",
            bold("Arithmetic of a paper", colour),
            paragraphs(std::slice::from_ref(&paper.source))
        )]);
        let heading = ["", "published", "recomputed", "gap", "", ""].map(str::to_owned);
        let figures = paper.figures.iter().map(|figure| {
            let [published, recomputed] =
                [figure.published, figure.recomputed()].map(|value| numbers::number(value, 1));
            [
                format!("  {} (§{})", figure.what, figure.paragraph),
                published,
                recomputed,
                gap(figure.gap()),
                figure.unit.clone(),
                outcome(figure.asserted, figure.holds()).to_owned(),
            ]
        });
        let rows: Vec<[String; 6]> = std::iter::once(heading).chain(figures).collect();
        let aligns = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Left, Align::Left];
        let columns = Columns::for_rows(aligns, rows.iter().map(<[String; 6]>::as_slice), WIDTH);
        text.extend(rows.iter().map(|row| columns.row(row)));
    }
    text.push('\n');
    text + &paragraphs(&[report.rule(), report.summary()])
}

/// The headings of the values.
pub(crate) const fn headings() -> [&'static str; 6] {
    ["", "expected", "simulated", "standard error", "z", "verdict"]
}

/// The cells of a value.
pub(crate) fn row(finding: &Finding) -> [String; 6] {
    let known = finding.allowance > 0.0;
    [
        format!("  {}", measure(finding)),
        numbers::number(finding.expected, 4),
        numbers::number(finding.simulated, 4),
        numbers::number(finding.standard_error, 4),
        // Within what is known of the expected value there is no difference to speak of.
        if known && finding.z() == 0.0 { "0".into() } else { numbers::signed(finding.z(), 2) },
        verdict(finding.verdict).to_owned(),
    ]
}

/// A gap; 0 for what is due to the arithmetic of computers.
pub(crate) fn gap(gap: f64) -> String {
    if gap.abs() < 1e-6 { "0".into() } else { numbers::signed(gap, 1) }
}

/// What is said of a figure of the paper.
pub(crate) const fn outcome(asserted: bool, holds: bool) -> &'static str {
    match (asserted, holds) {
        (true, true) => "agrees",
        (true, false) => "DIFFERS",
        (false, _) => "shown",
    }
}
