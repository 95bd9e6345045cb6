//! Draws one panel: grid, marks, labels.

use crate::canvas::{Align, Canvas, Pen, Point};
use crate::colour::Colour;
use crate::date_ticks::DateTick;
use crate::error::DrawError;
use crate::gutter::Label;
use crate::layout::{Layout, PanelLayout};
use crate::mark::{Look, Mark};
use crate::spread::{Wish, spread};
use crate::style::{LABEL, LABEL_GAP, LEADER, MARGIN, NOTE, NOTE_GAP, PANEL_TITLE, SAMPLE, SAMPLE_GAP, TICK};
use crate::text;

/// Patterns of thresholds, in tenths of user units; they differ without colour.
const DASHES: [&str; 4] = ["80 40", "20 30", "120 30 20 30", "40 20"];

/// Days narrower than this, in user units, are drawn with finer lines.
const DENSE: f64 = 1.0;

const BAND_OPACITY: f64 = 0.25;

/// Draws a panel; ticks of the date axis in all, their names only if `dates_named`.
pub(crate) fn draw(
    canvas: &mut Canvas,
    layout: &Layout,
    panel: &PanelLayout,
    ticks: &[DateTick],
    dates_named: bool,
) -> Result<(), DrawError> {
    canvas.group("class=\"wf-axes\"", |pen| {
        heading(pen, panel)?;
        // Numbers on the axis would pretend to measure something.
        if panel.is_empty() { Ok(()) } else { values(pen, layout, panel) }
    })?;
    let over_areas = panel.marks.iter().any(|mark| mark.look == Look::Area);
    for mark in &panel.marks {
        draw_mark(canvas, layout, panel, mark, over_areas)?;
    }
    canvas.group("class=\"wf-axes\"", |pen| {
        dates(pen, layout, panel, ticks, dates_named)?;
        if panel.is_empty() {
            let middle = (f64::midpoint(layout.left, layout.right), f64::midpoint(panel.top, panel.bottom));
            pen.text("No data to show", middle, LABEL, Align::Middle, Colour::DarkGrey)?;
        }
        Ok(())
    })?;
    labels(canvas, layout, panel)
}

fn heading(pen: &Pen<'_>, panel: &PanelLayout) -> Result<(), DrawError> {
    let mut note_at = (MARGIN, panel.title.top + PANEL_TITLE.size);
    for (line, baseline) in panel.title.lines() {
        if !line.is_empty() {
            pen.text(line, (MARGIN, baseline), panel.title.style, Align::Left, panel.title.colour)?;
        }
        let after = if line.is_empty() { 0.0 } else { text::width(line, panel.title.style)? + NOTE_GAP };
        note_at = (MARGIN + after, baseline);
    }
    if panel.note.is_empty() {
        return Ok(());
    }
    pen.text(&panel.note, note_at, NOTE, Align::Left, Colour::DarkGrey)
}

fn values(pen: &Pen<'_>, layout: &Layout, panel: &PanelLayout) -> Result<(), DrawError> {
    for tick in panel.scale.ticks() {
        let y = panel.y(tick);
        pen.line(&[(layout.left, y), (layout.right, y)], Colour::Grid, 1.0)?;
        let place = (layout.left - 9.0, y + TICK.size * 0.36);
        pen.text(&panel.scale.write(tick), place, TICK, Align::Right, Colour::DarkGrey)?;
    }
    Ok(())
}

fn dates(
    pen: &Pen<'_>,
    layout: &Layout,
    panel: &PanelLayout,
    ticks: &[DateTick],
    named: bool,
) -> Result<(), DrawError> {
    let y = panel.bottom;
    pen.line(&[(layout.left, y), (layout.right, y)], Colour::MidGrey, 1.2)?;
    for tick in ticks {
        let x = layout.x(tick.at);
        pen.line(&[(x, y), (x, y + 6.0)], Colour::MidGrey, 1.2)?;
        if named {
            pen.text(&tick.label, (x, y + 23.0), TICK, Align::Middle, Colour::DarkGrey)?;
        }
    }
    Ok(())
}

/// Days without a gap between them: first, and one past the last.
fn runs(mark: &Mark) -> Vec<(usize, usize)> {
    let present = |day: usize| !mark.upper[day].is_nan() && !mark.lower.get(day).is_some_and(|value| value.is_nan());
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..mark.upper.len()).filter(|&day| present(day)) {
        match runs.last_mut() {
            Some((_, end)) if *end == day => *end = day + 1,
            _ => runs.push((day, day + 1)),
        }
    }
    runs
}

/// A curve through the middle of each day, level to the outer edges of its first and last day: so one day is visible.
fn curve(layout: &Layout, panel: &PanelLayout, values: &[f64], (first, end): (usize, usize)) -> Vec<Point> {
    let point = |days: f64, day: usize| (layout.x(days), panel.y(values[day]));
    let middles = (first..end).map(|day| point(day as f64 + 0.5, day));
    std::iter::once(point(first as f64, first)).chain(middles).chain([point(end as f64, end - 1)]).collect()
}

/// Level through each day, with jumps in between.
fn steps(layout: &Layout, panel: &PanelLayout, values: &[f64], (first, end): (usize, usize)) -> Vec<Point> {
    let mut points = vec![(layout.x(first as f64), panel.y(values[first]))];
    for day in first + 1..end {
        if panel.y(values[day]) != panel.y(values[day - 1]) {
            let x = layout.x(day as f64);
            points.extend([(x, panel.y(values[day - 1])), (x, panel.y(values[day]))]);
        }
    }
    points.push((layout.x(end as f64), panel.y(values[end - 1])));
    points
}

fn draw_mark(
    canvas: &mut Canvas,
    layout: &Layout,
    panel: &PanelLayout,
    mark: &Mark,
    over_areas: bool,
) -> Result<(), DrawError> {
    let runs = runs(mark);
    let dense = layout.x(1.0) - layout.x(0.0) < DENSE;
    let thickness = if dense { thickness(mark.look).min(1.4) } else { thickness(mark.look) };
    let filled = |pen: &Pen<'_>, opacity: f64, edge: f64| {
        for &run in &runs {
            let lower = curve(layout, panel, &mark.lower, run);
            let mut outline = curve(layout, panel, &mark.upper, run);
            outline.extend(lower.iter().rev());
            pen.polygon(&outline, mark.colour, opacity)?;
            if edge > 0.0 {
                pen.line(&lower, Colour::White, edge)?;
            }
        }
        Ok(())
    };
    let lines: Vec<Vec<Point>> = match mark.look {
        // White between the areas keeps them apart in black and white; many, or jagged ones, would drown in it.
        Look::Area => {
            let edge = match (dense, panel.marks.len()) {
                (true, _) => 0.0,
                (false, 13..) => 0.3,
                (false, _) => 1.0,
            };
            return canvas.group("class=\"wf-area\"", |pen| filled(pen, 1.0, edge));
        }
        Look::Band => return canvas.group("class=\"wf-band\"", |pen| filled(pen, BAND_OPACITY, 0.0)),
        Look::Line => runs.iter().map(|&run| curve(layout, panel, &mark.upper, run)).collect(),
        Look::Step | Look::Dashed(_) => runs.iter().map(|&run| steps(layout, panel, &mark.upper, run)).collect(),
    };
    if over_areas {
        canvas.group("class=\"wf-halo\"", |pen| {
            lines.iter().try_for_each(|line| pen.line(line, Colour::White, thickness + 2.4))
        })?;
    }
    canvas.group(&line_attributes(mark.look), |pen| {
        lines.iter().try_for_each(|line| pen.line(line, mark.colour, thickness))
    })
}

fn thickness(look: Look) -> f64 {
    match look {
        Look::Line => 2.4,
        Look::Step => 2.0,
        _ => 1.6,
    }
}

fn line_attributes(look: Look) -> String {
    match look {
        Look::Dashed(index) => {
            format!("class=\"wf-threshold\" stroke-dasharray=\"{}\"", DASHES[index % DASHES.len()])
        }
        _ => "class=\"wf-line\"".to_owned(),
    }
}

fn labels(canvas: &mut Canvas, layout: &Layout, panel: &PanelLayout) -> Result<(), DrawError> {
    let gutter = &panel.gutter;
    let target = |label: &Label| {
        let end = label.mark.and_then(|mark| panel.marks[mark].end());
        end.map(|(day, value)| (day, panel.y(value)))
    };
    let wishes: Vec<Wish> = gutter
        .labels
        .iter()
        .map(|label| Wish {
            middle: target(label).map_or(panel.bottom, |(_, y)| y),
            height: gutter.label_height(label),
        })
        .collect();
    let middles = spread(&wishes, LABEL_GAP, panel.top - 6.0, panel.bottom + 4.0);
    for (label, &middle) in gutter.labels.iter().zip(&middles) {
        // A leader across days without values would look like values.
        if let Some((day, y)) = target(label)
            && day == layout.days.count
            && (middle - y).abs() > 2.0
        {
            let leader = [(layout.right + 3.0, y), (layout.right + LEADER - 3.0, middle)];
            canvas.group("class=\"wf-leader\"", |pen| pen.line(&leader, Colour::MidGrey, 1.0))?;
        }
        if let Some(mark) = label.mark.map(|mark| &panel.marks[mark]).filter(|mark| mark.end().is_some()) {
            sample(canvas, mark, (layout.samples(), middle))?;
        }
        canvas.group("class=\"wf-label\"", |pen| {
            let x = layout.samples() + SAMPLE + SAMPLE_GAP;
            let first = middle - gutter.label_height(label) / 2.0 + gutter.style.first_baseline();
            for (index, line) in label.lines.lines.iter().enumerate() {
                let baseline = first + index as f64 * gutter.style.leading;
                pen.text(line, (x, baseline), gutter.style, Align::Left, Colour::Black)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A piece of the mark before its label.
fn sample(canvas: &mut Canvas, mark: &Mark, (x, y): Point) -> Result<(), DrawError> {
    let end = x + SAMPLE;
    match mark.look {
        Look::Area => {
            let corners = [(end - 13.0, y - 6.5), (end, y + 6.5)];
            canvas.group("class=\"wf-area\"", |pen| pen.rectangle(corners, mark.colour, 1.0))
        }
        Look::Band => {
            let corners = [(x, y - 6.5), (end, y + 6.5)];
            canvas.group("class=\"wf-band\"", |pen| pen.rectangle(corners, mark.colour, BAND_OPACITY))
        }
        look => canvas.group(&line_attributes(look), |pen| pen.line(&[(x, y), (end, y)], mark.colour, thickness(look))),
    }
}
