//! The page around the sections: one file, nothing fetched from elsewhere, legible on paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::experiment::PROGRAM;

/// By this an earlier report is known again.
pub(super) const GENERATOR: &str = "name=\"generator\" content=\"wardflow ";

/// Colours as in the pictures; every text has a contrast of 4.5 and more.
const STYLE: &str = "
body{font:17px/1.5 Frutiger,Arial,'Liberation Sans',sans-serif;color:#231f20;background:#fff;margin:0 auto;max-width:72rem;padding:1rem 1.5rem}
h1{font-size:2rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:3px solid #005eb8;padding-bottom:.2rem}h3{margin-top:1.6rem}
a{color:#005eb8}a:focus{outline:3px solid #ffb81c}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.4rem}
figure{margin:1.5rem 0;border:1px solid #d8dde0;padding:.5rem}figure svg{width:100%;height:auto;display:block}
figcaption{font-size:.95rem;padding:.3rem .6rem}
table{border-collapse:collapse;margin:1rem 0;font-size:.92rem}caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border-bottom:1px solid #d8dde0;padding:.25rem .6rem;text-align:left;vertical-align:top}td.number,th.number{text-align:right;white-space:nowrap}
thead th{background:#e8edee}code{overflow-wrap:anywhere}.wide{overflow-x:auto}footer{margin-top:3rem;color:#425563;font-size:.9rem}
@media print{nav,.skip,.downloads{display:none}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}body{max-width:none;font-size:11pt}}
";

/// A part of the page.
pub(super) struct Section {
    id: &'static str,
    title: &'static str,
    content: Markup,
}

impl Section {
    pub(super) const fn new(id: &'static str, title: &'static str, content: Markup) -> Self {
        Self { id, title, content }
    }
}

/// The whole page.
pub(super) fn page(title: &str, sections: &[Section]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(PROGRAM);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#main" { "Skip to the report" }
                header { h1 { (title) } }
                nav aria-label="Parts of the report" {
                    ul { @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                }
                main id="main" {
                    @for section in sections {
                        section aria-labelledby={ (section.id) } {
                            h2 id=(section.id) { (section.title) }
                            (section.content)
                        }
                    }
                }
                footer { "Written by " (PROGRAM) "." }
            }
        }
    }
}
