//! What came of a verification, and that as JSON and CSV.

use serde::Serialize;
use wardflow_montecarlo::verification::{Case, Finding, Length, MOST_STANDARD_ERRORS, Verdict, paper::Paper};

use crate::{cells, exit::Failure, experiment::PROGRAM, numbers};

/// What came of a verification.
pub(crate) struct Report<'a> {
    pub(crate) seed: u64,
    pub(crate) length: Length,
    pub(crate) cases: Vec<CaseReport<'a>>,
    /// None if only some cases were wanted.
    pub(crate) rules: Option<Rules>,
    /// None if only some cases were wanted.
    pub(crate) paper: Option<&'a Paper>,
}

/// What came of a case.
pub(crate) struct CaseReport<'a> {
    pub(crate) case: &'a Case,
    pub(crate) replications: u32,
    pub(crate) findings: Vec<Finding>,
}

/// What holds in every run.
#[derive(Serialize)]
pub(crate) struct Rules {
    pub(crate) scenario: &'static str,
    pub(crate) replications: u32,
    pub(crate) broken_steps: u64,
    pub(crate) first_fault: Option<String>,
    pub(crate) depend_on_threads: usize,
}

impl Rules {
    /// What was looked at, and whether it holds.
    pub(crate) fn checks(&self) -> [(String, String, bool); 2] {
        [
            (
                format!(
                    "Nobody is lost, no capacity exceeded, nobody waits without need: every step of {}",
                    self.scenario
                ),
                numbers::count(self.broken_steps, "broken step"),
                self.broken_steps == 0,
            ),
            (
                format!(
                    "The same bits on one thread and on two: {} of {}",
                    numbers::count(self.replications.into(), "replication"),
                    self.scenario
                ),
                numbers::count(self.depend_on_threads as u64, "measure") + " that differ",
                self.depend_on_threads == 0,
            ),
        ]
    }
}

impl Report<'_> {
    /// Every value with its case.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&CaseReport<'_>, &Finding)> {
        self.cases.iter().flat_map(|case| case.findings.iter().map(move |finding| (case, finding)))
    }

    /// All that is not as it should be, in words.
    pub(crate) fn faults(&self) -> Vec<String> {
        let values =
            self.findings().filter(|(_, finding)| finding.verdict != Verdict::Agrees).map(|(case, finding)| {
                let why = match finding.verdict {
                    Verdict::TooVague => "its standard error is too large to tell".into(),
                    _ => format!("it differs by {} standard errors", numbers::signed(finding.z(), 1)),
                };
                format!("case `{}`, measure `{}`: {why}", case.case.name, finding.measure)
            });
        let rules = self.rules.iter().flat_map(Rules::checks).filter(|(.., holds)| !holds);
        let rules = rules.map(|(what, found, _)| format!("{what}: {found}"));
        let first = self.rules.iter().filter_map(|rules| rules.first_fault.clone());
        let figures = self.paper.iter().flat_map(|paper| &paper.figures).filter(|figure| !figure.holds());
        let figures =
            figures.map(|figure| format!("{} (paragraph {}) does not come out", figure.what, figure.paragraph));
        values.chain(rules).chain(first).chain(figures).collect()
    }

    /// One sentence that says how it went.
    pub(crate) fn summary(&self) -> String {
        let agree = self.findings().filter(|(_, finding)| finding.verdict == Verdict::Agrees).count() as u64;
        let all = numbers::count(self.findings().count() as u64, "value");
        let cases = numbers::count(self.cases.len() as u64, "case");
        format!("{} of {all} in {cases} agree with what is expected of them.", numbers::whole(agree))
    }

    /// How values are judged.
    pub(crate) fn rule(&self) -> String {
        let error = numbers::number(100.0 * self.length.largest_relative_error(), 1);
        format!(
            "A value agrees when it lies within {MOST_STANDARD_ERRORS} standard errors of what is expected; where that is \
             exact, the standard error must be at most {error}% of it."
        )
    }
}

/// The verdict in a word or two.
pub(crate) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Differs => "DIFFERS",
        Verdict::TooVague => "too vague",
    }
}

/// The key of a measure, with the measured day if it is of one.
pub(crate) fn measure(finding: &Finding) -> String {
    finding.on_day.map_or_else(|| finding.measure.clone(), |day| format!("{} on day {day}", finding.measure))
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    seed: u64,
    long: bool,
    all_agree: bool,
    values: Vec<Row<'a>>,
    rules: Option<&'a Rules>,
    paper: Vec<FigureRow<'a>>,
}

/// One value: the members in JSON, the columns in CSV.
#[derive(Serialize)]
struct Row<'a> {
    case: &'a str,
    what: &'a str,
    scenario: &'a str,
    changes: String,
    replications: u32,
    measure: &'a str,
    unit: &'static str,
    day: Option<usize>,
    expected: f64,
    simulated: f64,
    standard_error: f64,
    z: f64,
    verdict: &'static str,
    source: &'a str,
}

#[derive(Serialize)]
struct FigureRow<'a> {
    what: &'a str,
    paragraph: u32,
    published: f64,
    recomputed: f64,
    gap: f64,
    unit: &'a str,
    asserted: bool,
    holds: bool,
}

fn rows<'a>(report: &'a Report<'_>) -> Vec<Row<'a>> {
    let rows = report.findings().map(|(case, finding)| Row {
        case: &case.case.name,
        what: &case.case.what,
        scenario: &case.case.scenario,
        changes: case.case.set.join("; "),
        replications: case.replications,
        measure: &finding.measure,
        unit: finding.unit.title(),
        day: finding.on_day,
        expected: finding.expected,
        simulated: finding.simulated,
        standard_error: finding.standard_error,
        z: finding.z(),
        verdict: match finding.verdict {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "differs",
            Verdict::TooVague => "too_vague",
        },
        source: &case.case.source,
    });
    rows.collect()
}

/// Everything as JSON.
pub(crate) fn json(report: &Report<'_>) -> Result<String, Failure> {
    let figures = report.paper.iter().flat_map(|paper| &paper.figures).map(|figure| FigureRow {
        what: &figure.what,
        paragraph: figure.paragraph,
        published: figure.published,
        recomputed: figure.recomputed(),
        gap: figure.gap(),
        unit: &figure.unit,
        asserted: figure.asserted,
        holds: figure.holds(),
    });
    let document = Document {
        format: "wardflow/verification",
        version: 1,
        program: PROGRAM,
        seed: report.seed,
        long: report.length == Length::Long,
        all_agree: report.faults().is_empty(),
        values: rows(report),
        rules: report.rules.as_ref(),
        paper: figures.collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// The values as CSV.
pub(crate) fn csv(report: &Report<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut table = cells::writer(&mut bytes);
    for row in rows(report) {
        table.serialize(row).map_err(|why| Failure::Output(why.into()))?;
    }
    table.flush().map_err(Failure::Output)?;
    drop(table);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
