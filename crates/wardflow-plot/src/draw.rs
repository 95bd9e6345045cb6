//! From a figure to an SVG document.

use crate::canvas::{Align, Canvas};
use crate::check;
use crate::colour::Colour;
use crate::date_ticks::date_ticks;
use crate::error::DrawError;
use crate::figure::Figure;
use crate::layout::Layout;
use crate::panel;
use crate::style::{MARGIN, WIDTH};
use crate::text;

/// Draws a figure as an SVG, 1280 user units wide and 800 high (higher if its words or labels need more).
///
/// The same figure gives the same text on every machine. A title and a description for readers who cannot see it are
/// part of the SVG; names too long for the picture are in the description.
///
/// # Errors
/// If the date axis is wrong, or a series has the wrong length or a value that is negative or too large to draw.
pub fn draw_svg(figure: &Figure) -> Result<String, DrawError> {
    let days = check::check(figure)?;
    text::register_fonts()?;
    let layout = Layout::new(figure, days)?;
    let ticks = date_ticks(days, layout.right - layout.left)?;

    let mut canvas = Canvas::new(layout.height);
    canvas.group("class=\"wf-words\"", |pen| {
        pen.rectangle([(0.0, 0.0), (WIDTH, layout.height)], Colour::White, 1.0)?;
        for block in &layout.words {
            for (line, baseline) in block.lines() {
                pen.text(line, (MARGIN, baseline), block.style, Align::Left, block.colour)?;
            }
        }
        Ok(())
    })?;
    for (index, panel) in layout.panels.iter().enumerate() {
        panel::draw(&mut canvas, &layout, panel, &ticks, index + 1 == layout.panels.len())?;
    }
    Ok(document(figure, &layout, canvas))
}

fn document(figure: &Figure, layout: &Layout, canvas: Canvas) -> String {
    let (height, id) = (layout.height, id(&figure.id));
    let (title, description) = (escaped(&figure.title), escaped(&description(figure, layout)));
    let body = canvas.into_svg();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{body}</svg>\n"
    )
}

/// The alternative text, and what the picture had to shorten.
fn description(figure: &Figure, layout: &Layout) -> String {
    let mut parts: Vec<&str> = if figure.alt_text.trim().is_empty() {
        vec![&figure.subtitle, &figure.caption]
    } else {
        vec![&figure.alt_text]
    };
    let words = [&figure.subtitle, &figure.caption, &figure.footer];
    let cut = layout.words.iter().skip(1).zip(words).filter(|(block, _)| block.lines.cut);
    parts.extend(cut.map(|(_, words)| words.as_str()));
    let unnamed: Vec<&str> = layout.unnamed().collect();
    let shortened = format!("Names shortened or left out in the picture: {}.", unnamed.join("; "));
    if !unnamed.is_empty() {
        parts.push(&shortened);
    }
    parts.retain(|part| !part.trim().is_empty());
    if parts.is_empty() {
        parts.push(&figure.title);
    }
    parts.join(" ")
}

/// The name of a figure as part of element ids: other characters by their number, so that different names stay different.
fn id(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let letters = name
        .chars()
        .map(|letter| if plain(letter) { letter.to_string() } else { format!("_{:x}_", u32::from(letter)) });
    format!("wardflow-{}", letters.collect::<String>())
}

fn escaped(words: &str) -> String {
    text::plain(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
