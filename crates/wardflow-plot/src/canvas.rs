//! Shapes and texts in user units, drawn with plotters.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle as PlottersText};

use crate::colour::Colour;
use crate::error::DrawError;
use crate::style::{TextStyle, WIDTH};
use crate::text::{self, FAMILY};

/// A place: right and down from the top left corner, in user units.
pub(crate) type Point = (f64, f64);

/// Which end of a text is at its place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// Plotters draws on a grid of whole numbers. This many to a user unit keep curves smooth; the SVG scales them back.
const FINENESS: f64 = 10.0;

/// A picture in the making: SVG elements in tenths of user units.
#[derive(Debug)]
pub(crate) struct Canvas {
    height: f64,
    body: String,
}

impl Canvas {
    pub(crate) fn new(height: f64) -> Self {
        Self { height, body: String::new() }
    }

    /// Draws a group of elements that share attributes plotters cannot write, given as SVG source.
    pub(crate) fn group(
        &mut self,
        attributes: &str,
        draw: impl FnOnce(&Pen<'_>) -> Result<(), DrawError>,
    ) -> Result<(), DrawError> {
        let mut source = String::new();
        let size = ((WIDTH * FINENESS) as u32, (self.height * FINENESS) as u32);
        let pen = Pen { area: SVGBackend::with_string(&mut source, size).into_drawing_area() };
        draw(&pen)?;
        pen.area.present().map_err(backend)?;
        drop(pen);
        self.body.push_str("<g ");
        self.body.push_str(attributes);
        self.body.push_str(">\n");
        tidy(&source, &mut self.body);
        self.body.push_str("</g>\n");
        Ok(())
    }

    /// All elements, in one group scaled to user units.
    pub(crate) fn into_svg(self) -> String {
        let scale = 1.0 / FINENESS;
        format!("<g transform=\"scale({scale})\" stroke-linejoin=\"round\">\n{}</g>\n", self.body)
    }
}

/// Appends the elements between the `svg` tags, with texts in one line and at their baseline: not every reader of SVG
/// shifts text by `dy` or drops the line breaks around it.
fn tidy(source: &str, body: &mut String) {
    for line in source.lines().filter(|line| !line.starts_with("<svg ") && *line != "</svg>") {
        if line.starts_with("<text ") {
            body.push_str(&with_round_size(line).replacen(" dy=\"0.76em\"", "", 1).replacen(" opacity=\"1\"", "", 1));
        } else if line.starts_with('<') {
            body.push_str(&line.replacen(" opacity=\"1\"", "", 1));
            body.push('\n');
        } else {
            body.push_str(line);
        }
    }
}

/// Plotters computes the size of the font, which leaves dust in the last digits.
fn with_round_size(tag: &str) -> String {
    const NAME: &str = " font-size=\"";
    let parts = tag.split_once(NAME).and_then(|(before, rest)| {
        let (size, after) = rest.split_once('"')?;
        Some((before, size.parse::<f64>().ok()?, after))
    });
    match parts {
        Some((before, size, after)) => format!("{before}{NAME}{}\"{after}", size.round()),
        None => tag.to_owned(),
    }
}

fn backend(error: impl std::fmt::Display) -> DrawError {
    DrawError::Backend { reason: error.to_string() }
}

fn fine(point: Point) -> (i32, i32) {
    ((point.0 * FINENESS).round() as i32, (point.1 * FINENESS).round() as i32)
}

fn ink(colour: Colour, opacity: f64) -> RGBAColor {
    let (red, green, blue) = colour.rgb();
    RGBAColor(red, green, blue, opacity)
}

/// Draws into one group.
pub(crate) struct Pen<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

impl Pen<'_> {
    /// A line `thickness` user units thick.
    pub(crate) fn line(&self, points: &[Point], colour: Colour, thickness: f64) -> Result<(), DrawError> {
        let style =
            ShapeStyle { color: ink(colour, 1.0), filled: false, stroke_width: (thickness * FINENESS).round() as u32 };
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&PathElement::new(points, style)).map_err(backend)
    }

    /// A filled shape; `opacity` from 0 to 1.
    pub(crate) fn polygon(&self, points: &[Point], colour: Colour, opacity: f64) -> Result<(), DrawError> {
        let style = ShapeStyle { color: ink(colour, opacity), filled: true, stroke_width: 0 };
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&Polygon::new(points, style)).map_err(backend)
    }

    /// A filled rectangle between two corners; `opacity` from 0 to 1.
    pub(crate) fn rectangle(&self, corners: [Point; 2], colour: Colour, opacity: f64) -> Result<(), DrawError> {
        self.tile(corners, ink(colour, opacity))
    }

    /// A filled rectangle between two corners, in any red, green and blue.
    pub(crate) fn toned(&self, corners: [Point; 2], (red, green, blue): (u8, u8, u8)) -> Result<(), DrawError> {
        self.tile(corners, RGBAColor(red, green, blue, 1.0))
    }

    fn tile(&self, corners: [Point; 2], color: RGBAColor) -> Result<(), DrawError> {
        let style = ShapeStyle { color, filled: true, stroke_width: 0 };
        self.area.draw(&Rectangle::new(corners.map(fine), style)).map_err(backend)
    }

    /// An outline of a shape, `thickness` user units thick.
    pub(crate) fn outline(&self, points: &[Point], colour: Colour, thickness: f64) -> Result<(), DrawError> {
        let mut closed = points.to_vec();
        closed.extend(points.first());
        self.line(&closed, colour, thickness)
    }

    /// One line of text; `place` is on its baseline.
    pub(crate) fn text(
        &self,
        words: &str,
        place: Point,
        style: TextStyle,
        align: Align,
        colour: Colour,
    ) -> Result<(), DrawError> {
        // Plotters writes the size divided by 1.24.
        let size = style.size * FINENESS * 1.24;
        let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let horizontal = match align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let ink = ink(colour, 1.0);
        let style = PlottersText::from(FontDesc::new(FontFamily::Name(FAMILY), size, face))
            .color(&ink)
            .pos(Pos::new(horizontal, VPos::Top));
        self.area.draw_text(&text::plain(words), &style, fine(place)).map_err(backend)
    }
}
