//! Measures day by day over replications.

use serde::Serialize;
use wardflow_core::{measures::Catalogue, tally::Tally};

use crate::statistics::quantiles;

/// Room for the values of single replications, from which the ranges are taken [bytes].
const MOST_KEPT: usize = 256 << 20;

/// The daily measures over replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DailySeries {
    /// How many replications, the first ones, the ranges are of: as many as fit into 256 MiB. The means are of all.
    pub ranged_replications: u32,
    /// One series for each measure that has one ([`wardflow_core::measures::Measure::is_daily`]), in the catalogue's
    /// order.
    pub series: Vec<MeasureSeries>,
    /// Those replications, each series by series and in each day by day, to 7 digits; not a number where missing.
    #[serde(skip)]
    values: Vec<Box<[f32]>>,
}

impl DailySeries {
    /// One series in each of the first replications ([`Self::ranged_replications`]), day by day, to 7 digits; not a
    /// number where missing.
    pub fn replications(&self, series: usize) -> impl Iterator<Item = &[f32]> {
        let days = self.series.get(series).map_or(0, |series| series.days.len());
        self.values.iter().filter_map(move |values| values.get(series * days..(series + 1) * days))
    }
}

/// One measure day by day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureSeries {
    /// The measure's place in the catalogue.
    pub measure: usize,
    /// Every measured day, from the first.
    pub days: Vec<Day>,
}

/// One measure on one day over replications, in the unit of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Day {
    /// Mean over the replications with a value; not a number if there are none.
    pub mean: f64,
    /// 5% quantile over replications, as in [`crate::statistics::Summary`], of values kept to 7 digits.
    pub low_5: f64,
    /// 25% quantile over replications.
    pub low_25: f64,
    /// 50% quantile over replications.
    pub median: f64,
    /// 75% quantile over replications.
    pub high_75: f64,
    /// 95% quantile over replications.
    pub high_95: f64,
    /// Replications with a value on that day.
    pub cases: u32,
}

/// The daily measures of one replication: measure by measure, in each day by day; not a number where missing.
pub(crate) fn take(catalogue: &Catalogue, days: &[Tally]) -> Vec<f64> {
    let daily = catalogue.measures().iter().filter(|measure| measure.is_daily());
    daily.flat_map(|measure| days.iter().filter_map(|day| measure.of_day(day))).collect()
}

/// Sums over replications, and what is kept of the first ones.
pub(crate) struct DailySums {
    /// Places of the daily measures in the catalogue.
    measures: Vec<usize>,
    days: usize,
    /// Sum and number of the values so far, in the order of [`take`].
    sums: Vec<(f64, u32)>,
    /// The first replications, each in the order of [`take`].
    kept: Vec<Box<[f32]>>,
    most_kept: usize,
}

impl DailySums {
    /// Room for the measures of a catalogue on so many days.
    pub(crate) fn new(catalogue: &Catalogue, days: usize) -> Self {
        let measures = catalogue.measures().iter().enumerate();
        Self::with_room(measures.filter(|(_, measure)| measure.is_daily()).map(|(at, _)| at).collect(), days, MOST_KEPT)
    }

    fn with_room(measures: Vec<usize>, days: usize, bytes: usize) -> Self {
        let values = measures.len() * days;
        let most_kept = bytes / (values * size_of::<f32>()).max(1);
        Self { measures, days, sums: vec![(0.0, 0); values], kept: Vec::new(), most_kept }
    }

    /// How many values a replication has.
    pub(crate) fn values(&self) -> usize {
        self.sums.len()
    }

    /// Takes in the next replication.
    pub(crate) fn add(&mut self, values: &[f64]) {
        for ((sum, cases), value) in self.sums.iter_mut().zip(values).filter(|(_, value)| !value.is_nan()) {
            *sum += value;
            *cases += 1;
        }
        if self.kept.len() < self.most_kept {
            self.kept.push(values.iter().map(|&value| value as f32).collect());
        }
    }

    /// The series of all replications so far.
    pub(crate) fn series(self) -> DailySeries {
        let mut column = Vec::with_capacity(self.kept.len());
        let mut day = |place: usize| {
            let (sum, cases) = self.sums[place];
            column.clear();
            column.extend(self.kept.iter().map(|values| f64::from(values[place])).filter(|value| !value.is_nan()));
            // Nothing divided by nothing is not a number: no cases, no mean.
            let mean = sum / f64::from(cases);
            let of = quantiles(&mut column, [0.05, 0.25, 0.5, 0.75, 0.95]);
            Day { mean, low_5: of[0], low_25: of[1], median: of[2], high_75: of[3], high_95: of[4], cases }
        };
        let found = self.measures.iter().enumerate().map(|(row, &measure)| {
            let places = row * self.days..(row + 1) * self.days;
            MeasureSeries { measure, days: places.map(&mut day).collect() }
        });
        let series = found.collect();
        DailySeries { series, ranged_replications: self.kept.len() as u32, values: self.kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_of_each_measure_has_its_own_mean_and_range() {
        let mut sums = DailySums::with_room(vec![3, 8], 2, MOST_KEPT);
        sums.add(&[1.0, 10.0, 100.0, f64::NAN]);
        sums.add(&[2.0, 20.0, f64::NAN, f64::NAN]);
        sums.add(&[6.0, 60.0, 300.0, f64::NAN]);
        let daily = sums.series();
        assert_eq!(daily.ranged_replications, 3);
        assert_eq!(daily.series.iter().map(|series| series.measure).collect::<Vec<_>>(), [3, 8]);
        let [first, second] = [&daily.series[0].days, &daily.series[1].days];
        assert_eq!((first[0].mean, first[1].mean, second[0].mean), (3.0, 30.0, 200.0));
        assert!((first[0].low_5 - 1.1).abs() < 1e-9 && (first[0].high_95 - 5.6).abs() < 1e-9);
        assert!((first[0].low_25 - 1.5).abs() < 1e-9 && (first[0].high_75 - 4.0).abs() < 1e-9);
        assert_eq!((first[0].median, second[0].median), (2.0, 200.0));
        assert_eq!(daily.replications(0).collect::<Vec<_>>(), [[1.0, 10.0], [2.0, 20.0], [6.0, 60.0]]);
        assert_eq!((first[0].cases, second[0].cases, second[1].cases), (3, 2, 0));
        assert!(second[1].mean.is_nan() && second[1].low_5.is_nan() && second[1].high_95.is_nan());
    }

    #[test]
    fn ranges_are_of_the_replications_that_fit_and_means_of_all() {
        let mut sums = DailySums::with_room(vec![0], 2, 5 * size_of::<f32>());
        for value in [1.0, 1.0, 100.0, 200.0] {
            sums.add(&[value, -value]);
        }
        let daily = sums.series();
        assert_eq!((daily.ranged_replications, daily.replications(0).count()), (2, 2));
        let day = daily.series[0].days[0];
        assert_eq!((day.mean, day.low_5, day.high_95, day.cases), (75.5, 1.0, 1.0, 4));
    }
}
