//! From cohorts through pathways and waits to where people go, as flows of a week.

use std::collections::BTreeMap;

use wardflow_core::model::Model;
use wardflow_plot::{FlowChart, FlowPath, FlowStage};

use super::{
    footer, period,
    spells::{DAY, Spell, Spells},
};
use crate::{chart::label, english::upper, exit::Failure, numbers, plot::picture::Picture, run_folder::RunFolder};

/// Most nodes of a stage; the smallest beyond it flow together.
const MOST: usize = 8;
/// Waits in calendar days from the day of being discharge ready: the bands of the national collection, long ones together.
const WAITS: [(&str, i64); 5] =
    [("Same day", 0), ("1 day", 1), ("2–3 days", 3), ("4–6 days", 6), ("7 days or more", i64::MAX)];
const STAGES: [&str; 4] = ["Cohort", "Pathway", "Wait after ready", "Destination"];

/// Draws the flows of those who leave an acute bed in the measured period.
///
/// # Errors
/// If the patients were not written.
pub(super) fn picture(run: &RunFolder, id: String) -> Result<Picture, Failure> {
    let spells = Spells::of(run)?;
    let weeks = f64::from(run.run.days) / 7.0 * f64::from(spells.replications);
    let mut paths: BTreeMap<[String; 4], f64> = BTreeMap::new();
    for path in spells.all.iter().filter_map(|spell| path(run, spell)) {
        *paths.entry(path).or_default() += 1.0 / weeks;
    }
    for stage in 0..STAGES.len() {
        paths = with_few_nodes(paths, stage);
    }
    let stages = STAGES
        .iter()
        .enumerate()
        .map(|(stage, title)| FlowStage { title: (*title).to_owned(), nodes: ordered(run, &paths, stage) });
    let total: f64 = paths.values().sum();
    let of_wait = |wait: &str| paths.iter().filter(|(path, _)| path[2] == wait).map(|(_, value)| value).sum::<f64>();
    let (first, last) = (WAITS[0].0, WAITS[WAITS.len() - 1].0);
    let decimals = usize::from(total < 99.5);
    let written = |people: f64| numbers::number(people, decimals);
    let title = if total > 0.0 {
        format!(
            "Of {} people a week who leave an acute bed, {} leave on the day they are ready and {} wait 7 days or more",
            written(total),
            written(of_wait(first)),
            written(of_wait(last))
        )
    } else {
        "Nobody leaves an acute bed for home or a service".to_owned()
    };
    let mut chart = FlowChart::new(id, title, stages.collect());
    chart.subtitle = format!("{} · means of a week · {}", run.run.scenario, period(run));
    chart.unit = "people a week".into();
    chart.decimals = 1;
    chart.caption = format!(
        "People who left an acute bed for home or a service in the measured period; waits are calendar days from the \
         discharge ready date. {}",
        spells.source_together(run)
    );
    chart.footer = footer(std::slice::from_ref(run));
    chart.alt_text = format!(
        "Flows from cohorts through pathways and waits to destinations, as wide as they are large. {}. {}",
        chart.title, chart.caption
    );
    chart.paths = paths.into_iter().map(|(nodes, value)| FlowPath { nodes: nodes.to_vec(), value }).collect();
    Ok(Picture::Flows(chart))
}

/// The way of somebody who left in the measured period.
fn path(run: &RunFolder, spell: &Spell) -> Option<[String; 4]> {
    spell.admitted?;
    let (ready, left) = (spell.ready?, spell.left?);
    if !(0..i64::from(run.run.days) * DAY).contains(&left) {
        return None;
    }
    let days = left.div_euclid(DAY) - ready.div_euclid(DAY);
    let (wait, _) = WAITS.into_iter().find(|(_, most)| days <= *most)?;
    let destination = match (&spell.service, spell.departure.as_str()) {
        (Some(service), _) => upper(title_of_pool(&run.ready.model, service)),
        (None, "placed") => "Long-term placement".to_owned(),
        (None, "care_home") => "Care home".to_owned(),
        (None, "left_waiting") => "Left while waiting".to_owned(),
        (None, "died_waiting") => return None,
        (None, _) => "Home".to_owned(),
    };
    let pathway = run.ready.model.pathways.iter().find(|pathway| Some(&pathway.name) == spell.pathway.as_ref())?;
    let cohort = run.ready.model.cohorts.iter().find(|cohort| cohort.name == spell.cohort);
    let cohort = cohort.map_or(&spell.cohort, |cohort| &cohort.title);
    Some([upper(cohort), label(pathway), wait.to_owned(), destination])
}

/// What people call a service.
fn title_of_pool<'a>(model: &'a Model, name: &'a str) -> &'a str {
    model.pools.iter().find(|pool| pool.name == name).map_or(name, |pool| &pool.title)
}

/// How much goes through each node of a stage.
fn totals(paths: &BTreeMap<[String; 4], f64>, stage: usize) -> Vec<(String, f64)> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    for (path, value) in paths {
        *totals.entry(&path[stage]).or_default() += value;
    }
    let mut totals: Vec<(String, f64)> = totals.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    totals.sort_by(|one, other| other.1.total_cmp(&one.1));
    totals
}

/// The same paths with the smallest nodes of a stage as one, if there are many.
fn with_few_nodes(paths: BTreeMap<[String; 4], f64>, stage: usize) -> BTreeMap<[String; 4], f64> {
    let totals = totals(&paths, stage);
    if totals.len() <= MOST {
        return paths;
    }
    let (kept, others) = totals.split_at(MOST - 1);
    let name = format!("{} others", others.len());
    let mut few: BTreeMap<[String; 4], f64> = BTreeMap::new();
    for (mut path, value) in paths {
        if !kept.iter().any(|(kept, _)| *kept == path[stage]) {
            path[stage].clone_from(&name);
        }
        *few.entry(path).or_default() += value;
    }
    few
}

/// The nodes of a stage: in the order of the scenario or of time, destinations from the largest on; what is merged last.
fn ordered(run: &RunFolder, paths: &BTreeMap<[String; 4], f64>, stage: usize) -> Vec<String> {
    let model = &run.ready.model;
    let order: Vec<String> = match stage {
        0 => model.cohorts.iter().map(|cohort| upper(&cohort.title)).collect(),
        1 => model.pathways.iter().map(label).collect(),
        2 => WAITS.iter().map(|(wait, _)| (*wait).to_owned()).collect(),
        _ => Vec::new(),
    };
    let mut names: Vec<String> = totals(paths, stage).into_iter().map(|(name, _)| name).collect();
    let is_merged = |name: &String| name.ends_with(" others");
    names.sort_by_key(|name| (is_merged(name), order.iter().position(|other| other == name)));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_of_many_flow_together_and_nobody_is_lost() {
        let path = |name: usize| [format!("cohort {name}"), "p1".into(), "1 day".into(), "home".into()];
        let many: BTreeMap<[String; 4], f64> = (1..=40).map(|name| (path(name), name as f64)).collect();
        let few = with_few_nodes(many, 0);
        assert_eq!(few.len(), MOST);
        assert_eq!(few.values().sum::<f64>(), 820.0);
        assert_eq!(totals(&few, 0)[0], ("33 others".to_owned(), 561.0));
    }
}
