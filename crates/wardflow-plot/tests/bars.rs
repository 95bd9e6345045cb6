//! What charts of bars look like from outside.

use proptest::prelude::*;
use wardflow_plot::{BarChart, BarLook, BarPanel, BarSeries, DrawError, draw_bars_svg, render_png};

fn rows(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// One panel of each look.
fn small() -> BarChart {
    let mut chart = BarChart::new("bars", "Capacity <takes> most & more");
    "What it is of".clone_into(&mut chart.subtitle);
    "One sentence.".clone_into(&mut chart.caption);
    "seed 1".clone_into(&mut chart.footer);
    let mut groups =
        BarPanel::new("By reason", "bed days a day", BarLook::Grouped, rows(&["Capacity", "Hospital process"]));
    groups.decimals = 1;
    groups.series = vec![
        BarSeries::new("before", vec![12.0, 5.0]).with_intervals(vec![11.0, f64::NAN], vec![13.0, f64::NAN]),
        BarSeries::new("after", vec![8.0, f64::NAN]),
    ];
    let mut bands = BarPanel::new("By delay", "%", BarLook::Stacked, rows(&["p1", "p2"]));
    bands.series = vec![BarSeries::new("same day", vec![60.0, 0.0]), BarSeries::new("later", vec![40.0, 100.0])];
    let mut dots = BarPanel::new("Differences", "beds", BarLook::Differences, rows(&["Occupied", "Waiting"]));
    dots.series = vec![BarSeries::new("variant", vec![-3.0, 1.0]).with_intervals(vec![-4.0, -1.0], vec![-2.0, 3.0])];
    let mut bridge = BarPanel::new("From here to there", "beds", BarLook::Bridge, rows(&["Base", "A", "B", "Both"]));
    bridge.series = vec![BarSeries::new("", vec![100.0, -12.0, 5.0, 93.0])];
    chart.panels = vec![groups, bands, dots, bridge];
    chart
}

#[test]
fn a_panel_of_each_look() {
    insta::assert_snapshot!(draw_bars_svg(&small()).unwrap());
}

#[test]
fn a_panel_without_values_says_so_and_nothing_else() {
    let mut chart = small();
    chart.panels = vec![chart.panels.remove(1)];
    chart.panels[0].series.iter_mut().for_each(|series| series.values.fill(f64::NAN));
    let svg = draw_bars_svg(&chart).unwrap();
    assert!(svg.contains("No data to show"));
    assert!(!svg.contains("no value") && !svg.contains("class=\"wf-bars\""), "{svg}");
}

#[test]
fn the_same_chart_gives_the_same_bytes_and_survives_storage() {
    let json = serde_json::to_string(&small()).unwrap();
    let back: BarChart = serde_json::from_str(&json).unwrap();
    let svg = draw_bars_svg(&small()).unwrap();
    assert_eq!(draw_bars_svg(&back).unwrap(), svg);
    assert!(render_png(&svg, 0.5).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn the_data_are_all_values_with_their_intervals() {
    let chart = small();
    let rows = chart.data_rows();
    assert_eq!(rows.len(), 4 + 4 + 2 + 4);
    assert_eq!((rows[0].row, rows[0].series, rows[0].value), ("Capacity", "before", Some(12.0)));
    assert_eq!((rows[0].interval, rows[1].interval, rows[3].value), (Some((11.0, 13.0)), None, None));
}

#[test]
fn untruthful_charts_are_refused() {
    let with = |look: BarLook, series: BarSeries| {
        let mut chart = BarChart::new("bad", "");
        let mut panel = BarPanel::new("P", "", look, rows(&["a", "b"]));
        panel.series = vec![series];
        chart.panels = vec![panel];
        draw_bars_svg(&chart).unwrap_err()
    };
    let series = |values: &[f64]| BarSeries::new("S", values.to_vec());
    assert!(matches!(with(BarLook::Stacked, series(&[1.0, -1.0])), DrawError::Negative { place: 1, .. }));
    assert!(matches!(with(BarLook::Grouped, series(&[f64::INFINITY, 1.0])), DrawError::TooLarge { place: 0, .. }));
    assert!(matches!(with(BarLook::Grouped, series(&[1.0])), DrawError::WrongLength { found: 1, expected: 2, .. }));
    let upside_down = series(&[1.0, 2.0]).with_intervals(vec![2.0, 2.0], vec![1.0, 3.0]);
    assert!(matches!(with(BarLook::Grouped, upside_down), DrawError::BandUpsideDown { place: 0, .. }));
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[A-Za-z ]{0,30}", 1 => "\\PC{0,40}", 1 => "[a-z]{300}", 1 => "([a-z]{1,9} ){80}"]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![6 => -1000.0..1000.0_f64, 2 => Just(0.0), 2 => Just(f64::NAN), 1 => Just(1e-9), 1 => 1e6..1e12_f64]
}

fn panel() -> impl Strategy<Value = BarPanel> {
    let looks = [BarLook::Grouped, BarLook::Stacked, BarLook::Differences, BarLook::Bridge];
    let look = prop::sample::select(looks.to_vec());
    let size = (prop_oneof![3 => 0..8_usize, 1 => Just(40)], 0..12_usize);
    (words(), words(), look, size).prop_flat_map(|(title, unit, look, (rows, series))| {
        let values = prop::collection::vec(value(), rows);
        let series = prop::collection::vec((words(), values), series);
        (prop::collection::vec(words(), rows), series).prop_map(move |(rows, series)| BarPanel {
            series: series.into_iter().map(|(label, values)| BarSeries::new(label, values)).collect(),
            ..BarPanel::new(title.clone(), unit.clone(), look, rows)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn odd_charts_are_drawn_or_refused_but_never_panic(panels in prop::collection::vec(panel(), 0..4), title in words()) {
        let chart = BarChart { panels, ..BarChart::new("odd", title) };
        if let Ok(svg) = draw_bars_svg(&chart) {
            prop_assert!(render_png(&svg, 0.2).is_ok());
        }
    }
}
