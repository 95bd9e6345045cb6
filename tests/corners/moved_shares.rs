//! A changed share moves only those who join or leave what has it.

use super::support::Experiment;

/// By how much fewer replications tell the difference when both systems have the same random numbers: the variance of
/// unpaired differences divided by that of paired ones.
fn variance_ratio(before: &[&str], after: &[&str], measure: &str) -> f64 {
    const REPLICATIONS: u32 = 60;
    let [before, after] = [before, after].map(|overrides| {
        let experiment = Experiment::of("southampton-2021", overrides);
        let results = experiment.run(1, REPLICATIONS, false);
        let at = experiment.find(measure);
        results.values.iter().map(|values| values[at]).collect::<Vec<f64>>()
    });
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    };
    let paired: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
    (variance(&before) + variance(&after)) / variance(&paired)
}

#[test]
fn lowering_one_pathway_leaves_the_others_alone() {
    let ratio = variance_ratio(&[], &["cohorts.southampton_residents.pathways.p2=0.06"], "nctr_people");
    assert!(ratio >= 300.0, "{ratio}");
}
