//! Events: something happens to somebody at some time, packed in 64 bits.
//!
//! The order of events is total: by time; at the same second by kind, in the order of [`Kind`] (what frees comes before
//! what opens, what opens before what asks); then by subject: the patient's slot, or the number of the pool or cohort.

use crate::clock::Time;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Midnight or 08:00: the beds are counted. Subject: none.
    Census = 0,
    /// A pool's capacity takes its next scheduled value. Subject: pool.
    CapacityChange = 1,
    /// Capacity that an escalation adds is there. Subject: escalation.
    Escalation = 2,
    /// A stay in a service ends. Subject: patient.
    ServiceEnd = 3,
    /// A delay after a stay in a service ends. Subject: patient.
    MoveOn = 4,
    /// A package of care tapers. Subject: patient.
    Taper = 5,
    /// Triage of a referral, or an assessment, ends. Subject: patient.
    TriageEnd = 6,
    /// An acute stay ends. Subject: patient.
    AcuteEnd = 7,
    /// Named arrangements end. Subject: patient.
    Arranged = 8,
    /// A placement has been arranged. Subject: patient.
    Placed = 9,
    /// Discharge hours begin for a patient who waits for them. Subject: patient.
    Leave = 10,
    /// Somebody who still waits leaves, dies or comes to need more. Subject: patient.
    Fate = 11,
    /// Somebody who still waits is offered another pathway. Subject: patient.
    Fallback = 12,
    /// A cleaned bed is available again. Subject: pool.
    BedReady = 13,
    /// A pool opens, or its count of starts begins anew. Subject: pool.
    Opening = 14,
    /// A place falls vacant. Subject: pool.
    Vacancy = 15,
    /// A referral is raised before readiness. Subject: patient.
    Referral = 16,
    /// A patient who went home comes back to hospital. Subject: patient.
    Return = 17,
    /// A patient arrives. Subject: the cohort's number by name.
    Arrival = 18,
}

const SUBJECT_BITS: u32 = 20;
const KIND_BITS: u32 = 5;

/// How many patients can be in the system at once.
pub const MOST_PATIENTS: usize = 1 << SUBJECT_BITS;

/// The last instant that can be written in an event: 17,432 years.
pub const LAST_TIME: Time = Time((1 << (64 - SUBJECT_BITS - KIND_BITS)) - 1);

/// An event: 39 bits of time, 5 of kind, 20 of subject. Comparing two compares their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event(u64);

impl Event {
    /// After every event.
    pub const NEVER: Self = Self(u64::MAX);

    /// Packs an event. Times after [`LAST_TIME`] and subjects from [`MOST_PATIENTS`] on do not fit: both are guarded by
    /// the checks on a model.
    #[inline]
    pub const fn new(at: Time, kind: Kind, subject: u32) -> Self {
        Self((at.0 << (SUBJECT_BITS + KIND_BITS)) | ((kind as u64) << SUBJECT_BITS) | subject as u64)
    }

    /// When it happens.
    #[inline]
    pub const fn at(self) -> Time {
        Time(self.0 >> (SUBJECT_BITS + KIND_BITS))
    }

    /// The stretch of 1,024 seconds in which it happens, counted from the first.
    #[inline]
    pub(crate) const fn stretch(self) -> u64 {
        self.0 >> (SUBJECT_BITS + KIND_BITS + 10)
    }

    /// What happens.
    #[inline]
    pub const fn kind(self) -> Kind {
        match (self.0 >> SUBJECT_BITS) & 0x1f {
            0 => Kind::Census,
            1 => Kind::CapacityChange,
            2 => Kind::Escalation,
            3 => Kind::ServiceEnd,
            4 => Kind::MoveOn,
            5 => Kind::Taper,
            6 => Kind::TriageEnd,
            7 => Kind::AcuteEnd,
            8 => Kind::Arranged,
            9 => Kind::Placed,
            10 => Kind::Leave,
            11 => Kind::Fate,
            12 => Kind::Fallback,
            13 => Kind::BedReady,
            14 => Kind::Opening,
            15 => Kind::Vacancy,
            16 => Kind::Referral,
            17 => Kind::Return,
            _ => Kind::Arrival,
        }
    }

    /// To whom or what.
    #[inline]
    pub const fn subject(self) -> u32 {
        (self.0 & (MOST_PATIENTS as u64 - 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(number: u64) -> Kind {
        Event(number << SUBJECT_BITS).kind()
    }

    #[test]
    fn kinds_survive_packing() {
        for number in 0..=Kind::Arrival as u64 {
            assert_eq!(kind(number) as u64, number);
            assert_eq!(Event::new(Time(5), kind(number), 9).kind(), kind(number));
        }
    }

    #[test]
    fn what_frees_comes_before_who_asks() {
        let at = Time(86_400);
        assert!(Event::new(at, Kind::ServiceEnd, 900) < Event::new(at, Kind::Arrival, 0));
        assert!(Event::new(at, Kind::Census, 0) < Event::new(at, Kind::AcuteEnd, 0));
        assert!(Event::new(at, Kind::Arrival, 3) < Event::new(at + 1, Kind::Census, 0));
    }

    proptest! {
        #[test]
        fn order_is_time_then_kind_then_subject(
            a in (0..LAST_TIME.0, 0..19u64, 0..MOST_PATIENTS as u32),
            b in (0..LAST_TIME.0, 0..19u64, 0..MOST_PATIENTS as u32),
        ) {
            let pack = |(at, kind, subject): (u64, u64, u32)| Event::new(Time(at), super::tests::kind(kind), subject);
            prop_assert_eq!(pack(a).cmp(&pack(b)), a.cmp(&b));
            prop_assert_eq!((pack(a).at().0, pack(a).subject()), (a.0, a.2));
        }
    }
}
