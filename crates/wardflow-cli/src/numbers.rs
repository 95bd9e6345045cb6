//! Numbers for people: no more digits than they need, commas between thousands.

use wardflow_core::measures::Unit;

use crate::english::counted;

/// Stands for a number that there is not.
pub(crate) const MISSING: &str = "–";

/// How many digits after the point a measure of this size needs; money is in pounds or thousands.
pub(crate) fn decimals(value: f64, unit: Unit) -> usize {
    let size = value.abs();
    match unit {
        Unit::PoundsPerYear | Unit::Pounds => 0,
        Unit::Percent if size >= 1.0 => 1,
        _ if size >= 1000.0 => 0,
        _ if size >= 10.0 => 1,
        _ => 2,
    }
}

/// How many digits after the point a measure needs that is known to ± `half`: no more than two of the interval's.
pub(crate) fn known(value: f64, half: Option<f64>, unit: Unit) -> usize {
    let most = decimals(value, unit);
    let Some(half) = half.filter(|half| *half > 0.0) else { return most };
    let mut scaled = half;
    (0..most)
        .find(|_| {
            let is_enough = scaled >= 9.95;
            scaled *= 10.0;
            is_enough
        })
        .unwrap_or(most)
}

/// A large number that is known to ± `half`, rounded to the tens, hundreds and so on of which that knows two digits.
pub(crate) fn rounded(value: f64, half: Option<f64>) -> f64 {
    let half = half.filter(|half| half.is_finite()).unwrap_or(0.0);
    let places = std::iter::successors(Some(1.0), |place| Some(10.0 * place));
    let place = places.take_while(|place| *place == 1.0 || 10.0 * place <= half).last().unwrap_or(1.0);
    if place > 1.0 { (value / place).round() * place } else { value }
}

/// A share as people write it: no more digits than anybody reads, and never all or nothing of what is not.
pub(crate) fn percent(share: f64) -> String {
    match share {
        ..=0.0 => "0%".into(),
        0.0..1.0 => "less than 1%".into(),
        99.0..99.999_999 => "more than 99%".into(),
        share => format!("{}%", number(share, 0)),
    }
}

/// A sum of money in words, as a sum of this size is written.
pub(crate) fn pounds(value: f64, size: f64) -> String {
    if size.abs() >= 999_500.0 {
        format!("£{}m", number(value / 1e6, 2))
    } else if size.abs() >= 10_000.0 {
        format!("£{}k", number(value / 1e3, 0))
    } else {
        format!("£{}", number(value, 0))
    }
}

/// A number with so many digits after the point; a plain 0 for nothing at all.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return MISSING.into();
    }
    if value == 0.0 {
        return "0".into();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0') {
        text.push('-');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A difference: a number with its sign.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    if value > 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { format!("+{text}") } else { text }
}

/// A range of numbers; one number if both ends look the same.
pub(crate) fn range(low: f64, high: f64, decimals: usize) -> String {
    if !low.is_finite() || !high.is_finite() {
        return MISSING.into();
    }
    let (low, high) = (number(low, decimals), number(high, decimals));
    if low == high { low } else { format!("{low} – {high}") }
}

/// A number that is written already, with its unit: a percent sign follows it at once.
pub(crate) fn with_unit(written: &str, unit: &str) -> String {
    match unit {
        "" => written.to_owned(),
        unit if unit.starts_with('%') => format!("{written}{unit}"),
        unit => format!("{written} {unit}"),
    }
}

/// A unit of which one is counted, in the singular.
pub(crate) const fn one_of(unit: Unit) -> &'static str {
    match unit {
        Unit::Beds => "bed",
        Unit::Places => "place",
        Unit::People => "person",
        Unit::Days => "day",
        Unit::HoursPerWeek => "hour a week",
        unit => unit.title(),
    }
}

/// A whole number of things, such as `1 replication`, `1,000 replications`.
pub(crate) fn count(number: u64, thing: &str) -> String {
    counted(&whole(number), thing)
}

/// A whole number.
pub(crate) fn whole(value: u64) -> String {
    number(value as f64, 0)
}

/// A number with the digits it was given, six after the point at most.
pub(crate) fn plain(value: f64) -> String {
    let decimals = (0..6).find(|&decimals| format!("{value:.decimals$}").parse() == Ok(value)).unwrap_or(6);
    number(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_as_long_as_it_must_be() {
        let shown = [1_234_567.0, 999_600.0, 12_345.0, 987.6].map(|sum| pounds(sum, sum));
        assert_eq!(shown, ["£1.23m", "£1.00m", "£12k", "£988"]);
        assert_eq!(pounds(3_082.0, -31_000.0), "£3k");
    }

    #[test]
    fn a_share_is_never_all_or_nothing_of_what_is_not() {
        assert_eq!(
            [0.0, 0.3, 17.6, 99.6, 100.0, 104.2].map(percent),
            ["0%", "less than 1%", "18%", "more than 99%", "100%", "104%"]
        );
    }

    #[test]
    fn plain_numbers_keep_the_digits_they_were_given() {
        assert_eq!([0.1, 1_250.0, 1.0 / 3.0].map(plain), ["0.1", "1,250", "0.333333"]);
    }

    #[test]
    fn a_percent_sign_follows_its_number_at_once() {
        let said = ["", "%", "% of weeks", "days"].map(|unit| with_unit("12", unit));
        assert_eq!(said, ["12", "12%", "12% of weeks", "12 days"]);
    }

    #[test]
    fn thousands_are_kept_apart() {
        assert_eq!(number(1_234_567.8, 0), "1,234,568");
        assert_eq!(number(-123_456.0, 1), "-123,456.0");
        assert_eq!(number(999.96, 1), "1,000.0");
        assert_eq!(number(12.0, 2), "12.00");
        assert_eq!((number(0.0, 2), number(f64::NAN, 2)), ("0".into(), "–".into()));
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!([signed(2.5, 1), signed(-2.5, 1), signed(0.001, 1)], ["+2.5", "-2.5", "0.0"]);
    }

    #[test]
    fn digits_suit_the_size() {
        let shown = |value: f64, unit| number(value, decimals(value, unit));
        assert_eq!(shown(2.34567, Unit::Days), "2.35");
        assert_eq!(shown(23.4567, Unit::Days), "23.5");
        assert_eq!(shown(1234.567, Unit::Beds), "1,235");
        assert_eq!(shown(2.34567, Unit::Percent), "2.3");
        assert_eq!(shown(0.0234, Unit::Percent), "0.02");
        assert_eq!(shown(987_654.3, Unit::PoundsPerYear), "987,654");
    }

    #[test]
    fn no_more_digits_than_the_interval_knows() {
        let digits = |value: f64, half: f64| known(value, Some(half), Unit::People);
        assert_eq!([digits(35.5, 12.3), digits(35.5, 1.2), digits(3.55, 0.34), digits(3.55, 0.001)], [0, 1, 2, 2]);
        assert_eq!((known(3.55, None, Unit::People), known(3.55, Some(0.0), Unit::People)), (2, 2));
    }

    #[test]
    fn large_numbers_are_rounded_to_what_is_known() {
        let shown = |half| rounded(563_143.0, half);
        assert_eq!(
            [Some(24_500.0), Some(980.0), Some(0.0), None].map(shown),
            [563_000.0, 563_140.0, 563_143.0, 563_143.0]
        );
    }

    #[test]
    fn ranges_and_counts() {
        assert_eq!((range(1.0, 2.5, 1), range(1.0, 1.01, 1)), ("1.0 – 2.5".into(), "1.0".into()));
        assert_eq!(range(f64::NAN, 2.5, 1), "–");
        assert_eq!((count(1, "day"), count(1365, "day")), ("1 day".into(), "1,365 days".into()));
    }
}
