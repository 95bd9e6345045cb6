//! Who somebody in a census is, by the evidence.
//!
//! Of those who come there, so many a day, a share is still there after a time: the chance of a longer stay. So the weight
//! of a kind among people of whom that time is known is rate x chance; where nothing is known the times add up to rate x
//! mean stay. In a system that has been so for ever what is left of a stay has the same distribution as what is over.
//! People in a line have waited equally long whoever they are, but for those who have left it by themselves.

use crate::model::{CensusGroup, CensusKind, CensusPlace, Model, StayId};

impl CensusGroup {
    /// What ends the stay of a kind by itself, or its wait if anything does.
    fn ends(&self, model: &Model, kind: &CensusKind) -> Option<StayId> {
        let patience = match self.place {
            CensusPlace::AcuteBed | CensusPlace::Service => return Some(kind.stay),
            CensusPlace::Bridging => None,
            CensusPlace::FrontDoor => model.cohorts[model.stage(kind.stage).cohort.at()].patience,
            CensusPlace::AwaitingTriage | CensusPlace::AwaitingCapacity => {
                let waiting = model.pathways[kind.pathway.at()].while_waiting.as_ref();
                waiting.and_then(|waiting| waiting.patience)
            }
        };
        patience.map(|patience| patience.after)
    }

    /// The longest time that anybody may be here [s]; none if there is no end to it.
    pub fn longest(&self, model: &Model) -> Option<u64> {
        let longest = |kind: &CensusKind| self.ends(model, kind).map(|stay| model.stays[stay.at()].draw(u64::MAX));
        let all = self.kinds.iter().filter(|kind| kind.rate > 0.0).map(longest);
        all.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// How likely each kind is, up to a common factor, if so much of a stay or a wait is known [s].
    ///
    /// Of longer times than any the longest stays tell most.
    pub fn evidence(&self, model: &Model, known: Option<u64>) -> impl Iterator<Item = f64> {
        let longest = if known.is_some() { self.longest(model) } else { None };
        let known = known.map(|time| longest.map_or(time, |longest| time.min(longest.saturating_sub(1))));
        let mut last = (None, 1.0);
        self.kinds.iter().map(move |kind| {
            let Some(time) = known else { return kind.there };
            let ends = self.ends(model, kind);
            if last.0 != ends {
                last = (ends, ends.map_or(1.0, |stay| model.stays[stay.at()].share_above(time)));
            }
            kind.rate * last.1
        })
    }

    /// Who a uniform number chooses.
    pub(super) fn who(&self, model: &Model, known: Option<u64>, uniform: f64) -> &CensusKind {
        let all: f64 = self.evidence(model, known).sum();
        let mut up_to = 0.0;
        let mut chosen = &self.kinds[0];
        for (kind, weight) in self.kinds.iter().zip(self.evidence(model, known)) {
            if weight > 0.0 {
                chosen = kind;
                up_to += weight;
                if uniform * all < up_to {
                    break;
                }
            }
        }
        chosen
    }
}
