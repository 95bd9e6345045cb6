//! How stays in services end: assessments, outcomes and what they lead to.

use wardflow_core::{
    locality::{Needs as CoreNeeds, Packages},
    model::{
        Destination as CoreDestination, Exit, ExitId, LineId, Outcome as CoreOutcome, Readmission as CoreReadmission,
        Setting, Shares,
    },
};

use super::{Compiler, cohorts::Given, waiting::destination};
use crate::{
    format::{Destination, Named, Needs, Outcome, Readmission, Triage},
    reading::Path,
};

const SAY_WHERE: &str =
    "give `leads_to` \"home\", \"care_home\", \"hospital\" or \"death\", or say as `needs` what they need next";

/// The end of a stay that has been promised to an offer.
pub(super) struct PendingExit<'a> {
    /// What people call it.
    title: String,
    /// The service or package.
    path: Path,
    end: End<'a>,
}

/// How a stay ends.
enum End<'a> {
    /// As the scenario says.
    Outcomes { assessment: Option<&'a Triage>, outcomes: &'a Named<Outcome>, usual: CoreOutcome },
    /// With the beginning of the package that was bridged.
    Bridge { package: LineId },
}

impl<'a> Compiler<'a, '_> {
    /// The end of the stays of a service or package; none if they simply end.
    pub(super) fn exit(
        &mut self,
        path: &Path,
        title: &str,
        assessment: Option<&'a Triage>,
        outcomes: &'a Named<Outcome>,
        setting: Setting,
    ) -> Option<ExitId> {
        if assessment.is_none() && outcomes.is_empty() {
            return None;
        }
        let usual = usual_outcome(setting);
        let (title, path) = (title.to_owned(), path.clone());
        Some(self.promise(PendingExit { title, path, end: End::Outcomes { assessment, outcomes, usual } }))
    }

    /// The end of bridging: the package that is in the line's offer.
    pub(super) fn bridge(&mut self, path: Path, title: String, package: LineId) -> ExitId {
        self.promise(PendingExit { title, path, end: End::Bridge { package } })
    }

    fn promise(&mut self, end: PendingExit<'a>) -> ExitId {
        let exit = ExitId((self.model.exits.len() + self.pending_exits.len()) as u16);
        self.pending_exits.push_back(end);
        exit
    }

    /// Compiles all ends of stays that have been promised; packages that outcomes need may promise further ones.
    pub(super) fn exits(&mut self) {
        while let Some(PendingExit { title, path, end }) = self.pending_exits.pop_front() {
            let name = path.segments().join(".");
            let always = Shares::whole();
            let (assessment, outcomes, usual) = match end {
                End::Outcomes { assessment, outcomes, usual } => (assessment, outcomes, usual),
                End::Bridge { package } => {
                    let begins = CoreOutcome {
                        name: "package_begins".to_owned(),
                        title: "package begins".to_owned(),
                        needs: CoreNeeds::everywhere(Packages::only(package)),
                        ..usual_outcome(Setting::Home)
                    };
                    self.model.exits.push(Exit {
                        name,
                        title,
                        assessment: None,
                        shares: always,
                        outcomes: vec![begins],
                    });
                    continue;
                }
            };
            let assessment = assessment.and_then(|triage| self.triage(&path.join("assessment"), triage));
            let path = path.join("outcomes");
            // The place is taken now: what follows may promise further ones, which come after it.
            let place = self.model.exits.len();
            self.model.exits.push(Exit { name, title, assessment, shares: always, outcomes: Vec::new() });
            let shares = self.outcome_shares(&path, outcomes);
            let outcomes =
                outcomes.iter().map(|(name, outcome)| self.outcome(&path.join(name), name, outcome)).collect();
            let exit = &mut self.model.exits[place];
            (exit.shares, exit.outcomes) = (shares, outcomes);
            if exit.outcomes.is_empty() {
                exit.outcomes.push(usual);
            }
        }
    }

    fn outcome_shares(&mut self, path: &Path, outcomes: &Named<Outcome>) -> Shares {
        if outcomes.is_empty() {
            return Shares::whole();
        }
        let given = outcomes.iter().enumerate().map(|(number, (name, outcome))| Given {
            number,
            name,
            path: path.join(name).join("share"),
            share: &outcome.share,
        });
        self.shares(path, &given.collect::<Vec<_>>(), outcomes.len())
    }

    fn outcome(&mut self, path: &Path, name: &str, outcome: &'a Outcome) -> CoreOutcome {
        self.check_name(path.clone(), name);
        let delay = outcome.delay.as_ref().map(|delay| self.stay(path.join("delay"), delay));
        let (_, needs) = self.needs(&path.join("needs"), &outcome.needs);
        match (&outcome.needs, outcome.leads_to) {
            (Needs::Nothing, None) => self.error(path.clone(), "this outcome does not say where it leads", SAY_WHERE),
            (Needs::Nothing, Some(_)) | (_, None) => {}
            (_, Some(_)) => {
                let remedy = "give one of `needs` and `leads_to`";
                self.error(path.join("leads_to"), "this outcome needs something and leads elsewhere", remedy);
            }
        }
        let is_away = matches!(outcome.leads_to, Some(Destination::Home | Destination::CareHome) | None);
        if outcome.readmission.is_some() && !(is_away && outcome.needs == Needs::Nothing) {
            let remedy = "leave `readmission` out; the outcomes of the next service may have one";
            self.key_error(path.join("readmission"), "nobody goes home or to a care home with this outcome", remedy);
        }
        if outcome.needs == Needs::Nothing && outcome.patience.is_some() {
            let remedy = "leave `patience` out, or say what is waited for as `needs`";
            self.key_error(path.join("patience"), "nobody with this outcome waits for anything", remedy);
        }
        CoreOutcome {
            name: name.to_owned(),
            title: self.title(path, name, outcome.name.as_ref()),
            delay,
            needs,
            leads_to: destination(outcome.leads_to),
            patience: self.patience(&path.join("patience"), outcome.patience.as_ref(), true),
            readmission: self.readmission(&path.join("readmission"), outcome.readmission.as_ref()),
        }
    }

    pub(super) fn readmission(&mut self, path: &Path, readmission: Option<&Readmission>) -> Option<CoreReadmission> {
        readmission.map(|readmission| CoreReadmission {
            probability: self.chance(&path.join("share"), &readmission.share),
            after: self.stay(path.join("after"), &readmission.after),
        })
    }
}

/// The only outcome where none is named: whoever has care at home stays there, others leave.
fn usual_outcome(setting: Setting) -> CoreOutcome {
    let (name, leads_to) = match setting {
        Setting::Home => ("home", CoreDestination::Home),
        Setting::ShortTermBed | Setting::LongTerm => ("left", CoreDestination::Unsaid),
    };
    CoreOutcome {
        name: name.to_owned(),
        title: name.to_owned(),
        delay: None,
        needs: CoreNeeds::default(),
        leads_to,
        readmission: None,
        patience: None,
    }
}
