//! Recovery codes while they can be seen, which is once: to print, copy or save.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::button::Button;
use super::icon::{Icon, Sign};
use super::notice::{Notice, Tone};
use super::toast::Toasts;
use crate::text::account as words;
use crate::text::common;
use crate::{browser, download};

/// The server does not have them any more.
#[component]
pub fn RecoveryCodes(codes: Vec<String>) -> impl IntoView {
    let toasts = Toasts::current();
    let text = StoredValue::new(codes.join("\n"));
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            let copied = browser::copy(&text.get_value()).await;
            toasts.done(if copied { common::COPIED } else { common::NOT_COPIED });
        });
    });
    let save = Callback::new(move |()| {
        let content = words::recovery_file(&text.get_value());
        download::save(words::RECOVERY_FILE, "text/plain", content.as_bytes());
    });
    let print = Callback::new(|()| browser::print());
    let items = codes.iter().map(|code| view! { <li>{code.clone()}</li> }).collect_view();
    view! {
        <Notice tone=Tone::Warning message=words::SHOWN_ONCE />
        <ul class="recovery-codes__list" aria-label=words::RECOVERY>
            {items}
        </ul>
        <div class="recovery-codes__actions no-print">
            <Button on_press=print>
                <Icon sign=Sign::Print />
                {common::PRINT}
            </Button>
            <Button on_press=copy>
                <Icon sign=Sign::Copy />
                {common::COPY}
            </Button>
            <Button on_press=save>
                <Icon sign=Sign::Download />
                {common::SAVE_AS_FILE}
            </Button>
        </div>
    }
    .into_any()
}
