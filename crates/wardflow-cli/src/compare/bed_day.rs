//! What a delayed bed day costs that a variant saves, or brings that it adds.

use wardflow_montecarlo::ratio::Ratio;

use super::{contender::Variant, measures::TOTAL_COST};
use crate::numbers;

/// Days in the year of the money measures.
const DAYS: f64 = 365.0;

/// What a variant's cost and its delayed bed days say about the price of a bed day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BedDay {
    /// It costs more and has fewer delayed bed days: pounds for each of those.
    Saved(Ratio),
    /// It costs less and has more delayed bed days: pounds for each of those.
    Added(Ratio),
    /// It is better in both, or worse in both: there is nothing to pay for.
    NoTrade,
    /// The difference in delayed bed days may be nothing at all: nothing can be divided by it.
    NoBedDays,
    /// The difference in cost may be nothing at all.
    NoCost,
}

/// Difference in cost by difference in days of people in an acute bed, discharge ready; `None` without both in base and
/// variant. The interval is by Fieller's theorem, of the replications of which single values are kept.
pub(super) fn bed_day(variant: Variant<'_>, confidence: f64) -> Option<BedDay> {
    let cost = variant.pair(TOTAL_COST)?.difference?;
    let people = variant.pair("nctr_people")?.difference?;
    if !cost.is_real {
        return Some(BedDay::NoCost);
    }
    let kept = variant.base.results.values.iter().zip(&variant.experiment.results.values);
    let differences = kept.map(|(base, its)| {
        let pounds = its[cost.variant] - base[cost.base];
        (pounds, (base[people.base] - its[people.variant]) * DAYS)
    });
    let ratio = Ratio::of(differences, confidence).filter(|_| people.is_real);
    Some(match ratio {
        None => BedDay::NoBedDays,
        Some(ratio) if ratio.mean <= 0.0 => BedDay::NoTrade,
        Some(ratio) if people.mean < 0.0 => BedDay::Saved(ratio),
        Some(ratio) => BedDay::Added(ratio),
    })
}

impl BedDay {
    /// The price and its interval, if there is one [pounds for a bed day].
    pub(super) const fn ratio(self) -> Option<Ratio> {
        match self {
            Self::Saved(ratio) | Self::Added(ratio) => Some(ratio),
            Self::NoTrade | Self::NoBedDays | Self::NoCost => None,
        }
    }

    /// One word for what it is.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Saved(_) => "saved",
            Self::Added(_) => "added",
            Self::NoTrade => "no_trade",
            Self::NoBedDays => "no_bed_days",
            Self::NoCost => "no_cost",
        }
    }

    /// The end of a sentence about cost; nothing where there is nothing to pay for.
    pub(super) fn words(self) -> Option<String> {
        let (ratio, what) = match self {
            Self::Saved(ratio) => (ratio, "that is {} for each delayed bed day saved"),
            Self::Added(ratio) => (ratio, "that is {} for each extra delayed bed day"),
            Self::NoBedDays | Self::NoTrade | Self::NoCost => return None,
        };
        if ratio.mean < 0.5 {
            return Some(what.replace("{}", "less than £1"));
        }
        let [mean, low, high] = [ratio.mean, ratio.low, ratio.high].map(|pounds| numbers::pounds(pounds, ratio.mean));
        let interval = if low == high { String::new() } else { format!(" ({low} to {high})") };
        Some(what.replace("{}", &mean) + &interval)
    }
}
