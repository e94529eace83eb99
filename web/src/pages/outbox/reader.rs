//! A message as its reader has it: an email as a mail program shows it, texts as a phone does.

use leptos::prelude::*;

use super::body::linked;
use crate::api::outbox::OutboxMessage;
use crate::components::detail_list::{DetailList, detail};
use crate::text::outbox as words;
use crate::time;

/// Links open in tabs of their own, which are free of the frame's limits; nothing else is allowed, no script above all.
const SANDBOX: &str = "allow-popups allow-popups-to-escape-sandbox";

pub fn email(message: &OutboxMessage) -> AnyView {
    let subject = message.subject.clone().unwrap_or_else(|| words::NO_SUBJECT.to_owned());
    let facts = [
        detail(words::FROM, message.from.clone()),
        detail(words::TO, message.to.clone()),
        detail(words::AT, time::moment(&message.at)),
    ];
    let body = match &message.html {
        Some(html) => view! {
            <iframe
                class="outbox-mail__frame"
                title=words::BODY
                sandbox=SANDBOX
                referrerpolicy="no-referrer"
                srcdoc=html.replacen("<head>", "<head><base target=\"_blank\">", 1)
            ></iframe>
        }
        .into_any(),
        None => view! { <div class="outbox-mail__text">{linked(&message.text)}</div> }.into_any(),
    };
    view! {
        <article class="outbox-mail">
            <h2 class="outbox-mail__subject">{subject}</h2>
            <DetailList>{facts.into_iter().collect_view()}</DetailList>
            {body}
        </article>
    }
    .into_any()
}

/// All texts to one number, the oldest at the top, as a phone has them.
pub fn phone<'a>(number: &str, messages: impl DoubleEndedIterator<Item = &'a OutboxMessage>) -> AnyView {
    let bubble = |message: &OutboxMessage| {
        view! {
            <li class="outbox-phone__message">
                <p class="outbox-phone__when">{time::moment(&message.at)}</p>
                <p class="outbox-phone__bubble">{linked(&message.text)}</p>
            </li>
        }
    };
    view! {
        <article class="outbox-phone">
            <h2 class="outbox-phone__number">{words::conversation(number)}</h2>
            <ol class="outbox-phone__messages">{messages.rev().map(bubble).collect_view()}</ol>
        </article>
    }
    .into_any()
}
