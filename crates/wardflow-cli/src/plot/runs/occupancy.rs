//! Acute beds occupied at 08:00 day by day: the range over replications, the open beds, and what was counted.

use std::collections::BTreeMap;

use wardflow_montecarlo::leading::largest;
use wardflow_plot::{
    Band, Colour, DateAxis, Figure, Layer, Panel, Points, Series, Shade, Sign, Threshold, ValueAxis, XAxis,
};
use wardflow_scenario::{compile::bank_holidays, format::Date};

use super::{Counted, LEAST_FOR_NINE_IN_TEN, footer, named_number, period, subtitle, told};
use crate::{
    calm::calm,
    chart::{MARKS, hospital_name, title_with_hospital},
    daily::Of,
    english::{all_of, counted, from_to, lower, upper, written},
    exit::Failure,
    numbers,
    picked::{Picked, alone},
    plot::{history::History, picture::Picture},
    run_folder::{Peak, RunFolder},
};

/// Days before the first measured one that a history may be shown of.
const MOST_BEFORE: i64 = 366;
/// The measure that all is said of.
const OCCUPIED: &str = "occupied_at_08_00_beds";
/// A fullest week that has a smaller share of beds more than the average one is not worth a title.
const SMALL: f64 = 0.02;

/// Draws the fan.
///
/// # Errors
/// If a history has no day in common with what is shown.
pub(super) fn picture(run: &RunFolder, id: String, counted: &[Counted]) -> Result<Picture, Failure> {
    let is_there = |one: &&Counted| run.ready.model.hospitals.iter().any(|hospital| hospital.name == one.hospital);
    let counted: Vec<&Counted> = counted.iter().filter(is_there).collect();
    let mut before = 0;
    for one in &counted {
        before = before.max(days_before(run, &one.history)?);
    }
    let start = run.run.start.plus_days(-before);
    let axis = DateAxis::new(start.to_string(), run.run.days as usize + before as usize);
    let days = axis.days;
    let peaks = run.peaks().map_err(Failure::Unfit)?;
    let hospitals = run.ready.model.hospitals.iter();
    let wards: Vec<Ward> = hospitals.map(|hospital| Ward::new(run, &peaks, &hospital.name)).collect();
    let title = title(run, &wards)?;
    let mut figure = Figure::new(id, title, XAxis::Date(axis));
    figure.subtitle = subtitle(run, "acute beds occupied at 08:00");
    figure.footer = footer(std::slice::from_ref(run));

    let holidays = bank_holidays(&run.ready.scenario.bank_holidays);
    let is_shown = |day: &Date| (0..days as i64).contains(&day.days_since(start));
    let shaded: Vec<usize> = holidays.into_iter().filter(is_shown).map(|day| day.days_since(start) as usize).collect();
    let mut sentences: Vec<String> = wards.iter().filter_map(Ward::caption).collect();
    for ward in &wards {
        let mut panel = ward.panel(run, before as usize, &shaded);
        for one in counted.iter().filter(|one| one.hospital == ward.key) {
            panel = panel.with(Layer::Points(points(&one.history, start, days)));
            sentences.push(said_of(&one.history, ward, start, days));
        }
        figure.panels.push(panel);
    }
    if run.run.replications > 1 {
        let of = run.run.ranged_replications;
        sentences.push(if of < LEAST_FOR_NINE_IN_TEN {
            format!(
                "On each day the light band goes nearly from the lowest to the highest of {}: a simulated range, no control \
                 limits.",
                all_of(of.into(), "replication"),
            )
        } else {
            format!(
                "On each day the dark band holds half of {} and the light one nine in ten: a simulated range, no control \
                 limits.",
                numbers::count(of.into(), "replication"),
            )
        });
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

/// What was counted on the days that are shown.
fn points(history: &History, start: Date, days: usize) -> Points {
    let shown = history.with_gaps().into_iter().map(|(day, value)| (day.days_since(start), value));
    let (at, values) =
        shown.filter(|(day, _)| (0..days as i64).contains(day)).map(|(day, value)| (day as f64, value)).unzip();
    Points { joined: true, colour: Some(Colour::Pink), ..Points::new("Counted", Sign::Dot, at, values) }
}

/// What the points are, and how many are missing.
fn said_of(history: &History, ward: &Ward, start: Date, days: usize) -> String {
    let shown: Vec<&Date> = history.days.range(start..start.plus_days(days as i64)).map(|(day, _)| day).collect();
    let whose = ward.name.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
    let span = match shown.as_slice() {
        [first, .., last] => format!(" from {} to {}", written(**first), written(**last)),
        [only] => format!(" on {}", written(**only)),
        [] => String::new(),
    };
    let mut text = format!(
        "Counted: column {} of {}, taken as acute beds{whose} occupied at 08:00, {}{span}.",
        history.name,
        history.file,
        numbers::count(shown.len() as u64, "value"),
    );
    if let Some(gaps) = history.gaps_told() {
        text.push(' ');
        text.push_str(&gaps);
    }
    text
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

/// What is said of the only hospital, or of the fullest one if one is fuller than all others by more than chance.
fn title(run: &RunFolder, wards: &[Ward]) -> Result<String, Failure> {
    if let [only] = wards {
        return Ok(only.title());
    }
    let has_limit = wards.iter().any(|ward| ward.open.is_some());
    let judged: Vec<&Ward> = wards.iter().filter(|ward| ward.open.is_some() == has_limit).collect();
    let keys: Vec<String> = judged.iter().map(|ward| ward.key(OCCUPIED)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut values = run.replications_of(&keys).map_err(Failure::Unfit)?;
    // By their share of the open beds, as the titles tell.
    for (values, ward) in values.iter_mut().zip(&judged) {
        let beds = ward.open.as_deref().map_or(1.0, mean);
        for value in values {
            *value /= beds;
        }
    }
    let name = |ward: &Ward| ward.name.clone().unwrap_or_default();
    if let Some(ward) = alone(&largest(&values)).map(|at| judged[at]) {
        let most = if has_limit { "fullest" } else { "largest" };
        return Ok(format!("{}, the {most} of {} hospitals: {}", name(ward), wards.len(), lower(&ward.title())));
    }
    let each = judged.iter().map(|ward| {
        let (average, open) = (ward.average, ward.open.as_deref().map(mean));
        let said = match open {
            Some(open) => format!("{} of {}", numbers::number(average, 0), numbers::number(open, 0)),
            None => numbers::number(average, 0),
        };
        named_number(&name(ward), open.map_or(average, |open| average / open), said)
    });
    Ok(format!("Acute beds occupied at 08:00 on average: {}", told(each.collect())))
}

/// The acute beds of a hospital.
struct Ward {
    /// Its key in the scenario.
    key: String,
    /// If it is not the only one.
    name: Option<String>,
    /// Occupied at 08:00, mean of all days and replications.
    average: f64,
    /// The same in the middle replication, day by day.
    median: Vec<f64>,
    /// Open core beds, day by day; none if there is no limit.
    open: Option<Vec<f64>>,
    /// With those that escalations open; none if none may.
    with_escalation: Option<Vec<f64>>,
    /// The week in which they are fullest, if one can be told from the others.
    fullest: Option<Fullest>,
    /// Whether there is one replication only.
    is_single: bool,
    /// Whether no week can be told from the others, though there are several replications.
    is_level: bool,
}

/// The fullest week, or those among which it is.
struct Fullest {
    /// Such as `in the week of 1 Feb 2027`.
    when: String,
    /// Place of the first day of the one that seems fullest.
    day: usize,
    /// Beds occupied in it at 08:00, mean over its days and replications.
    occupied: f64,
}

impl Fullest {
    /// Of whole weeks, by their share of the open beds if those have a limit; none if no week stands out.
    fn of(run: &RunFolder, peaks: &[Peak], key: &str, open: Option<&[f64]>) -> Option<Self> {
        let mut weeks: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
        for peak in peaks.iter().filter(|peak| peak.hospital == key && peak.days == 7) {
            weeks.entry(peak.week).or_default().push(peak.occupied_at_08_00.unwrap_or(f64::NAN));
        }
        let weeks: Vec<(Date, usize, Vec<f64>)> = weeks
            .into_iter()
            .map(|(week, occupied)| (week, week.days_since(run.run.start).max(0) as usize, occupied))
            .collect();
        let share = |(_, day, occupied): &(Date, usize, Vec<f64>)| {
            let beds = open.and_then(|open| open.get(*day..day + 7)).map_or(1.0, mean);
            occupied.iter().map(|occupied| occupied / beds).collect()
        };
        let leading = largest(&weeks.iter().map(share).collect::<Vec<Vec<f64>>>());
        let (_, day, occupied) = &weeks[*leading.first()?];
        let when = match Picked::of(&leading, weeks.len()) {
            Picked::One(week) => format!("in the week of {}", written(weeks[week].0)),
            Picked::Between(first, last) => {
                format!("in one of the weeks of {}", from_to(weeks[first].0, weeks[last].0))
            }
            Picked::Nothing => return None,
        };
        Some(Self { when, day: *day, occupied: mean(occupied) })
    }
}

impl Ward {
    fn new(run: &RunFolder, peaks: &[Peak], key: &str) -> Self {
        let occupied = format!("hospitals.{key}.{OCCUPIED}");
        let (average, median) = (run.mean(&occupied), run.series(&occupied, Of::Median).unwrap_or_default());
        let open = run.series(&format!("hospitals.{key}.open_beds"), Of::Mean);
        let escalation = run.series(&format!("hospitals.{key}.escalation_open_beds"), Of::Mean);
        let with_escalation = open.as_ref().zip(escalation);
        let with_escalation =
            with_escalation.map(|(open, more)| open.iter().zip(more).map(|(open, more)| open + more).collect());
        let fullest = Fullest::of(run, peaks, key, open.as_deref());
        let is_level = fullest.is_none() && run.run.ranged_replications > 1;
        let fullest = fullest.filter(|fullest| fullest.occupied > (1.0 + SMALL) * average);
        let name = hospital_name(&run.ready.model, key);
        let is_single = run.run.replications == 1;
        Self { key: key.to_owned(), name, average, median, open, with_escalation, fullest, is_single, is_level }
    }

    fn key(&self, what: &str) -> String {
        format!("hospitals.{}.{what}", self.key)
    }

    /// The average day, by which hospitals and runs compare, and the fullest week if there is one.
    fn title(&self) -> String {
        // So many digits that the share can be worked out again.
        let beds = |value: f64| numbers::number(value, usize::from(value < 99.5 && value.fract() != 0.0));
        let share = |occupied: f64, open: f64| format!("{}%", numbers::number(100.0 * occupied / open, 0));
        let average = beds(self.average);
        let begin = match self.open.as_deref().map(mean) {
            // More may be occupied than there are core beds.
            Some(open) if self.with_escalation.is_some() => format!(
                "On average {} {} occupied at 08:00, {} of the {}",
                counted(&average, "acute bed"),
                if average == "1" { "is" } else { "are" },
                share(self.average, open),
                counted(&beds(open), "core bed")
            ),
            Some(open) => format!(
                "On average {average} of {} {} occupied at 08:00 ({})",
                counted(&beds(open), "acute bed"),
                if beds(open) == "1" { "is" } else { "are" },
                share(self.average, open)
            ),
            None => format!(
                "On average {} {} occupied at 08:00",
                counted(&average, "acute bed"),
                if average == "1" { "is" } else { "are" }
            ),
        };
        let end = match (&self.fullest, &self.open) {
            (Some(Fullest { when, day, occupied }), Some(open)) => {
                let open = mean(&open[*day..(day + 7).min(open.len())]);
                format!(", most {when}: {} ({})", beds(*occupied), share(*occupied, open))
            }
            (Some(Fullest { when, occupied, .. }), None) => format!(", most {when}: {}", beds(*occupied)),
            (None, _) if self.is_level => "; no week stands out".to_owned(),
            (None, _) => String::new(),
        };
        begin + &end
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
        if self.is_single {
            return Some(format!(
                "At 08:00 more than {}% of the {}{whose} are occupied on {} of {}, and more than {}% on {}.",
                MARKS[0],
                self.denominator(),
                numbers::whole(norm as u64),
                numbers::count(self.median.len() as u64, "day"),
                MARKS[1],
                numbers::whole(severe as u64),
            ));
        }
        Some(format!(
            "At 08:00 the median is above {}% of the {}{whose} on {} of {}, and above {}% on {}.",
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
        let of = |of: Of| after(run.series(&self.key(OCCUPIED), of).unwrap_or_default());
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
            panel = panel.with(band("5–95% of replications", of(Of::Low5), of(Of::High95))).with(band(
                "25–75% of replications",
                of(Of::Low25),
                of(Of::High75),
            ));
        }
        if let Some(open) = &self.open {
            for mark in MARKS {
                let marked = open.iter().map(|beds| beds * mark / 100.0).collect();
                panel = panel.with(Layer::Threshold(Threshold::daily(
                    format!("{mark}% of {}", self.denominator()),
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
