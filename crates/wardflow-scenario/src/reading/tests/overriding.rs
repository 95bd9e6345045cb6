use insta::assert_snapshot;
use serde_json::json;

use super::*;

fn set(overrides: &[&str]) -> Decoded<Hospital> {
    read_files(&[("my.json", SOUND)], overrides)
}

#[test]
fn values_are_json_or_else_plain_text() {
    let decoded = set(&[
        "services.d2a_block.beds=40",
        "name=Ward 2 = B",
        "weekday_factors.1=7",
        "weekday_factors.0=null",
        "los=null",
        "opens=09:30",
        "demand={\"sunday\": 1,}",
        "services.new={\"beds\": 1, \"stay\": \"immediate\"}",
        "strict=false",
    ]);
    assert_eq!(decoded.tree.annotations().get(&Path::of(["services", "d2a_block", "beds"])), None);
    let hospital = sound(decoded);
    assert_eq!(hospital.services["d2a_block"].beds, 40);
    assert_eq!(hospital.name, "Ward 2 = B");
    assert_eq!(hospital.weekday_factors, [7.0, 0.5]);
    assert_eq!((hospital.los, hospital.opens), (None, Some(Clock(9, 30))));
    // As in a file that extends another, objects merge.
    assert_eq!(
        serde_json::to_value(&hospital.demand).unwrap(),
        json!({ "monday": 3.0, "tuesday": 4.5, "sunday": 1.0 })
    );
    assert!(hospital.services.contains_key("new") && !hospital.strict);
}

#[test]
fn annotations_can_be_set() {
    let decoded = set(&[
        "services.d2a_block.beds.source=2022",
        "services.d2a_block.note=null",
        "los={\"constant\": {\"value\": 4, \"note\": \"guess\"}}",
        "note=all invented",
    ]);
    let annotations = decoded.tree.annotations();
    let beds = annotations.get(&Path::of(["services", "d2a_block", "beds"])).unwrap();
    assert_eq!(beds.source.as_deref(), Some("2022"));
    assert_eq!(annotations.get(&Path::of(["los", "constant"])).unwrap().note.as_deref(), Some("guess"));
    assert_eq!(annotations.get(&Path::root()).unwrap().note.as_deref(), Some("all invented"));
    assert_eq!(sound(decoded).services["d2a_block"].beds, 38);
}

#[test]
fn problems_point_into_the_override() {
    let decoded = set(&[
        "services.d2a_block.bedz=40",
        "services.d2a_block.beds=many",
        "services.d2a_blok.beds=3",
        "name.first=x",
        "services.d2a_block.beds.value=3",
        "weekday_factors.3=1",
        "weekday_factors.x=1",
        "no equals",
        "a..b=1",
        "demand={\"monday\": ",
        "opnes=null",
        "services.nowhere.beds.note=x",
        "extends=other",
        "services.reablement.source={}",
        "=3",
        "",
    ]);
    assert_snapshot!(told(&decoded.problems), @r#"
    --set #1:1:20 services.d2a_block.bedz [unknown-key]
      unknown key `bedz`
      did you mean `beds`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`
    --set #2:1:25 services.d2a_block.beds [wrong-type]
      expected a whole number, found the text "many"
      write a whole number
    --set #3:1:10 services.d2a_blok.stay [missing-key]
      `stay` is missing
      there was no `d2a_blok` before: did you mean `d2a_block`?
    --set #4:1:6 name.first [override]
      the path goes on after `name`, which is a text
      end the path there: `name=...`
    --set #5:1:25 services.d2a_block.beds.value [override]
      the path goes on after `services.d2a_block.beds`, which is a text
      write `services.d2a_block.beds=...`
    --set #6:1:17 weekday_factors.3 [override]
      `3` is no entry of this list, which has 3 entries
      write a number from 0 to 2, or set the whole list
    --set #7:1:17 weekday_factors.x [override]
      `x` is no entry of this list, which has 3 entries
      write a number from 0 to 2, or set the whole list
    --set #8:1:1  [override]
      this override has no `=`
      write it as `path.to.key=value`
    --set #9:1:3  [override]
      a name is missing here
      write it as `path.to.key=value`
    --set #10:1:8 demand [syntax]
      this `{` is never closed
      close it with `}`
    --set #10:1:19 demand.monday [syntax]
      a value is missing here
      write a value, or remove the key
    --set #11:1:1 opnes [unknown-key]
      unknown key `opnes`
      did you mean `opens`? The keys known here are `name`, `services`, `los`, `weekday_factors`, `opens`, `closed_on`, `demand`, `window`, `strict`
    --set #12:1:10 services.nowhere [override]
      there is no `services.nowhere.beds` to annotate
      check the names of the path
    --set #13:1:1  [override]
      `extends` cannot be overridden
      write it as `path.to.key=value`
    --set #14:1:28 services.reablement.source [annotation]
      `source` must be a text, found an object
      write a text in double quotes; if this was meant as a name of your own, choose another: `source` and `note` are kept for annotations in every object
    --set #15:1:1  [override]
      a name is missing here
      write it as `path.to.key=value`
    --set #16:1:1  [override]
      a name is missing here
      write it as `path.to.key=value`
    "#);
}

#[test]
fn overrides_are_of_bearable_size() {
    let long = format!("name={}", "x".repeat(2 << 20));
    assert_eq!(set(&[&long]).problems.iter().next().unwrap().what, "this override is too long");
    let long = format!("{}=1", vec!["a"; 1000].join("."));
    assert_eq!(set(&[&long]).problems.iter().next().unwrap().what, "this path is too long");
    let deep = format!("{}={}{}", vec!["a"; 60].join("."), "[".repeat(10), "]".repeat(10));
    assert_eq!(set(&[&deep]).problems.iter().next().unwrap().what, "this override nests objects and lists too deeply");
}
