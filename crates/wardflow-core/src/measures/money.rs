//! Measures of cost: a line for each resource, and their sum.

use super::{Catalogue, Group, Unit};
use crate::{
    clock::{DAY, WEEK},
    model::{Model, PoolKind, Pounds, Price},
    tally::Tally,
};

/// Cost of one resource over a stretch of a run.
#[derive(Clone)]
struct Line {
    /// The pool that is paid for; none for a fixed sum.
    pool: Option<usize>,
    /// In each period of constant prices: pounds a week and unit, or a week.
    pounds_per_week: Vec<f64>,
}

impl Line {
    fn new(model: &Model, pool: Option<usize>, pounds: &Pounds, times_per_week: f64) -> Self {
        let periods = model.price_periods.iter();
        Self { pool, pounds_per_week: periods.map(|&from| pounds.at(from) * times_per_week).collect() }
    }

    fn pounds_per_year(&self, tally: &Tally) -> f64 {
        let units = self.pool.map_or(&tally.periods, |pool| &tally.pools[pool].paid);
        let pounds: f64 = units.iter().zip(&self.pounds_per_week).map(|(&units, price)| units as f64 * price).sum();
        pounds / WEEK as f64 * (365 * DAY) as f64 / tally.seconds as f64
    }
}

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let pools = model.pools.iter().enumerate().filter_map(|(number, pool)| {
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
        let name =
            if pool.kind == PoolKind::AcuteBeds { format!("{} acute beds", pool.name) } else { pool.name.clone() };
        Some((format!("cost.{place}.{}", pool.name), name, how, Line::new(model, Some(number), pounds, 1.0)))
    });
    let fixed = model.fixed_costs.iter().map(|cost| {
        let line = Line::new(model, None, &cost.pounds_per_year, WEEK as f64 / (365 * DAY) as f64);
        (format!("cost.fixed.{}", cost.name), cost.name.clone(), "a fixed sum a year", line)
    });
    let lines: Vec<_> = pools.chain(fixed).collect();
    if lines.is_empty() {
        return;
    }
    for (of, name, how, line) in &lines {
        let (title, line) = (name.replace('_', " "), line.clone());
        let definition = format!("Cost: {how}.");
        book.sums(Group::Money, of, Unit::PoundsPerYear, &title, &definition, move |t| line.pounds_per_year(t))
            .in_headline();
    }
    let all: Vec<Line> = lines.iter().map(|(_, _, _, line)| line.clone()).collect();
    book.sums(Group::Money, "cost.total", Unit::PoundsPerYear, "Total", "Sum of all cost lines.", move |t| {
        all.iter().map(|line| line.pounds_per_year(t)).sum()
    })
    .in_headline();
}
