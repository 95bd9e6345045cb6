//! Patients one by one, as CSV.

use std::io;

use wardflow_core::{
    clock::{HOUR, MINUTE, Time},
    model::{Model, OfferId},
    replication::Departure,
};
use wardflow_montecarlo::{
    patients::{PatientRow, patients},
    subject::Unfinished,
};
use wardflow_scenario::format::Date;

use crate::{
    cells::{self, Column},
    experiment::Experiment,
    vocabulary,
};

/// The columns.
pub(crate) const COLUMNS: [Column; 24] = [
    vocabulary::REPLICATION,
    Column("cohort", "", "Cohort of the patient."),
    Column(
        "hospital",
        "",
        "Hospital to which the patient came, or the unit to which they were passed on last; empty if referred from the \
         community and not admitted.",
    ),
    Column("locality", "", "Where the patient lives; empty if the scenario has no localities."),
    Column("number", "", "Number of the patient within the cohort, from 1, in the order of arrival."),
    Column("spell", "", "Which time in hospital it is, from 1: whoever comes back has a row for each."),
    Column(
        "pathway",
        "",
        "Pathway: from the admission on as the acute stay was drawn, from the referral on as needed.",
    ),
    Column("team", "", "Team of the Single Point of Access that did the triage."),
    Column("service", "", "Services whose capacity was allocated."),
    Column(
        "arrived",
        "local time",
        "Arrival at the front door, or the referral from the community. Patients of the warm-up are in the file.",
    ),
    Column("admitted", "local time", "Admission to an acute bed."),
    Column("passed_on", "local time", "Passed on to the unit they were in last; empty if never, or before the run."),
    Column("ready", "local time", "Discharge ready: no criteria to reside from then on."),
    Column("referred", "local time", "Referral raised; on simple discharge, the need known."),
    Column("triage_begun", "local time", "Triage begun."),
    Column("triaged", "local time", "Triage done."),
    Column("arranged", "local time", "Named arrangements done; at once if there are none."),
    Column("requested", "local time", "Capacity asked for."),
    Column("allocated", "local time", "Capacity allocated."),
    Column("placed", "local time", "Placement arranged."),
    Column("left", "local time", "Left the acute bed for home or a service."),
    Column(
        "service_end",
        "local time",
        "End of the last stay in a service, before any exit block; after the end of the run if it goes on then.",
    ),
    Column(
        "departure",
        "",
        "How they left: turned_away, refused (referrals from the community), left_waiting, died_waiting, died, transferred, \
         home, care_home, placed, service_ended, died_in_service, back_to_hospital; or still_there when the run ended.",
    ),
    Column("departed", "local time", "Departure; empty for those still there when the run ended."),
];

/// Lists the patients of the first replications.
pub(crate) struct Listing<'a> {
    experiment: &'a Experiment,
    replications: u32,
}

/// Why patients could not be listed.
#[derive(Debug)]
pub(crate) enum ListingError {
    Run(Unfinished),
    Write(io::Error),
}

impl From<io::Error> for ListingError {
    fn from(why: io::Error) -> Self {
        Self::Write(why)
    }
}

impl From<csv::Error> for ListingError {
    fn from(why: csv::Error) -> Self {
        Self::Write(why.into())
    }
}

impl<'a> Listing<'a> {
    /// Of the first replications, as many as there are at most.
    pub(crate) fn new(experiment: &'a Experiment, replications: u32) -> Self {
        Self { experiment, replications: replications.min(experiment.results.replications) }
    }

    /// One row for each patient, in the order of their arrivals.
    ///
    /// # Errors
    /// If a replication cannot be finished or the file cannot be written.
    pub(crate) fn write_csv(&self, to: &mut dyn io::Write) -> Result<(), ListingError> {
        let mut table = cells::writer(to);
        table.write_record(COLUMNS.map(Column::name))?;
        let (ready, results) = (&self.experiment.ready, &self.experiment.results);
        let first_day = ready.scenario.start.plus_days(-i64::from(ready.model.warm_up_days));
        for replication in 0..self.replications {
            let rows = patients(&ready.model, results.seed, replication).map_err(ListingError::Run)?;
            for row in &rows {
                table.write_record(record(&ready.model, first_day, replication, row))?;
            }
        }
        table.flush()?;
        Ok(())
    }
}

fn record(model: &Model, first_day: Date, replication: u32, row: &PatientRow) -> [String; COLUMNS.len()] {
    let at = |time: Option<Time>| time.map_or_else(String::new, |time| stamp(first_day, time));
    let text = |text: &str| cells::guarded(text).into_owned();
    [
        (replication + 1).to_string(),
        text(&model.cohorts[row.cohort.at()].name),
        if row.from_community { String::new() } else { text(&model.hospitals[row.hospital.at()].name) },
        row.locality.map_or_else(String::new, |locality| text(&model.localities[locality.at()].name)),
        (row.number + 1).to_string(),
        (row.spell + 1).to_string(),
        row.pathway.map_or_else(String::new, |pathway| text(&model.pathways[pathway.at()].name)),
        row.team.map_or_else(String::new, |offer| text(&pools(model, offer))),
        row.offer.map_or_else(String::new, |offer| text(&pools(model, offer))),
        stamp(first_day, row.arrived),
        at(row.admitted),
        at(row.passed_on),
        at(row.ready),
        at(row.referred),
        at(row.triage_begun),
        at(row.triaged),
        at(row.arranged),
        at(row.requested),
        at(row.allocated),
        at(row.placed),
        at(row.left),
        at(row.service_end),
        departure(row.departure).to_owned(),
        at((row.departure != Departure::StillThere).then_some(row.end)),
    ]
}

/// The pools that an offer takes from.
pub(crate) fn pools(model: &Model, offer: OfferId) -> String {
    let names: Vec<&str> = model.takes(offer).iter().map(|take| model.pools[take.pool.at()].name.as_str()).collect();
    names.join(" + ")
}

/// An instant as local date and time, as spreadsheets take it for one.
pub(crate) fn stamp(first_day: Date, at: Time) -> String {
    let (hours, rest) = (at.of_day() / HOUR, at.of_day() % HOUR);
    format!("{} {hours:02}:{:02}:{:02}", first_day.plus_days(at.day() as i64), rest / MINUTE, rest % MINUTE)
}

const fn departure(how: Departure) -> &'static str {
    match how {
        Departure::TurnedAway => "turned_away",
        Departure::Died => "died",
        Departure::Transferred => "transferred",
        Departure::Home => "home",
        Departure::Placed => "placed",
        Departure::CareHome => "care_home",
        Departure::ServiceEnded => "service_ended",
        Departure::DiedInService => "died_in_service",
        Departure::GaveUp => "left_waiting",
        Departure::DiedWaiting => "died_waiting",
        Departure::Refused => "refused",
        Departure::BackToHospital => "back_to_hospital",
        Departure::StillThere => "still_there",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_local_date_times() {
        let first_day: Date = "2021-04-30".parse().unwrap();
        assert_eq!(stamp(first_day, Time::midnight(1) + 8 * HOUR + 61), "2021-05-01 08:01:01");
    }
}
