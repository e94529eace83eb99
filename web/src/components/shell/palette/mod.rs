//! The palette: type a few letters, go there. A combobox with a listbox, after the pattern of WAI-ARIA: the focus stays
//! in the box, the arrows move through the list, Enter goes.

mod finder;
mod hits;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::components::dialog::Dialog;
use crate::components::icon::Icon;
use crate::text::palette as words;
use finder::Finder;
use hits::Hit;

/// The ids of the list, and of its lines with their numbers behind.
const LIST: &str = "palette-hits";

/// The palette of the shell, handed to what opens it by context.
#[derive(Clone, Copy)]
pub struct Palette {
    open: RwSignal<bool>,
}

impl Palette {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false) }
    }

    /// The palette of the shell around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    pub fn open(self) {
        self.open.set(true);
    }

    pub fn toggle(self) {
        self.open.update(|open| *open = !*open);
    }
}

/// Where the palette appears; once in the shell.
#[component]
pub fn PaletteDialog() -> impl IntoView {
    let open = Palette::current().open;
    view! {
        <Dialog open=open title=words::TITLE>
            <Search open=open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Search(open: RwSignal<bool>) -> impl IntoView {
    let finder = Finder::start();
    let hits = finder.hits();
    // Which line Enter takes; the first one after every change.
    let active = RwSignal::new(0_usize);
    Effect::new(move || {
        hits.track();
        active.set(0);
    });
    let navigate = use_navigate();
    let go = Callback::new(move |hit: Hit| {
        open.set(false);
        navigate(&hit.href, NavigateOptions::default());
    });
    let on_key = move |event: KeyboardEvent| {
        let count = hits.with_untracked(Vec::len);
        let here = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.set((here + 1) % count),
            "ArrowUp" if count > 0 => active.set((here + count - 1) % count),
            "Enter" => {
                if let Some(hit) = hits.with_untracked(|hits| hits.get(here).cloned()) {
                    go.run(hit);
                }
            }
            _ => return,
        }
        event.prevent_default();
        browser::scroll_into_view(&line_id(active.get_untracked()));
    };
    let lines = move || {
        let line = |(index, hit)| line(index, hit, active, go);
        hits.get().into_iter().enumerate().map(line).collect_view()
    };
    let said =
        move || if finder.is_pending() { words::SEARCHING.to_owned() } else { words::found(hits.with(Vec::len)) };
    let active_line = move || hits.with(|hits| (!hits.is_empty()).then(|| line_id(active.get())));
    view! {
        <div class="palette">
            <input
                class="input"
                type="text"
                role="combobox"
                aria-label=words::LABEL
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-activedescendant=active_line
                placeholder=words::HINT
                autocomplete="off"
                spellcheck="false"
                autofocus
                prop:value=move || finder.typed()
                on:input:target=move |event| finder.type_in(event.target().value())
                on:keydown=on_key
            />
            <ul class="palette__hits" id=LIST role="listbox" aria-label=words::TITLE>
                {lines}
            </ul>
            <p class="palette__said" role="status">
                {said}
            </p>
        </div>
    }
    .into_any()
}

fn line(index: usize, hit: Hit, active: RwSignal<usize>, go: Callback<Hit>) -> AnyView {
    let Hit { sign, label, detail, .. } = hit.clone();
    let is_active = move || active.get() == index;
    view! {
        <li
            class="palette__hit"
            id=line_id(index)
            role="option"
            aria-selected=move || is_active().to_string()
            on:mousemove=move |_| if active.get_untracked() != index { active.set(index) }
            on:click=move |_| go.run(hit.clone())
        >
            <Icon sign=sign />
            <span class="palette__label">{label}</span>
            <span class="palette__detail">{detail}</span>
        </li>
    }
    .into_any()
}

fn line_id(index: usize) -> String {
    format!("{LIST}-{index}")
}
