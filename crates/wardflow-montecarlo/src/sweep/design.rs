//! Designs: how the values of the axes are combined to points.

mod latin_hypercube;
mod sobol;
pub(super) mod table;

pub use sobol::{MOST_AXES as MOST_SOBOL_AXES, MOST_POINTS as MOST_SOBOL_POINTS};

use wardflow_scenario::reading::{Path, Reporter};

use super::{MOST_NUMBERS, MOST_POINTS, axis::Levels, plan::Design};

/// The points of a sweep without their variants: a value of each axis for each point, in the order of the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Points {
    pub(super) axes: usize,
    /// Point by point.
    pub(super) values: Vec<f64>,
    /// What a CSV file calls them; empty otherwise.
    pub(super) names: Vec<String>,
}

impl Points {
    pub(super) fn number(&self) -> usize {
        self.values.len().checked_div(self.axes).unwrap_or(0)
    }

    pub(super) fn at(&self, point: usize) -> &[f64] {
        &self.values[point * self.axes..(point + 1) * self.axes]
    }

    /// Leaves out points that stand there already, unless they have names. Returns how many.
    pub(super) fn drop_repeated(&mut self) -> usize {
        if !self.names.is_empty() {
            return 0;
        }
        let mut order: Vec<usize> = (0..self.number()).collect();
        let compare = |a: &usize, b: &usize| {
            let pairs = self.at(*a).iter().zip(self.at(*b));
            pairs.map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or_else(|| a.cmp(b))
        };
        order.sort_unstable_by(compare);
        let mut repeated: Vec<usize> =
            order.windows(2).filter(|pair| self.at(pair[0]) == self.at(pair[1])).map(|pair| pair[1]).collect();
        repeated.sort_unstable();
        if !repeated.is_empty() {
            let kept = (0..self.number()).filter(|point| repeated.binary_search(point).is_err());
            self.values = kept.flat_map(|point| self.at(point).to_vec()).collect();
        }
        repeated.len()
    }
}

/// The points of any design but that of a file; what is wrong goes to the report.
pub(super) fn points(design: &Design, axes: &[(&str, Levels)], report: &mut Reporter<'_>) -> Option<Points> {
    let values = match design {
        Design::Grid => grid(&single_values("grid", axes, report)?, report)?,
        Design::List => list(axes, &single_values("list", axes, report)?, report)?,
        Design::LatinHypercube { points, seed } => {
            let points = sampled("latin_hypercube", *points, MOST_POINTS, axes.len(), report)?;
            let columns: Vec<_> = axes.iter().map(|(path, _)| latin_hypercube::shares(points, *seed, path)).collect();
            placed(points, axes, &columns)
        }
        Design::Sobol { points } => {
            if axes.len() > sobol::MOST_AXES {
                let what = format!("{} axes", axes.len());
                let remedy = format!("at most {} are possible; `latin_hypercube` takes more", sobol::MOST_AXES);
                report.error("sweep", Path::of(["vary"]), what, remedy);
                return None;
            }
            let points = sampled("sobol", *points, sobol::MOST_POINTS, axes.len(), report)?;
            let columns: Vec<_> = (0..axes.len()).map(|axis| sobol::shares(points, axis)).collect();
            placed(points, axes, &columns)
        }
        Design::Csv { .. } => return None,
    };
    Some(Points { axes: axes.len(), values, names: Vec::new() })
}

/// The single values of each axis.
fn single_values<'a>(design: &str, axes: &'a [(&str, Levels)], report: &mut Reporter<'_>) -> Option<Vec<&'a [f64]>> {
    let mut all = Some(Vec::new());
    for (path, levels) in axes {
        match levels {
            Levels::Values(values) => all.iter_mut().for_each(|all| all.push(values.as_slice())),
            Levels::Range(from, to) => {
                let what = format!("anything from {from} to {to} is possible, and a {design} needs single values");
                let remedy = "add a `step`, or choose a sampled `design` such as { \"sobol\": { \"points\": 64 } }";
                report.error("sweep", Path::of(["vary", path]), what, remedy);
                all = None;
            }
        }
    }
    all
}

/// Every value with every other; the last axis changes fastest.
fn grid(axes: &[&[f64]], report: &mut Reporter<'_>) -> Option<Vec<f64>> {
    let number = axes.iter().try_fold(1_usize, |number, values| number.checked_mul(values.len()));
    let number = number.unwrap_or(usize::MAX);
    check_number(number, axes.len(), Path::of(["vary"]), MOST_POINTS, report)?;
    let mut values = Vec::with_capacity(number * axes.len());
    for point in 0..number {
        let mut rest = number;
        for axis in axes {
            rest /= axis.len();
            values.push(axis[point / rest % axis.len()]);
        }
    }
    Some(values)
}

/// The first value of each, then the second of each.
fn list(named: &[(&str, Levels)], axes: &[&[f64]], report: &mut Reporter<'_>) -> Option<Vec<f64>> {
    let number = axes.first().map_or(0, |values| values.len());
    if let Some(other) = axes.iter().position(|values| values.len() != number) {
        let (first, path) = (named[0].0, named[other].0);
        let what = format!("{} values here, and {number} of `{first}`", axes[other].len());
        let remedy = "in a list all axes have equally many values: point after point takes the next of each";
        report.error("sweep", Path::of(["vary", path]), what, remedy);
        return None;
    }
    check_number(number, axes.len(), Path::of(["vary"]), MOST_POINTS, report)?;
    Some((0..number).flat_map(|point| axes.iter().map(move |values| values[point])).collect())
}

/// The number of points of a sampled design.
fn sampled(key: &str, points: u32, most: usize, axes: usize, report: &mut Reporter<'_>) -> Option<usize> {
    let path = Path::of(["design", key, "points"]);
    if points == 0 {
        report.error("sweep", path, "a design without points", "give at least 1");
        return None;
    }
    check_number(points as usize, axes, path, most, report)?;
    Some(points as usize)
}

pub(super) fn check_number(points: usize, axes: usize, at: Path, most: usize, report: &mut Reporter<'_>) -> Option<()> {
    let most = most.min(MOST_NUMBERS / axes.max(1));
    if points <= most {
        return Some(());
    }
    let shown = if points == usize::MAX { "endlessly many".into() } else { points.to_string() };
    let sampled = path_is_of_design(&at);
    let remedy = if sampled {
        format!("give at most {most}")
    } else {
        format!("at most {most} are possible here: take fewer values, or a sampled `design`")
    };
    report.error("sweep", at, format!("{shown} points"), remedy);
    None
}

fn path_is_of_design(path: &Path) -> bool {
    path.segments().first().is_some_and(|key| key == "design")
}

/// Points from the share of the way along each axis.
fn placed(points: usize, axes: &[(&str, Levels)], shares: &[Vec<f64>]) -> Vec<f64> {
    let at = |point: usize| axes.iter().zip(shares).map(move |((_, levels), shares)| levels.at(shares[point]));
    (0..points).flat_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_stand_there_already_are_left_out() {
        let values = vec![3.0, 1.0, 2.0, 1.0, 3.0, 1.0, 2.0, 2.0, 2.0, 1.0];
        let mut points = Points { axes: 2, values, names: Vec::new() };
        assert_eq!((points.drop_repeated(), points.values.as_slice()), (2, [3.0, 1.0, 2.0, 1.0, 2.0, 2.0].as_slice()));
    }
}
