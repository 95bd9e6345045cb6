//! Outlines of the signs that mark points.

use crate::canvas::Point;

/// A shape; shapes tell series apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Wedge,
}

/// In the order in which series get them.
const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Wedge];

impl Shape {
    /// The shape of the n-th series.
    pub(crate) const fn of_series(index: usize) -> Self {
        SHAPES[index % SHAPES.len()]
    }

    /// Its corners around a place; `size` is the radius of the circle, the others look as large.
    pub(crate) fn around(self, (x, y): Point, size: f64) -> Vec<Point> {
        let corners: &[Point] = match self {
            Self::Circle => {
                const CORNERS: usize = 24;
                let angle = |corner: usize| corner as f64 / CORNERS as f64 * std::f64::consts::TAU;
                // Pictures need no digits that differ between platforms: `libm` as everywhere.
                return (0..CORNERS)
                    .map(|corner| (x + size * libm::cos(angle(corner)), y + size * libm::sin(angle(corner))))
                    .collect();
            }
            Self::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::Triangle => &[(0.0, -1.25), (1.15, 0.8), (-1.15, 0.8)],
            Self::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
            Self::Wedge => &[(0.0, 1.25), (1.15, -0.8), (-1.15, -0.8)],
        };
        corners.iter().map(|(right, down)| (x + size * right, y + size * down)).collect()
    }
}
