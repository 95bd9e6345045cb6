//! The program from outside: what it prints, what it writes, how it ends.

mod program;
mod support;
mod sweep;
