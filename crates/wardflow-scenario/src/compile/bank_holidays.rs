//! Bank holidays of England and Wales.
//!
//! Fixed and movable holidays by rule (Banking and Financial Dealings Act 1971, as published on gov.uk/bank-holidays),
//! one-offs by proclamation: 8 May 2020 in place of 4 May, 2 and 3 June 2022 with 30 May moved, 19 September 2022,
//! 8 May 2023.

use std::collections::BTreeSet;

use crate::format::{BankHolidays, Date};

/// The years that are known.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2019..=2030;

/// The dates of the bank holidays that a scenario asks for.
pub fn dates(holidays: &BankHolidays) -> BTreeSet<Date> {
    match holidays {
        BankHolidays::None => BTreeSet::new(),
        BankHolidays::Dates(dates) => dates.iter().copied().collect(),
        BankHolidays::EnglandAndWales => YEARS.flat_map(of_year).collect(),
    }
}

fn of_year(year: i16) -> Vec<Date> {
    let day = |month: i8, day: i8| Date::of(year, month, day);
    // The first Monday on or after a day.
    let monday = |date: Date| date.plus_days(i64::from((7 - date.weekday()) % 7));
    // Saturday and Sunday move to the next Monday.
    let weekday = |date: Date| if date.weekday() >= 5 { monday(date) } else { date };
    let easter = easter(year);
    let last_of_may = day(5, 25).map(monday);
    let mut dates: Vec<Option<Date>> = vec![
        day(1, 1).map(weekday),
        easter.map(|sunday| sunday.plus_days(-2)),
        easter.map(|sunday| sunday.plus_days(1)),
        if year == 2020 { day(5, 8) } else { day(5, 1).map(monday) },
        if year == 2022 { day(6, 2) } else { last_of_may },
        day(8, 25).map(monday),
    ];
    if let (Some(christmas), Some(boxing)) = (day(12, 25), day(12, 26)) {
        // When both fall on a weekend, or one of them, the substitutes are the next working days.
        let (christmas_off, boxing_off) = match christmas.weekday() {
            4 => (christmas, boxing.plus_days(2)),
            5 => (christmas.plus_days(2), boxing.plus_days(2)),
            6 => (christmas.plus_days(2), boxing),
            _ => (christmas, boxing),
        };
        dates.extend([Some(christmas_off), Some(boxing_off)]);
    }
    match year {
        2022 => dates.extend([day(6, 3), day(9, 19)]),
        2023 => dates.push(day(5, 8)),
        _ => {}
    }
    dates.into_iter().flatten().collect()
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991).
#[allow(clippy::many_single_char_names, reason = "the letters of the source")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::of(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(year: i16) -> Vec<String> {
        let mut dates = of_year(year);
        dates.sort();
        dates.into_iter().map(|date| date.to_string()[5..].to_owned()).collect()
    }

    /// As published on gov.uk/bank-holidays for England and Wales.
    #[test]
    fn published_years_come_out() {
        assert_eq!(written(2020), ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(written(2021), ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(
            written(2022),
            ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]
        );
        assert_eq!(written(2023), ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"]);
        assert_eq!(written(2026), ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]);
    }
}
