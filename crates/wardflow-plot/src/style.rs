//! Measures of the house style, in user units (1280 of them across the picture).

/// Width of every picture.
pub(crate) const WIDTH: f64 = 1280.0;
/// Height of a picture, unless its words or labels need more.
pub(crate) const HEIGHT: f64 = 800.0;
/// Left and right of everything.
pub(crate) const MARGIN: f64 = 40.0;

/// A kind of text that stands in lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextStyle {
    /// Size of the font.
    pub(crate) size: f64,
    /// From baseline to baseline.
    pub(crate) leading: f64,
    pub(crate) bold: bool,
    /// Longer texts end in an ellipsis.
    pub(crate) most_lines: usize,
}

impl TextStyle {
    /// From the upper edge of the first line to its baseline: capitals stand in the middle of their line.
    pub(crate) fn first_baseline(self) -> f64 {
        f64::midpoint(self.leading, self.size * CAPITAL)
    }
}

/// Height of a capital in ems.
const CAPITAL: f64 = 0.72;

pub(crate) const TITLE: TextStyle = TextStyle { size: 29.0, leading: 35.0, bold: true, most_lines: 2 };
/// For titles that would need more lines than [`TITLE`] allows.
pub(crate) const LONG_TITLE: TextStyle = TextStyle { size: 23.0, leading: 28.0, bold: true, most_lines: 4 };
pub(crate) const SUBTITLE: TextStyle = TextStyle { size: 18.0, leading: 23.0, bold: false, most_lines: 3 };
pub(crate) const PANEL_TITLE: TextStyle = TextStyle { size: 16.0, leading: 20.0, bold: true, most_lines: 2 };
/// Unit of a panel, behind its title.
pub(crate) const NOTE: TextStyle = TextStyle { bold: false, most_lines: 1, ..PANEL_TITLE };
/// Between the title of a panel and its unit.
pub(crate) const NOTE_GAP: f64 = 8.0;
pub(crate) const CAPTION: TextStyle = TextStyle { size: 17.0, leading: 23.0, bold: false, most_lines: 5 };
pub(crate) const FOOTER: TextStyle = TextStyle { size: 13.0, leading: 17.0, bold: false, most_lines: 3 };
pub(crate) const TICK: TextStyle = TextStyle { size: 15.0, leading: 18.0, bold: false, most_lines: 1 };
/// What a horizontal axis measures.
pub(crate) const AXIS_LABEL: TextStyle = TextStyle { size: 15.0, leading: 22.0, bold: false, most_lines: 1 };
/// Labels of series, if there is room.
pub(crate) const LABEL: TextStyle = TextStyle { size: 15.0, leading: 18.0, bold: false, most_lines: 3 };
/// Labels of series, if there are many.
pub(crate) const SMALL_LABEL: TextStyle = TextStyle { size: 12.0, leading: 14.0, bold: false, most_lines: 3 };
/// Labels of series, if there are very many.
pub(crate) const TINY_LABEL: TextStyle = TextStyle { size: 12.0, leading: 14.0, bold: false, most_lines: 1 };

/// From the left margin to the right one.
pub(crate) const TEXT_WIDTH: f64 = WIDTH - 2.0 * MARGIN;
/// Between the words above and the first plot with its title.
pub(crate) const BEFORE_PANELS: f64 = 18.0;
/// Between the title of a plot and the plot.
pub(crate) const BEFORE_PLOT: f64 = 12.0;
/// Below the last plot, for the names of places.
pub(crate) const TICKS: f64 = 32.0;
/// Leaves room for half a name below the left end of the axis.
pub(crate) const LEFT_LEAST: f64 = 40.0;

/// Widest text of a label at the right.
pub(crate) const LABEL_WIDTH: f64 = 250.0;
/// Between two labels.
pub(crate) const LABEL_GAP: f64 = 3.0;
/// From the plot to the sample of colour before a label; holds the leader.
pub(crate) const LEADER: f64 = 26.0;
/// Width of the sample of colour.
pub(crate) const SAMPLE: f64 = 24.0;
/// From the sample to the text.
pub(crate) const SAMPLE_GAP: f64 = 7.0;

/// No plot is narrower, whatever its labels.
pub(crate) const PLOT_LEAST: f64 = 780.0;
/// Lowest panel.
pub(crate) const PANEL_LEAST: f64 = 130.0;
/// No panel grows beyond this for the sake of its labels.
pub(crate) const PANEL_MOST: f64 = 700.0;
