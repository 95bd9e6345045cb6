//! How long a pool has which number in use, for the numbers that a scenario asks about.
//!
//! Time is kept in bands: below the first size, at it, between it and the second, at that, and so on; what is above the
//! last comes last. Pools that nobody asks about have none of this.

/// The time in each band of a pool's sizes.
#[derive(Clone, Debug)]
pub(crate) struct SizeBands {
    sizes: Box<[u64]>,
    /// Time in each band [s].
    time: Box<[u64]>,
}

/// How many bands so many sizes make.
pub(crate) const fn band_count(sizes: usize) -> usize {
    if sizes == 0 { 0 } else { 2 * sizes + 1 }
}

impl SizeBands {
    /// Of rising sizes; none if there are none.
    pub(crate) fn of(sizes: &[u64]) -> Option<Box<Self>> {
        let time = vec![0; band_count(sizes.len())].into();
        (!sizes.is_empty()).then(|| Box::new(Self { sizes: sizes.into(), time }))
    }

    /// So many units were in use for so long [s].
    pub(crate) fn count(&mut self, units: u64, seconds: u64) {
        let band = match self.sizes.binary_search(&units) {
            Ok(size) => 2 * size + 1,
            Err(above) => 2 * above,
        };
        self.time[band] += seconds;
    }

    /// Moves what was counted into sums.
    pub(crate) fn move_into(&mut self, sums: &mut [u64]) {
        for (sum, time) in sums.iter_mut().zip(&mut self.time) {
            *sum += std::mem::take(time);
        }
    }
}

/// Of the time in bands: that at the n-th size, and that at it or below [s].
pub(crate) fn at_and_up_to(bands: &[u64], size: usize) -> (u64, u64) {
    (bands[2 * size + 1], bands[..=2 * size + 1].iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_falls_in_one_band() {
        let mut bands = SizeBands::of(&[2, 5]).unwrap();
        for (units, seconds) in [(0, 1), (2, 10), (3, 100), (5, 1_000), (9, 10_000), (2, 20)] {
            bands.count(units, seconds);
        }
        let mut sums = [0; band_count(2)];
        bands.move_into(&mut sums);
        assert_eq!(sums, [1, 30, 100, 1_000, 10_000]);
        assert_eq!([at_and_up_to(&sums, 0), at_and_up_to(&sums, 1)], [(30, 31), (1_000, 1_131)]);
        assert!(SizeBands::of(&[]).is_none());
    }
}
