//! People who are there when the measured period begins.

use super::{LocalityId, Model, OfferId, PathwayId, StageId, StayId};
use crate::{patient::Ending, random::NameHash};

/// People who are there when the measured period begins.
#[derive(Clone, Debug)]
pub struct CensusGroup {
    /// Its name as part of its people's keys.
    pub hash: NameHash,
    /// Where they are.
    pub place: CensusPlace,
    /// How many.
    pub people: u32,
    /// Who they may be; never empty.
    pub kinds: Vec<CensusKind>,
    /// What is known of how long they stay or wait.
    pub known: Known,
}

/// Where people are in a census; who holds something comes before who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CensusPlace {
    /// In an acute bed, not discharge ready.
    AcuteBed,
    /// In a service.
    Service,
    /// In an acute bed, discharge ready, waiting for triage.
    AwaitingTriage,
    /// In an acute bed, discharge ready, waiting for capacity and nothing else.
    AwaitingCapacity,
    /// At home on bridging hours, waiting for the package.
    Bridging,
    /// At the front door.
    FrontDoor,
}

/// Who somebody in a census may be.
#[derive(Clone, Copy, Debug)]
pub struct CensusKind {
    /// How many come there a day; of known cohorts only how they compare matters.
    pub rate: f64,
    /// How many are there at a time: the rate by the mean stay (Little's law); of those who wait the rate.
    pub there: f64,
    /// Their cohort, and in which unit they are or were first.
    pub stage: StageId,
    /// Where they live.
    pub locality: LocalityId,
    /// Their pathway.
    pub pathway: PathwayId,
    /// For a service: the offer that they hold.
    pub offer: OfferId,
    /// Their whole stay there.
    pub stay: StayId,
    /// For an acute bed: how the stay ends.
    pub ending: Ending,
}

/// What is known of how long people in a census stay or wait.
#[derive(Clone, Debug)]
pub enum Known {
    /// Nothing. They stay as in a system that has been so for ever: longer stays are more often met. Who waits has just
    /// begun to.
    Nothing,
    /// How long they have been there.
    SoFar(Times),
    /// How long they will still stay; not of those who wait.
    Remaining(Times),
}

/// Lengths of time, one for each person.
#[derive(Clone, Debug)]
pub enum Times {
    /// One by one [s].
    Given(Vec<u64>),
    /// Drawn from this distribution.
    Drawn(StayId),
}

impl Known {
    /// The times that are known.
    pub const fn times(&self) -> Option<&Times> {
        match self {
            Self::Nothing => None,
            Self::SoFar(times) | Self::Remaining(times) => Some(times),
        }
    }
}

impl CensusPlace {
    /// Whether people stay there for a time of their own, rather than wait.
    pub const fn is_stay(self) -> bool {
        matches!(self, Self::AcuteBed | Self::Service)
    }

    /// In which order they are put there: those who wait for the same stand together.
    pub const fn order(self) -> u8 {
        match self {
            Self::AcuteBed => 0,
            Self::Service => 1,
            Self::AwaitingTriage => 2,
            Self::AwaitingCapacity | Self::Bridging => 3,
            Self::FrontDoor => 4,
        }
    }
}

impl Model {
    /// Puts groups and kinds in an order that is not that of a file: chance goes through them one after another.
    pub(super) fn order_census_by_name(&mut self) {
        let mut census = std::mem::take(&mut self.census);
        census.sort_by_key(|group| (group.place, group.hash));
        for group in &mut census {
            group.kinds.sort_by_cached_key(|kind| {
                let stage = self.stage(kind.stage);
                let unit = |stage: StageId| self.hospitals[self.stage(stage).hospital.at()].name.as_str();
                let ending = match kind.ending {
                    Ending::Ready => (0, ""),
                    Ending::Died => (1, ""),
                    Ending::Transferred => (2, ""),
                    Ending::PassedOn(to) => (3, unit(to)),
                };
                let locality = self.localities.get(kind.locality.at()).map_or("", |locality| &locality.name);
                let takes = self.offers.get(kind.offer.at()).map_or(&[][..], |offer| &offer.takes);
                (
                    &self.cohorts[stage.cohort.at()].name,
                    unit(kind.stage),
                    locality,
                    &self.pathways[kind.pathway.at()].name,
                    takes.iter().map(|take| (&self.pools[take.pool.at()].name, take.amount)).collect::<Vec<_>>(),
                    ending,
                    kind.there.to_bits(),
                )
            });
        }
        self.census = census;
    }
}
