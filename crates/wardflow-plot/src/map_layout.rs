//! Where everything of a map goes.

use crate::canvas::Point;
use crate::colour::Colour;
use crate::error::DrawError;
use crate::heat_map::{HeatMap, Side};
use crate::shades::Shades;
use crate::style::{
    BEFORE_PANELS, BEFORE_PLOT, HEIGHT, LABEL, LABEL_GAP, LABEL_WIDTH, LEADER, LEFT_LEAST, MARGIN, PANEL_TITLE, SAMPLE,
    SAMPLE_GAP, TICK, TICKS, TextStyle, WIDTH,
};
use crate::text::{self, Lines};
use crate::words::{Block, WordBlocks};

/// Lowest map.
const LEAST_HEIGHT: f64 = 240.0;
/// Between a number and the edge of its cell.
const CELL_PADDING: f64 = 4.0;
/// Sizes of the numbers in cells, the largest that fits is taken.
const CELL_SIZES: [f64; 5] = [19.0, 17.0, 15.0, 12.0, 9.0];
/// Between the groups of the key.
const KEY_GROUP_GAP: f64 = 12.0;

/// An entry of the key at the right.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) sample: Sample,
    pub(crate) lines: Lines,
    /// Upper edge, in user units below that of the map.
    pub(crate) top: f64,
}

/// What stands before the words of an entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sample {
    Tone((u8, u8, u8)),
    Missing,
    Border,
    Frame,
    Diamond,
}

/// A marked place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot {
    /// The cell of a column and a row.
    Cell(usize, usize),
    /// Between cells: in columns from the left edge and rows from the bottom.
    Between(f64, f64),
}

/// The whole map, in user units.
#[derive(Clone, Debug)]
pub(crate) struct MapLayout {
    pub(crate) height: f64,
    pub(crate) words: WordBlocks,
    pub(crate) title: Block,
    pub(crate) unit: String,
    pub(crate) up_label: Block,
    pub(crate) across_label: Block,
    pub(crate) shades: Shades,
    /// Style of the numbers in cells; none if they do not fit.
    pub(crate) cell_style: Option<TextStyle>,
    pub(crate) spots: Vec<Spot>,
    pub(crate) key: Vec<Entry>,
    /// Columns and rows.
    size: (usize, usize),
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl MapLayout {
    pub(crate) fn new(map: &HeatMap) -> Result<Self, DrawError> {
        let mut words = WordBlocks::new(&map.words())?;
        let mut title = Block::new(&map.measure, PANEL_TITLE, Colour::Black)?;
        let mut up_label = Block::axis_label(&map.up.label)?;
        let mut across_label = Block::axis_label(&map.across.label)?;
        let all: Vec<f64> = map.values.iter().chain(&map.same_colours_as).map(|&value| map.rounded(value)).collect();
        let shades = Shades::new(&all);
        let spots: Vec<Option<Spot>> = map.marks.iter().map(|mark| spot(map, mark.across, mark.up)).collect();
        let (key, key_height, key_width) = key(map, &shades, &spots)?;

        title.top = words.above() + BEFORE_PANELS;
        up_label.top = title.top + title.height() + BEFORE_PLOT / 2.0;
        let top = up_label.top + up_label.height() + BEFORE_PLOT / 2.0;
        let foot = TICKS + across_label.height() + words.below();
        let bottom = (HEIGHT - foot).max(top + key_height.max(LEAST_HEIGHT));
        across_label.top = bottom + TICKS;
        let height = (bottom + foot - 1e-6).ceil();
        words.place(height);

        let names = (0..map.up.values.len()).map(|row| text::width(&map.row_name(row), TICK));
        let widest = names.into_iter().try_fold(0.0, |widest: f64, width| Ok(widest.max(width?)))?;
        let left = MARGIN + LEFT_LEAST.max(widest + 9.0);
        let right = WIDTH - MARGIN - (LEADER + SAMPLE + SAMPLE_GAP + key_width);
        let size = (map.across.values.len(), map.up.values.len());
        let mut layout = Self {
            height,
            words,
            title,
            unit: text::plain(&map.unit),
            up_label,
            across_label,
            shades,
            cell_style: None,
            spots: spots.into_iter().flatten().collect(),
            key,
            size,
            left,
            right,
            top,
            bottom,
        };
        layout.cell_style = layout.fitting_style(map)?;
        Ok(layout)
    }

    /// A place given in columns from the left edge and rows from the bottom.
    pub(crate) fn place(&self, (columns, rows): (f64, f64)) -> Point {
        let (across, up) = (columns / self.size.0 as f64, rows / self.size.1 as f64);
        (self.left + (self.right - self.left) * across, self.bottom - (self.bottom - self.top) * up)
    }

    /// Two corners of a cell: left and below, right and above.
    pub(crate) fn corners(&self, column: usize, row: usize) -> [Point; 2] {
        let (column, row) = (column as f64, row as f64);
        [self.place((column, row)), self.place((column + 1.0, row + 1.0))]
    }

    /// Width and height of a cell.
    pub(crate) fn cell(&self) -> (f64, f64) {
        ((self.right - self.left) / self.size.0 as f64, (self.bottom - self.top) / self.size.1 as f64)
    }

    /// Names that are shortened in the picture.
    pub(crate) fn unnamed<'a>(&self, map: &'a HeatMap) -> Vec<&'a str> {
        let labels =
            [(&self.title, &map.measure), (&self.up_label, &map.up.label), (&self.across_label, &map.across.label)];
        labels.into_iter().filter(|(block, _)| block.lines.cut).map(|(_, label)| label.as_str()).collect()
    }

    /// The largest style in which every number fits its cell.
    fn fitting_style(&self, map: &HeatMap) -> Result<Option<TextStyle>, DrawError> {
        let (width, height) = self.cell();
        let widest = map.values.iter().filter(|value| !value.is_nan()).map(|&value| map.written(value));
        let Some(widest) = widest.max_by_key(String::len) else { return Ok(Some(LABEL)) };
        for size in CELL_SIZES {
            let style = TextStyle { size, leading: size * 1.2, ..LABEL };
            if size + CELL_PADDING <= height && text::width(&widest, style)? + 2.0 * CELL_PADDING <= width {
                return Ok(Some(style));
            }
        }
        Ok(None)
    }
}

/// Where a mark lies; none if that is outside of the map.
fn spot(map: &HeatMap, across: f64, up: f64) -> Option<Spot> {
    let (column, row) = (steps(&map.across.values, across)?, steps(&map.up.values, up)?);
    let is_cell = column.fract() == 0.0 && row.fract() == 0.0;
    Some(if is_cell { Spot::Cell(column as usize, row as usize) } else { Spot::Between(column + 0.5, row + 0.5) })
}

/// How many steps a number is after the first of rising ones, in proportion between two.
fn steps(values: &[f64], number: f64) -> Option<f64> {
    let after = values.iter().position(|&value| value >= number)?;
    if values[after] == number {
        return Some(after as f64);
    }
    let before = after.checked_sub(1)?;
    Some(before as f64 + (number - values[before]) / (values[after] - values[before]))
}

/// The key with its height and the width of its words.
fn key(map: &HeatMap, shades: &Shades, spots: &[Option<Spot>]) -> Result<(Vec<Entry>, f64, f64), DrawError> {
    let tones = shades.key().into_iter().map(|(tone, name)| (Sample::Tone(tone), name));
    let missing = map.values.iter().any(|value| value.is_nan()).then(|| (Sample::Missing, "no value".to_owned()));
    let colours: Vec<(Sample, String)> = tones.chain(missing).collect();
    let border = map.target.as_ref().map(|target| {
        let side = match target.side {
            Side::AtMost => "lighter",
            Side::AtLeast => "darker",
        };
        (Sample::Border, format!("{}, met on the {side} side", target.label))
    });
    let marks = map.marks.iter().zip(spots).filter_map(|(mark, spot)| {
        let sample = match (*spot)? {
            Spot::Cell(..) => Sample::Frame,
            Spot::Between(..) => Sample::Diamond,
        };
        Some((sample, mark.label.clone()))
    });
    let others: Vec<(Sample, String)> = border.into_iter().chain(marks).collect();
    let (mut entries, mut top, mut width) = (Vec::new(), 0.0, 0.0_f64);
    for (group, gap) in [(colours, 0.0), (others, KEY_GROUP_GAP)] {
        top += gap;
        for (sample, words) in group {
            let lines = text::wrap(&text::plain(&words), LABEL, LABEL_WIDTH)?;
            width = width.max(lines.width(LABEL)?);
            let height = lines.height(LABEL);
            entries.push(Entry { sample, lines, top });
            top += height + LABEL_GAP;
        }
    }
    Ok((entries, top, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_between_numbers_are_in_proportion() {
        let values = [8.0, 10.0, 20.0];
        assert_eq!([8.0, 9.0, 20.0, 15.0].map(|number| steps(&values, number)), [0.0, 0.5, 2.0, 1.5].map(Some));
        assert_eq!([7.0, 21.0, f64::NAN].map(|number| steps(&values, number)), [None; 3]);
    }
}
