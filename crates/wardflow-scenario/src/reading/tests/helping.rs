//! Help never changes a number: what it proposes is what was written, or no number.

use proptest::prelude::*;

use super::*;

/// What is said about this as the number of visits a day of a service, in a file and in an override.
fn help(written: &str) -> [String; 2] {
    let quoted = serde_json::Value::from(written);
    let file = format!(
        r#"{{ "name": "a", "services": {{ "reablement": {{ "beds": 3, "stay": "immediate", "visits_per_day": {quoted} }} }} }}"#
    );
    let said = |decoded: Decoded<Hospital>| {
        decoded.problems.iter().map(|problem| problem.remedy.clone()).collect::<Vec<_>>().join("; ")
    };
    let by_override = format!("services.reablement.visits_per_day={written}");
    [said(read_files(&[("my.json", &file)], &[])), said(read_files(&[("my.json", SOUND)], &[&by_override]))]
}

#[test]
fn help_proposes_the_number_that_was_meant() {
    let path = "services.reablement.visits_per_day";
    for (written, in_file, by_override) in [
        ("1,200", "write 1200 without quotes", format!("write `{path}=1200`")),
        ("6,3", "write 6.3 without quotes", format!("write `{path}=6.3`")),
        (
            "+2",
            "write 2 without quotes; what is added to another number goes to `--set path+=...`",
            format!("write `{path}+=2` for 2 more, or `{path}=2`"),
        ),
        ("+10%", "write a number without quotes", format!("write `{path}+=10%` for so much more")),
        ("-10%", "write a number without quotes", format!("write `{path}-=10%` for so much less")),
        (
            "7.5%",
            "write a number without quotes; where it is a part of a whole, 7.5% is 0.075",
            "write a number; where it is a part of a whole, 7.5% is 0.075".into(),
        ),
        ("5 days", "write a number without quotes", "write a number".into()),
        ("many", "write a number without quotes, such as 38", "write a number".into()),
    ] {
        assert_eq!(help(written), [in_file.to_owned(), by_override], "{written}");
    }
}

#[test]
fn a_comma_in_a_number_is_told_once() {
    let said = |number: &str| {
        let text = format!(
            r#"{{ "name": "a", "services": {{ "a": {{ "visits_per_day": {number}, "beds": 3, "stay": "immediate" }} }} }}"#
        );
        told(&read_text(&text).problems)
    };
    let place = "my.json:1:55 services.a.visits_per_day [syntax]\n  JSON has no comma in a number";
    for (written, help) in [
        ("1,450", "write 1450"),
        ("6,3", "write 6.3"),
        ("1,450,000.5", "write 1450000.5"),
        ("1,2,3", "write a number with digits and a point alone"),
    ] {
        assert_eq!(said(written), format!("{place}\n  {help}\n"), "{written}");
    }
    assert!(!said("1,450: 3").contains("no comma"));
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|char: char| !char.is_ascii_digit() && !matches!(char, '.' | '-'))
        .filter_map(|word| word.trim_end_matches('.').parse().ok())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn help_never_changes_a_number(
        whole in 0_u32..=9_999_999,
        decimals in 0_usize..4,
        fraction in 0_u32..10_000,
        with_commas in any::<bool>(),
        sign in prop::sample::select(vec!["", "+", "-", "£"]),
        unit in prop::sample::select(vec!["", "%", " %", " days", "h", "k"]),
    ) {
        let plain = whole.to_string();
        let digits: String = plain.char_indices().fold(String::new(), |mut text, (at, digit)| {
            if with_commas && at > 0 && (plain.len() - at) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
            text
        });
        let fraction = format!("{fraction:04}");
        let decimals = if decimals == 0 { String::new() } else { format!(".{}", &fraction[..decimals]) };
        let written = format!("{sign}{digits}{decimals}{unit}");
        let size: f64 = format!("{plain}{decimals}").parse().unwrap();
        for help in help(&written) {
            for proposed in numbers(&help) {
                let part = if unit.contains('%') { size / 100.0 } else { size };
                let is_written = (proposed.abs() - size).abs() < 1e-9 * size.max(1.0);
                let is_part = (proposed - part).abs() < 1e-9 * size.max(1.0);
                prop_assert!(is_written || is_part, "`{}` is not {}: {}", proposed, written, help);
            }
        }
    }
}
