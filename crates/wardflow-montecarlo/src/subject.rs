//! What is run: one model for all replications, or a model that each replication draws.

use std::{borrow::Cow, fmt};

use wardflow_core::{measures::Catalogue, model::Model, random::Seed, replication::RunError};
use wardflow_scenario::{Ready, Uncertainty};

/// A system that is run.
#[derive(Clone, Copy)]
pub struct Subject<'m> {
    /// The model; where something is uncertain, the best guess.
    pub model: &'m Model,
    /// Its measures.
    pub catalogue: &'m Catalogue,
    /// What each replication draws, if anything.
    pub uncertainty: Option<&'m Uncertainty>,
}

impl<'m> Subject<'m> {
    /// A scenario, with what is uncertain in it.
    pub fn of(ready: &'m Ready, catalogue: &'m Catalogue) -> Self {
        Self { model: &ready.model, catalogue, uncertainty: ready.uncertainty.as_ref() }
    }

    /// A model of which everything is known.
    pub const fn certain(model: &'m Model, catalogue: &'m Catalogue) -> Self {
        Self { model, catalogue, uncertainty: None }
    }
}

/// What runs in one replication of a scenario.
///
/// # Errors
/// If what it draws cannot be run.
pub fn model_of(ready: &Ready, seed: Seed, replication: u32) -> Result<Cow<'_, Model>, Unfinished> {
    match &ready.uncertainty {
        None => Ok(Cow::Borrowed(&ready.model)),
        Some(uncertainty) => drawn(uncertainty, seed, replication).map(Cow::Owned),
    }
}

/// The model that a replication draws.
pub(crate) fn drawn(uncertainty: &Uncertainty, seed: Seed, replication: u32) -> Result<Model, Unfinished> {
    uncertainty.model(seed, replication.into()).map_err(|why| Unfinished::Drawn { replication, why })
}

/// Why an experiment could not be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A replication could not be finished.
    Run(RunError),
    /// What a replication drew cannot be run.
    Drawn {
        /// Its number, from 0.
        replication: u32,
        /// What was drawn, and what is wrong with it.
        why: String,
    },
}

impl From<RunError> for Unfinished {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(error) => error.fmt(f),
            Self::Drawn { replication, why } => write!(
                f,
                "replication {} cannot be run with the uncertain numbers that it drew: {why}",
                replication + 1
            ),
        }
    }
}

impl std::error::Error for Unfinished {}
