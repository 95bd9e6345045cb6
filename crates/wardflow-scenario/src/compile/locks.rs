//! Rounds of people who may wait for each other without end.

use wardflow_core::model::{Lock, PoolId, PoolKind};

use super::{Compiler, at};
use crate::reading::Path;

impl Compiler<'_, '_> {
    /// Warns of people who hold what others wait for, and wait for what those hold, where they cannot exchange it.
    pub(super) fn warn_of_locks(&mut self) {
        let Some(Lock { held, wanted, round }) = self.model.lock() else { return };
        let name = |pool: PoolId| self.model.pools[pool.at()].name.clone();
        let is_cleaned = [held, wanted].into_iter().find(|pool| self.model.pools[pool.at()].turnaround > 0);
        let (what, remedy) = if held == wanted {
            let what = format!(
                "people who hold some of `{}` may wait for more of it: once all of it is held by such people, nobody moves \
                 any more",
                name(held)
            );
            (what, "let them leave while they wait (`patience` of the outcome), or take no more of it".to_owned())
        } else {
            let others = round.iter().filter(|&&pool| pool != held && pool != wanted);
            let through: Vec<String> = others.map(|&pool| format!("`{}`", name(pool))).collect();
            let through = if through.is_empty() { String::new() } else { format!(", through {},", through.join(", ")) };
            let (why, remedy) = match is_cleaned {
                Some(pool) => {
                    (format!("`{}` is cleaned between two people", name(pool)), "leave out `turnaround_hours` there")
                }
                None => (
                    "what they hold and what they wait for is not one thing of the same amount".to_owned(),
                    "let packages take one kind and equal amounts",
                ),
            };
            let what = format!(
                "people in `{}` may wait for `{}`, and people there{through} for `{0}`, and they cannot exchange, since {why}: \
                 once all are full of people who wait for each other, nobody moves any more",
                name(held),
                name(wanted),
            );
            (what, format!("{remedy}, let people go one way only, or let them leave while they wait (`patience`)"))
        };
        self.report.warning("gridlock", self.path_of(held), what, remedy);
    }

    fn path_of(&self, pool: PoolId) -> Path {
        let pool = &self.model.pools[pool.at()];
        at(if pool.kind == PoolKind::AcuteBeds { "hospitals" } else { "services" }, &pool.name)
    }
}
