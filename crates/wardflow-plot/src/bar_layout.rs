//! Where everything of a chart of bars goes.

use crate::bar_chart::{BarChart, BarLook, BarPanel};
use crate::colour::Colour;
use crate::error::DrawError;
use crate::style::{
    BEFORE_PANELS, BEFORE_PLOT, HEIGHT, LABEL, LEFT_LEAST, MARGIN, NOTE_GAP, PANEL_TITLE, SAMPLE, SAMPLE_GAP,
    SMALL_LABEL, TEXT_WIDTH, TICKS, TextStyle, WIDTH,
};
use crate::text::{self, Lines};
use crate::value_scale::ValueScale;
use crate::words::{Block, WordBlocks};

/// Widest name of a row.
const ROW_WIDTH: f64 = 330.0;
/// From the name of a row to its bars, and from a bar to its value.
pub(crate) const ROW_GAP: f64 = 10.0;
/// Thickness of a bar if there is room, and if there is none.
const BAR: (f64, f64) = (26.0, 13.0);
/// Between rows.
const BETWEEN_ROWS: f64 = 10.0;
/// Between a panel and the title of the next.
const BETWEEN_PANELS: f64 = 20.0;
/// Height of a line of the key.
const KEY_LINE: f64 = 24.0;
/// Between two entries of the key.
const KEY_GAP: f64 = 26.0;

/// An entry of the key above a panel.
#[derive(Clone, Debug)]
pub(crate) struct KeyEntry {
    pub(crate) label: String,
    /// Left edge of its sample.
    pub(crate) x: f64,
    /// Line of the key, from 0.
    pub(crate) line: usize,
}

/// A panel with its place.
#[derive(Clone, Debug)]
pub(crate) struct BarPanelLayout {
    pub(crate) title: Block,
    pub(crate) note: String,
    pub(crate) key: Vec<KeyEntry>,
    pub(crate) key_top: f64,
    pub(crate) rows: Vec<Lines>,
    pub(crate) row_style: TextStyle,
    pub(crate) scale: ValueScale,
    /// Values beside the bars.
    pub(crate) top: f64,
    /// Height of a row, the space below it included.
    pub(crate) pitch: f64,
    /// Height of one of its bars.
    pub(crate) bar: f64,
    key_lines: usize,
    /// The last row's lower edge: the axis.
    pub(crate) bottom: f64,
}

/// The whole picture, in user units.
#[derive(Clone, Debug)]
pub(crate) struct BarLayout {
    pub(crate) height: f64,
    pub(crate) words: WordBlocks,
    pub(crate) panels: Vec<BarPanelLayout>,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Names that are shortened.
    pub(crate) unnamed: Vec<String>,
}

impl BarLayout {
    pub(crate) fn new(chart: &BarChart) -> Result<Self, DrawError> {
        let mut words = WordBlocks::new(&chart.words())?;
        let mut panels = Vec::new();
        let mut key_above: Vec<&str> = Vec::new();
        for panel in &chart.panels {
            // The same key once is enough.
            let labels: Vec<&str> = panel.series.iter().map(|series| series.label.as_str()).collect();
            panels.push(unplaced(panel, labels != key_above)?);
            key_above = labels;
        }
        let head = words.above() + BEFORE_PANELS;
        let fixed: f64 = panels.iter().map(|panel| panel.fixed() + BETWEEN_PANELS).sum::<f64>() - BETWEEN_PANELS;
        let all_bars: usize = chart.panels.iter().map(|panel| panel.rows.len() * bars(panel)).sum();
        let rows: usize = chart.panels.iter().map(|panel| panel.rows.len()).sum();
        let room = HEIGHT - head - words.below() - fixed - BETWEEN_ROWS * rows as f64;
        let bar = (room / all_bars.max(1) as f64).clamp(BAR.1, BAR.0);

        let mut y = head;
        for (panel, source) in panels.iter_mut().zip(&chart.panels) {
            // Two lines of a name, or all bars of the row, whatever is higher.
            let lines = panel.rows.iter().map(|lines| lines.lines.len()).max().unwrap_or(1);
            let names = lines as f64 * panel.row_style.leading;
            let of_bars = bar * bars(source) as f64;
            panel.bar = bar;
            panel.pitch = of_bars.max(names) + BETWEEN_ROWS;
            panel.title.top = y;
            panel.key_top = y + panel.title.height() + BEFORE_PLOT / 2.0;
            panel.top = y + panel.fixed() - TICKS;
            panel.bottom = panel.top + panel.pitch * panel.rows.len().max(1) as f64;
            y = panel.bottom + TICKS + BETWEEN_PANELS;
        }
        let height = (y - BETWEEN_PANELS + words.below() - 1e-6).ceil();
        words.place(height);

        let mut names: f64 = 0.0;
        let mut values: f64 = 0.0;
        let mut unnamed = Vec::new();
        for (panel, source) in panels.iter().zip(&chart.panels) {
            for (lines, name) in panel.rows.iter().zip(&source.rows) {
                names = names.max(lines.width(panel.row_style)?);
                if lines.cut {
                    unnamed.push(name.clone());
                }
            }
            values = values.max(values_width(source)?);
            let shown = panel.key.iter().map(|entry| entry.label.as_str());
            let cut = source.series.iter().zip(shown).filter(|(series, shown)| text::plain(&series.label) != *shown);
            unnamed.extend(cut.map(|(series, _)| series.label.clone()));
        }
        let left = MARGIN + LEFT_LEAST.max(names + ROW_GAP);
        Ok(Self { height, words, panels, left, right: WIDTH - MARGIN - values, unnamed })
    }

    /// Where a value of a panel lies.
    pub(crate) fn x(&self, panel: &BarPanelLayout, value: f64) -> f64 {
        self.left + (self.right - self.left) * panel.scale.share(value)
    }
}

impl BarPanelLayout {
    /// Height of all but the rows.
    fn fixed(&self) -> f64 {
        self.title.height() + BEFORE_PLOT + self.key_lines as f64 * KEY_LINE + TICKS
    }

    /// Middle of a bar of a row.
    pub(crate) fn middle(&self, row: usize, bar: usize, of: usize) -> f64 {
        self.row_middle(row) + (bar as f64 - (of as f64 - 1.0) / 2.0) * self.bar
    }

    pub(crate) fn row_middle(&self, row: usize) -> f64 {
        self.top + (row as f64 + 0.5) * self.pitch
    }

    /// Middle of a line of the key.
    pub(crate) fn key_middle(&self, line: usize) -> f64 {
        self.key_top + (line as f64 + 0.5) * KEY_LINE
    }
}

/// Bars below each other in a row.
pub(crate) fn bars(panel: &BarPanel) -> usize {
    match panel.look {
        BarLook::Grouped | BarLook::Differences => panel.series.len().max(1),
        BarLook::Stacked | BarLook::Bridge => 1,
    }
}

/// A panel with everything but its place, and with its key if that is wanted.
fn unplaced(panel: &BarPanel, keyed: bool) -> Result<BarPanelLayout, DrawError> {
    let title = Block::new(&panel.title, PANEL_TITLE, Colour::Black)?;
    let row_style = if panel.rows.len() > 20 { SMALL_LABEL } else { LABEL };
    let row_style = TextStyle { most_lines: 2, ..row_style };
    let rows = panel
        .rows
        .iter()
        .map(|row| text::wrap(&text::plain(row), row_style, ROW_WIDTH))
        .collect::<Result<Vec<Lines>, DrawError>>()?;
    let scale = scale(panel);
    let start =
        if scale.low > 0.0 { format!("axis starts at {}, not 0", scale.write(scale.low)) } else { String::new() };
    let note: Vec<String> = [text::plain(&panel.unit), start].into_iter().filter(|part| !part.is_empty()).collect();
    let (key, key_lines) = if keyed { key(panel)? } else { (Vec::new(), 0) };
    let note = text::wrap(&note.join("; "), crate::style::NOTE, TEXT_WIDTH / 2.0 - NOTE_GAP)?.lines.concat();
    Ok(BarPanelLayout {
        title,
        note,
        key,
        key_top: 0.0,
        rows,
        row_style,
        scale,
        top: 0.0,
        pitch: 0.0,
        bar: 0.0,
        key_lines,
        bottom: 0.0,
    })
}

/// The series side by side, in as many lines as it takes.
fn key(panel: &BarPanel) -> Result<(Vec<KeyEntry>, usize), DrawError> {
    if panel.series.len() < 2 {
        return Ok((Vec::new(), 0));
    }
    let style = TextStyle { most_lines: 1, ..LABEL };
    let (mut x, mut line) = (MARGIN, 0);
    let mut key = Vec::new();
    for series in &panel.series {
        let label = text::wrap(&text::plain(&series.label), style, TEXT_WIDTH / 2.0)?.lines.concat();
        let width = SAMPLE + SAMPLE_GAP + text::width(&label, style)?;
        if x > MARGIN && x + width > WIDTH - MARGIN {
            (x, line) = (MARGIN, line + 1);
        }
        key.push(KeyEntry { label, x, line });
        x += width + KEY_GAP;
    }
    Ok((key, line + 1))
}

fn scale(panel: &BarPanel) -> ValueScale {
    const TICKS: f64 = 8.0;
    match panel.look {
        BarLook::Stacked => {
            let sum = |row: usize| panel.series.iter().map(|series| series.values[row]).filter(|v| !v.is_nan()).sum();
            let most = (0..panel.rows.len()).map(sum).fold(f64::NAN, f64::max);
            // Shares that add up to 100 but for rounding have an axis to 100.
            let is_full = panel.unit == "%" && (100.0..100.5).contains(&most);
            ValueScale::new(0.0, if is_full { 100.0 } else { most }, true, TICKS)
        }
        BarLook::Bridge => {
            let ends = bridge(panel);
            let values = || ends.iter().flat_map(|&(from, to)| [from, to]).filter(|value| *value != 0.0);
            let (least, most) = (values().fold(f64::NAN, f64::min), values().fold(f64::NAN, f64::max));
            if least < 0.0 {
                ValueScale::with_zero(least, most, TICKS)
            } else {
                // Some room at the left, so that no bar vanishes.
                ValueScale::new((least - 0.5 * (most - least)).max(0.0), most, false, TICKS)
            }
        }
        BarLook::Grouped | BarLook::Differences => {
            let values =
                || panel.series.iter().flat_map(|series| [&series.values, &series.low, &series.high]).flatten();
            let (least, most) =
                (values().copied().fold(f64::NAN, f64::min), values().copied().fold(f64::NAN, f64::max));
            ValueScale::with_zero(least, most, TICKS)
        }
    }
}

/// From where to where each bar of a bridge goes; missing changes are none.
pub(crate) fn bridge(panel: &BarPanel) -> Vec<(f64, f64)> {
    let Some(series) = panel.series.first() else { return Vec::new() };
    let mut level = 0.0;
    let step = |(row, &value): (usize, &f64)| {
        let from = if panel.is_level(row) { 0.0 } else { level };
        level = from + if value.is_nan() { 0.0 } else { value };
        (from, level)
    };
    series.values.iter().enumerate().map(step).collect()
}

/// Room for the values beside the bars.
fn values_width(panel: &BarPanel) -> Result<f64, DrawError> {
    if panel.look == BarLook::Stacked {
        return Ok(12.0);
    }
    let mut widest: f64 = 0.0;
    for series in &panel.series {
        for (row, &value) in series.values.iter().enumerate() {
            widest = widest.max(text::width(&beside(panel, series, row, value), LABEL)?);
        }
    }
    Ok(widest + ROW_GAP)
}

/// What stands beside a bar: of differences the interval too.
pub(crate) fn beside(panel: &BarPanel, series: &crate::bar_chart::BarSeries, row: usize, value: f64) -> String {
    if value.is_nan() {
        return "no value".into();
    }
    let written = panel.written(value, row);
    match series.interval(row) {
        Some((low, high)) if panel.look == BarLook::Differences => {
            format!("{written} ({} to {})", panel.written(low, row), panel.written(high, row))
        }
        _ => written,
    }
}
