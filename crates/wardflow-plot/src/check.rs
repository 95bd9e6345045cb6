//! Refuses figures that cannot be drawn truthfully.

use crate::date::{Day, LAST};
use crate::error::DrawError;
use crate::figure::{DateAxis, Figure, Panel, XAxis};
use crate::layer::{Layer, Level};
use crate::places::{Days, Numbers, Places};

/// About 270 years; far beyond what a picture can show.
const MOST_DAYS: usize = 100_000;

/// Beyond what a picture can show.
const MOST_NUMBERS: usize = 100_000;

/// Beyond this, an axis could not name its values in figures.
pub(crate) const LARGEST: f64 = 1e12;

fn days(axis: &DateAxis) -> Result<Days, DrawError> {
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

/// Checks that the numbers of an axis rise and can be named.
pub(crate) fn numbers(values: &[f64], most: usize) -> Result<(), DrawError> {
    if values.is_empty() || values.len() > most {
        return Err(DrawError::BadNumberOfNumbers { numbers: values.len(), most });
    }
    let mut before = f64::NEG_INFINITY;
    for (place, &number) in values.iter().enumerate() {
        // Not true of `NaN` either.
        let is_good = number.abs() <= LARGEST && number > before;
        if !is_good {
            return Err(DrawError::BadNumber { number, place, most: LARGEST });
        }
        before = number;
    }
    Ok(())
}

/// Checks the whole figure and returns the places of its axis.
pub(crate) fn check(figure: &Figure) -> Result<Places, DrawError> {
    let places = match &figure.x_axis {
        XAxis::Date(axis) => Places::Days(days(axis)?),
        XAxis::Number(axis) => {
            numbers(&axis.values, MOST_NUMBERS)?;
            Places::Numbers(Numbers::new(axis.label.clone(), axis.values.clone()))
        }
    };
    for panel in &figure.panels {
        for layer in &panel.layers {
            check_layer(panel, layer, &places)?;
        }
    }
    Ok(places)
}

fn check_layer(panel: &Panel, layer: &Layer, places: &Places) -> Result<(), DrawError> {
    let count = places.count();
    match layer {
        Layer::StackedAreas(stack) => {
            stack.series.iter().try_for_each(|series| check_values(panel, &series.label, &series.values, count))
        }
        Layer::Line(series) | Layer::StepLine(series) => check_values(panel, &series.label, &series.values, count),
        Layer::Band(band) | Layer::Whiskers(band) => {
            check_values(panel, &band.label, &band.lower, count)?;
            check_values(panel, &band.label, &band.upper, count)?;
            match band.lower.iter().zip(&band.upper).position(|(lower, upper)| upper < lower) {
                Some(place) => {
                    Err(DrawError::BandUpsideDown { panel: panel.title.clone(), series: band.label.clone(), place })
                }
                None => Ok(()),
            }
        }
        Layer::Threshold(threshold) => match &threshold.level {
            Level::Constant { value } => check_values(panel, &threshold.label, &[*value], 1),
            Level::Daily { values } => check_values(panel, &threshold.label, values, count),
        },
        Layer::Points(points) => check_values(panel, &points.label, &points.values, points.at.len()),
        Layer::Guide(guide) => needs_numbers(panel, &guide.label, places),
        // Checked when drawn: days outside of the axis are left out, and on numbers all are.
        Layer::Shade(_) => Ok(()),
    }
}

fn needs_numbers(panel: &Panel, label: &str, places: &Places) -> Result<(), DrawError> {
    match places.numbers() {
        Some(_) => Ok(()),
        None => Err(DrawError::NeedsNumbers { panel: panel.title.clone(), series: label.to_owned() }),
    }
}

fn check_values(panel: &Panel, label: &str, values: &[f64], count: usize) -> Result<(), DrawError> {
    let names = || (panel.title.clone(), label.to_owned());
    if values.len() != count {
        let (panel, series) = names();
        return Err(DrawError::WrongLength { panel, series, found: values.len(), expected: count });
    }
    for (place, &value) in values.iter().enumerate() {
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
