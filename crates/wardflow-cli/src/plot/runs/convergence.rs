//! How the mean of a measure settles as replications are added.

use wardflow_core::measures::Catalogue;
use wardflow_montecarlo::statistics::Summary;
use wardflow_plot::{Band, Figure, Layer, NumberAxis, Panel, Series, ValueAxis, XAxis};

use super::{footer, s_curve::subject, subtitle};
use crate::{
    english::all_of, estimate::Estimate, exit::Failure, numbers, plot::picture::Picture, run_folder::RunFolder,
};

/// An interval of so much of the mean says hardly anything [% on either side].
const HARDLY_KNOWN: f64 = 100.0;
/// Places of the axis.
const PLACES: usize = 200;

/// Draws the mean with its interval.
///
/// # Errors
/// If the run has no such measure, or too few replications with a value.
pub(super) fn picture(run: &RunFolder, key: &str, id: String) -> Result<Picture, Failure> {
    let subject = subject(std::slice::from_ref(run), key)?;
    let catalogue = Catalogue::of(&run.ready.model);
    if catalogue.find(key).is_some_and(|at| catalogue.measures()[at].is_pooled()) {
        return Err(Failure::Usage(format!(
            "`{key}` is taken of the patients or days of all replications together, so that a mean of replications is \
             another number and does not settle at it\n  = help: the interval in results.csv says how well it is known; or \
             draw a mean, such as `nctr_people`"
        )));
    }
    let values: Vec<f64> =
        run.replications(key).map_err(Failure::Unfit)?.into_iter().filter(|value| !value.is_nan()).collect();
    let count = values.len();
    if count < 2 {
        return Err(Failure::Usage(format!(
            "`{key}` has a value in {} of `{}`, and an interval takes two\n  = help: run it with more, such as -n 100",
            numbers::count(count as u64, "replication"),
            run.path.display(),
        )));
    }
    let every = count.div_ceil(PLACES).max(1);
    let mut places: Vec<usize> = (2..=count).step_by(every).collect();
    if places.last() != Some(&count) {
        places.push(count);
    }
    let found: Vec<Summary> = places.iter().map(|&place| Summary::of(&values[..place])).collect();
    let half = |summary: &Summary| summary.half_width_95.unwrap_or(f64::NAN);
    let Some(last) = found.last() else {
        return Err(Failure::Usage(format!("`{key}` has no value\n  = help: choose another")));
    };
    let axis = NumberAxis::new("Replications", places.iter().map(|&place| place as f64).collect());
    let percent = if last.mean == 0.0 { 0.0 } else { 100.0 * half(last) / last.mean.abs() };
    let known = Estimate::from(*last);
    let end = |value: f64| Estimate { value, ..known };
    let lowest = subject.bare(values.iter().copied().fold(f64::NAN, f64::min));
    let highest = subject.value(values.iter().copied().fold(f64::NAN, f64::max));
    let all = all_of(count as u64, "replication");
    let is_same = half(last) == 0.0;
    let title = if is_same {
        format!("In {all} {} is {}", subject.name, subject.after_its_name(last.mean))
    } else if count == 2 {
        format!("Two replications say little about {}: they gave {lowest} and {highest}", subject.name)
    } else if percent >= HARDLY_KNOWN {
        format!(
            "After {count} replications {} is hardly known: ± {}",
            subject.name,
            subject.value_beside(end(half(last)), last.mean)
        )
    } else {
        format!(
            "After {} {} is known to ± {}, {}% of its mean",
            numbers::count(count as u64, "replication"),
            subject.name,
            subject.value_beside(end(half(last)), last.mean),
            numbers::number(percent, 1),
        )
    };
    let mut figure = Figure::new(id, title, XAxis::Number(axis));
    figure.subtitle = subtitle(run, &subject.heading());
    let mean =
        format!("The mean over {} is {}", numbers::count(count as u64, "replication"), subject.after_its_name(known));
    figure.caption = if is_same {
        format!("{mean}, as in each of them.")
    } else if count == 2 {
        format!("{mean}; an interval that says something takes more.")
    } else {
        format!(
            "{mean}; its 95% interval (Student's t) goes from {} to {}.",
            numbers::number((last.mean - half(last)).max(0.0), subject.decimals(known)),
            subject.value_beside(end(last.mean + half(last)), last.mean),
        )
    };
    figure.footer = footer(std::slice::from_ref(run));
    let (divisor, unit) = subject.scale(last.mean);
    let of = |of: &dyn Fn(&Summary) -> f64| found.iter().map(|summary| of(summary).max(0.0) / divisor).collect();
    let mut panel = Panel::new(subject.heading(), unit)
        .with(Layer::Band(Band::new(
            "95% interval of the mean",
            of(&|at| at.mean - half(at)),
            of(&|at| at.mean + half(at)),
        )))
        .with(Layer::Line(Series::new("Mean so far", of(&|at| at.mean))));
    panel.value_axis = ValueAxis::FromData;
    figure.panels.push(panel);
    figure.alt_text = format!("The mean and its narrowing interval as replications are added. {}", figure.caption);
    Ok(Picture::Figure(figure))
}
