//! Upright lines of a panel and their names above the plot.

use crate::error::DrawError;
use crate::figure::Panel;
use crate::layer::Layer;
use crate::places::Places;
use crate::spread::{Wish, spread};
use crate::style::TICK;
use crate::text;

/// Height of the names.
const STRIP: f64 = 24.0;
/// Between two names.
const CLEAR: f64 = 14.0;

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct GuideLine {
    pub(crate) label: String,
    /// Share of the axis to its left.
    pub(crate) at: f64,
    /// Middle of its name, in user units; none if it has none or there is no room.
    pub(crate) middle: Option<f64>,
}

/// The lines of one panel.
#[derive(Clone, Debug)]
pub(crate) struct Guides {
    pub(crate) lines: Vec<GuideLine>,
}

impl Guides {
    /// Those on the axis, without places for their names.
    pub(crate) fn new(panel: &Panel, places: &Places) -> Self {
        let guides = panel.layers.iter().filter_map(|layer| match layer {
            Layer::Guide(guide) => Some(guide),
            _ => None,
        });
        let on_axis = guides.filter_map(|guide| {
            let numbers = places.numbers().filter(|numbers| numbers.holds(guide.at))?;
            Some(GuideLine { label: text::plain(&guide.label), at: numbers.share(guide.at), middle: None })
        });
        Self { lines: on_axis.collect() }
    }

    /// Height of the strip that holds the names.
    pub(crate) fn height(&self) -> f64 {
        if self.named().next().is_some() { STRIP } else { 0.0 }
    }

    /// Spreads the names over a plot between two edges, as many as there is room for.
    pub(crate) fn place(&mut self, left: f64, right: f64) -> Result<(), DrawError> {
        let mut names: Vec<(usize, Wish)> = Vec::new();
        let mut taken = 0.0;
        for (index, line) in self.lines.iter().enumerate().filter(|(_, line)| !line.label.is_empty()) {
            let width = text::width(&line.label, TICK)?;
            if taken + width > right - left {
                continue;
            }
            taken += width + CLEAR;
            names.push((index, Wish { middle: left + (right - left) * line.at, height: width }));
        }
        // Of two at one place the later one would come first: top to bottom reads left to right here.
        names.reverse();
        let wishes: Vec<Wish> = names.iter().map(|(_, wish)| *wish).collect();
        for ((index, _), middle) in names.iter().zip(spread(&wishes, CLEAR, left, right)) {
            self.lines[*index].middle = Some(middle);
        }
        Ok(())
    }

    /// Names for which there is no room.
    pub(crate) fn unnamed(&self) -> impl Iterator<Item = &String> {
        self.named().filter(|line| line.middle.is_none()).map(|line| &line.label)
    }

    fn named(&self) -> impl Iterator<Item = &GuideLine> {
        self.lines.iter().filter(|line| !line.label.is_empty())
    }
}
