//! Folders of results: of one run each or refused, nothing of anybody else replaced unasked; the program when it is ended.

use std::{
    fs,
    process::{Command, Stdio},
    thread::sleep,
    time::Instant,
};

use crate::support::{TINY, data, end, files, folder, folder_with_tiny};

/// A call that must be refused, whatever is there must stay as it is.
fn refused(folder: &tempfile::TempDir, arguments: &[&str], why: &str) {
    let before = files_below(folder);
    let ended = end(folder, arguments);
    assert_eq!((ended.code, ended.data.as_str()), (4, ""), "{arguments:?}: {}", ended.notes);
    assert!(ended.notes.contains(why) && ended.notes.contains("= help: "), "{arguments:?}: {}", ended.notes);
    assert!(before == files_below(folder), "{arguments:?}");
}

fn files_below(folder: &tempfile::TempDir) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(path) = folders.pop() {
        for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                all.push((entry.to_string_lossy().into_owned(), fs::read(&entry).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn a_longer_run_or_that_of_another_scenario_is_replaced_only_by_force() {
    let folder = folder_with_tiny();
    let run = ["run", "tiny.json", "--out", "out"];
    data(&folder, &run);
    // The same, longer, or with other numbers: this is how one works.
    data(&folder, &run);
    data(&folder, &[&run[..], &["-n", "6", "--set", "hospitals.acute.beds=23"]].concat());
    let with = |more: &'static [&'static str]| [&run[..], more].concat();
    refused(
        &folder,
        &with(&["-n", "5"]),
        "holds more: 6 replications of 28 days, and this would be 5 replications of 28 days",
    );
    refused(&folder, &with(&["-n", "9", "--set", "days=27"]), "9 replications of 27 days");
    refused(&folder, &with(&["-n", "9", "--set", "title=Other"]), "of `Tiny hospital`, and these would be of `Other`");
    refused(&folder, &["compare", "tiny.json", "tiny.json", "--out", "out"], "holds the results of a run");
    data(&folder, &with(&["--force", "-n", "2"]));
    data(&folder, &["compare", "tiny.json", "tiny.json", "--out", "out", "--force"]);
    assert!(!folder.path().join("out/daily.csv").exists(), "the run has gone as a whole");
    refused(&folder, &run, "holds the results of a comparison");
}

#[test]
fn what_somebody_has_changed_is_neither_read_nor_replaced() {
    let folder = folder_with_tiny();
    let run = ["run", "tiny.json", "--out", "out"];
    data(&folder, &run);
    let plot = ["plot", "out", "--chart", "delays", "--out", "delays"];
    let change = |name: &str| {
        let path = folder.path().join("out").join(name);
        let mut text = fs::read(&path).unwrap();
        text.extend(b" ");
        fs::write(&path, text).unwrap();
    };
    // No chart is made from this table, which people like to open in Excel; a page has it in it.
    change("results.csv");
    data(&folder, &plot);
    refused(&folder, &["report", "out", "--out", "page.html"], "results.csv` is not as it was written");
    refused(&folder, &run, "results.csv` has been changed since the results were written");
    data(&folder, &[&run[..], &["--force"]].concat());
    change("daily.csv");
    refused(&folder, &plot, "daily.csv` is not as it was written");
    data(&folder, &[&run[..], &["--force"]].concat());
    // What is missing is missed by those who read it, and is no loss.
    fs::remove_file(folder.path().join("out/scenario.json")).unwrap();
    refused(&folder, &plot, "scenario.json` cannot be read, which belongs to the results");
    data(&folder, &run);
    data(&folder, &plot);
}

#[test]
fn results_of_another_version_are_refused_by_name() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out"]);
    data(&folder, &["compare", "tiny.json", "tiny.json", "--out", "both"]);
    for (out, remedy) in
        [("out", "`wardflow run out/scenario.json --out"), ("both", "`wardflow compare both/scenario-base.json")]
    {
        let manifest = folder.path().join(out).join("manifest.json");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("\"version\": 2", "\"version\": 99")).unwrap();
        for command in ["plot", "report"] {
            refused(&folder, &[command, out], "was written by another version: wardflow 0.1.0");
        }
        fs::remove_file(&manifest).unwrap();
        refused(&folder, &["report", out], "has no `manifest.json`");
        refused(&folder, &["plot", out], remedy);
    }
}

#[test]
fn files_of_somebody_else_stay() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "out"]);
    for name in ["notes.md", "notes.html", "chart.png", "other.svg", "third.csv"] {
        fs::write(folder.path().join(name), "mine").unwrap();
    }
    // Beside the results, and by a name that results may have.
    fs::write(folder.path().join("out/patients.csv"), "mine").unwrap();
    let not_ours = "not written by this command and would be replaced";
    refused(&folder, &["run", "tiny.json", "--out", "out", "--patients"], not_ours);
    data(&folder, &["run", "tiny.json", "--out", "out"]);
    assert_eq!(fs::read(folder.path().join("out/patients.csv")).unwrap(), b"mine");
    refused(&folder, &["plot", "out", "--chart", "week"], "`out/patients.csv` is not there");
    for name in ["notes.md", "notes.html"] {
        refused(&folder, &["verify", "t1", "--out", name], not_ours);
    }
    for name in ["chart", "other", "third"] {
        refused(&folder, &["plot", "out", "--chart", "delays", "--out", name], not_ours);
    }
    refused(&folder, &["report", "out", "--out", "notes.html"], not_ours);
    for arguments in [
        &["verify", "t1", "--out", "notes.md"][..],
        &["verify", "t1", "--out", "notes.html"],
        &["plot", "out", "--chart", "delays", "--out", "chart"],
        &["report", "out", "--out", "notes.html"],
    ] {
        data(&folder, &[arguments, &["--force"]].concat());
        if !arguments.contains(&"report") {
            // An earlier one makes way by itself.
            data(&folder, arguments);
        }
    }
}

#[test]
fn a_picture_that_cannot_be_drawn_takes_nothing_else_with_it() {
    let folder = folder();
    let hospitals: Vec<String> = (0..90).map(|at| format!("\"h{at}\": {{ \"beds\": 24 }}")).collect();
    let text = TINY.replace("\"acute\": { \"beds\": 24 }", &hospitals.join(", "));
    fs::write(folder.path().join("many.json"), text.replace("\"adults\": {", "\"adults\": { \"hospital\": \"h7\","))
        .unwrap();
    let ended = end(&folder, &["run", "many.json", "-n", "1", "--out", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    assert!(ended.notes.contains("note: there is no picture: "), "{}", ended.notes);
    let out = files(&folder.path().join("out"));
    assert!(out.contains_key("daily.csv") && !out.contains_key("nctr.png"));
    assert!(!String::from_utf8_lossy(&out["README.txt"]).contains("nctr.png"));
    let ended = end(&folder, &["plot", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.notes);
    assert!(ended.notes.contains("note: there is no `occupancy`: ") && folder.path().join("out/delays.png").exists());
    data(&folder, &["report", "out"]);
    let page = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(page.contains("There is no picture: ") && page.contains("<svg "));
}

#[test]
fn no_terminal_page_or_document_gets_commands_or_html_from_a_scenario() {
    let folder = folder_with_tiny();
    let wrong = TINY.replace("Tiny hospital", "Tiny \\u001b]0;mine\\u0007hospital");
    fs::write(folder.path().join("wrong.json"), wrong).unwrap();
    let ended = end(&folder, &["run", "wrong.json"]);
    assert_eq!(ended.code, 3);
    assert!(ended.notes.contains("this text holds a control character (U+001B)"), "{}", ended.notes);
    let ended = end(&folder, &["run", "tiny.json", "--set", "title=a\u{1b}[2J"]);
    assert!(ended.code == 3 && ended.notes.contains("control character (U+001B)"), "{}", ended.notes);

    let html = "title=\"a < b <script>alert(1)</script>\"";
    data(&folder, &["run", "tiny.json", "--set", html, "--out", "out"]);
    let checklist = fs::read_to_string(folder.path().join("out/stress-des.md")).unwrap();
    assert!(checklist.contains("a &lt; b &lt;script>") && !checklist.contains("<script"), "{checklist}");
    let strange = "Board\u{1b}]0;mine\u{7}\u{9b}2J";
    let said = end(&folder, &["report", "out", "--title", strange, "--name", strange, "--out", "page.html"]);
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    let wrong = end(&folder, &["run", "tiny.json", &format!("--{strange}")]);
    for text in [page.as_str(), &said.data, &said.notes, &wrong.notes, &wrong.data] {
        assert!(!text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{text}");
    }
    assert!(wrong.notes.contains("Board"), "{}", wrong.notes);
    assert!(page.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
}

/// Kills runs over the results of others at moments that are spread over the whole of a run. Whatever is read then is one
/// run's; else it is refused by name, and the next call puts the folder in order.
fn no_mixture_is_read_after_kills(kills: u32) {
    let folder = folder_with_tiny();
    let run = |beds: u32, out: &'static str| {
        let beds = format!("hospitals.acute.beds={beds}");
        let more = if beds.ends_with('4') { &["--patients"][..] } else { &[] };
        let arguments = ["run", "tiny.json", "-n", "20", "--out", out, "--set"];
        arguments.into_iter().map(str::to_owned).chain([beds]).chain(more.iter().map(|&more| more.to_owned()))
    };
    let call = |arguments: &[String]| data(&folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let begun = Instant::now();
    let both = [(24, "with-24"), (30, "with-30")].map(|(beds, out)| {
        call(&run(beds, out).collect::<Vec<_>>());
        files(&folder.path().join(out))
    });
    let took = begun.elapsed() / 2;
    let out = folder.path().join("out");
    let holds = |at: usize| {
        let is_there =
            |(name, content): (&String, &Vec<u8>)| fs::read(out.join(name)).is_ok_and(|there| there == *content);
        both[at].iter().all(is_there) && out.join("patients.csv").exists() == both[at].contains_key("patients.csv")
    };
    call(&run(24, "out").collect::<Vec<_>>());
    fs::write(out.join("mine.txt"), "mine").unwrap();
    for kill in 0..kills {
        let at = (kill as usize + 1) % 2;
        let arguments: Vec<String> = run([24, 30][at], "out").collect();
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("wardflow"));
        command.current_dir(&folder).args(&arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        // The golden ratio: no two moments are close to each other.
        sleep(took.mul_f64((f64::from(kill) * 0.618_034).fract() * 1.1));
        child.kill().unwrap();
        child.wait().unwrap();
        let read = end(&folder, &["plot", "out", "--chart", "delays", "--out", "delays"]);
        if read.code == 0 {
            assert!(holds(0) || holds(1), "a mixture was read after kill {kill}");
        } else {
            assert!(read.notes.contains("`out` holds parts of two runs"), "{}", read.notes);
            call(&arguments);
            assert!(holds(at));
        }
        assert_eq!(fs::read(out.join("mine.txt")).unwrap(), b"mine");
    }
    call(&run(30, "out").collect::<Vec<_>>());
    assert!(holds(1) && files(&out).keys().all(|name| !name.starts_with('.')));
}

#[test]
fn no_mixture_is_read_after_a_few_kills() {
    no_mixture_is_read_after_kills(8);
}

#[test]
#[ignore = "takes minutes; see docs/testing.md"]
fn no_mixture_is_read_after_200_kills() {
    no_mixture_is_read_after_kills(200);
}

#[cfg(unix)]
mod ended {
    use std::{path::Path, process::Child, time::Duration};

    use super::*;

    /// Calls the program, ends it by a signal once something is there, and gives its exit code and notes.
    fn end_by(
        signal: &str,
        folder: &tempfile::TempDir,
        arguments: &[&str],
        once: &dyn Fn(&Path) -> bool,
    ) -> (i32, String) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("wardflow"));
        command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
        let child: Child = command.spawn().unwrap();
        let begun = Instant::now();
        while !once(folder.path()) {
            assert!(begun.elapsed() < Duration::from_mins(1), "nothing happens");
            sleep(Duration::from_millis(5));
        }
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    #[test]
    fn a_run_that_is_ended_leaves_the_earlier_one() {
        let folder = folder_with_tiny();
        let long = ["run", "tiny.json", "-n", "10000000", "--out", "out"];
        let is_under_way = |folder: &Path| folder.join("out/.wardflow-new/lock").exists();
        let (code, notes) = end_by("-TERM", &folder, &long, &is_under_way);
        assert_eq!(code, 143, "{notes}");
        let safe = "interrupted: nothing was written into `out`. The same command begins again.\n";
        assert!(notes.ends_with(safe), "{notes}");
        assert!(files(&folder.path().join("out")).is_empty());

        data(&folder, &["run", "tiny.json", "--out", "out"]);
        let before = files(&folder.path().join("out"));
        let (code, notes) = end_by("-INT", &folder, &long, &is_under_way);
        assert_eq!(code, 130, "{notes}");
        assert!(
            notes.ends_with(
                "interrupted: `out` holds the results of a run as before, whole. The same command begins again.\n"
            ),
            "{notes}"
        );
        assert!(before == files(&folder.path().join("out")));
    }

    #[test]
    fn a_sweep_that_is_ended_keeps_its_points_and_goes_on() {
        let folder = folder_with_tiny();
        let sweep = ["sweep", "tiny.json", "--vary", "hospitals.acute.beds=20:400:1", "-n", "20", "--out", "swept"];
        let points = |folder: &Path| fs::read_dir(folder.join("swept/points")).map_or(0, Iterator::count);
        let (code, notes) = end_by("-INT", &folder, &sweep, &|folder| points(folder) > 3);
        assert_eq!(code, 130, "{notes}");
        let safe =
            "interrupted: every finished point is kept in `swept`. The same command with --resume added goes on.\n";
        assert!(notes.ends_with(safe), "{notes}");
        assert!(points(folder.path()) > 3);
        let parts = files(&folder.path().join("swept/points"));
        assert!(parts.keys().all(|name| !name.starts_with('.')), "{:?}", parts.keys());
    }

    #[test]
    fn a_report_that_is_ended_leaves_nothing() {
        let folder = folder_with_tiny();
        fs::create_dir(folder.path().join("room")).unwrap();
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("wardflow"));
        command.current_dir(&folder).env("TMPDIR", folder.path().join("room")).stderr(Stdio::null());
        let mut child = command.args(["report", "tiny.json", "-n", "10000000"]).spawn().unwrap();
        while fs::read_dir(folder.path().join("room")).unwrap().count() == 0 {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis(50));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert_eq!(fs::read_dir(folder.path().join("room")).unwrap().count(), 0);
        assert!(!folder.path().join("report.html").exists());
    }
}
