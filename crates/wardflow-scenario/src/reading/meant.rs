//! The number that somebody meant who did not write it as JSON writes numbers. Its digits are moved, never worked out: what
//! help proposes is the number that was written, or none.

/// Between groups of three digits, by those who separate groups by neither comma nor point.
const BLANKS: [char; 7] = [' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '’', '_'];

/// A number as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meant {
    /// The sign that was written.
    pub(super) sign: Option<Sign>,
    /// Digits before the point, without zeros in front.
    whole: String,
    /// Digits after the point.
    fraction: String,
    /// What follows an `e`.
    exponent: Option<String>,
    /// Whether a percent sign follows.
    pub(super) is_percent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// The number that a text means: with commas or blanks between thousands, a decimal comma, a sign, a pound sign or a
/// percent sign. None where it could be several numbers, or is one of another unit.
pub(crate) fn meant(text: &str) -> Option<Meant> {
    let text = text.trim();
    let (sign, rest) = match text.chars().next()? {
        '+' => (Some(Sign::Plus), &text[1..]),
        minus @ ('-' | '\u{2212}' | '\u{2013}') => (Some(Sign::Minus), &text[minus.len_utf8()..]),
        _ => (None, text),
    };
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('£').map_or(rest, str::trim_start);
    let (rest, is_percent) = rest.strip_suffix('%').map_or((rest, false), |rest| (rest.trim_end(), true));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            (mantissa, Some(exponent.to_owned()).filter(|_| are_digits(digits) && !is_percent)?.into())
        }
        None => (rest, None),
    };
    let (whole, fraction) = parts(mantissa)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    };
    Some(Meant { sign, whole, fraction, exponent, is_percent })
}

impl Meant {
    /// The digits as JSON writes them, with a minus if there was one; percent signs are left out.
    pub(crate) fn number(&self) -> String {
        let minus = if self.sign == Some(Sign::Minus) { "-" } else { "" };
        format!("{minus}{}", self.size())
    }

    /// The same without its sign.
    pub(super) fn size(&self) -> String {
        let mut text = self.whole.clone();
        if !self.fraction.is_empty() {
            text.push('.');
            text.push_str(&self.fraction);
        }
        if let Some(exponent) = &self.exponent {
            text.push('e');
            text.push_str(exponent);
        }
        text
    }

    /// The hundredth part, for a percentage that is wanted as a part of 1; none above 1, where nobody knows what was meant.
    pub(crate) fn share(&self) -> Option<String> {
        if self.exponent.is_some() || self.sign == Some(Sign::Minus) {
            return None;
        }
        let digits = format!("{:0>3}", self.whole);
        let (whole, moved) = digits.split_at(digits.len() - 2);
        let fraction = format!("{moved}{}", self.fraction);
        let fraction = fraction.trim_end_matches('0');
        match whole.trim_start_matches('0') {
            "" if !fraction.is_empty() => Some(format!("0.{fraction}")),
            "" => Some("0".into()),
            "1" if fraction.is_empty() => Some("1".into()),
            _ => None,
        }
    }

    /// Whether it is more than any number that can be calculated with.
    pub(super) fn is_too_large(&self) -> bool {
        !self.size().parse::<f64>().is_ok_and(f64::is_finite)
    }

    /// Whether there is anything after the point, or may be.
    pub(super) fn is_whole(&self) -> bool {
        self.exponent.is_none() && self.fraction.bytes().all(|digit| digit == b'0')
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits before and after the decimal sign.
fn parts(text: &str) -> Option<(String, String)> {
    let number = |whole: &str, fraction: &str| {
        let whole = if whole.is_empty() { Some(String::new()) } else { joined(whole) }?;
        let is_number = are_digits(&whole) || whole.is_empty() && !fraction.is_empty();
        (is_number && (fraction.is_empty() || are_digits(fraction))).then(|| (whole, fraction.to_owned()))
    };
    match (text.matches(',').count(), text.matches('.').count()) {
        (0, 0) => number(text, ""),
        (0, 1) => text.split_once('.').and_then(|(whole, fraction)| number(whole, fraction)),
        // One comma before three digits is that of thousands; any other is a decimal one.
        (1, 0) => match grouped(text, ',') {
            Some(whole) => number(&whole, ""),
            None => text.split_once(',').filter(|(_, after)| !after.is_empty()).and_then(|(a, b)| number(a, b)),
        },
        (0, _) => number(&grouped(text, '.')?, ""),
        (_, 0) => number(&grouped(text, ',')?, ""),
        (_, _) => {
            let (decimal, other) = if text.rfind('.') > text.rfind(',') { ('.', ',') } else { (',', '.') };
            let (whole, fraction) = text.split_once(decimal)?;
            number(&grouped(whole, other)?, fraction)
        }
    }
}

/// Digits that may stand in groups with blanks between them.
fn joined(text: &str) -> Option<String> {
    if are_digits(text) {
        return Some(text.to_owned());
    }
    let blank = text.chars().find(|char| BLANKS.contains(char))?;
    grouped(text, blank)
}

/// Digits in groups of three with a sign between each two.
fn grouped(text: &str, between: char) -> Option<String> {
    let mut groups = text.split(between);
    let first = groups.next().filter(|first| are_digits(first) && first.len() <= 3 && !first.starts_with('0'))?;
    let others: Vec<&str> = groups.collect();
    let are_groups = !others.is_empty() && others.iter().all(|group| group.len() == 3 && are_digits(group));
    are_groups.then(|| format!("{first}{}", others.concat()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (written, expected) in [
            ("38", "38"),
            ("1,200", "1200"),
            ("1,200,000.50", "1200000.50"),
            ("1.200.000", "1200000"),
            ("1.200,5", "1200.5"),
            ("1 200", "1200"),
            ("6,3", "6.3"),
            ("0,125", "0.125"),
            ("+2", "2"),
            ("−5", "-5"),
            ("£1,200", "1200"),
            (".5", "0.5"),
            ("5.", "5"),
            ("007", "7"),
            ("1_000", "1000"),
            ("12345678901234567890", "12345678901234567890"),
            ("1e3", "1e3"),
        ] {
            assert_eq!(meant(written).map(|meant| meant.number()).as_deref(), Some(expected), "{written}");
        }
        for written in
            ["", "many", "5 days", "2 weeks", "1.2k", "10-20", "1,20,000", "1,2,3", "1,", "12 34", "--2", "e5"]
        {
            assert_eq!(meant(written), None, "{written}");
        }
    }

    #[test]
    fn percentages_are_parts_of_one() {
        for (written, expected) in [
            ("7.5%", Some("0.075")),
            ("7,5%", Some("0.075")),
            ("50%", Some("0.5")),
            ("100%", Some("1")),
            ("0%", Some("0")),
            ("0.25%", Some("0.0025")),
            ("1,200%", None),
            ("-5%", None),
        ] {
            let share = meant(written).filter(|meant| meant.is_percent).and_then(|meant| meant.share());
            assert_eq!(share.as_deref(), expected, "{written}");
        }
    }

    proptest! {
        /// A number that was written in any of the usual ways is that number or none.
        #[test]
        fn no_way_of_writing_changes_a_number(
            whole in 0_u64..=9_999_999_999,
            fraction in "[0-9]{0,5}",
            way in 0_usize..6,
            sign in prop::sample::select(vec!["", "+", "-", "−", "£"]),
            unit in prop::sample::select(vec!["", "%", " %", " days", "h", "k", " weeks", "m"]),
        ) {
            let (group, point) = [("", "."), ("", ","), (",", "."), (".", ","), (" ", "."), (" ", ",")][way];
            let digits = whole.to_string();
            let mut grouped = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    grouped.push_str(group);
                }
                grouped.push(digit);
            }
            // "1,200" and "1.200" alone could be either, and are read as here in Britain.
            let is_foreign_thousand = point == "," && fraction.is_empty() && group == "."
                || point == "," && fraction.len() == 3 && (1..1000).contains(&whole);
            prop_assume!(!is_foreign_thousand);
            let decimals = if fraction.is_empty() { String::new() } else { format!("{point}{fraction}") };
            let written = format!("{sign}{grouped}{decimals}{unit}");
            let minus = if matches!(sign, "-" | "−") { "-" } else { "" };
            let exact: f64 = format!("{minus}{digits}.{fraction}0").parse().unwrap();
            match meant(&written) {
                Some(meant) => {
                    prop_assert!(unit.trim() == "%" || unit.is_empty(), "{written}: a unit was left out");
                    prop_assert_eq!(meant.number().parse::<f64>().unwrap(), exact, "{}", written);
                    if let Some(share) = meant.share() {
                        let share: f64 = share.parse().unwrap();
                        prop_assert!((share * 100.0 - exact).abs() <= 1e-9 * exact.abs().max(1.0), "{} {}", written, share);
                    }
                }
                None => prop_assert!(!unit.is_empty() && unit.trim() != "%", "{written} was not understood"),
            }
        }
    }
}
