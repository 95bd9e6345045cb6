//! The numbers of a figure as a tidy table.

use crate::check;
use crate::date::Day;
use crate::error::DrawError;
use crate::figure::{Figure, Layer, XAxis};

/// One value of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRow {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Title of the panel.
    pub panel: String,
    /// Label of the series. A band gives two: its label followed by "(lower)" and "(upper)".
    pub series: String,
    /// In the unit of the panel; none where missing.
    pub value: Option<f64>,
}

impl Figure {
    /// The numbers behind the figure, one row for each value: panel by panel, series by series, day by day.
    ///
    /// # Errors
    /// As for [`crate::draw_svg`]: a figure that cannot be drawn has no table either.
    pub fn data_rows(&self) -> Result<Vec<DataRow>, DrawError> {
        let days = check::check(self)?;
        let XAxis::Date(_) = &self.x_axis;
        let mut rows = Vec::new();
        for panel in &self.panels {
            let mut add = |series: &str, values: &[f64]| {
                rows.extend(values.iter().enumerate().map(|(day, value)| DataRow {
                    date: Day::plus(days.first, day as i64).iso(),
                    panel: panel.title.clone(),
                    series: series.to_owned(),
                    value: (!value.is_nan()).then_some(*value),
                }));
            };
            for layer in &panel.layers {
                match layer {
                    Layer::StackedAreas(stack) => {
                        stack.series.iter().for_each(|series| add(&series.label, &series.values));
                    }
                    Layer::Line(series) | Layer::StepLine(series) => add(&series.label, &series.values),
                    Layer::Band(band) => {
                        add(&format!("{} (lower)", band.label), &band.lower);
                        add(&format!("{} (upper)", band.label), &band.upper);
                    }
                    Layer::Threshold(threshold) => add(&threshold.label, &threshold.level.daily(days.count)),
                }
            }
        }
        Ok(rows)
    }

    /// [`Figure::data_rows`] as CSV with the columns `date`, `panel`, `series`, `value`; missing values are empty.
    ///
    /// # Errors
    /// As for [`Figure::data_rows`].
    pub fn data_csv(&self) -> Result<String, DrawError> {
        let mut csv = String::from("date,panel,series,value\n");
        for row in self.data_rows()? {
            let value = row.value.map(|value| value.to_string()).unwrap_or_default();
            csv.push_str(&[row.date, quoted(&row.panel), quoted(&row.series), value].join(","));
            csv.push('\n');
        }
        Ok(csv)
    }
}

/// Quotes a field if it needs it, after RFC 4180.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
