//! Layers turned into things to draw: numbers stacked, colours given out.

use crate::check::Days;
use crate::colour::{Colour, house_colour};
use crate::figure::{Layer, Panel, StackedAreas};

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Filled, part of a stack.
    Area,
    /// Filled, the grid shines through.
    Band,
    Line,
    Step,
    /// A step line with the n-th pattern of dashes.
    Dashed(usize),
}

/// Something with a label.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) label: String,
    pub(crate) look: Look,
    pub(crate) colour: Colour,
    /// Lower ends of areas and bands, empty for lines.
    pub(crate) lower: Vec<f64>,
    /// Values of lines, upper ends of areas and bands.
    pub(crate) upper: Vec<f64>,
}

impl Mark {
    fn new(label: &str, look: Look, colour: Colour, lower: Vec<f64>, upper: Vec<f64>) -> Self {
        Self { label: label.to_owned(), look, colour, lower, upper }
    }

    /// Says in the label if the mark has no end at the right that the label could stand beside.
    fn mention_missing_end(&mut self, days: Days) {
        match self.end() {
            None => self.label.push_str(" (no data)"),
            Some((end, _)) if end < days.count => {
                let last = days.first.plus(end as i64 - 1);
                // No-break spaces keep the date in one line.
                let until = format!("(until {})", last.written()).replace(' ', "\u{a0}");
                self.label = format!("{} {until}", self.label);
            }
            Some(_) => {}
        }
    }

    /// Lower and upper end on a day; the same for lines.
    fn ends(&self, day: usize) -> (f64, f64) {
        (self.lower.get(day).copied().unwrap_or(self.upper[day]), self.upper[day])
    }

    /// Where the label points: the end of the last day with a value, and a value on that day.
    pub(crate) fn end(&self) -> Option<(usize, f64)> {
        let day = (0..self.upper.len()).rev().find(|&day| {
            let (lower, upper) = self.ends(day);
            !lower.is_nan() && !upper.is_nan()
        })?;
        let (lower, upper) = self.ends(day);
        let share = match self.look {
            Look::Area => 0.5,
            // Off the middle, where the line of the band has its label.
            _ => 0.75,
        };
        Some((day + 1, lower + share * (upper - lower)))
    }

    /// How thick the mark is where its label points; lines count as thicker than everything.
    pub(crate) fn weight(&self) -> f64 {
        match (self.look, self.end()) {
            (_, None) => 0.0,
            (Look::Area, Some((day, _))) => {
                let (lower, upper) = self.ends(day - 1);
                upper - lower
            }
            _ => f64::INFINITY,
        }
    }

    /// Smallest and largest value, `NaN` without any.
    pub(crate) fn range(&self) -> (f64, f64) {
        let values = || self.lower.iter().chain(&self.upper).copied();
        (values().fold(f64::NAN, f64::min), values().fold(f64::NAN, f64::max))
    }
}

/// The marks of a panel, from back to front.
pub(crate) fn marks(panel: &Panel, days: Days) -> Vec<Mark> {
    let count = panel
        .layers
        .iter()
        .map(|layer| match layer {
            Layer::StackedAreas(stack) => stack.series.len(),
            Layer::Line(_) => 1,
            _ => 0,
        })
        .sum();
    let mut next_colour = (0..).map(|index| house_colour(index, count));
    let mut next_colour = |given: Option<Colour>| {
        let house = next_colour.next().unwrap_or(Colour::NhsBlue);
        given.unwrap_or(house)
    };

    let mut marks = Vec::new();
    let mut dashes = 0;
    for layer in &panel.layers {
        match layer {
            Layer::StackedAreas(stack) => marks.extend(stacked(stack, days.count, &mut next_colour)),
            Layer::Line(series) => {
                let colour = next_colour(series.colour);
                marks.push(Mark::new(&series.label, Look::Line, colour, Vec::new(), series.values.clone()));
            }
            Layer::Band(band) => {
                // Its line may come later: the colour follows below.
                let colour = band.colour.unwrap_or(Colour::NhsBlue);
                marks.push(Mark::new(&band.label, Look::Band, colour, band.lower.clone(), band.upper.clone()));
            }
            Layer::StepLine(series) => {
                let colour = series.colour.unwrap_or(Colour::Black);
                marks.push(Mark::new(&series.label, Look::Step, colour, Vec::new(), series.values.clone()));
            }
            Layer::Threshold(threshold) => {
                let values = threshold.level.daily(days.count);
                marks.push(Mark::new(&threshold.label, Look::Dashed(dashes), Colour::DarkGrey, Vec::new(), values));
                dashes += 1;
            }
        }
    }
    colour_bands(panel, &mut marks);
    for mark in &mut marks {
        mark.mention_missing_end(days);
    }
    marks
}

/// Piles the series up; see [`StackedAreas`] for missing values.
fn stacked(stack: &StackedAreas, days: usize, next_colour: &mut impl FnMut(Option<Colour>) -> Colour) -> Vec<Mark> {
    let absent = |values: &[f64]| values.iter().all(|value| value.is_nan());
    let mut base: Vec<f64> = (0..days)
        .map(|day| {
            let gap = stack.series.iter().any(|series| series.values[day].is_nan() && !absent(&series.values));
            if gap { f64::NAN } else { 0.0 }
        })
        .collect();
    stack
        .series
        .iter()
        .map(|series| {
            let colour = next_colour(series.colour);
            if absent(&series.values) {
                return Mark::new(&series.label, Look::Area, colour, series.values.clone(), series.values.clone());
            }
            let top: Vec<f64> = base.iter().zip(&series.values).map(|(base, value)| base + value).collect();
            let lower = std::mem::replace(&mut base, top.clone());
            Mark::new(&series.label, Look::Area, colour, lower, top)
        })
        .collect()
}

/// Gives the n-th band the colour of the n-th line, unless it has its own.
fn colour_bands(panel: &Panel, marks: &mut [Mark]) {
    let lines: Vec<Colour> = marks.iter().filter(|mark| mark.look == Look::Line).map(|mark| mark.colour).collect();
    let own = panel.layers.iter().filter_map(|layer| match layer {
        Layer::Band(band) => Some(band.colour),
        _ => None,
    });
    let bands = marks.iter_mut().filter(|mark| mark.look == Look::Band);
    for (index, (band, own)) in bands.zip(own).enumerate() {
        if let (None, Some(&line)) = (own, lines.get(index)) {
            band.colour = line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Day;
    use crate::figure::{Band, Series};

    fn days(count: usize) -> Days {
        Days { first: Day::parse("2022-01-01").unwrap(), count }
    }

    #[test]
    fn a_missing_day_is_a_gap_in_the_whole_stack() {
        let series = vec![
            Series::new("A", vec![1.0, f64::NAN]),
            Series::new("B", vec![2.0, 2.0]),
            Series::new("C", vec![f64::NAN; 2]),
        ];
        let panel = Panel::new("", "").with(Layer::StackedAreas(StackedAreas { series }));
        let marks = marks(&panel, days(2));
        assert_eq!((marks[1].lower[0], marks[1].upper[0]), (1.0, 3.0));
        assert!(marks[1].upper[1].is_nan());
        assert_eq!(marks[1].label, "B (until\u{a0}1\u{a0}Jan\u{a0}2022)");
        assert_eq!(marks[1].end(), Some((1, 2.0)));
        assert_eq!((marks[2].label.as_str(), marks[2].end()), ("C (no data)", None));
    }

    #[test]
    fn a_band_has_the_colour_of_its_line() {
        let line = |label: &str| Layer::Line(Series::new(label, vec![1.0]));
        let band = |label: &str| Layer::Band(Band::new(label, vec![0.0], vec![2.0]));
        let panel = Panel::new("", "").with(band("a")).with(band("b")).with(line("A")).with(line("B"));
        let marks = marks(&panel, days(1));
        assert_eq!((marks[0].colour, marks[1].colour), (Colour::NhsBlue, Colour::LightBlue));
    }
}
