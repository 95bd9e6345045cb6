//! Chances, and what is enough in most replications, as people write them.

use wardflow_montecarlo::chance::{Chance, enough};

use crate::{english::all_of, numbers};

/// Of each interval.
const CONFIDENCE: f64 = 0.95;
/// Narrower intervals have a digit after the point [percentage points].
const NARROW: f64 = 2.0;

/// In how many replications something happened: `18% (12 to 26) of 100 replications`, `all 40 replications`, and close to
/// these `199 of 200 replications (97 to 100%)`.
pub(crate) fn of_all(chance: Chance, thing: &str) -> String {
    let all = numbers::count(chance.of.into(), thing);
    match chance.times {
        0 => format!("none of {all}"),
        _ if chance.is_always() => all_of(chance.of.into(), thing),
        times if looks_certain(chance) => {
            format!("{} of {all} ({}%)", numbers::whole(times.into()), interval(chance))
        }
        _ => format!("{}% ({}) of {all}", percent(chance), interval(chance)),
    }
}

/// Where the replications are known: `18% (12 to 26)`, `all 40`, `none of 40`, `199 of 200 (97 to 100%)`.
pub(crate) fn short(chance: Chance) -> String {
    let is_certain = chance.times == 0 || chance.is_always();
    match bare(chance) {
        bare if is_certain => bare,
        bare if looks_certain(chance) => format!("{bare} ({}%)", interval(chance)),
        bare => format!("{bare} ({})", interval(chance)),
    }
}

/// The same without an interval, where another one stands beside it.
pub(crate) fn bare(chance: Chance) -> String {
    let [times, all] = [chance.times, chance.of].map(|count| numbers::whole(count.into()));
    match chance.times {
        0 => format!("none of {all}"),
        1 if chance.of == 1 => "the one".into(),
        2 if chance.of == 2 => "both".into(),
        _ if chance.is_always() => format!("all {all}"),
        _ if looks_certain(chance) => format!("{times} of {all}"),
        _ => format!("{}%", percent(chance)),
    }
}

/// To stand in brackets: `45%, 36 to 54`, `in all 40 replications`.
pub(crate) fn in_brackets(chance: Chance, thing: &str) -> String {
    match bare(chance) {
        _ if chance.is_always() => format!("in {}", of_all(chance, thing)),
        bare if looks_certain(chance) => format!("{bare}, {}%", interval(chance)),
        bare => format!("{bare}, {}", interval(chance)),
    }
}

/// Whether the share would be written as 0 or 100%.
fn looks_certain(chance: Chance) -> bool {
    ["0", "100"].contains(&percent(chance).as_str())
}

fn percent(chance: Chance) -> String {
    numbers::number(100.0 * chance.share(), 0)
}

/// The ends of the interval in percent.
fn interval(chance: Chance) -> String {
    let [low, high] = chance.interval(CONFIDENCE).map(|end| 100.0 * end);
    let decimals = usize::from(high - low < NARROW);
    format!("{} to {}", numbers::number(low, decimals), numbers::number(high, decimals))
}

/// Whole beds that are enough in a share of replications, with the ends of their interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beds {
    pub(crate) enough: u64,
    low: u64,
    high: u64,
}

impl Beds {
    /// Those that are enough in so many percent of replications; none if those are too few to say so.
    pub(crate) fn enough(needed: &[f64], percent: u32) -> Option<Self> {
        let [enough, low, high] = {
            let found = enough(needed, percent)?;
            [found.value, found.low, found.high].map(|beds| beds.ceil().max(0.0) as u64)
        };
        Some(Self { enough, low, high })
    }

    /// The ends of their interval.
    pub(crate) fn ends(self) -> [f64; 2] {
        [self.low as f64, self.high as f64]
    }

    /// Such as `62 (61 to 64)`.
    pub(crate) fn told(self) -> String {
        format!("{}{}", numbers::whole(self.enough), self.interval())
    }

    /// Such as `62 acute beds (61 to 64)`.
    pub(crate) fn told_as(self, thing: &str) -> String {
        format!("{}{}", numbers::count(self.enough, thing), self.interval())
    }

    /// The verb after them.
    pub(crate) const fn are(self) -> &'static str {
        if self.enough == 1 { "is" } else { "are" }
    }

    fn interval(self) -> String {
        let [low, high] = [self.low, self.high].map(numbers::whole);
        if low == high { String::new() } else { format!(" ({low} to {high})") }
    }
}

/// Whole beds that are enough in every replication there is.
pub(crate) fn always_enough(needed: &[f64]) -> u64 {
    needed.iter().copied().fold(0.0, f64::max).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chance(times: u32, of: u32) -> Chance {
        Chance { times, of }
    }

    #[test]
    fn chances_are_told_with_what_they_are_of() {
        let told =
            [(18, 100), (40, 40), (0, 40), (1, 1), (0, 1)].map(|(times, of)| of_all(chance(times, of), "winter"));
        assert_eq!(told[..3], ["18% (11 to 27) of 100 winters", "all 40 winters", "none of 40 winters"]);
        assert_eq!(told[3..], ["the one winter", "none of 1 winter"]);
        assert_eq!((of_all(chance(2, 2), "winter"), bare(chance(2, 2))), ("both winters".into(), "both".into()));
        assert_eq!([short(chance(40, 40)), bare(chance(20, 40)), bare(chance(0, 40))], ["all 40", "50%", "none of 40"]);
        assert_eq!(in_brackets(chance(45, 100), "winter"), "45%, 35 to 55");
        assert_eq!(in_brackets(chance(40, 40), "winter"), "in all 40 winters");
        // What is not always so is not called 100%.
        assert_eq!(of_all(chance(199, 200), "winter"), "199 of 200 winters (97 to 100%)");
        assert_eq!([short(chance(199, 200)), bare(chance(199, 200))], ["199 of 200 (97 to 100%)", "199 of 200"]);
        assert_eq!(short(chance(40, 10_000)), "40 of 10,000 (0.3 to 0.5%)");
        assert_eq!(short(chance(100, 10_000)), "1% (0.8 to 1.2)");
    }

    #[test]
    fn enough_beds_are_a_whole_number_that_holds_the_share() {
        let needed: Vec<f64> = (1..=40).map(|value| f64::from(value) - 0.5).collect();
        let [half, most] = [50, 90].map(|percent| Beds::enough(&needed, percent).unwrap());
        assert_eq!((half.enough, half.told()), (20, "20 (14 to 27)".into()));
        assert_eq!((most.enough, most.high), (36, 40));
        assert_eq!((Beds::enough(&needed[..20], 90), always_enough(&needed[..20])), (None, 20));
        assert_eq!(always_enough(&[]), 0);
    }
}
