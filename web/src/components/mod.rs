//! Our own components, after the ARIA patterns: one a file, with its styles in the `.css` of the same name.

pub mod button;
pub mod card;
pub mod chart;
pub mod dialog;
pub mod empty;
pub mod error_summary;
pub mod field;
pub mod field_frame;
pub mod funnel;
pub mod guard;
pub mod icon;
pub mod ledger;
pub mod loaded;
pub mod notice;
pub mod page;
pub mod pager;
pub mod select;
pub mod shell;
pub mod skeleton;
pub mod status;
pub mod table;
pub mod text_area;
pub mod toast;
pub mod toggle_theme;
