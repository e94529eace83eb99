//! What the list of patients shows, as its address says it: a link to a search or to a page of it can be passed on.

use crate::api::campaigns::Channel;
use crate::api::patients::{PatientFilter, PatientOrder, PatientPageVariables, PatientStatus};
use crate::browser;
use crate::paging::{Arguments, PageAt};
use crate::routes::Place;

/// The values of the parameters, which are the values of the choices on the screen too.
pub const STATUSES: [(&str, PatientStatus); 4] = [
    ("active", PatientStatus::Active),
    ("deceased", PatientStatus::Deceased),
    ("left", PatientStatus::Left),
    ("restricted", PatientStatus::Restricted),
];
pub const CHANNELS: [(&str, Channel); 2] = [("email", Channel::Email), ("sms", Channel::Sms)];
pub const NEWEST: &str = "newest";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub search: String,
    /// One of [`STATUSES`], or empty for any; likewise below.
    pub status: String,
    pub contactable: String,
    pub code_set: String,
    pub order: String,
    pub page: PageAt,
}

impl Address {
    /// From the parameters of the address.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self {
            search: text("search"),
            status: text("status"),
            contactable: text("contactable"),
            code_set: text("code-set"),
            order: text("order"),
            page: PageAt::read(&parameter),
        }
    }

    pub fn href(&self) -> String {
        let page = self.page.parameters();
        let filters = [
            ("search", self.search.trim()),
            ("status", &self.status),
            ("contactable", &self.contactable),
            ("code-set", &self.code_set),
            ("order", &self.order),
        ];
        let page = page.iter().map(|(name, value)| (*name, value.as_str()));
        let parameters: Vec<(&str, &str)> = filters.into_iter().chain(page).collect();
        browser::address(Place::Patients.path(), &parameters)
    }

    /// The same list at another page.
    pub fn at(&self, page: PageAt) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.search, &self.status, &self.contactable, &self.code_set]
            .into_iter()
            .any(|value| !value.trim().is_empty())
    }

    pub fn variables(&self) -> PatientPageVariables {
        let text = |value: &str| (!value.trim().is_empty()).then(|| value.trim().to_owned());
        let Arguments { first, after, last, before } = self.page.arguments();
        PatientPageVariables {
            filter: PatientFilter {
                status: named(&STATUSES, &self.status),
                code_set: text(&self.code_set),
                contactable: named(&CHANNELS, &self.contactable),
            },
            search: text(&self.search),
            order_by: if self.order == NEWEST { PatientOrder::Newest } else { PatientOrder::Name },
            first,
            after,
            last,
            before,
        }
    }
}

/// The value a parameter names; an unknown name is no filter.
fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_parameters_is_everybody_by_name() {
        let variables = Address::read(|_| None).variables();
        assert_eq!(variables.order_by, PatientOrder::Name);
        assert_eq!(variables.search, None);
        assert_eq!(variables.filter.status, None);
    }

    #[test]
    fn a_status_nobody_knows_is_no_filter() {
        let address = Address::read(|name| (name == "status").then(|| "asleep".into()));
        assert_eq!(address.variables().filter.status, None);
    }
}
