//! The numbers of a figure as a tidy table.

use crate::check;
use crate::error::DrawError;
use crate::figure::{Figure, XAxis};
use crate::layer::Layer;

/// One value of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRow {
    /// Where it is on the horizontal axis: a day as `YYYY-MM-DD`, or a number.
    pub at: String,
    /// Title of the panel.
    pub panel: String,
    /// Label of the series. A band gives two: its label followed by "(lower)" and "(upper)".
    pub series: String,
    /// In the unit of the panel; none where missing.
    pub value: Option<f64>,
}

impl Figure {
    /// The numbers behind the figure, one row for each value: panel by panel, series by series, day by day or number by
    /// number.
    ///
    /// # Errors
    /// As for [`crate::draw_svg`]: a figure that cannot be drawn has no table either.
    pub fn data_rows(&self) -> Result<Vec<DataRow>, DrawError> {
        let places = check::check(self)?;
        let in_order = |place: usize| places.in_table(place);
        let mut rows = Vec::new();
        for panel in &self.panels {
            let mut add = |series: &str, values: &[f64], at: &dyn Fn(usize) -> String| {
                rows.extend(values.iter().enumerate().map(|(place, value)| DataRow {
                    at: at(place),
                    panel: panel.title.clone(),
                    series: series.to_owned(),
                    value: (!value.is_nan()).then_some(*value),
                }));
            };
            for layer in &panel.layers {
                match layer {
                    Layer::StackedAreas(stack) => {
                        stack.series.iter().for_each(|series| add(&series.label, &series.values, &in_order));
                    }
                    Layer::Line(series) | Layer::StepLine(series) => add(&series.label, &series.values, &in_order),
                    Layer::Band(band) | Layer::Whiskers(band) => {
                        add(format!("{} (lower)", band.label).trim(), &band.lower, &in_order);
                        add(format!("{} (upper)", band.label).trim(), &band.upper, &in_order);
                    }
                    Layer::Threshold(threshold) => {
                        add(&threshold.label, &threshold.level.everywhere(places.count()), &in_order);
                    }
                    Layer::Points(points) => {
                        add(&points.label, &points.values, &|point| places.point_in_table(points.at[point]));
                    }
                    // They have no value.
                    Layer::Guide(_) | Layer::Shade(_) => {}
                }
            }
        }
        Ok(rows)
    }

    /// What [`DataRow::at`] is called: `date`, or `at` on an axis of numbers.
    pub const fn at_is_called(&self) -> &'static str {
        match self.x_axis {
            XAxis::Date(_) => "date",
            XAxis::Number(_) => "at",
        }
    }

    /// [`Figure::data_rows`] as CSV with the columns `date` (or `at`), `panel`, `series`, `value`; missing values are
    /// empty.
    ///
    /// # Errors
    /// As for [`Figure::data_rows`].
    pub fn data_csv(&self) -> Result<String, DrawError> {
        let mut csv = format!("{},panel,series,value\n", self.at_is_called());
        for row in self.data_rows()? {
            let value = row.value.map(|value| value.to_string()).unwrap_or_default();
            csv.push_str(&[row.at, quoted(&row.panel), quoted(&row.series), value].join(","));
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
