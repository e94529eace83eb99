//! Patients as they will see the messages: on a phone and in a mail program.

use leptos::prelude::*;

use crate::api::drafts::MessagePreview;
use crate::components::mail::Mail;
use crate::components::phone::Phone;
use crate::number;
use crate::text::preview as words;

/// One patient's messages.
pub fn sample(preview: &MessagePreview) -> AnyView {
    let phone = preview.sms.as_ref().map(|sms| {
        let to = sms.to.clone().unwrap_or_else(|| words::NOBODY.to_owned());
        let note = words::segments(sms.segments, &number::count(sms.segments));
        view! { <Phone text=sms.text.clone() to=to note=note /> }
    });
    let mail = preview.email.as_ref().map(|email| {
        let to = email.to.clone().unwrap_or_else(|| words::NOBODY.to_owned());
        view! { <Mail subject=email.subject.clone() text=email.text.clone() from=email.from.clone() to=to /> }
    });
    view! {
        <section class="sample">
            <h3 class="sample__name">{preview.name.clone()}</h3>
            <div class="previews">{phone} {mail}</div>
        </section>
    }
    .into_any()
}
