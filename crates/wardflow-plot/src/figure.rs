//! What a figure says, before anything is drawn.

use serde::{Deserialize, Serialize};

use crate::layer::Layer;
use crate::words::Words;

/// A figure: stacked panels that share one horizontal axis, and the words around them.
///
/// Values are finite and not negative; `NaN` (`null` in JSON) stands for a missing value. On an axis of days it is drawn
/// as a gap; on one of numbers, where series may have been taken at different places, as no point.
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

impl Figure {
    pub(crate) fn words(&self) -> Words<'_> {
        let Self { id, title, subtitle, caption, footer, alt_text, .. } = self;
        Words { id, title, subtitle, caption, footer, alt_text }
    }
}

/// The horizontal axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum XAxis {
    /// Calendar days.
    Date(DateAxis),
    /// Any numbers, such as beds.
    Number(NumberAxis),
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

/// Numbers at their places, one value of each series each; straight lines go from point to point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberAxis {
    /// What is varied, with its unit; written below the axis. May be empty.
    pub label: String,
    /// The places, rising, at least one: every series holds as many values.
    pub values: Vec<f64>,
}

impl NumberAxis {
    /// An axis with these places; checked when the figure is drawn.
    pub fn new(label: impl Into<String>, values: Vec<f64>) -> Self {
        Self { label: label.into(), values }
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
