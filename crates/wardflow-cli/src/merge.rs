//! `wardflow merge`: joins the folders of a sweep that ran in shards.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use wardflow_montecarlo::sweep::{self, Sweep};

use crate::{
    exit::Failure,
    interrupt, numbers, opening,
    output::Output,
    sweep::{
        finish,
        store::{State, Store, state_of},
    },
};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Two halves of a sweep, perhaps from two machines, and then the whole:
    wardflow sweep d2a-beds --out part-1 --shard 1/2
    wardflow sweep d2a-beds --out part-2 --shard 2/2
    wardflow merge part-1 part-2 --out whole

Exit code: 1 if points are missing; the message names them all";

/// `wardflow merge`.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Folders of the shards of one sweep.
    #[arg(required = true, value_name = "FOLDER")]
    pub(crate) folders: Vec<PathBuf>,
    /// Write everything into this folder; it may be one of the others.
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Write into the folder even if it holds something else.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Joins folders.
///
/// # Errors
/// If they are not of one sweep, points are missing or differ, or something cannot be read or written.
pub(crate) fn merge(arguments: &Merge, output: &mut Output) -> Result<(), Failure> {
    let stores: Vec<Store> =
        arguments.folders.iter().map(|folder| Store::of_a_sweep(folder)).collect::<Result<_, _>>()?;
    let sweep = open(&stores, output)?;
    let is_one_of_them = arguments.folders.iter().any(|folder| is_same(folder, &arguments.out));
    let out = Store::look(&arguments.out, is_one_of_them, arguments.force)?;

    let mut holders: Vec<usize> = Vec::with_capacity(sweep.len());
    let mut missing = Vec::new();
    for point in 0..sweep.len() {
        match holder(&sweep, point, &stores)? {
            Ok(store) => holders.push(store),
            Err(why) => missing.push(format!("  {}  {}{why}\n", sweep.id(point), sweep.describe(point))),
        }
    }
    if !missing.is_empty() {
        output.note(&format!(
            "error: {} of {} are missing: run their shards again with --resume, then merge\n{}",
            numbers::whole(missing.len() as u64),
            numbers::count(sweep.len() as u64, "point"),
            missing.concat(),
        ));
        return Err(Failure::Incomplete);
    }
    out.begin(&sweep, true)?;
    interrupt::safe(format!(
        "the points stay as they were; `{}` has some of them. The same command with --force goes on.",
        out.shown()
    ));
    for (point, store) in holders.into_iter().enumerate() {
        let id = sweep.id(point);
        let text = stores[store].text(&id)?.unwrap_or_default();
        if out.text(&id)?.is_none_or(|there| there != text) {
            out.keep(&id, &String::from_utf8_lossy(&text))?;
        }
    }
    finish(&sweep, &out, output)
}

/// The sweep that all folders are of.
fn open(stores: &[Store], output: &mut Output) -> Result<Sweep, Failure> {
    let read = |store: &Store| {
        let path = store.path("plan.json");
        fs::read(&path).map_err(|why| Failure::Unread { path, why })
    };
    let Some((first, others)) = stores.split_first() else { return Err(Failure::Incomplete) };
    let plan = read(first)?;
    for other in others {
        if read(other)? != plan {
            return Err(Failure::Occupied(format!(
                "`{}` and `{}` differ: only shards of one plan can be joined",
                first.path("plan.json").display(),
                other.path("plan.json").display(),
            )));
        }
    }
    let opened = sweep::open(&first.path("plan.json").to_string_lossy(), &[]);
    for problems in &opened.problems {
        let told = problems.render(output.colour().notes);
        output.note(&told);
    }
    opened.sweep.ok_or_else(|| opened.problems.first().map_or(Failure::Scenario, opening::failure))
}

/// Which folder has a point; otherwise what is to be said about it.
///
/// # Errors
/// If it is of another sweep, or two folders have it and differ.
fn holder(sweep: &Sweep, point: usize, stores: &[Store]) -> Result<Result<usize, &'static str>, Failure> {
    let (id, fingerprint) = (sweep.id(point), sweep.fingerprint(point));
    let mut found: Option<(usize, Vec<u8>)> = None;
    let mut why = "";
    for (number, store) in stores.iter().enumerate() {
        let Some(text) = store.text(&id)? else { continue };
        match (state_of(&text, &id, &fingerprint), &found) {
            (State::Kept(_), None) => found = Some((number, text)),
            (State::Kept(_), Some((first, other))) if *other != text => {
                return Err(Failure::Occupied(format!(
                    "`{}` and `{}` have different results for point {id} ({}): remove the one that is wrong",
                    stores[*first].shown(),
                    store.shown(),
                    sweep.describe(point),
                )));
            }
            (State::Foreign, _) => {
                let remedy = "run its shard again as the others were run";
                return Err(store.foreign(sweep, point, 1, remedy));
            }
            (State::Damaged, None) => why = " (its file is damaged)",
            _ => {}
        }
    }
    Ok(found.map(|(number, _)| number).ok_or(why))
}

fn is_same(a: &Path, b: &Path) -> bool {
    fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}
