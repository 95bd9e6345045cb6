//! Small helpers for the wording of messages.

/// At most this many names are listed in one message.
const MAX_LISTED: usize = 24;
/// Longer texts are cut in messages.
const MAX_SHOWN: usize = 48;

/// The text for a message: not too long, and nothing in it that could steer a terminal.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == MAX_SHOWN {
            out.push_str("...");
            break;
        }
        push_visible(&mut out, c);
    }
    out
}

/// The text without control characters and marks that reverse the direction of writing.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_visible(&mut out, c));
    out
}

fn push_visible(out: &mut String, c: char) {
    let steering = c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if steering {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// The names in backticks, with commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let mut parts: Vec<String> = names.by_ref().take(MAX_LISTED).map(|name| format!("`{}`", shown(name))).collect();
    let more = names.count();
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    parts.join(", ")
}

/// The name that `written` was most probably meant to be, if any is near enough.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name at such length, and the comparison takes the product of both.
    const LONGEST: usize = 64;
    /// Enough for any scenario that a person wrote.
    const MOST: usize = 1000;
    if written.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| name.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(written);
    names
        .into_iter()
        .take(MOST)
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::damerau_levenshtein(&wanted, &plain(name)), name))
        .filter(|(distance, name)| *distance <= 1 + wanted.len().min(name.len()) / 4)
        // A name of one or two letters is near to every other one.
        .filter(|(distance, name)| *distance < name.chars().count().min(wanted.chars().count()))
        .min_by(|(distance, name), (other_distance, other)| {
            let likeness = |name| strsim::jaro_winkler(&wanted, &plain(name));
            distance.cmp(other_distance).then_with(|| likeness(other).total_cmp(&likeness(name)))
        })
        .map(|(_, name)| name)
}

/// `1 problem`, `2 problems`.
pub(super) fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_when_it_is_near() {
        let names = ["beds", "stay", "start", "spoa_delay", "weekday_factors"];
        for (written, expected) in [
            ("bedz", Some("beds")),
            ("Beds", Some("beds")),
            ("sopa_delay", Some("spoa_delay")),
            ("spoa delay", Some("spoa_delay")),
            ("strat", Some("start")),
            ("weekdayfactors", Some("weekday_factors")),
            ("rooms", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), expected, "{written}");
        }
        assert_eq!(nearest("é", ["e"]), None);
    }

    #[test]
    fn what_users_wrote_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[31m\n"), "a\\u{1b}[31m\\u{a}");
        assert_eq!(shown(&"x".repeat(100)).len(), MAX_SHOWN + 3);
    }
}
