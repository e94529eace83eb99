//! How an import ended, in words, and where to go from there.

use leptos::prelude::*;

use crate::api::imports::{ImportStand, ImportState};
use crate::components::notice::{Notice, Tone};
use crate::routes::{self, Place};
use crate::text::import as words;
use crate::{browser, number};

pub fn outcome(stand: &ImportStand) -> AnyView {
    match stand.state {
        ImportState::Failed => failed(stand),
        ImportState::Committed => {
            let count = stand.created + stand.updated;
            let list = browser::address(Place::Patients.path(), &[("order", "newest")]);
            view! {
                <Notice tone=Tone::Info message=words::written(count, &number::count(count))>
                    <a class="button" href=list>
                        {words::SEE_PATIENTS}
                    </a>
                </Notice>
                {remark(stand)}
            }
            .into_any()
        }
        ImportState::Discarded => view! {
            <Notice tone=Tone::Info message=words::DISCARDED>{again()}</Notice>
        }
        .into_any(),
        ImportState::Checked | ImportState::Checking | ImportState::Committing => remark(stand),
    }
}

/// What the server found worth knowing about the file.
fn remark(stand: &ImportStand) -> AnyView {
    match stand.message.clone() {
        Some(message) => view! { <Notice tone=Tone::Warning message=message /> }.into_any(),
        None => ().into_any(),
    }
}

fn failed(stand: &ImportStand) -> AnyView {
    let reason = stand.message.clone().unwrap_or_else(|| words::FAILED_UNKNOWN.to_owned());
    view! {
        <Notice tone=Tone::Error message=reason>{again()}</Notice>
        <p class="import__explain">{words::FAILED_ADVICE}</p>
    }
    .into_any()
}

fn again() -> AnyView {
    view! {
        <a class="button" href=routes::UPLOAD>
            {words::UPLOAD_AGAIN}
        </a>
    }
    .into_any()
}
