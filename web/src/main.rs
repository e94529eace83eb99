//! The admin app: client-side rendered, talking GraphQL to the server it was loaded from.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "handles are made of signals, each a number in a release; in a debug build it knows where it was made besides"
)]

mod api;
mod app;
mod attention;
mod browser;
mod code;
mod components;
mod download;
mod draft;
mod london;
mod number;
mod pages;
mod paging;
mod read;
mod routes;
mod schedule;
mod session;
mod text;
mod theme;
mod time;
mod trail;
mod upload;
mod write;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
    // The page's own words of waiting have done their duty.
    if let Some(splash) = leptos::prelude::document().get_element_by_id("splash") {
        splash.remove();
    }
}
