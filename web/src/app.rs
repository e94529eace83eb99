//! The root: contexts that live as long as the tab, and the router.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::toast::{ToastStack, Toasts};
use crate::routes::AppRoutes;
use crate::session::Session;
use crate::theme::Theme;

#[component]
pub fn App() -> impl IntoView {
    provide_context(Session::restore());
    provide_context(Theme::restore());
    provide_context(Toasts::new());
    view! {
        <Router>
            <AppRoutes />
            <ToastStack />
        </Router>
    }
    .into_any()
}
