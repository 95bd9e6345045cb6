//! Warnings about resources that are asked for more than they have.

use wardflow_core::model::{Model, PoolKind};

use super::{Excess, Work, offered_work};
use crate::reading::Reporter;

/// Warns of every resource that has more work than it can do.
pub(crate) fn warn(model: &Model, report: &mut Reporter<'_>) {
    for work in offered_work(model) {
        let Some(excess) = work.excess else { continue };
        let (what, remedy) = words(model, &work, excess);
        report.warning("overload", work.path, what, remedy);
    }
}

fn words(model: &Model, work: &Work, excess: Excess) -> (String, String) {
    let paths: Vec<String> =
        std::iter::once(&work.path).chain(&work.together_with).map(|path| format!("`{path}`")).collect();
    let is_one = paths.len() == 1;
    let subject = if is_one { paths.concat() } else { format!("{} together", paths.join(" and ")) };
    let (is, has, its) = if is_one { ("is", "has", "its queue") } else { ("are", "have", "their queue") };
    let (verb, remedy) = match work.unit {
        "starts a week" => ("allows", "raise `most_per_day` or `most_per_week`, or lower what is asked for"),
        "staff hours a week" => (has, "add staff or working hours, or shorten `handling`"),
        "vacancies a week" => {
            ("gets", "raise `vacancies_per_week`, or lower the shares of the pathways that need them")
        }
        "placements at once" => (has, "raise `arranged_at_once`, or shorten `arranging`"),
        "hours a week" => (has, "raise `hours_per_week`, or make the packages smaller, shorter or fewer"),
        _ if is_acute(model, work) => (has, "raise `beds`, shorten `acute_stay`, or lower the arrivals"),
        unit => (
            has,
            if unit == "places" {
                "raise `places`, shorten the stay, or lower the shares of the pathways"
            } else {
                "raise `beds`, shorten `stay`, or lower the shares of the pathways that need them"
            },
        ),
    };
    let (offered, capacity) = figures(work.offered, work.capacity);
    let end = match excess {
        Excess::IsTurnedAway => "many are turned away".to_owned(),
        Excess::Leaves => format!("{its} grows until as many leave it unserved"),
        Excess::KeepsOthersOut => format!("{its} fills the acute beds, and many find none"),
        Excess::WaitsForATime => format!("{its} grows until the last change, after which there is enough"),
        Excess::Waits => format!("{its} grows without end"),
    };
    let delays = if is_acute(model, work) { " even without any delay" } else { "" };
    let what =
        format!("{subject} {is} asked for {offered} {} on average{delays} and {verb} {capacity}: {end}", work.unit);
    (what, remedy.to_owned())
}

fn is_acute(model: &Model, work: &Work) -> bool {
    work.path.segments().first().is_some_and(|list| list == "hospitals")
        && model.pools.iter().any(|pool| pool.kind == PoolKind::AcuteBeds)
}

/// Two figures with as many decimals as it takes to tell them apart.
fn figures(offered: f64, capacity: f64) -> (String, String) {
    let written = |decimals: usize| {
        let one = |x: f64| {
            let text = format!("{x:.decimals$}");
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
        };
        (one(offered), one(capacity))
    };
    (1..6).map(written).find(|(offered, capacity)| offered != capacity).unwrap_or_else(|| written(6))
}
