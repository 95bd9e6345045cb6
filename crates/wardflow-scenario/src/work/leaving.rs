//! Whether a queue ends by itself because everybody in it may stop waiting.

use wardflow_core::{
    locality::Needs,
    model::{LineId, Model, Pathway, PoolId, Purpose, Triage},
};

/// Whether everybody who waits for these pools leaves, dies or goes on otherwise if the wait is long enough.
pub(super) fn everybody_may_leave(model: &Model, pools: &[PoolId]) -> bool {
    let mut lines = pools.iter().flat_map(|pool| &model.pools[pool.at()].lines);
    lines.clone().next().is_some() && lines.all(|&line| all_of_line(model, line))
}

fn all_of_line(model: &Model, line: LineId) -> bool {
    let needs = |needs: &Needs| needs.lines().any(|needed| needed == line);
    let is_here = |triage: Triage| model.triage_lines(triage).contains(&line);
    match model.lines[line.at()].purpose {
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
            model.pathways.iter().filter(|pathway| needs(&pathway.needs)).all(|pathway| {
                let fallback = pathway.while_waiting.as_ref().and_then(|waiting| waiting.fallback.as_ref());
                may_leave(pathway)
                    || fallback.is_some_and(|fallback| fallback.probability.steps().all(|(_, share)| share >= 1.0))
            }) && outcomes.filter(|outcome| needs(&outcome.needs)).all(|outcome| outcome.patience.is_some())
                && step_ups.filter(|step_up| needs(&step_up.needs)).all(|step_up| step_up.wait.is_some())
        }
    }
}

/// Whether a pathway's patients leave, die or come to need another one if they wait in hospital for long.
fn may_leave(pathway: &Pathway) -> bool {
    pathway
        .while_waiting
        .as_ref()
        .is_some_and(|waiting| waiting.patience.is_some() || waiting.death.is_ever() || waiting.heavier.is_some())
}
