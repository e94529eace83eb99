//! What patients see. Every page says who writes, what to do, and whom to call; none names a condition.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono_tz::Europe::London;
use entity::time::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words::{Ask, Done, ENGLISH, Sorry, Words};
use crate::{
    config::PracticeConfig,
    domain::acknowledgements::{Acknowledged, Closed, Shown},
};

const STYLE: &str = include_str!("style.css");

/// The page may load nothing at all; its one style sheet is in it and named by its hash.
pub(super) fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        format!(
            "default-src 'none'; style-src 'sha256-{}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            STANDARD.encode(digest(&SHA256, STYLE.as_bytes()))
        )
    });
    &POLICY
}

/// Whose page it is, and in which words.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub practice: &'a PracticeConfig,
    pub words: &'static Words,
    pub token: &'a str,
}

impl Page<'_> {
    /// The message, with the one button that counts.
    pub fn message(self, shown: &Shown) -> Markup {
        let Self { practice, words, token } = self;
        let greets = |line: &String| line.contains(&shown.given_name);
        let greeted = shown.text.paragraphs.first().is_some_and(|first| first.iter().any(greets));
        // Words of the practice itself: what is for everybody is in English.
        let written = shown.text.language.as_deref().unwrap_or(ENGLISH.language);
        let written = (written != words.language).then_some(written);
        let title = html! {
            @match &shown.text.title {
                Some(title) => span lang=[written] { (title) },
                None => (words.message_from.replace("{}", &practice.name)),
            }
        };
        let plain = shown.text.title.clone().unwrap_or_else(|| words.message_from.replace("{}", &practice.name));
        self.page(
            &plain,
            &title,
            &html! {
                @if let Some(at) = shown.acknowledged_at {
                    p.done role="status" { (words.told_us.replace("{}", &self.day(at))) }
                }
                @if shown.opted_out_at.is_some() { p.done role="status" { (words.stopped_before) } }
                @if !greeted { p.hello { (words.hello.replace("{}", &shown.given_name)) } }
                @for paragraph in &shown.text.paragraphs {
                    p lang=[written] {
                        @for (position, line) in paragraph.iter().enumerate() {
                            @if position > 0 { br; }
                            (with_link(line, practice.booking_link.as_deref()))
                        }
                    }
                }
                @if shown.has_form {
                    p { a.book href={ "/m/" (token) "/form" } { (words.questions) } }
                }
                @if shown.acknowledged_at.is_none() {
                    form method="post" action={ "/m/" (token) } { button.press type="submit" { (words.read) } }
                    p.note { (words.read_note.replace("{}", &practice.name)) }
                }
                (self.reach())
            },
            &html! {
                (self.stop_links(shown.opted_out_at.is_none()))
                (self.data_use())
            },
        )
    }

    /// After the button.
    pub fn thanks(self, done: &Acknowledged) -> Markup {
        let words = &self.words.thanks;
        self.titled(
            &words.title.replace("{}", &done.given_name),
            &html! {
                p.done role="status" {
                    @match done.before {
                        None => (words.noted),
                        Some(at) => (words.noted_before.replace("{}", &self.day(at))),
                    }
                }
                p { (words.no_reminder) }
                p { (if self.practice.booking_link.is_some() { words.book } else { words.call }) }
                (self.reach())
                a.plain href={ "/m/" (self.token) } { (words.again) }
            },
            &self.data_use(),
        )
    }

    pub fn ask_opt_out(self) -> Markup {
        self.ask(&self.words.ask_opt_out, "opt-out")
    }

    pub fn opted_out(self) -> Markup {
        self.done(&self.words.opted_out)
    }

    pub fn ask_not_me(self) -> Markup {
        self.ask(&self.words.ask_not_me, "not-me")
    }

    pub fn not_me(self) -> Markup {
        self.done(&self.words.not_me)
    }

    fn ask(self, words: &Ask, what: &str) -> Markup {
        self.titled(
            words.title,
            &html! {
                @for paragraph in words.text { p { (paragraph) } }
                form method="post" action={ "/m/" (self.token) "/" (what) } {
                    button.press type="submit" { (words.yes) }
                }
                @if let Some(note) = words.note { p.note { (note) } }
                a.plain href={ "/m/" (self.token) } { (words.no) }
            },
            &self.data_use(),
        )
    }

    fn done(self, words: &Done) -> Markup {
        self.titled(
            words.title,
            &html! {
                p.done role="status" { (words.outcome) }
                p { (words.text) }
                (self.reach())
            },
            &self.data_use(),
        )
    }

    /// A link that shows no message. Wrong and forged ones look the same; a genuine one still stops messages.
    pub fn closed(self, closed: Closed) -> Markup {
        let foot = match closed {
            Closed::Wrong | Closed::Astray => html! {},
            Closed::Revoked | Closed::Expired | Closed::Withdrawn => self.stop_links(true),
        };
        self.sorry(self.words.closed(closed), &foot)
    }

    pub fn too_many(self) -> Markup {
        self.sorry(&self.words.too_many, &html! {})
    }

    pub fn failed(self) -> Markup {
        self.sorry(&self.words.failed, &html! {})
    }

    fn sorry(self, words: &Sorry, foot: &Markup) -> Markup {
        self.titled(words.title, &html! { p { (words.what) } p { (words.to_do) } (self.reach()) }, foot)
    }

    fn titled(self, title: &str, body: &Markup, foot: &Markup) -> Markup {
        self.page(title, &html! { (title) }, body, foot)
    }

    fn page(self, title: &str, heading: &Markup, body: &Markup, foot: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.words.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex, nofollow";
                    meta name="format-detection" content="telephone=no";
                    title { (title) " – " (self.practice.name) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { (self.practice.name) }
                    main { h1 { (heading) } (body) }
                    footer { (foot) }
                }
            }
        }
    }

    fn stop_links(self, opt_out: bool) -> Markup {
        html! {
            a.plain href={ "/m/" (self.token) "/not-me" } { (self.words.not_for_me) }
            @if opt_out { a.plain href={ "/m/" (self.token) "/opt-out" } { (self.words.stop) } }
        }
    }

    fn reach(self) -> Markup {
        let Self { practice, words, .. } = self;
        let dialled: String = practice.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        html! {
            section.reach aria-label=(words.reach) {
                p { (words.phone) " " a.tel href={ "tel:" (dialled) } { (practice.phone) } }
                p.hours { (practice.opening_hours) }
                @if let Some(link) = &practice.booking_link {
                    a.book href=(link) rel="noreferrer" { (words.book) }
                }
            }
        }
    }

    fn data_use(self) -> Markup {
        html! {
            details {
                summary { span { (self.words.data) } }
                p { (self.words.data_text.replace("{}", &self.practice.name)) }
            }
        }
    }

    fn day(self, at: Timestamp) -> String {
        self.words.day(at.to_utc().with_timezone(&London).date_naive())
    }
}

/// The practice's own booking link can be pressed; nothing else in the text can.
fn with_link(line: &str, booking_link: Option<&str>) -> Markup {
    if let Some((link, (before, after))) =
        booking_link.filter(|link| !link.is_empty()).and_then(|link| Some((link, line.split_once(link)?)))
    {
        html! { (before) a href=(link) rel="noreferrer" { (link) } (after) }
    } else {
        html! { (line) }
    }
}
