//! `wardflow verify`: runs the verification pack and says whether the program reproduces what is known exactly.

mod document;
mod report;
mod table;

use std::path::{Path, PathBuf};

use clap::Args;
use wardflow_montecarlo::verification::{Case, CaseError, Length, Pack, rules};

use self::report::{CaseReport, Report, Rules};
use crate::{
    exit::Failure,
    opening,
    options::Format,
    output::Output,
    progress::Progress,
    replace::{self, Product},
    whole_file,
};

pub(crate) use self::document::BEGINNINGS;

pub(crate) const EXAMPLES: &str = "\
Examples:
  All cases, and two cases only:
    wardflow verify
    wardflow verify exchange units-chain
  More cases, for longer, as a document for the model's quality record:
    wardflow verify --long --out verification.md

Exit code: 0 if everything agrees, 1 if anything does not, or is too uncertain to tell";

/// The scenario whose runs are audited.
const AUDITED: &str = "southampton-2021";
/// Replications that are compared between one thread and two.
const COMPARED: u32 = 8;

/// `wardflow verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Run only these cases [default: all].
    #[arg(value_name = "CASE")]
    cases: Vec<String>,
    /// Run more cases, and for longer, until standard errors are at most 0.5% instead of 1%.
    #[arg(long)]
    long: bool,
    /// Threads to run on; results do not depend on it [default: all processors].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// Print a table, or everything as JSON or CSV.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write a document with versions, seeds and references: Markdown (.md) or HTML (.html).
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file even if it is not an earlier document.
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the pack.
///
/// # Errors
/// If a case is not known or does not agree; if something cannot be run or written.
pub(crate) fn verify(arguments: &Verify, output: &mut Output) -> Result<(), Failure> {
    let kind = arguments.out.as_deref().map(document::kind).transpose()?;
    if let Some(path) = &arguments.out {
        replace::look(&[(path.clone(), Product::Verification)], arguments.force)?;
        whole_file::clean(path.parent().unwrap_or(Path::new("")));
    }
    let pack = Pack::built_in()?;
    let length = if arguments.long { Length::Long } else { Length::Ordinary };
    let chosen = chosen(&pack, length, &arguments.cases)?;
    let threads = arguments.threads.map(|threads| threads as usize);
    let whole = arguments.cases.is_empty();

    let rules_replications = if whole { u64::from(2 * COMPARED) } else { 0 };
    let all = chosen.iter().map(|(_, replications)| u64::from(*replications)).sum::<u64>() + rules_replications;
    let mut progress = Progress::new(all, "replication", output);
    let counter = progress.counter(output);
    let ran = chosen
        .iter()
        .map(|&(case, replications)| {
            let findings = case
                .run(pack.seed, replications, length, threads, &|| counter.one())
                .map_err(|why| failure(&case.name, why))?;
            Ok(CaseReport { case, replications, findings })
        })
        .collect::<Result<Vec<_>, Failure>>();
    let kept = if whole && ran.is_ok() { Some(rules(pack.seed, &|| counter.one())) } else { None };
    progress.end(output);
    let report =
        Report { seed: pack.seed, length, cases: ran?, rules: kept.transpose()?, paper: whole.then_some(&pack.paper) };

    if let (Some(path), Some(kind)) = (&arguments.out, kind) {
        whole_file::write(path, document::document(&report, kind).as_bytes())?;
        output.note(&format!("Document: {}\n", path.display()));
    }
    output.data(&match arguments.format {
        Format::Table => table::table(&report, output.colour().data),
        Format::Json => report::json(&report)?,
        Format::Csv => report::csv(&report)?,
    })?;
    let faults = report.faults();
    if faults.is_empty() { Ok(()) } else { Err(Failure::Unverified(faults.join("\n"))) }
}

/// The cases to run with their replications, in the order of the pack.
fn chosen<'a>(pack: &'a Pack, length: Length, names: &[String]) -> Result<Vec<(&'a Case, u32)>, Failure> {
    let unknown: Vec<String> = names
        .iter()
        .filter(|name| !pack.cases.iter().any(|case| case.name == **name))
        .map(|name| format!("there is no case `{name}`"))
        .collect();
    if !unknown.is_empty() {
        let known: Vec<&str> = pack.cases.iter().map(|case| case.name.as_str()).collect();
        return Err(Failure::Usage(format!("{}\nthe cases are: {}", unknown.join("\n"), known.join(", "))));
    }
    let wanted = pack.cases.iter().filter(|case| names.is_empty() || names.contains(&case.name));
    let found: Vec<_> = wanted.filter_map(|case| Some((case, case.replications(length)?))).collect();
    if found.is_empty() {
        return Err(Failure::Usage("these cases belong to the exact pack only: add --long".into()));
    }
    Ok(found)
}

/// What holds in every run, looked at in a shipped scenario.
fn rules(seed: u64, progress: &(dyn Fn() + Sync)) -> Result<Rules, Failure> {
    let (opened, _) = opening::open(AUDITED, &[]);
    let Some(ready) = opened.ready else { return Err(opening::failure(&opened.problems)) };
    let (broken_steps, first_fault) = rules::broken_steps(&ready.model, seed)?;
    let depend_on_threads = rules::measures_that_depend_on_threads(&ready.model, seed, COMPARED, progress)?;
    Ok(Rules { scenario: AUDITED, replications: COMPARED, broken_steps, first_fault, depend_on_threads })
}

fn failure(case: &str, why: CaseError) -> Failure {
    match why {
        CaseError::Run(why) => Failure::Unfinished(why),
        CaseError::Scenario(problems) => Failure::Unfit(format!("the built-in case `{case}` has errors\n{problems}")),
        CaseError::Measure(key) => Failure::Measures(format!("the built-in case `{case}` has no measure `{key}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_and_the_sums_of_the_paper_come_out() {
        let pack = Pack::built_in().unwrap();
        let rules = Some(rules(pack.seed, &|| ()).unwrap());
        let report =
            Report { seed: pack.seed, length: Length::Ordinary, cases: Vec::new(), rules, paper: Some(&pack.paper) };
        assert_eq!(report.faults(), Vec::<String>::new());
        insta::assert_snapshot!(table::table(&report, false));
    }

    #[test]
    fn a_sum_that_does_not_come_out_is_a_fault() {
        let mut pack = Pack::built_in().unwrap();
        pack.paper.figures.truncate(1);
        pack.paper.figures[0].published += 1.0;
        let paper = Some(&pack.paper);
        let report = Report { seed: pack.seed, length: Length::Ordinary, cases: Vec::new(), rules: None, paper };
        assert_eq!(report.faults(), ["discharges a month, all pathways (paragraph 19) does not come out"]);
    }
}
