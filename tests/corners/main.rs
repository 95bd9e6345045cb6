//! Ordinary systems in whose corners a wrong number could hide.

mod moved_shares;
mod order;
mod own_service;
mod rings;
mod same_second;
mod streams;
#[path = "../support/mod.rs"]
mod support;
