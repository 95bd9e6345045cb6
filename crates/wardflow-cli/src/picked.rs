//! What may be said of the one of many that is the largest or the likeliest.

use wardflow_montecarlo::{
    leading::{Known, largest},
    sections,
    sweep::results::PointResult,
};

/// One of many that follow each other, such as weeks or hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picked {
    /// One leads all others by more than chance.
    One(usize),
    /// It is one of these, the first and the last of them.
    Between(usize, usize),
    /// It may be so many that none stands out.
    Nothing,
}

impl Picked {
    /// Of so many in all, those that may lead.
    pub(crate) fn of(leading: &[usize], all: usize) -> Self {
        match (leading, leading.iter().min(), leading.iter().max()) {
            ([only], ..) => Self::One(*only),
            (_, Some(&first), Some(&last)) if 3 * (last - first + 1) <= all => Self::Between(first, last),
            _ => Self::Nothing,
        }
    }
}

/// The only one that may lead.
pub(crate) fn alone(leading: &[usize]) -> Option<usize> {
    if let [only] = leading { Some(*only) } else { None }
}

/// The largest part of a whole and whether it is more than all others together, if it leads by more than chance; each
/// is a list of values, replication by replication.
pub(crate) fn main_part(parts: &[Vec<f64>]) -> Option<(usize, bool)> {
    let main = alone(&largest(parts))?;
    let sum = |replication: usize| {
        let others = parts.iter().enumerate().filter(|(part, _)| *part != main);
        others.map(|(_, values)| values[replication]).filter(|value| !value.is_nan()).sum()
    };
    let others: Vec<f64> = (0..parts[main].len()).map(sum).collect();
    Some((main, largest(&[parts[main].clone(), others]) == [0]))
}

/// What is known of a measure at a point of a sweep.
pub(crate) fn known(key: &str, result: &PointResult) -> Known {
    let freedom = if key.contains("percentile") {
        sections::freedom(result.cases + result.missing)
    } else {
        result.cases.saturating_sub(1)
    };
    let mean = result.mean.filter(|mean| mean.is_finite()).unwrap_or(f64::NAN);
    Known { mean, half_width_95: result.half_width_95, freedom }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_neighbours_or_nothing() {
        assert_eq!(Picked::of(&[4], 5), Picked::One(4));
        assert_eq!(Picked::of(&[7, 5, 6], 9), Picked::Between(5, 7));
        // More than a third of all, and two that lie far apart.
        assert_eq!((Picked::of(&[5, 6, 7], 8), Picked::of(&[0, 40], 52)), (Picked::Nothing, Picked::Nothing));
        assert_eq!(Picked::of(&[], 0), Picked::Nothing);
    }

    #[test]
    fn the_main_part_is_more_than_a_half_only_if_that_is_certain() {
        let around = |middle: f64| [0.0, 0.4, -0.3, 0.2, -0.1].map(|off| middle + off).to_vec();
        assert_eq!(main_part(&[around(2.0), around(9.0), around(3.0)]), Some((1, true)));
        let other = [0.3, -0.4, 0.4, -0.2, 0.1].map(|off| 2.0 + off).to_vec();
        assert_eq!(main_part(&[around(6.0), other.clone(), around(4.0)]), Some((0, false)));
        assert_eq!(main_part(&[around(2.0), other]), None);
    }
}
