//! The stored skeleton of every page of a form, and its blanks.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{Markup, Render};

const SKELETON: &str = include_str!("skeleton.html");
const STYLE: &str = include_str!("style.css");

/// What goes into the blanks. Texts are escaped; markup was by who made it.
pub(super) struct Filling<'a> {
    pub language: &'a str,
    pub title: &'a str,
    pub header: &'a str,
    pub main: Markup,
    pub footer: Markup,
    /// Where it may post to beside its own server.
    pub posts_to: Option<&'a str>,
}

/// A page may load nothing at all; its one style sheet is in it and named by its hash.
pub fn policy(posts_to: Option<&str>) -> String {
    static STYLE_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(digest(&SHA256, STYLE.as_bytes())));
    let posts_to = posts_to.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!("default-src 'none'; style-src 'sha256-{}'; form-action 'self'{posts_to}; base-uri 'none'", *STYLE_HASH)
}

/// The page: the skeleton with its blanks filled in. What is filled in is not looked at for blanks again.
pub(super) fn fill(filling: Filling<'_>) -> String {
    let escaped = |text: &str| text.render().into_string();
    let (main, footer) = (filling.main.into_string(), filling.footer.into_string());
    let mut page = String::with_capacity(SKELETON.len() + STYLE.len() + main.len() + footer.len() + 500);
    let mut rest = SKELETON;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((blank, after)) = after.split_once("}}") else { break };
        match blank {
            "language" => page.push_str(&escaped(filling.language)),
            "policy" => page.push_str(&escaped(&policy(filling.posts_to))),
            "title" => page.push_str(&escaped(filling.title)),
            "style" => page.push_str(STYLE),
            "header" => page.push_str(&escaped(filling.header)),
            "main" => page.push_str(&main),
            "footer" => page.push_str(&footer),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn every_blank_is_filled_once_and_texts_are_escaped() {
        let page = fill(Filling {
            language: "en",
            title: "<b>{{style}}",
            header: "A & B",
            main: html! { p { "{{title}}" } },
            footer: html! {},
            posts_to: Some("https://recall.example.org"),
        });
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{page}");
        assert!(page.contains("<title>&lt;b&gt;{{style}}</title>") && page.contains("<p>{{title}}</p>"), "{page}");
        assert!(page.contains("<header>A &amp; B</header>") && page.ends_with("</html>\n"), "{page}");
        assert!(page.contains("form-action 'self' https://recall.example.org;"), "{page}");
    }

    #[test]
    fn the_style_has_nothing_that_ends_it() {
        assert!(!STYLE.contains('<'));
    }
}
