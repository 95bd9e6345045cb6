//! A picture of any kind, and the files it is written as.

use std::io;

use wardflow_plot::{
    BarChart, DrawError, Figure, FlowChart, HeatMap, draw_bars_svg, draw_flows_svg, draw_map_svg, draw_svg,
};

use crate::{cells, chart};

/// A picture whose numbers are known.
pub(crate) enum Picture {
    Figure(Figure),
    Bars(BarChart),
    Map(Box<HeatMap>),
    Flows(FlowChart),
}

impl Picture {
    /// Name of its files.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Figure(figure) => &figure.id,
            Self::Bars(chart) => &chart.id,
            Self::Map(map) => &map.id,
            Self::Flows(chart) => &chart.id,
        }
    }

    /// What it states.
    pub(crate) fn title(&self) -> &str {
        match self {
            Self::Figure(figure) => &figure.title,
            Self::Bars(chart) => &chart.title,
            Self::Map(map) => &map.title,
            Self::Flows(chart) => &chart.title,
        }
    }

    /// The sentences below it.
    pub(crate) fn caption(&self) -> &str {
        match self {
            Self::Figure(figure) => &figure.caption,
            Self::Bars(chart) => &chart.caption,
            Self::Map(map) => &map.caption,
            Self::Flows(chart) => &chart.caption,
        }
    }

    /// For readers who cannot see it.
    pub(crate) fn alt_text(&self) -> &str {
        match self {
            Self::Figure(figure) => &figure.alt_text,
            Self::Bars(chart) => &chart.alt_text,
            Self::Map(map) => &map.alt_text,
            Self::Flows(chart) => &chart.alt_text,
        }
    }

    /// One more sentence below it.
    pub(crate) fn add_to_caption(&mut self, sentence: &str) {
        let caption = match self {
            Self::Figure(figure) => &mut figure.caption,
            Self::Bars(chart) => &mut chart.caption,
            Self::Map(map) => &mut map.caption,
            Self::Flows(chart) => &mut chart.caption,
        };
        caption.push(' ');
        caption.push_str(sentence);
    }

    /// Gives it another title.
    pub(super) fn set_title(&mut self, title: &str) {
        match self {
            Self::Figure(figure) => title.clone_into(&mut figure.title),
            Self::Bars(chart) => title.clone_into(&mut chart.title),
            Self::Map(map) => title.clone_into(&mut map.title),
            Self::Flows(chart) => title.clone_into(&mut chart.title),
        }
    }

    /// The picture itself.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub(crate) fn svg(&self) -> Result<String, DrawError> {
        match self {
            Self::Figure(figure) => draw_svg(figure),
            Self::Bars(chart) => draw_bars_svg(chart),
            Self::Map(map) => draw_map_svg(map),
            Self::Flows(chart) => draw_flows_svg(chart),
        }
    }

    /// Its numbers.
    ///
    /// # Errors
    /// If they cannot be written.
    pub(crate) fn write_csv(&self, to: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Figure(figure) => chart::write_csv(figure, to),
            Self::Bars(chart) => write_bars_csv(chart, to),
            Self::Map(map) => write_map_csv(map, to),
            Self::Flows(chart) => write_flows_csv(chart, to),
        }
    }
}

fn write_bars_csv(chart: &BarChart, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(["panel", "row", "series", "unit", "value", "low", "high"])?;
    for row in chart.data_rows() {
        let number = |value: Option<f64>| value.map_or_else(String::new, cells::number);
        table.write_record([
            &*cells::guarded(row.panel),
            &cells::guarded(row.row),
            &cells::guarded(row.series),
            row.unit,
            &number(row.value),
            &number(row.interval.map(|(low, _)| low)),
            &number(row.interval.map(|(_, high)| high)),
        ])?;
    }
    table.flush()
}

/// From the top left cell on.
fn write_map_csv(map: &HeatMap, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(["row", "column", "unit", "value"])?;
    let columns = &map.across.values;
    for (row, values) in map.values.chunks(columns.len()).enumerate().rev() {
        for (column, value) in columns.iter().zip(values) {
            let name = map.row_name(row);
            table.write_record([
                &*cells::guarded(&name),
                &cells::number(*column),
                &map.unit,
                &cells::number(*value),
            ])?;
        }
    }
    table.flush()
}

fn write_flows_csv(chart: &FlowChart, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    table.write_record(["from_stage", "from", "to_stage", "to", "unit", "value"])?;
    for link in chart.links().map_err(io::Error::other)? {
        let (left, right) = (&chart.stages[link.stage], &chart.stages[link.stage + 1]);
        table.write_record([
            &*cells::guarded(&left.title),
            &cells::guarded(&left.nodes[link.from]),
            &cells::guarded(&right.title),
            &cells::guarded(&right.nodes[link.to]),
            &chart.unit,
            &cells::number(link.value),
        ])?;
    }
    table.flush()
}
