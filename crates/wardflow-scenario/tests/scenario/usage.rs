//! What is written down but not used.

use crate::{ready, told};

const SMALL: &str = r#"{
  "format": 1, "title": "Small", "start": "2026-06-01", "days": 30,
  "hospitals": { "acute": { "beds": 100 } },
  "spoas": { "hub": { "teams": { "nurses": { "staff": 2 } } } },
  "cohorts": { "all": {
    "arrivals": { "poisson": { "per_day": 10 } },
    "acute_stay": { "fixed": { "days": 6 } },
    "pathways": { "p0": 0.8, "p1": 0.1, "p2": 0.1 },
    "stay_by_service": { "rooms": { "fixed": { "days": 9 } } }
  } },
  "pathways": {
    "p0": {},
    "p1": { "needs": { "care_at_home": { "packages": { "live_in": { "takes": { "rooms": { "places": 1 } }, "stay": { "fixed": { "days": 20 } } } } } } },
    "p2": { "triage": { "handling": { "fixed": { "hours": 1 } } }, "needs": { "placement": { "services": ["rooms"] } } }
  },
  "services": { "rooms": { "places": 40, "stay": { "fixed": { "days": 10 } } } }
}"#;

#[test]
fn all_in_use_is_fine() {
    assert_eq!(told(SMALL), [""; 0]);
}

/// Packages that take places have stays of their own.
#[test]
fn the_stay_of_a_cohort_in_a_service_is_not_that_of_a_package() {
    let model = ready(SMALL).model;
    let stays: Vec<f64> = model
        .offers
        .iter()
        .filter_map(|offer| offer.stay.first())
        .map(|stay| model.stays[stay.at()].mean_days())
        .collect();
    assert_eq!(stays, [20.0, 9.0]);
}

#[test]
fn what_nobody_uses_is_a_warning() {
    let text = SMALL
        .replace("\"services\": {", "\"services\": { \"spare\": { \"hours_per_week\": 5 },")
        .replace("\"p0\": {},", "\"p0\": {}, \"p9\": {},")
        .replace("\"triage\": { \"handling\": { \"fixed\": { \"hours\": 1 } } }, ", "");
    assert_eq!(
        told(&text),
        [
            "Warning spoas.hub: this SPOA has nothing to do",
            "Warning pathways.p9: no patient takes this pathway",
            "Warning services.spare: nothing needs this service",
        ]
    );
    // A share of 0 is no share.
    let text = text.replace("\"p2\": 0.1 }", "\"p2\": 0.1, \"p9\": 0 }");
    assert!(told(&text).contains(&"Warning pathways.p9: no patient takes this pathway".to_owned()));
}

#[test]
fn a_stay_that_packages_do_not_look_at_is_a_warning() {
    let text = SMALL
        .replace("\"p2\": 0.1 },", "\"p2\": 0.1 }")
        .replace("\"stay_by_service\": { \"rooms\": { \"fixed\": { \"days\": 9 } } }", "")
        .replace("\"needs\": { \"placement\": { \"services\": [\"rooms\"] } }", "\"needs\": \"nothing\"");
    assert_eq!(
        told(&text),
        ["Warning services.rooms.stay: this `stay` is never looked at: only packages of care take these places"]
    );
}

#[test]
fn beds_and_places_need_a_stay_even_if_nobody_uses_them() {
    let text =
        SMALL.replace("\"services\": {", "\"services\": { \"spare\": { \"beds\": 5 }, \"flats\": { \"places\": 5 },");
    assert_eq!(told(&text), ["Error services.spare: `stay` is missing", "Error services.flats: `stay` is missing",]);
}

#[test]
fn a_surge_that_never_comes_and_years_without_bank_holidays_are_warnings() {
    let text = SMALL
        .replace(
            "\"per_day\": 10",
            "\"per_day\": 10, \"surges\": { \"flu\": { \"from\": \"2025-12-01\", \"to\": \"2026-01-31\", \"multiply_by\": 1.2 } }",
        )
        .replace("\"days\": 30,", "\"days\": 3000, \"bank_holidays\": \"england_and_wales\",");
    assert_eq!(
        told(&text),
        [
            "Warning bank_holidays: only the bank holidays of 2019 to 2030 are known",
            "Warning cohorts.all.arrivals.poisson.surges.flu: this surge lies outside the measured days, 2026-06-01 to 2034-08-17",
        ]
    );
}
