//! Where what cannot be done goes: not every queue that has too much to do grows without end.

use wardflow_core::{
    locality::Needs,
    model::{LineId, Model, Pathway, PoolId, Purpose, Triage},
};

/// What becomes of what is asked for beyond what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// It waits, and the queue grows without end.
    Waits,
    /// It waits for a part of the period: after the last change there is enough.
    WaitsForATime,
    /// It leaves, dies or goes on otherwise: the queue grows until what stays is no more than can be done.
    Leaves,
    /// It is turned away at the door.
    IsTurnedAway,
    /// It fills the acute beds before it; at their doors people are turned away, or leave.
    KeepsOthersOut,
}

/// What becomes of what is asked of these pools beyond what they have, if those who never stop waiting are few enough or not.
pub(super) fn excess(model: &Model, pools: &[PoolId], few_stay: bool) -> Excess {
    let is_asked_for = pools.iter().any(|pool| !model.pools[pool.at()].lines.is_empty());
    let hospital = model.hospitals.iter().find(|hospital| pools.contains(&hospital.beds));
    match hospital {
        Some(hospital) if hospital.may_turn_away() => Excess::IsTurnedAway,
        _ if is_asked_for && few_stay => Excess::Leaves,
        None if every_door_is_bounded(model) => Excess::KeepsOthersOut,
        _ => Excess::Waits,
    }
}

/// Whether no queue at a front door can grow without end, and everybody waits behind one.
fn every_door_is_bounded(model: &Model) -> bool {
    model.cohorts.iter().all(|cohort| {
        let hospital = &model.hospitals[cohort.first.hospital.at()];
        let is_limited = !model.pools[hospital.beds.at()].is_ever_unlimited();
        let is_bounded = is_limited && (hospital.may_turn_away() || cohort.patience.is_some());
        // Whoever is referred from the community waits for a service at home.
        is_bounded && cohort.step_up.as_ref().is_none_or(|step_up| step_up.wait.is_some() && step_up.answer.is_none())
    })
}

/// The share of those in a line that never leaves, dies or goes on otherwise, however long the wait.
pub(super) fn staying(model: &Model, line: LineId) -> f64 {
    let needs = |needs: &Needs| needs.lines().any(|needed| needed == line);
    let is_here = |triage: Triage| model.triage_lines(triage).contains(&line);
    let nobody = match model.lines[line.at()].purpose {
        Purpose::Admission => {
            let at = |hospital: usize| model.hospitals[hospital].front_door == line;
            model.stages().map(|(_, stage)| stage).filter(|stage| at(stage.hospital.at())).all(|stage| {
                // Nobody stops waiting to be passed on.
                stage.from.is_none() && model.cohorts[stage.cohort.at()].patience.is_some()
            })
        }
        // Nobody stops waiting for an assessment or an answer.
        Purpose::Triage => {
            let step_ups = model.cohorts.iter().filter_map(|cohort| cohort.step_up.as_ref());
            let others = model.exits.iter().filter_map(|exit| exit.assessment);
            let mut others = others.chain(step_ups.filter_map(|step_up| step_up.answer));
            let triaged_here = |pathway: &&Pathway| pathway.triage.is_some_and(is_here);
            others.all(|other| !is_here(other)) && model.pathways.iter().filter(triaged_here).all(may_leave)
        }
        Purpose::Service => {
            let outcomes = model.exits.iter().flat_map(|exit| &exit.outcomes);
            let step_ups = model.cohorts.iter().filter_map(|cohort| cohort.step_up.as_ref());
            let pathways = model.pathways.iter().filter(|pathway| needs(&pathway.needs));
            let others_leave =
                outcomes.filter(|outcome| needs(&outcome.needs)).all(|outcome| outcome.patience.is_some())
                    && step_ups.filter(|step_up| needs(&step_up.needs)).all(|step_up| step_up.wait.is_some());
            let most = pathways.map(staying_of_pathway).fold(0.0, f64::max);
            return if others_leave { most } else { 1.0 };
        }
    };
    if nobody { 0.0 } else { 1.0 }
}

/// The share of a pathway's patients that waits for its capacity however long it takes.
fn staying_of_pathway(pathway: &Pathway) -> f64 {
    if may_leave(pathway) {
        return 0.0;
    }
    let fallback = pathway.while_waiting.as_ref().and_then(|waiting| waiting.fallback.as_ref());
    let shares = fallback.into_iter().flat_map(|fallback| fallback.probability.steps());
    let least = shares.map(|(_, share)| share).fold(1.0, f64::min);
    if fallback.is_some() { 1.0 - least } else { 1.0 }
}

/// Whether a pathway's patients leave, die or come to need another one if they wait in hospital for long.
fn may_leave(pathway: &Pathway) -> bool {
    pathway
        .while_waiting
        .as_ref()
        .is_some_and(|waiting| waiting.patience.is_some() || waiting.death.is_ever() || waiting.heavier.is_some())
}
