//! What can be drawn in a panel.

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::gaps;

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
    /// A line that jumps at the start of a day, or halfway between two numbers: capacity, for example.
    StepLine(Series),
    /// A dashed line to compare with.
    Threshold(Threshold),
    /// Short upright ranges at the points of a line. The n-th of them has the colour of the n-th line of its panel.
    Whiskers(Band),
    /// Marked points, in front of everything.
    Points(Points),
    /// A dashed upright line, named above the plot. On an axis of numbers only.
    Guide(Guide),
    /// Grey ground behind some days. On an axis of days only.
    Shade(Shade),
}

/// Named values, one for each day or number of the horizontal axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Written at the right end of the series; nothing is if it is empty.
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

/// A range of values, one for each day or number of the horizontal axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Written at the right end of the band; nothing is if it is empty.
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

/// Marked points, which need not be places of the axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Written at the right.
    pub label: String,
    /// How they are marked.
    pub sign: Sign,
    /// Where they are on the horizontal axis: numbers, or whole days after the first one. Outside of it they are left
    /// out.
    pub at: Vec<f64>,
    /// Their values, in the unit of the panel; as many. `NaN` where missing.
    #[serde(with = "gaps")]
    pub values: Vec<f64>,
    /// Whether a fine line goes from each to the next, whatever lies between them but a missing value.
    #[serde(default)]
    pub joined: bool,
    /// Black if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

impl Points {
    /// Black points without a line.
    pub fn new(label: impl Into<String>, sign: Sign, at: Vec<f64>, values: Vec<f64>) -> Self {
        Self { label: label.into(), sign, at, values, joined: false, colour: None }
    }
}

/// How a point is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A diamond.
    Diamond,
    /// A ring around the point.
    Ring,
    /// A dot, smaller than all others, and the smaller the closer the days.
    Dot,
    /// A disc.
    Disc,
    /// A square.
    Square,
    /// A triangle.
    Triangle,
    /// A hole in the sign of a line that is there: the line's value is not what it seems. What it means belongs into the
    /// caption.
    Hole,
}

/// A place of an axis of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// Written above the plot; nothing is if it is empty.
    pub label: String,
    /// On the horizontal axis; outside of it the line is left out.
    pub at: f64,
}

impl Guide {
    /// A line at a number.
    pub fn new(label: impl Into<String>, at: f64) -> Self {
        Self { label: label.into(), at }
    }
}

/// Days with a grey ground; what they are belongs into the caption.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shade {
    /// Days after the first day; those outside of the axis are left out.
    pub days: Vec<usize>,
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
    /// The same level everywhere.
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
    /// The same everywhere.
    Constant {
        /// The level.
        value: f64,
    },
    /// One level for each day or number; it jumps at the start of a day, or halfway between two numbers.
    Daily {
        /// `NaN` where there is none.
        #[serde(with = "gaps")]
        values: Vec<f64>,
    },
}

impl Level {
    /// The level at each of `count` places.
    pub(crate) fn everywhere(&self, count: usize) -> Vec<f64> {
        match self {
            Self::Constant { value } => vec![*value; count],
            Self::Daily { values } => values.clone(),
        }
    }
}
