//! `wardflow list`: the built-in scenarios.

use wardflow_scenario::SHIPPED;

use crate::{
    columns::wrapped,
    exit::Failure,
    opening,
    output::{Output, bold},
    table::WIDTH,
};

/// Prints name, title and first sentence of every built-in scenario.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn list(output: &mut Output) -> Result<(), Failure> {
    let mut text = String::new();
    for (name, _) in SHIPPED {
        let (opened, _) = opening::open(name, &[]);
        let Some(ready) = opened.ready else { continue };
        text.push_str(&bold(name, output.colour().data));
        text.push('\n');
        let description = ready.scenario.description.unwrap_or_default();
        let words = format!("{}. {}", ready.scenario.title.trim_end_matches('.'), first_sentence(&description));
        for line in wrapped(words.trim(), WIDTH - 4) {
            text.push_str("    ");
            text.push_str(line.trim_start());
            text.push('\n');
        }
    }
    output.data(&text)
}

/// A text up to its first full stop that ends a sentence.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}
