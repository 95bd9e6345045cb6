//! What holds in every run whatever the numbers: nobody is lost, and threads change nothing.

use wardflow_core::{
    measures::Catalogue,
    model::Model,
    random::Seed,
    replication::{Keep, Replication},
};

use crate::{
    daily,
    experiment::{Plan, Progress, run},
    subject::{Subject, Unfinished},
};

/// Steps of a replication after which something did not hold that always should: conservation of patients, capacity,
/// nobody waiting whom the rules would let start. Also gives the first such fault.
///
/// # Errors
/// If the replication cannot be finished.
pub fn broken_steps(model: &Model, seed: u64) -> Result<(u64, Option<String>), Unfinished> {
    let mut replication = Replication::new(model);
    let (mut broken, mut first) = (0, None);
    replication.begin(Seed(seed), 0, Keep::default());
    while replication.step() {
        if let Err(fault) = replication.audit() {
            broken += 1;
            first.get_or_insert(fault);
        }
    }
    replication.finish()?;
    Ok((broken, first))
}

/// Measures that differ in any bit, in any replication, between one thread and two.
///
/// # Errors
/// If a replication cannot be finished.
pub fn measures_that_depend_on_threads(
    model: &Model,
    seed: u64,
    replications: u32,
    progress: Progress<'_>,
) -> Result<usize, Unfinished> {
    let catalogue = Catalogue::of(model);
    let ran = |threads| {
        let plan = Plan { seed: Seed(seed), replications, threads: Some(threads), daily: daily::nothing };
        run(Subject::certain(model, &catalogue), &plan, progress)
    };
    let (one, two) = (ran(1)?, ran(2)?);
    let differs = |measure: &usize| {
        let bits = |values: &[f64]| values[*measure].to_bits();
        let mean = |results: &crate::experiment::Results| results.measures[*measure].summary.mean.to_bits();
        mean(&one) != mean(&two) || one.values.iter().zip(&two.values).any(|(one, two)| bits(one) != bits(two))
    };
    Ok((0..catalogue.measures().len()).filter(differs).count())
}
