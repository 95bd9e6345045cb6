//! Colours of the NHS identity, and which series gets which.

use serde::{Deserialize, Serialize};

/// A colour of the NHS identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Colour {
    /// `#003087`
    DarkBlue,
    /// `#005EB8`
    NhsBlue,
    /// `#0072CE`
    BrightBlue,
    /// `#41B6E6`
    LightBlue,
    /// `#00A9CE`
    AquaBlue,
    /// `#231F20`
    Black,
    /// `#425563`
    DarkGrey,
    /// `#768692`
    MidGrey,
    /// `#E8EDEE`
    PaleGrey,
    /// `#00A499`
    AquaGreen,
    /// `#330072`
    Purple,
    /// `#ED8B00`
    Orange,
    /// `#FFB81C`
    WarmYellow,
    /// `#AE2573`
    Pink,
    /// `#FFFFFF`
    White,
    /// `#D8DDE0`, of grid lines.
    Grid,
}

impl Colour {
    /// Red, green and blue, 0 to 255.
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::DarkBlue => (0x00, 0x30, 0x87),
            Self::NhsBlue => (0x00, 0x5E, 0xB8),
            Self::BrightBlue => (0x00, 0x72, 0xCE),
            Self::LightBlue => (0x41, 0xB6, 0xE6),
            Self::AquaBlue => (0x00, 0xA9, 0xCE),
            Self::Black => (0x23, 0x1F, 0x20),
            Self::DarkGrey => (0x42, 0x55, 0x63),
            Self::MidGrey => (0x76, 0x86, 0x92),
            Self::PaleGrey => (0xE8, 0xED, 0xEE),
            Self::AquaGreen => (0x00, 0xA4, 0x99),
            Self::Purple => (0x33, 0x00, 0x72),
            Self::Orange => (0xED, 0x8B, 0x00),
            Self::WarmYellow => (0xFF, 0xB8, 0x1C),
            Self::Pink => (0xAE, 0x25, 0x73),
            Self::White => (0xFF, 0xFF, 0xFF),
            Self::Grid => (0xD8, 0xDD, 0xE0),
        }
    }
}

/// Tints and shades of NHS Blue, from light to dark. Black is legible on the first five, white on the others: contrast
/// 4.5 and more, which the tones in between have with neither.
const TONES: [(u8, u8, u8); 8] = [
    (0xED, 0xF4, 0xFA),
    (0xD3, 0xE4, 0xF3),
    (0xB3, 0xCF, 0xEA),
    (0x8F, 0xB9, 0xE0),
    (0x6F, 0xA5, 0xD7),
    (0x00, 0x5E, 0xB8),
    (0x00, 0x41, 0x91),
    (0x00, 0x26, 0x5C),
];

/// The tone of class `index` of `count`, and what can be read on it.
pub(crate) fn tone(index: usize, count: usize) -> ((u8, u8, u8), Colour) {
    let last = TONES.len() - 1;
    // A single class is light.
    let place = (index * last).checked_div(count.saturating_sub(1)).unwrap_or(0).min(last);
    (TONES[place], if place < 5 { Colour::Black } else { Colour::White })
}

/// Most classes that have a tone each.
pub(crate) const MOST_TONES: usize = TONES.len();

/// Neighbours differ in lightness, so they stay apart in black and white.
const MANY: [Colour; 11] = [
    Colour::DarkBlue,
    Colour::BrightBlue,
    Colour::LightBlue,
    Colour::Purple,
    Colour::AquaGreen,
    Colour::Black,
    Colour::Orange,
    Colour::Pink,
    Colour::WarmYellow,
    Colour::DarkGrey,
    Colour::AquaBlue,
];

/// The colour of series `index` of `count`.
pub(crate) fn house_colour(index: usize, count: usize) -> Colour {
    match (count, index) {
        (0 | 1, _) | (2, 0) => Colour::NhsBlue,
        (2, _) => Colour::LightBlue,
        _ => MANY[index % MANY.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Roughly how light a photocopier sees it, 0 to 255.
    fn lightness(colour: Colour) -> i32 {
        let (red, green, blue) = colour.rgb();
        (299 * i32::from(red) + 587 * i32::from(green) + 114 * i32::from(blue)) / 1000
    }

    #[test]
    fn neighbours_differ_in_lightness() {
        for count in 2..30 {
            for index in 1..count {
                let (one, other) = (house_colour(index - 1, count), house_colour(index, count));
                let difference = (lightness(one) - lightness(other)).abs();
                assert!(difference >= 40, "{one:?} and {other:?} differ by {difference} only");
            }
        }
    }

    /// Relative luminance as in the Web Content Accessibility Guidelines 2.2.
    fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    #[test]
    fn numbers_are_legible_on_every_tone() {
        for count in 1..=MOST_TONES {
            for index in 0..count {
                let (ground, ink) = tone(index, count);
                let (one, other) = (luminance(ground), luminance(ink.rgb()));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{ground:?}: {contrast}");
            }
        }
    }

    #[test]
    fn tones_darken_visibly() {
        for pair in TONES.windows(2) {
            let [lighter, darker] = [pair[0], pair[1]].map(|tone| libm::cbrt(luminance(tone)));
            assert!(lighter - darker > 0.045, "{pair:?}: {lighter} and {darker}");
        }
    }

    #[test]
    fn few_series_are_blue() {
        assert_eq!(house_colour(0, 1), Colour::NhsBlue);
        assert_eq!([house_colour(0, 2), house_colour(1, 2)], [Colour::NhsBlue, Colour::LightBlue]);
    }
}
