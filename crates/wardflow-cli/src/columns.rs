//! Text in columns, as wide as terminals show it.

use unicode_width::UnicodeWidthStr;

/// Widest line of the screen.
pub(crate) const WIDTH: usize = 100;

/// On which side the cells of a column are flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Between two columns.
const GAP: usize = 2;

/// Columns as wide as their widest cell; only the first one may be narrower, its cells then take several lines.
pub(crate) struct Columns {
    columns: Vec<(Align, usize)>,
    most: usize,
}

impl Columns {
    /// Columns for these rows, no wider than `most` in all if that is possible.
    pub(crate) fn for_rows<'a>(
        aligns: impl IntoIterator<Item = Align>,
        rows: impl IntoIterator<Item = &'a [String]>,
        most: usize,
    ) -> Self {
        let mut columns: Vec<(Align, usize)> = aligns.into_iter().map(|align| (align, 0)).collect();
        for row in rows {
            for ((_, width), cell) in columns.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let others: usize = columns.iter().skip(1).map(|(_, width)| width + GAP).sum();
        if let Some((_, first)) = columns.first_mut() {
            *first = (*first).min(most.saturating_sub(others).max(most / 4));
        }
        Self { columns, most }
    }

    /// A row; the text ends with a line feed.
    pub(crate) fn row(&self, cells: &[String]) -> String {
        let Some((first, others)) = cells.split_first() else { return "\n".into() };
        let width = self.columns.first().map_or(self.most, |&(_, width)| width);
        let mut lines = wrapped(first, width);
        // The other cells stand beside the last line: the name of a measure is read before its numbers.
        if let Some(last) = lines.last_mut() {
            let mut line = pad(last, Align::Left, width);
            for (&(align, width), cell) in self.columns.iter().skip(1).zip(others) {
                line.push_str(&" ".repeat(GAP));
                line.push_str(&pad(cell, align, width));
            }
            *last = line;
        }
        lines.iter().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }
}

/// Lines no longer than `width`, broken between words; what follows the first line keeps its indentation and two more.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let indent = text.chars().take_while(|char| *char == ' ').count();
    let mut lines = vec![" ".repeat(indent)];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        let is_empty = line.trim().is_empty();
        if !is_empty && line.width() + 1 + word.width() > width {
            lines.push(" ".repeat(indent + 2) + word);
        } else {
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

fn pad(text: &str, align: Align, width: usize) -> String {
    let space = " ".repeat(width.saturating_sub(text.width()));
    match align {
        Align::Left => format!("{text}{space}"),
        Align::Right => format!("{space}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: [&str; 3]) -> Vec<String> {
        cells.map(str::to_owned).to_vec()
    }

    #[test]
    fn lines_are_broken_between_words_but_not_before_a_percent_sign() {
        assert_eq!(wrapped("  so 12% of it", 7), ["  so", "    12%", "    of", "    it"]);
    }

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = [row(["a", "beds", "1.0"]), row(["bcd", "£", "10.0"])];
        let columns = Columns::for_rows([Align::Left, Align::Left, Align::Right], rows.iter().map(Vec::as_slice), 40);
        assert_eq!(columns.row(&rows[0]), "a    beds   1.0\n");
        assert_eq!(columns.row(&rows[1]), "bcd  £     10.0\n");
    }

    #[test]
    fn letters_that_take_two_columns_do_not_push_the_others() {
        let rows = [row(["病棟", "beds", "1.0"]), row(["ward", "beds", "1.0"])];
        let columns = Columns::for_rows([Align::Left, Align::Left, Align::Right], rows.iter().map(Vec::as_slice), 40);
        assert_eq!(rows.map(|row| columns.row(&row)), ["病棟  beds  1.0\n", "ward  beds  1.0\n"]);
    }

    #[test]
    fn a_long_name_takes_two_lines_with_the_numbers_on_the_second() {
        let rows = [row(["  beds of the ward on the hill", "b", "1"])];
        let columns = Columns::for_rows([Align::Left, Align::Left, Align::Right], rows.iter().map(Vec::as_slice), 24);
        assert_eq!(columns.row(&rows[0]), "  beds of the ward\n    on the hill     b  1\n");
    }
}
