//! Who pays, budgets, follow-up and the price of a bed day, as they are shown.

use std::{collections::BTreeMap, fs};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{data, folder_with_tiny, rows_of};

/// The tiny hospital with payers, a funding window, outcomes and a first contact.
const PAID: &str = r#"{
  "extends": "tiny.json",
  "title": "Tiny hospital, paid for",
  "start": "2026-02-01",
  "days": 150,
  "warm_up_days": 120,
  "people_65_and_over": 20000,
  "cohorts": { "adults": { "pathways": { "p2": 0.15, "p3": 0.05 } } },
  "pathways": { "p3": { "needs": { "placement": { "services": ["homes"] } } } },
  "services": {
    "rehab": {
      "stay": { "gamma": { "mean_days": 20, "sd_days": 14 } },
      "beds": 16,
      "first_contacts": { "therapist": { "after": { "exponential": { "mean_days": 2 } }, "hours": { "Mon-Fri": "09:00-17:00" }, "within_hours": 72 } },
      "outcomes": {
        "home": { "share": "the_rest", "leads_to": "home", "readmission": { "share": 0.3, "after": { "exponential": { "mean_days": 30 } } } },
        "died": { "share": 0.05, "leads_to": "death" }
      },
      "cost": { "payer": "council", "funding_window": { "weeks": 4, "payer": "discharge_fund" } }
    },
    "homes": { "places": "unlimited", "stay": { "exponential": { "mean_days": 400 } } }
  },
  "fixed_costs": {
    "hub": { "pounds_per_year": 120000, "payers": { "icb": 0.6, "council": 0.4 } },
    "equipment": { "pounds_per_year": 20000 }
  },
  "payers": { "icb": { "budget_pounds_per_year": 80000 }, "council": { "budget_pounds_per_year": 350000 }, "discharge_fund": {} }
}"#;

fn folder() -> TempDir {
    let folder = folder_with_tiny();
    fs::write(folder.path().join("paid.json"), PAID).unwrap();
    folder
}

/// February and March are the part of a financial year that is measured.
#[test]
fn the_months_of_a_financial_year_cost_what_it_costs() {
    let folder = folder();
    data(&folder, &["run", "paid.json", "--out", "paid"]);
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let months = rows_of(folder.path().join("paid/monthly-costs.csv"));
    let two: Vec<&BTreeMap<String, String>> =
        months.iter().take_while(|row| row["month"].as_str() < "2026-04-01").collect();
    assert_eq!(two.iter().map(|row| row["days"].as_str()).collect::<Vec<_>>(), ["28", "31"]);
    let results = rows_of(folder.path().join("paid/results.csv"));
    let said =
        number(results.iter().find(|row| row["measure"] == "payers.council.cost_in_2025_26_pounds").unwrap(), "mean");
    let added_up: f64 = two.iter().map(|row| number(row, "payers.council.cost_pounds")).sum();
    assert!((added_up / said - 1.0).abs() < 1e-6, "{added_up} but {said}");
    // The columns of days are told as a year's sums: the same money.
    let of_days: f64 = rows_of(folder.path().join("paid/daily.csv"))
        .iter()
        .filter(|row| row["date"].as_str() < "2026-04-01")
        .map(|row| number(row, "payers.council.cost_pounds_per_year") / 365.0)
        .sum();
    assert!((of_days / said - 1.0).abs() < 1e-4, "{of_days} but {said}");
    // Nothing that is paid is left out.
    let all = months.iter().map(|row| number(row, "cost.total_pounds")).sum::<f64>();
    let payers = ["payers.icb.cost_pounds", "payers.council.cost_pounds", "payers.discharge_fund.cost_pounds"];
    let by_payer: f64 = months.iter().flat_map(|row| payers.map(|payer| number(row, payer))).sum();
    assert!(all >= by_payer - 1.0 && by_payer > 0.0, "{all} {by_payer}");
}

#[test]
fn payers_and_follow_up_stand_in_the_table() {
    let printed = data(&folder(), &["run", "paid.json", "-n", "60"]);
    let from = printed.find("Services\n").expect("there are services");
    insta::assert_snapshot!(printed[from..].to_owned());
}

#[test]
fn results_hold_every_payer_and_financial_year() {
    let text = data(&folder(), &["run", "paid.json", "-n", "5", "--format", "json"]);
    let results: Value = serde_json::from_str(&text).unwrap();
    let measures = results["measures"].as_array().unwrap();
    let money: Vec<String> = measures
        .iter()
        .filter(|measure| measure["group"] == "Money")
        .map(|measure| format!("{}: {}", measure["measure"].as_str().unwrap(), measure["definition"].as_str().unwrap()))
        .collect();
    insta::assert_snapshot!(money.join("\n"));
    let mean = |key: &str| {
        let found = measures.iter().find(|measure| measure["measure"] == key);
        found.and_then(|measure| measure["mean"].as_f64()).unwrap_or_else(|| panic!("no {key}"))
    };
    let payers = ["payers.icb.cost", "payers.council.cost", "payers.discharge_fund.cost", "cost.without_payer"];
    let sum: f64 = payers.iter().map(|of| mean(&format!("{of}_pounds_per_year"))).sum();
    assert!((sum - mean("cost.total_pounds_per_year")).abs() < 1e-6 * sum);
    // The two financial years are all of the 150 days.
    let years = mean("cost.in_2025_26_pounds") + mean("cost.in_2026_27_pounds");
    assert!((years - mean("cost.total_pounds_per_year") * 150.0 / 365.0).abs() < 1e-6 * years);
}

fn bed_days(what_if: &str) -> Value {
    let text = data(&folder(), &["compare", "tiny.json", "--what-if", what_if, "-n", "40", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    let measures = document["measures"].as_array().unwrap();
    let difference = |key: &str| {
        let found = measures.iter().find(|measure| measure["measure"] == key);
        found.and_then(|measure| measure["difference"].as_f64()).unwrap()
    };
    let bed_day = document["bed_days"][0].clone();
    if let Some(price) = bed_day["pounds_per_bed_day"].as_f64() {
        // Minus the difference in cost by the difference in people times days of the year.
        let ratio = -difference("cost.total_pounds_per_year") / (365.0 * difference("nctr_people"));
        assert!((price - ratio).abs() < 1e-9 * ratio, "{price} {ratio}");
        let [low, high] = ["low", "high"].map(|end| bed_day[end].as_f64().unwrap());
        assert!(low < price && price < high, "{bed_day}");
    }
    bed_day
}

#[test]
fn a_bed_day_saved_has_a_price_where_money_buys_bed_days() {
    let more = bed_days("services.rehab.beds=13");
    let dearer = bed_days("services.rehab.beds=13; services.rehab.cost.pounds_per_week=950");
    assert_eq!([&more["kind"], &dearer["kind"]], ["saved", "saved"]);
    assert!(more["pounds_per_bed_day"].as_f64() < dearer["pounds_per_bed_day"].as_f64(), "{more} {dearer}");
    assert_eq!(bed_days("services.rehab.beds=10")["kind"], "added");
    assert_eq!(bed_days("services.rehab.beds=13; services.rehab.cost.pounds_per_week=500")["kind"], "no_trade");
    // The same beds at another price buy nothing.
    assert_eq!(bed_days("services.rehab.cost.pounds_per_week=950")["kind"], "no_bed_days");
    assert_eq!(bed_days("seed=7")["kind"], "no_cost");
}
