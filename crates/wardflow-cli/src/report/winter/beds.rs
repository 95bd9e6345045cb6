//! How many acute beds would be enough in each of the winters that are tried, as bars from zero.

use wardflow_plot::{BarChart, BarLook, BarPanel, BarSeries};

use super::answer::WINTER;
use crate::{
    chances::{Beds, always_enough},
    english::list,
    exit::Failure,
    numbers,
    plot::{
        picture::Picture,
        runs::{
            exceedance::{self, NINE_IN_TEN, Need, every},
            footer, period,
        },
    },
    run_folder::RunFolder,
};

/// Beds that are enough on every day in nine of ten winters, or in all of fewer than say something about that.
pub(super) struct Enough {
    pub(super) beds: u64,
    /// The beds with their interval.
    pub(super) told: String,
    pub(super) is_certain: bool,
    /// Ends of the interval; not numbers if there is none.
    ends: [f64; 2],
}

impl Enough {
    pub(super) fn of(needed: &[f64]) -> Self {
        let always = always_enough(needed);
        let beds = Beds::enough(needed, NINE_IN_TEN);
        Self {
            beds: beds.map_or(always, |beds| beds.enough),
            told: beds.map_or_else(|| numbers::whole(always), Beds::told),
            is_certain: beds.is_some(),
            ends: beds.map_or([f64::NAN; 2], Beds::ends),
        }
    }
}

/// A winter in which an acute bed is always free, with the name of its bar.
pub(super) struct Tried<'a> {
    pub(super) name: String,
    pub(super) run: &'a RunFolder,
}

impl<'a> Tried<'a> {
    /// Called as the run is.
    pub(super) fn of(run: &'a RunFolder) -> Self {
        Self { name: run.name.clone(), run }
    }
}

/// The bars, hospital by hospital.
///
/// # Errors
/// If the peaks cannot be read.
pub(super) fn pictures(tried: &[Tried<'_>]) -> Result<Vec<Picture>, Failure> {
    let needs = tried.iter().map(|one| exceedance::of_run(one.run)).collect::<Result<Vec<_>, Failure>>()?;
    let hospitals = needs.first().map_or(0, Vec::len);
    let of_hospital = |at: usize| {
        let of_each: Vec<(&str, &Need<'_>)> =
            tried.iter().zip(&needs).map(|(one, needs)| (one.name.as_str(), &needs[at])).collect();
        picture(&of_each, hospitals > 1, tried)
    };
    Ok((0..hospitals).map(of_hospital).collect())
}

fn picture(of_each: &[(&str, &Need<'_>)], is_one_of_several: bool, tried: &[Tried<'_>]) -> Picture {
    let enough: Vec<Enough> = of_each.iter().map(|(_, need)| Enough::of(&need.period)).collect();
    let winters = of_each.iter().map(|(_, need)| need.period.len()).min().unwrap_or(0);
    let is_certain = enough.iter().all(|enough| enough.is_certain);
    let winters = if is_certain { format!("nine of ten {WINTER}s") } else { every(winters, WINTER) };
    let (id, of) = match of_each.first() {
        Some((_, need)) if is_one_of_several => {
            (format!("beds-{}", need.hospital), format!(" of {}", need.hospital_title))
        }
        _ => ("beds".to_owned(), String::new()),
    };
    // Each mitigation by itself is for the bars.
    let is_said = |at: &usize| *at < 2 || *at + 1 == of_each.len();
    let said = (0..of_each.len()).filter(is_said).map(|at| format!("{} {}", of_each[at].0, enough[at].told));
    let said: Vec<String> = said.collect();
    let is_hollow = of_each.iter().any(|(_, need)| need.is_hollow());
    let title = if is_hollow {
        format!(
            "No number of acute beds{of} is enough for long: the system cannot keep up even with a bed for everybody"
        )
    } else {
        format!("Acute beds{of} that are enough on every day in {winters}: {}", list(&said))
    };
    let mut chart = BarChart::new(id, title);
    let runs: Vec<&RunFolder> = tried.iter().map(|one| one.run).collect();
    chart.subtitle =
        format!("If an acute bed is always free · {}", runs.first().map(|run| period(run)).unwrap_or_default());
    let lines = if is_certain { " Lines are 95% intervals." } else { "" };
    chart.caption = format!(
        "The statistic of the answer: the highest daily mean of acute beds occupied, in {winters} at most this.{lines}"
    );
    chart.footer = footer(runs);
    let names = of_each.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut panel = BarPanel::new(format!("Acute beds{of} that are enough"), "beds", BarLook::Grouped, names);
    let ends = |end: usize| enough.iter().map(|enough| enough.ends[end]).collect();
    let values = enough.iter().map(|enough| enough.beds as f64).collect();
    panel.series = vec![BarSeries::new("", values).with_intervals(ends(0), ends(1))];
    chart.panels.push(panel);
    let each: Vec<String> =
        of_each.iter().zip(&enough).map(|((name, _), enough)| format!("{name} {}", enough.told)).collect();
    chart.alt_text = format!("Bars from zero of the beds that are enough: {}. {}", each.join(", "), chart.caption);
    Picture::Bars(chart)
}
