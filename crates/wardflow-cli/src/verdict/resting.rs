//! What an answer rests on: what is assumed, has no limit or no price, and whether anything is said of what nobody knows.

use wardflow_core::model::{PoolKind, Price};

use crate::{english::list, estimate::Estimate, experiment::Experiment, explain::words::assumed, numbers};

/// More are counted and not named.
const MOST_NAMED: usize = 3;

/// One sentence, if there is anything to say.
pub(super) fn sentence(experiment: &Experiment) -> Option<String> {
    let parts: Vec<String> =
        [assumptions(experiment), without_limit(experiment), without_price(experiment)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("It rests on this: {}.", parts.join("; ")))
}

fn assumptions(experiment: &Experiment) -> Option<String> {
    let assumed = assumed(&experiment.ready) as u64;
    let ranges = if experiment.ready.uncertainty.is_none() { ", none of them given a range" } else { "" };
    (assumed > 0).then(|| format!("{}{ranges}", numbers::count(assumed, "assumption")))
}

/// What is there for everybody who needs it.
fn without_limit(experiment: &Experiment) -> Option<String> {
    let pools =
        experiment.ready.model.pools.iter().filter(|pool| {
            pool.is_always_unlimited() && !matches!(pool.kind, PoolKind::AcuteBeds | PoolKind::TriageTeam)
        });
    let used = pools.filter_map(|pool| {
        let prefix = format!("services.{}.in_use_", pool.name);
        let mut measures = experiment.measures();
        let (measure, summary) = measures
            .find(|(measure, _)| measure.key.strip_prefix(&prefix).is_some_and(|rest| !rest.contains("08_00")))?;
        let estimate = Estimate::from(*summary);
        (estimate.value >= 0.05)
            .then(|| format!("{} ({} {} in use)", pool.title, estimate.said(1), measure.unit.title()))
    });
    named(used.collect()).map(|names| format!("no limit to {names}"))
}

/// What costs nothing here, where other things have a price.
fn without_price(experiment: &Experiment) -> Option<String> {
    experiment.summary("cost.total_pounds_per_year")?;
    let model = &experiment.ready.model;
    let free = model.pools.iter().filter(|pool| pool.price == Price::Free);
    let names = free.map(|pool| match pool.kind {
        PoolKind::AcuteBeds if model.hospitals.len() == 1 => "acute beds".to_owned(),
        PoolKind::AcuteBeds => format!("acute beds of {}", pool.title),
        _ => pool.title.clone(),
    });
    named(names.collect()).map(|names| format!("the cost leaves out {names}, for which there is no price"))
}

/// A few names, and how many more there are.
fn named(mut names: Vec<String>) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    if names.len() > MOST_NAMED + 1 {
        let more = names.len() - MOST_NAMED;
        names.truncate(MOST_NAMED);
        names.push(format!("{more} more"));
    }
    Some(list(&names))
}
