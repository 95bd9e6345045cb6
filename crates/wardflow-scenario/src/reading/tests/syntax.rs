use insta::assert_snapshot;

use super::*;

#[test]
fn comments_and_trailing_commas_are_fine() {
    let hospital = sound(read_text(SOUND));
    assert_eq!(hospital.services["d2a_block"].beds, 38);
    assert_eq!(hospital.services["d2a_block"].stay, Los::Lognormal { mean: 20.0, sd: 10.0 });
    assert_eq!(hospital.weekday_factors, [1.0, 1.1, 0.5]);
    assert!(hospital.strict);
}

#[test]
fn every_syntax_error_is_reported_and_the_rest_is_read_on() {
    let text = r#"{
  name: 'Ward A',
  "services": {
    "a": { "beds": 007, "stay": "immediate" }
    "b": { "beds": .5, "stay": "immediate", },
    "c": { "beds": "three, "stay": immediate },
    "d": { "beds":, "stay": "a\qb" },
    "e": { "beds": 1e999, "bedz": 3, "stay": “immediate” },,
    "f": { "beds: 3, "stay": "immediate" },
    "g": { "beds": 3, "stay": "immediate },
  },
  # old style
  "weekday_factors": [1 2, 3; 4, 0xFF],
  "strict": True,
  "name": "again",
  "window": [1, 2],
}"#;
    assert_snapshot!(told(&read_text(text).problems), @r#"
    my.json:2:3  [syntax]
      keys stand in double quotes
      write "name"
    my.json:2:9  [syntax]
      texts stand in straight double quotes
      write "Ward A"
    my.json:4:20 services.a.beds [syntax]
      `007` is not written as JSON writes a number
      write 7
    my.json:4:45 services [syntax]
      a comma is missing after this value
      add a comma
    my.json:5:20 services.b.beds [syntax]
      `.5` is not written as JSON writes a number
      write 0.5
    my.json:6:20 services.c.beds [wrong-type]
      expected a whole number, found the text "three, "
      write a whole number without quotes, such as 38
    my.json:6:33 services.c [syntax]
      a double quote is missing on this line: this text is not closed
      add the quote where it is missing
    my.json:7:19 services.d.beds [syntax]
      a value is missing here
      write a value, or remove the key
    my.json:7:29 services.d [syntax]
      this text holds a backslash that JSON does not understand
      write two backslashes for one, or `/` in the name of a file
    my.json:8:20 services.e.beds [syntax]
      `1e999` is too large a number
      write a smaller number
    my.json:8:27 services.e.bedz [unknown-key]
      unknown key `bedz`
      did you mean `beds`? The keys known here are `beds`, `visits_per_day`, `stay`, `starts`
    my.json:8:46 services.e [syntax]
      texts stand in straight double quotes
      write "immediate"
    my.json:8:60 services [syntax]
      a key and a value are missing before this comma
      remove it
    my.json:9:40 services.f [syntax]
      a double quote is missing on this line: this text is not closed
      add the quote where it is missing
    my.json:10:31 services.g [syntax]
      a double quote is missing on this line: this text is not closed
      add the quote where it is missing
    my.json:12:3  [syntax]
      `#` does not begin a comment
      begin comments with `//`
    my.json:13:23 weekday_factors [syntax]
      a comma is missing after this value
      add a comma
    my.json:13:28 weekday_factors.2 [syntax]
      `3;` is neither a number nor a text
      write a number with digits and a point alone, or put a text in double quotes
    my.json:13:29 weekday_factors [syntax]
      a comma is missing after this value
      add a comma
    my.json:13:34 weekday_factors.4 [syntax]
      `0xFF` is neither a number nor a text
      write a number with digits and a point alone, or put a text in double quotes
    my.json:14:13 strict [syntax]
      `True` is neither a number nor true, false or null
      write true, or put a text in double quotes
    my.json:15:3 name [duplicate-key]
      the key `name` is written twice in this object
      remove one of the two, or rename it; the first stands on line 2
    "#);
}

#[test]
fn brackets_that_do_not_match_are_found() {
    assert_snapshot!(told(&read_text(r#"{ "name": "x", "services": { "a": { "beds": 3, "#).problems), @"
    my.json:1:35 services.a [syntax]
      this `{` is never closed
      close it with `}`
    ");
    assert_snapshot!(told(&read_text("{ \"name\": \"x\" }\n]").problems), @"
    my.json:2:1  [syntax]
      something follows after the end of the object
      remove it; a file is one object `{ ... }`
    ");
    assert_snapshot!(told(&read_text("{ \"name\": \"x\", { \"a\": 1 } }").problems), @r#"
    my.json:1:16  [syntax]
      a key is missing before this value
      write `"key": ` before it
    "#);
    assert_snapshot!(told(&read_text("").problems), @"
    my.json:1:1  [syntax]
      the file is empty
      write one object `{ ... }`
    ");
    assert_snapshot!(told(&read_text("[1]").problems), @r#"
    my.json:1:1  [wrong-type]
      the file must hold an object, found a list
      write it in braces: `{ "key": value, ... }`
    "#);
    assert_snapshot!(told(&read_text("{ \"strict\": 3, \"window\": [1, 2}\n}\nmore").problems), @"
    my.json:1:31 window [syntax]
      `}` stands where the `[` of line 1 is still open
      close that one first with `]`
    my.json:2:1  [syntax]
      something follows after the end of the object
      remove it; a file is one object `{ ... }`
    ");
    assert_snapshot!(told(&read_text("{} /* never").problems), @"
    my.json:1:4  [syntax]
      this comment is never closed
      close it with `*/`, or use `//` for one line
    ");
}

#[test]
fn columns_count_characters_and_lines_end_as_they_like() {
    let text = "\u{feff}{\r\n  \"name\": \"Münster–Süd\", \"strict\": 3,\r\n\u{a0}\"opens\": \"x\"\r\n}";
    assert_snapshot!(told(&read_text(text).problems), @r#"
    my.json:2:36 strict [wrong-type]
      expected true or false, found the number 3
      write true or false
    my.json:3:1  [syntax]
      there is an invisible character here, U+00A0
      replace it by an ordinary space; such characters come from copying out of documents
    my.json:3:11 opens [invalid-value]
      "x" is no time of day
      write it as in 08:30
    "#);
}

#[test]
fn nesting_is_limited() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{{\"name\": {}1{}}}", open.repeat(100_000), close.repeat(100_000));
        let problems = read_text(&text).problems;
        let limits: Vec<_> = problems.iter().filter(|problem| problem.code == "limit").collect();
        assert_eq!(limits.len(), 1, "{problems}");
        assert_eq!(limits[0].what, "objects and lists are nested deeper than 64 levels here");
    }
    let text = format!("{}{}", "[".repeat(64), "]".repeat(64));
    assert_eq!(read_text(&text).problems.iter().next().unwrap().what, "the file must hold an object, found a list");
}

#[test]
fn the_number_of_values_is_limited() {
    let text = format!("{{\"weekday_factors\": [{}]}}", "0,".repeat(MAX_VALUES));
    let problems = read_text(&text).problems;
    assert_snapshot!(told(&problems), @"
    my.json:1:2000018 weekday_factors.999998 [limit]
      the file holds more than 1000000 values
      split it into files of a bearable size
    ");
}

#[test]
fn only_so_many_problems_are_kept() {
    let keys = each(250, |i| format!("\"key_{i}\": 0,\n"));
    let problems = read_text(&format!("{{ \"name\": \"x\", {keys} }}")).problems;
    assert_eq!((problems.iter().count(), problems.len()), (MAX_PROBLEMS, 250));
    assert!(problems.render(false).ends_with("... and 150 more\n\n250 problems in my.json\n"));
    let wrong = "\"x\",".repeat(250);
    let problems = read_text(&format!("{{ \"name\": \"x\", \"weekday_factors\": [{wrong}] }}")).problems;
    assert_eq!(problems.iter().count(), MAX_PROBLEMS);
    assert!(problems.render(false).contains("... and perhaps more: the search ended here"));
    assert!(problems.has_errors());
}
