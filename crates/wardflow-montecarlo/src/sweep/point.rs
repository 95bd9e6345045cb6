//! A single point: its name, its fingerprint, and how it changes a scenario.

use std::fmt::Write;

use wardflow_scenario::{effective::effective, reading::Annotations};

use super::{Sweep, Variant, hash::hash, opening::ONLY_VARIANT, results::Axis};

/// Digits of the hash in an id: two of a million points share one once in ten million sweeps.
const ID_DIGITS: usize = 16;

/// The changes of a scenario that make it that of a point.
pub(super) fn overrides(axes: &[Axis], at: &[f64]) -> Vec<String> {
    axes.iter().zip(at).map(|(axis, value)| format!("{}={value}", axis.path)).collect()
}

impl Sweep {
    /// The name of a point: stays the same however many points are added to the plan, in whatever order.
    pub fn id(&self, point: usize) -> String {
        let (variant, row) = self.place(point);
        let name = &self.variants[variant].name;
        let own = match self.points.names.get(row) {
            Some(given) => given.clone(),
            None => hash(self.sorted_overrides(row))[..ID_DIGITS].to_owned(),
        };
        if self.variants.len() == 1 && name == ONLY_VARIANT { own } else { format!("{name}.{own}") }
    }

    /// All that the results of a point depend on, as a hash.
    pub fn fingerprint(&self, point: usize) -> String {
        let (variant, row) = self.place(point);
        let of_variant = std::iter::once(self.variants[variant].fingerprint.clone());
        hash(of_variant.chain(self.sorted_overrides(row)))
    }

    /// The point for people, such as `home_first: services.d2a_block.beds = 20`.
    pub fn describe(&self, point: usize) -> String {
        let (variant, row) = self.place(point);
        let mut text = String::new();
        if self.variants.len() > 1 {
            text = format!("{}: ", self.variants[variant].name);
        }
        for (number, (axis, value)) in self.axes.iter().zip(self.points.at(row)).enumerate() {
            // Writing to a string does not fail.
            let _ = write!(text, "{}{} = {value}", if number > 0 { ", " } else { "" }, axis.path);
        }
        text
    }

    /// What the plan's order of axes does not change.
    fn sorted_overrides(&self, row: usize) -> Vec<String> {
        let mut overrides = overrides(&self.axes, self.points.at(row));
        overrides.sort_unstable();
        overrides
    }
}

/// Gives each variant the hash of all that is the same at its points.
pub(super) fn fingerprint_variants(sweep: &mut Sweep) {
    let keys: Vec<&str> = sweep.measures.iter().map(|measure| measure.key.as_str()).collect();
    let common =
        [env!("CARGO_PKG_VERSION").to_owned(), sweep.seed.to_string(), sweep.replications.to_string(), keys.join(" ")];
    for variant in &mut sweep.variants {
        variant.fingerprint = hash(common.iter().cloned().chain(bare_texts(variant)));
    }
}

/// The scenario without all that changes no result, and the files it takes arrivals from.
fn bare_texts(variant: &Variant) -> Vec<String> {
    let mut scenario = variant.scenario.clone();
    scenario.title.clear();
    scenario.description = None;
    (scenario.seed, scenario.replications) = (0, 0);
    for cohort in scenario.cohorts.values_mut() {
        if let Some(csv) = cohort.arrivals.csv_mut() {
            csv.file.clear();
        }
    }
    let files = variant.base.csv_files().flat_map(|(cohort, source)| [cohort.to_owned(), source.text.to_string()]);
    std::iter::once(effective(&scenario, &Annotations::default())).chain(files).collect()
}
