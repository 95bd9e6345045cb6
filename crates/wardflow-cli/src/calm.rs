//! Lines over many years: a week's rhythm is finer than they can show, and would fill the panel.

use wardflow_plot::{Figure, Layer, XAxis};

/// Figures of more days show means of seven [days].
const MOST_DAYS: usize = 3 * 366;
/// On either side of a day, in its mean [days].
const REACH: usize = 3;

/// In a figure of more than three years makes every value the mean of the seven days around it, and says so. What is
/// planned, such as open beds, stays as it is.
pub(crate) fn calm(figure: &mut Figure) {
    if !matches!(&figure.x_axis, XAxis::Date(axis) if axis.days > MOST_DAYS) {
        return;
    }
    for layer in figure.panels.iter_mut().flat_map(|panel| &mut panel.layers) {
        match layer {
            Layer::Line(series) => series.values = means(&series.values),
            Layer::Band(band) => {
                band.lower = means(&band.lower);
                band.upper = means(&band.upper);
            }
            Layer::StackedAreas(areas) => {
                for series in &mut areas.series {
                    series.values = means(&series.values);
                }
            }
            _ => {}
        }
    }
    figure.caption.push_str(" Lines and bands show the mean of the seven days around each day.");
}

/// The mean of those of the days around each that have a value; none before the first that has one and after the last
/// one, and none in a gap of seven days.
fn means(values: &[f64]) -> Vec<f64> {
    let has_value = |value: &f64| !value.is_nan();
    let first = values.iter().position(has_value).unwrap_or(values.len());
    let end = values.iter().rposition(has_value).map_or(0, |last| last + 1);
    let around = |day: usize| {
        let days = &values[day.saturating_sub(REACH)..(day + REACH + 1).min(values.len())];
        let there: Vec<f64> = days.iter().copied().filter(has_value).collect();
        there.iter().sum::<f64>() / there.len() as f64
    };
    (0..values.len()).map(|day| if (first..end).contains(&day) { around(day) } else { f64::NAN }).collect()
}

#[cfg(test)]
mod tests {
    use wardflow_plot::{DateAxis, Panel, Series};

    use super::*;

    /// Sevens on Mondays and nothing else.
    fn mondays(days: usize) -> Figure {
        let mut figure = Figure::new("id", "Mondays", XAxis::Date(DateAxis::new("2026-01-05", days)));
        let values: Vec<f64> = (0..days).map(|day| if day % 7 == 0 { 7.0 } else { 0.0 }).collect();
        let panel = Panel::new("Both", "people").with(Layer::Line(Series::new("Seen", values.clone())));
        figure.panels.push(panel.with(Layer::StepLine(Series::new("Open", values))));
        figure
    }

    fn values(layer: &Layer) -> &[f64] {
        let (Layer::Line(series) | Layer::StepLine(series)) = layer else { panic!("no line: {layer:?}") };
        &series.values
    }

    #[test]
    fn many_years_lose_their_weekly_rhythm_but_not_their_level_or_what_is_planned() {
        let (mut figure, before) = (mondays(1_500), mondays(1_500));
        calm(&mut figure);
        let [seen, open] = figure.panels[0].layers.as_slice() else { panic!() };
        assert!(values(seen)[3..1_497].iter().all(|value| (value - 1.0).abs() < 1e-12));
        assert_eq!(open, &before.panels[0].layers[1]);
        assert!(figure.caption.contains("seven days"));
    }

    #[test]
    fn a_year_stays_as_it_is() {
        let mut figure = mondays(365);
        calm(&mut figure);
        assert_eq!(figure, mondays(365));
    }

    #[test]
    fn a_short_gap_is_closed_and_nothing_goes_beyond_the_values() {
        let gap = f64::NAN;
        let shown = means(&[gap, 1.0, gap, 3.0, gap]);
        assert!(shown[0].is_nan() && shown[4].is_nan());
        assert_eq!(shown[1..4], [2.0, 2.0, 2.0]);
    }
}
