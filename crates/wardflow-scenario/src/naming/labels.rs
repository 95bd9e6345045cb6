//! The words of the format, as people say them.

/// Keys that go without saying: what lies under them has words enough, or is told as a whole.
const SILENT: [&str; 33] = [
    "adds",
    "arrivals",
    "bed",
    "care_at_home",
    "cost",
    "daily_counts",
    "daily_means",
    "drawn_from",
    "fixed_interval",
    "nctr_people_in",
    "occupancy_percent_of",
    "of",
    "parts",
    "people_at_front_door_of",
    "people_waiting_for",
    "placement",
    "poisson",
    "queue_up_to",
    "referrals_waiting_at",
    "starts",
    // Of distributions.
    "empirical",
    "erlang",
    "exponential",
    "fixed",
    "gamma",
    "lognormal",
    "mixture",
    "quantiles",
    "stretched",
    "triangular",
    "truncated",
    "uniform",
    "weibull",
];

/// What stands for a key in a sentence about what lies under it; empty where nothing need be said. None if the key itself says
/// it.
pub(super) fn of_key(above: &[String], key: &str) -> Option<&'static str> {
    let root = above.first().map_or("", String::as_str);
    let parent = above.last().map_or("", String::as_str);
    Some(match (parent, key) {
        (_, "days") if above.is_empty() => "measured days",
        (_, "hours") if parent == "starts" => "hours of starts",
        (_, "value_column" | "date_column" | "weight_column" | "only" | "file") => "file",
        ("patience" | "readmission" | "fallback", "after") => "after",
        ("longer_stay", "days") => "longer by",
        (_, "payer") if parent == "funding_window" => "payer",
        (_, "share") if root == "cohorts" => "share of stays",
        _ => return of_any(key),
    })
}

/// The same for keys that mean the same wherever they stand.
fn of_any(key: &str) -> Option<&'static str> {
    Some(match key {
        // The run.
        "start" => "first measured day",
        "warm_up_days" => "days of warm-up",
        "replications" => "replications",
        "seed" => "seed of the random numbers",
        "bank_holidays" => "bank holidays",
        "adults_served" => "adults served",
        "people_65_and_over" => "people of 65 and over",
        // Capacity.
        "hours_per_week" => "hours a week",
        "vacancies_per_week" => "vacancies a week",
        "arranged_at_once" => "placements arranged at once",
        "most_kept" => "most vacancies kept",
        "most_per_day" => "most starts a day",
        "most_per_week" => "most starts a week",
        "smaller_may_pass" => "smaller needs may pass",
        "turnaround_hours" => "made ready between patients",
        "report_sizes" => "sizes reported on",
        "when_full" => "when all are taken",
        "people" => "people",
        "discharge_hours" => "discharge hours",
        "working_hours" => "working hours",
        "serves" => "serves",
        "adults" => "adults",
        // Arrivals.
        "per_day" => "arrivals a day",
        "hourly_profile" => "arrivals by hour of the day",
        "weekday_profile" => "arrivals by day of the week",
        "month_profile" => "arrivals by month",
        "growth_percent_per_year" => "growth of arrivals",
        "every_hours" => "time between arrivals",
        "first_after_hours" => "first arrival after",
        "csv" => "arrivals of each day",
        "multiply_by" => "times as many",
        // Stays and their ends.
        "acute_stay" => "acute stay",
        "stay_before" => "stay in the unit before",
        "early_planning" => "early planning",
        "lead" => "time before readiness",
        "step_up" => "referred from the community",
        "takes_referrals" => "hours of referral",
        "answered_by" => "answer",
        "accepted_share" => "share accepted",
        "refused_come_share" => "share of those refused who come to hospital",
        "handling" => "time it takes staff",
        "taper_percent_by_week" => "hours of each week",
        "within_hours" => "due within",
        "leads_to" => "leads to",
        "request_capacity" => "capacity is asked for",
        "alongside_previous" => "beside the one before",
        "group" => "reason group",
        "arranging" => "time to arrange one",
        "while_waiting" => "while waiting",
        "death_chance_per_day" => "chance of death a day",
        "chance_per_day" => "chance a day",
        "heavier_need" => "heavier need",
        "longer_stay" => "longer stay",
        "double_up" => "two carers at each visit",
        // Money.
        "pounds_per_day" => "price of a day",
        "pounds_per_week" => "price of a week",
        "pounds_per_hour" => "price of an hour",
        "pounds_per_staff_year" => "cost of a member of staff a year",
        "pounds_per_year" => "sum a year",
        "budget_pounds_per_year" => "budget a year",
        "funding_window" => "funding window",
        // Escalations.
        "opens_above" => "comes above",
        "closes_below" => "goes below",
        "notice_hours" => "notice",
        // What nobody knows, and who is there today.
        "may_be" => "may be",
        "not_ready" => "in acute beds, not ready",
        "front_door" => "at the front door",
        "awaiting_triage" => "waiting for triage",
        "awaiting_capacity" => "waiting for capacity",
        "so_far" => "time so far",
        "spoa" => "single point of access",
        key if SILENT.contains(&key) => "",
        _ => return None,
    })
}

/// What is said of a thing whose name stands in an object, with `{}` for the name; `above` leads to that object.
pub(super) fn of_names(above: &[String]) -> &'static str {
    let [before @ .., list] = above else { return "{}" };
    let root = before.first().map_or("", String::as_str);
    match list.as_str() {
        "calendars" => "calendar {}",
        "pathways" if root == "cohorts" => "share on {}",
        "localities" if root == "cohorts" => "share living in {}",
        "surges" => "surge: {}",
        "packages" if !before.is_empty() => "{} package",
        "acute_stay_by_pathway" => "acute stay on {}",
        "stay_by_service" => "stay in {}",
        "passed_on" => "passed on to {}",
        "payers" if !before.is_empty() => "share paid by {}",
        "correlated_with" => "correlation with {}",
        "hospitals" if before.last().is_some_and(|key| key == "adds") => "adds acute beds of {}",
        "services" if before.last().is_some_and(|key| key == "adds") => "adds {}",
        "spoas" if before.last().is_some_and(|key| key == "adds") => "adds staff of {}",
        "hospitals" | "services" | "pathways" if root == "census" => "in {}",
        _ => "{}",
    }
}
