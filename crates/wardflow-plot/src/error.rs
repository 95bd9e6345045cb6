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
    /// The axis of numbers has no numbers, or more than any picture could show.
    #[error("the axis has {numbers} numbers; from 1 to {most} can be drawn")]
    BadNumberOfNumbers {
        /// As given.
        numbers: usize,
        /// The limit.
        most: usize,
    },
    /// A number of an axis is not finite, too large, or not above the one before it.
    #[error(
        "the numbers of an axis must rise and be no larger than {most}, which {number} at place {place} (the first is 0) is not"
    )]
    BadNumber {
        /// As given.
        number: f64,
        /// Numbers before it.
        place: usize,
        /// The limit.
        most: f64,
    },
    /// A path goes through a node that its stage has not.
    #[error("`{name}` is no node of the stage `{stage}`")]
    NoSuchNode {
        /// Title of the stage.
        stage: String,
        /// The node, as given.
        name: String,
    },
    /// Guides need an axis of numbers.
    #[error("`{series}` in the panel `{panel}` needs an axis of numbers")]
    NeedsNumbers {
        /// Title of the panel.
        panel: String,
        /// Label of the guide.
        series: String,
    },
    /// A series does not have one value for each day or number of the axis.
    #[error("`{series}` in the panel `{panel}` has {found} values for {expected} places of the axis")]
    WrongLength {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Values in the series.
        found: usize,
        /// Days or numbers on the axis.
        expected: usize,
    },
    /// A value is below zero.
    #[error("`{series}` in the panel `{panel}` is negative ({value}) at place {place} (the first is 0)")]
    Negative {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Place on the horizontal axis: days since the first day, or numbers before it.
        place: usize,
        /// The value, in the unit of the panel.
        value: f64,
    },
    /// A value is infinite or beyond what an axis can name.
    #[error("`{series}` in the panel `{panel}` is too large to draw ({value}) at place {place} (the first is 0)")]
    TooLarge {
        /// Title of the panel.
        panel: String,
        /// Label of the series.
        series: String,
        /// Place on the horizontal axis: days since the first day, or numbers before it.
        place: usize,
        /// The value, in the unit of the panel.
        value: f64,
    },
    /// The upper end of a band lies below its lower end.
    #[error("the band `{series}` in the panel `{panel}` is upside down at place {place} (the first is 0)")]
    BandUpsideDown {
        /// Title of the panel.
        panel: String,
        /// Label of the band.
        series: String,
        /// Place on the horizontal axis: days since the first day, or numbers before it.
        place: usize,
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
