//! Measures of escalations.

use super::{Catalogue, Group, Unit, per_day, percent, ratio};
use crate::model::{Model, PoolKind};

pub(super) fn declare(model: &Model, book: &mut Catalogue) {
    let adds: Vec<usize> =
        model.escalations.iter().flat_map(|escalation| &escalation.adds).map(|adds| adds.pool.at()).collect();
    for hospital in &model.hospitals {
        let beds = hospital.beds.at();
        if adds.contains(&beds) {
            let first = book.len();
            book.sums(
                Group::AcuteBeds,
                &format!("hospitals.{}.escalation", hospital.name),
                Unit::Beds,
                "Occupied above core beds",
                "Occupied acute beds above the open core ones, time-weighted mean: escalation bed days a day.",
                move |t| ratio(t.pools[beds].above_scheduled, t.seconds),
            )
            .in_headline();
            book.sums(
                Group::AcuteBeds,
                &format!("hospitals.{}.escalation_open", hospital.name),
                Unit::Beds,
                "Escalation beds open",
                "Acute beds opened by escalations, time-weighted mean.",
                move |t| ratio(t.pools[beds].extra, t.seconds),
            );
            if model.hospitals.len() > 1 {
                book.name_from(first, &hospital.title);
            }
        }
    }
    for (pool, described) in model.pools.iter().enumerate().filter(|(pool, _)| adds.contains(pool)) {
        let (list, unit, per_unit) = match described.kind {
            PoolKind::AcuteBeds => continue,
            PoolKind::TriageTeam => ("spoas", Unit::Staff, 1.0),
            PoolKind::Beds => ("services", Unit::Beds, 1.0),
            PoolKind::CareHours => ("services", Unit::HoursPerWeek, 60.0),
            PoolKind::Places | PoolKind::Vacancies | PoolKind::Arranging => ("services", Unit::Places, 1.0),
        };
        book.sums(
            Group::Services,
            &format!("{list}.{}.added", described.name),
            unit,
            &format!("{}: added by escalation", described.title),
            "Capacity added by escalations, time-weighted mean.",
            move |t| ratio(t.pools[pool].extra, t.seconds) / per_unit,
        );
    }
    for (number, escalation) in model.escalations.iter().enumerate() {
        let of = |what: &str| format!("escalations.{}.{what}", escalation.name);
        let title = &escalation.title;
        book.sums(
            Group::AcuteBeds,
            &of("open"),
            Unit::Percent,
            &format!("Escalation {title}: in force"),
            "Share of time in which what the escalation adds was there.",
            move |t| percent(t.escalations[number].open, t.seconds),
        )
        .in_headline();
        book.sums(
            Group::AcuteBeds,
            &of("openings"),
            Unit::TimesPerYear,
            &format!("Escalation {title}: came"),
            "How often what the escalation adds came, in a year of 365 days.",
            move |t| 365.0 * per_day(t.escalations[number].openings, t),
        );
    }
}
