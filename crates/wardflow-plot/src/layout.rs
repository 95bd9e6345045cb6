//! Where everything goes.

use crate::colour::Colour;
use crate::error::DrawError;
use crate::figure::{Figure, Panel, ValueAxis};
use crate::guides::Guides;
use crate::gutter::Gutter;
use crate::layer::Layer;
use crate::mark::{self, Mark};
use crate::places::Places;
use crate::style::{
    BEFORE_PANELS, BEFORE_PLOT, HEIGHT, LABEL_GAP, LEADER, LEFT_LEAST, MARGIN, NOTE, NOTE_GAP, PANEL_LEAST,
    PANEL_TITLE, SAMPLE, SAMPLE_GAP, TEXT_WIDTH, TICK, TICKS, WIDTH,
};
use crate::text::{self, Lines};
use crate::value_scale::ValueScale;
use crate::words::{Block, WordBlocks};

/// A panel with its place.
#[derive(Clone, Debug)]
pub(crate) struct PanelLayout {
    pub(crate) title: Block,
    /// Unit and start of the axis, after the last line of the title.
    pub(crate) note: String,
    /// Title and unit, where shortened.
    pub(crate) cut: Vec<String>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) scale: ValueScale,
    pub(crate) guides: Guides,
    /// Shaded places, from one to before the other.
    pub(crate) shaded: Vec<(usize, usize)>,
    pub(crate) gutter: Gutter,
    /// Upper edge of the plot.
    pub(crate) top: f64,
    /// Lower edge of the plot: its horizontal axis.
    pub(crate) bottom: f64,
}

/// The whole picture, in user units.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) height: f64,
    pub(crate) places: Places,
    pub(crate) words: WordBlocks,
    pub(crate) panels: Vec<PanelLayout>,
    /// What the horizontal axis measures, in a line below it; none for days.
    pub(crate) axis_label: Block,
    /// Left edge of all plots.
    pub(crate) left: f64,
    /// Right edge of all plots.
    pub(crate) right: f64,
}

/// Between a plot and the title of the next panel.
const BETWEEN_PANELS: f64 = 22.0;

impl Layout {
    pub(crate) fn new(figure: &Figure, places: Places) -> Result<Self, DrawError> {
        let mut words = WordBlocks::new(&figure.words())?;
        let axis_label = places.numbers().map_or("", |numbers| &numbers.label);
        let axis_label = Block::axis_label(axis_label)?;
        let nothing = [Panel::new("", "")];
        let panels = if figure.panels.is_empty() { nothing.as_slice() } else { &figure.panels };

        let head = words.above() + BEFORE_PANELS;
        let foot = TICKS + axis_label.height() + words.below();
        let mut panels = panels
            .iter()
            .map(|panel| unplaced(panel, panels.len(), &places))
            .collect::<Result<Vec<PanelLayout>, DrawError>>()?;
        let between = panels.iter().map(PanelLayout::heading).sum::<f64>() + BETWEEN_PANELS * (panels.len() - 1) as f64;
        let room = HEIGHT - head - foot - between;
        let share = (room / panels.len() as f64).max(PANEL_LEAST);
        for panel in &mut panels {
            panel.gutter = Gutter::new(&panel.marks, share)?;
        }

        let mut y = head;
        let heights = heights(&panels, room);
        for (panel, height) in panels.iter_mut().zip(heights) {
            panel.title.top = y;
            panel.top = y + panel.heading();
            panel.bottom = panel.top + height;
            y = panel.bottom + BETWEEN_PANELS;
        }
        y += foot - BETWEEN_PANELS;

        let height = (y - 1e-6).ceil();
        words.place(height);
        let axis_label = Block { top: y - foot + TICKS, ..axis_label };
        let mut layout = Self { height, places, words, axis_label, left: 0.0, right: 0.0, panels };
        layout.place_sides()?;
        for panel in &mut layout.panels {
            panel.guides.place(layout.left, layout.right)?;
        }
        Ok(layout)
    }

    /// Leaves room for the longest number at the left and the longest label at the right.
    fn place_sides(&mut self) -> Result<(), DrawError> {
        let mut numbers: f64 = 0.0;
        let mut labels: f64 = 0.0;
        for panel in &self.panels {
            for tick in panel.scale.ticks() {
                numbers = numbers.max(text::width(&panel.scale.write(tick), TICK)?);
            }
            labels = labels.max(panel.gutter.width()?);
        }
        self.left = MARGIN + LEFT_LEAST.max(numbers + 9.0);
        let gutter = if labels > 0.0 { LEADER + SAMPLE + SAMPLE_GAP + labels } else { 12.0 };
        self.right = WIDTH - MARGIN - gutter;
        Ok(())
    }

    /// Left edge of the samples of colour before labels.
    pub(crate) fn samples(&self) -> f64 {
        self.right + LEADER
    }

    /// Where a share of the horizontal axis ends.
    pub(crate) fn x(&self, share: f64) -> f64 {
        self.left + (self.right - self.left) * share
    }

    /// Full names of everything that is shortened in the picture.
    pub(crate) fn unnamed(&self) -> impl Iterator<Item = &str> {
        let axis = self.places.numbers().filter(|_| self.axis_label.lines.cut).map(|numbers| &numbers.label);
        let panels = self.panels.iter();
        let panels =
            panels.flat_map(|panel| panel.cut.iter().chain(panel.guides.unnamed()).chain(&panel.gutter.unnamed));
        panels.chain(axis).map(String::as_str)
    }
}

impl PanelLayout {
    /// Whether there is no value at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.marks.iter().all(|mark| mark.end().is_none())
    }

    /// Height of all that stands above the plot.
    fn heading(&self) -> f64 {
        self.title.height() + BEFORE_PLOT + self.guides.height()
    }

    /// Where a value lies.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.scale.share(value)
    }
}

/// A panel with everything but its place and its labels.
fn unplaced(panel: &Panel, of: usize, places: &Places) -> Result<PanelLayout, DrawError> {
    let marks = mark::marks(panel, places);
    let from_zero = panel.value_axis == ValueAxis::FromZero
        || panel.layers.iter().any(|layer| matches!(layer, Layer::StackedAreas(_)));
    let least = marks.iter().map(|mark| mark.range().0).fold(f64::NAN, f64::min);
    let most = marks.iter().map(|mark| mark.range().1).fold(f64::NAN, f64::max);
    let ticks = match of {
        1 => 6.0,
        2 => 5.0,
        _ => 3.0,
    };
    let scale = ValueScale::new(least, most, from_zero, ticks);
    let mut title = Block::new(&panel.title, PANEL_TITLE, Colour::Black)?;
    let (note, note_cut) = note(panel, &scale)?;
    let cut = [(&panel.title, title.lines.cut), (&panel.unit, note_cut)];
    let cut = cut.into_iter().filter(|(_, cut)| *cut).map(|(words, _)| words.clone()).collect();
    // A note that does not fit behind the title gets a line of its own.
    let last_width = title.lines.lines.last().map_or(Ok(f64::INFINITY), |line| text::width(line, PANEL_TITLE))?;
    if !note.is_empty() && last_width + NOTE_GAP + text::width(&note, NOTE)? > TEXT_WIDTH {
        title.lines.lines.push(String::new());
    }
    let gutter = Gutter::new(&[], 0.0)?;
    let guides = Guides::new(panel, places);
    Ok(PanelLayout {
        title,
        note,
        cut,
        marks,
        scale,
        guides,
        shaded: shaded(panel, places),
        gutter,
        top: 0.0,
        bottom: 0.0,
    })
}

/// The shaded days, neighbours joined.
fn shaded(panel: &Panel, places: &Places) -> Vec<(usize, usize)> {
    if places.numbers().is_some() {
        return Vec::new();
    }
    let layers = panel.layers.iter().filter_map(|layer| match layer {
        Layer::Shade(shade) => Some(&shade.days),
        _ => None,
    });
    let days: std::collections::BTreeSet<usize> =
        layers.flatten().copied().filter(|&day| day < places.count()).collect();
    let mut shaded: Vec<(usize, usize)> = Vec::new();
    for day in days {
        match shaded.last_mut() {
            Some((_, end)) if *end == day => *end += 1,
            _ => shaded.push((day, day + 1)),
        }
    }
    shaded
}

/// Unit and start of the axis. A long unit is shortened, but a start that is not zero is always told.
/// Also tells whether it is shortened.
fn note(panel: &Panel, scale: &ValueScale) -> Result<(String, bool), DrawError> {
    let start =
        if scale.low > 0.0 { format!("axis starts at {}, not 0", scale.write(scale.low)) } else { String::new() };
    let room = TEXT_WIDTH - text::width(&start, NOTE)? - 2.0 * NOTE_GAP;
    let Lines { lines, cut } = text::wrap(&text::plain(&panel.unit), NOTE, room)?;
    let unit = lines.concat();
    Ok((if unit.is_empty() || start.is_empty() { unit + &start } else { format!("{unit}; {start}") }, cut))
}

/// Heights of the plots: equal shares of the room, but none too low for its labels.
fn heights(panels: &[PanelLayout], room: f64) -> Vec<f64> {
    let needs: Vec<f64> = panels.iter().map(|panel| PANEL_LEAST.max(panel.gutter.height() + LABEL_GAP)).collect();
    let mut fixed = vec![false; panels.len()];
    loop {
        let taken: f64 = needs.iter().zip(&fixed).filter(|(_, fixed)| **fixed).map(|(need, _)| need).sum();
        let free = fixed.iter().filter(|fixed| !**fixed).count();
        let share = (room - taken) / free.max(1) as f64;
        match (0..panels.len()).find(|&index| !fixed[index] && needs[index] > share) {
            Some(index) => fixed[index] = true,
            None => return (0..panels.len()).map(|index| if fixed[index] { needs[index] } else { share }).collect(),
        }
    }
}
