//! The reference model `discharge-ref` on odem-rs, a library of asynchronous agents.
//!
//! ```text
//! cargo run --release -- [replications = 400] [seed = 1]
//! ```
//!
//! Written the way odem-rs means it to be: a patient is an agent, arrivals are an arrival process of the library, and each
//! purpose has a random number generator of its own. The library's `Facility` holds one patient only, so beds and places
//! are the like of it with a number: who gives one up hands it to the agent that has waited for longest.

mod model;

fn main() {
    peer_report::report("odem-rs 0.4.0", model::replicate);
}
