//! Setting up an authenticator: a QR code to scan, and the same secret as text for those who cannot.

use leptos::prelude::*;

use crate::api::identity::TotpEnrolment;
use crate::browser;
use crate::text::enrolment as words;

pub fn enrolment(enrolment: &TotpEnrolment) -> AnyView {
    // As a picture the SVG can neither run anything nor bring styles of its own.
    let picture = format!("data:image/svg+xml,{}", browser::encode(&enrolment.qr_svg));
    view! {
        <div class="enrolment">
            <p>{words::EXPLAIN}</p>
            <img class="enrolment__code" src=picture alt=words::PICTURE width="200" height="200" />
            <details>
                <summary>{words::CANNOT_SCAN}</summary>
                <p>{words::TYPE_THIS}</p>
                <p class="enrolment__secret">{groups(&enrolment.secret)}</p>
            </details>
        </div>
    }
    .into_any()
}

/// In fours, as it is easier to copy; the authenticator ignores the spaces.
fn groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
