//! What lies over the page: toasts, dialogs, menus.

use leptos::prelude::*;

use super::specimen;
use crate::api::ApiError;
use crate::components::button::{Button, Weight};
use crate::components::dialog::{Confirm, Dialog};
use crate::components::icon::Sign;
use crate::components::menu::{Menu, MenuItem};
use crate::components::toast::Toasts;

pub fn specimens() -> AnyView {
    view! { {toasts()} {dialogs()} {menus()} }.into_any()
}

fn toasts() -> AnyView {
    let toasts = Toasts::current();
    let done = Callback::new(move |()| toasts.done("Saved."));
    let failed = Callback::new(move |()| toasts.failed(&ApiError::TimedOut));
    let content = view! {
        <Button on_press=done>"Something worked"</Button>
        <Button on_press=failed>"Something failed"</Button>
    };
    specimen("Toasts", content)
}

fn dialogs() -> AnyView {
    let open = |signal: RwSignal<bool>| Callback::new(move |()| signal.set(true));
    let close = |signal: RwSignal<bool>| Callback::new(move |()| signal.set(false));
    let [plain, wide, confirm, danger, failing] = [(); 5].map(|()| RwSignal::new(false));
    let content = view! {
        <Button on_press=open(plain)>"Dialog"</Button>
        <Button on_press=open(wide)>"Wide dialog"</Button>
        <Button on_press=open(confirm)>"Confirmation"</Button>
        <Button weight=Weight::Danger on_press=open(danger)>
            "Confirmation by a word"
        </Button>
        <Button on_press=open(failing)>"Confirmation that failed"</Button>
        <Dialog open=plain title="A dialog">
            <p>"It keeps the focus inside, and Escape closes it."</p>
        </Dialog>
        <Dialog open=wide title="A wide dialog" wide=true>
            <p>"For a preview, or a list."</p>
        </Dialog>
        <Confirm
            open=confirm
            title="Pause the campaign?"
            text="46,780 messages wait. Nothing more is sent until you resume it."
            verb="Pause"
            on_confirm=close(confirm)
        />
        <Confirm
            open=danger
            title="Cancel the campaign?"
            text="46,780 messages that wait are not sent. This cannot be undone."
            verb="Cancel the campaign"
            danger=true
            typed="cancel"
            on_confirm=close(danger)
        />
        <Confirm
            open=failing
            title="Revoke the credentials?"
            text="The external system can do nothing from then on."
            verb="Revoke"
            danger=true
            failure=Signal::stored(Some("Recall cannot be reached. Check your connection, then try again.".to_owned()))
            on_confirm=close(failing)
        />
    };
    specimen("Dialogs", content)
}

fn menus() -> AnyView {
    let toasts = Toasts::current();
    let items = Signal::derive(move || {
        vec![
            MenuItem::new("Rename", move || toasts.done("Renamed.")),
            MenuItem::new("Make a copy", move || toasts.done("Copied.")),
            MenuItem::new("Cancel the campaign", move || toasts.done("Cancelled.")).danger(),
        ]
    });
    let busy = Signal::stored(Some("Pausing…".to_owned()));
    let waiting =
        Signal::derive(move || items.get().into_iter().map(|item: MenuItem| item.busy(busy)).collect::<Vec<_>>());
    let content = view! {
        <Menu label="Actions" items=items />
        <Menu label="More actions" sign=Sign::More items=items />
        <Menu label="Actions while something is under way" items=waiting />
    };
    specimen("Menus", content)
}
