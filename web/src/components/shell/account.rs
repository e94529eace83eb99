//! Who is signed in, and the way out. The menu is a native popover: it closes on Escape and on a press beside it.

use leptos::prelude::*;

use super::shortcuts::Shortcuts;
use crate::api::ApiError;
use crate::browser;
use crate::components::button::Button;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::routes;
use crate::session::Session;
use crate::text;
use crate::theme::Theme;

/// The id of the menu.
const MENU: &str = "account-menu";

#[component]
pub fn Account() -> impl IntoView {
    let session = Session::current();
    let name = move || session.viewer().map(|viewer| viewer.name.clone());
    let label = move || text::shell::account_of(&name().unwrap_or_default());
    let email = move || session.viewer().map(|viewer| viewer.email.clone());
    let role = move || session.viewer().map(|viewer| text::role(viewer.role));
    let leave = Action::new_local(move |&(): &()| session.sign_out());
    let failure = move || {
        let failed = leave.value().get().and_then(Result::err);
        failed.map(|error: ApiError| {
            view! { <Notice tone=Tone::Error message=error.sentence() /> }
        })
    };
    let press = Callback::new(move |()| {
        leave.dispatch_local(());
    });
    let close = |_| browser::hide_popover(MENU);
    let shortcuts = Shortcuts::current();
    let help = move |_| {
        browser::hide_popover(MENU);
        shortcuts.help();
    };
    let theme: Theme = expect_context();
    let theme_words = move || if theme.is_dark() { text::shell::TO_LIGHT } else { text::shell::TO_DARK };
    let theme_sign = Signal::derive(move || if theme.is_dark() { Sign::Sun } else { Sign::Moon });
    view! {
        <button type="button" class="account" popovertarget=MENU>
            <span class="account__initials" aria-hidden="true">
                {move || initials(&name().unwrap_or_default())}
            </span>
            <span class="visually-hidden">{label}</span>
            <Icon sign=Sign::Down />
        </button>
        <div class="account-menu" id=MENU popover="auto">
            <p class="account-menu__name">{name}</p>
            <p class="account-menu__email">{email}</p>
            <p class="account-menu__role">{role}</p>
            <ul class="account-menu__links">
                <li>
                    <a href=routes::ACCOUNT on:click=close>
                        <Icon sign=Sign::Person />
                        {text::shell::OWN_ACCOUNT}
                    </a>
                </li>
                <li>
                    <button type="button" on:click=move |_| theme.toggle()>
                        <Icon sign=theme_sign />
                        {theme_words}
                    </button>
                </li>
                <li>
                    <button type="button" on:click=help>
                        <Icon sign=Sign::Key />
                        {text::shortcuts::TITLE}
                    </button>
                </li>
            </ul>
            {failure}
            <Button pending=leave.pending() pending_label=text::shell::SIGNING_OUT on_press=press>
                {text::shell::SIGN_OUT}
            </Button>
        </div>
    }
    .into_any()
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        assert_eq!(initials("Jo Marie Smith"), "JS");
        assert_eq!(initials("Jo"), "J");
        assert_eq!(initials(""), "");
    }
}
