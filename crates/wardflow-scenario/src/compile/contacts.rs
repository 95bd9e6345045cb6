//! First contacts with staff after the transfer from hospital.

use std::ops::Range;

use wardflow_core::{clock::HOUR, model::Contact, random::NameHash};

use super::{Compiler, MOST_NAMED};
use crate::{
    format::{FirstContact, Named},
    reading::Path,
};

/// Longest time within which a contact should come: a year.
const MOST_HOURS: f64 = 8760.0;

impl Compiler<'_, '_> {
    /// The contacts of what has this path.
    pub(super) fn contacts(&mut self, of: &Path, whose: &str, contacts: &Named<FirstContact>) -> Range<usize> {
        let first = self.model.contacts.len();
        if contacts.len() > MOST_NAMED {
            let what = format!("{} contacts", contacts.len());
            self.error(of.join("first_contacts"), what, format!("give at most {MOST_NAMED}"));
        }
        for (name, contact) in contacts.iter().take(MOST_NAMED) {
            let path = of.join("first_contacts").join(name);
            self.check_name(path.clone(), name);
            let after = self.stay(path.join("after"), &contact.after);
            let hours = self.calendar(path.join("hours"), &contact.hours);
            let within = contact.within_hours;
            if !(within > 0.0 && within <= MOST_HOURS) {
                let remedy = format!("give more than 0, at most {MOST_HOURS}");
                self.error(path.join("within_hours"), format!("{within} hours"), remedy);
                continue;
            }
            let title = self.title(&path, name, contact.name.as_ref());
            self.model.contacts.push(Contact {
                name: of.join(name).segments().join("."),
                title,
                of: whose.to_owned(),
                hash: NameHash::of(name),
                after,
                hours,
                within: (within * HOUR as f64 + 0.5) as u64,
            });
        }
        first..self.model.contacts.len()
    }
}
