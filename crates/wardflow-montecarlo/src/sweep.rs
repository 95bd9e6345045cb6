//! Sweeps: one scenario, or several variants of it, at many values of some of its parameters.
//!
//! [`open`] reads a [`plan::Plan`] and gives a [`Sweep`]; [`Sweep::check`] finds points that cannot run, [`Sweep::run`]
//! runs them. A point is kept as a [`record::Record`]; [`Sweep::results`] makes the [`results`] from what was kept.
//! Every point has the same seed and so the same patients: points differ by what was varied and not by chance.

mod axis;
mod checking;
mod design;
mod hash;
mod opening;
pub mod plan;
mod point;
pub mod record;
pub mod results;
mod run;
mod shipped;

use serde_json::Value;
use wardflow_scenario::{
    Base,
    effective::{effective, written},
    format::Scenario,
    reading::{Annotations, Decoded, Source},
};

pub use self::{
    checking::Overloaded,
    design::{MOST_SOBOL_AXES, MOST_SOBOL_POINTS},
    opening::{ONLY_VARIANT, OpenedPlan, open, open_text},
    run::News,
    shipped::{EXAMPLE, PLANS},
};
use self::{
    design::Points,
    plan::{Design, Plan},
    record::Kept,
    results::{Axis, Point, PointResult, SweepResults, SweptMeasure},
};
use crate::{experiment::MOST_KEPT, statistics::Summary};

/// Most points of a sweep, those of all variants together.
pub const MOST_POINTS: usize = 1_000_000;
/// Most replications of a point: as many as an experiment keeps one by one.
pub const MOST_REPLICATIONS: u32 = MOST_KEPT as u32;
/// Most values of axes, those of all points together: bounds memory.
const MOST_NUMBERS: usize = 10_000_000;
/// The name of the file of points in an effective plan.
const POINTS_FILE: &str = "points.csv";

/// A sweep without errors. Points are numbered from 0: variant by variant, in each as the design has them.
#[derive(Debug)]
pub struct Sweep {
    plan: Plan,
    /// The plan as it was read, with its places.
    reading: Decoded<Plan>,
    title: String,
    seed: u64,
    replications: u32,
    variants: Vec<Variant>,
    axes: Vec<Axis>,
    measures: Vec<SweptMeasure>,
    points: Points,
    repeated: usize,
    csv: Option<Source>,
}

/// A scenario that is swept.
#[derive(Debug)]
struct Variant {
    name: String,
    title: String,
    /// What the scenario itself says.
    seed: u64,
    replications: u32,
    scenario: Scenario,
    annotations: Annotations,
    /// The scenario as JSON.
    value: Value,
    /// The value of each axis in it.
    today: Vec<Option<f64>>,
    fingerprint: String,
    base: Base,
}

impl Sweep {
    /// What it is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is about, if the plan says so.
    pub fn description(&self) -> Option<&str> {
        self.plan.description.as_deref()
    }

    /// Seed of every point.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Replications of every point.
    pub fn replications(&self) -> u32 {
        self.replications
    }

    /// What is varied.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// What is measured.
    pub fn measures(&self) -> &[SweptMeasure] {
        &self.measures
    }

    /// Names of the variants.
    pub fn variant_names(&self) -> impl Iterator<Item = &str> {
        self.variants.iter().map(|variant| variant.name.as_str())
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.number() * self.variants.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many points of the plan were left out because they stand in it already.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The value of each axis at a point.
    pub fn at(&self, point: usize) -> &[f64] {
        self.points.at(self.place(point).1)
    }

    /// The place of a point's variant.
    pub fn variant_of(&self, point: usize) -> usize {
        self.place(point).0
    }

    /// The place of a point's variant, and that of its row among the points of all variants.
    fn place(&self, point: usize) -> (usize, usize) {
        let rows = self.points.number().max(1);
        (point / rows, point % rows)
    }

    /// A point with what was kept of it.
    pub fn point(&self, number: usize, kept: &Kept) -> Point {
        let result = |measure: &SweptMeasure| kept.measures.get(&measure.key).map(|measure| measure.summary);
        Point {
            id: self.id(number),
            variant: self.variant_of(number),
            at: self.at(number).to_vec(),
            keeps_up: kept.keeps_up.clone(),
            results: self.measures.iter().map(result).collect(),
        }
    }

    /// The results of a program of this name and version, with points of any form.
    pub fn results<P>(&self, program: &str, points: P) -> SweepResults<P> {
        let variant = |variant: &Variant| results::Variant {
            name: variant.name.clone(),
            title: variant.title.clone(),
            today: variant.today.clone(),
        };
        SweepResults {
            format: results::FORMAT.to_owned(),
            version: results::VERSION,
            program: program.to_owned(),
            title: self.title.clone(),
            seed: self.seed,
            replications: self.replications,
            axes: self.axes.clone(),
            variants: self.variants.iter().map(variant).collect(),
            measures: self.measures.clone(),
            measures_named: matches!(self.plan.measures, plan::Measures::Keys(_)),
            points,
        }
    }

    /// The plan and all it names as files beside each other, by name: `plan.json` gives the same sweep wherever they are.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut plan = self.plan.clone();
        let mut annotations = self.reading.tree.annotations();
        (plan.seed, plan.replications) = (Some(self.seed), Some(self.replications));
        plan.title = Some(self.title.clone());
        plan.set.clear();
        let mut files = Vec::new();
        for variant in &self.variants {
            let name = match plan.variants.get_mut(&variant.name) {
                Some(planned) => {
                    planned.set.clear();
                    planned.scenario = format!("scenario-{}.json", variant.name);
                    planned.scenario.clone()
                }
                None => "scenario.json".to_owned(),
            };
            if plan.scenario.is_some() {
                plan.scenario = Some(name.clone());
            }
            let mut scenario = variant.scenario.clone();
            for (cohort, source) in variant.base.csv_files() {
                let file = format!("arrivals-{}-{cohort}.csv", variant.name);
                if let Some(csv) = scenario.cohorts.get_mut(cohort).and_then(|cohort| cohort.arrivals.csv_mut()) {
                    csv.file.clone_from(&file);
                }
                files.push((file, source.text.to_string()));
            }
            files.push((name, effective(&scenario, &variant.annotations)));
        }
        if let (Some(csv), Design::Csv { file }) = (&self.csv, &mut plan.design) {
            POINTS_FILE.clone_into(file);
            files.push((POINTS_FILE.to_owned(), csv.text.to_string()));
        }
        // What was said about values that now stand in the scenarios is said there.
        annotations.retain(|path| !path.segments().iter().any(|segment| segment == "set"));
        files.push(("plan.json".to_owned(), written(&plan, &annotations, plan::SCHEMA_FILE)));
        files
    }
}

impl From<&Summary> for PointResult {
    fn from(summary: &Summary) -> Self {
        let there = |value: f64| value.is_finite().then_some(value);
        Self {
            mean: there(summary.mean),
            half_width_95: summary.half_width_95.and_then(there),
            sd: there(summary.sd),
            low_5: there(summary.low_5),
            high_95: there(summary.high_95),
            cases: summary.cases,
            missing: summary.missing,
        }
    }
}
