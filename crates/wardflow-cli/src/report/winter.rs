//! The winter pack: a scenario with and without its surge, and with what a planner would try.
//!
//! How often beds run out is counted with the beds that are open. How many would do is counted in further runs in which
//! an acute bed is always free: with too few beds a backlog builds up, which would be taken for need.

mod answer;
mod beds;
mod mitigation;
mod surge;

use std::path::Path;

use maud::{Markup, html};

use self::{beds::Tried, mitigation::Mitigation, surge::Surges};
use super::{
    Report, fresh,
    material::{Material, differences_of},
    sources::lineup,
};
use crate::{
    compare::contender::{self, Entry},
    english::lower,
    exit::Failure,
    opening,
    output::Output,
    plot::{
        Chart,
        picture::Picture,
        runs::{self, Wishes},
    },
    run_folder::RunFolder,
};

/// The scenario if none is named.
pub(super) const SCENARIO: &str = "southampton-winter";

const WITH: &str = "With the surge";
const WITHOUT: &str = "Without the surge";
/// The last run.
const ALL: &str = "Surge and mitigation";

/// What the pack has beside its runs with the open beds: with the surge, without it and, if there is any, with it and
/// all mitigation.
pub(super) struct Winter {
    surges: Surges,
    mitigations: Vec<Mitigation>,
    /// The same runs with an acute bed always free.
    need: Vec<RunFolder>,
    /// With the surge and each mitigation by itself, if there are several; an acute bed is always free.
    need_with_each: Vec<RunFolder>,
}

/// Runs all that the pack is made of.
///
/// # Errors
/// If the scenario has errors or no surge, or a run cannot be finished.
pub(super) fn material(
    scenario: &str,
    arguments: &Report,
    room: &Path,
    output: &mut Output,
) -> Result<Material, Failure> {
    let (opened, _) = opening::open(scenario, &arguments.changes);
    let Some(ready) = opened.ready else {
        output.note(&opened.problems.render(output.colour().notes));
        return Err(opening::failure(&opened.problems));
    };
    let surges = Surges::of(&ready);
    if surges.is_empty() {
        output.note(&surge::missing(scenario, &ready.scenario));
        return Err(Failure::Scenario);
    }
    let mitigations = if arguments.what_ifs.is_empty() {
        mitigation::usual(&ready.scenario)
    } else {
        arguments.what_ifs.iter().map(|what_if| Mitigation::of(what_if)).collect()
    };
    let all: Vec<String> = mitigations.iter().flat_map(|mitigation| mitigation.changes.clone()).collect();
    let without = surges.undone();

    // The scenario as it is stands first in the report.
    let mut open = vec![(WITH, Vec::new()), (WITHOUT, without.clone())];
    let mut need = open.clone();
    if !mitigations.is_empty() {
        open.push((ALL, all.clone()));
        need.push((ALL, all));
    }
    let several = if mitigations.len() > 1 { mitigations.as_slice() } else { &[] };
    need.extend(several.iter().map(|one| (one.name.as_str(), one.changes.clone())));
    let hospitals = ready.scenario.hospitals.keys();
    // Beds that are paid for used or not cannot be without limit.
    let free: Vec<String> = hospitals
        .flat_map(|name| [format!("hospitals.{name}.beds=\"unlimited\""), format!("hospitals.{name}.cost=null")])
        .collect();

    let mut run = |entries: Vec<(&str, Vec<String>)>, folder: &str, last: &[String], lists_patients| {
        let entry = |(_, changes): &(&str, Vec<String>)| {
            let changes = [changes, last].concat();
            Entry { scenario: scenario.to_owned(), what_if: (!changes.is_empty()).then(|| changes.join("; ")) }
        };
        let lineup = lineup(arguments, entries.iter().map(entry).collect());
        let mut contenders = contender::open_all(&lineup, output)?;
        for (contender, (name, _)) in contenders.iter_mut().zip(&entries) {
            (*name).clone_into(&mut contender.name);
        }
        fresh::of(contenders, arguments.threads, &room.join(folder), lists_patients, output)
    };
    let open_runs = open.len();
    let fresh = run(open, "open", &[], true)?;
    let counted = run(need, "need", &free, false)?;
    fresh::tell(&fresh.runs, output);
    let mut material = Material::new(fresh.runs, fresh.comparison)?;
    let mut always_free = counted.runs;
    let with_each = always_free.split_off(open_runs);
    material.winter = Some(Winter { surges, mitigations, need: always_free, need_with_each: with_each });
    Ok(material)
}

impl Winter {
    /// The surge, and what is tried against it.
    pub(super) fn question(&self) -> Markup {
        html! {
            ul {
                @for text in self.surges.sentences() { li { (text) } }
                @for mitigation in &self.mitigations { li { "Tried: " (mitigation.sentence()) } }
            }
            p {
                "How often beds run out is counted with the beds that are open. How many would be enough is counted in runs \
                 in which an acute bed is always free, so that no backlog is taken for need."
            }
        }
    }

    /// All runs in which an acute bed is always free: with the surge, without it, with each mitigation, and with all.
    fn tried(&self) -> Vec<Tried<'_>> {
        let (before, last) = self.need.split_at(2.min(self.need.len()));
        let with_each =
            self.need_with_each.iter().map(|run| Tried { name: format!("{WITH}: {}", lower(&run.name)), run });
        before.iter().map(Tried::of).chain(with_each).chain(last.iter().map(Tried::of)).collect()
    }

    /// The charts, and those that are about the method.
    ///
    /// # Errors
    /// If one has not what it takes.
    pub(super) fn pictures(&self, material: &Material) -> Result<(Vec<Picture>, Vec<Picture>), Failure> {
        let wishes = Wishes::default();
        let runs = &material.runs;
        let mut pictures = runs::pictures(Chart::Weeks, &runs[..1], &wishes)?;
        pictures.extend(runs::pictures(Chart::Occupancy, &runs[..1], &wishes)?);
        for mut picture in runs::pictures(Chart::Exceedance, &self.need, &wishes)? {
            picture.add_to_caption("Counted in runs in which an acute bed is always free.");
            pictures.push(picture);
        }
        pictures.extend(beds::pictures(&self.tried())?);
        pictures.extend(material.of_runs(Chart::Delays)?);
        if let Some((path, _)) = material.comparison.as_ref().filter(|_| !material.is_single()) {
            pictures.extend(differences_of(path)?);
        }
        pictures.extend(material.of_runs(Chart::Pathways)?);
        pictures.extend(material.of_runs(Chart::SCurve)?);
        Ok((pictures, material.pictures_of_method()?))
    }
}
