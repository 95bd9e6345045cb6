//! From the text of a plan to a sweep that can be run, or everything that is wrong with it.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use wardflow_core::measures::{Catalogue, Measure};
use wardflow_scenario::{
    Base, SHIPPED,
    format::Named,
    naming::path_in_words,
    number_at,
    reading::{
        Decoded, Library, LoadError, Path, Problems, Reporter, Severity, Shelf, Source, nearest, path_of_change, read,
        read_source,
    },
};

use super::{
    MOST_POINTS, MOST_REPLICATIONS, PLANS, Sweep, Variant,
    axis::Levels,
    design::{self, Points},
    plan::{Design, FORMAT, Measures, Plan, Setting},
    point,
    results::{Axis, SweptMeasure},
};

/// What a plan without variants calls its scenario.
pub const ONLY_VARIANT: &str = "scenario";

/// A plan that was read and checked.
#[derive(Debug)]
pub struct OpenedPlan {
    /// The sweep; none if there are errors.
    pub sweep: Option<Sweep>,
    /// What is wrong with the plan, and then with each of its scenarios: only where anything is.
    pub problems: Vec<Problems>,
}

/// Opens the plan of this name, a file or a shipped one, with changes written as `path=value`.
pub fn open(name: &str, changes: &[String]) -> OpenedPlan {
    opened(read(name, changes, &Shelf::of("plan", PLANS)).decode())
}

/// Opens a plan whose text is at hand; what it names is seen from the current folder.
pub fn open_text(source: Source) -> OpenedPlan {
    opened(read_source(source, &[], &Shelf::of("plan", PLANS)).decode())
}

fn opened(decoded: Decoded<Plan>) -> OpenedPlan {
    let mut reading = decoded;
    let files = Files::of(&reading);
    let (plan, mut report) = reading.check();
    let Some(plan) = plan else { return OpenedPlan { sweep: None, problems: vec![reading.problems] } };
    let plan = plan.clone();
    let mut opener = Opener { plan: &plan, files: &files, report: &mut report, of_scenarios: Vec::new() };
    let made = opener.open();
    let of_scenarios = opener.of_scenarios;
    let is_sound = !report.has_errors() && of_scenarios.is_empty();
    let problems = std::iter::once(&reading.problems).filter(|problems| !problems.is_empty()).cloned();
    let problems = problems.chain(of_scenarios).collect();
    let sweep = made.filter(|_| is_sound).map(|made| made.sweep(plan, reading));
    OpenedPlan { sweep, problems }
}

/// The texts that a plan names, each seen from the file that names it.
struct Files {
    /// The file of the `scenario` and that of each variant.
    scenario: Option<String>,
    variants: Vec<Option<String>>,
    csv: Option<String>,
}

impl Files {
    fn of(reading: &Decoded<Plan>) -> Self {
        let named_in = |path: Path| {
            let file = reading.tree.place(&path).file;
            reading.problems.source(file).map(|source| source.name.clone())
        };
        let variants = reading.value.iter().flat_map(|plan| plan.variants.keys());
        Self {
            scenario: named_in(Path::of(["scenario"])),
            variants: variants.map(|name| named_in(Path::of(["variants", name, "scenario"]))).collect(),
            csv: named_in(Path::of(["design", "csv", "file"])),
        }
    }
}

/// Files beside another one.
struct Beside<'a> {
    shelf: Shelf<'static>,
    from: Option<&'a str>,
}

impl Library for Beside<'_> {
    fn load(&self, name: &str, from: Option<&str>) -> Result<Source, LoadError> {
        self.shelf.load(name, from.or(self.from))
    }
}

/// A plan on its way to a sweep.
struct Opener<'a, 'r> {
    plan: &'a Plan,
    files: &'a Files,
    report: &'a mut Reporter<'r>,
    of_scenarios: Vec<Problems>,
}

/// All parts of a sweep but the plan.
struct Made {
    variants: Vec<Variant>,
    axes: Vec<Axis>,
    measures: Vec<SweptMeasure>,
    points: Points,
    repeated: usize,
    csv: Option<Source>,
    seed: u64,
    replications: u32,
}

impl Made {
    fn sweep(self, plan: Plan, reading: Decoded<Plan>) -> Sweep {
        let Self { variants, axes, measures, points, repeated, csv, seed, replications } = self;
        let first = variants.first().map_or("", |variant| variant.title.as_str());
        let title = plan.title.clone().unwrap_or_else(|| format!("Sweep of {first}"));
        let mut sweep =
            Sweep { plan, reading, title, seed, replications, variants, axes, measures, points, repeated, csv };
        point::fingerprint_variants(&mut sweep);
        sweep
    }
}

impl Opener<'_, '_> {
    fn error(&mut self, path: Path, what: impl Into<String>, remedy: impl Into<String>) {
        self.report.error("sweep", path, what, remedy);
    }

    fn open(&mut self) -> Option<Made> {
        self.check_format();
        let variants = self.variants();
        let (names, points, csv) = self.points().unwrap_or_default();
        let axes = self.axes(&names, &variants);
        let variants = with_today(variants, &axes);
        if let Some(points) = points.number().checked_mul(variants.len()).filter(|&points| points > MOST_POINTS) {
            let what = format!("{points} points, those of all variants together");
            self.error(Path::of(["vary"]), what, format!("at most {MOST_POINTS} are possible: take fewer values"));
        }
        let first = variants.first()?;
        let seed = self.plan.seed.unwrap_or(first.seed);
        let replications = self.replications(first.replications);
        let mut points = points;
        let repeated = points.drop_repeated() * variants.len();
        let measures = self.measures(&variants, &axes, &points);
        Some(Made { variants, axes, measures, points, repeated, csv, seed, replications })
    }

    fn check_format(&mut self) {
        if self.plan.format != FORMAT {
            let what = format!("this plan has format {}", self.plan.format);
            let remedy = format!("this program reads format {FORMAT}: write {FORMAT} and adapt the file");
            self.error(Path::of(["format"]), what, remedy);
        }
    }

    fn replications(&mut self, of_scenario: u32) -> u32 {
        let replications = self.plan.replications.unwrap_or(of_scenario);
        if !(1..=MOST_REPLICATIONS).contains(&replications) {
            let what = format!("{replications} replications of every point are not possible");
            let remedy = format!("give 1 to {MOST_REPLICATIONS}: the value of each is kept");
            self.error(Path::of(["replications"]), what, remedy);
        }
        replications
    }

    fn variants(&mut self) -> Vec<Variant> {
        let plan = self.plan;
        match (&plan.scenario, plan.variants.is_empty()) {
            (Some(_), false) => {
                let remedy = "keep one of them; a variant names its own scenario";
                self.error(Path::of(["variants"]), "both `scenario` and `variants` are given", remedy);
                Vec::new()
            }
            (None, true) => {
                let remedy = "add `\"scenario\": \"southampton-2021\"`, or another name or path";
                self.error(Path::root(), "the plan names no scenario", remedy);
                Vec::new()
            }
            (Some(scenario), true) => {
                let from = self.files.scenario.clone();
                self.variant(ONLY_VARIANT, scenario, from.as_deref(), &Path::of(["scenario"]), &Named::new())
                    .into_iter()
                    .collect()
            }
            (None, false) => {
                let mut names = BTreeSet::new();
                let mut variants = Vec::new();
                for ((name, variant), from) in plan.variants.iter().zip(&self.files.variants) {
                    let at = Path::of(["variants", name]);
                    if let Some((what, remedy)) = name_fault(name) {
                        self.report.key_error("sweep", at.clone(), what, remedy);
                    }
                    if !names.insert(name.to_ascii_lowercase()) {
                        let what = format!("another variant is called `{name}` but for capitals");
                        self.report.key_error("sweep", at.clone(), what, "some file systems cannot tell them apart");
                    }
                    let path = at.join("scenario");
                    variants.extend(self.variant(name, &variant.scenario, from.as_deref(), &path, &variant.set));
                }
                variants
            }
        }
    }

    /// Opens one scenario.
    fn variant(
        &mut self,
        name: &str,
        scenario: &str,
        from: Option<&str>,
        at: &Path,
        own: &Named<Setting>,
    ) -> Option<Variant> {
        if self.report.is_affected(at) {
            return None;
        }
        let settings: Vec<String> =
            self.plan.set.iter().chain(own).map(|(path, value)| format!("{path}={}", value.0)).collect();
        let library = Beside { shelf: Shelf::new(SHIPPED), from };
        let base = Base::read(scenario, &settings, &library);
        let opened = base.open(&[]);
        let Some(ready) = opened.ready else {
            let missing = opened.problems.iter().find(|problem| problem.path.is_root() && problem.place.is_none());
            if let Some(problem) = missing {
                self.error(at.clone(), &problem.what, &problem.remedy);
            } else if !self.are_of_settings(&opened.problems, own, at) {
                self.of_scenarios.push(opened.problems);
            }
            return None;
        };
        let value = serde_json::to_value(&ready.scenario).unwrap_or_default();
        Some(Variant {
            name: name.to_owned(),
            title: ready.scenario.title.clone(),
            seed: ready.scenario.seed,
            replications: ready.scenario.replications,
            scenario: ready.scenario,
            annotations: ready.annotations,
            value,
            today: Vec::new(),
            fingerprint: String::new(),
            base,
        })
    }

    /// Reports problems of a scenario that come from what the plan sets in it, at their places. False if there are others.
    fn are_of_settings(&mut self, problems: &Problems, own: &Named<Setting>, scenario: &Path) -> bool {
        let of_variant = Path::of(&scenario.segments()[..scenario.segments().len() - 1]).join("set");
        let settings = self.plan.set.keys().map(|key| (Path::of(["set"]), key));
        let settings: Vec<(Path, &String)> = settings.chain(own.keys().map(|key| (of_variant.clone(), key))).collect();
        let mut are_all = true;
        for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
            // What is not there is told of the first name that is not.
            let is_of = |key: &str| {
                let set = path_of_change(&format!("{key}="));
                set.is_some_and(|set| {
                    problem.path.starts_with(&set) || !problem.path.is_root() && set.starts_with(&problem.path)
                })
            };
            match settings.iter().rev().find(|(_, key)| is_of(key)) {
                Some((of, key)) => self.report.key_error("sweep", of.join(key), &problem.what, &problem.remedy),
                None => are_all = false,
            }
        }
        are_all
    }

    /// The paths as they are written, the points, and the file they are from.
    fn points(&mut self) -> Option<(Vec<String>, Points, Option<Source>)> {
        let plan = self.plan;
        if let Design::Csv { file } = &plan.design {
            let at = Path::of(["design", "csv", "file"]);
            if self.report.is_affected(&at) {
                return None;
            }
            let library = Beside { shelf: Shelf::of("file", &[]), from: self.files.csv.as_deref() };
            let source = match library.load(file, None) {
                Ok(source) => source,
                Err(LoadError { what, remedy }) => {
                    let what = what.trim_end_matches(" and no built-in file of this name").to_owned();
                    self.error(at, what, remedy);
                    return None;
                }
            };
            let (paths, points) = design::table::points(&source.text, &at, self.report)?;
            self.check_labels(&paths);
            return Some((paths, points, Some(source)));
        }
        if plan.vary.is_empty() {
            if !self.report.is_affected(&Path::of(["vary"])) {
                let remedy = "add `\"vary\": { \"services.d2a_block.beds\": { \"values\": [30, 38, 46] } }`";
                self.error(Path::root(), "the plan varies nothing", remedy);
            }
            return None;
        }
        let mut axes = Some(Vec::new());
        for (path, axis) in &plan.vary {
            let at = Path::of(["vary", path]);
            let levels = if self.report.is_affected(&at) { None } else { Levels::of(axis, &at, self.report) };
            match (levels, &mut axes) {
                (Some(levels), Some(axes)) => axes.push((path.as_str(), levels)),
                _ => axes = None,
            }
        }
        let points = axes.and_then(|axes| design::points(&plan.design, &axes, self.report));
        Some((plan.vary.keys().cloned().collect(), points.unwrap_or_default(), None))
    }

    /// With a file of points an axis has a label at most.
    fn check_labels(&mut self, columns: &[String]) {
        for (path, axis) in &self.plan.vary {
            let at = Path::of(["vary", path]);
            if !columns.contains(path) {
                let remedy = match nearest(path, columns.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its columns are `{}`", columns.join("`, `")),
                };
                self.report.key_error("sweep", at.clone(), "the file of points has no such column", remedy);
            }
            if axis.values.is_some() || axis.from.is_some() || axis.to.is_some() || axis.step.is_some() {
                self.error(at, "the values of this axis stand in the file of points", "keep its `label` alone");
            }
        }
    }

    /// The axes by their paths; every one has to be a number in every scenario.
    fn axes(&mut self, names: &[String], variants: &[Variant]) -> Vec<Axis> {
        let from_file = matches!(self.plan.design, Design::Csv { .. });
        let mut axes: Vec<Axis> = Vec::new();
        for name in names {
            let at = if from_file { Path::of(["design", "csv", "file"]) } else { Path::of(["vary", name]) };
            let path = match Path::parse(name) {
                Ok(path) if !path.is_root() => path,
                _ => {
                    let what = format!("`{name}` is no path");
                    self.report.key_error("sweep", at, what, "write it with dots: services.d2a_block.beds");
                    continue;
                }
            };
            let written = path.to_string();
            if axes.iter().any(|axis| axis.path == written) {
                self.report.key_error("sweep", at, format!("`{written}` is varied twice"), "remove one of the two");
                continue;
            }
            if matches!(written.as_str(), "seed" | "replications" | "format") {
                let what = format!("`{written}` is the same at all points");
                self.report.key_error(
                    "sweep",
                    at,
                    what,
                    "remove it here; the plan's own `seed` and `replications` count",
                );
                continue;
            }
            self.check_path(&path, &at, variants);
            let label = self.plan.vary.get(name).and_then(|axis| axis.label.clone());
            let (whose, label) = label.map_or_else(
                || variants.first().map_or((None, written.clone()), |first| path_in_words(&first.value, &path)),
                |label| (None, label),
            );
            axes.push(Axis { path: written, label, whose });
        }
        axes
    }

    /// Finds the scenarios in which a path does not lead to a number.
    fn check_path(&mut self, path: &Path, at: &Path, variants: &[Variant]) {
        let mut faults: IndexMap<(String, String), Vec<&str>> = IndexMap::new();
        for variant in variants {
            if let Err(fault) = number_at(&variant.value, path) {
                faults.entry(fault).or_default().push(&variant.name);
            }
        }
        for ((what, remedy), names) in faults {
            let what =
                if names.len() == variants.len() { what } else { format!("{what} (variant {})", names.join(", ")) };
            self.report.key_error("sweep", at.clone(), what, remedy);
        }
    }

    /// What is measured: what the first points can measure, in the order of their reports.
    fn measures(&mut self, variants: &[Variant], axes: &[Axis], points: &Points) -> Vec<SweptMeasure> {
        let catalogues: Vec<Catalogue> = variants
            .iter()
            .filter_map(|variant| {
                let at = if points.number() == 0 { &[] } else { points.at(0) };
                let opened = variant.base.open(&point::overrides(axes, at));
                // A point that cannot be opened is found when all of them are checked.
                let ready = opened.ready.or_else(|| variant.base.open(&[]).ready);
                ready.map(|ready| Catalogue::of(&ready.model))
            })
            .collect();
        let mut measures: Vec<SweptMeasure> = Vec::new();
        let mut add = |measure: &Measure| {
            if measures.iter().all(|known| known.key != measure.key) {
                measures.push(SweptMeasure {
                    key: measure.key.clone(),
                    title: measure.title.clone(),
                    whose: measure.whose.clone(),
                    unit: measure.unit.title().to_owned(),
                    most: measure.most(),
                    definition: measure.definition.clone(),
                });
            }
        };
        let all = || catalogues.iter().flat_map(Catalogue::measures);
        match &self.plan.measures {
            Measures::Headline => all().filter(|measure| measure.headline).for_each(add),
            Measures::All => all().for_each(add),
            Measures::Keys(keys) if keys.is_empty() => {
                self.error(Path::of(["measures"]), "no measure is kept", "name at least one, or write \"headline\"");
            }
            Measures::Keys(keys) => {
                for (number, key) in keys.iter().enumerate() {
                    match all().find(|measure| measure.key == *key) {
                        Some(measure) => add(measure),
                        None if catalogues.is_empty() => {}
                        None => {
                            let known = all().map(|measure| measure.key.as_str());
                            let remedy = match nearest(key, known) {
                                Some(near) => format!("did you mean `{near}`?"),
                                None => "`wardflow run SCENARIO --format csv` lists all keys".to_owned(),
                            };
                            let at = Path::of(["measures"]).join(number);
                            self.report.error("sweep", at, format!("there is no measure `{key}`"), remedy);
                        }
                    }
                }
            }
        }
        measures
    }
}

/// The variants with the value of each axis in them.
fn with_today(variants: Vec<Variant>, axes: &[Axis]) -> Vec<Variant> {
    let today = |variant: &Variant| {
        let paths = axes.iter().map(|axis| Path::parse(&axis.path).unwrap_or_default());
        paths.map(|path| number_at(&variant.value, &path).ok().flatten()).collect()
    };
    variants.into_iter().map(|variant| Variant { today: today(&variant), ..variant }).collect()
}

/// What is wrong with a name that becomes part of the name of a file, and the remedy.
pub(super) fn name_fault(name: &str) -> Option<(String, &'static str)> {
    const LONGEST: usize = 60;
    let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    (name.is_empty() || name.len() > LONGEST || !name.chars().all(is_plain))
        .then(|| (format!("`{name}` cannot be a name"), "use letters, digits, `_` and `-` only, at most 60 of them"))
}
