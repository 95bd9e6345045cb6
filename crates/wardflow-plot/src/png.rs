//! Pixels from an SVG.

use std::{
    error::Error,
    io::Write,
    sync::{Arc, OnceLock},
};

use resvg::tiny_skia::{Color, Pixmap, Transform};
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

/// Longest side of a picture in pixels, and the most pixels in all.
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
    let fits = |side: f32| (1.0..=LONGEST).contains(&side);
    if !fits(width) || !fits(height) || width * height > MOST_PIXELS {
        return Err(DrawError::BadScale { scale, width, height });
    }
    encode(&tree, width as u32, height as u32, scale).map_err(|error| DrawError::Backend { reason: error.to_string() })
}

/// What every PNG holds near its beginning; by this an earlier one is known again.
pub const PNG_HOLDS: &str = "Software\0wardflow";

/// Rows of pixels that are drawn at once: all of a picture take several times the memory of a run.
const STRIP: u32 = 200;

/// The picture on white, with the size that it has on paper.
fn encode(tree: &Tree, width: u32, height: u32, scale: f32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    // Large even areas: half the size of rows told by their differences.
    encoder.set_filter(png::Filter::NoFilter);
    let per_metre = (scale * UNITS_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    encoder.add_text_chunk("Software".into(), "wardflow".into())?;
    let mut encoder = encoder.write_header()?;
    let mut rows = encoder.stream_writer()?;
    let mut pixels = Pixmap::new(width, height.min(STRIP)).ok_or("no room for a picture")?;
    for top in (0..height).step_by(STRIP as usize) {
        pixels.fill(Color::WHITE);
        resvg::render(
            tree,
            Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32)),
            &mut pixels.as_mut(),
        );
        let there = pixels.pixels().iter().take((width * (height - top).min(STRIP)) as usize);
        let colours: Vec<u8> = there.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        rows.write_all(&colours)?;
    }
    rows.finish()?;
    encoder.finish()?;
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
