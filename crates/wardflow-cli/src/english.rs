//! Words and lists as they stand in an English text, and dates.

use wardflow_scenario::format::Date;

use crate::numbers;

pub(crate) use wardflow_scenario::naming::{called, spelt, titled};

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn any_of(words: &[String]) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        words => list(words),
    }
}

/// A number as it is written with what it counts: `1 bed`, `1.0 beds`, `2 hours a week`, `3 people`. The one place that
/// makes plurals.
pub(crate) fn counted(said: &str, thing: &str) -> String {
    if said == "1" { format!("1 {thing}") } else { format!("{said} {}", plural(thing)) }
}

/// Several of a thing.
pub(crate) fn plural(thing: &str) -> String {
    // What stands behind the noun stays as it is: hours a week, members of staff.
    let behind = [" a ", " of ", " at ", " in "].into_iter().filter_map(|word| thing.find(word)).min();
    let (noun, behind) = thing.split_at(behind.unwrap_or(thing.len()));
    let several = match noun {
        _ if noun.ends_with("person") => format!("{}people", noun.trim_end_matches("person")),
        _ if noun.ends_with('y') && !noun.ends_with("ay") => format!("{}ies", noun.trim_end_matches('y')),
        _ => format!("{noun}s"),
    };
    several + behind
}

/// All of so many: `the one bed`, `both beds`, `all 24 beds`.
pub(crate) fn all_of(count: u64, thing: &str) -> String {
    match count {
        1 => format!("the one {thing}"),
        2 => format!("both {}", plural(thing)),
        count => format!("all {} {}", numbers::whole(count), plural(thing)),
    }
}

/// With a capital.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Without the capital of its first word, unless that is an abbreviation such as D2A.
pub(crate) fn lower(text: &str) -> String {
    let is_plain = text.split([' ', '-']).next().is_some_and(|word| word.chars().skip(1).all(char::is_lowercase));
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if is_plain => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// A day as it is read, such as `12 Jan 2027`.
pub(crate) fn written(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = date.to_string();
    let day = text.rsplit('-').next().unwrap_or_default().trim_start_matches('0');
    let month = MONTHS.get(usize::from(date.month()).saturating_sub(1)).copied().unwrap_or_default();
    format!("{day} {month} {}", date.year())
}

/// Two days, the year once if it is the same: `1 Feb to 1 Mar 2027`.
pub(crate) fn from_to(first: Date, last: Date) -> String {
    let (from, to) = (written(first), written(last));
    let year = format!(" {}", first.year());
    let from = if first.year() == last.year() { from.trim_end_matches(&year) } else { from.as_str() };
    format!("{from} to {to}")
}

/// The first and the last of so many days.
pub(crate) fn period(first: Date, days: u32) -> String {
    let last = first.plus_days(i64::from(days) - 1);
    if first == last { written(first) } else { format!("{} to {}", written(first), written(last)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_with_and() {
        let of = |words: &[&str]| list(&words.iter().map(ToString::to_string).collect::<Vec<String>>());
        assert_eq!([of(&[]), of(&["a"]), of(&["a", "b"]), of(&["a", "b", "c"])], ["", "a", "a and b", "a, b and c"]);
    }

    #[test]
    fn one_is_not_several() {
        let of = |said: &str, thing: &str| counted(said, thing);
        assert_eq!([of("1", "bed"), of("1.0", "bed"), of("0", "day")], ["1 bed", "1.0 beds", "0 days"]);
        assert_eq!(
            [of("2", "hour a week"), of("3", "person"), of("4", "member of staff"), of("5", "vacancy")],
            ["2 hours a week", "3 people", "4 members of staff", "5 vacancies"]
        );
        assert_eq!([1, 2, 1_000].map(|count| all_of(count, "bed")), ["the one bed", "both beds", "all 1,000 beds"]);
    }

    #[test]
    fn a_year_is_written_once() {
        let of = |first: &str, last: &str| from_to(first.parse().unwrap(), last.parse().unwrap());
        assert_eq!(of("2027-02-01", "2027-03-01"), "1 Feb to 1 Mar 2027");
        assert_eq!(of("2026-12-28", "2027-01-04"), "28 Dec 2026 to 4 Jan 2027");
    }

    #[test]
    fn abbreviations_keep_their_capitals() {
        assert_eq!(["On average", "D2A beds", "P2"].map(lower), ["on average", "D2A beds", "P2"]);
    }
}
