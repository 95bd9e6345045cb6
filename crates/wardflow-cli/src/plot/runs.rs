//! Pictures of runs that were written into folders.

mod convergence;
mod delays;
pub(crate) mod exceedance;
mod flows;
mod occupancy;
mod pathways;
mod s_curve;
mod spells;
mod warm_up;
mod week;
pub(crate) mod weeks;

use super::{
    Chart, Plot,
    history::{self, Counted},
    picture::Picture,
};
use crate::{
    daily::Of,
    english::{self, list},
    exit::Failure,
    numbers,
    open_beds::OpenBeds,
    run_folder::RunFolder,
};

/// What runs can be drawn as, in the order of a report.
pub(crate) const CHARTS: [Chart; 10] = [
    Chart::Occupancy,
    Chart::Weeks,
    Chart::Exceedance,
    Chart::Delays,
    Chart::Pathways,
    Chart::Week,
    Chart::Flows,
    Chart::SCurve,
    Chart::Convergence,
    Chart::WarmUp,
];

/// Whether runs have what a chart is made from; one that is asked for says itself what is missing.
pub(crate) fn can_be_drawn(chart: Chart, runs: &[RunFolder]) -> bool {
    let patients = || runs.iter().all(spells::are_there);
    match chart {
        Chart::Week | Chart::Flows => patients(),
        Chart::WarmUp => patients() && runs.iter().all(warm_up::has_one),
        // A single replication has no interval.
        Chart::Convergence => runs.iter().all(|run| run.run.replications > 1),
        _ => true,
    }
}

/// Of fewer replications a band from the 5% to the 95% quantile goes nearly from one end to the other.
pub(crate) const LEAST_FOR_NINE_IN_TEN: u32 = 20;

/// The measure of pictures that show one.
const MEASURE: &str = "nctr_people";

/// What is asked for beside the charts.
#[derive(Default)]
pub(crate) struct Wishes {
    /// Measures of the pictures that show one each.
    measures: Vec<String>,
    counted: Vec<Counted>,
}

impl Wishes {
    /// Those of the command line.
    ///
    /// # Errors
    /// If what was counted cannot be used.
    pub(super) fn of(arguments: &Plot, runs: &[RunFolder]) -> Result<Self, Failure> {
        let measures = arguments.measures.clone();
        let Some(file) = &arguments.history else { return Ok(Self { measures, counted: Vec::new() }) };
        if let Some(chart) = arguments.chart.filter(|chart| *chart != Chart::Occupancy) {
            return Err(Failure::Usage(format!(
                "`{}` cannot show what was counted\n  = help: leave out --history, or draw it with --chart {}",
                chart.name(),
                Chart::Occupancy.name(),
            )));
        }
        let histories = history::read(file, arguments.history_columns()).map_err(Failure::Unfit)?;
        let counted = history::over(histories, &measures, runs)?;
        Ok(Self { measures, counted })
    }

    fn measures(&self) -> Vec<&str> {
        if self.measures.is_empty() { vec![MEASURE] } else { self.measures.iter().map(String::as_str).collect() }
    }
}

/// What draws the pictures of one measure under a name.
type OfMeasure<'a> = &'a dyn Fn(&str, String) -> Result<Vec<Picture>, Failure>;

/// The pictures of one kind.
///
/// # Errors
/// If the runs have not what it takes.
pub(crate) fn pictures(chart: Chart, runs: &[RunFolder], wishes: &Wishes) -> Result<Vec<Picture>, Failure> {
    let mut pictures = of_kind(chart, runs, wishes)?;
    for run in runs {
        if let Some(says) = &run.run.state_says {
            let whose = if runs.len() > 1 { format!("{}: the system", run.name) } else { "The system".to_owned() };
            for picture in &mut pictures {
                picture.add_to_caption(&format!("{whose} {says}."));
            }
        }
    }
    Ok(pictures)
}

/// The same without a word on whether runs keep up.
fn of_kind(chart: Chart, runs: &[RunFolder], wishes: &Wishes) -> Result<Vec<Picture>, Failure> {
    let each = |draw: &dyn Fn(&RunFolder, String) -> Result<Picture, Failure>, name: &str| {
        runs.iter()
            .map(|run| Ok(named(runs, run, draw(run, id(name, runs, run))?)))
            .collect::<Result<Vec<_>, Failure>>()
    };
    let each_measure = |draw: OfMeasure<'_>, name: &str| {
        let measures = wishes.measures();
        let drawn = measures.iter().map(|key| {
            let id = if measures.len() == 1 { name.to_owned() } else { format!("{name}-{}", key.replace('.', "-")) };
            draw(key, id)
        });
        drawn.collect::<Result<Vec<Vec<Picture>>, Failure>>().map(|pictures| pictures.into_iter().flatten().collect())
    };
    match chart {
        Chart::Occupancy => each(&|run, id| occupancy::picture(run, id, &wishes.counted), "occupancy"),
        Chart::Weeks => each(&weeks::picture, "weeks"),
        Chart::Exceedance => exceedance::pictures(runs),
        Chart::Delays => Ok(vec![delays::picture(runs)?]),
        Chart::Pathways => pathways::pictures(runs),
        Chart::Week => {
            let mut pictures = Vec::new();
            for run in runs {
                let drawn = week::pictures(run, &|name| id(name, runs, run))?;
                pictures.extend(drawn.into_iter().map(|picture| named(runs, run, picture)));
            }
            Ok(pictures)
        }
        Chart::Flows => each(&flows::picture, "flows"),
        Chart::WarmUp => each(&warm_up::picture, "warm-up"),
        Chart::SCurve => each_measure(&|key, id| Ok(vec![s_curve::picture(runs, key, id)?]), "s-curve"),
        Chart::Convergence => each_measure(
            &|key, name| {
                let draw = |run| Ok(named(runs, run, convergence::picture(run, key, id(&name, runs, run))?));
                runs.iter().map(draw).collect()
            },
            "convergence",
        ),
        Chart::Curve | Chart::Map | Chart::Differences | Chart::Bridge | Chart::Control => Ok(Vec::new()),
    }
}

/// The same of the first run alone; of several it says whose it is.
///
/// # Errors
/// As [`pictures`].
pub(crate) fn pictures_of_first(chart: Chart, runs: &[RunFolder]) -> Result<Vec<Picture>, Failure> {
    let Some(first) = runs.first() else { return Ok(Vec::new()) };
    let pictures = pictures(chart, &runs[..1], &Wishes::default())?;
    Ok(pictures.into_iter().map(|picture| named(runs, first, picture)).collect())
}

/// A picture of one run of several says in its title whose it is.
fn named(runs: &[RunFolder], run: &RunFolder, mut picture: Picture) -> Picture {
    if runs.len() > 1 {
        picture.set_title(&format!("{}: {}", run.name, picture.title()));
    }
    picture
}

/// The name of a picture of one run of several.
fn id(name: &str, runs: &[RunFolder], run: &RunFolder) -> String {
    if runs.len() == 1 { name.to_owned() } else { format!("{name}-{}", run.name) }
}

/// Most runs or hospitals that a title tells.
const MOST_TOLD: usize = 4;

/// What a title says of each run or hospital: the number it is about, what is said of it, and the number alone in words.
/// Of many only how far they go, as which of them are the first and the last may be chance.
fn told(mut each: Vec<(f64, String, String)>) -> String {
    if each.len() > MOST_TOLD {
        each.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        if let [(.., least), .., (.., most)] = each.as_slice() {
            return format!("from {least} to {most}");
        }
    }
    list(&each.into_iter().map(|(_, said, _)| said).collect::<Vec<String>>())
}

/// The same of something with a name.
fn named_number(name: &str, value: f64, said: String) -> (f64, String, String) {
    (value, format!("{name} {said}"), said)
}

/// The small print: scenarios, replications, seed, version.
pub(crate) fn footer<'a>(runs: impl IntoIterator<Item = &'a RunFolder, IntoIter: Clone>) -> String {
    let runs = runs.into_iter();
    let once = |texts: Vec<String>| {
        let mut kept: Vec<String> = Vec::new();
        for text in texts {
            if !kept.contains(&text) {
                kept.push(text);
            }
        }
        kept
    };
    let scenarios = once(runs.clone().map(|run| run.run.scenario.clone()).collect());
    let replications =
        once(runs.clone().map(|run| numbers::count(run.run.replications.into(), "replication")).collect());
    let seeds = once(runs.clone().map(|run| run.run.seed.to_string()).collect());
    let programs = once(runs.map(|run| run.run.program.clone()).collect());
    [
        format!("Scenario{}: {}", if scenarios.len() == 1 { "" } else { "s" }, scenarios.join("; ")),
        list(&replications),
        format!("seed{} {}", if seeds.len() == 1 { "" } else { "s" }, list(&seeds)),
        list(&programs),
    ]
    .join(" · ")
}

/// The measured days, such as `1 May 2021 to 30 Apr 2022`.
pub(crate) fn period(run: &RunFolder) -> String {
    english::period(run.run.start, run.run.days)
}

/// What a run is called, with what was measured.
fn subtitle(run: &RunFolder, what: &str) -> String {
    let runs = match run.run.replications {
        1 => "one replication".to_owned(),
        count => format!("{} replications", numbers::whole(count.into())),
    };
    format!("{} · {what} · {runs} · {}", run.run.scenario, period(run))
}

/// Replications whose value is above a level [% of those with a value].
fn percent_above(values: &[f64], level: f64) -> f64 {
    100.0 * values.iter().filter(|value| **value > level).count() as f64 / values.len() as f64
}

/// The share of those who come to a hospital that are turned away, as people write it; none if nobody is. Nobody knows which
/// beds they would have needed.
pub(crate) fn turned_away(run: &RunFolder, hospital: &str) -> Option<String> {
    let share = run.mean(&format!("hospitals.{hospital}.turned_away_percent"));
    (share > 0.0).then(|| numbers::percent(share))
}

/// The acute beds of a hospital that may be open; none if there is no limit.
fn open_beds(run: &RunFolder, hospital: &str) -> Option<OpenBeds> {
    let core = run.series(&format!("hospitals.{hospital}.open_beds"), Of::Mean)?;
    Some(OpenBeds::new(&run.ready.model, hospital, core))
}
