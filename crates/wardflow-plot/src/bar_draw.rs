//! From a chart of bars to an SVG document.

use crate::bar_chart::{BarChart, BarLook, BarPanel};
use crate::bar_layout::{BarLayout, BarPanelLayout, ROW_GAP, bars, beside, bridge};
use crate::canvas::{Align, Canvas, Pen, Point};
use crate::colour::{Colour, MOST_TONES, house_colour, tone};
use crate::error::DrawError;
use crate::shape::Shape;
use crate::style::{LABEL, MARGIN, NOTE, NOTE_GAP, PANEL_TITLE, SAMPLE, SAMPLE_GAP, SMALL_LABEL, TICK, TextStyle};
use crate::text;
use crate::words::document;

/// Share of its room that a bar fills.
const FILL: f64 = 0.84;
/// Size of the dot of a difference.
const DOT: f64 = 5.0;

/// Draws a chart of bars as an SVG as wide as [`crate::draw_svg`] makes it, and as high as its rows need.
///
/// # Errors
/// If a series has not one value for each row, or one is too large, or negative where bars are stacked.
pub fn draw_bars_svg(chart: &BarChart) -> Result<String, DrawError> {
    chart.check()?;
    text::register_fonts()?;
    let layout = BarLayout::new(chart)?;
    let mut canvas = Canvas::new(layout.height);
    layout.words.draw(&mut canvas, layout.height)?;
    for (panel, source) in layout.panels.iter().zip(&chart.panels) {
        canvas.group("class=\"wf-axes\"", |pen| axes(pen, &layout, panel, source))?;
        if !has_values(source) {
            continue;
        }
        canvas.group("class=\"wf-bars\"", |pen| match source.look {
            BarLook::Grouped => grouped(pen, &layout, panel, source),
            BarLook::Stacked => stacked(pen, &layout, panel, source),
            BarLook::Differences => differences(pen, &layout, panel, source),
            BarLook::Bridge => steps(pen, &layout, panel, source),
        })?;
        canvas.group("class=\"wf-key\"", |pen| key(pen, panel, source))?;
    }
    let unnamed: Vec<&str> = layout.unnamed.iter().map(String::as_str).collect();
    Ok(document(&chart.words(), &layout.words, &unnamed, layout.height, canvas))
}

fn has_values(source: &BarPanel) -> bool {
    source.series.iter().flat_map(|series| &series.values).any(|value| !value.is_nan())
}

fn axes(pen: &Pen<'_>, layout: &BarLayout, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let mut note_at = (MARGIN, panel.title.top + PANEL_TITLE.size);
    for (line, baseline) in panel.title.lines() {
        pen.text(line, (MARGIN, baseline), PANEL_TITLE, Align::Left, Colour::Black)?;
        note_at = (MARGIN + text::width(line, PANEL_TITLE)? + NOTE_GAP, baseline);
    }
    if !panel.note.is_empty() {
        pen.text(&panel.note, note_at, NOTE, Align::Left, Colour::DarkGrey)?;
    }
    if !has_values(source) {
        let middle = (f64::midpoint(layout.left, layout.right), f64::midpoint(panel.top, panel.bottom));
        return pen.text("No data to show", middle, LABEL, Align::Middle, Colour::DarkGrey);
    }
    for tick in panel.scale.ticks() {
        let x = layout.x(panel, tick);
        let is_zero = tick.abs() < 1e-9 * panel.scale.step;
        let (colour, thickness) = if is_zero { (Colour::DarkGrey, 1.6) } else { (Colour::Grid, 1.0) };
        pen.line(&[(x, panel.top), (x, panel.bottom)], colour, thickness)?;
        pen.text(&panel.scale.write(tick), (x, panel.bottom + 21.0), TICK, Align::Middle, Colour::DarkGrey)?;
    }
    for (row, name) in panel.rows.iter().enumerate() {
        let first = panel.row_middle(row) - name.height(panel.row_style) / 2.0 + panel.row_style.first_baseline();
        for (index, line) in name.lines.iter().enumerate() {
            let place = (layout.left - ROW_GAP, first + index as f64 * panel.row_style.leading);
            pen.text(line, place, panel.row_style, Align::Right, Colour::Black)?;
        }
    }
    Ok(())
}

/// What stands beside a bar is as large as the bar allows.
fn style(panel: &BarPanelLayout) -> TextStyle {
    if panel.bar < 17.0 { SMALL_LABEL } else { LABEL }
}

fn write(pen: &Pen<'_>, panel: &BarPanelLayout, words: &str, (x, y): Point, align: Align) -> Result<(), DrawError> {
    let style = style(panel);
    pen.text(words, (x, y + style.size * 0.36), style, align, Colour::Black)
}

fn grouped(pen: &Pen<'_>, layout: &BarLayout, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let of = bars(source);
    let zero = layout.x(panel, 0.0);
    for (index, series) in source.series.iter().enumerate() {
        for (row, &value) in series.values.iter().enumerate() {
            let y = panel.middle(row, index, of);
            let words = beside(source, series, row, value);
            if value.is_nan() {
                write(pen, panel, &words, (zero + ROW_GAP, y), Align::Left)?;
                continue;
            }
            let (x, half) = (layout.x(panel, value), panel.bar * FILL / 2.0);
            pen.rectangle([(zero.min(x), y - half), (zero.max(x), y + half)], house_colour(index, of), 1.0)?;
            let mut end = x;
            if let Some((low, high)) = series.interval(row) {
                interval(pen, y, [low, high].map(|value| layout.x(panel, value)), Colour::Black)?;
                end = layout.x(panel, if value < 0.0 { low } else { high });
            }
            if value < 0.0 {
                write(pen, panel, &words, (end - ROW_GAP * 0.7, y), Align::Right)?;
            } else {
                write(pen, panel, &words, (end + ROW_GAP * 0.7, y), Align::Left)?;
            }
        }
    }
    Ok(())
}

fn interval(pen: &Pen<'_>, y: f64, [low, high]: [f64; 2], colour: Colour) -> Result<(), DrawError> {
    pen.line(&[(low, y), (high, y)], Colour::White, 4.0)?;
    pen.line(&[(low, y), (high, y)], colour, 1.8)?;
    [low, high].iter().try_for_each(|&x| pen.line(&[(x, y - 4.5), (x, y + 4.5)], colour, 1.8))
}

/// Ground and ink of a part of a stack: tones as long as they differ.
fn part(index: usize, of: usize) -> ((u8, u8, u8), Colour) {
    if of <= MOST_TONES {
        return tone(index, of);
    }
    let colour = house_colour(index, of);
    let (red, green, blue) = colour.rgb();
    let is_dark = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue) < 130_000;
    ((red, green, blue), if is_dark { Colour::White } else { Colour::Black })
}

fn stacked(pen: &Pen<'_>, layout: &BarLayout, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let style = style(panel);
    for row in 0..source.rows.len() {
        let (y, half) = (panel.middle(row, 0, 1), panel.bar * FILL / 2.0);
        let mut sum = 0.0;
        for (index, series) in source.series.iter().enumerate() {
            let value = series.values[row];
            if value.is_nan() {
                continue;
            }
            let [from, to] = [sum, sum + value].map(|value| layout.x(panel, value));
            sum += value;
            let (ground, ink) = part(index, source.series.len());
            pen.toned([(from, y - half), (to, y + half)], ground)?;
            pen.line(&[(to, y - half), (to, y + half)], Colour::White, 1.4)?;
            let words = source.written(value, row);
            if text::width(&words, style)? + 6.0 <= to - from {
                let place = (f64::midpoint(from, to), y + style.size * 0.36);
                pen.text(&words, place, style, Align::Middle, ink)?;
            }
        }
        if source.series.iter().all(|series| series.values[row].is_nan()) {
            write(pen, panel, "no value", (layout.left + ROW_GAP, y), Align::Left)?;
        }
    }
    Ok(())
}

fn differences(pen: &Pen<'_>, layout: &BarLayout, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let of = bars(source);
    for (index, series) in source.series.iter().enumerate() {
        let colour = house_colour(index, of);
        for (row, &value) in series.values.iter().enumerate() {
            let y = panel.middle(row, index, of);
            write(pen, panel, &beside(source, series, row, value), (layout.right + ROW_GAP, y), Align::Left)?;
            if value.is_nan() {
                continue;
            }
            let ends = series.interval(row);
            if let Some((low, high)) = ends {
                interval(pen, y, [low, high].map(|value| layout.x(panel, value)), colour)?;
            }
            let corners = Shape::of_series(index).around((layout.x(panel, value), y), DOT);
            let is_open = ends.is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
            pen.polygon(&corners, if is_open { Colour::White } else { colour }, 1.0)?;
            pen.outline(&corners, colour, 1.8)?;
        }
    }
    Ok(())
}

fn steps(pen: &Pen<'_>, layout: &BarLayout, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let Some(series) = source.series.first() else { return Ok(()) };
    let (ends, half) = (bridge(source), panel.bar * FILL / 2.0);
    for (row, &(from, to)) in ends.iter().enumerate() {
        let y = panel.middle(row, 0, 1);
        let colour = match (source.is_level(row), to < from) {
            (true, _) => Colour::NhsBlue,
            (false, true) => Colour::LightBlue,
            (false, false) => Colour::DarkBlue,
        };
        let (left, right) = (layout.x(panel, from.min(to)), layout.x(panel, from.max(to)));
        pen.rectangle([(left, y - half), (right, y + half)], colour, 1.0)?;
        // To the next bar, which goes on from here.
        if row + 1 < ends.len() {
            let x = layout.x(panel, to);
            pen.line(&[(x, y + half), (x, panel.middle(row + 1, 0, 1) - half)], Colour::MidGrey, 1.2)?;
        }
        let mut end = right;
        if let Some((low, high)) = series.interval(row) {
            let base = if source.is_level(row) { 0.0 } else { from };
            let [low, high] = [low, high].map(|value| layout.x(panel, base + value));
            interval(pen, y, [low, high], Colour::Black)?;
            end = end.max(high);
        }
        write(pen, panel, &beside(source, series, row, series.values[row]), (end + ROW_GAP * 0.7, y), Align::Left)?;
    }
    Ok(())
}

fn key(pen: &Pen<'_>, panel: &BarPanelLayout, source: &BarPanel) -> Result<(), DrawError> {
    let of = source.series.len();
    for (index, entry) in panel.key.iter().enumerate() {
        let y = panel.key_middle(entry.line);
        let corners = [(entry.x, y - 7.0), (entry.x + SAMPLE, y + 7.0)];
        match source.look {
            BarLook::Stacked => {
                pen.toned(corners, part(index, of).0)?;
                let [(left, top), (right, bottom)] = corners;
                pen.outline(&[(left, top), (right, top), (right, bottom), (left, bottom)], Colour::Grid, 0.8)?;
            }
            BarLook::Differences => {
                let dot = Shape::of_series(index).around((entry.x + SAMPLE / 2.0, y), DOT + 1.0);
                pen.polygon(&dot, house_colour(index, of), 1.0)?;
            }
            BarLook::Grouped | BarLook::Bridge => pen.rectangle(corners, house_colour(index, of), 1.0)?,
        }
        let place = (entry.x + SAMPLE + SAMPLE_GAP, y + LABEL.size * 0.36);
        pen.text(&entry.label, place, LABEL, Align::Left, Colour::Black)?;
    }
    Ok(())
}
