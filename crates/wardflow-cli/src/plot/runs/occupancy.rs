//! Acute beds occupied at 08:00 day by day: the range over replications, the open beds, and what was counted.

use std::cmp::Ordering;

use wardflow_plot::{Band, Colour, DateAxis, Figure, Layer, Panel, Series, Shade, Threshold, ValueAxis, XAxis};
use wardflow_scenario::{compile::bank_holidays, format::Date};

use super::{History, footer, period, subtitle};
use crate::{
    calm::calm,
    chart::{MARKS, hospital_name, title_with_hospital},
    english::{lower, upper, written},
    exit::Failure,
    numbers,
    plot::picture::Picture,
    run_folder::{DayRow, RunFolder},
};

/// Days before the first measured one that a history may be shown of.
const MOST_BEFORE: i64 = 366;
/// A fullest week that has a smaller share of beds more than the average one is not worth a title.
const SMALL: f64 = 0.02;

/// Draws the fan.
///
/// # Errors
/// If a history has no day in common with what is shown.
pub(super) fn picture(run: &RunFolder, id: String, history: Option<&History>) -> Result<Picture, Failure> {
    let before = history.map_or(Ok(0), |history| days_before(run, history))?;
    let start = run.run.start.plus_days(-before);
    let axis = DateAxis::new(start.to_string(), run.run.days as usize + before as usize);
    let days = axis.days;
    let wards: Vec<Ward> = run.ready.model.hospitals.iter().map(|hospital| Ward::new(run, &hospital.name)).collect();
    let fuller = |one: &&Ward, other: &&Ward| one.fullness().partial_cmp(&other.fullness()).unwrap_or(Ordering::Equal);
    let title = wards.iter().max_by(fuller).map_or_else(String::new, |ward| match &ward.name {
        Some(name) => format!(
            "{name}, the {} of {} hospitals: {}",
            if ward.open.is_some() { "fullest" } else { "largest" },
            wards.len(),
            lower(&ward.title(run))
        ),
        None => ward.title(run),
    });
    let mut figure = Figure::new(id, title, XAxis::Date(axis));
    figure.subtitle = subtitle(run, "acute beds occupied at 08:00");
    figure.footer = footer(std::slice::from_ref(run));

    let holidays = bank_holidays(&run.ready.scenario.bank_holidays);
    let is_shown = |day: &Date| (0..days as i64).contains(&day.days_since(start));
    let shaded: Vec<usize> = holidays.into_iter().filter(is_shown).map(|day| day.days_since(start) as usize).collect();
    for (index, ward) in wards.iter().enumerate() {
        let mut panel = ward.panel(run, before as usize, &shaded);
        if let Some(history) = history.filter(|_| index == 0) {
            let counted = (0..days as i64).map(|day| history.days.get(&start.plus_days(day)).copied());
            let series = Series {
                colour: Some(Colour::Pink),
                ..Series::new("Counted", counted.map(|value| value.unwrap_or(f64::NAN)).collect())
            };
            panel = panel.with(Layer::Line(series));
        }
        figure.panels.push(panel);
    }

    let mut sentences: Vec<String> = wards.iter().filter_map(Ward::caption).collect();
    if run.run.replications > 1 {
        sentences.push(format!(
            "On each day the dark band holds half of {} and the light one nine in ten: a simulated range, no control \
             limits.",
            numbers::count(run.run.ranged_replications.into(), "replication"),
        ));
    }
    if !shaded.is_empty() {
        sentences.push("Grey: bank holidays.".into());
    }
    figure.caption = sentences.join(" ");
    figure.alt_text = format!(
        "Acute beds occupied at 08:00 day by day, {}, with ranges over replications and the open beds. {}. {}",
        period(run),
        figure.title,
        figure.caption,
    );
    calm(&mut figure);
    Ok(Picture::Figure(figure))
}

/// How many days before the first measured one are shown for the sake of a history.
fn days_before(run: &RunFolder, history: &History) -> Result<i64, Failure> {
    let (first, last) = (run.run.start.plus_days(-MOST_BEFORE), run.run.start.plus_days(run.run.days.into()));
    let shown = history.days.range(first..last).next();
    match shown {
        Some((&day, _)) => Ok(run.run.start.days_since(day).max(0)),
        None => Err(Failure::Unfit(format!(
            "the history has no day between {first} and the end of the run\n  = help: give it days of the run ({}), or of \
             the year before it",
            period(run),
        ))),
    }
}

/// The acute beds of a hospital.
struct Ward {
    /// Its key in the scenario.
    key: String,
    /// If it is not the only one.
    name: Option<String>,
    /// Occupied at 08:00 in the middle replication, day by day.
    median: Vec<f64>,
    /// Open core beds, day by day; none if there is no limit.
    open: Option<Vec<f64>>,
    /// With those that escalations open; none if none may.
    with_escalation: Option<Vec<f64>>,
    /// Place of the first day of the fullest week, and how many beds are occupied in it on average.
    fullest: Option<(usize, f64)>,
}

impl Ward {
    fn new(run: &RunFolder, key: &str) -> Self {
        let median =
            run.series(&format!("hospitals.{key}.occupied_at_08_00_beds"), |day| day.median).unwrap_or_default();
        let open = run.series(&format!("hospitals.{key}.open_beds"), |day| day.mean);
        let escalation = run.series(&format!("hospitals.{key}.escalation_open_beds"), |day| day.mean);
        let with_escalation = open.as_ref().zip(escalation);
        let with_escalation =
            with_escalation.map(|(open, more)| open.iter().zip(more).map(|(open, more)| open + more).collect());
        let mondays = (0..median.len()).filter(|&day| run.run.start.plus_days(day as i64).weekday() == 0);
        let weeks = mondays.filter_map(|day| Some((day, mean(median.get(day..day + 7)?))));
        let fullest = weeks.filter(|(_, beds)| beds.is_finite()).max_by(|(_, one), (_, other)| one.total_cmp(other));
        Self { key: key.to_owned(), name: hospital_name(&run.ready.model, key), median, open, with_escalation, fullest }
    }

    fn key(&self, what: &str) -> String {
        format!("hospitals.{}.{what}", self.key)
    }

    /// Whether beds have a limit, and if so which share of them is occupied on a typical day; else how many are.
    fn fullness(&self) -> (bool, f64) {
        let typical = mean(&self.median);
        self.open.as_ref().map_or((false, typical), |open| (true, typical / mean(open)))
    }

    fn title(&self, run: &RunFolder) -> String {
        // So many digits that the share can be worked out again.
        let beds = |value: f64| numbers::number(value, usize::from(value < 99.5 && value.fract() != 0.0));
        let typical = mean(&self.median);
        let share = |occupied: f64, open: f64| numbers::number(100.0 * occupied / open, 0);
        let fullest = self.fullest.filter(|(_, full)| *full > (1.0 + SMALL) * typical);
        if let (Some(open), true) = (&self.open, self.with_escalation.is_some()) {
            // More may be occupied than there are core beds.
            let (begin, occupied, open) = match fullest {
                Some((day, full)) => (
                    format!("Acute beds are fullest in the week of {}:", written(run.run.start.plus_days(day as i64))),
                    full,
                    mean(&open[day..(day + 7).min(open.len())]),
                ),
                None => ("Acute beds on a typical day:".to_owned(), typical, mean(open)),
            };
            return format!(
                "{begin} {} occupied at 08:00, {} % of the {} core beds",
                beds(occupied),
                share(occupied, open),
                beds(open)
            );
        }
        match (fullest, &self.open) {
            (Some((day, full)), open) => {
                let week = written(run.run.start.plus_days(day as i64));
                match open.as_ref().map(|open| mean(&open[day..(day + 7).min(open.len())])) {
                    Some(open) => format!(
                        "Acute beds are fullest in the week of {week}: {} of {} occupied at 08:00 ({} %)",
                        beds(full),
                        beds(open),
                        share(full, open)
                    ),
                    None => {
                        format!("Most acute beds are occupied in the week of {week}: {} at 08:00", beds(full))
                    }
                }
            }
            (_, Some(open)) => format!(
                "On a typical day {} of {} acute beds are occupied at 08:00 ({} %)",
                beds(typical),
                beds(mean(open)),
                share(typical, mean(open)),
            ),
            (_, None) => format!("On a typical day {} acute beds are occupied at 08:00", beds(typical)),
        }
    }

    /// What occupancy is a share of.
    fn denominator(&self) -> &'static str {
        if self.with_escalation.is_some() { "open core beds" } else { "open beds" }
    }

    fn caption(&self) -> Option<String> {
        let open = self.open.as_ref()?;
        let above =
            |mark: f64| self.median.iter().zip(open).filter(|(median, open)| **median > mark / 100.0 * **open).count();
        let [norm, severe] = MARKS.map(above);
        let whose = self.name.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
        Some(format!(
            "At 08:00 the median is above {} % of the {}{whose} on {} of {}, and above {} % on {}.",
            MARKS[0],
            self.denominator(),
            numbers::whole(norm as u64),
            numbers::count(self.median.len() as u64, "day"),
            MARKS[1],
            numbers::whole(severe as u64),
        ))
    }

    fn panel(&self, run: &RunFolder, before: usize, shaded: &[usize]) -> Panel {
        let after = |values: Vec<f64>| [vec![f64::NAN; before], values].concat();
        let of = |of: fn(&DayRow) -> Option<f64>| {
            after(run.series(&self.key("occupied_at_08_00_beds"), of).unwrap_or_default())
        };
        let title = title_with_hospital("Acute beds occupied at 08:00", &run.ready.model, &self.key);
        let mut panel = Panel::new(title, "beds");
        panel.value_axis = ValueAxis::FromData;
        if !shaded.is_empty() {
            panel = panel.with(Layer::Shade(Shade { days: shaded.to_vec() }));
        }
        if run.run.replications > 1 {
            let band = |label: &str, low, high| {
                Layer::Band(Band { colour: Some(Colour::NhsBlue), ..Band::new(label, low, high) })
            };
            panel = panel.with(band("5–95 % of replications", of(|day| day.low_5), of(|day| day.high_95))).with(band(
                "25–75 % of replications",
                of(|day| day.low_25),
                of(|day| day.high_75),
            ));
        }
        if let Some(open) = &self.open {
            for mark in MARKS {
                let marked = open.iter().map(|beds| beds * mark / 100.0).collect();
                panel = panel.with(Layer::Threshold(Threshold::daily(
                    format!("{mark} % of {}", self.denominator()),
                    after(marked),
                )));
            }
            panel = panel.with(Layer::StepLine(Series::new(upper(self.denominator()), after(open.clone()))));
        }
        if let Some(open) = &self.with_escalation {
            let series = Series::new("Open core and escalation beds, mean", after(open.clone()));
            panel = panel.with(Layer::StepLine(Series { colour: Some(Colour::Purple), ..series }));
        }
        let label = if run.run.replications > 1 { "Median" } else { "Occupied" };
        panel.with(Layer::Line(Series::new(label, after(self.median.clone()))))
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
