//! Dates of which the day, or the month, may not be known.

/// A day as the number `YYYYMMDD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(u32);

impl Date {
    /// The first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean.
    ///
    /// ```
    /// use plenary::actors::Date;
    /// assert!(Date::first("2006") < Date::first("2006-09-14"));
    /// assert_eq!(Date::first("soon"), None);
    /// ```
    pub fn first(text: &str) -> Option<Date> {
        Date::parts(text, 1, 1)
    }

    /// The last day that it can mean; a year alone stands for its last day.
    pub fn last(text: &str) -> Option<Date> {
        Date::parts(text, 12, 31)
    }

    fn parts(text: &str, month: u32, day: u32) -> Option<Date> {
        let mut parts = text.trim().splitn(3, '-').map(|part| part.parse::<u32>());
        let year = parts.next()?.ok().filter(|year| (1000..=2999).contains(year))?;
        let month = parts.next().unwrap_or(Ok(month)).ok().filter(|month| (1..=12).contains(month))?;
        let day = parts.next().unwrap_or(Ok(day)).ok().filter(|day| (1..=31).contains(day))?;
        Some(Date(year * 10_000 + month * 100 + day))
    }
}
