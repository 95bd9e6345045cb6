//! The program from outside: what it prints, what it writes, how it ends.

mod compare;
mod money;
mod plot;
mod precise;
mod program;
mod report;
mod support;
mod sweep;
mod warnings;
