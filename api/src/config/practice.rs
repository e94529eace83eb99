//! What patients read about the practice, until it is saved in the app.

use serde::{Deserialize, Serialize};

use super::Described;

pub(super) const DESCRIBED: &[Described] = &[
    Described { key: "practice.name", meaning: "Name in messages and on the patient page." },
    Described { key: "practice.phone", meaning: "Phone number patients may call." },
    Described { key: "practice.opening_hours", meaning: "When that phone is answered." },
    Described {
        key: "practice.booking_link",
        meaning: "Where patients book online; without it the page offers the phone only.",
    },
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PracticeConfig {
    pub name: String,
    pub phone: String,
    pub opening_hours: String,
    pub booking_link: Option<String>,
}

impl Default for PracticeConfig {
    fn default() -> Self {
        Self {
            name: "Medicare".into(),
            phone: "01632 960000".into(), // Ofcom's range for drama: rings nowhere
            opening_hours: "Monday to Friday, 8 am to 6 pm".into(),
            booking_link: None,
        }
    }
}
