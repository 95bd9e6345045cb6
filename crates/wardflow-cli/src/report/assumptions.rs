//! Every input of the scenarios, with where it comes from.

use maud::{Markup, html};

use super::differing::{self, Place, path};
use crate::{
    english::{list, upper},
    explain::words::assumed,
    inputs::{Annotated, GROUPS, annotated, kind},
    numbers,
    run_folder::RunFolder,
};

/// So many inputs are seen at once; of more, a part at a time is opened.
const FEW: usize = 60;

/// The inputs of the first run, then those of the others that are not the same.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let all: Vec<Vec<Annotated>> = runs.iter().map(|run| annotated(&run.ready)).collect();
    let Some((first, others)) = all.split_first() else { return html! {} };
    let is_known = |one: &Annotated, known: &[Vec<Annotated>]| known.iter().flatten().any(|other| is_alike(one, other));
    html! {
        (differing::markup(runs, Place::Assumptions))
        @if let Some(run) = runs.first() { p { (counted(first, assumed(&run.ready))) } }
        @for group in GROUPS {
            @let of_it: Vec<&Annotated> = first.iter().filter(|one| one.group == group).collect();
            @if !of_it.is_empty() {
                details class="inputs" open[first.len() <= FEW] {
                    summary { (group.title()) ": " (numbers::count(of_it.len() as u64, "input")) (without_source(&of_it)) }
                    (table(group.title(), &of_it))
                }
            }
        }
        @for (at, (run, inputs)) in runs.iter().skip(1).zip(others).enumerate() {
            @let new: Vec<&Annotated> = inputs.iter().filter(|one| !is_known(one, &all[..=at])).collect();
            @if !new.is_empty() { (table(&format!("Inputs that are different in {}", run.name), &new)) }
        }
    }
}

/// Whether the same is said of the same input.
fn is_alike(one: &Annotated, other: &Annotated) -> bool {
    let said = |one: &Annotated| (one.input.value.clone(), one.source.clone(), one.note.clone());
    one.input.path == other.input.path && said(one) == said(other)
}

/// How many inputs say where they come from. One statement of the file may be about several.
fn counted(inputs: &[Annotated], statements: usize) -> String {
    let number = |of: &dyn Fn(&&Annotated) -> bool| inputs.iter().filter(of).count() as u64;
    let sourced = number(&|one| one.source.is_some());
    let defaults = number(&|one| one.source.is_none() && one.is_default);
    let all = inputs.len() as u64;
    let assumed = match number(&|one| one.is_assumed()) {
        0 => String::new(),
        some => {
            let statements = numbers::count(statements as u64, "statement");
            let are =
                if some == 1 { "1 an assumption".into() } else { format!("{} assumptions", numbers::whole(some)) };
            format!(" ({are}, by {statements} of the file)")
        }
    };
    format!(
        "{}: {} with a source{assumed}, {} as the program has them by default, {} with no source given.",
        numbers::count(all, "input"),
        numbers::whole(sourced),
        numbers::whole(defaults),
        numbers::whole(all - sourced - defaults)
    )
}

fn without_source(inputs: &[&Annotated]) -> String {
    match inputs.iter().filter(|one| one.source.is_none() && !one.is_default).count() {
        0 => String::new(),
        some => format!(", {} with no source given", numbers::whole(some as u64)),
    }
}

/// A row of the table: an input, or several of one kind that are all as the program has them.
struct Row<'a> {
    heading: String,
    path: String,
    of: &'a Annotated,
}

/// What the file says, then what it leaves to the program, once for each kind.
fn rows<'a>(inputs: &[&'a Annotated]) -> Vec<Row<'a>> {
    let is_left = |one: &&Annotated| one.is_default && one.source.is_none() && one.note.is_none();
    let own =
        |one: &'a Annotated| Row { heading: one.input.heading.clone(), path: one.input.path.to_string(), of: one };
    let mut rows: Vec<Row<'a>> = inputs.iter().copied().filter(|one| !is_left(one)).map(own).collect();
    let mut kinds: Vec<(String, Vec<&'a Annotated>)> = Vec::new();
    for one in inputs.iter().copied().filter(|one| is_left(one)) {
        let kind = kind(&one.input.path).join(".");
        match kinds.iter_mut().find(|(known, all)| *known == kind && all[0].input.value == one.input.value) {
            Some((_, all)) => all.push(one),
            None => kinds.push((kind, vec![one])),
        }
    }
    for (kind, all) in kinds {
        let parts = all.iter().filter_map(|one| one.input.heading.rsplit_once(", "));
        let (whose, what): (Vec<String>, Vec<&str>) = parts.map(|(whose, what)| (whose.to_owned(), what)).unzip();
        match what.first() {
            Some(what) if all.len() > 1 && whose.len() == all.len() => {
                rows.push(Row { heading: format!("{}: {}", upper(what), list(&whose)), path: kind, of: all[0] });
            }
            _ => rows.extend(all.into_iter().map(own)),
        }
    }
    rows
}

fn table(caption: &str, inputs: &[&Annotated]) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label=(caption) {
            table class="figures" {
                caption { (caption) }
                thead { tr { th scope="col" { "Input" } th scope="col" { "Value" } th scope="col" { "Source" } th scope="col" { "Note" } } }
                tbody {
                    @for row in rows(inputs) {
                        tr {
                            th scope="row" { (row.heading) (path(&row.path)) }
                            td { (row.of.input.value) }
                            td { (row.of.source()) }
                            td { (row.of.note.as_deref().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}
