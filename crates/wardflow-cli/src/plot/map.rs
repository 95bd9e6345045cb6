//! The map of two numbers: a measure for each pair of them.

use wardflow_montecarlo::{
    leading::{Known, largest_apart, smallest_apart},
    stability::State,
};
use wardflow_plot::{HeatMap, Mark, NumberAxis, draw_map_svg};

use super::{
    Drawn, Plot,
    phrases::{self, Subject, axis_name, on_average, quantity},
    selection::{Selection, Shown, same},
    target::Target,
};
use crate::{
    english::{list, lower, upper},
    estimate::Estimate,
    exit::Failure,
    keeping_up, numbers,
    picked::{alone, known},
};

/// Draws a picture for each variant and measure; those of one measure have the same colours.
///
/// # Errors
/// If one cannot be drawn.
pub(super) fn draw(selection: &Selection, arguments: &Plot) -> Result<Vec<Drawn>, Failure> {
    let measures = selection.measures.len() - usize::from(selection.has_cost && selection.measures.len() > 1);
    let mut drawn = Vec::new();
    for measure in 0..measures {
        let target = arguments.target.filter(|_| measure == 0);
        for variant in &selection.variants {
            let view = View::new(selection, variant, measure, target);
            let suffix = [
                (selection.variants.len() > 1).then(|| slug(&variant.name)),
                (measures > 1).then(|| slug(&selection.measures[measure].key)),
            ];
            let suffix = suffix.into_iter().flatten().collect::<Vec<String>>().join("-");
            let map = view.map(&suffix, arguments.title.as_deref());
            let svg = draw_map_svg(&map)?;
            drawn.push(Drawn { suffix, title: map.title, caption: map.caption, svg });
        }
    }
    Ok(drawn)
}

/// A text as part of the name of a file.
fn slug(text: &str) -> String {
    let letters = text
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect::<String>();
    letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<&str>>().join("-")
}

/// One measure of one variant.
struct View<'a> {
    selection: &'a Selection,
    variant: &'a Shown,
    measure: usize,
    subject: &'a Subject,
    target: Option<Target>,
    across: Vec<f64>,
    up: Vec<f64>,
    cells: Vec<Cell>,
}

/// A pair of numbers with a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    at: [f64; 2],
    mean: f64,
    known: Known,
    /// Cost, if there is one.
    cost: Option<Known>,
    /// Whether the system keeps up there.
    state: Option<State>,
}

impl<'a> View<'a> {
    fn new(selection: &'a Selection, variant: &'a Shown, measure: usize, target: Option<Target>) -> Self {
        let cost = selection.has_cost.then(|| selection.measures.len() - 1);
        let cells = variant.points.iter().filter_map(|point| {
            let of = |measure: usize| {
                point.mean(measure)?;
                Some(known(&selection.measures[measure].key, &point.results[measure]?))
            };
            let known = of(measure)?;
            Some(Cell {
                at: [point.at[0], point.at[1]],
                mean: known.mean,
                known,
                cost: cost.and_then(of),
                state: point.state,
            })
        });
        Self {
            selection,
            variant,
            measure,
            subject: &selection.subjects[measure],
            target,
            across: selection.values(0),
            up: selection.values(1),
            cells: cells.collect(),
        }
    }

    fn map(&self, suffix: &str, title: Option<&str>) -> HeatMap {
        let means = self.selection.variants.iter().flat_map(|variant| &variant.points);
        let means: Vec<f64> = means.filter_map(|point| point.mean(self.measure)).collect();
        let most = means.iter().copied().fold(0.0, f64::max);
        let (divisor, unit) = self.subject.scale(most);
        let axes = [0, 1].map(|axis| {
            let values = if axis == 0 { &self.across } else { &self.up };
            NumberAxis::new(axis_name(&self.selection.axes[axis]), values.clone())
        });
        let cell = |across: f64, up: f64| self.cell([across, up]).map_or(f64::NAN, |cell| cell.mean / divisor);
        let values = self.up.iter().flat_map(|&up| self.across.iter().map(move |&across| (across, up)));
        let values = values.map(|(across, up)| cell(across, up)).collect();
        let id = if suffix.is_empty() { "capacity-map".to_owned() } else { format!("capacity-map-{suffix}") };
        let is_hollow = |cell: &Cell| keeping_up::is_hollow(cell.state);
        let places = self.up.iter().flat_map(|&up| self.across.iter().map(move |&across| [across, up]));
        let hollow = places.map(|at| self.cell(at).is_some_and(is_hollow)).collect();
        let mut map = HeatMap::new(id, title.map_or_else(|| self.title(), str::to_owned), axes, values);
        map.hollow = hollow;
        map.measure = self.subject.heading();
        map.unit = unit;
        map.decimals = if divisor > 1.0 { 2 } else { self.decimals(most) };
        map.same_colours_as = means.iter().map(|mean| mean / divisor).collect();
        map.target = self.target.map(|target| wardflow_plot::Target {
            label: format!("Target: {}", self.subject.with_unit(&target.words())),
            level: target.level / divisor,
            side: target.side,
        });
        if let [Some(across), Some(up)] = self.variant.today[..] {
            map.marks.push(Mark { label: format!("Scenario: {}", self.pair([across, up])), across, up });
        }
        map.subtitle = self.subtitle();
        map.caption = self.caption();
        map.footer = phrases::footer(self.selection);
        map.alt_text = format!(
            "Map of {} for each pair of {} (across) and {} (upwards). {}. {}",
            self.subject.name,
            lower(&axis_name(&self.selection.axes[0])),
            lower(&axis_name(&self.selection.axes[1])),
            map.title,
            map.caption
        );
        map
    }

    /// Digits after the point that all cells get: what the one that is known best needs.
    fn decimals(&self, most: f64) -> usize {
        let halves = self.cells.iter().filter_map(|cell| cell.known.half_width_95).filter(|half| *half > 0.0);
        self.subject.decimals(Estimate { value: most, half: halves.min_by(f64::total_cmp) })
    }

    fn cell(&self, at: [f64; 2]) -> Option<&Cell> {
        self.cells.iter().find(|cell| same(cell.at[0], at[0]) && same(cell.at[1], at[1]))
    }

    /// Two numbers with what they count.
    fn pair(&self, [across, up]: [f64; 2]) -> String {
        format!("{} and {}", quantity(&self.selection.axes[0], across), quantity(&self.selection.axes[1], up))
    }

    /// How many there are.
    fn pairs(&self) -> String {
        numbers::count(self.cells.len() as u64, "pair")
    }

    fn meeting(&self, target: Target) -> Vec<&Cell> {
        // Where the system cannot keep up, or hardly does, nothing is met for certain.
        let keeps_up = |cell: &&Cell| !keeping_up::is_hollow(cell.state);
        self.cells.iter().filter(keeps_up).filter(|cell| target.is_met(cell.mean)).collect()
    }

    /// The finding.
    fn title(&self) -> String {
        let variant =
            if self.selection.variants.len() > 1 { format!("{}: ", self.variant.name) } else { String::new() };
        let title = match self.target {
            Some(target) => self.target_title(target),
            None => self.range_title(),
        };
        if variant.is_empty() { upper(&title) } else { variant + &title }
    }

    fn target_title(&self, target: Target) -> String {
        let words = self.subject.target(target);
        let meeting = self.meeting(target);
        if meeting.is_empty() {
            return format!("{words} is not met {} by any of {}", on_average(self.selection), self.pairs());
        }
        let cost_subject = &self.selection.subjects[self.selection.subjects.len() - 1];
        let met = || {
            format!(
                "{words} is met {} by {} of {}",
                on_average(self.selection),
                numbers::whole(meeting.len() as u64),
                self.pairs()
            )
        };
        match cheapest(&meeting).as_slice() {
            [(cell, cost)] => format!(
                "the cheapest way to {} is {}: {}",
                words.trim_start_matches("the "),
                self.pair(cell.at),
                cost_subject.value(*cost)
            )
            .replacen("way to target", "way to the target", 1),
            [(_, cost), ..] => {
                format!(
                    "{}, most cheaply by {} of them for {}",
                    met(),
                    cheapest(&meeting).len(),
                    cost_subject.value(*cost)
                )
            }
            [] => met(),
        }
    }

    fn range_title(&self) -> String {
        let known: Vec<Known> = self.cells.iter().map(|cell| cell.known).collect();
        let (highest, lowest) = (largest_apart(&known), smallest_apart(&known));
        let (Some(most), Some(least)) = (highest.first(), lowest.first()) else {
            return format!("{} has no value here", self.subject.name);
        };
        let [most, least] = [most, least].map(|&at| &self.cells[at]);
        let (name, high) = (&self.subject.name, self.subject.after_its_name(most.known));
        if least.mean >= most.mean {
            return format!("{name} is {high} everywhere");
        }
        let low = self.subject.bare(least.known);
        // A pair is named if it is the highest or lowest by more than chance.
        match (alone(&highest), alone(&lowest)) {
            (Some(_), Some(_)) => format!(
                "{name} is {high} with {}, but {low} with {} and {}",
                self.pair(most.at),
                numbers::plain(least.at[0]),
                numbers::plain(least.at[1])
            ),
            (Some(_), None) => format!("{name} is {high} with {}, and down to {low} with others", self.pair(most.at)),
            (None, Some(_)) => {
                let low = self.subject.after_its_name(least.known);
                format!(
                    "{name} is {low} with {}, and up to {} with others",
                    self.pair(least.at),
                    self.subject.bare(most.known)
                )
            }
            (None, None) if highest.len() == known.len() => {
                format!("{name} is from {low} to {high}, which may be chance")
            }
            (None, None) => format!("{name} is from {low} to {high}"),
        }
    }

    /// What is shown.
    fn subtitle(&self) -> String {
        format!("{} · {}, {}", list(&self.selection.titles), self.pairs(), phrases::each(self.selection))
    }

    fn caption(&self) -> String {
        let mut sentences = Vec::new();
        if let Some(target) = self.target {
            let meeting = self.meeting(target);
            sentences.push(format!(
                "{} of {} {} the target {}{}.",
                numbers::whole(meeting.len() as u64),
                self.pairs(),
                if meeting.len() == 1 { "meets" } else { "meet" },
                on_average(self.selection),
                if meeting.is_empty() || meeting.len() == self.cells.len() {
                    ""
                } else {
                    ", on one side of the heavy line"
                },
            ));
        }
        sentences.extend(phrases::hollow_sentence(self.selection));
        sentences.extend(self.today_sentence());
        sentences.extend(self.cost_sentence());
        let missing = self.across.len() * self.up.len() - self.cells.len();
        if missing > 0 {
            let pairs = numbers::count((self.across.len() * self.up.len()) as u64, "pair");
            sentences.push(format!("{} of {pairs} have no value.", numbers::whole(missing as u64)));
        }
        sentences.push("Nothing is claimed about numbers between those that were run.".into());
        sentences.join(" ")
    }

    fn today_sentence(&self) -> Option<String> {
        let [Some(across), Some(up)] = self.variant.today[..] else { return None };
        let is_inside = |values: &[f64], today: f64| {
            values.first().is_some_and(|first| *first <= today) && values.last().is_some_and(|last| today <= *last)
        };
        let pair = self.pair([across, up]);
        Some(match self.cell([across, up]) {
            Some(cell) => format!("The scenario as it ran: {pair}, which give {}.", self.subject.value(cell.known)),
            None if is_inside(&self.across, across) && is_inside(&self.up, up) => {
                format!("The scenario as it ran: {pair}, a pair that was not run itself.")
            }
            None => format!("The scenario’s {pair} are outside of what was run."),
        })
    }

    fn cost_sentence(&self) -> Option<String> {
        let subject = self.selection.subjects.last().filter(|_| self.selection.has_cost)?;
        let costs = || self.cells.iter().filter_map(|cell| cell.cost);
        let by_mean = |one: &Known, other: &Known| one.mean.total_cmp(&other.mean);
        let (least, most) = (costs().min_by(by_mean)?, costs().max_by(by_mean)?);
        let name = upper(&subject.name);
        if least.mean == most.mean {
            return Some(format!(
                "{name} is {} for every pair: what is varied here has no price in the scenario.",
                subject.value(least)
            ));
        }
        (least.mean < most.mean).then(|| format!("{name} is from {} to {}.", subject.bare(least), subject.value(most)))
    }
}

/// The cells that may cost least, with their costs; none if all may, or one has no cost.
fn cheapest<'a>(cells: &[&'a Cell]) -> Vec<(&'a Cell, Known)> {
    let Some(costs) = cells.iter().map(|cell| cell.cost).collect::<Option<Vec<Known>>>() else { return Vec::new() };
    let leading = smallest_apart(&costs);
    if leading.len() == cells.len() && cells.len() > 1 {
        return Vec::new();
    }
    leading.into_iter().map(|at| (cells[at], costs[at])).collect()
}
