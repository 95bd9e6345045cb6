//! What a measure is called, and what of.

use wardflow_core::measures::what;

/// What a measure is called in a file of results.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming<'a> {
    pub(crate) key: &'a str,
    pub(crate) title: &'a str,
    /// What people call the part that it is of.
    pub(crate) whose: Option<&'a str>,
    pub(crate) unit: &'a str,
}

impl<'a> Naming<'a> {
    /// The title without the name of what it is of.
    pub(crate) fn what(&self) -> &'a str {
        self.whose.and_then(|whose| what(self.title, whose)).unwrap_or(self.title)
    }

    /// Whether the title begins with the name of what it is of.
    pub(crate) fn is_named(&self) -> bool {
        self.whose.is_some_and(|whose| what(self.title, whose).is_some())
    }
}

/// The hospital of a measure, if the others among these keys are of several.
pub(crate) fn hospital_of<'a>(naming: &Naming<'_>, keys: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mine = hospital(naming.key)?;
    let is_one_of_several = keys.into_iter().filter_map(hospital).any(|other| other != mine);
    is_one_of_several.then(|| naming.whose.unwrap_or(mine).to_owned())
}

fn hospital(key: &str) -> Option<&str> {
    key.strip_prefix("hospitals.")?.split_once('.').map(|(name, _)| name)
}
