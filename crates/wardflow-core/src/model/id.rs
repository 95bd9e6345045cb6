//! Places of things in the lists of a [`Model`](super::Model).

/// Places of one thing in the lists of a [`Model`](super::Model).
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u16);

        impl $name {
            /// The place in its list.
            #[inline]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A hospital.
    HospitalId,
    /// A cohort of patients.
    CohortId,
    /// A cohort's stay in one unit.
    StageId,
    /// A locality.
    LocalityId,
    /// A discharge pathway.
    PathwayId,
    /// A pool of beds, staff, hours or places.
    PoolId,
    /// A line of patients who need the same.
    LineId,
    /// One way to meet a need.
    OfferId,
    /// A distribution of lengths of stay or handling times.
    StayId,
    /// Rounds at which readiness is decided.
    RoundsId,
    /// A reason for delay.
    ReasonId,
    /// How stays in a service end.
    ExitId,
    /// Somebody who pays.
    PayerId,
    /// An escalation.
    EscalationId,
}
