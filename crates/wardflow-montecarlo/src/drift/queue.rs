//! The queues of a system.

use wardflow_core::model::{HospitalId, LineId, Model, PathwayId};

/// People who wait for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// For an acute bed of a hospital.
    FrontDoor(HospitalId),
    /// For triage by a SPOA, whose line this is.
    Triage(LineId),
    /// For the capacity of a pathway.
    Capacity(PathwayId),
}

impl Queue {
    /// All queues of a model.
    pub(super) fn all(model: &Model) -> Vec<Self> {
        let mut triage: Vec<LineId> = model
            .pathways
            .iter()
            .filter_map(|pathway| pathway.triage)
            .flat_map(|triage| model.triage_lines(triage))
            .collect();
        triage.sort_unstable();
        triage.dedup();
        let front_doors = (0..model.hospitals.len()).map(|at| Self::FrontDoor(HospitalId(at as u16)));
        let capacities = (0..model.pathways.len()).filter(|&at| !model.pathways[at].needs.is_empty());
        front_doors
            .chain(triage.into_iter().map(Self::Triage))
            .chain(capacities.map(|at| Self::Capacity(PathwayId(at as u16))))
            .collect()
    }

    /// The lines that it consists of.
    pub fn lines(self, model: &Model) -> Vec<LineId> {
        match self {
            Self::FrontDoor(hospital) => vec![model.hospitals[hospital.at()].front_door],
            Self::Triage(line) => vec![line],
            Self::Capacity(pathway) => model.pathways[pathway.at()].needs.lines().collect(),
        }
    }
}
