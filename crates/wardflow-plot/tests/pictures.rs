//! What the pictures look like from outside.

use wardflow_plot::{
    Band, DateAxis, DrawError, Figure, HeatMap, Layer, NumberAxis, Panel, Points, Series, Sign, StackedAreas,
    Threshold, ValueAxis, XAxis, draw_map_svg, draw_svg, render_png,
};

fn axis(days: usize) -> XAxis {
    XAxis::Date(DateAxis::new("2022-01-01", days))
}

fn small() -> Figure {
    let mut figure = Figure::new("small", "Three days & two panels", axis(3));
    "Waiting <at home>".clone_into(&mut figure.subtitle);
    "The second day has no mean.".clone_into(&mut figure.caption);
    "seed 1".clone_into(&mut figure.footer);
    "Two charts above each other.".clone_into(&mut figure.alt_text);
    figure.panels = vec![
        Panel::new("People waiting", "people").with(Layer::StackedAreas(StackedAreas {
            series: vec![Series::new("At home", vec![1.0, 2.0, 3.0]), Series::new("In hospital", vec![2.0, 2.0, 1.0])],
        })),
        Panel {
            value_axis: ValueAxis::FromData,
            ..Panel::new("Occupied beds", "beds")
                .with(Layer::Band(Band::new("5–95%", vec![900.0, 905.0, 910.0], vec![1000.0, 1005.0, 1010.0])))
                .with(Layer::Line(Series::new("Mean", vec![950.0, f64::NAN, 960.0])))
                .with(Layer::StepLine(Series::new("Beds", vec![1100.0, 1100.0, 1080.0])))
                .with(Layer::Threshold(Threshold::constant("92% of beds", 1012.0)))
        },
    ];
    figure
}

#[test]
fn small_figure() {
    insta::assert_snapshot!(draw_svg(&small()).unwrap());
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    let (one, other) = (draw_svg(&small()).unwrap(), draw_svg(&small()).unwrap());
    assert_eq!(one, other);
    assert_eq!(render_png(&one, 1.0).unwrap(), render_png(&other, 1.0).unwrap());
}

#[test]
fn figures_survive_storage() {
    let json = serde_json::to_string(&small()).unwrap();
    assert!(json.contains("[950.0,null,960.0]"));
    let back: Figure = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    assert_eq!(draw_svg(&back), draw_svg(&small()));
}

#[test]
fn ids_follow_the_name_of_the_figure() {
    let mut other = small();
    "small \"two\"".clone_into(&mut other.id);
    assert!(draw_svg(&small()).unwrap().contains("id=\"wardflow-small-title\""));
    assert!(draw_svg(&other).unwrap().contains("id=\"wardflow-small_20__22_two_22_-title\""));
}

/// Width and height of a PNG, from its header.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn pngs_have_the_size_asked_for() {
    let svg = draw_svg(&small()).unwrap();
    assert_eq!(size(&render_png(&svg, 2.0).unwrap()), (2560, 1600));
    assert_eq!(size(&render_png(&svg, 0.5).unwrap()), (640, 400));
}

#[test]
fn pngs_are_32_cm_wide_on_paper_at_any_number_of_pixels() {
    let svg = draw_svg(&small()).unwrap();
    for scale in [2, 3] {
        let png = render_png(&svg, scale as f32).unwrap();
        let chunk = png.windows(4).position(|bytes| bytes == b"pHYs").unwrap();
        let per_metre = u32::from_be_bytes(png[chunk + 4..chunk + 8].try_into().unwrap());
        assert_eq!(size(&png).0 * 100, per_metre * 32);
    }
}

/// The text has ink: the built-in fonts were found.
#[test]
fn text_is_drawn_in_the_built_in_fonts() {
    let words = |text: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\"><text x=\"5\" y=\"30\" \
             font-family=\"Frutiger, Arial, 'Liberation Sans', sans-serif\" font-size=\"20\">{text}</text></svg>"
        )
    };
    let [blank, signs] = ["", "£–—≥≤×·°’…é"].map(|text| render_png(&words(text), 1.0).unwrap());
    assert_ne!(blank, signs);
}

#[test]
fn impossible_pngs_are_refused() {
    let svg = draw_svg(&small()).unwrap();
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e-6, 1e6] {
        assert!(matches!(render_png(&svg, scale), Err(DrawError::BadScale { .. })), "{scale}");
    }
    assert!(matches!(render_png("no SVG", 1.0), Err(DrawError::BadSvg { .. })));
}

#[test]
fn csv_has_a_row_for_each_value() {
    let mut figure = Figure::new("csv", "", axis(2));
    figure.panels.push(
        Panel::new("Beds, \"acute\"", "beds")
            .with(Layer::Line(Series::new("Mean", vec![1.5, f64::NAN])))
            .with(Layer::Band(Band::new("Range", vec![1.0, 1.0], vec![2.0, 1_000_000.0])))
            .with(Layer::Threshold(Threshold::constant("Beds", 3.0))),
    );
    insta::assert_snapshot!(figure.data_csv().unwrap(), @r#"
    date,panel,series,value
    2022-01-01,"Beds, ""acute""",Mean,1.5
    2022-01-02,"Beds, ""acute""",Mean,
    2022-01-01,"Beds, ""acute""",Range (lower),1
    2022-01-02,"Beds, ""acute""",Range (lower),1
    2022-01-01,"Beds, ""acute""",Range (upper),2
    2022-01-02,"Beds, ""acute""",Range (upper),1000000
    2022-01-01,"Beds, ""acute""",Beds,3
    2022-01-02,"Beds, ""acute""",Beds,3
    "#);
}

#[test]
fn untruthful_figures_are_refused() {
    let with = |layer: Layer| {
        let mut figure = Figure::new("bad", "", axis(2));
        figure.panels.push(Panel::new("P", "").with(layer));
        draw_svg(&figure).unwrap_err()
    };
    let line = |values: &[f64]| with(Layer::Line(Series::new("S", values.to_vec())));
    assert!(matches!(line(&[1.0, -1.0]), DrawError::Negative { place: 1, .. }));
    assert!(matches!(line(&[f64::INFINITY, 1.0]), DrawError::TooLarge { place: 0, .. }));
    assert!(matches!(line(&[1.0]), DrawError::WrongLength { found: 1, expected: 2, .. }));
    let band = Band::new("B", vec![1.0, 3.0], vec![2.0, 2.0]);
    assert!(matches!(with(Layer::Band(band)), DrawError::BandUpsideDown { place: 1, .. }));
    let threshold = Threshold::constant("T", -5.0);
    assert!(matches!(with(Layer::Threshold(threshold)), DrawError::Negative { .. }));
}

#[test]
fn bad_axes_are_refused() {
    let draw = |start: &str, days: usize| draw_svg(&Figure::new("x", "", XAxis::Date(DateAxis::new(start, days))));
    assert!(matches!(draw("1 Jan 2022", 3), Err(DrawError::BadDate { .. })));
    assert!(matches!(draw("2022-01-01", 0), Err(DrawError::NoDays)));
    assert!(matches!(draw("2022-01-01", 200_000), Err(DrawError::TooManyDays { most: 100_000, .. })));
    assert!(matches!(draw("9999-12-31", 2), Err(DrawError::TooManyDays { most: 1, .. })));
    assert!(draw("9999-12-31", 1).is_ok());
}

#[test]
fn points_on_days_are_joined_across_gaps_and_named_by_their_dates() {
    let points = Points::new("Weekly", Sign::Dot, vec![0.0, 7.0, 9.0], vec![1.0, 2.0, 3.0]);
    let with = |joined: bool| {
        let mut figure = Figure::new("points", "", axis(9));
        figure.panels.push(Panel::new("", "").with(Layer::Points(Points { joined, ..points.clone() })));
        figure
    };
    let rows = with(true).data_rows().unwrap();
    let dates: Vec<&str> = rows.iter().map(|row| row.at.as_str()).collect();
    assert_eq!(dates, ["2022-01-01", "2022-01-08", "2022-01-10"]);
    let lines = |joined: bool| draw_svg(&with(joined)).unwrap().matches("class=\"wf-line\"").count();
    assert_eq!((lines(true), lines(false)), (1, 0));
    // The third is after the end of the axis; two are drawn, and one stands before the label.
    let svg = draw_svg(&with(true)).unwrap();
    assert_eq!(svg.matches("<polygon").count(), 3);
}

#[test]
fn every_sign_has_an_outline_of_its_own() {
    let outline = |sign: Sign| {
        let mut figure = Figure::new("signs", "", axis(1));
        figure.panels.push(Panel::new("", "").with(Layer::Points(Points::new("", sign, vec![0.0], vec![1.0]))));
        draw_svg(&figure).unwrap()
    };
    let signs = [Sign::Diamond, Sign::Ring, Sign::Dot, Sign::Disc, Sign::Square, Sign::Triangle];
    let outlines: std::collections::BTreeSet<String> = signs.into_iter().map(outline).collect();
    assert_eq!(outlines.len(), signs.len());
}

#[test]
fn rows_of_a_map_may_have_names() {
    let numbers = |values: &[f64]| NumberAxis::new("", values.to_vec());
    let mut map = HeatMap::new("map", "", [numbers(&[0.0, 1.0]), numbers(&[0.0, 1.0])], vec![1.0, 2.0, 3.0, 4.0]);
    map.up_names = vec!["Sunday".to_owned(), "Saturday".to_owned()];
    let svg = draw_map_svg(&map).unwrap();
    assert!(svg.contains("Sunday") && svg.contains("Saturday"));
    assert_eq!((map.row_name(0), map.row_name(1)), ("Sunday".to_owned(), "Saturday".to_owned()));
    map.up_names.clear();
    assert_eq!(map.row_name(1), "1");
}
