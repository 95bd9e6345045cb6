//! The folder of a comparison.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use wardflow_core::measures::Measure;

use super::{
    contender::{Compared, Variant},
    measures::Wanted,
    results,
    table::tables,
};
use crate::{
    dictionary,
    exit::Failure,
    folder::{Folder, README, RESULTS, manifest::MANIFEST},
    output::harmless,
};

/// Writes everything that came of a comparison.
///
/// # Errors
/// If something cannot be written.
pub(super) fn fill(folder: &mut Folder, compared: &Compared, wanted: &Wanted) -> Result<(), Failure> {
    folder.write(RESULTS, results::json(compared, wanted)?.as_bytes())?;
    folder.write("results.csv", |to: &mut dyn Write| results::write_csv(compared, wanted, to))?;
    for ((name, _), (_, experiment)) in files(compared).into_iter().zip(compared.scenarios()) {
        folder.write_scenario(&name, experiment)?;
    }
    folder.write("data-dictionary.csv", |to: &mut dyn Write| write_dictionary(compared, wanted, to))?;
    folder.write(README, harmless(&readme(compared, wanted), false).as_bytes())?;
    folder.finish()
}

/// The files of the scenarios, and what is in them.
fn files(compared: &Compared) -> Vec<(String, &str)> {
    let scenarios = compared.scenarios().enumerate();
    let file = |at: usize| if at == 0 { "scenario-base".to_owned() } else { format!("scenario-{at}") };
    scenarios.map(|(at, (name, _))| (file(at), name)).collect()
}

fn write_dictionary(compared: &Compared, wanted: &Wanted, to: &mut dyn io::Write) -> io::Result<()> {
    let mut measures: Vec<&Measure> = Vec::new();
    let mut keys = BTreeSet::new();
    for pair in compared.variants().flat_map(Variant::pairs) {
        if wanted.includes(pair.measure) && keys.insert(&pair.measure.key) {
            measures.push(pair.measure);
        }
    }
    let measures = measures.into_iter().map(|measure| ("results.csv", measure));
    dictionary::write(&[("results.csv", &results::COLUMNS)], measures, to)
}

fn readme(compared: &Compared, wanted: &Wanted) -> String {
    let warnings: String = compared.warnings().iter().map(|warning| warning.text() + "\n").collect();
    let files: Vec<(String, &str)> = files(compared);
    let again: Vec<String> = files.iter().map(|(file, _)| format!("{file}.json")).collect();
    let scenarios = files.iter().map(|(file, name)| format!("  {:<26} {name}", format!("{file}.json")));
    let others = [
        ("results.csv, results.json", "all differences with their intervals"),
        ("data-dictionary.csv", "the exact meaning of every measure and column"),
        (MANIFEST, "which files belong together; keep it beside them"),
    ];
    let others = others.into_iter().map(|(name, content)| format!("  {name:<26} {content}"));
    let lines: Vec<String> = others.chain(scenarios).collect();
    format!(
        "{}\n{warnings}Files\n{}\n\n`wardflow compare {}` gives the same numbers.\n",
        tables(compared, wanted, false, false),
        lines.join("\n"),
        again.join(" "),
    )
}
