//! Folders of results: of one run or comparison each, or not read. Here is how they are written, and what is in that of a
//! run; `manifest` says what belongs together, `stage` is where new files wait, `held` reads.

pub(crate) mod held;
pub(crate) mod manifest;
mod stage;

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use wardflow_plot::DrawError;
use wardflow_scenario::effective::effective;

use self::{
    manifest::{Extent, Kind, MANIFEST, Manifest, Stamp},
    stage::Stage,
};

use crate::{
    chart,
    daily::{self, DAILY},
    dictionary,
    exit::Failure,
    experiment::Experiment,
    interrupt,
    monthly::{self, MONTHLY},
    opening::ArrivalsFile,
    output::harmless,
    patients::{Listing, ListingError},
    replications, results, stress,
    table::{Shown, table},
    uncertain, warnings,
    whole_file::{self, Content},
};

/// The picture.
pub(crate) const PICTURE: &str = "nctr.png";
/// The file by which a folder is known again.
pub(crate) const RESULTS: &str = "results.json";
pub(crate) const PATIENTS: &str = "patients.csv";
const DRAWN: &str = "drawn.csv";
const OF_DRAWS: &str = "draws.csv";
const CHECKLIST: &str = "stress-des.md";
pub(crate) const README: &str = "README.txt";

/// A folder that is written into: new results take the place of old ones when all of them are there.
pub(crate) struct Folder {
    path: PathBuf,
    kind: Kind,
    /// What the results are of.
    scenarios: Vec<Extent>,
    by_force: bool,
    /// What is there, and is replaced.
    earlier: Option<Manifest>,
    stage: Stage,
    written: BTreeMap<String, Stamp>,
}

impl Folder {
    /// Makes the folder, or takes an empty one, or one with earlier results that these may replace without a question;
    /// any other only by force. Nothing in it changes before [`Self::finish`].
    ///
    /// # Errors
    /// If it cannot be made or written into, or holds something else.
    pub(crate) fn prepare(path: &Path, kind: Kind, scenarios: Vec<Extent>, by_force: bool) -> Result<Self, Failure> {
        if path.is_file() {
            return Err(Failure::Occupied(format!("`{}` is a file: name a folder", path.display())));
        }
        fs::create_dir_all(path).map_err(|why| Failure::file(path, why))?;
        let is_ours = || path.join(MANIFEST).exists() || stage::is_left_in(path);
        if !by_force && !is_ours() {
            is_empty(path)?;
        }
        let stage = Stage::begin(path)?;
        whole_file::clean(path);
        let earlier = Manifest::of_any_version(&path.join(MANIFEST)).ok();
        if !by_force {
            match &earlier {
                None => is_empty(path)?,
                Some(earlier) => may_go(path, earlier, kind, &scenarios)?,
            }
        }
        let folder =
            Self { path: path.to_owned(), kind, scenarios, by_force, earlier, stage, written: BTreeMap::new() };
        interrupt::safe(format!("{}. The same command begins again.", folder.as_before()));
        Ok(folder)
    }

    /// What is in the folder as long as the new results are not all there.
    fn as_before(&self) -> String {
        let shown = self.path.display();
        match &self.earlier {
            Some(earlier) => format!("`{shown}` holds {} as before, whole", earlier.kind.results()),
            None => format!("nothing was written into `{shown}`"),
        }
    }

    /// Says beforehand that a file will be written that not every run writes.
    ///
    /// # Errors
    /// If it is there and somebody else's; not by force.
    pub(crate) fn claim(&self, name: &str) -> Result<(), Failure> {
        let foreign = self.foreign([name].into_iter());
        if self.by_force || foreign.is_empty() { Ok(()) } else { Err(not_ours(&foreign)) }
    }

    /// Those of some files that are there and were not written by an earlier run.
    fn foreign<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
        let is_ours = |name: &str| self.earlier.as_ref().is_some_and(|earlier| earlier.has(name));
        names.filter(|name| !is_ours(name)).map(|name| self.path(name)).filter(|path| path.exists()).collect()
    }

    /// Where a file of the folder is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Puts what has been written in the place of what was there. Files that were written earlier and now are not are
    /// taken away; whatever else lies in the folder stays.
    ///
    /// # Errors
    /// If a file of somebody else would be replaced, or something cannot be written.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let foreign = self.foreign(self.written.keys().map(String::as_str));
        if !self.by_force && !foreign.is_empty() {
            return Err(not_ours(&foreign));
        }
        let manifest = Manifest::new(self.kind, std::mem::take(&mut self.scenarios), std::mem::take(&mut self.written));
        whole_file::write(&self.stage.path(MANIFEST), manifest.text()?.as_bytes())?;
        self.stage.swap(&manifest)?;
        interrupt::safe(format!("`{}` holds the new results, whole.", self.path.display()));
        Ok(())
    }

    /// Writes everything that came of a run, and the patients of so many replications. If the picture cannot be drawn,
    /// the rest is written all the same, and why is returned.
    ///
    /// # Errors
    /// If something cannot be written.
    pub(crate) fn fill(
        &mut self,
        experiment: &Experiment,
        patients: Option<u32>,
    ) -> Result<Option<DrawError>, Failure> {
        let figure = chart::figure(experiment);
        let failed = match chart::draw(&figure) {
            Ok((svg, png)) => {
                self.write("nctr.csv", |to: &mut dyn Write| chart::write_csv(&figure, to))?;
                self.write("nctr.svg", svg.as_bytes())?;
                self.write(PICTURE, png.as_slice())?;
                None
            }
            Err(why) => Some(why),
        };
        self.fill_without_picture(experiment, patients)?;
        Ok(failed)
    }

    /// The same without the picture.
    ///
    /// # Errors
    /// If something cannot be written.
    pub(crate) fn fill_without_picture(
        &mut self,
        experiment: &Experiment,
        patients: Option<u32>,
    ) -> Result<(), Failure> {
        // Until it is as precise as was wanted, nobody knows how many replications a run has.
        self.scenarios = vec![Extent::of(&experiment.ready.scenario)];
        self.write(RESULTS, results::json(experiment)?.as_bytes())?;
        self.write("results.csv", |to: &mut dyn Write| results::write_csv(experiment, to))?;
        self.write_scenario("scenario", experiment)?;
        self.write(DAILY, |to: &mut dyn Write| daily::write_csv(experiment, to))?;
        if monthly::has_costs(experiment) {
            self.write(MONTHLY, |to: &mut dyn Write| monthly::write_csv(experiment, to))?;
        }
        self.write("replications.csv", |to: &mut dyn Write| replications::write_csv(experiment, to))?;
        self.write("peaks.csv", |to: &mut dyn Write| replications::write_peaks_csv(experiment, to))?;
        if let Some(unsure) = &experiment.unknown {
            self.write(DRAWN, |to: &mut dyn Write| uncertain::write_csv(unsure, to))?;
            self.write(OF_DRAWS, |to: &mut dyn Write| uncertain::write_results_csv(experiment, unsure, to))?;
        }
        if let Some(replications) = patients {
            self.write_patients(&Listing::new(experiment, replications))?;
        }
        self.write("data-dictionary.csv", |to: &mut dyn Write| dictionary::write_csv(experiment, to))?;
        self.write(CHECKLIST, stress::markdown(experiment).as_bytes())?;
        let readme = readme(experiment, |name| self.written.contains_key(name));
        self.write(README, harmless(&readme, false).as_bytes())?;
        self.finish()
    }

    /// Writes a scenario as it was run into a file of this name, with the CSV files that it takes arrivals from beside it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write_scenario(&mut self, name: &str, experiment: &Experiment) -> Result<(), Failure> {
        // `scenario` has `arrivals-COHORT.csv`, `scenario-1` has `arrivals-1-COHORT.csv`.
        let part = name.trim_start_matches("scenario");
        let arrivals = |file: &ArrivalsFile| format!("arrivals{part}-{}.csv", file.cohort);
        self.write(&format!("{name}.json"), scenario(experiment, &arrivals).as_bytes())?;
        experiment.arrivals.iter().try_for_each(|file| self.write(&arrivals(file), file.source.text.as_bytes()))
    }

    fn write_patients(&mut self, listing: &Listing<'_>) -> Result<(), Failure> {
        let mut unfinished = None;
        let written = self.write(PATIENTS, |to: &mut dyn Write| {
            listing.write_csv(to).map_err(|error| match error {
                ListingError::Write(why) => why,
                ListingError::Run(why) => {
                    unfinished = Some(why.clone());
                    io::Error::other(why)
                }
            })
        });
        unfinished.map_or(written, |why| Err(why.into()))
    }

    /// Writes a new file; it waits until all are there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write(&mut self, name: &str, content: impl Content) -> Result<(), Failure> {
        let stamp = whole_file::write_stamped(&self.stage.path(name), content).map_err(|failure| match failure {
            // Called by the place where it would be.
            Failure::File { why, .. } => Failure::Unfit(format!(
                "`{}` cannot be written: {why}\n  = help: make room, or name another folder; {}",
                self.path(name).display(),
                self.as_before()
            )),
            other => other,
        })?;
        self.written.insert(name.to_owned(), stamp);
        Ok(())
    }
}

/// Looks whether a folder holds nothing; files that systems put everywhere do not count.
fn is_empty(path: &Path) -> Result<(), Failure> {
    let failed = |why| Failure::file(path, why);
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            return Err(Failure::Occupied(format!(
                "the folder `{}` holds something that is not an earlier result of this command (`{}`): name another \
                 folder, or add --force to write into this one",
                path.display(),
                name.display(),
            )));
        }
    }
    Ok(())
}

/// Looks whether new results may take the place of earlier ones without a question.
fn may_go(path: &Path, earlier: &Manifest, kind: Kind, scenarios: &[Extent]) -> Result<(), Failure> {
    if let Some(objection) = earlier.objection(kind, scenarios) {
        return Err(Failure::Occupied(format!(
            "the folder `{}` {objection}\n  = help: name another folder with --out, or add --force to replace what is there",
            path.display()
        )));
    }
    match earlier.changed(path).as_slice() {
        [] => Ok(()),
        changed => Err(Failure::Occupied(format!(
            "{} since the results were written, and would be replaced\n  = help: name another folder with --out, or add \
             --force to replace what is there",
            listed(changed, "has been changed", "have been changed"),
        ))),
    }
}

/// What is said about files of somebody else, which stay as they are.
pub(crate) fn not_ours(files: &[PathBuf]) -> Failure {
    Failure::Occupied(format!(
        "{} not written by this command and would be replaced\n  = help: choose another name with --out, or add --force",
        listed(files, "was", "were")
    ))
}

fn listed(files: &[PathBuf], one: &str, several: &str) -> String {
    let names: Vec<String> = files.iter().map(|file| format!("`{}`", file.display())).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { one } else { several })
}

/// The scenario as it was run, in one file, with the CSV files beside it.
fn scenario(experiment: &Experiment, arrivals: &dyn Fn(&ArrivalsFile) -> String) -> String {
    let mut scenario = experiment.ready.scenario.clone();
    for file in &experiment.arrivals {
        if let Some(csv) = scenario.cohorts.get_mut(&file.cohort).and_then(|cohort| cohort.arrivals.csv_mut()) {
            csv.file = arrivals(file);
        }
    }
    effective(&scenario, &experiment.ready.annotations)
}

fn readme(experiment: &Experiment, is_there: impl Fn(&str) -> bool) -> String {
    let files = [
        ("nctr.png, nctr.svg", "picture of people with no criteria to reside and of acute beds; its data: nctr.csv"),
        ("results.csv, results.json", "all measures with their intervals and ranges"),
        (DAILY, "the measures day by day, a row a day"),
        (MONTHLY, "what everything costs month by month"),
        ("replications.csv", "all measures of each replication"),
        ("peaks.csv", "the most acute beds needed in each week of each replication"),
        (DRAWN, "the uncertain numbers in each draw"),
        (OF_DRAWS, "all measures of each draw"),
        (PATIENTS, "patients one by one"),
        ("data-dictionary.csv", "the exact meaning of every measure and column"),
        ("scenario.json", "the scenario as it was run: `wardflow run scenario.json` gives the same results"),
        (CHECKLIST, "a draft of the STRESS-DES reporting checklist, filled from the scenario"),
    ];
    // Where several are named, they are there together.
    let first = |names: &'static str| names.split(", ").next().unwrap_or(names);
    let files = files.into_iter().filter(|(names, _)| is_there(first(names)));
    let mut lines: Vec<String> = files.map(|(name, content)| format!("  {name:<26} {content}")).collect();
    lines.push(format!("  {MANIFEST:<26} which files belong together; keep it beside them"));
    if !experiment.arrivals.is_empty() {
        lines.push(format!("  {:<26} the arrivals that scenario.json names", "arrivals-*.csv"));
    }
    let warnings: String = warnings::of_a_run(experiment).iter().map(|warning| warning.text() + "\n").collect();
    format!("{}\n{warnings}Files\n{}\n", table(experiment, Shown::First, false), lines.join("\n"))
}
