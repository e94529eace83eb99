//! Short-cuts of the keyboard, which never get in the way of typing, and the sheet that tells them.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::palette::Palette;
use crate::browser;
use crate::components::dialog::Dialog;
use crate::routes::Place;
use crate::session::Session;
use crate::text::shortcuts as words;

/// How long after `g` its second key may come.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Which key after `g` leads where.
const JUMPS: [(&str, Place); 8] = [
    ("d", Place::Dashboard),
    ("p", Place::Patients),
    ("c", Place::Campaigns),
    ("f", Place::Forms),
    ("r", Place::Reports),
    ("b", Place::Backups),
    ("o", Place::Outbox),
    ("s", Place::Settings),
];

/// The short-cuts of the shell, handed to what shows their sheet by context.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    help: RwSignal<bool>,
}

impl Shortcuts {
    /// Listens to the keyboard until the current owner is cleaned up.
    pub fn listen(session: Session, palette: Palette) -> Self {
        let shortcuts = Self { help: RwSignal::new(false) };
        let navigate = use_navigate();
        // Goes up with every `g`, so that an older one's end is no news.
        let jump = StoredValue::new((0_u32, false));
        let on_key = move |event: ev::KeyboardEvent| {
            let key = event.key();
            if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
                event.prevent_default();
                palette.toggle();
                return;
            }
            if event.ctrl_key() || event.meta_key() || event.alt_key() || browser::keys_are_taken() {
                return;
            }
            let (number, jumping) = jump.get_value();
            if jumping {
                jump.set_value((number, false));
                let to = JUMPS.iter().find(|(letter, place)| *letter == key && untrack(|| place.is_offered(session)));
                if let Some((_, place)) = to {
                    event.prevent_default();
                    navigate(place.path(), NavigateOptions::default());
                }
                return;
            }
            match key.as_str() {
                "g" => {
                    let number = number + 1;
                    jump.set_value((number, true));
                    let forget = move || {
                        if jump.try_get_value() == Some((number, true)) {
                            jump.set_value((number, false));
                        }
                    };
                    set_timeout(forget, PATIENCE);
                }
                "/" => {
                    event.prevent_default();
                    if !browser::try_focus("main [type=search]") {
                        palette.open();
                    }
                }
                "?" => shortcuts.help(),
                _ => {}
            }
        };
        let handle = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || handle.remove());
        shortcuts
    }

    /// The short-cuts of the shell around the current component.
    pub fn current() -> Self {
        expect_context()
    }

    /// Shows the sheet.
    pub fn help(self) {
        self.help.set(true);
    }
}

/// The sheet; once in the shell.
#[component]
pub fn ShortcutSheet() -> impl IntoView {
    let session = Session::current();
    let open = Shortcuts::current().help;
    let sheet = move || {
        let find = if browser::is_apple() { ["⌘", "K"] } else { ["Ctrl", "K"] };
        let jumps = JUMPS.into_iter().filter(|(_, place)| untrack(|| place.is_offered(session)));
        view! {
            <dl class="shortcuts">
                {line(&find, words::FIND.to_owned())} {line(&["/"], words::SEARCH.to_owned())}
                {line(&["?"], words::HELP.to_owned())} {line(&["Esc"], words::CLOSE.to_owned())}
                {jumps.map(|(key, place)| line(&["g", key], words::go_to(place.name()))).collect_view()}
            </dl>
        }
    };
    view! {
        <Dialog open=open title=words::TITLE>
            {sheet}
        </Dialog>
    }
    .into_any()
}

fn line(keys: &[&'static str], what: String) -> AnyView {
    let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
    view! {
        <div class="shortcuts__line">
            <dt>{what}</dt>
            <dd>{keys}</dd>
        </div>
    }
    .into_any()
}
