//! Pixels from an SVG.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::error::DrawError;
use crate::text::{BOLD, REGULAR};

/// User units in a metre of paper: a quarter of a millimetre each, so that a picture is 32 cm wide.
const UNITS_PER_METRE: f32 = 4_000.0;

/// Pixels for each user unit that print well: about 300 dots an inch.
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
    encode(&pixels, scale).map_err(|error| DrawError::Backend { reason: error.to_string() })
}

/// What every PNG holds near its beginning; by this an earlier one is known again.
pub const PNG_HOLDS: &str = "Software\0wardflow";

/// The pixels on white, with the size that the picture has on paper.
fn encode(pixels: &Pixmap, scale: f32) -> Result<Vec<u8>, png::EncodingError> {
    // Colours are multiplied by what is not transparent.
    let on_white = |pixel: &PremultipliedColorU8| {
        let white = u8::MAX - pixel.alpha();
        [pixel.red() + white, pixel.green() + white, pixel.blue() + white]
    };
    let colours: Vec<u8> = pixels.pixels().iter().flat_map(on_white).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    // Large even areas: half the size of rows told by their differences.
    encoder.set_filter(png::Filter::NoFilter);
    let per_metre = (scale * UNITS_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    encoder.add_text_chunk("Software".into(), "wardflow".into())?;
    encoder.write_header()?.write_image_data(&colours)?;
    Ok(file)
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
