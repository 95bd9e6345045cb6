//! Week by week: the most acute beds needed, and how likely it is that they are more than are open.

use std::collections::BTreeMap;

use wardflow_montecarlo::statistics::quantiles;
use wardflow_plot::{Band, Colour, DateAxis, Figure, Layer, Panel, Series, ValueAxis, XAxis};
use wardflow_scenario::format::Date;

use super::{footer, percent_above, period, subtitle};
use crate::{
    chart::{hospital_name, title_with_hospital},
    english::{lower, written},
    exit::Failure,
    numbers,
    plot::picture::Picture,
    run_folder::{Peak, RunFolder},
};

/// Draws need and chance.
///
/// # Errors
/// If the peaks cannot be read.
pub(super) fn picture(run: &RunFolder, id: String) -> Result<Picture, Failure> {
    let peaks = run.peaks().map_err(Failure::Unfit)?;
    let days = run.run.days as usize;
    let mut figure = Figure::new(id, "", XAxis::Date(DateAxis::new(run.run.start.to_string(), days)));
    let mut stories: Vec<Story> = Vec::new();
    let hospitals = &run.ready.model.hospitals;
    for hospital in hospitals {
        let weeks = by_week(&peaks, &hospital.name);
        let name = hospital_name(&run.ready.model, &hospital.name);
        let titled = |title: &str| title_with_hospital(title, &run.ready.model, &hospital.name);
        let open = open_beds(run, &hospital.name);
        let ranges: Vec<(usize, [f64; 3])> = weeks
            .iter()
            .map(|(week, needed)| (place(run, *week), quantiles(&mut needed.clone(), [0.05, 0.5, 0.95])))
            .collect();
        let daily = |at: usize| level(days, ranges.iter().map(|(day, ends)| (*day, ends[at])));
        let mut need = Panel::new(titled("Most beds needed in each week"), "beds");
        need.value_axis = ValueAxis::FromData;
        if run.run.replications > 1 {
            need = need.with(Layer::Band(Band {
                colour: Some(Colour::NhsBlue),
                ..Band::new("5–95 % of replications", daily(0), daily(2))
            }));
        }
        need = need.with(blue(if run.run.replications > 1 { "Median" } else { "Needed" }, daily(1)));
        if let Some(open) = &open {
            need = need.with(Layer::StepLine(Series::new("Open beds", open.clone())));
        }
        figure.panels.push(need);
        let Some(open) = &open else {
            let most = ranges.iter().max_by(|(_, one), (_, other)| one[1].total_cmp(&other[1]));
            let (day, ends) = most.copied().unwrap_or_default();
            let week = written(run.run.start.plus_days(day as i64));
            let beds = numbers::number(ends[1], 0);
            let finding = format!("Most acute beds are needed in the week of {week}: {beds} in the median replication");
            stories.push(Story { name, has_limit: false, weight: ends[1], finding });
            continue;
        };
        let chances = chances(run, &weeks, open);
        let values = level(days, chances.iter().map(|(week, chance)| (place(run, *week), *chance)));
        let panel = Panel::new(titled("Chance that more are needed than are open"), "% of replications");
        figure.panels.push(panel.with(blue("Chance", values)));
        let weight = chances.iter().map(|(_, chance)| chance).sum();
        stories.push(Story { name, has_limit: true, weight, finding: finding(&chances) });
    }
    figure.title = title(stories);
    figure.subtitle = subtitle(run, "acute beds occupied and people waiting for one, highest daily mean of each week");
    figure.footer = footer(std::slice::from_ref(run));
    figure.caption =
        "Weeks begin on Monday; the first and the last may be shorter. Beds needed are those occupied and \
                      one for everybody who waits at the front door."
            .into();
    figure.alt_text = format!(
        "Week by week, {}: acute beds needed, and the chance that they are more than are open. {}.",
        period(run),
        figure.title
    );
    Ok(Picture::Figure(figure))
}

/// What a title can say of a hospital.
struct Story {
    /// If it is not the only one.
    name: Option<String>,
    has_limit: bool,
    /// How much it lacks beds, or how many it needs if they have no limit.
    weight: f64,
    finding: String,
}

/// The story of the only hospital, or of that which lacks beds most.
fn title(mut stories: Vec<Story>) -> String {
    let hospitals = stories.len();
    stories.sort_by(|one, other| one.has_limit.cmp(&other.has_limit).then_with(|| one.weight.total_cmp(&other.weight)));
    match stories.pop() {
        None => String::new(),
        Some(Story { name: None, finding, .. }) => finding,
        Some(Story { has_limit: true, weight, finding, .. }) if weight <= 0.0 => {
            format!("{finding} in any of {hospitals} hospitals")
        }
        Some(Story { name: Some(name), has_limit, finding, .. }) => {
            let most = if has_limit { "the likeliest to run out of beds" } else { "the largest" };
            format!("{name}, {most} of {hospitals} hospitals: {}", lower(&finding))
        }
    }
}

/// What the replications needed in each week.
fn by_week(peaks: &[Peak], hospital: &str) -> BTreeMap<Date, Vec<f64>> {
    let mut weeks: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
    for peak in peaks.iter().filter(|peak| peak.hospital == hospital) {
        weeks.entry(peak.week).or_default().extend(peak.needed);
    }
    weeks
}

/// The measured day on which a week begins.
fn place(run: &RunFolder, week: Date) -> usize {
    (week.days_since(run.run.start).max(0) as usize).min(run.run.days as usize - 1)
}

/// How likely it is in each week that more beds are needed than are open on its first day [% of replications].
fn chances(run: &RunFolder, weeks: &BTreeMap<Date, Vec<f64>>, open: &[f64]) -> Vec<(Date, f64)> {
    weeks.iter().map(|(week, needed)| (*week, percent_above(needed, open[place(run, *week)]))).collect()
}

/// The same for a hospital of a run; none if its beds have no limit.
///
/// # Errors
/// If the peaks cannot be read.
pub(crate) fn of_hospital(run: &RunFolder, hospital: &str) -> Result<Option<Vec<(Date, f64)>>, Failure> {
    let Some(open) = open_beds(run, hospital) else { return Ok(None) };
    let peaks = run.peaks().map_err(Failure::Unfit)?;
    Ok(Some(chances(run, &by_week(&peaks, hospital), &open)))
}

/// Open acute beds day by day; none if there is no limit.
fn open_beds(run: &RunFolder, hospital: &str) -> Option<Vec<f64>> {
    run.series(&format!("hospitals.{hospital}.open_beds"), |day| day.mean)
}

/// A blue line of steps.
fn blue(label: &str, values: Vec<f64>) -> Layer {
    Layer::StepLine(Series { colour: Some(Colour::NhsBlue), ..Series::new(label, values) })
}

/// Which weeks are likely to need more beds than are open.
fn finding(chances: &[(Date, f64)]) -> String {
    let all = chances.len() as u64;
    let likely = chances.iter().filter(|(_, chance)| *chance > 50.0).count() as u64;
    let worst = chances.iter().max_by(|(_, one), (_, other)| one.total_cmp(other));
    let Some((week, chance)) = worst.filter(|(_, chance)| *chance > 0.0) else {
        return "In no week are more acute beds needed than are open".into();
    };
    let worst = format!("the week of {} is likeliest ({} %)", written(*week), numbers::number(*chance, 0));
    match likely {
        0 => format!("In no week are more acute beds likely to be needed than are open; {worst}"),
        _ => format!(
            "In {} of {} more acute beds are likely to be needed than are open; {worst}",
            numbers::whole(likely),
            numbers::count(all, "week"),
        ),
    }
}

/// The value of each day from the values of the days on which weeks begin.
fn level(days: usize, weeks: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut values = vec![f64::NAN; days];
    for (from, value) in weeks {
        values[from..].fill(value);
    }
    values
}
