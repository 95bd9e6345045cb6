//! What an answer rests on: what is assumed, has no limit or no price, and whether anything is said of what nobody knows.

use wardflow_core::model::{Pool, PoolKind, Price};

use crate::{
    english::{counted, list},
    estimate::Estimate,
    experiment::Experiment,
    explain::words::assumed,
    numbers,
    pool_name::in_a_sentence,
};

/// More are counted and not named.
const MOST_NAMED: usize = 3;

/// One sentence, if there is anything to say.
pub(super) fn sentence(experiment: &Experiment) -> Option<String> {
    let parts = [
        assumptions(experiment),
        told(without_limit(experiment)).map(|names| format!("no limit to {names}")),
        told(without_price(experiment))
            .map(|names| format!("the cost leaves out {names}, for which there is no price")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("It rests on this: {}.", parts.join("; ")))
}

/// What a variant rests on beside that on which its base rests; without a full stop.
pub(super) fn beside(base: &Experiment, variant: &Experiment) -> Option<String> {
    let new = |of: fn(&Experiment) -> Vec<Leaning>| -> Vec<Leaning> {
        let before = of(base);
        of(variant).into_iter().filter(|its| before.iter().all(|other| other.key != its.key)).collect()
    };
    // Of what is new itself the sentence about cost tells.
    let was_there = |leaning: &Leaning| base.ready.model.pools.iter().any(|pool| priced(pool) == leaning.key);
    let without_their_price = new(without_price).into_iter().filter(was_there).collect();
    let more = (assumed(&variant.ready) as u64).saturating_sub(assumed(&base.ready) as u64);
    let parts = [
        (more > 0).then(|| format!("{} more than the base", numbers::count(more, "assumption"))),
        told(new(without_limit)).map(|names| format!("no limit to {names}")),
        told(without_their_price).map(|names| format!("the cost leaves out {names}, for which there is no price here")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("it rests on this as well: {}", parts.join("; ")))
}

/// Something that an answer leans on.
struct Leaning {
    /// The part of the model.
    key: String,
    said: String,
}

fn assumptions(experiment: &Experiment) -> Option<String> {
    let ready = &experiment.ready;
    let assumed = assumed(ready) as u64;
    if !ready.annotations.iter().any(|(_, annotation)| annotation.source.is_some()) {
        return Some("no sources are given for its numbers".into());
    }
    let ranges = match assumed {
        _ if ready.uncertainty.is_some() => "",
        1 => ", which has no range",
        _ => ", none of them given a range",
    };
    (assumed > 0).then(|| format!("{}{ranges}", numbers::count(assumed, "assumption")))
}

/// What is there for everybody who needs it.
fn without_limit(experiment: &Experiment) -> Vec<Leaning> {
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
        (estimate.value >= 0.05).then(|| Leaning {
            key: pool.name.clone(),
            said: format!("{} ({} in use)", pool.title, counted(&estimate.said(1), numbers::one_of(measure.unit))),
        })
    });
    used.collect()
}

/// What costs nothing here, where other things have a price.
fn without_price(experiment: &Experiment) -> Vec<Leaning> {
    if experiment.summary("cost.total_pounds_per_year").is_none() {
        return Vec::new();
    }
    let model = &experiment.ready.model;
    let free = model.pools.iter().filter(|pool| pool.price == Price::Free);
    let said = free.map(|pool| Leaning {
        key: priced(pool),
        said: match pool.kind {
            PoolKind::AcuteBeds if model.hospitals.len() == 1 => "acute beds".to_owned(),
            PoolKind::AcuteBeds => format!("acute beds of {}", pool.title),
            _ => in_a_sentence(pool),
        },
    });
    said.collect()
}

/// What has a price or none.
fn priced(pool: &Pool) -> String {
    format!("{:?} {}", pool.kind, pool.name)
}

fn told(leanings: Vec<Leaning>) -> Option<String> {
    named(leanings.into_iter().map(|leaning| leaning.said).collect())
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
