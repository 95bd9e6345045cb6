//! `wardflow list`: the built-in scenarios and plans.

use wardflow_montecarlo::sweep::{self, PLANS};
use wardflow_scenario::{EXAMPLES as TEACHING, SHIPPED};

use crate::{
    columns::{WIDTH, wrapped},
    exit::Failure,
    opening,
    output::{Output, bold},
};

pub(crate) const EXAMPLES: &str = "\
Examples:
    wardflow list
    wardflow run southampton-home-first";

/// Prints name, title and first sentence of every built-in scenario and plan.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn list(output: &mut Output) -> Result<(), Failure> {
    let colour = output.colour().data;
    let mut text = String::new();
    let mut among_examples = false;
    for (name, _) in SHIPPED {
        if name.starts_with(TEACHING) && !among_examples {
            among_examples = true;
            text.push_str("\nTeaching examples\n\n");
        }
        let (opened, _) = opening::open(name, &[]);
        let Some(ready) = opened.ready else { continue };
        text.push_str(&entry(name, &ready.scenario.title, ready.scenario.description.as_deref(), colour));
    }
    text.push_str("\nPlans for `wardflow sweep`\n\n");
    for (name, _) in PLANS {
        let Some(plan) = sweep::open(name, &[]).sweep else { continue };
        text.push_str(&entry(name, plan.title(), plan.description(), colour));
    }
    output.data(&text)
}

/// Name, title and first sentence.
fn entry(name: &str, title: &str, description: Option<&str>, colour: bool) -> String {
    let words = format!("{}. {}", title.trim_end_matches('.'), first_sentence(description.unwrap_or_default()));
    let lines = wrapped(words.trim(), WIDTH - 4);
    let lines = lines.iter().fold(String::new(), |text, line| text + "    " + line.trim_start() + "\n");
    format!("{}\n{lines}", bold(name, colour))
}

/// A text up to its first full stop that ends a sentence.
fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}
