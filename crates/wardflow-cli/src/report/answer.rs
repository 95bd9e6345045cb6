//! The answer in a few lines, each with its number.

use super::material::Material;
use crate::{english::lower, exit::Failure, plot::picture::Picture, run_folder::RunFolder};

/// More lines nobody reads.
const MOST: usize = 5;
/// Pictures whose finding another line tells, or that are about one pathway; the beginnings of their names.
const LEFT_OUT: [&str; 3] = ["differences", "bridge", "pathway-"];

/// What the runs say, the most important first: whether they keep up, people, differences, then what the charts found.
///
/// # Errors
/// If a run cannot be read.
pub(super) fn lines(material: &Material, charts: &[Picture]) -> Result<Vec<String>, Failure> {
    if let Some(winter) = &material.winter {
        return winter.answer(material);
    }
    let several = material.runs.len() > 1;
    let findings: Vec<String> = material.comparison.iter().flat_map(|(_, comparison)| comparison.sentences()).collect();
    // What is told as a difference is not told as a number too.
    let told = if findings.is_empty() { &material.runs[..] } else { material.runs.get(..1).unwrap_or_default() };
    let verdicts: Vec<String> = told.iter().flat_map(|run| verdict(run, several)).collect();
    let most = MOST.max(verdicts.len() + findings.len() + 1);
    // Of several runs, what holds for all comes before what is of one.
    let is_of_one =
        |title: &str| several && material.runs.iter().any(|run| title.starts_with(&format!("{}: ", run.name)));
    let is_left_out = |chart: &Picture| LEFT_OUT.iter().any(|name| chart.id().starts_with(name));
    let titles = charts.iter().filter(|chart| !is_left_out(chart)).map(Picture::title);
    let (of_one, of_all): (Vec<&str>, Vec<&str>) = titles.partition(|title| is_of_one(title));
    let titles = of_all.into_iter().chain(of_one).map(|title| format!("{title}."));
    Ok(verdicts.into_iter().chain(findings).chain(titles).take(most).collect())
}

/// The verdict on a run; of one of several, named, what comes first.
fn verdict(run: &RunFolder, named: bool) -> Vec<String> {
    /// The answer, whether it keeps up, and people.
    const FIRST: usize = 3;
    let verdict = &run.run.verdict;
    if named {
        let first = verdict.iter().take(FIRST).cloned().collect::<Vec<String>>().join(" ");
        vec![format!("{}: {}", run.name, lower(&first))]
    } else {
        verdict.clone()
    }
}
