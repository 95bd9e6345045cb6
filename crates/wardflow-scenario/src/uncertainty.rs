//! Numbers that are not known exactly: what a scenario may be, draw by draw. The file's own numbers are the best guess.
//!
//! Numbers that are correlated are so by their normal scores (Gaussian copula: Nelsen 2006, An Introduction to Copulas,
//! doi 10.1007/0-387-28678-0), so that each keeps its own distribution. The draws are a Latin hypercube: each number has
//! one draw in each of as many equally likely parts of its range, in the order that independent or correlated draws of it
//! have (Stein 1987, doi 10.1080/00401706.1987.10488205). Draws belong to seed, number of the draw and name: scenarios
//! that differ in something else see the same values.

use serde_json::Value;
use wardflow_core::{
    model::Model,
    random::{Key, Kind, NameHash, Purpose, Seed},
    stay::{Shape, normal_score},
};

use crate::{
    base::Base,
    format::{Scenario, Uncertain},
    number_at::{number_at, value_at},
    reading::{Path, Reporter, Severity, nearest},
};

/// Members of the scenario that are the same in every draw.
const FIXED: [&str; 7] = ["format", "start", "days", "warm_up_days", "replications", "seed", "uncertain"];
/// Where a number is tried before anything runs: near its least, in the middle, near its most.
const TRIED: [f64; 3] = [0.001, 0.5, 0.999];
/// What is left of a unit of variance when correlations contradict each other, for rounding.
const ROUNDING: f64 = 1e-9;

/// What is not known exactly in a scenario.
#[derive(Debug)]
pub struct Uncertainty {
    /// The scenario without it.
    base: Base,
    numbers: Vec<Number>,
    /// Their places in the order of their names.
    by_name: Vec<usize>,
    /// The lower triangle that turns independent normal scores into correlated ones, row by row.
    triangle: Vec<Vec<f64>>,
}

/// One number that is drawn.
#[derive(Debug)]
struct Number {
    name: String,
    shape: Shape,
    whole: bool,
    /// What stands in the file: 1 for a factor; not a number where that is none.
    best_guess: f64,
    targets: Vec<Target>,
}

/// A place in the scenario that a number decides.
#[derive(Debug)]
struct Target {
    path: Path,
    /// What is multiplied; if none, the number itself is set.
    times: Option<Value>,
}

impl Number {
    /// The overrides that set it to a value.
    fn overrides(&self, value: f64) -> impl Iterator<Item = String> {
        self.targets.iter().map(move |Target { path, times }| {
            let value = times.as_ref().map_or_else(|| self.written(value), |base| self.multiplied(base, value));
            format!("{path}={value}")
        })
    }

    fn multiplied(&self, base: &Value, factor: f64) -> Value {
        match base {
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.clone(), self.multiplied(value, factor))).collect()
            }
            // Any multiple of "unlimited" is unlimited.
            Value::String(_) => base.clone(),
            number => self.written(number.as_f64().unwrap_or(f64::NAN) * factor),
        }
    }

    fn written(&self, value: f64) -> Value {
        if self.whole { Value::from(libm::round(value) as i64) } else { Value::from(value) }
    }
}

impl Uncertainty {
    /// Checks what a scenario says; none if there is nothing or something is wrong with it.
    ///
    /// `base` is the same scenario without uncertain numbers.
    pub(crate) fn new(scenario: &Scenario, base: Base, report: &mut Reporter<'_>) -> Option<Self> {
        if scenario.uncertain.is_empty() {
            return None;
        }
        let mut checks = Checks { scenario, report, is_sound: true };
        let numbers = checks.numbers();
        let by_name = by_name(scenario);
        let triangle = checks.triangle(&by_name);
        let uncertainty = Self { base, numbers, by_name, triangle };
        if checks.is_sound {
            checks.try_out(&uncertainty);
        }
        checks.is_sound.then_some(uncertainty)
    }

    /// The names of the numbers, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().map(|number| number.name.as_str())
    }

    /// What a number is below with this probability.
    pub fn quantile(&self, number: usize, share: f64) -> f64 {
        self.numbers.get(number).map_or(f64::NAN, |number| number.shape.quantile(share))
    }

    /// What a number is in the file, the first of those that it decides; 1 for a factor, not a number for "unlimited".
    pub fn best_guess(&self, number: usize) -> f64 {
        self.numbers.get(number).map_or(f64::NAN, |number| number.best_guess)
    }

    /// So many draws, each of all numbers in the order of the file.
    pub fn draws(&self, seed: Seed, count: u32) -> Vec<Vec<f64>> {
        let scores: Vec<Vec<f64>> = (0..count).map(|draw| self.scores(seed, draw)).collect();
        let mut draws = vec![vec![0.0; self.numbers.len()]; count as usize];
        for (number, Number { shape, .. }) in self.numbers.iter().enumerate() {
            let mut order: Vec<usize> = (0..scores.len()).collect();
            order.sort_by(|&one, &other| scores[one][number].total_cmp(&scores[other][number]));
            for (rank, draw) in order.into_iter().enumerate() {
                draws[draw][number] = shape.quantile((rank as f64 + 0.5) / f64::from(count));
            }
        }
        draws
    }

    /// Normal scores of a draw, correlated as stated.
    fn scores(&self, seed: Seed, draw: u32) -> Vec<f64> {
        let key = Key::of_replication(seed, draw.into());
        let score = |&place: &usize| {
            let name = NameHash::of(&self.numbers[place].name);
            normal_score(key.named(Kind::Uncertain, name).uniform(Purpose::Uncertain))
        };
        let independent: Vec<f64> = self.by_name.iter().map(score).collect();
        let mut scores = vec![0.0; self.numbers.len()];
        for (&place, row) in self.by_name.iter().zip(&self.triangle) {
            let terms = row.iter().zip(&independent).filter(|(weight, _)| **weight != 0.0);
            scores[place] = terms.map(|(weight, score)| weight * score).sum();
        }
        scores
    }

    /// The model in which the numbers are what a draw says.
    ///
    /// # Errors
    /// If that is no scenario: what was drawn and what is wrong.
    pub fn model(&self, drawn: &[f64]) -> Result<Model, String> {
        self.open(self.numbers.iter().zip(drawn.iter().copied())).map_err(|fault| {
            let drawn: Vec<String> =
                self.names().zip(drawn).map(|(name, value)| format!("`{name}` = {value:.4}")).collect();
            format!("{}; {} ({})", drawn.join(", "), fault.what, fault.remedy)
        })
    }

    /// The model in which one number is another, and all else is as the file says.
    ///
    /// # Errors
    /// If that is no scenario: what is wrong.
    pub fn model_with(&self, number: usize, value: f64) -> Result<Model, String> {
        let one = self.numbers.get(number).map(|number| (number, value));
        let name = self.names().nth(number).unwrap_or_default();
        self.open(one.into_iter()).map_err(|Fault { what, remedy }| format!("`{name}` = {value:.4}; {what} ({remedy})"))
    }

    fn open<'a>(&self, values: impl Iterator<Item = (&'a Number, f64)>) -> Result<Model, Fault> {
        let overrides: Vec<String> =
            values.flat_map(|(number, value)| number.overrides(value).collect::<Vec<_>>()).collect();
        let opened = self.base.open(&overrides);
        opened.ready.map(|ready| ready.model).ok_or_else(|| {
            let error = opened.problems.iter().find(|problem| problem.severity == Severity::Error);
            error.map_or_else(Fault::default, |problem| Fault {
                what: format!("`{}` cannot be used: {}", problem.path, problem.what),
                remedy: problem.remedy.clone(),
            })
        })
    }
}

/// What is wrong with a scenario in which something was drawn.
#[derive(Default)]
struct Fault {
    what: String,
    remedy: String,
}

/// The checks of what is written.
struct Checks<'a, 'r, 'p> {
    scenario: &'a Scenario,
    report: &'r mut Reporter<'p>,
    is_sound: bool,
}

fn at(name: &str) -> Path {
    Path::of(["uncertain", name])
}

/// The key of the range of a number, and that range.
fn range(uncertain: &Uncertain) -> Option<(&'static str, &crate::format::Range)> {
    match (&uncertain.may_be, &uncertain.times) {
        (Some(may_be), None) => Some(("may_be", may_be)),
        (None, Some(times)) => Some(("times", times)),
        _ => None,
    }
}

impl Checks<'_, '_, '_> {
    fn error(&mut self, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        self.is_sound = false;
        self.report.error("uncertain", path, what, remedy);
    }

    fn numbers(&mut self) -> Vec<Number> {
        let scenario = self.scenario;
        let value = serde_json::to_value(scenario).unwrap_or_default();
        let mut taken: Vec<(Path, &str)> = Vec::new();
        let mut numbers = Vec::new();
        for (name, uncertain) in &scenario.uncertain {
            let Some((key, range)) = range(uncertain) else {
                let remedy =
                    "give `may_be`, what the numbers are instead, or `times`, what those of the file are multiplied by";
                self.error(at(name), "it must have one of `may_be` and `times`", remedy);
                continue;
            };
            let shape = range.shape();
            if let Err(message) = &shape {
                let (what, remedy) = message.split_once(": ").unwrap_or((message, "give other numbers"));
                let path = range.culprit().into_iter().fold(at(name).join(key), |path, segment| path.join(segment));
                self.error(path, what, remedy);
            }
            if uncertain.decides.is_empty() {
                self.error(at(name).join("decides"), "it decides nothing", "name the path of at least one number");
            }
            let mut targets = Vec::new();
            let mut best_guess = if uncertain.times.is_some() { 1.0 } else { f64::NAN };
            for (place, text) in uncertain.decides.iter().enumerate() {
                let written = at(name).join("decides").join(place);
                match target(&value, text, uncertain.times.is_some()) {
                    Ok(target) => {
                        let overlaps =
                            |(path, _): &&(Path, &str)| path.starts_with(&target.path) || target.path.starts_with(path);
                        if let Some((_, other)) = taken.iter().find(overlaps) {
                            let what = format!("`{}` is decided by `{other}` already", target.path);
                            self.error(written, what, "leave it to one of them");
                        }
                        // Whoever changes the number by `--set` or in a file that extends this one changes no draw.
                        if key == "may_be" && self.report.is_newer(&target.path, &at(name).join(key)) {
                            let (what, remedy) = best_guess_alone(&target.path, name);
                            self.report.warning("uncertain", target.path.clone(), what, remedy);
                        }
                        if best_guess.is_nan() {
                            best_guess = number_at(&value, &target.path).ok().flatten().unwrap_or(f64::NAN);
                        }
                        taken.push((target.path.clone(), name));
                        targets.push(target);
                    }
                    Err((what, remedy)) => self.error(written, what, remedy),
                }
            }
            if let Ok(shape) = shape {
                numbers.push(Number { name: name.clone(), shape, whole: uncertain.whole, best_guess, targets });
            }
        }
        numbers
    }

    /// The Cholesky triangle of the correlations, of the numbers in the order of their names.
    fn triangle(&mut self, by_name: &[usize]) -> Vec<Vec<f64>> {
        let correlations = self.correlations(by_name);
        let mut triangle: Vec<Vec<f64>> = Vec::new();
        for (row, of_row) in correlations.iter().enumerate() {
            let mut weights = vec![0.0; row + 1];
            let mut left = 1.0;
            for column in 0..row {
                let shared: f64 = weights.iter().zip(&triangle[column][..column]).map(|(a, b)| a * b).sum();
                let pivot = triangle[column][column];
                let rest = of_row[column] - shared;
                weights[column] = if pivot > 0.0 { rest / pivot } else { 0.0 };
                let is_met = pivot > 0.0 || rest.abs() <= ROUNDING;
                left -= weights[column] * weights[column];
                if !is_met || left < -ROUNDING {
                    let name = self.scenario.uncertain.get_index(by_name[row]).map_or("", |(name, _)| name);
                    let remedy =
                        "if a goes with b and b with c, then a and c cannot go far against each other: lower some";
                    self.error(at(name), "these correlations contradict each other", remedy);
                    return triangle;
                }
            }
            weights[row] = left.max(0.0).sqrt();
            triangle.push(weights);
        }
        triangle
    }

    /// Correlations with the numbers before, row by row.
    fn correlations(&mut self, by_name: &[usize]) -> Vec<Vec<f64>> {
        let uncertain = &self.scenario.uncertain;
        let rank = |number: usize| by_name.iter().position(|&place| place == number).unwrap_or(number);
        let mut given: Vec<Vec<Option<f64>>> = (0..uncertain.len()).map(|row| vec![None; row]).collect();
        for (number, (name, one)) in uncertain.iter().enumerate() {
            for (other, &correlation) in &one.correlated_with {
                let path = at(name).join("correlated_with").join(other);
                if !(-1.0..=1.0).contains(&correlation) {
                    self.error(path.clone(), format!("a correlation of {correlation}"), "give a number from -1 to 1");
                }
                let Some(place) = uncertain.get_index_of(other).filter(|place| *place != number) else {
                    let others = uncertain.keys().map(String::as_str).filter(|other| other != name);
                    let remedy = nearest(other, others).map_or_else(
                        || "name another of the uncertain numbers".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.error(path, format!("there is no other uncertain number `{other}`"), remedy);
                    continue;
                };
                let (number, place) = (rank(number), rank(place));
                let (row, column) = (number.max(place), number.min(place));
                let known = &mut given[row][column];
                if known.is_some_and(|known| (known - correlation).abs() > 0.0) {
                    let what = format!("`{other}` states another correlation with `{name}`");
                    self.error(path, what, "state it once");
                } else {
                    *known = Some(correlation);
                }
            }
        }
        given.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
    }

    /// Opens the scenario with each number at its ends and in its middle, the others as they stand in the file.
    fn try_out(&mut self, uncertainty: &Uncertainty) {
        for number in &uncertainty.numbers {
            let key = range(&self.scenario.uncertain[&number.name]).map_or("", |(key, _)| key);
            for value in TRIED.map(|share| number.shape.quantile(share)) {
                if let Err(Fault { what, remedy }) = uncertainty.open(std::iter::once((number, value))) {
                    let remedy = if remedy.ends_with("come whole") && !number.whole {
                        "add `\"whole\": true`: beds, places and staff come whole".into()
                    } else {
                        remedy
                    };
                    self.error(at(&number.name).join(key), format!("where it is {value:.4}, {what}"), remedy);
                    break;
                }
            }
        }
    }
}

/// The places of the uncertain numbers of a file, in the order of their names: what is drawn does not depend on that of the
/// file.
fn by_name(scenario: &Scenario) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scenario.uncertain.len()).collect();
    places.sort_by_key(|&place| scenario.uncertain.get_index(place).map(|(name, _)| name));
    places
}

/// What is to be minded where a number has another best guess and the old range, and the remedy.
fn best_guess_alone(path: &Path, name: &str) -> (String, String) {
    (
        format!(
            "another best guess of `{path}`, and `uncertain.{name}` still draws what it drew: what is not known stays"
        ),
        format!("set `uncertain.{name}` to null, give it another range, or let it multiply the number (`times`)"),
    )
}

/// The place that a path leads to.
///
/// # Errors
/// If no number is there that could be drawn: what is wrong, and the remedy.
fn target(scenario: &Value, text: &str, is_multiplied: bool) -> Result<Target, (String, String)> {
    let path = Path::parse(text).map_err(|fault| {
        (format!("`{text}` is no path: {fault}"), "write it with dots: services.d2a_block.beds".to_owned())
    })?;
    let first = path.segments().first().map_or("", String::as_str);
    if FIXED.contains(&first) {
        return Err((format!("`{first}` is the same in every draw"), "name the path of another number".into()));
    }
    if !is_multiplied {
        return number_at(scenario, &path).map(|_| Target { path, times: None });
    }
    let base = value_at(scenario, &path)?;
    let is_dated = base
        .as_object()
        .is_some_and(|members| members.keys().all(|key| matches!(key.as_str(), "before" | "steps" | "ramp")));
    if is_dated {
        return Ok(Target { path, times: Some(base.clone()) });
    }
    match number_at(scenario, &path)? {
        Some(number) => Ok(Target { path, times: Some(number.into()) }),
        None => Err((format!("`{path}` is unlimited, and so is any multiple of it"), "give a number first".into())),
    }
}
