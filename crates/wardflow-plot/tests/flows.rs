//! Flows from outside: what is drawn, and what is not.

use wardflow_plot::{FlowChart, FlowPath, FlowStage, draw_flows_svg, render_png};

fn stage(title: &str, nodes: &[&str]) -> FlowStage {
    FlowStage { title: title.to_owned(), nodes: nodes.iter().map(|&node| node.to_owned()).collect() }
}

fn path(nodes: &[&str], value: f64) -> FlowPath {
    FlowPath { nodes: nodes.iter().map(|&node| node.to_owned()).collect(), value }
}

fn small() -> FlowChart {
    let stages =
        vec![stage("Cohort", &["Adults"]), stage("Pathway", &["p0", "p1"]), stage("Wait", &["Same day", "1 day"])];
    let mut chart = FlowChart::new("small", "Most leave at once", stages);
    "people a week".clone_into(&mut chart.unit);
    chart.paths = vec![
        path(&["Adults", "p0", "Same day"], 12.0),
        path(&["Adults", "p1", "Same day"], 1.0),
        path(&["Adults", "p1", "1 day"], 3.0),
    ];
    chart
}

#[test]
fn small_flows() {
    insta::assert_snapshot!(draw_flows_svg(&small()).unwrap());
}

#[test]
fn flows_survive_storage() {
    let json = serde_json::to_string(&small()).unwrap();
    let back: FlowChart = serde_json::from_str(&json).unwrap();
    assert_eq!(back, small());
}

#[test]
fn extreme_flows_are_drawn_all_the_same() {
    let names: Vec<String> = (0..40).map(|number| format!("{number} {}", "very long name ".repeat(30))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut many = FlowChart::new("many", "Forty", vec![stage("One", &names), stage("Other", &["all"])]);
    many.paths = names.iter().zip(1..).map(|(name, size)| path(&[name, "all"], f64::from(size) * 1e9)).collect();
    let nothing = FlowChart::new("nothing", "Nobody", vec![stage("One", &[]), stage("Other", &[])]);
    for chart in [many, nothing, FlowChart::new("empty", "", Vec::new())] {
        let svg = draw_flows_svg(&chart).unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", chart.id);
        render_png(&svg, 1.0).unwrap();
        // What is shortened in the picture is said in full in its description.
        assert_eq!(svg.contains("Names shortened or left out in the picture: 0 very long name"), chart.id == "many");
    }
}
