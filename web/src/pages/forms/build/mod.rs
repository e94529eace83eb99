//! The builder: what is in the form in the middle, what can be said of it at the side, and how it looks beside that.

mod editor;
mod edits;
mod following;
mod half_typed;
mod history;
mod kept;
mod kinds;
mod names;
mod outline;
mod preview;
mod problems;
mod properties;
mod rules;
mod saving;
mod spot;

use leptos::ev;
use leptos::prelude::*;

pub use editor::{Editor, name_of};
pub use half_typed::HalfTyped;
pub use properties::sentence;
pub use rules::Test;
pub use saving::{Saver, Saving};
pub use spot::Spot;

use crate::components::button::Button;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::text::form_builder as words;

pub fn build(editor: Editor, saver: Saver) -> AnyView {
    let wide = RwSignal::new(false);
    if !editor.may_edit {
        return view! {
            <Notice tone=Tone::Info message=words::READ_ONLY />
            {preview::preview(editor, wide)}
        }
        .into_any();
    }
    listen(editor);
    view! {
        {bar(editor, saver)}
        <p class="visually-hidden" role="status">
            {editor.said}
        </p>
        <div class="builder" class:builder--wide=wide>
            {outline::outline(editor)} {properties::properties(editor)} {preview::preview(editor, wide)}
        </div>
    }
    .into_any()
}

/// Ctrl Z and Ctrl Shift Z (or Y), as long as the builder is shown. In the preview and in dialogs they are the browser's.
fn listen(editor: Editor) {
    let on_key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let is_z = key.eq_ignore_ascii_case("z");
        if !(event.ctrl_key() || event.meta_key()) || !(is_z || key.eq_ignore_ascii_case("y")) {
            return;
        }
        let elsewhere = document()
            .active_element()
            .is_some_and(|element| element.matches("dialog *, .preview *, .top-bar *").unwrap_or(false));
        if elsewhere {
            return;
        }
        event.prevent_default();
        if is_z && !event.shift_key() {
            editor.undo();
        } else {
            editor.redo();
        }
    };
    let handle = window_event_listener(ev::keydown, on_key);
    on_cleanup(move || handle.remove());
}

fn bar(editor: Editor, saver: Saver) -> AnyView {
    let button = |label: &'static str, sign: Sign, able: Signal<bool>, act: fn(Editor)| {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=label
                title=label
                aria-disabled=move || (!able.get()).then_some("true")
                on:click=move |_| act(editor)
            >
                <Icon sign=sign />
            </button>
        }
    };
    view! {
        <div class="builder-bar">
            <div class="builder-bar__undo">
                {button(words::UNDO, Sign::Undo, Signal::derive(move || editor.can_undo()), Editor::undo)}
                {button(words::REDO, Sign::Redo, Signal::derive(move || editor.can_redo()), Editor::redo)}
            </div>
            {problems::problems(editor)}
            {problems::translations(editor)}
            {state(saver)}
        </div>
    }
    .into_any()
}

/// How far the changes have come.
fn state(saver: Saver) -> AnyView {
    let word = Memo::new(move |_| match saver.state() {
        Saving::Saved => Some(words::SAVED),
        Saving::Waiting => Some(words::WAITING),
        Saving::UnderWay => Some(words::SAVING),
        Saving::Conflict { .. } => Some(words::NOT_SAVED),
        Saving::Failed(_) => None,
    });
    let failure = Memo::new(move |_| match saver.state() {
        Saving::Failed(reason) => Some(reason),
        _ => None,
    });
    let save = Callback::new(move |()| saver.save());
    let view = move || match failure.get() {
        Some(reason) => view! {
            <Notice tone=Tone::Error message=format!("{}. {reason}", words::NOT_SAVED)>
                <Button on_press=save>{words::SAVE_NOW}</Button>
            </Notice>
        }
        .into_any(),
        None => view! {
            <p class="builder-bar__state" role="status">
                {word.get()}
            </p>
        }
        .into_any(),
    };
    view.into_any()
}

/// Who saves over what somebody else has saved decides, in whichever room of the form.
pub fn conflict(saver: Saver) -> AnyView {
    let is_conflict = Memo::new(move |_| matches!(saver.state(), Saving::Conflict { .. }));
    let keep = Callback::new(move |()| saver.keep_mine());
    let take = Callback::new(move |()| saver.take_theirs());
    let view = move || {
        is_conflict.get().then(|| {
            view! {
                <Notice tone=Tone::Warning message=words::CONFLICT>
                    <div class="form__actions">
                        <Button on_press=keep>{words::KEEP_MINE}</Button>
                        <Button on_press=take>{words::TAKE_THEIRS}</Button>
                    </div>
                </Notice>
            }
        })
    };
    view.into_any()
}
