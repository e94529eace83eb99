//! The browser app is embedded when the crate is compiled, by a macro that cannot tell cargo that files have appeared.
//! `cargo xtask up` names the app's state in a variable, and another name means that the crate is compiled again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=RECALL_APP_STAMP");
}
