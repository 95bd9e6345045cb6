//! Whatever the bytes, reading ends with a report.

use jsonc_parser::{CollectOptions, ParseOptions};
use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// Goes all the way from bytes to a report.
fn survive(bytes: &[u8], overrides: &[String]) {
    let Ok(source) = Source::from_bytes("my.json", "my.json", bytes) else { return };
    let library = Shelves(vec![("base".into(), SOUND.into())]);
    let decoded = read_source(source, overrides, &library).decode::<Hospital>();
    assert!(decoded.value.is_some() || decoded.problems.has_errors());
    assert!(decoded.problems.iter().count() <= MAX_PROBLEMS);
    decoded.problems.render(false);
    for problem in decoded.problems.iter() {
        let place = decoded.tree.place(&problem.path);
        decoded.problems.line_and_column(place);
    }
    let mut value = decoded.tree.to_value();
    decoded.tree.annotations().write_into(&mut value);
    if let Ok(hospital) = decoded.into_result() {
        assert_eq!(sound(read_text(&serde_json::to_string(&hospital).unwrap())), hospital);
    }
}

/// Pieces that are likely to lead somewhere.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "\\",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\t",
        " ",
        "#",
        "-",
        "1e999",
        "0.5",
        "007",
        "38",
        "true",
        "null",
        "“",
        "\u{a0}",
        "\u{feff}",
        "\u{0}",
        "\"value\":",
        "\"source\":",
        "\"note\":",
        "\"extends\": \"base\",",
        "\"extends\": \"my.json\",",
        "\"beds\"",
        "\"stay\":",
        "{\"lognormal\":",
        "\"\\ud800\"",
        "\"services\":",
        "{\"exponential\": {\"mean\": 1}}",
        "\"d2a_block\":",
        "=",
        ".",
    ];
    prop_oneof![4 => prop::sample::select(fixed.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z\"\\\\é.]{0,6}", inner, 0..6).prop_map(|map| Value::Object(
                map.into_iter().map(|(key, value)| (format!("k{key}"), value)).collect()
            )),
        ]
    })
}

/// What another parser makes of a text, comments and trailing commas allowed and nothing else.
fn other_parser(text: &str) -> Option<Value> {
    fn convert(value: jsonc_parser::ast::Value<'_>) -> Value {
        use jsonc_parser::ast::Value as Ast;
        match value {
            Ast::StringLit(text) => text.value.into(),
            Ast::NumberLit(number) => {
                let whole = number
                    .value
                    .parse::<u64>()
                    .map(Value::from)
                    .or_else(|_| number.value.parse::<i64>().map(Value::from));
                whole.unwrap_or_else(|_| number.value.parse::<f64>().unwrap().into())
            }
            Ast::BooleanLit(value) => value.value.into(),
            Ast::NullKeyword(_) => Value::Null,
            Ast::Array(list) => list.elements.into_iter().map(convert).collect(),
            Ast::Object(object) => {
                Value::Object(object.properties.into_iter().map(|p| (p.name.into_string(), convert(p.value))).collect())
            }
        }
    }
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &options).ok()?.value.map(convert)
}

fn parsed(text: &str) -> Reading {
    read_source(Source::new("my.json", text).unwrap(), &[], &Shelves(Vec::new()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_a_report(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survive(&bytes, &[]);
    }

    #[test]
    fn any_pieces_of_json_end_in_a_report(pieces in prop::collection::vec(piece(), 0..60), set in piece()) {
        let text = pieces.concat();
        survive(text.as_bytes(), &[]);
        survive(format!("{{{text}").as_bytes(), &[format!("services.{set}"), set]);
    }

    #[test]
    fn any_edit_of_a_sound_file_ends_in_a_report(
        edits in prop::collection::vec((0..SOUND.len(), 0..20_usize, piece()), 1..6),
        set in prop::collection::vec("(services|los|demand|weekday_factors|a)(\\.(d2a_block|0|beds|stay|note|value)){0,3}=.{0,8}", 0..3),
    ) {
        let mut bytes = SOUND.as_bytes().to_vec();
        for (at, length, piece) in edits {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece.bytes());
        }
        survive(&bytes, &set);
    }

    #[test]
    fn json_is_read_as_it_was_written(value in json()) {
        let whole = serde_json::json!({ "k": value });
        for text in [whole.to_string(), serde_json::to_string_pretty(&whole).unwrap()] {
            let reading = parsed(&text);
            prop_assert!(reading.problems.is_empty(), "{}", reading.problems);
            prop_assert_eq!(reading.tree.to_value(), whole.clone());
        }
    }

    #[test]
    fn another_parser_agrees_on_what_is_accepted(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = format!("{{\"k\": [{}]}}", pieces.join(" "));
        let reading = parsed(&text);
        if reading.problems.is_empty() && reading.tree.annotations().iter().next().is_none() && !text.contains("value") {
            prop_assert_eq!(other_parser(&text), Some(reading.tree.to_value()), "{}", text);
        }
    }
}

#[test]
fn large_files_take_little_time() {
    // Each of these made some quadratic reader slow.
    let keys = each(150_000, |i| format!("\"key_{i}\": 0,"));
    let repeated = "\"name\": 0,".repeat(150_000);
    let wrong = "\"x\",".repeat(300_000);
    let errors = "\"x\" ".repeat(300_000);
    let notes = each(100_000, |i| format!("\"k{i}\": {{\"value\": 1, \"note\": \"n\"}},"));
    for text in [
        format!("{{ {keys} }}"),
        format!("{{ \"services\": {{ {keys} }} }}"),
        format!("{{ {repeated} }}"),
        format!("{{ \"weekday_factors\": [{wrong}] }}"),
        format!("{{ \"weekday_factors\": [{errors}] }}"),
        format!("{{ \"demand\": {{ {notes} }} }}"),
        "[".repeat(4 << 20),
        "{\"a\":".repeat(1 << 20),
        "/*".repeat(1 << 20),
        "\"".repeat(1 << 20),
        "}".repeat(1 << 20),
        "'".repeat(1 << 20),
        "\\".repeat(1 << 20),
        "\u{a0}".repeat(1 << 20),
        "\n".repeat(4 << 20),
        "\"\\".repeat(1 << 20),
        "\\\"".repeat(1 << 20),
        "\"a\" ".repeat(1 << 20) + "\"",
        format!("{{ {} \"x }}", "\"name\": '1', ".repeat(100_000)),
    ] {
        survive(text.as_bytes(), &[]);
    }
}
