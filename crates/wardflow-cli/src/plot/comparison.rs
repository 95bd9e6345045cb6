//! What `wardflow compare` has written, read again.

use std::path::Path;

use serde::Deserialize;
use wardflow_montecarlo::stability::State;

use crate::{
    exit::Failure,
    folder::{RESULTS, manifest::Kind},
    measure_name::{Naming, hospital_of},
    numbers,
    run_folder::held,
};

/// The members of a comparison's `results.json` that are read again.
#[derive(Deserialize)]
pub(crate) struct Comparison {
    pub(super) program: String,
    pub(super) seed: u64,
    pub(super) replications: u32,
    pub(super) scenarios: Vec<Scenario>,
    findings: Vec<Finding>,
    pub(super) measures: Vec<Row>,
}

/// What is different in a variant, in a sentence without its name.
#[derive(Deserialize)]
struct Finding {
    variant: String,
    text: String,
    /// When it is largest, if something changes by date.
    #[serde(default)]
    most: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) is_base: bool,
    /// Whether it keeps up with what comes.
    pub(super) state: State,
    /// If it does not, or hardly does: in words.
    state_says: Option<String>,
}

impl Comparison {
    /// Which scenarios do not keep up, or hardly do: a sentence each.
    pub(super) fn keeping_up(&self) -> impl Iterator<Item = String> + '_ {
        let said = self.scenarios.iter().filter_map(|scenario| Some((&scenario.name, scenario.state_says.as_ref()?)));
        said.map(|(name, says)| format!("{name}: the system {says}."))
    }

    /// Whether a scenario cannot keep up.
    pub(super) fn is_unstable(&self, name: &str) -> bool {
        self.scenarios.iter().any(|scenario| scenario.name == name && scenario.state == State::Unstable)
    }
}

#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) variant: String,
    #[serde(rename = "measure")]
    pub(super) key: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) whose: Option<String>,
    pub(super) unit: String,
    pub(super) base_mean: Option<f64>,
    pub(super) variant_mean: Option<f64>,
    pub(super) difference: Option<f64>,
    pub(super) difference_low_95: Option<f64>,
    pub(super) difference_high_95: Option<f64>,
    /// Of the differences over replications.
    #[serde(default)]
    sd: Option<f64>,
}

impl Row {
    /// Of two replications, which say little, the differences in each; none of more.
    pub(super) fn of_two(&self, replications: u32) -> Option<[f64; 2]> {
        // Half of the way between two values is their standard deviation by the root of two.
        let half = self.sd.filter(|_| replications == 2)? / std::f64::consts::SQRT_2;
        self.difference.map(|mean| [mean - half, mean + half])
    }

    /// What the measure is called.
    pub(super) fn naming(&self) -> Naming<'_> {
        Naming { key: &self.key, title: &self.title, whose: self.whose.as_deref(), unit: &self.unit }
    }
}

/// The comparison in a folder; the base and the variants get these names if there are any.
///
/// # Errors
/// If it cannot be read or is none, or there are not as many names as scenarios.
pub(crate) fn read(path: &Path, names: &[String]) -> Result<Comparison, Failure> {
    let read = || held(path, Kind::Comparison)?.json(RESULTS);
    let mut comparison: Comparison = read().map_err(Failure::Unfit)?;
    let mut own: Vec<String> = comparison.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
    let before = own.clone();
    rename(own.iter_mut().collect(), names)?;
    for row in &mut comparison.measures {
        if let Some(at) = before.iter().position(|name| *name == row.variant) {
            row.variant.clone_from(&own[at]);
        }
    }
    for finding in &mut comparison.findings {
        if let Some(at) = before.iter().position(|name| *name == finding.variant) {
            finding.variant.clone_from(&own[at]);
        }
    }
    for (scenario, name) in comparison.scenarios.iter_mut().zip(own) {
        scenario.name = name;
    }
    Ok(comparison)
}

/// Replaces the names of runs or scenarios, if there are others.
///
/// # Errors
/// If there are not as many.
pub(crate) fn rename(own: Vec<&mut String>, names: &[String]) -> Result<(), Failure> {
    if names.is_empty() {
        return Ok(());
    }
    if names.len() != own.len() {
        let listed: Vec<String> = own.iter().map(|name| format!("`{name}`")).collect();
        return Err(Failure::Usage(format!(
            "--name is given {}, and there are {} to name\n  = help: give one for each, in this order: {}",
            numbers::count(names.len() as u64, "time"),
            own.len(),
            listed.join(", "),
        )));
    }
    for (own, name) in own.into_iter().zip(names) {
        own.clone_from(name);
    }
    Ok(())
}

impl Comparison {
    /// The base and the variants.
    pub(crate) fn names(&self) -> (&str, Vec<&str>) {
        let base =
            self.scenarios.iter().find(|scenario| scenario.is_base).map_or("the base", |base| base.name.as_str());
        let variants = self.scenarios.iter().filter(|scenario| !scenario.is_base);
        (base, variants.map(|variant| variant.name.as_str()).collect())
    }

    /// What is different in each variant; of several, whether the base keeps up is told once before them.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = String> {
        let several = self.findings.len() > 1;
        let base = self.scenarios.iter().find(|scenario| scenario.is_base && several);
        let base = base.and_then(|base| Some(format!("{}: the system {}.", base.name, base.state_says.as_ref()?)));
        let each = self.findings.iter().map(|finding| format!("{}: {}", finding.variant, finding.text));
        base.into_iter().chain(each)
    }

    /// When people discharge ready differ most, where something changes by date: a sentence for each variant.
    pub(super) fn most(&self) -> impl Iterator<Item = String> + '_ {
        let most = self.findings.iter().filter_map(|finding| Some((&finding.variant, finding.most.as_ref()?)));
        most.map(|(variant, most)| format!("{variant}: people discharge ready differ {most}."))
    }

    /// The small print.
    pub(super) fn footer(&self) -> String {
        let replications = numbers::count(self.replications.into(), "replication");
        format!("Base: {} · {replications} · seed {} · {}", self.names().0, self.seed, self.program)
    }

    /// A measure at the head of a row.
    pub(super) fn name(&self, row: &Row) -> String {
        let name = match row.key.as_str() {
            "nctr_people" => "People discharge ready in an acute bed".into(),
            "cost.total_pounds_per_year" => "Total cost".into(),
            key if key.ends_with(".occupied_beds") => "Acute beds occupied".into(),
            key if key.ends_with(".needed_beds") => "Acute beds needed".into(),
            key if key.starts_with("hospitals.") => row.naming().what().to_owned(),
            _ => row.title.clone(),
        };
        match hospital_of(&row.naming(), self.measures.iter().map(|other| other.key.as_str())) {
            Some(hospital) => format!("{name} in {hospital}"),
            None => name,
        }
    }

    /// A measure in a variant, or in any that has a difference.
    pub(super) fn row(&self, key: &str, variant: Option<&str>) -> Option<&Row> {
        let is_wanted = |row: &&Row| row.key == key && variant.is_none_or(|variant| row.variant == variant);
        self.measures.iter().filter(is_wanted).find(|row| variant.is_some() || row.difference.is_some())
    }
}

/// What money is divided by, and its unit then.
pub(super) fn money(unit: &str, most: f64) -> (f64, &str) {
    match unit {
        "£ a year" if most.abs() >= 1e4 => (1e3, "£1,000 a year"),
        unit => (1.0, unit),
    }
}

/// Digits after the point that differences up to a size need.
pub(super) fn decimals(unit: &str, most: f64) -> usize {
    match unit {
        unit if unit.starts_with('£') => 0,
        "%" => 1,
        _ if most >= 100.0 => 0,
        _ if most >= 2.0 => 1,
        _ => 2,
    }
}
