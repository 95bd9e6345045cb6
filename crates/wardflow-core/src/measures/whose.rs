//! Whose the measures are: what people call the part of the scenario that a key begins with.

use std::collections::BTreeMap;

use crate::model::{Model, PoolKind};

/// What people call every part of a model, by what the keys of its measures begin with.
pub(super) struct Whose<'m> {
    titles: BTreeMap<String, &'m str>,
}

impl<'m> Whose<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let mut titles = BTreeMap::new();
        let mut add = |list: &str, name: &str, title: &'m str| titles.insert(format!("{list}{name}"), title);
        for pool in &model.pools {
            let list = match pool.kind {
                PoolKind::AcuteBeds => "hospitals.",
                PoolKind::TriageTeam => "spoas.",
                _ => "services.",
            };
            add(list, &pool.name, &pool.title);
            add(&format!("cost.{list}"), &pool.name, &pool.title);
        }
        for pathway in &model.pathways {
            add("pathways.", &pathway.name, &pathway.title);
        }
        for cohort in &model.cohorts {
            add("cohorts.", &cohort.name, &cohort.title);
        }
        for locality in &model.localities {
            add("localities.", &locality.name, &locality.title);
        }
        for cost in &model.fixed_costs {
            add("cost.fixed.", &cost.name, &cost.title);
        }
        for payer in &model.payers {
            add("payers.", &payer.name, &payer.title);
        }
        // Ends of packages stand below their pathway.
        for exit in &model.exits {
            add("", &exit.name, &exit.title);
        }
        Self { titles }
    }

    /// The title of the part whose measure has this key: that with the longest name of all that the key begins with.
    pub(super) fn owner(&self, key: &str) -> Option<&'m str> {
        // A cost has its unit behind the name.
        let key = key.trim_end_matches("_pounds_per_year");
        let ends = key.match_indices('.').map(|(end, _)| end).chain([key.len()]);
        ends.rev().find_map(|end| self.titles.get(&key[..end])).copied()
    }
}
