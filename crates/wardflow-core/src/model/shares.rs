//! Shares of pathways, packages, outcomes or localities, and who gets which.
//!
//! A uniform number decides. Each of those that have a share of their own has a *slot* of the numbers, all of the same
//! width, in the order of their names, and fills it from its beginning as far as its share goes. What is left of the
//! slots goes to "the rest" and to those whose shares are larger than their slots. So neither the order of a file nor
//! the other shares move anybody: as long as every share fits its slot, a changed one moves just those who join or leave it.
//!
//! Where several compete for what is left, each with a chance in proportion to what its slot does not hold, they race:
//! a clock rings for each after an exponential time with that rate, from a number of its own, and the first has it. Two
//! sets of shares then give different things to at most twice as many as any method must (weighted minimum hashing:
//! Bavarian et al. 2016, "The optimality of correlated sampling", arXiv 1612.01041; slots do not add to the bound).

use crate::{
    clock::Time,
    random::{NameHash, race},
};

/// Excess below this is rounding.
const ROUNDING: f64 = 1e-12;

/// Shares of pathways, packages, outcomes or localities, by date.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// How many there are.
    count: usize,
    /// What holds from when on, in order of time.
    steps: Vec<Step>,
}

/// The shares from some time on.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    from: Time,
    /// The share of each.
    shares: Vec<f64>,
    /// The slots, in the order of their names.
    slots: Vec<Slot>,
    /// Who has what is left of the slots; [`SEVERAL`] if several have.
    heir: u16,
    /// All of them, in the order of their names.
    heirs: Vec<Heir>,
}

/// No number of a thing.
const SEVERAL: u16 = u16::MAX;

/// A slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    /// Up to which part of it, in 2^-64, it belongs to the thing whose it is.
    filled: u64,
    /// The number of that thing.
    number: u16,
}

/// Somebody with more than its slot.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Heir {
    number: u16,
    name: NameHash,
    /// What does not go into the slot.
    excess: f64,
}

/// A thing with a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sharer<'a> {
    /// Its number.
    pub number: usize,
    /// Its name.
    pub name: &'a str,
    /// Whether it takes the rest, and so needs no slot.
    pub is_rest: bool,
}

impl Shares {
    /// From those that have shares, and dated shares of all `count` things by number, in order of time; the first hold
    /// from the beginning.
    ///
    /// # Panics
    /// If there are no shares.
    pub fn new(sharers: &[Sharer<'_>], count: usize, steps: &[(Time, Vec<f64>)]) -> Self {
        assert!(!steps.is_empty(), "shares need a first value");
        let mut by_name = sharers.to_vec();
        by_name.sort_by_key(|sharer| sharer.name);
        let with_slots: Vec<Sharer<'_>> = by_name.iter().copied().filter(|sharer| !sharer.is_rest).collect();
        let width = 1.0 / with_slots.len() as f64;
        let steps = steps.iter().map(|(from, given)| {
            // In the order of names: sums of rounded numbers depend on their order.
            let total: f64 = by_name.iter().map(|sharer| given[sharer.number]).sum();
            let parts: Vec<f64> = given.iter().map(|share| share / total).collect();
            let slots = with_slots.iter().map(|sharer| Slot {
                // Casting saturates: a slot that is full leaves 2^-64 of it.
                filled: (parts[sharer.number] / width * 2.0_f64.powi(64)) as u64,
                number: sharer.number as u16,
            });
            let heirs = by_name.iter().map(|sharer| Heir {
                number: sharer.number as u16,
                name: NameHash::of(sharer.name),
                excess: parts[sharer.number] - if sharer.is_rest { 0.0 } else { width },
            });
            let heirs: Vec<Heir> = heirs.filter(|heir| heir.excess > ROUNDING).collect();
            let heir = match heirs.as_slice() {
                [only] => only.number,
                // Only rounding leaves something that nobody has.
                [] => by_name.first().map_or(0, |sharer| sharer.number as u16),
                _ => SEVERAL,
            };
            Step { from: *from, slots: slots.collect(), heir, heirs, shares: parts }
        });
        Self { count, steps: steps.collect() }
    }

    /// All of one thing at all times.
    pub fn whole() -> Self {
        Self::new(&[Sharer { number: 0, name: "", is_rest: true }], 1, &[(Time::START, vec![1.0])])
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none; there is always one.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// From when each step holds, and every share in it.
    pub fn steps(&self) -> impl Iterator<Item = (Time, Vec<f64>)> {
        self.steps.iter().map(|step| (step.from, step.shares.clone()))
    }

    /// Whether they are the same at all times.
    #[inline]
    pub fn are_constant(&self) -> bool {
        self.steps.len() == 1
    }

    /// Which of them random bits choose at some time.
    #[inline]
    pub fn choose(&self, at: Time, bits: u64) -> usize {
        let step = if self.are_constant() { &self.steps[0] } else { self.step_at(at) };
        // The slot, and how far into it, as a number of 64 binary digits after the point.
        let place = u128::from(bits) * step.slots.len() as u128;
        match step.slots.get((place >> 64) as usize) {
            Some(slot) if (place as u64) < slot.filled => slot.number.into(),
            _ if step.heir != SEVERAL => step.heir.into(),
            _ => first_to_ring(&step.heirs, bits),
        }
    }

    /// Those that hold at some time, for ever.
    #[must_use]
    pub fn held_at(&self, at: Time) -> Self {
        Self { count: self.count, steps: vec![Step { from: Time::START, ..self.step_at(at).clone() }] }
    }

    #[inline(never)]
    fn step_at(&self, at: Time) -> &Step {
        &self.steps[self.steps.partition_point(|step| step.from <= at).max(1) - 1]
    }
}

/// Who of several has what is left of the slots.
#[inline(never)]
fn first_to_ring(heirs: &[Heir], bits: u64) -> usize {
    let rings = |heir: &Heir| -libm::log1p(-race(bits, heir.name)) / heir.excess;
    let first = heirs.iter().min_by(|a, b| rings(a).total_cmp(&rings(b)));
    first.map_or(0, |heir| heir.number.into())
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::RngSeed};

    use super::*;
    use crate::random::{Key, Seed};

    const NAMES: [&str; 5] = ["p0", "p1", "p1_complex", "p2", "p3"];
    const DRAWS: u64 = 100_000;

    fn of(parts: &[f64], rest: Option<usize>) -> Shares {
        let sharers: Vec<Sharer<'_>> = (0..parts.len())
            .map(|number| Sharer { number, name: NAMES[number], is_rest: rest == Some(number) })
            .collect();
        Shares::new(&sharers, parts.len(), &[(Time::START, parts.to_vec())])
    }

    fn draws() -> impl Iterator<Item = u64> {
        (0..DRAWS).map(|k| Key::of_replication(Seed(4), k).item(0).bits(crate::random::Purpose::Pathway))
    }

    fn chosen(shares: &Shares) -> Vec<usize> {
        draws().map(|bits| shares.choose(Time::START, bits)).collect()
    }

    fn normalised(weights: [u32; 5]) -> Vec<f64> {
        let total = f64::from(weights.iter().sum::<u32>().max(1));
        weights.map(|weight| f64::from(weight) / total).to_vec()
    }

    #[test]
    fn a_changed_share_that_fits_its_slot_moves_only_those_who_leave_it() {
        let before = chosen(&of(&[0.7, 0.1, 0.06, 0.0659, 0.0741], Some(0)));
        let after = chosen(&of(&[0.7059, 0.1, 0.06, 0.06, 0.0741], Some(0)));
        let moved: Vec<(usize, usize)> =
            before.into_iter().zip(after).filter(|(before, after)| before != after).collect();
        assert!(moved.iter().all(|&way| way == (3, 0)), "{moved:?}");
        let expected = 0.0059 * DRAWS as f64;
        assert!((moved.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{}", moved.len());
    }

    #[test]
    fn without_a_rest_the_one_that_is_larger_than_its_slot_has_what_the_others_leave() {
        let before = chosen(&of(&[0.7, 0.1, 0.06, 0.0659, 0.0741], None));
        let after = chosen(&of(&[0.7059, 0.1, 0.06, 0.06, 0.0741], None));
        assert!(before.into_iter().zip(after).all(|(before, after)| before == after || (before, after) == (3, 0)));
    }

    #[test]
    fn shares_change_on_their_date_and_whoever_keeps_a_share_stays() {
        let sharers = [("a", true), ("b", false)].into_iter().enumerate();
        let sharers: Vec<Sharer<'_>> =
            sharers.map(|(number, (name, is_rest))| Sharer { number, name, is_rest }).collect();
        let day = Time::midnight(10);
        let dated = Shares::new(&sharers, 2, &[(Time::START, vec![0.9, 0.1]), (day, vec![0.6, 0.4])]);
        for bits in draws().take(10_000) {
            let [before, after] = [Time::START, day].map(|at| dated.choose(at, bits));
            assert!(before <= after);
        }
        assert!(!dated.are_constant());
        assert_eq!(dated.steps().map(|(_, shares)| shares[1]).collect::<Vec<_>>(), [0.1, 0.4]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

        #[test]
        fn each_thing_is_chosen_as_often_as_its_share_says(weights: [u32; 5], rest in prop::option::of(0..5_usize)) {
            let weights = weights.map(|weight| weight % 20);
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let shares = normalised(weights);
            let mut counts = [0_u32; 5];
            for number in chosen(&of(&shares, rest)) {
                counts[number] += 1;
            }
            for (share, count) in shares.iter().zip(counts) {
                let (expected, n) = (share * DRAWS as f64, DRAWS as f64);
                let error = (n * share * (1.0 - share)).sqrt();
                prop_assert!((f64::from(count) - expected).abs() <= 5.0 * error, "{count} for {expected}");
            }
        }

        #[test]
        fn at_most_twice_as_many_move_as_must(one: [u32; 5], other: [u32; 5], rest in prop::option::of(0..5_usize)) {
            let [one, other] = [one, other].map(|weights| weights.map(|weight| weight % 20));
            prop_assume!([one, other].iter().all(|weights| weights.iter().any(|&weight| weight > 0)));
            let [one, other] = [one, other].map(normalised);
            let least: f64 = one.iter().zip(&other).map(|(one, other)| (one - other).max(0.0)).sum();
            let pairs = chosen(&of(&one, rest)).into_iter().zip(chosen(&of(&other, rest)));
            let moved = pairs.filter(|(one, other)| one != other).count() as f64 / DRAWS as f64;
            let error = (moved * (1.0 - moved) / DRAWS as f64).sqrt();
            prop_assert!(moved <= 2.0 * least + 5.0 * error, "{moved} moved, {least} had to");
        }

        #[test]
        fn their_order_makes_no_difference(weights: [u32; 5], rest in prop::option::of(0..5_usize)) {
            let weights = weights.map(|weight| weight % 20);
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let shares = normalised(weights);
            let forwards = of(&shares, rest);
            let sharers: Vec<Sharer<'_>> = (0..5)
                .rev()
                .map(|place| Sharer { number: 4 - place, name: NAMES[place], is_rest: rest == Some(place) })
                .collect();
            let backwards: Vec<f64> = shares.iter().rev().copied().collect();
            let backwards = Shares::new(&sharers, 5, &[(Time::START, backwards)]);
            for bits in draws().take(10_000) {
                let [one, other] = [&forwards, &backwards].map(|shares| shares.choose(Time::START, bits));
                prop_assert_eq!(one, 4 - other);
            }
        }
    }
}
