//! Messages about malformed plans, as a planner or modeller reads them.

use insta::{assert_snapshot, with_settings};
use wardflow_montecarlo::{sweep::OpenedPlan, threads::Threads};

use crate::{opened, with};

const BEDS: &str = r#""from": 30, "to": 40, "step": 5"#;
const DESIGN: &str = r#""design": "grid""#;

/// Everything that is said about a plan, that of its points included.
fn told(text: &str) -> String {
    let OpenedPlan { sweep, problems } = opened(text);
    let mut told: Vec<String> = problems.iter().map(|problems| problems.render(false)).collect();
    if let Some(sweep) = sweep {
        let points: Vec<usize> = (0..sweep.len()).collect();
        told.extend(sweep.check(&points, &Threads::new(Some(1)), &|| {}).err().map(|problems| problems.render(false)));
    }
    told.concat()
}

#[test]
fn every_malformed_plan_is_explained() {
    let home_care = r#""services.home_care.hours_per_week": 600"#;
    let plans = [
        ("empty", String::new()),
        ("no scenario and nothing varied", r#"{ "format": 1 }"#.into()),
        ("misspelt keys", with("\"vary\"", "\"varry\"").replace("\"step\"", "\"stepp\"")),
        ("another format", with("\"format\": 1", "\"format\": 2")),
        ("scenario and variants", with("\"seed\": 5", "\"scenario\": \"southampton-2021\"")),
        (
            "unknown scenario",
            with("\"scenario\": \"southampton-2021\", \"note\"", "\"scenario\": \"southampton-2012\", \"note\""),
        ),
        ("unknown path", with("d2a_block.beds\":", "d2a_blok.beds\":")),
        ("path of an object", with("\"services.d2a_block.beds\"", "\"services.d2a_block\"")),
        ("path of a text", with("\"services.d2a_block.beds\"", "\"start\"")),
        ("path that goes on", with("\"services.d2a_block.beds\"", "\"services.d2a_block.beds.value\"")),
        ("no path", with("\"services.d2a_block.beds\"", "\"services..beds\"")),
        ("the seed as an axis", with("\"services.d2a_block.beds\"", "\"seed\"")),
        ("values and a range", with(BEDS, r#""values": [1], "from": 2"#)),
        ("no values", with(BEDS, r#""values": []"#).replace("\"values\": [40, 44.93]", "\"label\": \"arrivals\"")),
        ("a range the wrong way round", with(BEDS, r#""from": 40, "to": 30, "step": 5"#)),
        ("steps of nothing", with(BEDS, r#""from": 30, "to": 40, "step": 0"#)),
        ("a grid without steps", with(BEDS, r#""from": 30, "to": 40"#)),
        ("too many points", with(BEDS, r#""from": 1, "to": 900000, "step": 1"#)),
        ("a list of unequal axes", with(DESIGN, r#""design": "list""#)),
        ("unknown design", with(DESIGN, r#""design": "latin""#)),
        ("a design without points", with(DESIGN, r#""design": { "sobol": { "points": 0 } }"#)),
        ("too many points of a sequence", with(DESIGN, r#""design": { "sobol": { "points": 100000 } }"#)),
        ("no file of points", with(DESIGN, r#""design": { "csv": { "file": "none.csv" } }"#)),
        ("unknown measure", with("\"nctr_people\"", "\"nctr_poeple\"")),
        ("measures as a text", with("[\"nctr_people\", \"services.d2a_block.utilisation_percent\"]", "\"everything\"")),
        ("too many replications", with("\"value\": 3", "\"value\": 20000")),
        ("a setting that is wrong", with(home_care, r#""services.home_care.hours_per_weak": 600"#)),
        ("a name with a blank", with("\"more_hours\"", "\"more hours\"")),
        ("names that differ by capitals", with("\"more_hours\"", "\"NOW\"")),
        ("points that are wrong", with(BEDS, r#""values": [30, 30.5, 31.5, -1]"#)),
        (
            "sampled beds that are not whole",
            with(BEDS, r#""from": 30, "to": 40"#)
                .replace(DESIGN, r#""design": { "latin_hypercube": { "points": 5 } }"#),
        ),
    ];
    with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        for (name, plan) in plans {
            let told = told(&plan);
            assert!(!told.is_empty(), "{name}");
            assert_snapshot!(name.replace(' ', "-"), told);
        }
    });
}

#[test]
fn malformed_files_of_points_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let told = |csv: &str| {
        let file = folder.path().join("points.csv");
        std::fs::write(&file, csv).unwrap();
        let design = format!(r#""design": {{ "csv": {{ "file": {:?} }} }}"#, file.to_str().unwrap());
        let plan = with(DESIGN, &design).replace(&format!(", {BEDS}"), "").replace(r#""values": [40, 44.93]"#, "");
        told(&plan).replace(folder.path().to_str().unwrap(), "...")
    };
    let both = "services.d2a_block.beds,cohorts.southampton_residents.arrivals.poisson.per_day";
    let all = [
        told(""),
        told("id\na\n"),
        told(&format!("{both}\n")),
        told(&format!("id,{both}\na,30,40\nA,31,forty\nb c,32,41\nd,33\n")),
        told("services.d2a_block.bed\n30\n"),
        told(&format!("{both}\n30,40\n30.5,41\n")),
    ];
    with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        assert_snapshot!("files-of-points", all.join("----\n"));
    });
}
