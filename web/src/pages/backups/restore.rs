//! How to restore a backup, step by step, with the commands to copy.

use leptos::prelude::*;

use crate::components::card::Card;
use crate::components::copy::Copy;
use crate::text::restore as words;

#[component]
pub fn Restore() -> impl IntoView {
    view! {
        <Card title=words::TITLE>
            <div class="stack">
                <p>{words::INTRODUCTION}</p>
                <ol class="restore-steps">
                    <li>{words::FETCH}</li>
                    <li>
                        {words::CHECK} <Copy label=words::CHECK value=words::VERIFY_COMMAND />
                    </li>
                    <li>
                        {words::RESTORE} <Copy label=words::RESTORE value=words::RESTORE_COMMAND />
                    </li>
                    <li>{words::KEY_RING}</li>
                    <li>{words::START}</li>
                    <li>{words::PAUSED}</li>
                </ol>
                <p>{words::PRACTISE}</p>
            </div>
        </Card>
    }
    .into_any()
}
