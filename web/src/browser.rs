//! The little of the browser's own interface that the app needs: time, storage, locks, the address.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// Waits without blocking.
pub async fn sleep(duration: Duration) {
    let timer = Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // The promise's own resolve function does not throw.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            duration,
        );
    });
    let _ = JsFuture::from(timer).await;
}

/// The address of a WebSocket on the app's own origin.
pub fn web_socket_url(path: &str) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}{path}", location.host().ok()?))
}

/// A value kept for this browser, not for this person: never anything secret.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value, or forgets it. A browser that keeps nothing (private windows) is no error.
pub fn store(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// A value kept for this tab alone, until it is closed.
pub fn kept_in_tab(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value for this tab, or forgets it. A full or missing storage is no error: what is on the screen stays.
pub fn keep_in_tab(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// The keys of what is kept for this tab.
pub fn keys_kept_in_tab() -> Vec<String> {
    let Ok(Some(storage)) = window().session_storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

/// Fills a buffer from the browser's cryptographic random source.
pub fn fill_random(buffer: &mut [u8]) {
    if let Ok(crypto) = window().crypto() {
        // It refuses only more than 65,536 bytes at once.
        let _ = crypto.get_random_values_with_u8_array(buffer);
    }
}

/// Puts text on the clipboard; false where the browser does not let us.
pub async fn copy(text: &str) -> bool {
    let Some((clipboard, write)) = clipboard_writer() else {
        return false;
    };
    match write.call1(&clipboard, &text.into()) {
        Ok(done) => JsFuture::from(Promise::from(done)).await.is_ok(),
        Err(_) => false,
    }
}

/// `navigator.clipboard` and its `writeText`, which web-sys offers only behind an unstable switch.
fn clipboard_writer() -> Option<(JsValue, Function)> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    let write = Reflect::get(&clipboard, &"writeText".into()).ok()?;
    Some((clipboard, write.dyn_into().ok()?))
}

/// Opens the browser's own print dialog.
pub fn print() {
    // It fails only where there is no printing at all.
    let _ = window().print();
}

/// Runs work while no other tab of this origin runs work of the same name (Web Locks API). Where the browser has no
/// locks, which is only outside HTTPS and localhost, it runs at once.
pub async fn exclusively(name: &str, work: impl Future<Output = ()> + 'static) {
    let Some((locks, request)) = lock_manager() else {
        return work.await;
    };
    let work = Closure::once_into_js(move || -> Promise {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(done) = request.call2(&locks, &name.into(), &work) {
        let _ = JsFuture::from(Promise::from(done)).await;
    }
}

/// The body and the status of an answer that a script of the page has waited for under this name; once, and none where
/// nothing came.
pub async fn asked_ahead(name: &str) -> Option<(String, u16)> {
    let name = JsValue::from(name);
    let promise: Promise = Reflect::get(&window(), &name).ok()?.dyn_into().ok()?;
    let _ = Reflect::delete_property(window().as_ref(), &name);
    let answer = JsFuture::from(promise).await.ok()?;
    let text = Reflect::get_u32(&answer, 0).ok()?.as_string()?;
    let status = Reflect::get_u32(&answer, 1).ok()?.as_f64()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status has three digits")]
    Some((text, status as u16))
}

/// `navigator.locks` and its `request`, which web-sys offers only behind an unstable switch.
fn lock_manager() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

/// Puts the keyboard focus on the first element that matches.
pub fn focus(selector: &str) {
    try_focus(selector);
}

/// Puts the keyboard focus on the first element that matches; false where there is none. What it is folded into opens.
pub fn try_focus(selector: &str) -> bool {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        unfold(&element);
        return element.focus().is_ok();
    }
    false
}

/// Opens what an element is folded into: nothing closed takes the focus.
fn unfold(element: &web_sys::Element) {
    while let Ok(Some(folded)) = element.closest("details:not([open])") {
        if folded.set_attribute("open", "").is_err() {
            return;
        }
    }
}

/// Brings the element of this id into sight.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Closes the popover of this id.
pub fn hide_popover(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        // It fails when the popover is closed already.
        let _ = element.hide_popover();
    }
}

/// Whether somebody is typing, or a dialog is asking: keys are not short-cuts then.
pub fn keys_are_taken() -> bool {
    const TAKING: &str = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog *";
    document().active_element().is_some_and(|element| element.matches(TAKING).unwrap_or(false))
        || document().query_selector("dialog[open]").is_ok_and(|open| open.is_some())
}

/// Whether ⌘ stands where Ctrl is elsewhere.
pub fn is_apple() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// What is selected in a field, in UTF-16 units; the cursor is an empty selection.
pub fn selection(id: &str) -> Option<(usize, usize)> {
    let element = document().get_element_by_id(id)?;
    let (start, end) = if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        (area.selection_start().ok()??, area.selection_end().ok()??)
    } else {
        let input = element.dyn_ref::<web_sys::HtmlInputElement>()?;
        (input.selection_start().ok()??, input.selection_end().ok()??)
    };
    Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
}

/// Puts the keyboard focus into a field and the cursor behind so many UTF-16 units.
pub fn put_cursor(id: &str, at: usize) {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    if let Some(element) = document().get_element_by_id(id) {
        // Setting a selection fails only for fields that have none.
        if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            let _ = area.focus();
            let _ = area.set_selection_range(at, at);
        } else if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            let _ = input.focus();
            let _ = input.set_selection_range(at, at);
        }
    }
}

/// The address of a path with these parameters; the empty ones are left out.
pub fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    for (index, (name, value)) in given.enumerate() {
        address.push(if index == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.push_str(&encode(value));
    }
    address
}

/// Escapes text for a part of a URL.
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
