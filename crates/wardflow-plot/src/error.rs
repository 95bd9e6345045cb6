//! What can go wrong.

/// Why a figure could not be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// The first day is not a date.
    #[error("the first day `{text}` is not a date of the form YYYY-MM-DD between the years 1 and 9999")]
    BadDate {
        /// As given.
        text: String,
    },
    /// The date axis has no days.
    #[error("the date axis has no days")]
    NoDays,
    /// The date axis is longer than any picture could show.
    #[error("the date axis has {days} days; the most that can be drawn is {most}, ending in the year 9999")]
    TooManyDays {
        /// As given.
        days: usize,
        /// The limit.
        most: usize,
    },
    /// A series does not have one value for each day.
    #[error("`{series}` in the panel `{panel}` has {found} values for {expected} days")]
    WrongLength {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Values in the series.
        found: usize,
        /// Days on the axis.
        expected: usize,
    },
    /// A value is below zero.
    #[error("`{series}` in the panel `{panel}` is negative ({value}) on day {day} (the first day is 0)")]
    Negative {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Days since the first day.
        day: usize,
        /// The value, in the unit of the panel.
        value: f64,
    },
    /// A value is infinite or beyond what an axis can name.
    #[error("`{series}` in the panel `{panel}` is too large to draw ({value}) on day {day} (the first day is 0)")]
    TooLarge {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Days since the first day.
        day: usize,
        /// The value, in the unit of the panel.
        value: f64,
    },
    /// The upper end of a band lies below its lower end.
    #[error("the band `{series}` in the panel `{panel}` is upside down on day {day} (the first day is 0)")]
    BandUpsideDown {
        /// Title of the panel.
        panel: String,
        /// Label of the band.
        series: String,
        /// Days since the first day.
        day: usize,
    },
    /// A fault of the drawing library or of the fonts built in.
    #[error("the figure could not be drawn: {reason}")]
    Backend {
        /// In the words of the library.
        reason: String,
    },
    /// The text handed over is not an SVG.
    #[error("the SVG could not be read: {reason}")]
    BadSvg {
        /// In the words of the library.
        reason: String,
    },
    /// The picture would have no pixels, or more than fit in memory.
    #[error("a picture of {width} by {height} pixels cannot be made (scale {scale})")]
    BadScale {
        /// Pixels for each user unit.
        scale: f32,
        /// Pixels.
        width: f32,
        /// Pixels.
        height: f32,
    },
}
