//! A scenario that is opened again and again, each time with a few other values.

use std::sync::Arc;

use crate::{
    Opened, check,
    compile::{CsvTexts, Tables},
    csv_texts,
    format::Scenario,
    reading::{Decoded, Library, Reading, Source, read_as},
};

/// The member of a scenario that names uncertain numbers.
const UNCERTAIN: &str = "uncertain";

/// A scenario that was read once: its files, and whatever takes long to make, are kept.
#[derive(Debug)]
pub struct Base {
    reading: Reading,
    csv: Arc<CsvTexts>,
    tables: Arc<Tables>,
}

impl Base {
    /// Reads the scenario of this name with overrides written as `path=value`.
    pub fn read(name: &str, overrides: &[String], library: &dyn Library) -> Self {
        let reading = read_as::<Scenario>(name, overrides, library).with_lists(library);
        let decoded: Decoded<Scenario> = reading.clone().decode();
        let csv = csv_texts(&decoded, library).into();
        Self { reading, csv, tables: Arc::default() }
    }

    /// Opens it with further overrides: the same as [`crate::open_from`] with all of them, but faster.
    pub fn open(&self, overrides: &[String]) -> Opened {
        let reading = self.reading.clone().with(overrides);
        let is_uncertain = reading.tree.has(UNCERTAIN);
        let certain = is_uncertain.then(|| Self {
            reading: reading.clone().with(&[format!("{UNCERTAIN}=null")]),
            csv: Arc::clone(&self.csv),
            tables: Arc::clone(&self.tables),
        });
        check(reading.decode(), &self.csv, &self.tables, certain)
    }

    /// The CSV files that cohorts take arrivals from, by cohort; those that cannot be read are left out.
    pub fn csv_files(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.csv.iter().filter_map(|(cohort, text)| Some((cohort.as_str(), text.as_ref().ok()?)))
    }
}
