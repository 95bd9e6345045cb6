//! What a figure says, before anything is drawn.

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::gaps;

/// A figure: stacked panels that share one horizontal axis, and the words around them.
///
/// Values are finite and not negative; `NaN` (`null` in JSON) stands for a missing value and is drawn as a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Short name, unique on a page that shows several figures; part of the element ids of the SVG.
    pub id: String,
    /// The finding, in plain words.
    pub title: String,
    /// What is shown, for whom and when.
    #[serde(default)]
    pub subtitle: String,
    /// The horizontal axis of all panels.
    pub x_axis: XAxis,
    /// From top to bottom.
    #[serde(default)]
    pub panels: Vec<Panel>,
    /// A sentence or two under the chart.
    #[serde(default)]
    pub caption: String,
    /// Small print: scenario, replications, seed, version.
    #[serde(default)]
    pub footer: String,
    /// For readers who cannot see the picture. If empty, subtitle and caption stand in for it.
    #[serde(default)]
    pub alt_text: String,
}

impl Figure {
    /// A figure without panels; `id` names it on its page, `title` states the finding.
    pub fn new(id: impl Into<String>, title: impl Into<String>, x_axis: XAxis) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            x_axis,
            panels: Vec::new(),
            caption: String::new(),
            footer: String::new(),
            alt_text: String::new(),
        }
    }
}

/// The horizontal axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum XAxis {
    /// Calendar days.
    Date(DateAxis),
}

/// Consecutive calendar days, one value each; curves pass through it in the middle of its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateAxis {
    /// The first day, as `YYYY-MM-DD`.
    pub start: String,
    /// Number of days, at least one: every series holds as many values.
    pub days: usize,
}

impl DateAxis {
    /// `days` days from `start` (`YYYY-MM-DD`); checked when the figure is drawn.
    pub fn new(start: impl Into<String>, days: usize) -> Self {
        Self { start: start.into(), days }
    }
}

/// One chart of the stack, with its own vertical axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// What the vertical axis measures.
    pub title: String,
    /// Unit of every value of the panel, such as `beds`. May be empty.
    #[serde(default)]
    pub unit: String,
    /// Where the vertical axis starts.
    #[serde(default)]
    pub value_axis: ValueAxis,
    /// From back to front.
    #[serde(default)]
    pub layers: Vec<Layer>,
}

impl Panel {
    /// A panel without layers whose axis starts at zero.
    pub fn new(title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), value_axis: ValueAxis::FromZero, layers: Vec::new() }
    }

    /// The same panel with one more layer in front.
    #[must_use]
    pub fn with(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }
}

/// Where a vertical axis starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueAxis {
    /// At zero.
    #[default]
    FromZero,
    /// Near the smallest value, and the panel says so. Panels with stacked areas start at zero all the same.
    FromData,
}

/// Something drawn in a panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Layer {
    /// Series on top of each other.
    StackedAreas(StackedAreas),
    /// A line through one value a day.
    Line(Series),
    /// A range around a line. Unless told otherwise, the n-th band has the colour of the n-th line of its panel.
    Band(Band),
    /// A line that jumps at the start of a day: capacity, for example.
    StepLine(Series),
    /// A dashed line to compare with.
    Threshold(Threshold),
}

/// Named values, one a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Written at the right end of the series.
    pub label: String,
    /// In the unit of the panel; `NaN` where missing.
    #[serde(with = "gaps")]
    pub values: Vec<f64>,
    /// Overrides the colour of the house style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

impl Series {
    /// A series in the colour of the house style.
    pub fn new(label: impl Into<String>, values: Vec<f64>) -> Self {
        Self { label: label.into(), values, colour: None }
    }
}

/// Series on top of each other, the first at the bottom.
///
/// A day on which one of them is missing is a gap in all, since the sum is unknown. A series that is missing on every
/// day is left out of the sum and labelled as having no data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StackedAreas {
    /// From bottom to top.
    pub series: Vec<Series>,
}

/// A range of values, one a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Written at the right end of the band.
    pub label: String,
    /// Lower ends, in the unit of the panel; `NaN` where missing.
    #[serde(with = "gaps")]
    pub lower: Vec<f64>,
    /// Upper ends, never below the lower ones.
    #[serde(with = "gaps")]
    pub upper: Vec<f64>,
    /// Overrides the colour of the line the band belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

impl Band {
    /// A band in the colour of its line.
    pub fn new(label: impl Into<String>, lower: Vec<f64>, upper: Vec<f64>) -> Self {
        Self { label: label.into(), lower, upper, colour: None }
    }
}

/// A level to compare with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// Written at the right end of the line.
    pub label: String,
    /// In the unit of the panel.
    pub level: Level,
}

impl Threshold {
    /// The same level on all days.
    pub fn constant(label: impl Into<String>, level: f64) -> Self {
        Self { label: label.into(), level: Level::Constant { value: level } }
    }

    /// A level for each day, `NaN` where there is none.
    pub fn daily(label: impl Into<String>, levels: Vec<f64>) -> Self {
        Self { label: label.into(), level: Level::Daily { values: levels } }
    }
}

/// The height of a threshold, in the unit of its panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Level {
    /// The same on all days.
    Constant {
        /// The level.
        value: f64,
    },
    /// One level for each day; it jumps at the start of a day.
    Daily {
        /// `NaN` where there is none.
        #[serde(with = "gaps")]
        values: Vec<f64>,
    },
}

impl Level {
    /// The level on each of `days` days.
    pub(crate) fn daily(&self, days: usize) -> Vec<f64> {
        match self {
            Self::Constant { value } => vec![*value; days],
            Self::Daily { values } => values.clone(),
        }
    }
}
