//! What the outbox shows, as its address says it.

use crate::api::campaigns::Channel;
use crate::api::outbox::OutboxVariables;
use crate::browser;
use crate::paging::SIZE;
use crate::routes::Place;
use crate::trail::{self, Trail};

const SMS: &str = "sms";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub is_sms: bool,
    /// A part of an address or number.
    pub search: String,
    pub trail: Trail,
    /// The id of the message that is being read.
    pub message: String,
}

impl Address {
    /// From the parameters of the address.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            is_sms: parameter("channel").as_deref() == Some(SMS),
            search: parameter("search").unwrap_or_default(),
            trail: Trail::read(parameter(trail::PARAMETER).as_deref()),
            message: parameter("message").unwrap_or_default(),
        }
    }

    pub fn href(&self) -> String {
        let parameters = [
            ("channel", if self.is_sms { SMS } else { "" }),
            ("search", self.search.as_str()),
            (trail::PARAMETER, &self.trail.parameter()),
            ("message", &self.message),
        ];
        browser::address(Place::Outbox.path(), &parameters)
    }

    /// What decides about the list: all but the message that is being read.
    pub fn list(&self) -> Self {
        Self { message: String::new(), ..self.clone() }
    }

    pub fn variables(&self) -> OutboxVariables {
        OutboxVariables {
            channel: if self.is_sms { Channel::Sms } else { Channel::Email },
            search: Some(self.search.trim().to_owned()).filter(|search| !search.is_empty()),
            first: SIZE,
            after: self.trail.cursor(),
        }
    }
}
