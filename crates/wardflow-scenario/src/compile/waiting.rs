//! What may become of people while they wait.

use wardflow_core::{
    clock::DAY,
    model::{
        Destination as CoreDestination, Fallback as CoreFallback, PathwayId, Patience as CorePatience,
        WhileWaiting as CoreWhileWaiting,
    },
};

use super::Compiler;
use crate::{
    format::{Destination, Fallback, Needs, Pathway, Patience, WhileWaiting},
    reading::Path,
};

/// Most days by which a day of waiting lengthens a stay.
const MOST_LONGER: f64 = 365.0;

impl<'a> Compiler<'a, '_> {
    /// How long people wait; nobody can go back to hospital who is there.
    pub(super) fn patience(
        &mut self,
        path: &Path,
        patience: Option<&'a Patience>,
        is_in_service: bool,
    ) -> Option<CorePatience> {
        let patience = patience?;
        if patience.leads_to == Some(Destination::Hospital) && !is_in_service {
            let remedy = "write \"home\", \"care_home\" or \"death\"";
            self.error(path.join("leads_to"), "whoever waits here is at the hospital already", remedy);
        }
        let after = self.stay(path.join("after"), &patience.after);
        Some(CorePatience { after, leads_to: destination(patience.leads_to) })
    }

    pub(super) fn while_waiting(&mut self, path: &Path, pathway: &'a Pathway) -> Option<Box<CoreWhileWaiting>> {
        if pathway.while_waiting.is_none() && pathway.fallback.is_none() {
            return None;
        }
        let default = WhileWaiting::default();
        let fallback = pathway.fallback.as_ref().and_then(|fallback| {
            let path = path.join("fallback");
            if pathway.needs == Needs::Nothing {
                self.key_error(path.clone(), "nobody on this pathway waits for capacity", "leave `fallback` out");
            }
            self.fallback(&path, fallback)
        });
        let path = path.join("while_waiting");
        let waiting = pathway.while_waiting.as_ref();
        let patience = self.patience(&path.join("patience"), waiting.and_then(|it| it.patience.as_ref()), false);
        let waiting = waiting.unwrap_or(&default);
        let death = self.chance(&path.join("death_chance_per_day"), &waiting.death_chance_per_day);
        let heavier = waiting.heavier_need.as_ref().and_then(|heavier| {
            let path = path.join("heavier_need");
            let chance = self.chance(&path.join("chance_per_day"), &heavier.chance_per_day);
            Some((chance, self.other_pathway(&path, &heavier.pathway)?))
        });
        let longer_stay = waiting.longer_stay.as_ref().map(|longer| {
            let path = path.join("longer_stay");
            let chance = self.chance(&path.join("chance_per_day"), &longer.chance_per_day);
            if !(0.0..=MOST_LONGER).contains(&longer.days) {
                let remedy = format!("give 0 to {MOST_LONGER} days");
                self.error(path.join("days"), format!("{} days are not possible", longer.days), remedy);
            }
            (chance, (longer.days.clamp(0.0, MOST_LONGER) * DAY as f64 + 0.5) as u64)
        });
        Some(Box::new(CoreWhileWaiting { patience, death, heavier, longer_stay, fallback }))
    }

    fn fallback(&mut self, path: &Path, fallback: &'a Fallback) -> Option<CoreFallback> {
        let after = self.stay(path.join("after"), &fallback.after);
        let probability = self.chance(&path.join("share"), &fallback.share);
        Some(CoreFallback { after, probability, to: self.other_pathway(path, &fallback.pathway)? })
    }

    /// The pathway that patients of the one at `path` change to.
    fn other_pathway(&mut self, path: &Path, name: &str) -> Option<PathwayId> {
        let path = path.join("pathway");
        if path.segments().get(1).is_some_and(|pathway| pathway == name) {
            self.error(path, "this is the pathway that they are on", "name another one");
            return None;
        }
        self.pathway_named(path, name).map(|number| PathwayId(number as u16))
    }
}

/// What is not said is not known.
pub(super) fn destination(destination: Option<Destination>) -> CoreDestination {
    match destination {
        Some(Destination::Home) => CoreDestination::Home,
        Some(Destination::CareHome) => CoreDestination::CareHome,
        Some(Destination::Hospital) => CoreDestination::Hospital,
        Some(Destination::Death) => CoreDestination::Died,
        None => CoreDestination::Unsaid,
    }
}
