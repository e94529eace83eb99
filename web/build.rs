//! Registers the server's SDL with cynic, so that every query in the app is checked against it when compiling, and keeps
//! what the app is taken apart by.

use std::env;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const SDL: &str = "../api/schema.graphql";

    println!("cargo:rerun-if-changed={SDL}");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() && env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|is| is == "wasm")
    {
        // Which function and which data need which: the linker's own notes, without which no room can be cut out.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    cynic_codegen::register_schema("recall").from_sdl_file(SDL)?.as_default()?;
    Ok(())
}
