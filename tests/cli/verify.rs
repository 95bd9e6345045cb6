//! `wardflow verify`.

use std::fs;

use serde_json::Value;

use crate::support::{data, end, folder, rows};

#[test]
fn cases_are_listed_with_what_was_expected_and_what_came_out() {
    insta::assert_snapshot!(data(&folder(), &["verify", "erlang-loss-10", "single-bed-fixed"]));
}

#[test]
fn json_and_csv_hold_every_value() {
    let folder = folder();
    let json: Value = serde_json::from_str(&data(&folder, &["verify", "erlang-loss-10", "--format", "json"])).unwrap();
    let csv = rows(data(&folder, &["verify", "erlang-loss-10", "--format", "csv", "--threads", "1"]));
    let values = json["values"].as_array().unwrap();
    assert_eq!((values.len(), csv.len()), (2, 2));
    for (value, row) in values.iter().zip(&csv) {
        assert_eq!(value["measure"], row["measure"]);
        assert_eq!(value["simulated"].to_string(), row["simulated"]);
        assert_eq!((&value["verdict"], row["verdict"].as_str()), (&"agrees".into(), "agrees"));
    }
    assert_eq!(json["all_agree"], true);
}

#[test]
fn the_document_can_be_attached_to_a_record() {
    let folder = folder();
    for name in ["record.md", "record.html"] {
        data(&folder, &["verify", "erlang-loss-10", "--out", name]);
        insta::assert_snapshot!(name, fs::read_to_string(folder.path().join(name)).unwrap());
    }
}

#[test]
fn what_cannot_be_verified_is_said() {
    let folder = folder();
    for (name, arguments) in [
        ("verify_unknown_cases", &["verify", "t9", "t1", "erlang"] as &[&str]),
        ("verify_only_long", &["verify", "erlang-loss-500"]),
        ("verify_another_document", &["verify", "t1", "--out", "record.docx"]),
    ] {
        let ended = end(&folder, arguments);
        assert_eq!(ended.code, 2);
        insta::assert_snapshot!(name, ended.notes);
    }
}
