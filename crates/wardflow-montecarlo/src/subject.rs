//! What is run.

use std::fmt;

use wardflow_core::{measures::Catalogue, model::Model, replication::RunError};
use wardflow_scenario::Ready;

/// A system that is run.
#[derive(Clone, Copy)]
pub struct Subject<'m> {
    /// The model; where something is uncertain, the best guess.
    pub model: &'m Model,
    /// Its measures.
    pub catalogue: &'m Catalogue,
}

impl<'m> Subject<'m> {
    /// A scenario as its file says.
    pub fn of(ready: &'m Ready, catalogue: &'m Catalogue) -> Self {
        Self::certain(&ready.model, catalogue)
    }

    /// A model.
    pub const fn certain(model: &'m Model, catalogue: &'m Catalogue) -> Self {
        Self { model, catalogue }
    }
}

/// Why an experiment could not be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A replication could not be finished.
    Run(RunError),
    /// What was drawn of uncertain numbers cannot be run.
    Drawn {
        /// The number of the draw, from 0.
        draw: u32,
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
            Self::Drawn { draw, why } => {
                write!(f, "draw {} of the uncertain numbers cannot be run: {why}", draw + 1)
            }
        }
    }
}

impl std::error::Error for Unfinished {}
