//! Checksums and base64, by the browser's own means.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The bytes of a file from `start` to before `end`; none when it has been changed or moved since it was chosen.
pub async fn read(file: &File, start: f64, end: f64) -> Option<ArrayBuffer> {
    let part = file.slice_with_f64_and_f64(start, end).ok()?;
    JsFuture::from(part.array_buffer()).await.ok()?.dyn_into().ok()
}

/// SHA-256 in base64. None where the browser offers no cryptography, which is only outside HTTPS and localhost.
pub async fn sha256(bytes: &ArrayBuffer) -> Option<String> {
    let subtle = window().crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest = JsFuture::from(digest).await.ok()?;
    base64(&Uint8Array::new(&digest).to_vec())
}

pub fn base64(bytes: &[u8]) -> Option<String> {
    // `btoa` takes a string of which each character is a byte.
    let text: String = bytes.iter().copied().map(char::from).collect();
    window().btoa(&text).ok()
}
