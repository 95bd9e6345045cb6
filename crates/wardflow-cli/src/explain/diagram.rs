//! The journey as a diagram: Mermaid source.

use std::collections::BTreeSet;

use wardflow_core::model::{Cohort, HospitalId, Model};

/// A flow chart from the front door to services and home.
pub(crate) fn mermaid(model: &Model) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (number, hospital) in model.hospitals.iter().enumerate() {
        // Units to which patients are only passed on have no front door.
        let from =
            model.later_stages().filter(|(_, stage)| stage.hospital.at() == number).filter_map(|(_, stage)| stage.from);
        let from: Vec<String> = from.map(|from| format!("beds{}", model.stage(from).hospital.at())).collect();
        let comes_here = model.cohorts_of(HospitalId(number as u16)).next().is_some();
        let door = (comes_here || from.is_empty()).then(|| format!("door{number}([front door])"));
        lines.extend(
            door.into_iter()
                .chain(from)
                .map(|from| format!("{from} --> beds{number}[{}]", text(&format!("{}: acute beds", hospital.title)))),
        );
    }
    for (number, pathway) in model.pathways.iter().enumerate() {
        let is_used = |cohort: &Cohort| cohort.shares.steps().any(|(_, shares)| shares[number] > 0.0);
        let used = model.stages().map(|(_, stage)| stage).filter(|stage| is_used(&model.cohorts[stage.cohort.at()]));
        let hospitals: BTreeSet<usize> = used.map(|stage| stage.hospital.at()).collect();
        for hospital in hospitals {
            let triages = pathway.triage.map_or_else(Vec::new, |triage| model.triage_lines(triage));
            let between = triages.iter().map(|line| format!(" --> spoa{}", line.at()));
            let between: Vec<String> = if triages.is_empty() { vec![String::new()] } else { between.collect() };
            let ways = between
                .iter()
                .map(|way| format!("beds{hospital}{way} --> path{number}{{{{{}}}}}", text(&pathway.title)));
            lines.extend(ways);
        }
        for line in pathway.triage.iter().flat_map(|triage| model.triage_lines(*triage)) {
            let pools = &model.lines[line.at()].pools;
            let teams: Vec<&str> = pools.iter().map(|pool| model.pools[pool.at()].title.as_str()).collect();
            lines.push(format!("spoa{}[{}]", line.at(), text(&format!("triage: {}", teams.join(", ")))));
        }
        if pathway.needs.is_empty() {
            lines.push(format!("path{number} --> home([home])"));
        }
        let needs = pathway.needs.lines().map(|line| model.lines[line.at()].offers.clone());
        for take in needs.flat_map(|offers| &model.offers[offers]).flat_map(|offer| &offer.takes) {
            let pool = &model.pools[take.pool.at()];
            lines.push(format!("path{number} --> pool{}[{}]", take.pool.at(), text(&pool.title)));
        }
    }
    let mut seen = BTreeSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines.iter().fold("flowchart LR\n".to_owned(), |text, line| format!("{text}  {line}\n"))
}

/// A text of a node: in quotes, as a name may hold any character.
fn text(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "#quot;"))
}
