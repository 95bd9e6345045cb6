//! Measures of people in an acute bed who have no criteria to reside.

use super::{AT_EIGHT, Catalogue, Group, Measure, REMAINING, Unit, percent, ratio, view::View};
use crate::model::{Model, PathwayId};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let all = View::of_all(model).in_group(Group::Nctr).unnamed();
    book.seen(
        &all,
        "nctr",
        Unit::People,
        "In an acute bed, discharge ready",
        "People in an acute bed with no criteria to reside, time-weighted mean. It is also the number of delayed bed days a day.",
        |seen| ratio(seen.sum(|route| route.nctr.area), seen.tally.seconds),
    )
    .in_headline();
    book.seen(&all, "nctr.at_08_00", Unit::People, "The same at 08:00", AT_EIGHT, |seen| {
        ratio(seen.sum(|route| route.nctr.at_eight), seen.tally.eights)
    });
    book.seen(&all, "nctr.at_midnight", Unit::People, "The same at midnight (remaining)", REMAINING, |seen| {
        ratio(seen.sum(|route| route.nctr.at_midnight), seen.tally.midnights)
    });
    let beds = model.hospitals.iter().map(|hospital| hospital.beds.at()).collect();
    of_occupied(&all, beds, book, "Of occupied bed days", "Delayed bed days of all occupied acute bed days.")
        .in_headline();
    if let Some(adults) = model.adults {
        book.seen(
            &all,
            "nctr.per_100_000_adults",
            Unit::BedDaysPerDay,
            "Delayed bed days a day per 100,000 adults",
            "Delayed bed days a day for each 100,000 adults served, as delayed transfers of care were published until February 2020.",
            move |seen| ratio(seen.sum(|route| route.nctr.area), seen.tally.seconds) * 100_000.0 / adults,
        );
    }
    for (number, pathway) in model.pathways.iter().enumerate() {
        let view = View::of_pathway(model, PathwayId(number as u16)).in_group(Group::Nctr).unnamed();
        let title = format!("On {}", pathway.title);
        people(&view, book, &title, "People of the pathway in an acute bed").headline = true;
        people_at_set_hours(&view, book, &title);
    }
}

/// Declares how many people of a view there are.
pub(super) fn people<'b>(view: &View, book: &'b mut Catalogue, title: &str, who: &str) -> &'b mut Measure {
    let definition = format!("{who} with no criteria to reside, time-weighted mean.");
    book.seen(view, "nctr", Unit::People, title, &definition, |seen| {
        ratio(seen.sum(|route| route.nctr.area), seen.tally.seconds)
    })
}

/// Declares how many people of a view there are in the morning, and when the day ends.
pub(super) fn people_at_set_hours(view: &View, book: &mut Catalogue, title: &str) {
    book.seen(view, "nctr_at_08_00", Unit::People, &format!("{title} at 08:00"), AT_EIGHT, |seen| {
        ratio(seen.sum(|route| route.nctr.at_eight), seen.tally.eights)
    });
    book.seen(view, "nctr_at_midnight", Unit::People, &format!("{title} at midnight"), REMAINING, |seen| {
        ratio(seen.sum(|route| route.nctr.at_midnight), seen.tally.midnights)
    });
}

/// Declares the share of delayed days of all days in some acute beds.
pub(super) fn of_occupied<'b>(
    view: &View,
    beds: Vec<usize>,
    book: &'b mut Catalogue,
    title: &str,
    definition: &str,
) -> &'b mut Measure {
    book.seen(view, "nctr.of_occupied", Unit::Percent, title, definition, move |seen| {
        let occupied = beds.iter().map(|&bed| seen.tally.pools[bed].in_use.area).sum();
        percent(seen.sum(|route| route.nctr.area), occupied)
    })
}
