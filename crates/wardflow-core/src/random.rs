//! Randomness by key: every random number belongs to somebody and something.
//!
//! A draw is a pure function of (seed, replication, cohort by name, patient k, purpose). Two scenarios that differ in
//! capacity therefore see the same patients with the same stays and needs, however differently they queue.
//! The mixing function is the finaliser of `SplitMix64` (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195).

use std::convert::Infallible;

use rand::TryRng;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The seed of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

/// What a patient's random number is for.
///
/// The numbers are part of the results: never change one, add new ones at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Length of a stay in a unit to which somebody is passed on.
    LaterStay = 31,
    /// How it ends.
    LaterOutcome = 32,
    /// The first day of waiting that may lengthen the stay; the others follow.
    LongerStay = 1 << 20,
    /// The first named arrangement; the others follow.
    Arrangement = 256,
    /// The first of the first contacts with staff after the transfer; the others follow.
    FirstContact = 512,
}

/// A key from which further keys and draws are derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The key of one replication.
    pub fn of_replication(seed: Seed, replication: u64) -> Self {
        Self(mix(mix(seed.0.wrapping_add(GOLDEN)) ^ replication.wrapping_add(1).wrapping_mul(GOLDEN)))
    }

    /// The key of something with a name, such as a cohort: names, not positions, keep scenarios in step.
    #[must_use]
    pub fn named(self, name: NameHash) -> Self {
        Self(mix(self.0 ^ name.0.wrapping_mul(GOLDEN)))
    }

    /// The key of the k-th of its kind, such as a patient.
    #[inline]
    #[must_use]
    pub fn item(self, k: u64) -> Self {
        Self(mix(self.0.wrapping_add(k.wrapping_add(1).wrapping_mul(GOLDEN))))
    }

    /// The key of a patient's n-th further service after the first; their own for the first.
    #[inline]
    #[must_use]
    pub fn visit(self, n: u16) -> Self {
        if n == 0 { self } else { Self(mix(self.0 ^ u64::from(n).wrapping_mul(0xa24b_aed4_963e_e407))) }
    }

    /// The key of the same patient's next time in hospital.
    #[inline]
    #[must_use]
    pub fn next_spell(self) -> Self {
        Self(mix(self.0 ^ 0x9fb2_1c65_1e98_df25))
    }

    /// 64 random bits for a purpose.
    #[inline]
    pub fn bits(self, purpose: Purpose) -> u64 {
        self.bits_of(purpose, 0)
    }

    /// 64 random bits for the n-th of several draws for a purpose.
    #[inline]
    pub fn bits_of(self, purpose: Purpose, n: u64) -> u64 {
        mix(self.0.wrapping_add((purpose as u64).wrapping_add(n).wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }

    /// A uniform number in [0, 1) for a purpose.
    #[inline]
    pub fn uniform(self, purpose: Purpose) -> f64 {
        unit(self.bits(purpose))
    }
}

/// A uniform number in [0, 1) from 64 random bits.
#[inline]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A name as a number (FNV-1a).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHash(u64);

impl NameHash {
    /// Hashes a name.
    pub fn of(name: &str) -> Self {
        let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
    }
}

/// A key as a generator of the `rand` crates: its draws are the bits of items 0, 1, 2, ...
#[derive(Clone, Debug)]
pub struct KeyedRng {
    key: Key,
    next: u64,
}

impl From<Key> for KeyedRng {
    fn from(key: Key) -> Self {
        Self { key, next: 0 }
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let Key(bits) = self.key.item(self.next);
        self.next += 1;
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for chunk in to.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    #[test]
    fn draws_depend_on_every_part_of_the_key() {
        let key =
            |seed, replication, name, k| Key::of_replication(Seed(seed), replication).named(NameHash::of(name)).item(k);
        let draws = [
            key(1, 0, "adults", 0).bits(Purpose::AcuteStay),
            key(2, 0, "adults", 0).bits(Purpose::AcuteStay),
            key(1, 1, "adults", 0).bits(Purpose::AcuteStay),
            key(1, 0, "older", 0).bits(Purpose::AcuteStay),
            key(1, 0, "adults", 1).bits(Purpose::AcuteStay),
            key(1, 0, "adults", 0).bits(Purpose::Pathway),
        ];
        for (i, a) in draws.iter().enumerate() {
            assert!(draws[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn uniforms_of_neighbouring_patients_are_uniform_and_uncorrelated() {
        let cohort = Key::of_replication(Seed(7), 3).named(NameHash::of("adults"));
        let n = 200_000;
        let draw = |k| cohort.item(k).uniform(Purpose::AcuteStay) - 0.5;
        let mean: f64 = (0..n).map(draw).sum::<f64>() / n as f64;
        let lag: f64 = (0..n).map(|k| draw(k) * draw(k + 1)).sum::<f64>() / n as f64;
        let across: f64 =
            (0..n).map(|k| draw(k) * (cohort.item(k).uniform(Purpose::Pathway) - 0.5)).sum::<f64>() / n as f64;
        // Standard errors: sqrt(1/12 / n) and (1/12) / sqrt(n); four of them.
        assert!(mean.abs() < 4.0 * (1.0 / 12.0 / n as f64).sqrt(), "{mean}");
        assert!(lag.abs() < 4.0 / 12.0 / (n as f64).sqrt(), "{lag}");
        assert!(across.abs() < 4.0 / 12.0 / (n as f64).sqrt(), "{across}");
    }

    #[test]
    fn a_key_drives_the_rand_crates() {
        let mut rng = KeyedRng::from(Key::of_replication(Seed(1), 1));
        let throws: Vec<u32> = (0..6_000).map(|_| rng.random_range(1..=6)).collect();
        let sixes = throws.iter().filter(|&&throw| throw == 6).count();
        assert!((800..1_200).contains(&sixes), "{sixes}");
    }
}
