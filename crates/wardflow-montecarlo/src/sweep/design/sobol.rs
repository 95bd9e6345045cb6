//! Sobol's sequence with the direction numbers of Joe and Kuo 2008, doi 10.1137/070709359.

use sobol_burley::{
    NUM_DIMENSIONS,
    parts::{sobol_rev, u32_to_f32_norm},
};

/// Most axes for which there are direction numbers.
pub const MOST_AXES: usize = NUM_DIMENSIONS as usize;
/// Most points that the library gives.
pub const MOST_POINTS: usize = 1 << 16;

/// The share of the way along one axis of each point.
///
/// In the order of Antonov and Saleev (1979, doi 10.1016/0041-5553(79)90085-5), in which the sequence is published. The
/// first point, all zeros, is part of it: without it the rest loses its balance (Owen 2020, arXiv 2008.08051).
pub(super) fn shares(points: usize, axis: usize) -> Vec<f64> {
    let share = |point: u32| {
        let gray = point ^ (point >> 1);
        f64::from(u32_to_f32_norm(sobol_rev(gray.reverse_bits(), axis as u32).reverse_bits()))
    };
    (0..points as u32).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the authors' own program prints for three dimensions (web.maths.unsw.edu.au/~fkuo/sobol).
    #[test]
    fn the_first_points_are_the_published_ones() {
        let published = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
            [0.1875, 0.3125, 0.9375],
            [0.6875, 0.8125, 0.4375],
        ];
        let axes = [0, 1, 2].map(|axis| shares(10, axis));
        for (point, expected) in published.iter().enumerate() {
            assert_eq!(&[0, 1, 2].map(|axis: usize| axes[axis][point]), expected, "point {point}");
        }
    }

    #[test]
    fn every_axis_has_one_point_in_each_part() {
        for axis in [0, 1, 17, MOST_AXES - 1] {
            let mut parts: Vec<usize> = shares(1024, axis).iter().map(|share| (share * 1024.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..1024).collect::<Vec<_>>(), "axis {axis}");
        }
    }
}
