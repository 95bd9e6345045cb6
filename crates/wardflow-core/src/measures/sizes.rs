//! Measures of how often which number of beds or places is in use, for the numbers that a scenario asks about.
//!
//! Where there are as many as anybody needs, they say how many would do: the time at n of the time at n or below is the
//! chance of delay with n beds (Erlang's loss formula where arrivals are a Poisson process), the way in which Monks et al. 2016,
//! doi 10.1186/s12913-016-1789-4, size a stroke unit.

use super::{Catalogue, Group, Unit, percent, ratio, service::scale};
use crate::{model::Pool, sizes::at_and_up_to};

/// Declares the measures of a pool: what their keys begin with, and the name before their titles, if there is one.
pub(super) fn declare(pool: &Pool, p: usize, of: &str, name: Option<&str>, group: Group, book: &mut Catalogue) {
    let things = scale(pool).0.title();
    let title = |first: &str, rest: &str| match name {
        Some(name) => format!("{name}: {}{rest}", first.to_lowercase()),
        None => format!("{first}{rest} {things}"),
    };
    let is_unlimited = pool.is_always_unlimited();
    for (number, size) in pool.sizes.iter().enumerate() {
        book.sums(
            group,
            &format!("{of}.time_at_{size}"),
            Unit::Percent,
            &title("Time", &format!(" at {size}")),
            &format!("Share of time with exactly {size} {things} in use."),
            move |t| 100.0 * ratio(at_and_up_to(&t.pools[p].at_sizes, number).0, t.seconds),
        );
    }
    for (number, size) in pool.sizes.iter().enumerate().filter(|_| is_unlimited) {
        book.sums(
            group,
            &format!("{of}.chance_of_delay_with_{size}"),
            Unit::Percent,
            &title("Chance", &format!(" of delay with {size}")),
            &format!(
                "Time with exactly {size} in use, of the time with {size} or fewer: the chance that whoever comes would \
                 find none free if there were {size}."
            ),
            move |t| {
                let (at, up_to) = at_and_up_to(&t.pools[p].at_sizes, number);
                percent(at, up_to)
            },
        )
        .in_headline();
    }
}
