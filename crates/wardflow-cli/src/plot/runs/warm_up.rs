//! How many people there are in acute beds from the beginning of the warm-up on: had the system settled when it ended?
//!
//! The moving average is that of Welch (1983), "The statistical analysis of simulation results", in Lavenberg (ed.), "The
//! Computer Performance Modeling Handbook", Academic Press: near the begin its window is as wide as there is room for.

use wardflow_plot::{Colour, DateAxis, Figure, Layer, Panel, Series, Shade, ValueAxis, XAxis};

use super::{
    footer,
    spells::{DAY, Spell, Spells, Stay, in_bed, in_bed_and_ready},
};
use crate::{
    chart::title_with_hospital, english::written, exit::Failure, numbers, plot::picture::Picture, run_folder::RunFolder,
};

/// Days before and after each that its average is taken over: a week in all, so that weekdays do not show.
const AROUND: usize = 3;
/// A longer measured period is not shown to its end: times the warm-up, and days at least.
const MOST_AFTER: (usize, usize) = (3, 56);
/// Most days on either side of the cut that the title compares.
const COMPARED: usize = 28;

/// Whether a run has a warm-up. A census takes its place.
pub(super) fn has_one(run: &RunFolder) -> bool {
    run.run.warm_up_days > 0 && run.ready.model.census.is_empty()
}

/// Draws the people of every midnight.
///
/// # Errors
/// If there is no warm-up or the patients were not written.
pub(super) fn picture(run: &RunFolder, id: String) -> Result<Picture, Failure> {
    if !has_one(run) {
        return Err(Failure::Usage(format!(
            "`{}` has no warm-up to show\n  = help: a scenario has one with `warm_up_days` and without `census`",
            run.path.display()
        )));
    }
    let spells = Spells::of(run)?;
    let before = run.run.warm_up_days as usize;
    let days = (run.run.days as usize).min((MOST_AFTER.0 * before).max(MOST_AFTER.1));
    let start = run.run.start.plus_days(-(before as i64));
    let mut figure = Figure::new(id, "", XAxis::Date(DateAxis::new(start.to_string(), before + days)));
    let mut people = |title: &str, spells: &Spells, stay: fn(&Spell) -> Option<Stay>| {
        let people = spells.present(&(-(before as i64) * DAY..days as i64 * DAY), DAY, stay);
        let average = moving_average(&people);
        let line = |label: &str, colour: Colour, values: Vec<f64>| {
            Layer::Line(Series { colour: Some(colour), ..Series::new(label, values) })
        };
        figure.panels.push(
            Panel { value_axis: ValueAxis::FromZero, ..Panel::new(title, "people at midnight") }
                .with(Layer::Shade(Shade { days: (0..before).collect() }))
                .with(line("Each midnight", Colour::LightBlue, people.clone()))
                .with(line("Moving average of 7 days", Colour::DarkBlue, average)),
        );
        people
    };
    let hospitals = &run.ready.model.hospitals;
    let of_each: Vec<Vec<f64>> = spells
        .by_hospital(run)
        .iter()
        .map(|(hospital, of_hospital)| {
            let title = "In an acute bed";
            let title = match hospital {
                Some(hospital) => title_with_hospital(title, &run.ready.model, hospital),
                None => format!("{title}, all hospitals"),
            };
            people(&title, of_hospital, in_bed)
        })
        .collect();
    let in_beds: Vec<f64> = (0..before + days).map(|day| of_each.iter().map(|people| people[day]).sum()).collect();
    let (whose, together) = match hospitals.len() {
        0 | 1 => (String::new(), ""),
        several => (format!(" of {several} hospitals"), ", all hospitals"),
    };
    people(&format!("Discharge ready in an acute bed{together}"), &spells, in_bed_and_ready);
    let compared = COMPARED.min(before).min(days);
    let [last, first] = [&in_beds[before - compared..before], &in_beds[before..before + compared]].map(|days| {
        let mean = days.iter().sum::<f64>() / compared as f64;
        numbers::number(mean, usize::from(mean < 99.5))
    });
    let [last_days, first_days] = match compared {
        1 => ["on the last day of the warm-up".to_owned(), "on the first day".to_owned()],
        days => [format!("in the last {days} days of the warm-up"), format!("in the first {days}")],
    };
    figure.title = format!("{last} people are in an acute bed{whose} {last_days}, {first} {first_days} after it");
    figure.subtitle = format!(
        "{} · warm-up of {} and {} from {} on",
        run.run.scenario,
        numbers::count(before as u64, "day"),
        numbers::count(days as u64, "measured day"),
        written(run.run.start)
    );
    figure.caption = format!(
        "Grey: the warm-up, which begins with nobody in hospital and is in no result; it is long enough if the lines are \
         level where the grey ends, but for the season. {} Moving average after Welch (1983).",
        spells.source(run)
    );
    figure.footer = footer(std::slice::from_ref(run));
    figure.alt_text = format!(
        "Lines of the people at midnight from the beginning of the warm-up on. {}. {}",
        figure.title, figure.caption
    );
    Ok(Picture::Figure(figure))
}

/// The mean around each day; none at the end, where the window would be cut off.
fn moving_average(values: &[f64]) -> Vec<f64> {
    let average = |at: usize| {
        let around = AROUND.min(at);
        let window = values.get(at - around..=at + around)?;
        Some(window.iter().sum::<f64>() / window.len() as f64)
    };
    (0..values.len()).map(|at| average(at).unwrap_or(f64::NAN)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_grows_at_the_begin_and_is_never_cut_off() {
        let averages = moving_average(&[0.0, 3.0, 6.0, 6.0, 6.0, 6.0, 8.0, 8.0]);
        assert_eq!(averages[..5], [0.0, 3.0, 4.2, 5.0, 43.0 / 7.0]);
        assert!(averages[5..].iter().all(|average| average.is_nan()));
        assert!(moving_average(&[1.0]).iter().all(|average| *average == 1.0));
    }
}
