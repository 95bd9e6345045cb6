//! Refuses figures that cannot be drawn truthfully.

use crate::date::{Day, LAST};
use crate::error::DrawError;
use crate::figure::{DateAxis, Figure, Layer, Level, Panel, XAxis};

/// About 270 years; far beyond what a picture can show.
const MOST_DAYS: usize = 100_000;

/// Beyond this, an axis could not name its values in figures.
const LARGEST: f64 = 1e12;

/// The first day of a checked axis, and the number of days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) first: Day,
    pub(crate) count: usize,
}

/// The days of the axis.
pub(crate) fn days(axis: &DateAxis) -> Result<Days, DrawError> {
    let first = Day::parse(&axis.start).ok_or_else(|| DrawError::BadDate { text: axis.start.clone() })?;
    if axis.days == 0 {
        return Err(DrawError::NoDays);
    }
    let most = MOST_DAYS.min((LAST.0 - first.0 + 1) as usize);
    if axis.days > most {
        return Err(DrawError::TooManyDays { days: axis.days, most });
    }
    Ok(Days { first, count: axis.days })
}

/// Checks the whole figure and returns the days of its axis.
pub(crate) fn check(figure: &Figure) -> Result<Days, DrawError> {
    let XAxis::Date(axis) = &figure.x_axis;
    let days = days(axis)?;
    for panel in &figure.panels {
        for layer in &panel.layers {
            check_layer(panel, layer, days.count)?;
        }
    }
    Ok(days)
}

fn check_layer(panel: &Panel, layer: &Layer, days: usize) -> Result<(), DrawError> {
    match layer {
        Layer::StackedAreas(stack) => {
            stack.series.iter().try_for_each(|series| check_values(panel, &series.label, &series.values, days))
        }
        Layer::Line(series) | Layer::StepLine(series) => check_values(panel, &series.label, &series.values, days),
        Layer::Band(band) => {
            check_values(panel, &band.label, &band.lower, days)?;
            check_values(panel, &band.label, &band.upper, days)?;
            match band.lower.iter().zip(&band.upper).position(|(lower, upper)| upper < lower) {
                Some(day) => {
                    Err(DrawError::BandUpsideDown { panel: panel.title.clone(), series: band.label.clone(), day })
                }
                None => Ok(()),
            }
        }
        Layer::Threshold(threshold) => match &threshold.level {
            Level::Constant { value } => check_values(panel, &threshold.label, &[*value], 1),
            Level::Daily { values } => check_values(panel, &threshold.label, values, days),
        },
    }
}

fn check_values(panel: &Panel, label: &str, values: &[f64], days: usize) -> Result<(), DrawError> {
    let names = || (panel.title.clone(), label.to_owned());
    if values.len() != days {
        let (panel, series) = names();
        return Err(DrawError::WrongLength { panel, series, found: values.len(), expected: days });
    }
    for (day, &value) in values.iter().enumerate() {
        if value < 0.0 {
            let (panel, series) = names();
            return Err(DrawError::Negative { panel, series, day, value });
        }
        if value > LARGEST {
            let (panel, series) = names();
            return Err(DrawError::TooLarge { panel, series, day, value });
        }
    }
    Ok(())
}
