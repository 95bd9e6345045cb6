//! The folder of a run: everything that came of it, each file written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use wardflow_scenario::effective::effective;

use crate::{
    chart, daily, dictionary,
    exit::Failure,
    experiment::Experiment,
    opening::ArrivalsFile,
    patients::{Listing, ListingError},
    replications, results, stress,
    table::{Extent, table},
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

/// A folder that can be written into.
pub(crate) struct Folder {
    path: PathBuf,
    /// Whether it holds earlier results of the same sort, which these replace.
    replaces: bool,
}

impl Folder {
    /// Makes the folder, or takes an empty one, or one with earlier results of this format; any other only by force.
    ///
    /// # Errors
    /// If it cannot be made or written into, or holds something else.
    pub(crate) fn prepare(path: &Path, format: &str, by_force: bool) -> Result<Self, Failure> {
        let failed = |why| Failure::file(path, why);
        if path.is_file() {
            return Err(Failure::Occupied(format!("`{}` is a file: name a folder", path.display())));
        }
        fs::create_dir_all(path).map_err(failed)?;
        let replaces = holds(path, format);
        if !replaces && !by_force {
            for entry in fs::read_dir(path).map_err(failed)? {
                let name = entry.map_err(failed)?.file_name();
                // Files that systems put everywhere do not count.
                if !name.to_string_lossy().starts_with('.') {
                    return Err(Failure::Occupied(format!(
                        "the folder `{}` holds something that is not an earlier result of this command (`{}`): name \
                         another folder, or add --force to write into this one",
                        path.display(),
                        name.display(),
                    )));
                }
            }
        }
        let folder = Self { path: path.to_owned(), replaces };
        folder.try_to_write().map_err(failed)?;
        Ok(folder)
    }

    /// Where a file of the folder is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes everything that came of a run, and the patients of so many replications.
    ///
    /// # Errors
    /// If something cannot be written or drawn.
    pub(crate) fn fill(&self, experiment: &Experiment, patients: Option<u32>) -> Result<(), Failure> {
        self.fill_without_picture(experiment, patients)?;
        let figure = chart::figure(experiment);
        let (svg, png) = chart::draw(&figure)?;
        self.write("nctr.csv", |to: &mut dyn Write| chart::write_csv(&figure, to))?;
        self.write("nctr.svg", svg.as_bytes())?;
        self.write(PICTURE, png.as_slice())
    }

    /// The same without the picture.
    ///
    /// # Errors
    /// If something cannot be written.
    pub(crate) fn fill_without_picture(&self, experiment: &Experiment, patients: Option<u32>) -> Result<(), Failure> {
        self.clear()?;
        // First, so that the folder is known again even if the rest fails.
        self.write(RESULTS, results::json(experiment)?.as_bytes())?;
        self.write("results.csv", |to: &mut dyn Write| results::write_csv(experiment, to))?;
        self.write_scenario("scenario", experiment)?;
        self.write("daily.csv", |to: &mut dyn Write| daily::write_csv(experiment, to))?;
        self.write("replications.csv", |to: &mut dyn Write| replications::write_csv(experiment, to))?;
        self.write("peaks.csv", |to: &mut dyn Write| replications::write_peaks_csv(experiment, to))?;
        if let Some(unsure) = &experiment.unknown {
            self.write(DRAWN, |to: &mut dyn Write| uncertain::write_csv(unsure, to))?;
            self.write(OF_DRAWS, |to: &mut dyn Write| uncertain::write_results_csv(experiment, unsure, to))?;
        }
        self.write("data-dictionary.csv", |to: &mut dyn Write| dictionary::write_csv(experiment, to))?;
        self.write(CHECKLIST, stress::markdown(experiment).as_bytes())?;
        self.write("README.txt", readme(experiment, patients).as_bytes())?;
        patients.map_or(Ok(()), |replications| self.write_patients(&Listing::new(experiment, replications)))
    }

    /// Takes away what was written earlier and may not be written again.
    ///
    /// # Errors
    /// If it cannot be taken away.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        if !self.replaces {
            return Ok(());
        }
        let clear = || {
            for entry in fs::read_dir(&self.path)? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let is_ours = (name.starts_with("arrivals-") && name.ends_with(".csv")) || is_a_variant(&name);
                if [PATIENTS, DRAWN, OF_DRAWS].contains(&&*name) || is_ours {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        clear().map_err(|why| Failure::file(&self.path, why))
    }

    /// Writes a scenario as it was run into a file of this name, with the CSV files that it takes arrivals from beside it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write_scenario(&self, name: &str, experiment: &Experiment) -> Result<(), Failure> {
        // `scenario` has `arrivals-COHORT.csv`, `scenario-1` has `arrivals-1-COHORT.csv`.
        let part = name.trim_start_matches("scenario");
        let arrivals = |file: &ArrivalsFile| format!("arrivals{part}-{}.csv", file.cohort);
        self.write(&format!("{name}.json"), scenario(experiment, &arrivals).as_bytes())?;
        experiment.arrivals.iter().try_for_each(|file| self.write(&arrivals(file), file.source.text.as_bytes()))
    }

    fn write_patients(&self, listing: &Listing<'_>) -> Result<(), Failure> {
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

    fn try_to_write(&self) -> io::Result<()> {
        let probe = self.path(".wardflow-probe");
        File::create(&probe)?;
        fs::remove_file(probe)
    }

    /// Writes a file whole or not at all.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write(&self, name: &str, content: impl Content) -> Result<(), Failure> {
        whole_file::write(&self.path(name), content)
    }
}

/// Whether a file is called as the scenario of a variant is, such as `scenario-2.json`.
fn is_a_variant(name: &str) -> bool {
    let number = name.strip_prefix("scenario-").and_then(|name| name.strip_suffix(".json"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Whether a folder holds results of a format.
fn holds(folder: &Path, format: &str) -> bool {
    let mut beginning = String::new();
    let read = File::open(folder.join(RESULTS)).and_then(|file| file.take(100).read_to_string(&mut beginning));
    read.is_ok() && beginning.contains(&format!("\"format\": \"{format}\""))
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

fn readme(experiment: &Experiment, patients: Option<u32>) -> String {
    let files = [
        ("nctr.png, nctr.svg", "picture of people with no criteria to reside and of acute beds; its data: nctr.csv"),
        ("results.csv, results.json", "all measures with their intervals and ranges"),
        ("daily.csv", "the measures day by day"),
        ("replications.csv", "all measures of each replication"),
        ("peaks.csv", "the most acute beds needed in each week of each replication"),
        (DRAWN, "the uncertain numbers in each draw"),
        (OF_DRAWS, "all measures of each draw"),
        (PATIENTS, "patients one by one"),
        ("data-dictionary.csv", "the exact meaning of every measure and column"),
        ("scenario.json", "the scenario as it was run: `wardflow run scenario.json` gives the same results"),
        (CHECKLIST, "a draft of the STRESS-DES reporting checklist, filled from the scenario"),
    ];
    let is_there = |name: &str| match name {
        PATIENTS => patients.is_some(),
        DRAWN | OF_DRAWS => experiment.unknown.is_some(),
        _ => true,
    };
    let files = files.into_iter().filter(|(name, _)| is_there(name));
    let mut lines: Vec<String> = files.map(|(name, content)| format!("  {name:<26} {content}")).collect();
    if !experiment.arrivals.is_empty() {
        lines.push(format!("  {:<26} the arrivals that scenario.json names", "arrivals-*.csv"));
    }
    let warnings: String = warnings::of_a_run(experiment).iter().map(|warning| warning.text() + "\n").collect();
    format!("{}\n{warnings}Files\n{}\n", table(experiment, Extent::Headlines, false), lines.join("\n"))
}
