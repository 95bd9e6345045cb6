//! `wardflow report`: one page that stands on its own.

use std::{collections::BTreeMap, fs, path::Path};

use tempfile::TempDir;

use crate::support::{data, end, files, folder_with_tiny, rows_of};

/// The tiny hospital, too small for a surge, with a team that is off at weekends.
const WINTER: &str = r#"{
  "extends": "tiny.json",
  "title": "A tiny winter",
  "description": "Four weeks with a surge. The middle ones are the worst.",
  "replications": 20,
  "hospitals": { "acute": { "beds": 18 } },
  "cohorts": { "adults": { "arrivals": { "poisson": { "surges": {
    "winter": { "from": "2026-04-06", "to": "2026-04-19", "multiply_by": 1.4, "source": "assumption: for a test" }
  } } } } }
}"#;

/// The tiny hospital run, and compared with one that has fewer beds.
fn folder_with_results() -> TempDir {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "run"]);
    data(&folder, &["compare", "tiny.json", "--what-if", "services.rehab.beds=9", "--out", "compared"]);
    folder
}

fn page(folder: &TempDir, arguments: &[&str]) -> String {
    data(folder, &[&["report"], arguments, &["--out", "report.html"]].concat());
    fs::read_to_string(folder.path().join("report.html")).unwrap()
}

/// The words of a page: no markup, pictures or files.
fn words(page: &str) -> String {
    let body = page.split("</style>").nth(1).unwrap();
    let mut text = String::new();
    for (at, part) in body.split("<svg ").enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once("</svg>").unwrap().1 });
    }
    let mut lines: Vec<String> = Vec::new();
    for part in text.split('<').skip(1) {
        let (tag, rest) = part.split_once('>').unwrap();
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        let is_inside_a_line = ["code", "a", "wbr", "b", "span", "td", "th"].contains(&name);
        match lines.last_mut() {
            Some(line) if is_inside_a_line => {
                line.push_str(if ["td", "th"].contains(&tag.split(' ').next().unwrap()) { " | " } else { "" });
                line.push_str(rest);
            }
            _ => lines.push(rest.to_owned()),
        }
    }
    lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .fold(String::new(), |text, line| text + line + "\n")
}

/// Everything that stands between two texts, without nesting.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}

#[test]
fn the_answer_is_told_and_stands_on_the_page() {
    let folder = folder_with_results();
    let said = data(&folder, &["report", "run", "compared", "--out", "report.html"]);
    insta::assert_snapshot!("report_answer", said);
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    let people = rows_of(folder.path().join("run/results.csv"));
    let mean: f64 = people.iter().find(|row| row["measure"] == "nctr_people").unwrap()["mean"].parse().unwrap();
    assert!(
        page.contains(&format!("On an average day {mean:.1} people are in an acute bed though ready to leave")),
        "{said}"
    );
    for part in ["question", "answer", "charts", "tables", "assumptions", "method", "again", "stress"] {
        assert!(page.contains(&format!("<h2 id=\"{part}\">")) && page.contains(&format!("href=\"#{part}\"")), "{part}");
    }
}

#[test]
fn the_page_fetches_nothing_and_is_the_same_every_time() {
    let folder = folder_with_results();
    let page = page(&folder, &["run", "compared"]);
    for link in between(&page, "href=\"", "\"").into_iter().chain(between(&page, "src=\"", "\"")) {
        assert!(link.starts_with('#') || link.starts_with("data:"), "{}", &link[..link.len().min(80)]);
    }
    assert!(!page.contains("@import") && !page.contains("<script"));
    assert_eq!(self::page(&folder, &["run", "compared"]), page);
}

#[test]
fn the_page_can_be_read_aloud() {
    let folder = folder_with_results();
    let page = page(&folder, &["run", "compared"]);
    assert!(
        page.contains("<html lang=\"en-GB\">")
            && page.contains("href=\"#main\"")
            && page.contains("<main id=\"main\">")
    );
    assert_eq!(page.matches("<h1>").count(), 1);
    let mut before = 0;
    for level in between(&page, "<h", ">").iter().filter_map(|tag| tag.split(' ').next()?.parse::<u32>().ok()) {
        assert!(level <= before + 1, "a heading of level {level} follows one of level {before}");
        before = level;
    }
    for table in between(&page, "<table", "</table>") {
        let content = table.split_once('>').unwrap().1;
        assert!(content.starts_with("<caption>"), "{}", &table[..table.len().min(80)]);
        assert_eq!(table.matches("<th ").count(), table.matches("<th scope=").count());
    }
    // Differences and bridge of the comparison, seven charts of the run.
    assert_eq!(page.matches("<svg ").count(), 9);
    assert_eq!(page.matches("<svg ").count(), page.matches("role=\"img\"").count());
    assert_eq!(page.matches(">SVG</a>").count(), 9);
    assert_eq!(page.matches(">PNG</a>").count(), 9);
    // Ids are unique.
    let mut ids = between(&page, " id=\"", "\"");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn names_of_a_scenario_are_text_and_not_markup() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "-n", "1", "--set", "title=<script>alert(1)</script> & more", "--out", "run"]);
    let page = page(&folder, &["run"]);
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"));
}

#[test]
fn a_scenario_runs_first_and_gives_the_page_of_its_run() {
    let folder = folder_with_tiny();
    let run = [
        "run",
        "tiny.json",
        "--set",
        "services.rehab.beds=8",
        "-n",
        "6",
        "--seed",
        "3",
        "--patients",
        "6",
        "--out",
        "run",
    ];
    data(&folder, &run);
    let of_the_run = page(&folder, &["run"]);
    let fresh =
        page(&folder, &["tiny.json", "--set", "services.rehab.beds=8", "-n", "6", "--seed", "3", "--name", "run"]);
    let command = "wardflow report tiny.json --set services.rehab.beds=8 --replications 6 --seed 3 --name run";
    assert!(fresh.contains(command));
    assert_eq!(fresh.replace(&format!("<p>This page: <code>{command}</code></p>"), ""), of_the_run);
    // Nothing is left of the run.
    assert_eq!(files_in(folder.path()), ["report.html", "run", "tiny.json"]);
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn several_scenarios_are_compared_on_the_same_patients() {
    let folder = folder_with_tiny();
    let arguments =
        ["tiny.json", "--what-if", "services.rehab.beds=8", "-n", "20", "--name", "Now", "--name", "8 beds"];
    let page = page(&folder, &arguments);
    insta::assert_snapshot!("report_words", words(&page));
    let compared =
        data(&folder, &["compare", "tiny.json", "--what-if", "services.rehab.beds=8; title=8 beds", "-n", "20"]);
    let finding = compared.split("8 beds: ").nth(1).unwrap().split("\nThe base rests on this").next().unwrap();
    let finding = finding.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(&format!("<li>8 beds: {finding}</li>")), "{finding}");
}

#[test]
fn a_run_beside_a_scenario_runs_again_to_be_compared() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--set", "services.rehab.beds=9", "--out", "before"]);
    let page = page(&folder, &["before", "tiny.json"]);
    assert!(
        page.contains(
            "<th scope=\"row\">Rehab beds <code class=\"path\">services.<wbr>rehab.<wbr>beds<wbr></code></th><td>9</td><td>12</td>"
        )
    );
    assert!(page.contains("Tiny hospital (before)") && page.contains("report before tiny.json"));
}

#[test]
fn a_comparison_alone_runs_again() {
    let folder = folder_with_results();
    let of_the_folder = page(&folder, &["compared"]);
    let of_the_scenarios = page(&folder, &["tiny.json", "--what-if", "services.rehab.beds=9"]);
    let differences = |page: &str| {
        page.split("Data: People discharge ready").nth(1).unwrap().split("</table>").next().unwrap().to_owned()
    };
    assert_eq!(differences(&of_the_folder), differences(&of_the_scenarios));
    assert!(of_the_folder.contains("<code>wardflow report compared</code>"));
}

#[test]
fn threads_change_nothing() {
    let folder = folder_with_tiny();
    let of = |threads: &str| page(&folder, &["tiny.json", "--what-if", "services.rehab.beds=8", "--threads", threads]);
    assert_eq!(of("1"), of("3"));
}

#[test]
fn names_too_long_for_charts_are_those_of_the_files() {
    let folder = folder_with_tiny();
    let long = "title=\"A hospital whose name is longer than any chart can bear\"";
    let page =
        page(&folder, &["tiny.json", "--set", long, "--what-if", "services.rehab.beds=8; warm_up_days=14", "-n", "2"]);
    assert!(page.contains("<th scope=\"col\">tiny</th><th scope=\"col\">What if 1</th>"), "{}", words(&page));
}

#[test]
fn what_differs_is_told_as_planners_say_it() {
    let folder = folder_with_tiny();
    let page = page(
        &folder,
        &[
            "tiny.json",
            "-n",
            "2",
            "--what-if",
            r#"services.rehab.beds={"steps": {"2026-04-10": 9}}; services.spare={"beds": 2, "stay": {"fixed": {"days": 5}}}"#,
            "--what-if",
            r#"cohorts.adults.arrivals.poisson.per_day={"ramp": {"2026-04-01": 4, "2026-04-20": 8}}"#,
            "--what-if",
            r#"services.rehab.beds={"steps": {"2026-04-10": 12}}; title=The same"#,
        ],
    );
    let words = words(&page);
    for line in [
        "What if 1: Rehab beds 12 → 9 from 10 Apr 2026; Spare added: beds 2; stay 5 days; hours of starts always; and 2 more inputs",
        "What if 2: Adults, arrivals a day 4 → 8 on a straight line to 20 Apr 2026",
        "Rehab beds services.rehab.beds | 12 | 12 → 9 from 10 Apr 2026 | 12 | 12",
        "Spare services.spare | not there | beds 2; stay 5 days; hours of starts always; and 2 more inputs | not there | not there",
    ] {
        assert!(words.contains(line), "`{line}` is not in: {words}");
    }
    // Where the data files of the page begin the scenario itself follows.
    assert!(!words.contains("{\"") && !words.contains("none | none"), "{words}");
}

#[test]
fn every_input_is_listed_with_its_source_or_without() {
    let folder = folder_with_tiny();
    fs::write(
        folder.path().join("sourced.json"),
        r#"{ "extends": "tiny.json", "title": "Sourced",
            "services": { "rehab": { "name": "Ward <7>",
                "beds": { "value": 12, "source": "bed count & census of May", "note": "two are for bariatric care" } } },
            "cohorts": { "adults": { "arrivals": { "poisson": { "source": "assumption: as in other winters", "per_day": 4 } } } } }"#,
    )
    .unwrap();
    let words = words(&page(&folder, &["sourced.json", "-n", "2"]));
    for line in [
        "Ward &lt;7&gt; beds services.rehab.beds | 12 | bed count &amp; census of May | two are for bariatric care",
        "Adults, arrivals a day cohorts.adults.arrivals.poisson.per_day | 4 | assumption: as in other winters",
        "Acute beds hospitals.acute.beds | 24 | no source given",
        "Days of warm-up warm_up_days | 14 | no source given",
    ] {
        assert!(words.contains(line), "`{line}` is not in: {words}");
    }
    // What is counted at the top is what stands below.
    let counted = words.split(" inputs: ").next().unwrap().rsplit('\n').next().unwrap();
    let parts: u32 = between(&words, ": ", " input").iter().filter_map(|number| number.parse::<u32>().ok()).sum();
    assert_eq!(counted.trim().parse::<u32>().unwrap(), parts);
    assert!(words.contains("2 with a source (1 an assumption, by 1 statement of the file)"), "{words}");
}

fn folder_with_winter() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("winter.json"), WINTER).unwrap();
    folder
}

#[test]
fn the_winter_pack_tells_what_winter_takes() {
    let folder = folder_with_winter();
    let said = data(&folder, &["report", "--preset", "winter", "winter.json", "--out", "report.html"]);
    insta::assert_snapshot!("report_winter_answer", said);
    insta::assert_snapshot!(
        "report_winter_words",
        words(&fs::read_to_string(folder.path().join("report.html")).unwrap())
    );
}

/// What a run of the winter needed: most beds of each replication, and of each of its weeks.
fn needed(folder: &TempDir, changes: &[&str]) -> (Vec<f64>, Vec<(String, f64)>) {
    let sets = changes.iter().flat_map(|change| ["--set", change]);
    data(folder, &["run", "winter.json", "-n", "40", "--out", "run"].into_iter().chain(sets).collect::<Vec<_>>());
    let mut most: BTreeMap<u32, f64> = BTreeMap::new();
    let mut weeks = Vec::new();
    for row in rows_of(folder.path().join("run/peaks.csv")) {
        let needed: f64 = row["needed"].parse().unwrap();
        let most = most.entry(row["replication"].parse().unwrap()).or_insert(needed);
        *most = most.max(needed);
        weeks.push((row["week"].clone(), needed));
    }
    (most.into_values().collect(), weeks)
}

/// Share above a number of beds, as a whole percentage.
fn percent(values: impl ExactSizeIterator<Item = f64>, beds: f64) -> String {
    let all = values.len() as f64;
    format!("{:.0}%", 100.0 * values.filter(|needed| *needed > beds).count() as f64 / all)
}

/// Beds that are enough in nine of ten, and the same with their interval.
fn enough(mut values: Vec<f64>) -> (f64, String) {
    values.sort_by(f64::total_cmp);
    let beds = values[(values.len() * 9).div_ceil(10) - 1].ceil();
    let ends = wardflow_montecarlo::chance::enough(&values, 90).unwrap();
    (beds, format!("{beds} ({} to {})", ends.low.ceil(), ends.high.ceil()))
}

/// In how many of the replications more than so many are needed, if that is not in all of them.
fn share(most: &[f64], beds: f64) -> String {
    let above = most.iter().filter(|needed| **needed > beds).count();
    if above == most.len() {
        format!("all {above}")
    } else {
        format!("{:.0}%", 100.0 * above as f64 / most.len() as f64)
    }
}

fn mean_people(folder: &TempDir) -> String {
    let rows = rows_of(folder.path().join("run/results.csv"));
    let mean: f64 = rows.iter().find(|row| row["measure"] == "nctr_people").unwrap()["mean"].parse().unwrap();
    format!("{mean:.1}")
}

#[test]
fn every_number_of_the_winter_answer_is_one_of_a_run() {
    const WITHOUT: &str = "cohorts.adults.arrivals.poisson.surges.winter.multiply_by=1";
    const FREE: &str = "hospitals.acute.beds=\"unlimited\"";
    const TRIED: [&str; 2] = ["spoas.hub.teams.nurses.working_hours=08:00-18:00", "services.rehab.beds=14"];
    let folder = folder_with_winter();
    let said = data(&folder, &["report", "--preset", "winter", "winter.json", "-n", "40", "--out", "report.html"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let has = |text: String| assert!(said.contains(&text), "`{text}` is not in: {said}");

    let (most, weeks) = needed(&folder, &[]);
    let people = mean_people(&folder);
    let shares = |most: &[f64], weeks: &[(String, f64)]| {
        [share(most, 18.0), percent(weeks.iter().map(|(_, needed)| *needed), 18.0)]
    };
    let with = shares(&most, &weeks);
    let quiet = needed(&folder, &[WITHOUT]);
    let quiet = shares(&quiet.0, &quiet.1);
    has(format!(
        "the 18 open acute beds are needed on some day in {} simulated winters, and in {} of all weeks; \
         without it in {} and {}",
        with[0], with[1], quiet[0], quiet[1]
    ));
    assert_eq!(with[0], "all 40");
    let people_without = mean_people(&folder);

    let mut by_week: BTreeMap<&String, Vec<f64>> = BTreeMap::new();
    for (week, needed) in &weeks {
        by_week.entry(week).or_default().push(*needed);
    }
    let likely = by_week.values().filter(|needed| needed.iter().filter(|beds| **beds > 18.0).count() > 20).count();
    assert_eq!(likely, by_week.len());
    has(format!("In all {likely} weeks"));

    let with = enough(needed(&folder, &[FREE]).0);
    let without = enough(needed(&folder, &[FREE, WITHOUT]).0);
    has(format!(
        "in nine of ten winters takes {}, {} more than are open; without the surge {}, {}",
        with.1,
        with.0 - 18.0,
        without.1,
        without.0 - 18.0
    ));
    let tried = enough(needed(&folder, &[FREE, TRIED[0], TRIED[1]]).0);
    if tried.0 < with.0 {
        has(format!("these {} beds down to {}, {} more", with.0, tried.1, tried.0 - 18.0));
    } else {
        has(format!("these {} beds as they are, {} more", with.0, with.0 - 18.0));
    }
    // The bars are the beds of the answer, and those of each mitigation by itself.
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    let bars = |text: String| assert!(page.contains(&text), "`{text}` is not in the page");
    bars(format!(
        "winters: With the surge {}, Without the surge {} and Surge and mitigation {}",
        with.1, without.1, tried.1
    ));
    for (change, name) in
        TRIED.into_iter().zip(["triage on seven days a week", "a tenth more of every community service"])
    {
        bars(format!("With the surge: {name} {}", enough(needed(&folder, &[FREE, change]).0).1));
    }
    needed(&folder, &TRIED);
    has(format!("On an average day {people} people"));
    has(format!("{people_without} without it, {} with surge and mitigation", mean_people(&folder)));
}

#[test]
fn a_planner_chooses_what_is_tried_against_the_surge() {
    let folder = folder_with_winter();
    let tried = ["--what-if", "title=Two more beds; services.rehab.beds=14"];
    let said = data(&folder, &[&["report", "--preset", "winter", "winter.json", "-n", "5"], &tried as &[_]].concat());
    assert!(said.contains("Two more beds would "), "{said}");
    // More acute beds do not change how many are needed, and one replication has no intervals.
    let tried = ["--what-if", "title=Two more acute beds; hospitals.acute.beds=20"];
    let said = data(&folder, &[&["report", "--preset", "winter", "winter.json", "-n", "1"], &tried as &[_]].concat());
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Two more acute beds would leave these ") && said.contains("beds as they are"), "{said}");
}

#[test]
fn mistakes_are_told_with_a_remedy() {
    let folder = folder_with_results();
    fs::write(folder.path().join("notes.html"), "my notes").unwrap();
    let calls: [&[&str]; 13] = [
        &["report", "nowhere", "run"],
        &["report", ".", "run"],
        &["report", "run", "compared", "compared"],
        &["report", "run", "--out", "notes.html"],
        &["report", "run", "--out", "."],
        &["report", "tiny.json", "--out", "nowhere/report.html"],
        &["report", "run", "--seed", "2"],
        &["report", "tiny.json", "--what-if", "days=14"],
        &["report", "tiny.json", "--name", "one", "--name", "two"],
        &["report", "tiny.json", "compared", "--what-if", "services.rehab.beds=8"],
        &["report", "--preset", "winter", "tiny.json"],
        &["report", "--preset", "winter", "--name", "Now"],
        &["report", "--preset", "winter", "tiny.json", "tiny.json"],
    ];
    let before = files(&folder.path().join("run"));
    let told = calls.map(|call| {
        let ended = end(&folder, call);
        assert_ne!(ended.code, 0, "{call:?}");
        format!("{} ({})\n{}", call.join(" "), ended.code, ended.notes)
    });
    insta::assert_snapshot!("report_mistakes", told.join("\n"));
    assert_eq!(fs::read_to_string(folder.path().join("notes.html")).unwrap(), "my notes");
    assert_eq!(files(&folder.path().join("run")), before);
}
