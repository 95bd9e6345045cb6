//! From a map to an SVG document.

use crate::canvas::{Align, Canvas, Pen, Point};
use crate::colour::Colour;
use crate::error::DrawError;
use crate::heat_map::HeatMap;
use crate::map_layout::{Entry, MapLayout, Sample, Spot};
use crate::shape::Shape;
use crate::style::{LABEL, LEADER, MARGIN, NOTE, NOTE_GAP, PANEL_TITLE, SAMPLE, SAMPLE_GAP, TICK, TextStyle};
use crate::text;
use crate::tick::{Tick, stay_apart};
use crate::words::document;
use crate::written::number;

/// Thickness of the line around cells that meet the target, and of its white edge.
const BORDER: f64 = 4.0;
const BORDER_EDGE: f64 = 8.0;
/// Cells narrower than this have no gap between them.
const NARROW: f64 = 8.0;

/// Draws a map as an SVG of the same size and make as [`crate::draw_svg`].
///
/// Cells are as wide as each other, whatever the distance of their numbers. The line of the target runs along the edges
/// of cells: nothing is claimed about the numbers between them.
///
/// # Errors
/// If an axis is wrong, or there is not one value for each cell, or one is negative or too large.
pub fn draw_map_svg(map: &HeatMap) -> Result<String, DrawError> {
    map.check()?;
    text::register_fonts()?;
    let layout = MapLayout::new(map)?;
    let mut canvas = Canvas::new(layout.height);
    layout.words.draw(&mut canvas, layout.height)?;
    canvas.group("class=\"wf-axes\"", |pen| axes(pen, map, &layout))?;
    canvas.group("class=\"wf-cells\"", |pen| cells(pen, map, &layout))?;
    border(&mut canvas, map, &layout)?;
    canvas.group("class=\"wf-points\"", |pen| {
        layout.spots.iter().try_for_each(|&spot| match spot {
            Spot::Cell(column, row) => frame(pen, layout.corners(column, row)),
            Spot::Between(columns, rows) => diamond(pen, layout.place((columns, rows))),
        })
    })?;
    for entry in &layout.key {
        key_entry(&mut canvas, &layout, entry)?;
    }
    Ok(document(&map.words(), &layout.words, &layout.unnamed(map), layout.height, canvas))
}

fn axes(pen: &Pen<'_>, map: &HeatMap, layout: &MapLayout) -> Result<(), DrawError> {
    let mut note_at = (MARGIN, layout.title.top + PANEL_TITLE.size);
    for (line, baseline) in layout.title.lines() {
        pen.text(line, (MARGIN, baseline), PANEL_TITLE, Align::Left, Colour::Black)?;
        note_at = (MARGIN + text::width(line, PANEL_TITLE)? + NOTE_GAP, baseline);
    }
    let left_out = if layout.cell_style.is_none() { "no room for numbers in the cells" } else { "" };
    let note: Vec<&str> = [layout.unit.as_str(), left_out].into_iter().filter(|words| !words.is_empty()).collect();
    if !note.is_empty() {
        pen.text(&note.join("; "), note_at, NOTE, Align::Left, Colour::DarkGrey)?;
    }
    for (line, baseline) in layout.up_label.lines() {
        let style = layout.up_label.style;
        pen.polygon(&Shape::Triangle.around((MARGIN + 6.0, baseline - 5.0), 5.0), Colour::DarkGrey, 1.0)?;
        pen.text(line, (MARGIN + 18.0, baseline), style, Align::Left, Colour::DarkGrey)?;
    }
    for (line, baseline) in layout.across_label.lines() {
        let middle = f64::midpoint(layout.left, layout.right);
        pen.text(line, (middle, baseline), layout.across_label.style, Align::Middle, Colour::DarkGrey)?;
    }
    for (column, name) in named(&map.across.values, layout.right - layout.left)? {
        let (x, y) = layout.place((column, 0.0));
        pen.text(&name, (x, y + 23.0), TICK, Align::Middle, Colour::DarkGrey)?;
    }
    let (_, height) = layout.cell();
    let every = ((TICK.leading / height).ceil() as usize).max(1);
    for row in (0..map.up.values.len()).step_by(every) {
        let (x, y) = layout.place((0.0, row as f64 + 0.5));
        pen.text(&map.row_name(row), (x - 9.0, y + TICK.size * 0.36), TICK, Align::Right, Colour::DarkGrey)?;
    }
    Ok(())
}

/// Names of columns and where they stand, in columns: as many as stay apart, beginning with the first.
fn named(values: &[f64], width: f64) -> Result<Vec<(f64, String)>, DrawError> {
    let count = values.len() as f64;
    for every in 1..=values.len() {
        let columns = values.iter().enumerate().step_by(every);
        let names: Vec<(f64, String)> = columns.map(|(at, &value)| (at as f64 + 0.5, number(value))).collect();
        let ticks: Vec<Tick> = names.iter().map(|(at, label)| Tick { at: at / count, label: label.clone() }).collect();
        if stay_apart(&ticks, width)? {
            return Ok(names);
        }
    }
    Ok(Vec::new())
}

/// Width of the edge of a hollow cell.
const EDGE: f64 = 3.5;

fn cells(pen: &Pen<'_>, map: &HeatMap, layout: &MapLayout) -> Result<(), DrawError> {
    let (width, height) = layout.cell();
    let gap = if width.min(height) < NARROW { 0.0 } else { 0.6 };
    for row in 0..map.up.values.len() {
        for column in 0..map.across.values.len() {
            let value = map.value(column, row);
            let [(left, bottom), (right, top)] = layout.corners(column, row);
            let corners = [(left + gap, top + gap), (right - gap, bottom - gap)];
            let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
            if value.is_nan() {
                missing(pen, corners, middle)?;
                continue;
            }
            let (ground, ink) = layout.shades.tone(map.rounded(value));
            pen.toned(corners, ground)?;
            let ink = if map.is_hollow(column, row) { hollow(pen, corners)? } else { ink };
            if let Some(style) = layout.cell_style {
                written(pen, &map.written(value), middle, style, ink)?;
            }
        }
    }
    Ok(())
}

fn written(pen: &Pen<'_>, words: &str, (x, y): Point, style: TextStyle, ink: Colour) -> Result<(), DrawError> {
    pen.text(words, (x, y + style.size * 0.36), style, Align::Middle, ink)
}

/// A cell without a value: white with a grey edge and a dash.
fn missing(pen: &Pen<'_>, [(left, top), (right, bottom)]: [Point; 2], (x, y): Point) -> Result<(), DrawError> {
    pen.outline(&[(left, top), (right, top), (right, bottom), (left, bottom)], Colour::Grid, 1.0)?;
    pen.line(&[(x - 4.0, y), (x + 4.0, y)], Colour::MidGrey, 1.4)
}

/// The inside of a cell whose value is not what it seems: white, with what is left of its colour as an edge. Gives the
/// colour of what is written in it.
fn hollow(pen: &Pen<'_>, [(left, top), (right, bottom)]: [Point; 2]) -> Result<Colour, DrawError> {
    let edge = EDGE.min((right - left) / 6.0).min((bottom - top) / 6.0);
    pen.rectangle([(left + edge, top + edge), (right - edge, bottom - edge)], Colour::White, 1.0)?;
    Ok(Colour::Black)
}

/// The line between cells that meet the target and cells that do not.
fn border(canvas: &mut Canvas, map: &HeatMap, layout: &MapLayout) -> Result<(), DrawError> {
    let edges = edges(map);
    for (class, colour, thickness) in [("wf-halo", Colour::White, BORDER_EDGE), ("wf-border", Colour::Black, BORDER)] {
        if !edges.is_empty() {
            canvas.group(&format!("class=\"{class}\" stroke-linecap=\"square\""), |pen| {
                edges
                    .iter()
                    .try_for_each(|&[from, to]| pen.line(&[layout.place(from), layout.place(to)], colour, thickness))
            })?;
        }
    }
    Ok(())
}

/// Edges between a cell that meets the target and a neighbour that does not, in columns and rows. Where either is missing
/// nothing is known, so there is none.
fn edges(map: &HeatMap) -> Vec<[Point; 2]> {
    let Some(target) = &map.target else { return Vec::new() };
    let meets = |column: usize, row: usize| {
        let value = map.value(column, row);
        (!value.is_nan()).then(|| target.side.is_met(value, target.level))
    };
    let differ =
        |one: Option<bool>, other: Option<bool>| matches!((one, other), (Some(one), Some(other)) if one != other);
    let (columns, rows) = (map.across.values.len(), map.up.values.len());
    let mut edges = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let (right, above) = (column as f64 + 1.0, row as f64 + 1.0);
            if column + 1 < columns && differ(meets(column, row), meets(column + 1, row)) {
                edges.push([(right, row as f64), (right, above)]);
            }
            if row + 1 < rows && differ(meets(column, row), meets(column, row + 1)) {
                edges.push([(column as f64, above), (right, above)]);
            }
        }
    }
    edges
}

fn frame(pen: &Pen<'_>, [(left, bottom), (right, top)]: [Point; 2]) -> Result<(), DrawError> {
    let by = ((right - left).min(bottom - top) / 4.0).min(4.5);
    let (left, right, top, bottom) = (left + by, right - by, top + by, bottom - by);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    pen.outline(&corners, Colour::White, 5.0)?;
    pen.outline(&corners, Colour::Black, 2.4)
}

fn diamond(pen: &Pen<'_>, place: Point) -> Result<(), DrawError> {
    let corners = Shape::Diamond.around(place, 6.5);
    pen.polygon(&corners, Colour::Black, 1.0)?;
    pen.outline(&corners, Colour::White, 1.6)
}

fn key_entry(canvas: &mut Canvas, layout: &MapLayout, entry: &Entry) -> Result<(), DrawError> {
    let x = layout.right + LEADER;
    let top = layout.top + entry.top;
    let middle = top + LABEL.leading / 2.0;
    let corners = [(x, middle - 8.0), (x + SAMPLE, middle + 8.0)];
    let centre = (x + SAMPLE / 2.0, middle);
    canvas.group("class=\"wf-key\"", |pen| match entry.sample {
        Sample::Tone(tone) => {
            pen.toned(corners, tone)?;
            let [(left, top), (right, bottom)] = corners;
            pen.outline(&[(left, top), (right, top), (right, bottom), (left, bottom)], Colour::Grid, 0.8)
        }
        Sample::Missing => missing(pen, corners, centre),
        Sample::Border => pen.line(&[(x, middle), (x + SAMPLE, middle)], Colour::Black, BORDER),
        Sample::Frame => frame(pen, [(x - 4.0, middle + 12.0), (x + SAMPLE + 4.0, middle - 12.0)]),
        Sample::Diamond => diamond(pen, centre),
    })?;
    canvas.group("class=\"wf-label\"", |pen| {
        for (index, line) in entry.lines.lines.iter().enumerate() {
            let baseline = top + LABEL.first_baseline() + index as f64 * LABEL.leading;
            pen.text(line, (x + SAMPLE + SAMPLE_GAP, baseline), LABEL, Align::Left, Colour::Black)?;
        }
        Ok(())
    })
}
