//! What random numbers are for.

/// What a patient's random number is for.
///
/// The numbers are part of the results: never change one, add new ones at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u64)]
pub enum Purpose {
    /// Time since the cohort's last arrival.
    Gap = 1,
    /// Length of the acute stay.
    AcuteStay = 2,
    /// How the acute stay ends.
    AcuteOutcome = 3,
    /// The pathway needed.
    Pathway = 4,
    /// The package within the pathway.
    Package = 5,
    /// Whether planning begins before readiness.
    EarlyPlanning = 6,
    /// How long before readiness it begins.
    EarlyLead = 7,
    /// Time that triage takes.
    Triage = 8,
    /// Length of stay in the service after discharge.
    ServiceStay = 9,
    /// Time that arranging a placement takes.
    PlacementArranging = 10,
    /// How a stay in a service ends.
    Outcome = 11,
    /// Time that passes after the outcome is known and before the patient can move on.
    OutcomeDelay = 12,
    /// Time that the assessment at the end of a stay takes.
    Assessment = 13,
    /// Whether somebody who went home comes back.
    Readmission = 14,
    /// After how long they do.
    Return = 15,
    /// How long somebody waits before they leave.
    Patience = 16,
    /// On which day of waiting somebody dies.
    DeathWaiting = 17,
    /// On which day of waiting somebody comes to need more.
    Worsening = 18,
    /// After how long another pathway is offered.
    FallbackTime = 19,
    /// Whether it is taken.
    Fallback = 20,
    /// Whether a referral from the community is accepted.
    StepUp = 21,
    /// Time that answering it takes.
    Answer = 22,
    /// How long somebody accepted waits for what they need.
    StepUpWait = 23,
    /// Whether somebody refused comes to the front door.
    Refused = 24,
    /// Who somebody in a census is.
    CensusKind = 25,
    /// How long they have been there.
    SoFar = 26,
    /// How long they will stay in all, given that.
    WholeStay = 27,
    /// A number of the scenario that is not known exactly.
    Uncertain = 28,
    /// Where somebody lives.
    Locality = 29,
    /// How long somebody waits at the front door before they leave.
    PatienceOutside = 30,
    /// Length of a stay in a unit to which somebody is passed on, by its name.
    LaterStay = 31,
    /// How it ends, by the same name.
    LaterOutcome = 32,
    /// Whether a day of waiting lengthens the stay, by day.
    LongerStay = 33,
    /// Time that a named arrangement takes, by name.
    Arrangement = 34,
    /// After how long staff come after the transfer, by the name of the contact.
    FirstContact = 35,
    /// Which cohort comes next to a front door at which somebody always stands.
    AtTheDoor = 36,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 36] = [
        Self::Gap,
        Self::AcuteStay,
        Self::AcuteOutcome,
        Self::Pathway,
        Self::Package,
        Self::EarlyPlanning,
        Self::EarlyLead,
        Self::Triage,
        Self::ServiceStay,
        Self::PlacementArranging,
        Self::Outcome,
        Self::OutcomeDelay,
        Self::Assessment,
        Self::Readmission,
        Self::Return,
        Self::Patience,
        Self::DeathWaiting,
        Self::Worsening,
        Self::FallbackTime,
        Self::Fallback,
        Self::StepUp,
        Self::Answer,
        Self::StepUpWait,
        Self::Refused,
        Self::CensusKind,
        Self::SoFar,
        Self::WholeStay,
        Self::Uncertain,
        Self::Locality,
        Self::PatienceOutside,
        Self::LaterStay,
        Self::LaterOutcome,
        Self::LongerStay,
        Self::Arrangement,
        Self::FirstContact,
        Self::AtTheDoor,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Kind, NameHash, Seed, unit};

    #[test]
    fn the_list_is_complete_and_every_number_stands_once() {
        let numbers: Vec<u64> = Purpose::ALL.map(|purpose| purpose as u64).to_vec();
        assert_eq!(numbers, (1..=Purpose::ALL.len() as u64).collect::<Vec<_>>());
    }

    #[test]
    fn what_a_patient_draws_for_one_purpose_says_nothing_of_another() {
        const PATIENTS: u64 = 20_000;
        let cohort = Key::of_replication(Seed(5), 0).named(Kind::Cohort, NameHash::of("adults"));
        // Every purpose, the first further numbers of each, and those for two names.
        let draws = |key: Key| {
            let of = move |purpose: Purpose| {
                let numbered = (0..3).map(move |n| key.bits_of(purpose, n));
                numbered.chain(["b", "c"].map(|name| key.bits_for(purpose, NameHash::of(name))))
            };
            Purpose::ALL
                .into_iter()
                .flat_map(of)
                .chain([key.visit(1), key.next_spell()].map(|key| key.bits(Purpose::Outcome)))
        };
        let rows: Vec<Vec<f32>> =
            (0..PATIENTS).map(|k| draws(cohort.item(k)).map(|bits| unit(bits) as f32 - 0.5).collect()).collect();
        let count = rows[0].len();
        let mut sums = vec![0.0_f32; count * count];
        for row in &rows {
            for (one, sums) in row.iter().zip(sums.chunks_mut(count)) {
                sums.iter_mut().zip(row).for_each(|(sum, other)| *sum += one * other);
            }
        }
        let error = 1.0 / 12.0 / (PATIENTS as f32).sqrt() * PATIENTS as f32;
        for (one, sums) in sums.chunks(count).enumerate() {
            for (other, sum) in sums.iter().enumerate().skip(one + 1) {
                // Five and a half standard errors: of some 16,000 pairs none is expected beyond.
                assert!(sum.abs() < 5.5 * error, "draws {one} and {other}: {}", sum / error);
            }
        }
    }
}
