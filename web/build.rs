//! Registers the server's SDL with cynic, so that every query in the app is checked against it when compiling.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const SDL: &str = "../api/schema.graphql";

    println!("cargo:rerun-if-changed={SDL}");
    cynic_codegen::register_schema("recall").from_sdl_file(SDL)?.as_default()?;
    Ok(())
}
