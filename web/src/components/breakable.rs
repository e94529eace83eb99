//! An email address that may go on in the next line where people read a pause: before its @.

use leptos::prelude::*;

pub fn breakable(address: &str) -> AnyView {
    match address.split_once('@') {
        Some((name, host)) => view! {
            {name.to_owned()}
            <wbr />
            {format!("@{host}")}
        }
        .into_any(),
        None => address.to_owned().into_any(),
    }
}
