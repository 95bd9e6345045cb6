//! Which points a plan has, and what they are called.

use std::collections::BTreeMap;

use wardflow_montecarlo::sweep::Sweep;

use crate::{EVERYTHING, sound, with};

const BEDS: &str = r#""from": 30, "to": 40, "step": 5"#;
const DESIGN: &str = r#""design": "grid""#;

/// The points by id: variant and values.
fn points(sweep: &Sweep) -> BTreeMap<String, String> {
    (0..sweep.len()).map(|point| (sweep.id(point), sweep.describe(point))).collect()
}

#[test]
fn a_grid_has_every_value_with_every_other_for_each_variant() {
    let sweep = sound(EVERYTHING);
    let at: Vec<(usize, &[f64])> = (0..sweep.len()).map(|point| (sweep.variant_of(point), sweep.at(point))).collect();
    let mut expected: Vec<(usize, &[f64])> = Vec::new();
    for variant in [0, 1] {
        expected.extend([
            (variant, &[30.0, 40.0] as &[f64]),
            (variant, &[30.0, 44.93]),
            (variant, &[35.0, 40.0]),
            (variant, &[35.0, 44.93]),
            (variant, &[40.0, 40.0]),
            (variant, &[40.0, 44.93]),
        ]);
    }
    assert_eq!(at, expected);
    let today: Vec<_> = sweep.results("", ()).variants.into_iter().map(|variant| variant.today).collect();
    assert_eq!(today, [[Some(38.0), Some(44.93)], [Some(38.0), Some(44.93)]]);
}

#[test]
fn ids_and_fingerprints_stay_when_a_plan_grows() {
    let small = sound(EVERYTHING);
    let grown = sound(
        &with(BEDS, r#""values": [50, 40, 35, 30]"#)
            .replace("[40, 44.93]", "[44.93, 41, 40]")
            .replace("\"title\": \"Everything\"", "\"title\": \"More\"")
            .replace("\"now\"", "\"other\": { \"scenario\": \"southampton-home-first\" }, \"now\""),
    );
    let (before, after) = (points(&small), points(&grown));
    assert_eq!((before.len(), after.len()), (12, 36));
    assert!(before.iter().all(|(id, point)| after[id] == *point));
    let fingerprints = |sweep: &Sweep| -> BTreeMap<String, String> {
        (0..sweep.len()).map(|point| (sweep.id(point), sweep.fingerprint(point))).collect()
    };
    let after = fingerprints(&grown);
    assert!(fingerprints(&small).iter().all(|(id, fingerprint)| after[id] == *fingerprint));
    // Folders of earlier versions are known by these.
    insta::assert_snapshot!(before.iter().fold(String::new(), |text, (id, point)| text + id + "  " + point + "\n"));
}

#[test]
fn whatever_changes_results_changes_the_fingerprint() {
    let first = |text: &str| sound(text).fingerprint(0);
    let usual = first(EVERYTHING);
    for (from, to) in [
        ("\"seed\": 5", "\"seed\": 6"),
        ("\"value\": 3", "\"value\": 4"),
        ("\"nctr_people\", ", ""),
        ("\"days\": 20", "\"days\": 21"),
    ] {
        assert_ne!(first(&with(from, to)), usual, "{to}");
    }
    for (from, to) in [("\"Everything\"", "\"All\""), ("\"D2A beds\"", "\"Beds\""), ("\"choice\"", "\"me\"")] {
        assert_eq!(first(&with(from, to)), usual, "{to}");
    }
}

#[test]
fn points_that_a_plan_holds_twice_are_run_once() {
    let sweep = sound(&with(BEDS, r#""values": [30, 35, 30]"#));
    assert_eq!((sweep.len(), sweep.repeated()), (8, 4));
    assert_eq!(points(&sweep).len(), 8);
}

#[test]
fn a_list_takes_the_values_in_step() {
    let sweep = sound(&with(BEDS, r#""values": [30, 35]"#).replace(DESIGN, r#""design": "list""#));
    let at: Vec<&[f64]> = (0..2).map(|point| sweep.at(point)).collect();
    assert_eq!((sweep.len(), at), (4, vec![&[30.0, 40.0] as &[f64], &[35.0, 44.93]]));
}

#[test]
fn a_latin_hypercube_has_one_point_in_each_part_of_each_axis() {
    let range = r#""from": 40, "to": 50"#;
    let plan = with(BEDS, r#""from": 20, "to": 59, "step": 1"#)
        .replace(r#""values": [40, 44.93]"#, range)
        .replace(DESIGN, r#""design": { "latin_hypercube": { "points": 40, "seed": 3 } }"#);
    let sweep = sound(&plan);
    assert_eq!(sweep.len(), 80);
    let column = |axis: usize| -> Vec<f64> { (0..40).map(|point| sweep.at(point)[axis]).collect() };
    let mut beds = column(0);
    beds.sort_unstable_by(f64::total_cmp);
    assert_eq!(beds, (20..60).map(f64::from).collect::<Vec<_>>());
    let mut parts: Vec<usize> = column(1).iter().map(|rate| ((rate - 40.0) / 10.0 * 40.0) as usize).collect();
    parts.sort_unstable();
    assert_eq!(parts, (0..40).collect::<Vec<_>>());
}

#[test]
fn sobol_points_are_the_published_ones_along_the_axes() {
    let plan = with(BEDS, r#""from": 20, "to": 51, "step": 1"#)
        .replace(r#""values": [40, 44.93]"#, r#""from": 40, "to": 48"#)
        .replace(DESIGN, r#""design": { "sobol": { "points": 4 } }"#);
    let sweep = sound(&plan);
    let at: Vec<&[f64]> = (0..4).map(|point| sweep.at(point)).collect();
    // (0, 0), (1/2, 1/2), (3/4, 1/4), (1/4, 3/4).
    assert_eq!(at, [[20.0, 40.0], [36.0, 44.0], [44.0, 42.0], [28.0, 46.0]]);
}

#[test]
fn points_of_a_file_keep_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("points.csv");
    std::fs::write(&file, "id,services.d2a_block.beds\nlow,20\nhigh,40\nagain,40\n").unwrap();
    let design = format!(r#""design": {{ "csv": {{ "file": {:?} }} }}"#, file.to_str().unwrap());
    let plan = format!(
        r#"{{ "format": 1, "scenario": "southampton-2021", {design},
            "vary": {{ "services.d2a_block.beds": {{ "label": "Beds" }} }} }}"#
    );
    let sweep = sound(&plan);
    assert_eq!(points(&sweep).into_keys().collect::<Vec<_>>(), ["again", "high", "low"]);
    assert_eq!((sweep.at(0), sweep.axes()[0].label.as_str(), sweep.repeated()), (&[20.0][..], "Beds", 0));
    assert_eq!((sweep.seed(), sweep.replications()), (1, 200));
    assert!(sweep.files().iter().any(|(name, _)| name == "points.csv"));
}
