//! One draw: the system that it makes, in a few replications.

use std::borrow::Cow;

use wardflow_core::{
    histogram::Histogram,
    measures::Catalogue,
    observe::Places,
    replication::{Keep, Replication, RunError},
};

use super::{Guess, cannot_keep_up};
use crate::{
    drift::DriftSums,
    experiment::Progress,
    stability::rather_fails,
    subject::{Subject, Unfinished},
};

/// Events that are spent on what can be admitted with a draw: some milliseconds.
const EVENTS_OF_A_DRAW: u64 = 50_000;

/// What the uncertain numbers of a system are.
pub(super) enum Values<'a> {
    /// As the file says.
    BestGuess,
    /// As a draw says.
    Drawn(&'a [f64]),
    /// One of them is this, the others are as the file says.
    One(usize, f64),
}

/// What came of a draw.
pub(super) struct Drawn {
    /// The replications it was run in; the best guess was, too.
    pub(super) replications: Vec<usize>,
    /// Every measure of each of them, in the catalogue's order.
    pub(super) values: Vec<Vec<f64>>,
    /// Quantiles of waits over the patients of all of them; not a number for other measures.
    pub(super) pooled: Vec<f64>,
}

impl Drawn {
    /// Values of its replications, each with that of the best guess in the same one.
    pub(super) fn pairs(&self, values: impl Iterator<Item = f64>, guess: &[f64]) -> Vec<(f64, f64)> {
        values.zip(self.replications.iter().map(|&replication| guess[replication])).collect()
    }
}

/// Runs a system with other numbers in some replications of the best guess; none if it cannot keep up with them.
///
/// `draw` is the number of the draw, for errors.
pub(super) fn run(
    guess: Guess<'_>,
    values: &Values<'_>,
    draw: u32,
    replications: Vec<usize>,
    progress: Progress<'_>,
) -> Result<Option<Drawn>, Unfinished> {
    let Guess { ready, catalogue, results } = guess;
    let refused = |why| Unfinished::Drawn { draw, why };
    let model = match (&ready.uncertainty, values) {
        (None, _) | (_, Values::BestGuess) => Ok(Cow::Borrowed(&ready.model)),
        (Some(uncertainty), Values::Drawn(drawn)) => uncertainty.model(drawn).map(Cow::Owned),
        (Some(uncertainty), &Values::One(number, value)) => uncertainty.model_with(number, value).map(Cow::Owned),
    };
    let model = model.map_err(refused)?;
    let its_own = Catalogue::of(&model);
    let keys = |catalogue: &Catalogue| -> Vec<String> {
        catalogue.measures().iter().map(|measure| measure.key.clone()).collect()
    };
    if keys(&its_own) != keys(catalogue) {
        let why = "they change what can be measured; keep them away from 0, which takes parts of a scenario away";
        return Err(refused(why.into()));
    }
    if cannot_keep_up(ready, &model) {
        for _ in &replications {
            progress();
        }
        return Ok(None);
    }

    let mut drawn = Drawn { replications, values: Vec::new(), pooled: Vec::new() };
    let mut histograms = vec![Histogram::default(); Places::of(&model).count()];
    let mut replication = Replication::new(&model);
    let mut drift = DriftSums::new(&model);
    for &number in &drawn.replications {
        let outcome = match replication.run(results.seed, number as u64, Keep { days: false }) {
            Ok(outcome) => outcome,
            Err(RunError::TooManyPeople { .. }) => {
                for _ in drawn.values.len()..drawn.replications.len() {
                    progress();
                }
                return Ok(None);
            }
            Err(other) => return Err(other.into()),
        };
        histograms.iter_mut().zip(&outcome.histograms).for_each(|(sum, histogram)| sum.absorb(histogram));
        drift.add(&outcome.trail);
        drawn.values.push(its_own.take(&outcome));
        progress();
    }
    // What comes through blocking cannot be seen beforehand.
    let subject = Subject::certain(&model, &its_own);
    if model.census.is_empty() && rather_fails(subject, &drift.drift(), results.seed, EVENTS_OF_A_DRAW) {
        return Ok(None);
    }
    let pooled = its_own.measures().iter().map(|measure| measure.pooled(&histograms).unwrap_or(f64::NAN));
    drawn.pooled = pooled.collect();
    Ok(Some(drawn))
}
