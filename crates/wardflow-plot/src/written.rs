//! How numbers are written in pictures.

/// A number with so many decimals and commas between thousands.
pub(crate) fn with_commas(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let mut grouped = String::from(if value < 0.0 && !is_zero { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// A number with the decimals it has, six at most; one that has more is rounded to three, or to six if it is small.
pub(crate) fn number(value: f64) -> String {
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
    let enough = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6].iter().position(|factor| is_whole(value * factor));
    with_commas(value, enough.unwrap_or(if value.abs() < 0.1 { 6 } else { 3 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_decimals_they_need() {
        assert_eq!(
            [0.0, 38.0, 1234.5, -2.25, 10.57, 1e7].map(number),
            ["0", "38", "1,234.5", "-2.25", "10.57", "10,000,000"]
        );
        assert_eq!([0.1 + 0.2, 1.0 / 3.0, -0.0, -1e-9].map(number), ["0.3", "0.333", "0", "0"]);
        assert_eq!([1e-4, 0.001, 1.0 / 3000.0].map(number), ["0.0001", "0.001", "0.000333"]);
        assert_eq!(with_commas(-123_456.0, 1), "-123,456.0");
    }
}
