//! Which values of a measure are good enough, and from where on they are.

use crate::numbers::plain;
use wardflow_plot::Side;

/// What a measure should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Target {
    pub(crate) side: Side,
    /// In the unit of the measure.
    pub(crate) level: f64,
}

/// Reads `45`, `<=45` or `>=90`.
///
/// # Errors
/// If it is not such a number.
pub(super) fn parse(text: &str) -> Result<Target, String> {
    let text = text.trim();
    let (side, number) = match (text.strip_prefix(">="), text.strip_prefix("<=")) {
        (Some(number), _) => (Side::AtLeast, number),
        (None, Some(number)) => (Side::AtMost, number),
        (None, None) => (Side::AtMost, text),
    };
    match number.trim().parse::<f64>() {
        Ok(level) if (0.0..=1e12).contains(&level) => Ok(Target { side, level }),
        Ok(_) => Err("it must be a number from 0 to 1,000,000,000,000".into()),
        Err(_) => Err("write a number such as 45 (at most 45), or \">=90\" (at least 90)".into()),
    }
}

impl Target {
    /// Whether a value is good enough.
    pub(super) fn is_met(self, value: f64) -> bool {
        self.side.is_met(value, self.level)
    }

    /// As `at most 45`.
    pub(super) fn words(self) -> String {
        let side = match self.side {
            Side::AtMost => "at most",
            Side::AtLeast => "at least",
        };
        format!("{side} {}", plain(self.level))
    }
}

/// Where a target is met along a rising axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Met {
    /// At every value.
    Everywhere,
    /// At none.
    Nowhere,
    /// From this value to the last one, and not before.
    From(f64),
    /// From the first value to this one, and not after.
    UpTo(f64),
    /// At so many values, with others in between.
    Here(usize),
}

impl Met {
    /// Of rising values with whether the target is met there; not of none.
    pub(super) fn of(met: &[(f64, bool)]) -> Self {
        let number = met.iter().filter(|(_, met)| *met).count();
        let changes = met.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
        let first = met.iter().find(|(_, met)| *met).map_or(f64::NAN, |(at, _)| *at);
        let last = met.iter().rfind(|(_, met)| *met).map_or(f64::NAN, |(at, _)| *at);
        match (number, changes, met.first()) {
            (0, ..) => Self::Nowhere,
            (_, 0, _) => Self::Everywhere,
            (_, 1, Some((_, true))) => Self::UpTo(last),
            (_, 1, _) => Self::From(first),
            _ => Self::Here(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_at_most_or_at_least() {
        assert_eq!(parse("45"), Ok(Target { side: Side::AtMost, level: 45.0 }));
        assert_eq!(parse(" <= 4.5"), Ok(Target { side: Side::AtMost, level: 4.5 }));
        assert_eq!(parse(">=90").map(Target::words), Ok("at least 90".into()));
        for nonsense in ["", "many", "-3", "nan", "inf", "1e30", "> 3", "==3"] {
            assert!(parse(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_target_is_met_from_somewhere_on_or_it_is_not() {
        let met =
            |met: &[bool]| Met::of(&met.iter().zip(10..).map(|(met, at)| (f64::from(at), *met)).collect::<Vec<_>>());
        assert_eq!(met(&[false, false, true, true]), Met::From(12.0));
        assert_eq!(met(&[true, false]), Met::UpTo(10.0));
        assert_eq!((met(&[true, true]), met(&[true])), (Met::Everywhere, Met::Everywhere));
        assert_eq!((met(&[false, false]), met(&[false])), (Met::Nowhere, Met::Nowhere));
        assert_eq!(met(&[false, true, false, true]), Met::Here(2));
    }
}
