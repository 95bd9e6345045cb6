//! The page around the sections: one file, nothing fetched from elsewhere, legible on paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::experiment::PROGRAM;

/// By this an earlier report is known again.
pub(crate) const GENERATOR: &str = "name=\"generator\" content=\"wardflow ";

/// Nothing is fetched or run: styles stand in the page and its pictures, and links to data are downloads.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Colours as in the pictures; every text has a contrast of 4.5 and more.
const STYLE: &str = "
*{box-sizing:border-box}
body{font:17px/1.5 Frutiger,Arial,'Liberation Sans',sans-serif;color:#231f20;background:#fff;margin:0 auto;max-width:72rem;padding:1rem 1.5rem}
h1{font-size:2rem;line-height:1.2;margin:.6rem 0 .2rem}header p{margin:0;color:#425563}
h2{font-size:1.4rem;margin:2.2rem 0 .8rem;border-bottom:3px solid #005eb8;padding-bottom:.2rem}h3{font-size:1.1rem;margin:1.4rem 0 .4rem}
h1,h2,h3,li,code{overflow-wrap:anywhere}td,th{overflow-wrap:break-word}p,ul{margin:.6rem 0}
a{color:#005eb8}a:focus,.wide:focus,summary:focus{outline:3px solid #ffb81c}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
nav ul{list-style:none;padding:0;margin:.8rem 0 0;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;font-size:.95rem}
.answer{margin:0;padding:.8rem 1rem .8rem 2.6rem;background:#f0f4f5;border-left:6px solid #005eb8;font-size:1.1rem}
.answer li{padding:.2rem 0}
figure{margin:1.2rem 0;border:1px solid #d8dde0;padding:.5rem}figure svg{width:100%;height:auto;display:block}
figcaption{font-size:.95rem;padding:0 .6rem}figcaption p{margin:.3rem 0}
table{border-collapse:collapse;margin:1rem 0;font-size:.92rem}caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border-bottom:1px solid #d8dde0;padding:.25rem .6rem;text-align:left;vertical-align:top}
td.number,th.number{text-align:right}td.number{white-space:nowrap}td.number span{display:block;color:#425563;font-size:.85em}
thead th{background:#e8edee}tbody th{font-weight:normal}.wide{overflow-x:auto}code{font-size:.92em}
.path{display:block;color:#425563;font-size:.8em}details.inputs{margin:.4rem 0}details.inputs summary{cursor:pointer;font-weight:bold}details.inputs caption{display:none}
.figures,.checklist{width:100%;min-width:44rem;table-layout:fixed}.figures th:first-child{width:26%}.figures th:nth-child(2){width:24%}.figures th:nth-child(4){width:26%}
.checklist th:first-child{width:8%}.checklist th:nth-child(2){width:20%}
footer{margin-top:3rem;color:#425563;font-size:.9rem}
@media (min-width:48.01rem){.shown{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
@media (max-width:48rem){body{padding:.6rem .8rem}figure svg{min-width:44rem}h1{font-size:1.6rem}}
@page{size:A4;margin:14mm}
@media print{nav,.skip,.downloads,details:not(.inputs),.shown{display:none}details.inputs::details-content{content-visibility:visible;block-size:auto}body{max-width:none;padding:0;font-size:10pt}
h1{font-size:20pt}h2{font-size:14pt;margin-top:6mm}.wide{overflow:visible}table{font-size:8.5pt}.figures,.checklist{min-width:0}
figure{border:0;padding:0;margin:3mm 0}figure svg{width:auto;min-width:0;max-width:100%;max-height:108mm;margin:0 auto}figure.tall svg{max-height:240mm}
figure,tr,.answer{break-inside:avoid}h2,h3,h4,caption,thead,h2+p{break-after:avoid}tbody tr:nth-child(-n+2){break-before:avoid}.answer{print-color-adjust:exact}}
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
pub(super) fn page(title: &str, subtitle: &str, sections: &[Section]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(PROGRAM);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#main" { "Skip to the report" }
                header { h1 { (title) } p { (subtitle) } }
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
