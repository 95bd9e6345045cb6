//! The charts, each with its words, its data and its files.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{Markup, PreEscaped, html};
use wardflow_plot::render_png;

use crate::{exit::Failure, plot::picture::Picture};

/// Pixels for each unit of the PNG: sharp on slides.
const SCALE: f32 = 2.0;
/// Longer tables are for the file only.
const MOST_ROWS: usize = 60;

/// All charts.
///
/// # Errors
/// If one cannot be drawn.
pub(super) fn markup(pictures: &[Picture]) -> Result<Markup, Failure> {
    let charts = pictures.iter().map(chart).collect::<Result<Vec<Markup>, Failure>>()?;
    Ok(html! { @for chart in &charts { (chart) } })
}

fn chart(picture: &Picture) -> Result<Markup, Failure> {
    let svg = picture.svg()?;
    let png = render_png(&svg, SCALE)?;
    let mut csv = Vec::new();
    picture.write_csv(&mut csv).map_err(Failure::Output)?;
    let link = |kind: &str, content: &[u8]| format!("data:{kind};base64,{}", STANDARD.encode(content));
    let id = picture.id();
    Ok(html! {
        h3 { (picture.title()) }
        figure {
            (PreEscaped(&svg))
            figcaption {
                (picture.caption())
                p class="downloads" {
                    "Download: "
                    a download={ (id) ".svg" } href=(link("image/svg+xml", svg.as_bytes())) { "SVG" } ", "
                    a download={ (id) ".png" } href=(link("image/png", &png)) { "PNG" } ", "
                    a download={ (id) ".csv" } href=(link("text/csv", &csv)) { "data (CSV)" }
                }
                details { summary { "In words" } p { (picture.alt_text()) } }
            }
        }
        (table(picture.title(), &csv))
    })
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
            div class="wide" {
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
        Ok(number) => crate::numbers::number(number, 2),
        Err(_) => cell.to_owned(),
    }
}
