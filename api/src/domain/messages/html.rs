//! The HTML part of an email: the same words as the text part, the personal link as a button.

use maud::{DOCTYPE, Markup, html};

/// Every `style` of the page, for whoever shows it where only known ones are allowed.
pub const STYLES: [&str; 3] = [BODY, WIDTH, BUTTON];

// Mail programs know no style sheets; these are for them. Colours hold 4.5:1 on white and on black turned around.
const BODY: &str = "margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif";
// Old mail programs know only the second of the two ways to break an address.
const WIDTH: &str = "max-width:36em;margin:0 auto;overflow-wrap:anywhere;word-break:break-word";
const LANGUAGE: &str = "en-GB"; // of templates for everybody, as they are shipped
const BUTTON: &str =
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5f5a;color:#fff;font-weight:600";

/// A page out of plain text: paragraphs stay paragraphs, the personal link becomes a button with the address beneath,
/// and other addresses of the web can be pressed.
/// `language` is that of the words, as BCP 47.
pub(super) fn of(text: &str, link: &str, language: Option<&str>) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    html! {
        (DOCTYPE)
        html lang=(language.unwrap_or(LANGUAGE)) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; }
            body style=(BODY) {
                div style=(WIDTH) { @for paragraph in paragraphs { (block(paragraph, link)) } }
            }
        }
    }
    .into_string()
}

/// Where a POST stops these messages (RFC 8058), out of the personal link.
pub(super) fn unsubscribe(link: &str) -> String {
    link.rsplit_once("/m/").map_or_else(|| link.to_owned(), |(base, token)| format!("{base}/u/{token}"))
}

fn block(paragraph: &str, link: &str) -> Markup {
    if paragraph == link {
        return html! {
            p { a href=(link) style=(BUTTON) { "Open your message" } }
            p { a href=(link) { (link) } }
        };
    }
    html! {
        p {
            @for (position, line) in paragraph.lines().enumerate() {
                @if position > 0 { br; }
                (words(line))
            }
        }
    }
}

/// A line with its addresses as links.
fn words(line: &str) -> Markup {
    html! {
        @for (position, word) in line.split(' ').enumerate() {
            @if position > 0 { " " }
            @let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
            @if address.starts_with("https://") || address.starts_with("http://") {
                a href=(address) { (address) }
                (word[address.len()..])
            } @else {
                (word)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://recall.example.org/m/abc";

    #[test]
    fn the_link_is_a_button_and_nothing_is_lost() {
        let page =
            of("Dear Zo\u{eb} <b>,\n\nplease open:\n\nhttps://recall.example.org/m/abc\n\nBye\nMedicare\n", LINK, None);
        assert!(page.contains("Dear Zo\u{eb} &lt;b&gt;,") && page.contains("Bye<br>Medicare"), "{page}");
        assert_eq!(page.matches(&format!("href=\"{LINK}\"")).count(), 2, "{page}");
        assert!(!page.contains("<script") && !page.contains("<img"), "nothing is loaded: {page}");
        let known = STYLES.map(|style| format!(" style=\"{style}\""));
        let unknown = known.iter().fold(page, |page, style| page.replace(style, ""));
        assert!(!unknown.contains("style"), "{unknown}");
    }

    #[test]
    fn an_address_in_a_sentence_keeps_its_stop_outside() {
        let page = of("Book at https://booking.example.org. Bye", LINK, Some("cy"));
        assert!(page.contains("<html lang=\"cy\">"), "{page}");
        assert!(
            page.contains("<a href=\"https://booking.example.org\">https://booking.example.org</a>. Bye"),
            "{page}"
        );
    }

    #[test]
    fn unsubscribing_has_an_address_of_its_own() {
        assert_eq!(unsubscribe(LINK), "https://recall.example.org/u/abc");
    }
}
