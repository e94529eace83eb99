//! A button that opens a list of actions, after the menu button pattern of WAI-ARIA: arrows, Home and End move in it,
//! Escape closes it and gives the focus back, and so does going elsewhere.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::icon::{Icon, Sign};

/// One action of a menu.
#[derive(Clone)]
pub struct MenuItem {
    pub label: String,
    /// It cannot be undone.
    pub danger: bool,
    /// What is under way while it cannot be pressed, in a word that is said beside it.
    pub busy: Signal<Option<String>>,
    pub action: Callback<()>,
}

impl MenuItem {
    pub fn new(label: impl Into<String>, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label: label.into(),
            danger: false,
            busy: Signal::stored(None),
            action: Callback::new(move |()| action()),
        }
    }

    pub fn danger(self) -> Self {
        Self { danger: true, ..self }
    }

    /// Not to be pressed while `word` gives one.
    pub fn busy(self, word: Signal<Option<String>>) -> Self {
        Self { busy: word, ..self }
    }
}

#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// Instead of the words, which a screen reader still hears.
    #[prop(optional)]
    sign: Option<Sign>,
    /// An item whose label stays is not made anew when others come or go.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let show = move |which: Where| {
        open.set(true);
        request_animation_frame(move || move_to(frame, which));
    };
    let on_button_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            show(Where::First);
        }
        "ArrowUp" => {
            event.prevent_default();
            show(Where::Last);
        }
        _ => {}
    };
    let on_menu_key = move |event: KeyboardEvent| {
        let which = match event.key().as_str() {
            "ArrowDown" => Where::After,
            "ArrowUp" => Where::Before,
            "Home" => Where::First,
            "End" => Where::Last,
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                close();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        move_to(frame, which);
    };
    let on_leave = move |event: FocusEvent| {
        let left = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        match event.related_target().and_then(|target| target.dyn_into::<Node>().ok()) {
            Some(to) if frame.get_untracked().is_some_and(|frame| frame.contains(Some(&to))) => {}
            Some(_) => open.set(false),
            // To nowhere: pressed beside it, or the item that had it is offered no more.
            None => request_animation_frame(move || {
                if left.is_some_and(|left| left.is_connected()) {
                    let _ = open.try_set(false);
                } else {
                    move_to(frame, Where::First);
                }
            }),
        }
    };
    let is_open = Memo::new(move |_| open.get());
    let list = move || {
        is_open.get().then(|| {
            let line = move |item| line(item, Callback::new(move |()| close()));
            view! {
                <div class="menu__list" role="menu" aria-label=move || label.get() on:keydown=on_menu_key>
                    <For each=move || items.get() key=|item| item.label.clone() children=line />
                </div>
            }
        })
    };
    let face = match sign {
        Some(sign) => view! {
            <Icon sign=sign />
            <span class="visually-hidden">{move || label.get()}</span>
        }
        .into_any(),
        None => view! {
            {move || label.get()}
            <Icon sign=Sign::Down />
        }
        .into_any(),
    };
    view! {
        // A press inside does not take the focus away: Safari would give it to nobody, and the menu would close.
        <div class="menu" node_ref=frame on:focusout=on_leave on:mousedown=|event| event.prevent_default()>
            <button
                type="button"
                class=if sign.is_some() { "icon-button" } else { "button" }
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| if open.get_untracked() { open.set(false) } else { show(Where::First) }
                on:keydown=on_button_key
            >
                {face}
            </button>
            {list}
        </div>
    }
    .into_any()
}

fn line(item: MenuItem, close: Callback<()>) -> AnyView {
    let MenuItem { label, danger, busy, action } = item;
    let act = move |_| {
        if busy.with_untracked(Option::is_none) {
            close.run(());
            action.run(());
        }
    };
    let word = move || busy.get().map(|word| view! { <span class="menu__busy">{word}</span> });
    view! {
        <button
            type="button"
            class="menu__item"
            class:menu__item--danger=danger
            role="menuitem"
            tabindex="-1"
            aria-disabled=move || busy.with(Option::is_some).then_some("true")
            on:click=act
        >
            {label}
            {word}
        </button>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Where {
    First,
    Last,
    Before,
    After,
}

/// Puts the focus on another action; beyond the last comes the first again.
fn move_to(frame: NodeRef<html::Div>, which: Where) {
    let Some(items) = frame.get_untracked().and_then(|frame| frame.query_selector_all("[role=menuitem]").ok()) else {
        return;
    };
    let items: Vec<HtmlElement> = (0..items.length()).filter_map(|index| items.item(index)?.dyn_into().ok()).collect();
    if items.is_empty() {
        return;
    }
    let active = document().active_element();
    let here = items.iter().position(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))));
    let next = match (which, here) {
        (Where::First, _) | (Where::After, None) => 0,
        (Where::Last, _) | (Where::Before, None) => items.len() - 1,
        (Where::After, Some(here)) => (here + 1) % items.len(),
        (Where::Before, Some(here)) => (here + items.len() - 1) % items.len(),
    };
    let _ = items[next].focus();
}
