//! People who are there when the measured period begins.

use super::{LocalityId, OfferId, PathwayId, StageId, StayId};
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
    /// How long they have been there.
    pub so_far: SoFar,
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
    /// At the front door.
    FrontDoor,
}

/// Who somebody in a census may be.
#[derive(Clone, Copy, Debug)]
pub struct CensusKind {
    /// Chance of this kind or one before it.
    pub up_to: f64,
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

/// How long people in a census have been where they are.
#[derive(Clone, Debug)]
pub enum SoFar {
    /// As in a system that has been so for ever: longer stays are more often met.
    Stationary,
    /// So long, one by one [s].
    Given(Vec<u64>),
    /// Drawn from this distribution.
    Drawn(StayId),
}
