//! Whatever stands in a plan: opening it says what is wrong, or gives a sweep.

use std::time::{Duration, Instant};

use proptest::{collection::vec, prelude::*, test_runner::Config};
use wardflow_montecarlo::{sweep::EXAMPLE, threads::Threads};

use crate::{
    EVERYTHING,
    edits::{Edit, any_edit, gentle_edit},
    opened,
};

/// No plan takes longer to open and to check at its first points.
const LONGEST: Duration = Duration::from_secs(10);

/// Opens a plan and checks its first points. Returns whether it gave a sweep.
fn try_out(text: &str) -> bool {
    let begun = Instant::now();
    let opened = opened(text);
    assert!(opened.sweep.is_some() || !opened.problems.is_empty(), "nothing is said about {text}");
    for problems in &opened.problems {
        problems.render(true);
    }
    if let Some(sweep) = &opened.sweep {
        let points: Vec<usize> = (0..sweep.len().min(20)).collect();
        if let Err(problems) = sweep.check(&points, &Threads::new(None), &|| {}) {
            assert!(problems.has_errors(), "{}", problems.render(false));
        }
        sweep.files();
    }
    assert!(begun.elapsed() < LONGEST, "took {:?}: {text}", begun.elapsed());
    opened.sweep.is_some()
}

fn edited(which: bool, edits: &[Edit]) -> String {
    let text = if which { EVERYTHING } else { EXAMPLE };
    let text = edits.iter().fold(text.as_bytes().to_vec(), |text, edit| edit.apply(text));
    String::from_utf8_lossy(&text).into_owned()
}

proptest! {
    #![proptest_config(Config { cases: 48, failure_persistence: None, ..Config::default() })]

    #[test]
    fn damaged_plans_do_no_damage(which: bool, edits in vec(any_edit(), 1..6)) {
        try_out(&edited(which, &edits));
    }

    #[test]
    fn strange_values_are_refused_or_run(which: bool, edits in vec(gentle_edit(), 1..4)) {
        try_out(&edited(which, &edits));
    }
}

/// Without this the tests above might look at nothing but refusals.
#[test]
fn many_edited_plans_run() {
    let runs = |which: usize| try_out(&edited(true, &[Edit::Number { which, by: "2" }]));
    assert!((0..16).filter(|&which| runs(which)).count() >= 6);
}
