//! `wardflow report`: one page that stands on its own.

use std::fs;

use tempfile::TempDir;

use crate::support::{data, end, folder_with_tiny, rows_of};

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
    let mean: f64 = people.iter().find(|row| row["key"] == "nctr_people").unwrap()["mean"].parse().unwrap();
    assert!(page.contains(&format!("On an average day {mean:.1} (95 % interval")), "{said}");
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
    for table in between(&page, "<table>", "</table>") {
        assert!(table.starts_with("<caption>"), "{}", &table[..table.len().min(80)]);
        assert_eq!(table.matches("<th ").count(), table.matches("<th scope=").count());
    }
    assert_eq!(page.matches("<svg ").count(), 8);
    assert_eq!(page.matches("<svg ").count(), page.matches("role=\"img\"").count());
    assert_eq!(page.matches("download=").count(), 3 * 8);
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
fn mistakes_are_told_with_a_remedy() {
    let folder = folder_with_results();
    fs::write(folder.path().join("notes.html"), "my notes").unwrap();
    let calls: [&[&str]; 3] =
        [&["report", "tiny.json", "nowhere"], &["report", "compared"], &["report", "run", "--out", "notes.html"]];
    let told = calls.map(|call| {
        let ended = end(&folder, call);
        assert_ne!(ended.code, 0, "{call:?}");
        format!("{} ({})\n{}", call.join(" "), ended.code, ended.notes)
    });
    insta::assert_snapshot!("report_mistakes", told.join("\n"));
    assert_eq!(fs::read_to_string(folder.path().join("notes.html")).unwrap(), "my notes");
}
