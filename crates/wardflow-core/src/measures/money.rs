//! Measures of cost: a line for each resource, and their sum.

use super::{Catalogue, Group, Unit};
use crate::{
    clock::{DAY, WEEK},
    model::{Model, PoolKind, Price},
    tally::Tally,
};

/// Cost of one resource over a stretch of a run [pounds].
#[derive(Clone, Copy)]
enum Line {
    Pool { number: usize, price: Price },
    Fixed { pounds_per_year: f64 },
}

impl Line {
    fn pounds(self, tally: &Tally) -> f64 {
        let weeks = |area: u64| area as f64 / WEEK as f64;
        match self {
            Self::Pool { price: Price::Free, .. } => 0.0,
            Self::Pool { number, price: Price::Block(pounds) } => pounds * weeks(tally.pools[number].capacity.area),
            Self::Pool { number, price: Price::ByUse(pounds) } => pounds * weeks(tally.pools[number].in_use.area),
            Self::Fixed { pounds_per_year } => pounds_per_year * tally.seconds as f64 / (365 * DAY) as f64,
        }
    }

    fn pounds_per_year(self, tally: &Tally) -> f64 {
        self.pounds(tally) * (365 * DAY) as f64 / tally.seconds as f64
    }
}

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let pools = model.pools.iter().enumerate().filter(|(_, pool)| pool.price != Price::Free).map(|(number, pool)| {
        let how = match pool.price {
            Price::Block(_) => "price x what is available, used or not",
            _ => "price x what is in use",
        };
        let place = match pool.kind {
            PoolKind::AcuteBeds => "hospitals",
            PoolKind::TriageTeam => "spoas",
            _ => "services",
        };
        let name =
            if pool.kind == PoolKind::AcuteBeds { format!("{} acute beds", pool.name) } else { pool.name.clone() };
        (format!("cost.{place}.{}", pool.name), name, how, Line::Pool { number, price: pool.price })
    });
    let fixed = model.fixed_costs.iter().map(|cost| {
        let line = Line::Fixed { pounds_per_year: cost.pounds_per_year };
        (format!("cost.fixed.{}", cost.name), cost.name.clone(), "a fixed sum a year", line)
    });
    let lines: Vec<_> = pools.chain(fixed).collect();
    if lines.is_empty() {
        return;
    }
    for (of, name, how, line) in &lines {
        let (title, line) = (name.replace('_', " "), *line);
        let definition = format!("Cost: {how}.");
        book.sums(Group::Money, of, Unit::PoundsPerYear, &title, &definition, move |t| line.pounds_per_year(t))
            .in_headline();
    }
    let all: Vec<Line> = lines.iter().map(|(_, _, _, line)| *line).collect();
    book.sums(Group::Money, "cost.total", Unit::PoundsPerYear, "Total", "Sum of all cost lines.", move |t| {
        all.iter().map(|line| line.pounds_per_year(t)).sum()
    })
    .in_headline();
}
