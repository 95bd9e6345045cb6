//! Measures day by day over replications.

use serde::Serialize;
use wardflow_core::{
    measures::{Catalogue, Measure},
    tally::Tally,
};

use self::least::Least;
use crate::statistics::quantiles;

mod least;

/// Room for the values of single replications, from which the ranges are taken [bytes].
const MOST_KEPT: usize = 256 << 20;
/// The shares of replications below the band and up to its upper end.
const BAND: [f64; 2] = [0.05, 0.95];

/// What is kept of a measure day by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Mean and the band that holds nine of ten replications.
    Band,
    /// The same with quartiles, and the values of each replication: takes several times the memory.
    Replications,
}

/// What is kept of each measure that there is day by day ([`Measure::is_daily`]); the others are not asked about.
pub type Wanted = fn(&Measure) -> Kept;

/// Nothing day by day: it costs time and memory, and changes nothing else.
pub fn nothing(_: &Measure) -> Kept {
    Kept::Nothing
}

/// Every measure with its band.
pub fn all(_: &Measure) -> Kept {
    Kept::Band
}

/// The daily measures over replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DailySeries {
    /// How many replications, the first ones, the ranges are of: as many as fit into 256 MiB. The means are of all.
    pub ranged_replications: u32,
    /// One series for each measure that is wanted, in the catalogue's order.
    pub series: Vec<MeasureSeries>,
}

impl DailySeries {
    /// The series of a measure by its place in the catalogue, if it was wanted.
    pub fn of(&self, measure: usize) -> Option<&MeasureSeries> {
        self.series.iter().find(|series| series.measure == measure)
    }
}

/// One measure day by day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureSeries {
    /// The measure's place in the catalogue.
    pub measure: usize,
    /// Every measured day, from the first.
    pub days: Vec<Day>,
    /// 25%, 50% and 75% quantile over replications of every measured day; none unless replications are kept.
    pub quartiles: Vec<[f64; 3]>,
    /// Each of the first replications ([`DailySeries::ranged_replications`]) day by day, to 7 digits, not a number where
    /// missing; none unless replications are kept.
    #[serde(skip)]
    pub replications: Vec<Box<[f32]>>,
}

/// One measure on one day over replications, in the unit of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Day {
    /// Mean over the replications with a value; not a number if there are none.
    pub mean: f64,
    /// 5% quantile over replications, as in [`crate::statistics::Summary`], of values kept to 7 digits.
    pub low_5: f64,
    /// 95% quantile over replications.
    pub high_95: f64,
    /// Replications with a value on that day.
    pub cases: u32,
}

/// The daily measures of an experiment: which there are, and what is kept of each.
#[derive(Clone, Debug)]
pub(crate) struct DailyMeasures(Vec<(usize, Kept)>);

impl DailyMeasures {
    /// Those of a catalogue that are wanted.
    pub(crate) fn of(catalogue: &Catalogue, wanted: Wanted) -> Self {
        let daily = catalogue.measures().iter().enumerate().filter(|(_, measure)| measure.is_daily());
        let with_kept = daily.map(|(at, measure)| (at, wanted(measure)));
        Self(with_kept.filter(|(_, kept)| *kept != Kept::Nothing).collect())
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Room for those of one replication on so many days: measure by measure, in each day by day.
    pub(crate) fn room(&self, days: usize) -> Vec<f64> {
        vec![f64::NAN; self.0.len() * days]
    }

    /// Puts those of a day into that room; not a number where missing.
    pub(crate) fn take(&self, catalogue: &Catalogue, number: usize, day: &Tally, room: &mut [f64]) {
        let days = room.len() / self.0.len();
        for (row, &(at, _)) in room.chunks_mut(days).zip(&self.0) {
            row[number] = catalogue.measures()[at].of_day(day).unwrap_or(f64::NAN);
        }
    }
}

/// Sums over replications, and what is kept of the first ones.
pub(crate) struct DailySums {
    measures: DailyMeasures,
    days: usize,
    /// Sum and number of the values so far, in the order of [`DailyMeasures::room`].
    sums: Vec<(f64, u32)>,
    /// Most replications that ranges are of.
    most_ranged: usize,
    /// How many there are so far.
    ranged: usize,
    /// How many values each of these places has.
    cases: Vec<u32>,
    /// The least of them, and the least of what is 0 less each of them.
    ends: [Least; 2],
    /// All of them, of the measures of which replications are kept, one after the other.
    replications: Vec<Vec<Box<[f32]>>>,
}

impl DailySums {
    /// Room for some measures on so many days, of at most so many replications.
    pub(crate) fn new(measures: DailyMeasures, days: usize, most: usize) -> Self {
        Self::with_room(measures, days, most, MOST_KEPT)
    }

    fn with_room(measures: DailyMeasures, days: usize, most: usize, bytes: usize) -> Self {
        let whole = measures.0.iter().filter(|(_, kept)| *kept == Kept::Replications).count();
        let places = measures.0.len() * days;
        let taken =
            |ranged: usize| (2 * Least::rows(ends_of(ranged)) * places + ranged * whole * days) * size_of::<f32>();
        // The most that fit: what they take grows with them.
        let (mut most_ranged, mut too_many) = (0, most + 1);
        while too_many - most_ranged > 1 {
            let middle = usize::midpoint(most_ranged, too_many);
            *(if taken(middle) <= bytes { &mut most_ranged } else { &mut too_many }) = middle;
        }
        let ends = [(); 2].map(|()| Least::new(ends_of(most_ranged)));
        Self {
            days,
            sums: vec![(0.0, 0); places],
            most_ranged,
            ranged: 0,
            cases: vec![0; places],
            ends,
            replications: vec![Vec::new(); whole],
            measures,
        }
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
        if self.ranged == self.most_ranged {
            return;
        }
        self.ranged += 1;
        for (cases, value) in self.cases.iter_mut().zip(values) {
            *cases += u32::from(!value.is_nan());
        }
        let [low, high] = &mut self.ends;
        low.add(values.iter().map(|&value| value as f32));
        high.add(values.iter().map(|&value| -value as f32));
        let kept = self.measures.0.iter().map(|(_, kept)| *kept).zip(values.chunks(self.days));
        let whole = kept.filter(|(kept, _)| *kept == Kept::Replications);
        for (replications, (_, days)) in self.replications.iter_mut().zip(whole) {
            replications.push(days.iter().map(|&value| value as f32).collect());
        }
    }

    /// The series of all replications so far.
    pub(crate) fn series(self) -> DailySeries {
        let Self { measures, days, sums, ranged, cases, ends, replications, .. } = self;
        let mut replications = replications.into_iter();
        let mut column = Vec::new();
        let mut series = Vec::with_capacity(measures.0.len());
        for (row, (measure, kept)) in measures.0.into_iter().enumerate() {
            let of_days = (row * days..(row + 1) * days).map(|place| {
                let (sum, of_all) = sums[place];
                let [low_5, high_95] = [0, 1].map(|end| ends[end].quantile(place, cases[place] as usize, BAND[0]));
                // Nothing divided by nothing is not a number: no cases, no mean.
                Day { mean: sum / f64::from(of_all), low_5, high_95: -high_95, cases: of_all }
            });
            let of_days = of_days.collect();
            let replications = match kept {
                Kept::Replications => replications.next().unwrap_or_default(),
                Kept::Nothing | Kept::Band => Vec::new(),
            };
            let quartiles = (0..if kept == Kept::Replications { days } else { 0 }).map(|day| {
                column.clear();
                let values = replications.iter().map(|values| f64::from(values[day]));
                column.extend(values.filter(|value| !value.is_nan()));
                quantiles(&mut column, [0.25, 0.5, 0.75])
            });
            let quartiles = quartiles.collect();
            series.push(MeasureSeries { measure, days: of_days, quartiles, replications });
        }
        DailySeries { series, ranged_replications: ranged as u32 }
    }
}

/// Of so many values, how many of the least ones say where the band begins.
fn ends_of(values: usize) -> usize {
    (BAND[0] * values.saturating_sub(1) as f64) as usize + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(kept: &[(usize, Kept)]) -> DailyMeasures {
        DailyMeasures(kept.to_vec())
    }

    #[test]
    fn each_day_of_each_measure_has_its_own_mean_and_range() {
        let mut sums = DailySums::new(measures(&[(3, Kept::Replications), (8, Kept::Band)]), 2, 3);
        sums.add(&[1.0, 10.0, 100.0, f64::NAN]);
        sums.add(&[2.0, 20.0, f64::NAN, f64::NAN]);
        sums.add(&[6.0, 60.0, 300.0, f64::NAN]);
        let daily = sums.series();
        assert_eq!(daily.ranged_replications, 3);
        assert_eq!(daily.series.iter().map(|series| series.measure).collect::<Vec<_>>(), [3, 8]);
        let [first, second] = [&daily.series[0].days, &daily.series[1].days];
        assert_eq!((first[0].mean, first[1].mean, second[0].mean), (3.0, 30.0, 200.0));
        assert!((first[0].low_5 - 1.1).abs() < 1e-9 && (first[0].high_95 - 5.6).abs() < 1e-9);
        assert!((second[0].low_5 - 110.0).abs() < 1e-9 && (second[0].high_95 - 290.0).abs() < 1e-9);
        assert_eq!((first[0].cases, second[0].cases, second[1].cases), (3, 2, 0));
        assert!(second[1].mean.is_nan() && second[1].low_5.is_nan() && second[1].high_95.is_nan());
        let kept = &daily.series[0];
        assert_eq!(kept.quartiles, [[1.5, 2.0, 4.0], [15.0, 20.0, 40.0]]);
        assert_eq!(
            kept.replications.iter().map(|days| &**days).collect::<Vec<_>>(),
            [[1.0, 10.0], [2.0, 20.0], [6.0, 60.0]]
        );
        assert!(daily.series[1].quartiles.is_empty() && daily.series[1].replications.is_empty());
    }

    #[test]
    fn the_band_is_that_of_all_values_although_few_are_kept() {
        let value = |number: usize| f64::from(((number * 7919) % 1009) as f32 / 8.0);
        for replications in [1, 2, 3, 19, 20, 21, 22, 40, 41, 42, 200, 1000] {
            // One place in which every value is there, one with gaps.
            let of = |number: usize| [value(number), if number.is_multiple_of(3) { f64::NAN } else { -value(number) }];
            let mut sums = DailySums::new(measures(&[(0, Kept::Band)]), 2, replications);
            (0..replications).for_each(|number| sums.add(&of(number)));
            let daily = sums.series();
            for place in [0, 1] {
                let mut all: Vec<f64> = (0..replications).map(|number| of(number)[place]).collect();
                all.retain(|value| !value.is_nan());
                let day = daily.series[0].days[place];
                let [low, high] = quantiles(&mut all, BAND);
                let is_same = |one: f64, other: f64| (one - other).abs() < 1e-9 || one.is_nan() && other.is_nan();
                assert!(is_same(day.low_5, low) && is_same(day.high_95, high), "{replications}: {day:?} {low} {high}");
            }
        }
    }

    #[test]
    fn ranges_are_of_the_replications_that_fit_and_means_of_all() {
        // Three of two days in full, and two rows at each end.
        let room = (3 * 2 + 2 * Least::rows(2) * 2) * size_of::<f32>();
        let mut sums = DailySums::with_room(measures(&[(0, Kept::Replications)]), 2, 4, room);
        for value in [1.0, 1.0, 1.0, 200.0] {
            sums.add(&[value, -value]);
        }
        let daily = sums.series();
        assert_eq!((daily.ranged_replications, daily.series[0].replications.len()), (3, 3));
        let day = daily.series[0].days[0];
        assert_eq!((day.mean, day.low_5, day.high_95, day.cases), (50.75, 1.0, 1.0, 4));
    }
}
