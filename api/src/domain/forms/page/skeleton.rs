//! The stored skeleton of every page of a form, and its blanks.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{Markup, Render};
use shared::form::Language;

const SKELETON: &str = include_str!("skeleton.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// What goes into the blanks. Texts are escaped; markup was by who made it.
pub(super) struct Filling<'a> {
    pub language: &'a Language,
    pub title: &'a str,
    pub header: &'a str,
    pub main: Markup,
    pub footer: Markup,
    /// Where it may post to beside its own server.
    pub posts_to: Option<&'a str>,
}

/// A page may load nothing at all; its one style sheet and its one script are in it and named by their hashes.
pub fn policy(posts_to: Option<&str>) -> String {
    static HASHES: LazyLock<[String; 2]> =
        LazyLock::new(|| [STYLE, SCRIPT].map(|text| STANDARD.encode(digest(&SHA256, text.as_bytes()))));
    let [style, script] = &*HASHES;
    let posts_to = posts_to.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; connect-src 'self'{posts_to}; \
         form-action 'self'{posts_to}; base-uri 'none'"
    )
}

/// The page: the skeleton with its blanks filled in. What is filled in is not looked at for blanks again.
pub(super) fn fill(filling: Filling<'_>) -> String {
    let escaped = |text: &str| text.render().into_string();
    let (main, footer) = (filling.main.into_string(), filling.footer.into_string());
    let mut page = String::with_capacity(SKELETON.len() + STYLE.len() + SCRIPT.len() + main.len() + footer.len() + 500);
    let mut rest = SKELETON;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((blank, after)) = after.split_once("}}") else { break };
        match blank {
            "language" => page.push_str(&escaped(filling.language.as_str())),
            "direction" if filling.language.is_right_to_left() => page.push_str(" dir=\"rtl\""),
            "policy" => page.push_str(&escaped(&policy(filling.posts_to))),
            "title" => page.push_str(&escaped(filling.title)),
            "style" => page.push_str(STYLE),
            "script" => page.push_str(SCRIPT),
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
    #![allow(clippy::unwrap_used)]
    use maud::html;

    use super::*;

    fn page(language: &Language) -> String {
        fill(Filling {
            language,
            title: "<b>{{style}}",
            header: "A & B",
            main: html! { p { "{{title}}" } },
            footer: html! {},
            posts_to: Some("https://recall.example.org"),
        })
    }

    #[test]
    fn every_blank_is_filled_once_and_texts_are_escaped() {
        let page = page(&Language::english());
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{page}");
        assert!(page.contains("<title>&lt;b&gt;{{style}}</title>") && page.contains("<p>{{title}}</p>"), "{page}");
        assert!(page.contains("<header>A &amp; B</header>") && page.ends_with("</html>\n"), "{page}");
        assert!(page.contains("form-action 'self' https://recall.example.org;"), "{page}");
    }

    #[test]
    fn a_page_is_laid_out_as_its_language_is_written() {
        assert!(page(&"ur".parse().unwrap()).starts_with("<!DOCTYPE html>\n<html lang=\"ur\" dir=\"rtl\">"));
        // What has a side has none of its own.
        for side in ["left:", "right:", "-left", "-right"] {
            assert!(!STYLE.replace("float:left;width:100%", "").contains(side), "{side} of the style");
        }
    }

    #[test]
    fn style_and_script_have_nothing_that_ends_them_and_are_small() {
        assert!(!STYLE.contains('<'));
        assert!(!SCRIPT.to_lowercase().contains("</script") && !SCRIPT.contains("<!--"));
        assert!(SCRIPT.len() < 10_000 && STYLE.len() < 10_000, "{} and {}", SCRIPT.len(), STYLE.len());
    }
}
