use insta::assert_snapshot;

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "one long report")]
fn all_problems_of_a_file_are_reported_together() {
    let text = r#"{
  "nmae": "Ward A", "extend": "base", "soruce": "audit",
  "services": {
    "d2a_block": { "beds": "38", "visits_per_day": [3], "stay": { "gama": { "mean": 3 } } },
    "reablement": { "beds": 3.5, "stay": { "lognormal": { "mean": 3, "sdd": 4 } }, "strat": "08:00" },
    "rehab": { "visits_per_day": "a lot" },
    "spoa": 3,
    "hub": { "beds": -2, "stay": "lognormal", "starts": "half past" },
    "big": { "beds": 4294967296, "stay": {}, "starts": 8 },
    "tags": { "beds": { "value": 3, "sauce": "x" }, "stay": { "constant": 1, "immediate": {} } }
  },
  "los": 7,
  "weekday_factors": 1,
  "opens": "noon",
  "closed_on": ["sunday", "Sunday", 3, "noday"],
  "demand": { "monday": "many" },
  "window": [1, 2, 3],
  "strict": "true"
}"#;
    assert_snapshot!(told(&read_text(text).problems), @r#"
    my.json:2:3 nmae [unknown-key]
      unknown key `nmae`
      did you mean `name`? The keys known here are `name`, `services`, `los`, `weekday_factors`, `opens`, `closed_on`, `demand`, `window`, `strict`
    my.json:2:21 extend [unknown-key]
      unknown key `extend`
      did you mean `extends`?
    my.json:2:39 soruce [unknown-key]
      unknown key `soruce`
      did you mean `source`?
    my.json:4:28 services.d2a_block.beds [wrong-type]
      expected a whole number, found the text "38"
      write 38 without quotes
    my.json:4:34 services.d2a_block.visits_per_day [wrong-type]
      expected a number, found a list
      write a number alone, without brackets
    my.json:4:67 services.d2a_block.stay.gama [unknown-choice]
      `gama` is none of the choices here
      choose one of `immediate`, `exponential`, `lognormal`, `constant`
    my.json:5:29 services.reablement.beds [wrong-type]
      expected a whole number, found 3.5
      write a whole number
    my.json:5:70 services.reablement.stay.lognormal.sdd [unknown-key]
      unknown key `sdd`
      did you mean `sd`? The keys known here are `mean`, `sd`
    my.json:5:84 services.reablement.strat [unknown-key]
      unknown key `strat`
      did you mean `starts`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`
    my.json:6:5 services.rehab.beds [missing-key]
      `beds` is missing
      add `"beds": ...`, a whole number
    my.json:6:5 services.rehab.stay [missing-key]
      `stay` is missing
      add `"stay": ...`, one of `immediate`, `exponential`, `lognormal`, `constant`
    my.json:6:34 services.rehab.visits_per_day [wrong-type]
      expected a number, found the text "a lot"
      write a number without quotes, such as 38
    my.json:7:13 services.spoa [wrong-type]
      expected an object, found the number 3
      write an object in braces: { "key": value, ... }
    my.json:8:22 services.hub.beds [wrong-type]
      expected a whole number that is not negative, found -2
      write 0 or more
    my.json:8:34 services.hub.stay [wrong-type]
      `lognormal` needs more than its name
      write { "lognormal": { "mean": ..., "sd": ... } }
    my.json:8:57 services.hub.starts [invalid-value]
      "half past" is no time of day
      write it as in 08:30
    my.json:9:22 services.big.beds [wrong-type]
      expected a whole number up to 4294967295, found 4294967296
      write a smaller number
    my.json:9:34 services.big.stay [unknown-choice]
      give exactly one of `immediate`, `exponential`, `lognormal`, `constant`
      write "immediate", or { "immediate": ... } if it takes values
    my.json:9:56 services.big.starts [wrong-type]
      expected a text, found the number 8
      write it in double quotes: "8"
    my.json:10:37 services.tags.beds.sauce [unknown-key]
      unknown key `sauce`
      did you mean `source`?
    my.json:10:53 services.tags.stay [unknown-choice]
      give exactly one of `immediate`, `exponential`, `lognormal`, `constant`; found `constant`, `immediate`
      keep one of them and remove the others
    my.json:12:10 los [unknown-choice]
      expected one of `immediate`, `exponential`, `lognormal`, `constant`, found the number 7
      write "immediate", or { "immediate": ... } if it takes values
    my.json:13:22 weekday_factors [wrong-type]
      expected a list, found the number 1
      write it in square brackets: [ ... ]
    my.json:14:12 opens [invalid-value]
      "noon" is no time of day
      write it as in 08:30
    my.json:15:27 closed_on.1 [unknown-choice]
      `Sunday` is none of the choices here
      did you mean `sunday`? The choices are `monday`, `saturday`, `sunday`
    my.json:15:37 closed_on.2 [unknown-choice]
      expected one of `monday`, `saturday`, `sunday`, found the number 3
      write "monday", or { "monday": ... } if it takes values
    my.json:15:40 closed_on.3 [unknown-choice]
      `noday` is none of the choices here
      did you mean `monday`? The choices are `monday`, `saturday`, `sunday`
    my.json:16:25 demand.monday [wrong-type]
      expected a number, found the text "many"
      write a number without quotes, such as 38
    my.json:17:3 window [wrong-type]
      expected a list of 2 entries, found 3
      write a list of 2 entries
    my.json:18:13 strict [wrong-type]
      expected true or false, found the text "true"
      write true without quotes
    "#);
}

#[test]
fn a_missing_key_says_what_to_add() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only decoded")]
    struct Plan {
        beds: u32,
        share: f64,
        name: String,
        strict: bool,
        stay: Los,
        service: Service,
        days: Vec<Day>,
        map: BTreeMap<String, f64>,
        pair: (f64, f64),
        opens: Clock,
        demand: Demand,
        optional: Option<u32>,
    }
    assert_snapshot!(told(&read_files::<Plan>(&[("my.json", "{}")], &[]).problems), @r#"
    my.json:1:1 beds [missing-key]
      `beds` is missing
      add `"beds": ...`, a whole number
    my.json:1:1 days [missing-key]
      `days` is missing
      add `"days": [ ... ]`
    my.json:1:1 demand [missing-key]
      `demand` is missing
      add `"demand": ...`, a number or an object of days
    my.json:1:1 map [missing-key]
      `map` is missing
      add `"map": { ... }`
    my.json:1:1 name [missing-key]
      `name` is missing
      add `"name": ...`, a text
    my.json:1:1 opens [missing-key]
      `opens` is missing
      add `"opens": ...`, a text
    my.json:1:1 pair [missing-key]
      `pair` is missing
      add `"pair": ...`, a list of 2 entries
    my.json:1:1 service [missing-key]
      `service` is missing
      add `"service": { "beds": ..., "visits_per_day": ..., "stay": ..., "starts": ... }`
    my.json:1:1 share [missing-key]
      `share` is missing
      add `"share": ...`, a number
    my.json:1:1 stay [missing-key]
      `stay` is missing
      add `"stay": ...`, one of `immediate`, `exponential`, `lognormal`, `constant`
    my.json:1:1 strict [missing-key]
      `strict` is missing
      add `"strict": ...`, true or false
    "#);
}

#[test]
fn placeholders_fill_the_holes_so_that_the_rest_can_be_checked() {
    let text = r#"{ "name": "x", "services": {
        "a": { "beds": "3", "stay": "immediate" },
        "b": { "beds": 3, "stay": "immediate", "visits_per_dai": 3 } },
        "opens": "noon" }"#;
    let mut decoded = read_text(text);
    let beds = Path::of(["services", "a", "beds"]);
    let (value, mut report) = decoded.check();
    let hospital = value.unwrap();
    assert_eq!(hospital.services["b"].beds, 3);
    assert!(report.is_affected(&beds) && report.is_affected(&Path::of(["services", "a"])));
    assert!(!report.is_affected(&Path::of(["services", "a", "stay"])));
    assert!(report.is_affected(&Path::of(["services", "b", "visits_per_day"])));
    report.error("few", beds, "suppressed", "");
    report.error("few", Path::of(["services", "b", "beds"]), "too few beds", "add some");
    report.warning("odd", Path::of(["services", "b", "starts"]), "no start", "");
    assert_snapshot!(told(&decoded.problems), @r#"
    my.json:2:24 services.a.beds [wrong-type]
      expected a whole number, found the text "3"
      write 3 without quotes
    my.json:3:9 services.b.starts [odd]
      no start
    my.json:3:24 services.b.beds [few]
      too few beds
      add some
    my.json:3:48 services.b.visits_per_dai [unknown-key]
      unknown key `visits_per_dai`
      did you mean `visits_per_day`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`
    my.json:4:18 opens [invalid-value]
      "noon" is no time of day
      write it as in 08:30
    "#);
    assert_eq!(decoded.problems.summary(), "4 problems and 1 warning in my.json");
    assert!(decoded.into_result().is_err());
}

#[test]
fn warnings_do_not_stop_a_scenario() {
    let mut decoded = read_text(SOUND);
    decoded.check().1.warning("odd", Path::root(), "odd", "");
    assert!(decoded.into_result().is_ok());
}

#[test]
fn a_refused_placeholder_does_not_hide_what_is_beside_it() {
    /// Takes no text that a placeholder might hold.
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Picky;
    impl TryFrom<String> for Picky {
        type Error = &'static str;
        fn try_from(text: String) -> Result<Self, &'static str> {
            if text == "only this" { Ok(Self) } else { Err("not this; write the right one") }
        }
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Inner {
        first: Picky,
        second: u32,
        third: Picky,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Outer {
        a: Inner,
        b: u32,
        c: Vec<Inner>,
    }
    let text = r#"{
        "a": { "first": "x", "second": "y", "third": "z" },
        "c": [{ "first": "only this", "second": -1, "third": 4 }],
        "b": "no" }"#;
    let decoded = read_files::<Outer>(&[("my.json", text)], &[]);
    assert_eq!(decoded.problems.len(), 6, "{}", decoded.problems);
    assert!(decoded.value.is_none());
}

#[test]
fn a_type_that_holds_itself_ends() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    enum Tree {
        Not(Box<Self>),
        And { left: Box<Self>, right: Box<Self> },
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Holder {
        tree: Tree,
        n: u32,
    }
    let decoded = read_files::<Holder>(&[("my.json", r#"{ "tree": 3, "n": "x" }"#)], &[]);
    assert_eq!(decoded.problems.len(), 2, "{}", decoded.problems);
}

#[test]
fn keys_may_be_numbers_or_names_of_an_enum() {
    #[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "lowercase")]
    enum Sort {
        Bed,
        Visit,
    }
    #[derive(Debug, Deserialize)]
    struct Keyed {
        by_sort: BTreeMap<Sort, f64>,
        by_number: BTreeMap<u8, f64>,
    }
    let text = r#"{ "by_sort": { "bed": 1, "visti": 2, "visit": "x" }, "by_number": { "3": 1, "300": 1, "x": 1 } }"#;
    let decoded = read_files::<Keyed>(&[("my.json", text)], &[]);
    assert_snapshot!(told(&decoded.problems), @r#"
    my.json:1:26 by_sort.visti [unknown-choice]
      `visti` is none of the choices here
      did you mean `visit`? The choices are `bed`, `visit`
    my.json:1:47 by_sort.visit [wrong-type]
      expected a number, found the text "x"
      write a number without quotes, such as 38
    my.json:1:77 by_number.300 [wrong-type]
      expected a whole number up to 255, found 300
      write a smaller number
    my.json:1:87 by_number.x [wrong-type]
      expected a whole number, found the text "x"
      write a whole number without quotes, such as 38
    "#);
    let keyed = decoded.value.unwrap();
    assert_eq!(keyed.by_sort.keys().collect::<Vec<_>>(), [&Sort::Bed, &Sort::Visit]);
    assert_eq!(keyed.by_number.len(), 1);
}

#[test]
fn numbers_are_taken_exactly() {
    #[derive(Debug, Deserialize)]
    struct Numbers {
        a: f64,
        b: u64,
        c: i64,
        d: u8,
        e: f32,
        f: f64,
    }
    let text = r#"{ "a": 0.1, "b": 18446744073709551615, "c": -9223372036854775808, "d": 2.55e2, "e": 3, "f": -0 }"#;
    let n = sound(read_files::<Numbers>(&[("my.json", text)], &[]));
    assert_eq!((n.a, n.b, n.c, n.d, n.e, n.f), (0.1, u64::MAX, i64::MIN, 255, 3.0, 0.0));
    let text = r#"{ "a": 1e400, "b": 18446744073709551616, "c": 1.5, "d": 256, "e": "0,5", "f": null }"#;
    assert_snapshot!(told(&read_files::<Numbers>(&[("my.json", text)], &[]).problems), @r#"
    my.json:1:8 a [syntax]
      `1e400` is too large a number
      write a smaller number
    my.json:1:20 b [wrong-type]
      expected a whole number up to 18446744073709551615, found 1.8446744073709552e19
      write a smaller number
    my.json:1:47 c [wrong-type]
      expected a whole number, found 1.5
      write a whole number
    my.json:1:57 d [wrong-type]
      expected a whole number up to 255, found 256
      write a smaller number
    my.json:1:67 e [wrong-type]
      expected a number, found the text "0,5"
      write 0.5 without quotes
    my.json:1:79 f [wrong-type]
      expected a number, found null
      remove it: null deletes what an extended file wrote, and none wrote this
    "#);
}

#[test]
fn what_serde_buffers_is_still_reported_once() {
    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only decoded")]
    enum Internal {
        Fixed { beds: u32 },
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Holder {
        a: Internal,
        b: Internal,
        c: Internal,
    }
    let text =
        r#"{ "a": { "kind": "fixed", "beds": "x" }, "b": { "kind": "fixed", "bedz": 3 }, "c": { "kind": "fix" } }"#;
    assert_snapshot!(told(&read_files::<Holder>(&[("my.json", text)], &[]).problems), @r#"
    my.json:1:3 a [wrong-type]
      expected a whole number, found the text "x"
      write a whole number without quotes, such as 38
    my.json:1:42 b.beds [missing-key]
      `beds` is missing
      add `"beds": ...`
    my.json:1:66 b.bedz [unknown-key]
      unknown key `bedz`
      did you mean `beds`?
    my.json:1:94 c.kind [unknown-choice]
      `fix` is none of the choices here
      choose one of `fixed`
    "#);
}
