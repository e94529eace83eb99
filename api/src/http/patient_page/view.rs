//! What patients see. Every page says who writes, what to do, and whom to call; none names a condition.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono_tz::Europe::London;
use entity::time::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shared::time::show_date;

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

/// The message, with the one button that counts.
pub(super) fn message(practice: &PracticeConfig, token: &str, shown: &Shown) -> Markup {
    let title = shown.text.title.clone().unwrap_or_else(|| format!("A message from {}", practice.name));
    let greets = |line: &String| line.contains(&shown.given_name);
    let greeted = shown.text.paragraphs.first().is_some_and(|first| first.iter().any(greets));
    page(
        practice,
        &title,
        html! {
            @if let Some(at) = shown.acknowledged_at {
                p.done role="status" { "Thank you. You told us on " (day(at)) " that you have read this message." }
            }
            @if shown.opted_out_at.is_some() {
                p.done role="status" { "You asked us not to message you again. To change this, please call us." }
            }
            @if !greeted { p.hello { "Hello " (shown.given_name) "." } }
            @for paragraph in &shown.text.paragraphs {
                p lang=[&shown.text.language] {
                    @for (position, line) in paragraph.iter().enumerate() {
                        @if position > 0 { br; }
                        (with_link(line, practice.booking_link.as_deref()))
                    }
                }
            }
            @if shown.has_form {
                p { a.book href={ "/m/" (token) "/form" } { "Answer our questions" } }
            }
            @if shown.acknowledged_at.is_none() {
                form method="post" action={ "/m/" (token) } {
                    button.press type="submit" { "I have read this message" }
                }
                p.note { "Pressing it tells " (practice.name) " that this message has reached you. It does not book anything." }
            }
            (reach(practice))
        },
        html! {
            a.plain href={ "/m/" (token) "/not-me" } { "This is not for me" }
            @if shown.opted_out_at.is_none() {
                a.plain href={ "/m/" (token) "/opt-out" } { "Do not message me about this" }
            }
            (data_use(practice))
        },
    )
}

/// After the button.
pub(super) fn thanks(practice: &PracticeConfig, token: &str, done: &Acknowledged) -> Markup {
    let title = format!("Thank you, {}", done.given_name);
    page(
        practice,
        &title,
        html! {
            @match done.before {
                None => p.done role="status" { "We have noted that you have read our message." },
                Some(at) => p.done role="status" { "We have it already: you told us on " (day(at)) " that you have read our message. You need not do it again." },
            }
            p { "We will not send you a reminder about it." }
            @if practice.booking_link.is_some() {
                p { "If you have not booked yet, you can do it online or call us." }
            } @else {
                p { "If you have not made an appointment yet, please call us." }
            }
            (reach(practice))
            a.plain href={ "/m/" (token) } { "Read the message again" }
        },
        data_use(practice),
    )
}

/// Are you sure?
pub(super) fn ask_opt_out(practice: &PracticeConfig, token: &str) -> Markup {
    page(
        practice,
        "Stop these messages?",
        html! {
            p { "We will not send any more texts or emails to the phone number and email address we have for you." }
            p { "If you share them with somebody, they will not get messages there either. It changes nothing about your care." }
            form method="post" action={ "/m/" (token) "/opt-out" } {
                button.press type="submit" { "Stop messages to me" }
            }
            a.plain href={ "/m/" (token) } { "Go back, change nothing" }
        },
        data_use(practice),
    )
}

pub(super) fn opted_out(practice: &PracticeConfig) -> Markup {
    page(
        practice,
        "We have stopped the messages",
        html! {
            p.done role="status" { "We will not send you any more texts or emails." }
            p { "A message that is on its way this very minute may still arrive. If you change your mind, please call us: we can switch messages on again." }
            (reach(practice))
        },
        data_use(practice),
    )
}

/// Are you sure that you are somebody else?
pub(super) fn ask_not_me(practice: &PracticeConfig, token: &str) -> Markup {
    page(
        practice,
        "Is this message not for you?",
        html! {
            p { "Then it reached the wrong phone or mailbox, and we are sorry. Tell us and we will send nothing more there, until we have put it right with the person it is for." }
            form method="post" action={ "/m/" (token) "/not-me" } {
                button.press type="submit" { "It is not for me" }
            }
            p.note { "Afterwards this link shows the message to nobody." }
            a.plain href={ "/m/" (token) } { "Go back, it is for me" }
        },
        data_use(practice),
    )
}

pub(super) fn not_me(practice: &PracticeConfig) -> Markup {
    page(
        practice,
        "Thank you for telling us",
        html! {
            p.done role="status" { "We will send nothing more about this to you." }
            p { "Please delete the message. You need not do anything else." }
            (reach(practice))
        },
        data_use(practice),
    )
}

/// A link that shows no message. Wrong and forged ones look the same.
pub(super) fn closed(practice: &PracticeConfig, closed: Closed) -> Markup {
    let (title, what, to_do) = match closed {
        Closed::Wrong => (
            "This link does not work",
            "We could not find a message for it. Some phones and mail programs cut long links in two.",
            "Please open the link from our message again, all of it, or call us and we will help.",
        ),
        Closed::Revoked => (
            "This link was replaced",
            "We have sent you a newer message with a new link.",
            "Please open the link in our latest message. If you cannot find it, call us and we will help.",
        ),
        Closed::Expired => (
            "This message is out of date",
            "The time for answering it has passed.",
            "You can still call us: we will tell you what you can do now.",
        ),
        Closed::Astray => (
            "This message was not meant for you",
            "Somebody who opened it told us so, and we have stopped sending messages there.",
            "If it was meant for you after all, please call us and we will put it right.",
        ),
        Closed::Withdrawn => (
            "This message was withdrawn",
            "You do not need to do anything about it.",
            "If you have questions, please call us.",
        ),
    };
    sorry(practice, title, what, to_do)
}

pub(super) fn too_many(practice: &PracticeConfig) -> Markup {
    let what = "There were too many wrong links from your connection.";
    sorry(
        practice,
        "Please wait a minute",
        what,
        "Then open the link from our message again, or call us and we will help.",
    )
}

pub(super) fn failed(practice: &PracticeConfig) -> Markup {
    let what = "The fault is on our side, and we have been told about it.";
    sorry(practice, "Something went wrong", what, "Please try again in a few minutes, or call us.")
}

fn sorry(practice: &PracticeConfig, title: &str, what: &str, to_do: &str) -> Markup {
    page(practice, title, html! { p { (what) } p { (to_do) } (reach(practice)) }, html! {})
}

fn page(practice: &PracticeConfig, title: &str, body: Markup, foot: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                meta name="format-detection" content="telephone=no";
                title { (title) " – " (practice.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { (practice.name) }
                main { h1 { (title) } (body) }
                footer { (foot) }
            }
        }
    }
}

fn reach(practice: &PracticeConfig) -> Markup {
    let dialled: String = practice.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! {
        section.reach aria-label="How to reach us" {
            p { "Phone " a.tel href={ "tel:" (dialled) } { (practice.phone) } }
            p.hours { (practice.opening_hours) }
            @if let Some(link) = &practice.booking_link {
                a.book href=(link) rel="noreferrer" { "Book online" }
            }
        }
    }
}

fn data_use(practice: &PracticeConfig) -> Markup {
    html! {
        details {
            summary { span { "How we use your data" } }
            p { (practice.name) " notes that this page was opened and whether the button was pressed, to know whom to remind. Nobody else is told. This page sets no cookies and loads nothing from anywhere else." }
        }
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

fn day(at: Timestamp) -> String {
    show_date(at.to_utc().with_timezone(&London).date_naive())
}
