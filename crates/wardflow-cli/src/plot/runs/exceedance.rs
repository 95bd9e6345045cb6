//! How likely it is that more acute beds are needed than any number: on some day, and in one week.

use std::collections::{BTreeMap, BTreeSet};

use wardflow_montecarlo::chance::{Chance, fewest};
use wardflow_plot::{Figure, Guide, Layer, NumberAxis, Panel, Series, XAxis};

use super::{footer, list, named_number, open_beds, percent_above, period, told};
use crate::{
    chances::{Beds, always_enough, bare, of_all, short},
    english::lower,
    exit::Failure,
    numbers::{self, plain},
    open_beds::{Open, OpenBeds},
    plot::picture::Picture,
    run_folder::RunFolder,
};

/// People at the front door on average who are worth a word.
const LEAST_BACKLOG: f64 = 0.5;
const BACKLOG: &str = "Whoever waits at the front door counts on every day of the wait: with enough beds nobody would be left over \
                       from the days before, and fewer would do. The winter report counts without it.";

/// Chances of having enough beds that the caption tells the beds for [%].
const SURE: [u32; 4] = [50, 80, 90, 95];
/// That of which the title speaks [%].
pub(crate) const NINE_IN_TEN: u32 = 90;
/// Most places of the axis.
const MOST_PLACES: f64 = 150.0;

/// What the replications of a run needed in one hospital.
#[derive(Clone)]
pub(crate) struct Need<'a> {
    run: &'a RunFolder,
    pub(crate) hospital: &'a str,
    /// What people call it.
    pub(crate) hospital_title: &'a str,
    /// The hospital, or the run if it has only one or is shown beside others.
    name: String,
    /// Most beds in the whole period, one value for each replication.
    pub(crate) period: Vec<f64>,
    /// Most beds in each week of each replication.
    pub(crate) weeks: Vec<f64>,
    /// Whether more are needed than may be open on the day, on some day in each replication.
    is_short: Vec<bool>,
    /// The same in each week of each replication.
    weeks_short: Vec<bool>,
    /// What may be open; none if there is no limit.
    open: Option<OpenBeds>,
}

/// Draws the curve: of one run all hospitals together, of several runs side by side each hospital by itself.
///
/// # Errors
/// If the peaks cannot be read.
pub(super) fn pictures(runs: &[RunFolder]) -> Result<Vec<Picture>, Failure> {
    let mut needs = Vec::new();
    for run in runs {
        needs.extend(of_run(run)?);
    }
    let has_several = runs.iter().any(|run| run.ready.model.hospitals.len() > 1);
    if runs.len() == 1 || !has_several {
        return Ok(vec![picture(runs, &needs, None)]);
    }
    let mut hospitals: Vec<&str> = needs.iter().map(|need| need.hospital).collect();
    let mut seen = BTreeSet::new();
    hospitals.retain(|hospital| seen.insert(*hospital));
    let of_hospital = |hospital: &str| {
        let needs = needs.iter().filter(|need| need.hospital == hospital);
        needs.map(|need| Need { name: need.run.name.clone(), ..need.clone() }).collect::<Vec<Need<'_>>>()
    };
    Ok(hospitals.into_iter().map(|hospital| picture(runs, &of_hospital(hospital), Some(hospital))).collect())
}

fn picture(runs: &[RunFolder], needs: &[Need<'_>], hospital: Option<&str>) -> Picture {
    let all = || needs.iter().flat_map(|need| &need.weeks).copied();
    let (least, most) = (all().fold(f64::NAN, f64::min), all().fold(f64::NAN, f64::max));
    let guides = guides(needs);
    let least = guides.iter().map(|(at, _)| *at).fold(least, f64::min);
    let most = guides.iter().map(|(at, _)| *at).fold(most, f64::max);
    let axis = NumberAxis::new("Number of acute beds", places(least, most));

    let one = needs.len() == 1;
    let of_panel = if one { "Chance that more are needed" } else { "Chance that more are needed on some day" };
    let mut panel = Panel::new(of_panel, "% of replications");
    for need in needs {
        let label = if one { "On some day".to_owned() } else { need.name.clone() };
        let curve = |values: &[f64]| axis.values.iter().map(|&beds| percent_above(values, beds)).collect();
        panel = panel.with(Layer::Line(Series::new(label, curve(&need.period))));
        if one {
            panel = panel.with(Layer::Line(Series::new("In one week, on average", curve(&need.weeks))));
        }
    }
    for (at, label) in guides {
        panel = panel.with(Layer::Guide(Guide::new(label, at)));
    }
    let (id, title) = match hospital {
        Some(hospital) => {
            (format!("exceedance-{hospital}"), format!("{}: {}", needs[0].hospital_title, lower(&title(needs))))
        }
        None => ("exceedance".to_owned(), title(needs)),
    };
    let mut figure = Figure::new(id, title, XAxis::Number(axis));
    figure.subtitle = format!(
        "Acute beds occupied and people waiting for one, highest daily mean · {}",
        runs.first().map(period).unwrap_or_default(),
    );
    figure.footer = footer(runs);
    figure.caption = caption(needs);
    if needs.iter().any(Need::has_backlog) {
        figure.caption.extend([" ", BACKLOG]);
    }
    figure.alt_text = format!(
        "Falling curves: the chance that more acute beds are needed than a number. {}. {}",
        figure.title, figure.caption
    );
    figure.panels.push(panel);
    Picture::Figure(figure)
}

/// The beds that are open, core beds apart where escalations may add to them; rising, each place once.
fn guides(needs: &[Need<'_>]) -> Vec<(f64, String)> {
    let mut guides: Vec<(f64, String)> = Vec::new();
    for open in needs.iter().filter_map(Need::open) {
        let (core, all) = (plain(open.core), plain(open.all()));
        if open.escalation > 0.0 {
            guides.push((open.core, format!("core: {core}")));
            guides.push((open.all(), format!("with escalation: {all}")));
        } else {
            guides.push((open.core, format!("open: {core}")));
        }
    }
    guides.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    guides.dedup_by(|(later, label), (at, first)| {
        let is_same = later == at;
        if is_same && label != first {
            *first = format!("{first}; {label}");
        }
        is_same
    });
    guides
}

/// Each hospital of a run, called by its own name if there are several and else by that of the run.
///
/// # Errors
/// If the peaks cannot be read.
pub(crate) fn of_run(run: &RunFolder) -> Result<Vec<Need<'_>>, Failure> {
    let peaks = run.peaks().map_err(Failure::Unfit)?;
    let hospitals = &run.ready.model.hospitals;
    let needs = hospitals.iter().map(|hospital| {
        let mine = || {
            peaks
                .iter()
                .filter(|peak| peak.hospital == hospital.name)
                .filter_map(|peak| Some((peak.replication, peak.needed?, peak.short.is_some_and(|short| short > 0.0))))
        };
        let mut period: BTreeMap<u32, (f64, bool)> = BTreeMap::new();
        for (replication, needed, is_short) in mine() {
            let (most, is_ever_short) = period.entry(replication).or_insert((needed, is_short));
            *most = most.max(needed);
            *is_ever_short |= is_short;
        }
        let name = if hospitals.len() > 1 { hospital.title.clone() } else { run.name.clone() };
        let (period, is_short) = period.into_values().unzip();
        Need {
            run,
            hospital: &hospital.name,
            hospital_title: &hospital.title,
            name,
            period,
            weeks: mine().map(|(_, needed, _)| needed).collect(),
            is_short,
            weeks_short: mine().map(|(.., is_short)| is_short).collect(),
            open: open_beds(run, &hospital.name),
        }
    });
    Ok(needs.collect())
}

fn title(needs: &[Need<'_>]) -> String {
    let open = needs.first().and_then(Need::open);
    if let Some(open) = open.filter(|open| needs.iter().all(|need| need.open() == Some(*open))) {
        return match needs {
            [need] => format!(
                "More than {} are needed on some day in {}, in a given week in {}%",
                if need.open_changes() {
                    format!("{} acute beds, the most that may be open,", plain(open.all()))
                } else {
                    format!("the {}", open.told())
                },
                of_all(need.beyond(open.all()), "replication"),
                numbers::number(percent_above(&need.weeks, open.all()), 0),
            ),
            needs => format!(
                "Chance that on some day more than {}{} are needed: {}",
                if needs.iter().any(Need::open_changes) { "at most " } else { "the " },
                open.told(),
                told(needs.iter().map(|need| need.told_beyond(open.all())).collect())
            ),
        };
    }
    let beds: Option<Vec<Beds>> = needs.iter().map(|need| Beds::enough(&need.period, NINE_IN_TEN)).collect();
    match (needs, beds.as_deref()) {
        ([_], Some([beds])) => {
            format!("With a chance of nine in ten {} acute beds are enough on every day", beds.told())
        }
        (needs, Some(beds)) => {
            let each = needs.iter().zip(beds);
            let each =
                each.map(|(need, beds)| named_number(&need.name, beds.enough as f64, numbers::whole(beds.enough)));
            format!("Acute beds that are enough on every day with a chance of nine in ten: {}", told(each.collect()))
        }
        ([need], None) => format!(
            "In {} {} acute beds are enough on every day",
            every(need.period.len(), "replication"),
            numbers::whole(always_enough(&need.period))
        ),
        (needs, None) => {
            let each = needs.iter().map(|need| {
                let beds = always_enough(&need.period);
                named_number(&need.name, beds as f64, numbers::whole(beds))
            });
            format!("Acute beds that are enough on every day in every replication: {}", told(each.collect()))
        }
    }
}

/// So many of so many.
pub(crate) fn every(count: usize, thing: &str) -> String {
    of_all(Chance { times: count as u32, of: count as u32 }, thing)
}

impl Need<'_> {
    /// The most that may be open on any day; none if there is no limit.
    pub(crate) fn open(&self) -> Option<Open> {
        self.open.as_ref()?.most()
    }

    /// Whether fewer may be open on other days.
    pub(crate) fn open_changes(&self) -> bool {
        self.open.as_ref().is_some_and(OpenBeds::changes)
    }

    /// How often more beds than this are needed on some day.
    fn beyond(&self, beds: f64) -> Chance {
        Chance::of(self.period.iter().map(|needed| *needed > beds))
    }

    /// How often more beds are needed on some day than may be open on the day.
    pub(crate) fn short(&self) -> Chance {
        Chance::of(self.is_short.iter().copied())
    }

    /// In how many of all weeks that is so [%].
    pub(crate) fn weeks_short(&self) -> f64 {
        100.0 * Chance::of(self.weeks_short.iter().copied()).share()
    }

    /// How often more than these beds are needed on some day, as one of several that are told together.
    fn told_beyond(&self, beds: f64) -> (f64, String, String) {
        let chance = self.beyond(beds);
        named_number(&self.name, chance.share(), bare(chance))
    }

    /// Whether people wait at the front door, so that they count on every day that they wait.
    fn has_backlog(&self) -> bool {
        self.run.mean(&format!("hospitals.{}.waiting_for_bed_people", self.hospital)) >= LEAST_BACKLOG
    }
}

fn caption(needs: &[Need<'_>]) -> String {
    let count = needs.iter().map(|need| need.period.len()).min().unwrap_or(0);
    // Of ten replications none says what nineteen of twenty would need.
    let known: Vec<u32> = SURE.into_iter().filter(|&sure| count >= fewest(sure) as usize).collect();
    let beds = |need: &Need<'_>| {
        let beds = known.iter().filter_map(|&sure| Beds::enough(&need.period, sure));
        let beds: Vec<String> = beds.map(Beds::told).collect();
        let whose = if needs.len() == 1 { String::new() } else { format!("{} ", need.name) };
        whose + &list(&beds)
    };
    let each: Vec<String> = needs.iter().map(beds).collect();
    let sure: Vec<String> = known.iter().map(|sure| format!("{sure}%")).collect();
    let mut counts: Vec<String> =
        needs.iter().map(|need| numbers::count(need.run.run.ranged_replications.into(), "replication")).collect();
    counts.dedup();
    if known.is_empty() {
        return format!("Counted over {}, which is too few for a chance.{}", list(&counts), beyond(needs));
    }
    format!(
        "Beds that are enough on every day with a chance of {}: {}; counted over {}, in brackets 95% intervals.{}",
        list(&sure),
        each.join("; "),
        list(&counts),
        beyond(needs)
    )
}

/// How often each of several needs more than may be open, and more than the core beds where there are others, with intervals.
fn beyond(needs: &[Need<'_>]) -> String {
    let told = |beds: fn(Open) -> f64, has_escalation: bool| {
        let open = |need: &Need<'_>| need.open().filter(|open| !has_escalation || open.escalation > 0.0);
        let told = |need: &Need<'_>| Some((need.name.clone(), short(need.beyond(beds(open(need)?)))));
        needs.iter().filter_map(told).collect::<Vec<(String, String)>>()
    };
    let each = |told: &[(String, String)]| {
        let each = told
            .iter()
            .map(|(name, chance)| if needs.len() == 1 { chance.clone() } else { format!("{name} {chance}") });
        each.collect::<Vec<String>>().join("; ")
    };
    let (all, core) = (told(Open::all, false), told(|open| open.core, true));
    let all =
        if all.len() > 1 { format!(" More than may be open are needed in: {}.", each(&all)) } else { String::new() };
    if core.is_empty() {
        return all;
    }
    format!("{all} More than the core beds alone are needed in: {}.", each(&core))
}

/// Whole numbers from the least to the most, not too many.
fn places(least: f64, most: f64) -> Vec<f64> {
    if !least.is_finite() || !most.is_finite() {
        return vec![0.0];
    }
    let step = ((most - least) / MOST_PLACES).ceil().max(1.0);
    let (from, to) = ((least / step).floor() as i64, (most / step).ceil() as i64);
    (from..=to).map(|place| place as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_whole_numbers_and_not_too_many() {
        assert_eq!(places(1.2, 3.1), [1.0, 2.0, 3.0, 4.0]);
        assert!(places(0.0, 1e6).len() <= 152);
    }
}
