//! Lengths of stays that are met at an instant, and of those of which a part is known.

use crate::{model::Model, stay::QuantileTable};

/// Strata of a distribution, each with its share of all time spent in stays.
const STRATA: usize = 1_024;
/// Stays as they are met at an instant: long ones in proportion to their length.
#[derive(Clone, Debug)]
pub(crate) struct Met(Vec<f64>);

impl Met {
    /// For each stay that a census of the model needs it for.
    pub(crate) fn all_of(model: &Model) -> Vec<Option<Self>> {
        let mut all = vec![None; model.stays.len()];
        let unknown = model.census.iter().filter(|group| group.place.is_stay() && group.known.times().is_none());
        for kind in unknown.flat_map(|group| &group.kinds) {
            all[kind.stay.at()].get_or_insert_with(|| Self::of(&model.stays[kind.stay.at()]));
        }
        all
    }

    fn of(stays: &QuantileTable) -> Self {
        let middle = |stratum: usize| stays.draw_seconds(bits_at((stratum as f64 + 0.5) / STRATA as f64));
        let mut so_far = 0.0;
        let sums = (0..STRATA).map(|stratum| {
            so_far += middle(stratum);
            so_far
        });
        Self(sums.collect())
    }

    /// The length of a stay that is met [s].
    pub(super) fn draw(&self, stays: &QuantileTable, chosen: f64, within: f64) -> u64 {
        let all = self.0[STRATA - 1];
        let stratum = self.0.partition_point(|&sum| sum <= chosen * all).min(STRATA - 1);
        stays.draw(bits_at((stratum as f64 + within) / STRATA as f64))
    }
}

/// A probability as the 64 digits of a draw.
fn bits_at(probability: f64) -> u64 {
    // Casting saturates.
    (probability * 2.0f64.powi(64)) as u64
}

/// A stay that is longer than what is known of it [s], if any is.
pub(super) fn longer_than(stays: &QuantileTable, known: u64, bits: u64) -> Option<u64> {
    let (mut no_longer, mut longer) = (0, u64::MAX);
    if stays.draw(longer) <= known {
        return None;
    }
    if stays.draw(no_longer) > known {
        return Some(stays.draw(bits));
    }
    while longer - no_longer > 1 {
        let middle = no_longer + (longer - no_longer) / 2;
        *(if stays.draw(middle) > known { &mut longer } else { &mut no_longer }) = middle;
    }
    let above = u64::MAX - longer;
    Some(stays.draw(longer + ((u128::from(above) * u128::from(bits)) >> 64) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::DAY,
        random::{Key, Purpose, unit},
        stay::Shape,
    };

    #[test]
    fn a_stay_that_is_met_is_longer_by_its_spread() {
        // Length-biased: the mean is (mean^2 + variance) / mean; of an exponential twice the mean.
        let stays = QuantileTable::new(&Shape::Exponential { mean: 10.0 });
        let met = Met::of(&stays);
        let key = Key::of_replication(crate::random::Seed(3), 0);
        let draws = 200_000;
        let sum: f64 = (0..draws)
            .map(|k| {
                let key = key.item(k);
                let (chosen, within) = (key.uniform(Purpose::WholeStay), unit(key.bits_of(Purpose::WholeStay, 1)));
                met.draw(&stays, chosen, within) as f64 / DAY as f64
            })
            .sum();
        assert!((sum / draws as f64 - 20.0).abs() < 0.15, "{}", sum / draws as f64);
    }

    #[test]
    fn the_rest_of_a_stay_depends_on_what_it_has_lasted() {
        let stays = QuantileTable::new(&Shape::Uniform { least: 10.0, most: 20.0 });
        let key = Key::of_replication(crate::random::Seed(3), 0);
        let mean = |so_far: u64| {
            let all = (0..20_000).filter_map(|k| longer_than(&stays, so_far, key.item(k).bits(Purpose::WholeStay)));
            all.map(|seconds| seconds as f64 / DAY as f64).sum::<f64>() / 20_000.0
        };
        assert!((mean(0) - 15.0).abs() < 0.1 && (mean(14 * DAY) - 17.0).abs() < 0.1, "{} {}", mean(0), mean(14 * DAY));
        assert_eq!(longer_than(&stays, 20 * DAY, 5), None);
    }
}
