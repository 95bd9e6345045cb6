//! Measures of localities: the same questions as of hospitals, asked of where patients live.

use super::{AT_EIGHT, Catalogue, Group, REMAINING, Unit, mean_days, per_day, ratio};
use crate::model::Model;

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let group = Group::Localities;
    for (l, locality) in model.localities.iter().enumerate() {
        let of = |what: &str| format!("localities.{}.{what}", locality.name);
        let name = &locality.title;
        book.sums(
            group,
            &of("nctr"),
            Unit::People,
            &format!("{name}: discharge ready"),
            "People of the locality in an acute bed anywhere with no criteria to reside, time-weighted mean.",
            move |t| ratio(t.localities[l].nctr.area, t.seconds),
        )
        .in_headline();
        book.sums(
            group,
            &of("nctr_at_08_00"),
            Unit::People,
            &format!("{name}: discharge ready at 08:00"),
            AT_EIGHT,
            move |t| ratio(t.localities[l].nctr.at_eight, t.eights),
        );
        book.sums(
            group,
            &of("nctr_at_midnight"),
            Unit::People,
            &format!("{name}: discharge ready at midnight"),
            REMAINING,
            move |t| ratio(t.localities[l].nctr.at_midnight, t.midnights),
        );
        if let Some(adults) = locality.adults {
            book.sums(
                group,
                &of("nctr.per_100_000_adults"),
                Unit::BedDaysPerDay,
                &format!("{name}: delayed bed days a day per 100,000 adults"),
                "Delayed bed days a day for each 100,000 adults who live in the locality, as delayed transfers of care were published \
                 until February 2020.",
                move |t| ratio(t.localities[l].nctr.area, t.seconds) * 100_000.0 / adults,
            );
        }
        book.sums(
            group,
            &of("discharges"),
            Unit::PeoplePerDay,
            &format!("{name}: discharges"),
            "People of the locality who left hospital alive and were not transferred.",
            move |t| per_day(t.localities[l].delays.count, t),
        );
        book.sums(
            group,
            &of("delay"),
            Unit::Days,
            &format!("{name}: mean delay"),
            "Mean time from readiness to leaving, of people of the locality who left alive; those without delay count as 0.",
            move |t| mean_days(&t.localities[l].delays),
        )
        .in_headline();
        book.still(
            group,
            &of("still_delayed"),
            &format!("{name}: still delayed at the end"),
            "People of the locality in an acute bed past readiness when the run ended; their delays are in no mean delay.",
            move |end| end.discharge_of[l],
        );
    }
}
