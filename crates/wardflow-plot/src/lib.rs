//! Figures of discharge flow: data first, then pictures.
//!
//! A [`Figure`] says what is shown (titles, panels, series, thresholds, words around them) and can be stored as JSON or
//! as a table. [`draw_svg`] draws it; [`render_png`] turns that very SVG into pixels, so the two can never disagree.
//! The fonts are compiled in: the same figure gives the same SVG on every machine, and the same look.
//!
//! A [`HeatMap`] is a figure of another kind, a value for each pair of two numbers; [`draw_map_svg`] draws it. A
//! [`BarChart`] has a row for each category: bars, stacks, differences with their intervals, or the way from one level to
//! another; [`draw_bars_svg`] draws it. A [`FlowChart`] has flows that divide and join from stage to stage;
//! [`draw_flows_svg`] draws it.
//!
//! The crate knows nothing of how the numbers were made.
//!
//! ```
//! use wardflow_plot::{DateAxis, Figure, Layer, Panel, Series, XAxis, draw_svg, render_png};
//!
//! let mut figure = Figure::new("beds", "Occupancy stays below 20 beds", XAxis::Date(DateAxis::new("2022-01-01", 3)));
//! figure.panels.push(
//!     Panel::new("Occupied beds", "beds").with(Layer::Line(Series::new("Mean", vec![15.0, 18.0, 17.0]))),
//! );
//! let svg = draw_svg(&figure)?;
//! let png = render_png(&svg, 2.0)?;
//! assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), wardflow_plot::DrawError>(())
//! ```

mod bar_chart;
mod bar_draw;
mod bar_layout;
mod canvas;
mod check;
mod colour;
mod date;
mod date_ticks;
mod draw;
mod error;
mod figure;
mod flow_chart;
mod flow_draw;
mod gaps;
mod guides;
mod gutter;
mod heat_map;
mod layer;
mod layout;
mod map_draw;
mod map_layout;
mod mark;
mod number_ticks;
mod panel;
mod places;
mod png;
mod shades;
mod shape;
mod spread;
mod style;
mod table;
mod text;
mod tick;
mod value_scale;
mod words;
mod written;

pub use bar_chart::{BarChart, BarLook, BarPanel, BarRow, BarSeries};
pub use bar_draw::draw_bars_svg;
pub use colour::Colour;
pub use draw::draw_svg;
pub use error::DrawError;
pub use figure::{DateAxis, Figure, NumberAxis, Panel, ValueAxis, XAxis};
pub use flow_chart::{FlowChart, FlowLink, FlowPath, FlowStage};
pub use flow_draw::draw_flows_svg;
pub use heat_map::{HeatMap, Mark, Side, Target};
pub use layer::{Band, Guide, Layer, Level, Points, Series, Shade, Sign, StackedAreas, Threshold};
pub use map_draw::draw_map_svg;
pub use png::{PNG_HOLDS, PRINT_SCALE, render_png};
pub use table::DataRow;
pub use words::SVG_HOLDS;
