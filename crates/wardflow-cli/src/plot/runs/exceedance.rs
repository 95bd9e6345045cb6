//! How likely it is that more acute beds are needed than any number: on some day, and in one week.

use std::collections::{BTreeMap, BTreeSet};

use wardflow_montecarlo::{
    chance::{Chance, fewest},
    stability::State,
};
use wardflow_plot::{Figure, Guide, Layer, NumberAxis, Panel, Series, XAxis};

use super::{footer, list, named_number, open_beds, percent_above, period, told, turned_away};
use crate::{
    chances::{Beds, always_enough, bare, of_all, short},
    english::{counted, lower},
    exit::Failure,
    numbers::{self, plain},
    open_beds::{Open, OpenBeds},
    plot::picture::Picture,
    run_folder::RunFolder,
};

/// People at the front door on average who are worth a word.
const LEAST_BACKLOG: f64 = 0.5;
/// In the place of how many would do.
const HOLLOW: &str = "How many beds would be enough is not told: whoever cannot be admitted is left over from day to day, so that \
                      it would say how long this ran.";
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
    /// The share of those who come that are turned away, and count for no bed; none if nobody is.
    turned_away: Option<String>,
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
    // Whoever is turned away needs a bed as well.
    let needed = if needs.iter().any(|need| need.turned_away.is_some()) { "occupied" } else { "needed" };
    let of_panel = if one {
        format!("Chance that more are {needed}")
    } else {
        format!("Chance that more are {needed} on some day")
    };
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
    if needs.iter().any(|need| need.has_backlog() && !need.is_hollow()) {
        figure.caption.extend([" ", BACKLOG]);
    }
    figure.alt_text = format!(
        "Falling curves: the chance that more acute beds are {needed} than a number. {}. {}",
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
            turned_away: turned_away(run, &hospital.name),
        }
    });
    Ok(needs.collect())
}

fn title(needs: &[Need<'_>]) -> String {
    if let [need] = needs
        && let Some(share) = &need.turned_away
    {
        return format!("How many acute beds are needed is not known: {share} of those who come are turned away");
    }
    let open = needs.first().and_then(Need::open);
    if let Some(open) = open.filter(|open| needs.iter().all(|need| need.open() == Some(*open))) {
        return match needs {
            [need] => of_one(need, open),
            needs => {
                let all = if needs.iter().any(Need::open_changes) { "at most " } else { "the " };
                let beds = format!("more than {all}{} {}", open.told(), open.are());
                let each = told(needs.iter().map(|need| need.told_of(need.beyond(open.all()))).collect());
                if is_one_replication(needs) {
                    format!("Whether in the one replication {beds} needed on some day: {each}")
                } else {
                    format!("Chance that on some day {beds} needed: {each}")
                }
            }
        };
    }
    // With a limit the chance is known, however many wait; beds that would be enough hold all who are left over.
    if needs.len() > 1 && needs.iter().all(|need| need.open.is_some()) {
        let each = told(needs.iter().map(|need| need.told_of(need.short())).collect());
        return if is_one_replication(needs) {
            format!("Whether in the one replication more acute beds are needed on some day than may be open: {each}")
        } else {
            format!("Chance that on some day more acute beds are needed than may be open: {each}")
        };
    }
    let beds: Option<Vec<Beds>> = needs.iter().map(|need| Beds::enough(&need.period, NINE_IN_TEN)).collect();
    match (needs, beds.as_deref()) {
        ([need], _) if need.is_hollow() => {
            "No number of acute beds is enough for long: the system cannot keep up".into()
        }
        ([_], Some([beds])) => {
            format!("With a chance of nine in ten {} {} enough on every day", beds.told_as("acute bed"), beds.are())
        }
        ([need], None) => {
            let beds = always_enough(&need.period);
            format!(
                "In {} {} {} enough on every day",
                every(need.period.len(), "replication"),
                counted(&numbers::whole(beds), "acute bed"),
                if beds == 1 { "is" } else { "are" },
            )
        }
        (needs, beds) => {
            let each = needs.iter().enumerate().map(|(at, need)| {
                let enough = beds.map_or_else(|| always_enough(&need.period), |beds| beds[at].enough);
                let said = if need.is_hollow() { "none for long".to_owned() } else { numbers::whole(enough) };
                named_number(&need.name, enough as f64, said)
            });
            let how = if beds.is_some() { "with a chance of nine in ten" } else { "in every replication" };
            format!("Acute beds that are enough on every day {how}: {}", told(each.collect()))
        }
    }
}

/// One replication knows no chance.
fn is_one_replication(needs: &[Need<'_>]) -> bool {
    needs.iter().all(|need| need.period.len() == 1)
}

/// How likely it is that more is needed than is open, in the only hospital of the only run.
fn of_one(need: &Need<'_>, open: Open) -> String {
    let beds = if need.open_changes() {
        format!("{} acute beds, the most that may be open,", plain(open.all()))
    } else {
        format!("the {}", open.told())
    };
    let (beyond, are) = (need.beyond(open.all()), open.are());
    let week = numbers::number(percent_above(&need.weeks, open.all()), 0);
    match (beyond.times, beyond.of) {
        (0, 1) => format!("In the one replication no more than {beds} {are} needed on any day"),
        (_, 1) => {
            format!("In the one replication more than {beds} {are} needed on some day, and in {week}% of its weeks")
        }
        _ => format!(
            "More than {beds} {are} needed on some day in {}, in a given week in {week}%",
            of_all(beyond, "replication"),
        ),
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

    /// How often more beds are needed than there are, as one of several that are told together.
    fn told_of(&self, chance: Chance) -> (f64, String, String) {
        let away = self.turned_away.as_ref().map(|share| format!("not known, as {share} are turned away"));
        let said = || match (chance.times, chance.of) {
            (0, 1) => "no".to_owned(),
            (_, 1) => "yes".to_owned(),
            _ => bare(chance),
        };
        named_number(&self.name, chance.share(), away.unwrap_or_else(said))
    }

    /// Whether need says how long the run was: the system cannot keep up, and those left over wait here or hold a bed.
    pub(crate) fn is_hollow(&self) -> bool {
        self.run.run.state == State::Unstable && (self.open.is_none() || self.has_backlog())
    }

    /// The share of those who come that are turned away; none if nobody is.
    pub(crate) fn turned_away(&self) -> Option<&str> {
        self.turned_away.as_deref()
    }

    /// The mean of a measure of the hospital.
    pub(crate) fn mean(&self, what: &str) -> f64 {
        self.run.mean(&format!("hospitals.{}.{what}", self.hospital))
    }

    /// Whether people wait at the front door, so that they count on every day that they wait.
    fn has_backlog(&self) -> bool {
        self.mean("waiting_for_bed_people") >= LEAST_BACKLOG
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
    let told = needs.iter().filter(|need| !need.is_hollow() && need.turned_away.is_none());
    let each: Vec<String> = told.map(beds).collect();
    let sure: Vec<String> = known.iter().map(|sure| format!("{sure}%")).collect();
    let mut counts: Vec<String> =
        needs.iter().map(|need| numbers::count(need.run.run.ranged_replications.into(), "replication")).collect();
    counts.dedup();
    let counts = list(&counts);
    let mut caption = match known.as_slice() {
        [] => format!("Counted over {counts}, which is too few for a chance."),
        _ if each.is_empty() => format!("Counted over {counts}."),
        _ => format!(
            "Beds that are enough on every day with a chance of {}: {}; counted over {counts}, in brackets 95% intervals.",
            list(&sure),
            each.join("; "),
        ),
    };
    if !is_one_replication(needs) {
        caption += &beyond(needs);
    }
    if needs.iter().any(Need::is_hollow) {
        caption.extend([" ", HOLLOW]);
    }
    if let Some(need) = needs.iter().find(|need| need.turned_away.is_some()) {
        caption.push_str(" People who are turned away count for no bed. A run with --set hospitals.");
        caption.push_str(need.hospital);
        caption.push_str(".beds=unlimited shows how many all would need.");
    }
    caption
}

/// How often each of several needs more than may be open, and more than the core beds where there are others, with intervals.
fn beyond(needs: &[Need<'_>]) -> String {
    let told = |beds: fn(Open) -> f64, has_escalation: bool| {
        let open = |need: &Need<'_>| need.open().filter(|open| !has_escalation || open.escalation > 0.0);
        let told = |need: &&Need<'_>| Some((need.name.clone(), short(need.beyond(beds(open(need)?)))));
        let known = needs.iter().filter(|need| need.turned_away.is_none());
        known.filter_map(|need| told(&need)).collect::<Vec<(String, String)>>()
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
