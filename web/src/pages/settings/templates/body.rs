//! The text of a template, with a menu that inserts placeholders where the caret is.

use leptos::prelude::*;
use shared::template::PLACEHOLDERS;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::components::menu::{Menu, MenuItem};
use crate::components::text_area::TextArea;
use crate::text::templates as words;

/// The id of the field.
pub const BODY: &str = "template-body";

#[component]
pub fn BodyField(body: RwSignal<String>, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let item = |name: &&'static str| {
        let name = *name;
        MenuItem::new(words::placeholder(name), move || insert(body, name))
    };
    let items: Vec<MenuItem> = PLACEHOLDERS.iter().map(item).collect();
    view! {
        <div class="template-body">
            <TextArea
                id=BODY
                label=words::BODY
                hint=words::BODY_HINT
                rows=12
                value=body
                error=error
            />
            <Menu label=words::PLACEHOLDERS items=items />
        </div>
    }
    .into_any()
}

fn field() -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(BODY)?.dyn_into().ok()
}

/// Puts a placeholder where the caret is, or at the end, and the caret behind it.
fn insert(body: RwSignal<String>, name: &str) {
    let field = field();
    let end = || body.with_untracked(|body| body.encode_utf16().count());
    let caret = field.as_ref().and_then(|field| field.selection_end().ok().flatten());
    let caret = caret.map_or_else(end, |caret| usize::try_from(caret).unwrap_or(usize::MAX));
    let tag = format!("{{{{ {name} }}}}");
    body.update(|body| body.insert_str(byte_of(body, caret), &tag));
    let after = u32::try_from(caret + tag.len()).unwrap_or(u32::MAX);
    // After the field has the new text.
    request_animation_frame(move || {
        if let Some(field) = field {
            let _ = field.focus();
            let _ = field.set_selection_range(after, after);
        }
    });
}

/// The byte at which so many UTF-16 units have gone by, as browsers count.
fn byte_of(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (byte, character) in text.char_indices() {
        if seen >= units {
            return byte;
        }
        seen += character.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::byte_of;

    #[test]
    fn a_caret_behind_letters_of_several_bytes_is_found() {
        assert_eq!(byte_of("Zoë!", 3), 4);
        assert_eq!(byte_of("😀!", 2), 4);
        assert_eq!(byte_of("abc", 9), 3);
    }
}
