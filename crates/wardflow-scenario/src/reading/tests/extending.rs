use insta::assert_snapshot;
use serde_json::json;

use super::*;

const BASE: &str = r#"{
  "name": "base",
  "services": {
    "a": { "beds": { "value": 3, "source": "census" }, "stay": { "lognormal": { "mean": 3, "sd": 1 } } },
    "b": { "note": "kept", "source": "old", "beds": 4, "stay": "immediate" }
  },
  "weekday_factors": [1, 2, 3],
  "opens": "08:00"
}"#;

#[test]
fn objects_merge_lists_and_values_replace_and_null_deletes() {
    let mine = r#"{
      "extends": "base.json",
      "services": {
        "a": { "beds": 5, "stay": { "lognormal": { "sd": 2 } } },
        "b": { "source": "new", "starts": "09:00" },
        "c": { "beds": 1, "stay": "immediate" }
      },
      "weekday_factors": [9],
      "opens": null
    }"#;
    let decoded = read_files::<Hospital>(&[("my.json", mine), ("base.json", BASE)], &[]);
    assert_eq!(
        decoded.tree.to_value(),
        json!({
            "name": "base",
            "services": {
                "a": { "beds": 5, "stay": { "lognormal": { "mean": 3, "sd": 2 } } },
                "b": { "beds": 4, "stay": "immediate", "starts": "09:00" },
                "c": { "beds": 1, "stay": "immediate" },
            },
            "weekday_factors": [9],
        })
    );
    let annotations = decoded.tree.annotations();
    // Another value does not come from the old source.
    assert_eq!(annotations.get(&Path::of(["services", "a", "beds"])), None);
    let b = annotations.get(&Path::of(["services", "b"])).unwrap();
    assert_eq!((b.source.as_deref(), b.note.as_deref()), (Some("new"), Some("kept")));
    assert_eq!(sound(decoded).opens, None);
}

#[test]
fn problems_point_to_the_file_that_wrote_the_value() {
    let mine = "{ \"extends\": \"base.json\",\n \"services\": { \"a\": { \"bedz\": 3 }, \"d\": null } }";
    let base = BASE.replace("\"beds\": 4", "\"beds\": \"4\"").replace("\"name\"", "\"nmae\"");
    let decoded = read_files::<Hospital>(&[("my.json", mine), ("base.json", &base)], &[]);
    assert_snapshot!(told(&decoded.problems), @r#"
    my.json:2:23 services.a.bedz [unknown-key]
      unknown key `bedz`
      did you mean `beds`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`
    my.json:2:41 services.d [wrong-type]
      expected an object, found null
      remove it: null deletes what an extended file wrote, and none wrote this
    base.json:2:3 nmae [unknown-key]
      unknown key `nmae`
      did you mean `name`? The keys known here are `name`, `services`, `los`, `weekday_factors`, `opens`, `closed_on`, `demand`, `window`, `strict`
    base.json:5:53 services.b.beds [wrong-type]
      expected a whole number, found the text "4"
      write 4 without quotes
    "#);
    let place = decoded.tree.place(&Path::of(["services", "b", "beds", "nothing", "here"]));
    assert_eq!(decoded.problems.source(place.file).unwrap().name, "base.json");
    assert_eq!(decoded.problems.line_and_column(place), (5, 53));
}

#[test]
fn a_misspelt_name_with_null_is_found() {
    let mine = r#"{ "extends": "base.json", "services": { "aa": null }, "opnes": null }"#;
    let base = BASE.replace("\"a\"", "\"ab\"");
    assert_snapshot!(told(&read_files::<Hospital>(&[("my.json", mine), ("base.json", &base)], &[]).problems), @"
    my.json:1:47 services.aa [wrong-type]
      expected an object, found null
      there was no `aa` before: did you mean `ab`?
    my.json:1:55 opnes [unknown-key]
      unknown key `opnes`
      did you mean `opens`? The keys known here are `name`, `services`, `los`, `weekday_factors`, `opens`, `closed_on`, `demand`, `window`, `strict`
    ");
}

#[test]
fn another_tag_replaces_with_all_that_lay_below() {
    let files = [
        (
            "my.json",
            r#"{ "extends": "mid", "services": { "a": { "stay": { "lognormal": { "mean": 7, "sd": 8 } } } } }"#,
        ),
        ("mid", r#"{ "extends": "base", "services": { "a": { "stay": { "exponential": { "mean": 2 } } } } }"#),
        ("base", BASE),
    ];
    let stay = |decoded: Decoded<Hospital>| sound(decoded).services.remove("a").unwrap().stay;
    assert_eq!(stay(read_files(&files[1..], &[])), Los::Exponential { mean: 2.0 });
    assert_eq!(stay(read_files(&files, &[])), Los::Lognormal { mean: 7.0, sd: 8.0 });
    assert_eq!(stay(read_files(&files, &["services.a.stay=immediate"])), Los::Immediate);
    assert_eq!(stay(read_files(&files, &["services.a.stay.constant=4"])), Los::Constant(4.0));
    assert_eq!(
        read_files::<Hospital>(&files, &["services.a.stay.constant=4"]).tree.to_value()["services"]["a"]["stay"],
        json!({ "constant": 4 })
    );
    // What the base wrote under a tag that was replaced in between does not come back.
    let back =
        [("my.json", r#"{ "extends": "mid", "services": { "a": { "stay": { "lognormal": { "mean": 7 } } } } }"#)];
    let decoded = read_files::<Hospital>(&[&back, &files[1..]].concat(), &[]);
    assert_snapshot!(told(&decoded.problems), @r#"
    my.json:1:52 services.a.stay.lognormal.sd [missing-key]
      `sd` is missing
      add `"sd": ...`, a number
    "#);
    assert_eq!(decoded.tree.to_value()["services"]["a"]["stay"], json!({ "lognormal": { "mean": 7 } }));
}

#[test]
fn circles_and_long_chains_are_refused() {
    let circle =
        [("a", r#"{ "extends": "b", "name": "x" }"#), ("b", r#"{ "extends": "c" }"#), ("c", r#"{ "extends": "b" }"#)];
    assert_snapshot!(told(&read_files::<Hospital>(&circle, &[]).problems), @"
    c:1:14 extends [extends]
      files extend each other in a circle: b -> c -> b
      remove one `extends` of the circle
    ");
    assert_snapshot!(told(&read_files::<Hospital>(&[("a", r#"{ "extends": "a" }"#)], &[]).problems), @"
    a:1:14 extends [extends]
      this file extends itself
      remove one `extends` of the circle
    ");

    let names: Vec<String> = (0..30).map(|i| format!("file_{i}")).collect();
    let texts: Vec<String> = (1..=30).map(|i| format!("{{ \"extends\": \"file_{i}\", \"name\": \"x\" }}")).collect();
    let long: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(name, text)| (&**name, &**text)).collect();
    assert_snapshot!(told(&read_files::<Hospital>(&long, &[]).problems), @"
    file_15:1:14 extends [extends]
      more than 16 files extend one another
      extend a file nearer to the base
    ");
    let fits = [&long[..15], &[("file_15", "{}")]].concat();
    assert_eq!(sound(read_files::<Hospital>(&fits, &[])).name, "x");
}

#[test]
fn what_cannot_be_loaded_is_reported_where_it_is_named() {
    assert_snapshot!(told(&read_files::<Hospital>(&[("a", "{\n \"extends\": \"b\" }")], &[]).problems), @"
    a:2:13 extends [extends]
      there is no `b`
      check the name
    ");
    assert_snapshot!(told(&read_files::<Hospital>(&[("a", "{ \"extends\": 3, \"$schema\": [] }")], &[]).problems), @"
    a:1:14 extends [wrong-type]
      `extends` must be a text, found a number
      write the name of one scenario in double quotes
    a:1:28 $schema [wrong-type]
      `$schema` must be a text, found a list
      write the name of one schema in double quotes
    ");
    let nothing = read("nowhere.json", &["a=1".into()], &Shelves(Vec::new())).decode::<Hospital>();
    assert_snapshot!(nothing.problems.render(false), @"
    error: there is no `nowhere.json`
     |
     = help: check the name

    1 problem in nowhere.json
    ");
    assert!(nothing.value.is_none() && nothing.into_result().is_err());
}
