//! Measures of cost: a line for each resource, their sum, and what falls into each financial year.

use std::ops::Range;

use super::{Catalogue, Group, Unit, payers};
use crate::{
    clock::{DAY, WEEK},
    dated::Dated,
    funding::Funding,
    model::{Model, Pool, PoolKind, Price},
    tally::Tally,
};

/// Cost of one resource over a stretch of a run.
#[derive(Clone)]
pub(super) struct Line {
    /// The pool that is paid for; none for a fixed sum.
    pool: Option<usize>,
    /// In each period of constant prices: pounds a week and unit, or a week.
    pounds_per_week: Vec<f64>,
}

/// What of a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// What is in use inside funding windows; of a block contract no more than is paid for.
    InWindow,
    /// The rest.
    Rest,
}

impl Line {
    fn of_pool(model: &Model, pool: usize, pounds: &Dated) -> Self {
        Self::new(model, Some(pool), pounds, 1.0)
    }

    /// A sum that is given by the year.
    pub(super) fn of_sum(model: &Model, pounds_per_year: &Dated) -> Self {
        Self::new(model, None, pounds_per_year, WEEK as f64 / (365 * DAY) as f64)
    }

    fn new(model: &Model, pool: Option<usize>, pounds: &Dated, times_per_week: f64) -> Self {
        let periods = model.price_periods.iter();
        Self { pool, pounds_per_week: periods.map(|&from| pounds.at(from) * times_per_week).collect() }
    }

    /// Pounds over some periods of constant prices.
    pub(super) fn pounds(&self, tally: &Tally, part: Part, periods: Range<usize>) -> f64 {
        let units = |period: usize| {
            let Some(pool) = self.pool else { return tally.periods[period] };
            let pool = &tally.pools[pool];
            let paid = pool.paid[period];
            let in_window = pool.in_window.get(period).map_or(0, |&units| units.min(paid));
            match part {
                Part::Whole => paid,
                Part::InWindow => in_window,
                Part::Rest => paid - in_window,
            }
        };
        periods.map(|period| units(period) as f64 * self.pounds_per_week[period]).sum::<f64>() / WEEK as f64
    }

    pub(super) fn pounds_per_year(&self, tally: &Tally, part: Part) -> f64 {
        self.pounds(tally, part, 0..tally.periods.len()) * a_year(tally)
    }
}

/// How many times a stretch lies in a year of 365 days.
fn a_year(tally: &Tally) -> f64 {
    (365 * DAY) as f64 / tally.seconds as f64
}

/// A line that has a name and somebody who pays.
pub(super) struct Named<'m> {
    key: String,
    title: String,
    how: &'static str,
    pub(super) line: Line,
    pub(super) funding: &'m Funding,
}

impl<'m> Named<'m> {
    fn of_pool(model: &Model, number: usize, pool: &'m Pool) -> Option<Self> {
        let (how, pounds) = match &pool.price {
            Price::Free => return None,
            Price::Block(pounds) => ("price x what is available, used or not", pounds),
            Price::ByUse(pounds) => ("price x what is in use", pounds),
        };
        let place = match pool.kind {
            PoolKind::AcuteBeds => "hospitals",
            PoolKind::TriageTeam => "spoas",
            _ => "services",
        };
        let title = match pool.kind {
            PoolKind::AcuteBeds if model.hospitals.len() > 1 => format!("Acute beds, {}", pool.title),
            PoolKind::AcuteBeds => "Acute beds".to_owned(),
            _ => pool.title.clone(),
        };
        let key = format!("cost.{place}.{}", pool.name);
        Some(Self { key, title, how, line: Line::of_pool(model, number, pounds), funding: &pool.funding })
    }
}

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let pools = model.pools.iter().enumerate().filter_map(|(number, pool)| Named::of_pool(model, number, pool));
    let fixed = model.fixed_costs.iter().map(|cost| Named {
        key: format!("cost.fixed.{}", cost.name),
        title: cost.title.clone(),
        how: "a fixed sum a year",
        line: Line::of_sum(model, &cost.pounds_per_year),
        funding: &cost.funding,
    });
    let lines: Vec<Named<'_>> = pools.chain(fixed).collect();
    if lines.is_empty() {
        return;
    }
    let unit = Unit::PoundsPerYear;
    for Named { key, title, how, line, funding } in &lines {
        let definition = format!("Cost: {how}.");
        let whole = line.clone();
        book.sums(Group::Money, key, unit, title, &definition, move |t| whole.pounds_per_year(t, Part::Whole))
            .in_headline();
        if funding.window.is_some() {
            let (title, inside) = (format!("{title}: in the funding window"), line.clone());
            let definition = "Price x what is in use by people in the funding window after their discharge.";
            book.sums(Group::Money, &format!("{key}.in_funding_window"), unit, &title, definition, move |t| {
                inside.pounds_per_year(t, Part::InWindow)
            })
            .in_headline();
        }
    }
    // By name: a sum of rounded numbers depends on their order.
    let mut by_name: Vec<&Named<'_>> = lines.iter().collect();
    by_name.sort_by_key(|named| &named.key);
    let all: Vec<Line> = by_name.iter().map(|named| named.line.clone()).collect();
    let total = all.clone();
    book.sums(Group::Money, "cost.total", unit, "Total", "Sum of all cost lines.", move |t| {
        total.iter().map(|line| line.pounds_per_year(t, Part::Whole)).sum()
    })
    .in_headline();
    for (name, periods) in financial_years(model) {
        let of = format!("cost.in_{}", name.replace('/', "_"));
        let lines = all.clone();
        book.whole(Group::Money, &of, Unit::Pounds, &format!("Total in {name}"), &in_year(&name), move |t| {
            lines.iter().map(|line| line.pounds(t, Part::Whole, periods.clone())).sum()
        });
    }
    payers::declare(model, &by_name, book);
}

/// What is said of a cost in a financial year.
pub(super) fn in_year(name: &str) -> String {
    format!("Cost in the part of the financial year {name} (from April to March) that is measured.")
}

/// The financial years of a run that lies in several: name and periods of constant prices.
pub(super) fn financial_years(model: &Model) -> Vec<(String, Range<usize>)> {
    let years = &model.financial_years;
    if years.len() < 2 {
        return Vec::new();
    }
    let period = |number: usize| {
        let periods = &model.price_periods;
        years.get(number).map_or(periods.len(), |year| periods.partition_point(|&from| from < year.from))
    };
    years.iter().enumerate().map(|(number, year)| (year.name.clone(), period(number)..period(number + 1))).collect()
}
