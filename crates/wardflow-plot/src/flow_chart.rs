//! What a picture of flows says, before anything is drawn.

use serde::{Deserialize, Serialize};

use crate::check::LARGEST;
use crate::error::DrawError;
use crate::words::Words;

/// Flows from stage to stage, from left to right, as wide as they are large (a Sankey diagram).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowChart {
    /// As in [`crate::Figure`].
    pub id: String,
    /// As in [`crate::Figure`].
    pub title: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub subtitle: String,
    /// From left to right.
    pub stages: Vec<FlowStage>,
    /// What goes through all of them.
    pub paths: Vec<FlowPath>,
    /// Unit of the values. May be empty.
    #[serde(default)]
    pub unit: String,
    /// Digits after the point of the values written.
    #[serde(default)]
    pub decimals: usize,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub caption: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub footer: String,
    /// As in [`crate::Figure`].
    #[serde(default)]
    pub alt_text: String,
}

/// One column of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowStage {
    /// Written above it.
    pub title: String,
    /// What flows are divided into there, from top to bottom, each under a name of its own.
    pub nodes: Vec<String>,
}

/// A part of the flow that stays together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowPath {
    /// The node it goes through in each stage.
    pub nodes: Vec<String>,
    /// How large it is; finite and not negative.
    pub value: f64,
}

/// What goes from a node of a stage to one of the next.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowLink {
    /// The stage it comes from, from 0.
    pub stage: usize,
    /// Place of the node it comes from in that stage.
    pub from: usize,
    /// Place of the node it goes to in the next stage.
    pub to: usize,
    /// How large it is.
    pub value: f64,
}

impl FlowChart {
    /// A picture without flows and without words around it but the title, which states the finding; `id` names it on its
    /// page.
    pub fn new(id: impl Into<String>, title: impl Into<String>, stages: Vec<FlowStage>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            subtitle: String::new(),
            stages,
            paths: Vec::new(),
            unit: String::new(),
            decimals: 0,
            caption: String::new(),
            footer: String::new(),
            alt_text: String::new(),
        }
    }

    pub(crate) fn words(&self) -> Words<'_> {
        let Self { id, title, subtitle, caption, footer, alt_text, .. } = self;
        Words { id, title, subtitle, caption, footer, alt_text }
    }

    /// Everything that goes from one stage to the next, from the top left on; nothing where nothing flows.
    ///
    /// # Errors
    /// If a path has not one node of each stage, or its value is negative or too large.
    pub fn links(&self) -> Result<Vec<FlowLink>, DrawError> {
        let routes = self.routes()?;
        let mut links = Vec::new();
        for (stage, pair) in self.stages.windows(2).enumerate() {
            for from in 0..pair[0].nodes.len() {
                for to in 0..pair[1].nodes.len() {
                    let mine = routes.iter().filter(|(route, _)| route[stage] == from && route[stage + 1] == to);
                    let value: f64 = mine.map(|(_, value)| value).sum();
                    if value > 0.0 {
                        links.push(FlowLink { stage, from, to, value });
                    }
                }
            }
        }
        Ok(links)
    }

    /// How much goes through each node of each stage.
    pub(crate) fn totals(&self) -> Result<Vec<Vec<f64>>, DrawError> {
        let mut totals: Vec<Vec<f64>> = self.stages.iter().map(|stage| vec![0.0; stage.nodes.len()]).collect();
        for (route, value) in self.routes()? {
            for (stage, node) in route.into_iter().enumerate() {
                totals[stage][node] += value;
            }
        }
        Ok(totals)
    }

    /// Each path as places of nodes.
    fn routes(&self) -> Result<Vec<(Vec<usize>, f64)>, DrawError> {
        let route = |(place, path): (usize, &FlowPath)| {
            let panel = || self.title.clone();
            let value = path.value;
            if path.nodes.len() != self.stages.len() {
                let (found, expected) = (path.nodes.len(), self.stages.len());
                return Err(DrawError::WrongLength { panel: panel(), series: "path".to_owned(), found, expected });
            }
            if value.is_nan() || value < 0.0 {
                return Err(DrawError::Negative { panel: panel(), series: "paths".to_owned(), place, value });
            }
            if value > LARGEST {
                return Err(DrawError::TooLarge { panel: panel(), series: "paths".to_owned(), place, value });
            }
            let nodes = self.stages.iter().zip(&path.nodes).map(|(stage, name)| {
                let found = stage.nodes.iter().position(|node| node == name);
                found.ok_or_else(|| DrawError::NoSuchNode { stage: stage.title.clone(), name: name.clone() })
            });
            Ok((nodes.collect::<Result<Vec<usize>, DrawError>>()?, value))
        };
        self.paths.iter().enumerate().map(route).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> FlowChart {
        let stage = |title: &str, nodes: [&str; 2]| FlowStage {
            title: title.to_owned(),
            nodes: nodes.map(str::to_owned).to_vec(),
        };
        let mut chart = FlowChart::new("flows", "", vec![stage("Left", ["a", "b"]), stage("Right", ["c", "d"])]);
        let path = |nodes: [&str; 2], value| FlowPath { nodes: nodes.map(str::to_owned).to_vec(), value };
        chart.paths = vec![path(["a", "c"], 2.0), path(["b", "d"], 1.0), path(["a", "c"], 0.5)];
        chart
    }

    #[test]
    fn paths_through_the_same_nodes_flow_together() {
        let links = chart().links().unwrap();
        let found: Vec<(usize, usize, f64)> = links.iter().map(|link| (link.from, link.to, link.value)).collect();
        assert_eq!(found, [(0, 0, 2.5), (1, 1, 1.0)]);
        assert_eq!(chart().totals().unwrap(), [[2.5, 1.0], [2.5, 1.0]]);
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        let mut odd = chart();
        "e".clone_into(&mut odd.paths[0].nodes[1]);
        let refused = DrawError::NoSuchNode { stage: "Right".to_owned(), name: "e".to_owned() };
        assert_eq!(odd.links(), Err(refused));
        let mut odd = chart();
        odd.paths[0].value = -1.0;
        assert!(matches!(odd.links(), Err(DrawError::Negative { .. })));
        let mut odd = chart();
        odd.paths[0].nodes.pop();
        assert!(matches!(odd.links(), Err(DrawError::WrongLength { .. })));
    }
}
