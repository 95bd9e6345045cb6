//! Randomness by key: every random number belongs to somebody and something.
//!
//! A draw is a pure function of (seed, replication, cohort by name, patient k, purpose, n). Two scenarios that differ in
//! capacity therefore see the same patients with the same stays and needs, however differently they queue.
//! The mixing function is the finaliser of `SplitMix64` (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195).
//!
//! Keys form a tree: each number comes from the one above it by one [`Step`], and no two steps from the same number may
//! lead to the same one. [`ledger`] writes the steps down, so that tests see that none do.

#[cfg(debug_assertions)]
pub mod ledger;
mod purpose;

use std::convert::Infallible;

use rand::TryRng;

pub use self::purpose::Purpose;

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

/// What things with names are: a cohort and a service may have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u64)]
pub enum Kind {
    /// A cohort of patients.
    Cohort = 0,
    /// A service.
    Service = 1,
    /// People of a census.
    Census = 2,
    /// A number of the scenario that is not known exactly.
    Uncertain = 3,
    /// An axis of a sweep.
    Axis = 4,
}

/// How one number of the tree comes from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Something with a name.
    Named(Kind, u64),
    /// The k-th of its kind.
    Item(u64),
    /// A patient's n-th further service.
    Visit(u16),
    /// A patient's next time in hospital.
    Spell,
    /// Bits for a purpose.
    Bits(Purpose),
    /// Bits for the n-th of several draws for the purpose whose bits are above.
    Further(u64),
    /// The chances of a name where several compete for one place.
    Race(u64),
}

impl Step {
    /// The number below another one.
    #[inline]
    const fn from(self, above: u64) -> u64 {
        mix(match self {
            Self::Named(kind, name) => {
                above ^ name.wrapping_mul(GOLDEN).wrapping_add((kind as u64).wrapping_mul(0x8cb9_2ba7_2f3d_8dd7))
            }
            Self::Item(k) => above.wrapping_add(k.wrapping_add(1).wrapping_mul(GOLDEN)),
            Self::Visit(n) => above ^ (n as u64).wrapping_mul(0xa24b_aed4_963e_e407),
            Self::Spell => above ^ 0x9fb2_1c65_1e98_df25,
            Self::Bits(purpose) => above.wrapping_add((purpose as u64).wrapping_mul(0xd1b5_4a32_d192_ed03)),
            Self::Further(n) => above ^ n.wrapping_mul(0xda94_2042_e4dd_58b5),
            Self::Race(name) => above.wrapping_add(name.wrapping_mul(0xaef1_7502_108e_f2d9) | 1),
        })
    }

    #[inline]
    fn below(self, above: u64) -> u64 {
        let below = self.from(above);
        #[cfg(debug_assertions)]
        ledger::write(above, self, below);
        below
    }
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
    pub fn named(self, kind: Kind, name: NameHash) -> Self {
        Self(Step::Named(kind, name.0).below(self.0))
    }

    /// The key of the k-th of its kind, such as a patient.
    #[inline]
    #[must_use]
    pub fn item(self, k: u64) -> Self {
        Self(Step::Item(k).below(self.0))
    }

    /// The key of a patient's n-th further service after the first; their own for the first.
    #[inline]
    #[must_use]
    pub fn visit(self, n: u16) -> Self {
        if n == 0 { self } else { Self(Step::Visit(n).below(self.0)) }
    }

    /// The key of the same patient's next time in hospital.
    #[inline]
    #[must_use]
    pub fn next_spell(self) -> Self {
        Self(Step::Spell.below(self.0))
    }

    /// 64 random bits for a purpose.
    #[inline]
    pub fn bits(self, purpose: Purpose) -> u64 {
        Step::Bits(purpose).below(self.0)
    }

    /// 64 random bits for the n-th of several draws for a purpose; the 0th is that of [`Self::bits`].
    #[inline]
    pub fn bits_of(self, purpose: Purpose, n: u64) -> u64 {
        let bits = self.bits(purpose);
        if n == 0 { bits } else { Step::Further(n).below(bits) }
    }

    /// 64 random bits for a purpose that several things with names have.
    #[inline]
    pub fn bits_for(self, purpose: Purpose, name: NameHash) -> u64 {
        Step::Further(name.0).below(self.bits(purpose))
    }

    /// A uniform number in [0, 1) for a purpose.
    #[inline]
    pub fn uniform(self, purpose: Purpose) -> f64 {
        unit(self.bits(purpose))
    }
}

/// A uniform number in [0, 1) for a name that competes with others for what the bits decide.
pub fn race(bits: u64, name: NameHash) -> f64 {
    unit(Step::Race(name.0).below(bits))
}

/// A uniform number in [0, 1) from 64 random bits.
#[inline]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A name as a number (FNV-1a).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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
        let key = |seed, replication, name, k| {
            Key::of_replication(Seed(seed), replication).named(Kind::Cohort, NameHash::of(name)).item(k)
        };
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
        let cohort = Key::of_replication(Seed(7), 3).named(Kind::Cohort, NameHash::of("adults"));
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
