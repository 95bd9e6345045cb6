//! What a chart of bars says, before anything is drawn.

use serde::{Deserialize, Serialize};

use crate::check::LARGEST;
use crate::error::DrawError;
use crate::gaps;
use crate::words::Words;
use crate::written::with_commas;

/// More rows than this are no picture any more.
const MOST_ROWS: usize = 200;
/// More digits than these are noise.
const MOST_DECIMALS: usize = 9;

/// Rows of level bars or dots, one for each category: panels below each other, each with an axis of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarChart {
    /// As in [`crate::Figure`].
    pub id: String,
    /// As in [`crate::Figure`].
    pub title: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub subtitle: String,
    /// From top to bottom.
    #[serde(default)]
    pub panels: Vec<BarPanel>,
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

/// Rows that share an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarPanel {
    /// What the bars measure.
    pub title: String,
    /// Unit of every value of the panel. May be empty.
    #[serde(default)]
    pub unit: String,
    /// How values are drawn.
    #[serde(default)]
    pub look: BarLook,
    /// Names of the rows, from top to bottom.
    pub rows: Vec<String>,
    /// Each holds one value for each row.
    #[serde(default)]
    pub series: Vec<BarSeries>,
    /// Digits after the point of the values written.
    #[serde(default)]
    pub decimals: usize,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarLook {
    /// Bars from zero, those of a row below each other.
    #[default]
    Grouped,
    /// Bars of a row one after another; no value is negative.
    Stacked,
    /// Differences: dots with their intervals beside a line at zero, hollow if the interval holds zero.
    Differences,
    /// The first row is a level, those after it are changes, and the last one is the level that they lead to. One series.
    Bridge,
}

/// Named values, one for each row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarSeries {
    /// Written above the panel if there are several.
    pub label: String,
    /// In the unit of the panel; `NaN` where missing.
    #[serde(with = "gaps")]
    pub values: Vec<f64>,
    /// Intervals of the values: lower ends, `NaN` where there is none. May be empty.
    #[serde(default, with = "gaps")]
    pub low: Vec<f64>,
    /// Upper ends.
    #[serde(default, with = "gaps")]
    pub high: Vec<f64>,
}

/// One value of a chart of bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarRow<'a> {
    /// Title of the panel.
    pub panel: &'a str,
    /// Unit of the value.
    pub unit: &'a str,
    /// Name of the row.
    pub row: &'a str,
    /// Label of the series.
    pub series: &'a str,
    /// None where missing.
    pub value: Option<f64>,
    /// Both ends of its interval.
    pub interval: Option<(f64, f64)>,
}

impl BarSeries {
    /// A series without intervals.
    pub fn new(label: impl Into<String>, values: Vec<f64>) -> Self {
        Self { label: label.into(), values, low: Vec::new(), high: Vec::new() }
    }

    /// The same with intervals, `NaN` where there is none.
    #[must_use]
    pub fn with_intervals(self, low: Vec<f64>, high: Vec<f64>) -> Self {
        Self { low, high, ..self }
    }

    /// The interval of a row.
    pub(crate) fn interval(&self, row: usize) -> Option<(f64, f64)> {
        let ends = (*self.low.get(row)?, *self.high.get(row)?);
        (!ends.0.is_nan() && !ends.1.is_nan()).then_some(ends)
    }
}

impl BarPanel {
    /// A panel without series.
    pub fn new(title: impl Into<String>, unit: impl Into<String>, look: BarLook, rows: Vec<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), look, rows, series: Vec::new(), decimals: 0 }
    }

    /// A value as it is written beside its bar: changes with their sign.
    pub(crate) fn written(&self, value: f64, row: usize) -> String {
        let text = with_commas(value, self.decimals.min(MOST_DECIMALS));
        let is_change = match self.look {
            BarLook::Grouped | BarLook::Stacked => false,
            BarLook::Differences => true,
            BarLook::Bridge => !self.is_level(row),
        };
        if is_change && value > 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
            format!("+{text}")
        } else {
            text
        }
    }

    /// Whether a row of a bridge is a level.
    pub(crate) fn is_level(&self, row: usize) -> bool {
        row == 0 || row + 1 == self.rows.len()
    }

    fn check(&self) -> Result<(), DrawError> {
        let rows = self.rows.len();
        if rows > MOST_ROWS {
            return Err(DrawError::BadNumberOfNumbers { numbers: rows, most: MOST_ROWS });
        }
        for series in &self.series {
            let names = || (self.title.clone(), series.label.clone());
            for (values, may_be_empty) in [(&series.values, false), (&series.low, true), (&series.high, true)] {
                if values.len() != rows && !(may_be_empty && values.is_empty()) {
                    let (panel, series) = names();
                    return Err(DrawError::WrongLength { panel, series, found: values.len(), expected: rows });
                }
                for (place, &value) in values.iter().enumerate() {
                    let (panel, series) = names();
                    if value < 0.0 && self.look == BarLook::Stacked {
                        return Err(DrawError::Negative { panel, series, place, value });
                    }
                    if value.abs() > LARGEST {
                        return Err(DrawError::TooLarge { panel, series, place, value });
                    }
                }
            }
            if let Some(place) = series.low.iter().zip(&series.high).position(|(low, high)| high < low) {
                let (panel, series) = names();
                return Err(DrawError::BandUpsideDown { panel, series, place });
            }
        }
        Ok(())
    }
}

impl BarChart {
    /// A chart without panels; `id` names it on its page, `title` states the finding.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            panels: Vec::new(),
            caption: String::new(),
            footer: String::new(),
            alt_text: String::new(),
        }
    }

    pub(crate) fn words(&self) -> Words<'_> {
        let Self { id, title, subtitle, caption, footer, alt_text, .. } = self;
        Words { id, title, subtitle, caption, footer, alt_text }
    }

    pub(crate) fn check(&self) -> Result<(), DrawError> {
        self.panels.iter().try_for_each(BarPanel::check)
    }

    /// The numbers behind the chart: panel by panel, series by series, row by row.
    pub fn data_rows(&self) -> Vec<BarRow<'_>> {
        let there = |value: f64| (!value.is_nan()).then_some(value);
        let mut rows = Vec::new();
        for panel in &self.panels {
            for series in &panel.series {
                rows.extend(panel.rows.iter().zip(&series.values).enumerate().map(|(at, (row, &value))| BarRow {
                    panel: &panel.title,
                    unit: &panel.unit,
                    row,
                    series: &series.label,
                    value: there(value),
                    interval: series.interval(at),
                }));
            }
        }
        rows
    }
}
