//! What the list shows, as its address says it: a link to a search or to a page of it can be passed on.

use crate::api::patients::ContactKind;
use crate::api::suppressions::{SuppressionFilter, SuppressionPageVariables, SuppressionReason};
use crate::paging::{Arguments, PageAt};
use crate::{browser, routes};

/// The values of the parameters, which are the values of the choices on the screen too.
pub const KINDS: [(&str, ContactKind); 2] = [("phone", ContactKind::Phone), ("email", ContactKind::Email)];
pub const REASONS: [(&str, SuppressionReason); 7] = [
    ("opted-out", SuppressionReason::OptedOut),
    ("stop", SuppressionReason::Stop),
    ("provider-list", SuppressionReason::ProviderList),
    ("complaint", SuppressionReason::Complaint),
    ("wrong-person", SuppressionReason::WrongPerson),
    ("staff", SuppressionReason::Staff),
    ("hard-bounce", SuppressionReason::HardBounce),
];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub search: String,
    /// One of [`KINDS`], or empty for any.
    pub kind: String,
    /// One of [`REASONS`], or empty for any.
    pub reason: String,
    pub page: PageAt,
}

impl Address {
    /// From the parameters of the address.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self { search: text("search"), kind: text("kind"), reason: text("reason"), page: PageAt::read(&parameter) }
    }

    pub fn href(&self) -> String {
        let page = self.page.parameters();
        let filters = [("search", self.search.trim()), ("kind", &self.kind), ("reason", &self.reason)];
        let page = page.iter().map(|(name, value)| (*name, value.as_str()));
        let parameters: Vec<(&str, &str)> = filters.into_iter().chain(page).collect();
        browser::address(routes::SUPPRESSIONS, &parameters)
    }

    /// The same list at another page.
    pub fn at(&self, page: PageAt) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        [&self.search, &self.kind, &self.reason].into_iter().any(|value| !value.trim().is_empty())
    }

    pub fn variables(&self) -> SuppressionPageVariables {
        let search = self.search.trim();
        let Arguments { first, after, last, before } = self.page.arguments();
        SuppressionPageVariables {
            filter: SuppressionFilter {
                kind: named(&KINDS, &self.kind),
                reason: named(&REASONS, &self.reason),
                search: (!search.is_empty()).then(|| search.to_owned()),
            },
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

    fn read(parameters: &[(&str, &str)]) -> Address {
        let value = |name: &str| parameters.iter().find(|(known, _)| *known == name);
        Address::read(|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_link_to_a_part_of_the_list_leads_there_again() {
        let address = read(&[("reason", "stop"), ("kind", "phone"), ("search", " 07700 900123 ")]);
        let filter = address.variables().filter;
        assert_eq!((filter.kind, filter.reason), (Some(ContactKind::Phone), Some(SuppressionReason::Stop)));
        assert_eq!(filter.search.as_deref(), Some("07700 900123"));
        assert!(address.is_narrowed());
    }

    #[test]
    fn a_reason_nobody_knows_and_another_page_narrow_nothing() {
        assert_eq!(read(&[("reason", "moon")]).variables().filter.reason, None);
        assert!(!read(&[("after", "c"), ("from", "51")]).is_narrowed());
    }
}
