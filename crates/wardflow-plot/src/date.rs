//! Calendar days, counted from 1 January 1970.

/// Days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i64);

/// The last day of the year 9999, the last with a four-digit year.
pub(crate) const LAST: Day = Day(2_932_896);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
}

impl Civil {
    /// Three letters, such as "Jan".
    pub(crate) fn month_name(self) -> &'static str {
        MONTHS[(self.month - 1).rem_euclid(12) as usize]
    }
}

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape_is_right = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape_is_right {
            return None;
        }
        let civil =
            Civil { year: text[0..4].parse().ok()?, month: text[5..7].parse().ok()?, day: text[8..10].parse().ok()? };
        if civil.year < 1 || !(1..=12).contains(&civil.month) {
            return None;
        }
        let day = Self::from_civil(civil);
        // The 30th of February comes back as the 2nd of March.
        (day.civil() == civil).then_some(day)
    }

    /// Counts in eras of 400 years that start on 1 March, so that leap days come last.
    pub(crate) const fn from_civil(civil: Civil) -> Self {
        let year = if civil.month <= 2 { civil.year - 1 } else { civil.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((civil.month + 9) % 12) + 2) / 5 + civil.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    pub(crate) const fn civil(self) -> Civil {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Civil { year, month, day }
    }

    pub(crate) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// Days since the last Monday, 0 to 6. (1 January 1970 was a Thursday.)
    pub(crate) const fn since_monday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }

    /// As "1 Jan 2022".
    pub(crate) fn written(self) -> String {
        let civil = self.civil();
        format!("{} {} {}", civil.day, civil.month_name(), civil.year)
    }

    /// As `YYYY-MM-DD`.
    pub(crate) fn iso(self) -> String {
        let Civil { year, month, day } = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back() {
        for days in (-719_162..=LAST.0).step_by(13) {
            let day = Day(days);
            assert_eq!(Day::from_civil(day.civil()), day);
            assert_eq!(Day::parse(&day.iso()), Some(day));
        }
        assert_eq!(LAST.iso(), "9999-12-31");
    }

    #[test]
    fn known_days() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2024-02-29").map(|day| day.plus(1).iso()), Some("2024-03-01".to_owned()));
        // 3 January 2022 was a Monday.
        assert_eq!(Day::parse("2022-01-03").map(Day::since_monday), Some(0));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "2022-1-1", "2023-02-29", "2022-13-01", "2022-00-10", "0000-01-01", "2022/01/01", "２022-01-1"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
