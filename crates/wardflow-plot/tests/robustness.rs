//! Odd figures are drawn, or refused with an error, but never panic; their labels stay apart and inside.

use proptest::prelude::*;
use wardflow_plot::{
    Band, DateAxis, Figure, Layer, Level, Panel, Series, StackedAreas, Threshold, ValueAxis, XAxis, draw_svg,
    render_png,
};

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => 0.0..1000.0_f64,
        2 => Just(0.0),
        2 => Just(f64::NAN),
        1 => 0.0..1e-9_f64,
        1 => 1e6..1e12_f64,
    ]
}

fn values(days: usize) -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        60 => prop::collection::vec(value(), days),
        10 => value().prop_map(move |value| vec![value; days]),
        1 => prop::collection::vec(any::<f64>(), 0..5),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[A-Za-z ]{0,30}", 1 => "\\PC{0,40}", 1 => "(?s).{0,40}", 1 => "[a-z]{300}", 1 => "([a-z]{1,9} ){80}"]
}

fn series(days: usize) -> impl Strategy<Value = Series> {
    (words(), values(days)).prop_map(|(label, values)| Series::new(label, values))
}

fn layer(days: usize) -> impl Strategy<Value = Layer> {
    prop_oneof![
        prop::collection::vec(series(days), 0..12).prop_map(|series| Layer::StackedAreas(StackedAreas { series })),
        series(days).prop_map(Layer::Line),
        series(days).prop_map(Layer::StepLine),
        (words(), values(days), 0.0..100.0_f64).prop_map(|(label, lower, width)| {
            let upper = lower.iter().map(|value| value + width).collect();
            Layer::Band(Band::new(label, lower, upper))
        }),
        (words(), value()).prop_map(|(label, value)| Layer::Threshold(Threshold::constant(label, value))),
        (words(), values(days))
            .prop_map(|(label, values)| { Layer::Threshold(Threshold { label, level: Level::Daily { values } }) }),
    ]
}

fn panel(days: usize) -> impl Strategy<Value = Panel> {
    (words(), words(), any::<bool>(), prop::collection::vec(layer(days), 0..6)).prop_map(
        |(title, unit, from_data, layers)| Panel {
            value_axis: if from_data { ValueAxis::FromData } else { ValueAxis::FromZero },
            layers,
            ..Panel::new(title, unit)
        },
    )
}

fn figure() -> impl Strategy<Value = Figure> {
    (prop_oneof![3 => 1..40_usize, 1 => Just(1), 1 => 360..800_usize], "[12][0-9]{3}-0[1-9]-[012][1-8]").prop_flat_map(
        |(days, start)| {
            let axis = XAxis::Date(DateAxis::new(start, days));
            (words(), [words(), words(), words(), words()], prop::collection::vec(panel(days), 0..4)).prop_map(
                move |(id, [title, subtitle, caption, footer], panels)| Figure {
                    subtitle,
                    caption,
                    footer,
                    panels,
                    ..Figure::new(id, title, axis.clone())
                },
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn odd_figures_never_panic(figure in figure()) {
        if let Ok(svg) = draw_svg(&figure) {
            prop_assert!(!svg.contains("NaN") || figure_mentions_nan(&figure));
            // It is well-formed and can be rendered.
            prop_assert!(render_png(&svg, 0.1).is_ok());
            labels_stay_apart(&svg);
        }
    }
}

fn figure_mentions_nan(figure: &Figure) -> bool {
    format!("{figure:?}").contains("\"NaN") || serde_json::to_string(figure).is_ok_and(|json| json.contains("NaN"))
}

fn attribute(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

/// Baselines of all labels at the right, from top to bottom, in tenths of user units, and the size of their font.
fn baselines(svg: &str) -> Vec<(f64, f64)> {
    let groups = svg.split("<g class=\"wf-label\">").skip(1).filter_map(|group| group.split_once("</g>"));
    let lines = groups.flat_map(|(group, _)| group.lines().filter(|line| line.starts_with("<text ")));
    let mut baselines: Vec<_> = lines.map(|line| (attribute(line, "y"), attribute(line, "font-size"))).collect();
    baselines.sort_by(|one, other| one.0.total_cmp(&other.0));
    baselines
}

fn labels_stay_apart(svg: &str) {
    let height = attribute(svg.lines().next().unwrap(), "height") * 10.0;
    let baselines = baselines(svg);
    for pair in baselines.windows(2) {
        assert!(pair[1].0 - pair[0].0 >= pair[1].1, "labels overlap");
    }
    assert!(baselines.iter().all(|(y, size)| *y - size >= 0.0 && *y <= height), "labels leave the picture");
}

#[test]
fn a_hundred_series_are_labelled_or_counted() {
    let series: Vec<Series> = (1..=100).map(|index| Series::new(format!("Ward {index}."), vec![1.0; 10])).collect();
    let draw = |count: usize| {
        let mut figure = Figure::new("many", "Many", XAxis::Date(DateAxis::new("2022-01-01", 10)));
        let stack = StackedAreas { series: series[..count].to_vec() };
        figure.panels.push(Panel::new("Beds", "beds").with(Layer::StackedAreas(stack)));
        draw_svg(&figure).unwrap()
    };
    let forty = draw(40);
    labels_stay_apart(&forty);
    assert_eq!(baselines(&forty).len(), 40);
    let hundred = draw(100);
    labels_stay_apart(&hundred);
    assert!(hundred.contains("not labelled here"));
    assert!((1..=100).all(|index| hundred.contains(&format!("Ward {index}."))));
}

#[test]
fn long_spans_are_drawn() {
    for days in [3652, 100_000] {
        let mut figure = Figure::new("long", "Long", XAxis::Date(DateAxis::new("2022-01-01", days)));
        figure.panels.push(Panel::new("Beds", "beds").with(Layer::Line(Series::new("Mean", vec![5.0; days]))));
        labels_stay_apart(&draw_svg(&figure).unwrap());
    }
}
