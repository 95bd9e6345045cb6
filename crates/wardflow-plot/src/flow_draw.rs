//! From flows to an SVG document.

use crate::canvas::{Align, Canvas, Pen, Point};
use crate::colour::Colour;
use crate::error::DrawError;
use crate::flow_chart::FlowChart;
use crate::style::{
    BEFORE_PANELS, BEFORE_PLOT, HEIGHT, LABEL, MARGIN, NOTE, PANEL_TITLE, TEXT_WIDTH, TINY_LABEL, TextStyle, WIDTH,
};
use crate::text;
use crate::words::{WordBlocks, document};
use crate::written::with_commas;

/// Width of a node.
const NODE: f64 = 14.0;
/// Between a node and its label.
const BEFORE_LABEL: f64 = 7.0;
/// Between two nodes: room for their labels.
const GAP: f64 = 22.0;
/// Room for all flows together, at least.
const LEAST: f64 = 240.0;
/// Right of the last stage, for its labels.
const LAST_LABELS: f64 = 270.0;
/// Pieces of a curve.
const PIECES: usize = 24;
const OPACITY: f64 = 0.3;
const ONE_LINE: TextStyle = TextStyle { most_lines: 1, ..LABEL };

/// Where the nodes are, in user units.
struct FlowLayout {
    /// Left edge of each stage.
    left: Vec<f64>,
    /// Upper edge of each node of each stage.
    top: Vec<Vec<f64>>,
    /// Height of a flow of one.
    scale: f64,
    /// From stage to stage.
    step: f64,
}

/// Draws flows as an SVG of the same width and make as [`crate::draw_svg`]: every node with its name and how much goes
/// through it, ribbons in between. Nothing depends on colour.
///
/// # Errors
/// As for [`FlowChart::links`].
pub fn draw_flows_svg(chart: &FlowChart) -> Result<String, DrawError> {
    let (links, totals) = (chart.links()?, chart.totals()?);
    text::register_fonts()?;
    let mut words = WordBlocks::new(&chart.words())?;
    let head = words.above() + BEFORE_PANELS;
    let top = head + PANEL_TITLE.leading + BEFORE_PLOT;
    let most = totals.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let bottom = (HEIGHT - words.below()).max(top + LEAST + GAP * most);
    let height = (bottom + words.below()).ceil();
    words.place(height);
    let layout = FlowLayout::new(&totals, (top, bottom));

    let mut canvas = Canvas::new(height);
    words.draw(&mut canvas, height)?;
    canvas.group("class=\"wf-axes\"", |pen| headings(pen, chart, &layout, head))?;
    if links.is_empty() {
        canvas.group("class=\"wf-label\"", |pen| {
            let middle = (WIDTH / 2.0, f64::midpoint(top, bottom));
            pen.text("No data to show", middle, LABEL, Align::Middle, Colour::DarkGrey)
        })?;
        return Ok(document(&chart.words(), &words, &[], height, canvas));
    }
    canvas.group("class=\"wf-flow\"", |pen| {
        let (mut out, mut into) = (layout.top.clone(), layout.top.clone());
        for link in &links {
            let size = link.value * layout.scale;
            let (from, to) = (&mut out[link.stage][link.from], &mut into[link.stage + 1][link.to]);
            let ends = [(layout.left[link.stage] + NODE, *from), (layout.left[link.stage + 1], *to)];
            ribbon(pen, ends, size)?;
            *from += size;
            *to += size;
        }
        Ok(())
    })?;
    canvas.group("class=\"wf-node\"", |pen| {
        for (stage, tops) in layout.top.iter().enumerate() {
            for (&top, total) in tops.iter().zip(&totals[stage]) {
                let left = layout.left[stage];
                pen.rectangle([(left, top), (left + NODE, top + total * layout.scale)], Colour::DarkBlue, 1.0)?;
            }
        }
        Ok(())
    })?;
    let mut unnamed: Vec<&str> = Vec::new();
    canvas.group("class=\"wf-label\"", |pen| {
        unnamed = labels(pen, chart, &layout, &totals)?;
        Ok(())
    })?;
    Ok(document(&chart.words(), &words, &unnamed, height, canvas))
}

/// Names every node and how much goes through it; the names that had to be shortened.
fn labels<'a>(
    pen: &Pen<'_>,
    chart: &'a FlowChart,
    layout: &FlowLayout,
    totals: &[Vec<f64>],
) -> Result<Vec<&'a str>, DrawError> {
    let mut unnamed = Vec::new();
    for (stage, column) in chart.stages.iter().enumerate() {
        for (node, name) in column.nodes.iter().enumerate() {
            let total = totals[stage][node];
            if total == 0.0 {
                continue;
            }
            let value = with_commas(total, chart.decimals);
            let within = |style: TextStyle| {
                let room = layout.label_width(stage) - text::width(&format!(" {value}"), style)?;
                text::wrap(&text::plain(name), style, room)
            };
            let (mut style, mut name_lines) = (ONE_LINE, within(ONE_LINE)?);
            if name_lines.cut {
                (style, name_lines) = (TINY_LABEL, within(TINY_LABEL)?);
            }
            if name_lines.cut {
                unnamed.push(name.as_str());
            }
            let middle = layout.top[stage][node] + total * layout.scale / 2.0;
            let place = (layout.left[stage] + NODE + BEFORE_LABEL, middle + style.size * 0.36);
            let label = format!("{} {value}", name_lines.lines.concat());
            pen.text(&label, place, style, Align::Left, Colour::Black)?;
        }
    }
    Ok(unnamed)
}

impl FlowLayout {
    fn new(totals: &[Vec<f64>], (top, bottom): (f64, f64)) -> Self {
        let steps = totals.len().saturating_sub(1).max(1) as f64;
        let step = (TEXT_WIDTH - LAST_LABELS) / steps;
        let most = totals.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1) as f64;
        let all = totals.first().map_or(0.0, |nodes| nodes.iter().sum::<f64>());
        let scale = if all > 0.0 { (bottom - top - GAP * most) / all } else { 0.0 };
        let tops = totals.iter().map(|nodes| {
            // Columns of fewer nodes stand in the middle.
            let spare = GAP * (most - nodes.len().saturating_sub(1) as f64);
            let mut next = top + spare / 2.0;
            let place = |total: &f64| {
                let here = next;
                next += total * scale + GAP;
                here
            };
            nodes.iter().map(place).collect()
        });
        Self {
            left: (0..totals.len()).map(|stage| MARGIN + step * stage as f64).collect(),
            top: tops.collect(),
            scale,
            step,
        }
    }
}

impl FlowLayout {
    /// Widest label of a stage.
    fn label_width(&self, stage: usize) -> f64 {
        let room = if stage + 1 == self.left.len() { LAST_LABELS } else { self.step };
        room - NODE - 2.0 * BEFORE_LABEL
    }
}

fn headings(pen: &Pen<'_>, chart: &FlowChart, layout: &FlowLayout, head: f64) -> Result<(), DrawError> {
    let baseline = head + PANEL_TITLE.first_baseline();
    for (stage, &left) in chart.stages.iter().zip(&layout.left) {
        pen.text(&stage.title, (left, baseline), PANEL_TITLE, Align::Left, Colour::Black)?;
    }
    if let (Some(last), Some(&left)) = (chart.stages.last(), layout.left.last()) {
        let after = left + text::width(&last.title, PANEL_TITLE)? + BEFORE_LABEL;
        pen.text(&chart.unit, (after, baseline), NOTE, Align::Left, Colour::DarkGrey)?;
    }
    Ok(())
}

/// A band that bends from one upper left corner to another upper right one.
fn ribbon(pen: &Pen<'_>, [(x, y), (end_x, end_y)]: [Point; 2], size: f64) -> Result<(), DrawError> {
    let upper: Vec<Point> = (0..=PIECES)
        .map(|piece| {
            let share = piece as f64 / PIECES as f64;
            let risen = share * share * (3.0 - 2.0 * share);
            (x + (end_x - x) * share, y + (end_y - y) * risen)
        })
        .collect();
    let lower = upper.iter().rev().map(|&(x, y)| (x, y + size));
    let outline: Vec<Point> = upper.iter().copied().chain(lower).collect();
    pen.polygon(&outline, Colour::NhsBlue, OPACITY)?;
    // White edges keep neighbours apart in black and white.
    if size > 2.0 { pen.line(&upper, Colour::White, 0.8) } else { Ok(()) }
}
