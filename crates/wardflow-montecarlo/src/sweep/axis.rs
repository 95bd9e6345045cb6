//! An axis: a number of the scenario, and the values it takes.

use wardflow_scenario::reading::{Path, Reporter};

use super::{MOST_POINTS, plan::AxisPlan};

/// The values that an axis takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Levels {
    /// These, in this order.
    Values(Vec<f64>),
    /// Any from the first to the second.
    Range(f64, f64),
}

impl Levels {
    /// What the plan says about an axis; what is wrong goes to the report.
    pub(super) fn of(axis: &AxisPlan, at: &Path, report: &mut Reporter<'_>) -> Option<Self> {
        let mut wrong = |key: &str, what: String, remedy: &str| {
            let path = if key.is_empty() { at.clone() } else { at.join(key) };
            report.error("sweep", path, what, remedy);
            None
        };
        match (&axis.values, axis.from, axis.to) {
            (Some(_), None, None) if axis.step.is_some() => {
                wrong("step", "`step` goes with `from` and `to`".into(), "remove it, or give `from` and `to`")
            }
            (Some(values), None, None) if values.is_empty() => {
                wrong("values", "there are no values".into(), "give at least one, such as [20, 30, 40]")
            }
            (Some(values), None, None) => Some(Self::Values(values.iter().map(|&value| plain(value)).collect())),
            (None, Some(from), Some(to)) if from > to => {
                wrong("to", format!("{to} is less than `from`, {from}"), "let `from` be the lesser of the two")
            }
            (None, Some(from), Some(to)) => match axis.step {
                None => Some(Self::Range(plain(from), plain(to))),
                Some(step) if step > 0.0 && (to - from) / step < MOST_POINTS as f64 => {
                    Some(Self::Values(stepped(from, to, step)))
                }
                Some(step) if step > 0.0 => {
                    let what = format!("more than {MOST_POINTS} values from {from} to {to} in steps of {step}");
                    wrong("step", what, "give a greater step")
                }
                Some(step) => wrong("step", format!("a step of {step}"), "give a number above 0"),
            },
            (Some(_), ..) => {
                wrong("", "both `values` and `from` or `to` are given".into(), "keep `values`, or `from` and `to`")
            }
            (None, ..) => wrong(
                "",
                "this axis has no values".into(),
                "give `values`, such as [20, 30, 40], or `from` and `to` with a `step`",
            ),
        }
    }

    /// The value at a share of the way along the axis, from 0 to just below 1: each of single values has an equal part.
    pub(super) fn at(&self, share: f64) -> f64 {
        match self {
            Self::Values(values) => values[((share * values.len() as f64) as usize).min(values.len() - 1)],
            Self::Range(from, to) => from + (to - from) * share,
        }
    }
}

/// There is one zero only.
pub(super) fn plain(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value }
}

/// `from`, `from` + `step` and so on up to `to`, with no more decimals than the two of them have.
fn stepped(from: f64, to: f64, step: f64) -> Vec<f64> {
    let decimals = [from, step].map(|number| number.to_string().split_once('.').map_or(0, |(_, after)| after.len()));
    let decimals = decimals[0].max(decimals[1]);
    let steps = ((to - from) / step + 1e-9) as usize;
    let value = |number: usize| from + step * number as f64;
    // What was written so reads as the number that somebody would have written.
    (0..=steps).map(|number| plain(format!("{:.decimals$}", value(number)).parse().unwrap_or(value(number)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_give_the_numbers_that_people_write() {
        assert_eq!(stepped(0.0, 0.5, 0.1), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(stepped(20.0, 60.0, 15.0), [20.0, 35.0, 50.0]);
        assert_eq!(stepped(-0.5, 0.25, 0.25), [-0.5, -0.25, 0.0, 0.25]);
        assert_eq!(stepped(7.0, 7.0, 1.0), [7.0]);
        assert!(stepped(-0.5, 0.0, 0.25)[2].is_sign_positive());
    }

    #[test]
    fn a_share_of_the_way_falls_on_each_value_alike() {
        let values = Levels::Values(vec![10.0, 20.0, 30.0, 40.0]);
        let found: Vec<f64> = [0.0, 0.24, 0.25, 0.5, 0.99].map(|share| values.at(share)).into();
        assert_eq!(found, [10.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(Levels::Range(10.0, 20.0).at(0.25), 12.5);
    }
}
