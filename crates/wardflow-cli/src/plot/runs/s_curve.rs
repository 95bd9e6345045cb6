//! How likely it is that a measure is at most any number.

use wardflow_montecarlo::{chance::enough, statistics::quantiles};
use wardflow_plot::{Figure, Guide, Layer, NumberAxis, Panel, Series, XAxis};

use super::{
    exceedance::{NINE_IN_TEN, every},
    footer, percent_above, period, told,
};
use crate::{
    english::all_of,
    exit::Failure,
    plot::{phrases::Subject, picture::Picture},
    run_folder::RunFolder,
};

/// Places of the axis.
const PLACES: usize = 120;

/// Of fewer replications eight of ten are hardly less than all.
const LEAST_FOR_EIGHT_IN_TEN: usize = 10;

/// Draws the curve of a measure, for several runs side by side.
///
/// # Errors
/// If a run has no such measure.
pub(super) fn picture(runs: &[RunFolder], key: &str, id: String) -> Result<Picture, Failure> {
    let subject = subject(runs, key)?;
    let mut all = Vec::new();
    for run in runs {
        let values: Vec<f64> =
            run.replications(key).map_err(Failure::Unfit)?.into_iter().filter(|value| !value.is_nan()).collect();
        if values.is_empty() {
            return Err(Failure::Usage(format!(
                "`{key}` has no value in any replication of `{}`\n  = help: choose another with --measure",
                run.path.display()
            )));
        }
        all.push(values);
    }
    let values = || all.iter().flatten().copied();
    let (least, most) = (values().fold(f64::NAN, f64::min), values().fold(f64::NAN, f64::max));
    let width = if most > least { (most - least) / PLACES as f64 } else { 1.0 };
    let places: Vec<f64> = (0..=PLACES).map(|place| least + place as f64 * width).collect();
    let places = if most > least { places } else { vec![least] };

    let mut panel = Panel::new("Chance that it is at most this", "% of replications");
    for (run, values) in runs.iter().zip(&all) {
        let label = if runs.len() == 1 { "Replications".to_owned() } else { run.name.clone() };
        let curve = places.iter().map(|&place| 100.0 - percent_above(values, place)).collect();
        panel = panel.with(Layer::Line(Series::new(label, curve)));
    }
    let sentences: Vec<String> = runs
        .iter()
        .zip(&all)
        .map(|(run, values)| {
            let ends = quantiles(&mut values.clone(), [0.1, 0.5, 0.9]);
            let [low, middle, high] = ends.map(|value| subject.after_its_name(value));
            let whose = if runs.len() == 1 { String::new() } else { format!(" ({})", run.name) };
            let most = subject.bare(values.iter().copied().fold(f64::NAN, f64::max));
            let least = subject.bare(values.iter().copied().fold(f64::NAN, f64::min));
            let all = all_of(values.len() as u64, "replication");
            match values.len() {
                1 => return format!("The one replication{whose} gives {middle}."),
                _ if least == most => return format!("It is {middle} in {all}{whose}."),
                2 => return format!("Two replications{whose} say little: they gave {least} and {most}."),
                few if few < LEAST_FOR_EIGHT_IN_TEN => {
                    return format!("In {all}{whose} it is from {least} to {most}; the median is {middle}.");
                }
                _ => {}
            }
            let known = enough(values, NINE_IN_TEN).filter(|most| most.low < most.high);
            let known = known.map_or_else(String::new, |most| {
                let [low, high] = [most.low, most.high].map(|value| subject.bare(value));
                format!(" What it is at most with a chance of nine in ten has the 95% interval {low} to {high}.")
            });
            format!(
                "In eight of ten of these replications{whose} it is from {low} to {high}; the median is {middle}.{known}"
            )
        })
        .collect();
    if let [values] = all.as_slice() {
        for (label, value) in ["P10", "P50", "P90"].into_iter().zip(quantiles(&mut values.clone(), [0.1, 0.5, 0.9])) {
            panel = panel.with(Layer::Guide(Guide::new(format!("{label}: {}", subject.bare(value)), value)));
        }
    }
    // Few replications say nothing about nine in ten: then what holds in all of them.
    let is_known = all.iter().all(|values| enough(values, NINE_IN_TEN).is_some());
    let highs = all.iter().map(|values| {
        let [high] = quantiles(&mut values.clone(), [if is_known { f64::from(NINE_IN_TEN) / 100.0 } else { 1.0 }]);
        high
    });
    let each = runs.iter().zip(highs).map(|(run, high)| {
        let said = subject.after_its_name(high);
        let full = if runs.len() == 1 { said.clone() } else { format!("{said} ({})", run.name) };
        (high, full, said)
    });
    let name = &subject.name;
    let axis = NumberAxis::new(subject.with_unit(&format!("{},", subject.heading())), places);
    let each = told(each.collect());
    let title = match all.as_slice() {
        [values] if values.len() == 1 => format!("In the one replication {name} is {each}"),
        [values] if most <= least => format!("In {} {name} is {each}", every(values.len(), "replication")),
        _ if is_known => format!("With a chance of nine in ten {name} is at most {each}"),
        [values] => format!("In {} {name} is at most {each}", every(values.len(), "replication")),
        all if all.iter().all(|values| values.len() == 1) => format!("In the one replication {name} is {each}"),
        _ => format!("In every replication {name} is at most {each}"),
    };
    let mut figure = Figure::new(id, title, XAxis::Number(axis));
    figure.subtitle =
        format!("Mean of the whole period in each replication · {}", runs.first().map(period).unwrap_or_default());
    figure.caption = sentences.join(" ");
    figure.footer = footer(runs);
    figure.alt_text =
        format!("A rising curve of the share of replications in which {name} is at most a number. {}", figure.caption);
    figure.panels.push(panel);
    Ok(Picture::Figure(figure))
}

/// How sentences call a measure.
///
/// # Errors
/// If a run does not have it.
pub(super) fn subject(runs: &[RunFolder], key: &str) -> Result<Subject, Failure> {
    for run in runs {
        if run.measure(key).is_none() {
            let keys = run.measures().iter().map(|measure| measure.key.as_str());
            let meant = wardflow_scenario::reading::nearest(key, keys)
                .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            return Err(Failure::Usage(format!(
                "`{}` has no measure `{key}`\n  = help: {meant}results.csv in its folder has the keys of all",
                run.path.display()
            )));
        }
    }
    let measure = runs
        .iter()
        .find_map(|run| run.measure(key))
        .ok_or_else(|| Failure::Usage(format!("no run has the measure `{key}`\n  = help: name a run")))?;
    let keys = runs.iter().flat_map(RunFolder::measures).map(|measure| measure.key.as_str());
    Ok(Subject::of(&measure.naming(), keys))
}
