//! From a figure to an SVG document.

use crate::canvas::Canvas;
use crate::check;
use crate::date_ticks::date_ticks;
use crate::error::DrawError;
use crate::figure::Figure;
use crate::layout::Layout;
use crate::number_ticks::number_ticks;
use crate::panel;
use crate::places::Places;
use crate::text;
use crate::words::document;

/// Draws a figure as an SVG, 1280 user units wide and 800 high (higher if its words or labels need more).
///
/// The same figure gives the same text on every machine. A title and a description for readers who cannot see it are
/// part of the SVG; names too long for the picture are in the description.
///
/// # Errors
/// If the horizontal axis is wrong, or a series has the wrong length or a value that is negative or too large to draw.
pub fn draw_svg(figure: &Figure) -> Result<String, DrawError> {
    let places = check::check(figure)?;
    text::register_fonts()?;
    let layout = Layout::new(figure, places)?;
    let width = layout.right - layout.left;
    let ticks = match &layout.places {
        Places::Days(days) => date_ticks(*days, width)?,
        Places::Numbers(numbers) => number_ticks(numbers, width)?,
    };

    let mut canvas = Canvas::new(layout.height);
    layout.words.draw(&mut canvas, layout.height)?;
    for (index, panel) in layout.panels.iter().enumerate() {
        panel::draw(&mut canvas, &layout, panel, &ticks, index + 1 == layout.panels.len())?;
    }
    let unnamed: Vec<&str> = layout.unnamed().collect();
    Ok(document(&figure.words(), &layout.words, &unnamed, layout.height, canvas))
}
