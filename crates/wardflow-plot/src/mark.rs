//! Layers turned into things to draw: numbers stacked, colours given out.

use crate::colour::{Colour, house_colour};
use crate::figure::Panel;
use crate::layer::{Layer, Points, Sign, StackedAreas};
use crate::places::Places;
use crate::shape::Shape;

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Filled, part of a stack.
    Area,
    /// Filled, the grid shines through.
    Band,
    Line,
    Step,
    /// A line with a sign at each value.
    Dotted(Shape),
    /// A step line with the n-th pattern of dashes.
    Dashed(usize),
    /// Upright strokes from lower to upper ends.
    Whiskers,
    /// Single points, anywhere; joined by a line or not.
    Points(Sign, bool),
}

/// Something with a label.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) label: String,
    pub(crate) look: Look,
    pub(crate) colour: Colour,
    /// Lower ends of areas and bands, empty for lines.
    pub(crate) lower: Vec<f64>,
    /// Values of lines and points, upper ends of areas and bands.
    pub(crate) upper: Vec<f64>,
    /// Of points, where each one lies on the axis; of all others empty, since they are at its places.
    pub(crate) at: Vec<f64>,
}

impl Mark {
    fn new(label: &str, look: Look, colour: Colour, lower: Vec<f64>, upper: Vec<f64>) -> Self {
        Self { label: label.to_owned(), look, colour, lower, upper, at: Vec::new() }
    }

    /// Points that are on the axis.
    fn points(points: &Points, places: &Places) -> Self {
        let all = points.at.iter().zip(&points.values);
        let (at, values) = all.filter_map(|(at, value)| Some((places.share(*at)?, value))).unzip();
        let (look, colour) = (Look::Points(points.sign, points.joined), points.colour.unwrap_or(Colour::Black));
        Self { at, ..Self::new(&points.label, look, colour, Vec::new(), values) }
    }

    /// Says in the label if the mark has no end at the right that the label could stand beside.
    fn mention_missing_end(&mut self, places: &Places) {
        match self.end() {
            // What has no label stays without.
            _ if self.label.is_empty() => {}
            None => self.label.push_str(" (no data)"),
            Some((end, _)) if end < places.count() && self.is_at_places() => {
                // No-break spaces keep the place in one line.
                let until = format!("({})", places.until(end - 1)).replace(' ', "\u{a0}");
                self.label = format!("{} {until}", self.label);
            }
            Some(_) => {}
        }
    }

    const fn is_at_places(&self) -> bool {
        !matches!(self.look, Look::Points(..))
    }

    /// Lower and upper end at a place; the same for lines.
    fn ends(&self, place: usize) -> (f64, f64) {
        (self.lower.get(place).copied().unwrap_or(self.upper[place]), self.upper[place])
    }

    /// Whether there is a value at a place.
    pub(crate) fn is_at(&self, place: usize) -> bool {
        let (lower, upper) = self.ends(place);
        !lower.is_nan() && !upper.is_nan()
    }

    /// Where the label points: the places up to the last one with a value, and a value there.
    pub(crate) fn end(&self) -> Option<(usize, f64)> {
        let place = (0..self.upper.len()).rev().find(|&place| self.is_at(place))?;
        let (lower, upper) = self.ends(place);
        let share = match self.look {
            Look::Area => 0.5,
            // Whiskers are named below the curve, the band above it.
            Look::Whiskers => 0.0,
            // Off the middle, where the line of the band has its label.
            _ => 0.75,
        };
        Some((place + 1, lower + share * (upper - lower)))
    }

    /// How thick the mark is where its label points; lines count as thicker than everything.
    pub(crate) fn weight(&self) -> f64 {
        match (self.look, self.end()) {
            (_, None) => 0.0,
            (Look::Area, Some((end, _))) => {
                let (lower, upper) = self.ends(end - 1);
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
pub(crate) fn marks(panel: &Panel, places: &Places) -> Vec<Mark> {
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
    let (mut dashes, mut lines) = (0, 0);
    for layer in &panel.layers {
        match layer {
            Layer::StackedAreas(stack) => marks.extend(stacked(stack, places.count(), &mut next_colour)),
            Layer::Line(series) => {
                let colour = next_colour(series.colour);
                let look = if places.numbers().is_some() { Look::Dotted(Shape::of_series(lines)) } else { Look::Line };
                marks.push(Mark::new(&series.label, look, colour, Vec::new(), series.values.clone()));
                lines += 1;
            }
            Layer::Band(band) | Layer::Whiskers(band) => {
                // Its line may come later: the colour follows below.
                let colour = band.colour.unwrap_or(Colour::NhsBlue);
                let look = if matches!(layer, Layer::Band(_)) { Look::Band } else { Look::Whiskers };
                marks.push(Mark::new(&band.label, look, colour, band.lower.clone(), band.upper.clone()));
            }
            Layer::StepLine(series) => {
                let colour = series.colour.unwrap_or(Colour::Black);
                marks.push(Mark::new(&series.label, Look::Step, colour, Vec::new(), series.values.clone()));
            }
            Layer::Threshold(threshold) => {
                let values = threshold.level.everywhere(places.count());
                marks.push(Mark::new(&threshold.label, Look::Dashed(dashes), Colour::DarkGrey, Vec::new(), values));
                dashes += 1;
            }
            Layer::Points(points) => marks.push(Mark::points(points, places)),
            // They have no value: see the layout.
            Layer::Guide(_) | Layer::Shade(_) => {}
        }
    }
    for look in [Look::Band, Look::Whiskers] {
        colour_ranges(panel, &mut marks, look);
    }
    for mark in &mut marks {
        mark.mention_missing_end(places);
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

/// Gives the n-th of the ranges of a look the colour of the n-th line, unless it has its own.
fn colour_ranges(panel: &Panel, marks: &mut [Mark], look: Look) {
    let is_line = |mark: &&Mark| matches!(mark.look, Look::Line | Look::Dotted(_));
    let lines: Vec<Colour> = marks.iter().filter(is_line).map(|mark| mark.colour).collect();
    let own = panel.layers.iter().filter_map(|layer| match layer {
        Layer::Band(band) if look == Look::Band => Some(band.colour),
        Layer::Whiskers(band) if look == Look::Whiskers => Some(band.colour),
        _ => None,
    });
    let ranges = marks.iter_mut().filter(|mark| mark.look == look);
    for (index, (range, own)) in ranges.zip(own).enumerate() {
        if let (None, Some(&line)) = (own, lines.get(index)) {
            range.colour = line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Day;
    use crate::layer::{Band, Series};
    use crate::places::{Days, Numbers};

    fn days(count: usize) -> Places {
        Places::Days(Days { first: Day::parse("2022-01-01").unwrap(), count })
    }

    #[test]
    fn a_missing_day_is_a_gap_in_the_whole_stack() {
        let series = vec![
            Series::new("A", vec![1.0, f64::NAN]),
            Series::new("B", vec![2.0, 2.0]),
            Series::new("C", vec![f64::NAN; 2]),
        ];
        let panel = Panel::new("", "").with(Layer::StackedAreas(StackedAreas { series }));
        let marks = marks(&panel, &days(2));
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
        let marks = marks(&panel, &days(1));
        assert_eq!((marks[0].colour, marks[1].colour), (Colour::NhsBlue, Colour::LightBlue));
    }

    #[test]
    fn on_numbers_lines_have_signs_of_their_own_and_points_stay_on_the_axis() {
        let places = Places::Numbers(Numbers::new(String::new(), vec![1.0, 2.0]));
        let line = |label: &str, values: [f64; 2]| Layer::Line(Series::new(label, values.to_vec()));
        let points = Points::new("Today", Sign::Ring, vec![1.5, 9.0], vec![4.0, 5.0]);
        let whiskers = Layer::Whiskers(Band::new("", vec![f64::NAN, 1.0], vec![f64::NAN, 2.0]));
        let panel = Panel::new("", "")
            .with(whiskers)
            .with(line("A", [1.0, f64::NAN]))
            .with(line("B", [1.0, 2.0]))
            .with(Layer::Points(points));
        let marks = marks(&panel, &places);
        assert_eq!((marks[1].look, marks[2].look), (Look::Dotted(Shape::Circle), Look::Dotted(Shape::Square)));
        assert_eq!((marks[0].label.as_str(), marks[0].colour), ("", marks[1].colour));
        assert_eq!(marks[1].label, "A (up\u{a0}to\u{a0}1)");
        assert_eq!((marks[3].label.as_str(), marks[3].upper.as_slice(), marks[3].at.len()), ("Today", &[4.0][..], 1));
    }
}
