//! Signs as inline SVG, drawn on a grid of 24 with a stroke of 2. They are ornaments: words say the same beside them.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Dashboard,
    Patients,
    Campaigns,
    Search,
    Sun,
    Moon,
    Tick,
    Warning,
    Info,
    Phone,
    Email,
    Previous,
    Next,
    Down,
    Up,
    Grip,
    Undo,
    Redo,
    Forms,
    Close,
    Plus,
    Copy,
    Download,
    Upload,
    Print,
    More,
    Clock,
    Person,
    Block,
    Link,
    Reports,
    Backups,
    Settings,
    Outbox,
    Key,
}

impl Sign {
    /// The path's `d`.
    fn outline(self) -> &'static str {
        match self {
            Self::Dashboard => "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
            Self::Patients => {
                "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 6 6v1M16 3.3a4 4 0 0 1 0 7.4M18.5 14.3A6 6 0 0 1 22 20v1"
            }
            Self::Campaigns => "M3 10v4l12 5V5zM15 9a3.5 3.5 0 0 1 0 6M6 15v4h4v-2.4M19 6.5a8 8 0 0 1 0 11",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4"
            }
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Warning => "M12 3.5L2 20.5h20zM12 10v4.5M12 17.4v.1",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6v.1",
            Self::Phone => "M8 2h8a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM11 18.5h2",
            Self::Email => "M3 5h18v14H3zM3 6l9 7 9-7",
            Self::Previous => "M15 5l-7 7 7 7",
            Self::Next => "M9 5l7 7-7 7",
            Self::Down => "M6 9l6 6 6-6",
            Self::Up => "M6 15l6-6 6 6",
            Self::Grip => "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1",
            Self::Undo => "M4 9h10a5.5 5.5 0 0 1 0 11h-4M8 5L4 9l4 4",
            Self::Redo => "M20 9H10a5.5 5.5 0 0 0 0 11h4M16 5l4 4-4 4",
            Self::Forms => "M5 3h14v18H5zM8.5 8l1.2 1.2L12 7M14 8.2h2M8.5 14.5l1.2 1.2L12 13.5M14 14.7h2",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Copy => "M9 9h11v12H9zM5 15H4V3h11v2",
            Self::Download => "M12 3v12M7 10.5l5 5 5-5M4 20h16",
            Self::Upload => "M12 16V4M7 8.5l5-5 5 5M4 20h16",
            Self::Print => "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z",
            Self::More => "M5 12v.1M12 12v.1M19 12v.1",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21v-1a6 6 0 0 1 6-6h4a6 6 0 0 1 6 6v1",
            Self::Block => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6",
            Self::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"
            }
            Self::Reports => "M5 3h14v18H5zM9 16v-3M12 16V9M15 16v-5",
            Self::Backups => "M4 4h16v5H4zM5 9v11h14V9M9.5 13h5",
            Self::Settings => "M4 7h9M17 7h3M13 4.5h4v5h-4zM4 17h3M11 17h9M7 14.5h4v5H7z",
            Self::Outbox => "M3 13l3-9h12l3 9v7H3zM3 13h5l1.5 3h5l1.5-3h5",
            Self::Key => "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9v3.5M17 12v3",
        }
    }
}

#[component]
pub fn Icon(#[prop(into)] sign: Signal<Sign>) -> impl IntoView {
    view! {
        <svg class="icon" class=("icon--dots", move || matches!(sign.get(), Sign::More | Sign::Grip)) viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || sign.get().outline() />
        </svg>
    }
}
