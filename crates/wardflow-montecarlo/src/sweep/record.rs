//! What is kept of a point: the text of its file.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{
    hash::{DIGITS, hash},
    results::{KeepsUp, PointResult},
};

/// What every such text begins with; a checksum of all that follows it comes next.
const HEAD: &str = "{\"format\":\"wardflow/sweep-point\",\"version\":2,\"checksum\":\"";

/// A point that has been run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// All that its results depend on, as a hash.
    pub fingerprint: String,
    /// Its variant.
    pub variant: String,
    /// The value of each axis, by path.
    pub at: IndexMap<String, f64>,
    /// Why it could not be finished.
    pub failed: Option<String>,
    /// Whether it keeps up.
    #[serde(flatten)]
    pub keeps_up: KeepsUp,
    /// What is kept of each measure that its scenario has, by key; empty if it could not be finished.
    pub measures: IndexMap<String, RecordedMeasure>,
}

/// A measure of a point, in the unit of the measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordedMeasure {
    /// Its summary.
    pub summary: PointResult,
    /// Its value in each replication; none where it had no case.
    pub values: Vec<Option<f64>>,
    /// Of a pooled quantile: its value in each group of replications, not rounded, from which its interval comes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Option<f64>>,
}

/// A point that was kept, without the values of single replications.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Kept {
    /// As in [`Record`].
    pub id: String,
    /// As in [`Record`].
    pub fingerprint: String,
    /// As in [`Record`].
    pub failed: Option<String>,
    /// As in [`Record`].
    #[serde(flatten)]
    pub keeps_up: KeepsUp,
    /// As in [`Record`].
    pub measures: IndexMap<String, KeptMeasure>,
}

/// A measure of a point that was kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct KeptMeasure {
    /// Its summary.
    pub summary: PointResult,
}

impl Record {
    /// The text of its file.
    ///
    /// # Errors
    /// If the library cannot write it.
    pub fn to_text(&self) -> serde_json::Result<String> {
        let members = serde_json::to_string(self)?;
        let rest = format!("\",{}\n", members.trim_start_matches('{'));
        Ok(format!("{HEAD}{}{rest}", hash([&rest])))
    }
}

impl Kept {
    /// Reads the text of a file; none if a byte of it is not as it was written.
    pub fn of_text(text: &str) -> Option<Self> {
        let (checksum, rest) = text.strip_prefix(HEAD)?.split_at_checked(DIGITS)?;
        if hash([rest]) != checksum {
            return None;
        }
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stability::State;

    #[test]
    fn a_text_reads_back_unless_a_byte_of_it_has_changed() {
        let summary = PointResult {
            mean: Some(0.1 + 0.2),
            half_width_95: None,
            sd: Some(1e-300),
            low_5: Some(1.0 / 3.0),
            high_95: Some(5e15),
            cases: 2,
            missing: 1,
        };
        let values = vec![Some(0.1 + 0.2), None, Some(3.0)];
        let record = Record {
            id: "a".into(),
            fingerprint: "b".into(),
            variant: "c".into(),
            at: IndexMap::from([("services.d2a.beds".into(), 20.0)]),
            failed: None,
            keeps_up: KeepsUp { state: Some(State::TooClose), load: Some(0.1 + 0.2), limits: Vec::new() },
            measures: IndexMap::from([("nctr_people".into(), RecordedMeasure { summary, values, groups: Vec::new() })]),
        };
        let text = record.to_text().unwrap();
        let kept = Kept::of_text(&text).unwrap();
        assert_eq!((kept.id.as_str(), kept.fingerprint.as_str(), kept.failed), ("a", "b", None));
        assert_eq!(kept.keeps_up, record.keeps_up);
        // To the last bit.
        assert_eq!(kept.measures["nctr_people"].summary, summary);
        for byte in 0..text.len() {
            assert_eq!(Kept::of_text(&text[..byte]), None);
            let mut damaged = text.clone().into_bytes();
            damaged[byte] ^= 1;
            assert_eq!(String::from_utf8(damaged).ok().and_then(|text| Kept::of_text(&text)), None, "byte {byte}");
        }
    }
}
