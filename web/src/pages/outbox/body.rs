//! The text of a message, with its links.

use leptos::prelude::*;

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Link(&'a str),
}

/// Characters that end a sentence rather than an address.
const AFTER_LINK: [char; 7] = ['.', ',', ';', ':', '!', '?', ')'];

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = beginning(rest) {
        let (before, from) = rest.split_at(start);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(AFTER_LINK);
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(Piece::Link(link));
        rest = &from[link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

fn beginning(text: &str) -> Option<usize> {
    ["https://", "http://"].into_iter().filter_map(|scheme| text.find(scheme)).min()
}

/// Links open in a new tab: reading a message does not leave the outbox.
pub fn linked(text: &str) -> AnyView {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Link(link) => view! {
                <a href=link.to_owned() target="_blank" rel="noopener noreferrer">
                    {link.to_owned()}
                </a>
            }
            .into_any(),
        })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_before_the_full_stop() {
        let text = "Book: https://recall.example/r/4fGh. Thank you";
        let link = Piece::Link("https://recall.example/r/4fGh");
        assert_eq!(pieces(text), [Piece::Words("Book: "), link, Piece::Words(". Thank you")]);
    }

    #[test]
    fn text_without_a_link_is_one_piece() {
        assert_eq!(pieces("Nothing to see"), [Piece::Words("Nothing to see")]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn a_scheme_alone_goes_no_further() {
        assert_eq!(pieces("http://").len(), 1);
    }
}
