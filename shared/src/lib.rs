//! Pure types and rules that the server and the browser must agree on: no I/O, no clock, compiles to WebAssembly.

mod text_enum;

pub mod bank_holidays;
pub mod birth_date;
pub mod channel;
pub mod coding;
pub mod cohort;
pub mod email;
pub mod form;
pub mod ids;
pub mod latin;
pub mod money;
pub mod nhs_number;
pub mod permission;
pub mod person;
pub mod phone;
pub mod plan;
pub mod postcode;
pub mod prices;
pub mod report;
pub mod sms;
pub mod suppression;
pub mod template;
pub mod time;

pub use text_enum::UnknownText;
