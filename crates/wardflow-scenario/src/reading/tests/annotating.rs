use insta::assert_snapshot;
use serde_json::Value;

use super::*;

#[test]
fn annotations_go_to_a_side_table() {
    let annotations = read_text(SOUND).tree.annotations();
    let found: Vec<String> =
        annotations.iter().map(|(path, Annotation { source, note })| format!("{path}: {source:?} {note:?}")).collect();
    assert_snapshot!(found.join("\n"), @r#"
    : Some("audit 2021") None
    services.d2a_block: None Some("block contract")
    services.d2a_block.beds: Some("contract") None
    weekday_factors.2: None Some("a guess")
    "#);
}

#[test]
fn an_effective_scenario_can_be_written_and_read_again() {
    let decoded = read_text(SOUND);
    let (tree, annotations) = (decoded.tree.to_value(), decoded.tree.annotations());
    let hospital = sound(decoded);

    let mut effective = serde_json::to_value(&hospital).unwrap();
    assert!(annotations.write_into(&mut effective).is_empty());
    let text = serde_json::to_string_pretty(&effective).unwrap();
    assert_snapshot!(text, @r#"
    {
      "source": "audit 2021",
      "name": "Ward A",
      "services": {
        "d2a_block": {
          "note": "block contract",
          "beds": {
            "value": 38,
            "source": "contract"
          },
          "visits_per_day": 12.5,
          "stay": {
            "lognormal": {
              "mean": 20.0,
              "sd": 10.0
            }
          },
          "starts": null
        },
        "reablement": {
          "beds": 0,
          "visits_per_day": 0.0,
          "stay": "immediate",
          "starts": "08:30"
        }
      },
      "los": {
        "constant": 3.0
      },
      "weekday_factors": [
        1.0,
        1.1,
        {
          "value": 0.5,
          "note": "a guess"
        }
      ],
      "opens": null,
      "closed_on": [
        "saturday",
        "sunday"
      ],
      "demand": {
        "monday": 3.0,
        "tuesday": 4.5
      },
      "window": [
        1,
        2
      ],
      "strict": true
    }
    "#);
    let again = read_text(&text);
    assert_eq!(again.tree.annotations(), annotations);
    assert_eq!(sound(again), hospital);

    let mut plain = tree;
    annotations.write_into(&mut plain);
    let again = read_text(&plain.to_string());
    assert_eq!(again.tree.annotations(), annotations);
    assert_eq!(sound(again), hospital);
}

#[test]
fn annotations_without_a_value_are_returned() {
    let mut annotations = Annotations::default();
    for segments in [&["los"][..], &["gone"], &["weekday_factors"], &["weekday_factors", "0"]] {
        let note = Some("n".to_owned());
        annotations.insert(Path::of(segments), Annotation { source: None, note });
    }
    let mut value: Value = serde_json::from_str(r#"{ "los": { "constant": 3 }, "weekday_factors": [1, 2] }"#).unwrap();
    assert_eq!(annotations.write_into(&mut value), [Path::of(["gone"])]);
    assert_snapshot!(value, @r#"{"los":{"note":"n","constant":3},"weekday_factors":{"value":[{"value":1,"note":"n"},2],"note":"n"}}"#);
    assert_eq!(read_text(&value.to_string()).tree.annotations().iter().count(), 3);
}

#[test]
fn annotations_are_texts() {
    let text = r#"{ "name": { "value": "x", "source": 3 }, "note": ["a"],
        "services": { "source": { "beds": 3 }, "note": null },
        "los": { "source": "audit", "constant": 3 } }"#;
    let decoded = read_text(text);
    assert_snapshot!(told(&decoded.problems), @"
    my.json:1:37 name.source [annotation]
      `source` must be a text, found a number
      write a text in double quotes; if this was meant as a name of your own, choose another: `source` and `note` are kept for annotations in every object
    my.json:1:50 note [annotation]
      `note` must be a text, found a list
      write a text in double quotes; if this was meant as a name of your own, choose another: `source` and `note` are kept for annotations in every object
    my.json:2:33 services.source [annotation]
      `source` must be a text, found an object
      write a text in double quotes; if this was meant as a name of your own, choose another: `source` and `note` are kept for annotations in every object
    ");
    assert_eq!(decoded.value.unwrap().los, Some(Los::Constant(3.0)));
}
