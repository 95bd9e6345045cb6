//! The capacity curve: measures against a number that was varied.

mod words;

use wardflow_plot::{
    Band, Figure, Guide, Layer, NumberAxis, Panel, Points, Series, Sign, Threshold, ValueAxis, XAxis, draw_svg,
};

use self::words::Story;
use super::{
    Drawn, Plot,
    phrases::{Subject, axis_name},
    selection::Selection,
    target::{Met, Target},
    verdict::{Curve, Reading},
};
use crate::{exit::Failure, numbers::plain};

/// The ranges of more variants would hide each other.
const MOST_BANDS: usize = 2;
/// A range narrower than this share of the axis is hidden by the signs of the points.
const VISIBLE: f64 = 0.05;
/// More of them are a thicket.
const MOST_WHISKERS: usize = 60;
/// A measure that changes by a smaller share of its largest value gets an axis that does not start at zero.
const SMALL_CHANGE: f64 = 0.25;

/// Draws the picture.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn draw(selection: &Selection, arguments: &Plot) -> Result<Drawn, Failure> {
    let story = Story::new(selection, arguments.target);
    let figure = figure(selection, &story, arguments);
    let svg = draw_svg(&figure)?;
    Ok(Drawn { suffix: String::new(), title: figure.title, caption: figure.caption, svg })
}

fn figure(selection: &Selection, story: &Story<'_>, arguments: &Plot) -> Figure {
    let places = selection.values(0);
    let axis = NumberAxis::new(axis_name(&selection.axes[0]), places.clone());
    let title = arguments.title.clone().unwrap_or_else(|| story.title());
    let mut figure = Figure::new("capacity-curve", title, XAxis::Number(axis));
    figure.subtitle = story.subtitle();
    figure.footer = super::phrases::footer(selection);
    let mut seen = Seen::default();
    for (index, subject) in story.subjects().iter().enumerate() {
        let is_cost = selection.has_cost && index + 1 == selection.measures.len();
        if is_cost && story.constant_cost().is_some() {
            continue;
        }
        let curves = Curve::all(selection, index);
        let target = arguments.target.filter(|_| index == 0);
        let mut panel = Sketch::new(subject, &curves, &places, target);
        panel.ranges(&mut seen);
        panel.lines();
        panel.holes();
        panel.today(index == 0);
        if let Some(target) = target {
            panel.target(target);
        }
        if index == 0 {
            panel.knee();
        }
        figure.panels.push(panel.panel);
    }
    figure.caption = story.caption(&seen);
    figure.alt_text = story.alt_text(&figure.title, &figure.caption);
    figure
}

/// Which ranges the picture shows: the caption explains those.
#[derive(Default)]
struct Seen {
    bands: bool,
    whiskers: bool,
    /// Intervals too narrow to be seen.
    hidden: bool,
}

/// A panel in the making.
struct Sketch<'a> {
    subject: &'a Subject,
    curves: &'a [Curve<'a>],
    places: &'a [f64],
    /// What values are divided by, so that the axis has short numbers.
    divisor: f64,
    panel: Panel,
}

impl<'a> Sketch<'a> {
    fn new(subject: &'a Subject, curves: &'a [Curve<'a>], places: &'a [f64], target: Option<Target>) -> Self {
        let readings = curves.iter().flat_map(|curve| &curve.points);
        let values = || {
            readings
                .clone()
                .flat_map(|point| [point.mean, point.low, point.high])
                .chain(target.map(|target| target.level))
        };
        let (least, most) = (values().fold(f64::NAN, f64::min), values().fold(f64::NAN, f64::max));
        let (divisor, unit) = subject.scale(most);
        let mut panel = Panel::new(subject.heading(), unit);
        if most - least < SMALL_CHANGE * most {
            panel.value_axis = ValueAxis::FromData;
        }
        Self { subject, curves, places, divisor, panel }
    }

    fn add(&mut self, layer: Layer) {
        self.panel.layers.push(layer);
    }

    /// The ranges behind the lines.
    fn ranges(&mut self, seen: &mut Seen) {
        if self.curves.len() > MOST_BANDS {
            return;
        }
        let of_all = |of: &dyn Fn(&Reading) -> f64| -> Vec<f64> {
            self.curves.iter().flat_map(|curve| curve.points.iter().map(of)).filter(|value| !value.is_nan()).collect()
        };
        let widest = |widths: Vec<f64>| widths.into_iter().fold(0.0, f64::max);
        let height = widest(of_all(&|point| point.high.max(point.mean)));
        let range = widest(of_all(&|point| point.high - point.low));
        let interval = widest(of_all(&|point| point.mean_high - point.mean_low));
        let points = self.curves.iter().map(|curve| curve.points.len()).sum::<usize>();
        let label = |index: usize, words: &str| if index == 0 { words.to_owned() } else { String::new() };
        let is_visible = |width: f64| width > VISIBLE * height;
        if is_visible(range) {
            for (index, curve) in self.curves.iter().enumerate() {
                let [low, high] = [self.column(curve, |point| point.low), self.column(curve, |point| point.high)];
                let band = Band::new(label(index, "5–95% of replications"), low, high);
                self.add(Layer::Band(band));
            }
            seen.bands = true;
        }
        if is_visible(interval) && points <= MOST_WHISKERS {
            for (index, curve) in self.curves.iter().enumerate() {
                let low = self.column(curve, |point| point.mean_low.max(0.0));
                let high = self.column(curve, |point| point.mean_high);
                let whiskers = Band::new(label(index, "95% interval of the mean"), low, high);
                self.add(Layer::Whiskers(whiskers));
            }
            seen.whiskers = true;
        } else if interval > 0.0 && !is_visible(interval) {
            seen.hidden = true;
        }
    }

    fn lines(&mut self) {
        for curve in self.curves {
            let label = if self.curves.len() == 1 { "Mean".to_owned() } else { curve.variant.name.clone() };
            self.add(Layer::Line(Series::new(label, self.column(curve, |point| point.mean))));
        }
    }

    /// Holes where the system does not keep up, or hardly does.
    fn holes(&mut self) {
        let hollow = self.curves.iter().flat_map(|curve| &curve.points).filter(|point| point.is_hollow());
        let hollow: Vec<(f64, f64)> = hollow.map(|point| (point.at, point.mean)).collect();
        if !hollow.is_empty() {
            self.points("", Sign::Hole, hollow.into_iter());
        }
    }

    /// A number of each point at the places of the axis, as it is shown.
    fn column(&self, curve: &Curve<'_>, of: impl Fn(&Reading) -> f64) -> Vec<f64> {
        self.places
            .iter()
            .map(|&place| curve.reading(place).map_or(f64::NAN, |point| of(point) / self.divisor))
            .collect()
    }

    /// Points on curves.
    fn points(&mut self, label: &str, sign: Sign, points: impl Iterator<Item = (f64, f64)>) {
        let (at, values) = points.map(|(at, value)| (at, value / self.divisor)).unzip();
        self.add(Layer::Points(Points::new(label, sign, at, values)));
    }

    /// The scenarios as they ran: a line if it is the same for all, or else a sign on each curve.
    fn today(&mut self, named: bool) {
        let today = |curve: &Curve<'_>| curve.today().and_then(|today| Some((today, curve.height(today)?)));
        let todays: Vec<(f64, f64)> = self.curves.iter().filter_map(today).collect();
        let Some(&(first, _)) = todays.first() else { return };
        if self.curves.iter().all(|curve| curve.variant.today[0] == Some(first)) {
            let label = if named { format!("scenario: {}", plain(first)) } else { String::new() };
            self.add(Layer::Guide(Guide::new(label, first)));
        } else {
            self.points("As in the scenario", Sign::Diamond, todays.into_iter());
        }
    }

    /// The level, and where each mean begins to meet it or ends to.
    fn target(&mut self, target: Target) {
        let label = format!("Target: {}", self.subject.with_unit(&target.words()));
        self.add(Layer::Threshold(Threshold::constant(label, target.level / self.divisor)));
        let met = self.curves.iter().filter_map(|curve| match curve.verdict(target)?.mean {
            Met::From(at) => Some((at, curve.height(at)?, "or more")),
            Met::UpTo(at) => Some((at, curve.height(at)?, "or fewer")),
            _ => None,
        });
        let met: Vec<(f64, f64, &str)> = met.collect();
        match met.as_slice() {
            [] => {}
            [(at, _, words)] if self.curves.len() == 1 => {
                self.guide(&format!("target met: {} {words}", plain(*at)), *at);
            }
            met => {
                let all_from = met.iter().all(|(.., words)| *words == "or more");
                let label =
                    if all_from { "Target met from here on" } else { "Last or first place where the target is met" };
                self.points(label, Sign::Ring, met.iter().map(|(at, value, _)| (*at, *value)));
            }
        }
    }

    /// The knee of a single curve.
    fn knee(&mut self) {
        if let [curve] = self.curves
            && let Some((knee, _)) = curve.knee()
        {
            self.guide(&format!("knee: {}", plain(knee.at)), knee.at);
        }
    }

    /// A line that is named, or its name added to a line that is there.
    fn guide(&mut self, label: &str, at: f64) {
        let there = self.panel.layers.iter_mut().find_map(|layer| match layer {
            Layer::Guide(guide) if guide.at == at => Some(guide),
            _ => None,
        });
        match there {
            Some(guide) => guide.label = format!("{}; {label}", guide.label),
            None => self.add(Layer::Guide(Guide::new(label, at))),
        }
    }
}
