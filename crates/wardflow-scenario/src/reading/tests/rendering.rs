use insta::assert_snapshot;

use super::*;

#[test]
fn a_report_shows_line_mark_and_remedy() {
    let text = r#"{
  "name": "Ward A",
  "services": {
    "d2a_block": { "bedz": "38", "stay": { "exponentail": { "mean": 3 } } }
  },
  "strict": "yes"
}"#;
    let decoded = read_files::<Hospital>(&[("my.json", text)], &["opens=noon"]);
    assert_snapshot!(decoded.problems.render(false), @r#"
    error: unknown key `bedz`
     --> my.json:4:20
      |
    4 |     "d2a_block": { "bedz": "38", "stay": { "exponentail": { "mean": 3 } } }
      |                    ^^^^^^ services.d2a_block.bedz
      |
      = help: did you mean `beds`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`

    error: `exponentail` is none of the choices here
     --> my.json:4:44
      |
    4 |     "d2a_block": { "bedz": "38", "stay": { "exponentail": { "mean": 3 } } }
      |                                            ^^^^^^^^^^^^^ services.d2a_block.stay.exponentail
      |
      = help: did you mean `exponential`? The choices are `immediate`, `exponential`, `lognormal`, `constant`

    error: expected true or false, found the text "yes"
     --> my.json:6:13
      |
    6 |   "strict": "yes"
      |             ^^^^^ strict
      |
      = help: write true or false

    error: "noon" is no time of day
     --> --set #1:1:7
      |
    1 | opens=noon
      |       ^^^^ opens
      |
      = help: write it as in 08:30

    4 problems in my.json
    "#);
    assert!(decoded.problems.render(false).is_ascii());
    let coloured = decoded.problems.render(true);
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn warnings_look_like_warnings() {
    let mut decoded = read_text("{ \"name\": \"x\" }");
    decoded.check().1.warning("short", Path::of(["name"]), "the name is short", "");
    assert_snapshot!(decoded.problems.render(false), @r#"
    warning: the name is short
     --> my.json:1:11
      |
    1 | { "name": "x" }
      |           ^^^ name

    1 warning in my.json
    "#);
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text =
        format!("{{ \"name\": \"{}\", \"strict\": 3, \"services\": {{}}{} }}", "ü".repeat(500), " ".repeat(50_000));
    assert_snapshot!(read_text(&text).problems.render(false), @r#"
    error: expected true or false, found the number 3
     --> my.json:1:525
      |
     ::: 
    1 | üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü", "strict": 3, "services": {}               ...
      |                                                                                                      ^ strict
      |
      = help: write true or false

    1 problem in my.json
    "#);
}

#[test]
fn what_a_file_holds_cannot_steer_the_terminal() {
    let text = "{ \"name\": \"x\", \"\\u001b[2J\u{202e}\": 1, \"strict\": \"\u{1b}[31m\" }";
    let rendered = read_text(text).problems.render(false);
    assert!(!rendered.contains('\u{1b}') && !rendered.contains('\u{202e}'), "{rendered}");
}
