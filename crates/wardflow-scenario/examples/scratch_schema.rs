//! scratch
fn main() {
    println!("{:#}", wardflow_scenario::schema::schema());
}
