//! Buttons, signs, states and notices.

use leptos::prelude::*;

use super::specimen;
use crate::components::button::{Button, Weight};
use crate::components::copy::Copy;
use crate::components::icon::{Icon, Sign};
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Mood, Status};

const SIGNS: [Sign; 35] = [
    Sign::Dashboard,
    Sign::Patients,
    Sign::Campaigns,
    Sign::Forms,
    Sign::Reports,
    Sign::Backups,
    Sign::Outbox,
    Sign::Settings,
    Sign::Search,
    Sign::Sun,
    Sign::Moon,
    Sign::Tick,
    Sign::Warning,
    Sign::Info,
    Sign::Phone,
    Sign::Email,
    Sign::Previous,
    Sign::Next,
    Sign::Down,
    Sign::Up,
    Sign::Grip,
    Sign::Undo,
    Sign::Redo,
    Sign::Close,
    Sign::Plus,
    Sign::Copy,
    Sign::Download,
    Sign::Upload,
    Sign::Print,
    Sign::More,
    Sign::Clock,
    Sign::Person,
    Sign::Block,
    Sign::Link,
    Sign::Key,
];

pub fn specimens() -> AnyView {
    view! { {buttons()} {signs()} {states()} {notices()} }.into_any()
}

fn buttons() -> AnyView {
    let content = view! {
        <Button weight=Weight::Primary>"Send to 112,431 patients"</Button>
        <Button>"Pause"</Button>
        <Button weight=Weight::Danger>"Cancel the campaign"</Button>
        <Button weight=Weight::Quiet>"Use a recovery code instead"</Button>
        <Button weight=Weight::Primary pending=Signal::stored(true) pending_label="Saving…">
            "Save"
        </Button>
        <Button>
            <Icon sign=Sign::Download />
            "Download"
        </Button>
        <a class="button" href="/gallery">
            "A link that looks like a button"
        </a>
        <Copy label="the link" value="https://recall.practice.example/invitation/Zx8".to_owned() />
    };
    specimen("Buttons", content)
}

fn signs() -> AnyView {
    let all = SIGNS.map(|sign| view! { <Icon sign=sign /> }.into_any());
    specimen("Signs", view! { <p>{all.into_iter().collect_view()}</p> })
}

fn states() -> AnyView {
    let content = [
        (Mood::Neutral, "Draft"),
        (Mood::Active, "Running · first reminder"),
        (Mood::Good, "Completed"),
        (Mood::Warning, "Paused"),
        (Mood::Bad, "Failed"),
    ]
    .map(|(mood, word)| view! { <Status mood=mood word=word /> }.into_any());
    specimen("States", content.into_iter().collect_view())
}

fn notices() -> AnyView {
    let content = view! {
        <Notice tone=Tone::Info message="Nothing was changed." />
        <Notice tone=Tone::Warning message="No backup since yesterday.">
            <Button>"Take one now"</Button>
        </Notice>
        <Notice
            tone=Tone::Error
            message="Recall cannot be reached. What you typed is still here. Check your connection, then try again."
        >
            <Button>"Try again"</Button>
        </Notice>
    };
    specimen("Notices", content)
}
