//! Unit costs become pounds a week for one of the core's units.

use wardflow_core::{
    dated::Dated,
    funding::Funding,
    model::{FixedCost, Price},
};

use super::{Compiler, at};
use crate::{
    format::{Capacity, Cost, Paid},
    reading::Path,
};

/// Weeks in the year of 365 days of the money measures.
const WEEKS_PER_YEAR: f64 = 365.0 / 7.0;

/// What a cost may be given for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Priced {
    /// Beds and places: by day or week.
    Places,
    /// Hours of care: by hour.
    Hours,
    /// Staff: by year.
    Staff,
    /// Nothing of this kind has a unit cost.
    Nothing,
}

impl Compiler<'_, '_> {
    pub(super) fn price(&mut self, path: Path, cost: Option<&Cost>, capacity: &Capacity, priced: Priced) -> Price {
        let Some(cost) = cost else { return Price::Free };
        // Hours of care are counted in minutes.
        let keys = [
            ("pounds_per_day", &cost.pounds_per_day, Priced::Places, 7.0),
            ("pounds_per_week", &cost.pounds_per_week, Priced::Places, 1.0),
            ("pounds_per_hour", &cost.pounds_per_hour, Priced::Hours, 1.0 / 60.0),
            ("pounds_per_staff_year", &cost.pounds_per_staff_year, Priced::Staff, 1.0 / WEEKS_PER_YEAR),
        ];
        let fitting: Vec<&str> = keys.iter().filter(|key| key.2 == priced).map(|key| key.0).collect();
        let remedy = match fitting.as_slice() {
            [] => "leave `cost` out and use `fixed_costs`".to_owned(),
            keys => format!("give `{}`", keys.join("` or `")),
        };
        let given: Vec<_> =
            keys.iter().filter_map(|&(key, pounds, of, weeks)| Some((key, pounds.as_ref()?, of, weeks))).collect();
        let [(key, pounds, of, weekly)] = given[..] else {
            let what = if given.is_empty() { "a cost without a price" } else { "a cost with several prices" };
            self.error(path, what, remedy);
            return Price::Free;
        };
        if of != priced {
            let what = if fitting.is_empty() {
                "this has no unit cost".to_owned()
            } else {
                format!("`{key}` is no price for this")
            };
            self.key_error(path.join(key), what, remedy);
            return Price::Free;
        }
        if let Some(wrong) = pounds.values().into_iter().find(|value| !(0.0..=1e12).contains(value)) {
            self.error(path.join(key), format!("{wrong} pounds"), "give 0 or more");
            return Price::Free;
        }
        if cost.paid == Paid::UsedOrNot && capacity.is_ever_unlimited() {
            let remedy = "write \"paid\": \"by_use\", or limit the capacity";
            self.error(path, "an unlimited capacity cannot be paid for used or not", remedy);
            return Price::Free;
        }
        let pounds = Dated::new(self.steps(pounds).map(|(from, pounds)| (from, pounds * weekly)));
        match cost.paid {
            Paid::UsedOrNot => Price::Block(pounds),
            Paid::ByUse => Price::ByUse(pounds),
        }
    }

    pub(super) fn fixed_costs(&mut self) {
        for (name, cost) in &self.scenario.fixed_costs {
            let schedule = &cost.pounds_per_year;
            if let Some(wrong) = schedule.values().into_iter().find(|value| !(-1e15..=1e15).contains(value)) {
                let path = at("fixed_costs", name).join("pounds_per_year");
                self.error(path, format!("{wrong} pounds a year"), "give a number up to 1e15");
            }
            let pounds_per_year = self.dated(schedule);
            let payers = self.shares_of_payers(&at("fixed_costs", name), cost.payer.as_ref(), &cost.payers);
            let funding = Funding { payers, window: None };
            let title = self.title(&at("fixed_costs", name), name, cost.name.as_ref());
            self.model.fixed_costs.push(FixedCost { name: name.clone(), title, pounds_per_year, funding });
        }
    }
}
