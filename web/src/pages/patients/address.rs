//! What the list of patients shows, as its address says it: a link to a search or to a page of it can be passed on.

use leptos_router::params::ParamsMap;

use crate::api::campaigns::Channel;
use crate::api::patients::{PatientFilter, PatientOrder, PatientPageVariables, PatientStatus};

/// Rows a page.
pub const PAGE: i32 = 50;

const PATH: &str = "/patients";

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

/// Which page, by the cursor it begins after or ends before. The number of its first row travels along, because
/// keyset paging does not know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageAt {
    #[default]
    First,
    After {
        cursor: String,
        from: i32,
    },
    Before {
        cursor: String,
        from: i32,
    },
}

impl Address {
    pub fn read(params: &ParamsMap) -> Self {
        let text = |name| params.get(name).unwrap_or_default();
        let from = params.get("from").and_then(|from| from.parse().ok()).unwrap_or(1).max(1);
        let page = match (params.get("after"), params.get("before")) {
            (Some(cursor), _) => PageAt::After { cursor, from },
            (None, Some(cursor)) => PageAt::Before { cursor, from },
            (None, None) => PageAt::First,
        };
        Self {
            search: text("search"),
            status: text("status"),
            contactable: text("contactable"),
            code_set: text("code-set"),
            order: text("order"),
            page,
        }
    }

    pub fn href(&self) -> String {
        let mut params = ParamsMap::new();
        let mut put = |name, value: &str| {
            if !value.is_empty() {
                params.insert(name, value.to_owned());
            }
        };
        put("search", self.search.trim());
        put("status", &self.status);
        put("contactable", &self.contactable);
        put("code-set", &self.code_set);
        put("order", &self.order);
        match &self.page {
            PageAt::First => {}
            PageAt::After { cursor, from } => {
                put("after", cursor);
                put("from", &from.to_string());
            }
            PageAt::Before { cursor, from } => {
                put("before", cursor);
                put("from", &from.to_string());
            }
        }
        format!("{PATH}{}", params.to_query_string())
    }

    /// The same list at another page.
    pub fn at(&self, page: PageAt) -> Self {
        Self { page, ..self.clone() }
    }

    /// The number of the first row.
    pub fn from(&self) -> i32 {
        match self.page {
            PageAt::First => 1,
            PageAt::After { from, .. } | PageAt::Before { from, .. } => from,
        }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.search, &self.status, &self.contactable, &self.code_set]
            .into_iter()
            .any(|value| !value.trim().is_empty())
    }

    pub fn variables(&self) -> PatientPageVariables {
        let text = |value: &str| (!value.trim().is_empty()).then(|| value.trim().to_owned());
        let (after, before) = match &self.page {
            PageAt::First => (None, None),
            PageAt::After { cursor, .. } => (Some(cursor.clone()), None),
            PageAt::Before { cursor, .. } => (None, Some(cursor.clone())),
        };
        let backwards = before.is_some();
        PatientPageVariables {
            filter: PatientFilter {
                status: named(&STATUSES, &self.status),
                code_set: text(&self.code_set),
                contactable: named(&CHANNELS, &self.contactable),
            },
            search: text(&self.search),
            order_by: if self.order == NEWEST { PatientOrder::Newest } else { PatientOrder::Name },
            first: (!backwards).then_some(PAGE),
            after,
            last: backwards.then_some(PAGE),
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

    fn params(pairs: &[(&'static str, &str)]) -> ParamsMap {
        let mut params = ParamsMap::new();
        for (name, value) in pairs {
            params.insert(*name, (*value).to_owned());
        }
        params
    }

    #[test]
    fn an_address_without_parameters_is_the_first_page_by_name() {
        let variables = Address::read(&params(&[])).variables();
        assert_eq!((variables.first, variables.last), (Some(PAGE), None));
        assert_eq!(variables.order_by, PatientOrder::Name);
        assert_eq!(variables.search, None);
    }

    #[test]
    fn a_page_before_a_cursor_is_read_backwards() {
        let address = Address::read(&params(&[("before", "c"), ("from", "51")]));
        assert_eq!(address.from(), 51);
        let variables = address.variables();
        assert_eq!((variables.first, variables.last), (None, Some(PAGE)));
        assert_eq!(variables.before.as_deref(), Some("c"));
    }

    #[test]
    fn a_status_nobody_knows_is_no_filter() {
        let address = Address::read(&params(&[("status", "asleep"), ("from", "-7")]));
        assert_eq!(address.variables().filter.status, None);
        assert_eq!(address.from(), 1);
    }
}
