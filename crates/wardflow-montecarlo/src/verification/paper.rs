//! The arithmetic of a published paper: each figure as published and as it follows from the paper's other figures.

use serde::Deserialize;

/// A paper and those of its figures that follow from others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Author, date and title.
    pub source: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A published figure that follows from others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it is.
    pub what: String,
    /// The numbered paragraph it stands in.
    pub paragraph: u32,
    /// A sum of products of published figures.
    pub terms: Vec<Vec<f64>>,
    /// The figure as published.
    pub published: f64,
    /// Whether it has to come out; otherwise it is shown for the reader to judge.
    pub asserted: bool,
    /// Its unit.
    pub unit: String,
}

/// Published figures have one digit after the point at most.
const ROUNDING: f64 = 0.05;

impl Figure {
    /// What follows from the other figures.
    pub fn recomputed(&self) -> f64 {
        self.terms.iter().map(|factors| factors.iter().product::<f64>()).sum()
    }

    /// Recomputed less published.
    pub fn gap(&self) -> f64 {
        self.recomputed() - self.published
    }

    /// Whether it comes out, but for rounding; true if it need not.
    pub fn holds(&self) -> bool {
        !self.asserted || self.gap().abs() <= ROUNDING
    }
}
