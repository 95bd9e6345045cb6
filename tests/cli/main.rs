//! The program from outside: what it prints, what it writes, how it ends.

mod commands;
mod compare;
mod explain;
mod folders;
mod money;
mod open_beds;
mod plot;
mod precise;
mod program;
mod report;
mod said;
mod sentences;
mod support;
mod sweep;
mod trace;
mod uncertain;
mod verdict;
mod verify;
mod warnings;
