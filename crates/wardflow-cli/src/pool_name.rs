//! What a sentence calls a pool.

use wardflow_core::model::{Pool, PoolKind};
use wardflow_scenario::naming::spelt;

/// Its title; a hub that nobody has named is `the hub`. Names that somebody gave stay as they are.
pub(crate) fn in_a_sentence(pool: &Pool) -> String {
    let is_spelt = || pool.name.split('.').next().is_some_and(|hub| spelt(hub) == pool.title);
    if pool.kind == PoolKind::TriageTeam && is_spelt() { format!("the {}", pool.title) } else { pool.title.clone() }
}
