//! Where everything goes.

use crate::check::Days;
use crate::colour::Colour;
use crate::error::DrawError;
use crate::figure::{Figure, Layer, Panel, ValueAxis};
use crate::gutter::Gutter;
use crate::mark::{self, Mark};
use crate::style::{
    CAPTION, FOOTER, HEIGHT, LABEL_GAP, LEADER, LONG_TITLE, MARGIN, NOTE, NOTE_GAP, PANEL_LEAST, PANEL_TITLE, SAMPLE,
    SAMPLE_GAP, SUBTITLE, TICK, TITLE, TextStyle, WIDTH,
};
use crate::text::{self, Lines};
use crate::value_scale::ValueScale;

/// A text with its place.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) lines: Lines,
    pub(crate) style: TextStyle,
    pub(crate) colour: Colour,
    /// Upper edge, in user units.
    pub(crate) top: f64,
}

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
    pub(crate) days: Days,
    /// Title, subtitle, caption and footer.
    pub(crate) words: Vec<Block>,
    pub(crate) panels: Vec<PanelLayout>,
    /// Left edge of all plots.
    pub(crate) left: f64,
    /// Right edge of all plots.
    pub(crate) right: f64,
}

const TOP: f64 = 28.0;
const BOTTOM: f64 = 24.0;
/// Between the words above and the first panel.
const BEFORE_PANELS: f64 = 18.0;
/// Between the title of a panel and its plot.
const BEFORE_PLOT: f64 = 12.0;
/// Between a plot and the title of the next panel.
const BETWEEN_PANELS: f64 = 22.0;
/// Below the last plot, for the dates.
const DATES: f64 = 32.0;
const BEFORE_CAPTION: f64 = 14.0;
/// Leaves room for half a date below the left end of the axis.
const LEFT_LEAST: f64 = 40.0;
const BEFORE_FOOTER: f64 = 12.0;
const TEXT_WIDTH: f64 = WIDTH - 2.0 * MARGIN;

impl Layout {
    pub(crate) fn new(figure: &Figure, days: Days) -> Result<Self, DrawError> {
        let title = block(&figure.title, TITLE, Colour::Black)?;
        let title = if title.lines.cut { block(&figure.title, LONG_TITLE, Colour::Black)? } else { title };
        let above = [title, block(&figure.subtitle, SUBTITLE, Colour::DarkGrey)?];
        let below = [block(&figure.caption, CAPTION, Colour::Black)?, block(&figure.footer, FOOTER, Colour::DarkGrey)?];
        let nothing = [Panel::new("", "")];
        let panels = if figure.panels.is_empty() { nothing.as_slice() } else { &figure.panels };

        let head = TOP + above.iter().map(Block::height).sum::<f64>() + BEFORE_PANELS;
        let foot = DATES + BEFORE_CAPTION + below[0].height() + BEFORE_FOOTER + below[1].height() + BOTTOM;
        let mut panels = panels
            .iter()
            .map(|panel| unplaced(panel, panels.len(), days))
            .collect::<Result<Vec<PanelLayout>, DrawError>>()?;
        let between = panels.iter().map(|panel| panel.title.height() + BEFORE_PLOT).sum::<f64>()
            + BETWEEN_PANELS * (panels.len() - 1) as f64;
        let room = HEIGHT - head - foot - between;
        let share = (room / panels.len() as f64).max(PANEL_LEAST);
        for panel in &mut panels {
            panel.gutter = Gutter::new(&panel.marks, share)?;
        }

        let mut y = head;
        let heights = heights(&panels, room);
        for (panel, height) in panels.iter_mut().zip(heights) {
            panel.title.top = y;
            panel.top = y + panel.title.height() + BEFORE_PLOT;
            panel.bottom = panel.top + height;
            y = panel.bottom + BETWEEN_PANELS;
        }
        y += foot - BETWEEN_PANELS;

        let mut layout = Self { height: (y - 1e-6).ceil(), days, words: Vec::new(), left: 0.0, right: 0.0, panels };
        layout.place_words(above, below);
        layout.place_sides()?;
        Ok(layout)
    }

    fn place_words(&mut self, above: [Block; 2], below: [Block; 2]) {
        let mut y = TOP;
        for block in above {
            let height = block.height();
            self.words.push(Block { top: y, ..block });
            y += height;
        }
        let [caption, footer] = below;
        let footer_top = self.height - BOTTOM - footer.height();
        let caption_top = footer_top - BEFORE_FOOTER - caption.height();
        self.words.push(Block { top: caption_top, ..caption });
        self.words.push(Block { top: footer_top, ..footer });
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

    /// Where a moment lies, given in days after the start of the first day.
    pub(crate) fn x(&self, days: f64) -> f64 {
        self.left + (self.right - self.left) * days / self.days.count as f64
    }

    /// Full names of everything that is shortened in the picture.
    pub(crate) fn unnamed(&self) -> impl Iterator<Item = &str> {
        self.panels.iter().flat_map(|panel| panel.cut.iter().chain(&panel.gutter.unnamed)).map(String::as_str)
    }
}

impl Block {
    pub(crate) fn height(&self) -> f64 {
        self.lines.height(self.style)
    }

    /// Lines with their baselines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, f64)> {
        let first = self.top + self.style.first_baseline();
        self.lines
            .lines
            .iter()
            .enumerate()
            .map(move |(index, line)| (line.as_str(), first + index as f64 * self.style.leading))
    }
}

impl PanelLayout {
    /// Whether there is no value at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.marks.iter().all(|mark| mark.end().is_none())
    }

    /// Where a value lies.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.scale.share(value)
    }
}

fn block(words: &str, style: TextStyle, colour: Colour) -> Result<Block, DrawError> {
    let lines = text::wrap(&text::plain(words), style, TEXT_WIDTH)?;
    Ok(Block { lines, style, colour, top: 0.0 })
}

/// A panel with everything but its place and its labels.
fn unplaced(panel: &Panel, of: usize, days: Days) -> Result<PanelLayout, DrawError> {
    let marks = mark::marks(panel, days);
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
    let mut title = block(&panel.title, PANEL_TITLE, Colour::Black)?;
    let (note, note_cut) = note(panel, &scale)?;
    let cut = [(&panel.title, title.lines.cut), (&panel.unit, note_cut)];
    let cut = cut.into_iter().filter(|(_, cut)| *cut).map(|(words, _)| words.clone()).collect();
    // A note that does not fit behind the title gets a line of its own.
    let last_width = title.lines.lines.last().map_or(Ok(f64::INFINITY), |line| text::width(line, PANEL_TITLE))?;
    if !note.is_empty() && last_width + NOTE_GAP + text::width(&note, NOTE)? > TEXT_WIDTH {
        title.lines.lines.push(String::new());
    }
    let gutter = Gutter::new(&[], 0.0)?;
    Ok(PanelLayout { title, note, cut, marks, scale, gutter, top: 0.0, bottom: 0.0 })
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
