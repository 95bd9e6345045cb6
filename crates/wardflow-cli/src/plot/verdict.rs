//! What a curve says: where it is today, its knee, and where it meets the target.

use wardflow_montecarlo::{comparison::confidence_each, stability::State};

use super::{
    knee::{self, Bend},
    runs::LEAST_FOR_NINE_IN_TEN,
    selection::{Selection, Shown, same},
    target::{Met, Target},
};
use crate::{estimate::Estimate, keeping_up, picked::known};

/// One measure of one variant along the horizontal axis.
pub(super) struct Curve<'a> {
    pub(super) variant: &'a Shown,
    /// Rising places with a mean.
    pub(super) points: Vec<Reading>,
}

/// What replications say at one place, in the unit of the measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) at: f64,
    pub(super) mean: f64,
    /// 95% interval of the mean; not a number without one.
    pub(super) mean_low: f64,
    pub(super) mean_high: f64,
    /// Half of the interval of the mean that holds for all points of the curve together; infinite without one.
    pub(super) joint_half: f64,
    /// 5% and 95% quantiles over replications; not a number without them.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Replications with a value.
    pub(super) cases: u32,
    /// Whether the system keeps up there.
    pub(super) state: Option<State>,
}

impl Reading {
    /// The mean with what is known of it.
    pub(super) fn estimate(&self) -> Estimate {
        Estimate { value: self.mean, half: Some(self.mean_high - self.mean).filter(|half| half.is_finite()) }
    }

    /// Whether the value says how long the system ran.
    fn is_unstable(&self) -> bool {
        self.state == Some(State::Unstable)
    }

    /// Whether the value is at best a rough picture.
    pub(super) fn is_hollow(&self) -> bool {
        keeping_up::is_hollow(self.state)
    }
}

/// Where a target is met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    /// By the mean.
    pub(super) mean: Met,
    /// By the whole 95% interval of the mean; none if there are no intervals.
    pub(super) interval: Option<Met>,
    /// By 95% of the replications; none if there are no quantiles.
    pub(super) replications: Option<Met>,
}

impl<'a> Curve<'a> {
    pub(super) fn new(variant: &'a Shown, measure: usize, key: &str) -> Self {
        let error = (1.0 - confidence_each(variant.points.len())) / 2.0;
        let points = variant.points.iter().filter_map(|point| {
            let mean = point.mean(measure)?;
            let result = point.results[measure]?;
            let there = |value: Option<f64>| value.filter(|value| value.is_finite()).unwrap_or(f64::NAN);
            let half = there(result.half_width_95);
            Some(Reading {
                at: point.at[0],
                mean,
                mean_low: mean - half,
                mean_high: mean + half,
                joint_half: known(key, &result).half_width(error),
                low: there(result.low_5),
                high: there(result.high_95),
                cases: result.cases,
                state: point.state,
            })
        });
        Self { variant, points: points.collect() }
    }

    /// Whether the range over replications goes nearly from one end to the other.
    pub(super) fn has_few(&self) -> bool {
        self.points.iter().any(|point| point.cases < LEAST_FOR_NINE_IN_TEN)
    }

    /// All curves of a measure.
    pub(super) fn all(selection: &'a Selection, measure: usize) -> Vec<Self> {
        let key = &selection.measures[measure].key;
        selection.variants.iter().map(|variant| Self::new(variant, measure, key)).collect()
    }

    /// The point at a place, if there is one.
    pub(super) fn reading(&self, at: f64) -> Option<&Reading> {
        self.points.iter().find(|point| same(point.at, at))
    }

    /// The height of the curve at a place, between two points on the straight line that is drawn; none outside.
    pub(super) fn height(&self, at: f64) -> Option<f64> {
        if let Some(point) = self.reading(at) {
            return Some(point.mean);
        }
        let pair = self.points.windows(2).find(|pair| pair[0].at < at && at < pair[1].at)?;
        let share = (at - pair[0].at) / (pair[1].at - pair[0].at);
        Some(pair[0].mean + share * (pair[1].mean - pair[0].mean))
    }

    /// Today's value on the horizontal axis, if the curve reaches so far.
    pub(super) fn today(&self) -> Option<f64> {
        self.variant.today[0].filter(|&today| self.height(today).is_some())
    }

    /// First and last point, if there are two.
    pub(super) fn ends(&self) -> Option<(&Reading, &Reading)> {
        match self.points.as_slice() {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }

    /// Whether any two means differ by more than chance: by intervals that hold for all points together, as the least and
    /// the most of many always differ.
    pub(super) fn changes(&self) -> bool {
        let highs = self.points.iter().map(|point| point.mean + point.joint_half);
        let lows = self.points.iter().map(|point| point.mean - point.joint_half);
        highs.fold(f64::INFINITY, f64::min) < lows.fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether the first and the last mean differ by more than chance.
    pub(super) fn ends_apart(&self) -> bool {
        self.ends().is_some_and(|(first, last)| first.mean_high < last.mean_low || last.mean_high < first.mean_low)
    }

    /// The point at the knee, if that is clear and more than chance.
    pub(super) fn knee(&self) -> Option<(&Reading, Bend)> {
        // Of points that replications leave in doubt even the ends may lie anyhow.
        let points: Vec<(f64, f64)> = self.points.iter().map(|point| (point.at, point.mean)).collect();
        let knee = knee::knee(&points).filter(|_| self.ends_apart())?;
        Some((&self.points[knee.point], knee.bend))
    }

    /// Where a target is met; none without points.
    pub(super) fn verdict(&self, target: Target) -> Option<Verdict> {
        if self.points.is_empty() {
            return None;
        }
        let worst = |low: f64, high: f64| match target.side {
            wardflow_plot::Side::AtMost => high,
            wardflow_plot::Side::AtLeast => low,
        };
        let met = |value: &dyn Fn(&Reading) -> f64| {
            // Not known everywhere, it says nothing about all of them.
            let known = self.points.iter().all(|point| !value(point).is_nan());
            // Where the system cannot keep up nothing is met for long.
            let met = self.points.iter().map(|point| (point.at, !point.is_unstable() && target.is_met(value(point))));
            let met: Vec<(f64, bool)> = met.collect();
            known.then(|| Met::of(&met))
        };
        Some(Verdict {
            mean: met(&|point| point.mean)?,
            interval: met(&|point| worst(point.mean_low, point.mean_high)),
            // Of few replications it is not 95% that meet it.
            replications: met(&|point| worst(point.low, point.high)).filter(|_| !self.has_few()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wardflow_plot::Side;

    fn shown(today: Option<f64>) -> Shown {
        Shown { name: "A".into(), today: vec![today], points: Vec::new(), expected: 0 }
    }

    fn curve(variant: &Shown, means: [f64; 6], half: f64) -> Curve<'_> {
        let reading = |(mean, at): (f64, u8)| Reading {
            at: f64::from(at),
            mean,
            mean_low: mean - half,
            mean_high: mean + half,
            joint_half: 1.3 * half,
            low: mean - 5.0,
            high: mean + 5.0,
            cases: 100,
            state: None,
        };
        Curve { variant, points: means.into_iter().zip(10..).map(reading).collect() }
    }

    #[test]
    fn a_target_is_met_by_mean_interval_and_replications_apart() {
        let variant = shown(None);
        let curve = curve(&variant, [60.0, 48.0, 44.0, 42.0, 39.0, 38.0], 2.0);
        let verdict = curve.verdict(Target { side: Side::AtMost, level: 45.0 }).unwrap();
        assert_eq!(verdict.mean, Met::From(12.0));
        assert_eq!((verdict.interval, verdict.replications), (Some(Met::From(13.0)), Some(Met::From(14.0))));
        let verdict = curve.verdict(Target { side: Side::AtLeast, level: 45.0 }).unwrap();
        assert_eq!((verdict.mean, verdict.interval), (Met::UpTo(11.0), Some(Met::UpTo(11.0))));
    }

    #[test]
    fn what_may_be_chance_has_no_knee() {
        let variant = shown(None);
        let means = [60.0, 48.0, 44.0, 42.0, 41.0, 41.0];
        assert_eq!(curve(&variant, means, 2.0).knee().map(|(knee, _)| knee.at), Some(12.0));
        assert!(curve(&variant, means, 2.0).changes());
        assert_eq!(curve(&variant, means, 12.0).knee(), None);
        assert!(!curve(&variant, means, 12.0).changes());
        // The intervals of the least and the most alone do not meet, those of all points do.
        assert!(!curve(&variant, means, 9.0).changes());
    }

    #[test]
    fn today_lies_on_the_line_that_is_drawn() {
        let on = |today: f64| {
            let variant = shown(Some(today));
            let curve = curve(&variant, [60.0, 48.0, 44.0, 42.0, 41.0, 41.0], 1.0);
            curve.today().and_then(|today| curve.height(today))
        };
        assert_eq!([10.0, 10.5, 15.0, 9.0, 16.0].map(on), [Some(60.0), Some(54.0), Some(41.0), None, None]);
    }
}
