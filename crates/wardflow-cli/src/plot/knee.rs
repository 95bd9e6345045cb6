//! The knee of a curve: the place beyond which it does not go on as before.

/// Fewer points have no shape.
const FEWEST: usize = 5;
/// A knee that is nearer to the straight line from the first to the last point, in the unit square, is not clear: a
/// parabola reaches 0.25, a quarter circle 0.41.
const CLEAR: f64 = 0.3;

/// Which way a curve goes and bends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bend {
    /// It falls, and then hardly.
    FallsThenFlat,
    /// It rises, and then hardly.
    RisesThenFlat,
    /// It hardly rises, and then much.
    FlatThenRises,
    /// It hardly falls, and then much.
    FlatThenFalls,
}

/// A clear knee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Knee {
    /// Place of the point it is at.
    pub(super) point: usize,
    pub(super) bend: Bend,
}

/// The knee of a curve through points with rising first coordinates; none if it is not clear.
///
/// Kneedle (Satopaa, Albrecht, Irwin and Raghavan 2011, doi 10.1109/ICDCSW.2011.20) without smoothing, as the points are
/// means: both coordinates are scaled to the unit square, and the knee is where the curve is farthest from the diagonal.
/// With fewer than five points, or a distance below 0.3, or another point as far away with a dent in between, no knee is
/// clear.
pub(super) fn knee(points: &[(f64, f64)]) -> Option<Knee> {
    let (&(x_first, y_first), &(x_last, y_last)) = (points.first()?, points.last()?);
    // Not true of `NaN` either.
    let changes = points.len() >= FEWEST && x_last > x_first && (y_last - y_first).abs() > 0.0;
    if !changes {
        return None;
    }
    // Above the diagonal of a curve that is turned so that it rises.
    let above: Vec<f64> =
        points.iter().map(|(x, y)| (y - y_first) / (y_last - y_first) - (x - x_first) / (x_last - x_first)).collect();
    let (high, low) = (farthest(&above, 1.0), farthest(&above, -1.0));
    let (point, sign) = if above[high] >= -above[low] { (high, 1.0) } else { (low, -1.0) };
    let distances: Vec<f64> = above.iter().map(|distance| distance * sign).collect();
    if distances[point] < CLEAR || has_rival(&distances, point) {
        return None;
    }
    let bend = match (y_last < y_first, sign > 0.0) {
        (true, true) => Bend::FallsThenFlat,
        (false, true) => Bend::RisesThenFlat,
        (false, false) => Bend::FlatThenRises,
        (true, false) => Bend::FlatThenFalls,
    };
    Some(Knee { point, bend })
}

/// The first of the points farthest to one side.
fn farthest(above: &[f64], sign: f64) -> usize {
    (0..above.len()).fold(0, |best, point| if above[point] * sign > above[best] * sign { point } else { best })
}

/// Whether there is another local maximum: by the threshold of the method (with sensitivity 1), one that the curve leaves
/// by more than the mean step between points before it comes to the knee.
fn has_rival(distances: &[f64], knee: usize) -> bool {
    let step = 1.0 / (distances.len() - 1) as f64;
    let rises_again = |points: &mut dyn Iterator<Item = f64>| {
        let mut lowest = f64::INFINITY;
        for distance in points {
            lowest = lowest.min(distance);
            if distance >= CLEAR && distance - lowest > step {
                return true;
            }
        }
        false
    };
    rises_again(&mut distances[..knee].iter().rev().copied()) || rises_again(&mut distances[knee + 1..].iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(of: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        (0..=20).map(|step| 40.0 + f64::from(step)).map(|x| (x, of(x))).collect()
    }

    fn at(of: impl Fn(f64) -> f64) -> Option<(f64, Bend)> {
        let points = curve(of);
        knee(&points).map(|knee| (points[knee.point].0, knee.bend))
    }

    #[test]
    fn two_straight_lines_meet_at_the_knee() {
        assert_eq!(at(|x| 30.0 + 5.0 * (46.0 - x).max(0.0)), Some((46.0, Bend::FallsThenFlat)));
        assert_eq!(at(|x| 30.0 + (x - 40.0).min(6.0)), Some((46.0, Bend::RisesThenFlat)));
        assert_eq!(at(|x| 30.0 + (x - 54.0).max(0.0)), Some((54.0, Bend::FlatThenRises)));
        assert_eq!(at(|x| 30.0 - (x - 54.0).max(0.0)), Some((54.0, Bend::FlatThenFalls)));
    }

    #[test]
    fn the_knee_of_an_exponential_is_where_its_slope_is_that_of_the_diagonal() {
        // exp(-6 t), t from 0 to 1: its slope is that of the chord where 6 exp(-6 t) = 1 - exp(-6), at t = 0.299.
        let a_twentieth = 0.740_818_220_681_718_f64;
        let (x, bend) = at(|x| a_twentieth.powi(x as i32 - 40)).unwrap();
        assert!((x - (40.0 + 20.0 * 0.299)).abs() <= 0.5 && bend == Bend::FallsThenFlat, "{x}");
    }

    #[test]
    fn unclear_knees_are_none() {
        assert_eq!(at(|x| 100.0 - 2.0 * x), None, "a straight line");
        assert_eq!(at(|x| (x - 60.0) * (x - 60.0)), None, "a parabola");
        assert_eq!(at(|_| 5.0), None, "a level line");
        assert_eq!(at(|x| f64::from((x as u32) % 2)), None, "a zigzag");
        let step = |x: f64| if x < 42.0 { 90.0 } else { 60.0 };
        assert_eq!(at(step), Some((42.0, Bend::FallsThenFlat)), "one step");
        assert_eq!(at(|x| if x < 53.0 { step(x) } else { 30.0 }), None, "two steps");
        assert_eq!(at(|_| f64::NAN), None, "nothing");
        let few: Vec<(f64, f64)> = curve(|x| 5.0 * (46.0 - x).max(0.0)).into_iter().step_by(6).collect();
        assert_eq!(knee(&few), None);
        assert_eq!((knee(&[]), knee(&[(1.0, 2.0)])), (None, None));
    }
}
