//! What can run out: beds, staff, hours, places.

use super::{LineId, Price};
use crate::{calendar::Calendar, clock::Time, dated::Dated, funding::Funding, random::NameHash};

/// What a pool is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// Acute beds of a hospital.
    AcuteBeds,
    /// A team of a SPOA [staff].
    TriageTeam,
    /// Beds of a service.
    Beds,
    /// Hours of care a week [minutes a week].
    CareHours,
    /// Packages, carers or places at once.
    Places,
    /// Places that fall vacant and are then taken for good.
    Vacancies,
    /// Placements that can be arranged at one time.
    Arranging,
}

/// Something that can run out.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: PoolKind,
    /// Capacity from each date on, in order of time; the first holds from the beginning. [`UNLIMITED`] never runs out.
    pub capacity: Vec<(Time, u64)>,
    /// The day of the week on which the run begins, 0 for Monday.
    pub first_weekday: u64,
    /// When it can be allocated (and, for staff, when they work); always if none.
    pub hours: Option<Calendar>,
    /// Most starts a day.
    pub most_starts_per_day: Option<Dated>,
    /// Most starts in a week from Monday.
    pub most_starts_per_week: Option<Dated>,
    /// Whether a need that fits may pass an earlier one that does not.
    pub small_may_pass: bool,
    /// Time between two patients in which a bed is neither occupied nor available [s].
    pub turnaround: u64,
    /// For [`PoolKind::Vacancies`]: mean vacancies a week from each date on.
    pub vacancies: Vec<(Time, f64)>,
    /// For [`PoolKind::Vacancies`]: most vacancies kept while nobody wants them.
    pub most_kept: Dated,
    /// The name as part of its vacancies' keys.
    pub hash: NameHash,
    /// What it costs.
    pub price: Price,
    /// Who pays for it.
    pub funding: Funding,
    /// Numbers of units for which the time with so many in use is reported: rising, each once.
    pub sizes: Vec<u64>,
    /// The lines that its capacity can serve; see [`Model::link`](super::Model::link).
    pub lines: Vec<LineId>,
    /// Whether it allocates at some times only, or so many in a period; see [`Model::link`](super::Model::link).
    pub gated: bool,
}

/// A capacity that never runs out.
pub const UNLIMITED: u64 = u64::MAX >> 8;

impl Pool {
    /// Whether it never runs out.
    pub fn is_always_unlimited(&self) -> bool {
        self.capacity.iter().all(|&(_, units)| units >= UNLIMITED)
    }

    /// Whether at any time it cannot run out: then nothing is in percent of it.
    pub fn is_ever_unlimited(&self) -> bool {
        self.capacity.iter().any(|&(_, units)| units >= UNLIMITED)
    }
}
