//! Pixels from an SVG.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::error::DrawError;
use crate::text::{BOLD, REGULAR};

/// Pixels for each user unit that print well: about 350 dots an inch across a landscape A4 page.
pub const PRINT_SCALE: f32 = 3.0;

/// The name the built-in fonts give themselves.
const EMBEDDED_FAMILY: &str = "Wardflow Sans";

/// Longest side of a picture in pixels, and the most pixels in all: 400 MB of memory.
const LONGEST: f32 = 32_767.0;
const MOST_PIXELS: f32 = 1e8;

/// Renders an SVG as PNG, with `scale` pixels for each user unit: 2 for screens, [`PRINT_SCALE`] for paper.
///
/// All text is set in the built-in fonts, whatever fonts the machine has.
///
/// # Errors
/// [`DrawError::BadSvg`] if the text is not an SVG, [`DrawError::BadScale`] if the picture would be empty or huge.
pub fn render_png(svg: &str, scale: f32) -> Result<Vec<u8>, DrawError> {
    let options = Options { font_family: EMBEDDED_FAMILY.to_owned(), fontdb: fonts(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| DrawError::BadSvg { reason: error.to_string() })?;
    let (width, height) = ((tree.size().width() * scale).round(), (tree.size().height() * scale).round());
    let bad_scale = DrawError::BadScale { scale, width, height };
    let fits = |side: f32| (1.0..=LONGEST).contains(&side);
    if !fits(width) || !fits(height) || width * height > MOST_PIXELS {
        return Err(bad_scale);
    }
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(bad_scale)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| DrawError::Backend { reason: error.to_string() })
}

/// The built-in fonts, standing in for every family an SVG may ask for.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        fonts.set_sans_serif_family(EMBEDDED_FAMILY);
        fonts.set_serif_family(EMBEDDED_FAMILY);
        Arc::new(fonts)
    });
    Arc::clone(fonts)
}
