//! The journey as a diagram: Mermaid source.

use std::collections::BTreeSet;

use wardflow_core::model::Model;

/// A flow chart from the front door to services and home. Names of a scenario hold no characters that Mermaid minds.
pub(super) fn mermaid(model: &Model) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (number, hospital) in model.hospitals.iter().enumerate() {
        lines.push(format!("door{number}([front door]) --> beds{number}[{}: acute beds]", hospital.name));
    }
    for (number, pathway) in model.pathways.iter().enumerate() {
        let used = model.cohorts.iter().filter(|cohort| cohort.shares.steps().any(|(_, shares)| shares[number] > 0.0));
        let hospitals: BTreeSet<usize> = used.map(|cohort| cohort.hospital.at()).collect();
        for hospital in hospitals {
            let triage = pathway.triage.map_or(String::new(), |triage| format!(" --> spoa{}", triage.line.at()));
            lines.push(format!("beds{hospital}{triage} --> path{number}{{{{{}}}}}", pathway.name));
        }
        if let Some(triage) = pathway.triage {
            let pools = &model.lines[triage.line.at()].pools;
            let teams: Vec<&str> = pools.iter().map(|pool| model.pools[pool.at()].name.as_str()).collect();
            lines.push(format!("spoa{}[triage: {}]", triage.line.at(), teams.join(", ")));
        }
        if pathway.needs.is_empty() {
            lines.push(format!("path{number} --> home([home])"));
        }
        let needs = pathway.needs.iter().map(|(_, line)| model.lines[line.at()].offers.clone());
        for take in needs.flat_map(|offers| &model.offers[offers]).flat_map(|offer| &offer.takes) {
            let pool = &model.pools[take.pool.at()];
            lines.push(format!("path{number} --> pool{}[{}]", take.pool.at(), pool.name));
        }
    }
    let mut seen = BTreeSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines.iter().fold("flowchart LR\n".to_owned(), |text, line| format!("{text}  {line}\n"))
}
