//! Fonts built in; how wide a text is, and where it breaks.

use std::sync::OnceLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use crate::error::DrawError;
use crate::style::TextStyle;

/// What the SVG asks for: the NHS typeface, its usual stand-in, or a face of the same measures.
pub(crate) const FAMILY: &str = "Frutiger, Arial, 'Liberation Sans', sans-serif";

pub(crate) static REGULAR: &[u8] = include_bytes!("../fonts/WardflowSans-Regular.ttf");
pub(crate) static BOLD: &[u8] = include_bytes!("../fonts/WardflowSans-Bold.ttf");

/// Height from descender to ascender in ems: plotters sizes fonts by it, an SVG by the em.
const HEIGHT_PER_EM: f64 = 2288.0 / 2048.0;

/// Plotters measures in whole pixels; measuring large and dividing keeps the fractions.
const MAGNIFICATION: f64 = 64.0;

/// Makes the built-in fonts known to plotters, under the family the SVG asks for.
pub(crate) fn register_fonts() -> Result<(), DrawError> {
    static DONE: OnceLock<bool> = OnceLock::new();
    let done = *DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    if done { Ok(()) } else { Err(DrawError::Backend { reason: "the fonts built in cannot be read".to_owned() }) }
}

/// Width of a text in user units. The fonts must have been registered.
pub(crate) fn width(text: &str, style: TextStyle) -> Result<f64, DrawError> {
    let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FAMILY), style.size * HEIGHT_PER_EM * MAGNIFICATION, face);
    let (width, _) = font.box_size(text).map_err(|error| DrawError::Backend { reason: error.to_string() })?;
    Ok(f64::from(width) / MAGNIFICATION)
}

/// A text broken into lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<String>,
    /// Whether the end is missing, replaced by an ellipsis.
    pub(crate) cut: bool,
}

impl Lines {
    pub(crate) fn height(&self, style: TextStyle) -> f64 {
        self.lines.len() as f64 * style.leading
    }

    /// Width of the widest line.
    pub(crate) fn width(&self, style: TextStyle) -> Result<f64, DrawError> {
        self.lines.iter().try_fold(0.0, |widest: f64, line| Ok(widest.max(width(line, style)?)))
    }
}

/// Breaks a text at spaces (words too long: anywhere) into lines of at most `limit` user units.
pub(crate) fn wrap(text: &str, style: TextStyle, limit: f64) -> Result<Lines, DrawError> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_ascii_whitespace() {
        if lines.len() > style.most_lines {
            break;
        }
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, style)? <= limit {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if width(word, style)? <= limit {
            word.clone_into(&mut line);
            continue;
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, style)? > limit && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
                if lines.len() > style.most_lines {
                    break;
                }
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    let cut = lines.len() > style.most_lines;
    if cut {
        lines.truncate(style.most_lines);
        if let Some(last) = lines.last_mut() {
            *last = with_ellipsis(last, style, limit)?;
        }
    }
    Ok(Lines { lines, cut })
}

fn with_ellipsis(line: &str, style: TextStyle, limit: f64) -> Result<String, DrawError> {
    let mut kept = line.to_owned();
    loop {
        let candidate = format!("{}…", kept.trim_end_matches([' ', ',', ';', '.']));
        if kept.is_empty() || width(&candidate, style)? <= limit {
            return Ok(candidate);
        }
        kept.pop();
    }
}

/// What XML allows and one line of text can hold: control characters become spaces.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\u{FFFE}' | '\u{FFFF}'))
        .map(|letter| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{LABEL, TICK};

    #[test]
    fn widths_are_those_of_arial() {
        register_fonts().unwrap();
        // A digit of Arial is 1139/2048 em wide.
        let expected = 5.0 * TICK.size * 1139.0 / 2048.0;
        assert!((width("12345", TICK).unwrap() - expected).abs() < 0.1);
    }

    #[test]
    fn lines_fit_and_keep_every_word() {
        register_fonts().unwrap();
        let text = "People waiting for reablement at home after a long stay";
        let wrapped = wrap(text, LABEL, 180.0).unwrap();
        assert_eq!(wrapped.lines.join(" "), text);
        assert!(!wrapped.cut && wrapped.width(LABEL).unwrap() <= 180.0);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        register_fonts().unwrap();
        for text in ["word ".repeat(100), "endless".repeat(100)] {
            let wrapped = wrap(&text, LABEL, 100.0).unwrap();
            assert!(wrapped.cut && wrapped.lines.len() == LABEL.most_lines);
            assert!(wrapped.lines.last().unwrap().ends_with('…'));
            assert!(wrapped.width(LABEL).unwrap() <= 100.0);
        }
    }
}
