//! What a map of two numbers says, before anything is drawn.

use serde::{Deserialize, Serialize};

use crate::check::{self, LARGEST};
use crate::error::DrawError;
use crate::figure::NumberAxis;
use crate::gaps;
use crate::text::plain;
use crate::words::Words;
use crate::written::{number, with_commas};

/// More columns or rows than this would be narrower than a line.
const MOST: usize = 200;

/// More digits than these are noise.
const MOST_DECIMALS: usize = 9;

/// A cell for each pair of two numbers, darker where its value is larger, with the value written in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMap {
    /// As in [`crate::Figure`].
    pub id: String,
    /// As in [`crate::Figure`].
    pub title: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub subtitle: String,
    /// The columns, from left to right.
    pub across: NumberAxis,
    /// The rows, from bottom to top.
    pub up: NumberAxis,
    /// Names of the rows in place of their numbers, one for each; or none at all.
    #[serde(default)]
    pub up_names: Vec<String>,
    /// What the cells measure.
    pub measure: String,
    /// Its unit. May be empty.
    #[serde(default)]
    pub unit: String,
    /// One value for each cell, row by row from the bottom, finite and not negative; `NaN` where missing.
    #[serde(with = "gaps")]
    pub values: Vec<f64>,
    /// Cells that are drawn hollow, one for each value: theirs is not what it seems, and what it means belongs into the
    /// caption. None at all if empty.
    #[serde(default)]
    pub hollow: Vec<bool>,
    /// Digits after the point of the values written.
    #[serde(default)]
    pub decimals: usize,
    /// Values of other maps that are to have the same colours.
    #[serde(default, with = "gaps")]
    pub same_colours_as: Vec<f64>,
    /// Cells that meet it are kept apart from the others by a heavy line.
    #[serde(default)]
    pub target: Option<Target>,
    /// Marked places.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub caption: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub footer: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub alt_text: String,
}

/// A level that values should not pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Written beside the map.
    pub label: String,
    /// In the unit of the map.
    pub level: f64,
    /// Which values meet it.
    pub side: Side,
}

/// On which side of a level values should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At the level or below.
    AtMost,
    /// At the level or above.
    AtLeast,
}

impl Side {
    /// Whether a value is on this side of the level; a missing one is not.
    pub fn is_met(self, value: f64, level: f64) -> bool {
        match self {
            Self::AtMost => value <= level,
            Self::AtLeast => value >= level,
        }
    }
}

/// A marked place: a cell, or between cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Written beside the map.
    pub label: String,
    /// The number across.
    pub across: f64,
    /// The number upwards. A place outside of the map is left out.
    pub up: f64,
}

impl HeatMap {
    /// A map without words around it but the title, which states the finding; `id` names it on its page.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        [across, up]: [NumberAxis; 2],
        values: Vec<f64>,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            across,
            up,
            up_names: Vec::new(),
            measure: String::new(),
            unit: String::new(),
            values,
            hollow: Vec::new(),
            decimals: 0,
            same_colours_as: Vec::new(),
            target: None,
            marks: Vec::new(),
            caption: String::new(),
            footer: String::new(),
            alt_text: String::new(),
        }
    }

    pub(crate) fn words(&self) -> Words<'_> {
        let Self { id, title, subtitle, caption, footer, alt_text, .. } = self;
        Words { id, title, subtitle, caption, footer, alt_text }
    }

    /// The value of a cell, counted from the bottom left.
    pub(crate) fn value(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.across.values.len() + column]
    }

    /// Whether a cell is drawn hollow, counted from the bottom left.
    pub(crate) fn is_hollow(&self, column: usize, row: usize) -> bool {
        self.hollow.get(row * self.across.values.len() + column).is_some_and(|&is_hollow| is_hollow)
    }

    /// What a row is called, counted from the bottom.
    pub fn row_name(&self, row: usize) -> String {
        self.up_names.get(row).map_or_else(|| number(self.up.values[row]), |name| plain(name))
    }

    /// A value as it stands in its cell.
    pub(crate) fn written(&self, value: f64) -> String {
        with_commas(value, self.decimals.min(MOST_DECIMALS))
    }

    /// A value as it is written: its colour must not contradict that.
    pub(crate) fn rounded(&self, value: f64) -> f64 {
        self.written(value).replace(',', "").parse().unwrap_or(value)
    }

    pub(crate) fn check(&self) -> Result<(), DrawError> {
        let (columns, rows) = (&self.across.values, &self.up.values);
        check::numbers(columns, MOST)?;
        check::numbers(rows, MOST)?;
        let names = || (self.measure.clone(), "cells".to_owned());
        if self.values.len() != columns.len() * rows.len() {
            let (panel, series) = names();
            let expected = columns.len() * rows.len();
            return Err(DrawError::WrongLength { panel, series, found: self.values.len(), expected });
        }
        for (place, &value) in self.values.iter().chain(&self.same_colours_as).enumerate() {
            if value < 0.0 {
                let (panel, series) = names();
                return Err(DrawError::Negative { panel, series, place, value });
            }
            if value > LARGEST {
                let (panel, series) = names();
                return Err(DrawError::TooLarge { panel, series, place, value });
            }
        }
        Ok(())
    }
}
