//! The charts, each with its words, its data and its files.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{Markup, PreEscaped, html};
use rayon::prelude::*;
use wardflow_plot::render_png;

use crate::{
    exit::Failure,
    plot::{file_name, picture::Picture},
};

/// Pixels for each unit of the PNG: sharp on slides.
const SCALE: f32 = 2.0;
/// Longer tables are for the file only.
const MOST_ROWS: usize = 60;

/// All charts.
///
/// # Errors
/// If the data of one cannot be written. One that cannot be drawn is words and data.
pub(super) fn markup(pictures: &[Picture]) -> Result<Markup, Failure> {
    let charts = pictures.par_iter().map(chart).collect::<Result<Vec<Markup>, Failure>>()?;
    Ok(html! { @for chart in &charts { (chart) } })
}

/// How the numbers of a page go together that say how often beds are short, where there are several of them.
pub(super) fn several_shortages(pictures: &[Picture]) -> Option<&'static str> {
    let has = |name: &str| pictures.iter().any(|picture| picture.id().starts_with(name));
    (has("weeks") && has("exceedance")).then_some(
        "How often beds are short is told in several ways, of the same runs. The answer says for how much of the time all of \
         them are full, and tables count the weeks in which somebody finds none free, be it for an hour. The charts of weeks and \
         of chances count a day only if on its mean more are needed than are open: whether that happens in a week, and, which \
         is always likelier, at least once in all days.",
    )
}

fn chart(picture: &Picture) -> Result<Markup, Failure> {
    let mut csv = Vec::new();
    picture.write_csv(&mut csv).map_err(Failure::Output)?;
    let id = file_name(picture.id());
    let drawn = picture.svg().and_then(|svg| Ok((render_png(&svg, SCALE)?, svg)));
    let (png, svg) = match drawn {
        Ok(drawn) => drawn,
        // What it says is there all the same.
        Err(why) => {
            return Ok(html! {
                h3 { (picture.title()) }
                p { (picture.caption()) }
                p { "There is no picture: " (why) ". " a download={ (id) ".csv" } href=(data_link("text/csv", &csv)) { "Its data (CSV)" } }
            });
        }
    };
    Ok(html! {
        h3 class="shown" { (picture.title()) }
        figure class=[is_tall(&svg).then_some("tall")] {
            div class="wide" tabindex="0" role="region" aria-label=(picture.title()) { (PreEscaped(&svg)) }
            figcaption {
                p class="shown" { (picture.caption()) }
                p class="downloads" {
                    "Download: "
                    a download={ (id) ".svg" } href=(data_link("image/svg+xml", svg.as_bytes())) { "SVG" } ", "
                    a download={ (id) ".png" } href=(data_link("image/png", &png)) { "PNG" } ", "
                    a download={ (id) ".csv" } href=(data_link("text/csv", &csv)) { "data (CSV)" }
                }
                details { summary { "In words" } p { (picture.alt_text()) } }
            }
        }
        (table(picture.title(), &csv))
    })
}

/// Whether a picture is higher than wide: on paper it takes a page of its own.
fn is_tall(svg: &str) -> bool {
    let corners = svg.split("viewBox=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let corners: Vec<f64> = corners.split(' ').filter_map(|number| number.parse().ok()).collect();
    matches!(corners.as_slice(), [_, _, width, height] if height > width)
}

/// A file that is part of the page.
pub(super) fn data_link(kind: &str, content: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(content))
}

/// The data, if they are few enough to be read.
fn table(title: &str, csv: &[u8]) -> Markup {
    let mut reader = csv::Reader::from_reader(csv);
    let head: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    let rows: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    if rows.len() > MOST_ROWS {
        return html! {};
    }
    html! {
        details {
            summary { "Data as a table" }
            div class="wide" tabindex="0" role="region" aria-label={ "Data: " (title) } {
                table {
                    caption { (title) }
                    thead { tr { @for name in &head { th scope="col" { (name) } } } }
                    tbody { @for row in &rows { tr { @for cell in row { td { (shown(cell)) } } } } }
                }
            }
        }
    }
}

/// A number without the digits that nobody reads.
fn shown(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(number) => crate::numbers::number(number, if number.fract() == 0.0 { 0 } else { 2 }),
        Err(_) => cell.to_owned(),
    }
}
