//! Labels at the right of a panel: which, how large, in how many lines.

use crate::error::DrawError;
use crate::mark::Mark;
use crate::style::{LABEL, LABEL_GAP, LABEL_WIDTH, PANEL_MOST, SMALL_LABEL, TINY_LABEL, TextStyle};
use crate::text::{self, Lines};

/// One label.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// Index of the mark it names; none for the note that stands for marks without a label.
    pub(crate) mark: Option<usize>,
    pub(crate) lines: Lines,
}

/// The labels of one panel.
#[derive(Clone, Debug)]
pub(crate) struct Gutter {
    pub(crate) labels: Vec<Label>,
    pub(crate) style: TextStyle,
    /// Names that are shortened or left out in the picture.
    pub(crate) unnamed: Vec<String>,
}

impl Gutter {
    /// Labels in the largest style that fits a panel `height` user units high, or else one that may grow.
    pub(crate) fn new(marks: &[Mark], height: f64) -> Result<Self, DrawError> {
        // Whole names come before large letters, and both before a low panel.
        let attempts = [
            (LABEL, height, false),
            (SMALL_LABEL, height, false),
            (SMALL_LABEL, PANEL_MOST, false),
            (LABEL, height, true),
            (SMALL_LABEL, height, true),
            (SMALL_LABEL, PANEL_MOST, true),
            (TINY_LABEL, PANEL_MOST, true),
        ];
        for (style, most, may_cut) in attempts {
            let gutter = Self::in_style(marks, style)?;
            if gutter.height() <= most && (may_cut || gutter.unnamed.is_empty()) {
                return Ok(gutter);
            }
        }
        let mut gutter = Self::in_style(marks, TINY_LABEL)?;
        gutter.leave_out(marks)?;
        Ok(gutter)
    }

    fn in_style(marks: &[Mark], style: TextStyle) -> Result<Self, DrawError> {
        let mut gutter = Self { labels: Vec::new(), style, unnamed: Vec::new() };
        for (index, mark) in marks.iter().enumerate() {
            let lines = text::wrap(&text::plain(&mark.label), style, LABEL_WIDTH)?;
            if lines.cut {
                gutter.unnamed.push(mark.label.clone());
            }
            if !lines.lines.is_empty() {
                gutter.labels.push(Label { mark: Some(index), lines });
            }
        }
        Ok(gutter)
    }

    /// Keeps the labels of the thickest marks and says how many others there are.
    fn leave_out(&mut self, marks: &[Mark]) -> Result<(), DrawError> {
        let weight = |label: &Label| label.mark.map_or(0.0, |mark| marks[mark].weight());
        let keep = ((PANEL_MOST + LABEL_GAP) / (self.style.leading + LABEL_GAP)) as usize - 1;
        let mut by_weight = self.labels.clone();
        by_weight.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        let mut left_out = by_weight.split_off(keep.min(by_weight.len()));
        by_weight.sort_by_key(|label| label.mark);
        left_out.sort_by_key(|label| label.mark);
        let name = |label: &Label| label.mark.map(|mark| marks[mark].label.clone());
        self.unnamed = by_weight.iter().filter(|label| label.lines.cut).chain(&left_out).filter_map(name).collect();
        let note = format!("and {} more, not labelled here", left_out.len());
        self.labels = by_weight;
        self.labels.push(Label { mark: None, lines: text::wrap(&note, self.style, LABEL_WIDTH)? });
        Ok(())
    }

    /// Height of a label, in user units.
    pub(crate) fn label_height(&self, label: &Label) -> f64 {
        label.lines.height(self.style)
    }

    /// Height of all labels without overlap, in user units.
    pub(crate) fn height(&self) -> f64 {
        self.labels.iter().map(|label| self.label_height(label) + LABEL_GAP).sum::<f64>() - LABEL_GAP
    }

    /// Width of the widest label, in user units.
    pub(crate) fn width(&self) -> Result<f64, DrawError> {
        self.labels.iter().try_fold(0.0, |widest: f64, label| Ok(widest.max(label.lines.width(self.style)?)))
    }
}
