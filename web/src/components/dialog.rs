//! A dialog over the page, on the browser's own `<dialog>`: it keeps the focus inside, and Escape closes it.

use leptos::html;
use leptos::prelude::*;

use super::button::{Button, Weight};
use super::field::{Field, Input};
use super::icon::{Icon, Sign};
use super::notice::{Notice, Tone};
use crate::text;

/// Opens and closes with `open`. What is inside is made anew at each opening.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// For more than a few sentences.
    #[prop(optional)]
    wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| open.get());
    Effect::new(move || {
        let is_open = is_open.get();
        if let Some(dialog) = element.get() {
            if is_open && !dialog.open() {
                // After its content is there, so that the focus finds where to begin.
                request_animation_frame(move || {
                    if open.try_get_untracked() == Some(true) {
                        // It fails only outside the document, where nobody sees it anyway.
                        let _ = dialog.show_modal();
                    }
                });
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        }
    });
    let content = move || {
        is_open.get().then(|| {
            view! {
                <div class="dialog__frame">
                    <h2 class="dialog__title">{move || title.get()}</h2>
                    {children()}
                    // Last in order, so that the focus begins in what the dialog is about.
                    <button
                        type="button"
                        class="icon-button dialog__close"
                        aria-label=text::common::CLOSE
                        on:click=move |_| open.set(false)
                    >
                        <Icon sign=Sign::Close />
                    </button>
                </div>
            }
        })
    };
    view! {
        <dialog
            class="dialog"
            class:dialog--wide=wide
            node_ref=element
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            {content}
        </dialog>
    }
    .into_any()
}

/// Asks before something that cannot be undone, and says what it touches. It stays open until the caller closes it,
/// so that a failure can be shown and the same button tries again.
#[component]
pub fn Confirm(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// What will happen, with its number, and what can be undone.
    #[prop(into)]
    text: Signal<String>,
    /// What the button does, e.g. "Cancel the campaign".
    #[prop(into)]
    verb: Signal<String>,
    #[prop(optional)] danger: bool,
    /// A word to be typed before the button works.
    #[prop(optional, into)]
    typed: Option<String>,
    #[prop(optional, into)] pending: Signal<bool>,
    /// Why it did not work.
    #[prop(optional, into)]
    failure: Signal<Option<String>>,
    on_confirm: Callback<()>,
    /// More to fill in, such as the code of the authenticator.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let word = StoredValue::new(typed);
    let children = StoredValue::new(children);
    let answer = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    Effect::new(move || {
        if open.get() {
            answer.set(String::new());
            error.set(None);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let missing = word.with_value(|word| {
            word.as_ref()
                .filter(|word| !answer.with_untracked(|answer| answer.trim().eq_ignore_ascii_case(word)))
                .map(|word| text::dialog::type_word(word))
        });
        let ready = missing.is_none();
        error.set(missing);
        if ready && !pending.get_untracked() {
            on_confirm.run(());
        }
    };
    let field = move || {
        word.get_value().map(|word| {
            view! {
                <Field
                    id="confirm-word"
                    label=text::dialog::type_word(&word)
                    input=Input::Text
                    value=answer
                    error=error
                />
            }
        })
    };
    let failed = move || failure.get().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    let weight = if danger { Weight::Danger } else { Weight::Primary };
    view! {
        <Dialog open=open title=title>
            <form class="dialog__form" novalidate on:submit=submit>
                <p>{move || text.get()}</p>
                {move || children.with_value(|children| children.as_ref().map(|children| children()))}
                {field}
                {failed}
                <div class="dialog__actions">
                    <Button weight=weight submit=true pending=pending>
                        {move || verb.get()}
                    </Button>
                    <Button on_press=Callback::new(move |()| open.set(false))>
                        {text::common::CANCEL}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}
