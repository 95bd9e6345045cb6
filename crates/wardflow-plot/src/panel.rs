//! Draws one panel: grid, marks, labels.

use crate::canvas::{Align, Canvas, Pen, Point};
use crate::colour::Colour;
use crate::error::DrawError;
use crate::gutter::Label;
use crate::layer::Sign;
use crate::layout::{Layout, PanelLayout};
use crate::mark::{Look, Mark};
use crate::shape::Shape;
use crate::spread::{Wish, spread};
use crate::style::{LABEL, LABEL_GAP, LEADER, MARGIN, NOTE, NOTE_GAP, PANEL_TITLE, SAMPLE, SAMPLE_GAP, TICK};
use crate::text;
use crate::tick::Tick;

/// Patterns of thresholds, in tenths of user units; they differ without colour.
const DASHES: [&str; 4] = ["80 40", "20 30", "120 30 20 30", "40 20"];

/// Pattern of guides; finer than those of thresholds.
const GUIDE_DASHES: &str = "20 20";

/// Days narrower than this, in user units, are drawn with finer lines.
const DENSE: f64 = 1.0;
/// Values of a line closer than this have no signs.
const CROWDED: f64 = 9.0;
/// Size of the sign of a value.
const DOT: f64 = 4.2;
/// Size of a hole in it, as a share.
const HOLE: f64 = 0.6;
/// Size of the smallest of the dots that stand close to each other.
const LEAST_DOT: f64 = 1.6;
/// Thickness of the line that joins points.
const JOINT: f64 = 1.2;
/// Size of a marked point.
const POINT: f64 = 7.5;
/// Half of the width of a band of a single place.
const NARROW: f64 = 6.0;

const BAND_OPACITY: f64 = 0.25;

/// Draws a panel; ticks of the horizontal axis in all, their names and what they measure only if `named`.
pub(crate) fn draw(
    canvas: &mut Canvas,
    layout: &Layout,
    panel: &PanelLayout,
    ticks: &[Tick],
    named: bool,
) -> Result<(), DrawError> {
    if !panel.shaded.is_empty() {
        canvas.group("class=\"wf-shade\"", |pen| {
            panel.shaded.iter().try_for_each(|&(from, to)| {
                let [left, right] = [from, to].map(|place| layout.x(layout.places.start(place)));
                pen.rectangle([(left, panel.top), (right, panel.bottom)], Colour::Grid, 1.0)
            })
        })?;
    }
    canvas.group("class=\"wf-axes\"", |pen| {
        heading(pen, panel)?;
        // Numbers on the axis would pretend to measure something.
        if panel.is_empty() { Ok(()) } else { values(pen, layout, panel) }
    })?;
    let over_areas = panel.marks.iter().any(|mark| mark.look == Look::Area);
    guides(canvas, layout, panel)?;
    for mark in &panel.marks {
        draw_mark(canvas, layout, panel, mark, over_areas)?;
    }
    canvas.group("class=\"wf-axes\"", |pen| {
        horizontal_axis(pen, layout, panel, ticks, named)?;
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

fn horizontal_axis(
    pen: &Pen<'_>,
    layout: &Layout,
    panel: &PanelLayout,
    ticks: &[Tick],
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
    if named {
        let middle = f64::midpoint(layout.left, layout.right);
        for (line, baseline) in layout.axis_label.lines() {
            pen.text(line, (middle, baseline), layout.axis_label.style, Align::Middle, Colour::DarkGrey)?;
        }
    }
    Ok(())
}

fn guides(canvas: &mut Canvas, layout: &Layout, panel: &PanelLayout) -> Result<(), DrawError> {
    for guide in &panel.guides.lines {
        let x = layout.x(guide.at);
        canvas.group(&format!("class=\"wf-guide\" stroke-dasharray=\"{GUIDE_DASHES}\""), |pen| {
            pen.line(&[(x, panel.bottom), (x, panel.top)], Colour::DarkGrey, 1.4)
        })?;
        if let Some(middle) = guide.middle {
            canvas.group("class=\"wf-guide-name\"", |pen| {
                pen.line(&[(x, panel.top), (middle, panel.top - 8.0)], Colour::MidGrey, 1.0)?;
                pen.text(&guide.label, (middle, panel.top - 12.0), TICK, Align::Middle, Colour::Black)
            })?;
        }
    }
    Ok(())
}

/// Places that are drawn in one go: days without a gap between them, but all numbers that have a value.
fn runs(layout: &Layout, mark: &Mark) -> Vec<Vec<usize>> {
    let may_bridge = layout.places.numbers().is_some();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for place in (0..mark.upper.len()).filter(|&place| mark.is_at(place)) {
        match runs.last_mut() {
            Some(run) if may_bridge || run.last().is_some_and(|last| last + 1 == place) => run.push(place),
            _ => runs.push(vec![place]),
        }
    }
    runs
}

/// A curve through the middle of each place. Days are level to the outer edges of the first and last one, and a single
/// number has a little width: so one alone is visible.
fn curve(layout: &Layout, panel: &PanelLayout, values: &[f64], run: &[usize]) -> Vec<Point> {
    let middles = run.iter().map(|&place| (layout.x(layout.places.middle(place)), panel.y(values[place])));
    let &[first, .., last] = run else {
        let Some(&only) = run.first() else { return Vec::new() };
        let y = panel.y(values[only]);
        let (left, right) = if layout.places.numbers().is_some() {
            let middle = layout.x(layout.places.middle(only));
            (middle - NARROW, middle + NARROW)
        } else {
            (layout.x(layout.places.start(only)), layout.x(layout.places.start(only + 1)))
        };
        return vec![(left, y), (f64::midpoint(left, right), y), (right, y)];
    };
    if layout.places.numbers().is_some() {
        return middles.collect();
    }
    let start = (layout.x(layout.places.start(first)), panel.y(values[first]));
    let end = (layout.x(layout.places.start(last + 1)), panel.y(values[last]));
    std::iter::once(start).chain(middles).chain([end]).collect()
}

/// Level through each place, with jumps in between.
fn steps(layout: &Layout, panel: &PanelLayout, values: &[f64], run: &[usize]) -> Vec<Point> {
    let start = |place: usize| layout.x(layout.places.start(place));
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return Vec::new() };
    let mut points = vec![(start(first), panel.y(values[first]))];
    for pair in run.windows(2) {
        let [before, after] = [pair[0], pair[1]].map(|place| panel.y(values[place]));
        if after != before {
            points.extend([(start(pair[1]), before), (start(pair[1]), after)]);
        }
    }
    points.push((start(last + 1), panel.y(values[last])));
    points
}

fn draw_mark(
    canvas: &mut Canvas,
    layout: &Layout,
    panel: &PanelLayout,
    mark: &Mark,
    over_areas: bool,
) -> Result<(), DrawError> {
    let runs = runs(layout, mark);
    let spacing = (layout.right - layout.left) / layout.places.count() as f64;
    let dense = spacing < DENSE;
    let thickness = if dense { thickness(mark.look).min(1.4) } else { thickness(mark.look) };
    let filled = |pen: &Pen<'_>, opacity: f64, edge: f64| {
        for run in &runs {
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
        Look::Whiskers => return whiskers(canvas, layout, panel, mark),
        Look::Points(sign, joined) => return points(canvas, layout, panel, mark, (sign, joined)),
        // The sign of a single number is all there is to draw.
        Look::Dotted(_) if runs.iter().all(|run| run.len() == 1) => Vec::new(),
        Look::Line | Look::Dotted(_) => runs.iter().map(|run| curve(layout, panel, &mark.upper, run)).collect(),
        Look::Step | Look::Dashed(_) => runs.iter().map(|run| steps(layout, panel, &mark.upper, run)).collect(),
    };
    if over_areas {
        canvas.group("class=\"wf-halo\"", |pen| {
            lines.iter().try_for_each(|line| pen.line(line, Colour::White, thickness + 2.4))
        })?;
    }
    canvas.group(&line_attributes(mark.look), |pen| {
        lines.iter().try_for_each(|line| pen.line(line, mark.colour, thickness))?;
        let Look::Dotted(shape) = mark.look else { return Ok(()) };
        let crowded = spacing < CROWDED && !lines.is_empty();
        for &place in runs.iter().flatten().filter(|_| !crowded) {
            dot(pen, shape, (layout.x(layout.places.middle(place)), panel.y(mark.upper[place])), mark.colour)?;
        }
        Ok(())
    })
}

/// The sign of one value, with a white edge that keeps it apart from other lines.
fn dot(pen: &Pen<'_>, shape: Shape, place: Point, colour: Colour) -> Result<(), DrawError> {
    let corners = shape.around(place, DOT);
    pen.polygon(&corners, colour, 1.0)?;
    pen.outline(&corners, Colour::White, 0.8)
}

fn whiskers(canvas: &mut Canvas, layout: &Layout, panel: &PanelLayout, mark: &Mark) -> Result<(), DrawError> {
    canvas.group("class=\"wf-whiskers\"", |pen| {
        for place in (0..mark.upper.len()).filter(|&place| mark.is_at(place)) {
            let x = layout.x(layout.places.middle(place));
            whisker(pen, x, (panel.y(mark.lower[place]), panel.y(mark.upper[place])), mark.colour)?;
        }
        Ok(())
    })
}

fn whisker(pen: &Pen<'_>, x: f64, (lower, upper): (f64, f64), colour: Colour) -> Result<(), DrawError> {
    pen.line(&[(x, lower), (x, upper)], colour, 1.6)?;
    [lower, upper].iter().try_for_each(|&y| pen.line(&[(x - 4.0, y), (x + 4.0, y)], colour, 1.6))
}

fn points(
    canvas: &mut Canvas,
    layout: &Layout,
    panel: &PanelLayout,
    mark: &Mark,
    (sign, joined): (Sign, bool),
) -> Result<(), DrawError> {
    let place = |at: usize| (layout.x(mark.at[at]), panel.y(mark.upper[at]));
    let places: Vec<usize> = (0..mark.at.len()).collect();
    // A missing value is a gap in the line.
    let runs: Vec<Vec<Point>> =
        places.split(|&at| mark.upper[at].is_nan()).map(|run| run.iter().map(|&at| place(at)).collect()).collect();
    let all: Vec<Point> = runs.iter().flatten().copied().collect();
    if joined {
        canvas.group("class=\"wf-line\"", |pen| {
            runs.iter().filter(|run| run.len() > 1).try_for_each(|run| pen.line(run, mark.colour, JOINT))
        })?;
    }
    let spacing = (layout.right - layout.left) / all.len().max(1) as f64;
    let dot = (spacing / 2.0).clamp(LEAST_DOT, DOT);
    canvas.group("class=\"wf-points\"", |pen| all.iter().try_for_each(|&at| point(pen, sign, at, mark.colour, dot)))
}

/// One marked point; `dot` is the size of a dot.
fn point(pen: &Pen<'_>, sign: Sign, place: Point, colour: Colour, dot: f64) -> Result<(), DrawError> {
    let (shape, size) = match sign {
        Sign::Ring => {
            let circle = Shape::Circle.around(place, POINT + 1.0);
            pen.outline(&circle, Colour::White, 4.0)?;
            return pen.outline(&circle, colour, 2.0);
        }
        Sign::Dot => return pen.polygon(&Shape::Circle.around(place, dot), colour, 1.0),
        Sign::Hole => return pen.polygon(&Shape::Circle.around(place, DOT * HOLE), Colour::White, 1.0),
        Sign::Diamond => (Shape::Diamond, POINT * 0.85),
        Sign::Disc => (Shape::Circle, POINT * 0.7),
        Sign::Square => (Shape::Square, POINT * 0.75),
        Sign::Triangle => (Shape::Triangle, POINT * 0.8),
    };
    let corners = shape.around(place, size);
    pen.polygon(&corners, colour, 1.0)?;
    pen.outline(&corners, Colour::White, 1.4)
}

fn thickness(look: Look) -> f64 {
    match look {
        Look::Line | Look::Dotted(_) => 2.4,
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
        end.map(|(end, value)| (end, panel.y(value)))
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
        // A leader across places without values would look like values.
        if let Some((end, y)) = target(label)
            && end == layout.places.count()
            && label.mark.is_some_and(|mark| !matches!(panel.marks[mark].look, Look::Points(..)))
            && (middle - y).abs() > 2.0
        {
            let leader = [(layout.right + 3.0, y), (layout.right + LEADER - 3.0, middle)];
            canvas.group("class=\"wf-leader\"", |pen| pen.line(&leader, Colour::MidGrey, 1.0))?;
        }
        if let Some(mark) = label.mark.map(|mark| &panel.marks[mark]).filter(|mark| mark.end().is_some()) {
            // A band in another of its colour is darker.
            let is_outer = |other: &&Mark| other.look == Look::Band && other.colour == mark.colour;
            let of_mark = label.mark.unwrap_or_default();
            let around = panel.marks[..of_mark].iter().filter(is_outer).count();
            sample(canvas, mark, (layout.samples(), middle), around + 1)?;
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

/// A piece of the mark before its label; a band has so many layers.
fn sample(canvas: &mut Canvas, mark: &Mark, (x, y): Point, layers: usize) -> Result<(), DrawError> {
    let end = x + SAMPLE;
    match mark.look {
        Look::Area => {
            let corners = [(end - 13.0, y - 6.5), (end, y + 6.5)];
            canvas.group("class=\"wf-area\"", |pen| pen.rectangle(corners, mark.colour, 1.0))
        }
        Look::Band => {
            let corners = [(x, y - 6.5), (end, y + 6.5)];
            canvas.group("class=\"wf-band\"", |pen| {
                (0..layers).try_for_each(|_| pen.rectangle(corners, mark.colour, BAND_OPACITY))
            })
        }
        Look::Whiskers => canvas
            .group("class=\"wf-whiskers\"", |pen| whisker(pen, f64::midpoint(x, end), (y + 7.0, y - 7.0), mark.colour)),
        Look::Points(sign, _) => {
            canvas.group("class=\"wf-points\"", |pen| point(pen, sign, (f64::midpoint(x, end), y), mark.colour, DOT))
        }
        look => canvas.group(&line_attributes(look), |pen| {
            pen.line(&[(x, y), (end, y)], mark.colour, thickness(look))?;
            match look {
                Look::Dotted(shape) => dot(pen, shape, (f64::midpoint(x, end), y), mark.colour),
                _ => Ok(()),
            }
        }),
    }
}
