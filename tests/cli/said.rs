//! What stands in charts and in the winter pack, in every situation in which it must be true: ties, noise, one and two
//! replications, nothing that is short, more than a system can do, people who are turned away, beds that open under pressure,
//! several hospitals. Snapshots to be read as a planner would.

use std::{fmt::Write as _, fs, path::Path};

use tempfile::TempDir;

use crate::{
    support::{TINY, data, folder_with_tiny},
    verdict::TWO,
};

/// The tiny hospital with a surge, which is more than its beds can do.
const WINTER: &str = r#"{
  "extends": "tiny.json", "title": "A tiny winter", "hospitals": { "acute": { "beds": 18 } },
  "cohorts": { "adults": { "arrivals": { "poisson": { "surges": {
    "winter": { "from": "2026-04-06", "to": "2026-04-19", "multiply_by": 1.4, "source": "assumption: for a test" }
  } } } } }
}"#;

/// Beds that open under pressure.
const ESCALATION: &str = r#""escalations": { "extra": { "name": "winter ward", "watches": { "occupancy_percent_of": "acute" },
    "opens_above": 95, "closes_below": 85, "adds": { "hospitals": { "acute": 4 } } } }"#;

fn folder() -> TempDir {
    let folder = folder_with_tiny();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("two.json", TWO);
    write("winter.json", WINTER);
    write("pressed.json", &format!(r#"{{ "extends": "winter.json", "title": "Pressed", {ESCALATION} }}"#));
    let away = TINY.replace(r#"{ "beds": 24 }"#, r#"{ "beds": 16, "when_full": "turn_away" }"#);
    write("away.json", &away);
    write(
        "two-winters.json",
        r#"{ "extends": "two.json", "title": "Two winters", "start": "2026-04-01", "days": 28, "warm_up_days": 28,
            "hospitals": { "north": { "beds": 24 }, "south": { "beds": 18 } },
            "cohorts": { "northern": { "arrivals": { "poisson": { "surges": { "winter":
                { "from": "2026-04-06", "to": "2026-04-19", "multiply_by": 1.4 } } } } } } }"#,
    );
    folder
}

/// The words of a picture: title, subtitle and caption, each in one line. Signs and small print are left out.
fn words(svg: &str) -> String {
    let group = svg.split("class=\"wf-words\"").nth(1).unwrap().split("</g>").next().unwrap();
    let of = |mark: &str| {
        let texts =
            group.split("<text ").filter_map(|text| text.split_once('>')).filter(|(head, _)| head.contains(mark));
        let said = texts.filter_map(|(_, text)| text.split("</text>").next().map(str::trim));
        said.collect::<Vec<&str>>().join(" ").replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let words = ["bold", "font-size=\"180\"", "font-size=\"170\""].map(of);
    assert!(words.iter().all(|words| !words.is_empty()), "{words:?}: {group}");
    words.join("\n    ")
}

/// The words of all pictures in a folder.
fn pictures(folder: &Path) -> String {
    let files = crate::support::files(folder);
    let svgs =
        files.iter().filter_map(|(name, bytes)| Some((name.strip_suffix(".svg")?, String::from_utf8_lossy(bytes))));
    svgs.fold(String::new(), |mut told, (name, svg)| {
        let _ = writeln!(told, "  {name}: {}", words(&svg));
        told
    })
}

/// A situation: its name, and the arguments of the command.
type Situation<'a> = (&'a str, &'a [&'a str]);

/// What the charts of runs say in some situations.
fn of_runs(situations: &[Situation<'_>]) -> String {
    let folder = folder();
    situations.iter().fold(String::new(), |mut told, (situation, arguments)| {
        data(&folder, &[&["run"], *arguments, &["--patients", "2", "--out", "run"]].concat());
        data(&folder, &["plot", "run", "--out", "pictures/"]);
        let _ = writeln!(told, "{situation}:\n{}", pictures(&folder.path().join("pictures")));
        for name in ["run", "pictures"] {
            fs::remove_dir_all(folder.path().join(name)).unwrap();
        }
        told
    })
}

/// Whether a comparison goes to one variant, or to two changes and both together.
fn has_bridge(arguments: &[&str]) -> bool {
    [1, 3].contains(&arguments.iter().filter(|argument| **argument == "--what-if").count())
}

/// What the charts of a comparison or of a sweep say in some situations.
fn of_several(command: &str, plot: &[&str], situations: &[Situation<'_>]) -> String {
    let folder = folder();
    situations.iter().fold(String::new(), |mut told, (situation, arguments)| {
        data(&folder, &[&[command], *arguments, &["--out", "results"]].concat());
        data(&folder, &[&["plot", "results", "--out", "pictures/"], plot].concat());
        if has_bridge(arguments) {
            data(&folder, &["plot", "results", "--chart", "bridge", "--out", "pictures/"]);
        }
        let _ = writeln!(told, "{situation}:\n{}", pictures(&folder.path().join("pictures")));
        for name in ["results", "pictures"] {
            fs::remove_dir_all(folder.path().join(name)).unwrap();
        }
        told
    })
}

#[test]
fn charts_of_few_replications() {
    insta::assert_snapshot!(of_runs(&[
        ("one", &["tiny.json", "-n", "1"]),
        ("two", &["tiny.json", "-n", "2"]),
        ("five", &["tiny.json", "-n", "5"]),
        ("one, two hospitals", &["two.json", "-n", "1"]),
        ("two, two hospitals", &["two.json", "-n", "2"]),
    ]));
}

#[test]
fn charts_of_what_is_enough_and_of_what_is_not() {
    insta::assert_snapshot!(of_runs(&[
        ("as it is", &["tiny.json", "-n", "40"]),
        (
            "everything there",
            &["tiny.json", "-n", "20", "--set", "hospitals.acute.beds=60", "--set", "services.rehab.beds=40"]
        ),
        ("beds without limit", &["tiny.json", "-n", "20", "--set", "hospitals.acute.beds=unlimited"]),
        ("too few rehab beds", &["tiny.json", "-n", "20", "--set", "services.rehab.beds=10"]),
        ("cannot keep up", &["tiny.json", "-n", "20", "--set", "hospitals.acute.beds=14"]),
        ("nobody waits to leave", &["tiny.json", "-n", "10", "--set", "cohorts.adults.pathways.p2=0"]),
    ]));
}

#[test]
fn charts_of_other_hospitals() {
    insta::assert_snapshot!(of_runs(&[
        ("turned away", &["away.json", "-n", "20"]),
        (
            "one bed",
            &[
                "tiny.json",
                "-n",
                "20",
                "--set",
                "hospitals.acute.beds=1",
                "--set",
                "cohorts.adults.arrivals.poisson.per_day=0.2"
            ]
        ),
        ("escalation beds", &["pressed.json", "-n", "20"]),
        ("two hospitals", &["two.json", "-n", "20"]),
        (
            "two hospitals that cannot keep up",
            &["two.json", "-n", "10", "--set", "hospitals.south.beds=12", "--set", "hospitals.north.beds=10"]
        ),
        (
            "two hospitals with many beds",
            &["two.json", "-n", "10", "--set", "hospitals.south.beds=90", "--set", "hospitals.north.beds=90"]
        ),
    ]));
}

#[test]
fn charts_of_two_runs() {
    let folder = folder();
    let mut told = String::new();
    for replications in ["1", "2", "20"] {
        for (name, beds) in [("more", "26"), ("fewer", "14")] {
            let set = format!("hospitals.acute.beds={beds}");
            data(&folder, &["run", "tiny.json", "-n", replications, "--set", &set, "--out", name]);
        }
        for chart in ["delays", "exceedance", "pathways", "s-curve"] {
            data(&folder, &["plot", "more", "fewer", "--chart", chart, "--out", "pictures/"]);
        }
        let _ = writeln!(told, "{replications}:\n{}", pictures(&folder.path().join("pictures")));
        for name in ["more", "fewer", "pictures"] {
            fs::remove_dir_all(folder.path().join(name)).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn charts_of_comparisons() {
    insta::assert_snapshot!(of_several(
        "compare",
        &[],
        &[
            ("nothing changed", &["tiny.json", "-n", "20", "--what-if", "services.rehab.beds=12"]),
            ("noise", &["tiny.json", "-n", "5", "--what-if", "services.rehab.beds=11"]),
            ("two replications", &["tiny.json", "-n", "2", "--what-if", "services.rehab.beds=8"]),
            ("three replications", &["tiny.json", "-n", "3", "--what-if", "services.rehab.beds=8"]),
            ("fewer beds", &["tiny.json", "-n", "20", "--what-if", "services.rehab.beds=9"]),
            ("both cannot keep up", &["winter.json", "-n", "10", "--what-if", "services.rehab.beds=11"]),
            ("people who are turned away", &["away.json", "-n", "20", "--what-if", "hospitals.acute.beds=18"]),
            ("two hospitals", &["two.json", "-n", "20", "--what-if", "hospitals.south.beds=30"]),
            (
                "a bridge",
                &[
                    "tiny.json",
                    "-n",
                    "20",
                    "--what-if",
                    "services.rehab.beds=9",
                    "--what-if",
                    "hospitals.acute.beds=14",
                    "--what-if",
                    "services.rehab.beds=9; hospitals.acute.beds=14",
                ],
            ),
            (
                "four variants",
                &[
                    "tiny.json",
                    "-n",
                    "10",
                    "--what-if",
                    "services.rehab.beds=9",
                    "--what-if",
                    "services.rehab.beds=10",
                    "--what-if",
                    "services.rehab.beds=11",
                    "--what-if",
                    "services.rehab.beds=13",
                ],
            ),
        ]
    ));
}

#[test]
fn charts_of_sweeps() {
    const BEDS: &str = "services.rehab.beds=8:14:1";
    let situations: [Situation<'_>; 5] = [
        ("twenty replications", &["tiny.json", "--vary", BEDS, "-n", "20"]),
        ("two replications", &["tiny.json", "--vary", BEDS, "-n", "2"]),
        ("one replication", &["tiny.json", "--vary", BEDS, "-n", "1"]),
        ("noise", &["tiny.json", "--vary", "services.rehab.beds=20:26:1", "-n", "5"]),
        (
            "pairs",
            &["tiny.json", "--vary", "services.rehab.beds=8:14:2", "--vary", "hospitals.acute.beds=14:22:4", "-n", "5"],
        ),
    ];
    let told = [of_several("sweep", &[], &situations), of_several("sweep", &["--target", "1.5"], &situations)];
    insta::assert_snapshot!(told.join("with a target\n"));
}

/// What the winter pack says first, and the titles of its charts.
fn winter(situations: &[Situation<'_>]) -> String {
    let folder = folder();
    situations.iter().fold(String::new(), |mut told, (situation, arguments)| {
        let answer = data(&folder, &[&["report", "--preset", "winter"], *arguments, &["--out", "page.html"]].concat());
        // As one line each, as on the page.
        let lines: Vec<&str> = answer.lines().collect();
        let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
        let inside = |open: &str, close: &str| -> Vec<String> {
            page.split(open).skip(1).filter_map(|rest| rest.split(close).next()).map(str::to_owned).collect()
        };
        let said = inside("<ol class=\"answer\">", "</ol>").concat().replace("</li>", "").replace("<li>", "\n  ");
        assert!(!lines.is_empty() && !said.is_empty());
        let charts = inside("<h3 class=\"shown\">", "</h3>").join("\n    ");
        let _ = writeln!(told, "{situation}:{said}\n    {charts}");
        told
    })
}

#[test]
fn the_winter_pack_where_beds_are_short() {
    insta::assert_snapshot!(winter(&[
        ("one replication", &["winter.json", "-n", "1"]),
        ("two replications", &["winter.json", "-n", "2"]),
        ("forty replications", &["winter.json", "-n", "40"]),
        ("cannot keep up without the surge either", &["winter.json", "-n", "10", "--set", "hospitals.acute.beds=13"]),
        ("nothing that helps", &["winter.json", "-n", "10", "--what-if", "services.rehab.beds=12"]),
        ("no bed is enough", &["winter.json", "-n", "10", "--set", "services.rehab.beds=5"]),
    ]));
}

#[test]
fn the_winter_pack_of_other_hospitals() {
    insta::assert_snapshot!(winter(&[
        ("everything there", &["winter.json", "-n", "10", "--set", "hospitals.acute.beds=60"]),
        ("beds without limit", &["winter.json", "-n", "10", "--set", "hospitals.acute.beds=unlimited"]),
        (
            "turned away",
            &["winter.json", "-n", "10", "--set", "hospitals.acute={\"beds\": 16, \"when_full\": \"turn_away\"}"]
        ),
        (
            "one bed",
            &[
                "winter.json",
                "-n",
                "10",
                "--set",
                "hospitals.acute.beds=1",
                "--set",
                "cohorts.adults.arrivals.poisson.per_day=0.2"
            ]
        ),
        ("escalation beds", &["pressed.json", "-n", "20"]),
        ("two hospitals", &["two-winters.json", "-n", "20"]),
    ]));
}

#[test]
fn what_was_counted_is_judged_whatever_it_is() {
    let folder = folder();
    let mut told = String::new();
    let series: [(&str, &[i32]); 5] = [
        ("level", &[20, 21, 20, 21, 20, 21, 20, 21, 20, 21, 20, 21, 20, 21]),
        ("ties", &[7; 14]),
        ("few", &[20, 30, 25]),
        ("out at the end", &[20, 21, 20, 22, 20, 21, 20, 21, 20, 21, 20, 21, 20, 60]),
        ("nothing", &[0; 12]),
    ];
    for (situation, values) in series {
        let rows: Vec<String> =
            values.iter().zip(1..).map(|(value, day)| format!("2026-03-{day:02},{value}")).collect();
        fs::write(folder.path().join("counted.csv"), format!("date,beds\n{}\n", rows.join("\n"))).unwrap();
        data(&folder, &["plot", "counted.csv", "--history-columns", "date,beds", "--out", "pictures/"]);
        let _ = writeln!(told, "{situation}:\n{}", pictures(&folder.path().join("pictures")));
        fs::remove_dir_all(folder.path().join("pictures")).unwrap();
    }
    insta::assert_snapshot!(told);
}
