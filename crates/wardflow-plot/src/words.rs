//! The words around every picture, and the SVG document that holds both.

use crate::canvas::{Align, Canvas};
use crate::colour::Colour;
use crate::error::DrawError;
use crate::style::{
    AXIS_LABEL, CAPTION, FOOTER, LONG_TITLE, MARGIN, PLOT_LEAST, SUBTITLE, TEXT_WIDTH, TITLE, TextStyle, WIDTH,
};
use crate::text::{self, Lines};

const TOP: f64 = 28.0;
const BOTTOM: f64 = 24.0;
const BEFORE_CAPTION: f64 = 14.0;
const BEFORE_FOOTER: f64 = 12.0;

/// The words of a figure or map; its fields say what they are for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) subtitle: &'a str,
    pub(crate) caption: &'a str,
    pub(crate) footer: &'a str,
    pub(crate) alt_text: &'a str,
}

/// A text with its place.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) lines: Lines,
    pub(crate) style: TextStyle,
    pub(crate) colour: Colour,
    /// Upper edge, in user units.
    pub(crate) top: f64,
}

impl Block {
    /// A text as wide as the picture, not placed yet.
    pub(crate) fn new(words: &str, style: TextStyle, colour: Colour) -> Result<Self, DrawError> {
        Self::within(TEXT_WIDTH, words, style, colour)
    }

    /// What an axis measures, no wider than any plot, not placed yet.
    pub(crate) fn axis_label(words: &str) -> Result<Self, DrawError> {
        Self::within(PLOT_LEAST, words, AXIS_LABEL, Colour::DarkGrey)
    }

    fn within(width: f64, words: &str, style: TextStyle, colour: Colour) -> Result<Self, DrawError> {
        let lines = text::wrap(&text::plain(words), style, width)?;
        Ok(Self { lines, style, colour, top: 0.0 })
    }

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

/// Title, subtitle, caption and footer.
#[derive(Clone, Debug)]
pub(crate) struct WordBlocks {
    blocks: [Block; 4],
}

impl WordBlocks {
    pub(crate) fn new(words: &Words<'_>) -> Result<Self, DrawError> {
        let title = Block::new(words.title, TITLE, Colour::Black)?;
        let title = if title.lines.cut { Block::new(words.title, LONG_TITLE, Colour::Black)? } else { title };
        let subtitle = Block::new(words.subtitle, SUBTITLE, Colour::DarkGrey)?;
        let caption = Block::new(words.caption, CAPTION, Colour::Black)?;
        let footer = Block::new(words.footer, FOOTER, Colour::DarkGrey)?;
        Ok(Self { blocks: [title, subtitle, caption, footer] })
    }

    /// Height of what stands above the chart, with the margin.
    pub(crate) fn above(&self) -> f64 {
        let [title, subtitle, ..] = &self.blocks;
        TOP + title.height() + subtitle.height()
    }

    /// Height of what stands below the chart, with the margins.
    pub(crate) fn below(&self) -> f64 {
        let [.., caption, footer] = &self.blocks;
        BEFORE_CAPTION + caption.height() + BEFORE_FOOTER + footer.height() + BOTTOM
    }

    /// Gives all their places in a picture so high.
    pub(crate) fn place(&mut self, height: f64) {
        let [title, subtitle, caption, footer] = &mut self.blocks;
        title.top = TOP;
        subtitle.top = TOP + title.height();
        footer.top = height - BOTTOM - footer.height();
        caption.top = footer.top - BEFORE_FOOTER - caption.height();
    }

    /// Draws them on a white ground.
    pub(crate) fn draw(&self, canvas: &mut Canvas, height: f64) -> Result<(), DrawError> {
        canvas.group("class=\"wf-words\"", |pen| {
            pen.rectangle([(0.0, 0.0), (WIDTH, height)], Colour::White, 1.0)?;
            for block in &self.blocks {
                for (line, baseline) in block.lines() {
                    pen.text(line, (MARGIN, baseline), block.style, Align::Left, block.colour)?;
                }
            }
            Ok(())
        })
    }
}

/// What every picture holds near its beginning; by this an earlier one is known again.
pub const SVG_HOLDS: &str = "role=\"img\" aria-labelledby=\"wardflow-";

/// The whole SVG, with what the picture had to shorten in its description.
pub(crate) fn document(
    words: &Words<'_>,
    blocks: &WordBlocks,
    unnamed: &[&str],
    height: f64,
    canvas: Canvas,
) -> String {
    let id = id(words.id);
    let (title, description) = (escaped(words.title), escaped(&description(words, blocks, unnamed)));
    let body = canvas.into_svg();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{body}</svg>\n"
    )
}

/// The alternative text, and what the picture had to shorten.
fn description(words: &Words<'_>, blocks: &WordBlocks, unnamed: &[&str]) -> String {
    let mut parts: Vec<&str> =
        if words.alt_text.trim().is_empty() { vec![words.subtitle, words.caption] } else { vec![words.alt_text] };
    let texts = [words.subtitle, words.caption, words.footer];
    let cut = blocks.blocks.iter().skip(1).zip(texts).filter(|(block, _)| block.lines.cut);
    parts.extend(cut.map(|(_, text)| text));
    let shortened = format!("Names shortened or left out in the picture: {}.", unnamed.join("; "));
    if !unnamed.is_empty() {
        parts.push(&shortened);
    }
    parts.retain(|part| !part.trim().is_empty());
    if parts.is_empty() {
        parts.push(words.title);
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
