//! Measures of cost by payer: what each pays, and whether the budget is enough.

use super::{
    Catalogue, Group, Unit,
    money::{Line, Named, Part, financial_years, in_year},
};
use crate::{funding::Payer, model::Model, tally::Tally};

/// What somebody pays of one line.
#[derive(Clone)]
struct Paid {
    line: Line,
    part: Part,
    share: f64,
}

fn pounds_per_year(shares: &[Paid], tally: &Tally) -> f64 {
    shares.iter().map(|Paid { line, part, share }| share * line.pounds_per_year(tally, *part)).sum()
}

pub(super) fn declare(model: &Model, lines: &[&Named<'_>], book: &mut Catalogue) {
    if model.payers.is_empty() {
        return;
    }
    // The last one is nobody.
    let mut paid: Vec<Vec<Paid>> = vec![Vec::new(); model.payers.len() + 1];
    for Named { line, funding, .. } in lines {
        let mut add = |payer: usize, part, share| paid[payer].push(Paid { line: line.clone(), part, share });
        let rest = funding.window.map_or(Part::Whole, |window| {
            add(window.payer.at(), Part::InWindow, 1.0);
            Part::Rest
        });
        funding.payers.iter().for_each(|&(payer, share)| add(payer.at(), rest, share));
        if funding.payers.is_empty() {
            add(model.payers.len(), rest, 1.0);
        }
    }
    let nobody = paid.pop().unwrap_or_default();
    for (payer, shares) in model.payers.iter().zip(paid) {
        payer_measures(model, payer, &shares, book);
    }
    if !nobody.is_empty() {
        let definition = "Sum of what no payer is named for.";
        book.sums(Group::Money, "cost.without_payer", Unit::PoundsPerYear, "No payer named", definition, move |t| {
            pounds_per_year(&nobody, t)
        })
        .in_headline();
    }
}

fn payer_measures(model: &Model, payer: &Payer, shares: &[Paid], book: &mut Catalogue) {
    let (group, unit) = (Group::Money, Unit::PoundsPerYear);
    let of = |what: &str| format!("payers.{}.{what}", payer.name);
    let title = &payer.title;
    let all = shares.to_vec();
    let definition = "Sum of this payer's shares of all cost lines.";
    book.sums(group, &of("cost"), unit, &format!("Paid by {title}"), definition, move |t| pounds_per_year(&all, t))
        .in_headline();
    for (year, periods) in financial_years(model) {
        let all = shares.to_vec();
        let of = of(&format!("cost_in_{}", year.replace('/', "_")));
        book.whole(
            group,
            &of,
            Unit::Pounds,
            &format!("Paid by {title} in {year}"),
            &format!("This payer's share. {}", in_year(&year)),
            move |t| {
                let share = |paid: &Paid| paid.share * paid.line.pounds(t, paid.part, periods.clone());
                all.iter().map(share).sum()
            },
        );
    }
    let Some(budget) = &payer.budget else { return };
    let budget = Line::of_sum(model, budget);
    let beyond = {
        let all = shares.to_vec();
        move |t: &Tally| pounds_per_year(&all, t) - budget.pounds_per_year(t, Part::Whole)
    };
    let shortfall = beyond.clone();
    book.whole(
        group,
        &of("shortfall"),
        unit,
        &format!("{title}: beyond the budget"),
        "What is paid beyond the budget over the measured period; a replication within the budget counts as 0.",
        move |t| shortfall(t).max(0.0),
    )
    .in_headline();
    let overspent = book.whole(
        group,
        &of("overspent"),
        Unit::Percent,
        &format!("{title}: chance of overspending"),
        "Replications in which more than the budget is paid over the measured period.",
        move |t| if beyond(t) > 0.0 { 100.0 } else { 0.0 },
    );
    (overspent.headline, overspent.yes_or_no) = (true, true);
}
