//! Lists of values that stand in CSV files: `"csv_days": {"file": ...}` becomes `"values_days": [...]`, so that a scenario
//! that was read holds all that it says.

use serde::Deserialize;

use super::{
    Library, LoadError, Path, Problem, Problems, Reading,
    problem::codes,
    tree::{Kind, Member, Node, Number},
};
use crate::{
    format::CsvValues,
    rows::{MOST_FAULTS, number_in_table, wanted},
};

/// The keys of such files, and those of the lists that they become.
const KEYS: [(&str, &str); 3] =
    [("csv_days", "values_days"), ("csv_hours", "values_hours"), ("csv_numbers", "numbers")];
/// Most values of one list.
const MOST_VALUES: usize = 100_000;

impl Reading {
    /// The same with every list that stands in a CSV file, of those that the library has.
    #[must_use]
    pub fn with_lists(mut self, library: &dyn Library) -> Self {
        let mut found = Vec::new();
        let mut root = std::mem::replace(&mut self.tree.root, Node::new(Kind::Broken, Problems::start(), 0));
        visit(&mut root, &mut Path::root(), &self.problems, library, &mut found);
        self.tree.root = root;
        for problem in found {
            self.problems.push(problem);
        }
        self
    }
}

fn visit(node: &mut Node, path: &mut Path, problems: &Problems, library: &dyn Library, found: &mut Vec<Problem>) {
    match &mut node.kind {
        Kind::List(entries) => {
            for (i, entry) in entries.iter_mut().enumerate() {
                path.push(i.to_string());
                visit(entry, path, problems, library, found);
                path.pop();
            }
        }
        Kind::Object(members) => {
            for member in &mut *members {
                path.push(member.key.clone());
                visit(&mut member.node, path, problems, library, found);
                path.pop();
            }
            for (from, to) in KEYS {
                let Some(at) = members.iter().position(|member| member.key == from) else { continue };
                let path = path.join(from);
                if members.iter().any(|member| member.key == to) {
                    let (what, remedy) = (format!("both `{to}` and `{from}` are given"), "leave one of them out");
                    found.push(Problem::error(codes::INVALID, path, Some(members[at].key_place), what, remedy));
                    members.remove(at);
                } else if let Some(source) = file_of(&members[at]) {
                    to.clone_into(&mut members[at].key);
                    fill(&mut members[at].node, &path, &source, problems, library, found);
                }
            }
        }
        _ => {}
    }
}

/// The file that a member names; none of one that is not as it should be, which is told where the scenario gets its types.
fn file_of(member: &Member) -> Option<CsvValues> {
    CsvValues::deserialize(member.node.to_value()).ok()
}

/// Puts the values in the place of the file's name.
fn fill(
    node: &mut Node,
    path: &Path,
    csv: &CsvValues,
    problems: &Problems,
    library: &dyn Library,
    found: &mut Vec<Problem>,
) {
    let from = problems.source(node.place.file).map(|source| source.name.as_str());
    let values = library
        .load(&csv.file, from)
        .map_err(|error| {
            let LoadError { what, remedy } = error.of_csv();
            vec![("file", what, remedy)]
        })
        .and_then(|source| numbers(csv, &source.text));
    node.kind = match values {
        Ok(values) => {
            let node = |value: f64| Node::new(Kind::Number(Number::Float(value)), node.place, node.layer);
            Kind::List(values.into_iter().map(node).collect())
        }
        Err(faults) => {
            found.extend(faults.into_iter().map(|(key, what, remedy)| {
                let place = node.child(key).map_or(node.place, |child| child.node.place);
                Problem::error(codes::INVALID, path.join(key), Some(place), what, remedy)
            }));
            Kind::Broken
        }
    };
}

fn numbers(csv: &CsvValues, text: &str) -> Result<Vec<f64>, Vec<crate::rows::Fault>> {
    let file = &csv.file;
    let rows = wanted(file, text, [("value_column", &*csv.value_column)], &csv.only)?;
    if rows.is_empty() || rows.len() > MOST_VALUES {
        let what = format!("`{file}` has {} rows that are wanted", rows.len());
        return Err(vec![("file", what, format!("let there be 1 to {MOST_VALUES} of them"))]);
    }
    let mut faults = Vec::new();
    let mut values = Vec::with_capacity(rows.len());
    for (line, [cell]) in rows {
        match number_in_table(&cell) {
            Some(value) => values.push(value),
            None => faults.push((
                "file",
                format!("`{file}` line {line}: \"{cell}\" is no number"),
                "write a number".to_owned(),
            )),
        }
    }
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}
