//! Who pays for what, and the financial years of the run.

use wardflow_core::{
    clock::{DAY, Time, WEEK},
    funding::{FinancialYear, Funding, FundingWindow, Payer},
    model::PayerId,
};

use super::{Compiler, at, unknown_name};
use crate::{
    format::{Cost, Date, Named},
    reading::Path,
};

/// Longest funding window: two years.
const MOST_WEEKS: f64 = 104.0;

impl Compiler<'_, '_> {
    pub(super) fn payers(&mut self) {
        for (name, payer) in &self.scenario.payers {
            let budget = payer.budget_pounds_per_year.as_ref().map(|budget| {
                if let Some(wrong) = budget.values().into_iter().find(|value| !(0.0..=1e15).contains(value)) {
                    let path = at("payers", name).join("budget_pounds_per_year");
                    self.error(path, format!("{wrong} pounds a year"), "give 0 or more, at most 1e15");
                }
                self.dated(budget)
            });
            let title = self.title(&at("payers", name), name, payer.name.as_ref());
            self.model.payers.push(Payer { name: name.clone(), title, budget });
        }
    }

    /// Who pays for something with a unit cost; only what patients have after discharge may have a funding window.
    pub(super) fn funding(&mut self, path: &Path, cost: Option<&Cost>, may_have_window: bool) -> Funding {
        let Some(cost) = cost else { return Funding::default() };
        let payers = self.shares_of_payers(path, cost.payer.as_ref(), &cost.payers);
        let window = cost.funding_window.as_ref().and_then(|window| {
            let path = path.join("funding_window");
            if !may_have_window {
                let what = "a funding window is for what patients have after discharge";
                self.key_error(path, what, "leave it out, and name the `payer`");
                return None;
            }
            let payer = self.payer(path.join("payer"), &window.payer);
            if !(window.weeks > 0.0 && window.weeks <= MOST_WEEKS) {
                let remedy = format!("give more than 0 weeks, at most {MOST_WEEKS}, such as 4");
                self.error(path.join("weeks"), format!("a funding window of {} weeks", window.weeks), remedy);
            }
            Some(FundingWindow { seconds: (window.weeks * WEEK as f64 + 0.5) as u64, payer: payer? })
        });
        Funding { payers, window }
    }

    /// Each payer's share; none if nobody is named, which is worth a warning if there are payers.
    pub(super) fn shares_of_payers(
        &mut self,
        path: &Path,
        payer: Option<&String>,
        payers: &Named<f64>,
    ) -> Vec<(PayerId, f64)> {
        match payer {
            Some(_) if !payers.is_empty() => {
                let remedy = "give one of them; delete the other with null if an extended file has it";
                self.key_error(path.join("payers"), "this has `payer` and `payers`", remedy);
                Vec::new()
            }
            Some(payer) => self.payer(path.join("payer"), payer).map(|payer| (payer, 1.0)).into_iter().collect(),
            None if payers.is_empty() => {
                if !self.scenario.payers.is_empty() {
                    let remedy = "give `payer` or `payers`; until then it stands in no payer's sum";
                    self.report.warning("no-payer", path.clone(), "nobody is named who pays for this", remedy);
                }
                Vec::new()
            }
            None => {
                let path = path.join("payers");
                let mut shares = Vec::new();
                for (name, &share) in payers {
                    let share = self.share(path.join(name), share);
                    shares.extend(self.named_payer(path.join(name), name, true).map(|payer| (payer, share)));
                }
                let sum: f64 = payers.values().sum();
                if (sum - 1.0).abs() > 1e-6 {
                    let sum = (sum * 1e6).round() / 1e6;
                    self.error(path, format!("the shares of the payers add up to {sum}"), "let them add up to 1");
                }
                shares
            }
        }
    }

    fn payer(&mut self, path: Path, name: &str) -> Option<PayerId> {
        self.named_payer(path, name, false)
    }

    /// A payer that is named somewhere, as a key or as a value.
    fn named_payer(&mut self, path: Path, name: &str, is_key: bool) -> Option<PayerId> {
        let payers = &self.scenario.payers;
        let known = payers.get_index_of(name);
        if known.is_none() {
            let what = format!("there is no payer `{name}`");
            let remedy = if payers.is_empty() {
                format!("add it at the top of the file: \"payers\": {{ \"{name}\": {{}} }}")
            } else {
                unknown_name("payer", name, payers.keys().map(String::as_str))
            };
            if is_key {
                self.key_error(path, what, remedy);
            } else {
                self.error(path, what, remedy);
            }
        }
        known.map(|number| PayerId(number as u16))
    }

    /// The financial years in which the measured days lie.
    pub(super) fn financial_years(&mut self) {
        let start = self.scenario.start;
        let last = start.plus_days(i64::from(self.model.measured_days) - 1);
        for year in financial_year(start)..=financial_year(last) {
            let day = Date::of(year, 4, 1).map_or(0, |begin| begin.days_since(start).max(0));
            let from = if day == 0 { Time::START } else { self.model.measuring_from() + day as u64 * DAY };
            let name = format!("{year}/{:02}", (year + 1) % 100);
            self.model.financial_years.push(FinancialYear { name, from });
        }
    }
}

/// The year in which the financial year of a date begins.
fn financial_year(date: Date) -> i16 {
    if date.month() < 4 { date.year() - 1 } else { date.year() }
}
