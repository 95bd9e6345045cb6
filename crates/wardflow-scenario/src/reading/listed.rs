//! Lists of values that stand in CSV files: `"csv_days": {"file": ...}` becomes `"values_days": [...]`, with `weights` if the
//! file counts how often each was seen, so that a scenario that was read holds all that it says.

mod counts;

use serde::Deserialize;

use super::{
    Library, LoadError, Path, Problem, Problems, Reading,
    problem::codes,
    tree::{Kind, Member, Node, Number},
};
use crate::{
    format::CsvValues,
    rows::{Fault, MOST_FAULTS, number_in_table, wanted},
};

/// The keys of such files, and those of the lists that they become.
const KEYS: [(&str, &str); 3] =
    [("csv_days", "values_days"), ("csv_hours", "values_hours"), ("csv_numbers", "numbers")];
/// The key of how often each value of a list was seen.
const WEIGHTS: &str = "weights";
/// Most of one weight.
const MOST_WEIGHT: f64 = 1e12;
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
            let is_empirical = path.segments().last().is_some_and(|key| key == "empirical");
            for (from, to) in KEYS {
                let Some(at) = members.iter().position(|member| member.key == from) else { continue };
                let path = path.join(from);
                if let Some(other) = members.iter().find(|member| member.key == to || is_weights(member)) {
                    let what = format!("both `{}` and `{from}` are given", other.key);
                    let remedy = if is_weights(other) {
                        "name the column of the file that holds the weights, as `weight_column`"
                    } else {
                        "leave one of them out"
                    };
                    found.push(Problem::error(codes::INVALID, path, Some(members[at].key_place), what, remedy));
                    members.remove(at);
                } else if let Some(csv) = file_of(&members[at]) {
                    to.clone_into(&mut members[at].key);
                    let weights = fill(&mut members[at].node, &path, &csv, is_empirical, problems, library, found);
                    let key_place = members[at].key_place;
                    members.extend(weights.map(|node| Member { key: WEIGHTS.to_owned(), key_place, node }));
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

fn is_weights(member: &Member) -> bool {
    member.key == WEIGHTS
}

/// Puts the values in the place of the file's name; gives the weights beside them, if there are any.
///
/// Only `empirical` has weights; elsewhere each value stands there as often as it was seen.
fn fill(
    node: &mut Node,
    path: &Path,
    csv: &CsvValues,
    is_empirical: bool,
    problems: &Problems,
    library: &dyn Library,
    found: &mut Vec<Problem>,
) -> Option<Node> {
    let from = problems.source(node.place.file).map(|source| source.name.as_str());
    let table = library
        .load(&csv.file, from)
        .map_err(|error| {
            let LoadError { what, remedy } = error.of_csv();
            vec![("file", what, remedy)]
        })
        .and_then(|source| {
            let table = table(csv, &source.text)?;
            let counted = csv.weight_column.is_none().then(|| counts::looks_counted(csv, &source.text, &table.values));
            Ok((if is_empirical { table } else { table.repeated(csv)? }, counted.flatten()))
        });
    let place_of = |key: &str| node.child(key).map_or(node.place, |child| child.node.place);
    match table {
        Ok((Table { values, weights }, counted)) => {
            if let Some(column) = counted {
                let what = format!(
                    "`{}` has a column `{column}` and no value of `{}` twice: a row may stand for several, and here each \
                     counts once",
                    csv.file, csv.value_column
                );
                let remedy = format!("add `\"weight_column\": \"{column}\"`, or leave that column out of the file");
                let place = Some(place_of("value_column"));
                found.push(Problem::warning(codes::COUNTS, path.join("value_column"), place, what, remedy));
            }
            let list = |values: Vec<f64>| {
                let number = |value| Node::new(Kind::Number(Number::Float(value)), node.place, node.layer);
                Kind::List(values.into_iter().map(number).collect())
            };
            let weights = weights.map(|weights| Node::new(list(weights), node.place, node.layer));
            node.kind = list(values);
            weights
        }
        Err(faults) => {
            found.extend(faults.into_iter().map(|(key, what, remedy)| {
                Problem::error(codes::INVALID, path.join(key), Some(place_of(key)), what, remedy)
            }));
            node.kind = Kind::Broken;
            None
        }
    }
}

/// The values of a file, and how often each was seen if the file says so.
struct Table {
    values: Vec<f64>,
    weights: Option<Vec<f64>>,
}

impl Table {
    /// Each value as often as it was seen.
    fn repeated(self, csv: &CsvValues) -> Result<Self, Vec<Fault>> {
        let Some(weights) = self.weights else { return Ok(self) };
        let total: f64 = weights.iter().sum();
        if weights.iter().any(|weight| weight.fract() != 0.0) || !(1.0..=MOST_VALUES as f64).contains(&total) {
            let what = format!("`{}` counts {total} values in all", csv.file);
            return Err(vec![("weight_column", what, format!("let there be 1 to {MOST_VALUES}, in whole numbers"))]);
        }
        let pairs = self.values.into_iter().zip(weights);
        let values = pairs.flat_map(|(value, weight)| std::iter::repeat_n(value, weight as usize)).collect();
        Ok(Self { values, weights: None })
    }
}

fn table(csv: &CsvValues, text: &str) -> Result<Table, Vec<Fault>> {
    let file = &csv.file;
    let value = ("value_column", &*csv.value_column);
    let rows: Vec<(u64, [String; 2])> = if let Some(weight) = &csv.weight_column {
        wanted(file, text, [value, ("weight_column", weight)], &csv.only)?
    } else {
        let rows = wanted(file, text, [value], &csv.only)?;
        rows.into_iter().map(|(line, [cell])| (line, [cell, String::new()])).collect()
    };
    if rows.is_empty() || rows.len() > MOST_VALUES {
        let what = format!("`{file}` has {} rows that are wanted", rows.len());
        return Err(vec![("file", what, format!("let there be 1 to {MOST_VALUES} of them"))]);
    }
    let mut faults = Vec::new();
    let mut values = Vec::with_capacity(rows.len());
    let mut weights = Vec::new();
    for (line, [cell, weight]) in rows {
        let mut fault = |what: &str, remedy: &str| {
            faults.push(("file", format!("`{file}` line {line}: {what}"), remedy.to_owned()));
        };
        match number_in_table(&cell) {
            Some(value) => values.push(value),
            None => fault(&format!("\"{cell}\" is no number"), "write a number"),
        }
        if csv.weight_column.is_some() {
            match number_in_table(&weight).filter(|weight| (0.0..=MOST_WEIGHT).contains(weight)) {
                Some(weight) => weights.push(weight),
                None => fault(&format!("\"{weight}\" is no count"), "write 0 or more"),
            }
        }
    }
    faults.truncate(MOST_FAULTS);
    let weights = csv.weight_column.is_some().then_some(weights);
    if faults.is_empty() { Ok(Table { values, weights }) } else { Err(faults) }
}
