//! Which crate the bytes of a WebAssembly file come from.
//!
//! A function counts for the crate it is written in: `Vec<T>::push` for `alloc`, whatever `T` is. Read before wasm-opt,
//! which makes everything about a third smaller and takes the names away.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Texts, tables and other constants: they cannot be told apart.
pub const DATA: &str = "(constant data)";
/// A function without a name, made by the compiler or the linker.
pub const NAMELESS: &str = "(nameless)";

/// Bytes of each crate's functions, and of the data, the heaviest first.
pub fn weigh(wasm: &[u8]) -> Result<Vec<(String, u64)>> {
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = HashMap::new();
    let mut weights: HashMap<String, u64> = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(length(&body.range())),
            Payload::DataSection(data) => *weights.entry(DATA.to_owned()).or_default() += length(&data.range()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        // The linker writes subsections that are not of the standard.
                        if let Ok(Name::Function(map)) = subsection {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (index, size) in (imported..).zip(sizes) {
        let name = names.get(&index).map_or_else(|| NAMELESS.to_owned(), |name| crate_of(name));
        *weights.entry(name).or_default() += size;
    }
    let mut weights: Vec<_> = weights.into_iter().collect();
    weights.sort_by_key(|(name, size)| (std::cmp::Reverse(*size), name.clone()));
    Ok(weights)
}

fn length(range: &Range<u64>) -> u64 {
    range.end - range.start
}

/// The crate in a mangled name, such as `tachys` in `<tachys::html::Element as …>::build`.
fn crate_of(symbol: &str) -> String {
    // The splitter adds words of its own behind a name.
    let symbol = if symbol.starts_with('_') { symbol.split(' ').next().unwrap_or(symbol) } else { symbol };
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    // A trait implemented for `F`, `&T` or `(A, B)` is implemented where the trait is.
    let subject = first_segment(&name);
    let of_trait = || name.split_once(" as ").and_then(|(_, path)| first_segment(path));
    subject.or_else(of_trait).unwrap_or(NAMELESS).to_owned()
}

/// `core` of `<impl core::fmt::Display …`, where there is a path with `::` at the beginning.
fn first_segment(path: &str) -> Option<&str> {
    let path = path.trim_start_matches(['<', '&', '(', '[', '*']);
    let path = ["impl ", "mut ", "dyn ", "const "].iter().fold(path, |path, word| path.trim_start_matches(word));
    let end = path.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
    let (first, rest) = path.split_at(end);
    (rest.starts_with("::") && !first.is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_counts_for_the_crate_it_is_written_in() {
        assert_eq!(crate_of("_ZN6tachys4html7element5build17h0123456789abcdefE"), "tachys");
        assert_eq!(crate_of("<alloc::vec::Vec<web::pages::Row> as core::ops::Drop>::drop"), "alloc");
        assert_eq!(crate_of("<&mut core::fmt::Formatter>::pad"), "core");
        assert_eq!(crate_of("<F as leptos_router::matching::ChooseView>::choose"), "leptos_router");
        assert_eq!(crate_of("<(A, B) as tachys::view::RenderHtml>::dry_resolve"), "tachys");
        assert_eq!(crate_of("_ZN7web_sys8features8gen_Node17h0123456789abcdefE local_shim"), "web_sys");
        assert_eq!(crate_of("memcpy"), NAMELESS);
    }
}
