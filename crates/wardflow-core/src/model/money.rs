//! What capacity costs.

use crate::{dated::Dated, funding::Funding};

/// What a unit of a pool costs a week: a bed, an hour of care, a place, a member of staff.
#[derive(Clone, Debug, PartialEq)]
pub enum Price {
    /// Nothing.
    Free,
    /// Pounds a week for each unit of capacity, used or not.
    Block(Dated),
    /// Pounds a week for each unit in use.
    ByUse(Dated),
}

/// A sum paid whatever happens.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedCost {
    /// What for, in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Pounds a year.
    pub pounds_per_year: Dated,
    /// Who pays.
    pub funding: Funding,
}
